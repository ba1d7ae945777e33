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
# # Money and recognition
#
# A firm asks for ideas and wonders how to thank for them: with a prize, with public credit, with
# badges, with a ranking? What is cheap, what works, and on whom? And can a reward do harm?

# %%
import os

import pandas as pd

import cocreation_sim as cs
from cocreation_sim.plots.maps import reward_map
from cocreation_sim.plots.style import BLUE, ORANGE, PALE, VERMILLION, caption, styled
from cocreation_sim.wording.numbers import number

RUNS = int(os.environ.get("NOTEBOOK_RUNS", 200))  # fewer in tests
PRIZE, CREDIT = "campaign.reward.prize", "campaign.reward.recognition"
NO_CROWDING = {"behaviour.motive.crowding_entry": 0.0, "behaviour.motive.crowding_control": 0.0}

# %% [markdown]
# ## Four ways to say thank you
#
# The *ordinary* suggestion box with more people. Its people enjoy taking part and care little for
# money; that is how the case was set up, long before this question. Four designs: nothing, EUR
# 100 for the best idea of each quarter, public credit for whoever contributes, or both.
#
# **Put the four in order** by the number of ideas before you run the cell.

# %%
box = cs.load("ordinary").vary({"population.size": 2000, "campaign.outreach.spend": 8.0, CREDIT: 0})
thanks = cs.compare(
    {
        "nothing": box,
        "EUR 100": box.vary({PRIZE: 100}),
        "credit": box.vary({CREDIT: 1}),
        "both": box.vary({PRIZE: 100, CREDIT: 1}),
    },
    replications=RUNS,
    outcomes=["submissions", "contributors", "interesting", "cost"],
    progress=False,
)
thanks.plot()

# %%
gap = thanks.table.set_index(["outcome", "design"])
assert gap.loc[("submissions", "credit"), "low"] > 0, "credit brings ideas"
assert gap.loc[("submissions", "EUR 100"), "high"] < 0, "here a prize of EUR 100 costs ideas"
assert (
    gap.loc[("submissions", "both"), "difference"] < gap.loc[("submissions", "credit")].difference
)
mean = gap.loc["submissions", "mean_b"]
print(", ".join(f"{name}: {number(ideas)} ideas" for name, ideas in mean.items()))

# %% [markdown]
# Credit helps a little and costs next to nothing. The prize does *harm*, and credit does not make
# up for it. Is that a discovery, or did we put it in? Take the suspected mechanism out and look.

# %%
without = cs.compare(
    {"nothing": box.vary(NO_CROWDING), "EUR 100": box.vary({PRIZE: 100} | NO_CROWDING)},
    replications=RUNS,
    outcomes="submissions",
    progress=False,
)
print(without)
left = without.table.iloc[0]["difference"]
assert left > gap.loc[("submissions", "EUR 100"), "difference"], "the harm is crowding-out"
assert without.table.iloc[0]["high"] > 0, "without it a prize does no harm"

# %% [markdown]
# The harm is one rule: where little money is offered, part of the enjoyment is lost
# (`behaviour.motive.crowding_entry`; with large sums it is not, `crowding_small`). The rule was put
# in because expected rewards reduced what people did freely in 128 experiments (d = −0.28 to −0.40;
# row D9 of the [evidence](../docs/evidence.md)), and small pay was worse than none (forms 2.5).
# Those were laboratories, not suggestion boxes; how large it is here is an assumption. [Small
# prizes that hurt](07-small-prizes.ipynb) asks which rival rules would do as well.
#
# ## For whom, and how much?
#
# Whether money pays depends on who listens. The three crowds below were *chosen* to span what can
# happen: people moved by enjoyment, by both, by money.
#
# **Draw your three curves first**: ideas against the prize, from 0 to 10,000.

# %%
crowds = {
    "by enjoyment": {"segments.money": 0.1, "segments.intrinsic": 1.8},
    "by both": {"segments.money": 0.6, "segments.intrinsic": 1.4},
    "by money": {"segments.money": 1.5, "segments.intrinsic": 0.8},
}
prizes = [0, 10, 100, 1000, 10_000]
ratio = {}
for name, people in crowds.items():
    exp = cs.sweep(box.vary(people), {PRIZE: prizes}, replications=RUNS, progress=False)
    told = exp.compare("submissions")
    told.insert(0, "prize", prizes[1:])
    ratio[name] = told[["prize", "mean_a", "difference", "low", "high"]]

# %%
with styled(8.6, 4.6) as figure:
    ax = figure.subplots()
    looks = zip((BLUE, ORANGE, VERMILLION), ("o", "s", "D"), strict=True)
    for (name, table), (colour, mark) in zip(ratio.items(), looks, strict=True):
        change, low, high = (
            100 * table[key] / table["mean_a"] for key in ("difference", "low", "high")
        )
        ax.plot(range(4), change, mark + "-", color=colour, label=f"moved {name}")
        ax.fill_between(range(4), low, high, color=colour, alpha=0.2, linewidth=0)
    ax.axhline(0, color="black", linewidth=1)
    ax.set_xticks(range(4), [f"{prize:,}" for prize in prizes[1:]])
    ax.set(xlabel="prize of a quarter (EUR)", ylabel="ideas, compared with no prize (%)")
    ax.grid(axis="y", color=PALE)
    ax.legend(loc="upper left")
    caption(
        figure,
        f"{RUNS} runs a prize under the same luck. Bands: 95 % intervals of the mean difference, "
        "over the mean without a prize. Prizes are not evenly spaced.",
    )
