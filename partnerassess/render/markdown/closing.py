"""The end of the report: advice, notes, and what the numbers rest on.

This module knows what a reader takes away and must be told beside the result. It does not know the result.
"""

from collections.abc import Iterator

from partnerassess.assessment import Assessment
from partnerassess.explain import Explanation, GivenAdvice
from partnerassess.model import Answers, Audience, Question, Scoring
from partnerassess.render.content import report_facts
from partnerassess.render.markdown.shapes import bold, bullets, escape, heading
from partnerassess.render.sentences import CONVENTIONS, advice_about, grounds_sentence
from partnerassess.report.words import AUDIENCES, format_answer, format_source


def render_advice(explanation: Explanation, *, full: bool) -> Iterator[str]:
    """Write the advice, for each audience; what is about the leader comes first."""
    if not explanation.advice:
        return
    yield heading(2, "What to do")
    for audience in Audience:
        given = [each for each in explanation.advice if each.advice.audience is audience]
        if given:
            yield heading(3, AUDIENCES[audience])
            yield bullets(_items(explanation, given, full=full))


def _items(explanation: Explanation, given: list[GivenAdvice], *, full: bool) -> Iterator[str]:
    leader = explanation.assessment.leader
    about_leader = [each for each in given if leader in each.arrangements]
    others = [each for each in given if leader not in each.arrangements]
    # Advice about the other arrangements is left out where the leader has some of its own.
    shown = [*about_leader, *others] if full or not about_leader else about_leader
    for each in shown:
        # Beside advice about the leader, whom else it is about matters only to those who read everything.
        is_plain = each in about_leader and not full
        about = "" if is_plain else advice_about(each, explanation.assessment)
        yield _advice(each, about, explanation.assessment.questionnaire.scoring)
    if len(shown) < len(given):
        yield f"and {len(given) - len(shown)} about other arrangements"


def _advice(given: GivenAdvice, about: str, scoring: Scoring) -> str:
    parts = [
        bold(given.advice.say),
        escape(f"Why: {grounds_sentence(given.because, scoring)}"),
        escape(f"About: {about}.") if about else "",
        escape(f"Source: {format_source(given.advice.source)}.") if given.advice.source else "",
    ]
    return " ".join(part for part in parts if part)


def render_notes(assessment: Assessment) -> Iterator[str]:
    """Write every answer that has a note, section by section."""
    answers = assessment.answers
    sections = [
        (section, [question for question in section.questions if _note(answers, question)])
        for section in assessment.questionnaire.sections
    ]
    if any(noted for _, noted in sections):
        yield heading(2, "Notes")
    for section, noted in sections:
        if noted:
            yield heading(3, section.title)
            yield bullets(_noted(answers, question) for question in noted)


def _noted(answers: Answers, question: Question) -> str:
    answer = format_answer(answers.answers[question.id])
    return f"{escape(question.text)} {bold(answer)} – {escape(_note(answers, question))}"


def _note(answers: Answers, question: Question) -> str:
    answer = answers.answers.get(question.id)
    return answer.note or "" if answer else ""


def render_footer(assessment: Assessment) -> Iterator[str]:
    """Write what was scored, with what, and on which evidence."""
    questionnaire = assessment.questionnaire
    yield heading(2, "About this report")
    yield bullets(f"{bold(label + ':')} {escape(words)}" for label, words in report_facts(assessment))
    yield CONVENTIONS
    if questionnaire.description:
        yield escape(questionnaire.description)
    if questionnaire.sources:
        yield heading(3, "Sources")
        yield bullets(
            f"{bold(source.id + ':')} {escape(' '.join(filter(None, (source.citation, source.url))))}"
            for source in questionnaire.sources
        )
