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
# # Session 1. Solutions: four kinds of co-creation
#
# To the [exercises](../1-typology/exercises.py). Open-ended ones have a worked example, not the
# answer.

# %%
import os

import cocreation_sim as cs

RUNS = int(os.environ.get("NOTEBOOK_RUNS", 200))  # fewer in tests

firm = cs.load("ordinary").vary(
    {
        "population.size": 1000,
        "campaign.outreach.spend": 4.0,
        "campaign.review.capacity": 20.0,
    }
)

# %% [markdown]
# ## 1. Place a case
#
# Wikipedia, say: the task is as open as can be, and peers choose what stays, with no firm at all.

# %%
corner = cs.Cell.nearest(1.0, 1.0)
print(f"{corner}: {', '.join(corner.stages)}")
assert str(corner) == "collaborating"

# %% [markdown]
# ## 2. Halfway
#
# The spread of quality grows evenly with openness, and the best of many grows with the spread. So
# it is about halfway; a little more comes from there being more ideas to be the best of.

# %%
half = cs.sweep(
    firm, {"campaign.openness": [0.0, 0.5, 1.0]}, replications=RUNS // 2, progress=False
)
best = half.compare(["best_quality"]).set_index("design")["difference"]
share = best.iloc[0] / best.iloc[1]
print(f"At openness 0.5 {share:.0%} of the whole gain is there.")
assert 0.25 < share < 0.75, "about halfway"
half.plot("best_quality")

# %% [markdown]
# ## 3. Which assumption does it hang on?

# %%
gains = {}
for autonomy in (0.3, 0.0):
    people = firm.vary({"behaviour.motive.autonomy": autonomy})
    gains[autonomy] = cs.compare(
        {
            "fixed": people.vary({"campaign.cell": "submitting"}),
            "open": people.vary({"campaign.cell": "tinkering"}),
        },
        replications=RUNS // 2,
        outcomes=["contributors", "submissions"],
        progress=False,
    ).table.set_index("outcome")
    print(gains[autonomy][["difference", "low", "high"]].round(1).to_string())
assert gains[0.3].loc["contributors", "low"] > gains[0.0].loc["contributors", "high"], (
    "much hangs on it"
)
kept = gains[0.0].loc["contributors", "difference"] / gains[0.3].loc["contributors", "difference"]
print(f"Without it {kept:.0%} of the gain in people is left.")
assert kept < 0.5, "less than half"

# %% [markdown]
# Most of the gain hangs on one assumption. A little is left: an open task offers a second thing to
# do, building on what others began. Say so whenever you use the finding.
#
# ## 4. Who chooses better?

# %%
for noise in (0.7, 3.0):
    eye = firm.vary({"campaign.selection.judgement_noise": noise})
    row = cs.compare(
        {
            "the firm chooses": eye.vary({"campaign.cell": "submitting"}),
            "the crowd chooses": eye.vary({"campaign.cell": "co-designing"}),
        },
        replications=RUNS,
        outcomes=["selected_quality"],
        progress=False,
    ).table.iloc[0]
    print(f"noise {noise}: firm {row['mean_a']:.2f}, crowd {row['mean_b']:.2f}")
    if noise == 0.7:
        assert row["high"] < 0, "a firm with a fair eye chooses better than this small crowd"
        clear = row["difference"]
assert row["difference"] > clear, "with a poor eye its lead shrinks or turns"

# %% [markdown]
# A small crowd has few votes for an idea, and early votes draw later ones (E1, E2). "Better" is
# meant by the firm's measure of quality: a crowd chooses what it likes, and that may be what it
# will buy.
#
# ## 5. Another firm's square
#
# A worked example: the workshop.

# %%
square = cs.sweep(
    "workshop",
    {"campaign.openness": [0.0, 1.0], "campaign.crowd_weight": [0.0, 1.0]},
    replications=RUNS // 2,
    progress=False,
)
square.plot()

# %% [markdown]
# Whoever writes "the firm is wrong" has to show that the same comes out where the assumptions of
# exercises 3 and 4 are varied.
