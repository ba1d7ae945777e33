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
# # Why it fails
#
# At least nine in ten organisations that ask for suggestions get no steady stream of them (B1 of
# [the evidence](../docs/evidence.md)). Three levers could help: tell more people, offer a prize,
# answer more ideas. Two things cannot be helped and are not known: how often people look in, and
# how much they enjoy it.
#
# **Predict.** Put the five in order: on which does it hang most whether the box starves? Which
# could you leave alone?

# %%
import os

import pandas as pd

import cocreation_sim as cs
from cocreation_sim.plots.style import BLACK, BLUE, VERMILLION, caption, styled
from cocreation_sim.plots.survival import survival_curve
from cocreation_sim.scenario.labels import lever_labels
from cocreation_sim.wording.numbers import percent

RUNS = int(os.environ.get("NOTEBOOK_RUNS", 200))  # fewer in tests

SPEND, PRIZE = "campaign.outreach.spend", "campaign.reward.prize"
ANSWERED, PACE, JOY = "campaign.dialogue.answered", "segments.pace", "segments.intrinsic"
levers = {
    SPEND: cs.Range(0.5, 20, log=True),
    PRIZE: cs.Range(0, 2000),
    ANSWERED: cs.Range(0, 1),
}
unknown = {PACE: cs.Range(0.1, 0.6, log=True), JOY: cs.Range(1.2, 2.0)}

box = cs.load("ordinary").vary({"population.size": 400})
names = lever_labels([*levers, *unknown], box)
limits = box.campaign.limits
print(
    f"It fails where fewer than {limits.contributions:g} ideas come in any "
    f"{limits.window:g} weeks, which is less than one a week."
)

# %% [markdown]
# ## Which matter at all?
#
# Morris' method walks through the ranges and changes one factor at a time, from many starting
# points. `mu_star` is the mean size of what a step over the whole range does.

