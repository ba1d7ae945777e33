"""A firm: opens, takes ideas in, accepts or ends them, and looks for signs of failure."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from cocreation_sim import randomness as rn
from cocreation_sim.compiled.addresses import child, normal, uniform
from cocreation_sim.compiled.kernel import board, books, heaps
from cocreation_sim.compiled.kernel.clock import lane_of, plan
from cocreation_sim.compiled.kernel.people import trust_now
from cocreation_sim.compiled.layout import (
    ANSWERS,
    DISAPPOINTED,
    EXPLANATIONS,
    FLOW,
    FULL_IDEAS,
    MONEY,
)
from cocreation_sim.rules import (
    belief,
    exhaustion,
    failure,
    ideas,
    milestones,
    motive,
    rounds,
    selection,
    shocks,
    stocktaking,
    voting,
)
from cocreation_sim.rules import events as ev
from cocreation_sim.rules import reach as reaching

READ, ANSWERED, INTEGRATED = FLOW["read"], FLOW["answered"], FLOW["integrated"]
IDEAS, INTERESTING, WORTH = FLOW["ideas"], FLOW["interesting"], FLOW["worth_making"]
NEWCOMERS, ENTRIES = FLOW["newcomers"], FLOW["entries"]
BUILT_ON, PROMISED, SELECTED = FLOW["built_on"], FLOW["promised"], FLOW["selected"]
PRIZES, PAY, PRODUCTION = MONEY["prizes"], MONEY["pay"], MONEY["production"]
TOP = np.uint64(1 << 63)


def spread_word(s: Any, firm: Any, n: Any) -> None:
    """Let the hazard of hearing of the campaign grow."""
    w, f, record = s.world[0], s.numbers[firm], s.firms[firm]
    p, step = w.psychology.reach, w.step
    if n < f.start:
        return
    since = n * step - f.start * step
    added = reaching.outreach_hazard(
        since, since + step, f.steady_reach, f.rise, f.peak, f.launch_reach, f.launch_life
    )
    engaged = s.stocks[firm, ev.ENGAGED] - s.stocks[firm, 4 + ev.ENGAGED]
    added += reaching.word_of_mouth_hazard(
        step, f.word_of_mouth, engaged, record.disappointed, float(w.people), f.secrecy, p
    )
    record.hazard_before = record.hazard
    record.hazard_added = added
    record.hazard = record.hazard_before + added
    record.disappointed = exhaustion.faded(record.disappointed, step, 1.0 / p.disappointed_life)


def open_firm(s: Any, firm: Any, n: Any) -> None:
    """Open the sub-round: a new round if it is time; what people will see."""
    w, f, record = s.world[0], s.numbers[firm], s.firms[firm]
    p, time, step = w.psychology, n * w.step, w.step
    record.launches = False
    steps_in = n - f.start
    if steps_in < 0:
        return
    number = rounds.number_at(steps_in, f.round_steps, f.rounds)
    if rounds.opens(steps_in, f.round_steps, f.rounds):
        if number > 0:
            record.before = record.now
            record.entrants_before = s.flows[firm, ENTRIES] - record.entries_until
        record.now = 0
        record.entries_until = s.flows[firm, ENTRIES]
        record.round_first = record.ideas
        for lane in range(len(s.lanes)):
            s.entrants[lane, firm] = -1
        record.launches = f.summons > 0.0
    rivals = rounds.rivals(record.now, record.before)
    if f.merges:
        base = belief.merge_odds(record.merged, record.decided)
    else:
        base = belief.base_odds(f.winners, rivals, f.guaranteed, p.belief)
    board.rebase(s, firm, time)
    share = record.explanations / record.answers if record.answers else 0.0
    calling = rounds.is_calling(steps_in, number, f.round_steps, f.voting_steps)
    record.calling = calling
    record.live = not rounds.is_over(steps_in, f.round_steps, f.rounds, f.new_brief)
    record.round = number
    record.length = (f.round_steps - f.voting_steps) * step
    record.closes = (f.start + (number + 1) * f.round_steps - f.voting_steps) * step
    record.base_odds = base
    record.rivals = rivals
    record.crowding = motive.crowding(f.money, share, p.motive)
    record.votable = rounds.can_vote(f.public, record.visible, calling, f.voting_steps)
    record.buildable = rounds.can_build(f.public, f.two_step, record.visible)
    others = np.float64(record.now if f.new_brief else record.ideas)
    if f.two_step:
        entrants = s.flows[firm, ENTRIES] - record.entries_until
        others = rounds.rivals(entrants, record.entrants_before)
    record.taken = ideas.taken(others * w.represents, f.rivalry)
    contributors = s.flows[firm, NEWCOMERS] * w.represents
    record.spillover = ideas.spillover(contributors, f.spillover)
    record.fading = board.fading_scale(s, firm, time)
    record.pull = f.pull + shock(s, firm, time)


def shock(s: Any, firm: Any, time: Any) -> Any:
    """What the shock of the week adds to what draws people."""
    f, record = s.numbers[firm], s.firms[firm]
    if f.shock_sd <= 0.0:
        return 0.0
    for week in range(record.shock_weeks, shocks.week_of(time) + 1):
        z = normal(child(s.node[0], f.key), rn.SHOCK + week)
        record.last_shock = shocks.next_shock(record.last_shock, week, f.shock_sd, f.shock_weeks, z)
        record.shock_weeks = week + 1
    return shocks.pull(record.last_shock, f.shock_sd)


def change(s: Any, firm: Any, n: Any) -> None:
    """Let what changes with this sub-round take hold."""
    at = s.numbers[firm].next_phase
    if at < 0 or s.phases[at].begins != n:
        return
    w, time = s.world[0], n * s.world[0].step
    if s.phases[at].fairness != s.numbers[firm].fairness:
        for number in range(w.people):  # trust has so far gone by the old terms
            r = s.relations[number * w.firms + firm]
            if s.persons[number].known and r.state != ev.UNAWARE:
                r.trust = trust_now(s, number, firm, time)
                r.trust_at = time
    shown = s.numbers[firm].votes_shown
    s.numbers[firm] = s.phases[at]
    if s.numbers[firm].votes_shown != shown:
        board.weigh_all(s, firm)


def merge_lanes(s: Any) -> None:
    """Count what people did, lane by lane."""
    for lane in range(len(s.lanes)):
        for firm in range(s.world[0].firms):
            record = s.firms[firm]
            flows, stocks = s.lane_flows[lane, firm], s.lane_stocks[lane, firm]
            counts = s.lane_counts[lane, firm]
            for k in range(len(flows)):
                s.flows[firm, k] += flows[k]
                flows[k] = 0
            for k in range(8):
                s.stocks[firm, k] += stocks[k]
                stocks[k] = 0
            record.answers += counts[ANSWERS]
            record.explanations += counts[EXPLANATIONS]
            counts[ANSWERS] = 0
            counts[EXPLANATIONS] = 0


def tell(s: Any, firm: Any, serial: Any, n: Any, time: Any, news: Any) -> None:
    """Send its author news of an idea; `n` is the sub-round that is over."""
    author = np.int64(s.ideas[firm, serial].author)
    plan(s, lane_of(s, author), n + 1, time, author, ev.NEWS, firm, serial, news)


def take_in(s: Any, firm: Any, n: Any) -> None:
    """New ideas join, by birth, then key; they are paid for and wait to be read."""
    record = s.firms[firm]
    record.newborn = record.ideas
    size = 0
    for lane in range(len(s.lanes)):
        for k in range(s.lanes[lane].born):
            idea = s.born[lane, k]
            if idea.firm == firm:
                if record.ideas + size == s.ideas.shape[1]:
                    s.lanes[0].full |= FULL_IDEAS
                    return
                order = np.int64(idea.key ^ TOP)
                size = heaps.push(s.heap, size, idea.born, 0.0, order, lane * s.born.shape[1] + k)
    while size > 0:
        size = heaps.pop(s.heap, size)
        where = s.heap[size].what
        serial = record.ideas
        s.ideas[firm, serial] = s.born[where // s.born.shape[1], where % s.born.shape[1]]
        record.ideas += 1
        record.now += 1
        join(s, firm, serial, n)


def join(s: Any, firm: Any, serial: Any, n: Any) -> None:
    """Let a new idea join the firm's."""
    f, record, flows = s.numbers[firm], s.firms[firm], s.flows[firm]
    idea = s.ideas[firm, serial]
    idea.votes = 0
    idea.gained = 0
    idea.lasting = 0.0
    idea.fading = 0.0
    idea.pushed_by = 0.0
    idea.answered_at = np.nan
    idea.read_at = np.nan
    idea.judged = np.nan
    idea.fate_at = np.nan
    idea.shortlisted_at = np.nan
    idea.integrated_at = np.nan
    idea.marketed_at = np.nan
    idea.buyers = 0.0
    idea.sold = 0
    idea.deadline = -1
    idea.children = 0
    idea.milestone = 0
    for k in range(f.first_milestone, f.first_milestone + f.milestones):
        s.reached[k, serial] = np.nan
    idea.voters = -1
    idea.visible_place = -1
    idea.answer = ev.UNANSWERED
    idea.fate = ev.OPEN
    idea.answer_sent = False
    idea.waiting = False
    idea.overruled = False
    idea.counted_integrated = False
    idea.counted_marketed = False
    # last among the open
    idea.open_before = record.open_last
    idea.open_after = -1
    if record.open_last >= 0:
        s.ideas[firm, record.open_last].open_after = serial
    else:
        record.open_first = serial
    record.open_last = serial
    record.open += 1
    flows[IDEAS] += 1
    if idea.parent >= 0:
        s.ideas[firm, idea.parent].children += 1
        flows[BUILT_ON] += 1
    good = ideas.is_interesting(idea.quality, idea.fit, f.interesting_bar)
    flows[INTERESTING] += good
    flows[WORTH] += selection.is_worth_making(good, idea.quality, f.guaranteed, f.bar)
    s.money[firm, PAY] += f.pay_cents
    if f.push > 0.0:
        idea.pushed_by = voting.friends(f.push, f.push_sd, normal(idea.key, rn.PUSH))
    board.set_deadline(s, firm, serial, n)
    if f.public:
        board.show(s, firm, serial)


