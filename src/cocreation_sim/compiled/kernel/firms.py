"""A firm: opens, takes ideas in, reviews, closes rounds, pays, and looks for signs of failure."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from cocreation_sim import randomness as rn
from cocreation_sim.compiled.addresses import child, normal, uniform
from cocreation_sim.compiled.kernel import board, heaps
from cocreation_sim.compiled.kernel.clock import lane_of, plan
from cocreation_sim.compiled.layout import (
    ANSWERS,
    CAUSES,
    DISAPPOINTED,
    EXPLANATIONS,
    FLOW,
    FULL_IDEAS,
    MONEY,
)
from cocreation_sim.rules import belief, exhaustion, market, motive, selection
from cocreation_sim.rules import events as ev
from cocreation_sim.rules import reach as reaching

STARVED, ABANDONED, OVERRUN, NOTHING_WORTH, INCOHERENT = (CAUSES.index(c) for c in (
    "starved", "abandoned", "overrun", "nothing worth making", "incoherent"))  # fmt: skip
IDEAS, INTERESTING, WORTH = FLOW["ideas"], FLOW["interesting"], FLOW["worth_making"]
BUILT_ON, READ, PROMISED, SELECTED = (
    FLOW["built_on"],
    FLOW["read"],
    FLOW["promised"],
    FLOW["selected"],
)
SHORTLISTED, INTEGRATED, MARKETED, SOLD = (
    FLOW["shortlisted"],
    FLOW["integrated"],
    FLOW["marketed"],
    FLOW["sold"],
)
PRIZES, PAY, ROYALTIES, REVIEW = MONEY["prizes"], MONEY["pay"], MONEY["royalties"], MONEY["review"]
OUTREACH, RUNNING, INTEGRATION, PRODUCTION = (
    MONEY["outreach"],
    MONEY["running"],
    MONEY["integration"],
    MONEY["production"],
)
TOP = np.uint64(1 << 63)


# ---------------------------------------------------------------------- before people's own time


def spread_word(s: Any, firm: Any, n: Any) -> None:
    """Let the hazard of hearing of the campaign grow."""
    w, f, record = s.world[0], s.numbers[firm], s.firms[firm]
    p, step = w.psychology.reach, w.step
    if n < f.start:
        return
    since = n * step - f.start * step
    added = reaching.outreach_hazard(
        since, since + step, f.steady_reach, f.launch_reach, f.launch_life
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
    number = min(steps_in // f.round_steps, max(f.rounds - 1, 0))
    if steps_in == number * f.round_steps:
        if number > 0:
            record.before = record.now
        record.now = 0
        record.round_first = record.ideas
        for lane in range(len(s.lanes)):
            s.entrants[lane, firm] = -1
        record.launches = f.summons > 0.0
    rivals = float(max(record.now, record.before))
    if f.merges:
        base = belief.merge_odds(record.merged, record.decided)
    else:
        base = belief.base_odds(f.winners, rivals, f.guaranteed, p.belief)
    over = steps_in >= max(f.rounds, 1) * f.round_steps and f.new_brief
    board.rebase(s, firm, time)
    share = record.explanations / record.answers if record.answers else 0.0
    record.live = not over
    record.round = number
    record.length = f.round_steps * step
    record.closes = (f.start + (number + 1) * f.round_steps) * step
    record.base_odds = base
    record.rivals = rivals
    record.crowding = motive.crowding(f.money, share, p.motive)
    record.votable = f.public and record.visible > 0
    record.buildable = f.public and not f.two_step and record.visible > 0
    record.fading = board.fading_scale(s, firm, time)


# ---------------------------------------------------------------------- after it


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
    if idea.quality > f.interesting_bar and idea.fit > 0.0:
        flows[INTERESTING] += 1
        if f.guaranteed or idea.quality >= f.bar:
            flows[WORTH] += 1
    s.money[firm, PAY] += f.pay_cents
    if f.push > 0.0:
        idea.pushed_by = f.push * math.exp(f.push_sd * normal(idea.key, rn.PUSH))
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
    if idea.visible_place >= 0 and not (f.merges and fate == ev.FATE_SELECTED):
        board.take_off(s, firm, serial)


def accept(s: Any, firm: Any, serial: Any, n: Any, time: Any, news: Any, heard: Any) -> None:
    """Select or merge an idea: prize, integration, market."""
    w, f, record = s.world[0], s.numbers[firm], s.firms[firm]
    idea = s.ideas[firm, serial]
    end_idea(s, firm, serial, ev.FATE_SELECTED, time)
    s.flows[firm, SELECTED] += 1
    s.money[firm, PRIZES] += f.prize_cents
    earn(s, firm, serial, f.prize_cents)
    tell(s, firm, serial, n, heard, news)
    # integrate it if it fits, and plan its way to the market
    if idea.fit < f.fit_needed:
        return
    s.money[firm, INTEGRATION] += f.integration_cents
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


def earn(s: Any, firm: Any, serial: Any, cents: Any) -> None:
    """Pay the author of an idea."""
    r = s.relations[s.ideas[firm, serial].author * s.world[0].firms + firm]
    s.histories[r.history].earned += cents


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
        if idea.fate == ev.OPEN:
            end_idea(s, firm, serial, ev.FATE_EXPIRED, end)
            if not idea.answer_sent:
                tell(s, firm, serial, n, end, ev.IGNORED)
        elif idea.visible_place >= 0:
            board.take_off(s, firm, serial)


# ---------------------------------------------------------------------- the desk


def find_active_core(s: Any, firm: Any, time: Any) -> None:
    """Core members who contributed lately and are rested and engaged, by number."""
    w, f, record = s.world[0], s.numbers[firm], s.firms[firm]
    record.active_core = 0
    if f.capacity_per_core == 0.0:
        return
    core = s.core[firm]
    for lane in range(len(s.lanes)):
        for k in range(s.lanes[lane].new_core):
            where = s.new_core[lane, k]
            if where % w.firms == firm:
                number = where // w.firms
                at = record.core
                while at > 0 and core[at - 1] > number:
                    core[at] = core[at - 1]
                    at -= 1
                core[at] = number
                record.core += 1
    kept = 0
    window = w.psychology.core.window
    for k in range(record.core):
        number = core[k]
        r = s.relations[number * w.firms + firm]
        h = s.histories[r.history]
        if h.last_contribution < time - window:
            h.in_core = False
            continue
        core[kept] = number
        kept += 1
        if not s.persons[number].burned_out and r.state != ev.DISENGAGED:
            s.active_core[record.active_core] = number
            record.active_core += 1
    record.core = kept


def wait(s: Any, firm: Any, serial: Any) -> None:
    """Put an idea in the review queue."""
    record, idea = s.firms[firm], s.ideas[firm, serial]
    if idea.fate == ev.OPEN:
        idea.waiting = True
        record.waiting += 1
        place = uniform(idea.key, rn.QUEUE)
        record.queue = heaps.push(s.queue[firm], record.queue, place, 0.0, serial, serial)


def review(s: Any, firm: Any, n: Any) -> None:
    """Read waiting ideas in slots of real time, each that with the lowest place."""
    w, f, record = s.world[0], s.numbers[firm], s.firms[firm]
    time, step = n * w.step, w.step
    find_active_core(s, firm, time)
    rate = f.capacity + f.capacity_per_core * record.active_core
    before = record.slots
    record.slots = before + rate * step
    if f.two_step:
        return
    arrived = record.newborn
    slot = math.floor(before) + 1
    last = math.floor(record.slots)
    queue = s.queue[firm]
    while slot <= last:
        now = time + (slot - before) / rate
        while arrived < record.ideas and s.ideas[firm, arrived].born <= now:
            wait(s, firm, arrived)
            arrived += 1
        while record.queue > 0 and not s.ideas[firm, queue[0].what].waiting:
            record.queue = heaps.pop(queue, record.queue)
        if record.queue == 0:
            if arrived == record.ideas:
                break
            until = before + (s.ideas[firm, arrived].born - time) * rate
            slot = max(slot + 1, math.ceil(until))
            continue
        record.queue = heaps.pop(queue, record.queue)
        serial = np.int64(queue[record.queue].what)
        read(s, firm, serial, now)
        respond(s, firm, serial, n, now, rate)
        slot += 1
    for serial in range(arrived, record.ideas):
        wait(s, firm, serial)


def read(s: Any, firm: Any, serial: Any, time: Any) -> None:
    """Read an idea: it costs, and the firm has an opinion from now on."""
    f, record, idea = s.numbers[firm], s.firms[firm], s.ideas[firm, serial]
    if idea.waiting:
        idea.waiting = False
        record.waiting -= 1
    idea.read_at = time
    z = normal(idea.key, rn.JUDGEMENT)
    idea.judged = selection.judged_quality(idea.quality, f.judgement_noise, f.crowd_weight, z)
    s.money[firm, REVIEW] += f.read_cents
    s.flows[firm, READ] += 1


def respond(s: Any, firm: Any, serial: Any, n: Any, now: Any, rate: Any) -> None:
    """Reply, give reasons or stay silent; where merging is decided at review, decide."""
    f, record, idea = s.numbers[firm], s.firms[firm], s.ideas[firm, serial]
    end = (n + 1) * s.world[0].step
    heard = max(now + f.delay, end)
    replies = uniform(idea.key, rn.REPLY) < f.answered
    reasons = uniform(idea.key, rn.EXPLANATION) < f.explained
    accepted = f.merges and idea.judged >= f.bar
    # a core member who reviews bears the load
    place = uniform(idea.key, rn.REVIEWER) * rate
    if record.active_core > 0 and place < f.capacity_per_core * record.active_core:
        which = min(int(place / f.capacity_per_core), record.active_core - 1)
        reviewer = s.active_core[which]
        plan(s, lane_of(s, reviewer), n + 1, end, reviewer, ev.LOAD, firm, serial, 0)
    if f.merges:
        record.decided += 1
    if accepted:
        record.merged += 1
        accept(s, firm, serial, n, now, ev.MERGED, heard)
    if replies:
        idea.answer_sent = True
        tell(s, firm, serial, n, heard, ev.EXPLAINED if reasons else ev.REPLIED)
    if f.merges and not accepted:
        end_idea(s, firm, serial, ev.FATE_REJECTED, now)
        if not replies:
            tell(s, firm, serial, n, heard, ev.REJECTED if f.announce else ev.IGNORED)


# ---------------------------------------------------------------------- rounds


def close_round(s: Any, firm: Any, n: Any) -> None:
    """At the end of a round: read entries, shortlist, select, announce."""
    w, f, record = s.world[0], s.numbers[firm], s.firms[firm]
    steps_in = n + 1 - f.start
    if steps_in <= 0 or steps_in % f.round_steps or steps_in // f.round_steps > f.rounds:
        return
    number = steps_in // f.round_steps - 1
    end = (n + 1) * w.step
    if f.public:
        close_votes(s, firm, n, end)
    if f.merges:
        return
    count = find_candidates(s, firm, end)
    winners = selection.places_of_round(f.winners, number, record.luck)
    s.flows[firm, PROMISED] += winners
    finalists = selection.places_of_round(f.shortlist, number, record.luck)
    finalists = max(finalists, winners) if f.shortlist > 0.0 else 0
    found = rank(s, firm, count, max(winners, finalists))
    # they stand at the beginning of the heap, best first
    for k in range(min(finalists, found)):
        idea = s.ideas[firm, s.heap[k].what]
        if math.isnan(idea.shortlisted_at):
            idea.shortlisted_at = end
            s.flows[firm, SHORTLISTED] += 1
    chosen = min(winners, found)
    for k in range(chosen):
        serial = np.int64(s.heap[k].what)
        accept(s, firm, serial, n, end, ev.SELECTED, end)
        please_voters(s, firm, serial, n, end)
    if f.public and f.crowd_weight < 1.0 and chosen > 0:
        overrule(s, firm, count, chosen, n, end)
    dismiss(s, firm, count, number, n, end)


def close_votes(s: Any, firm: Any, n: Any, end: Any) -> None:
    """The round's votes are in: a signal of ability to every author."""
    record = s.firms[firm]
    first, count = record.round_first, record.ideas - record.round_first
    total = 0.0
    for serial in range(first, record.ideas):
        total += math.log1p(s.ideas[firm, serial].votes)
    record.mean_log_votes = total / count if count > 0 else 0.0
    for serial in range(first, record.ideas):
        tell(s, firm, serial, n, end, ev.ROUND_CLOSED)


