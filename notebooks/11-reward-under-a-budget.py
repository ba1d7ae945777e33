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
# # The best reward under a budget
#
# A small brand has EUR 3,000, a few hundred customers who know it, and somebody with a few hours a
# week. In three months it wants five good ideas. How should it divide the money between prizes and
# telling people?
#
# **Predict.** Write down your plan: so much for five prizes, so much for the launch, whether
# contributors get public credit, and how many of them get an answer. How many interesting ideas
# will it bring?

# %%
import os

import numpy as np
import pandas as pd

import cocreation_sim as cs
from cocreation_sim.plots.style import BLACK, BLUE, GREY, VERMILLION, caption, styled
from cocreation_sim.wording.numbers import percent

RUNS = int(os.environ.get("NOTEBOOK_RUNS", 200))  # fewer in tests
BUDGET = 3000.0

# %% [markdown]
# ## A plan from ten questions
#
# `assess` turns plain answers into scenarios, plays the kinds of co-creation that are possible, and
# says which answers matter. What an answer leaves open (how many are "hundreds"?) is drawn anew in
# every run.

# %%
situation = cs.Situation.of(
    BUDGET,
    {
        "crowd": "hundreds", "bond": "customers", "needs": "mixed", "sought": "ideas",
        "wanted": "five", "time": "quarter", "answering": "hours", "control": "partly",
        "secrecy": "open", "terms": "clear",
    },
)  # fmt: skip
assessed = cs.assess(situation, runs=max(12, RUNS // 4), progress=False)
print(
    f"Kinds that can be: {', '.join(assessed.cells['cell'])}. Taken: {assessed.recommended.label}, "
    f"with a risk of {percent(assessed.risk)}."
)
assessed.plot()

# %%
changed = assessed.answer_sensitivity.set_index(["question", "instead"])
fewer = changed.loc[("crowd", "dozens")]
assert fewer["low"] > 0, "with dozens of people instead of hundreds it fails more often"
money = changed.loc[("budget", "twice as much")]
print(
    f"If only dozens could hear of it, the risk would be {100 * fewer['difference']:+.0f} points; "
    f"with twice the money {100 * money['difference']:+.0f}."
)
assert fewer["difference"] > abs(money["difference"]), "people matter more than money"

# %% [markdown]
# Its plan follows a simple key: two fifths of the money for prizes, two fifths for the launch
# ([how](../docs/assessing.md#the-four-plans)). Is that any good?
#
# ## Looking for a better one
#
# Two goals that pull apart: many interesting ideas, and little cost. No design may pass the budget
# in more than one run of ten. Credit and answers cost nothing in the model, so their ranges end
# where the brand could keep them up.

# %%
plan = assessed.scenario
LEVERS = {
    "reward.prize": cs.Range(0, 1000),
    "reward.recognition": cs.Range(0, 0.8),
    "dialogue.answered": cs.Range(0, 0.8),
    "outreach.launch_spend": cs.Range(0, 2500),
}
found = cs.optimise(
    plan,
    ["interesting", "cost:less"],
    budget=BUDGET,
    levers=LEVERS,
    runs=max(240, 6 * RUNS),
    progress=False,
)
print("\n\n".join(found.sentences))
found.plot()

# %%
short = {path: path.rpartition(".")[2] for path in found.front.columns}
front = found.front.rename(columns=short)
columns = ["prize", "recognition", "answered", "launch_spend", "interesting", "cost"]
assert front["interesting"].is_monotonic_decreasing, "along the front, fewer ideas …"
assert front["cost"].is_monotonic_decreasing, "… for less money"
assert (front["cost_q90"] <= BUDGET).all(), "all keep to the budget"
front[columns].round(1)

# %% [markdown]
# Each row is a bargain: nothing that was tried brings more for less. Read it from below: what does
# each next euro buy, and where does it stop to pay?
#
# ## Why this one?
#
# "Best" is worth little without "than what". `against` holds the recommended design against its
# neighbours, one step of one lever away, run by run under the same luck. Neighbours that could not
# be told apart are as good; those that were not played for want of runs are said.

# %%
best = found.recommended[0]
told = best.against.dropna(subset=["difference"])
told = told[["against", "figure", "difference", "low", "high", "runs", "verdict"]].round(1)
print(told.to_string(index=False))
verdicts = told.groupby("against")["verdict"].agg(set)
surely = [name for name, each in verdicts.items() if each <= {"worse"}]
assert not surely, "no neighbour beats the recommended design in both goals"

# %% [markdown]
# ## Does it hold elsewhere?
#
# The design was chosen in *one* world: that of the middle answers. Nobody knows how much these
# customers care for money or enjoyment, nor how much enjoyment a prize costs. So play it in worlds
# that were never searched, under fresh luck, beside three plans that a person might write:

# %%
CALL = f"campaigns.{next(iter(plan.campaigns))}."
OWN = {short[path]: value for path, value in best.levers.items()}
usual = {"prize": 240.0, "recognition": 0.6, "answered": 0.25, "launch_spend": 1200.0}
PLANS = pd.DataFrame(
    {
        "the plan": usual,
        "found": OWN,
        "all on prizes": usual | {"prize": 500.0, "launch_spend": 0.0},
        "credit and launch": usual | {"prize": 0.0, "recognition": 0.8, "answered": 0.8},
    }
).T
where = {CALL + path: path.rpartition(".")[2] for path in LEVERS}
points = pd.DataFrame({path: PLANS[name].to_numpy() for path, name in where.items()})
at_plan = plan.campaigns[next(iter(plan.campaigns))]
assert at_plan.reward.prize == PLANS.loc["the plan", "prize"], "the plan as it was assessed"

WORLDS, EACH = max(16, RUNS // 4), 4
unknown = {
    "segments.money": cs.Range(0.1, 1.5),
    "segments.intrinsic": cs.Range(0.5, 1.5),
    "segments.pace": cs.Range(0.2, 0.8, log=True),
    "behaviour.motive.crowding_entry": cs.Range(0.0, 0.5),
}
robust = cs.sweep(
    plan, points.drop_duplicates(), EACH, seed=2, uncertain=unknown, samples=WORLDS, progress=False
)
runs = robust.runs.merge(points.assign(design=PLANS.index).drop_duplicates(list(where)), "left")
means = runs.groupby("design", sort=False)[["interesting", "cost", "failed"]].mean()
print(means.round(2).to_string())

# %%
table = robust.compare(["interesting", "cost"])
rivals = list(means.index[1:])
gains = table[table["outcome"] == "interesting"].reset_index(drop=True)
with styled(8.5, 0.6 * len(rivals) + 2.2) as figure:
    ax = figure.subplots()
    for place, row in gains.iterrows():
        sure = row["low"] > 0 or row["high"] < 0
        ax.plot(
            [row["low"], row["high"]], [place, place], color=BLUE if sure else GREY, linewidth=2
        )
        ax.plot(row["difference"], place, "o", color=BLUE if sure else GREY, markersize=8)
    ax.axvline(0, color=BLACK, linewidth=1)
    ax.set_yticks(range(len(rivals)), rivals)
    ax.set(
        xlabel=f"interesting ideas, against the plan ({gains['mean_a'].iloc[0]:.1f})",
        ylim=(len(rivals) - 0.5, -0.5),
    )
    caption(
        figure,
        f"{WORLDS} worlds, {EACH} runs each; the same worlds and luck for all. Lines: 95 % "
        "intervals.",
    )
figure

# %%
assert means.loc["credit and launch", "cost"] < means.loc["the plan", "cost"]
launch, prizes = (means.loc[name, "interesting"] for name in ("credit and launch", "all on prizes"))
assert launch > 0.8 * means.loc["the plan", "interesting"], "most can be had without prizes"
assert launch > prizes, "telling people beats paying the few who know"
if "found" in means.index:
    more, dearer = gains.iloc[0], table[table["outcome"] == "cost"].iloc[0]
    print(
        f"Found against the plan: {more['difference']:+.1f} interesting ideas ({more['low']:+.1f} "
        f"to {more['high']:+.1f}) for EUR {dearer['difference']:+,.0f}."
    )
    assert more["high"] > 0 or dearer["high"] < 0, "it is not worse in both"

# %% [markdown]
# The plan of a person who puts everything on prizes starves of people: nobody hears of it. And most
# of what the prizes of the plan buy can be had without them.
#
# **Is that so in every world?** Each dot is one of them.

# %%
by_world = runs.assign(world=runs["replication_id"] % WORLDS).pivot_table(
    index="world", columns="design", values="interesting"
)
weights = runs.groupby(runs["replication_id"] % WORLDS)[list(unknown)].first()
gap = by_world["credit and launch"] - by_world["the plan"]
crowding = weights["behaviour.motive.crowding_entry"]
with styled(8.5, 4.6) as figure:
    ax = figure.subplots()
    for strong, colour, label in ((False, VERMILLION, "below a quarter"), (True, BLUE, "above")):
        chosen = (crowding > 0.25) == strong
        ax.plot(
            weights.loc[chosen, "segments.money"],
            gap[chosen],
            "o",
            color=colour,
            label=label,
            alpha=0.8,
        )
    ax.axhline(0, color=BLACK, linewidth=1, linestyle=":")
    ax.set(
        xlabel="how much the customers care for money (weight; enjoyment 0.5 to 1.5)",
        ylabel="interesting ideas more\nthan with prizes of EUR 240",
    )
    ax.set_ylim(bottom=gap.min() - 5)
    ax.legend(title="share of enjoyment that a prize costs", ncols=2, loc="lower left")
    ax.grid(axis="y")
    caption(
        figure,
        f"Credit and launch against the plan: {WORLDS} worlds, means of {EACH} runs with "
        "the same luck.",
    )
figure

# %%
better = (gap > 0).mean()
print(
    f"Without prizes it does better in {percent(better)} of the worlds, for EUR "
    f"{means.loc['the plan', 'cost'] - means.loc['credit and launch', 'cost']:,.0f} less."
)
lean = np.polyfit(crowding, gap, 1)[0], np.polyfit(weights["segments.money"], gap, 1)[0]
print(f"Slope with crowding-out {lean[0]:+.1f}, with the weight of money {lean[1]:+.1f} ideas.")
assert lean[0] > lean[1], "the more a prize crowds out, the better without; not so with money"

# %% [markdown]
# So the answer hangs on what is not known: people who want money, and lose no joy over it, are
# worth a prize; others are not. [Small prizes](07-small-prizes.ipynb) showed how little is known of
# it. What can be said whatever the world: tell people first, and thank them.
#
# **What is not in it.** Credit and answers cost nobody's time in the model. What the ideas are
# worth is up to you; nor does the model know whether your credit is worth having.
#
# **Exercise.** Value an interesting idea at EUR 100 and at EUR 1,000. Which row of the front would
# you take? Then optimise for `["interesting:bad", "cost:less"]`, what one run in ten falls short
# of: does the cautious brand choose another?
#
# [Assessing](../docs/assessing.md) and [optimising](../docs/optimising.md) tell how it is done;
# `cocreation ask` asks the ten questions in a terminal.
