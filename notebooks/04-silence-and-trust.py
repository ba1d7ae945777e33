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
# # Silence and trust
#
# Of the first ideas that people send to an organisation, 88 % get no answer at all (row C1 of the
# [evidence](../docs/evidence.md)). Reading takes time, answering more. What does silence cost? Is
# a plain no better than nothing, and a reason better than a plain no? And who is blamed?

# %%
import os

import pandas as pd

import cocreation_sim as cs
from cocreation_sim.plots.style import BLUE, ORANGE, PALE, Ticks, caption, styled
from cocreation_sim.wording.numbers import number, percent

RUNS = int(os.environ.get("NOTEBOOK_RUNS", 200))  # fewer in tests
ANSWERED, EXPLAINED = "campaign.dialogue.answered", "campaign.dialogue.explained"

# %% [markdown]
# ## Four ways to treat an idea
#
# The *ordinary* suggestion box with more people, and a firm with time to read all that comes. The
# same ideas get: silence; a bare rejection at the end of the quarter; a reply; a reply with
# reasons.
#
# **Put the four in order**, and guess: does the treatment change how many *people* contribute?

# %%
box = cs.load("ordinary").vary(
    {
        "population.size": 2000,
        "campaign.outreach.spend": 8.0,
        "campaign.review.capacity": 50.0,
        ANSWERED: 0.0,
        EXPLAINED: 0.0,
    }
)
treated = cs.compare(
    {
        "silence": box,
        "bare rejection": box.vary({"campaign.selection.announce": True}),
        "reply": box.vary({ANSWERED: 1.0}),
        "reply with reasons": box.vary({ANSWERED: 1.0, EXPLAINED: 1.0}),
    },
    replications=RUNS,
    outcomes=["submissions", "contributors", "again", "loyalty"],
    progress=False,
)
treated.plot()

# %%
gap = treated.table.set_index(["outcome", "design"])
back = gap.loc["again", "difference"]
assert 0 < back["bare rejection"] < back["reply"] < back["reply with reasons"], "as rows C2, C3 say"
people, ideas = gap.loc["contributors"], gap.loc["submissions"]
assert (people["difference"].abs() < 0.02 * people["mean_a"]).all(), "hardly any new people"
assert ideas.loc["reply with reasons", "low"] > ideas["mean_a"].iloc[0], "reasons: more than twice"
assert gap.loc[("loyalty", "reply"), "low"] > 0, "a reply is paid back in trust"
for design in back.index:
    more = ideas.loc[design, "difference"] / ideas.loc[design, "mean_a"]
    print(f"{design}: {percent(more)} more ideas")

# %% [markdown]
# Hardly anybody more contributes a *first* idea: at that moment nobody knows yet how they will be
# treated. What silence costs is the second and the third. A bare no already beats silence for
# coming back, since it ends the waiting; but look at its trust:

# %%
no = gap.loc[("loyalty", "bare rejection")]
told = "less" if no["high"] < 0 else "more" if no["low"] > 0 else "no more and no less"
print(f"A firm that says a bare no is trusted {told} than one that is silent.")

# %% [markdown]
# That a reply helps, and in which order, was put in from rows C2 and C3. What was *not* put in is
# that it is all in the repetition. And beware of the size: that reasons more than double the
# ideas is the model's word alone. Row C2 gives a sign, not a size.
#
# ## The experiment inside
#
# In real communities one cannot answer everybody and nobody at once. One can look who was
# answered. In newsgroups 44 % of newcomers posted again without a reply and 56 % with one, an
# odds ratio of 1.62 (row C3). Here half of the ideas are answered by lot, so nothing else
# differs. **Larger or smaller than 1.62?** The rule itself has 1.62 in it.

# %%
half = box.vary({ANSWERED: 0.5})
newcomers = []
for replication in range(RUNS):
    run = cs.simulate(half, seed=1, replication=replication)
    first = run.ideas.query("contribution == 1 and born < 26").set_index("author")
    author = run.customers.set_index("person").loc[first.index]
    newcomers.append(
        pd.DataFrame(
            {
                "replied to": first["answer"] != "none",
                "contributed again": author["contributions"] > 1,
            }
        )
    )
newcomers = pd.concat(newcomers)
silent, answered = newcomers.groupby("replied to")["contributed again"].mean()
ratio = answered / (1 - answered) / (silent / (1 - silent))
print(f"{len(newcomers):,} newcomers; measured in newsgroups: 44 % → 56 %, odds ratio 1.62")
print(f"contribute again: {percent(silent)} → {percent(answered)}, odds ratio {number(ratio)}")

# %%
assert 1.1 < ratio < 2.4, "about as strong as measured, in odds"
assert answered - silent < 0.56 - 0.44, "in points it does less than in newsgroups"

# %% [markdown]
# The same push moves far fewer people here, in percentage points: where few would come back
# anyhow, a reply keeps few. That is worth knowing before one promises a board "twelve points, as
# in the study".
#
# ## Too late is never
#
# People wait (`behaviour.leaving.patience`, eight weeks). **How long may an answer take?**

