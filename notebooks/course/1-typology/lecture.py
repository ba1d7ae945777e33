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
# # Session 1. Four kinds of co-creation
#
# A firm wants its customers to develop something with it. What exactly does it ask of them, and
# what does it keep for itself?
#
# **After this session you can**
#
# - place a campaign in the square of O'Hern and Rindfleisch, and say what its corners have in
#   common;
# - say what each corner asks of customers: a contribution that is fixed or open, a choice or none;
# - foretell what opening a task changes, and check it under the same luck;
# - tell what a model shows from what it assumes.
#
# | minutes | what |
# |---|---|
# | 10 | the square, and real cases in it |
# | 10 | predictions, in writing |
# | 20 | one firm in each corner; the whole square |
# | 15 | what it costs to open a task; what the model assumes |
# | 5 | reading |

# %%
import os

import pandas as pd

import cocreation_sim as cs

RUNS = int(os.environ.get("NOTEBOOK_RUNS", 200))  # fewer in tests

# %% [markdown]
# ## The square
#
# Two questions make four kinds. *Who decides what a contribution looks like?* If the firm does, the
# contribution is fixed: an idea within a brief, a design of a given size. If people may change what
# they like, it is open. *Who chooses?* The firm, or the crowd of customers. Each corner has its own
# order of steps:

# %%
steps = {str(cell): cell.stages for cell in cs.Cell}
pd.DataFrame(steps, index=[f"step {n}" for n in (1, 2, 3, 4)]).T

# %% [markdown]
# Real cases lie between the corners, so in the model both questions have answers from 0 to 1. Where
# would you put Threadless, where a community scores T-shirt designs and staff print some of the
# high scorers? LEGO Ideas, where 10,000 supporters open the firm's door?

# %%
cases = {name: cs.load(name) for name in cs.presets()}
rows = [
    (name, case.campaign.openness, case.campaign.crowd_weight, str(case.campaign.cell))
    for name, case in cases.items()
]
pd.DataFrame(rows, columns=["case", "openness", "crowd weight", "nearest corner"])

# %% [markdown]
# How far a case lies from its corner is a reading of its rules, made by whoever wrote the case, and
# open to argument. Argue.
#
# ## One firm, four ways
#
# A firm with a thousand users who could hear of it asks them for suggestions, for a year.
# Everything stays as it is but for the corner: the same people, the same luck, the same EUR 4 a
# week to tell people about it.

# %%
firm = cs.load("ordinary").vary(
    {
        "population.size": 1000,
        "campaign.outreach.spend": 4.0,
        "campaign.review.capacity": 20.0,
    }
)
corners = ["submitting", "co-designing", "tinkering", "collaborating"]

# %% [markdown]
# **Write down before you go on.** Replace these guesses by your own. Nobody sees them but you, and
# a wrong one teaches more than a right one.

# %%
prediction = {
    "most contributions": "submitting",  # one of the four corners
    "best single idea": "submitting",
    "fits best to what the firm makes": "submitting",
}
assert set(prediction.values()) <= set(corners), "name one of the four corners"

