"""Which page fits what was scored: one partnership in full, several dates of it, or many partnerships.

This module knows how pages are chosen. It does not know what stands on them.
"""

from collections.abc import Callable, Iterable, Iterator
from itertools import chain

from partnerassess.render.page.history import view_history
from partnerassess.render.page.portfolio import render_portfolio
from partnerassess.render.page.report import render_report
from partnerassess.render.page.subject import (
    Subject,
    assessment_of,
    explain_subject,
    is_series,
    latest_of,
    pooled_of,
)


def render_page(
    subjects: Iterable[Subject],
    *,
    notes: bool = False,
    count_unusable: Callable[[], int] = lambda: 0,
) -> str:
    """Render one self-contained page; ends with a newline, and is empty where nothing was scored.

    One assessment, or one pooled from several views, is shown in full; several dates of one partnership as
    the latest in full, with how it came there; anything else side by side, keeping of each only what the page
    shows. `count_unusable` is asked, once all have been seen, how many inputs could not be used.
    """
    following = iter(subjects)
    series: list[Subject] = []
    for subject in following:
        series.append(subject)
        if not is_series(series):
            return render_portfolio(_emptied(series, following), count_unusable=count_unusable)
    if not series:
        return ""
    latest = latest_of(series)
    history = view_history([assessment_of(each) for each in series]) if len(series) > 1 else None
    return render_report(
        explain_subject(latest),
        notes=notes,
        history=history,
        pooled=pooled_of(latest),
        unusable=count_unusable(),
    )


def _emptied(series: list[Subject], following: Iterator[Subject]) -> Iterator[Subject]:
    """Give what was held back and what follows, holding nothing back any longer."""
    held, series[:] = iter(tuple(series)), []
    return chain(held, following)
