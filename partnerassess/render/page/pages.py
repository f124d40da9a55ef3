"""Which page fits what was scored: one assessment in full, several dates of one partnership, or many.

This module knows how pages are chosen. It does not know what stands on them.
"""

from collections.abc import Callable, Iterable, Iterator
from itertools import chain

from partnerassess.assessment import Assessment
from partnerassess.explain import explain
from partnerassess.render.page.history import view_history
from partnerassess.render.page.portfolio import render_portfolio
from partnerassess.render.page.report import render_report


def render_page(
    assessments: Iterable[Assessment],
    *,
    notes: bool = False,
    count_unusable: Callable[[], int] = lambda: 0,
) -> str:
    """Render one self-contained page; ends with a newline, and is empty where nothing was scored.

    One assessment is shown in full; several dates of one partnership as the latest in full, with how it
    came there; anything else side by side, each forgotten as soon as its part of the page is made.
    `count_unusable` is asked, once all have been seen, how many inputs could not be used.
    """
    following = iter(assessments)
    series: list[Assessment] = []
    for assessment in following:
        series.append(assessment)
        if not is_series(series):
            return render_portfolio(_emptied(series, following), count_unusable=count_unusable)
    if not series:
        return ""
    history = view_history(series) if len(series) > 1 else None
    return render_report(explain(latest_of(series)), notes=notes, history=history, unusable=count_unusable())


def is_series(assessments: list[Assessment]) -> bool:
    """Tell whether assessments are one partnership at different dates, by one questionnaire."""
    if len(assessments) < 2:
        return True
    subjects = {(_name(each), each.questionnaire.id) for each in assessments}
    dates = {each.answers.date for each in assessments}
    is_named = all(each.answers.partnership and each.answers.date for each in assessments)
    return is_named and len(subjects) == 1 and len(dates) == len(assessments)


def latest_of(series: list[Assessment]) -> Assessment:
    """Give the assessment with the latest date."""
    return max(series, key=_ordinal)


def _name(assessment: Assessment) -> str:
    return " ".join((assessment.answers.partnership or "").casefold().split())


def _ordinal(assessment: Assessment) -> int:
    date = assessment.answers.date
    return date.toordinal() if date else 0


def _emptied(series: list[Assessment], following: Iterator[Assessment]) -> Iterator[Assessment]:
    """Give what was held back and what follows, holding nothing back any longer."""
    held, series[:] = iter(tuple(series)), []
    return chain(held, following)
