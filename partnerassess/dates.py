"""A date as people type it: day first, unless the year is."""

import datetime
import re

_YEAR_FIRST = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})")
_DAY_FIRST = re.compile(r"([0-9]{1,2})[-/. ]([0-9]{1,2})[-/. ]([0-9]{4}|[0-9]{2})")
_DAY_AND_MONTH = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th)?[-. ,]*([a-z]{3,9})[-. ,]*([0-9]{4}|[0-9]{2})")
_MONTH_AND_DAY = re.compile(r"([a-z]{3,9})[-. ]*([0-9]{1,2})(?:st|nd|rd|th)?[-. ,]+([0-9]{4})")
_MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)


def find_date(text: str) -> datetime.date | None:
    """Give the date that a text says and nothing else; null if it says none."""
    text = " ".join(text.casefold().split())
    if parts := _YEAR_FIRST.fullmatch(text):
        year, month, day = parts.groups()
    elif parts := _DAY_FIRST.fullmatch(text) or _DAY_AND_MONTH.fullmatch(text):
        day, month, year = parts.groups()
    elif parts := _MONTH_AND_DAY.fullmatch(text):
        month, day, year = parts.groups()
    else:
        return None
    known = [place for place, name in enumerate(_MONTHS, start=1) if name.startswith(month)]
    try:
        return datetime.date(
            int(year) + 2000 * (len(year) == 2), known[0] if len(known) == 1 else int(month), int(day)
        )
    except ValueError:
        return None
