"""One factor with its questions: what was asked, what was answered, the notes, and where it comes from.

This module knows what a reader finds behind a factor's number. It does not know the other factors.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from partnerassess.assessment import Assessment, FactorResult, FactorState, QuestionResult
from partnerassess.model import Level, Questionnaire, Scoring, Source
from partnerassess.render.page.heat import format_factor
from partnerassess.render.page.signs import Judged, judge_factor
from partnerassess.render.sentences import essential_sentence
from partnerassess.report.numbers import format_level, format_percent
from partnerassess.report.words import (
    ESSENTIALS,
    FACTOR_STATES,
    format_answer,
    format_known,
    format_source,
)


@dataclass(frozen=True, kw_only=True, slots=True)
class SourceView:
    """Where something comes from."""

    words: str
    anchor: str
    """The id of its citation on the page; nothing where there is none."""


@dataclass(frozen=True, kw_only=True, slots=True)
class QuestionView:
    """One question and its answer."""

    text: str
    answer: str
    level: str
    """What the level means; nothing where that is not said."""
    note: str
    weight: str
    """Its weight inside the factor; nothing where all weigh the same."""
    source: SourceView | None


@dataclass(frozen=True, kw_only=True, slots=True)
class FactorView:
    """One factor with what stands behind its number."""

    anchor: str
    id: str
    title: str
    number: str
    judged: Judged
    is_essential: bool
    facts: tuple[str, ...]
    source: SourceView | None
    questions: tuple[QuestionView, ...]


def view_factor(assessment: Assessment, factor: FactorResult, *, anchor: str, notes: bool) -> FactorView:
    """Give one factor with its questions; with `notes`, the notes beside the answers."""
    questionnaire = assessment.questionnaire
    weights = {answer.weight for answer in factor.answers}
    return FactorView(
        anchor=anchor,
        id=factor.factor.id,
        title=factor.factor.title,
        number=format_factor(factor, questionnaire.scoring),
        judged=judge_factor(factor),
        is_essential=factor.essential is not None,
        facts=tuple(_facts(factor, questionnaire.scoring)),
        source=view_source(questionnaire, factor.factor.source),
        questions=tuple(
            _question(assessment, answer, is_weighted=len(weights) > 1, notes=notes)
            for answer in factor.answers
        ),
    )


def view_source(questionnaire: Questionnaire, source: Source | None) -> SourceView | None:
    """Give where something comes from, with the place of its citation on the page."""
    if source is None:
        return None
    cited = [each.id for each in questionnaire.sources]
    anchor = f"source-{cited.index(source.ref) + 1}" if source.ref in cited else ""
    return SourceView(words=format_source(source), anchor=anchor)


def _facts(factor: FactorResult, scoring: Scoring) -> Iterator[str]:
    state = FACTOR_STATES[factor.state]
    if factor.range and factor.state in (FactorState.PARTLY, FactorState.OPEN):
        yield f"{state[:1].upper()}{state[1:]}: {format_known(factor.range, scoring)}."
    else:
        yield f"{state[:1].upper()}{state[1:]}."
    yield f"Weight in its dimension: {format_level(factor.factor.weight)}."
    if factor.essential is not None and factor.factor.essential is not None:
        least = format_percent(factor.factor.essential)
        words = f"Essential ({ESSENTIALS[factor.essential]}): each answer has to be {least} of the way up."
        yield f"{words} {essential_sentence(factor)}".strip()


def _question(
    assessment: Assessment, result: QuestionResult, *, is_weighted: bool, notes: bool
) -> QuestionView:
    # Where several views were pooled, no single answer stands with the result: their mean does.
    answer = result.answer or assessment.answers.answers.get(result.question.id)
    given = answer.given if answer else None
    questionnaire = assessment.questionnaire
    return QuestionView(
        text=result.question.text,
        answer=format_answer(answer),
        level=given.description or "" if isinstance(given, Level) else "",
        note=answer.note or "" if notes and answer else "",
        weight=format_level(result.weight) if is_weighted else "",
        source=view_source(questionnaire, result.question.source),
    )
