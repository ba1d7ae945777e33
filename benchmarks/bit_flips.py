"""One-bit changes in whatever the package keeps: noticed, and no other result, traceback or crash.

    python benchmarks/bit_flips.py                   # what is kept of a workshop, 3,000 changes
    python benchmarks/bit_flips.py --store results/sweep --read "cocreation report {} --out x.html"

Kept simulations and kernels lie in a cache of their own, which is made first. A change is noticed
where `recall` refuses the file; then both are made again, which takes long, so that some changes
only (`--whole`) are played through in processes of their own: simulations by all of a forecast,
kernels by a run that would compile (compiling itself is left out there; the agents play instead).
A store is copied, changed by a bit, and read by a command, each time in a process of its own.
"""

from __future__ import annotations
