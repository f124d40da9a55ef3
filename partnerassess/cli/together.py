"""Many answer sets looked at together: pooled by partnership, selected, sorted, as a heat map.

This module knows what the options for that ask for. It does not know how any of it is done.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import typer

from partnerassess.batch import Outcome, Scored
from partnerassess.cli.complaints import Complaints
from partnerassess.cli.progress import Progress
from partnerassess.cli.results import Wanted, show
from partnerassess.cli.score import Looks, check, sort_out, status_of
from partnerassess.cli.status import ExitStatus
from partnerassess.cli.stopping import Stopped, stoppable
from partnerassess.cli.streams import say
from partnerassess.requirement import Requirement

if TYPE_CHECKING:
    from partnerassess.cli.pooled import Pooling
    from partnerassess.decide import Order, Selection


@dataclass(frozen=True, kw_only=True, slots=True)
class Together:
    """How somebody wants to look at many answer sets."""

    pooling: "Pooling | None" = None
    """How answer sets are put together; null leaves each by itself."""
    heatmap: bool = False
    order: "Order | None" = None
    selection: "Selection | None" = None
    """Null looks at everything."""
    is_asked: bool = False
    """Whether any of it was asked for; if not, everybody looks at each answer set by itself."""


def read_together(looks: Looks) -> Together:
    """Make sense of the options; raises BadParameter where they make none."""
    if not looks.are_used:
        return Together()
    from partnerassess.decide import Selection, read_order

    try:
        order = read_order(looks.sort, looks.arrangement) if looks.sort else None
    except ValueError as error:
        raise typer.BadParameter(str(error)) from None
    is_selected = looks.only or looks.arrangement
    return Together(
        pooling=_read_pooling(looks),
        heatmap=looks.heatmap,
        order=order,
        selection=Selection(only=looks.only, arrangement=looks.arrangement) if is_selected else None,
        is_asked=True,
    )


def _read_pooling(looks: Looks) -> "Pooling | None":
    if not (looks.pool or looks.show_small_groups):
        return None
    from partnerassess.cli.pooled import read_pooling

    return read_pooling(show_small_groups=looks.show_small_groups, pool=looks.pool)


def show_pages(
    outcomes: Iterable[Outcome],
    wanted: Wanted,
    together: Together,
    requirement: Requirement | None,
    problems: str | None = None,
) -> ExitStatus:
    """Pool, select, sort and show what was scored, all of it at once, and say how it went.

    What could not be used is also written to the file `problems`. Raises ProblemsFound if a file cannot be
    written.
    """
    complaints = Complaints(Progress())
    try:
        if problems is not None:
            complaints.keep_in(problems)
        with stoppable():
            status = _show_all(outcomes, wanted, together, requirement, complaints)
        complaints.finish()
    except Stopped as stopped:
        complaints.cut_short()
        say("Stopped. Nothing was written.")
        return stopped.status
    except BaseException:
        complaints.discard()
        raise
    return status


def _show_all(
    outcomes: Iterable[Outcome],
    wanted: Wanted,
    together: Together,
    requirement: Requirement | None,
    complaints: Complaints,
) -> ExitStatus:
    scored, unusable = sort_out(
        outcomes, lambda each: _check(together, requirement, each), complaints.say_problems
    )
    complaints.say_rest()
    if together.pooling is not None:
        pooled = together.pooling.pool(each.assessment for each in scored)
        scored = [Scored(assessment=each, document=None, is_group=True) for each in pooled]
    chosen = list(select(scored, together.selection))
    if together.order is not None:
        order = together.order
        chosen = order.sort(chosen, lambda each: order.key_of(each.assessment))
    show(chosen, unusable, wanted)
    return status_of(unusable, requirement, (each.assessment for each in scored))


def select(scored: Iterable[Scored], selection: "Selection | None") -> Iterator[Scored]:
    """Give what is to be looked at, with the arrangements that are to be."""
    for each in scored:
        found = each.assessment if selection is None else selection.find_selected(each.assessment)
        if found is not None:
            yield each.look_at(found)


def _check(together: Together, requirement: Requirement | None, scored: Scored) -> None:
    fault = together.selection and together.selection.find_fault(scored.assessment.questionnaire)
    if fault:
        raise typer.BadParameter(fault)
    check(requirement, scored.assessment)
