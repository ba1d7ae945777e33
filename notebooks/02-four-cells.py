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
# # Four ways to co-create
#
# LEGO, Threadless, Apache and InnoCentive all let customers develop products, and hardly resemble
# each other. O'Hern and Rindfleisch (2010) sort such campaigns by two questions: *how free is the
# task*, and *who selects*. What difference do the two make? And does the simulation meet what is
# known of real cases?

# %%
import os

import pandas as pd

import cocreation_sim as cs
from cocreation_sim.outcomes.labels import outcome_title
from cocreation_sim.plots.style import (
    BLACK,
    BLUE,
    GREY,
    ORANGE,
    PALE,
    VERMILLION,
    Ticks,
    caption,
    styled,
)
from cocreation_sim.scenario.typology import Cell
from cocreation_sim.validation.published import held_against, score
from cocreation_sim.wording.numbers import percent

RUNS = int(os.environ.get("NOTEBOOK_RUNS", 200))  # fewer in tests

# %% [markdown]
# ## The square
#
# *Openness* runs from a fixed task (a T-shirt of this size) to an open one (change what you
# like). *Crowd weight* runs from selection by the firm to selection by the crowd. The corners
# have names. **Where would you put the cases in the cell below?**

# %%
cases = {name: cs.load(name) for name in cs.presets()}
square = pd.DataFrame(
    {name: (case.campaign.openness, case.campaign.crowd_weight) for name, case in cases.items()},
    index=["openness", "crowd weight"],
).T
print("; ".join(cases))

# %%
with styled(8.6, 6.2) as figure:
    ax = figure.subplots()
    for (x, y), group in square.groupby(["openness", "crowd weight"]):
        ax.plot(x, y, "o", color=BLUE, markersize=9, clip_on=False)
        side, place = ("right", x - 0.02) if x > 0.6 else ("left", x + 0.02)
        level = {0.0: "bottom", 1.0: "top"}.get(y, "center")
        ax.text(place, y, "\n".join(group.index), ha=side, va=level, fontsize=11)
    for cell in Cell:
        above = 0.08 if cell.crowd_weight else -0.08
        ax.text(
            cell.openness,
            cell.crowd_weight + above,
            cell.label,
            color=GREY,
            weight="bold",
            ha="right" if cell.openness else "left",
            va="center",
        )
    ax.set(xlim=(-0.03, 1.03), ylim=(-0.14, 1.14))
    ax.set(xlabel="openness: fixed (0) to open (1)", ylabel="crowd weight: firm (0) to crowd (1)")
    ax.grid(color=PALE)
    caption(
        figure, "The cases that come with the package. Places within the square are judgements."
    )
figure

# %%
corners = square.isin([0.0, 1.0]).all(axis=1)
print(f"{corners.sum()} of {len(square)} cases stand in a corner, {(~corners).sum()} between.")
assert 0 < corners.sum() < len(square), "some cases are pure, some are mixed"

# %% [markdown]
# ## What the corners do
#
# To see what the two questions do, nothing else may differ: the same small firm, the same people,
# the same luck. We take the *ordinary* suggestion box with more people, and move it to each
# corner. An open task takes twice the effort of a fixed one.
#
# **Predict** which corner gets the most ideas, the best one, and the most trust.

# %%
firm = cs.load("ordinary").vary({"population.size": 800, "campaign.outreach.spend": 4.0})
found = cs.compare(
    {cell.label: firm.vary({"campaign.cell": cell.label}) for cell in Cell},
    replications=RUNS,
    outcomes=["submissions", "best_quality", "coherence", "loyalty"],
    progress=False,
)
found.plot()

# %%
gap = found.table.set_index(["outcome", "design"])
for free in ("tinkering", "collaborating"):
    assert gap.loc[("submissions", free), "low"] > 0, "here an open task brings more ideas"
    assert gap.loc[("best_quality", free), "low"] > 0, "and a better best one"
    assert gap.loc[("coherence", free), "high"] < 0, "what comes fits less well"
assert gap.loc[("loyalty", "co-designing"), "low"] > 0, "where the crowd selects, trust is kept"

