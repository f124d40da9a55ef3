"""Where the parts of a report stand on paper: the decision in front, the evidence behind, the rest folded."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from string import ascii_uppercase
from typing import TypeVar

from partnerassess.report.shapes import (
    Bar,
    Bars,
    Cell,
    Fold,
    Gaps,
    Part,
    Points,
    Prose,
    RangeRow,
    Records,
    Report,
    Role,
)

_FRONT = (
    Role.VIEWS,
    Role.STANDING,
    Role.ARRANGEMENTS,
    Role.DIMENSIONS,
    Role.MISSING,
    Role.WEAK,
    Role.STRENGTHS,
    Role.FIND_OUT,
    Role.DIFFERENCES,
    Role.ACTIONS,
    Role.SURE,
)
"""What stands in front, in order."""
_PLACES = {role: place for place, role in enumerate(_FRONT)}
_SIDE_BY_SIDE = ((Role.DIMENSIONS, Role.MISSING), (Role.STRENGTHS, Role.WEAK, Role.FIND_OUT))
_NARROW = Prose | Points | Bars

_HEAT_STEPS = 5

Row = TypeVar("Row", RangeRow, Bar)


@dataclass(frozen=True, slots=True)
class Sides:
    """A report laid out for paper: parts in one group stand side by side."""

    front: tuple[tuple[Part, ...], ...]
    behind: tuple[tuple[Part, ...], ...]
    appendix: tuple[Fold, ...]


def lay_out(report: Report) -> Sides:
    """Lay out a report: what is decided on in front, the factors it rests on behind it."""
    evidence, *rest = report.folds or (None,)
    if evidence and all(part.role is Role.FACTORS for part in evidence.parts):
        behind, appendix = evidence.parts, tuple(rest)
    else:
        behind, appendix = (), report.folds
    return Sides(
        front=tuple(_side_by_side(_in_order(report.parts))),
        behind=tuple((part,) for part in behind),
        appendix=appendix,
    )


def _in_order(parts: Iterable[Part]) -> Iterator[Part]:
    """Put parts where their roles belong; one without a role stays behind the one before it."""
    placed, place = [], 0
    for part in parts:
        place = _PLACES.get(part.role, place) if part.role else place
        placed.append((place, part))
    for _, part in sorted(placed, key=lambda each: each[0]):
        if part.role is not Role.NEXT:
            yield part


def _side_by_side(parts: Iterable[Part]) -> Iterator[tuple[Part, ...]]:
    """Put narrow parts that belong together side by side."""
    for together, group in groupby(parts, _company):
        if together is None:
            yield from ((part,) for part in group)
        else:
            yield tuple(group)


def _company(part: Part) -> int | None:
    """Say with which other parts one may stand side by side, or null."""
    if not all(isinstance(block, _NARROW) for block in part.blocks):
        return None
    return next((number for number, roles in enumerate(_SIDE_BY_SIDE) if part.role in roles), None)


def group_rows(rows: Sequence[Row]) -> list[tuple[str, list[Row]]]:
    """Put rows of one group together, groups in the order in which they first appear."""
    names = dict.fromkeys(row.group for row in rows)
    return [(name, [row for row in rows if row.group == name]) for name in names]


def find_letters(gaps: Gaps) -> Mapping[str, str]:
    """Give everybody whose dots are drawn a letter; a number where the alphabet has too few."""
    names = list(dict.fromkeys(dot.name for row in gaps.rows for dot in row.dots))
    is_short = len(names) <= len(ascii_uppercase)
    return {name: ascii_uppercase[place] if is_short else str(place + 1) for place, name in enumerate(names)}


def find_step(cell: Cell) -> int | None:
    """Give which of five shades a cell has, or null."""
    return None if cell.level is None else min(int(cell.level * _HEAT_STEPS), _HEAT_STEPS - 1)


def find_widths(records: Records) -> tuple[int, ...]:
    """Share the width of a table out over its columns by how much stands in them, on a scale of 1 to 8."""
    columns = zip(records.columns, *records.rows, strict=True)
    longest = [max(len(words) for words in column) for column in columns]
    return tuple(min(max(round(length / 8), 1), 8) for length in longest)
