"""The end of the report: warnings, notes, and what the numbers rest on.

This module knows what a reader must be told beside the result. It does not know the result.
"""

from collections.abc import Iterator

from rich.console import RenderableType
from rich.text import Text

from partnerassess.assessment import Assessment
from partnerassess.model import Answers, Question, Section
from partnerassess.render.content import report_facts
from partnerassess.render.sentences import CONVENTIONS
from partnerassess.render.terminal.sheet import Sheet, bullets, heading, item, paragraph, subheading
from partnerassess.report.words import format_answer


def render_warnings(sheet: Sheet, assessment: Assessment) -> Iterator[RenderableType]:
    """Write what to keep in mind about the answers."""
    if assessment.warnings:
        yield from heading(sheet, "Please note")
        yield from bullets(sheet, (sheet.text(warning) for warning in assessment.warnings))


def render_notes(sheet: Sheet, assessment: Assessment) -> Iterator[RenderableType]:
    """Write every answer that has a note, section by section."""
    answers = assessment.answers
    if not any(answer.note for answer in answers.answers.values()):
        return
    yield from heading(sheet, "Notes")
    for section in assessment.questionnaire.sections:
        yield from _section_notes(sheet, section, answers)


def _section_notes(sheet: Sheet, section: Section, answers: Answers) -> Iterator[RenderableType]:
    noted = [question for question in section.questions if _note(answers, question)]
    if noted:
        yield from subheading(sheet, section.title)
    for question in noted:
        answer = format_answer(answers.answers[question.id])
        body = sheet.join(sheet.text(question.text), " ", sheet.text(answer, "bold"))
        yield item(sheet, sheet.text(sheet.marks.bullet), body)
        yield paragraph(sheet, sheet.text(_note(answers, question)), 5)


def _note(answers: Answers, question: Question) -> str:
    answer = answers.answers.get(question.id)
    return answer.note or "" if answer else ""


def render_footer(sheet: Sheet, assessment: Assessment) -> Iterator[RenderableType]:
    """Write what was scored, with what, and on which evidence."""
    questionnaire = assessment.questionnaire
    yield from heading(sheet, "About this report")
    for label, words in report_facts(assessment):
        yield item(sheet, sheet.text(sheet.marks.bullet), sheet.text(f"{label}: {words}"))
    yield Text()
    yield paragraph(sheet, sheet.text(CONVENTIONS))
    if questionnaire.description:
        yield Text()
        yield paragraph(sheet, sheet.text(questionnaire.description))
    if questionnaire.sources:
        yield from subheading(sheet, "Sources")
    for source in questionnaire.sources:
        words = f"{source.id}: {source.citation} {source.url or ''}"
        yield item(sheet, sheet.text(sheet.marks.bullet), sheet.text(words))
