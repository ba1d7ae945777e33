"""Psychology shared by all people in all worlds, one group of parameters a decision.

Rates are per week and times in weeks, whatever the calendar of the scenario. Parameters marked
"free" are the eight that may be fitted to evidence; all others are fixed at their source.
"""

from __future__ import annotations

from pydantic import model_validator

from cocreation_sim.scenario.fields import Parameters, parameter


class Differences(Parameters):
    """How much people differ (standard deviations on the log scale)."""

    pace_sd: float = parameter(
        1.908,
        "spread of the pace of visits",
        low=0,
        high=3,
        source="free; activity is lognormal (B7)",
    )
    weight_sd: float = parameter(
        0.42,
        "spread of the weights of money, recognition and enjoyment",
        low=0,
        high=2,
    )
    effort_sd: float = parameter(0.3, "spread of the cost of effort", low=0, high=2)
    optimism: float = parameter(
        2.0,
        "median multiple of the true odds people believe in",
        low=0.01,
        high=100,
        source="assumption; sign: Huang, Singh and Srinivasan 2014 (ability overestimated)",
    )
    optimism_sd: float = parameter(0.7, "spread of optimism", low=0, high=3)
    resilience_sd: float = parameter(0.5, "spread of the load a person can bear", low=0, high=2)


class Reach(Parameters):
    """How the unaware come to know a campaign."""

    disappointed_weight: float = parameter(
        0.5,
        "engaged people whose word one disappointed person undoes",
        low=0,
        high=5,
        source="prior 0-1 (forms 2.11)",
        symbol="ν",
    )
    disappointed_life: float = parameter(
        13.0, "mean time a disappointed person talks of it", low=0.1, high=520, unit="week"
    )
    secrecy_mutes: float = parameter(
        0.8, "share of word of mouth that full secrecy mutes", low=0, high=1
    )


class Motive(Parameters):
    """Money, recognition and enjoyment, and how money crowds enjoyment out."""

    money_scale: float = parameter(
        50.0,
        "expected reward at which its pull bends",
        low=0.01,
        high=1e5,
        unit="EUR",
        source="assumption; form: DiPalantino and Vojnović 2009 (D1)",
        symbol="r0",
    )
    newcomer_recognition: float = parameter(
        0.3,
        "share of recognition that newcomers feel",
        low=0,
        high=1,
        source="D12-D14: strongest for the active, weaker for newcomers",
        symbol="ν0",
    )
    recognition_life: float = parameter(
        14.0,
        "mean life of felt recognition",
        low=0.1,
        high=520,
        unit="week",
        source="δ 0.05-0.2 a week (forms 2.4)",
    )
    felt_selected: float = parameter(1.0, "recognition felt when selected", low=0, high=10)
    felt_merged: float = parameter(0.3, "recognition felt when merged", low=0, high=10)
    felt_answered: float = parameter(0.1, "recognition felt when answered", low=0, high=10)
    badge_pull: float = parameter(
        0.5,
        "pull of a badge that is one contribution away",
        low=0,
        high=5,
        source="D15 (rises towards the threshold); size assumed",
    )
    badge_share: float = parameter(
        0.2, "share of people who steer by badges", low=0, high=1, source="Hoernle et al. 2020"
    )
    autonomy: float = parameter(0.3, "how much more enjoyable open contribution is", low=0, high=3)
    crowding_entry: float = parameter(
        0.2,
        "enjoyment lost as soon as money is offered",
        low=0,
        high=1,
        source="prior 0-0.5 (D9 as upper bound)",
        symbol="κ0",
    )
    crowding_small: float = parameter(
        200.0,
        "money at which that loss has fallen to 1/e, as small rewards hurt most; 0: it is the same "
        "whatever the sum",
        low=0,
        high=1e6,
        unit="EUR",
        source="assumption; direction: D4 (money brings more people, a small reward can hurt)",
    )
    crowding_after: float = parameter(
        0.2,
        "enjoyment lost for good by those who contributed for money, once no money is offered",
        low=0,
        high=1,
        source="D9: sized to the -0.51 to -0.73 (logits) of free choice after a reward; from the "
        "laboratory, so an upper bound",
    )
    crowding_control: float = parameter(
        0.0,
        "further enjoyment lost as the money grows",
        low=0,
        high=1,
        source="null by default",
        symbol="κ1",
    )
    crowding_scale: float = parameter(
        1000.0,
        "money over which the further loss comes in",
        low=1,
        high=1e6,
        unit="EUR",
        symbol="Rc",
    )
    crowding_lasting: float = parameter(
        0.0,
        "share of the crowding-out that also loosens the attachment of those who contributed",
        low=0,
        high=1,
        source="null by default: money changes who enters, not what they do then (D3, D4)",
    )
    money_turn: float = parameter(
        0.0,
        "how much the pull of money bends down as it grows (0: logarithmic; above: inverted U)",
        low=0,
        high=2,
        source="null by default (D1); rival: inverted U (D6)",
    )
    crowding_feedback: float = parameter(
        0.0,
        "enjoyment that explained feedback restores",
        low=0,
        high=1,
        source="null by default; prior 0-0.6 (D9)",
        symbol="κ2",
    )


