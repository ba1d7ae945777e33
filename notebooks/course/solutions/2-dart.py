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
# # Session 2. Solutions: DART
#
# To the [exercises](../2-dart/exercises.py). Open-ended ones have a worked example, not the answer.

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
# ## 1. More of the same

# %%
answers = cs.sweep(
    firm, {"campaign.dialogue.answered": [0, 0.25, 0.5, 0.75, 1]}, replications=RUNS, progress=False
)
steps = answers.summary(["submissions"])["submissions"].diff().dropna()
print("each quarter adds", ", ".join(f"{step:+.0f}" for step in steps))
assert (steps > 0).all(), "every quarter adds"
assert steps.iloc[2:].sum() > steps.iloc[:2].sum(), "the second half adds more than the first"
answers.plot()

# %% [markdown]
# More and more: who is answered comes again, and has another idea that is answered. Growth of that
# kind ends where the firm cannot read or answer any more; here it can.
#
# ## 2. Tools where work is hard

# %%
people = firm.vary({"segments.effort": 1.5, "segments.intrinsic": 2.0})
tools = cs.compare(
    {"bare hands": people, "a toolkit": people.vary({"campaign.access.toolkit": 0.8})},
    replications=RUNS,
    outcomes=["contributors", "submissions", "again"],
    progress=False,
)
print(tools)
table = tools.table.set_index("outcome")
assert table.loc["contributors", "low"] > 0, "tools bring people where work is hard"
assert table.loc["again", "difference"] < 0, "and bind them less"

# %% [markdown]
# More people come, and fewer of them come again: what was easy does not bind. So contributions grow
# less than people do, or not at all. That labour binds is fitted to open-source communities
# (`behaviour.leaving.investment`); whether it holds for customers with a toolkit is an open
# question.
#
# ## 3. Reasons need replies

# %%
added = {}
for answered in (0.12, 0.9):
    talking = firm.vary(
        {"campaign.dialogue.answered": answered, "campaign.dialogue.explained": 0.0}
    )
    added[answered] = cs.compare(
        {"no reasons": talking, "reasons": talking.vary({"campaign.dialogue.explained": 1.0})},
        replications=RUNS // 2,
        outcomes=["submissions"],
        progress=False,
    ).table.iloc[0]
    print(f"{answered:.0%} answered: reasons add {added[answered]['difference']:.0f} contributions")
assert added[0.9]["low"] > added[0.12]["high"], (
    "reasons are worth much more where most are answered"
)

# %% [markdown]
# ## 4. Must it be secret?

# %%
secret = firm.vary({"campaign.terms.secrecy": 0.8})
quiet = cs.compare(
    {
        "open": firm,
        "secret": secret,
        "secret, half as much again": secret.vary({"campaign.outreach.spend": 6.0}),
        "secret, twice the advertising": secret.vary({"campaign.outreach.spend": 8.0}),
    },
    replications=RUNS // 2,
    outcomes=["submissions", "failed"],
    progress=False,
)
rows = quiet.table.set_index(["design", "outcome"])
assert rows.loc["secret", "submissions"]["high"] < 0, "secrecy deters"
assert rows.loc["secret, twice the advertising", "submissions"]["difference"] > 0, "twice is enough"
quiet.plot()

# %% [markdown]
# Less than twice the advertising buys back the number. It buys *other* people, though: those whom
# secrecy deters stay away.
#
# ## 5. What is a reply worth?

# %%
price = 5.0
runs = answers.runs
runs = runs.assign(
    bill=runs["cost"] + price * runs["answered_share"].fillna(0) * runs["submissions"]
)
totals = runs.groupby("campaign.dialogue.answered")[["bill", "interesting"]].sum()
each = totals["bill"] / totals["interesting"]
print(each.round(1).to_string())
assert each.iloc[0] < each.iloc[-1], "by this sum alone silence is cheapest"

# %% [markdown]
# By this sum silence wins: a reply costs more than the share of the next idea that it brings. What
# the sum leaves out: the risk of starving, which falls with every reply; trust, and with it demand;
# and that the firm learns something by answering.
