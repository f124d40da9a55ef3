"""Results in words: verdicts, states, answers, dates and counts, the same in every format.

This module knows how things are called. It does not know signs, colours or layout.
"""

import datetime
from collections.abc import Sequence
from fractions import Fraction
from typing import assert_never

from partnerassess.assessment import ArrangementResult, EssentialState, FactorState, Range, Verdict
from partnerassess.explain import Place
from partnerassess.model import (
    Answer,
    Audience,
    Choice,
    Extent,
    Level,
    Nature,
    ScoredQuestion,
    Scoring,
    Silence,
    Source,
)
from partnerassess.report.numbers import format_mean, format_position, format_range

VERDICTS = {
    Verdict.READY: "Ready",
    Verdict.UNDETERMINED: "Not settled yet",
    Verdict.NOT_READY: "Not ready",
    Verdict.NOT_ASSESSABLE: "Not assessable",
}
"""What people see for each verdict; files keep the verdict's own name."""

ESSENTIALS = {
    EssentialState.MET: "met",
    EssentialState.UNMET: "not met",
    EssentialState.OPEN: "open",
}
"""What the states of an essential factor are called."""

FACTOR_STATES = {
    FactorState.ANSWERED: "answered",
    FactorState.PARTLY: "partly answered",
    FactorState.OPEN: "open",
    FactorState.OUT: "does not apply",
}
"""What the states of a factor are called."""

AUDIENCES = {
    Audience.PARTNERS: "For the partners",
    Audience.REGULATORS: "For regulators and commissioners",
}
"""Whom advice is for, as a heading."""

NATURES = {
    Nature.VOLUNTARY: ("Voluntary", "the partners choose it"),
    Nature.MANDATED: ("Mandated", "an outside body asks for it"),
}
"""The rows of the partnering map: name and meaning."""

EXTENTS = {
    Extent.INDIVIDUAL: ("Individual", "a few people or services"),
    Extent.STRUCTURAL: ("Structural", "whole organisations"),
}
"""The columns of the partnering map: name and meaning."""

_SILENCES = {
    Silence.UNKNOWN: "not known",
    Silence.DECLINED: "would rather not say",
    Silence.NOT_APPLICABLE: "does not apply",
}

_STANDARD_INPUT = "-"

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


def format_place(place: Place | None) -> str:
    """Give an arrangement's place among several: `1st of 4`, `level with 3 others`; nothing without any."""
    if place is None or place.of < 2:
        return ""
    others = format_count(place.level_with, "other")
    if place.level_with == place.of - 1:
        return f"level with {'the other' if place.of == 2 else others}"
    standing = f"{format_ordinal(place.rank)} of {place.of}"
    return f"{standing}, level with {others}" if place.level_with else standing


def format_rank(place: Place | None) -> str:
    """Give an arrangement's rank among several as a short label: `1`, or `1=` where it shares it."""
    if place is None:
        return ""
    return f"{place.rank}=" if place.level_with else str(place.rank)


def format_number(place: Place | None) -> str:
    """Give the number before an arrangement's title: `1.`, or `1=` where shared; none where all are level."""
    if place is None or place.level_with == place.of - 1:
        return ""
    return format_rank(place) if place.level_with else f"{place.rank}."


def format_origin(file: str | None, label: str = "") -> str:
    """Say where answers come from: `team.yaml, document 2`, given `document 2` as the label."""
    name = "standard input" if file == _STANDARD_INPUT else file
    return ", ".join(part for part in (name, label) if part)


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


def format_known(known: Range[Fraction], scoring: Scoring) -> str:
    """Give a number as far as it is known: `66.1 (57.3 to 71.8)`, or why there is no single figure."""
    extent = format_range(known, scoring)
    settled = known.lowest == known.highest
    if known.point is None:
        return f"{extent}; too few answers for one figure" if not settled else f"{extent} in any case"
    point = format_position(known.point, scoring)
    return point if settled else f"{point} ({extent})"


def format_standing(result: ArrangementResult) -> str:
    """Give verdict and band of an arrangement in a few words: `Not settled yet (band: Nearly there)`."""
    band = result.band.title if result.band else None
    if result.verdict is None:
        return f"Band: {band}" if band else ""
    verdict = VERDICTS[result.verdict]
    return verdict if band in (None, verdict) else f"{verdict} (band: {band})"


def format_source(source: Source) -> str:
    """Give the place something comes from: `Table 2 (hsmc-2017)`."""
    return f"{source.where} ({source.ref})" if source.where else source.ref


def level_needed(question: ScoredQuestion, minimum: Fraction) -> Level:
    """Give the lowest level of a question that reaches an essential factor's minimum (0-1)."""
    return next(level for level in question.levels if level.position >= minimum)
