"""`compare`: what changed from round to round, partnership by partnership."""

from typing import TYPE_CHECKING, Annotated

import typer

from partnerassess.cli.form import REPORTS, Form, choose_form, show_report
from partnerassess.cli.options import (
    ChosenForm,
    Force,
    Full,
    NoPager,
    Output,
    Plain,
    complete_questionnaires,
)
from partnerassess.cli.output import STANDARD_OUTPUT, deliver, guard
from partnerassess.cli.status import ExitStatus
from partnerassess.cli.streams import report

if TYPE_CHECKING:
    from partnerassess.decide.comparison import RoundComparison


def compare(
    paths: Annotated[
        list[str],
        typer.Argument(
            metavar="BEFORE AFTER...",
            help="Files or folders, earliest first; each is a round.",
        ),
    ],
    questionnaire: Annotated[
        list[str] | None,
        typer.Option(
            "--questionnaire",
            "-q",
            metavar="NAME|FILE",
            help="May be given once for every version that was answered.",
            autocompletion=complete_questionnaires,
        ),
    ] = None,
    form: ChosenForm = None,
    output: Output = STANDARD_OUTPUT,
    force: Force = False,
    full: Full = False,
    plain: Plain = False,
    no_pager: NoPager = False,
) -> None:
    """Compare rounds."""
    from partnerassess.cli.waves import load_waves, score_common
    from partnerassess.decide.comparison import compare as compare_assessments

    chosen = choose_form(form, output, (*REPORTS, Form.JSON, Form.CSV), Form.TERMINAL)
    guard(output, [*paths, *(questionnaire or [])], force=force)
    if len(paths) < 2:
        raise typer.BadParameter("two or more are needed, the earliest first", param_hint="BEFORE AFTER")
    waves, problems = load_waves(paths, questionnaire or [], output)
    report(problems)
    made = compare_assessments(
        [[wave.assessment for wave in each] for each in waves],
        lambda assessment, common: score_common(waves, assessment, common),
    )
    _show(made, chosen, output, full=full, plain=plain, pager=full and not no_pager)
    raise typer.Exit(ExitStatus.UNUSABLE if problems else ExitStatus.DONE)


def _show(made: "RoundComparison", form: Form, output: str, *, full: bool, plain: bool, pager: bool) -> None:
    if form is Form.JSON:
        from partnerassess.render.data import render_json_comparison

        deliver(render_json_comparison(made), output)
    elif form is Form.CSV:
        from partnerassess.render.rows import render_csv_comparison

        deliver(render_csv_comparison(made), output)
    else:
        from partnerassess.report.comparison import report_rounds

        page = full or form not in (Form.TERMINAL, Form.MARKDOWN)
        show_report(report_rounds(made, full=page), form, output, full=full, plain=plain, pager=pager)
