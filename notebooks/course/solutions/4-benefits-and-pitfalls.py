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
# # Session 4. Solutions: benefits and pitfalls
#
# To the [exercises](../4-benefits-and-pitfalls/exercises.py). Open-ended ones have a worked
# example, not the answer.

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
# ## 1. Read them all

# %%
loud = firm.vary(
    {
        "campaign.outreach.spend": 16.0,
        "campaign.review.capacity": 2.0,
        "campaign.dialogue.answered": 0.9,
    }
)
reading = cs.compare(
    {"reads 2 a week": loud, "reads 20": loud.vary({"campaign.review.capacity": 20.0})},
    replications=RUNS // 2,
    outcomes=["queue_peak", "answered_share", "again", "loyalty"],
    progress=False,
)
table = reading.table.set_index("outcome")
assert table.loc["queue_peak", "high"] < 0, "the queue shrinks"
assert table.loc["answered_share", "low"] > 0.2, "many more are answered"
assert table.loc["again", "low"] > 0, "and come again"
assert table.loc["loyalty", "low"] > 0, "and trust"
reading.plot()

# %% [markdown]
# ## 2. A bare no

# %%
quiet = firm.vary({"campaign.dialogue.answered": 0.0})
told = cs.compare(
    {"silence": quiet, "a bare no": quiet.vary({"campaign.selection.announce": True})},
    replications=RUNS,
    outcomes=["loyalty", "again", "submissions"],
    progress=False,
)
print(told)
table = told.table.set_index("outcome")
assert table.loc["again", "difference"] > 0, "a no keeps more newcomers than silence"
assert table.loc["loyalty", "difference"] < 0, "and costs some trust"

# %% [markdown]
# C2 says that a plain rejection keeps newcomers better than silence, and the sign was put into the
# model from there. The effect is small: the no comes at the end of a quarter, when most have given
# up waiting. Trust pays for it, for now all are told who were not chosen (an assumption). C6 stands
# against any effect on behaviour.
#
# ## 3. The sure way to prevent burnout

# %%
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
table = credit.table.set_index("outcome")
assert table.loc["ever_burned_out", "high"] < 0, "fewer burn out"
assert table.loc["submissions", "high"] < 0, "because fewer contribute"

# %% [markdown]
# Who does not come does not burn out. A figure that improves because the campaign shrinks is no
# success: look at the share of the core, and at what is done, beside it.
#
# ## 4. A clear brief

# %%
half = firm.vary({"campaign.openness": 0.5})
brief = cs.compare(
    {
        "fixed": firm.vary({"campaign.openness": 0.0}),
        "half open": half,
        "half open, quite clear": half.vary({"campaign.brief.clarity": 1.0}),
    },
    replications=RUNS,
    outcomes=["coherence"],
    progress=False,
)
table = brief.table.set_index("design")["difference"]
bought = 1 - table["half open, quite clear"] / table["half open"]
print(f"A quite clear brief buys back {bought:.0%} of the fit that is lost.")
assert 0 < bought < 1, "some of it, and not all"

# %% [markdown]
# ## 5. An early warning
#
# A worked example: the queue grows from the first weeks; those who left are seen months later.

# %%
run = cs.simulate(loud, seed=1)
line = run.timeline.set_index("time")[["waiting", "disengaged"]]
reached = {name: line.index[line[name] >= line[name].max() / 2][0] for name in line}
print(
    "half of its highest value after", {name: f"{week:g} weeks" for name, week in reached.items()}
)
early = line.loc[13]
assert early["waiting"] > 0, "the queue is there in the first quarter"
run.plot()

# %% [markdown]
# One run is an anecdote: whoever proposes a warning must also say how often it would have been
# false.
