"""Many answer sets looked at together: pooled by partnership, selected, sorted, as a heat map.

This module knows in which order those steps come. It does not know how any of them is done.
"""

import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import typer

from partnerassess.batch import Outcome, Scored
from partnerassess.cli.extras import load_word
from partnerassess.cli.pooled import Pooling, read_pooling
from partnerassess.cli.results import Format, Wanted, show
from partnerassess.cli.score import Looks, sort_out, status_of
from partnerassess.cli.status import ExitStatus
from partnerassess.cli.streams import (
    STANDARD_OUTPUT,
    console,
    deliver,
    deliver_bytes,
    is_utf8,
    laid_out,
    report_first,
)
from partnerassess.pooling import PooledAssessment, explain_pooled
from partnerassess.portfolio import Order, Selection, read_order, sort_assessments

if TYPE_CHECKING:
    from rich.console import RenderableType

    from partnerassess.assessment import Assessment
    from partnerassess.render.outlook import Outlook
    from partnerassess.requirement import Requirement


_FORMS_OF_THEIR_OWN = (Format.JSON, Format.JSONL, Format.MARKDOWN, Format.HTML)
"""The texts that show more of pooled answers than of others."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Together:
    """How somebody wants to look at many answer sets."""

    pooling: Pooling | None
    """How answer sets are put together; null leaves each by itself."""
    heatmap: bool
    wide: bool
    """Whether a CSV has one row per answer set instead of one per arrangement."""
    order: Order | None
    selection: Selection


def read_together(looks: Looks) -> Together:
    """Make sense of the options; raises BadParameter where they make none."""
    pooling = read_pooling(looks.by, show_small_groups=looks.show_small_groups, pool=looks.pool)
    try:
        return Together(
            pooling=pooling,
            heatmap=looks.heatmap,
            wide=looks.wide,
            order=read_order(looks.sort) if looks.sort else None,
            selection=Selection(only=looks.only, arrangement=looks.arrangement),
        )
    except ValueError as error:
        raise typer.BadParameter(str(error)) from None


def show_together(
    outcomes: Iterable[Outcome], wanted: Wanted, together: Together, requirement: "Requirement | None"
) -> ExitStatus:
    """Pool, select, sort and show what was scored, report what could not be used, and say how it went."""
    scored, unusable = sort_out(outcomes, lambda each: _check(together, requirement, each), report_first)
    pooled = together.pooling.pool(each.assessment for each in scored) if together.pooling else None
    every = [each.assessment for each in (scored if pooled is None else pooled)]
    _show(_chosen(every, together), pooled, unusable, wanted, together)
    return status_of(unusable, requirement, every)


def _check(together: Together, requirement: "Requirement | None", scored: Scored) -> None:
    questionnaire = scored.assessment.questionnaire
    fault = together.selection.find_fault(questionnaire)
    if fault is None and requirement is not None:
        fault = requirement.find_fault(questionnaire)
    if fault:
        raise typer.BadParameter(fault)


def _chosen(assessments: Sequence["Assessment"], together: Together) -> "list[Assessment]":
    found = (together.selection.find_selected(each) for each in assessments)
    selected = [each for each in found if each is not None]
    if together.order is None:
        return selected
    return sort_assessments(selected, together.order, together.selection.arrangement)


def _show(
    chosen: "Sequence[Assessment]",
    pooled: Sequence[PooledAssessment] | None,
    unusable: int,
    wanted: Wanted,
    together: Together,
) -> None:
    if pooled is not None and _deliver_pooled(_in_order(pooled, chosen), unusable, wanted):
        return
    if together.wide and wanted.format is Format.CSV:
        deliver(_wide(chosen), wanted.output)
    elif wanted.format is not Format.TERMINAL:
        show([Scored(assessment=each, document=None) for each in chosen], unusable, wanted)
    elif wanted.output == STANDARD_OUTPUT:
        target = console(sys.stdout)
        ascii_only = not is_utf8(sys.stdout)
        target.print(_page(chosen, pooled, unusable, wanted, together, target.width, ascii_only=ascii_only))
    else:
        page = laid_out(lambda width: _page(chosen, pooled, unusable, wanted, together, width))
        deliver(page, wanted.output)


def _deliver_pooled(pooled: Sequence[PooledAssessment], unusable: int, wanted: Wanted) -> bool:
    """Write pooled answers in the forms that show more of them than of others; else false."""
    if wanted.format is Format.DOCX:
        document: bytes = load_word().render_document(
            pooled, notes=wanted.notes, count_unusable=lambda: unusable
        )
        deliver_bytes(document, wanted.output)
        return True
    if wanted.format not in _FORMS_OF_THEIR_OWN:
        return False
    text = _pooled_text(pooled, unusable, wanted)
    if text is not None:
        deliver(text, wanted.output)
    return text is not None


def _in_order(pooled: Sequence[PooledAssessment], chosen: "Sequence[Assessment]") -> list[PooledAssessment]:
    """Give those that are to be looked at, in the order that was asked for."""
    known = {id(each.assessment.answers): each for each in pooled}
    return [known[id(each.answers)] for each in chosen]


def _pooled_text(pooled: Sequence[PooledAssessment], unusable: int, wanted: Wanted) -> str | None:
    if wanted.format is Format.HTML:
        from partnerassess.render.page import render_page

        return render_page(pooled, notes=wanted.notes, count_unusable=lambda: unusable)
    from partnerassess.render.export_pooled import render_pooled_json, render_pooled_json_line
    from partnerassess.render.markdown.pooled import render_pooled_markdown

    pairs = [(each, explain_pooled(each)) for each in pooled]
    if wanted.format is Format.JSON:
        return render_pooled_json(pairs, notes=wanted.notes)
    if wanted.format is Format.JSONL:
        return "".join(render_pooled_json_line(*pair, notes=wanted.notes) for pair in pairs)
    if len(pairs) != 1:
        return None
    outlook = _outlook(pooled[0], wanted)
    return render_pooled_markdown(*pairs[0], notes=wanted.notes, full=wanted.full, outlook=outlook)


def _outlook(pooled: PooledAssessment, wanted: Wanted) -> "Outlook | None":
    from partnerassess.render.outlook import find_outlook

    return find_outlook(pooled.assessment, disputed=pooled.disputed, full=wanted.full)


def _wide(chosen: "Sequence[Assessment]") -> str:
    from partnerassess.render.export_wide import arrangements_of, render_wide_header, render_wide_row

    arrangements = arrangements_of(each.questionnaire for each in chosen)
    rows = (render_wide_row(each, arrangements) for each in chosen)
    return render_wide_header(arrangements) + "".join(rows)


def _page(
    chosen: "Sequence[Assessment]",
    pooled: Sequence[PooledAssessment] | None,
    unusable: int,
    wanted: Wanted,
    together: Together,
    width: int,
    *,
    ascii_only: bool = False,
) -> "RenderableType":
    from rich.console import Group

    from partnerassess.render.terminal import render_report, render_summary, render_table
    from partnerassess.render.terminal.heatmap import render_heatmap
    from partnerassess.render.terminal.portfolio import render_portfolio

    if pooled is not None and len(pooled) == 1 and chosen and not together.heatmap:
        return render_report(
            explain_pooled(pooled[0]),
            width=width,
            notes=wanted.notes,
            full=wanted.full,
            outlook=_outlook(pooled[0], wanted),
            ascii_only=ascii_only,
            pooled=pooled[0],
        )
    arrangement = together.selection.arrangement
    maps = [render_heatmap(chosen, width=width, arrangement=arrangement, ascii_only=ascii_only)]
    return Group(
        render_table(chosen, width=width, ascii_only=ascii_only),
        *(maps if together.heatmap else ()),
        render_portfolio(chosen, width=width, full=wanted.full, ascii_only=ascii_only),
        render_summary(chosen, unusable=unusable, width=width, ascii_only=ascii_only),
    )
