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
# # Session 5. Exercises: motives and rewards
#
# For each: **write your prediction first**, then run, then say in a sentence *which mechanism did
# it*. Everything here runs as it is; change what is marked. The [lecture](lecture.py) has what you
# need; [solutions](../solutions/5-motives.py) are for afterwards.

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
# ## 1. Who cares for credit? (easy)
#
# Full public credit instead of a little, for people who do not care for it at all (`social` 0), and
# for people who do (1.5). What *exactly* happens with the first?

# %%
prediction = {0.0: 0, 1.5: 50}  # contributions more
social = 1.5  # then 0.0

people = firm.vary({"segments.social": social, "segments.intrinsic": 1.2})
credit = cs.compare(
    {"a little credit": people, "full credit": people.vary({"campaign.reward.recognition": 1.0})},
    replications=RUNS // 2,
    outcomes=["submissions"],
    progress=False,
)
print(credit)

# %% [markdown]
# ## 2. Is it certain? (medium)
#
# People who come for money see a prize of EUR 2,000. Does it matter whether it is guaranteed, or
# only paid if something good enough comes? (Row C7 has the direction.)

# %%
prediction = "a guarantee brings more"
paid = firm.vary(
    {"segments.money": 1.2, "segments.intrinsic": 1.0, "campaign.reward.prize": 2000.0}
)
sure = cs.compare(
    {"if good enough": paid.vary({"campaign.reward.guaranteed": False}), "guaranteed": paid},
    replications=RUNS // 2,
    outcomes=["submissions"],
    progress=False,
)
print(sure)

# %% [markdown]
# ## 3. One large, or several? (medium)
#
# EUR 2,000 a round for the same people: one prize, two, or four. What stays the same for whoever
# reckons with expected values? Who does not?

# %%
prediction = "one large prize"  # brings most contributions
shares = cs.sweep(
    paid,
    {"campaign.selection.winners": [1, 2, 4], "campaign.reward.prize": [2000.0, 1000.0, 500.0]},
    RUNS // 2,
    design="zip",
    progress=False,
)
summed = shares.summary(["submissions", "interesting"])
summed[["campaign.selection.winners", "campaign.reward.prize", "submissions", "interesting"]].round(
    1
)

# %% [markdown]
# ## 4. A rival theory (medium)
#
# In some contests the crowd rises and then *falls* with the award (D6). The model has that as a
# rival that is off: `behaviour.motive.money_turn`. Switch it on. From which prize on does more
# bring less? Which of the two theories would a field trial with two prizes tell apart?

# %%
prediction = 1000  # the prize at the top of the curve
turn = 0.0  # then 0.3
assert 0 <= turn <= 2, "as the parameter allows"

rival = cs.sweep(
    firm.vary(
        {"segments.money": 1.2, "segments.intrinsic": 1.0, "behaviour.motive.money_turn": turn}
    ),
    {"campaign.reward.prize": [0, 500, 2000, 8000, 32000]},
    RUNS // 4,
    progress=False,
)
rival.plot()

# %% [markdown]
# ## 5. A reward of your own (open-ended)
#
# For the workshop, and EUR 500: money, credit, a fee, or nothing. Choose by interesting ideas *and*
# trust. Then name the people for whom the opposite would be right, and show it.

# %%
prediction = "nothing is best"
mine = {"campaign.reward.pay": 7.0}  # yours

workshop = cs.load("workshop")
chosen = cs.compare(
    {"as it is": workshop, "mine": workshop.vary(mine)},
    replications=RUNS,
    outcomes=["submissions", "interesting", "loyalty", "cost"],
    progress=False,
)
chosen.plot()