class Choice(Parameters):
    """What a person does at a visit: nothing, vote, contribute, build on an idea."""

    contribute: float = parameter(
        -4.5, "log odds of contributing, other things zero", low=-20, high=5, symbol="b0"
    )
    familiarity: float = parameter(
        3.419,
        "how much easier it is after the first contribution",
        low=0,
        high=10,
        source="free; the first carries the cost of rules, account and tools",
        symbol="fam",
    )
    trust: float = parameter(
        1.0, "pull of trust in the firm", low=0, high=5, source="C12 (direction)", symbol="φ"
    )
    crowd: float = parameter(
        0.4,
        "pull of a crowd that selects",
        low=0,
        high=3,
        source="prior 0-1 (forms 2.1)",
        symbol="ψ",
    )
    novelty: float = parameter(
        3.0,
        "pull of a call at the first visit after its launch",
        low=0,
        high=10,
        source="first fifth of registrations 66 % (TopCoder)",
    )
    urgency: float = parameter(
        1.5,
        "pull of a deadline when it is now",
        low=0,
        high=10,
        source="last fifth of submissions 47 % (TopCoder); size assumed",
    )
    urgency_share: float = parameter(
        0.075,
        "time before the deadline in which urgency falls to 1/e, as a share of the call",
        low=0.001,
        high=1,
    )
    secrecy: float = parameter(0.7, "how much full secrecy deters", low=0, high=5)
    build_fixed: float = parameter(
        0.1, "building on another's idea, relative to a new one, in a fixed cell", low=0, high=2
    )
    build_open: float = parameter(
        0.6,
        "the same, added in an open cell",
        low=0,
        high=2,
        source="OpenIDEO: 41 % of concepts build on others",
    )
    vote: float = parameter(-1.5, "log odds of voting, other things zero", low=-20, high=5)
    vote_crowd: float = parameter(
        0.6, "pull of a vote that counts", low=0, high=5, source="assumption"
    )


class Contest(Parameters):
    """From entering a contest to finishing."""

    finish: float = parameter(
        -1.957,
        "log hazard of finishing, other things zero",
        low=-10,
        high=10,
        source="free",
        symbol="f0",
    )
    motive: float = parameter(0.7, "how motive (without money) speeds it", low=0, high=5)
    motive_centre: float = parameter(
        1.2, "motive at which it neither speeds nor slows", low=0, high=10
    )
    effort: float = parameter(0.5, "how effort slows it", low=0, high=5)
    rivals: float = parameter(
        1.0,
        "finished entries a winner over which rivals begin to deter",
        low=0.1,
        high=1e4,
        source="D8 (rivals lower effort); size: TopCoder, 29 entrants and 5 finishers a contest",
    )
    steady: float = parameter(0.6, "hazard spread over the call", low=0, high=10, symbol="h0")
    rush: float = parameter(0.4, "hazard heaped before the deadline", low=0, high=10, symbol="h1")
    rush_share: float = parameter(
        0.075, "time over which the rush builds up, as a share of the call", low=0.001, high=1
    )


class Belief(Parameters):
    """Belief in being selected and in one's own ability."""

    rivals: float = parameter(
        5.0, "entries a winner that people expect at least", low=0.1, high=1000
    )
    unguaranteed: float = parameter(
        0.7,
        "share of prizes people believe will be paid if none is guaranteed",
        low=0,
        high=1,
        source="C7 (direction)",
    )
    ability: float = parameter(0.5, "how belief in own ability scales the odds", low=0, high=3)
    votes_noise: float = parameter(
        1.0,
        "variance of votes as a signal of ability",
        low=0.01,
        high=100,
        source="prior 0.3-1 (forms 2.2)",
    )