figure

# %%
for name, table in ratio.items():
    change = table.set_index("prize")["difference"]
    assert change[10] < 0, f"people moved {name}: EUR 10 is worse than nothing"
    assert change[10_000] > change[10], "a large prize does better than a small one"
assert ratio["by money"]["low"].iloc[-1] > 0, "money brings people who are moved by money"
assert ratio["by enjoyment"]["difference"].iloc[-1] < ratio["by money"]["difference"].iloc[-1]

# %% [markdown]
# The smallest prize is the worst, whoever listens. Then each euro does less than the one before:
# participation grows with the *logarithm* of the prize in theory and on Taskcn (row D1).

# %%
change = ratio["by money"].set_index("prize")["difference"]
steps = {"from 10 to 100": (10, 100), "from 100 to 1,000": (100, 1000)}
steps["from 1,000 to 10,000"] = (1000, 10_000)
adds = {name: (change[b] - change[a]) / (b - a) * 100 for name, (a, b) in steps.items()}
for name, ideas in adds.items():
    print(f"moved by money, EUR {name}: another EUR 100 adds {number(ideas)} ideas")
assert adds["from 10 to 100"] > adds["from 100 to 1,000"] > adds["from 1,000 to 10,000"]

# %% [markdown]
# And a prize that is good for professionals is bad for a circle of friends. What does it cost,
# where it works?

# %%
paid = cs.sweep(box.vary(crowds["by money"]), {PRIZE: prizes}, replications=RUNS, progress=False)
price = paid.summary(["submissions", "cost", "cost_per_interesting"]).set_index(PRIZE)
price = price[["submissions", "cost", "cost_per_interesting"]]
assert price["cost_per_interesting"].iloc[-1] > price["cost_per_interesting"].iloc[0]
print("money in EUR")
price.round(0)

# %% [markdown]
# More ideas, and each good one dearer. A prize is not wrong because of that; it must be worth it.
#
# ## Kinds of recognition
#
# Credit, badges and rankings are all "recognition", and do not do the same to the same people. An
# award from peers raised the output of the most active (row D12), did little for the others or
# even less than that (D13), and kept more newcomers in another field (D14). Here is
# [OpenIDEO](../docs/evidence.md), a community of some three thousand contributors, with each.
#
# **Who reacts to a ranking: everybody, or those at its top?**

# %%
community = cs.load("openideo").vary({CREDIT: 0.2})
kinds = cs.compare(
    {
        "a little credit": community,
        "full credit": community.vary({CREDIT: 1}),
        "badges": community.vary({"campaign.reward.badges": 1}),
        "ranking": community.vary({"campaign.reward.leaderboard": 1}),
    },
    replications=max(8, RUNS // 10),
    outcomes=["submissions", "contributors", "ideas_per_contributor", "top_decile_share"],
    progress=False,
)
kinds.plot()

# %%
gap = kinds.table.set_index(["outcome", "design"])
assert gap.loc[("submissions", "full credit"), "low"] > 0
credit, ranking = gap.loc[("contributors", "full credit")], gap.loc[("contributors", "ranking")]
assert credit["low"] > 0, "credit brings more people"
assert ranking["difference"] < credit["difference"] / 4, "a ranking hardly does"
assert gap.loc[("top_decile_share", "ranking"), "difference"] > 0, "it makes the active more active"
print(kinds.sentences[-1])

# %% [markdown]
# Credit brings people and makes the active more active. A ranking brings nobody; it drives those
# who stand on it, so what it adds comes from the top. In the model a newcomer feels a part of
# what is said in public, and a ranking speaks of those who already have a name.
#
# **A miss.** In the experiment of row D13 the less active even did *less* after an award. Here
# nobody ever does less because of recognition: the rule has no envy and no resting on laurels.
#
# ## Both at once
#
# The map of the box, prize against credit.

# %%
both = cs.sweep(
    box, {PRIZE: [0, 10, 100, 1000, 10_000], CREDIT: [0.0, 0.5, 1.0]}, RUNS // 2, progress=False
)
reward_map(both, "volume")

# %%
ideas = both.summary("submissions").pivot(index=PRIZE, columns=CREDIT, values="submissions")
assert (ideas[1.0] > ideas[0.0]).all(), "credit helps at every prize"
assert (ideas.loc[10] < ideas.loc[0]).all(), "EUR 10 harms with any credit"
pd.DataFrame({"what credit adds": ideas[1.0] - ideas[0.0]}).round(0)

# %% [markdown]
# ## What this does not know
#
# - The model lets ever larger prizes draw ever more people. In 5,342 programming contests the
#   crowd rose and then *fell* with the award (row D6). The default has no such turn;
#   `behaviour.motive. money_turn` adds it, and nothing measured here says whether it should.
# - On TopCoder the number of entrants hardly moves with the prize. `cocreation validate` holds
#   the model against that; look whether it passes before you trust a prize curve.
# - Nobody in the model cheats, floods a contest with rubbish for the money, or sells their vote.
#
# ## Tasks
#
# 1. How large must the harm be until no prize up to EUR 10,000 breaks even for people moved by
#    both? Vary `behaviour.motive.crowding_entry` (now 0.2).
# 2. Pay for each contribution (`campaign.reward.pay`) instead of a prize. Which is the cheaper
#    way to twice the ideas?
# 3. Give reasons to everybody (`campaign.dialogue.answered` and `explained` at 1). Feedback
#    softens crowding-out in the model. How much of the harm is left?
#
# Next: [silence and trust](04-silence-and-trust.ipynb).
