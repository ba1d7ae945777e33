"""A firm's community: who knows it, in which state, and who belongs to its core."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cocreation_sim.rules import events as ev

if TYPE_CHECKING:
    from cocreation_sim.mesa_model.customer import Customer
    from cocreation_sim.mesa_model.firm import Firm
    from cocreation_sim.mesa_model.relation import Relation


class Community:
    """Numbers of people by state, the hazard of hearing of the firm, and the core."""

    def __init__(self, firm: Firm, people: int) -> None:
        self.firm = firm
        self.rules = firm.rules
        self.aware: list[Customer] = []
        self.core: dict[int, tuple[Customer, Relation]] = {}
        self.people = [people, 0, 0, 0]  # by state
        self.burned = [0, 0, 0, 0]  # of these, burned out
        self.peak = 0  # most people engaged or waiting so far
        self.hazard = 0.0
        self.next_unaware = 0
        self.disappointed = 0.0
        self.newly_disappointed = 0

    def reach_out(self, n: int, time: float) -> None:
        """Let the hazard of hearing of the campaign grow, and make aware whom it passes."""
        firm, model = self.firm, self.firm.model
        f, p, step = firm.numbers, model.psychology.reach, model.sub_round_weeks
        if n < f.start:
            return
        since = time - f.start * step
        added = self.rules.reach.outreach_hazard(
            since, since + step, f.steady_reach, f.launch_reach, f.launch_life
        )
        engaged = self.people[ev.ENGAGED] - self.burned[ev.ENGAGED]
        added += self.rules.reach.word_of_mouth_hazard(
            step,
            f.word_of_mouth,
            engaged,
            self.disappointed,
            float(len(model.customers)),
            f.secrecy,
            p,
        )
        before = self.hazard
        self.hazard = before + added
        self.disappointed = self.rules.exhaustion.faded(
            self.disappointed, step, 1.0 / p.disappointed_life
        )
        unaware = model.unaware[firm.number]
        while self.next_unaware < len(unaware):
            threshold, person = unaware[self.next_unaware]
            if threshold > self.hazard:
                break
            self.next_unaware += 1
            self.aware.append(person)
            heard = self.rules.reach.hears_at(threshold, before, added, time, step)
            person.become_aware(firm, heard)

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

    def count_contribution(self, person: Customer, relation: Relation) -> None:
        """Keep the numbers of contributors, and the core."""
        self.firm.tally.contributions += 1
        period = self.firm.model.sub_round // self.firm.model.rounds_a_period
        if relation.active_period != period:
            relation.active_period = period
            self.firm.tally.contributors += 1
        if relation.k == 1:
            self.firm.tally.newcomers += 1
        if self.rules.core.belongs(relation.k, self.firm.model.psychology.core):
            self.core[person.number] = (person, relation)

    def active_core(self, time: float) -> list[tuple[Customer, Relation]]:
        """Core members who contributed lately and are rested and engaged, by number."""
        p = self.firm.model.psychology.core
        if self.firm.numbers.capacity_per_core == 0.0:
            return []
        is_active = self.rules.core.is_active
        self.core = {
            number: (person, r)
            for number, (person, r) in self.core.items()
            if is_active(r.last_contribution, time, p)
        }
        return [
            self.core[k]
            for k in sorted(self.core)
            if not self.core[k][0].burned_out and self.core[k][1].state != ev.DISENGAGED
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
