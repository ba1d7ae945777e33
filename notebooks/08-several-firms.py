# ---
# jupyter:
#   jupytext:
#     formats: ipynb,py:percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Two firms, one crowd
#
# You run a suggestion box for a few hundred users. Now a rival opens one of its own, for the same
# people, and advertises it loudly. People have one attention and spread it.
#
# **Predict.** How many of your ideas does the rival take: a tenth, a third, half? And if it adds a
# prize of EUR 5,000?

# %%
import os

import numpy as np
import pandas as pd
import seaborn as sns

import cocreation_sim as cs
from cocreation_sim import randomness as rn
from cocreation_sim.plots.style import BLACK, BLUE, GREEN, ORANGE, VERMILLION, caption, styled
from cocreation_sim.rules import choice

RUNS = int(os.environ.get("NOTEBOOK_RUNS", 200))  # fewer in tests

# %% [markdown]
# ## A market of two
#
# A scenario is data: what one campaign is, another can be. Both boxes are like that of the preset
# *ordinary*, with more outreach. Nobody knows either from the start.

# %%
one = cs.load("ordinary").vary(
    {"population.size": 600, "campaign.outreach.spend": 12.0, "segment.aware": 0.0}
)


def market_of(*firms: str) -> cs.Scenario:
    """The same people, and a box for each of these firms."""
    return cs.Scenario(
        name="boxes of " + " and ".join(firms),
        calendar=one.calendar,
        population=one.population,
        campaigns=dict.fromkeys(firms, one.campaign),
    )


market = market_of("ours", "rival")
run = cs.simulate(market, seed=1)
run.outcomes[["submissions", "contributors", "votes", "cost"]]

# %%
lines = run.timeline.assign(total=run.timeline.groupby("campaign")["ideas"].cumsum())
with styled(8.5, 4) as figure:
    ax = figure.subplots()
    sns.lineplot(
        lines, x="time", y="total", hue="campaign", palette=[BLUE, ORANGE], ax=ax, linewidth=2
    )
    ax.set(xlabel="weeks since the start", ylabel="ideas so far", title="One year, one run")
    ax.grid(axis="y")
    ax.legend(title=None)
    caption(figure, "Two boxes alike, the same 600 people; seed 1. They differ by luck alone.")
figure

# %% [markdown]
# ## What the rival takes
#
# The rival's outreach goes from nothing to eight times ours. Without any, nobody ever hears of it:
# then ours must be as if it were alone, to the last bit.

# %%
OURS, RIVAL = "ours", "rival"
SPEND, PRIZE = "campaigns.rival.outreach.spend", "campaigns.rival.reward.prize"
SPENDS = [0.0, 12.0, 24.0, 96.0]


def our_year(scenario: cs.Scenario) -> pd.DataFrame:
    """What we see of a year."""
    timeline = cs.simulate(scenario, seed=1).timeline
    return timeline[timeline["campaign"] == OURS].reset_index(drop=True)


alone = our_year(market_of(OURS))
for prize in (0.0, 5000.0):
    assert our_year(market.vary({SPEND: 0.0, PRIZE: prize})).equals(alone)
print("A rival that nobody hears of changes nothing of ours, whatever its prize.")


# %%
def against_silence(exp: cs.Experiment) -> pd.DataFrame:
    """Our ideas beside a louder and louder rival, against a silent one; in percent, paired."""
    table = exp.compare("submissions", campaign=OURS)
    share = table[["difference", "low", "high"]].div(table["mean_a"], axis=0) * 100
    return share.set_axis(["change", "low", "high"], axis=1).assign(spend=SPENDS[1:])


def draw(ax, table: pd.DataFrame, colour: str, label: str = "") -> None:
    """Our loss over the rival's outreach, with the band of its intervals."""
    x = range(len(table))
    ax.fill_between(x, table["low"], table["high"], color=colour, alpha=0.2, linewidth=0)
    ax.plot(x, table["change"], marker="o", color=colour, label=label, linewidth=2)
    ax.set_xticks(x, [f"{spend:g}" for spend in table["spend"]])
    ax.set(xlabel="the rival's outreach (EUR a week; ours: 12)", xlim=(-0.2, len(table) - 0.8))
    ax.axhline(0, color=BLACK, linewidth=1, linestyle=":")
    ax.grid(axis="y")


