"""What people type: numbers, words, texts and dates, taken where they are plain, else refused kindly."""

import datetime
import re
import unicodedata
from fractions import Fraction
from typing import assert_never

from partnerassess.dates import find_date, is_likely, is_no_day
from partnerassess.files.reading import UNSAFE_CHARACTER, clean, tidy
from partnerassess.loading.answers import MAX_NAME
from partnerassess.loading.wording import format_decimal
from partnerassess.model import Choice, ChoiceQuestion, Level, Question, ScoredQuestion

_NUMBER = re.compile(r"[+-]?(?:[0-9]{1,15}(?:\.[0-9]{0,15})?|\.[0-9]{1,15})")
_NO_DATE = {"d", "don t know", "dont know", "not known", "unknown"}
_LINE_BREAK = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_SHORTEST_ROW = 6
_LONGEST_ECHO = 40
_SHORTEST_WORD = 3
"""How many letters of an answer's words are enough, if no other answer begins so."""
LONGEST_NOTE = 20_000
"""Characters, as many as an answer file may hold in one text."""


class Misread(Exception):
    """Raised for a typed text that means nothing here; its message says what to type instead."""


def typed_number(text: str) -> Fraction | None:
    """Give the exact number that was typed; null if it is none. Only the digits 0-9 make a number."""
    stripped = text.strip()
    return Fraction(stripped) if _NUMBER.fullmatch(stripped) else None


def typed_answer(question: Question, text: str) -> Level | Choice:
    """Give the level of that value, the choice of that number, or what these words alone can mean.

    Raises Misread if there is none.
    """
    number = typed_number(text)
    found = _answer_of_words(question, text) if number is None else _answers_by_number(question).get(number)
    if found is None:
        refusal = f"{_echo(text)} is not one of the answers. " if text.strip() else ""
        raise Misread(f"{refusal}Please type {format_numbers(question)}.")
    return found


def _answer_of_words(question: Question, text: str) -> Level | Choice | None:
    """Give the answer that is called so, or else the only one that begins so; null for none."""
    wanted = _in_letters(text)
    names = {}
    for _, answer in answer_numbers(question):
        called_so = (answer.label,) if isinstance(answer, Level) else (answer.id, answer.text)
        names[answer] = list(map(_in_letters, called_so))
    called = [answer for answer, known in names.items() if wanted in known]
    if not called and len(wanted) >= _SHORTEST_WORD:
        called = [answer for answer, known in names.items() if any(each.startswith(wanted) for each in known)]
    return called[0] if wanted and len(called) == 1 else None


def _in_letters(text: str) -> str:
    """Give a text without what people leave out when they type: capitals and marks."""
    return " ".join(re.findall(r"\w+", unicodedata.normalize("NFKC", text).casefold().replace("_", " ")))


def typed_note(text: str) -> str | None:
    """Give a text of several lines that can be kept; null for none. Raises Misread if it is too long."""
    return _tidied(text, LONGEST_NOTE)


def typed_name(text: str) -> str | None:
    """Give a text that can be kept on one line; null for none. Raises Misread if it is too long."""
    return _tidied(" ".join(text.split()), MAX_NAME)


def _tidied(text: str, longest: int) -> str | None:
    """Take out what cannot be seen or kept, and the space around the rest."""
    kept = re.sub(UNSAFE_CHARACTER, "", tidy(_LINE_BREAK.sub("\n", text))).strip()
    if len(kept) > longest:
        raise Misread(f"That is too long to keep, by {len(kept) - longest:,} of {len(kept):,} characters.")
    return kept or None


def typed_date(text: str) -> datetime.date | None:
    """Give the date that was typed, day first unless the year is; null for none, or where nobody knows it.

    Raises Misread if it is no date, or none that can be meant.
    """
    stripped = text.strip()
    if not stripped or _in_letters(stripped) in _NO_DATE:
        return None
    found = find_date(stripped)
    if is_no_day(stripped):
        raise Misread(f"There is no such day as {_echo(text)}. Please type the day first, like 12 May 2017.")
    if found is None:
        raise Misread(f"{_echo(text)} is not a date. Please type it like 12 May 2017, or 2017-05-12.")
    if not is_likely(found):
        raise Misread(f"{_echo(text)} cannot be meant: dates are from 1900 to a year from now.")
    return found


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