# %%
designs = {corner: firm.vary({"campaign.cell": corner}) for corner in corners}
asked = ["submissions", "best_quality", "coherence", "building_on", "loyalty", "failed"]
found = cs.compare(designs, replications=RUNS // 2, outcomes=asked, progress=False)
found.plot()

# %% [markdown]
# Each line is a difference from *submitting*, run by run under the same luck, with its interval. So
# a difference is the corner's doing. The means themselves:

# %%
means = {
    corner: found.experiment.of_base(corner)
    .runs[["submissions", "best_quality", "coherence"]]
    .mean()
    for corner in corners
}
table = pd.DataFrame(means).T
table.round(2)

# %%
asked_of = {
    "most contributions": "submissions",
    "best single idea": "best_quality",
    "fits best to what the firm makes": "coherence",
}
for question, outcome in asked_of.items():
    print(f"{question}: you said {prediction[question]}, the model says {table[outcome].idxmax()}")

# %%
gap = found.table.set_index(["design", "outcome"])
for corner in ("tinkering", "collaborating"):
    assert gap.loc[corner, "best_quality"]["low"] > 0, "open tasks bring the better best idea"
    assert gap.loc[corner, "building_on"]["low"] > 0, "and more building on others"
    assert gap.loc[corner, "coherence"]["high"] < 0, "but what is integrated fits less well"
    assert gap.loc[corner, "submissions"]["low"] > 0, "and more contributions, here"
assert gap.loc["co-designing", "loyalty"]["low"] > 0, "a crowd that selects spares the firm's trust"

# %% [markdown]
# Look at the pattern, not at the digits. **Opening the task** widens the spread of quality, so the
# best idea is better; people build on one another; and what comes fits less well to what the firm
# makes. **Letting the crowd choose** leaves quality and fit much as they were; it moves the blame
# for a rejection from the firm to the peers, so trust is a little higher.
#
# Did it surprise you that open tasks get *more* contributions here, although each takes twice the
# effort? An open task is more enjoyable, and most of these people come for enjoyment. Before you
# look: does that also hold where a contribution is hard work? (We looked for such a case: effort of
# 1.5, as for a worked-out design, and people keen enough that some come at all.)

# %%
prediction_hard = "fewer people, fewer contributions"  # when the task is opened where it is hard

hard = firm.vary({"segments.effort": 1.5, "segments.intrinsic": 2.0})
both = cs.compare(
    {
        "fixed": hard.vary({"campaign.cell": "submitting"}),
        "open": hard.vary({"campaign.cell": "tinkering"}),
    },
    replications=RUNS // 2,
    outcomes=["contributors", "ideas_per_contributor", "submissions"],
    progress=False,
)
print(f"You said: {prediction_hard}.")
print(both)

# %%
change = both.table.set_index("outcome")
assert change.loc["contributors", "high"] < 0, "the effort keeps some people away"
assert change.loc["ideas_per_contributor", "low"] > 0, "those who come contribute more"

# %% [markdown]
# Fewer people, and each with more: they build on one another, and what one has worked hard for one
# does not leave. That labour leads to love is in the model with a source (Norton, Mochon and Ariely
# 2012); its strength was fitted to open-source communities, which are full of such people. Is it as
# strong in your firm?
#
# ## The whole square
#
# Corners are only corners. The maps show the firm at nine points of the square: what it gets, and
# how likely it is to starve (fewer than 13 contributions in any quarter of the year).

# %%
prediction_square = "the middle"  # where it starves most often: a corner, or "the middle"

square = cs.sweep(
    firm,
    {"campaign.openness": [0.0, 0.5, 1.0], "campaign.crowd_weight": [0.0, 0.5, 1.0]},
    replications=RUNS // 4,
    progress=False,
)
square.plot()

# %%
summed = square.summary(["submissions"], by="campaign.openness")
print(summed[["campaign.openness", "submissions", "failure_risk"]].round(2).to_string(index=False))
print(f"You said it starves most often in {prediction_square}: look at the right-hand map.")
assert summed["submissions"].iloc[-1] > summed["submissions"].iloc[0], "openness brings more, here"

# %% [markdown]
# ## What happens to one idea
#
# In each corner an idea passes up to four steps. Few pass all. Played once:

# %%
reached = {
    corner: cs.simulate(design, seed=1).ideas["stage"].value_counts()
    for corner, design in designs.items()
}
counts = pd.DataFrame(reached).T.reindex(columns=[1, 2, 3, 4]).fillna(0).astype(int)
counts.columns = [f"ended at step {n}" for n in counts.columns]
counts

# %%
last = counts["ended at step 4"]
assert (last < 0.2 * counts.sum(axis=1)).all(), "few ideas pass all steps"

# %% [markdown]
# That is the usual picture in the field too: Threadless printed 0.86 % of its designs in 2007, Dell
# carried out 2 % of the first ten thousand ideas on IdeaStorm, Starbucks launched 0.15 % (rows A12,
# A18 and A21 of the [evidence](../../../docs/evidence.md)). In the model the share is mostly the
# number of winners over the number of ideas, so that it agrees shows little.
#
# ## What the model assumes
#
# - *Twice the effort* in an open task, and *0.3 more enjoyment*: the first within a range from the
#   literature (forms 2.1), the second an assumption. Double one of them in the exercises.
# - *Wider spread*: the direction has a source (forms 2.10), the size has none.
# - *The crowd spares the firm*: the direction has a source (A23, a backlash where a jury alone
#   chose).
# - It does **not** know what an idea says, nor whether engineers will want it.
#
# ## Reading
#
# - O'Hern, M. S. and Rindfleisch, A. (2010). Customer co-creation: a typology and research agenda.
#   *Review of Marketing Research* 6, 84–106. The square.
# - von Hippel, E. and Katz, R. (2002). Shifting innovation to users via toolkits. *Management
#   Science* 48(7), 821–833. What makes tinkering possible.
# - Fuchs, C., Prandelli, E. and Schreier, M. (2010). The psychological effects of empowerment
#   strategies on consumers' product demand. *Journal of Marketing* 74(1), 65–79. What choosing
#   does.
# - Gebauer, J., Füller, J. and Pezzei, R. (2013). The dark and the bright side of co-creation.
#   *Journal of Business Research* 66(9), 1516–1527. What happens when the firm chooses alone.
#
# Next: the [exercises](exercises.py) and then [session 2](../2-dart/lecture.py).