louder = cs.sweep(market, {SPEND: SPENDS}, RUNS, progress=False)
loss = against_silence(louder)
theirs = louder.only(RIVAL).summary("submissions").iloc[1:]

with styled(10, 4.4) as figure:
    left, right = figure.subplots(1, 2)
    draw(left, loss, BLUE)
    left.set(title="our ideas, against no rival (%)", ylim=(-20, 2))
    x = range(len(theirs))
    right.bar(x, theirs["submissions"], color=ORANGE, width=0.6)
    right.vlines(x, theirs["submissions_low"], theirs["submissions_high"], color=BLACK)
    right.set_xticks(x, left.get_xticklabels())
    right.set(title="the rival's ideas", xlabel=left.get_xlabel())
    caption(figure, f"{RUNS} runs a point, the same luck for all. Band and bars: 95 % intervals.")
figure

# %%
worst = loss.iloc[-1]
print(
    f"Beside the loudest rival we have {worst['change']:+.0f} % ideas "
    f"({worst['low']:+.0f} to {worst['high']:+.0f}); it gets {theirs['submissions'].iloc[-1]:.0f}."
)
assert worst["high"] < 0, "a loud rival must take something"
assert worst["low"] > -15, "here it takes little"

# %% [markdown]
# Hardly anything. **Why?** Look at what people do with their visits.

# %%
people = run.customers.groupby("person").agg(
    visits=("visits", "first"), contributions=("contributions", "sum")
)
use = people["contributions"].sum() / people["visits"].sum()
once = run.outcomes["one_timers"].mean()
print(
    f"{people['visits'].sum():,} visits of {(people['visits'] > 0).sum()} people; a contribution "
    f"at {use:.0%} of them. {once:.0%} of contributors have one idea.".replace("%", " %")
)
assert use < 0.2, "most visits end in nothing"
assert once > 0.5, "most contribute once"

# %% [markdown]
# Visits are not what is scarce. At most of them nothing happens, and most people who contribute
# have had enough after one idea: they would not have come back to us without the rival either. What
# limits an ordinary box is that people leave, not that they are busy elsewhere.
#
# ## Looking for a crowd that can be taken away
#
# If that is the reason, a rival should take most from a crowd that *stays* and is *eager*. We look
# for such a crowd on purpose: its people hardly ever leave after a contribution
# (`behaviour.leaving.base`), and find it easy (`behaviour.choice.contribute`). **Predict** which of
# the two matters.

