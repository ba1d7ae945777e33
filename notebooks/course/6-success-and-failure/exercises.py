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
# # Session 6. Exercises: success and failure
#
# For each: **write your prediction first**, then run, then say in a sentence *which mechanism did
# it*. Everything here runs as it is; change what is marked. The [lecture](lecture.py) has what you
# need; [solutions](../solutions/6-success-and-failure.py) are for afterwards.

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
# ## 1. How many runs? (easy)
#
# The risk is about one half. How many runs until the 95 % interval is ten points wide (five either
# way)?

# %%
from cocreation_sim.statistics.failure import failure_risk

prediction = 100
n = 100  # try

risk, low, high = failure_risk(n // 2, n)
print(f"{n} runs: {low:.2f} to {high:.2f}, {100 * (high - low):.0f} points wide")
assert low < risk < high, "an interval holds its estimate"

# %% [markdown]
# ## 2. The same luck (easy)
#
# Ten per cent more advertising: after how many runs would the same luck tell the difference, and
# after how many would luck of its own for each design?

# %%
prediction = {"the same luck": 50, "luck of its own": 200}
more = cs.compare(
    {"now": firm, "10 % more": firm.vary({"campaign.outreach.spend": 4.4})},
    replications=RUNS,
    outcomes=["submissions", "interesting", "failed"],
    progress=False,
)
more.table[["outcome", "difference", "low", "high", "needed", "needed_unpaired"]].round(2)

# %% [markdown]
# ## 3. Are you calibrated? (medium)
#
# Give a 90 % interval for the contributions to each of five cases. Look at their descriptions
# (`cs.load(NAME).description`), not at their numbers. How many of your five hold the median? How
# many of all runs?

# %%
prediction = {
    "ordinary": (10, 60),
    "workshop": (20, 100),
    "partnership": (20, 100),
    "open-platform": (50, 200),
    "innocentive": (2, 30),
}
cases = cs.sweep("ordinary", {"preset": list(prediction)}, max(RUNS // 8, 8), progress=False)
rows = []
for name, (low, high) in prediction.items():
    came = cases.runs.query("preset == @name")["submissions"]
    rows.append((name, low, high, came.median(), came.between(low, high).mean()))
pd.DataFrame(rows, columns=["case", "low", "high", "median", "share of runs held"]).round(2)

# %% [markdown]
# ## 4. How long do they live? (medium)
#
# Draw the share of campaigns that have not failed, over time, for three budgets of advertising.
# Before: do most die at once, or one by one? Can a campaign die before week 13 at all, and why?

# %%
prediction = "one by one"
lasting = cs.sweep(firm, {"campaign.outreach.spend": [1.0, 2.0, 4.0]}, RUNS // 2, progress=False)
lasting.survival().groupby("campaign.outreach.spend")["surviving"].min().round(2)

# %%
from cocreation_sim.plots.gallery import survival_curve

survival_curve(lasting)

# %% [markdown]
# ## 5. What should you find out first? (open-ended)
#
# You may spend a week on finding out one thing about your users. Which? Screen what you do not know
# by Morris' method; then argue whether the most influential is also one that can be found out in a
# week.

# %%
prediction = "segments.pace"
screened = cs.sweep(
    firm,
    {"campaign.outreach.spend": cs.Range(1, 10)},
    1,
    uncertain={
        "segments.pace": cs.Range(0.1, 0.6),
        "segments.intrinsic": cs.Range(1.2, 2.2),
    },  # more
    design="morris",
    samples=max(RUNS // 8, 8),
    progress=False,
)
screened.plot()
