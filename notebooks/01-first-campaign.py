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
# # A first campaign
#
# A bakery wants to ask its customers for new kinds of bread. Will anybody answer? Is it worth a
# prize? In ten minutes you will have asked a simulation, changed its mind, and drawn a picture of
# your own.
#
# You need no more than a little Python. Run each cell with Shift and Enter, from top to bottom.

# %%
import os

import cocreation_sim as cs

RUNS = int(os.environ.get("NOTEBOOK_RUNS", 200))  # fewer in tests

# %% [markdown]
# ## The campaign
#
# The package holds a number of [cases](../docs/evidence.md). One is the *ordinary* suggestion box
# that most firms have. We take it and change a few lines: 800 customers could hear of the
# bakery's call, EUR 4 a week are spent on telling them, and the baker has time to read five ideas
# a week. The call has failed if a quarter of a year (13 weeks) brings fewer than 13 ideas. The
# numbers are made up, and chosen so that the call can fail and can succeed.

# %%
bakery = cs.load("ordinary").vary(
    {
        "name": "bakery",
        "population.size": 800,  # people
        "campaign.outreach.spend": 4.0,  # EUR a week
        "campaign.review.capacity": 5.0,  # ideas a week
        "campaign.limits.contributions": 13,  # ideas, at least, in …
        "campaign.limits.window": 13.0,  # … so many weeks
    }
)
print("Cases to begin with:", ", ".join(cs.presets()))

# %% [markdown]
# **Before you go on, write down two guesses**: how many ideas will come in a year, and will the
# call fail?
#
# ## One life

# %%
run = cs.simulate(bakery, seed=1)
run.outcome[["submissions", "contributors", "interesting", "selected", "cost", "failed"]]

# %% [markdown]
# `submissions` are ideas, `interesting` ones are good and fit what was asked for, `selected` ones
# are taken up. `cost` is in EUR. The picture shows the year: ideas that came in each week, and
# below what became of the people who heard of the call.

# %%
run.plot()

# %%
week = run.timeline[["ideas", "engaged", "paused", "burned_out", "disengaged"]].astype(int)
known = week[["engaged", "paused", "burned_out", "disengaged"]].sum(axis=1)
assert known.is_monotonic_increasing, "whoever has heard of the call is counted from then on"
print(f"At the end {known.iloc[-1]:,} of {bakery.population.size:,} people know of it.")
print(f"{run.outcome.contributors:,} of them had an idea; {run.outcome.submissions:,} ideas came.")

# %% [markdown]
# *Engaged* people know the call and may come by; whoever is *paused* has sent an idea and waits
# for an answer; *disengaged* people will not come back. How near was your guess?
#
# ## Many lives
#
# That was one life, with one kind of luck: who happens to hear of it, who has a good day. Another
# seed is another life of the same call.

# %%
for seed in (2, 3, 4):
    other = cs.simulate(bakery, seed=seed).outcome
    print(f"seed {seed}: {other.submissions:.0f} ideas, failed: {other.failed}")

# %% [markdown]
# One life is an anecdote. So we let the same year happen many times over and look at all of them.

# %%
lives = cs.sweep(bakery, {}, replications=RUNS, progress=False)
lives.plot()

# %%
said = lives.summary(["submissions"]).iloc[0]
print(
    f"Over {RUNS} lives: {said.submissions:.0f} ideas on average; "
    f"{said.failure_risk:.0%} of them fail "
    f"(95 % interval {said.failure_risk_low:.0%} to {said.failure_risk_high:.0%})."
)
assert lives.runs["submissions"].min() < said.submissions < lives.runs["submissions"].max()

# %% [markdown]
# ## Change something
#
# Now the prize. The bakery thinks of EUR 50 for the best bread of each quarter. **Guess again:
# more ideas, or fewer?**
#
# `compare` plays both designs under the *same luck*: the same people hear of the call on the same
# days. What differs is the prize's doing.

