"""Designs compared pair by pair under the same luck."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import optimize, stats

from cocreation_sim import InputError
from cocreation_sim.statistics.comparison import compare_runs, paired, sentence

NUMBERS = st.lists(
    st.tuples(st.integers(-1000, 1000), st.integers(-1000, 1000)), min_size=3, max_size=30
)
COUNTS = st.tuples(st.integers(0, 40), st.integers(0, 40), st.integers(0, 40)).filter(
    lambda c: sum(c) >= 3
)

# Hours of sleep gained by two drugs, same ten people (Student 1908)
FIRST = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0]
SECOND = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]


def yes_no(more, less, alike):
    """Pairs in which only b, only a, or neither says yes."""
    a = [False] * more + [True] * less + [False] * alike
    b = [True] * more + [False] * less + [False] * alike
    return a, b


def test_students_own_example():
    found = paired(FIRST, SECOND)
    assert (found.pairs, found.ties) == (10, 0.1)
    assert (found.mean_a, found.mean_b) == pytest.approx((0.75, 2.33))
    assert (found.difference, found.low, found.high) == pytest.approx((1.58, 0.70, 2.46), abs=5e-3)
    assert found.better_runs == pytest.approx(0.95)
    # Student gave odds of 666 to 1 that the second is better; his distribution has n - 1 = 9
    assert found.probably_higher == pytest.approx(stats.t.cdf(4.0621, 9), abs=1e-5)
    test = stats.ttest_rel(SECOND, FIRST).confidence_interval(0.9)
    assert paired(FIRST, SECOND, 0.9)[4:6] == pytest.approx((test.low, test.high))


def test_unpaired_variance_over_paired():
    found = paired(FIRST, SECOND)
    own = np.var(FIRST, ddof=1) + np.var(SECOND, ddof=1)
    assert found.saves == pytest.approx(own / np.var(np.subtract(SECOND, FIRST), ddof=1))
    assert found.saves > 4
    assert found.needed_unpaired > 3 * found.needed


@pytest.mark.parametrize(
    ("more", "less", "n", "low", "high"),
    [
        (7, 1, 21, 0.026, 0.517),  # Fagerland, Lydersen and Laake (2014), Tango's interval
        (0, 0, 20, -(1.96**2) / (20 + 1.96**2), 1.96**2 / (20 + 1.96**2)),  # closed form
    ],
)
def test_known_score_intervals(more, less, n, low, high):
    found = paired(*yes_no(more, less, n - more - less))
    assert (found.low, found.high) == pytest.approx((low, high), abs=6e-4)
    assert found.difference == pytest.approx((more - less) / n)


def likeliest(gap, more, less, alike):
    """Likeliest share of "less" if the shares differ by `gap`, found by search."""

    def loss(share):
        cells = np.array([share + gap, share, 1 - 2 * share - gap])
        return -float(np.array([more, less, alike]) @ np.log(np.maximum(cells, 1e-300)))

    low, high = max(0, -gap), (1 - gap) / 2
    return optimize.minimize_scalar(loss, bounds=(low, high), options={"xatol": 1e-10}).x


@pytest.mark.parametrize(("more", "less", "alike"), [(7, 1, 12), (3, 9, 30), (1, 0, 9), (5, 5, 5)])
def test_at_the_ends_of_the_interval_the_score_is_z(more, less, alike):
    found, n = paired(*yes_no(more, less, alike)), more + less + alike
    for gap, z in ((found.low, 1.959964), (found.high, -1.959964)):
        share = likeliest(gap, more, less, alike)
        score = (more - less - n * gap) / math.sqrt(n * (2 * share + gap * (1 - gap)))
        assert score == pytest.approx(z, abs=2e-3)


@given(COUNTS, st.sampled_from([0.8, 0.9, 0.95, 0.99]))
def test_the_score_interval_leaves_out_0_where_mcnemar_rejects(counts, level):
    more, less, _ = counts
    found = paired(*yes_no(*counts), level)
    z = stats.norm.ppf((1 + level) / 2)
    score = (more - less) / math.sqrt(more + less) if more + less else 0.0
    assume(abs(abs(score) - z) > 1e-6)
    assert (found.low > 0 or found.high < 0) == (abs(score) > z)
    assert -1 <= found.low <= found.difference <= found.high <= 1


def coverage(n, chances, interval):
    """Exactly how often an interval holds the difference, for each (more, less) of chances."""
    cells = [(b, c) for b in range(n + 1) for c in range(n + 1 - b)]
    ends = np.array([interval(b, c, n) for b, c in cells])
    out = []
    for p, q in chances:
        # with q = 0 the runs in which only a says yes have no weight
        weight = [stats.multinomial.pmf([b, c, n - b - c], n, [p, q, 1 - p - q]) for b, c in cells]
        out.append(np.dot(weight, (ends[:, 0] <= p - q + 1e-9) & (p - q <= ends[:, 1] + 1e-9)))
    return np.array(out)


def score_interval(b, c, n):
    return paired(*yes_no(b, c, n - b - c))[4:6]


def adjusted_wald(b, c, n):
    middle = (b - c) / (n + 2)
    half = 1.96 * math.sqrt(b + c + 1 - (b - c) ** 2 / (n + 2)) / (n + 2)
    return middle - half, middle + half


def test_the_score_interval_keeps_its_level_where_luck_is_shared_and_adjusted_wald_does_not():
    one_way = [(p, 0.0) for p in np.linspace(0.01, 0.6, 30)]
    few = [(p, q) for p in (0.01, 0.05, 0.1) for q in (0.01, 0.05)]
    score = coverage(20, one_way + few, score_interval)
    assert score.min() > 0.94
    assert score.mean() < 0.985
    assert coverage(20, one_way, adjusted_wald).min() < 0.88


def test_students_interval_keeps_its_level_under_shared_luck():
    luck = np.random.default_rng(5)
    held = []
    for _ in range(1500):
        shared = luck.gamma(2, 10, size=12)
        a, b = shared + luck.normal(size=12), shared * 1.1 + luck.normal(size=12)
        found = paired(a, b)
        held.append(found.low <= 2.0 <= found.high)  # a tenth of a mean of 20
    assert np.mean(held) == pytest.approx(0.95, abs=0.025)


@given(NUMBERS)
def test_swapping_turns_signs(pairs):
    a, b = np.array(pairs, float).T
    one, other = paired(a, b), paired(b, a)
    assert (other.difference, other.low, other.high) == pytest.approx(
        (-one.difference, -one.high, -one.low), rel=1e-9, abs=1e-9
    )
    assert other.better_runs == pytest.approx(1 - one.better_runs)
    assert other.probably_higher == pytest.approx(1 - one.probably_higher, abs=1e-9)
    same = ("needed", "needed_unpaired", "saves", "ties")
    assert [getattr(other, k) for k in same] == pytest.approx([getattr(one, k) for k in same])


@given(COUNTS)
def test_swapping_turns_signs_of_yes_and_no(counts):
    a, b = yes_no(*counts)
    one, other = paired(a, b), paired(b, a)
    assert (other.low, other.high) == pytest.approx((-one.high, -one.low), abs=1e-9)
    assert other.probably_higher == pytest.approx(1 - one.probably_higher, abs=1e-9)
    assert other.needed == one.needed


@given(NUMBERS, st.integers(-1000, 1000), st.integers(1, 50))
def test_what_is_added_to_both_cancels_and_units_do_not_matter(pairs, constant, unit):
    a, b = np.array(pairs, float).T
    one, moved = paired(a, b), paired(unit * a + constant, unit * b + constant)
    assert (moved.difference, moved.low, moved.high) == pytest.approx(
        tuple(unit * x for x in (one.difference, one.low, one.high)), rel=1e-9, abs=1e-7
    )
    same = ("better_runs", "probably_higher", "needed", "needed_unpaired", "saves")
    assert [getattr(moved, k) for k in same] == pytest.approx([getattr(one, k) for k in same])


@given(NUMBERS, st.randoms(use_true_random=False))
def test_the_order_of_pairs_does_not_matter(pairs, order):
    mixed = list(pairs)
    order.shuffle(mixed)
    found = [paired(*np.array(p, float).T) for p in (pairs, mixed)]
    assert list(found[0]) == pytest.approx(list(found[1]))


@given(NUMBERS)
def test_the_interval_leaves_out_0_where_the_posterior_is_sure(pairs):
    found = paired(*np.array(pairs, float).T, 0.9)
    assume(abs(abs(found.probably_higher - 0.5) - 0.45) > 1e-9)
    assert (found.low > 0) == (found.probably_higher > 0.95)
    assert (found.high < 0) == (found.probably_higher < 0.05)


def test_the_probability_of_yes_is_that_of_the_posterior():
    luck = np.random.default_rng(1)
    draws = luck.dirichlet([6.5, 2.5, 13], size=200_000)
    found = paired(*yes_no(6, 2, 12))
    assert found.probably_higher == pytest.approx((draws[:, 0] > draws[:, 1]).mean(), abs=4e-3)
    assert paired(*yes_no(0, 0, 9)).probably_higher == pytest.approx(0.5)


@pytest.mark.parametrize("level", [0.9, 0.95, 0.99])
@pytest.mark.parametrize("effect", [0.2, 0.5, 1.0, 3.0])
def test_needed_are_the_fewest_that_tell_four_times_of_five(effect, level):
    shape = np.array([-1.0, 1.0, 0.0])  # of standard deviation 1
    same = paired([0.0] * 3, shape + effect, level).needed
    own = paired(shape / np.sqrt(2), effect - shape / np.sqrt(2), level).needed_unpaired
    for samples, needed in ((1, same), (2, own)):
        for n, enough in ((needed - 1, False), (needed, True)):
            if n > 1:
                freedom = samples * (n - 1)
                edge = stats.t.ppf((1 + level) / 2, freedom)
                assert (stats.nct.sf(edge, freedom, effect * np.sqrt(n)) >= 0.8) == enough


def test_needed_where_thousands_are():
    shape = np.array([-1.0, 1.0, 0.0])
    needed = paired([0.0] * 3, shape + 0.02).needed
    edge, power = (stats.norm.ppf(p) for p in (0.975, 0.8))
    assert needed == pytest.approx(((edge + power) / 0.02) ** 2, rel=1e-3)


def test_needed_tell_four_times_of_five_when_tried():
    luck = np.random.default_rng(3)
    a, b = np.array([-1.0, 1.0, 0.0]), np.array([1.5, -0.5, 0.5])
    needed = int(paired(a, b).needed_unpaired)
    one, other = luck.normal(0, 1, (4000, needed)), luck.normal(0.5, 1, (4000, needed))
    tells = stats.ttest_ind(one, other, axis=1).pvalue < 0.05
    assert tells.mean() == pytest.approx(0.8, abs=0.02)
    a, b = yes_no(12, 3, 15)
    needed = int(paired(a, b).needed_unpaired)
    one, other = luck.binomial(needed, [[0.1], [0.4]], (2, 20_000)) / needed
    both = (one + other) / 2
    tells = np.abs(other - one) > 1.96 * np.sqrt(2 * both * (1 - both) / needed)
    assert tells.mean() == pytest.approx(0.8, abs=0.04)


@pytest.mark.parametrize(("more", "less", "alike"), [(4, 1, 15), (6, 4, 30), (3, 0, 47)])
def test_as_many_yes_or_no_as_needed_tell_four_times_of_five(more, less, alike):
    n = int(paired(*yes_no(more, less, alike)).needed)
    p, q, _ = np.array([more, less, alike]) / (more + less + alike)
    luck = np.random.default_rng(4)
    only_b, only_a, _ = luck.multinomial(n, [p, q, 1 - p - q], size=20_000).T
    differ = np.maximum(only_b + only_a, 1)
    assert (np.abs(only_b - only_a) > 1.96 * np.sqrt(differ)).mean() == pytest.approx(0.8, abs=0.06)


def test_what_needs_no_replications_or_any_number():
    assert paired([1, 2, 3], [2, 1, 3]).needed == math.inf
    assert paired([1, 2, 3], [3, 4, 5]).needed == 2
    assert paired([1, 2, 3], [3, 4, 5]).needed_unpaired > 2
    assert math.isnan(paired([1, 2], [3, 5]).needed)
    assert paired(*yes_no(2, 2, 6)).needed_unpaired == math.inf
    assert paired(*yes_no(9, 0, 0)).needed == 4  # of which McNemar's test sees nothing in 3


def test_designs_that_do_not_vary():
    found = paired([1.1, 2.2, 3.3], [1.4, 2.5, 3.6])  # differ by 0.3, but for rounding
    assert found.saves == math.inf
    assert (found.low, found.high) == pytest.approx((0.3, 0.3))
    assert found.probably_higher == 1
    assert paired([2, 2, 2], [2, 2, 2]).saves == 1
    assert paired([2, 2, 2], [2, 2, 2])[3:9] == (0, 0, 0, 0.5, 1, 0.5)
    assert paired([3, 3, 3], [2, 2, 2]).probably_higher == 0


def test_few_pairs():
    assert paired([], []).pairs == 0
    assert np.isnan(paired([np.nan], [1.0])[1:]).all()
    one = paired([1.0], [4.0])
    assert (one.pairs, one.difference, one.better_runs) == (1, 3, 1)
    assert np.isnan([one.low, one.high, one.probably_higher, one.needed, one.saves]).all()
    assert paired([True], [False]).low == -1


def test_runs_without_the_outcome_are_left_out():
    whole = paired([1, 2, 4], [2, 5, 5])
    assert paired([1, np.nan, 2, 4, 7], [2, 3, 5, 5, np.nan]) == whole
    answers = paired([True, None, False, True], [False, True, np.nan, False])
    assert (answers.pairs, answers.difference) == (2, -1)
    assert answers == paired(pd.array([True, True], "boolean"), [False, False])


def test_an_interval_is_cut_where_a_difference_cannot_be():
    found = paired([0.0, 0.0, 0.9], [1.0, 1.0, 0.2], 0.999, "one_timers")
    assert (found.low, found.high) == (-1, 1)
    assert paired([0.0, 0.0, 0.9], [1.0, 1.0, 0.2], 0.999).high > 1


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (([1, 2], [1]), "a has 2 runs and b 1"),
        (([1, "x"], [1, 2]), "a is [1, 'x']; allowed is a list of finite numbers"),
        (([1, 2], [1, np.inf]), "b is [1, inf]"),
        ((1.0, 2.0), "a is 1.0"),
        (([1, 2], [1, 2], 1.0), "level is 1; allowed is a number above 0 and below 1"),
    ],
)
def test_bad_input_is_named(arguments, words):
    with pytest.raises(InputError) as told:
        paired(*arguments)
    assert words in str(told.value)


def runs(**columns):
    n = len(next(iter(columns.values())))
    return pd.DataFrame({"replication_id": range(n), **columns})


ROOT = np.random.default_rng(6)
LUCK = ROOT.normal(50, 10, size=30)
TABLES = {
    "none": runs(seed=[1] * 30, submissions=LUCK, failed=LUCK < 45, fate=["lost"] * 30),
    "some": runs(seed=[1] * 30, submissions=LUCK + ROOT.normal(3, 1, 30), failed=LUCK < 40),
    "much": runs(seed=[1] * 30, submissions=LUCK + ROOT.normal(0, 9, 30), failed=LUCK < 44),
}


def test_a_table_has_a_row_for_each_design_and_outcome():
    found = compare_runs(TABLES)
    assert found["design"].tolist() == ["some", "some", "much", "much"]
    assert found["outcome"].tolist() == ["submissions", "failed"] * 2
    assert found["unit"].tolist() == ["ideas", "true or false"] * 2
    assert set(found["baseline"]) == {"none"}
    # two intervals at 97.5 % hold together with 95 %
    alone = paired(TABLES["none"]["submissions"], TABLES["some"]["submissions"], 0.975)
    assert found.iloc[0][list(alone._fields)].tolist() == pytest.approx(list(alone))


def test_levers_are_no_outcomes():
    tables = {name: table.assign(**{"firm.x": 1.0}) for name, table in TABLES.items()}
    pd.testing.assert_frame_equal(compare_runs(tables), compare_runs(TABLES))


def test_one_long_table_says_the_same():
    long = pd.concat([table.assign(design=name) for name, table in TABLES.items()])
    pd.testing.assert_frame_equal(
        compare_runs(long, ["failed"]), compare_runs(TABLES, "failed"), check_exact=True
    )


def test_any_design_can_be_the_baseline():
    found = compare_runs(TABLES, "submissions", baseline="some").set_index("design")
    assert found.index.tolist() == ["none", "much"]
    first = compare_runs(TABLES, "submissions").set_index("design")
    assert found.loc["none", "difference"] == pytest.approx(-first.loc["some", "difference"])


def test_runs_are_paired_by_replication_whatever_their_order():
    mixed = {**TABLES, "some": TABLES["some"].sample(frac=1, random_state=1)}
    pd.testing.assert_frame_equal(compare_runs(mixed), compare_runs(TABLES))
    fewer = {**TABLES, "some": TABLES["some"].iloc[10:]}
    assert compare_runs(fewer, "failed")["pairs"].tolist() == [20, 30]


def test_intervals_hold_together():
    luck = np.random.default_rng(7)
    together = []
    for _ in range(150):
        shared = luck.normal(size=10)
        tables = {str(k): runs(x=shared + luck.normal(size=10)) for k in range(5)}
        found = compare_runs(tables, level=0.9)
        together.append(((found["low"] <= 0) & (found["high"] >= 0)).all())
    assert np.mean(together) == pytest.approx(0.92, abs=0.05)


@pytest.mark.parametrize(
    ("tables", "options", "words"),
    [
        ({"none": TABLES["none"]}, {}, "designs are ['none']; allowed are two or more"),
        (TABLES["none"], {}, "no column 'design'"),
        (TABLES, {"baseline": "sone"}, "no design 'sone'; did you mean 'some'?"),
        (TABLES, {"outcomes": "submission"}, "did you mean 'submissions'?"),
        (TABLES, {"outcomes": ["fate"]}, "there is no outcome 'fate'"),
        (TABLES, {"level": 0}, "level is 0"),
        ({**TABLES, "some": TABLES["some"].drop(columns="replication_id")}, {}, "'some' have no"),
        (
            {**TABLES, "some": pd.concat([TABLES["some"], TABLES["some"].tail(1)])},
            {},
            "replication 29 occurs twice in the runs of 'some'",
        ),
        (
            {**TABLES, "some": TABLES["some"].assign(seed=2)},
            {},
            "'none' and 'some' share no luck: their runs have other seeds",
        ),
        (
            {**TABLES, "some": TABLES["some"].assign(replication_id=range(30, 60))},
            {},
            "other replications",
        ),
    ],
)
def test_bad_tables_are_named(tables, options, words):
    with pytest.raises(InputError) as told:
        compare_runs(tables, **options)
    assert words in str(told.value)


def said(a, b, name="submissions", **options):
    return sentence(
        compare_runs({"prize 0": runs(**{name: a}), "prize 500": runs(**{name: b})}).iloc[0]
    )


def test_sentences():
    a = np.arange(20.0)
    b = a + np.where(a % 2, 10, 14.6)
    assert said(a, b) == (
        "prize 500 gets 12.3 more ideas than prize 0 (95 % interval 11.2 to 13.4): higher in 100 % "
        "of runs with the same luck"
    )
    assert said(b, a, "votes") == (
        "prize 500 gets 12.3 fewer votes cast than prize 0 (95 % interval 11.2 to 13.4): lower in "
        "100 % of runs with the same luck"
    )
    assert said(a / 40, b / 40, "one_timers").startswith(
        "share of contributors with exactly one idea: prize 500 is 31 percentage points above "
    )
    assert said(b, a, "cost").startswith(
        "spent, but for the production of what is sold: prize 500 is EUR 12.30 below prize 0 (95 % "
    )
    assert said(a, b, "queue_peak").startswith("most ideas waiting to be read: prize 500 is 12.3 a")
    assert said(*yes_no(1, 9, 10), "failed") == (
        "prize 500 fails 40 percentage points less often than prize 0 (95 % interval 11 to 63):"
        " in 9 of 20 runs with the same luck it makes this difference, in 1 the opposite one"
    )
    assert said(*yes_no(9, 0, 1), "late").startswith("late: prize 500 90 percentage points more")


def test_sentences_where_nothing_can_be_told():
    luck = np.random.default_rng(9)
    a = luck.normal(100, 9, size=50)
    b = a + luck.normal(0.3, 4, size=50)
    told = said(a, b)
    needed = paired(a, b).needed
    assert told.startswith("prize 500 and prize 0 cannot yet be distinguished in ideas contributed")
    assert told.endswith(" replications would be needed (now 50)")
    number = float(told.split("about ")[1].split(" ")[0].replace(",", ""))
    assert needed <= number <= 1.1 * needed
    assert said([1, 2, 3], [2, 1, 3]).endswith("; 3 replications show no difference")
    assert said([1, 2], [2, 7]).endswith("; 2 replications are too few")
    assert said([1], [2]).endswith(": 1 runs with the same luck are too few")
    assert said([4, 5], [4, 5]).endswith(" do not differ in ideas contributed in any of 2 runs")
