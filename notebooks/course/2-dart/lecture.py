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
# # Session 2. DART: dialogue, access, risk, transparency
#
# Four things make it easier for people to work with a firm, say Prahalad and Ramaswamy: it talks
# with them, lets them in, is fair about what they risk, and says what it does and why. All four
# cost something. Which is worth it?
#
# **After this session you can**
#
# - name the lever behind each letter, and what it acts on;
# - say why silence is the normal answer, and what it costs;
# - compare levers under the same luck, and read how many runs that takes;
# - tell where the model agrees with a field experiment, and where it does not.
#
# | minutes | what |
# |---|---|
# | 10 | four letters, four levers |
# | 10 | predictions, in writing |
# | 15 | one lever at a time |
# | 15 | reply, reasons, time: who comes again |
# | 10 | together; what the model assumes; reading |

# %%
import os

import matplotlib.pyplot as plt
import pandas as pd

import cocreation_sim as cs
from cocreation_sim.plots import style

RUNS = int(os.environ.get("NOTEBOOK_RUNS", 200))  # fewer in tests
plt.rcParams.update(style.SETTINGS)

# %% [markdown]
# ## Four letters, four levers
#
# | letter | question to the firm | lever | now |
# |---|---|---|---|
# | **D**ialogue | Do we answer? | `dialogue.answered`, share of ideas that get a reply | 0.12 |
# | **A**ccess | Do we give people tools? | `access.toolkit`, halves the effort at 1 | 0 |
# | **R**isk | What do people risk with us? | `terms.fairness`, `terms.secrecy` | 0.6, 0 |
# | **T**ransparency | Do we say why? | `dialogue.explained`, share of replies with reasons | 0.2 |
#
# The firm is that of session 1: a thousand users, a box for suggestions, a year.

# %%
firm = cs.load("ordinary").vary(
    {
        "population.size": 1000,
        "campaign.outreach.spend": 4.0,
        "campaign.review.capacity": 20.0,
    }
)
now = firm.campaign
assert (now.dialogue.answered, now.dialogue.explained) == (0.12, 0.2), "as in the table above"
assert (now.access.toolkit, now.terms.fairness, now.terms.secrecy) == (0, 0.6, 0), "the same"

# %% [markdown]
# **Write down before you go on.** Each letter is turned up by itself. In which order do they add
# contributions, the strongest first?

# %%
prediction = ["access", "dialogue", "transparency", "fair terms"]  # put your order here
assert sorted(prediction) == ["access", "dialogue", "fair terms", "transparency"], "each one once"

# %%
designs = {
    "as it is": firm,
    "dialogue": firm.vary({"campaign.dialogue.answered": 0.6}),
    "access": firm.vary({"campaign.access.toolkit": 0.6}),
    "fair terms": firm.vary({"campaign.terms.fairness": 0.9}),
    "transparency": firm.vary({"campaign.dialogue.explained": 1.0}),
}
asked = ["submissions", "again", "loyalty", "failed"]
found = cs.compare(designs, replications=RUNS, outcomes=asked, progress=False)
found.plot()

# %%
more = found.table[found.table["outcome"] == "submissions"].set_index("design")
order = more["difference"].sort_values(ascending=False)
print("You said:      ", ", ".join(prediction))
print("The model says:", ", ".join(order.index))
more[["difference", "low", "high", "needed"]].round(1)

# %% [markdown]
# Where two intervals overlap, the order of the two is not known. The column `needed` says after how
# many runs the interval would leave out "no difference", if all is as it seems.

# %%
assert more.loc["dialogue", "low"] > 0, "answering brings more"
assert more.loc["fair terms", "low"] > 0, "so do fair terms"
assert more["difference"].drop("access").min() > 0, "nothing here does harm"
gained = more.loc["dialogue", "difference"] - more.loc["access", "difference"]
print(f"Answering adds {gained:.0f} contributions more than the toolkit does.")
assert gained > 0, "where little effort is asked, answers beat tools"

# %% [markdown]
# Two things to discuss. **Tools do little here**: suggesting takes little effort, and what costs
# little also binds little (those who worked for something come back rather; look at the panel on
# who contributes again). That is the place for an exercise: look at it where effort is high.
# **Reasons need replies**: giving reasons to one person in eight does little. DART's letters are
# not four separate taps.
#
# ## Silence
#
# Piezunka and Dahlander counted 70,159 organisations: 88 % of first ideas got no response (row C1
# of the [evidence](../../../docs/evidence.md)). What does an answer do to the newcomer who gets it?
# In a model one can look at people as an experimenter would: here 61 % of ideas get a reply by
# chance, as in the newsgroups of Joyce and Kraut (C3), where a reply went with 56 instead of 44 %
# who posted again.

# %%
prediction_again = {"none": 0.44, "replied": 0.56, "explained": 0.60}  # share who contribute again


many = firm.vary(  # the same firm, eight times as large: more newcomers to count
    {
        "population.size": 8000,
        "campaign.outreach.spend": 32.0,
        "campaign.review.capacity": 160.0,
        "campaign.dialogue.answered": 0.61,
        "campaign.dialogue.explained": 0.4,
    }
)


def first_ideas(replication):
    """First ideas of one run that came early enough to be followed, and who came again."""
    ideas = cs.simulate(many, seed=1, replication=replication).ideas
    again = ideas.loc[ideas["contribution"] == 2, "author"]
    first = ideas[(ideas["contribution"] == 1) & (ideas["born"] < 40)]
    return first.assign(again=first["author"].isin(again))[["answer", "again"]]


