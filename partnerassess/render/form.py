"""The questionnaire as a form: a page to fill in with a browser or a pen, or a Word document for the pen.

The page keeps, saves and opens answers by itself, with the script `form.js`; `score` reads what it saves.
"""

import base64
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, assert_never

from markupsafe import Markup
from msgspec import Struct

from partnerassess.collect.template import NOTHING, SILENCES, Settled
from partnerassess.conditions import (
    All,
    AnswerAtLeast,
    AnswerBelow,
    Answered,
    AnyOf,
    Chose,
    Condition,
    Not,
    facts,
    in_words,
)
from partnerassess.loading.answers import MAX_NAME
from partnerassess.loading.formats import ANSWERS_FORMAT
from partnerassess.loading.wording import format_decimal
from partnerassess.model import ChoiceQuestion, Question, Questionnaire, ScoredQuestion, Section
from partnerassess.parsing.nodes import MAX_TEXT
from partnerassess.render.characters import shortened
from partnerassess.render.html import environment, style
from partnerassess.report.numbers import format_level
from partnerassess.report.words import format_count, quoted

_SCRIPT = Path(__file__).parent / "templates" / "form.js"
_LONGEST_TITLE = 70
_LINE = "_" * 80


_DETAILS = (
    ("partnership", "Partnership", ""),
    ("organisation", "Organisation", "The one whose view this is."),
    ("respondent", "Your role", "No name. Blank: the organisation as a whole answers."),
    ("date", "Date", "Blank: the day on which you save."),
    ("round", "Round", "Such as Spring 2027. May stay blank."),
)
"""What to fill in about the answers as a whole: what answer files call it, its label, and a hint."""


class Box(Struct, frozen=True):
    """Something to tick."""

    answer: str
    """What an answer file says for it."""
    label: str
    value: str = ""
    """The level's number; nothing for anything but a level."""
    description: str = ""


class Asked(Struct, frozen=True, kw_only=True):
    """One question of the form."""

    number: int
    question: Question
    only_if: str
    """When it is asked, in words, with the numbers of the questions it is about; nothing if it always is."""
    condition: str
    """The same as JSON for the script."""
    feeds: str
    """The arrangements it is asked for; nothing if it is asked whichever apply."""
    boxes: tuple[Box, ...]
    others: tuple[Box, ...]
    """What else can be ticked, apart from the levels or choices."""
    settled: str
    """The answer that was settled beforehand; else nothing."""


def render_form(questionnaire: Questionnaire, settled: Settled = NOTHING) -> str:
    """Render a questionnaire as a page to fill in, offline, in a browser or on paper; ends with a newline."""
    rules = style("page.css", "form.css")
    script = Markup(_SCRIPT.read_text(encoding="utf-8"))  # noqa: S704 no text of anybody else's is in it
    applies = {each.id: _data(each.applies_if) for each in questionnaire.arrangements if each.applies_if}
    return (
        environment()
        .get_template("form.html.jinja")
        .render(
            style=rules,
            style_hash=_digest(rules),
            script=script,
            script_hash=_digest(script),
            language=questionnaire.language or "",
            title=shortened(f"{questionnaire.title}: a form to fill in", _LONGEST_TITLE),
            questionnaire=questionnaire,
            edition=_edition(questionnaire),
            details=_DETAILS,
            parts=view_parts(questionnaire, settled),
            about=json.dumps(
                {
                    "format": ANSWERS_FORMAT,
                    "questionnaire": questionnaire.id,
                    "version": questionnaire.version,
                    "applies": applies,
                }
            ),
            longest_name=MAX_NAME,
            longest_note=MAX_TEXT,
        )
    )


def _edition(questionnaire: Questionnaire) -> str:
    """Say which questionnaire it is, and how many questions there are."""
    size = format_count(len(questionnaire.questions), "question")
    return f"{questionnaire.id}, version {questionnaire.version} · {size}"


