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
# # A rule of your own
#
# The model says that a small prize costs people their enjoyment. You do not believe it. You think
# that a small prize is an *insult*: who expects less than what seems fair is repelled, whether or
# not the work is a pleasure. Can you put your rule in place of ours, without touching the package,
# and see whether it matters?
#
# **Predict.** Under your rule, which prize is the worst? And what happens at the prize at which it
# begins to seem fair?

# %%
import contextlib
import io
import math
import os

import mesa
import numpy as np
import pandas as pd

import cocreation_sim as cs
from cocreation_sim import randomness as rn
from cocreation_sim.mesa_model import CoCreationModel, Customer
from cocreation_sim.plots.style import BLACK, BLUE, ORANGE, VERMILLION, caption, styled
from cocreation_sim.rules.events import NOTHING, VOTE
from cocreation_sim.statistics.docking import first_difference
from cocreation_sim.wording.numbers import percent

RUNS = int(os.environ.get("NOTEBOOK_RUNS", 200))  # fewer in tests

# %% [markdown]
# ## The rule
#
# A rule is a plain function of numbers; the last argument, `p`, holds its parameters. Ours is
# [`motive.money_pull`](../docs/odd.md#76-motive): the pull of money is the logarithm of what one
# expects to win. Yours takes the same arguments:

# %%
FAIR = 25.0  # EUR that one must expect for it to seem fair; an assumption
INSULT = 1.5  # how much less repels, in the units of the pull; an assumption


def insulted(weight, odds, prize, pay, p):
    """Money pulls by its logarithm, but what is less than fair repels."""
    expected = odds * prize + pay
    pull = math.log1p(expected / p.money_scale)
    if expected < FAIR:
        pull -= INSULT
    return weight * pull


MINE = {"motive.money_pull": insulted}
box = cs.load("ordinary").vary(
    {"population.size": 400, "campaign.outreach.spend": 6.0, "segment.money": 0.6}
)
hundred = {"campaign.reward.prize": 100.0}
pure = {"behaviour.motive.crowding_entry": 0.0}  # your rule in place of ours, not beside it

# %% [markdown]
# ## Both engines play it
#
# One engine plays with Mesa agents: readable, slow, open to a debugger. The other compiles the same
# rules; with a new one that takes about half a minute, once a session. Both draw the same luck, so
# they must agree **decision by decision**. `first_difference` looks at every number of both runs,
# and names the first that differs.

# %%
yours = box.vary(hundred | pure)
by_agents = cs.simulate(yours, seed=1, rules=MINE, engine="mesa")
with contextlib.redirect_stderr(io.StringIO()):  # it says that it compiles
    compiled = cs.simulate(yours, seed=1, rules=MINE)

assert first_difference(by_agents.tables, compiled.tables) == ""
assert by_agents.timeline.equals(compiled.timeline)
numbers = sum(table.size for table in (compiled.timeline, compiled.ideas, compiled.customers))
print(
    f"{numbers:,} numbers of {compiled.outcome.submissions} ideas and "
    f"{len(compiled.customers)} people: all equal, to the last bit."
)

# %% [markdown]
# Would we see it if they did not? Break it on purpose: one engine with a slightly larger insult.


# %%
def offended(weight, odds, prize, pay, p):
    """The same rule, a tenth more insulted."""
    repels = 0.1 * INSULT if odds * prize + pay < FAIR else 0.0
    return insulted(weight, odds, prize, pay, p) - weight * repels


other = cs.simulate(yours, seed=1, rules={"motive.money_pull": offended}, engine="mesa")
difference = first_difference(other.tables, compiled.tables)
print(difference.split(";")[0])
assert difference, "a rule that differs must be found out"

# %% [markdown]
# Period, phase and quantity: that is where to set a breakpoint. What is no rule is refused in a
# sentence:

# %%
try:
    cs.simulate(yours, rules={"motive.money_pul": insulted})
except cs.InputError as error:
    print(error)

# %% [markdown]
# ## Does it matter?
#
# All prizes, by our rule and by yours, under the same luck.

