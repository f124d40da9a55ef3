"""How readiness changed: the assessments of one partnership, from date to date.

This module knows dates in order and what each arrangement came to. It does not know why anything changed.
"""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from markupsafe import Markup

from partnerassess.assessment import ArrangementResult, Assessment
from partnerassess.model import Scoring
from partnerassess.render.page.drawing import format_short, scale_of, span_of
from partnerassess.render.page.ranges import Scale, Span
from partnerassess.render.page.signs import Judged, judge_arrangement
from partnerassess.render.page.slope import Moment, render_slope
from partnerassess.report.numbers import as_positions
from partnerassess.report.words import format_count, format_date, format_known


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


@dataclass(frozen=True, kw_only=True, slots=True)
class Mark:
    """Where an arrangement stood at one date."""

    then: Then
    words: str
    """The number in as few characters as can be."""
    span: Span | None
    """Null where it could not be assessed."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Stand:
    """What a history keeps of the assessment at one date."""

    date: datetime.date | None
    version: str
    scale: Scale
    titles: Mapping[str, str]
    """Every arrangement's title by its id, in order of rank."""
    marks: Mapping[str, Mark]
    """Where those that apply stood, by id."""


_NOWHERE = Mark(then=Then(known="does not apply", standing=None), words="no number", span=None)


def view_history(series: Iterable[Assessment]) -> History:
    """Give how readiness changed over at least two dated assessments of one partnership."""
    return join_stands([take_stand(each) for each in series])


def take_stand(assessment: Assessment) -> Stand:
    """Keep of an assessment what a history needs, and nothing of what lies behind it."""
    questionnaire, results = assessment.questionnaire, assessment.arrangements
    return Stand(
        date=assessment.answers.date,
        version=questionnaire.version,
        scale=scale_of(questionnaire.scoring),
        titles=MappingProxyType({each.arrangement.id: each.arrangement.title for each in results}),
        marks=MappingProxyType(
            {each.arrangement.id: _mark(each, questionnaire.scoring) for each in results if each.applies}
        ),
    )


def join_stands(stands: Iterable[Stand], name: str = "course") -> History:
    """Give how readiness changed over at least two dates; `name` begins the ids of the pictures."""
    ordered = sorted(stands, key=lambda each: each.date or datetime.date.min)
    dates = tuple(format_date(each.date) for each in ordered if each.date)
    summary = f"{format_count(len(dates), 'assessment')}, from {dates[0]} to {dates[-1]}."
    if len({each.version for each in ordered}) > 1:
        summary += " They were made with different versions of the questionnaire."
    return History(
        dates=dates,
        summary=summary,
        courses=tuple(
            _course(f"{name}-{number}", arrangement, ordered, dates)
            for number, arrangement in enumerate(ordered[-1].titles, start=1)
        ),
    )


def _course(name: str, arrangement: str, stands: Sequence[Stand], dates: Sequence[str]) -> Course:
    marks = [each.marks.get(arrangement, _NOWHERE) for each in stands]
    moments = [
        Moment(date=date, words=mark.words, span=mark.span) for date, mark in zip(dates, marks, strict=True)
    ]
    title = stands[-1].titles[arrangement]
    return Course(
        title=title,
        picture=render_slope(name, f"How readiness changed: {title}", moments, stands[-1].scale),
        thens=tuple(mark.then for mark in marks),
    )


def _mark(result: ArrangementResult, scoring: Scoring) -> Mark:
    standing = judge_arrangement(result)
    if result.readiness is None:
        return Mark(then=Then(known="–", standing=standing), words="no number", span=None)
    known = as_positions(result.readiness)
    return Mark(
        then=Then(known=format_known(known, scoring), standing=standing),
        words=format_short(known, scoring),
        span=span_of(known),
    )