def end_idea(s: Any, firm: Any, serial: Any, fate: Any, time: Any) -> None:
    """An idea's fate is settled: off the queue and, unless merged, off the board."""
    f, record, idea = s.numbers[firm], s.firms[firm], s.ideas[firm, serial]
    idea.fate = fate
    idea.fate_at = time
    if idea.open_before >= 0:
        s.ideas[firm, idea.open_before].open_after = idea.open_after
    else:
        record.open_first = idea.open_after
    if idea.open_after >= 0:
        s.ideas[firm, idea.open_after].open_before = idea.open_before
    else:
        record.open_last = idea.open_before
    record.open -= 1
    if idea.waiting:
        idea.waiting = False
        record.waiting -= 1
    if idea.visible_place >= 0 and not milestones.stays_on_board(fate, f.merges):
        board.take_off(s, firm, serial)


def let_expire(s: Any, firm: Any, serial: Any, n: Any, time: Any) -> None:
    """An idea's time is over; its author, if never answered, learns it by silence."""
    end_idea(s, firm, serial, ev.FATE_EXPIRED, time)
    if not s.ideas[firm, serial].answer_sent:
        tell(s, firm, serial, n, time, ev.IGNORED)


def accept(s: Any, firm: Any, serial: Any, n: Any, time: Any, news: Any, heard: Any) -> None:
    """Select or merge an idea: prize, integration, market."""
    f = s.numbers[firm]
    end_idea(s, firm, serial, ev.FATE_SELECTED, time)
    s.flows[firm, SELECTED] += 1
    s.money[firm, PRIZES] += f.prize_cents
    books.earn(s, firm, serial, f.prize_cents)
    tell(s, firm, serial, n, heard, news)
    books.integrate(s, firm, serial, time)


