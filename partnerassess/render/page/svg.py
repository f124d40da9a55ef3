"""The few shapes that pictures are made of, as SVG.

This module knows how a shape is written so that nothing in it is taken for markup. It does not know what a
picture shows. Across, everything is measured in shares of the width, so that pictures fit any screen while
their letters keep their size; down, in pixels.
"""

from collections.abc import Iterable

from markupsafe import Markup

from partnerassess.render.page.shown import shortened

_LONGEST = 300
"""How many characters of a title or description are read out."""


def join(parts: Iterable[Markup]) -> Markup:
    """Put shapes after each other; later ones lie on top."""
    return Markup("").join(parts)


def picture(name: str, title: str, description: str, body: Markup, *, height: int) -> Markup:
    """Frame shapes as a picture as wide as its place; `name` is unique on the page."""
    return _frame(name, title, description, body, Markup('width="100%" height="{}"').format(height))


def scaled_picture(name: str, title: str, description: str, body: Markup, *, size: tuple[int, int]) -> Markup:
    """Frame shapes as a picture that grows and shrinks as a whole, measured in `size` units."""
    return _frame(name, title, description, body, Markup('viewBox="0 0 {} {}"').format(*size))


def _frame(name: str, title: str, description: str, body: Markup, extent: Markup) -> Markup:
    frame = Markup(
        '<svg role="img" aria-labelledby="{0}-t {0}-d" {3}>'
        '<title id="{0}-t">{1}</title><desc id="{0}-d">{2}</desc>{4}</svg>'
    )
    return frame.format(name, shortened(title, _LONGEST), shortened(description, _LONGEST), extent, body)


def across(position: float) -> str:
    """Give a place between the left (0) and the right (1) edge."""
    return f"{format_place(100 * position)}%"


def format_place(place: float) -> str:
    """Give a coordinate with no more digits than can be seen."""
    return f"{place:.2f}".rstrip("0").rstrip(".")


def line(kind: str, start: tuple[str | float, float], end: tuple[str | float, float]) -> Markup:
    """Draw a straight line; across, a place is a number or a share such as `25%`."""
    (x1, y1), (x2, y2) = start, end
    shape = Markup('<line class="{}" x1="{}" y1="{}" x2="{}" y2="{}"/>')
    return shape.format(kind, _place(x1), _place(y1), _place(x2), _place(y2))


def bar(
    kind: str, left: str | float, top: float, size: tuple[str | float, float], rounded: int = 0
) -> Markup:
    """Draw a rectangle."""
    width, height = size
    shape = Markup('<rect class="{}" x="{}" y="{}" width="{}" height="{}"{}/>')
    radius = Markup(' rx="{}"').format(rounded) if rounded else Markup("")
    return shape.format(kind, _place(left), _place(top), _place(width), _place(height), radius)


def dot(kind: str, x: str | float, y: float, radius: float) -> Markup:
    """Draw a circle."""
    shape = Markup('<circle class="{}" cx="{}" cy="{}" r="{}"/>')
    return shape.format(kind, _place(x), _place(y), _place(radius))


def curve(kind: str, points: Iterable[tuple[float, float]]) -> Markup:
    """Draw a line through points."""
    places = " ".join(f"{format_place(x)},{format_place(y)}" for x, y in points)
    return Markup('<polyline class="{}" points="{}"/>').format(kind, places)


def pointer(x: str | float, y: float) -> Markup:
    """Draw a small triangle that points down at a place."""
    shape = Markup('<svg class="over" x="{}" y="{}"><path class="mark" d="M-5-6H5L0 0z"/></svg>')
    return shape.format(_place(x), _place(y))


def words(text: str, x: str | float, y: float, *, anchor: str = "middle", kind: str = "label") -> Markup:
    """Write words on one line; `anchor` says which part of them stands at the place."""
    shape = Markup('<text class="{}" x="{}" y="{}" text-anchor="{}">{}</text>')
    return shape.format(kind, _place(x), _place(y), anchor, text)


def _place(place: str | float) -> str:
    return place if isinstance(place, str) else format_place(place)