# %%
FEWER = max(6, RUNS // 8)  # these crowds have many ideas
STAY, EAGER = {"behaviour.leaving.base": -5.0}, {"behaviour.choice.contribute": -2.0}
CROWDS = {
    "as calibrated": ({}, BLUE),
    "eager": (EAGER, GREEN),
    "who stay": (STAY, ORANGE),
    "who stay and are eager": (STAY | EAGER, VERMILLION),
}
losses = {
    name: against_silence(cs.sweep(market.vary(changes), {SPEND: SPENDS}, FEWER, progress=False))
    for name, (changes, _) in CROWDS.items()
}
with styled(8.5, 4.6) as figure:
    ax = figure.subplots()
    for name, (_, colour) in CROWDS.items():
        draw(ax, losses[name], colour, name)
    ax.set_title("our ideas, against no rival (%)")
    ax.legend(title="people", loc="lower left")
    caption(
        figure,
        f"{FEWER} runs a point. Bands: 95 % intervals. The last three crowds are made "
        "up; that of people who stay is no crowd that was counted.",
    )
figure

# %%
last = {name: table.iloc[-1] for name, table in losses.items()}
print({name: f"{row['change']:+.0f} %" for name, row in last.items()})
assert last["who stay"]["high"] < 2 * last["as calibrated"]["change"], "who stays can be taken"
assert last["eager"]["low"] > last["who stay"]["high"], "eagerness alone does little"

# %% [markdown]
# It is staying that matters. **The better you hold your people, the more a rival can take**: a box
# of passers-by has nothing to lose. That is what the model says; the evidence gathered for it has
# nothing on two campaigns for one crowd, so treat it as a hypothesis.
#
# ## A law, and what it does not say
#
# At a single choice a second firm can never *add* a contribution to the first (law 10). A visit is
# a race: every action has an exponential waiting time of its own, divided by its rate, and the
# first wins (a multinomial logit; Luce 1959). The rival's action brings a time of its own and
# leaves all others as they are. Here are five thousand visits of one person, by the very rule that
# both engines play:

# %%
psychology = market.behaviour.choice
rate = choice.contribute_rate(2.0, 0.5, 0.4, 0.2, 0.0, True, 1.0, 1.0, 0.0, psychology)
names = {firm: rn.name_key(firm) for firm in market.campaigns}


def winner(visit: int, firms: list[str]) -> str:
    """What wins the race at a visit where these firms are known."""
    node = rn.child(rn.run_node(1), visit)
    times = {"nothing": rn.exponential(node, rn.NOTHING)}
    for firm in firms:
        times[firm] = rn.exponential(rn.child(node, names[firm]), rn.CONTRIBUTE) / rate
    return min(times, key=times.__getitem__)


table = pd.DataFrame(
    [
        {"without a rival": winner(visit, [OURS]), "beside a rival": winner(visit, [OURS, RIVAL])}
        for visit in range(5000)
    ]
)
counts = pd.crosstab(table["without a rival"], table["beside a rival"])
assert counts.loc["nothing"].get(OURS, 0) == 0, "nobody comes to us because of the rival"
assert counts.loc[OURS, RIVAL] > 0, "some of ours go to the rival"
counts

# %% [markdown]
# The empty corner is the law. But a run is not a choice. One idea less changes the odds of all that
# follow, and what people are told. So over a whole year a rival may now and then leave us with
# *more*:

# %%
gain = [
    louder.only(OURS).by_point("submissions")[k] > louder.only(OURS).by_point("submissions")[0]
    for k in range(1, len(SPENDS))
]
print(f"In {np.mean(gain):.1%} of the years we have more ideas beside a rival.".replace("%", " %"))
assert np.mean(gain) < 0.1

# %% [markdown]
# ## The rival's prize
#
# **Predict.** The rival offers EUR 5,000, and people want money. Do we lose more than to a rival
# without a prize?

# %%
wanting = market.vary({SPEND: 96.0, "segment.money": 1.5})
prizes = cs.compare(
    {"no prize": wanting, "EUR 500": wanting.vary({PRIZE: 500.0}),
     "EUR 5,000": wanting.vary({PRIZE: 5000.0})},
    replications=RUNS, outcomes=["submissions", "contributors", "engaged"], campaign=RIVAL,
    progress=False,
)  # fmt: skip
prizes.plot()

# %%
ours = cs.compare(
    {"no prize": wanting, "EUR 5,000": wanting.vary({PRIZE: 5000.0})},
    replications=RUNS, outcomes="submissions", campaign=OURS, progress=False,
).table.iloc[0]  # fmt: skip
of_rival = prizes.table.set_index(["outcome", "design"]).loc[("submissions", "EUR 5,000")]
print(
    f"The prize brings the rival {of_rival['difference']:+.0f} ideas, and us "
    f"{ours['difference']:+.1f} ({ours['low']:+.1f} to {ours['high']:+.1f})."
)
assert of_rival["low"] > 0, "those who want money come to the rival"
assert prizes.table.set_index(["outcome", "design"]).loc[("engaged", "EUR 5,000"), "high"] < 0
assert ours["low"] > -0.1 * ours["mean_a"], "the prize does not take much more from us"

# %% [markdown]
# The prize brings the rival many ideas and takes next to none of ours. The picture says why: it
# brings more people to contribute there, and at the end fewer are still engaged with it. Whoever
# has left the rival no longer spends visits on it.
#
# ## What is not in it
#
# What one firm does changes nothing in what people think of the other; full days are not modelled;
# firms do not answer each other's moves. The [study of two
# firms](../experiments/two_firms/found.md) has more levels, the failure risk, and how much outreach
# makes up for a rival.
#
# **Exercise.** Give both boxes a prize. Count an interesting idea as worth EUR 500 and write down
# the two-by-two table of what each firm is left with. Is it a prisoners' dilemma?
