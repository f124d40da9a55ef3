"""`compare`: what changed from round to round, partnership by partnership."""

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from partnerassess.cli.endings import FORM_DEFAULT, choose_form
from partnerassess.cli.options import Force, Full, Output, Pager, complete_questionnaires
from partnerassess.cli.output import STANDARD_OUTPUT, deliver, guard
from partnerassess.cli.pages import deliver_report

if TYPE_CHECKING:
    from partnerassess.decide import RoundComparison


class ComparisonFormat(StrEnum):
    """The forms a comparison comes in."""

    TERMINAL = "terminal"
    JSON = "json"
    CSV = "csv"
    MARKDOWN = "markdown"
    HTML = "html"
    DOCX = "docx"
    PDF = "pdf"


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
    format: Annotated[  # noqa: A002 the option's name
        ComparisonFormat | None,
        typer.Option("--format", "-f", help="The form the comparison comes in.", show_default=FORM_DEFAULT),
    ] = None,
    output: Output = STANDARD_OUTPUT,
    force: Force = False,
    full: Full = False,
    pager: Pager = True,
) -> None:
    """Compare rounds of answers, partnership by partnership.

    Each file or folder is a round; views of one partnership in it are put together. For every arrangement and
    factor it says what rose, fell, appeared or disappeared. A change that is smaller than what open answers
    leave unknown is called no clear change. Across versions of the questionnaire only what they share is
    compared, and the rest is listed.

    \b
    Examples:
      partnerassess compare may.yaml november.yaml
      partnerassess compare may.yaml november.yaml --output progress.html
      partnerassess compare wave-1/ wave-2/ wave-3/ --format csv --output waves.csv
      partnerassess compare old.yaml new.yaml -q ours-1.0.yaml -q ours-2.0.yaml
    """
    from partnerassess.cli.waves import load_waves, score_common
    from partnerassess.decide import compare as compare_assessments

    form = choose_form(format, output, ComparisonFormat.TERMINAL)
    guard(output, [*paths, *(questionnaire or [])], force=force)
    if len(paths) < 2:
        raise typer.BadParameter("two or more are needed, the earliest first", param_hint="BEFORE AFTER")
    waves = load_waves(paths, questionnaire or [])
    made = compare_assessments(
        [[wave.assessment for wave in each] for each in waves],
        lambda assessment, common: score_common(waves, assessment, common),
    )
    _show(made, form, output, full=full, pager=pager)


def _show(made: "RoundComparison", form: ComparisonFormat, output: str, *, full: bool, pager: bool) -> None:
    match form:
        case ComparisonFormat.JSON:
            from partnerassess.render.export_comparison import render_json_comparison

            deliver(render_json_comparison(made), output)
        case ComparisonFormat.CSV:
            from partnerassess.render.export_comparison import render_csv_comparison

            deliver(render_csv_comparison(made), output)
        case _:
            from partnerassess.report.rounds import report_rounds

            deliver_report(
                lambda everything: report_rounds(made, full=everything), form, output, full=full, pager=pager
            )
