"""Range and threshold: how far a number is known, where it stands, and where `ready` starts.

This module knows spans, dots and marks on a scale. It does not know what is measured. Places on the scale
run from 0 to 1; they are floats because nothing but the drawing depends on them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from partnerassess.render.page import svg
from partnerassess.render.page.shown import shortened

_ROW = 50
_SLIM = 18
_AXIS = 30
_LABEL = 26
"""How many characters of a label there is room for on a narrow screen."""
_CROWDED = 0.14
"""Labels of the scale closer to each other than this would touch on a narrow screen."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Span:
    """A number as far as it is known; always lowest ≤ point ≤ highest."""

    lowest: float
    point: float | None
    highest: float

    @property
    def figure(self) -> float | None:
        """Give the one place it stands at; null where there is none."""
        return self.lowest if self.lowest == self.highest else self.point

    @property
    def middle(self) -> float:
        """Give the one place it stands at, else the middle of where it can be."""
        return (self.lowest + self.highest) / 2 if self.figure is None else self.figure


@dataclass(frozen=True, kw_only=True, slots=True)
class Tick:
    """A place on the scale with its number."""

    position: float
    words: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Scale:
    """The scale below the lines: its ends, and the cut-off if there is one."""

    bottom: str
    top: str
    cut_off: Tick | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Measured:
    """One line of a picture."""

    label: str
    words: str
    """The number as it is written everywhere."""
    span: Span
    has_cut_off: bool = True


def render_ranges(name: str, title: str, rows: Sequence[Measured], scale: Scale) -> Markup:
    """Draw lines with their labels above each other, over one scale."""
    shapes = [shape for number, row in enumerate(rows) for shape in _row(row, _ROW * number, scale)]
    top = _ROW * len(rows)
    shapes += _axis(scale, top)
    return svg.picture(name, title, describe(rows, scale), svg.join(shapes), height=top + _AXIS)


def render_range(name: str, title: str, row: Measured, scale: Scale) -> Markup:
    """Draw a single line without labels, for where the number stands beside it."""
    shapes = svg.join([*_rail(13), *_line(row, 13, scale)])
    return svg.picture(name, title, describe([row], scale), shapes, height=24)


def render_stack(name: str, title: str, rows: Sequence[Measured | None], scale: Scale) -> Markup:
    """Draw lines close above each other without words, where there is little room; null leaves one empty."""
    shapes = [shape for number, row in enumerate(rows) for shape in _slim(row, _SLIM * number + 9)]
    height = _SLIM * len(rows)
    if scale.cut_off:
        place = svg.across(scale.cut_off.position)
        shapes += [svg.line("mark", (place, 0), (place, height)), svg.pointer(place, 0)]
    known = [row for row in rows if row]
    return svg.picture(name, title, describe(known, scale), svg.join(shapes), height=height)


def describe(rows: Sequence[Measured], scale: Scale) -> str:
    """Say what a picture shows to those who cannot see it."""
    numbers = "; ".join(f"{row.label}: {row.words}" for row in rows)
    mark = f" The mark stands at {scale.cut_off.words}." if scale.cut_off else ""
    return f"{numbers}. The scale runs from {scale.bottom} to {scale.top}.{mark}"


def _row(row: Measured, top: float, scale: Scale) -> Iterator[Markup]:
    yield svg.words(shortened(row.label, _LABEL), 0, top + 14, anchor="start")
    yield svg.words(row.words, "100%", top + 14, anchor="end", kind="label strong")
    yield from _rail(top + 33)
    yield from _line(row, top + 33, scale)


def _slim(row: Measured | None, y: float) -> Iterator[Markup]:
    yield from _rail(y)
    if row is None:
        return
    span = row.span
    if span.highest > span.lowest:
        yield svg.bar("span", svg.across(span.lowest), y - 2, (svg.across(span.highest - span.lowest), 5))
    if span.figure is not None:
        yield svg.dot("dot", svg.across(span.figure), y, 4.5)


def _rail(y: float) -> Iterator[Markup]:
    yield svg.line("rail", (0, y), ("100%", y))


def _line(row: Measured, y: float, scale: Scale) -> Iterator[Markup]:
    span, cut_off = row.span, scale.cut_off if row.has_cut_off else None
    if span.highest > span.lowest:
        width = svg.across(span.highest - span.lowest)
        yield svg.bar("span", svg.across(span.lowest), y - 4, (width, 8), rounded=4)
    if cut_off:
        place = svg.across(cut_off.position)
        yield svg.line("mark", (place, y - 8), (place, y + 9))
        yield svg.pointer(place, y - 7)
    if span.figure is not None:
        yield svg.dot("dot", svg.across(span.figure), y, 6.5)


def _axis(scale: Scale, top: float) -> Iterator[Markup]:
    yield svg.line("axis", (0, top + 4), ("100%", top + 4))
    cut_off = scale.cut_off
    if cut_off:
        place = svg.across(cut_off.position)
        yield svg.line("axis", (place, top), (place, top + 8))
        yield svg.words(cut_off.words, place, top + 23, kind="label strong")
    if cut_off is None or cut_off.position > _CROWDED:
        yield svg.words(scale.bottom, 0, top + 23, anchor="start", kind="label quiet")
    if cut_off is None or cut_off.position < 1 - _CROWDED:
        yield svg.words(scale.top, "100%", top + 23, anchor="end", kind="label quiet")
