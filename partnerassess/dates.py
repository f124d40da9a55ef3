"""A date as people type it, day first unless the year is, and as files hold it."""

import datetime
import re
from functools import lru_cache

_YEAR_FIRST = r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})"
_DAY_FIRST = r"([0-9]{1,2})[-/. ]([0-9]{1,2})[-/. ]([0-9]{4}|[0-9]{2})"
_DAY_AND_MONTH = r"([0-9]{1,2})(?:st|nd|rd|th)?[-. ,]*([a-z]{3,9})[-. ,]*([0-9]{4}|[0-9]{2})"
_MONTH_AND_DAY = r"([a-z]{3,9})[-. ]*([0-9]{1,2})(?:st|nd|rd|th)?[-. ,]+([0-9]{4})"
_MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_FIRST = datetime.date(1900, 1, 1)
_LOADED = datetime.date.today()
"""A day that is not in the future, so that most dates need no look at the calendar."""


def find_date(text: str) -> datetime.date | None:
    """Give the date that a text says and nothing else; null if it says none."""
    numbers = _find_numbers(text)
    try:
        return datetime.date(*numbers) if numbers else None
    except ValueError:
        return None


def is_no_day(text: str) -> bool:
    """Tell whether a text is written as a date, of a day that no calendar has."""
    return _find_numbers(text) is not None and find_date(text) is None


def _find_numbers(text: str) -> tuple[int, int, int] | None:
    """Give the year, the month and the day that a text names; null if it is no date."""
    text = " ".join(text.casefold().split())
    if parts := re.fullmatch(_YEAR_FIRST, text):
        year, month, day = parts.groups()
    elif parts := re.fullmatch(_DAY_FIRST, text) or re.fullmatch(_DAY_AND_MONTH, text):
        day, month, year = parts.groups()
    elif parts := re.fullmatch(_MONTH_AND_DAY, text):
        month, day, year = parts.groups()
    else:
        return None
    known = [place for place, name in enumerate(_MONTHS, start=1) if name.startswith(month)]
    if len(known) != 1 and not month.isdigit():
        return None
    return int(year) + 2000 * (len(year) == 2), known[0] if len(known) == 1 else int(month), int(day)


@lru_cache(2_048)
def find_iso_date(said: str) -> datetime.date | None:
    """Give the date of a text such as 2017-05-12; null if it is none."""
    try:
        return datetime.date.fromisoformat(said if _ISO.fullmatch(said) else "")
    except ValueError:
        return None


def is_likely(date: datetime.date) -> bool:
    """Tell whether a date lies between 1900 and a year from now, as every date of answers does."""
    if _FIRST <= date <= _LOADED:
        return True
    return _FIRST <= date <= datetime.date.today() + datetime.timedelta(days=366)