def find_candidates(s: Any, firm: Any, end: Any) -> Any:
    """Write down who can be selected, by serial, and read what must be read; their number."""
    f, record = s.numbers[firm], s.firms[firm]
    judges_at_close = f.two_step or f.milestones > 0 or f.vote_threshold > 0
    eligible = ev.OPEN if f.two_step else ev.FATE_SHORTLISTED
    count = 0
    serial = np.int64(record.open_first)
    while serial >= 0:
        idea = s.ideas[firm, serial]
        if judges_at_close:
            candidate = idea.fate == eligible
            if candidate and math.isnan(idea.read_at):
                read(s, firm, serial, end)
        else:
            candidate = not math.isnan(idea.read_at) or f.crowd_weight > 0.0
        if candidate:
            s.scratch[count] = serial
            count += 1
        serial = np.int64(idea.open_after)
    return count


def rank(s: Any, firm: Any, count: Any, places: Any) -> Any:
    """Put the best of those who pass at the beginning of the heap, best first; how many."""
    f = s.numbers[firm]
    mean = sd = 0.0
    if count > 0:
        total = 0.0
        for k in range(count):
            total += math.log1p(s.ideas[firm, s.scratch[k]].votes)
        mean = total / count
        square = 0.0
        for k in range(count):
            x = math.log1p(s.ideas[firm, s.scratch[k]].votes)
            square += (x - mean) * (x - mean)
        sd = math.sqrt(square / count)
    size = 0
    for k in range(count):
        serial = s.scratch[k]
        idea = s.ideas[firm, serial]
        unread = math.isnan(idea.read_at)
        if not (f.guaranteed or f.crowd_weight >= 1 or idea.judged >= f.bar or unread):
            continue
        score = selection.score(
            selection.crowd_score(idea.votes, mean, sd),
            0.0 if unread else idea.judged,
            f.judged_sd,
            not unread,
            f.crowd_weight,
        )
        # the worst of the best so far comes first, and gives way
        size = heaps.push(s.heap, size, score, -uniform(idea.key, rn.TIE), -serial, serial)
        if size > places:
            size = heaps.pop(s.heap, size)
    found = size
    while size > 0:
        size = heaps.pop(s.heap, size)
    return found


