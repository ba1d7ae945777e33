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
# # Session 5. Motives and rewards
#
# Why should anybody work for a firm for nothing, or nearly nothing? Because it is fun, because
# others see it, because there may be a prize. Do these add up, or can one drive out another?
#
# **After this session you can**
#
# - tell money, recognition and enjoyment apart in what people do;
# - explain why a small prize can bring less than none, for whom, and for whom not;
# - compare reward designs of the same budget under the same luck;
# - ask whether an answer hangs on one assumption, by switching that assumption off.
#
# | minutes | what |
# |---|---|
# | 5 | three motives |
# | 10 | predictions, in writing |
# | 20 | a prize, small to large; two crowds; the mechanism switched off |
# | 15 | the same money, spent in five ways |
# | 10 | what is known; reading |

# %%
import os

import matplotlib.pyplot as plt

import cocreation_sim as cs
from cocreation_sim.plots import style

RUNS = int(os.environ.get("NOTEBOOK_RUNS", 200))  # fewer in tests
plt.rcParams.update(style.SETTINGS)

firm = cs.load("ordinary").vary(
    {
        "population.size": 1000,
        "campaign.outreach.spend": 4.0,
        "campaign.review.capacity": 20.0,
    }
)
users = firm.population.segments["users"]
print(
    f"What moves the median user: money {users.money}, recognition {users.social}, "
    f"enjoyment {users.intrinsic}"
)

# %% [markdown]
# Whoever writes to an ordinary firm's box does so mostly because it is rather enjoyable. The firm
# thinks of a prize for the best idea of each quarter.
#
# **Write down before you go on.** How many contributions a year at each prize? This is what comes
# without one:

