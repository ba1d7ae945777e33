"""Trees of attention: leaves placed by keys, inner nodes that hold sums."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cocreation_sim.rules import attention


@settings(max_examples=30)
@given(st.dictionaries(st.integers(0, 2**64 - 1), st.floats(0, 1e6), max_size=30))
@pytest.mark.parametrize("depth", [10, 14])
def test_a_tree_holds_the_sums_of_its_leaves(depth, weights):
    tree = [0.0] * (2 << depth)
    leaves = {attention.leaf_of(key, depth): weight for key, weight in weights.items()}
    for leaf, weight in leaves.items():
        assert 1 << depth <= leaf < 2 << depth
        attention.set_leaf(tree, leaf, weight)
    assert tree[1] == pytest.approx(sum(leaves.values()))


@given(st.integers(1, 10**8))
def test_trees_are_even_deep_and_as_deep_as_the_crowd_needs(people):
    depth = attention.depth_of(people)
    assert depth in range(10, 21, 2)
    assert people <= 16 << depth or depth == 20
    assert depth == 10 or people > 16 << (depth - 2)


@pytest.mark.parametrize("depth", [10, 12, 14, 16, 18])
def test_a_depth_serves_four_times_the_people_of_the_one_before(depth):
    most = 1 << depth + 4
    assert attention.depth_of(most) == depth
    assert attention.depth_of(most + 1) == depth + 2
    assert attention.depth_of(1 << 40) == 20


@given(st.integers(0, 2**64 - 1), st.integers(1, 20))
def test_the_first_bits_of_its_key_place_an_idea(key, depth):
    assert attention.leaf_of(key, depth) == int("1" + f"{key:064b}"[:depth], 2)


@given(st.lists(st.tuples(st.integers(8, 15), st.floats(0, 9)), max_size=20))
def test_every_node_holds_the_sum_of_those_below(settings_of_leaves):
    tree = [0.0] * 16
    for leaf, weight in settings_of_leaves:
        attention.set_leaf(tree, leaf, weight)
        assert tree[leaf] == weight
    assert all(tree[at] == tree[2 * at] + tree[2 * at + 1] for at in range(1, 8))
    assert tree[0] == 0.0
