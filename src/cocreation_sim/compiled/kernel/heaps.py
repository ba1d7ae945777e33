"""Binary heaps of (a, b, c), smallest first: the review queue, rankings, births in order."""

from __future__ import annotations

from typing import Any


def less(heap: Any, i: Any, j: Any) -> Any:
    """Whether entry i comes before entry j."""
    one, two = heap[i], heap[j]
    if one.a != two.a:
        return one.a < two.a
    if one.b != two.b:
        return one.b < two.b
    return one.c < two.c


def swap(heap: Any, i: Any, j: Any) -> None:
    """Exchange two entries."""
    one, two = heap[i], heap[j]
    a, b, c, what = one.a, one.b, one.c, one.what
    one.a, one.b, one.c, one.what = two.a, two.b, two.c, two.what
    two.a, two.b, two.c, two.what = a, b, c, what


def push(heap: Any, size: Any, a: Any, b: Any, c: Any, what: Any) -> Any:
    """Add an entry, and return the new size."""
    entry = heap[size]
    entry.a = a
    entry.b = b
    entry.c = c
    entry.what = what
    at = size
    while at > 0 and less(heap, at, (at - 1) // 2):
        swap(heap, at, (at - 1) // 2)
        at = (at - 1) // 2
    return size + 1


def pop(heap: Any, size: Any) -> Any:
    """Take the first entry away and return the new size; it then stands at that place."""
    size -= 1
    swap(heap, 0, size)
    at = 0
    while True:
        low = 2 * at + 1
        if low >= size:
            return size
        if low + 1 < size and less(heap, low + 1, low):
            low += 1
        if not less(heap, low, at):
            return size
        swap(heap, at, low)
        at = low
