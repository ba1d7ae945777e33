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
# # Session 3. With whom: customers, companies, open platforms
#
# "The crowd" is not one thing. Fans, casual customers, partner firms and universities come for
# different reasons, know different things, and are lost in different ways.
#
# **After this session you can**
#
# - describe a group of partners by a few traits: who knows you, what moves them, what they can do;
# - say what partners gain from one another, and when a platform is more than a box;
# - say what secrecy and terms cost with strangers, and what with partners who know you;
# - read a table of unlike cases without comparing what cannot be compared.
#
# | minutes | what |
# |---|---|
# | 10 | four cases side by side |
# | 15 | strangers, customers, fans; lead users |
# | 20 | what partners give one another |
# | 10 | secrecy and terms, with whom |
# | 5 | what the model assumes; reading |

# %%
import os

import matplotlib.pyplot as plt
import pandas as pd

import cocreation_sim as cs
from cocreation_sim.plots import style
from cocreation_sim.statistics.failure import failure_risk

RUNS = int(os.environ.get("NOTEBOOK_RUNS", 200))  # fewer in tests
plt.rcParams.update(style.SETTINGS)

# %% [markdown]
# ## Four cases
#
# An ordinary firm and its users; twelve customers in a workshop; an alliance of firms; an open
# platform of companies, public bodies and universities. Only for the first are there published
# figures; the numbers of the other three are assumptions, to think with.

# %%
names = ["ordinary", "workshop", "partnership", "open-platform"]
rows = []
for name in names:
    case = cs.load(name)
    for segment, people in case.population.segments.items():
        rows.append(
            (
                name,
                segment.replace("_", " "),
                people.aware,
                people.money,
                people.social,
                people.intrinsic,
                people.effort,
                ", ".join(people.complements).replace("_", " ") or "–",
            )
        )
columns = [
    "case",
    "who",
    "know of it",
    "money",
    "credit",
    "enjoyment",
    "effort",
    "adds to the ideas of",
]
pd.DataFrame(rows, columns=columns)

