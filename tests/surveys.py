"""Exports of survey platforms made from answers, in the shapes that each platform writes."""

import csv
import datetime
import io
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]

from partnerassess.loading.questionnaire import load_questionnaire
from partnerassess.model import ChoiceQuestion, Question, ScoredQuestion

FOLDER = Path(__file__).parent / "examples" / "exports"
QUESTIONNAIRE = load_questionnaire(FOLDER / "questionnaire.yaml")
QUESTIONS = tuple(QUESTIONNAIRE.questions.values())
PARTNERSHIP = "Northbank and Eastvale"

Answers = Mapping[str, str]
"""Answers by question: the number of an option from 0, or `?` or `n/a`."""
Person = tuple[str, str, Answers]
"""An organisation, a role and the answers."""
Word = Callable[[Question, str], str]


def invent(seed: int) -> Answers:
    """Make up an answer to every question."""
    answers = {}
    for place, question in enumerate(QUESTIONS):
        if isinstance(question, ChoiceQuestion):
            answers[question.id] = str((seed + place) % len(question.choices))
            continue
        drawn = (seed * 7 + place * 3 + place // 5) % 7
        silent = "n/a" if question.not_applicable else "?"
        answers[question.id] = str(drawn) if drawn < 5 else silent if drawn == 6 else "?"
    return answers


PEOPLE: tuple[Person, ...] = (
    ("Northbank NHS Foundation Trust", "Director of strategy", invent(1)),
    ("Northbank NHS Foundation Trust", "Consultant, respiratory", invent(2)),
    ("Eastvale Hospitals NHS Trust", "Chief operating officer", invent(3)),
)


def say(question: Question, answer: str) -> str:
    """Say an answer in words, as people see it in a form."""
    if answer in ("?", "n/a"):
        return {"?": "Don't know", "n/a": "Not applicable"}[answer]
    if isinstance(question, ChoiceQuestion):
        return question.choices[int(answer)].text
    return question.levels[int(answer)].label


def say_all(question: Question, answer: str) -> str:
    """Say an answer with its description."""
    said = say(question, answer)
    if answer in ("?", "n/a") or not isinstance(question, ScoredQuestion):
        return said
    description = question.levels[int(answer)].description
    return f"{said}: {description}" if description else said


def code(question: Question, answer: str) -> str:
    """Say an answer as a program's value."""
    if answer in ("?", "n/a"):
        return {"?": "unknown", "n/a": "not_applicable"}[answer]
    return question.choices[int(answer)].id if isinstance(question, ChoiceQuestion) else answer


def texts() -> list[str]:
    """Give the questions' texts."""
    return [question.text for question in QUESTIONS]


def cells(person: Person, word: Word = say) -> list[str]:
    """Give a person's answers in the order of the questions."""
    return [word(question, person[2][question.id]) for question in QUESTIONS]


def expected(person: Person) -> dict[str, str]:
    """Give what must come out of a person's answers."""
    return {question.id: code(question, person[2][question.id]) for question in QUESTIONS}


def as_csv(rows: Sequence[Sequence[Any]], separator: str = ",", *, quoted: bool = False) -> str:
    """Write rows as a text."""
    text = io.StringIO()
    if quoted:
        writer = csv.writer(text, delimiter=separator, quoting=csv.QUOTE_ALL)
    else:
        writer = csv.writer(text, delimiter=separator)
    writer.writerows(rows)
    return text.getvalue()


def as_workbook(sheets: Mapping[str, Sequence[Sequence[Any]]], hidden: Sequence[str] = ()) -> bytes:
    """Write rows as sheets of a workbook; a text that starts with `=` is a formula."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as workbook:
        day = workbook.add_format({"num_format": "m/d/yy h:mm:ss"})
        for name, rows in sheets.items():
            sheet = workbook.add_worksheet(name)
            if name in hidden:
                sheet.hide()
            for number, row in enumerate(rows):
                for place, cell in enumerate(row):
                    if isinstance(cell, datetime.date):
                        sheet.write_datetime(number, place, cell, day)
                    elif isinstance(cell, str) and cell.startswith("="):
                        sheet.write_formula(number, place, cell, None, 2)
                    elif cell != "":
                        sheet.write(number, place, cell)
    return content.getvalue()
