"""Several views of one thing: a mark for each organisation on one line, and the distance between them.

This module knows marks and the line between the outermost two. It does not know how views are pooled.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from partnerassess.render.page import svg
from partnerassess.render.page.ranges import Scale
from partnerassess.render.page.shown import shortened

_ROW, _AXIS = 52, 30
_LABEL = 40


@dataclass(frozen=True, kw_only=True, slots=True)
class Compared:
    """One question and where each organisation sees it."""

    label: str
    means: Mapping[str, float]
    """By organisation, 0-1; an organisation that is silent on it is missing."""
    words: Mapping[str, str]
    """The same numbers as they are written everywhere."""


def render_dumbbells(name: str, title: str, rows: Sequence[Compared], scale: Scale) -> Markup:
    """Draw one line for each question; organisations are told apart by the shape and letter of their mark."""
    letters = find_letters(rows)
    shapes = [shape for number, row in enumerate(rows) for shape in _row(row, _ROW * number, letters)]
    top = _ROW * len(rows)
    shapes += _axis(scale, top)
    return svg.picture(name, title, _describe(rows, letters), svg.join(shapes), height=top + _AXIS)


def find_letters(rows: Sequence[Compared]) -> Mapping[str, str]:
    """Give every organisation its letter: A, B, C in the order in which they first appear."""
    organisations = dict.fromkeys(each for row in rows for each in row.means)
    return {each: _letter(place) for place, each in enumerate(organisations)}


def _letter(place: int) -> str:
    return chr(ord("A") + place) if place < 26 else str(place + 1)


def _describe(rows: Sequence[Compared], letters: Mapping[str, str]) -> str:
    key = ", ".join(f"{letter} is {organisation}" for organisation, letter in letters.items())
    return f"{key}. {'; '.join(_in_words(row, letters) for row in rows)}."


def _in_words(row: Compared, letters: Mapping[str, str]) -> str:
    views = (f"{letters[each]} {row.words[each]}" for each in row.means)
    return f"{row.label} {', '.join(views) or 'no view'}"


def _row(row: Compared, top: float, letters: Mapping[str, str]) -> Iterator[Markup]:
    y = top + 34
    yield svg.words(shortened(row.label, _LABEL), 0, top + 14, anchor="start")
    yield svg.line("rail", (0, y), ("100%", y))
    places: dict[float, str] = {}
    for organisation, mean in row.means.items():
        places[mean] = places.get(mean, "") + letters[organisation]
    if len(places) > 1:
        yield svg.line("reach", (svg.across(min(places)), y), (svg.across(max(places)), y))
    for mean, who in places.items():
        is_first = who.startswith("A")
        x, width = svg.across(mean), 14 + 8 * len(who)
        yield _mark(x, y, width, "pin" if is_first else "pin hollow")
        yield svg.words(who, x, y + 5, kind="label on-pin" if is_first else "label strong")


def _mark(x: str, y: float, width: int, kind: str) -> Markup:
    shape = svg.bar(kind, -width / 2, -11, (float(width), 22.0), rounded=11)
    return Markup('<svg class="over" x="{}" y="{}">{}</svg>').format(x, svg.format_place(y), shape)


def _axis(scale: Scale, top: float) -> Iterator[Markup]:
    yield svg.line("axis", (0, top + 4), ("100%", top + 4))
    yield svg.words(scale.bottom, 0, top + 23, anchor="start", kind="label quiet")
    yield svg.words(scale.top, "100%", top + 23, anchor="end", kind="label quiet")