# %%
cases = cs.sweep("ordinary", {"preset": names}, replications=RUNS // 2, progress=False)
told = cases.summary(["contributors", "ideas_per_contributor", "interesting_share", "building_on"])
told.drop(columns=["scenario_id", "campaign"]).filter(
    regex="preset|^[a-z_]+(?<!low)(?<!high)$"
).filter(regex="preset|contrib|interesting|building|failure").round(2)

# %% [markdown]
# Careful: these cases differ in everything, in size, time, money and what they call a failure. The
# table describes; it explains nothing. To explain, change one thing at a time.
#
# ## Strangers, customers, fans
#
# The same firm as in the first two sessions, with three kinds of people. Strangers hardly know it
# and care little; fans know it well, like the work and are good at it.

# %%
firm = cs.load("ordinary").vary(
    {
        "population.size": 1000,
        "campaign.outreach.spend": 4.0,
        "campaign.review.capacity": 20.0,
    }
)
kinds = {
    "strangers": firm.vary(
        {"segments.aware": 0.01, "segments.intrinsic": 0.8, "segments.ability": -0.25}
    ),
    "customers": firm.vary({"segments.aware": 0.045, "segments.intrinsic": 1.05}),
    "fans": firm.vary({"segments.aware": 0.2, "segments.intrinsic": 1.6, "segments.ability": 0.3}),
}

# %% [markdown]
# **Write down before you go on.** How likely is each to starve, with fewer than 13 contributions in
# some quarter of the year?

# %%
prediction = {"strangers": 0.9, "customers": 0.5, "fans": 0.1}  # probability that it starves
assert all(0 <= p <= 1 for p in prediction.values()), "probabilities lie between 0 and 1"

# %%
crowds = cs.compare(
    kinds,
    replications=RUNS // 2,
    outcomes=["submissions", "interesting_share", "one_timers", "failed"],
    progress=False,
)
crowds.plot()

# %%
for kind, said in prediction.items():
    failed = crowds.experiment.of_base(kind).runs["failed"]
    risk = failure_risk(int(failed.sum()), len(failed))
    print(
        f"{kind:<10} you said {said:.0%}, the model says {risk.risk:.0%} "
        f"({risk.low:.0%} to {risk.high:.0%})"
    )
bond = crowds.table.set_index(["design", "outcome"])
assert bond.loc["fans", "submissions"]["low"] > bond.loc["customers", "submissions"]["high"] > 0
assert bond.loc["fans", "failed"]["high"] < 0, "with fans it starves less often than with strangers"
assert bond.loc["fans", "interesting_share"]["low"] > 0, "and more of what comes is interesting"

# %% [markdown]
# The bond between people and firm does more here than any lever of session 2 did. That is good to
# know before one buys levers. It is also why a success story told by a firm with fans is a poor
# guide for a firm without.
#
# ## Lead users
#
# In the workshop a third of the people are lead users: they feel the need earlier and are more
# able. Does it show in their ideas?

# %%
prediction_lead = 0.6  # share of all interesting ideas that come from that third

workshop = [cs.simulate("workshop", seed=1, replication=r).ideas for r in range(RUNS)]
ideas = pd.concat(workshop)
by_kind = ideas.groupby("segment").agg(ideas=("idea", "size"), interesting=("interesting", "sum"))
lead = by_kind["interesting"]["lead_users"] / by_kind["interesting"].sum()
print(f"You said {prediction_lead:.0%}; the model says {lead:.0%}.")
by_kind["share interesting"] = by_kind["interesting"] / by_kind["ideas"]
by_kind.round(3)

# %%
share = by_kind["share interesting"]
assert share["lead_users"] > share["customers"], "more of the lead users' ideas are interesting"
assert lead > 1 / 3, "they give more than their number"

# %% [markdown]
# More than their number, and less than the legend: in the model ability explains a quarter of the
# variance between ideas (an assumption), and the rest is the day, the mood, the luck. Poetz and
# Schreier (2012) let a firm judge 70 ideas of users beside 51 of its staff without knowing whose
# they were: users' ideas scored higher on novelty and customer benefit, and somewhat lower on
# feasibility.
#
# ## What partners give one another
#
# A partner firm adds to another's proposal what that one could not: the engineer's part and the
# market's part. In the model an idea gains when it builds on one of a *complementing* group. Take
# the gain away, and nothing else:

# %%
prediction_gain = "more ideas, and better ones"  # what complementing brings

platform = cs.load("open-platform")
alliance = cs.load("partnership")


def alone(case):
    """The same case, with partners who do not complement one another."""
    segments = case.population.segments
    return case.vary({f"population.segments.{name}.complements": () for name in segments})


outcomes = ["submissions", "interesting", "best_quality", "selected_quality"]
gains = {}
for name, case in (("open platform", platform), ("partnership", alliance)):
    gains[name] = cs.compare(
        {"each for itself": alone(case), "complementing": case},
        replications=2 * RUNS,
        outcomes=outcomes,
        progress=False,
    )
print(f"You said: {prediction_gain}.")
for name, gain in gains.items():
    print(f"\n{name}:\n{gain}")

# %%
for gain in gains.values():
    row = gain.table.set_index("outcome")
    assert row.loc["best_quality", "difference"] > 0, "the best idea gets better"
    assert row.loc["interesting", "low"] > 0, "more ideas are interesting"
    assert abs(row.loc["submissions", "difference"]) < 0.05 * row.loc["submissions", "mean_a"]

# %% [markdown]
# Better ideas, and hardly more of them: complementing acts on what an idea becomes, not on who
# comes. And it needs **building on others**, which open tasks allow and a closed box does not. What
# if a platform keeps the task fixed?

# %%
openness = cs.sweep(
    platform, {"campaign.openness": [0.0, 0.3, 0.6, 0.9]}, replications=RUNS // 4, progress=False
)
openness.plot("building_on")

# %%
fixed = platform.vary({"campaign.openness": 0.0})
closed = cs.compare(
    {"each for itself": alone(fixed), "complementing": fixed},
    replications=2 * RUNS,
    outcomes=["interesting"],
    progress=False,
).table.iloc[0]
opened = gains["open platform"].table.set_index("outcome").loc["interesting"]
print(f"Complementing adds {opened['difference']:.1f} interesting ideas where the task is open,")
print(f"and {closed['difference']:.1f} where it is fixed.")
assert opened["low"] > closed["high"], "a closed box wastes what partners could give one another"

# %% [markdown]
# ## Secrecy and terms: with whom?

# %%
prediction_secrecy = (
    "the alliance"  # who loses more by strict secrecy: "the platform" or "the alliance"?
)

fig, axes = plt.subplots(1, 2, figsize=(9, 3.4), layout="constrained", sharey=True)
lost = {}
for ax, (lever, value, title) in zip(
    axes,
    [
        ("campaign.terms.secrecy", 0.9, "strict secrecy"),
        ("campaign.terms.fairness", 0.2, "unfair terms"),
    ],
    strict=True,
):
    for y, (name, case) in enumerate((("the platform", platform), ("the alliance", alliance))):
        row = cs.compare(
            {"now": case, "changed": case.vary({lever: value})},
            replications=RUNS,
            outcomes=["submissions"],
            progress=False,
        ).table.iloc[0]
        change = row[["difference", "low", "high"]] / row["mean_a"] * 100
        lost[name, title] = change
        ax.errorbar(
            change["difference"],
            y,
            xerr=[[change["difference"] - change["low"]], [change["high"] - change["difference"]]],
            fmt="o",
            color=style.BLUE,
            capsize=4,
        )
    ax.axvline(0, color=style.BLACK, linewidth=1, linestyle=":")
    ax.set(title=title, xlabel="change of contributions (%)", ylim=(-0.6, 1.6))
    ax.set_yticks([0, 1], ["the platform", "the alliance"])
    ax.grid(axis="x")
plt.show()

# %%
worst = min(
    ("the platform", "the alliance"), key=lambda who: lost[who, "strict secrecy"]["difference"]
)
print(f"You said {prediction_secrecy}; the model says {worst}.")
assert lost["the platform", "strict secrecy"]["high"] < 0, (
    "secrecy costs the platform contributions"
)
assert (
    lost["the platform", "strict secrecy"]["high"] < lost["the alliance", "strict secrecy"]["low"]
)
for who in ("the platform", "the alliance"):
    assert lost[who, "unfair terms"]["high"] < 0, "unfair terms cost both"

# %% [markdown]
# Secrecy quiets word of mouth and deters who has no bond yet. An open platform lives by those who
# have not come yet; an alliance has its members. Unfair terms hurt both.
#
# ## What the model assumes
#
# - Four of five partner firms know of the alliance from the start, one in ten to one in five of the
#   platform's organisations do: assumptions that do much of the work above.
# - What building on a complementing group adds, and how secrecy deters and mutes: assumptions. The
#   direction is plausible, the size unknown. C12 gives the direction for terms.
# - A "person" of these cases is a team of an organisation. Teams quarrel, merge and get new heads;
#   these do not.
#
# ## Reading
#
# - von Hippel, E. (2005). *Democratizing Innovation*. MIT Press. Lead users, and communities of
#   them.
# - Poetz, M. K. and Schreier, M. (2012). The value of crowdsourcing: can users really compete with
#   professionals in generating new product ideas? *Journal of Product Innovation Management* 29(2).
# - Chesbrough, H. W. (2003). *Open Innovation*. Harvard Business School Press. Companies as
#   partners.
# - Franke, N., Keinz, P. and Klausberger, K. (2013). "Does this sound like a fair deal?"
#   *Organization Science* 24(5).
#
# Next: the [exercises](exercises.py) and then [session 4](../4-benefits-and-pitfalls/lecture.py).
