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
# # Session 6. Measuring success, foretelling failure
#
# "The campaign got 126 ideas." Is that good? Would it have got as many in another year? Could one
# have known by March that it would fail? And what does a model not know that tells you all this?
#
# **After this session you can**
#
# - choose figures of success before the campaign, and say what each leaves out;
# - tell three kinds of spread apart: of one run, of a mean, and of what is not known;
# - judge a forecast by its calibration, with a Brier score and by what its intervals hold;
# - write down what a model does not know, in the same report as what it says.
#
# | minutes | what |
# |---|---|
# | 10 | one run is an anecdote |
# | 10 | which figure is success? |
# | 10 | intervals, and whether they keep their word |
# | 15 | foretelling failure: a rule of thumb, a score, a forecast |
# | 15 | what the model does not know; reading |

# %%
import os
import tempfile
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

import cocreation_sim as cs
from cocreation_sim.plots import style
from cocreation_sim.statistics.failure import failure_risk
from cocreation_sim.validation.published import held_against

RUNS = int(os.environ.get("NOTEBOOK_RUNS", 200))  # fewer in tests
plt.rcParams.update(style.SETTINGS)

firm = cs.load("ordinary").vary(
    {
        "population.size": 1000,
        "campaign.outreach.spend": 3.0,
        "campaign.review.capacity": 20.0,
    }
)

# %% [markdown]
# ## One run is an anecdote
#
# The firm of the other sessions, with a little less advertising. **Write down** an interval that
# holds the number of contributions in nine of ten years, and the probability that it starves (fewer
# than 13 contributions in any quarter).

# %%
prediction = {"low": 80, "high": 130, "failure": 0.3}
assert prediction["low"] < prediction["high"], "low before high"
assert 0 <= prediction["failure"] <= 1, "a probability"

# %%
years = cs.sweep(firm, {}, replications=RUNS * 4, progress=False)
years.plot()

# %%
ideas = years.runs["submissions"]
failed = years.runs["failed"].to_numpy(float)
held = ideas.between(prediction["low"], prediction["high"]).mean()
brier = float(((failed - prediction["failure"]) ** 2).mean())
base = float(failed.mean() * (1 - failed.mean()))
print(
    f"Your 90 % interval held {held:.0%} of the years; the middle 90 % were "
    f"{ideas.quantile(0.05):.0f} to {ideas.quantile(0.95):.0f}."
)
print(
    f"Failed: {failed.mean():.0%} of the years. "
    f"Brier score of your {prediction['failure']:.0%}: {brier:.3f};"
)
print(f"the best that one number for all years can reach is {base:.3f}.")
assert brier >= base, "no one number can beat the share itself"
assert ideas.quantile(0.95) > 1.3 * ideas.quantile(0.05), (
    "years differ by much, with nothing changed"
)

# %% [markdown]
# Most people's intervals are too narrow. If yours held 90 % of the years, hold on to how unsure it
# felt.
#
# Nothing was changed between these years but luck: who heard of it, who was in the mood, whose
# first idea was answered. Whoever compares this year with the last and finds a cause has nearly
# always found luck.
#
# ## Which figure is success?

# %%
prediction_best = "as it is"  # which design has the most interesting ideas for the money?

designs = {
    "as it is": firm,
    "five times the advertising": firm.vary({"campaign.outreach.spend": 15.0}),
    "a prize of 1,000": firm.vary({"campaign.reward.prize": 1000.0}),
    "answers with reasons": firm.vary(
        {"campaign.dialogue.answered": 0.6, "campaign.dialogue.explained": 0.6}
    ),
}
figures = ["submissions", "interesting", "cost_per_interesting", "loyalty", "failed"]
rivals = cs.compare(designs, replications=RUNS, outcomes=figures, progress=False)
means = pd.DataFrame(
    {name: rivals.experiment.of_base(name).runs[figures].mean() for name in designs}
).T.astype(float)
means.round(2)

# %%
best = {figure: means[figure].idxmax() for figure in ("submissions", "interesting", "loyalty")}
best |= {figure: means[figure].idxmin() for figure in ("cost_per_interesting", "failed")}
for figure, name in best.items():
    print(f"by {figure:<21} {name}")
print(f"For the money you said: {prediction_best}.")
assert len(set(best.values())) > 1, "which design is best depends on the figure"

