"""`score`: one partnership on one screen, several on a line each, rows for any number."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer
from msgspec import Struct

from partnerassess.cli import options
from partnerassess.cli.form import REPORTS, Form, choose_form, refuse_odd_name, show_report
from partnerassess.cli.output import STANDARD_OUTPUT, are_same_place, deliver, guard
from partnerassess.cli.process import STANDARD_INPUT, say
from partnerassess.cli.run import Gathering, Look, Run, say_no_notes
from partnerassess.files import quote, quote_path

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

_Sort = Annotated[
    str | None,
    typer.Option(metavar="KEY", help="Such as readiness, lowest first; or -readiness, highest first."),
]
_Only = Annotated[
    list[str] | None,
    typer.Option(
        metavar="VERDICT|BAND",
        help="Show only these; may be repeated.",
        autocompletion=options.complete_bands,
    ),
]
_Require = Annotated[
    str | None,
    typer.Option(
        metavar="VERDICT|BAND",
        help="Exit with 4 unless the leading arrangement of every partnership is at least this ready.",
        autocompletion=options.complete_bands,
    ),
]
_Jobs = Annotated[
    int | None,
    typer.Option(
        min=1, metavar="N", help="How many processes share the work.", rich_help_panel=options.ADVANCED
    ),
]
_Problems = Annotated[
    str | None,
    typer.Option(
        metavar="FILE", help="Keep what could not be used as JSON lines.", rich_help_panel=options.ADVANCED
    ),
]


def score(
    paths: options.Paths,
    questionnaire: options.Questionnaire = None,
    arrangement: options.Arrangement = None,
    form: options.Format = None,
    output: options.Output = STANDARD_OUTPUT,
    force: options.Force = False,
    full: options.Full = False,
    each: options.Each = False,
    sort: _Sort = None,
    only: _Only = None,
    heatmap: Annotated[bool, typer.Option("--heatmap", help="Every factor of every partnership.")] = False,
    require: _Require = None,
    notes: options.Notes = False,
    plain: options.Plain = False,
    no_pager: options.NoPager = False,
    show_small_groups: options.SmallGroups = False,
    ignore_unrecognised: options.IgnoreUnrecognised = False,
    jobs: _Jobs = None,
    problems: _Problems = None,
) -> None:
    """Score answers."""
    run = Run(
        paths=paths,
        questionnaire=questionnaire,
        output=output,
        force=force,
        problems=problems,
        each=each,
        ignore_unrecognised=ignore_unrecognised,
        show_small_groups=show_small_groups,
        jobs=jobs,
    )
    chosen = choose_form(form, output, (*REPORTS, *ROWS, Form.XLSX), Form.TERMINAL)
    look = Look(arrangement, sort, tuple(only or ()), require)
    _guard(run, output)
    if chosen in ROWS:
        from partnerassess.cli.rows import score_rows

        if notes and chosen is Form.CSV:
            say_no_notes("in a table", "--format json")
        raise typer.Exit(score_rows(run, chosen, look, notes=notes))
    if chosen is Form.XLSX:
        made: bytes | Report | None = _make_workbook(run, look, notes=notes)
    else:
        has_next = output == STANDARD_OUTPUT and not full
        made, is_one = _report(run, look, chosen, full=full, heatmap=heatmap, notes=notes, has_next=has_next)
        full = full or (notes and is_one)
    if made is None:
        say("Nothing was written: there is nothing to show.")
    elif isinstance(made, bytes):
        deliver(made, output)
    else:
        show_report(made, chosen, output, full=full, plain=plain, pager=full and not no_pager)
    raise typer.Exit(look.status(run))


def _make_workbook(run: Run, look: Look, *, notes: bool) -> bytes | None:
    """Make a workbook of everything that is looked at; null if nothing is."""
    from partnerassess.render.workbook import render_workbook

    gathering = Gathering(run)
    with gathering.stopping():
        every = look.gather(gathering, gathering.groups(), lambda result: result.assessment, jobs=1)
    return render_workbook(every, notes=notes) if every else None


def _report(
    run: Run, look: Look, form: Form, *, full: bool, heatmap: bool, notes: bool, has_next: bool
) -> "tuple[Report | None, bool]":
    """Say what is looked at, and whether that is one partnership; null if nothing is.

    `has_next` says whether what to type next stands below a report that is brief.
    """
    gathering, everything = Gathering(run), full or not form.is_brief
    with gathering.stopping():
        groups = gathering.groups()
        is_one = len(groups.names) < 2 and not heatmap and not run.unusable
        members: list[tuple[str, Member]] = []
        if not is_one:
            members = _read_members(gathering, groups, look, full=everything or heatmap)
            if len(members) == 1 and not heatmap and not run.unusable:
                # Of several only this one is looked at.
                groups, is_one = groups.only(members[0][0]), True
        alone = look.gather(gathering, groups, _with_whole, jobs=1) if is_one else []
    if alone:
        from partnerassess.report.assessment import report_assessment

        (assessment, whole), *_ = alone
        asked, whole_page = [assessment.questionnaire], everything or notes
        keeps_back = assessment.pooled is not None and bool(assessment.pooled.withheld)
        commands = (
            _next(run, asked, assessment.files, has_plan=not keeps_back) if has_next and not notes else ()
        )
        return report_assessment(assessment, whole, full=whole_page, notes=notes, commands=commands), True
    if is_one or not members:
        return None, is_one
    from partnerassess.report.portfolio import report_portfolio

    if notes:
        say_no_notes("for several partnerships together", "`report -o FOLDER/ --notes`")
    asked = [gathering.reader.questionnaire(name) for name in groups.questionnaires()]
    files = members[0][1].files if len(members) == 1 else ()
    report = report_portfolio(
        [member for _, member in members],
        asked,
        full=everything,
        is_sorted=look.order is not None,
        heatmap=heatmap,
        remarks=run.remarks(),
        commands=_next(run, asked, files) if has_next else (),
    )
    return report, False


def _with_whole(result: "Result") -> "tuple[Assessment, Assessment]":
    return result.assessment, result.whole


def _read_members(
    gathering: Gathering, groups: "Groups", look: Look, *, full: bool
) -> "list[tuple[str, Member]]":
    """Give what a report of several says of each that is looked at, with the name of its group."""
    from partnerassess.batch.reading import GroupRows

    are_many = groups.are_many and not full
    source = GroupRows(groups=groups, tells_questions=True) if are_many else groups
    return look.gather(gathering, source, MemberReader(full=full).read)


class MemberReader(Struct, frozen=True, kw_only=True):
    """Reads off a result what a report of several says of it."""

    full: bool

    def read(self, result: "Result") -> "tuple[str, Member]":
        """Give the name of the group, and what is said of it."""
        from partnerassess.report.portfolio import read_member

        points, views = result.points, result.views
        return result.file, read_member(result.leading, full=self.full, points=points, views=views)


def _guard(run: Run, output: str) -> None:
    """Refuse files that cannot be written, or not to replace what is there."""
    problems = run.problems
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
    commands = _next(Run(paths=files), asked, files) if files else ()
    report = report_assessment(assessment, commands=commands)
    show_report(report, Form.TERMINAL, STANDARD_OUTPUT, plain=plain)


def _next(
    run: Run, asked: "Sequence[Questionnaire]", files: Sequence[str], *, has_plan: bool = True
) -> tuple[tuple[str, str], ...]:
    """Say what to type next, each with what it does; `files` are those of the only partnership, if any.

    `has_plan` is false where a plan would tell too much of a small group.
    """
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
