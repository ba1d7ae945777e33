"""Random numbers by address: every draw is a function of (seed, purpose, keys).

A draw has an *address*: the path from the run's seed through a tree of nodes to a leaf. The
child number ``k`` of a node is the ``k``-th output of the SplitMix64 generator (Steele, Lea and
Flood 2014, OOPSLA, doi:10.1145/2660193.2660195) seeded with that node:

    child(node, k) = mix(node + (k + 1) * 0x9E3779B97F4A7C15)      (mod 2**64)

so the published outputs of SplitMix64 are known answers for this module, and any leaf is reached
without visiting its siblings. Keys are stable names, never positions: adding a firm, a person, an
idea or an observer moves nobody else's luck, and every scenario under one seed meets the same
luck. Nothing else in the package draws.

The tree
--------
=================  =====================================================================
node               path
=================  =====================================================================
run                child(child(seed, REPLICATION), replication)
firm               child(run, firm), firm = name_key(campaign name)
person             child(child(run, name_key(segment name)), index in the segment)
person and firm    child(child(person, RELATION), firm)
call               child(person and firm, CALL + number of the call)
visit              child(child(person, VISITS), visit); visit = block * 2**20 + n for the
                   n-th candidate visit of a 52-week block, or 2**40 + call for a summons
visit and firm     child(visit, firm); for a summons it stands for the visit itself too
idea               child(child(person and firm, IDEAS), k * 2**10 + j) for the j-th idea (from
                   0) of the k-th contribution (from 1), whenever it comes
=================  =====================================================================

Each draw is ``uniform(node, purpose)``; `PURPOSES` lists them all with their node.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable
from typing import Any, Final, overload

import numpy as np
from numpy.typing import NDArray

from cocreation_sim.quantiles import normal_quantile

Words = NDArray[np.uint64]
Floats = NDArray[np.float64]

MASK: Final = 0xFFFFFFFFFFFFFFFF
GAMMA: Final = 0x9E3779B97F4A7C15
_M1: Final = 0xBF58476D1CE4E5B9
_M2: Final = 0x94D049BB133111EB
_UNIT: Final = 2.0**-52
_HALF: Final = 2.0**-32

# Branches of the tree (keys of inner nodes).
REPLICATION: Final = 1
RELATION: Final = 2
VISITS: Final = 3
IDEAS: Final = 4
CALL: Final = 1 << 32
SUMMONS_VISIT: Final = 1 << 40
VISITS_A_BLOCK: Final = 1 << 20
IDEAS_AT_ONCE: Final = 1 << 10

# Purposes (keys of leaves). A number, once given, is never used for anything else.
TRAIT: Final = 100  # TRAIT + number of the trait
AWARENESS: Final = 200
INTEREST: Final = 201
INTERESTED: Final = 202
QUIT: Final = 1 << 33  # QUIT + k
SUMMONED: Final = 210
SUMMONS_DELAY: Final = 211
FINISH: Final = 212
PLACES: Final = 213
GAP: Final = 300
KEPT: Final = 301
NOTHING: Final = 302
VOTE: Final = 310
CONTRIBUTE: Final = 311
BUILD: Final = 312
IDEAS_NOW: Final = 313
PARENT: Final = 1 << 34  # PARENT + 64 * j + place
BALLOT: Final = 1 << 35  # BALLOT + 64 * ballot + place
QUALITY: Final = 400
APPEAL: Final = 401
FIT: Final = 402
PIECES: Final = 403
REPLY: Final = 404
EXPLANATION: Final = 405
QUEUE: Final = 406
TIE: Final = 407
REVIEWER: Final = 408
PUSH: Final = 409
TASTE: Final = 410
JUDGEMENT: Final = 411
COST: Final = 412
AUDIENCE: Final = 1 << 37  # AUDIENCE + sub-round
SHOCK: Final = 1 << 38  # SHOCK + week
SUPPORT: Final = 500  # child(child(child(idea, SUPPORT), person), which of those represented)
# Places of a look: 0 the tree, 1 to 5 two levels each, and
WHICH_PERSON: Final = 62  # which of the people represented looks
LAST_PLACE: Final = 63  # which idea of the leaf

PURPOSES: Final[dict[str, tuple[str, str]]] = {
    "TRAIT": ("person", "a trait: pace, money, social, intrinsic, ability, optimism, …"),
    "AWARENESS": ("person and firm", "exponential threshold; aware when the hazard passes it"),
    "INTEREST": ("person and firm", "exponential time until interest fades without contributing"),
    "INTERESTED": ("person and firm", "would the person ever take part there"),
    "QUIT": ("person and firm, k", "stay, wait or leave after the k-th contribution"),
    "SUMMONED": ("person and firm, call", "does the launch of a call bring the person in"),
    "SUMMONS_DELAY": ("person and firm, call", "how long after the launch"),
    "FINISH": ("person and firm, call", "exponential threshold against the hazard of finishing"),
    "PLACES": ("firm", "into which rounds a fraction of a winner falls"),
    "GAP": ("visit", "time from the candidate visit before"),
    "KEPT": ("visit", "is a candidate visit kept in spite of exhaustion"),
    "NOTHING": ("visit", "race: exponential time of doing nothing"),
    "VOTE": ("visit and firm", "race: exponential time of voting"),
    "CONTRIBUTE": ("visit and firm", "race: exponential time of contributing"),
    "BUILD": ("visit and firm", "race: exponential time of building on an idea"),
    "IDEAS_NOW": ("visit and firm", "how many ideas the visit brings"),
    "PARENT": ("visit and firm, j, place", "which idea is built on"),
    "BALLOT": ("visit and firm, ballot, place", "which idea is seen"),
    "SUPPORT": ("idea, person, which", "is an idea supported when seen"),
    "QUALITY": ("idea", "quality to the firm"),
    "APPEAL": ("idea", "appeal to the crowd"),
    "FIT": ("idea", "fit to the brief"),
    "PIECES": ("idea", "pieces of work (commits, files) an idea consists of"),
    "REPLY": ("idea", "is it answered when read"),
    "EXPLANATION": ("idea", "does the answer give reasons"),
    "QUEUE": ("idea", "place in the review queue"),
    "TIE": ("idea", "order among equal scores"),
    "REVIEWER": ("idea", "which core member reviews it"),
    "PUSH": ("idea", "how many friends its author brings"),
    "TASTE": ("idea", "how the market takes to it"),
    "JUDGEMENT": ("idea", "error of the firm's judgement"),
    "COST": ("idea", "what it costs to integrate"),
    "SHOCK": ("firm, week", "what moves a campaign from week to week"),
    "AUDIENCE": ("idea, sub-round", "supporters from the wider public"),
}


def mix(z: int) -> int:
    """SplitMix64's finalizer: 64 bits in, 64 well-mixed bits out.

    Parameters
    ----------
    z
        A word of 64 bits.

    Examples
    --------
    >>> mix(0), mix(1) == mix(2)
    (0, False)
    """
    z = ((z ^ (z >> 30)) * _M1) & MASK
    z = ((z ^ (z >> 27)) * _M2) & MASK
    return z ^ (z >> 31)


def words(numbers: Iterable[int]) -> Words:
    """Nodes, keys or purposes as an array of 64-bit words, for many draws at once.

    Parameters
    ----------
    numbers
        From 0 to below 2⁶⁴.

    Examples
    --------
    >>> nodes = words([run_node(1), run_node(2)])
    >>> uniform(nodes, words([QUALITY])).tolist() == [uniform(run_node(n), QUALITY) for n in (1, 2)]
    True
    """
    return np.fromiter(numbers, dtype=np.uint64)


@overload
def child(node: int, key: int) -> int: ...
@overload
def child(node: Words, key: Words) -> Words: ...
def child(node: Any, key: Any) -> Any:
    """Node number `key` below `node`: the key-th output of SplitMix64 seeded with `node`.

    Parameters
    ----------
    node, key
        A word of 64 bits, and a number from 0; keys of names are those of `name_key`. Or both of
        many: arrays made by `words`, of the same length or one of them of length 1.

    Examples
    --------
    >>> child(1234567, 0), child(1234567, 1)
    (6457827717110365317, 3203168211198807973)
    """
    z = (node + (key + 1) * GAMMA) & MASK
    z = ((z ^ (z >> 30)) * _M1) & MASK
    z = ((z ^ (z >> 27)) * _M2) & MASK
    return z ^ (z >> 31)


def name_key(name: str) -> int:
    """Key of a name (a campaign, a segment): its BLAKE2b hash with a digest of 8 bytes.

    Parameters
    ----------
    name
        Hashed in UTF-8, and read from the least byte on.

    Examples
    --------
    >>> name_key("casual") == name_key("casual"), name_key("casual") == name_key("expert")
    (True, False)
    """
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8).digest(), "little")


def run_node(seed: int, replication: int = 0) -> int:
    """Root of a run's tree; it depends on seed and replication, never on the design.

    Parameters
    ----------
    seed, replication
        Root of all luck, and number of the replication, both from 0.

    Examples
    --------
    >>> run_node(1) == run_node(1, 0), run_node(1) == run_node(1, 1)
    (True, False)
    """
    return child(child(seed, REPLICATION), replication)


@overload
def uniform(node: int, purpose: int) -> float: ...
@overload
def uniform(node: Words, purpose: Words) -> Floats: ...
def uniform(node: Any, purpose: Any) -> Any:
    """A uniform number, strictly between 0 and 1, at an address: a node of the tree and a purpose.

    ((child(node, purpose) >> 12) + ½) / 2⁵².

    Parameters
    ----------
    node
        Of the tree, 64 bits; or many, see `words`.
    purpose
        One of `PURPOSES`, plus its number where there is one; or many.

    Examples
    --------
    >>> 0 < uniform(run_node(1), QUALITY) < 1
    True
    """
    z = (node + (purpose + 1) * GAMMA) & MASK
    z = ((z ^ (z >> 30)) * _M1) & MASK
    z = ((z ^ (z >> 27)) * _M2) & MASK
    return (((z ^ (z >> 31)) >> 12) + 0.5) * _UNIT


@overload
def halves(node: int, purpose: int) -> tuple[float, float]: ...
@overload
def halves(node: Words, purpose: Words) -> tuple[Floats, Floats]: ...
def halves(node: Any, purpose: Any) -> tuple[Any, Any]:
    """Two uniform numbers of 32 bits each, from 0 to below 1, at one address.

    Parameters
    ----------
    node, purpose
        As for `uniform`.

    Examples
    --------
    >>> all(0 <= u < 1 for u in halves(run_node(1), BALLOT))
    True
    """
    z = child(node, purpose)
    return (z >> 32) * _HALF, (z & 0xFFFFFFFF) * _HALF


def exponential(node: int, purpose: int) -> float:
    """An exponential number with mean 1 at an address: -ln(uniform).

    Parameters
    ----------
    node, purpose
        As for `uniform`.

    Examples
    --------
    >>> exponential(run_node(1), AWARENESS) > 0
    True
    """
    return -math.log(uniform(node, purpose))


def normal(node: int, purpose: int) -> float:
    """A standard normal number at an address: the quantile function of a uniform.

    Parameters
    ----------
    node, purpose
        As for `uniform`.

    Examples
    --------
    >>> normal(run_node(1), QUALITY) == normal_quantile(uniform(run_node(1), QUALITY))
    True
    """
    return normal_quantile(uniform(node, purpose))
