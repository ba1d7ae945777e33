"""What a person hears, and what comes of it."""

from __future__ import annotations

import math
from typing import Any

from cocreation_sim.compiled.kernel.contributing import come_back, finish, leave, work
from cocreation_sim.compiled.kernel.people import add_load, history_of, recover, trust_now
from cocreation_sim.compiled.kernel.visits import chain_visit, summoned_visit
from cocreation_sim.compiled.layout import ANSWERS, EXPLANATIONS, FLOW
from cocreation_sim.rules import belief, exhaustion, learning, leaving
from cocreation_sim.rules import events as ev

ANSWERED = FLOW["answered"]


def dispatch(s: Any, lane: Any, n: Any, number: Any, time: Any, code: Any, detail: Any) -> None:
    """Let one event happen to its person."""
    news = code & 15
    firm = (code >> 4) & 65535
    kind = code >> 20
    if kind == ev.VISITS:
        chain_visit(s, lane, n, number, time, detail)
    elif kind == ev.NEWS:
        receive_news(s, lane, n, number, time, firm, news, detail)
    elif kind == ev.SUMMONED:
        summoned_visit(s, lane, n, number, time, firm, detail)
    elif kind == ev.FINISHES:
        finish(s, lane, n, number, time, firm, detail)
    elif kind == ev.PATIENCE_ENDS:
        r = s.relations[number * s.world[0].firms + firm]
        if leaving.loses_patience(r.state, detail, r.k):
            leave(s, lane, number, firm, time, True)
    elif kind == ev.INTEREST_FADES:
        r = s.relations[number * s.world[0].firms + firm]
        if leaving.is_present(r.state):
            leave(s, lane, number, firm, time, False)
    elif kind == ev.RECOVERS:
        recover(s, lane, n, number, time)
    elif kind == ev.LOAD:
        load = s.world[0].psychology.exhaustion.review_load * work(s, number, firm)
        add_load(s, lane, n, number, firm, load, time)


def receive_news(
    s: Any, lane: Any, n: Any, number: Any, time: Any, firm: Any, news: Any, serial: Any
) -> None:
    """Learn from what happened to an idea of one's own, or to one supported."""
    w = s.world[0]
    p = w.psychology
    r = s.relations[number * w.firms + firm]
    treatment = learning.treatment_of(news, p.leaving)
    feel(s, lane, number, firm, time, news)
    if news == ev.SELECTED or news == ev.MERGED:
        h = s.histories[r.history]
        h.wins += 1
        h.selected += 1
    elif news == ev.VOTED_SELECTED:
        r.pleased += 1
    elif serial >= 0 and learning.answer_of(news) != ev.UNANSWERED:
        count_answer(s, lane, firm, serial, learning.answer_of(news), time)
    elif serial >= 0 and news == ev.ROUND_CLOSED:
        idea = s.ideas[firm, serial]
        signal = math.log1p(idea.votes) - s.firms[firm].mean_log_votes
        learn_ability(s, r.history, signal)
        treatment = learning.reception(signal, p.leaving)
    elif serial >= 0 and news == ev.OVERRULED:
        idea = s.ideas[firm, serial]
        if leaving.leaves_overruled(idea.quit_draw, idea.quit_log_odds, r.state, p.leaving):
            leave(s, lane, number, firm, time, True)
        return
    contribution: Any = s.ideas[firm, serial].contribution if serial >= 0 else -1
    if not learning.is_awaited(r.state, news, contribution, r.k):
        return
    h = s.histories[r.history]
    h.best_treatment = min(h.best_treatment, treatment)
    if leaving.returns(h.entry_draw, h.entry_log_odds, h.best_treatment):
        come_back(s, lane, n, number, firm, time)
    elif learning.ends_waiting(news, s.numbers[firm].two_step):
        leave(s, lane, number, firm, time, True)


def feel(s: Any, lane: Any, number: Any, firm: Any, time: Any, news: Any) -> None:
    """Let a piece of news move trust and felt recognition."""
    w = s.world[0]
    p = w.psychology
    r = s.relations[number * w.firms + firm]
    trusting = trust_now(s, number, firm, time)
    moved = learning.trust_after(trusting, news, s.numbers[firm].crowd_weight, p.trust)
    if moved != trusting:
        r.trust = moved
        r.trust_at = time
    gained = learning.recognition_of(news, p.motive)
    if gained > 0.0:
        h = s.histories[history_of(s, lane, number, firm)]
        since = time - h.recognised_at
        h.recognised = gained + exhaustion.faded(
            h.recognised, since, 1.0 / p.motive.recognition_life
        )
        h.recognised_at = time


def count_answer(s: Any, lane: Any, firm: Any, serial: Any, answer: Any, time: Any) -> None:
    """An author has got an answer."""
    idea = s.ideas[firm, serial]
    if idea.answer != ev.UNANSWERED:
        return
    idea.answer = answer
    idea.answered_at = time
    counts = s.lane_counts[lane, firm]
    counts[ANSWERS] += 1
    if answer == ev.ANSWER_REASONS:
        counts[EXPLANATIONS] += 1
    s.lane_flows[lane, firm, ANSWERED] += 1


def learn_ability(s: Any, history: Any, signal: Any) -> None:
    """Learn about one's own ability from the votes an idea got."""
    p = s.world[0].psychology.belief
    h = s.histories[history]
    h.ability_mean = belief.ability_mean(h.ability_mean, h.ability_variance, signal, p)
    h.ability_variance = belief.ability_variance(h.ability_variance, p)
