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
# # Session 6. Solutions: success and failure
#
# To the [exercises](../6-success-and-failure/exercises.py). Open-ended ones have a worked example,
# not the answer.

# %%
import os

import numpy as np

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
# ## 1. How many runs?

# %%
from cocreation_sim.statistics.failure import failure_risk

runs = np.arange(50, 1000, 2)
risk, low, high = failure_risk(runs // 2, runs)
enough = int(runs[high - low <= 0.10][0])
print(f"{enough} runs")
assert 350 < enough < 420, "nearly four hundred"

# %% [markdown]
# Half the width takes four times the runs. A `cs.StoppingRule` stops a sweep when it is there.
#
# ## 2. The same luck

# %%
more = cs.compare(
    {"now": firm, "10 % more": firm.vary({"campaign.outreach.spend": 4.4})},
    replications=RUNS,
    outcomes=["submissions", "interesting", "failed"],
    progress=False,
)
table = more.table.set_index("outcome")
print(table[["needed", "needed_unpaired"]].round(0).to_string())
assert table.loc["submissions", "saves"] > 2, "the same luck saves most of the runs"
more.plot()

# %% [markdown]
# ## 3. Are you calibrated?
#
# There is no solution but practice. With the quantiles of the runs themselves as intervals one
# holds what one should:

# %%
case = cs.sweep("workshop", {}, RUNS * 2, progress=False).runs["submissions"]
seen, new = case.iloc[::2], case.iloc[1::2]
held = new.between(seen.quantile(0.05), seen.quantile(0.95)).mean()
print(f"The middle 90 % of some runs hold {held:.0%} of others.")
assert held > 0.6, "most of them"

# %% [markdown]
# ## 4. How long do they live?

# %%
lasting = cs.sweep(firm, {"campaign.outreach.spend": [1.0, 2.0, 4.0]}, RUNS // 2, progress=False)
curves = lasting.survival()
first = curves[curves["failures"] > 0]["time"].min()
print(f"The first to fail fails in week {first:g}.")
assert first >= 13, "nobody starves before the first window of 13 weeks has closed"
left = curves.groupby("campaign.outreach.spend")["surviving"].min()
assert left.loc[4.0] > left.loc[1.0], "more advertising, longer life"

# %%
from cocreation_sim.plots.gallery import survival_curve

survival_curve(lasting)

# %% [markdown]
# With little advertising most die as soon as they can, when the first quarter closes. *When* a
# failure can be seen at all is decided by the window in which one looks.
#
# ## 5. What should you find out first?
#
# A worked example with four unknowns.

# %%
screened = cs.sweep(
    firm,
    {"campaign.outreach.spend": cs.Range(1, 10)},
    1,
    uncertain={
        "segments.pace": cs.Range(0.1, 0.6),
        "segments.intrinsic": cs.Range(1.2, 2.2),
        "segments.aware": cs.Range(0.0, 0.1),
        "segments.social": cs.Range(0.0, 0.5),
    },
    design="morris",
    samples=max(RUNS // 8, 8),
    progress=False,
)
table = (
    screened.sensitivity("submissions")
    .set_index("factor")["mu_star"]
    .drop("campaign.outreach.spend")
)
print(table.round(1).to_string())
assert table.idxmax() != "segments.social", "how they care for credit is not what matters, here"
screened.plot()

# %% [markdown]
# How much people enjoy the work cannot be asked in a week; how often they look in can be counted
# from a log in an afternoon. The most influential and the most knowable are not the same.
