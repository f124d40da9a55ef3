"""`robustness`: how sure the order of arrangements is, whatever the weights and the open answers."""

from typing import TYPE_CHECKING, Annotated

import typer

from partnerassess.cli.form import REPORTS, Form
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
from partnerassess.cli.output import STANDARD_OUTPUT
from partnerassess.cli.partnerships import Made, find_target
from partnerassess.cli.run import Run
from partnerassess.cli.streams import say
from partnerassess.files import clean

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

    forms = (*REPORTS, Form.JSON, Form.CSV)
    target = find_target(output, form, forms, [*paths, questionnaire], force=force)
    run = Run(
        paths=paths,
        questionnaire=questionnaire,
        outputs=[output],
        ignore_unrecognised=ignore_unrecognised,
        show_small_groups=show_small_groups,
    )
    made = []
    for assessment in run.one_or_more():
        simulation = simulate(assessment, draws=draws or DRAWS, seed=seed)
        if simulation is None:
            where = clean(assessment.answers.partnership or ", ".join(assessment.files) or "answers")
            say(f"{where}: no form can be ranked, so there is no order to be sure of")
            run.unusable += 1
        else:
            made.append(_made(check_steadiness(assessment), simulation))
    if made:
        target.write(made, full=True, plain=plain)
    raise typer.Exit(run.status)


def _made(steadiness: "Steadiness", simulation: "Simulation") -> Made:
    from partnerassess.render.data import render_json_robustness
    from partnerassess.render.rows import render_csv_robustness
    from partnerassess.report.robustness import report_robustness

    return Made(
        assessment=steadiness.assessment,
        report=lambda _: report_robustness(steadiness, simulation),
        data={
            Form.JSON: lambda: render_json_robustness(steadiness, simulation),
            Form.CSV: lambda: render_csv_robustness(simulation),
        },
    )
