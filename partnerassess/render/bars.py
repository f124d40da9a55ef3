"""Numbers as bars: how far each reaches, how far it could, and where `ready` starts.

This module knows lengths in columns. It does not know what is measured.

A bar never contradicts its number: it reaches the mark of the cut-off exactly when the number reaches the
cut-off, and goes beyond it when the number does.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor

from rich.console import RenderableType
from rich.text import Text

from partnerassess.assessment import Number, Range
from partnerassess.model import Scoring
from partnerassess.render.marks import Marks
from partnerassess.render.sheet import Hanging, Sheet
from partnerassess.report.numbers import format_level, format_position, format_range
from partnerassess.report.words import format_known

_LONGEST_LABEL = 26
_LONGEST_BAR = 50


@dataclass(frozen=True, kw_only=True, slots=True)
class Measured:
    """Something with a bar."""

    label: str
    range: Range[Fraction]


def bar(known: Range[Fraction], cells: int, cut_off: Fraction | None, marks: Marks) -> str:
    """Draw a bar of so many cells, with one column more for the mark of the cut-off (0-1)."""
    lowest, highest = _filled(known.lowest, cells, cut_off), _filled(known.highest, cells, cut_off)
    point = lowest if known.point is None else _filled(known.point, cells, cut_off)
    drawn = (
        marks.certain * lowest
        + marks.figure * (point - lowest)
        + marks.possible * (highest - point)
        + marks.rest * (cells - highest)
    )
    if cut_off is None:
        return drawn
    place = _cut_off_place(cut_off, cells)
    return drawn[:place] + marks.cut_off + drawn[place:]


def scale_lines(cells: int, scoring: Scoring, marks: Marks) -> tuple[str, str]:
    """Draw the scale below bars of so many cells: its ticks where bands start, and their numbers."""
    cut_off = cut_off_of(scoring)
    width = cells + (cut_off is not None)
    start, line, tick, end = marks.axis
    starts = [band for band in scoring.bands if 0 < band.position < 1]
    columns = {_column(band.position, cells, cut_off): format_level(band.start) for band in starts}
    axis = [line] * width
    for column in columns:
        axis[column] = tick
    axis[0], axis[-1] = start, end
    numbers = _Numbers(width)
    bottom, top = (format_level(number) for number in scoring.shown_as)
    numbers.write(0, bottom)
    numbers.write(width - len(top), top)
    if scoring.ready:
        numbers.write(_column(scoring.ready.position, cells, cut_off), format_level(scoring.ready.start))
    for column, number in columns.items():
        numbers.write(column, number)
    return "".join(axis), str(numbers)


class _Numbers:
    """A line of numbers below ticks; one that would touch another is left out."""

    def __init__(self, width: int) -> None:
        self._signs = [" "] * width

    def write(self, column: int, number: str) -> None:
        around = self._signs[max(column - 1, 0) : column + len(number) + 1]
        if column >= 0 and column + len(number) <= len(self._signs) and not "".join(around).strip():
            self._signs[column : column + len(number)] = number

    def __str__(self) -> str:
        return "".join(self._signs).rstrip()


def render_bars(sheet: Sheet, measured: Sequence[Measured], scoring: Scoring) -> Iterator[RenderableType]:
    """Write each label with its bar and its number, and the scale below them."""
    longest = max(sheet.text(each.label).cell_len for each in measured)
    if sheet.is_narrow or longest > _LONGEST_LABEL:
        return _stacked(sheet, measured, scoring)
    return _side_by_side(sheet, measured, scoring, longest)


def _side_by_side(
    sheet: Sheet, measured: Sequence[Measured], scoring: Scoring, longest: int
) -> Iterator[RenderableType]:
    widest = widest_number(scoring)
    cells = min(_LONGEST_BAR, sheet.column - longest - 3 * widest - len(" to ") - 8)
    for each in measured:
        label = sheet.text(each.label)
        label.pad_right(longest - label.cell_len)
        drawn = bar(each.range, cells, cut_off_of(scoring), sheet.marks)
        number = sheet.marks.plain(_point(each.range, scoring)).rjust(widest)
        yield Text(f"  {label.plain}  {drawn} {number} {aligned_range(each.range, scoring)}".rstrip())
    for line in scale_lines(cells, scoring, sheet.marks):
        yield Text(" " * (longest + 4) + line)


def _stacked(sheet: Sheet, measured: Sequence[Measured], scoring: Scoring) -> Iterator[RenderableType]:
    cells = min(_LONGEST_BAR, sheet.column - 3)
    for each in measured:
        words = sheet.text(f"{each.label}: {format_known(each.range, scoring)}")
        yield Hanging(body=words, width=sheet.column, label=Text("  "))
        yield Text("  " + bar(each.range, cells, cut_off_of(scoring), sheet.marks))
    for line in scale_lines(cells, scoring, sheet.marks):
        yield Text("  " + line)


def _point(known: Range[Fraction], scoring: Scoring) -> str:
    return "–" if known.point is None else format_position(known.point, scoring)


def aligned_range(known: Range[Number], scoring: Scoring) -> str:
    """Give a range so that ranges below each other align at their first number; nothing where it is one."""
    if known.lowest == known.highest:
        return ""
    extent = format_range(known, scoring)
    lowest = extent.split(" ", maxsplit=1)[0]
    return " " * (widest_number(scoring) - len(lowest)) + extent


def widest_number(scoring: Scoring) -> int:
    """Give how many columns the longest number on the shown scale takes."""
    return max(len(format_position(Fraction(end), scoring)) for end in (0, 1))


def cut_off_of(scoring: Scoring) -> Fraction | None:
    """Give the position (0-1) where `ready` starts, if the questionnaire says."""
    return scoring.ready.position if scoring.ready else None


def _place(position: Fraction, cells: int) -> int:
    return floor(position * cells + Fraction(1, 2))


def _column(position: Fraction, cells: int, cut_off: Fraction | None) -> int:
    """Give the column below which a position stands, given that the cut-off's mark takes one of its own."""
    if cut_off is None:
        return min(_place(position, cells), cells - 1)
    if position == cut_off:
        return _cut_off_place(cut_off, cells)
    return min(_place(position, cells) + (position > cut_off), cells)


def _cut_off_place(cut_off: Fraction, cells: int) -> int:
    """Give how many cells stand before the mark of the cut-off: at least one."""
    return max(_place(cut_off, cells), 1)


def _filled(position: Fraction, cells: int, cut_off: Fraction | None) -> int:
    filled = _place(position, cells)
    if 0 < position < 1:
        filled = min(max(filled, 1), cells - 1)
    if cut_off is None:
        return filled
    place = _cut_off_place(cut_off, cells)
    if position < cut_off:
        return min(filled, place - 1)
    return max(filled, min(place + (position > cut_off), cells))
