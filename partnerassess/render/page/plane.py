"""Two dimensions as a plane: where each arrangement stands, how far that is known, and the curves of equal
readiness.

This module knows a square, its curves, areas and marks. It does not know what the dimensions are called or
how readiness is computed: the curves come as points.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import hypot

from markupsafe import Markup

from partnerassess.render.page import svg
from partnerassess.render.page.ranges import Span
from partnerassess.render.page.shown import shortened

_LEFT, _TOP, _SIDE = 46, 26, 330
_WIDTH, _HEIGHT = _LEFT + _SIDE + 14, _TOP + _SIDE + 46
_TITLE = 34
_RADIUS = 11


@dataclass(frozen=True, kw_only=True, slots=True)
class Mark:
    """One arrangement on the plane."""

    label: str
    """One or two characters that fit into its mark."""
    x: Span
    y: Span

    @property
    def is_figure(self) -> bool:
        """Tell whether it stands at one place, and not just somewhere in its area."""
        return self.x.figure is not None and self.y.figure is not None


@dataclass(frozen=True, kw_only=True, slots=True)
class Curve:
    """All places of one readiness."""

    words: str
    points: tuple[tuple[float, float], ...]
    """From left to right, 0-1 both ways."""
    is_cut_off: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Axis:
    """One side of the plane."""

    title: str
    bottom: str
    top: str


def render_plane(
    name: str,
    title: str,
    description: str,
    *,
    marks: Sequence[Mark],
    curves: Sequence[Curve],
    axes: tuple[Axis, Axis],
) -> Markup:
    """Draw the plane: the first axis runs across, the second up; the first of the marks lies on top."""
    shapes = [svg.bar("plane", _x(0), _y(1), (float(_SIDE), float(_SIDE)))]
    shapes += [shape for mark in reversed(marks) for shape in _area(mark, is_first=mark is marks[0])]
    shapes += [shape for curve in curves for shape in _curve(curve)]
    shapes += _across(axes[0])
    shapes += _up(axes[1])
    shapes += [
        shape for mark, place in zip(marks, _places(marks), strict=True) for shape in _pin(mark, place)
    ]
    return svg.scaled_picture(name, title, description, svg.join(shapes), size=(_WIDTH, _HEIGHT))


def _x(position: float) -> float:
    return _LEFT + _SIDE * position


def _y(position: float) -> float:
    return _TOP + _SIDE * (1 - position)


def _area(mark: Mark, *, is_first: bool) -> Iterator[Markup]:
    across, up = mark.x.highest - mark.x.lowest, mark.y.highest - mark.y.lowest
    kind = "area first" if is_first else "area"
    yield svg.bar(kind, _x(mark.x.lowest), _y(mark.y.highest), (_SIDE * across, _SIDE * up), rounded=3)


def _places(marks: Sequence[Mark]) -> list[tuple[float, float]]:
    """Give every mark its place: on its figure, else at the lowest corner of its area; none on another."""
    places: list[tuple[float, float]] = []
    for mark in marks:
        x, y = _x(mark.x.figure or 0), _y(mark.y.figure or 0)
        if not mark.is_figure:
            x, y = _x(mark.x.lowest), _y(mark.y.lowest)
        while any(hypot(x - other, y - up) < 2 * _RADIUS for other, up in places):
            x += _RADIUS
        places.append((x, y))
    return places


def _pin(mark: Mark, place: tuple[float, float]) -> Iterator[Markup]:
    x, y = place
    yield svg.dot("pin" if mark.is_figure else "pin hollow", x, y, _RADIUS)
    yield svg.words(mark.label, x, y + 5, kind="label on-pin" if mark.is_figure else "label strong")


def _curve(curve: Curve) -> Iterator[Markup]:
    places = [(_x(x), _y(y)) for x, y in curve.points]
    yield svg.curve("curve cut-off" if curve.is_cut_off else "curve", places)
    x, y = places[0]
    kind = "label strong" if curve.is_cut_off else "label quiet"
    if y <= _TOP + 1:
        yield svg.words(curve.words, x, y - 8, kind=kind)
    else:
        yield svg.words(curve.words, x + 6, y + 16, anchor="start", kind=kind)


def _across(axis: Axis) -> Iterator[Markup]:
    y = _TOP + _SIDE + 18
    yield svg.words(axis.bottom, _x(0), y, kind="label quiet")
    yield svg.words(axis.top, _x(1), y, kind="label quiet")
    yield svg.words(f"{shortened(axis.title, _TITLE)} →", _x(0.5), y + 16, kind="label strong")


def _up(axis: Axis) -> Iterator[Markup]:
    yield svg.words(axis.bottom, _LEFT - 8, _y(0), anchor="end", kind="label quiet")
    yield svg.words(axis.top, _LEFT - 8, _y(1) + 12, anchor="end", kind="label quiet")
    title = svg.words(f"{shortened(axis.title, _TITLE)} →", 0, 0, kind="label strong")
    turned = Markup('<g transform="translate({} {}) rotate(-90)">{}</g>')
    yield turned.format(_LEFT - 26, svg.format_place(_y(0.5)), title)