# %% [markdown]
# The baseline is *submitting*: fixed task, firm selects. A **crowd that selects** takes the blame
# for rejections, so the firm keeps more trust. **Open** work spreads quality wider, so the best
# is better, and fits less well to what the firm had in mind. But it is more work: why do *more*
# ideas come? We take away one suspect after the other.

# %%
free = firm.vary({"campaign.cell": "tinkering"})
no_joy, no_building = {"behaviour.motive.autonomy": 0.0}, {"behaviour.choice.build_open": 0.0}
why = cs.compare(
    {
        "submitting": firm.vary({"campaign.cell": "submitting"}),
        "tinkering": free,
        "… without joy in freedom": free.vary(no_joy),
        "… without more to build on": free.vary(no_building),
        "… without either": free.vary(no_joy | no_building),
    },
    replications=RUNS,
    outcomes="submissions",
    progress=False,
)
why.plot()

# %%
ideas = why.table.set_index("design")["difference"]
assert ideas["… without joy in freedom"] < ideas["tinkering"], "joy in freedom brings ideas"
assert ideas["… without more to build on"] < ideas["tinkering"], "so does building on others"

# %% [markdown]
# It is joy in free work, and ideas to build on. Both outweigh an effort that is small for these
# people: a suggestion takes minutes. Where a contribution takes days it must turn round. Does it?

# %%
effort = cs.sweep(
    firm,
    {"segments.effort": [0.333, 1.0, 3.0], "campaign.openness": [0.0, 0.5, 1.0]},
    replications=RUNS // 2,
    progress=False,
)
mean = effort.summary("submissions").pivot(
    index="segments.effort", columns="campaign.openness", values="submissions"
)
print("ideas, by effort (rows) and openness (columns)")
mean.round(0)

# %%
assert mean.loc[0.333, 1.0] > mean.loc[0.333, 0.0], "easy work: openness brings ideas"
assert mean.loc[3.0, 1.0] < mean.loc[3.0, 0.0], "hard work: openness costs ideas"

# %% [markdown]
# So there is no best corner without people. What do firms in the corners **fail** of? We let this
# one also watch whether what it takes up still fits together (mean fit below zero: *incoherent*).

# %%
watched = firm.vary(
    {
        "campaign.limits.watch": ["starved", "nothing worth making", "incoherent"],
        "campaign.limits.coherence": 0.0,
    }
)
ends = cs.sweep(
    watched,
    {"campaign.cell": [cell.label for cell in Cell]},
    replications=RUNS,
    progress=False,
).causes()
ends = ends[ends["cause"].isin(["starved", "incoherent"])]
with styled(8.6, 4.2) as figure:
    ax = figure.subplots()
    for shift, (cause, colour) in zip(
        (-0.18, 0.18), {"starved": BLUE, "incoherent": ORANGE}.items(), strict=True
    ):
        share = ends[ends["cause"] == cause].set_index("campaign.cell")
        share = share[["first", "first_low", "first_high"]]
        share = share.reindex([cell.label for cell in Cell]).fillna(0.0)
        places = [n + shift for n in range(len(Cell))]
        reach = [share["first"] - share["first_low"], share["first_high"] - share["first"]]
        ax.bar(places, share["first"], 0.34, color=colour, label=cause)
        ax.errorbar(places, share["first"], reach, fmt="none", ecolor=BLACK, elinewidth=1.5)
    ax.set_xticks(range(len(Cell)), [cell.label for cell in Cell])
    ax.yaxis.set_major_formatter(Ticks("share"))
    ax.set_title("what campaigns fail of first (share of runs)")
    ax.legend(loc="upper left", ncols=2)
    ax.set_ylim(0, 1)
    caption(figure, f"{RUNS} runs a corner, the same luck in all. Lines: 95 % intervals.")
figure

# %%
share = ends.pivot(index="campaign.cell", columns="cause", values="first").fillna(0.0)
assert share.loc["submitting", "starved"] > share.loc["submitting", "incoherent"]
assert share.loc["collaborating", "incoherent"] > share.loc["collaborating", "starved"]
share.map(percent)