def _digest(text: str) -> str:
    """Give what a page's policy calls a style or script by; only this very text is let through."""
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def render_form_document(questionnaire: Questionnaire, settled: Settled = NOTHING) -> bytes:
    """Render a questionnaire as the bytes of a Word document to print and fill in with a pen."""
    from partnerassess.render.word import Sheet

    title = f"{questionnaire.title}: a form to fill in"
    sheet = Sheet(questionnaire.title, title, questionnaire.language or "")
    sheet.heading(title, 0)
    sheet.paragraph(_edition(questionnaire), style="Quiet")
    sheet.paragraph(questionnaire.description or "")
    sheet.paragraph("Tick one box for each question. The notes are for what the answer rests on.")
    for _, label, _ in _DETAILS:
        sheet.paragraph(f"{label}: {_LINE}")
    for section, questions in view_parts(questionnaire, settled):
        sheet.heading(section.title, 1)
        sheet.paragraph(section.description or "")
        for asked in questions:
            sheet.heading(f"{asked.number}. {asked.question.text}", 2)
            sheet.paragraph("", lead=asked.only_if, keep=True)
            sheet.paragraph(asked.question.help or "", keep=True)
            sign = "☒" if asked.settled else "☐"
            for box in asked.boxes:
                # A level's label is its name; a choice's is the answer itself.
                lead = f"{sign} {box.value} {box.label}" if box.value else sign
                sheet.paragraph(box.description if box.value else box.label, lead=lead.rstrip(), keep=True)
            # What gives no level stands side by side, as on the page.
            sheet.paragraph("    ".join(f"{sign} {box.label}" for box in asked.others), keep=True)
            sheet.paragraph(f"Notes ({asked.question.id}): {_LINE}")
    return sheet.to_bytes()


def view_parts(questionnaire: Questionnaire, settled: Settled = NOTHING) -> list[tuple[Section, list[Asked]]]:
    """Give what is asked in each section; what is settled stands there with its one answer."""
    numbers = {name: number for number, name in enumerate(questionnaire.questions, start=1)}
    feeds = _find_feeds(questionnaire)

    def say(chose: Chose) -> str:
        question: Any = questionnaire.questions[chose.question]
        texts = (quoted(choice.text) for choice in question.choices if choice.id in chose.choices)
        return f"question {numbers[chose.question]} is {' or '.join(texts)}"

    def view(question: Question) -> Asked:
        condition, choice = question.only_if, settled.get(question.id)
        boxes = tuple(_boxes(question))
        others = tuple(Box(each.value, SILENCES[each]) for each in question.silences)
        return Asked(
            number=numbers[question.id],
            question=question,
            only_if=f"Only if {in_words(condition, say)}." if condition else "",
            condition=json.dumps(_data(condition)) if condition else "",
            feeds=feeds.get(question.id, ""),
            boxes=boxes if choice is None else tuple(box for box in boxes if box.answer == choice.id),
            others=others if choice is None else (),
            settled="" if choice is None else choice.id,
        )

    return [(section, list(map(view, section.questions))) for section in questionnaire.sections]


def _find_feeds(questionnaire: Questionnaire) -> dict[str, str]:
    """Give the arrangements that questions are asked for, by question id, if all of these may not apply.

    What decides whether an arrangement applies is asked in any case: else nobody could take it back.
    """
    feeds: dict[str, list[str]] = {}
    always: set[str] = set()
    for arrangement in questionnaire.arrangements:
        for question in arrangement.questions():
            feeds.setdefault(question.id, []).append(arrangement.id)
        if arrangement.applies_if is None:
            always.update(question.id for question in arrangement.questions())
        else:
            always.update(getattr(fact, "question", "") for fact in facts(arrangement.applies_if))
    return {name: " ".join(given) for name, given in feeds.items() if name not in always}


def _boxes(question: Question) -> Iterator[Box]:
    match question:
        case ChoiceQuestion(choices=choices):
            yield from (Box(choice.id, choice.text) for choice in choices)
        case ScoredQuestion(levels=levels):
            for level in levels:
                value = format_level(level.value)
                label = "" if level.label == value else level.label
                yield Box(format_decimal(level.value), label, value, level.description or "")
        case _:
            assert_never(question)


def _data(condition: Condition) -> dict[str, Any]:
    """Give a condition about answers as the script reads it, in the words of questionnaire files."""
    match condition:
        case Chose(question=name, choices=choices):
            return {"question": name, "is": list(choices)}
        case AnswerAtLeast(question=name, value=value):
            return {"question": name, "at_least": float(value)}
        case AnswerBelow(question=name, value=value):
            return {"question": name, "below": float(value)}
        case Answered(question=name, answered=answered):
            return {"question": name, "answered": answered}
        case All(conditions=parts):
            return {"all": [_data(part) for part in parts]}
        case AnyOf(conditions=parts):
            return {"any": [_data(part) for part in parts]}
        case Not(condition=part):
            return {"not": _data(part)}
        case _:
            raise TypeError(f"{condition} is not about an answer")
