"""Ranges and bars drawn in characters: a drawing reaches a mark exactly when its number does."""

from fractions import Fraction
from math import floor

from partnerassess.assessment import Range
from partnerassess.render.characters import Characters
from partnerassess.report.shapes import Bar, Place, RangeRow, Reading


def draw_range(shape: RangeRow | Reading, cells: int, mark: Place | None, characters: Characters) -> str:
    """Draw a range in so many cells, with one more where there is a mark."""
    signs = [characters.rest] * (cells + (mark is not None))
    places = [each for each in (shape.lowest, shape.point, shape.highest) if each is not None]
    if places:
        low, high = (find_column(each, cells, mark) for each in (min(places), max(places)))
        left, line, right = characters.span
        signs[low : high + 1] = [line] * (high + 1 - low)
        if low < high or shape.point is None:
            signs[low], signs[high] = left, right
        if shape.point is not None:
            signs[find_column(shape.point, cells, mark)] = characters.point
    if mark is not None and signs[find_mark(mark, cells)] == characters.rest:
        signs[find_mark(mark, cells)] = characters.cut_off
    return "".join(signs)


def draw_bar(known: Bar | Range[Fraction], cells: int, mark: Place | None, characters: Characters) -> str:
    """Fill so many cells to the lowest, on to the point, and on to the highest, with one more for a mark."""
    lowest, drawn = known.point if known.lowest is None else known.lowest, ""
    for place, sign in (
        (lowest, characters.certain),
        (known.point, characters.figure),
        (known.highest, characters.possible),
    ):
        if place is not None:
            drawn += sign * (_count(place, cells, mark) - len(drawn))
    drawn = drawn.ljust(cells, characters.rest)
    if mark is None:
        return drawn
    stop = find_mark(mark, cells)
    return drawn[:stop] + characters.cut_off + drawn[stop:]


def _count(place: Place, cells: int, mark: Place | None) -> int:
    """Give how many cells a place fills: none and all only at the ends."""
    filled = _rounded(place, cells)
    if 0 < place < 1:
        filled = min(max(filled, 1), cells - 1)
    if mark is None:
        return filled
    stop = find_mark(mark, cells)
    return min(filled, stop - 1) if place < mark else max(filled, min(stop + (place > mark), cells))


def find_mark(mark: Place, cells: int) -> int:
    """Give the column of a mark, with room for what is above it unless that cannot be."""
    return min(max(_rounded(mark, cells), 1), cells if mark >= 1 else cells - 1)


def find_column(place: Place, cells: int, mark: Place | None = None) -> int:
    """Give the column of a place: left of the mark exactly when the place is below it."""
    column = min(floor(Fraction(place) * cells), cells - 1)
    if mark is None:
        return column
    stop = find_mark(mark, cells)
    if place < mark:
        return min(column, stop - 1)
    return stop if place == mark else min(max(column + 1, stop + 1), cells)


def _rounded(place: Place, cells: int) -> int:
    return floor(Fraction(place) * cells + Fraction(1, 2))
