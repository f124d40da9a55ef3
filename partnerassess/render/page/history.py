"""How readiness changed: the assessments of one partnership, from date to date.

This module knows dates in order and what each arrangement came to. It does not know why anything changed.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from partnerassess.assessment import ArrangementResult, Assessment
from partnerassess.model import Arrangement, Scoring
from partnerassess.render.numbers import as_positions
from partnerassess.render.page.drawing import format_short, scale_of, span_of
from partnerassess.render.page.signs import Judged, judge_arrangement
from partnerassess.render.page.slope import Moment, render_slope
from partnerassess.render.words import format_count, format_date, format_known


@dataclass(frozen=True, kw_only=True, slots=True)
class Then:
    """What an arrangement came to at one date."""

    known: str
    standing: Judged | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Course:
    """One arrangement through the dates."""

    title: str
    picture: Markup
    thens: tuple[Then, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class History:
    """How readiness changed."""

    dates: tuple[str, ...]
    summary: str
    courses: tuple[Course, ...]


def view_history(series: Sequence[Assessment]) -> History:
    """Give how readiness changed over at least two dated assessments of one partnership."""
    ordered = sorted(series, key=lambda each: each.answers.date.toordinal() if each.answers.date else 0)
    dates = tuple(format_date(each.answers.date) for each in ordered if each.answers.date)
    shown = [each.arrangement for each in ordered[-1].arrangements]
    versions = {each.questionnaire.version for each in ordered}
    summary = f"{format_count(len(dates), 'assessment')}, from {dates[0]} to {dates[-1]}."
    if len(versions) > 1:
        summary += " They were made with different versions of the questionnaire."
    return History(
        dates=dates,
        summary=summary,
        courses=tuple(
            _course(number, arrangement, ordered, dates) for number, arrangement in enumerate(shown, start=1)
        ),
    )


def _course(
    number: int, arrangement: Arrangement, series: Sequence[Assessment], dates: Sequence[str]
) -> Course:
    results = [(assessment, _find_result(assessment, arrangement)) for assessment in series]
    moments = [
        _moment(date, result, assessment.questionnaire.scoring)
        for date, (assessment, result) in zip(dates, results, strict=True)
    ]
    title = f"How readiness changed: {arrangement.title}"
    return Course(
        title=arrangement.title,
        picture=render_slope(f"course-{number}", title, moments, scale_of(series[-1].questionnaire.scoring)),
        thens=tuple(_then(assessment, result) for assessment, result in results),
    )


def _find_result(assessment: Assessment, arrangement: Arrangement) -> ArrangementResult | None:
    return next(
        (
            result
            for result in assessment.arrangements
            if result.arrangement.id == arrangement.id and result.applies
        ),
        None,
    )


def _moment(date: str, result: ArrangementResult | None, scoring: Scoring) -> Moment:
    if result is None or result.readiness is None:
        return Moment(date=date, words="no number", span=None)
    known = as_positions(result.readiness)
    return Moment(date=date, words=format_short(known, scoring), span=span_of(known))


def _then(assessment: Assessment, result: ArrangementResult | None) -> Then:
    if result is None:
        return Then(known="does not apply", standing=None)
    known = result.readiness
    scoring = assessment.questionnaire.scoring
    return Then(
        known=format_known(as_positions(known), scoring) if known else "–", standing=judge_arrangement(result)
    )
