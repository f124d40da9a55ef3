"""How results leave: each form they come in, to the terminal or a file.

This module knows which renderer makes which form. It does not know how results came about.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, assert_never

from partnerassess.cli.output import STANDARD_OUTPUT, deliver
from partnerassess.cli.pages import PageFormat, render_page
from partnerassess.cli.single import show_report
from partnerassess.cli.streams import STANDARD_INPUT, quote, say
from partnerassess.report.words import format_count

if TYPE_CHECKING:
    from partnerassess.assessment import Assessment
    from partnerassess.batch import Scored
    from partnerassess.explain import Explanation
    from partnerassess.report.shapes import Part, Report


class Format(StrEnum):
    """The forms results come in."""

    TERMINAL = "terminal"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"
    MARKDOWN = "markdown"
    HTML = "html"
    DOCX = "docx"
    PDF = "pdf"
    XLSX = "xlsx"


PAGES = (Format.HTML, Format.DOCX, Format.PDF, Format.XLSX)
"""The forms that show every assessment with all its parts, so that all of them are held at once."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Wanted:
    """How somebody wants to see results."""

    format: Format = Format.TERMINAL
    output: str = STANDARD_OUTPUT
    """A file, or `-` for standard output."""
    notes: bool = False
    full: bool = False
    pager: bool = True
    """Whether a long report goes through the user's pager."""
    commands: tuple[tuple[str, str], ...] = ()
    """What to type next, each with what it does."""


def show(scored: Sequence["Scored"], unusable: int, wanted: Wanted) -> None:
    """Show results in the form that is wanted; of nothing there are no pages, but rows and lists.

    Raises ProblemsFound if the file cannot be written.
    """
    match wanted.format:
        case Format.CSV:
            deliver(_csv(scored), wanted.output)
        case Format.JSON | Format.JSONL:
            deliver(_json(scored, wanted), wanted.output)
        case Format.TERMINAL if len(scored) == 1 and not unusable:
            show_report(report_one(scored[0], wanted), wanted.output, pager=wanted.pager)
        case Format.MARKDOWN if len(scored) == 1:
            deliver_page(_markdown(scored[0], wanted), wanted.output)
        case Format.TERMINAL | Format.MARKDOWN if scored:
            show_many(scored, [unusable_remark(unusable)] if unusable else [], wanted)
        case Format.HTML | Format.DOCX | Format.PDF if scored:
            deliver_page(_page(scored, unusable, wanted), wanted.output)
        case Format.XLSX if scored:
            from partnerassess.render.workbook import render_workbook

            every = [each.assessment for each in scored]
            deliver_page(render_workbook(every, notes=wanted.notes), wanted.output)
        case Format.TERMINAL | Format.MARKDOWN | Format.HTML | Format.DOCX | Format.PDF | Format.XLSX:
            deliver_page("", wanted.output)
        case _:
            assert_never(wanted.format)


def deliver_page(page: str | bytes, output: str) -> bool:
    """Write a finished page or document; where nothing came out, leave a file as it is and give false.

    Raises ProblemsFound if the file cannot be written.
    """
    if page:
        deliver(page, output)
    elif output != STANDARD_OUTPUT:
        say("Nothing was written: there is nothing to show.")
    return bool(page)


def label_of(document: int | None) -> str:
    """Say which of several answer sets in a file an assessment is; nothing where it is the only one."""
    return "" if document is None else f"document {document}"


def print_report(assessment: "Assessment", *, in_words: bool = False) -> None:
    """Print the report on one assessment to standard output, `in_words` without any drawing."""
    from partnerassess.report.assessment import report_assessment

    pooled, file = assessment.pooled, assessment.answers.file
    paths = pooled.files if pooled else (file,) if file else ()
    commands = next_commands(paths, ["--pool"] if pooled else []) if paths else ()
    show_report(report_assessment(assessment, commands=commands), STANDARD_OUTPUT, in_words=in_words)


@dataclass(frozen=True, kw_only=True, slots=True)
class Look:
    """How somebody wants to look at several partnerships."""

    is_sorted: bool = False
    """Whether they are in the order that was asked for."""
    heatmap: bool = False


