"""`score`: one partnership on one screen, several on a line each, rows for any number."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from partnerassess.cli import options
from partnerassess.cli.form import REPORTS, Form, choose_form, refuse_odd_name, show_report
from partnerassess.cli.output import STANDARD_OUTPUT, are_same_place, deliver, guard
from partnerassess.cli.process import STANDARD_INPUT, say
from partnerassess.cli.run import NOTHING_TO_SHOW, Gathering, Look, Run, say_no_notes
from partnerassess.files.reading import quote, quote_path

if TYPE_CHECKING:
    from partnerassess.assessment import Assessment
    from partnerassess.batch.reading import Groups
    from partnerassess.batch.results import Result
    from partnerassess.model import Questionnaire
    from partnerassess.report.portfolio import Member
    from partnerassess.report.shapes import Report

ROWS = (Form.CSV, Form.JSON, Form.JSONL)
"""The forms that are written row by row, however many there are."""
_FEW = 3
"""With more paths than this, commands to type next would be too long to read."""


class ScoreRun(Run, kw_only=True):
    """What `score` is told."""

    paths: options.Paths
    questionnaire: options.Questionnaire = None
    arrangement: options.Arrangement = None
    form: options.Format = None
    output: options.Output = STANDARD_OUTPUT
    force: options.Force = False
    full: options.Full = False
    each: options.Each = False
    sort: Annotated[
        str | None,
        typer.Option(metavar="KEY", help="Such as readiness, lowest first; or -readiness, highest first."),
    ] = None
    only: Annotated[
        list[str] | None,
        typer.Option(
            metavar="VERDICT|BAND",
            help="Show only these; may be repeated.",
            autocompletion=options.complete_bands,
        ),
    ] = None
    heatmap: Annotated[bool, typer.Option("--heatmap", help="Every factor of every partnership.")] = False
    require: Annotated[
        str | None,
        typer.Option(
            metavar="VERDICT|BAND",
            help="Exit with 4 unless the leading arrangement of every partnership is at least this ready.",
            autocompletion=options.complete_bands,
        ),
    ] = None
    notes: options.Notes = False
    plain: options.Plain = False
    no_pager: options.NoPager = False
    show_small_groups: options.SmallGroups = False
    ignore_unrecognised: options.IgnoreUnrecognised = False
    jobs: Annotated[
        int | None, options.advanced(min=1, metavar="N", help="How many processes share the work.")
    ] = None
    problems: Annotated[
        str | None, options.advanced(metavar="FILE", help="Keep what could not be used as JSON lines.")
    ] = None


def score(run: ScoreRun) -> None:
    """Score answers."""
    form = choose_form(run.form, run.output, (*REPORTS, *ROWS, Form.XLSX), Form.TERMINAL)
    look = Look(run.arrangement, run.sort, tuple(run.only or ()), run.require)
    _guard(run)
    if form in ROWS:
        from partnerassess.cli.rows import score_rows

        if run.notes and form is Form.CSV:
            say_no_notes("in a table", "--format json")
        raise typer.Exit(score_rows(run, form, look, notes=run.notes))
    if form is Form.XLSX:
        workbook = _make_workbook(run, look)
        if workbook is not None:
            deliver(workbook, run.output)
    else:
        _show(run, look, form)
    raise typer.Exit(look.status(run))


def _make_workbook(run: Run, look: Look) -> bytes | None:
    """Make a workbook of everything that is looked at; null if nothing is."""
    from partnerassess.render.workbook import render_workbook

    gathering = Gathering(run)
    with gathering.stopping():
        every = look.gather(gathering, gathering.groups(), lambda result: result.assessment, jobs=1)
    if not every:
        say(NOTHING_TO_SHOW)
    return render_workbook(every, notes=run.notes) if every else None


def _show(run: ScoreRun, look: Look, form: Form) -> None:
    """Show one partnership by itself, or several on a line each."""
    gathering, everything = Gathering(run), run.full or not form.is_brief
    members: list[tuple[str, Member]] = []
    with gathering.stopping():
        groups = gathering.groups()
        is_one = len(groups.names) < 2 and not run.heatmap and not run.unusable
        if not is_one:
            members = _read_members(gathering, groups, look, full=everything or run.heatmap)
            if len(members) == 1 and not run.heatmap and not run.unusable:
                # Of several only this one is looked at.
                groups, is_one = groups.only(members[0][0]), True
        alone = look.gather(gathering, groups, _with_whole, jobs=1) if is_one else []
    full = run.full
    if alone:
        report, full = _report_one(run, *alone[0], full=everything), full or run.notes
    elif members and not is_one:
        asked = [gathering.reader.questionnaire(name) for name in groups.questionnaires()]
        report = _report_several(run, look, asked, [member for _, member in members], full=everything)
    else:
        say(NOTHING_TO_SHOW)
        return
    show_report(report, form, run.output, full=full, plain=run.plain, pager=full and not run.no_pager)


def _report_one(run: Run, assessment: "Assessment", whole: "Assessment", *, full: bool) -> "Report":
    from partnerassess.report.assessment import report_assessment

    keeps_back = assessment.pooled is not None and bool(assessment.pooled.withheld)
    asked = [assessment.questionnaire]
    commands = () if run.notes else _next(run, asked, assessment.files, has_plan=not keeps_back)
    full = full or run.notes
    return report_assessment(assessment, whole, full=full, notes=run.notes, commands=commands)


def _report_several(
    run: ScoreRun, look: Look, asked: "Sequence[Questionnaire]", members: "Sequence[Member]", *, full: bool
) -> "Report":
    from partnerassess.report.portfolio import report_portfolio

    if run.notes:
        say_no_notes("for several partnerships together", "`report -o FOLDER/ --notes`")
    return report_portfolio(
        members,
        asked,
        full=full,
        is_sorted=look.order is not None,
        heatmap=run.heatmap,
        remarks=run.remarks(),
        commands=_next(run, asked, members[0].files if len(members) == 1 else ()),
    )


def _with_whole(result: "Result") -> "tuple[Assessment, Assessment]":
    return result.assessment, result.whole


def _read_members(
    gathering: Gathering, groups: "Groups", look: Look, *, full: bool
) -> "list[tuple[str, Member]]":
    """Give what a report of several says of each that is looked at, with the name of its group."""
    from partnerassess.batch.reading import GroupRows

    are_many = groups.are_many and not full
    source = GroupRows(groups=groups, tells_questions=True) if are_many else groups
    return look.gather(gathering, source, partial(read_named_member, full=full))


def read_named_member(result: "Result", *, full: bool) -> "tuple[str, Member]":
    """Give the name of a result's group, and what a report of several says of it."""
    from partnerassess.report.portfolio import read_member

    points, views = result.points, result.views
    return result.file, read_member(result.leading, full=full, points=points, views=views)


