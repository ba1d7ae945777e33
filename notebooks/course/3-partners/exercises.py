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
# # Session 3. Exercises: with whom
#
# For each: **write your prediction first**, then run, then say in a sentence *which mechanism did
# it*. Everything here runs as it is; change what is marked. The [lecture](lecture.py) has what you
# need; [solutions](../solutions/3-partners.py) are for afterwards.

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
# ## 1. What makes a fan? (easy)
#
# Fans differ from strangers in three traits. Change one at a time. Which brings most contributions,
# which the better ones?

# %%
prediction = {"submissions": "they know it", "interesting_share": "they are able"}

strangers = firm.vary(
    {"segments.aware": 0.01, "segments.intrinsic": 0.8, "segments.ability": -0.25}
)
traits = cs.compare(
    {
        "strangers": strangers,
        "they know it": strangers.vary({"segments.aware": 0.2}),
        "they like it": strangers.vary({"segments.intrinsic": 1.6}),
        "they are able": strangers.vary({"segments.ability": 0.3}),
    },
    replications=RUNS // 2,
    outcomes=["submissions", "interesting_share"],
    progress=False,
)
traits.plot()

# %% [markdown]
# ## 2. Twice the crowd (easy)
#
# Freelancers who come for a prize of EUR 2,000 a quarter. Now twice the people, twice the money for
# telling them, twice who reads and twice the winners. Twice the ideas? And if the winners stay as
# they are?

# %%
prediction = {"all doubled": 2.0, "winners as they are": 2.0}  # times as many ideas

freelancers = firm.vary(
    {"segments.money": 1.2, "segments.intrinsic": 1.0, "campaign.reward.prize": 2000.0}
)
double = {
    "population.size": 2000,
    "campaign.outreach.spend": 8.0,
    "campaign.review.capacity": 40.0,
}
sizes = cs.compare(
    {
        "now": freelancers,
        "all doubled": freelancers.vary(double | {"campaign.selection.winners": 2}),
        "winners as they are": freelancers.vary(double),
    },
    replications=RUNS // 2,
    outcomes=["submissions"],
    progress=False,
)
print(sizes)

# %% [markdown]
# ## 3. A platform of companies only (medium)
#
# Without universities the open platform has as many teams, all of companies and public bodies. What
# is lost: ideas, or good ones?

# %%
prediction = "good ones"
share = 0.3  # of universities; change to 0.0

platform = cs.load("open-platform")
without = platform.vary(
    {
        "population.segments.universities.share": share,
        "population.segments.companies.share": 0.8 - share,
    }
)
same = share == platform.population.segments["universities"].share
print(
    "change the share first"
    if same
    else cs.compare(
        {"as it is": platform, "without": without},
        replications=RUNS // 2,
        outcomes=["submissions", "interesting", "best_quality"],
        progress=False,
    )
)

# %% [markdown]
# ## 4. Ten lead users (medium)
#
# Make ten of the thousand users lead users: able (1.0), keen (intrinsic 3), at home with you (aware
# 1). How many of the interesting ideas come from these ten?

# %%
prediction = 0.05  # share of the interesting ideas
users = firm.population.segments["users"]
people = cs.Population(
    size=1000,
    segments={
        "users": users.model_copy(update={"share": 0.99}),
        "lead users": cs.Segment(share=0.01),
    },
)  # put their traits into the Segment
mixed = firm.model_copy(update={"population": people})
ideas = cs.simulate(mixed, seed=1).ideas
good = ideas[ideas["interesting"]]
print(
    f"{(good['segment'] == 'lead users').mean():.0%} of {len(good)} interesting ideas, in one run"
)
assert mixed.population.size == 1000, "still a thousand"

# %% [markdown]
# ## 5. Your partners (open-ended)
#
# Describe a group of partners you know in the traits of the first table of the lecture. Which two
# numbers do you know least? Vary these as `uncertain` and see whether your answer to a question of
# your own stands.

# %%
prediction = "it stands"
unsure = cs.sweep(
    "partnership",
    {"campaign.terms.fairness": [0.5, 0.9]},  # yours
    2,
    uncertain={"segments.intrinsic": cs.Range(0.4, 1.2)},  # yours
    samples=max(RUNS // 8, 8),
    progress=False,
)
unsure.plot()