def please_voters(s: Any, firm: Any, serial: Any, n: Any, end: Any) -> None:
    """Tell those who supported an idea, once each, that it was selected."""
    at = s.ideas[firm, serial].voters
    while at >= 0:
        vote = s.votes[at]
        if s.pending[vote.person] == -1:
            s.pending[vote.person] = -2
            voter = np.int64(vote.person)
            plan(s, lane_of(s, voter), n + 1, end, voter, ev.NEWS, firm, serial,
                 ev.VOTED_SELECTED)  # fmt: skip
        at = vote.before
    at = s.ideas[firm, serial].voters
    while at >= 0:
        s.pending[s.votes[at].person] = -1
        at = s.votes[at].before


def overrule(s: Any, firm: Any, count: Any, places: Any, n: Any, end: Any) -> None:
    """Favourites of the crowd that the firm passed over, as everybody can see."""
    size = 0
    for k in range(count):
        serial = s.scratch[k]
        idea = s.ideas[firm, serial]
        if idea.votes > 0:
            votes = float(idea.votes)
            size = heaps.push(s.heap, size, votes, -uniform(idea.key, rn.TIE), -serial, serial)
            if size > places:
                size = heaps.pop(s.heap, size)
    while size > 0:
        size = heaps.pop(s.heap, size)
        serial = np.int64(s.heap[size].what)
        idea = s.ideas[firm, serial]
        if idea.fate != ev.FATE_SELECTED and not idea.overruled:
            idea.overruled = True
            tell(s, firm, serial, n, end, ev.OVERRULED)