def _guard(run: ScoreRun) -> None:
    """Refuse files that cannot be written, or not to replace what is there."""
    problems, output = run.problems, run.output
    if problems is not None and are_same_place(problems, output):
        fault = "this is where the results go: name another file"
        raise typer.BadParameter(fault, param_hint="--problems")
    guard(filter(None, (output, problems)), run.reads, force=run.force)
    refuse_odd_name(problems or "", "--problems")
    if problems is not None and problems.lower().endswith((".yaml", ".yml")):
        fault = "these are JSON lines: give a name that ends in .jsonl"
        raise typer.BadParameter(fault, param_hint="--problems")


def show_one(assessment: "Assessment", *, plain: bool = False) -> None:
    """Show the first screen about one assessment, such as the one that a session ends with."""
    from partnerassess.report.assessment import report_assessment

    files, asked = assessment.files, [assessment.questionnaire]
    commands = _next(Run(paths=files, output=STANDARD_OUTPUT), asked, files) if files else ()
    report = report_assessment(assessment, commands=commands)
    show_report(report, Form.TERMINAL, STANDARD_OUTPUT, plain=plain)


def _next(
    run: Run, asked: "Sequence[Questionnaire]", files: Sequence[str], *, has_plan: bool = True
) -> tuple[tuple[str, str], ...]:
    """Say what to type next below a report that is brief, each with what it does.

    `files` are those of the only partnership, if any. `has_plan` is false where a plan would tell too much of
    a small group.
    """
    if run.full or run.output != STANDARD_OUTPUT:
        return ()
    from partnerassess.library import DEFAULT, find_whole

    commands = []
    whole = find_whole(asked[0].id)
    if whole is not None and len(files) == 1 and files[0] != STANDARD_INPUT:
        which = "" if whole == DEFAULT else f" -q {whole}"
        command = f"partnerassess assess --from {quote_path(files[0])}{which}"
        commands.append((command, "all questions, beginning with these answers"))
    if STANDARD_INPUT not in run.paths and len(run.paths) <= _FEW:
        named = ["-q", quote(run.questionnaire)] if run.questionnaire else []
        names = " ".join([*map(quote_path, run.paths), *named])
        commands.append((f"partnerassess report {names}", "the page for the board"))
        if has_plan and any(each.scoring.ready for each in asked):
            commands.append((f"partnerassess plan {names}", "what would make it ready"))
        commands.append((f"partnerassess score {names} --full", "everything"))
    return tuple(commands)