def expire(s: Any, firm: Any, n: Any) -> None:
    """Ideas whose deadline is over expire; their authors learn it by silence."""
    end = (n + 1) * s.world[0].step
    at = s.due_at[firm, n]
    while at >= 0:
        serial = np.int64(s.due[at].serial)
        at = s.due[at].before
        idea = s.ideas[firm, serial]
        if idea.deadline != n:
            continue
        if milestones.expires(idea.fate):
            let_expire(s, firm, serial, n, end)
        elif idea.visible_place >= 0:
            board.take_off(s, firm, serial)


def take_stock(s: Any, firm: Any, n: Any) -> None:
    """Money of the sub-round; improvement and sales; causes of failure."""
    w, f, record = s.world[0], s.numbers[firm], s.firms[firm]
    s.ideas_by[firm, n + 1] = record.ideas
    if n < f.start:
        return
    end = (n + 1) * w.step
    books.settle(s, firm, n + 1, end)
    newly_disappointed = 0
    for lane in range(len(s.lanes)):
        newly_disappointed += s.lane_counts[lane, firm, DISAPPOINTED]
        s.lane_counts[lane, firm, DISAPPOINTED] = 0
    record.disappointed += newly_disappointed
    record.peak = stocktaking.peak(record.peak, present(s, firm))
    look_for_failure(s, firm, n, end)