# %%
none = cs.sweep(firm, {}, replications=RUNS // 2, progress=False)
print(f"{none.runs['submissions'].mean():.0f} contributions a year")

# %%
prizes = [0, 20, 100, 500, 2000, 8000]
prediction = {20: 130, 100: 150, 500: 180, 2000: 220, 8000: 260}
assert list(prediction) == prizes[1:], "one number for each prize"

# %%
curve = cs.sweep(firm, {"campaign.reward.prize": prizes}, replications=RUNS // 2, progress=False)
seen = curve.summary(["submissions"])

fig, ax = plt.subplots(figsize=(7.5, 4), layout="constrained")
x = range(len(prizes))
ax.fill_between(x, seen["submissions_low"], seen["submissions_high"], color=style.BLUE, alpha=0.2)
ax.plot(x, seen["submissions"], "o-", color=style.BLUE, label="model, with 95 % intervals")
ax.plot(x[1:], list(prediction.values()), "D--", color=style.ORANGE, label="your prediction")
ax.set_xticks(x, [f"{prize:,}" for prize in prizes])
ax.set(xlabel="prize of each of four rounds (EUR)", ylabel="contributions a year", ylim=(0, None))
ax.set_title("A prize, from small to large")
ax.grid(axis="y")
ax.legend(loc="lower left")
plt.show()

# %%
step = curve.compare(["submissions"])
small, large = step.iloc[0], step.iloc[-1]
print(
    f"None: {small['mean_a']:.0f}. A prize of EUR 20: {small['difference']:+.1f} "
    f"({small['low']:+.1f} to {small['high']:+.1f})."
)
print(
    f"A prize of EUR 8,000: {large['difference']:+.1f} "
    f"({large['low']:+.1f} to {large['high']:+.1f})."
)
assert small["high"] < 0, "a small prize brings less than none, with these people"
assert large["mean_b"] > small["mean_b"] + 10, "from there on more money brings more"

# %% [markdown]
# The bands of the curve hold the luck of a year, which is the same at every prize. In the
# differences, run by run, it cancels. So a difference can be sure where two bands still overlap.
#
# Two things happen. As soon as money is in sight, a part of the enjoyment goes (*crowding out*, a
# jump). And money pulls, more slowly the more there is. For people who enjoy it and care little for
# money the jump is larger than the first pull.
#
# ## For whom?
#
# We looked for one crowd where money surely hurts and one where it surely helps: people who come
# for fun, and people who come for money.

# %%
prediction_paid = "helps"  # a prize of EUR 500 for those who come for money: helps, hurts, neither

crowds = {
    "for fun": firm.vary({"segments.money": 0.1, "segments.intrinsic": 2.0}),
    "for money": firm.vary({"segments.money": 1.2, "segments.intrinsic": 1.0}),
}
levels = [0, 50, 500, 5000]
effects = {
    who: cs.sweep(crowd, {"campaign.reward.prize": levels}, RUNS // 2, progress=False).compare(
        ["submissions"]
    )
    for who, crowd in crowds.items()
}

fig, axes = plt.subplots(1, 2, figsize=(9, 3.6), layout="constrained", sharey=True)
for ax, (who, table) in zip(axes, effects.items(), strict=True):
    y = range(len(table))
    ax.errorbar(
        table["difference"],
        y,
        xerr=[table["difference"] - table["low"], table["high"] - table["difference"]],
        fmt="o",
        color=style.BLUE,
        capsize=4,
    )
    ax.axvline(0, color=style.BLACK, linewidth=1, linestyle=":")
    ax.set_yticks(y, [f"EUR {prize:,}" for prize in levels[1:]])
    ax.set(
        title=f"people who come {who}",
        xlabel="contributions more than without a prize",
        ylim=(-0.6, 2.6),
    )
    ax.grid(axis="x")
plt.show()

# %%
fun, paid = effects["for fun"], effects["for money"]
print(f"You said that EUR 500 {prediction_paid} with those who come for money.")
assert fun["high"].iloc[0] < 0, "where enjoyment drives, a small prize hurts"
assert paid["low"].iloc[1] > 0, "where money drives, EUR 500 help"
assert paid["low"].iloc[2] > paid["high"].iloc[1], "and EUR 5,000 help more"
worst = paid["difference"].iloc[0]
print(f"Even with them EUR 50 change it by {worst:+.0f}: too little to be worth the jump.")
assert worst < 0, "a tiny prize is no help even there"

# %% [markdown]
# So "do prizes work?" has no answer, and "for whom, how large?" has one.
#
# ## Does the answer hang on one assumption?
#
# It does. The jump is a number, `behaviour.motive.crowding_entry`, 0.2 by default; laboratory
# effects bound it at about half (row D9 of the [evidence](../../../docs/evidence.md)). It fades as
# the sum grows (`crowding_small`, EUR 200), since money brings more consumers and only a small
# reward can hurt (D4). Switch it off, and double it:

# %%
prediction_off = "a little more than without"  # contributions by EUR 50, nothing crowded out

for jump in (0.0, 0.2, 0.4):
    people = crowds["for fun"].vary({"behaviour.motive.crowding_entry": jump})
    row = cs.compare(
        {"none": people, "EUR 50": people.vary({"campaign.reward.prize": 50.0})},
        replications=RUNS // 2,
        outcomes=["submissions"],
        progress=False,
    ).table.iloc[0]
    print(
        f"jump {jump}: EUR 50 change contributions by {row['difference']:+.1f} "
        f"({row['low']:+.1f} to {row['high']:+.1f})"
    )
    assert (row["difference"] >= 0) == (jump == 0), "no jump, no harm"
print(f"You said: {prediction_off}.")

# %% [markdown]
# An honest report says it like this: *if* money crowds out as much as in the laboratory, a small
# prize hurts with such people; if not, it helps a little. Which of the two your crowd is cannot be
# had from the model. A trial with two halves of your users can tell.
#
# Instead of a number one may swap the rule itself, here by one in which prizes below EUR 100 crowd
# out as much as the smallest, and larger ones not at all (see [your own
# rule](../../../docs/own-rule.md)). The agents play it, which needs no compiling:


# %%
def only_small_change_offends(money, explained_share, p):
    """Enjoyment lost: the jump, but only where the money is small."""
    return p.crowding_entry if 0.0 < money < 100.0 else 0.0


swaps = {"motive.crowding": only_small_change_offends}
ideas = {}
for prize in (50, 500):
    people = crowds["for fun"].vary({"campaign.reward.prize": float(prize)})
    usual = cs.simulate(people, seed=1).outcome.submissions
    ideas[prize] = cs.simulate(people, seed=1, rules=swaps, engine="mesa").outcome.submissions
    print(f"EUR {prize}: {usual} contributions by the usual rule, {ideas[prize]} by this one")
assert ideas[500] > ideas[50], "under this rule a larger prize does no harm"

# %% [markdown]
# ## The same money, spent in five ways
#
# EUR 4,000 for the year. One prize of 1,000 each quarter; ten of 100; a fee for every idea; no
# money but public credit and badges; or EUR 34 a week more of advertising, which leaves enough to
# read what comes.
#
# **Write down:** the order by interesting ideas, best first. And which will most often end as a
# failure?

# %%
ways = ["one large prize", "ten small prizes", "a fee", "credit", "advertising"]
prediction_ways = ["one large prize", "ten small prizes", "a fee", "advertising", "credit"]
prediction_failure = "credit"
assert sorted(prediction_ways) == sorted(ways)

designs = {
    "nothing": firm,
    "one large prize": firm.vary({"campaign.reward.prize": 1000.0}),
    "ten small prizes": firm.vary(
        {"campaign.reward.prize": 100.0, "campaign.selection.winners": 10}
    ),
    "a fee": firm.vary({"campaign.reward.pay": 38.0}),
    "credit": firm.vary({"campaign.reward.recognition": 1.0, "campaign.reward.badges": 1.0}),
    "advertising": firm.vary({"campaign.outreach.spend": 38.0}),
}
money = cs.compare(
    designs, replications=RUNS // 2, outcomes=["interesting", "failed", "cost"], progress=False
)
money.plot()

# %%
gained = money.table[money.table["outcome"] == "interesting"].set_index("design")
failing = money.table[money.table["outcome"] == "failed"].set_index("design")["mean_b"]
order = gained["difference"].sort_values(ascending=False).index
print("You said:       ", ", ".join(prediction_ways))
print("The model says: ", ", ".join(order))
print(f"Most failures: you said {prediction_failure}, the model says {failing.idxmax()}.")
spent = money.table[money.table["outcome"] == "cost"].set_index("design")["difference"]
print("Spent more than with nothing (EUR):")
print(spent.round(0).to_string())
assert spent.drop("credit").between(3000, 5000).all(), "about the same money"
assert order[0] == "advertising", "to be heard of comes first"
assert gained.loc["one large prize", "difference"] > gained.loc["a fee", "difference"]
assert failing.idxmax() == "ten small prizes", "who promises forty prizes needs forty good ideas"

# %% [markdown]
# Three remarks.
#
# - **Being heard of** comes first: this firm is known to few. That has little to do with motives,
#   and it is why a comparison of rewards alone would have been beside the point.
# - **Ten small prizes** fail nearly always, by the firm's own measure: it promised forty winners
#   and got fewer interesting ideas than that (*nothing worth making*). A promise is a lever too.
# - **Credit costs next to nothing** and does a little good with people who hardly care for it. With
#   people who do, it does more: see the exercises.
#
# ## What is known
#
# | what | source |
# |---|---|
# | expected rewards reduce free-choice interest; positive feedback raises it | D9: 128 studies |
# | among consumers money raises participation, not novelty; a small reward can do harm | D4 |
# | participation grows with the logarithm of the prize | D1 |
# | the crowd of a contest rises and then falls with the award | D6 (`money_turn`, off by default) |
# | an award by peers raises the output of the most active, and not of others | D12, D13 |
# | crowding out and crowding in are both real | D16 |
#
# ## Reading
#
# - Deci, E. L., Koestner, R. and Ryan, R. M. (1999). A meta-analytic review of experiments
#   examining the effects of extrinsic rewards on intrinsic motivation. *Psychological Bulletin*
#   125(6), 627–668.
# - Gneezy, U. and Rustichini, A. (2000). Pay enough or don't pay at all. *Quarterly Journal of
#   Economics* 115(3), 791–810.
# - Frey, B. S. and Jegen, R. (2001). Motivation crowding theory. *Journal of Economic Surveys*
#   15(5).
# - Acar, O. A. (2018). Harnessing the creative potential of consumers: money, participation, and
#   creativity in idea crowdsourcing. *Marketing Letters*.
# - Restivo, M. and van de Rijt, A. (2012). Experimental study of informal rewards in peer
#   production. *PLoS ONE* 7(3).
#
# Next: the [exercises](exercises.py) and then [session 6](../6-success-and-failure/lecture.py).