# %%
late = cs.sweep(
    box.vary({ANSWERED: 1.0}),
    {"campaign.dialogue.delay": [0.0, 2.0, 4.0, 8.0, 16.0]},
    replications=RUNS,
    progress=False,
)
curve = late.summary("ideas_per_contributor").set_index("campaign.dialogue.delay")
silence = cs.sweep(box, {}, RUNS, progress=False).summary("ideas_per_contributor").iloc[0]
with styled(8.6, 4.4) as figure:
    ax = figure.subplots()
    ax.axhspan(
        silence["ideas_per_contributor_low"], silence["ideas_per_contributor_high"],
        color=PALE, label="never answered",
    )  # fmt: skip
    ax.fill_between(
        curve.index, curve["ideas_per_contributor_low"], curve["ideas_per_contributor_high"],
        color=BLUE, alpha=0.2, linewidth=0,
    )  # fmt: skip
    ax.plot(curve["ideas_per_contributor"], "o-", color=BLUE, label="every idea is answered")
    ax.set(xlabel="weeks from reading to answering", ylabel="ideas a contributor in a year")
    ax.set_ylim(1, None)
    ax.legend()
    caption(
        figure, f"Means over {RUNS} runs and their 95 % intervals, the same luck at every point."
    )
figure

# %%
ideas = curve["ideas_per_contributor"]
assert ideas[0] > ideas[4] > ideas[16], "the later, the less it helps"
assert ideas[0] - ideas[16] > 3 * abs(ideas[16] - silence["ideas_per_contributor"]), (
    "too late is never"
)

# %% [markdown]
# ## Success that silences
#
# A firm that can answer two ideas a week advertises more and more. It *wants* to answer
# everybody. **Draw the ideas a contributor sends** against what is spent.

# %%
spends = [1, 2, 4, 8, 16, 32]
loud = cs.sweep(
    box.vary({ANSWERED: 1.0, "campaign.review.capacity": 2.0, "calendar.duration": 104.0}),
    {"campaign.outreach.spend": spends},
    replications=RUNS // 2,
    progress=False,
)
seen = loud.summary(["submissions", "answered_share", "ideas_per_contributor"])
with styled(8.6, 4.2) as figure:
    panels = figure.subplots(1, 2)
    titles = {
        "answered_share": "share of ideas answered",
        "ideas_per_contributor": "ideas a contributor",
    }
    for ax, (what, title), colour in zip(panels, titles.items(), (ORANGE, BLUE), strict=True):
        ax.fill_between(
            range(len(spends)), seen[f"{what}_low"], seen[f"{what}_high"],
            color=colour, alpha=0.2, linewidth=0,
        )  # fmt: skip
        ax.plot(range(len(spends)), seen[what], "o-", color=colour)
        ax.set_xticks(range(len(spends)), map(str, spends))
        ax.set(title=title, xlabel="outreach (EUR a week)")
        ax.grid(axis="y", color=PALE)
    panels[0].set_ylim(0, 1)
    panels[0].yaxis.set_major_formatter(Ticks("share"))
    panels[1].set_ylim(1, None)
    caption(
        figure,
        f"Means over {RUNS // 2} runs and their 95 % intervals. Outreach doubles at each step.",
    )
figure

# %%
assert seen["submissions"].is_monotonic_increasing, "more people, more ideas"
assert seen["answered_share"].is_monotonic_decreasing, "and a smaller share of them is answered"
assert seen["ideas_per_contributor"].iloc[-1] < seen["ideas_per_contributor"].iloc[0], (
    "so people leave"
)
seen.set_index("campaign.outreach.spend")[[*titles, "submissions"]].round(2)

# %% [markdown]
# Success breeds silence, and silence eats success: twice the outreach brings less than twice the
# ideas. The [study of review](../experiments/review/found.md) finds out where attention runs
# short.
#
# ## Whom do people blame?
#
# The same bare rejections, once after the firm has chosen, once after the crowd has.

# %%
stern = box.vary({"campaign.selection.announce": True})
judges = cs.compare(
    {
        "the firm selects": stern.vary({"campaign.crowd_weight": 0.0}),
        "the crowd selects": stern.vary({"campaign.crowd_weight": 1.0}),
    },
    replications=RUNS,
    outcomes=["loyalty", "demand"],
    progress=False,
)
judges.plot()

# %%
blame = judges.table.set_index("outcome")
assert blame.loc["loyalty", "low"] > 0, "a selecting crowd takes blame off the firm"
assert blame.loc["demand", "difference"] > 0, "and those who took part would rather buy"
print(judges)

# %% [markdown]
# A crowd that selects takes blame off the firm (as assumed from rows A23 and C11: only the
# direction is known). Trust is not for its own sake: those who took part are customers, and
# `demand` is the share of them who would buy. What else a selecting crowd does is told in [crowd
# or firm](06-crowd-or-firm.ipynb).
#
# ## What speaks against it
#
# - **A contradiction.** In the one field experiment (row C6) the mode of rejection changed
#   people's feelings, and not what they did. In this model it changes both. The experiment is
#   small (87 people at the end), the model may still be wrong.
# - Answers cost nothing here but the reading. Whoever answers by hand should add their hours.
# - An answer here is a *kind* of answer. A rude or a canned reply is not in the model.
#
# ## Tasks
#
# 1. People with more patience: `"behaviour.leaving.patience": 26.0`. Which delay is too late now?
# 2. In *Success that silences*, how much review capacity does the loudest campaign need to be as
#    attentive as the quietest?
# 3. Answer only every second idea but give reasons. Is that better than answering all without?
#
# Next: [burnout and the core](05-burnout.ipynb).
