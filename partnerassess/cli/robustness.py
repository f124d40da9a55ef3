"""`robustness`: how sure the order of arrangements is, whatever the weights and the open answers."""

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from partnerassess.cli.endings import FORM_DEFAULT, choose_form
from partnerassess.cli.options import ChosenQuestionnaire, Force, IgnoreUnrecognised, Output
from partnerassess.cli.output import STANDARD_OUTPUT, deliver, guard
from partnerassess.cli.pages import deliver_report
from partnerassess.cli.single import AnswerPaths, OnePool, look_at
from partnerassess.cli.status import ExitStatus
from partnerassess.cli.streams import say

if TYPE_CHECKING:
    from partnerassess.robustness import Steadiness
    from partnerassess.robustness.summary import Simulation

_MOST = 200_000


class SurenessFormat(StrEnum):
    """The forms it comes in."""

    TERMINAL = "terminal"
    JSON = "json"
    CSV = "csv"
    MARKDOWN = "markdown"
    HTML = "html"
    DOCX = "docx"
    PDF = "pdf"


def robustness(
    answers: AnswerPaths,
    questionnaire: ChosenQuestionnaire = None,
    pool: OnePool = False,
    draws: Annotated[
        int | None,
        typer.Option(
            min=100, max=_MOST, help="How often to draw; 9604 without it, good to one in a hundred."
        ),
    ] = None,
    seed: Annotated[int, typer.Option(min=0, help="Where the draws start; shown with the result.")] = 1,
    format: Annotated[  # noqa: A002 the option's name
        SurenessFormat | None,
        typer.Option("--format", "-f", help="The form the result comes in.", show_default=FORM_DEFAULT),
    ] = None,
    output: Output = STANDARD_OUTPUT,
    force: Force = False,
    ignore_unrecognised: IgnoreUnrecognised = False,
) -> None:
    """See how sure the order of arrangements is.

    Weights are conventions and some answers are open. This draws both at random, thousands of times, and
    counts which arrangement comes first; and it says exactly which single weight would change that.

    \b
    Examples:
      partnerassess robustness answers.yaml
      partnerassess robustness answers.yaml --draws 50000 --seed 7 --format json
      partnerassess robustness riverside.yaml valley-high.yaml --pool
    """
    from partnerassess.robustness import check_steadiness
    from partnerassess.robustness.draws import simulate
    from partnerassess.robustness.summary import DRAWS

    form = choose_form(format, output, SurenessFormat.TERMINAL)
    guard(output, [*answers, questionnaire], force=force)
    looked_at = look_at(answers, questionnaire, pool=pool, ignore_unrecognised=ignore_unrecognised)
    assessment = looked_at.assessment
    simulation = simulate(assessment, draws=draws or DRAWS, seed=seed, disputed=looked_at.disputed)
    if simulation is None:
        say("No arrangement can be ranked, so there is no order to be sure of.")
        raise typer.Exit(ExitStatus.UNUSABLE)
    _show(check_steadiness(assessment), simulation, form, output)


def _show(steadiness: "Steadiness", simulation: "Simulation", form: SurenessFormat, output: str) -> None:
    match form:
        case SurenessFormat.JSON:
            from partnerassess.render.export_robustness import render_json_robustness

            deliver(render_json_robustness(steadiness, simulation), output)
        case SurenessFormat.CSV:
            from partnerassess.render.export_robustness import render_csv_robustness

            deliver(render_csv_robustness(simulation), output)
        case _:
            from partnerassess.report.robustness import report_robustness

            deliver_report(lambda _: report_robustness(steadiness, simulation), form, output, height=None)
