"""The day of the answers: which day a platform's time means, if that can be told for sure."""

import datetime
import re
from collections.abc import Sequence
from enum import Enum

from partnerassess.collect.platforms import Platform
from partnerassess.sheets.table import Cell, Formula, text_of

_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTHS = {name: number for number, name in enumerate(_NAMES, start=1)}
_DAY, _MONTH, _YEAR = r"(?P<day>[0-9]{1,2})", r"(?P<month>[a-z]{3,9})", r"(?P<year>[0-9]{4})"
_SURE = (
    re.compile(rf"{_YEAR}[-/.](?P<month>[0-9]{{1,2}})[-/.]{_DAY}(?![0-9])"),
    re.compile(rf"(?:[a-z]{{3,9}},? )?{_DAY}(?:st|nd|rd|th)?[ -]{_MONTH}\.?,?[ -]{_YEAR}"),
    re.compile(rf"(?:[a-z]{{3,9}},? )?{_MONTH}\.? {_DAY}(?:st|nd|rd|th)?,? {_YEAR}"),
)
"""Dates that can only be one day."""
_NUMBERS = re.compile(r"([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]([0-9]{4}|[0-9]{2})(?![0-9])")
_COUNT = re.compile(r"[34][0-9]{4}(?:[.,][0-9]+)?|5[0-4][0-9]{3}(?:[.,][0-9]+)?")
"""Days from 1982 to 2050 as numbers."""
_MONTH_FIRST = frozenset((Platform.FORMS, Platform.SURVEYMONKEY))
"""Platforms that always write the month first."""

_Unsure = tuple[int, int, int]
"""A day and a month in either order, and a year."""


class Order(Enum):
    """Which number of a date such as 09/11/2026 comes first."""

    DAY_FIRST = "day-first"
    MONTH_FIRST = "month-first"


def find_latest(
    cells: Sequence[Cell], platform: Platform | None, order: Order | None
) -> tuple[datetime.date | None, str | None]:
    """Find the latest day of a column of times; with `order`, that is how dates in numbers are read.

    Where nothing says which of two days a date is, there is none, but that date.
    """
    read = [_read(cell) for cell in cells]
    days = [each for each in read if isinstance(each, datetime.date)]
    numbers = [each for each in read if isinstance(each, tuple)]
    order = order or _tell_order(numbers, platform)
    for first, second, year in numbers:
        if order is None and first != second:
            return None, f"{first:02}/{second:02}/{year}"
        day, month = (second, first) if order is Order.MONTH_FIRST else (first, second)
        days += filter(None, [_make(year, month, day)])
    return max(days, default=None), None


def _tell_order(numbers: Sequence[_Unsure], platform: Platform | None) -> Order | None:
    """Tell which number comes first, by those that can be no month, else by the platform; null if unsure."""
    is_day_first = any(first > 12 for first, _, _ in numbers)
    is_month_first = any(second > 12 for _, second, _ in numbers)
    if is_day_first != is_month_first:
        return Order.DAY_FIRST if is_day_first else Order.MONTH_FIRST
    return Order.MONTH_FIRST if platform in _MONTH_FIRST and not is_day_first else None


def _read(cell: Cell) -> datetime.date | _Unsure | None:
    """Read the day that a cell begins with; where it may be one of two, its numbers."""
    value = cell.value if isinstance(cell, Formula) else cell
    if isinstance(value, datetime.datetime):
        return value.date()
    if isinstance(value, datetime.date):
        return value
    said = text_of(value).strip().casefold()
    for pattern in _SURE:
        if sure := pattern.match(said):
            month = sure["month"]
            number = int(month) if month.isdigit() else _MONTHS.get(month[:3], 0)
            return _make(int(sure["year"]), number, int(sure["day"]))
    if numbers := _NUMBERS.match(said):
        year = int(numbers[3]) + (2000 if len(numbers[3]) == 2 else 0)
        return int(numbers[1]), int(numbers[2]), year
    if not _COUNT.fullmatch(said):
        return None
    # As Excel counts days, when a cell was never told that it holds one: 46335 or 46335.39.
    return datetime.date(1899, 12, 30) + datetime.timedelta(days=int(re.split("[.,]", said)[0]))


def _make(year: int, month: int, day: int) -> datetime.date | None:
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None
