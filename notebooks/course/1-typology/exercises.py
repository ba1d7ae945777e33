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
# # Session 1. Exercises: four kinds of co-creation
#
# For each: **write your prediction first**, then run, then say in a sentence *which mechanism did
# it*. Everything here runs as it is; change what is marked. The [lecture](lecture.py) has what you
# need; [solutions](../solutions/1-typology.py) are for afterwards.

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
# ## 1. Place a case (easy)
#
# Take a campaign you know. How open is the task? How much does the crowd choose? Which corner is it
# nearest to, and in which step does most of what comes in get stuck?

# %%
openness, crowd_weight = 0.5, 0.5  # yours
prediction = "tinkering"  # the corner you expect

corner = cs.Cell.nearest(openness, crowd_weight)
print(f"You said {prediction}; it is nearest to {corner}: {', '.join(corner.stages)}.")
assert 0 <= openness <= 1, "openness lies between 0 and 1"

# %% [markdown]
# ## 2. Halfway (easy)
#
# Is the best idea of a half-open task halfway between those of the ends?

# %%
prediction = "halfway"  # "halfway", "nearer to the fixed end", "nearer to the open end"

half = cs.sweep(
    firm, {"campaign.openness": [0.0, 0.5, 1.0]}, replications=RUNS // 2, progress=False
)
half.plot("best_quality")

# %% [markdown]
# ## 3. Which assumption does it hang on? (medium)
#
# The lecture says that open tasks bring more because they are more enjoyable:
# `behaviour.motive.autonomy` is 0.3, an assumption. Set it to 0. Does opening the task still bring
# more? Why?

# %%
prediction = "fewer than a fixed task"
autonomy = 0.3  # change to 0

people = firm.vary({"behaviour.motive.autonomy": autonomy})
opened = cs.compare(
    {
        "fixed": people.vary({"campaign.cell": "submitting"}),
        "open": people.vary({"campaign.cell": "tinkering"}),
    },
    replications=RUNS // 2,
    outcomes=["contributors", "submissions"],
    progress=False,
)
print(opened)

# %% [markdown]
# ## 4. Who chooses better? (medium)
#
# Compare the mean quality of what is selected by the firm and by the crowd. Then give the firm a
# poor eye (`campaign.selection.judgement_noise` from 0.7 to 3). Who chooses better now?

# %%
prediction = "the crowd"  # who chooses better when the firm's eye is as it is
noise = 0.7  # then 3.0

eye = firm.vary({"campaign.selection.judgement_noise": noise})
chosen = cs.compare(
    {
        "the firm chooses": eye.vary({"campaign.cell": "submitting"}),
        "the crowd chooses": eye.vary({"campaign.cell": "co-designing"}),
    },
    replications=RUNS // 2,
    outcomes=["selected_quality"],
    progress=False,
)
print(chosen)

# %% [markdown]
# ## 5. Another firm's square (open-ended)
#
# Draw the square for another case, such as `workshop` or `openideo` (slower). Where does it fail
# least? Is that where the real case stands? If not: who is wrong, the model or the firm?

# %%
prediction = "where it stands"
mine = "workshop"  # yours

square = cs.sweep(
    mine,
    {"campaign.openness": [0.0, 1.0], "campaign.crowd_weight": [0.0, 1.0]},
    replications=RUNS // 2,
    progress=False,
)
square.plot()
