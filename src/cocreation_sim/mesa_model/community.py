"""A firm's community: who knows it, in which state, and who belongs to its core."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Sequence
from operator import itemgetter

from cocreation_sim.mesa_model.campaigner import Campaigner
from cocreation_sim.mesa_model.participant import Membership, Participant
from cocreation_sim.rules import events as ev


class Community:
    """Numbers of people by state, the hazard of hearing of the firm, and the core."""

    def __init__(self, firm: Campaigner) -> None:
        self.firm = firm
        self.rules = firm.rules
        self.aware: list[Participant] = []
        self.core: dict[int, Participant] = {}  # by number
        self.people = [firm.model.given.population.simulated, 0, 0, 0]  # by state
        self.burned = [0, 0, 0, 0]  # of these, burned out
        self.peak = 0  # most people engaged or waiting so far
        self.hazard = 0.0
        self.disappointed = 0.0
        self.newly_disappointed = 0

    def reach_out(
        self, n: int, time: float, unaware: Sequence[tuple[float, Participant]]
    ) -> list[tuple[int, float]]:
        """Let the hazard of hearing of the campaign grow: whom it passes, by number, and when.

        Thresholds of all people are given, lowest first; those it has passed are aware.
        """
        f, model = self.firm.numbers, self.firm.model
        p, step = model.psychology.reach, model.sub_round_weeks
        if n < f.start:
            return []
        since = time - f.start * step
        added = self.rules.reach.outreach_hazard(
            since, since + step, f.steady_reach, f.rise, f.peak, f.launch_reach, f.launch_life
        )
        engaged = self.people[ev.ENGAGED] - self.burned[ev.ENGAGED]
        added += self.rules.reach.word_of_mouth_hazard(
            step,
            f.word_of_mouth,
            engaged,
            self.disappointed,
            float(model.given.population.simulated),
            f.secrecy,
            p,
        )
        before = self.hazard
        self.hazard = before + added
        self.disappointed = self.rules.exhaustion.faded(
            self.disappointed, step, 1.0 / p.disappointed_life
        )
        passed = unaware[len(self.aware) : bisect(unaware, self.hazard, key=itemgetter(0))]
        self.aware += [person for _, person in passed]
        return [
            (person.number, self.rules.reach.hears_at(threshold, before, added, time, step))
            for threshold, person in passed
        ]

    def count_state(self, old: int, new: int, burned_out: bool) -> None:
        """Keep the numbers of people by state."""
        self.people[old] -= 1
        self.people[new] += 1
        if burned_out:
            self.burned[old] -= 1
            self.burned[new] += 1

    def count_burnout(self, state: int, change: int) -> None:
        """Keep the numbers of burned-out people by state."""
        self.burned[state] += change
        if not self.rules.leaving.is_present(state):
            return
        if change > 0:
            self.firm.tally.burnouts += 1
        else:
            self.firm.tally.recovered += 1

    def count_contribution(self, person: Participant, membership: Membership) -> None:
        """Keep the numbers of contributors, and the core."""
        self.firm.tally.contributions += 1
        period = self.firm.model.sub_round // self.firm.model.rounds_a_period
        if membership.active_period != period:
            membership.active_period = period
            self.firm.tally.contributors += 1
        if membership.k == 1:
            self.firm.tally.newcomers += 1
        if self.rules.core.belongs(membership.k, self.firm.model.psychology.core):
            self.core[person.number] = person

    def active_core(self, time: float) -> list[Participant]:
        """Core members who contributed lately and are rested and engaged, by number."""
        p, firm = self.firm.model.psychology.core, self.firm.number
        if self.firm.numbers.capacity_per_core == 0.0:
            return []
        is_active = self.rules.core.is_active
        self.core = {
            number: person
            for number, person in self.core.items()
            if is_active(person.by_firm[firm].last_contribution, time, p)
        }
        return [
            person
            for _, person in sorted(self.core.items())
            if not person.burned_out and person.by_firm[firm].state != ev.DISENGAGED
        ]

    @property
    def present(self) -> int:
        """People engaged or waiting, burned out or not."""
        return self.rules.stocktaking.present(self.people[ev.ENGAGED], self.people[ev.PAUSED])

    def settle(self) -> None:
        """At the end of a sub-round: the disappointed begin to talk; note the peak."""
        self.disappointed += self.newly_disappointed
        self.newly_disappointed = 0
        self.peak = self.rules.stocktaking.peak(self.peak, self.present)

    def stocks(self) -> dict[str, int]:
        """People by state; the burned out apart."""
        people, burned = self.people, self.burned
        return {
            "unaware": people[ev.UNAWARE],
            "engaged": people[ev.ENGAGED] - burned[ev.ENGAGED],
            "paused": people[ev.PAUSED] - burned[ev.PAUSED],
            "burned_out": burned[ev.ENGAGED] + burned[ev.PAUSED],
            "disengaged": people[ev.DISENGAGED],
        }
