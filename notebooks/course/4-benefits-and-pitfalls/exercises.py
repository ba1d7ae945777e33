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
# # Session 4. Exercises: benefits and pitfalls
#
# For each: **write your prediction first**, then run, then say in a sentence *which mechanism did
# it*. Everything here runs as it is; change what is marked. The [lecture](lecture.py) has what you
# need; [solutions](../solutions/4-benefits-and-pitfalls.py) are for afterwards.

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
# ## 1. Read them all (easy)
#
# The loud firm of the lecture reads two ideas a week. Let it read twenty. What happens to the
# queue, to who is answered, to who comes again?

# %%
prediction = {"queue": "gone", "answered": "nine of ten", "come again": "as before"}
capacity = 4.0  # then 20.0

loud = firm.vary(
    {
        "campaign.outreach.spend": 16.0,
        "campaign.review.capacity": 2.0,
        "campaign.dialogue.answered": 0.9,
    }
)
reading = cs.compare(
    {
        "reads 2 a week": loud,
        f"reads {capacity:g}": loud.vary({"campaign.review.capacity": capacity}),
    },
    replications=RUNS // 2,
    outcomes=["queue_peak", "answered_share", "again", "loyalty"],
    progress=False,
)
reading.plot()

# %% [markdown]
# ## 2. A bare no (medium)
#
# At the end of a round tell those who were not chosen, without reasons
# (`campaign.selection.announce`). Is a bare rejection better than silence? For trust, and for who
# comes again?

# %%
prediction = "worse for trust, better for coming again"
quiet = firm.vary({"campaign.dialogue.answered": 0.0})
told = cs.compare(
    {"silence": quiet, "a bare no": quiet.vary({"campaign.selection.announce": True})},
    replications=RUNS // 2,
    outcomes=["loyalty", "again", "submissions"],
    progress=False,
)
print(told)

# %% [markdown]
# ## 3. The sure way to prevent burnout (medium)
#
# Take all public credit away from an open-source project. What happens to the number of people who
# burn out? Would you recommend it?

# %%
prediction = "more burn out"
project = cs.load("open-source").vary(
    {"population.size": 1500, "campaign.outreach.spend": 2.0, "calendar.duration": 260.0}
)
credit = cs.compare(
    {"credit": project, "none": project.vary({"campaign.reward.recognition": 0.0})},
    replications=RUNS // 2,
    outcomes=["ever_burned_out", "submissions", "contributors"],
    progress=False,
)
print(credit)

# %% [markdown]
# ## 4. A clear brief (medium)
#
# Cohesion is lost by open tasks. How much of it does a clear brief buy back? Find the clarity at
# which a half-open task fits as well as a fixed one does now, if there is one.

# %%
prediction = 1.0  # that clarity
clarity = 0.9  # try

half = firm.vary({"campaign.openness": 0.5})
brief = cs.compare(
    {
        "fixed": firm.vary({"campaign.openness": 0.0}),
        "half open": half,
        f"half open, clarity {clarity:g}": half.vary({"campaign.brief.clarity": clarity}),
    },
    replications=RUNS // 2,
    outcomes=["coherence"],
    progress=False,
)
print(brief)

# %% [markdown]
# ## 5. An early warning (open-ended)
#
# Choose two figures of the timeline that a firm could watch week by week. Which warns first that
# the loud firm loses its people? Show it over the first half year.

# %%
prediction = "waiting"  # the figure that warns first

run = cs.simulate(loud, seed=1)
assert {"waiting", "disengaged", "engaged"} <= set(run.timeline.columns), "figures of the timeline"
run.plot()
