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
# # Session 2. Exercises: DART
#
# For each: **write your prediction first**, then run, then say in a sentence *which mechanism did
# it*. Everything here runs as it is; change what is marked. The [lecture](lecture.py) has what you
# need; [solutions](../solutions/2-dart.py) are for afterwards.

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
# ## 1. More of the same (easy)
#
# Answer none, a quarter, half, three quarters, all. Does each quarter add as much as the one
# before?

# %%
prediction = "less and less"  # "less and less", "as much", "more and more"
assert prediction in ("less and less", "as much", "more and more"), "one of the three"

answers = cs.sweep(
    firm,
    {"campaign.dialogue.answered": [0, 0.25, 0.5, 0.75, 1]},
    replications=RUNS // 2,
    progress=False,
)
answers.plot()

# %% [markdown]
# ## 2. Tools where work is hard (medium)
#
# In the lecture a toolkit did little. Now a contribution is a worked-out design (effort 1.5). Look
# at people and at contributions: do they move alike?

# %%
prediction = "more people, more contributions"
effort = 0.333  # change to 1.5, and the enjoyment to 2.0
enjoyment = 1.773

people = firm.vary({"segments.effort": effort, "segments.intrinsic": enjoyment})
tools = cs.compare(
    {"bare hands": people, "a toolkit": people.vary({"campaign.access.toolkit": 0.8})},
    replications=RUNS // 2,
    outcomes=["contributors", "submissions", "again"],
    progress=False,
)
print(tools)

# %% [markdown]
# ## 3. Reasons need replies (medium)
#
# What do reasons add where 12 % are answered, and where 90 % are?

# %%
prediction = {0.12: 5, 0.9: 20}  # contributions that reasons add
answered = 0.12  # then 0.9

talking = firm.vary({"campaign.dialogue.answered": answered, "campaign.dialogue.explained": 0.0})
reasons = cs.compare(
    {"no reasons": talking, "reasons": talking.vary({"campaign.dialogue.explained": 1.0})},
    replications=RUNS // 2,
    outcomes=["submissions", "loyalty"],
    progress=False,
)
print(reasons)

# %% [markdown]
# ## 4. Must it be secret? (medium)
#
# The firm's lawyers want contributors to keep quiet: secrecy 0.8. What does it do to the risk of
# starving? How much more advertising makes up for it?

# %%
prediction = 2.0  # how many times the advertising
times = 2.0  # try

secret = firm.vary({"campaign.terms.secrecy": 0.8})
quiet = cs.compare(
    {
        "open": firm,
        "secret": secret,
        "secret, advertised": secret.vary({"campaign.outreach.spend": 4.0 * times}),
    },
    replications=RUNS // 2,
    outcomes=["submissions", "failed"],
    progress=False,
)
quiet.plot()

# %% [markdown]
# ## 5. What is a reply worth? (open-ended)
#
# A reply takes ten minutes, EUR 5. Which share of answers gives an interesting idea for the least
# money? What does your sum leave out?

# %%
prediction = 0.4  # the best share
price = 5.0

runs = answers.runs
runs = runs.assign(
    bill=runs["cost"] + price * runs["answered_share"].fillna(0) * runs["submissions"]
)
totals = runs.groupby("campaign.dialogue.answered")[["bill", "interesting"]].sum()
(totals["bill"] / totals["interesting"]).round(1)
