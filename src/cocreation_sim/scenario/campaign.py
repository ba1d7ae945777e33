"""A campaign: everything a firm decides, and the market it decides for."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import model_validator

from cocreation_sim.scenario.fields import Parameters, parameter, setting
from cocreation_sim.scenario.limits import Limits
from cocreation_sim.scenario.typology import Cell, no_cell


class Reward(Parameters):
    """What contributors get: money and recognition."""

    prize: float = parameter(0.0, "prize of a selected or merged idea", low=0, high=1e7, unit="EUR")
    pay: float = parameter(0.0, "pay of every contributed idea", low=0, high=1e5, unit="EUR")
    royalty: float = parameter(
        0.0, "share of an idea's net sales paid to its author", low=0, high=1
    )
    guaranteed: bool = setting(
        True,
        "the prizes are paid even if nothing reaches the bar (C7: a guarantee raises entries)",
    )
    recognition: float = parameter(0.0, "public credit for what people contribute", low=0, high=1)
    badges: float = parameter(
        0.0,
        "badges at 1, 5, 25 and 125 contributions (D15: about one person in five steers by them)",
        low=0,
        high=1,
    )
    leaderboard: float = parameter(
        0.0,
        "public ranking, which adds recognition for the already recognised (D13)",
        low=0,
        high=1,
    )


class Milestone(Parameters):
    """A number of votes an idea must have before it may go on, and the time it has for it."""

    votes: int = parameter(..., "votes to reach", low=1, high=10_000_000, unit="votes")
    within: float = parameter(
        ..., "time from publication or from the milestone before", low=1e-6, high=1e6, unit="unit"
    )


class Selection(Parameters):
    """How ideas are chosen."""

    how: Literal["rounds", "merge"] = setting(
        "rounds",
        "rounds: the best at the end of a round; merge: each is accepted or not when reviewed",
    )
    winners: int = parameter(
        1, "ideas selected a round (for merge: irrelevant)", low=0, high=100_000, unit="ideas"
    )
    round_length: float = parameter(
        4.0,
        "length of a round; 0 for one round as long as the campaign",
        low=0,
        high=1e6,
        unit="unit",
    )
    shortlist: int = parameter(
        0, "finalists named a round, the winners among them", low=0, high=100_000, unit="ideas"
    )
    bar: float = parameter(
        0.0,
        "judged quality an idea needs to be selected or merged (in standard deviations of "
        "quality in the fixed cells); no bar in rounds where a prize is guaranteed, where the "
        "crowd alone selects, or for what was not read",
        low=-5,
        high=6,
        unit="sd",
    )
    judgement_noise: float = parameter(
        0.7,
        "standard deviation of the firm's error of judgement",
        low=0,
        high=5,
        unit="sd",
        source="B-low: correlation of crowd and firm 0.3-0.7 (forms 2.9)",
    )
    public: bool = setting(True, "entries can be seen, voted on and built upon by the community")
    votes_shown: float = parameter(
        1.0,
        "how far people see the votes while they vote: 1 counted and ranked by them, 0 hidden "
        "and unranked",
        low=0,
        high=1,
        source="E2: worlds with and without social information, ranked and unranked",
    )
    spotlight: float = parameter(
        1.0,
        "how far new and appealing ideas draw more looks than others: 1 as in a gallery, 0 not at "
        "all, as on one list that everybody reads",
        low=0,
        high=1,
        source="assumption; votes are more equal on lists: Gini 0.30 in participatory budgets",
    )
    voting_time: float = parameter(
        0.0,
        "end of each round in which nobody contributes and all vote; 0: people vote from the start",
        low=0,
        high=1e6,
        unit="unit",
    )
    votes_each: int = parameter(
        0,
        "votes that each voter has in a round; 0: as many as one likes. With it, the views of the "
        "wider public are voters",
        low=0,
        high=10_000,
        unit="votes",
    )
    budget: float = parameter(
        0.0,
        "money that the ideas selected in a round may cost to integrate; 0: no limit",
        low=0,
        high=1e12,
        unit="EUR",
    )
    vote_threshold: int = parameter(
        0, "votes an idea needs before the firm looks at it", low=0, high=10_000_000, unit="votes"
    )
    milestones: tuple[Milestone, ...] = setting(
        (), "votes with deadlines, in order; the last one opens the firm's review"
    )
    shelf_life: float = parameter(
        26.0,
        "time after which an idea not selected expires (with a new brief each round: at its end)",
        low=1e-3,
        high=1e6,
        unit="unit",
    )
    announce: bool = setting(False, "those not selected are told at the end of a round")


class Call(Parameters):
    """How a round opens and closes for the crowd."""

    new_brief: bool = setting(
        False, "each round is a new call that people notice (launch and deadline rush)"
    )
    summons: float = parameter(
        0.5, "probability that the launch of a call brings an engaged person in", low=0, high=1
    )
    two_step: bool = setting(
        False, "people first enter, then finish or not before the deadline (contests)"
    )


class Dialogue(Parameters):
    """Dialogue and transparency: how the firm answers."""

    answered: float = parameter(
        0.12,
        "share of the ideas read that get a reply",
        low=0,
        high=1,
        source="C1: 88 % of first ideas get none",
    )
    explained: float = parameter(
        0.2, "share of the replies that give reasons (transparency)", low=0, high=1
    )
    delay: float = parameter(0.0, "time from reading to replying", low=0, high=1e5, unit="unit")


class Review(Parameters):
    """What the firm can read, and what that costs."""

    capacity: float = parameter(50.0, "ideas the firm can read", low=0, high=1e8, unit="ideas/unit")
    capacity_per_core: float = parameter(
        0.0,
        "ideas each active core member can review (they bear the load)",
        low=0,
        high=1e4,
        unit="ideas/unit",
    )
    cost: float = parameter(5.0, "cost of reading an idea", low=0, high=1e5, unit="EUR")


class Access(Parameters):
    """Access: what makes contributing easier."""

    toolkit: float = parameter(
        0.0,
        "toolkit; at 1 it halves the effort",
        low=0,
        high=1,
        source="assumption; direction: von Hippel and Katz 2002",
    )
    cost: float = parameter(0.0, "fixed cost of toolkit and platform", low=0, high=1e9, unit="EUR")


class Terms(Parameters):
    """Risk: ownership of ideas, fairness, secrecy."""

    fairness: float = parameter(
        0.6,
        "fairness of the terms, to which trust returns",
        low=0,
        high=1,
        source="C12 (terms shape fairness expectations); level assumed",
    )
    secrecy: float = parameter(
        0.0, "secrecy asked of contributors (deters, and quiets word of mouth)", low=0, high=1
    )


class Brief(Parameters):
    """What is asked for."""

    clarity: float = parameter(0.8, "clarity of the brief", low=0, high=1)
    work_life: float = parameter(
        0.0,
        "mean life of the open work: as it runs out, those who contributed before find less to do; "
        "0: it never runs out",
        low=0,
        high=1e6,
        unit="unit",
        source="assumption; 0.35 of their life fits 16 open-source communities (experiments/life)",
    )


class Outreach(Parameters):
    """How the unaware hear of the campaign from the firm."""

    spend: float = parameter(0.0, "steady spending on outreach", low=0, high=1e9, unit="EUR/unit")
    rise: float = parameter(
        0.0,
        "how steeply the response to steady outreach rises to its peak and falls after it; 0: it "
        "stays the same",
        low=0,
        high=20,
        source="assumption; 0.7 in the middle of 16 open-source communities (experiments/life)",
    )
    peak: float = parameter(
        260.0,
        "when the response to steady outreach peaks, if it rises and falls",
        low=1e-3,
        high=1e5,
        unit="unit",
        source="assumption; 16 communities: most newcomers at half of life (experiments/life)",
    )
    launch_spend: float = parameter(
        0.0, "spending on the launch, spread exponentially", low=0, high=1e9, unit="EUR"
    )
    launch_decay: float = parameter(
        4.0, "mean life of the launch's effect", low=1e-6, high=1e5, unit="unit"
    )
    contacts_per_euro: float = parameter(
        1.0, "people reached for a euro", low=0, high=1e4, unit="people/EUR"
    )
    word_of_mouth: float = parameter(
        0.02,
        "hazard of hearing from engaged people if all were engaged",
        low=0,
        high=5,
        unit="1/week",
        source="prior 0-0.2 per week (forms 2.11)",
    )


class Audience(Parameters):
    """The wider public that comes to look and vote but never contributes (B10)."""

    views: float = parameter(
        0.0, "ideas looked at by the public", low=0, high=1e9, unit="views/unit"
    )
    push: float = parameter(
        0.0,
        "median number of supporters an author brings in the first days",
        low=0,
        high=1e5,
        unit="people",
    )
    push_sd: float = parameter(1.3, "spread of the push (log scale)", low=0, high=3)
    push_days: float = parameter(3.0, "mean duration of the push", low=0.1, high=365, unit="day")
    rally: float = parameter(
        0.0, "how much the audience grows as a milestone's deadline comes near", low=0, high=20
    )
    rally_time: float = parameter(
        3.0, "how early the rally starts", low=0.01, high=100, unit="week"
    )


class Market(Parameters):
    """What becomes of the selected ideas: integrated, marketed, bought."""

    sells: Literal["nothing", "ideas", "product"] = setting(
        "nothing",
        "ideas: each marketed idea is a product; product: ideas improve one product (which may "
        "itself be free, and sold packaged)",
    )
    potential: float = parameter(10_000.0, "people who might buy", low=0, high=1e10, unit="people")
    price: float = parameter(20.0, "price", low=0, high=1e6, unit="EUR")
    unit_cost: float = parameter(0.0, "cost of a unit sold", low=0, high=1e6, unit="EUR")
    integration_cost: float = parameter(
        0.0, "cost of integrating a selected idea", low=0, high=1e9, unit="EUR"
    )
    integration_cost_sd: float = parameter(
        0.0, "spread of that cost over ideas, whose median it is then (log scale)", low=0, high=3
    )
    integration_time: float = parameter(
        0.0, "time from selection to integration", low=0, high=1e5, unit="unit"
    )
    launch_time: float = parameter(
        0.0, "time from integration to the market", low=0, high=1e5, unit="unit"
    )
    sales_time: float = parameter(
        13.0, "mean time over which an idea's sales come in", low=1e-3, high=1e5, unit="unit"
    )
    fit_needed: float = parameter(
        -9.0,
        "fit below which the firm cannot integrate a selected idea",
        low=-9,
        high=5,
        unit="sd",
    )


class Shocks(Parameters):
    """What moves a whole campaign from week to week and no person's psychology makes."""

    sd: float = parameter(
        0.0,
        "standard deviation of the weekly shocks to what draws people to contribute (log scale)",
        low=0,
        high=3,
    )
    life: float = parameter(
        4.0, "mean time over which a shock lasts", low=1e-3, high=1e5, unit="unit"
    )