class Leaving(Parameters):
    """Staying, waiting or leaving after a contribution."""

    base: float = parameter(
        2.983,
        "log odds of leaving after the first contribution",
        low=-5,
        high=8,
        source="free",
        symbol="A0",
    )
    attachment: float = parameter(
        0.5308,
        "how motives other than money hold people",
        low=0,
        high=5,
        source="free",
        symbol="A1",
    )
    attachment_centre: float = parameter(
        1.5, "motive at which they neither hold nor let go", low=0, high=10
    )
    investment: float = parameter(
        0.8518,
        "how the work that a contribution takes binds people",
        low=0,
        high=5,
        source="free; labour leads to love (Norton, Mochon and Ariely 2012)",
        symbol="A2",
    )
    investment_from: float = parameter(
        0.0,
        "work above which it binds",
        low=0,
        high=20,
        source="null by default; rival: only demanding work binds (B7: cheap acts recur most)",
    )
    floor: float = parameter(
        0.003521,
        "probability of leaving however much was contributed",
        low=0,
        high=0.5,
        source="free; truncated power law (B8)",
        symbol="c0",
    )
    trust: float = parameter(0.5, "how trust lowers the log odds", low=0, high=5)
    fatigue: float = parameter(1.0, "how exhaustion raises them", low=0, high=5)
    rejected: float = parameter(
        -0.2,
        "change of the log odds: a bare rejection",
        low=-3,
        high=0,
        source="C2 (sign); 0-0.4 (forms 2.6)",
    )
    replied: float = parameter(
        -0.48, "the same: a reply", low=-3, high=0, source="C3: 44 to 56 % post again"
    )
    explained: float = parameter(
        -1.0,
        "the same: a reply with reasons",
        low=-3,
        high=0,
        source="C2 (sign); prior 0.3-1.5 (forms 2.6)",
    )
    chosen: float = parameter(
        -1.5,
        "the same: selected or merged",
        low=-3,
        high=0,
        source="assumption; direction: D12 (an award raises activity)",
    )
    liked: float = parameter(
        -2.0,
        "the same: votes above the round's mean, for each time that many (log)",
        low=-3,
        high=0,
        source="sized to Threadless: 45 % submit again in the lowest fifth, 63 % in the top tenth",
    )
    overruled: float = parameter(
        0.5,
        "the same: a favourite of the crowd passed over by the firm",
        low=0,
        high=3,
        source="A23 (backlash); 0-0.5 (forms 2.6)",
    )
    patience: float = parameter(
        8.0, "how long people wait for an answer", low=0.01, high=260, unit="week"
    )
    boredom: float = parameter(
        0.003,
        "hazard of losing interest, since other things have become more important",
        low=0,
        high=10,
        unit="1/week",
        source="assumption: 6 years on average; F2 (60 % of those who leave name other priorities)",
    )

    @model_validator(mode="after")
    def _consistent(self) -> Leaving:
        others = {"rejected": self.rejected, "replied": self.replied, "explained": self.explained}
        for name, change in others.items():
            if change < self.chosen:
                raise ValueError(
                    f"{name} is {change}, below chosen ({self.chosen}); nothing keeps people "
                    "better than being chosen"
                )
        return self


class Trust(Parameters):
    """Trust in a firm moves by convex steps and returns to what its terms deserve."""

    forgetting: float = parameter(
        0.027,
        "rate of return to the level of the terms",
        low=0,
        high=5,
        unit="1/week",
        source="assumption: half-life 26 weeks",
    )
    replied: float = parameter(0.10, "step at a reply", low=0, high=1, source="C3 (sign)")
    replied_to: float = parameter(0.7, "where a reply leads", low=0, high=1)
    explained: float = parameter(
        0.10,
        "step at a reply with reasons (which leads to 1)",
        low=0,
        high=1,
        source="C2 (sign)",
    )
    chosen: float = parameter(0.20, "step at being selected (to 1)", low=0, high=1)
    supported_chosen: float = parameter(
        0.05,
        "step of a voter whose choice is selected (to 1)",
        low=0,
        high=1,
        source="C11 (direction)",
    )
    silence: float = parameter(0.10, "step at silence (to 0)", low=0, high=1, source="C1-C3 (sign)")
    rejected: float = parameter(0.05, "step at an announced rejection (to 0)", low=0, high=1)
    crowd_spares: float = parameter(
        0.7,
        "share of these two that a selecting crowd takes off the firm",
        low=0,
        high=1,
        source="A23, forms 2.6 (direction)",
    )
    overruled: float = parameter(
        0.3, "step when a favourite is passed over (to 0)", low=0, high=1, source="A23 (direction)"
    )


