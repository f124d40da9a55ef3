"""Pictures of a report's rows as SVG that grows with the page: places are shares of its width.

The words of a row stand beside its picture, so that the picture itself is for the eye alone.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby, pairwise

from markupsafe import Markup, escape

from partnerassess.render.characters import visible
from partnerassess.render.layout import TRACK, find_stretches, find_words_below, room_of, share_out
from partnerassess.report.shapes import Axis, Bar, Course, Gap, Line, Mark, Place, RangeRow, Reading, Tone

_STRONG = (Tone.LEADING, Tone.GOOD)
_CLOSE = 0.05
"""A number that stands over a point less than so far from a mark would be crossed by it."""
_COURSE = 36
"""How many letters fit beside each other below the narrowest course."""
_TIMES = (0.02, 0.68)
"""Where the first time stands and how far the last one is from it, so that its words fit beside it."""


def draw_scale(axis: Axis) -> Markup:
    """Draw the names above an axis: zones where they begin, marks above them."""
    zones = list(share_out(axis.unmarked))
    rows = [*zones, *share_out(axis.marks)]
    height = 1.25 * len(rows) + 0.2
    lines = (_line("cut", _share(mark.place), "0.3em", _share(mark.place), "1.35em") for mark in axis.marks)
    texts = (
        _name(mark, kind="zone" if row < len(zones) else "mark", y=f"{height - 0.45 - 1.25 * row}em")
        for row, names in enumerate(rows)
        for mark in names
    )
    return _svg("scale", *lines, *texts, height=f"{height}em")


def draw_ground(axis: Axis) -> Markup:
    """Draw the zones and marks of an axis, where there is no row."""
    return _svg("ground", *_zones(axis), *_marks(axis))


def draw_ends(axis: Axis) -> Markup:
    """Draw what stands below an axis: its two ends."""
    return _svg(
        "ends", _text(axis.start, 0, y="1em"), _text(axis.end, 1, y="1em", anchor="end"), height="1.3em"
    )


def draw_range(row: RangeRow, axis: Axis) -> Markup:
    """Draw from where to where a figure can lie, and where it stands."""
    parts = [*_zones(axis), *_marks(axis)]
    if row.lowest is not None and row.highest is not None:
        width = _share(row.highest - row.lowest)
        kind = "span strong" if row.tone in _STRONG else "span"
        parts.append(_rect(kind, x=_share(row.lowest), width=width, corner=5))
        start, end = row.ends
        parts.append(_text(start, row.lowest, kind="quiet", y="50%", dx=-9, dy=4, anchor="end"))
        parts.append(_text(end, row.highest, kind="quiet", y="50%", dx=9, dy=4))
    if row.before is not None:
        parts.append(_circle("before", row.before, "50%", 6))
    if row.point is not None:
        strong = " strong" if row.tone in _STRONG else ""
        parts.append(_circle(f"dot{strong}", row.point, "50%", 7 if strong else 6))
        # The number of a point goes where no mark of the axis crosses it.
        close = [mark.place for mark in axis.marks if abs(float(mark.place) - float(row.point)) < _CLOSE]
        dx, anchor = (0, "middle") if not close else (-3, "start") if close[0] < row.point else (3, "end")
        parts.append(
            _text(row.number, row.point, kind=f"number{strong}", y="50%", dx=dx, dy=-11, anchor=anchor)
        )
    return _svg("range", *parts)


def draw_bar(bar: Bar, axis: Axis) -> Markup:
    """Draw a bar from the left end; dashed where it is not known, with a line where it can still lie."""
    parts = [_rect("track", width="100%")]
    lowest, highest = bar.lowest, bar.highest
    if bar.point is None:
        start = 0 if lowest is None else lowest
        width = _share((1 if highest is None else highest) - start)
        parts.append(_rect("unknown", x=_share(start), width=width))
    else:
        kind = f"bar {bar.tone.value}"
        parts.append(_rect(kind, width=_share(bar.point)))
        if lowest is not None and highest is not None and lowest != highest:
            parts.append(_line("reach", _share(lowest), "50%", _share(highest), "50%"))
    if bar.minimum is not None:
        parts.append(_line("minimum", _share(bar.minimum), "0", _share(bar.minimum), "100%"))
    return _svg("bar", *parts, *_marks(axis))


def draw_gap(gap: Gap, letters: Mapping[str, str], axis: Axis) -> Markup:
    """Draw where several stand on one line; those in one place stand beside each other."""
    parts = [_rect("track", height="2"), *_marks(axis)]
    if not gap.dots:
        return _svg("gap", *parts)
    dots = sorted(gap.dots, key=lambda dot: dot.place)
    first, last = dots[0].place, dots[-1].place
    parts.append(_line("between", _share(first), "50%", _share(last), "50%"))
    for place, together in groupby(dots, key=lambda dot: dot.place):
        names = list(together)
        for number, dot in enumerate(names):
            dx, letter = 19 * number - 9.5 * (len(names) - 1), letters[dot.name]
            kind = "first" if letter == next(iter(letters.values())) else "other"
            parts.append(_circle(f"pin {kind}", place, "50%", 9, dx=dx))
            parts.append(_text(letter, place, kind=f"letter {kind}", y="50%", dx=dx, dy=4, anchor="middle"))
    return _svg("gap", *parts)


def draw_course(line: Line, course: Course) -> Markup:
    """Draw values over time: a point where there is one, and a stroke from the lowest to the highest."""
    axis, unmarked, parts = course.axis, course.axis.unmarked, []
    for zone, end, shade in find_stretches(axis):
        parts.append(_rect(f"zone {shade}", y=_height(end), height=_share(end - zone.place)))
        if zone in unmarked:
            parts.append(_text(zone.label, 1, kind="zone", y=_height(zone.place), dx=-4, dy=-3, anchor="end"))
    for mark in axis.marks:
        parts.append(_line("cut", "0", _height(mark.place), "100%", _height(mark.place)))
        parts.append(_text(mark.label, 0, kind="mark", y=_height(mark.place), dx=6, dy=-5))
    points = [(_time(each), _height(each.point)) for each in line.readings if each.point is not None]
    parts += [
        _line("way", _share(one[0]), one[1], _share(other[0]), other[1]) for one, other in pairwise(points)
    ]
    for reading in line.readings:
        x = _share(_time(reading))
        if reading.lowest is not None and reading.highest is not None:
            parts.append(_line("reach", x, _height(reading.lowest), x, _height(reading.highest)))
    for reading, is_below in zip(line.readings, find_words_below(line, course), strict=True):
        at, dy = _time(reading), 18 if is_below else -6
        if reading.point is not None:
            parts.append(_circle("dot strong", at, _height(reading.point), 6))
        parts.append(_text(reading.words, at, kind="number strong", y=_height(reading.top), dx=11, dy=dy))
    return _svg("course", *parts)


def draw_level(level: Place) -> Markup:
    """Draw a cell's bar, for eyes and printers without colours."""
    return _svg("level", _rect("ink", width=_share(level), y="0", height="3"))


