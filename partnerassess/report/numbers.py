"""Numbers as people and files see them: the one place where an exact number is rounded.

This module knows the shown scale, decimals and cut-offs. It does not know which numbers are shown, or where.
"""

from collections.abc import Callable, Iterable
from fractions import Fraction
from itertools import count
from math import floor

from partnerassess.assessment import Number, Range
from partnerassess.exact import Root
from partnerassess.model import Level, Scoring

_HALF = Fraction(1, 2)

_WIDE = 10
"""A shown scale longer than this gets one decimal, a shorter one two or more."""

_STEPS = 100
"""How many steps the decimals must at least divide a short scale into."""


def format_position(number: Root | Fraction, scoring: Scoring, targets: Iterable[Fraction] = ()) -> str:
    """Give a readiness, or a position (0-1) such as a dimension's, on the shown scale, such as `61.2`.

    Rounded half up to the scale's decimals, but never across the start of a band or one of `targets`
    (positions, 0-1): 64.9519 is `64.9` where a band starts at 65. Where both neighbours lie across one,
    decimals are added.
    """
    cut_offs = [band.start for band in scoring.bands] + [scoring.shown(target) for target in targets]
    return _format(_rounded(scoring.shown(as_position(number)), _decimals(scoring), cut_offs))


def format_brief(number: Root | Fraction, scoring: Scoring) -> str:
    """Give the same with one decimal less than elsewhere, such as `68`: what first pages show.

    Never across the start of a band: 74.6 is `74` where one starts at 75.
    """
    cut_offs = [band.start for band in scoring.bands]
    return _format(_rounded(scoring.shown(as_position(number)), _decimals(scoring) - 1, cut_offs))


def format_figure(known: Range[Number] | None, scoring: Scoring) -> str:
    """Give a number in brief: its point, else as far as it is known, else `none`."""
    if known is None:
        return "none"
    return (
        format_range(known, scoring, format_brief)
        if known.point is None
        else format_brief(known.point, scoring)
    )


def format_top(scoring: Scoring) -> str:
    """Give what a number is out of: `of 100`, or `on a scale of 35 to 175` where it does not start at 0."""
    bottom, top = scoring.shown_as
    return f"on a scale of {format_scale(scoring)}" if bottom else f"of {format_level(top)}"


def format_range(
    known: Range[Number], scoring: Scoring, form: Callable[[Number, Scoring], str] = format_position
) -> str:
    """Give how far a number is known, such as `57.2 to 71.8`; one number where both ends are the same."""
    lowest, highest = form(known.lowest, scoring), form(known.highest, scoring)
    return lowest if known.is_settled else f"{lowest} to {highest}"


def format_fully(known: Range[Number], scoring: Scoring) -> str:
    """Give a number and how far it is known, such as `61.2 (57.3 to 71.8)`; without a point only that."""
    extent = format_range(known, scoring)
    if known.point is None or known.is_settled:
        return extent
    return f"{format_position(known.point, scoring)} ({extent})"


def format_scale(scoring: Scoring) -> str:
    """Give the two ends of the shown scale, such as `0 to 100`."""
    bottom, top = scoring.shown_as
    return f"{format_level(bottom)} to {format_level(top)}"


def format_gain(change: Fraction, scoring: Scoring) -> str:
    """Give a difference of two positions (-1 to 1) on the shown scale with its sign, such as `+4.2`.

    A change too small for the scale's decimals gets more of them, so that only no change reads `+0.0`.
    """
    bottom, top = scoring.shown_as
    size = abs(change) * (top - bottom)
    places = _decimals(scoring)
    while size and not _half_up(size, places):
        places += 1
    sign = "-" if change < 0 else "+"
    return sign + _format((_half_up(size, places), places))


def format_percent(share: Fraction, targets: Iterable[Fraction] = ()) -> str:
    """Give a share (0-1) such as a coverage as a whole percentage, such as `67%`.

    Never across one of `targets` (0-1), and never `100%` for less than everything or `0%` for something.
    """
    cut_offs = [Fraction(100), *(target * 100 for target in targets)]
    rounded = _rounded(share * 100, 0, cut_offs)
    while share and not rounded[0]:
        rounded = _rounded(share * 100, rounded[1] + 1, cut_offs)
    return f"{_format(rounded)}%"


def format_level(value: Fraction) -> str:
    """Give a level's value, a weight or a cut-off exactly: `4`, `2.5`, or `1/3` where decimals never end."""
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    if rest > 1:
        return str(value)
    places = next(places for places in count() if (value * 10**places).denominator == 1)
    return _format((int(value * 10**places), places))


def format_mean(value: Fraction) -> str:
    """Give a mean of levels' values: exactly where its decimals end, else with two, such as `2.71`."""
    exact = format_level(value)
    return _format((_half_up(value, 2), 2)) if "/" in exact else exact


def number_for_json(number: Root | Fraction, scoring: Scoring) -> float:
    """Give a readiness or a position (0-1) as the nearest float on the shown scale, for other programs.

    Rounded once, from the exact number: C = 11/12 and E = 3/44 give 25.0, not 24.999999999999996.
    """
    return float(scoring.shown(as_position(number)))


def range_for_json(
    known: Range[Root] | Range[Fraction] | None, scoring: Scoring
) -> tuple[float | None, float | None, float | None]:
    """Give point, lowest and highest of a readiness or a position likewise; null where there is none."""
    if known is None:
        return None, None, None
    point = None if known.point is None else number_for_json(known.point, scoring)
    return point, number_for_json(known.lowest, scoring), number_for_json(known.highest, scoring)


def level_for_json(level: Level) -> int | float:
    """Give a level's value for other programs, whole where it is."""
    return level.value.numerator if level.value.denominator == 1 else float(level.value)


def difference_for_json(change: Fraction, scoring: Scoring) -> float:
    """Give a difference of two positions (-1 to 1) as the nearest float on the shown scale."""
    bottom, top = scoring.shown_as
    return float(change * (top - bottom))


def as_position(number: Root | Fraction) -> Fraction:
    """Give a readiness as a plain position, 0-1: exact, or cut off after 40 decimal digits."""
    return number.digits() if isinstance(number, Root) else number


def as_positions(known: Range[Root]) -> Range[Fraction]:
    """Give a readiness's numbers as such positions."""
    return Range(
        point=None if known.point is None else known.point.digits(),
        lowest=known.lowest.digits(),
        highest=known.highest.digits(),
    )


_Rounded = tuple[int, int]
"""Digits without their decimal point, and how many of them stand behind it."""


def _decimals(scoring: Scoring) -> int:
    bottom, top = scoring.shown_as
    length = top - bottom
    if length > _WIDE:
        return 1
    return next(places for places in count(2) if length * 10**places >= _STEPS)


def _rounded(number: Fraction, places: int, cut_offs: list[Fraction]) -> _Rounded:
    """Round half up, else to the other neighbour, else with more decimals: no cut-off is crossed."""
    while True:
        below = floor(number * 10**places)
        for digits in (_half_up(number, places), below, below + 1):
            shown = Fraction(digits, 10**places)
            if all((number >= cut_off) == (shown >= cut_off) for cut_off in cut_offs):
                return digits, places
        places += 1


def _half_up(number: Fraction, places: int) -> int:
    scaled: Fraction = number * 10**places
    return floor(scaled + _HALF)


def _format(rounded: _Rounded) -> str:
    digits, places = rounded
    text = str(abs(digits)).rjust(places + 1, "0")
    sign = "-" if digits < 0 else ""
    return f"{sign}{text[:-places]}.{text[-places:]}" if places else sign + text