class Exhaustion(Parameters):
    """Load, strain, burning out and recovering."""

    recovery: float = parameter(
        0.17,
        "rate at which the odds of exhaustion fall",
        low=0.001,
        high=5,
        unit="1/week",
        source="half-life 2-10 weeks (forms 2.7)",
    )
    load_life: float = parameter(2.0, "mean time a load is felt", low=0.01, high=52, unit="week")
    review_load: float = parameter(
        0.3, "load of a review, relative to a contribution", low=0, high=10
    )
    strain: float = parameter(
        0.25, "odds of exhaustion that a load twice the capacity adds", low=0, high=5
    )
    capacity: float = parameter(
        0.5042,
        "load a week a person with one visit a week can bear",
        low=0.001,
        high=100,
        unit="1/week",
        source="free; F1-F2 bound it: 22 % of maintainers quit, half of 58 % burned out",
        symbol="C0",
    )
    own_pace: float = parameter(
        0.5, "how capacity grows with a person's own pace (exponent)", low=0, high=1
    )
    trust: float = parameter(
        0.5,
        "how trust adds to capacity",
        low=0,
        high=3,
        source="JD-R: resources lower exhaustion (F7)",
    )
    recognition: float = parameter(
        0.3, "how recognition adds to it", low=0, high=3, source="F3, F7"
    )
    autonomy: float = parameter(0.2, "how openness adds to it", low=0, high=3, source="F7")
    burnout: float = parameter(
        0.8,
        "exhaustion at which people burn out",
        low=0.1,
        high=0.999,
        source="0.7-0.9 (forms 2.7)",
    )
    rested: float = parameter(
        0.4, "exhaustion at which they come back", low=0.001, high=0.9, source="0.3-0.5 (forms 2.7)"
    )

    @model_validator(mode="after")
    def _consistent(self) -> Exhaustion:
        if self.rested >= self.burnout:
            raise ValueError(
                f"rested is {self.rested}, not below burnout ({self.burnout}): nobody who burned "
                "out would have to recover"
            )
        return self


class IdeaMaking(Parameters):
    """How an idea turns out."""

    talent: float = parameter(
        0.5,
        "weight of the author's ability",
        low=0,
        high=1,
        source="assumption: a quarter of the variance lies between people",
    )
    open_spread: float = parameter(
        0.5,
        "how much wider quality spreads in an open cell",
        low=0,
        high=5,
        source="forms 2.10 (direction)",
    )
    inherited: float = parameter(
        0.3, "share of a good parent's quality that is kept", low=0, high=1
    )
    complement: float = parameter(
        0.4, "gain from building on an idea of a complementing segment", low=0, high=5, unit="sd"
    )
    appeal: float = parameter(
        0.5,
        "correlation of appeal and quality",
        low=0,
        high=1,
        source="0.3-0.7 (forms 2.9)",
    )
    fit_openness: float = parameter(0.8, "fit lost in an open cell", low=0, high=5, unit="sd")
    fit_brief: float = parameter(0.8, "fit lost without a clear brief", low=0, high=5, unit="sd")
    fit_focus: float = parameter(
        0.1,
        "fit gained where money is offered",
        low=0,
        high=5,
        unit="sd",
        source="assumption; direction: D4 (money raises appropriateness)",
    )
    fit_money: float = parameter(
        0.5,
        "fit lost by somebody whom money alone draws",
        low=0,
        high=5,
        unit="sd",
        source="assumption; direction: D5 (a larger reward lowers appropriateness)",
    )
    interesting: float = parameter(
        0.10,
        "share of ideas good enough to be interesting (sets the bar)",
        low=0.001,
        high=0.9,
        source="A26",
    )


