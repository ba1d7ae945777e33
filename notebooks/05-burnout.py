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
# # Burnout and the core
#
# More than half of open-source maintainers have quit or thought of it, and half of these name
# burnout (rows F1 and F2 of the [evidence](../docs/evidence.md)). Who burns out, and of what?
# Does it help to win more people, to praise them, or to take work off the core?

# %%
import os

import pandas as pd

import cocreation_sim as cs
from cocreation_sim.plots.style import BLUE, PALE, VERMILLION, Ticks, caption, styled
from cocreation_sim.statistics.failure import failure_risk
from cocreation_sim.validation.published import held_against
from cocreation_sim.wording.numbers import percent

RUNS = int(os.environ.get("NOTEBOOK_RUNS", 200))  # fewer in tests

# %% [markdown]
# ## A community
#
# The preset *open-source* is made like 16 communities whose commits were counted. We follow four
# years of one that some people know from its first day. Whoever has sent ten changes belongs to
# the **core**; core members also review what others send.

# %%
project = cs.load("open-source").vary(
    {"calendar.duration": 208.0, "population.segments.developers.aware": 0.05}
)
life = cs.simulate(project, seed=1)
life.plot()

# %%
members = life.customers.query("contributions > 0")
core = (members["contributions"] >= project.behaviour.core.contributions).sum()
print(f"{len(members)} people have sent a change; {core} of them belong to the core.")
assert 0 < core < len(members) / 3, "the core is small"

# %% [markdown]
# Burned-out people do nothing until they have rested. There are so few that they can hardly be
# seen in the picture. **Who are they?** Newcomers who were disappointed, or those who do most of
# the work?

