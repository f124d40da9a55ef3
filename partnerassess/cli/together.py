"""Many answer sets looked at together: pooled by partnership, selected, sorted, as a heat map.

This module knows in which order those steps come. It does not know how any of them is done.
"""

import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import typer

from partnerassess.batch import Outcome, Scored
from partnerassess.cli.results import Format, Wanted, show
from partnerassess.cli.score import Looks, sort_out, status_of
from partnerassess.cli.status import ExitStatus
from partnerassess.cli.streams import STANDARD_OUTPUT, console, deliver, is_utf8, laid_out, say
from partnerassess.files import clean
from partnerassess.pooling import Key, PooledAssessment, explain_pooled, pool_all, read_keys
from partnerassess.portfolio import Order, Selection, read_order, sort_assessments

if TYPE_CHECKING:
    from rich.console import RenderableType

    from partnerassess.assessment import Assessment
    from partnerassess.requirement import Requirement


@dataclass(frozen=True, kw_only=True, slots=True)
class Together:
    """How somebody wants to look at many answer sets."""

    keys: tuple[Key, ...] | None
    """What answer sets are pooled by; null leaves each by itself."""
    show_small_groups: bool
    heatmap: bool
    wide: bool
    """Whether a CSV has one row per answer set instead of one per arrangement."""
    order: Order | None
    selection: Selection


def read_together(looks: Looks) -> Together:
    """Make sense of the options; raises BadParameter where they make none."""
    if (looks.by or looks.show_small_groups) and not looks.pool:
        raise typer.BadParameter("needs --pool beside it", param_hint="--by, --show-small-groups")
    try:
        return Together(
            keys=tuple(read_keys(looks.by or "partnership")) if looks.pool else None,
            show_small_groups=looks.show_small_groups,
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
    scored, unusable = sort_out(outcomes, lambda each: _check(together, requirement, each))
    pooled = _pool(scored, together)
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


def _pool(scored: Sequence[Scored], together: Together) -> tuple[PooledAssessment, ...] | None:
    if together.keys is None:
        return None
    run = pool_all(
        ((each.assessment.questionnaire, each.assessment.answers) for each in scored),
        together.keys,
        show_small_groups=together.show_small_groups,
    )
    for warning in run.warnings:
        say(clean(warning))
    return run.pooled


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
    if pooled is not None and wanted.format in (Format.JSON, Format.JSONL, Format.MARKDOWN):
        text = _pooled_text([each for each in pooled if _is_among(each, chosen)], wanted)
        if text is not None:
            deliver(text, wanted.output)
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


def _is_among(pooled: PooledAssessment, chosen: "Sequence[Assessment]") -> bool:
    return any(each.answers is pooled.assessment.answers for each in chosen)


def _pooled_text(pooled: Sequence[PooledAssessment], wanted: Wanted) -> str | None:
    from partnerassess.render.export_pooled import render_pooled_json, render_pooled_json_line
    from partnerassess.render.markdown.pooled import render_pooled_markdown

    pairs = [(each, explain_pooled(each)) for each in pooled]
    if wanted.format is Format.JSON:
        return render_pooled_json(pairs, notes=wanted.notes)
    if wanted.format is Format.JSONL:
        return "".join(render_pooled_json_line(*pair, notes=wanted.notes) for pair in pairs)
    if len(pairs) != 1:
        return None
    return render_pooled_markdown(*pairs[0], notes=wanted.notes, full=wanted.full)


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
