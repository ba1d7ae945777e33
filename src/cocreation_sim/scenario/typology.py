"""O'Hern and Rindfleisch's typology as a square, with its four named corners.

Contribution runs from fixed (openness 0) to open (1), selection from the firm (crowd weight 0) to
the crowd (1). Real campaigns lie in between: Threadless's community scores and its staff choose
among the high scorers. Source: O'Hern and Rindfleisch (2010), Customer co-creation: a typology
and research agenda, Review of Marketing Research 6, 84-106.
"""

from __future__ import annotations

from enum import Enum

from cocreation_sim.errors import nearest_names, shown


class Cell(Enum):
    """A corner of the square: (openness, crowd weight, its four stages).

    Examples
    --------
    >>> Cell.CO_DESIGNING.openness, Cell.CO_DESIGNING.crowd_weight
    (0.0, 1.0)
    >>> Cell.TINKERING.stages[0]
    'firm releases the product'
    """

    SUBMITTING = (
        "submitting",
        0.0,
        0.0,
        (
            "firm calls with a brief",
            "customers enter",
            "firm judges",
            "firm announces and produces",
        ),
    )
    CO_DESIGNING = (
        "co-designing",
        0.0,
        1.0,
        ("contribute", "community votes", "firm integrates", "firm markets"),
    )
    TINKERING = (
        "tinkering",
        1.0,
        0.0,
        (
            "firm releases the product",
            "some customers modify it",
            "others join and use the modifications",
            "firm picks the most attractive",
        ),
    )
    COLLABORATING = (
        "collaborating",
        1.0,
        1.0,
        (
            "firm opens the source",
            "contributors change it",
            "others adopt the changes",
            "project team merges the best",
        ),
    )

    def __init__(
        self, label: str, openness: float, crowd_weight: float, stages: tuple[str, ...]
    ) -> None:
        self.label = label
        self.openness = openness
        self.crowd_weight = crowd_weight
        self.stages = stages

    def __str__(self) -> str:
        return self.label

    @classmethod
    def nearest(cls, openness: float, crowd_weight: float) -> Cell:
        """The corner a point of the square is nearest to (ties: open, crowd).

        Parameters
        ----------
        openness, crowd_weight
            The point: fixed to open, and firm to crowd, 0 to 1.

        Examples
        --------
        >>> str(Cell.nearest(0.2, 0.7))
        'co-designing'
        """
        corner = (float(openness >= 0.5), float(crowd_weight >= 0.5))
        return next(c for c in cls if (c.openness, c.crowd_weight) == corner)


def no_cell(label: object) -> str:
    """What is wrong with the name of a cell that there is not.

    Parameters
    ----------
    label
        What was given for it.

    Examples
    --------
    >>> no_cell("tinker")[-27:]
    "; did you mean 'tinkering'?"
    """
    labels = [cell.label for cell in Cell]
    near = nearest_names(str(label), labels)
    return f"cell is {shown(label)}; allowed are {', '.join(labels)}{near}"


def stage(
    cell: Cell,
    *,
    supported: bool,
    built_on: bool,
    read: bool,
    selected: bool,
    integrated: bool,
    marketed: bool,
) -> int:
    """How far an idea has come through its cell's four stages: 1 to 4.

    An idea exists from the stage in which it is made (the second where the firm opens with a call
    or a release), and has reached a stage once what the stage names has happened to it.

    Parameters
    ----------
    cell
        The corner of the typology.
    supported, built_on, read
        Whether the idea has got a vote, whether another builds on it, whether the firm has read it.
    selected, integrated, marketed
        What the firm has done with it.

    Examples
    --------
    >>> told = dict(built_on=False, read=True, selected=True, integrated=True, marketed=False)
    >>> stage(Cell.CO_DESIGNING, supported=True, **told)
    3
    """
    if cell is Cell.CO_DESIGNING:
        reached = (True, supported, selected and integrated, marketed)
    elif cell is Cell.SUBMITTING:
        reached = (True, True, read, selected)
    else:
        reached = (True, True, supported or built_on, selected)
    return max(n for n, done in enumerate(reached, start=1) if done)
