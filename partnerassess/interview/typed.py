"""What people type: numbers, texts and dates, taken exactly or refused kindly.

This module knows which typed texts mean something. It does not know the session.
"""

import datetime
import re
from fractions import Fraction
from typing import assert_never

from partnerassess.files import UNSAFE_CHARACTER, clean
from partnerassess.loading.wording import format_decimal
from partnerassess.model import Choice, ChoiceQuestion, Level, Question, ScoredQuestion

_NUMBER = re.compile(r"[+-]?(?:[0-9]{1,15}(?:\.[0-9]{0,15})?|\.[0-9]{1,15})")
_DATE = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_SHORTEST_ROW = 6
_LONGEST_ECHO = 40
_LONGEST_TEXT = 2_000
"""Characters: as much as a terminal takes on one line, and little enough that hundreds fit in one file."""


class Misread(Exception):
    """Raised for a typed text that means nothing here; its message says what to type instead."""


def typed_number(text: str) -> Fraction | None:
    """Give the exact number that was typed; null if it is none. Only the digits 0-9 make a number."""
    stripped = text.strip()
    return Fraction(stripped) if _NUMBER.fullmatch(stripped) else None


def typed_answer(question: Question, text: str) -> Level | Choice:
    """Give the level of that value, or the choice of that number. Raises Misread if there is none."""
    number = typed_number(text)
    found = None if number is None else _answers_by_number(question).get(number)
    if found is None:
        refusal = f"{_echo(text)} is not one of the answers. " if text.strip() else ""
        raise Misread(f"{refusal}Please type {format_numbers(question)}.")
    return found


def typed_text(text: str) -> str | None:
    """Give a text that can be kept in an answer file; null for none. Raises Misread if it cannot be kept."""
    stripped = text.strip()
    if len(stripped) > _LONGEST_TEXT:
        raise Misread(f"That is too long to keep: at most {_LONGEST_TEXT:,} characters, please.")
    if UNSAFE_CHARACTER.search(stripped):
        raise Misread("That holds characters that cannot be seen or kept. Please type it again.")
    return stripped or None


def typed_date(text: str) -> datetime.date | None:
    """Give the date that was typed as year-month-day; null for none. Raises Misread if it is no date."""
    stripped = text.strip()
    if not stripped:
        return None
    parts = _DATE.fullmatch(stripped)
    try:
        if parts:
            return datetime.date(*map(int, parts.groups()))
    except ValueError:
        pass
    raise Misread(f"{_echo(text)} is not a date. Please type it as year-month-day, like 2017-05-12.")


def format_numbers(question: Question) -> str:
    """Say which numbers answer a question, such as `0, 1 or 2` or `a number from 1 to 9`."""
    numbers = list(_answers_by_number(question))
    in_a_row = numbers == [numbers[0] + step for step in range(len(numbers))]
    if in_a_row and len(numbers) > _SHORTEST_ROW:
        return f"a number from {format_decimal(numbers[0])} to {format_decimal(numbers[-1])}"
    *others, last = map(format_decimal, numbers)
    return f"{', '.join(others)} or {last}" if others else last


def answer_numbers(question: Question) -> tuple[tuple[str, Level | Choice], ...]:
    """Give what can be typed at a question, and the answer that each of it stands for."""
    return tuple((format_decimal(number), answer) for number, answer in _answers_by_number(question).items())


def _answers_by_number(question: Question) -> dict[Fraction, Level | Choice]:
    match question:
        case ScoredQuestion(levels=levels):
            return {level.value: level for level in levels}
        case ChoiceQuestion(choices=choices):
            return {Fraction(number): choice for number, choice in enumerate(choices, start=1)}
        case _:
            assert_never(question)


def _echo(text: str) -> str:
    shown = clean(" ".join(text[: 4 * _LONGEST_ECHO].split()))
    if len(shown) > _LONGEST_ECHO:
        shown = f"{shown[:_LONGEST_ECHO]}..."
    return f'"{shown}"'
