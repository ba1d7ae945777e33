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
# # Crowd or firm: who should choose?
#
# A fashion brand asks for designs and makes two of them each month. Its own people could pick the
# two. Or the community votes, as at Threadless. Or both count. Who picks better? It depends on
# what *better* means, and on how well the firm judges.

# %%
import os

import cocreation_sim as cs
from cocreation_sim.plots.style import BLUE, GREEN, ORANGE, PALE, VERMILLION, caption, styled

RUNS = int(os.environ.get("NOTEBOOK_RUNS", 200))  # fewer in tests
WEIGHT, NOISE = "campaign.crowd_weight", "campaign.selection.judgement_noise"
HIDDEN = {"campaign.selection.votes_shown": 0.0}

# %% [markdown]
# ## The brand
#
# *Threadless* made small: 1,200 people, half of whom can design, two winners in four weeks, EUR
# 500 for each, and designs in a gallery with the votes they have. `crowd_weight` is the share of
# the decision that the votes have: 0 the firm alone, 1 the crowd alone.
#
# **Predict**, from firm to crowd: the quality of what is chosen, as the firm values it; and how
# much of it is sold.

# %%
brand = cs.load("threadless").vary(
    {
        "name": "brand",
        "population.size": 1200,
        "population.represents": 1,
        "population.segments.designers.share": 0.5,
        "population.segments.fans.share": 0.5,
        "population.segments.designers.aware": 0.5,
        "population.segments.fans.aware": 0.5,
        "calendar.duration": 52.0,
        "campaign.community.stickiness": 0.0,
        "campaign.audience.views": 0.0,
        "campaign.fixed_cost": 0.0,
        "campaign.reward.prize": 500.0,
        "campaign.outreach.spend": 6.0,
        "campaign.review.capacity": 20.0,
        "campaign.selection.winners": 2,
        "campaign.selection.round_length": 4.0,
        "campaign.selection.shelf_life": 8.0,
        "campaign.selection.announce": True,
        "campaign.selection.votes_shown": 1.0,
        "campaign.selection.spotlight": 1.0,
        "campaign.selection.voting_time": 0.0,
        "campaign.market.potential": 5000.0,
        "campaign.market.integration_time": 1.0,
        "campaign.market.integration_cost": 0.0,
    }
)
weights = [0.0, 0.25, 0.5, 0.75, 1.0]
who = cs.sweep(brand, {WEIGHT: weights}, RUNS // 2, progress=False)
panels = {
    "selected_quality": ("quality of what is chosen (sd)", BLUE),
    "adopted": ("units sold in a year", GREEN),
    "loyalty": ("trust in the firm (0 to 1)", ORANGE),
}
means = who.summary(list(panels)).set_index(WEIGHT)
with styled(10.5, 4.0) as figure:
    for ax, (what, (title, colour)) in zip(figure.subplots(1, 3), panels.items(), strict=True):
        low, high = means[f"{what}_low"], means[f"{what}_high"]
        ax.fill_between(weights, low, high, color=colour, alpha=0.2, linewidth=0)
        ax.plot(means[what], "o-", color=colour)
        ax.set(title=title, xlabel="crowd weight: firm (0) to crowd (1)", xticks=weights)
        ax.yaxis.set_major_formatter(lambda x, _: f"{x:,g}")
        ax.grid(axis="y", color=PALE)
    caption(
        figure, f"Means over {RUNS // 2} runs, the same luck at every point; bands: 95 % intervals."
    )
figure

# %%
quality, sold, trust = means["selected_quality"], means["adopted"], means["loyalty"]
assert quality[1.0] < quality[0.5], "the crowd alone picks what the firm values less"
assert sold[1.0] > sold[0.0], "and what sells more"
assert trust.is_monotonic_increasing, "the more the crowd decides, the more the firm is trusted"
means[list(panels)].round(2)

# %% [markdown]
# Two kinds of good. An idea has a *quality to the firm* (feasible, new, profitable to make) and
# an *appeal* to people, and the two are not the same. Staff look for the first, votes find the
# second. Consumers' ratings of raw ideas do foretell sales, better than experts' (row E8 of the
# [evidence](../docs/evidence.md)); the model was given that direction.
#
# Is it really the votes? People who choose a product also want it more, whatever they chose (row
# C11). We switch this pride off and look again.

# %%
proud = {"behaviour.adoption.empowerment": 0.0}
votes = cs.compare(
    {
        "firm": brand.vary(proud | {WEIGHT: 0.0}),
        "half and half": brand.vary(proud | {WEIGHT: 0.5}),
        "crowd": brand.vary(proud | {WEIGHT: 1.0}),
    },
    replications=RUNS // 2,
    outcomes=["selected_quality", "adopted"],
    progress=False,
)
votes.plot()

# %%
gap = votes.table.set_index(["outcome", "design"])
assert gap.loc[("adopted", "crowd"), "low"] > 0, "votes find what sells, pride or not"
proudly = sold[1.0] - sold[0.0]
print(f"Of {proudly:,.0f} more units, {gap.loc[('adopted', 'crowd'), 'difference']:,.0f} remain.")

# %% [markdown]
# ## How well does the firm judge?
#
# So far its people erred as usual (`judgement_noise` 0.7). What if they could see quality as it
# is? Or hardly at all? **For which of them is a mix better than either alone?**

# %%
noises = {0.0: "sees it as it is", 0.7: "errs as usual", 2.0: "hardly sees it"}
able = cs.sweep(
    brand, {WEIGHT: weights, NOISE: list(noises)}, max(12, RUNS // 8), progress=False
).summary("selected_quality")
with styled(8.6, 4.6) as figure:
    ax = figure.subplots()
    looks = zip(noises.items(), (BLUE, ORANGE, VERMILLION), ("o", "s", "D"), strict=True)
    for (noise, name), colour, mark in looks:
        curve = able[able[NOISE] == noise]
        low, high = curve["selected_quality_low"], curve["selected_quality_high"]
        ax.fill_between(weights, low, high, color=colour, alpha=0.2, linewidth=0)
        ax.plot(weights, curve["selected_quality"], mark + "-", color=colour, label=f"firm {name}")
    ax.set(xlabel="crowd weight: firm (0) to crowd (1)", xticks=weights)
    ax.set(ylabel="quality of what is chosen (sd)")
    ax.grid(axis="y", color=PALE)
    ax.legend()
    caption(figure, "Means and their 95 % intervals; the same luck at every point.")
figure

# %%
chosen = able.pivot(index=WEIGHT, columns=NOISE, values="selected_quality")
assert chosen[0.0].idxmax() <= 0.25, "who sees quality as it is should choose alone"
assert chosen[2.0].idxmax() not in (0.0, 1.0), "who hardly sees it should listen, and not abdicate"
assert chosen.loc[0.0, 2.0] < chosen.loc[0.5, 2.0] > chosen.loc[1.0, 2.0]
chosen.round(2)

# %% [markdown]
# A firm that knows what it wants should choose. One that hardly knows does best by counting both,
# since two noisy views average out. And leaving everything to the crowd picks the same designs
# however well the firm judges: nobody asks it.
#
# ## The crowd watches itself
#
# Votes are seen while people vote. In an experiment with 14,341 people, seeing what others chose
# made success more unequal and harder to foretell (row E2). What if the brand hides the counts
# until the round is over? **Is the crowd wiser then?**

# %%
herd = cs.compare(
    {
        "votes shown": brand.vary({WEIGHT: 1.0}),
        "votes hidden": brand.vary({WEIGHT: 1.0} | HIDDEN),
    },
    replications=RUNS // 2,
    outcomes=["votes", "votes_gini", "selected_quality", "adopted"],
    progress=False,
)
herd.plot()

# %%
hidden = herd.table.set_index("outcome")
assert hidden.loc["votes_gini", "high"] < 0, "hidden votes are more equal, as in row E2"
print(herd)

# %% [markdown]
# Votes get more equal, which is the direction of row E2. Whether the *choice* gets any better,
# the last two sentences say. Do not read more into herding than the runs show.
#
# ## Asking and not listening
#
# When a jury alone chose the winner of a public bag contest, there was a loud backlash (row A23).
# Say the firm decides alone either way; only once the entries can be seen and voted on, and once
# they go to a mailbox. **Which one keeps more trust?**

# %%
spurned = cs.compare(
    {
        "mailbox": brand.vary({WEIGHT: 0.0, "campaign.selection.public": False}),
        "votes that do not count": brand.vary({WEIGHT: 0.0}),
        "votes that count half": brand.vary({WEIGHT: 0.5}),
    },
    replications=RUNS // 2,
    outcomes=["submissions", "loyalty", "again", "votes"],
    progress=False,
)
spurned.plot()

# %%
gap = spurned.table.set_index(["outcome", "design"])["difference"]
assert gap["loyalty", "votes that count half"] > gap["loyalty", "votes that do not count"]
idle = spurned.table.set_index(["outcome", "design"]).loc[("loyalty", "votes that do not count")]
told = "more" if idle["low"] > 0 else "less" if idle["high"] < 0 else "neither more nor less"
print(f"With votes that do not count the firm is trusted {told} than with a mailbox.")

# %% [markdown]
# Fewer designs come where there is something to vote on, since a visit is spent on one or the
# other. And trust? Row A23 says that choosing over people's heads makes them angry. If the line
# above says *more*, the model **misses** this. The authors of favourites passed over do lose
# trust in it, but they are few; the many who voted, and whose choice the firm happened to take,
# gain a little each. Nobody is angry on behalf of others here.
#
# ## So who should choose?
#
# | if the firm … | then |
# |---|---|
# | wants what it values, and judges well | the firm, with an ear for the votes |
# | wants what it values, and judges badly | both |
# | wants what sells, and trust | the crowd, or mostly |
# | lets people vote and will not follow | beware: here the evidence and the model disagree |
#
# The place of the turning points is not to be trusted to a digit: the correlation of crowd and
# firm is a range from the literature (forms 2.9).
#
# ## Tasks
#
# 1. A firm with little time: `"campaign.review.capacity": 1.0`. What was not read the firm cannot
#    judge. Who should choose now?
# 2. Open work: `"campaign.openness": 1.0`. There the firm sees what others made of it. Does the
#    curve of the firm that hardly sees quality change?
# 3. Change `behaviour.voting.visibility` (look it up in [the parameters](../docs/parameters.md)),
#    and see when herding starts to spoil what is sold.
