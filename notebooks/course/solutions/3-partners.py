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
# # Session 3. Solutions: with whom
#
# To the [exercises](../3-partners/exercises.py). Open-ended ones have a worked example, not the
# answer.

# %%
import os

import pandas as pd

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
# ## 1. What makes a fan?

# %%
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
rows = traits.table.set_index(["design", "outcome"])["difference"].unstack()
print(rows.round(3).to_string())
assert rows.loc["they like it", "submissions"] > rows.loc["they are able", "submissions"]
assert rows["interesting_share"].idxmax() == "they are able"
traits.plot()

# %% [markdown]
# Knowing and liking bring contributions, ability brings good ones. Three words that a marketing
# plan puts into one.
#
# ## 2. Twice the crowd

# %%
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
).table.set_index("design")
times = sizes["mean_b"] / sizes["mean_a"]
print(times.round(2).to_string())
assert 1.6 < times["all doubled"] < 2.5, "twice of everything, about twice the ideas"
assert times["winners as they are"] < times["all doubled"], "with the winners unchanged, fewer"

# %% [markdown]
# With the winners unchanged everybody has half the odds of being chosen, and knows it. What grows
# with the number of people is not the number of chances.
#
# ## 3. A platform of companies only

# %%
platform = cs.load("open-platform")
without = platform.vary(
    {"population.segments.universities.share": 0.0, "population.segments.companies.share": 0.8}
)
lost = cs.compare(
    {"as it is": platform, "without universities": without},
    replications=max(RUNS, 120),  # a small difference
    outcomes=["submissions", "interesting", "interesting_share"],
    progress=False,
)
print(lost)
assert lost.table.set_index("outcome").loc["interesting", "high"] < 0, "interesting ideas are lost"

# %% [markdown]
# Two things at once: universities are keener and more able than companies in this preset, and
# companies lose whom they complemented. To tell them apart, take the complements away first, as in
# the lecture.
#
# ## 4. Ten lead users

# %%
users = firm.population.segments["users"]
keen = users.model_copy(update={"share": 0.01, "ability": 1.0, "intrinsic": 3.0, "aware": 1.0})
people = cs.Population(
    size=1000, segments={"users": users.model_copy(update={"share": 0.99}), "lead users": keen}
)
mixed = firm.model_copy(update={"population": people})
ideas = pd.concat([cs.simulate(mixed, seed=1, replication=r).ideas for r in range(RUNS)])
good = ideas[ideas["interesting"]]
share = float((good["segment"] == "lead users").mean())
print(f"{share:.0%} of the interesting ideas come from 1 % of the people")
assert share > 0.03, "several times their number"

# %% [markdown]
# Several times their number. But they are still ten people: most good ideas come from the many.
# Whether to look for lead users or to call everybody depends on what either costs.
#
# ## 5. Your partners
#
# A worked example: are fairer terms worth it in the alliance, when we do not know how much its
# members enjoy the work?

# %%
unsure = cs.sweep(
    "partnership",
    {"campaign.terms.fairness": [0.5, 0.9]},
    2,
    uncertain={"segments.intrinsic": cs.Range(0.4, 1.2)},
    samples=max(RUNS // 8, 12),
    progress=False,
)
table = unsure.summary(["submissions"], by="levers")
assert table["submissions"].iloc[1] > table["submissions"].iloc[0], "the direction stands"
unsure.plot()