# %%
LIVES = max(12, RUNS // 4)
people = pd.concat(
    cs.simulate(project, seed=1, replication=life).customers.query("contributions > 0")
    for life in range(LIVES)
)
bands = pd.cut(people["contributions"], [0, 1, 4, 9, 24, 100_000])
tired = (people["times_burned_out"] > 0).groupby(bands, observed=True).agg(["sum", "size"])
tired.index = ["1", "2 to 4", "5 to 9", "10 to 24", "25 or more"]
share, low, high = failure_risk(tired["sum"].to_numpy(), tired["size"].to_numpy(), 0.95)
with styled(8.6, 4.2) as figure:
    ax = figure.subplots()
    places = range(len(tired))
    ax.bar(places, share, color=VERMILLION, width=0.6)
    ax.errorbar(places, share, [share - low, high - share], fmt="none", ecolor="black")
    ax.set_xticks(places, [f"{name}\n({size:,} people)" for name, size in tired["size"].items()])
    ax.set(xlabel="changes that a person sent in four years", ylim=(0, 1))
    ax.set_title("share of people who ever burned out")
    ax.yaxis.set_major_formatter(Ticks("share"))
    ax.grid(axis="y", color=PALE)
    caption(figure, f"All contributors of {LIVES} lives. Lines: 95 % intervals.")
figure

# %%
assert share[-1] > share[-2] > share[1], "the more people do, the likelier they burn out"
print(f"{percent(share[0])} of those who sent one change, {percent(share[-1])} of the busiest.")

# %% [markdown]
# It is those who do most. A person tires when the load of contributions and reviews is above what
# they can bear; that is job demands against resources (row F7). Newcomers leave for other
# reasons, long before they are tired.
#
# ## Four remedies
#
# **Which lowers the share of the core that burns out, and which one raises it?**
#
# - *others review*: staff read eight changes a week and the core none;
# - *review less*: core members review half a change a week instead of one and a half;
# - *more users*: three times the outreach;
# - *less praise*: hardly any public credit.

# %%
REVIEW = "campaign.review.capacity_per_core"
remedies = cs.compare(
    {
        "as it is": project,
        "others review": project.vary({REVIEW: 0.0, "campaign.review.capacity": 8.0}),
        "review less": project.vary({REVIEW: 0.5}),
        "more users": project.vary(
            {"campaign.outreach.spend": 3 * project.campaign.outreach.spend}
        ),
        "less praise": project.vary({"campaign.reward.recognition": 0.2}),
    },
    replications=RUNS // 2,
    outcomes=["burned_out_core", "submissions", "selected", "answered_share"],
    progress=False,
)
remedies.plot()

# %%
gap = remedies.table.set_index(["outcome", "design"])["difference"]
assert gap["burned_out_core", "others review"] < 0, "reviews are a load"
assert gap["burned_out_core", "review less"] < 0, "reviews are a load"
assert gap["selected", "others review"] > 0 > gap["selected", "review less"], "and they are needed"
assert gap["answered_share", "more users"] < 0, "more users: the core cannot answer them"
assert gap["submissions", "less praise"] < 0, "praise is what brings people"
for design in gap["burned_out_core"].index:
    print(
        f"{design}: {100 * gap['burned_out_core', design]:+.0f} points of the core, "
        f"{gap['selected', design]:+.0f} accepted changes"
    )

# %% [markdown]
# Two remedies spare the core, at opposite prices. If *others* review, everything else gets better
# too: somebody must pay them. If the core just *reviews less*, it is spared, and changes lie
# unread.
#
# **Praise** is two-edged. It is a resource (row F3 says that thankless work burns people out, and
# in the model recognition adds to what one can bear). But it also draws people into doing more
# than they can. Which of the two wins is the model's answer, not a measurement:

# %%
praise = remedies.table.set_index(["outcome", "design"]).loc[("burned_out_core", "less praise")]
told = "less" if praise["high"] < 0 else "more" if praise["low"] > 0 else "neither more nor less"
print(f"With less praise, {told} of the core burns out.")

# %% [markdown]
# **More users** need not burn the core out, for a core member reviews only so much a week. They
# are left without an answer instead; what that does is told in [silence and
# trust](04-silence-and-trust.ipynb).
#
# ## What burnout costs
#
# A world in which nobody tires (`behaviour.exhaustion.strain` at 0), under the same luck.

# %%
tireless = cs.compare(
    {"as it is": project, "nobody tires": project.vary({"behaviour.exhaustion.strain": 0.0})},
    replications=RUNS // 2,
    outcomes=["burned_out_core", "submissions", "selected", "again"],
    progress=False,
)
lost = tireless.table.set_index("outcome").loc["selected"]
assert lost["low"] > 0, "burnout costs work"
print(f"Burnout costs {percent(lost['difference'] / lost['mean_b'])} of the work that is accepted.")
print(tireless)

# %% [markdown]
# ## Rest
#
# How quickly people recover is not known well: half of the exhaustion is gone after two to ten
# weeks (forms 2.7). So the answer must be looked at over that range.

# %%
weeks = {0.07: 10, 0.10: 7, 0.17: 4, 0.35: 2}
rest = cs.sweep(
    project, {"behaviour.exhaustion.recovery": list(weeks)}, RUNS // 2, progress=False
).summary(["burned_out_core", "selected"])
with styled(8.6, 4.2) as figure:
    panels = figure.subplots(1, 2)
    looks = zip(("burned_out_core", "selected"), (VERMILLION, BLUE), strict=True)
    for ax, (what, colour) in zip(panels, looks, strict=True):
        ax.fill_between(
            range(4),
            rest[f"{what}_low"],
            rest[f"{what}_high"],
            color=colour,
            alpha=0.2,
            linewidth=0,
        )
        ax.plot(range(4), rest[what], "o-", color=colour)
        ax.set_xticks(range(4), map(str, weeks.values()))
        ax.set_xlabel("weeks until half is gone (about)")
        ax.set_ylim(0, None)
        ax.grid(axis="y", color=PALE)
    panels[0].set_title("core who ever burn out")
    panels[0].yaxis.set_major_formatter(Ticks("share"))
    panels[1].set_title("accepted changes in four years")
    caption(
        figure,
        f"Means over {RUNS // 2} runs and their 95 % intervals, the same luck at each point.",
    )
figure

# %%
assert rest["burned_out_core"].iloc[-1] < rest["burned_out_core"].iloc[0], "rest helps"
assert rest["selected"].iloc[-1] > rest["selected"].iloc[0], "and is not time lost"

# %% [markdown]
# ## Held against the surveys
#
# 22 % of maintainers have quit, and half of the 58 % who quit or thought of it name burnout. So
# between 22 and 30 % of the core should burn out. These figures bounded what people can bear in
# the model (`behaviour.exhaustion.capacity`), so even a hit would show little.

# %%
surveys = pd.concat(
    held_against(cs.sweep(case, {}, max(3, RUNS // 40), progress=False))
    for case in ("open-source", "linux")
)
surveys = surveys[surveys["figure"] == "burned_out_core"].set_index("preset")
surveys[["predicted", "low", "high", "published", "published_low", "published_high"]].round(2)

# %%
above = (surveys["predicted"] > surveys["published_high"]).sum()
print(f"In {above} of {len(surveys)} cases the median of the model lies above the surveys' range.")

# %% [markdown]
# Where it lies above, the model **misses**: more of the core burns out than surveys say. Part of
# it may be what is counted, since the model takes anybody who *ever* burned out in years, and a
# survey asks who has quit. So trust the directions on this page, and not the levels. No figure at
# all is known for burnout among customers in campaigns; there it is a guess from software.
#
# ## Tasks
#
# 1. Which share of the reviews can the core keep before it burns out as it does now? Sweep
#    `REVIEW` over `[0, 0.25, 0.5, 1, 1.5]`, with eight reviews a week by staff.
# 2. Unfair terms (`"campaign.terms.fairness": 0.3`): trust is a resource. Does the core burn out
#    more? If not, why not? Look at the number of changes.
# 3. Play Apache (`cs.load("apache")`, a second for each life). Who carries it after four years?
#
# Next: [crowd or firm](06-crowd-or-firm.ipynb).