# %%
PRIZES = [0, 10, 100, 400, 1000, 2500, 5000]
PRIZE = "campaign.reward.prize"
tried = {
    "enjoyment is lost (ours)": cs.sweep(box, {PRIZE: PRIZES}, RUNS // 2, progress=False),
    "an insult (yours)": cs.sweep(
        box, {PRIZE: PRIZES}, RUNS // 2, fixed=pure, rules=MINE, progress=False
    ),
}
against_none = {}
for name, exp in tried.items():
    table = exp.compare("submissions")
    share = table[["difference", "low", "high"]].div(table["mean_a"], axis=0) * 100
    against_none[name] = share.assign(prize=PRIZES[1:])

with styled(8.5, 4.6) as figure:
    ax = figure.subplots()
    for (name, table), colour in zip(against_none.items(), (BLUE, VERMILLION), strict=True):
        x = range(len(table))
        ax.fill_between(x, table["low"], table["high"], color=colour, alpha=0.2, linewidth=0)
        ax.plot(x, table["difference"], "o-", color=colour, label=name, linewidth=2)
    ax.axhline(0, color=BLACK, linewidth=1, linestyle=":")
    ax.set_xticks(x, [f"{prize:,}" for prize in PRIZES[1:]])
    ax.set(xlabel="prize of the best idea of a quarter (EUR)", ylabel="ideas, against no prize (%)")
    ax.legend(title="a small prize hurts because")
    ax.grid(axis="y")
    caption(figure, f"{RUNS // 2} runs a prize, the same luck for all. Bands: 95 % intervals.")
figure

# %%
ours, mine = (table.reset_index(drop=True) for table in against_none.values())
assert ours["high"].iloc[0] < 0, "ours: a small prize hurts"
assert mine["high"].iloc[0] < 0, "yours: so it does"
steepest = {name: int(np.diff(t["difference"]).argmax()) for name, t in against_none.items()}
for name, place in steepest.items():
    print(f"{name}: the largest step is from EUR {PRIZES[place + 1]:,} to {PRIZES[place + 2]:,}.")
last = against_none["an insult (yours)"].iloc[-1]
assert last["low"] > mine["high"].iloc[0], "a fair prize undoes the insult"

# %% [markdown]
# Both tell the same tale of ten euros. They part at larger prizes: enjoyment that is lost stays
# lost however much is paid, an insult ends where the offer seems fair, sooner for who thinks highly
# of the odds. If nobody can tell the two apart from what happens at ten euros, then a firm that
# offers ten euros and is disappointed has not learned *why*.
#
# ## Another agent
#
# Some things are no rule of numbers but need a person with a memory or a diary. Then subclass the
# agent. These people go on holiday for eight weeks, each at a time of their own. Luck for what is
# new comes from an address, never from a generator: `rn.uniform(self.node, HOLIDAY)` is this
# person's number, the same in every design, and nobody else's luck moves.

# %%
HOLIDAY = 2**41  # a purpose of our own; those of the package are below 2**40
WEEKS_AWAY = 8.0


class Holidaymaker(Customer):
    """A person who does nothing for some weeks of the summer."""

    def choose(self, time, node, engaging):
        relation, action = super().choose(time, node, engaging)
        leaves = 22.0 + 8.0 * rn.uniform(self.node, HOLIDAY)
        away = leaves <= time < leaves + WEEKS_AWAY
        return relation, NOTHING if away else action


LIVES = max(12, RUNS // 8)


def ideas_by_week(**how) -> pd.DataFrame:
    """Ideas a week, one column a life."""
    runs = (cs.simulate(box, seed=1, replication=k, **how) for k in range(LIVES))
    return pd.DataFrame({k: run.timeline["ideas"] for k, run in enumerate(runs)})


usual, summer = ideas_by_week(), ideas_by_week(customer_class=Holidaymaker)
with styled(8.5, 4.2) as figure:
    ax = figure.subplots()
    weeks = np.arange(1, len(usual) + 1)
    for lives, colour, label in ((usual, BLUE, "as they are"), (summer, ORANGE, "holidaymakers")):
        smooth = lives.rolling(4, center=True).mean()
        mean, half = smooth.mean(axis=1), 1.96 * smooth.sem(axis=1)
        ax.fill_between(weeks, mean - half, mean + half, color=colour, alpha=0.2, linewidth=0)
        ax.plot(weeks, mean, color=colour, label=label, linewidth=2)
    ax.set(xlabel="week", ylabel="ideas a week", ylim=(0, None))
    ax.legend()
    caption(
        figure,
        f"Means of {LIVES} lives over four weeks, the same luck in both. Bands: 95 % intervals.",
    )
figure

# %%
before = slice(0, 21)
assert usual.iloc[before].equals(summer.iloc[before]), "up to the summer nothing differs"
dip = summer.iloc[26:34].to_numpy().sum() / usual.iloc[26:34].to_numpy().sum()
lost = summer.to_numpy().sum() / usual.to_numpy().sum() - 1
print(
    f"In weeks 27 to 34 there come {percent(dip)} of the usual ideas; of the year's "
    f"{percent(-lost)} are lost."
)
assert dip < 0.75, "the summer shows"

# %% [markdown]
# ## Rule or agent? A trap
#
# Nobody is to vote any more. Two ways: a rule by which the rate of voting is nothing, and an agent
# who would vote but does nothing. **Predict:** are they the same?


# %%
def never(social, intrinsic, crowd_weight, p):
    """Nobody feels like voting."""
    return 0.0


class Abstainer(Customer):
    """A person who comes to vote, and then does not."""

    def choose(self, time, node, engaging):
        relation, action = super().choose(time, node, engaging)
        return relation, NOTHING if action == VOTE else action


rule = {"rules": {"choice.vote_rate": never}, "engine": "mesa"}
agent = {"customer_class": Abstainer}
one, two = cs.simulate(box, seed=1, **rule), cs.simulate(box, seed=1, **agent)
assert one.outcome.votes == two.outcome.votes == 0
print(first_difference(one.tables, two.tables).split(";")[0])

by_rule, by_agent = (ideas_by_week(**way).sum() for way in (rule, agent))
gap = by_rule - by_agent
print(
    f"\n{by_rule.mean():.0f} ideas a year by the rule, {by_agent.mean():.0f} by the agent; "
    f"difference {gap.mean():+.1f} (± {1.96 * gap.sem():.1f})."
)
assert gap.mean() > 0, "who does not feel like voting has more visits for contributing"

# %% [markdown]
# Not the same. A visit is a race between actions: by the rule, voting does not run, and somebody
# else may win; the abstainer lets it win and throws the visit away. Neither is wrong. Which did you
# mean?
#
# ## At home in Mesa
#
# The agents' engine is a Mesa model like any other: step it, ask its agents, collect what you like.

# %%
model = CoCreationModel(box, seed=1)
collector = mesa.DataCollector(
    {
        "know the box": lambda m: sum(
            person.state != "unaware" for person in m.agents_by_type[Customer]
        ),
        "have contributed": lambda m: sum(
            person.contributions > 0 for person in m.agents_by_type[Customer]
        ),
    }
)
for _ in range(box.calendar.periods):
    model.step()
    collector.collect(model)
seen = collector.get_model_vars_dataframe()
assert seen["have contributed"].iloc[-1] == cs.simulate(box, seed=1).outcome.contributors

with styled(8.5, 3.8) as figure:
    ax = figure.subplots()
    for (name, column), colour in zip(seen.items(), (BLUE, ORANGE), strict=True):
        ax.plot(weeks, column, color=colour, linewidth=2, label=name)
    ax.set(xlabel="week", ylabel="people", ylim=(0, None))
    ax.legend()
    caption(figure, "One life: seed 1, collected by Mesa's DataCollector.")
figure

# %% [markdown]
# **Exercise.** Give `insulted` a memory: who was insulted once never comes back. Why is that no
# rule of numbers any more? Write the agent.
#
# [Your own rule or agent](../docs/own-rule.md) lists what can be swapped; if only a number is to be
# different, vary the [parameter](../docs/parameters.md).
