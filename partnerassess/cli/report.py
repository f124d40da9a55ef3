"""`report`: the two pages for a board, and the programme's page for several partnerships."""

from typing import TYPE_CHECKING, Annotated

import typer

from partnerassess.cli import options
from partnerassess.cli.form import Form, choose_form, own_name, show_report, with_ending
from partnerassess.cli.output import guard, is_folder, is_stream
from partnerassess.cli.partnerships import write_each
from partnerassess.cli.process import say
from partnerassess.cli.run import Run, say_no_notes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from partnerassess.assessment import Assessment
    from partnerassess.model import Questionnaire
    from partnerassess.report.portfolio import Member
    from partnerassess.report.shapes import Report

_MADE = (Form.HTML, Form.DOCX, Form.PDF, Form.MARKDOWN)


class ReportRun(Run, kw_only=True):
    """What `report` is told."""

    paths: options.Paths
    questionnaire: options.Questionnaire = None
    output: Annotated[
        str | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE.html|.docx|.pdf|FOLDER/",
            help="The file to write, or a folder for a file each.",
            show_default="named after the partnership, .html",
        ),
    ] = None
    force: options.Force = False
    full: options.Full = False
    notes: options.Notes = False
    each: options.Each = False
    show_small_groups: options.SmallGroups = False
    open_: Annotated[bool, typer.Option("--open", help="Show it when it is written.")] = False
    ignore_unrecognised: options.IgnoreUnrecognised = False


def report(run: ReportRun) -> None:
    """Write the page."""
    output = run.output
    if output is not None and is_folder(output):
        from partnerassess.report.assessment import report_assessment

        write_each(
            run,
            lambda assessment, _: assessment,
            lambda assessment, _: report_assessment(assessment, full=True, notes=run.notes),
            {},
        )
    form = choose_form(None, output or "", _MADE, Form.HTML)
    if output is not None:
        output = with_ending(output, form)
        guard([output], run.reads, force=run.force)
    page = run.noted(_page(run))
    target = own_name(page.subject or page.title, form) if output is None else output
    show_report(page, form, target, full=run.full)
    if not is_stream(target):
        if form is Form.HTML:
            say("Open it in a browser; it needs no network.")
        if run.open_:
            typer.launch(target)
    raise typer.Exit(run.status)


def _page(run: Run) -> "Report":
    """Say what the page says: of one partnership, of its rounds, or of several partnerships."""
    from partnerassess.names import folded

    rounds: list[Assessment] = []
    members: list[Member] = []
    asked: dict[str, Questionnaire] = {}
    for one, _ in run.one_or_more():
        rounds.append(one)
        asked[one.questionnaire.id] = one.questionnaire
        name, first = (folded(each.answers.partnership) for each in (one, rounds[0]))
        if members or (len(rounds) > 1 and not (name and name == first)):
            from partnerassess.report.portfolio import read_member

            members += [read_member(each, full=True) for each in rounds]
            rounds.clear()
    if run.notes and (members or len(rounds) > 1):
        say_no_notes("for several partnerships or rounds together", "`report -o FOLDER/ --notes`")
    if members:
        from partnerassess.report.portfolio import report_portfolio

        return report_portfolio(members, asked.values(), full=True)
    if len(rounds) > 1:
        return _course(rounds)
    from partnerassess.report.assessment import report_assessment

    return report_assessment(rounds[0], full=True, notes=run.notes)


def _course(assessments: "Sequence[Assessment]") -> "Report":
    """Say how one partnership went on from round to round, the earliest first."""
    import datetime

    from partnerassess.decide.comparison import compare
    from partnerassess.report.comparison import report_rounds

    def when(one: "Assessment") -> datetime.date:
        return one.answers.date or datetime.date.min

    return report_rounds(compare([[one] for one in sorted(assessments, key=when)]), full=True)