class Community(Parameters):
    """What sort of community gathers: traits in which campaigns differ, whatever the firm does."""

    stickiness: float = parameter(
        0.0,
        "how much harder it is to leave after the first contribution than elsewhere (log odds)",
        low=-8,
        high=8,
        source="assumption; 22 % (open source) to 85 % (B3) contribute once",
    )
    interested: float = parameter(
        1.0,
        "share of those who hear of it who would ever take part, where 1,000 hear of it",
        low=0,
        high=1,
        source="assumption; direction: B10 (90 % only read)",
    )
    dilution: float = parameter(
        0.0,
        "how interest thins as more people hear of it: those who take part grow with the audience "
        "to the power of 1 less this",
        low=0,
        high=0.95,
        source="assumption; 0.17 in idea communities, 0.20 in wikis (experiments/audience)",
    )
    rivalry: float = parameter(
        0.0,
        "how far what others handed in keeps people from contributing, as ideas get taken, and "
        "entrants from finishing (a power)",
        low=0,
        high=4,
        source="assumption; direction: D8 (rivals lower effort); see experiments/audience",
    )
    spillover: float = parameter(
        0.0,
        "how the work in a contribution grows with the number of contributors, as work breeds "
        "work (a power)",
        low=0,
        high=0.95,
        source="assumption; 0.24 in e-mails of podlings, 0.25 in wikis (experiments/audience)",
    )