def dismiss(s: Any, firm: Any, count: Any, number: Any, n: Any, end: Any) -> None:
    """What becomes of those not selected, and what their authors are told."""
    f, record = s.numbers[firm], s.firms[firm]
    if f.two_step:
        for serial in range(record.round_first, record.ideas):
            idea = s.ideas[firm, serial]
            if idea.fate == ev.OPEN:
                end_idea(s, firm, serial, ev.FATE_REJECTED, end)
                reasons = uniform(idea.key, rn.EXPLANATION) < f.explained
                news = ev.CLOSED_EXPLAINED if reasons else ev.CLOSED_ANSWERED
                tell(s, firm, serial, n, end, news)
        dismiss_unfinished(s, firm, number, n, end)
    elif f.milestones > 0 or f.vote_threshold > 0:
        for k in range(count):
            serial = s.scratch[k]
            if s.ideas[firm, serial].fate == ev.FATE_SHORTLISTED:
                end_idea(s, firm, serial, ev.FATE_REJECTED, end)
                tell(s, firm, serial, n, end, ev.REJECTED)
    elif f.announce:
        for k in range(count):
            serial = s.scratch[k]
            idea = s.ideas[firm, serial]
            if idea.fate == ev.OPEN and idea.round == number:
                end_idea(s, firm, serial, ev.FATE_REJECTED, end)
                tell(s, firm, serial, n, end, ev.REJECTED)
    if f.new_brief and not f.two_step and f.milestones == 0:
        for serial in range(record.round_first, record.ideas):
            idea = s.ideas[firm, serial]
            if idea.fate == ev.OPEN:
                end_idea(s, firm, serial, ev.FATE_EXPIRED, end)
                if not idea.answer_sent:
                    tell(s, firm, serial, n, end, ev.IGNORED)


