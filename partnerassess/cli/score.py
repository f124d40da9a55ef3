"""`score`: one partnership on one screen, several on a line each, rows for any number."""

from collections.abc import Iterable, Sequence
from functools import partial
from itertools import chain, islice
from typing import TYPE_CHECKING, Annotated

import typer

from partnerassess.cli import options
from partnerassess.cli.form import REPORTS, Form, choose_form, refuse_odd_name, show_report
from partnerassess.cli.output import STANDARD_OUTPUT, are_same_place, deliver, guard
from partnerassess.cli.process import STANDARD_INPUT, quote, say
from partnerassess.cli.run import Look, Run, say_no_notes

if TYPE_CHECKING:
    from partnerassess.assessment import Assessment
    from partnerassess.cli.run import Selected
    from partnerassess.model import Questionnaire
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
    )
    chosen = choose_form(form, output, (*REPORTS, *ROWS, Form.XLSX), Form.TERMINAL)
    look = Look(arrangement, sort, tuple(only or ()), require)
    _guard(run, output)
    if chosen in ROWS:
        from partnerassess.cli.rows import score_rows

        if notes and chosen is Form.CSV:
            say_no_notes("in a table", "--format json")
        raise typer.Exit(score_rows(run, chosen, look, notes=notes, jobs=jobs))
    selected = look.select(run.assessments())
    first = list(islice(selected, 2))
    every, alone = chain(first, selected), first[0] if len(first) == 1 else None
    if not first:
        say("Nothing was written: there is nothing to show.")
    elif chosen is Form.XLSX:
        from partnerassess.render.workbook import render_workbook

        deliver(render_workbook(look.read(every, lambda each: each), notes=notes), output)
    else:
        if notes and not alone:
            say_no_notes("for several partnerships together", "`report -o FOLDER/ --notes`")
        full = full or (notes and alone is not None)
        page = full or not chosen.is_brief
        has_next = not full and output == STANDARD_OUTPUT
        if alone and not run.unusable and not heatmap:
            from partnerassess.report.assessment import report_assessment

            asked, files = [alone[0].questionnaire], alone[0].files
            commands = _next(run, asked, files) if has_next else ()
            report = report_assessment(*alone, full=page, notes=notes, commands=commands)
        else:
            report = _report_several(run, every, look, full=page, heatmap=heatmap, has_next=has_next)
        show_report(report, chosen, output, full=full, plain=plain, pager=full and not no_pager)
    raise typer.Exit(look.status(run))


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


def _report_several(
    run: Run, selected: "Iterable[Selected]", look: Look, *, full: bool, heatmap: bool, has_next: bool
) -> "Report":
    """Say what several come to: only what is said of each is kept, however many there are."""
    from partnerassess.report.portfolio import read_member, report_portfolio

    members = look.read(selected, partial(read_member, full=full or heatmap))
    files = members[0].files if len(members) == 1 else ()
    commands = _next(run, [each.questionnaire for each in members], files) if has_next else ()
    return report_portfolio(
        members,
        full=full,
        is_sorted=look.order is not None,
        heatmap=heatmap,
        remarks=run.remarks(),
        commands=commands,
    )


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
