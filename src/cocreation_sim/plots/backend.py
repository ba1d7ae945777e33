"""Where pictures are drawn to."""

from __future__ import annotations

import os
import sys

from cocreation_sim.errors import shown

PLAIN = ("agg", "inline", "pdf", "svg")  # known for certain, without a look into Matplotlib


def check_backend() -> None:
    """Let pictures be drawn though $MPLBACKEND names what Matplotlib does not have, and say so.

    Matplotlib cannot even be imported then.
    """
    given = os.environ.get("MPLBACKEND", "")
    if not given or given in PLAIN or given.startswith("module://") or "matplotlib" in sys.modules:
        return
    del os.environ["MPLBACKEND"]
    import matplotlib as mpl

    try:
        mpl.rcParams["backend"] = given
        os.environ["MPLBACKEND"] = given
    except ValueError:
        os.environ["MPLBACKEND"] = "agg"
        if sys.stderr is not None:
            sys.stderr.write(
                f"$MPLBACKEND is {shown(given)}, which Matplotlib does not know; pictures are "
                "drawn with 'agg'\n"
            )
