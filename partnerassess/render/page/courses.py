"""The page on what changed: each arrangement's way through the dates, drawn and in numbers.

This module knows the order of the parts and what is drawn. It does not know when a change is clear.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from partnerassess.assessment import ArrangementResult
from partnerassess.comparison import ArrangementCourse, Comparison, FactorCourse, Move
from partnerassess.files import clean
from partnerassess.model import Scoring
from partnerassess.render.best import best_sentence
from partnerassess.render.changes import (
    ABSENT,
    CLEAR,
    HEADINGS,
    LEFT_OUT,
    answer_sentence,
    comparison_title,
    dimension_rows,
    factor_cells,
    factor_sentence,
    factors_of,
    headline,
    left_out_sentences,
    readiness_sentence,
    unchanged_sentence,
    wave_titles,
)
from partnerassess.render.page.drawing import format_cut_off, format_short, scale_of, span_of
from partnerassess.render.page.report import find_language
from partnerassess.render.page.shown import shortened
from partnerassess.render.page.slope import Moment, render_slope
from partnerassess.render.page.templating import render_template, style
from partnerassess.report.numbers import as_positions

_DATE = 16
"""How many characters of a date, or of a file's name in its place, there is room for in a picture."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """One number over time."""

    title: str
    cells: tuple[str, ...]
    change: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Moved:
    """One factor that moved, and the answers behind it."""

    words: str
    answers: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class MovedAlike:
    """The factors that moved in one way."""

    title: str
    factors: tuple[Moved, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class CourseView:
    """One arrangement over time."""

    anchor: str
    title: str
    absent: str
    """What is said where it was never assessed; else nothing."""
    finding: str
    picture: Markup | None
    cut_off: str
    """Where `ready` starts, in words; nothing where there is no such band."""
    rows: tuple[Row, ...]
    lists: tuple[MovedAlike, ...]
    unchanged: str
    factors: tuple[Row, ...]


def render_courses(comparison: Comparison) -> str:
    """Render the page on what changed; ends with a newline."""
    last = comparison.assessments[-1]
    best, told = best_sentence(comparison), headline(comparison)
    return render_template(
        "courses.html.j2",
        style=style(),
        language=find_language(last.questionnaire.language),
        title=comparison_title(comparison),
        finding=(best or told).rstrip("."),
        told=told if best else "",
        dates=tuple(wave_titles(comparison)),
        clear=CLEAR,
        courses=tuple(_view(comparison, place) for place in range(len(comparison.arrangements))),
        left_out_title=LEFT_OUT,
        left_out=tuple(left_out_sentences(comparison)),
        warnings=comparison.warnings,
        facts=tuple(_facts(comparison)),
    )


def _view(comparison: Comparison, place: int) -> CourseView:
    course, scoring = comparison.arrangements[place], comparison.assessments[-1].questionnaire.scoring
    is_absent = course.readiness.overall is Move.ABSENT and not any(course.readiness.ranges)
    rows = () if is_absent else dimension_rows(course, scoring)
    return CourseView(
        anchor=f"course-{place + 1}",
        title=course.arrangement.title,
        absent=ABSENT if is_absent else "",
        finding=readiness_sentence(course),
        picture=None if is_absent else _picture(comparison, course, f"slope-{place + 1}"),
        cut_off=format_cut_off(scoring.ready),
        rows=tuple(_row(row) for row in rows),
        lists=() if is_absent else tuple(_lists(course, scoring)),
        unchanged=unchanged_sentence(course),
        factors=() if is_absent else tuple(_row(factor_cells(each, scoring)) for each in course.factors),
    )


def _row(cells: Sequence[str]) -> Row:
    title, *known, change = cells
    return Row(title=title, cells=tuple(known), change=change)


def _picture(comparison: Comparison, course: ArrangementCourse, name: str) -> Markup:
    moments = [
        _moment(shortened(title, _DATE), result, assessment.questionnaire.scoring)
        for title, result, assessment in zip(
            wave_titles(comparison), course.results, comparison.assessments, strict=True
        )
    ]
    scale = scale_of(comparison.assessments[-1].questionnaire.scoring)
    return render_slope(name, f"How readiness changed: {course.arrangement.title}", moments, scale)


def _moment(date: str, result: ArrangementResult, scoring: Scoring) -> Moment:
    if not result.applies or result.readiness is None:
        return Moment(date=date, words="no number", span=None)
    known = as_positions(result.readiness)
    return Moment(date=date, words=format_short(known, scoring), span=span_of(known))


def _lists(course: ArrangementCourse, scoring: Scoring) -> Iterator[MovedAlike]:
    for move, title in HEADINGS:
        factors = factors_of(course, move)
        if factors:
            yield MovedAlike(title=title, factors=tuple(_moved(each, scoring) for each in factors))


def _moved(course: FactorCourse, scoring: Scoring) -> Moved:
    return Moved(
        words=factor_sentence(course, scoring),
        answers=tuple(answer_sentence(each) for each in course.changed),
    )


def _facts(comparison: Comparison) -> Iterator[tuple[str, str]]:
    questionnaire = comparison.assessments[-1].questionnaire
    yield "Questionnaire", f"{questionnaire.title} ({questionnaire.id}, version {questionnaire.version})"
    for title, assessment in zip(wave_titles(comparison), comparison.assessments, strict=True):
        answers = assessment.answers
        version = f"version {answers.version}" if answers.version else ""
        who = ", ".join(each for each in (answers.respondent, answers.organisation) if each)
        file = clean(answers.file) if answers.file else ""
        yield title, "; ".join(each for each in (file, who, version) if each) or "–"