# %%
screened = cs.sweep(
    box, levers, 4, uncertain=unknown, design="morris", samples=max(12, RUNS // 5), progress=False
)
screened.plot()

# %%
effects = screened.sensitivity().pivot(index="factor", columns="outcome", values="mu_star")
order = effects["failed"].sort_values(ascending=False)
print("Whether it fails hangs on, the most first:")
print("\n".join(f"  {names[path]}" for path in order.index))
once = screened.runs["one_timers"].mean()
print(f"{percent(once)} of contributors have one idea.")
assert order.index[0] == SPEND, "outreach matters most"
assert order[PRIZE] < order[SPEND] / 2, "the prize matters far less"
assert effects.loc[ANSWERED, "submissions"] < effects.loc[SPEND, "submissions"]

# %% [markdown]
# The firm's favourite levers do little here. A prize is not seen by who does not know the box, and
# an answer comes when somebody has contributed already: most ideas of such a box are first ideas.
#
# ## How much of the risk is whose?
#
# Three factors are left. Sobol's indices share out the variance: `first` is what a factor does
# alone, `total` what it does together with others as well. What no factor explains is luck.

# %%
shares = cs.sweep(
    box, {SPEND: levers[SPEND]}, 4, uncertain=unknown, design="saltelli",
    samples=32 if RUNS < 100 else 256, progress=False,
)  # fmt: skip
shares.plot()

# %%
found = shares.sensitivity().set_index(["outcome", "factor"])
risk = found.loc["failed"]
print(
    f"Of the variance of a single campaign's failing {percent(risk['noise'].iloc[0])} is luck; of "
    f"that of its ideas {percent(found.loc['submissions', 'noise'].iloc[0])}."
)
assert risk["total"].idxmax() == SPEND
assert risk.loc[SPEND, "total_low"] > 0

# %% [markdown]
# Whether *one* campaign fails can never be foretold for sure: even who knows all three factors is
# left with that luck.
#
# ## Under which conditions?
#
# An index does not say *where* it fails. Scenario discovery looks for a box of conditions that
# holds many of the failures (coverage) and little else (density): PRIM, the patient rule induction
# method.

# %%
tried = cs.sweep(
    box, levers, max(6, RUNS // 20), uncertain=unknown, design="lhs", samples=max(120, RUNS),
    progress=False,
)  # fmt: skip
discovery = tried.discover()
print(discovery)
discovery.plot()

# %%
first = discovery.boxes[0]
assert SPEND in first.limits, "outreach bounds the box"
assert first.density > discovery.risk + 0.1, "inside the box it fails clearly more often"
assert first.coverage > 0.5, "most failures are inside"

# %% [markdown]
# A condition that a firm can read, and check. **Does it hold?** Two firms that are alike but for
# their outreach, one inside the box and one outside, in fresh worlds and with fresh luck:

# %%
inside, outside = 2.0, 8.0
check = cs.sweep(
    box, {SPEND: [inside, outside]}, max(2, RUNS // 25), seed=2, uncertain=unknown, samples=20,
    progress=False,
)  # fmt: skip
moved = check.compare("failed").iloc[0]
print(
    f"EUR {inside:g} a week fails in {percent(moved['mean_a'])} of runs, EUR {outside:g} in "
    f"{percent(moved['mean_b'])}; difference {100 * moved['difference']:+.0f} points "
    f"({100 * moved['low']:+.0f} to {100 * moved['high']:+.0f})."
)
assert moved["high"] < 0, "who leaves the box fails less often"

# %% [markdown]
# ## When, and of what?
#
# So: spend more? **Predict** what becomes of a box that spends EUR 48 a week, if nobody has hired a
# second reader. From here on the firm also calls it a failure (*overrun*) if 25 ideas wait to be
# read; five a week is what it can read.

# %%
SPENDS = [1, 3, 6, 12, 24, 48]
busy = cs.sweep(
    box.vary({"campaign.limits.queue": 25}), {SPEND: SPENDS}, max(6, RUNS // 20),
    uncertain={PACE: unknown[PACE]}, samples=max(4, RUNS // 10), progress=False,
)  # fmt: skip
survival_curve(busy, by=SPEND)

# %% [markdown]
# Left: how many are still alive (Kaplan and Meier). Right: what the others died of. Starving shows
# only when a window of thirteen weeks closes; overrun can come any day. Both together:

# %%
runs = busy.runs
of = pd.crosstab(runs[SPEND], runs["failed_because"], normalize="index") * 100
summary = busy.summary("submissions", by="levers")
with styled(8.5, 4.4) as figure:
    ax = figure.subplots()
    x = range(len(SPENDS))
    ax.fill_between(
        x,
        100 * summary["failure_risk_low"],
        100 * summary["failure_risk_high"],
        color=BLACK,
        alpha=0.12,
        linewidth=0,
    )
    ax.plot(x, 100 * summary["failure_risk"], "o-", color=BLACK, label="fails", linewidth=2)
    for cause, colour in (("starved", BLUE), ("overrun", VERMILLION)):
        ax.plot(x, of[cause], "s--", color=colour, label=f"first of being {cause}")
    ax.set_xticks(x, SPENDS)
    ax.set(
        xlabel="outreach (EUR a week)",
        ylabel="campaigns (%)",
        ylim=(0, 102),
        title="Between starving and drowning",
    )
    ax.legend()
    ax.grid(axis="y")
    caption(
        figure,
        f"{len(runs) // len(SPENDS)} runs a point, in {busy.design.worlds} worlds of how often "
        "people look in. Band: 95 % interval of the risk, worlds included. Outreach is not evenly "
        "spaced.",
    )
figure

# %%
risks = summary["failure_risk"].to_numpy()
middle = SPENDS[int(risks.argmin())]
print(f"Least risk at EUR {middle} a week: {percent(risks.min())}.")
assert SPENDS[0] < middle < SPENDS[-1], "the least risk is in between"
assert of["starved"].iloc[0] > of["starved"].iloc[-1], "who spends little starves"
assert of["overrun"].iloc[0] < of["overrun"].iloc[-1], "who spends much is overrun"

# %% [markdown]
# A lever with a middle is what first-order indices and boxes miss: turned up from the left it
# saves, turned up from the right it kills, and on average it seems to do little. Look at causes one
# by one before you trust an index of their sum.
#
# ## What to take home
#
# - Outreach first, reading capacity along with it, prizes last: for *this* box, in *these* ranges.
#   With other ranges the order can be another; that is why they are named.
# - A share of failing is luck that no design removes.
# - A risk over worlds is not a forecast for yours: [your own data](10-your-own-data.ipynb) may
#   narrow them.
#
# **Exercise.** Give the busy box a reading capacity of 20 (`campaign.review.capacity`). Where is
# the middle now? Then run `discover` on the busy box over all five factors: why does it find so
# little?
#
# [Experiments](../docs/experiments.md) tells more of designs; [the study of
# review](../experiments/review/found.md) of reading.
