"""How results leave: each form they come in, to the terminal or a file.

This module knows which renderer makes which form. It does not know how results came about.
"""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, assert_never

from partnerassess.cli.streams import STANDARD_OUTPUT, console, deliver, is_utf8, laid_out

if TYPE_CHECKING:
    from rich.console import RenderableType

    from partnerassess.assessment import Assessment
    from partnerassess.batch import Scored


class Format(StrEnum):
    """The forms results come in."""

    TERMINAL = "terminal"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"
    MARKDOWN = "markdown"


@dataclass(frozen=True, kw_only=True, slots=True)
class Wanted:
    """How somebody wants to see results."""

    format: Format = Format.TERMINAL
    output: str = STANDARD_OUTPUT
    """A file, or `-` for standard output."""
    notes: bool = False
    full: bool = False


def show(scored: Sequence["Scored"], unusable: int, wanted: Wanted) -> None:
    """Show results in the form that is wanted; raises ProblemsFound if the file cannot be written."""
    if wanted.format is not Format.TERMINAL:
        deliver(_text(scored, wanted), wanted.output)
    elif not scored:
        return
    elif wanted.output == STANDARD_OUTPUT:
        target = console(sys.stdout)
        target.print(_page(scored, unusable, wanted, target.width, ascii_only=not is_utf8(sys.stdout)))
    else:
        deliver(laid_out(lambda width: _page(scored, unusable, wanted, width)), wanted.output)


def print_report(assessment: "Assessment") -> None:
    """Print the report on one assessment to standard output."""
    from partnerassess.batch import Scored

    show([Scored(assessment=assessment, document=None)], 0, Wanted())


def _page(
    scored: Sequence["Scored"], unusable: int, wanted: Wanted, width: int, *, ascii_only: bool = False
) -> "RenderableType":
    from rich.console import Group

    from partnerassess.explain import explain
    from partnerassess.render.terminal import render_report, render_summary, render_table

    assessments = [each.assessment for each in scored]
    if len(scored) == 1 and not unusable:
        return render_report(
            explain(assessments[0]), width=width, notes=wanted.notes, full=wanted.full, ascii_only=ascii_only
        )
    return Group(
        render_table(assessments, width=width, ascii_only=ascii_only),
        render_summary(assessments, unusable=unusable, width=width, ascii_only=ascii_only),
    )


def _text(scored: Sequence["Scored"], wanted: Wanted) -> str:
    match wanted.format:
        case Format.JSON | Format.JSONL:
            return _json(scored, wanted)
        case Format.CSV:
            return _csv(scored)
        case Format.MARKDOWN:
            return _markdown(scored, wanted)
        case Format.TERMINAL:
            raise ValueError("the terminal's form is a page, not a text")
        case _:
            assert_never(wanted.format)


def _json(scored: Sequence["Scored"], wanted: Wanted) -> str:
    from partnerassess.explain import explain
    from partnerassess.render.export_json import render_json, render_json_line

    explanations = (explain(each.assessment) for each in scored)
    if wanted.format is Format.JSON:
        return render_json(explanations, notes=wanted.notes)
    return "".join(render_json_line(explanation, notes=wanted.notes) for explanation in explanations)


def _csv(scored: Sequence["Scored"]) -> str:
    from partnerassess.render.export_table import dimensions_of, render_csv_header, render_csv_rows

    dimensions = dimensions_of(each.assessment.questionnaire for each in scored)
    rows = (render_csv_rows(each.assessment, dimensions, document=each.document) for each in scored)
    return render_csv_header(dimensions) + "".join(rows)


def _markdown(scored: Sequence["Scored"], wanted: Wanted) -> str:
    from partnerassess.explain import explain
    from partnerassess.render.markdown import render_markdown, render_markdown_table

    if len(scored) == 1:
        return render_markdown(explain(scored[0].assessment), notes=wanted.notes, full=wanted.full)
    return render_markdown_table(each.assessment for each in scored)
