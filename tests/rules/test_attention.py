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