people = pd.concat([first_ideas(r) for r in range(max(RUNS // 8, 16))])
counted = (
    people.groupby("answer")["again"].agg(["sum", "size"]).loc[["none", "replied", "explained"]]
)

# %%
from cocreation_sim.statistics.failure import failure_risk

share, low, high = failure_risk(counted["sum"], counted["size"])
fig, ax = plt.subplots(figsize=(7, 3.6), layout="constrained")
y = range(3)
ax.errorbar(
    share, y, xerr=[share - low, high - share], fmt="o", color=style.BLUE, capsize=3, label="model"
)
ax.plot(list(prediction_again.values()), y, "D", color=style.ORANGE, label="your prediction")
ax.set_yticks(y, ["silence", "a reply", "a reply with reasons"])
ax.set(
    xlabel="share of newcomers who contribute again (95 % intervals)",
    xlim=(0, 0.7),
    ylim=(-0.5, 2.5),
)
ax.set_title("What an answer does to a newcomer")
ax.grid(axis="x")
ax.legend(loc="upper right", bbox_to_anchor=(1, 0.45))
plt.show()

# %%
odds = share / (1 - share)
ratio, explained_ratio = odds[1] / odds[0], odds[2] / odds[0]
print(f"Odds of coming again: a reply multiplies them by {ratio:.2f} (Joyce and Kraut: 1.62),")
print(
    f"a reply with reasons by {explained_ratio:.2f}. The levels: "
    f"{share[0]:.0%} without, {share[1]:.0%} with a reply."
)
assert odds[0] < odds[1] < odds[2], "silence, reply, reasons: in this order"
assert high[1] < 0.44, "the level is far below that of newsgroups"

# %% [markdown]
# **A hit that shows little, and a miss.** The size of the reply's effect was put into the model
# from that very study, so that it comes out about as large shows only that nothing is broken. The
# *level* is a miss: 44 % of newcomers without a reply posted again in newsgroups; here far fewer
# do. Nobody tuned this crowd to newsgroups: most people who contribute to a firm's idea box do so
# once (85 % on IdeaStorm, B3).
#
# ## Is late better than never?

# %%
prediction_late = "in between"  # "as good as at once", "in between", "as bad as silence"
answered = firm.vary({"campaign.dialogue.answered": 0.6})
late = cs.compare(
    {
        "silence": firm.vary({"campaign.dialogue.answered": 0.0}),
        "after 12 weeks": answered.vary({"campaign.dialogue.delay": 12.0}),
        "after 4 weeks": answered.vary({"campaign.dialogue.delay": 4.0}),
        "at once": answered,
    },
    replications=RUNS // 2,
    outcomes=["submissions", "loyalty"],
    progress=False,
)
print(f"You said: {prediction_late}.")
late.plot()

# %%
waited = late.table.set_index(["outcome", "design"])["difference"]
kept = waited["submissions"]["after 12 weeks"] / waited["submissions"]["at once"]
print(f"An answer after twelve weeks keeps {kept:.0%} of what an answer at once adds.")
assert kept < 0.6, "most of it is gone: patience ended first"
assert waited["loyalty"]["after 12 weeks"] > 0, "yet trust is won even late"

# %% [markdown]
# People wait for an answer for eight weeks in the mean (an assumption). After that most have gone,
# and an answer reaches somebody who is no longer there: it still wins a little trust, and no idea.
#
# ## All together
#
# Is DART the sum of its letters? Add up the four single effects, and play all four at once.

# %%
prediction_whole = "more"  # than the sum of its letters: "more", "less", "about as much"
whole = firm.vary(
    {
        "campaign.dialogue.answered": 0.6,
        "campaign.dialogue.explained": 1.0,
        "campaign.access.toolkit": 0.6,
        "campaign.terms.fairness": 0.9,
    }
)
dart = cs.compare(
    {"as it is": firm, "all four": whole},
    replications=RUNS,
    outcomes=["submissions"],
    progress=False,
).table.iloc[0]
summed = more["difference"].sum()
print(f"You said: {prediction_whole}. Sum of the letters {summed:+.0f} contributions;")
print(f"all four together {dart['difference']:+.0f} ({dart['low']:+.0f} to {dart['high']:+.0f}).")
assert dart["low"] > summed, "the whole is more than its parts, here"

# %% [markdown]
# Each letter multiplies what the others leave: who is kept by a reply contributes again, gets
# another reply, and tells others. Such growth has an end in real life: somebody must write those
# replies. In this scenario a reply costs nothing, which is why `cocreation recommend` would always
# turn it up. The [assignment](../assignment.md) puts a price on it.
#
# ## What the model assumes
#
# - The effect of a reply on who comes again: C3, one field study of newsgroups. Reasons: the
#   direction from C2, the size is an assumption. Against it stands C6, a field experiment in which
#   the way of rejecting changed feelings and not behaviour.
# - Fair terms: the direction from C12; that trust returns to what terms deserve, and how fast, is
#   an assumption.
# - The toolkit halves effort at most: an assumption.
#
# ## Reading
#
# - Prahalad, C. K. and Ramaswamy, V. (2004). Co-creation experiences: the next practice in value
#   creation. *Journal of Interactive Marketing* 18(3), 5–14. The four letters.
# - Piezunka, H. and Dahlander, L. (2019). Idea rejected, tie formed. *Academy of Management
#   Journal* 62(2). Rejections, reasons and newcomers.
# - Joyce, E. and Kraut, R. E. (2006). Predicting continued participation in newsgroups. *Journal of
#   Computer-Mediated Communication* 11(3). The reply.
# - Franke, N., Keinz, P. and Klausberger, K. (2013). "Does this sound like a fair deal?"
#   *Organization Science* 24(5). Terms.
#
# Next: the [exercises](exercises.py) and then [session 3](../3-partners/lecture.py).
