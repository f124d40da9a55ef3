"""Change over time: one line for each arrangement, from date to date.

This module knows dates side by side and lines between them. It does not know what changed or why.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from markupsafe import Markup

from partnerassess.render.page import svg
from partnerassess.render.page.ranges import Scale, Span

_HEIGHT, _TOP = 180, 12
_INSET = 0.09
"""How far the first and the last date stand from the edges, as a share of the width."""
_ROOM = 3
"""How many dates there is room for by name; of more, only the first and the last are named."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Moment:
    """One arrangement at one date."""

    date: str
    words: str
    """The number as it is written everywhere."""
    span: Span | None
    """Null where it could not be assessed."""


def render_slope(name: str, title: str, moments: Sequence[Moment], scale: Scale) -> Markup:
    """Draw one arrangement's way through the dates, with where `ready` starts; at least two moments."""
    shapes = [*_frame(scale), *_ways(moments), *_dates(moments)]
    return svg.picture(name, title, _describe(moments), svg.join(shapes), height=_HEIGHT + 28)


def _describe(moments: Sequence[Moment]) -> str:
    return "; ".join(f"{moment.date}: {moment.words}" for moment in moments) + "."


def _x(place: int, number: int) -> float:
    return _INSET + (1 - 2 * _INSET) * place / (number - 1)


def _y(position: float) -> float:
    return _TOP + (_HEIGHT - 2 * _TOP) * (1 - position)


def _frame(scale: Scale) -> Iterator[Markup]:
    for position in (0.0, 1.0):
        yield svg.line("rail", (0, _y(position)), ("100%", _y(position)))
    if scale.cut_off:
        y = _y(scale.cut_off.position)
        yield svg.line("curve cut-off", (0, y), ("100%", y))
        yield svg.words(scale.cut_off.words, "100%", y - 5, anchor="end", kind="label strong")
    yield svg.words(scale.top, 0, _y(1) + 14, anchor="start", kind="label quiet")
    yield svg.words(scale.bottom, 0, _y(0) - 5, anchor="start", kind="label quiet")


def _ways(moments: Sequence[Moment]) -> Iterator[Markup]:
    places = [
        (_x(place, len(moments)), moment.span)
        for place, moment in enumerate(moments)
        if moment.span is not None
    ]
    for (left, before), (right, after) in pairwise(places):
        start, end = (svg.across(left), _y(before.middle)), (svg.across(right), _y(after.middle))
        is_known = before.figure is not None and after.figure is not None
        yield svg.line("way" if is_known else "way guessed", start, end)
    for x, span in places:
        yield svg.line("reach", (svg.across(x), _y(span.lowest)), (svg.across(x), _y(span.highest)))
        yield svg.dot("dot" if span.figure is not None else "dot hollow", svg.across(x), _y(span.middle), 6)


def _dates(moments: Sequence[Moment]) -> Iterator[Markup]:
    last, y = len(moments) - 1, _HEIGHT + 16
    yield svg.words(moments[0].date, 0, y, anchor="start", kind="label quiet")
    if last < _ROOM:
        for place in range(1, last):
            yield svg.words(moments[place].date, svg.across(_x(place, last + 1)), y, kind="label quiet")
    yield svg.words(moments[last].date, "100%", y, anchor="end", kind="label quiet")
