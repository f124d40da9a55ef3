"""Results in words: verdicts, states, answers, dates and counts, the same in every format.

This module knows how things are called. It does not know signs, colours or layout.
"""

import datetime
from collections.abc import Collection, Sequence
from fractions import Fraction
from typing import assert_never

from partnerassess.assessment import Number, Range
from partnerassess.model import (
    Answer,
    Audience,
    Choice,
    Level,
    ScoredQuestion,
    Scoring,
    Silence,
    Source,
)
from partnerassess.report.numbers import format_fully, format_mean

AUDIENCES = {
    Audience.PARTNERS: "For the partners",
    Audience.REGULATORS: "For regulators and commissioners",
}
"""Whom advice is for, as a heading."""


_SILENCES = {
    Silence.UNKNOWN: "not known",
    Silence.DECLINED: "would rather not say",
    Silence.NOT_APPLICABLE: "does not apply",
}


_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def format_date(date: datetime.date) -> str:
    """Give a date as `12 May 2017`, whatever the machine's language."""
    return f"{date.day} {_MONTHS[date.month - 1]} {date.year}"


def format_dates(dates: Collection[datetime.date]) -> str:
    """Give the first and the last of several dates: `12 May 2017 to 3 June 2017`, or the one there is."""
    return " to ".join(map(format_date, dict.fromkeys((min(dates), max(dates)))))


def format_count(number: int, what: str) -> str:
    """Give a number with its noun: `1 answer`, `2 answers`."""
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def format_list(parts: Sequence[str]) -> str:
    """Join words: `a`, `a and b`, `a, b and c`."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} and {parts[-1]}"


def format_ordinal(number: int) -> str:
    """Give a place: `1st`, `2nd`, `3rd`, `4th`, `11th`."""
    endings = {1: "st", 2: "nd", 3: "rd"}
    teens = number % 100 in (11, 12, 13)
    return f"{number}{'th' if teens else endings.get(number % 10, 'th')}"


def quoted(text: str) -> str:
    """Put a title or a question in quotation marks."""
    return f"“{text}”"


def as_sentence(text: str) -> str:
    """Close a text with a full stop, unless it has its own end."""
    return text if text.rstrip().endswith((".", "!", "?")) else f"{text}."


def format_given(level: Level) -> str:
    """Give a level, or a mean of several, as people see it: its value and its label, such as `2 (Partly)`."""
    value = format_mean(level.value)
    return value if level.label == value else f"{value} ({level.label})"


def format_answer(answer: Answer | None) -> str:
    """Give an answer in words: a level, a choice, or why there is none."""
    given = answer.given if answer else None
    match given:
        case Level():
            return format_given(given)
        case Choice():
            return given.text
        case Silence():
            return _SILENCES[given]
        case None:
            return "not answered yet"
        case _:
            assert_never(given)


def format_known(known: Range[Number], scoring: Scoring) -> str:
    """Give a number as far as it is known: `66.1 (57.3 to 71.8)`, or why there is no single figure."""
    said = format_fully(known, scoring)
    if known.point is not None:
        return said
    why = " in any case" if known.is_settled else "; too few answers for one figure"
    return f"{said}{why}"


def format_source(source: Source) -> str:
    """Give the place something comes from: `Table 2 (study-2017)`."""
    return f"{source.where} ({source.ref})" if source.where else source.ref


def level_needed(question: ScoredQuestion, minimum: Fraction) -> Level:
    """Give the lowest level of a question that reaches an essential factor's minimum (0-1)."""
    return next(level for level in question.levels if level.position >= minimum)