class Campaign(Parameters):
    """One firm's call on its customers.

    Examples
    --------
    >>> campaign = Campaign(cell="co-designing", reward=Reward(prize=500.0))
    >>> campaign.openness, campaign.crowd_weight
    (0.0, 1.0)
    """

    openness: float = parameter(
        0.0, "contribution: 0 fixed, 1 open", low=0, high=1, source="the typology", symbol="o"
    )
    crowd_weight: float = parameter(
        0.0, "selection: 0 firm, 1 crowd", low=0, high=1, source="the typology", symbol="w"
    )
    start: float = parameter(0.0, "when it starts", low=0, high=1e6, unit="unit")
    fixed_cost: float = parameter(0.0, "cost of running it", low=0, high=1e9, unit="EUR/unit")
    pull: float = parameter(
        0.0,
        "what else draws people to contribute, or keeps them away, beyond what the model knows: a "
        "season, a press report, a holiday (log scale)",
        low=-5,
        high=5,
    )
    reward: Reward = Reward()
    selection: Selection = Selection()
    call: Call = Call()
    dialogue: Dialogue = Dialogue()
    review: Review = Review()
    access: Access = Access()
    terms: Terms = Terms()
    brief: Brief = Brief()
    outreach: Outreach = Outreach()
    community: Community = Community()
    audience: Audience = Audience()
    market: Market = Market()
    shocks: Shocks = Shocks()
    limits: Limits = Limits()

    @model_validator(mode="before")
    @classmethod
    def _corner_by_name(cls, data: Any) -> Any:
        """Let `cell = "tinkering"` stand for its openness and crowd weight."""
        if isinstance(data, dict) and "cell" in data:
            data = dict(data)
            label = data.pop("cell")
            corner = next((c for c in Cell if c.label == label), None)
            if corner is None:
                raise ValueError(no_cell(label))
            if "openness" in data or "crowd_weight" in data:
                raise ValueError("give either cell or openness and crowd_weight, not both")
            data["openness"], data["crowd_weight"] = corner.openness, corner.crowd_weight
        return data

    @property
    def cell(self) -> Cell:
        """The nearest corner of the typology."""
        return Cell.nearest(self.openness, self.crowd_weight)

    @model_validator(mode="after")
    def _consistent(self) -> Campaign:
        chosen = self.selection
        if chosen.shortlist and chosen.shortlist < chosen.winners:
            raise ValueError(
                f"selection.shortlist is {chosen.shortlist}, fewer than selection.winners "
                f"({chosen.winners}); name at least as many finalists, or 0 for no shortlist"
            )
        if 0 < chosen.round_length <= chosen.voting_time:
            raise ValueError(
                f"selection.voting_time is {chosen.voting_time}, not below selection.round_length "
                f"({chosen.round_length}): no time is left to contribute"
            )
        if (chosen.milestones or chosen.vote_threshold) and not chosen.public:
            raise ValueError(
                "selection.public is false, so nobody can vote and selection.vote_threshold or "
                "selection.milestones can never be reached"
            )
        if self.crowd_weight > 0 and not chosen.public:
            raise ValueError(
                f"selection.public is false, but crowd_weight is {self.crowd_weight}: a crowd "
                "that selects must see the entries"
            )
        votes = [m.votes for m in chosen.milestones]
        if votes != sorted(set(votes)):
            raise ValueError(f"selection.milestones must rise; their votes are {votes}")
        if chosen.milestones and chosen.vote_threshold:
            raise ValueError(
                "give either selection.vote_threshold or selection.milestones, not both"
            )
        if self.call.two_step and not self.call.new_brief:
            raise ValueError("call.two_step needs call.new_brief: a contest has a launch")
        if self.call.two_step and (chosen.milestones or chosen.vote_threshold):
            raise ValueError(
                "call.two_step is judged when the call closes; it knows no "
                "selection.vote_threshold or selection.milestones"
            )
        if self.call.two_step and chosen.how == "merge":
            raise ValueError(
                "call.two_step is judged when the call closes; selection.how cannot be 'merge'"
            )
        if chosen.how == "merge" and (chosen.milestones or chosen.vote_threshold):
            raise ValueError(
                "selection.how is 'merge' (decided at review), which knows no vote_threshold "
                "or milestones"
            )
        return self