def present(s: Any, firm: Any) -> Any:
    """People of the community: engaged or waiting, burned out or not."""
    return stocktaking.present(s.stocks[firm, ev.ENGAGED], s.stocks[firm, ev.PAUSED])


def look_for_failure(s: Any, firm: Any, n: Any, end: Any) -> None:
    """Note each watched cause of failure the first time it occurs."""
    f = s.numbers[firm]
    occurred = failure.occurred(standing(s, firm, n, end), f.limits) & f.watched
    for cause in range(s.failures.shape[1]):
        if occurred >> cause & 1 and math.isnan(s.failures[firm, cause]):
            s.failures[firm, cause] = end


def standing(s: Any, firm: Any, n: Any, end: Any) -> Any:
    """How the campaign stands at the end of a sub-round, in real people, ideas and cents."""
    w, f, record, flows = s.world[0], s.numbers[firm], s.firms[firm], s.flows[firm]
    scale, done, over = w.represents, n + 1 - f.start, n + 1 == w.sub_rounds
    recent = 0
    if done >= f.window:
        recent = s.ideas_by[firm, n + 1] - s.ideas_by[firm, n + 1 - f.window]
    spent = 0
    for k in range(s.money.shape[1]):
        spent += s.money[firm, k]
    engaged, paused = s.stocks[firm, 4 + ev.ENGAGED], s.stocks[firm, 4 + ev.PAUSED]
    return failure.Standing(
        done,
        f.window,
        over,
        flows[IDEAS] * scale,
        recent * scale,
        flows[INTERESTING] * scale,
        flows[WORTH] * scale,
        flows[PROMISED] * scale,
        flows[SELECTED] * scale,
        flows[INTEGRATED] * scale,
        mean_fit(s, firm, end) if over else 0.0,
        record.waiting * scale,
        flows[READ] * scale,
        flows[ANSWERED] * scale,
        (s.stocks[firm, ev.ENGAGED] - engaged) * scale,
        (engaged + paused) * scale,
        present(s, firm) * scale,
        record.peak * scale,
        stocktaking.cost(spent, s.money[firm, PRODUCTION]) * scale,
        record.revenue * scale,
    )


def mean_fit(s: Any, firm: Any, end: Any) -> Any:
    """Mean fit of what is integrated; 0 where nothing is."""
    total, count = 0.0, 0
    for serial in range(s.firms[firm].ideas):
        idea = s.ideas[firm, serial]
        if idea.integrated_at <= end:
            total += idea.fit
            count += 1
    return total / count if count > 0 else 0.0


def record_period(s: Any, firm: Any, period: Any) -> None:
    """What happened since the last record, and how things stand."""
    row, then = s.timeline[firm, period], s.recorded[firm]
    flows, money, record = s.flows[firm], s.money[firm], s.firms[firm]
    stocks = s.stocks[firm]
    at = 0
    for k in range(len(flows)):
        row[at] = flows[k] - then[at]
        then[at] = flows[k]
        at += 1
    for k in range(len(money)):
        row[at] = money[k] - then[at]
        then[at] = money[k]
        at += 1
    row[at] = record.revenue - then[at]
    then[at] = record.revenue
    at += 1
    row[at] = record.waiting
    row[at + 1] = record.open
    row[at + 2] = stocks[ev.UNAWARE]
    row[at + 3] = stocks[ev.ENGAGED] - stocks[4 + ev.ENGAGED]
    row[at + 4] = stocks[ev.PAUSED] - stocks[4 + ev.PAUSED]
    row[at + 5] = stocks[4 + ev.ENGAGED] + stocks[4 + ev.PAUSED]
    row[at + 6] = stocks[ev.DISENGAGED]


def first_luck(s: Any, firm: Any) -> Any:
    """The one draw that puts fractions of a winner into rounds."""
    return uniform(child(s.node[0], s.numbers[firm].key), rn.PLACES)
