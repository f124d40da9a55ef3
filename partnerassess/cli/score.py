"""`score`: one partnership on one screen, several on a line each, rows for any number."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer
from msgspec import Struct

from partnerassess.cli import options
from partnerassess.cli.form import REPORTS, Form, choose_form, refuse_odd_name, show_report
from partnerassess.cli.output import STANDARD_OUTPUT, are_same_place, deliver, guard
from partnerassess.cli.process import STANDARD_INPUT, quote, say
from partnerassess.cli.run import Gathering, Look, Run, say_no_notes

if TYPE_CHECKING:
    from partnerassess.assessment import Assessment
    from partnerassess.batch.results import Result
    from partnerassess.model import Questionnaire
    from partnerassess.report.portfolio import Member

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
    everything = full or not chosen.is_brief
    scored = _score(run, look, heatmap=heatmap, full=everything, sums_up=chosen is not Form.XLSX)
    if notes and scored.members:
        say_no_notes("for several partnerships together", "`report -o FOLDER/ --notes`")
    full = full or (notes and not scored.members)
    commands = partial(_next, run) if output == STANDARD_OUTPUT and not full else lambda *_: ()
    if not (scored.members or scored.assessments):
        say("Nothing was written: there is nothing to show.")
    elif chosen is Form.XLSX:
        from partnerassess.render.workbook import render_workbook

        deliver(render_workbook([each for each, _ in scored.assessments], notes=notes), output)
    else:
        if scored.assessments:
            from partnerassess.report.assessment import report_assessment

            (alone, whole), *_ = scored.assessments
            next_ones = commands([alone.questionnaire], alone.files)
            report = report_assessment(alone, whole, full=everything or full, notes=notes, commands=next_ones)
        else:
            from partnerassess.report.portfolio import report_portfolio

            files = scored.members[0].files if len(scored.members) == 1 else ()
            report = report_portfolio(
                scored.members,
                scored.questionnaires,
                full=everything,
                is_sorted=look.order is not None,
                heatmap=heatmap,
                remarks=run.remarks(),
                commands=commands(scored.questionnaires, files),
            )
        show_report(report, chosen, output, full=full, plain=plain, pager=full and not no_pager)
    raise typer.Exit(look.status(run))


class _Scored(NamedTuple):
    """What is looked at, in order: assessments, or of several what is said of each."""

    questionnaires: "list[Questionnaire]"
    assessments: "list[tuple[Assessment, Assessment]]"
    """What is looked at of each, and the whole of it."""
    members: "list[Member]"


def _score(run: Run, look: Look, *, heatmap: bool, full: bool, sums_up: bool) -> _Scored:
    """Score everything; with `sums_up` of several partnerships only what a report of several says is kept."""
    from partnerassess.batch.reading import GroupRows

    gathering = Gathering(run)
    with gathering.stopping():
        groups = gathering.groups()
        members: list[tuple[str, Member]] = []
        are_several = sums_up and (heatmap or run.unusable > 0 or len(groups.names) > 1)
        if are_several:
            in_full = full or heatmap
            are_many = groups.are_many and not in_full
            source = GroupRows(groups=groups, tells_questions=True) if are_many else groups
            members = look.gather(gathering, source, MemberReader(full=in_full).read)
            if len(members) == 1 and not (heatmap or run.unusable):
                # Of several only this one is looked at.
                groups, are_several = groups.only(members[0][0]), False
        every = [] if are_several else look.gather(gathering, groups, _whole, jobs=1)
        gathering.complaints.finish()
    known = [gathering.reader.questionnaire(name) for name in groups.questionnaires()]
    return _Scored(known, every, [] if every else [member for _, member in members])


def _whole(result: "Result") -> "tuple[Assessment, Assessment]":
    return result.assessment, result.whole


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


def _next(run: Run, asked: "Sequence[Questionnaire]", files: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Say what to type next, each with what it does; `files` are those of the only partnership, if any."""
    from partnerassess.library import DEFAULT, find_whole

    commands = []
    whole = find_whole(asked[0].id)
    if whole is not None and len(files) == 1 and files[0] != STANDARD_INPUT:
        which = "" if whole == DEFAULT else f" -q {whole}"
        command = f"partnerassess assess --from {quote(files[0])}{which}"
        commands.append((command, "all questions, beginning with these answers"))
    if STANDARD_INPUT not in run.paths and len(run.paths) <= _FEW:
        named = ["-q", run.questionnaire] if run.questionnaire else []
        names = " ".join([*map(quote, run.paths), *named])
        commands.append((f"partnerassess report {names}", "the page for the board"))
        if any(each.scoring.ready for each in asked):
            commands.append((f"partnerassess plan {names}", "what would make it ready"))
        commands.append((f"partnerassess score {names} --full", "everything"))
    return tuple(commands)
