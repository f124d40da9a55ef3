"""The questionnaire as a form to print and fill in with a pen."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, assert_never

from partnerassess.conditions import All, AnyOf, Chose, Condition, Not
from partnerassess.model import ChoiceQuestion, Question, Questionnaire, ScoredQuestion
from partnerassess.render.html import environment, style
from partnerassess.render.text import shortened
from partnerassess.report.numbers import format_level
from partnerassess.report.words import format_count, quoted

if TYPE_CHECKING:
    from partnerassess.render.word import Sheet

_LONGEST_TITLE = 70
_LINE = "_" * 80
_DETAILS = ("Partnership", "Organisation whose view this is", "Your name or role", "Date")
_ALWAYS = ("We do not know", "We would rather not say")
_NOT_APPLICABLE = "It does not apply (please note why)"


@dataclass(frozen=True, kw_only=True, slots=True)
class Box:
    """Something to tick."""

    value: str
    """The level's number; nothing for anything but a level."""
    label: str
    description: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """One question on paper."""

    number: int
    id: str
    text: str
    help: str
    only_if: str
    boxes: tuple[Box, ...]
    others: tuple[Box, ...]
    """What else can be ticked, apart from the levels or choices."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """The questions of one section."""

    anchor: str
    title: str
    description: str
    questions: tuple[Asked, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Form:
    """The whole form."""

    title: str
    description: str
    edition: str
    size: str
    """How many questions there are."""
    parts: tuple[Part, ...]


def render_form(questionnaire: Questionnaire) -> str:
    """Render a questionnaire as a page to print and fill in with a pen; ends with a newline."""
    return (
        environment()
        .get_template("form.html.jinja")
        .render(
            style=style("page.css", "form.css"),
            language=questionnaire.language or "",
            title=shortened(f"{questionnaire.title}: a form to fill in", _LONGEST_TITLE),
            form=view_form(questionnaire),
        )
    )


def render_form_document(questionnaire: Questionnaire) -> bytes:
    """Render a questionnaire as the bytes of a Word document to print and fill in with a pen."""
    from partnerassess.render.word import Sheet

    form = view_form(questionnaire)
    sheet = Sheet(form.title, f"{form.title}: a form to fill in", questionnaire.language or "")
    sheet.heading(f"{form.title}: a form to fill in", 0)
    sheet.paragraph(f"{form.edition} · {form.size}", style="Quiet")
    sheet.paragraph(form.description)
    sheet.paragraph("Tick one box for each question. The notes are for what the answer rests on.")
    for label in _DETAILS:
        sheet.paragraph(f"{label}: {_LINE}")
    for part in form.parts:
        sheet.heading(part.title, 1)
        sheet.paragraph(part.description)
        for asked in part.questions:
            _write_question(sheet, asked)
    return sheet.to_bytes()


def _write_question(sheet: "Sheet", asked: Asked) -> None:
    sheet.heading(f"{asked.number}. {asked.text}", 2)
    sheet.paragraph("", lead=asked.only_if, keep=True)
    sheet.paragraph(asked.help, keep=True)
    for box in (*asked.boxes, *asked.others):
        # A level's label is its name; a choice's is the answer itself.
        lead = f"☐ {box.value} {box.label}" if box.value else "☐"
        sheet.paragraph(box.description if box.value else box.label, lead=lead.rstrip(), keep=True)
    sheet.paragraph(f"Notes ({asked.id}): {_LINE}")


def view_form(questionnaire: Questionnaire) -> Form:
    """Give what stands on the form."""
    numbers = {name: number for number, name in enumerate(questionnaire.questions, start=1)}
    return Form(
        title=questionnaire.title,
        description=questionnaire.description or "",
        edition=f"{questionnaire.id}, version {questionnaire.version}",
        size=format_count(len(numbers), "question"),
        parts=tuple(
            Part(
                anchor=f"part-{place}",
                title=section.title,
                description=section.description or "",
                questions=tuple(_asked(questionnaire, each, numbers) for each in section.questions),
            )
            for place, section in enumerate(questionnaire.sections, start=1)
        ),
    )


def _asked(questionnaire: Questionnaire, question: Question, numbers: Mapping[str, int]) -> Asked:
    condition = question.only_if
    return Asked(
        number=numbers[question.id],
        id=question.id,
        text=question.text,
        help=question.help or "",
        only_if=f"Only if {_format_condition(condition, questionnaire, numbers)}." if condition else "",
        boxes=tuple(_boxes(question)),
        others=tuple(_others(question)),
    )


def _boxes(question: Question) -> Iterator[Box]:
    match question:
        case ChoiceQuestion(choices=choices):
            for choice in choices:
                yield Box(value="", label=choice.text, description="")
        case ScoredQuestion(levels=levels):
            for level in levels:
                value = format_level(level.value)
                label = "" if level.label == value else level.label
                yield Box(value=value, label=label, description=level.description or "")
        case _:
            assert_never(question)


def _others(question: Question) -> Iterator[Box]:
    is_optional = isinstance(question, ScoredQuestion) and question.not_applicable
    for label in (*_ALWAYS, *((_NOT_APPLICABLE,) if is_optional else ())):
        yield Box(value="", label=label, description="")


def _format_condition(condition: Condition, questionnaire: Questionnaire, numbers: Mapping[str, int]) -> str:
    """Say by the numbers of earlier questions when a question is to be answered."""
    match condition:
        case Chose(question=name, choices=chosen):
            asked = questionnaire.questions[name]
            choices = asked.choices if isinstance(asked, ChoiceQuestion) else ()
            texts = (quoted(choice.text) for choice in choices if choice.id in chosen)
            return f"question {numbers[name]} is {' or '.join(texts)}"
        case All(conditions=parts):
            return " and ".join(_format_part(part, questionnaire, numbers) for part in parts)
        case AnyOf(conditions=parts):
            return " or ".join(_format_part(part, questionnaire, numbers) for part in parts)
        case Not(condition=part):
            return f"it is not so that {_format_condition(part, questionnaire, numbers)}"
        case _:
            raise TypeError(f"{condition} is not about a choice")


def _format_part(condition: Condition, questionnaire: Questionnaire, numbers: Mapping[str, int]) -> str:
    words = _format_condition(condition, questionnaire, numbers)
    return f"({words})" if isinstance(condition, All | AnyOf) else words
