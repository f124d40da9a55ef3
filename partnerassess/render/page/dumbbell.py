"""Several views of one thing: a mark for each organisation on one line, and the distance between them.

This module knows marks and the line between the outermost two. It does not know how views are pooled.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from partnerassess.render.page import svg
from partnerassess.render.page.ranges import Scale
from partnerassess.render.page.shown import shortened

_ROW, _AXIS = 56, 30
_LANE = 23
"""How far marks are raised that would lie on one another."""
_LABEL, _LONG_LABEL = 40, 95
"""How many characters of a label there is room for on a narrow screen, and on a wide one."""
_CROWDED = 0.095
"""Marks closer to each other than this, as a share of the width, would touch on a narrow screen."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Compared:
    """One question and where each organisation sees it."""

    label: str
    means: tuple[float | None, ...]
    """In the order of the organisations, 0-1; null for one that said nothing."""
    words: tuple[str, ...]
    """The same numbers as they are written everywhere."""
    levels: tuple[float, ...] = ()
    """Where the levels of its scale lie, 0-1."""


@dataclass(frozen=True, slots=True)
class _Mark:
    """One place on a line, with the letters of all who stand there."""

    place: float
    letters: str
    lane: int


def render_dumbbells(
    name: str, title: str, organisations: Sequence[str], rows: Sequence[Compared], scale: Scale
) -> Markup:
    """Draw one line for each question; organisations are told apart by the letter of their mark.

    `organisations` are their names, in the order of each row's means.
    """
    letters = [format_letter(place) for place in range(len(organisations))]
    shapes: list[Markup] = []
    top = 0
    for row in rows:
        marks = tuple(_marks(row, letters))
        height = _ROW + _LANE * max((mark.lane for mark in marks), default=0)
        shapes += _row(row, marks, top, top + height - 18)
        top += height
    shapes += _axis(scale, top)
    described = _describe(rows, dict(zip(letters, organisations, strict=True)))
    return svg.picture(name, title, described, svg.join(shapes), height=top + _AXIS)


def format_letter(place: int) -> str:
    """Give an organisation's letter by its place from 0: A, B, C, and numbers after Z."""
    return chr(ord("A") + place) if place < 26 else str(place + 1)


def _describe(rows: Sequence[Compared], names: dict[str, str]) -> str:
    key = ", ".join(f"{letter} is {organisation}" for letter, organisation in names.items())
    return f"{key}. {'; '.join(_in_words(row, list(names)) for row in rows)}."


def _in_words(row: Compared, letters: Sequence[str]) -> str:
    views = [
        f"{letter} {words}"
        for letter, mean, words in zip(letters, row.means, row.words, strict=True)
        if mean is not None
    ]
    return f"{shortened(row.label, _LABEL)} {', '.join(views) or 'no view'}"


def _marks(row: Compared, letters: Sequence[str]) -> Iterator[_Mark]:
    """Give the marks of a line from left to right; those that would touch stand above each other."""
    places: dict[float, str] = {}
    for letter, mean in zip(letters, row.means, strict=True):
        if mean is not None:
            places[mean] = places.get(mean, "") + letter
    ends: list[float] = []
    for place in sorted(places):
        lane = next((lane for lane, end in enumerate(ends) if place - end >= _CROWDED), len(ends))
        ends[lane : lane + 1] = [place]
        yield _Mark(place, places[place], lane)


def _row(row: Compared, marks: Sequence[_Mark], top: float, y: float) -> Iterator[Markup]:
    yield svg.words(shortened(row.label, _LABEL), 0, top + 14, anchor="start", kind="label slim")
    yield svg.words(shortened(row.label, _LONG_LABEL), 0, top + 14, anchor="start", kind="label wide")
    yield svg.line("rail", (0, y), ("100%", y))
    for level in row.levels:
        yield svg.line("tick", (svg.across(level), y - 4), (svg.across(level), y + 4))
    if len(marks) > 1:
        yield svg.line("reach", (svg.across(marks[0].place), y), (svg.across(marks[-1].place), y))
    for mark in marks:
        yield from _pin(mark, y)


def _pin(mark: _Mark, y: float) -> Iterator[Markup]:
    is_first = mark.letters.startswith("A")
    x, middle, width = svg.across(mark.place), y - _LANE * mark.lane, 14 + 8 * len(mark.letters)
    if mark.lane:
        yield svg.line("axis", (x, y), (x, middle))
    shape = svg.bar("pin" if is_first else "pin hollow", -width / 2, -11, (float(width), 22.0), rounded=11)
    yield Markup('<svg class="over" x="{}" y="{}">{}</svg>').format(x, svg.format_place(middle), shape)
    yield svg.words(mark.letters, x, middle + 5, kind="label on-pin" if is_first else "label strong")


def _axis(scale: Scale, top: float) -> Iterator[Markup]:
    yield svg.line("axis", (0, top + 4), ("100%", top + 4))
    yield svg.words(scale.bottom, 0, top + 23, anchor="start", kind="label quiet")
    yield svg.words(scale.top, "100%", top + 23, anchor="end", kind="label quiet")
