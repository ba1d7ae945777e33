"""A firm's books: what it spends, integrates, sells and earns."""

from __future__ import annotations

import math

from cocreation_sim import randomness as rn
from cocreation_sim.mesa_model.campaigner import Campaigner
from cocreation_sim.mesa_model.idea import Idea
from cocreation_sim.records import SPENDING


class Books:
    """Money in cents, by kind; the ideas integrated and on the market."""

    def __init__(self, firm: Campaigner) -> None:
        self.firm = firm
        self.rules = firm.rules
        self.money = dict.fromkeys(SPENDING, 0)
        self.revenue = 0
        self.marketed: list[Idea] = []
        self.improvement = 0.0
        self.product_buyers = 0.0

    def integrate(self, idea: Idea, time: float) -> None:
        """Integrate a selected idea, if it fits, and plan its way to the market."""
        f, p = self.firm.numbers, self.firm.model.psychology
        if not self.rules.market.is_integrated(idea.fit, f.fit_needed):
            return
        self.money["integration"] += self.firm.integration_cost(idea)
        idea.integrated_at = time + f.integration_weeks
        if f.sells_ideas or f.sells_product:
            idea.marketed_at = idea.integrated_at + f.launch_weeks
        if f.sells_ideas:
            share = self.rules.market.buying_share(
                idea.appeal, idea.fit, f.crowd_weight, rn.normal(idea.key, rn.TASTE), p.adoption
            )
            idea.buyers = f.potential * share
        self.marketed.append(idea)

    def settle(self, over: int, end: float) -> None:
        """Running costs and sales up to the end of a sub-round, when so many are over."""
        f, model = self.firm.numbers, self.firm.model
        spent_by, step = self.rules.stocktaking.spent_by, model.sub_round_weeks
        self.money["outreach"] = spent_by(
            f.opening_cents, f.outreach_before, f.outreach_cents, (over - f.outreach_from) * step
        )
        self.money["running"] = spent_by(
            f.platform_cents, f.running_before, f.running_cents, (over - f.running_from) * step
        )
        if self.marketed:
            self.sell(end)
        if f.sells_product and self.improvement > 0.0:
            represents = model.given.population.represents
            buyers = self.rules.market.product_buyers(
                self.improvement * represents,
                f.potential,
                model.sub_round_weeks,
                f.sales_weeks,
                model.psychology.adoption,
            )
            self.product_buyers += buyers / represents
            self.book_sales(math.floor(self.product_buyers) - self.firm.tally.sold)

    def sell(self, end: float) -> None:
        """Integrate what is due and sell what is on the market, up to now."""
        firm = self.firm
        f = firm.numbers
        for idea in self.marketed:
            if idea.integrated_at <= end and not idea.counted_integrated:
                idea.counted_integrated = True
                firm.tally.integrated += 1
                self.improvement += self.rules.market.improvement(idea.quality, idea.fit)
            if idea.marketed_at <= end and not idea.counted_marketed:
                idea.counted_marketed = True
                firm.tally.marketed += 1
            if f.sells_ideas and idea.marketed_at < end:
                units = self.rules.market.sold_by(
                    end - idea.marketed_at, idea.buyers, f.sales_weeks
                )
                if units > idea.sold:
                    new = units - idea.sold
                    idea.sold = units
                    self.book_sales(new)
                    share = self.rules.market.royalty(f.royalty, f.price_cents, new)
                    self.money["royalties"] += share
                    idea.author.by_firm[firm.number].earned += share

    def book_sales(self, units: int) -> None:
        """Book the sale of some units."""
        f = self.firm.numbers
        self.firm.tally.sold += units
        self.revenue += units * f.price_cents
        self.money["production"] += units * f.unit_cost_cents

    @property
    def cost(self) -> int:
        """Cents spent so far, but for the production of what is sold."""
        return self.rules.stocktaking.cost(sum(self.money.values()), self.money["production"])
