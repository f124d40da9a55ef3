"""`robustness`: how sure the order of arrangements is, whatever the weights and the open answers."""

from typing import TYPE_CHECKING, Annotated

import typer

from partnerassess.cli import options
from partnerassess.cli.form import Form
from partnerassess.cli.output import STANDARD_OUTPUT
from partnerassess.cli.partnerships import refuse_small_groups, write_each
from partnerassess.cli.run import Run
from partnerassess.problems import Problem, ProblemsFound

if TYPE_CHECKING:
    from partnerassess.assessment import Assessment
    from partnerassess.decide.robustness import Simulation, Steadiness

_MOST = 200_000


def robustness(
    paths: options.Paths,
    questionnaire: options.Questionnaire = None,
    form: options.Format = None,
    output: options.Output = STANDARD_OUTPUT,
    force: options.Force = False,
    full: options.Full = False,
    plain: options.Plain = False,
    show_small_groups: options.SmallGroups = False,
    ignore_unrecognised: options.IgnoreUnrecognised = False,
    draws: Annotated[
        int | None,
        typer.Option(
            min=100,
            max=_MOST,
            help="How often to draw; 9604 without it, good to one in a hundred.",
            rich_help_panel=options.ADVANCED,
        ),
    ] = None,
    seed: Annotated[
        int,
        typer.Option(
            min=0, help="Where the draws start; shown with the result.", rich_help_panel=options.ADVANCED
        ),
    ] = 1,
) -> None:
    """See how sure the order is."""
    from partnerassess.decide.robustness import DRAWS, check_steadiness, most_draws, simulate
    from partnerassess.render.data import render_json_robustness
    from partnerassess.render.rows import render_csv_robustness
    from partnerassess.report.robustness import report_robustness

    def make(assessment: "Assessment", _: object) -> "tuple[Steadiness, Simulation]":
        if assessment.silent:
            why = "how the order turns with the weights shows where every question stands, and that"
            refuse_small_groups(assessment, why, "tells it")
        if draws is not None and draws > (most := most_draws(assessment)):
            fault = f"at most {most:,} for so many factors and open answers"
            raise typer.BadParameter(fault, param_hint="--draws")
        simulation = simulate(assessment, draws=draws or DRAWS, seed=seed)
        if simulation is None:
            where = assessment.answers.partnership or ", ".join(assessment.files) or "answers"
            message = "no form can be ranked, so there is no order to be sure of"
            raise ProblemsFound([Problem(file=where, message=message)])
        return check_steadiness(assessment), simulation

    run = Run(
        paths=paths,
        questionnaire=questionnaire,
        output=output,
        force=force,
        ignore_unrecognised=ignore_unrecognised,
        show_small_groups=show_small_groups,
    )
    write_each(
        run,
        make,
        lambda made, _: report_robustness(*made),
        {
            Form.JSON: lambda made: render_json_robustness(*made),
            Form.CSV: lambda made: render_csv_robustness(made[1]),
        },
        form=form,
        full=True,
        plain=plain,
    )
