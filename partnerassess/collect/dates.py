"""The day of the answers: which day a platform's time means, if that can be told for sure."""

import datetime
import re
from collections.abc import Sequence
from enum import Enum

from partnerassess.collect.platforms import Platform
from partnerassess.sheets.table import Cell, Formula, text_of

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_YEAR_FIRST = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})(?![0-9])")
_NUMBERS = re.compile(r"([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]([0-9]{4}|[0-9]{2})(?![0-9])")
_IN_WORDS = re.compile(r"(?:[a-z]{3,9},? )?([0-9]{1,2})(?:st|nd|rd|th)?[ -]([a-z]{3,9})\.?,?[ -]([0-9]{4})")
_WORDS_FIRST = re.compile(r"(?:[a-z]{3,9},? )?([a-z]{3,9})\.? ([0-9]{1,2})(?:st|nd|rd|th)?,? ([0-9]{4})")
_COUNT = re.compile(r"[34][0-9]{4}(?:[.,][0-9]+)?|5[0-4][0-9]{3}(?:[.,][0-9]+)?")
"""Days from 1982 to 2050 as numbers."""
_MONTH_FIRST = frozenset((Platform.FORMS, Platform.SURVEYMONKEY))
"""Platforms that always write the month first."""


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
    sure: list[datetime.date] = []
    numbers: list[tuple[int, int, int]] = []
    for cell in cells:
        value = cell.value if isinstance(cell, Formula) else cell
        if isinstance(value, datetime.datetime):
            sure.append(value.date())
        elif isinstance(value, datetime.date):
            sure.append(value)
        else:
            said = text_of(value).strip().casefold()
            day = _read_sure(said)
            match = _NUMBERS.match(said)
            if day:
                sure.append(day)
            elif match:
                year = int(match[3]) + (2000 if len(match[3]) == 2 else 0)
                numbers.append((int(match[1]), int(match[2]), year))
    is_day_first = any(first > 12 for first, _, _ in numbers)
    is_month_first = any(second > 12 for _, second, _ in numbers)
    if order is None and is_day_first != is_month_first:
        order = Order.DAY_FIRST if is_day_first else Order.MONTH_FIRST
    if order is None and platform in _MONTH_FIRST and not is_day_first:
        order = Order.MONTH_FIRST
    if order is None:
        unsure = [each for each in numbers if each[0] != each[1]]
        if unsure:
            first, second, year = unsure[0]
            return None, f"{first:02}/{second:02}/{year}"
        order = Order.DAY_FIRST
    read = (_make(year, *((b, a) if order is Order.DAY_FIRST else (a, b))) for a, b, year in numbers)
    return max((*sure, *(day for day in read if day)), default=None), None


def _read_sure(said: str) -> datetime.date | None:
    """Read a date that can only be one day; null for any other text."""
    match = _YEAR_FIRST.match(said)
    if match:
        return _make(int(match[1]), int(match[2]), int(match[3]))
    match = _IN_WORDS.match(said)
    if match:
        return _make(int(match[3]), _month(match[2]), int(match[1]))
    match = _WORDS_FIRST.match(said)
    if match:
        return _make(int(match[3]), _month(match[1]), int(match[2]))
    if not _COUNT.fullmatch(said):
        return None
    # As Excel counts days, when a cell was never told that it holds one: 46335 or 46335.39.
    return datetime.date(1899, 12, 30) + datetime.timedelta(days=int(re.split("[.,]", said)[0]))


def _month(name: str) -> int:
    return _MONTHS.index(name[:3]) + 1 if name[:3] in _MONTHS else 0


def _make(year: int, month: int, day: int) -> datetime.date | None:
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None
