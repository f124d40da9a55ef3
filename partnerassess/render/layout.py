"""Where the parts of a report stand on paper: the decision in front, the evidence behind, the rest folded."""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from fractions import Fraction
from itertools import groupby
from string import ascii_uppercase

from msgspec import Struct

from partnerassess.report.shapes import (
    Axis,
    Bars,
    Cell,
    Course,
    Fold,
    Gaps,
    Heat,
    Line,
    Mark,
    Part,
    Place,
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
    Role.ACTIONS,
    Role.SURE,
)
"""What stands in front, in order."""
_PLACES = {role: place for place, role in enumerate(_FRONT)}
_SIDE_BY_SIDE = ((Role.DIMENSIONS, Role.MISSING), (Role.STRENGTHS, Role.WEAK, Role.FIND_OUT))
_LISTS = 1
_NARROW = Prose | Points | Bars

_HEAT_STEPS = 5
_WIDEST = 60
"""A column with more letters than these is no wider."""
TRACK = 24
"""How many wide letters fit beside each other above the narrowest picture."""
_WORDS = Fraction(1, 6)
"""How much of the height of values over time words take."""
DENSE = 12
"""With more rows than these a picture's rows stand close."""
_LONG = 60
"""Where rows stand close, names longer than this have half of the width."""


class Sides(Struct, frozen=True):
    """A report laid out for paper: parts in one group stand side by side."""

    front: tuple[tuple[Part, ...], ...]
    behind: tuple[tuple[Part, ...], ...]
    appendix: tuple[Fold, ...]


def lay_out(report: Report) -> Sides:
    """Lay out a report: what is decided on in front, the factors it rests on behind it."""
    parts = [part for part in report.parts if part.role is not Role.NEXT]
    evidence, *rest = report.folds or (None,)
    front, behind, appendix = parts, list[Part](), report.folds
    # Maps of many partnerships are an appendix.
    if evidence and all(
        part.role is Role.FACTORS and not any(isinstance(block, Heat) for block in part.blocks)
        for part in evidence.parts
    ):
        front = [part for part in parts if part.role in _PLACES]
        ahead = [part for part in parts if part.role is Role.DIFFERENCES]
        after = [part for part in parts if part.role is None]
        behind, appendix = [*ahead, *evidence.parts, *after], tuple(rest)
    # Parts stand where their roles belong; one without a role stays behind the one before it.
    placed, place = [], 0
    for part in front:
        place = _PLACES.get(part.role, place) if part.role else place
        placed.append((place, part))
    ordered = [part for _, part in sorted(placed, key=lambda each: each[0])]
    return Sides(tuple(_side_by_side(ordered)), tuple((part,) for part in behind), appendix)


def _side_by_side(parts: Sequence[Part]) -> Iterator[tuple[Part, ...]]:
    """Put narrow parts that belong together side by side."""
    roles = {part.role for part in parts}
    for together, group in groupby(parts, lambda part: _company(part, roles)):
        if together is None:
            yield from ((part,) for part in group)
        else:
            yield tuple(group)


def _company(part: Part, roles: Set[Role | None]) -> int | None:
    """Say with which other parts one may stand side by side, or null."""
    if not all(isinstance(block, _NARROW) for block in part.blocks):
        return None
    if part.role is Role.MISSING and Role.DIMENSIONS not in roles:
        return _LISTS
    return next((number for number, each in enumerate(_SIDE_BY_SIDE) if part.role in each), None)


def find_density(rows: Sequence[RangeRow]) -> str:
    """Say how rows stand: "dense" where they stand close, "dense long" where their names are long, too."""
    if len(rows) <= DENSE:
        return ""
    return "dense long" if max(len(row.label) for row in rows) > _LONG else "dense"


def find_stretches(axis: Axis) -> Iterator[tuple[Mark, Place, str]]:
    """Give every zone with where it ends and the colour of its ground; the last one has the last."""
    last = len(axis.zones) - 1
    ends = [*(zone.place for zone in axis.zones[1:]), 1]
    for step, (zone, end) in enumerate(zip(axis.zones, ends, strict=False)):
        yield zone, end, f"zone-{3 if step == last else min(step, 2)}"


def share_out(names: Iterable[Mark], letters: float = TRACK) -> Iterator[list[Mark]]:
    """Share names above an axis out over lines so that none touches the next."""
    left = sorted(names, key=lambda mark: mark.place)
    while left:
        row, rest, free = [], [], 0.0
        for mark in left:
            place = max(min(float(mark.place) * letters, letters - room_of(mark)), 0.0)
            if place >= free:
                row.append(mark)
                free = place + room_of(mark)
            else:
                rest.append(mark)
        yield row
        left = rest


def room_of(mark: Mark) -> float:
    """Say how much room a name takes, in wide letters."""
    return len(mark.label) * 0.62 + 0.8


def find_words_below(line: Line, course: Course) -> list[bool]:
    """Tell of every value over time whether its words stand below it: where above they would be crossed."""
    marks = [mark.place for mark in course.axis.marks]
    tops = [reading.top for reading in line.readings]
    below = []
    for top, after in zip(tops, [*tops[1:], *tops[-1:]], strict=True):
        if any(0 <= mark - top < _WORDS for mark in marks):
            below.append(top >= _WORDS)
        else:
            below.append(after > top >= _WORDS and not any(0 <= top - mark < _WORDS for mark in marks))
    return below


def find_letters(gaps: Gaps) -> Mapping[str, str]:
    """Give everybody whose dots are drawn a letter; a number where the alphabet has too few."""
    names = list(dict.fromkeys(dot.name for row in gaps.rows for dot in row.dots))
    is_short = len(names) <= len(ascii_uppercase)
    return {name: ascii_uppercase[place] if is_short else str(place + 1) for place, name in enumerate(names)}


def find_step(cell: Cell) -> int | None:
    """Give which of five shades a cell has, or null."""
    return None if cell.level is None else min(int(cell.level * _HEAT_STEPS), _HEAT_STEPS - 1)


def find_widths(records: Records) -> tuple[float, ...]:
    """Share the width of a table out over its columns by how much stands in them."""
    columns = zip(records.columns, *records.rows, strict=True)
    return tuple(min(max(map(len, column), default=0) + 6, _WIDEST) for column in columns)
