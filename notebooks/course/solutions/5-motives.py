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
# # Session 5. Solutions: motives and rewards
#
# To the [exercises](../5-motives/exercises.py). Open-ended ones have a worked example, not the
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
# ## 1. Who cares for credit?

# %%
for social in (0.0, 1.5):
    people = firm.vary({"segments.social": social, "segments.intrinsic": 1.2})
    row = cs.compare(
        {
            "a little credit": people,
            "full credit": people.vary({"campaign.reward.recognition": 1.0}),
        },
        replications=RUNS // 2,
        outcomes=["submissions"],
        progress=False,
    ).table.iloc[0]
    print(f"social {social}: {row['difference']:+.1f} ({row['low']:+.1f} to {row['high']:+.1f})")
    if social == 0:
        assert row["difference"] == row["low"] == row["high"] == 0, "exactly no change, in no run"
    else:
        assert row["low"] > 0, "where people care, credit brings more"

# %% [markdown]
# Exactly none: the same people, the same luck, and nothing that could act on them. That is how one
# checks a mechanism in a model. In the field there is no such zero.
#
# ## 2. Is it certain?

# %%
paid = firm.vary(
    {"segments.money": 1.2, "segments.intrinsic": 1.0, "campaign.reward.prize": 2000.0}
)
sure = cs.compare(
    {"if good enough": paid.vary({"campaign.reward.guaranteed": False}), "guaranteed": paid},
    replications=RUNS,
    outcomes=["submissions"],
    progress=False,
)
print(sure)
assert sure.table.iloc[0]["low"] > 0, "a guarantee brings more, as in C7"

# %% [markdown]
# ## 3. One large, or several?

# %%
shares = cs.sweep(
    paid,
    {"campaign.selection.winners": [1, 2, 4], "campaign.reward.prize": [2000.0, 1000.0, 500.0]},
    RUNS // 2,
    design="zip",
    progress=False,
)
summed = shares.summary(["submissions"])
span = summed["submissions"].max() / summed["submissions"].min()
print(
    summed[["campaign.selection.winners", "submissions", "submissions_low", "submissions_high"]]
    .round(1)
    .to_string(index=False)
)
assert span < 1.25, "it matters little"

# %% [markdown]
# Twice the odds times half the prize: the expected reward is the same, and in the model people
# weigh just that. Gamblers and people who shun risk are not in it. If your answer needs them, say
# that the model cannot tell.
#
# ## 4. A rival theory

# %%
curves = {}
for turn in (0.0, 0.3):
    curves[turn] = cs.sweep(
        firm.vary(
            {"segments.money": 1.2, "segments.intrinsic": 1.0, "behaviour.motive.money_turn": turn}
        ),
        {"campaign.reward.prize": [0, 500, 2000, 8000, 32000]},
        RUNS // 4,
        progress=False,
    )
    mean = curves[turn].summary(["submissions"]).set_index("campaign.reward.prize")["submissions"]
    print(f"turn {turn}: most at a prize of EUR {mean.idxmax():,}")
    if turn == 0:
        assert mean.idxmax() == 32000, "the logarithm never turns"
    else:
        assert mean.idxmax() < 32000, "the rival does"
curves[0.3].plot()

# %% [markdown]
# Below the top the two look alike. A trial must put its second prize beyond it; most firms never
# pay so much, and so will never know.
#
# ## 5. A reward of your own
#
# A worked example: a fee of EUR 7 an idea in the workshop.

# %%
workshop = cs.load("workshop")
chosen = cs.compare(
    {"as it is": workshop, "a fee": workshop.vary({"campaign.reward.pay": 7.0})},
    replications=RUNS,
    outcomes=["submissions", "interesting", "loyalty", "cost"],
    progress=False,
)
print(chosen)
assert chosen.table.set_index("outcome").loc["cost", "low"] > 0, "that it costs money is sure"
chosen.plot()