# %%
prize = bakery.vary({"campaign.reward.prize": 50.0})
found = cs.compare(
    {"no prize": bakery, "EUR 50": prize},
    replications=RUNS,
    outcomes=["submissions", "contributors", "interesting", "failed"],
    progress=False,
)
found.plot()

# %%
print(found)
fewer = found.table.set_index("outcome").loc["submissions"]
assert fewer["high"] < 0, "in the model a small prize costs this bakery ideas"

# %% [markdown]
# *Fewer* ideas. People answered because they like bread, and a little money spoils that: it is
# called crowding-out, it has been measured in experiments (row D9 of the
# [evidence](../docs/evidence.md)), and how strong it is here is uncertain. [Money and
# recognition](03-money-and-recognition.ipynb) takes it apart.
#
# What else could the baker do? Answer people, for one. Now about one idea in eight gets an
# answer. And a larger advertisement would reach more people.

# %%
found = cs.compare(
    {
        "as it is": bakery,
        "answer all": bakery.vary({"campaign.dialogue.answered": 1.0}),
        "twice the outreach": bakery.vary({"campaign.outreach.spend": 8.0}),
    },
    replications=RUNS,
    outcomes=["submissions", "ideas_per_contributor", "cost", "failed"],
    progress=False,
)
found.plot()

# %%
gain = found.table.query("outcome == 'submissions'").set_index("design")
dear = found.table.query("outcome == 'cost'").set_index("design")
for design in gain.index:
    more, cost = gain.loc[design, "difference"], dear.loc[design, "difference"]
    print(f"{design}: {more:+.0f} ideas a year for EUR {cost:+,.0f}")
assert (gain["low"] > 0).all(), "both bring more ideas"
assert dear.loc["answer all", "difference"] < dear.loc["twice the outreach", "difference"]

# %% [markdown]
# Outreach brings people, answers bring them back. An honest remark: the baker's own hours for
# writing answers are not in this bill; only reading costs something here.
#
# ## A picture of your own
#
# `sweep` plays every value of a lever. Here is how the outcome depends on how often the baker
# answers.

# %%
exp = cs.sweep(
    bakery,
    {"campaign.dialogue.answered": [0.0, 0.25, 0.5, 0.75, 1.0]},
    replications=RUNS // 2,
    progress=False,
)
exp.plot()

# %%
ideas = exp.summary(["submissions"])["submissions"]
assert ideas.iloc[-1] > ideas.iloc[0], "answering brings ideas"

# %% [markdown]
# `exp.plot().savefig("mine.png")` saves it. `bakery.save("bakery.toml")` saves the campaign as a
# file that you can edit, and `cs.load("bakery.toml")` reads it again.
#
# A word you mistype is never guessed at; you are told what would have been right:

# %%
try:
    bakery.vary({"campaign.reward.price": 50.0})
except cs.InputError as error:
    print(error)

# %% [markdown]
# ## Now change this line
#
# Go back to a cell, change a line, and run it and those below again. Guess first.
#
# 1. In *The campaign*: `"population.size": 800`. What does a village of 300 do to the risk? To
#    find a way out, change only one more line.
# 2. In *Change something*: `"campaign.reward.prize": 50.0`. How large must the prize be until it
#    brings more ideas than none?
# 3. In *A picture of your own*: sweep `"campaign.outreach.spend"` over `[2, 4, 8, 16, 32]`
#    instead. Does twice the money bring twice the ideas?
# 4. Add `"campaign.limits.watch": ["starved"]` to the campaign. Which cause of failure have you
#    stopped looking at, and did it ever occur? (`lives.causes()` tells.)
# 5. Replace `cs.load("ordinary")` by another case, such as `cs.load("workshop")`. Which lines of
#    yours still mean something there? (`cs.load("workshop").note` tells whose numbers they are.)
#
# Where to go on: [the four ways to co-create](02-four-cells.ipynb), or, without Python, [the
# dashboard](../docs/dashboard.md).
