"""`robustness`: how sure the order of arrangements is, whatever the weights and the open answers."""

from typing import TYPE_CHECKING, Annotated

import typer

from partnerassess.cli.form import REPORTS, Form, choose_form, show_report
from partnerassess.cli.options import (
    ADVANCED,
    ChosenForm,
    ChosenQuestionnaire,
    Force,
    Full,
    IgnoreUnrecognised,
    Output,
    Paths,
    Plain,
    SmallGroups,
)
from partnerassess.cli.output import STANDARD_OUTPUT, deliver, guard
from partnerassess.cli.run import Inputs, Run
from partnerassess.cli.status import ExitStatus
from partnerassess.cli.streams import say

if TYPE_CHECKING:
    from partnerassess.decide.robustness import Simulation, Steadiness

_MOST = 200_000


def robustness(
    paths: Paths,
    questionnaire: ChosenQuestionnaire = None,
    form: ChosenForm = None,
    output: Output = STANDARD_OUTPUT,
    force: Force = False,
    full: Full = False,
    plain: Plain = False,
    show_small_groups: SmallGroups = False,
    ignore_unrecognised: IgnoreUnrecognised = False,
    draws: Annotated[
        int | None,
        typer.Option(
            min=100,
            max=_MOST,
            help="How often to draw; 9604 without it, good to one in a hundred.",
            rich_help_panel=ADVANCED,
        ),
    ] = None,
    seed: Annotated[
        int,
        typer.Option(min=0, help="Where the draws start; shown with the result.", rich_help_panel=ADVANCED),
    ] = 1,
) -> None:
    """See how sure the order is."""
    from partnerassess.decide.robustness import DRAWS, check_steadiness, simulate

    chosen = choose_form(form, output, (*REPORTS, Form.JSON, Form.CSV), Form.TERMINAL)
    guard(output, [*paths, questionnaire], force=force)
    inputs = Inputs(
        paths=paths,
        questionnaire=questionnaire,
        outputs=[output],
        ignore_unrecognised=ignore_unrecognised,
        show_small_groups=show_small_groups,
    )
    run = Run(inputs=inputs)
    found = run.one_or_more()
    if len(found) > 1 and (output != STANDARD_OUTPUT or chosen not in (Form.TERMINAL, Form.MARKDOWN)):
        fault = f"these answers are of {len(found)} partnerships or rounds; name those of one"
        raise typer.BadParameter(fault, param_hint="PATH")
    for assessment in found:
        simulation = simulate(assessment, draws=draws or DRAWS, seed=seed)
        if simulation is None:
            say("No arrangement can be ranked, so there is no order to be sure of.")
            raise typer.Exit(ExitStatus.UNUSABLE)
        _show(check_steadiness(assessment), simulation, chosen, output, full=full, plain=plain)
    raise typer.Exit(run.status)


def _show(
    steadiness: "Steadiness", simulation: "Simulation", form: Form, output: str, *, full: bool, plain: bool
) -> None:
    if form is Form.JSON:
        from partnerassess.render.data import render_json_robustness

        deliver(render_json_robustness(steadiness, simulation), output)
    elif form is Form.CSV:
        from partnerassess.render.rows import render_csv_robustness

        deliver(render_csv_robustness(simulation), output)
    else:
        from partnerassess.report.robustness import report_robustness

        show_report(report_robustness(steadiness, simulation), form, output, full=True, plain=plain)
