"""Which idea is looked at: a weighted draw that one idea more hardly disturbs.

Ideas sit in the leaves of a binary tree, placed by their own keys; inner nodes hold sums. A draw
walks from the root to a leaf with numbers of its own for every level, so that an idea with a
share s of all attention changes about s * log2(ideas) of the draws, where one cut through a list
would change half of them. Trees work on lists and on arrays alike.

This is arithmetic, not an assumption about people: what draws attention is in `rules.voting`.
"""

from __future__ import annotations

from typing import Any, Final

LEAST_DEPTH: Final = 10
MOST_DEPTH: Final = 20
PEOPLE_AT_LEAST: Final = 1 << 14  # that the least depth serves


def depth_of(people: int) -> int:
    """Depth of the trees for a simulated crowd: two levels more for every four times the people.

    Parameters
    ----------
    people
        That are simulated.

    Examples
    --------
    >>> depth_of(1000), depth_of(1_000_000)
    (10, 16)
    """
    depth = LEAST_DEPTH
    while depth < MOST_DEPTH and people > PEOPLE_AT_LEAST << (depth - LEAST_DEPTH):
        depth += 2
    return depth


def leaf_of(idea_key: int, depth: int) -> int:
    """Leaf of an idea: the first bits of its key.

    Parameters
    ----------
    idea_key
        Node of the idea, 64 bits.
    depth
        Of the tree.

    Examples
    --------
    >>> leaf_of(0, 10), leaf_of(2**64 - 1, 10)
    (1024, 2047)
    """
    return (1 << depth) + (idea_key >> (64 - depth))


def set_leaf(tree: Any, leaf: int, weight: float) -> None:
    """Set the weight of a leaf and renew the sums above it.

    Parameters
    ----------
    tree
        A list or array of 2 * 2^depth weights; the root is 1, below node n are 2 n and 2 n + 1.
    leaf
        Which; see `leaf_of`.
    weight
        Attention that the ideas in it get, 0 or more.

    Examples
    --------
    >>> tree = [0.0] * 8
    >>> set_leaf(tree, 4, 1.0)
    >>> set_leaf(tree, 7, 2.0)
    >>> tree[1], tree[2], tree[3]
    (3.0, 1.0, 2.0)
    """
    tree[leaf] = weight
    at = leaf >> 1
    while at >= 1:
        tree[at] = tree[2 * at] + tree[2 * at + 1]
        at >>= 1