def show_many(
    scored: Sequence["Scored"], remarks: Sequence[str], wanted: Wanted, look: Look | None = None
) -> None:
    """Show several assessments together, with what else there is to know."""
    from partnerassess.report.portfolio import report_portfolio

    look = look or Look()
    report = report_portfolio(
        [each.assessment for each in scored],
        labels=[label_of(each.document) for each in scored],
        full=wanted.full,
        is_sorted=look.is_sorted,
        heatmap=look.heatmap,
        remarks=remarks,
        commands=() if wanted.full or wanted.output != STANDARD_OUTPUT else wanted.commands,
    )
    if wanted.format is Format.MARKDOWN:
        from partnerassess.render.markdown import render_markdown

        deliver_page(render_markdown(report), wanted.output)
    else:
        show_report(report, wanted.output, height=None, pager=wanted.pager)


def unusable_remark(number: int) -> str:
    """Say how many inputs are not among what is shown."""
    named = "it is named above" if number == 1 else "they are named above"
    return f"{format_count(number, 'input')} could not be used; {named}."


def report_one(scored: "Scored", wanted: Wanted) -> "Report":
    """Say everything about one assessment."""
    from partnerassess.report.assessment import report_explanation

    return report_explanation(
        explain_scored(scored),
        full=wanted.full,
        notes=wanted.notes,
        commands=() if wanted.full or wanted.output != STANDARD_OUTPUT else wanted.commands,
    )


_FEW = 3
"""With more paths than this, commands to type next would be too long to read."""


def next_commands(paths: Sequence[str], options: Sequence[str] = ()) -> tuple[tuple[str, str], ...]:
    """Give what to type next about the same paths, each with what it does; nothing for standard input."""
    if STANDARD_INPUT in paths or len(paths) > _FEW:
        return ()
    names = " ".join([*map(quote, paths), *options])
    return (
        (f"partnerassess report {names}", "the page for the board"),
        (f"partnerassess plan {names}", "what would make it ready"),
        (f"partnerassess score {names} --full", "everything"),
    )


def explain_scored(scored: "Scored") -> "Explanation":
    """Explain what was scored, as far as it is looked at; who leads is told of the whole."""
    explanation = _explain_whole(scored)
    if scored.unselected is None:
        return explanation
    names = {each.arrangement.id for each in scored.assessment.arrangements}
    return replace(
        explanation,
        arrangements=tuple(each for each in explanation.arrangements if each.result.arrangement.id in names),
        advice=tuple(
            replace(each, arrangements=about)
            for each in explanation.advice
            if (about := tuple(result for result in each.arrangements if result.arrangement.id in names))
        ),
    )


def _explain_whole(scored: "Scored") -> "Explanation":
    from partnerassess.explain import explain

    return explain(scored.whole)


def _json(scored: Sequence["Scored"], wanted: Wanted) -> str:
    from partnerassess.render.data import render_json, render_json_line

    explanations = map(explain_scored, scored)
    if wanted.format is Format.JSON:
        return render_json(explanations, notes=wanted.notes)
    return "".join(render_json_line(explanation, notes=wanted.notes) for explanation in explanations)


def _csv(scored: Sequence["Scored"]) -> str:
    from partnerassess.render.rows import dimensions_of, render_csv_header, render_csv_rows

    dimensions = dimensions_of(each.assessment.questionnaire for each in scored)
    rows = (render_csv_rows(each.assessment, dimensions, document=each.document) for each in scored)
    return render_csv_header(dimensions) + "".join(rows)


def _markdown(scored: "Scored", wanted: Wanted) -> str:
    from partnerassess.render.markdown import render_markdown

    return render_markdown(report_one(scored, wanted))


def _page(scored: Sequence["Scored"], unusable: int, wanted: Wanted) -> str | bytes:
    report = report_page(scored, [unusable_remark(unusable)] if unusable else [], notes=wanted.notes)
    return render_page(report, PageFormat(wanted.format), full=wanted.full)


def _noted(remarks: Sequence[str]) -> Iterator["Part"]:
    from partnerassess.report.shapes import Part, Points

    if remarks:
        yield Part("Please note", (Points(tuple(remarks)),))


def report_page(scored: Sequence["Scored"], remarks: Sequence[str], *, notes: bool) -> "Report":
    """Say everything about one assessment, or about several together: a page has room for an appendix."""
    if len(scored) == 1:
        report = report_one(scored[0], Wanted(full=True, notes=notes))
        return replace(report, parts=(*report.parts, *_noted(remarks)))
    from partnerassess.report.portfolio import report_portfolio

    return report_portfolio(
        [each.assessment for each in scored],
        labels=[label_of(each.document) for each in scored],
        full=True,
        remarks=remarks,
    )
