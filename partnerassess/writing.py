"""How answer files are written: one form for a set of answers, and a blank one to fill in by hand."""

import re
import textwrap
from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType
from typing import assert_never

from partnerassess.conditions import in_words
from partnerassess.loading.formats import ANSWERS_FORMAT
from partnerassess.loading.wording import format_decimal
from partnerassess.model import (
    Answer,
    Answers,
    Choice,
    ChoiceQuestion,
    Given,
    Level,
    Question,
    Questionnaire,
    ScoredQuestion,
    Silence,
)
from partnerassess.parsing.nodes import MAX_DIGITS, MAX_EXPONENT, format_scalar

MODELINE = "# yaml-language-server: $schema=partnerassess-answers.schema.json"
"""Tells editors which schema checks the file."""

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
_MISREAD = frozenset({"null", "true", "false", "yes", "no", "on", "off", "y", "n"})
"""Words that some YAML reader takes for something else than a word."""
_WIDTH = 100
DETAILS = ("partnership", "organisation", "respondent", "date", "round", "programme")
"""What is said about the answers beside them."""


def format_answers(questionnaire: Questionnaire, answers: Answers) -> str:
    """Write a set of answers as the text of an answer file, always the same for the same answers.

    One line for each answer, in the questionnaire's order; questions without an answer or a note, and
    details that are not given, have no line. Answers that no question asks for are not in it.
    """
    lines = [MODELINE, *_format_head(questionnaire, answers.version)]
    details = ((name, getattr(answers, name)) for name in DETAILS)
    lines += [f"{name}: {format_scalar(str(value))}" for name, value in details if value is not None]
    lines.append("answers:")
    given = ((name, answers.answers.get(name, Answer())) for name in questionnaire.questions)
    lines += [f"  {_format_word(name)}: {_format_answer(each)}" for name, each in given if each != Answer()]
    return "\n".join([*lines, ""])


def format_template(
    questionnaire: Questionnaire, settled: Mapping[str, Choice] = MappingProxyType({})
) -> str:
    """Write an answer file to fill in by hand: every question with what can be answered, as comments.

    Only the choices that are settled, by question id, are filled in.
    """
    lines = [
        MODELINE,
        *_comment(questionnaire.title),
        "#",
        "# Write each answer behind its question, such as `some-question: 3`. What stays blank is not",
        "# answered yet; `unknown` says that you do not know, `declined` that you would rather not say.",
        "# `not_applicable` is accepted where it is offered. To add a note to an answer:",
        '#   some-question: {answer: 3, note: "Minuted in May"}',
        "# Then: partnerassess score FILE",
        "",
        *_format_head(questionnaire, questionnaire.version),
        "",
        "# All of these may stay blank. The organisation is the one whose view this is; a date is written",
        "# as year-month-day, like 2017-05-12.",
        *(f"{name}:" for name in DETAILS),
        "",
        "answers:",
    ]
    numbers = {name: number for number, name in enumerate(questionnaire.questions, start=1)}
    for section in questionnaire.sections:
        lines += ["", f"  # == {one_line(section.title)} =="]
        lines += _comment(section.description or "", "  # ")
        for question in section.questions:
            lines += _question_lines(question, numbers[question.id], settled.get(question.id))
    return "\n".join([*lines, ""])


def _format_head(questionnaire: Questionnaire, version: str | None) -> Iterator[str]:
    yield f"format: {ANSWERS_FORMAT}"
    yield f"questionnaire: {_format_word(questionnaire.id)}"
    yield f"version: {format_scalar(version or questionnaire.version)}"


def _format_answer(answer: Answer) -> str:
    given = _format_given(answer.given)
    if answer.note is None:
        return given
    note = f"note: {format_scalar(answer.note)}"
    return f"{{answer: {given}, {note}}}" if given else f"{{{note}}}"


def _format_given(given: Given | None) -> str:
    match given:
        case None:
            return ""
        case Level(value=value):
            return _format_value(value)
        case Choice(id=name):
            return _format_word(name)
        case Silence(value=word):
            return word
        case _:
            assert_never(given)


def _format_value(value: Fraction) -> str:
    """Write a level's value exactly, with no more digits or exponent than a reader takes."""
    plain = format_decimal(value)
    if sum(map(str.isdigit, plain)) <= MAX_DIGITS:
        return plain
    exponent = (Decimal(value.numerator) / Decimal(value.denominator)).normalize().as_tuple().exponent
    kept = max(-MAX_EXPONENT, min(MAX_EXPONENT, int(exponent)))
    return f"{format_decimal(value / Fraction(10) ** kept)}e{kept}"


def _format_word(word: str) -> str:
    is_plain = _PLAIN.fullmatch(word) and word.casefold() not in _MISREAD
    return word if is_plain else format_scalar(word)


def _question_lines(question: Question, number: int, settled: Choice | None) -> Iterator[str]:
    yield ""
    yield from _comment(f"{number}. {question.text}", "  # ")
    if question.only_if is not None:
        when = in_words(question.only_if, lambda chose: f"{chose.question} is {' or '.join(chose.choices)}")
        yield from _comment(f"(Only if {when}.)", "  # ")
    for word, meaning in _possible_answers(question):
        yield from _comment(f"{word}: {meaning}", "  #   ")
    yield f"  {_format_word(question.id)}: {_format_given(settled)}".rstrip()


def _possible_answers(question: Question) -> Iterator[tuple[str, str]]:
    match question:
        case ChoiceQuestion(choices=choices):
            for choice in choices:
                yield _format_word(choice.id), choice.text
        case ScoredQuestion(levels=levels):
            for level in levels:
                meaning = f"{level.label}. {level.description}" if level.description else level.label
                yield _format_value(level.value), meaning
            if question.not_applicable:
                yield Silence.NOT_APPLICABLE.value, "please add a note that says why"
        case _:
            assert_never(question)


def _comment(text: str, start: str = "# ") -> list[str]:
    further = start + "  " if start != "# " else start
    return textwrap.wrap(
        one_line(text),
        _WIDTH,
        initial_indent=start,
        subsequent_indent=further,
        break_long_words=False,
        break_on_hyphens=False,
    )


def one_line(text: str) -> str:
    """Put a text on one line."""
    return " ".join(text.split())