class Voting(Parameters):
    """Which ideas are seen, and which of these are supported."""

    ballots: int = parameter(5, "ideas looked at in a voting visit", low=1, high=60)
    popularity: float = parameter(
        0.6,
        "how exposure grows with votes (exponent)",
        low=0,
        high=2,
        source="prior 0.3-1.2 (forms 2.8); E1-E3",
        symbol="r",
    )
    attraction: float = parameter(
        0.5, "how appeal raises exposure: titles and pictures draw looks", low=0, high=3
    )
    recency: float = parameter(
        4.0, "mean life of an idea's place at the top", low=0.001, high=520, unit="week"
    )
    archive: float = parameter(
        0.05, "exposure of old ideas relative to new ones", low=0.0001, high=1
    )
    support: float = parameter(
        -3.2,
        "log odds of supporting an average idea seen",
        low=-20,
        high=10,
        source="assumption: few views become votes",
    )
    appeal: float = parameter(
        0.55,
        "how appeal raises them",
        low=0,
        high=5,
        source="participatory budgets, pabulib: median Gini 0.30 of the votes on one list",
    )
    herding: float = parameter(
        0.31,
        "how the votes seen raise them, for each doubling",
        low=0,
        high=3,
        source="E1: +32 % for one vote more",
        symbol="h",
    )
    herding_votes: float = parameter(
        31.0, "votes beyond which more impress no further", low=0, high=1e6
    )


class Core(Parameters):
    """Who belongs to a community's core."""

    contributions: int = parameter(10, "contributions that make a core member", low=1, high=10_000)
    window: float = parameter(
        8.0,
        "time since the last contribution within which one is active",
        low=0.01,
        high=520,
        unit="week",
    )


class Adoption(Parameters):
    """How the market takes to what is made."""

    base: float = parameter(-3.0, "log odds of buying an average idea", low=-20, high=10)
    appeal: float = parameter(0.8, "how appeal raises them", low=0, high=5, source="E8 (direction)")
    fit: float = parameter(0.3, "how fit to the brief raises them", low=0, high=5)
    taste_sd: float = parameter(0.5, "spread of the market's taste", low=0, high=5)
    empowerment: float = parameter(
        0.3, "how a selecting crowd raises them", low=0, high=3, source="C11 (direction)"
    )
    loyalty: float = parameter(
        2.0,
        "how trust raises those of people who took part",
        low=0,
        high=10,
        source="C11-C12 (direction)",
    )
    improvement: float = parameter(
        0.02, "growth of a product's buyers for each unit of improvement", low=0, high=5
    )


class Acceptance(Parameters):
    """Who accepts what comes of a campaign, such as a change of their organisation."""

    base: float = parameter(
        -0.4,
        "log odds of accepting a result that one had no part in",
        low=-10,
        high=10,
        source="assumption: two in five accept what they are merely told",
    )
    trust: float = parameter(
        2.0,
        "how trust raises them",
        low=0,
        high=10,
        source="assumption; direction: Oreg, Vakola and Armenakis 2011",
    )
    took_part: float = parameter(
        0.8,
        "how having contributed or voted raises them",
        low=0,
        high=5,
        source="assumption; direction: Coch and French 1948, Lines 2004",
    )
    chosen: float = parameter(
        1.0,
        "how an own idea that was selected raises them",
        low=0,
        high=5,
        source="assumption; direction: C11",
    )
    pleased: float = parameter(
        0.6,
        "how it raises them, where the crowd selects, that an idea one supported was selected",
        low=0,
        high=5,
        source="assumption; direction: C11 (vanishes if the outcome is not one's own)",
    )


class Behaviour(Parameters):
    """All of psychology; one for all worlds.

    Examples
    --------
    >>> from cocreation_sim.scenario.scenario import Scenario
    >>> scenario = Scenario(behaviour=Behaviour(reach=Reach(disappointed_weight=0.0)))
    >>> scenario.vary({"behaviour.voting.herding": 0.0}).behaviour.voting.herding
    0.0
    """

    differences: Differences = Differences()
    reach: Reach = Reach()
    motive: Motive = Motive()
    choice: Choice = Choice()
    contest: Contest = Contest()
    belief: Belief = Belief()
    leaving: Leaving = Leaving()
    trust: Trust = Trust()
    exhaustion: Exhaustion = Exhaustion()
    ideas: IdeaMaking = IdeaMaking()
    voting: Voting = Voting()
    core: Core = Core()
    adoption: Adoption = Adoption()
    acceptance: Acceptance = Acceptance()
