"""One visual language for all pictures: colours, type, how numbers and units are written."""

from __future__ import annotations

import io
import math
import textwrap
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, Final

import matplotlib as mpl
import seaborn as sns
from matplotlib.colors import ListedColormap
from matplotlib.figure import Figure
from matplotlib.ticker import Formatter

from cocreation_sim.wording.numbers import ticks

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# Okabe and Ito's colours, which people with any colour vision can tell apart.
BLACK: Final = "#000000"
ORANGE: Final = "#E69F00"
SKY: Final = "#56B4E9"
GREEN: Final = "#009E73"
BLUE: Final = "#0072B2"
VERMILLION: Final = "#D55E00"
PURPLE: Final = "#CC79A7"
GREY: Final = "#8A8A8A"
PALE: Final = "#E3E3E3"

STATES: Final = {
    "engaged": GREEN,
    "paused": ORANGE,
    "burned_out": VERMILLION,
    "disengaged": "#BDBDBD",
}

# seaborn's sequential maps, even in lightness, without their blackest end
VOLUME: Final = ListedColormap(sns.color_palette("mako_r", 256)[:200])
RISK: Final = ListedColormap(sns.color_palette("rocket_r", 256)[:220])

SETTINGS: Final[Any] = {
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans"],
    "font.size": 12,
    "axes.titlesize": 13,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.titlepad": 10,
    "axes.labelsize": 12,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": "#444444",
    "axes.axisbelow": True,
    "axes.grid": False,
    "grid.color": PALE,
    "legend.frameon": False,
    "legend.fontsize": 11,
    "xtick.labelsize": 11,
    "ytick.labelsize": 11,
    "figure.facecolor": "white",
    "savefig.facecolor": "white",
    "text.parse_math": False,  # names may hold a $
    "svg.fonttype": "path",  # the same letters everywhere
    "svg.hashsalt": "cocreation_sim",  # the same file for the same figure
}

DPI: Final = 150
LETTERS_AN_INCH: Final = 12.5  # of a caption
NARROW: Final = 5.0  # inches; so wide a picture can be read on a phone

_narrow: ContextVar[bool] = ContextVar("narrow", default=False)


@contextmanager
def narrow() -> Iterator[None]:
    """Pictures drawn meanwhile are narrow: panels stand below one another.

    Examples
    --------
    >>> with narrow(), styled(13, 4) as figure:
    ...     side_by_side(4), float(figure.get_figwidth())
    (1, 5.0)
    """
    token = _narrow.set(True)
    try:
        yield
    finally:
        _narrow.reset(token)


def is_narrow() -> bool:
    """Whether pictures are to be narrow.

    Examples
    --------
    >>> is_narrow()
    False
    """
    return _narrow.get()


class _Picture(Figure):
    """A figure that a notebook shows, whether or not pyplot has been used in it.

    Examples
    --------
    >>> with styled(2, 2) as figure:
    ...     _ = figure.subplots()
    >>> figure._repr_png_()[1:4]
    b'PNG'
    """

    def _repr_png_(self) -> bytes:
        buffer = io.BytesIO()
        self.savefig(buffer, format="png")
        return buffer.getvalue()


@contextmanager
def styled(width: float, height: float) -> Iterator[Figure]:
    """A figure of a size in inches that belongs to no global state, drawn in the house style.

    Parameters
    ----------
    width, height
        In inches.

    Examples
    --------
    >>> with styled(6, 4) as figure:
    ...     _ = figure.subplots()
    >>> figure.get_size_inches().tolist()
    [6.0, 4.0]
    """
    width = min(width, NARROW) if is_narrow() else width
    with mpl.rc_context(SETTINGS):
        figure = _Picture(figsize=(width, height), dpi=DPI, layout="constrained")
        figure.get_layout_engine().set(h_pad=0.1, w_pad=0.1)  # type: ignore[union-attr, call-arg]
        yield figure


def caption(figure: Figure, text: str) -> None:
    """Say below the picture what is drawn, intervals included.

    Parameters
    ----------
    figure, text
        The picture, and what is said; lines are broken to its width.

    Examples
    --------
    >>> with styled(6, 4) as figure:
    ...     caption(figure, "Bands: 95 % intervals.")
    >>> figure.get_supxlabel()
    'Bands: 95 % intervals.'
    """
    width = int(LETTERS_AN_INCH * figure.get_figwidth())
    text = "\n".join(textwrap.fill(line, width) for line in text.split("\n"))
    figure.supxlabel(text, fontsize=10, color="#444444", x=0.01, ha="left")


class Ticks(Formatter):
    """Numbers of an axis, in the words of `wording.numbers`: no two ticks read the same.

    Parameters
    ----------
    unit
        What the axis measures: "share" is told in percent, "points" in percentage points.

    Examples
    --------
    >>> Ticks("share").format_ticks([0.0, 0.005, 0.01, 0.015])
    ['0 %', '0.5 %', '1 %', '1.5 %']
    """

    def __init__(self, unit: str = "") -> None:
        self.unit = unit

    def __call__(self, x: float, pos: int | None = None) -> str:
        """The text of one place, such as that of the mouse."""
        return self.format_ticks([x])[0]

    def format_ticks(self, values: Iterable[float]) -> list[str]:
        """The texts of all ticks.

        Parameters
        ----------
        values
            Where the ticks are.
        """
        return ticks([float(value) for value in values], self.unit)


def side_by_side(count: int) -> int:
    """How many of so many panels stand in a row.

    Parameters
    ----------
    count
        How many panels.

    Examples
    --------
    >>> [side_by_side(count) for count in range(1, 8)]
    [1, 2, 3, 2, 3, 3, 3]
    """
    return 1 if is_narrow() else {1: 1, 2: 2, 4: 2}.get(count, 3)


def size(count: int, width: float, height: float) -> tuple[float, float]:
    """Inches of a picture of so many panels of a size.

    Parameters
    ----------
    count, width, height
        How many panels, and inches of each.

    Examples
    --------
    >>> size(2, 6, 4), size(4, 6, 4)
    ((12, 4), (12, 8))
    """
    columns = side_by_side(count)
    if is_narrow():
        width, height = NARROW, height * min(1.0, NARROW / width)
    return width * columns, height * math.ceil(count / columns)


def panels(figure: Figure, count: int, **options: Any) -> list[Axes]:
    """As many panels as are wanted, row by row; places that are left over stay empty.

    Parameters
    ----------
    figure, count, **options
        Where they are drawn, how many, and options of `Figure.subplots`.

    Examples
    --------
    >>> with styled(6, 4) as figure:
    ...     made = panels(figure, 5)
    >>> len(made), len(figure.axes)
    (5, 5)
    """
    columns = side_by_side(count)
    rows = math.ceil(count / columns)
    places: list[Axes] = figure.subplots(rows, columns, squeeze=False, **options).ravel().tolist()
    for empty in places[count:]:
        empty.remove()
    return places[:count]