# %% [markdown]
# So choose the figure before you see the result. And note what no figure here has: what an idea
# earns in your market, whether your own people want it, and what writing all those replies costs.
#
# ## Do intervals keep their word?
#
# A 95 % interval should hold the truth in 95 of 100 cases. In a model one can look: take what all
# the years say for the truth, and give 20 of them at a time to a student who knows no others.

# %%
prediction_hold = 0.95  # share of the students' intervals that will hold the truth

groups = failed[: len(failed) // 20 * 20].reshape(-1, 20).sum(axis=1)
risk, low, high = failure_risk(groups, 20)
truth = failed.mean()
holds = (low <= truth) & (truth <= high)

fig, ax = plt.subplots(figsize=(8, 3.6), layout="constrained")
for at, one in enumerate(zip(risk, low, high, holds, strict=True)):
    ax.plot([at, at], one[1:3], color=style.BLUE if one[3] else style.VERMILLION, linewidth=2)
    ax.plot(at, one[0], "o", color=style.BLUE if one[3] else style.VERMILLION, markersize=4)
ax.axhline(truth, color=style.BLACK, linewidth=1)
ax.set(xlabel="student, each with 20 years", ylabel="failure risk (95 % intervals)", ylim=(0, 1))
ax.set_title("One truth, many intervals")
ax.grid(axis="y")
plt.show()
print(f"{holds.mean():.0%} hold the truth; you said {prediction_hold:.0%}.")
print(f"Half of the width of one: {np.mean(high - low) / 2:.2f}, so 20 years leave much open.")
assert holds.mean() >= 0.75, "most intervals hold the truth"

# %% [markdown]
# ## Could one have known by spring?
#
# Take the campaigns that are still alive after the first quarter. Is a quiet quarter a warning?

# %%
prediction_quiet = {"quiet": 0.6, "busy": 0.3}  # share that fail later, by their first quarter

lives = []
for r in range(max(RUNS, 150)):
    run = cs.simulate(firm, seed=2, replication=r)
    first = int(run.timeline["ideas"].iloc[:13].sum())
    if not run.outcome.failed or run.outcome.failed_at > 13:
        lives.append((first, bool(run.outcome.failed)))
alive = pd.DataFrame(lives, columns=["first quarter", "fails"])
alive["kind"] = np.where(alive["first quarter"] <= alive["first quarter"].median(), "quiet", "busy")
table = alive.groupby("kind")["fails"].agg(["mean", "size"]).loc[["quiet", "busy"]]
table.round(2)

# %%
known, later = alive.iloc[::2], alive.iloc[1::2]  # learn from one half, be judged by the other
rule = later["kind"].map(known.groupby("kind")["fails"].mean())
yours = later["kind"].map(prediction_quiet)
flat = known["fails"].mean()
scores = {
    "no rule: the same for all": ((later["fails"] - flat) ** 2).mean(),
    "the rule, learned from the other half": ((later["fails"] - rule) ** 2).mean(),
    "your prediction": ((later["fails"] - yours) ** 2).mean(),
}
for name, value in scores.items():
    print(f"Brier score, {name}: {float(value):.3f}")
assert table.loc["quiet", "mean"] > table.loc["busy", "mean"], "a quiet start is a warning"

# %% [markdown]
# A warning, and no certainty: the gain in the score is small, for luck strikes again in every
# quarter. A model of people can use the whole history. Here is one whose end we hide: half a year,
# weekly.

# %%
prediction_rest = {"low": 20, "high": 70}  # contributions in the half year to come

life = cs.simulate(firm, seed=11).timeline["ideas"].astype(int).to_list()
with tempfile.TemporaryDirectory() as folder:
    home = Path(folder)
    history = home / "history.csv"
    lines = [f"{week},{count}" for week, count in enumerate(life[:26])]
    history.write_text("\n".join(["week,contributions", *lines]))
    ahead = cs.forecast(history, firm, weeks=26, lives=max(128, RUNS), folder=home, progress=False)
ahead.plot()

# %%
print(
    f"It came to {sum(life[26:])} in the hidden half; "
    f"you said {prediction_rest['low']} to {prediction_rest['high']}."
)
assert sum(life[26:]) >= 0, "one life, one number: nothing can be concluded from it"

# %% [markdown]
# One hit or miss shows nothing, whichever it was. On real series such forecasts gain a little over
# plain rivals, and what the simulated people add to that gain is nothing measurable yet (the
# [backtest](../../../experiments/backtest/found.md)). A humbling result, worth more than a story of
# success. How to forecast a campaign of your own: [its guide](../../../docs/forecasting.md).
#
# ## What the model does not know
#
# All intervals so far hold luck and nothing else. But nobody knows exactly how often these people
# look in, how much they enjoy it, or how much money would crowd out. Say so:

# %%
prediction_width = 1.5  # how many times as wide the span of one year becomes

unknown = {
    "segments.pace": cs.Range(0.15, 0.6, log=True),
    "segments.intrinsic": cs.Range(1.4, 2.2),
    "campaign.outreach.contacts_per_euro": cs.Range(0.5, 2.0, log=True),
}
unsure = cs.sweep(
    firm,
    {"campaign.reward.prize": [0, 100]},
    4,
    uncertain=unknown,
    samples=max(RUNS // 4, 24),
    progress=False,
)
without = unsure.runs.query("`campaign.reward.prize` == 0")["submissions"]


def span(values):
    """Width of the middle 90 %."""
    return float(values.quantile(0.95) - values.quantile(0.05))


fig, axes = plt.subplots(2, 1, figsize=(8, 4.4), layout="constrained", sharex=True)
for ax, values, title in zip(
    axes, (ideas, without), ("luck only", "luck, and what is not known of the people"), strict=True
):
    ax.hist(
        values,
        bins=np.linspace(0, float(without.max()) + 1, 40),
        color=style.BLUE,
        edgecolor="white",
    )
    ax.axvspan(
        values.quantile(0.05), values.quantile(0.95), color=style.BLUE, alpha=0.12, linewidth=0
    )
    ax.set(title=title, ylabel="runs")
axes[1].set_xlabel("contributions a year (shaded: the middle 90 %)")
plt.show()
print(
    f"The span becomes {span(without) / span(ideas):.1f} times as wide; "
    f"you said {prediction_width}."
)
assert span(without) > span(ideas), "what is not known is more than luck"

# %% [markdown]
# The total is hardly known. Is a *comparison* better off? The prize of EUR 100 meets the same
# worlds:

# %%
pair = unsure.runs.pivot(
    index="replication_id", columns="campaign.reward.prize", values="submissions"
)
fewer = float((pair[100] < pair[0]).mean())
print(f"With the prize fewer contributions come in {fewer:.0%} of all runs in all worlds.")
assert fewer > 0.5, "the direction stands in most worlds"

# %% [markdown]
# Directions are sturdier than levels: what is wrong in both designs cancels. That is the honest use
# of a model like this one: *which, and in which direction, under which assumption*; and rarely *how
# much*.
#
# The last doubt cannot be varied: whether the mechanisms are the right ones. One looks at what was
# published and not fitted:

# %%
held_rows = held_against(cs.sweep("ordinary", {}, replications=RUNS, progress=False))
held_rows[["figure", "predicted", "low", "high", "published", "status", "inside"]].round(2)

# %%
words = dict(zip(held_rows["figure"], held_rows["inside"], strict=True))
assert words["contributors"] == "fitted", "what was fitted shows nothing"

# %% [markdown]
# One row was fitted, so that it agrees shows nothing. Another follows almost directly from a lever
# (which one?). What remains is little, for this case. All cases, hits and misses: [How sure are
# we](../../../docs/how-sure.md).
#
# ## Reading
#
# - Brier, G. W. (1950). Verification of forecasts expressed in terms of probability. *Monthly
#   Weather Review* 78(1), 1–3. Three pages.
# - Gneiting, T. and Raftery, A. E. (2007). Strictly proper scoring rules, prediction, and
#   estimation. *Journal of the American Statistical Association* 102(477), 359–378.
# - Salganik, M. J., Dodds, P. S. and Watts, D. J. (2006). Experimental study of inequality and
#   unpredictability in an artificial cultural market. *Science* 311, 854–856. Luck, measured.
# - Dahlander, L. and Piezunka, H. (2014). Open to suggestions. *Research Policy* 43(5). How most
#   fail.
#
# Next: the [exercises](exercises.py), and the [assignment](../assignment.md).