def dismiss_unfinished(s: Any, firm: Any, number: Any, n: Any, end: Any) -> None:
    """Those who entered a contest and did not finish learn that it is over."""
    firms = s.world[0].firms
    for lane in range(len(s.lanes)):
        where = s.entrants[lane, firm]
        while where >= 0:
            h = s.histories[s.relations[where].history]
            if h.finished != number:
                plan(s, lane, n + 1, end, where // firms, ev.NEWS, firm, -1,
                     ev.CLOSED_UNFINISHED)  # fmt: skip
            where = h.next_entrant


# ---------------------------------------------------------------------- taking stock


def take_stock(s: Any, firm: Any, n: Any) -> None:
    """Money of the sub-round; improvement and sales; causes of failure."""
    w, f, record = s.world[0], s.numbers[firm], s.firms[firm]
    s.ideas_by[firm, n + 1] = record.ideas
    if n < f.start:
        return
    end = (n + 1) * w.step
    settle_books(s, firm, n + 1 - f.start, end)
    newly_disappointed = 0
    for lane in range(len(s.lanes)):
        newly_disappointed += s.lane_counts[lane, firm, DISAPPOINTED]
        s.lane_counts[lane, firm, DISAPPOINTED] = 0
    record.disappointed += newly_disappointed
    present = s.stocks[firm, ev.ENGAGED] + s.stocks[firm, ev.PAUSED]
    record.peak = max(record.peak, present)
    look_for_failure(s, firm, n, end, present)


def settle_books(s: Any, firm: Any, steps: Any, end: Any) -> None:
    """Running costs and sales up to the end of a sub-round, `steps` after the start."""
    w, f, record, money = s.world[0], s.numbers[firm], s.firms[firm], s.money[firm]
    weeks = steps * w.step
    money[OUTREACH] = f.opening_cents + math.floor(f.outreach_cents * weeks)
    money[RUNNING] = f.platform_cents + math.floor(f.running_cents * weeks)
    for k in range(record.marketed):
        sell(s, firm, s.marketed[firm, k], end)
    if f.sells_product and record.improvement > 0.0:
        growth = market.product_growth(record.improvement * w.represents, w.psychology.adoption)
        buyers = f.potential * growth * w.step / f.sales_weeks
        record.product_buyers += buyers / w.represents
        book_sales(s, firm, math.floor(record.product_buyers) - s.flows[firm, SOLD])


def sell(s: Any, firm: Any, serial: Any, end: Any) -> None:
    """Integrate an idea if it is due, and sell it if it is on the market."""
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
            share = math.floor(f.royalty * f.price_cents * new + 0.5)
            s.money[firm, ROYALTIES] += share
            earn(s, firm, serial, share)


def book_sales(s: Any, firm: Any, units: Any) -> None:
    """Book the sale of some units."""
    f = s.numbers[firm]
    s.flows[firm, SOLD] += units
    s.firms[firm].revenue += units * f.price_cents
    s.money[firm, PRODUCTION] += units * f.unit_cost_cents


def look_for_failure(s: Any, firm: Any, n: Any, end: Any, present: Any) -> None:
    """Note each watched cause of failure the first time it occurs."""
    w, f, record, flows = s.world[0], s.numbers[firm], s.firms[firm], s.flows[firm]
    done = n + 1 - f.start
    if done >= f.window:
        recent = s.ideas_by[firm, n + 1] - s.ideas_by[firm, n + 1 - f.window]
        if recent * w.represents < f.contributions:
            fails(s, firm, STARVED, end)
    if present < f.engaged_share * record.peak:
        fails(s, firm, ABANDONED, end)
    cost = 0
    for k in range(s.money.shape[1]):
        if k != PRODUCTION:
            cost += s.money[firm, k]
    if cost * w.represents > f.budget * 100 or record.waiting * w.represents > f.queue:
        fails(s, firm, OVERRUN, end)
    if n + 1 == w.sub_rounds:
        if flows[WORTH] < flows[PROMISED]:
            fails(s, firm, NOTHING_WORTH, end)
        total, count = 0.0, 0
        for serial in range(record.ideas):
            idea = s.ideas[firm, serial]
            if idea.integrated_at <= end:
                total += idea.fit
                count += 1
        if count > 0 and total / count < f.coherence:
            fails(s, firm, INCOHERENT, end)


def fails(s: Any, firm: Any, cause: Any, time: Any) -> None:
    """Note a cause of failure, if the campaign watches it."""
    if s.numbers[firm].watched >> cause & 1 and math.isnan(s.failures[firm, cause]):
        s.failures[firm, cause] = time


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