def draw_times(times: Sequence[Mark]) -> Markup:
    """Draw the dates below a course; those that would touch stand on a line of their own."""
    placed = (Mark(_TIMES[0] + _TIMES[1] * float(each.place), each.label) for each in times)
    rows = list(share_out(placed, _COURSE))
    texts = (
        _name(mark, kind="quiet", y=f"{1 + 1.25 * row}em") for row, names in enumerate(rows) for mark in names
    )
    return _svg("times", *texts, height=f"{1.25 * len(rows) + 0.2}em")


def _time(reading: Reading) -> float:
    return _TIMES[0] + _TIMES[1] * float(reading.time)


def _height(place: Place) -> str:
    return _share(1 - float(place))


def _name(mark: Mark, *, kind: str, y: str) -> str:
    """Write a name where it begins, or ends where it would not fit otherwise."""
    is_late = float(mark.place) * TRACK + room_of(mark) > TRACK
    dx, anchor = (-5, "end") if is_late else (5, "start")
    return _text(mark.label, mark.place, kind=kind, y=y, dx=dx, anchor=anchor)


def _zones(axis: Axis) -> Iterator[str]:
    for zone, end, shade in find_stretches(axis):
        yield _rect(
            f"zone {shade}", x=_share(zone.place), width=_share(end - zone.place), y="0", height="100%"
        )


def _marks(axis: Axis) -> Iterator[str]:
    for mark in axis.marks:
        yield _line("cut", _share(mark.place), "0", _share(mark.place), "100%")


def _share(place: Place) -> str:
    return f"{float(place) * 100:.2f}".rstrip("0").rstrip(".") + "%"


def _svg(kind: str, *shapes: str, height: str = "") -> Markup:
    opening = f'<svg class="{kind}" aria-hidden="true"' + (f' height="{height}">' if height else ">")
    return Markup(f"{opening}{''.join(shapes)}</svg>")  # noqa: S704 words are escaped where they are put in


def _rect(
    kind: str, *, x: str = "0", width: str = "100%", y: str = "50%", height: str = "10", corner: float = 0
) -> str:
    """Draw a rectangle, in the middle of its row unless it is told where."""
    move = -int(height) // 2 if y == "50%" else 0
    more = (f' transform="translate(0 {move})"' if move else "") + (f' rx="{corner}"' if corner else "")
    return f'<rect class="{kind}" x="{x}" y="{y}" width="{width}" height="{height}"{more}/>'


def _circle(kind: str, place: Place, y: str, radius: float, dx: float = 0) -> str:
    moved = f' transform="translate({dx} 0)"' if dx else ""
    return f'<circle class="{kind}" cx="{_share(place)}" cy="{y}" r="{radius}"{moved}/>'


def _line(kind: str, x1: str, y1: str, x2: str, y2: str) -> str:
    return f'<line class="{kind}" x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}"/>'


def _text(
    words: str, place: Place, *, y: str, kind: str = "quiet", dx: float = 0, dy: float = 0, anchor: str = ""
) -> str:
    if not words:
        return ""
    moved = f' dx="{dx}" dy="{dy}"' if dx or dy else ""
    anchored = f' text-anchor="{anchor}"' if anchor else ""
    shown = escape(visible(words))
    return f'<text class="{kind}" x="{_share(place)}" y="{y}"{moved}{anchored}>{shown}</text>'
