"""A firm's rounds: the crowd's votes, selection, and what those passed over are told."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from cocreation_sim import randomness as rn
from cocreation_sim.compiled.addresses import uniform
from cocreation_sim.compiled.kernel import heaps
from cocreation_sim.compiled.kernel.books import integration_cost
from cocreation_sim.compiled.kernel.clock import lane_of, plan
from cocreation_sim.compiled.kernel.desk import read
from cocreation_sim.compiled.kernel.firms import accept, end_idea, let_expire, tell
from cocreation_sim.compiled.layout import FLOW
from cocreation_sim.rules import events as ev
from cocreation_sim.rules import milestones, review, rounds, selection

PROMISED, SHORTLISTED = FLOW["promised"], FLOW["shortlisted"]


def close(s: Any, firm: Any, n: Any) -> None:
    """At the end of a round: read entries, shortlist, select, announce."""
    w, f, record = s.world[0], s.numbers[firm], s.firms[firm]
    number = rounds.closing(n + 1 - f.start, f.round_steps, f.rounds)
    if number < 0:
        return
    end = (n + 1) * w.step
    if f.public:
        close_votes(s, firm, n, end)
    if f.merges:
        return
    count = find_candidates(s, firm, end)
    winners = selection.places_of_round(f.winners, number, record.luck)
    s.flows[firm, PROMISED] += winners
    places = selection.places_of_round(f.shortlist, number, record.luck)
    finalists = selection.finalists(places, winners, f.shortlist)
    places = max(winners, finalists) if f.budget_cents == 0 else count
    found = rank(s, firm, count, places)
    # they stand at the beginning of the heap, best first
    for k in range(min(finalists, found)):
        idea = s.ideas[firm, s.heap[k].what]
        if math.isnan(idea.shortlisted_at):
            idea.shortlisted_at = end
            s.flows[firm, SHORTLISTED] += 1
    chosen = spent = 0
    for k in range(found):
        if chosen == winners:
            break
        serial = np.int64(s.heap[k].what)
        cost = integration_cost(s, firm, serial)
        if not selection.is_affordable(spent, cost, f.budget_cents):
            continue
        spent += cost
        chosen += 1
        accept(s, firm, serial, n, end, ev.SELECTED, end)
        please_voters(s, firm, serial, n, end)
    if selection.can_overrule(f.public, f.crowd_weight, chosen):
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
    thresholds = milestones.has_thresholds(f.milestones, f.vote_threshold)
    at_close = selection.judged_at_close(f.two_step, thresholds)
    count = 0
    serial = np.int64(record.open_first)
    while serial >= 0:
        idea = s.ideas[firm, serial]
        unread = math.isnan(idea.read_at)
        if selection.is_candidate(idea.fate, not unread, f.two_step, thresholds, f.crowd_weight):
            if at_close and unread:
                read(s, firm, serial, end)
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
        if not selection.passes(idea.judged, not unread, f.guaranteed, f.crowd_weight, f.bar):
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
        if selection.can_be_favourite(idea.votes):
            votes = float(idea.votes)
            size = heaps.push(s.heap, size, votes, -uniform(idea.key, rn.TIE), -serial, serial)
            if size > places:
                size = heaps.pop(s.heap, size)
    while size > 0:
        size = heaps.pop(s.heap, size)
        serial = np.int64(s.heap[size].what)
        idea = s.ideas[firm, serial]
        if selection.is_overruled(idea.fate, idea.overruled):
            idea.overruled = True
            tell(s, firm, serial, n, end, ev.OVERRULED)


def dismiss(s: Any, firm: Any, count: Any, number: Any, n: Any, end: Any) -> None:
    """What becomes of those not selected, and what their authors are told."""
    f, record = s.numbers[firm], s.firms[firm]
    thresholds = milestones.has_thresholds(f.milestones, f.vote_threshold)
    for k in range(count):
        serial = s.scratch[k]
        idea = s.ideas[firm, serial]
        of_round = idea.round == number
        if selection.is_rejected(idea.fate, of_round, f.two_step, thresholds, f.announce):
            explains = review.explains(uniform(idea.key, rn.EXPLANATION), f.explained)
            end_idea(s, firm, serial, ev.FATE_REJECTED, end)
            tell(s, firm, serial, n, end, selection.rejection(f.two_step, explains))
    if f.two_step:
        dismiss_unfinished(s, firm, number, n, end)
    for serial in range(record.round_first, record.ideas):
        fate = s.ideas[firm, serial].fate
        if selection.expires_with_round(fate, f.new_brief, f.two_step, f.milestones):
            let_expire(s, firm, serial, n, end)


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
