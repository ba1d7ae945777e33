"""A firm's books: what it spends, integrates, sells and earns."""

from __future__ import annotations

import math
from typing import Any

from cocreation_sim import randomness as rn
from cocreation_sim.compiled.addresses import normal
from cocreation_sim.compiled.layout import FLOW, MONEY
from cocreation_sim.rules import market, stocktaking

INTEGRATED, MARKETED, SOLD = FLOW["integrated"], FLOW["marketed"], FLOW["sold"]
ROYALTIES, OUTREACH, RUNNING = MONEY["royalties"], MONEY["outreach"], MONEY["running"]
INTEGRATION, PRODUCTION = MONEY["integration"], MONEY["production"]


def earn(s: Any, firm: Any, serial: Any, cents: Any) -> None:
    """Pay the author of an idea."""
    r = s.relations[s.ideas[firm, serial].author * s.world[0].firms + firm]
    s.histories[r.history].earned += cents


def integrate(s: Any, firm: Any, serial: Any, time: Any) -> None:
    """Integrate a selected idea, if it fits, and plan its way to the market."""
    w, f, record = s.world[0], s.numbers[firm], s.firms[firm]
    idea = s.ideas[firm, serial]
    if not market.is_integrated(idea.fit, f.fit_needed):
        return
    s.money[firm, INTEGRATION] += integration_cost(s, firm, serial)
    idea.integrated_at = time + f.integration_weeks
    if f.sells_ideas or f.sells_product:
        idea.marketed_at = idea.integrated_at + f.launch_weeks
    if f.sells_ideas:
        share = market.buying_share(
            idea.appeal,
            idea.fit,
            f.crowd_weight,
            normal(idea.key, rn.TASTE),
            w.psychology.adoption,
        )
        idea.buyers = f.potential * share
    s.marketed[firm, record.marketed] = serial
    record.marketed += 1


def integration_cost(s: Any, firm: Any, serial: Any) -> Any:
    """What it costs to integrate an idea, in cents."""
    f = s.numbers[firm]
    if f.integration_sd == 0.0:
        return f.integration_cents
    z = normal(s.ideas[firm, serial].key, rn.COST)
    return market.integration_cost(f.integration_cents, f.integration_sd, z)


def settle(s: Any, firm: Any, over: Any, end: Any) -> None:
    """Running costs and sales up to the end of a sub-round, when so many are over."""
    w, f, record, money = s.world[0], s.numbers[firm], s.firms[firm], s.money[firm]
    money[OUTREACH] = stocktaking.spent_by(
        f.opening_cents, f.outreach_before, f.outreach_cents, (over - f.outreach_from) * w.step
    )
    money[RUNNING] = stocktaking.spent_by(
        f.platform_cents, f.running_before, f.running_cents, (over - f.running_from) * w.step
    )
    kept = 0
    for k in range(record.marketed):
        serial = s.marketed[firm, k]
        if sell(s, firm, serial, end):
            s.marketed[firm, kept] = serial
            kept += 1
    record.marketed = kept
    if f.sells_product and record.improvement > 0.0:
        buyers = market.product_buyers(
            record.improvement * w.represents,
            f.potential,
            w.step,
            f.sales_weeks,
            w.psychology.adoption,
        )
        record.product_buyers += buyers / w.represents
        book_sales(s, firm, math.floor(record.product_buyers) - s.flows[firm, SOLD])


def sell(s: Any, firm: Any, serial: Any, end: Any) -> Any:
    """Integrate an idea if it is due, and sell it if it is on the market; is there more to come."""
    f, record, idea = s.numbers[firm], s.firms[firm], s.ideas[firm, serial]
    if idea.integrated_at <= end and not idea.counted_integrated:
        idea.counted_integrated = True
        s.flows[firm, INTEGRATED] += 1
        record.improvement += market.improvement(idea.quality, idea.fit)
    if idea.marketed_at <= end and not idea.counted_marketed:
        idea.counted_marketed = True
        s.flows[firm, MARKETED] += 1
    if f.sells_ideas and idea.marketed_at < end:
        units = market.sold_by(end - idea.marketed_at, idea.buyers, f.sales_weeks)
        if units > idea.sold:
            new = units - idea.sold
            idea.sold = units
            book_sales(s, firm, new)
            share = market.royalty(f.royalty, f.price_cents, new)
            s.money[firm, ROYALTIES] += share
            earn(s, firm, serial, share)
    ends_on_market = f.sells_ideas or f.sells_product
    return f.sells_ideas or not (
        idea.counted_marketed if ends_on_market else idea.counted_integrated
    )


def book_sales(s: Any, firm: Any, units: Any) -> None:
    """Book the sale of some units."""
    f = s.numbers[firm]
    s.flows[firm, SOLD] += units
    s.firms[firm].revenue += units * f.price_cents
    s.money[firm, PRODUCTION] += units * f.unit_cost_cents