# %% [markdown]
# Choosing a corner is choosing what to fail of: a closed call is too small, an open one does not
# hold together. The [study of the square](../experiments/typology_square/found.md) asks the same
# of all points of the square, over many kinds of people.
#
# ## Held against real cases
#
# So far the model has been talking to itself. Each case comes with figures that were published or
# counted, such as "one idea in seven hundred becomes a product". Each case is played a few times,
# and the published value should lie where one more life of the case is predicted to fall. The
# size of each crowd was chosen to meet one of the figures, so this one is *fitted* and shows
# nothing.
#
# **Guess the share of hits** before you look. LEGO Ideas takes longest to play and is left to
# `make demo`; of Threadless one simulated person stands for four times as many as usual.

# %%
tables = []
for name in cases.keys() - {"lego-ideas"}:
    case = cases[name]
    people = case.population.represents * (4 if name == "threadless" else 1)
    coarse = case.vary({"population.represents": people})
    tables.append(held_against(cs.sweep(coarse, {}, max(3, RUNS // 25), progress=False)))
table = pd.concat(tables, ignore_index=True).sort_values("preset", kind="stable")
counted = table[table["inside"].isin(["yes", "yes (range)", "no (miss)"])]
hits, tried = score(table)
print(f"{hits} of {tried} published figures lie inside, of {counted['preset'].nunique()} cases.")

# %%
famous = ["threadless", "apache", "innocentive", "ideastorm", "lego-ideas"]
rows = counted[counted["preset"].isin(famous)].reset_index(drop=True)
with styled(8.6, 0.28 * len(rows) + 1.8) as figure:
    ax = figure.subplots()
    for y, row in rows.iterrows():
        colour = VERMILLION if row["inside"] == "no (miss)" else BLUE
        low, middle, high = (row[key] / row["published"] for key in ("low", "predicted", "high"))
        band = row["published_low"] / row["published"], row["published_high"] / row["published"]
        ax.plot(band, [y, y], color=PALE, linewidth=11, solid_capstyle="butt", zorder=0)
        ax.plot([max(low, 0.1), high], [y, y], color=colour, linewidth=2.5)
        ax.plot(middle, y, "X" if colour == VERMILLION else "o", color=colour, markersize=8)
    ax.axvline(1, color="black", linewidth=1, zorder=0)
    names = [f"{row.preset}: {outcome_title(row.figure)}" for row in rows.itertuples()]
    ax.set_yticks(range(len(rows)), names, fontsize=9.5)
    ax.set(xscale="log", xlim=(0.1, 5), xlabel="predicted ÷ published (log scale)")
    ax.set_xticks([0.1, 0.25, 0.5, 1, 2, 4], ["0.1", "0.25", "0.5", "1", "2", "4"])
    ax.minorticks_off()
    ax.invert_yaxis()
    caption(
        figure,
        "Line: 90 % interval of one further run; mark: median. Cross: the published value and its "
        "range (grey) lie outside, a miss. Lines that reach 0.1 may go on.",
    )
figure

# %%
assert hits > tried / 2, "most figures are met"
where = {name: case.campaign.cell.label for name, case in cases.items()}
by_cell = counted.assign(cell=counted["preset"].map(where), hit=counted["inside"] != "no (miss)")
by_cell.groupby("cell")["hit"].agg(hits="sum", figures="count")

# %% [markdown]
# The **misses** matter more than the hits: they say where not to trust the model.

# %%
missed = counted[counted["inside"] == "no (miss)"]
missed.set_index("preset")[["figure", "predicted", "low", "high", "published"]].round(3)

# %% [markdown]
# What to make of it:
#
# - A figure such as `selected_share` of a firm that picks so many a week is nearly a lever. Hits
#   there are cheap. One-timers, concentration and return are not levers; they are the real test.
# - With few runs the intervals are wide, and wide intervals hit. `make demo` plays the cases more
#   often; `cocreation validate` adds communities and experiments.
# - Open-source communities and OpenIDEO were among the data to which the psychology was fitted,
#   so their figures are not wholly out of sample. [How sure are we](../docs/how-sure.md) says
#   more.
#
# ## Tasks
#
# 1. Move a case to the opposite corner, such as `cs.load("99designs").vary({"campaign.cell":
#    "collaborating"})`. What changes most?
# 2. In *What the corners do*, take people who enjoy it less: `"segments.intrinsic": 1.0`. Does
#    openness still help?
# 3. Take one miss from the table. Which rule in [the ODD](../docs/odd.md) would you suspect?
#
# Next: [money and recognition](03-money-and-recognition.ipynb).
