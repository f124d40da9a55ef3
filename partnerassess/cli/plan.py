"""`plan`: who does what to be ready."""

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
    from partnerassess.decide.plan import Plan


def plan(
    paths: options.Paths,
    arrangement: options.Arrangement = None,
    to: Annotated[
        str,
        typer.Option(
            metavar="ready|BAND|NUMBER",
            help="Where the arrangement is to get.",
            autocompletion=options.complete_bands,
        ),
    ] = "ready",
    questionnaire: options.Questionnaire = None,
    form: options.Format = None,
    output: options.Output = STANDARD_OUTPUT,
    force: options.Force = False,
    full: options.Full = False,
    plain: options.Plain = False,
    no_pager: options.NoPager = False,
    show_small_groups: options.SmallGroups = False,
    ignore_unrecognised: options.IgnoreUnrecognised = False,
) -> None:
    """Plan what to do."""
    from partnerassess.render.data import render_json_plan
    from partnerassess.render.rows import render_csv_plan
    from partnerassess.report.plan import report_plan

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
        lambda assessment, _: _make(assessment, arrangement, to),
        lambda plan, everything: report_plan(plan, full=everything),
        {Form.JSON: render_json_plan, Form.CSV: render_csv_plan},
        form=form,
        full=full,
        plain=plain,
        pager=not no_pager,
    )


def _make(assessment: "Assessment", arrangement: str | None, to: str) -> "Plan":
    from partnerassess.decide.plan import find_target, make_plan

    # Whichever questions it raises: its totals follow from where all of them stand, and a question that it
    # leaves alone is told to stand high enough.
    why = "a plan shows where every question stands now, and that"
    refuse_small_groups(assessment, why, "plans")
    chosen = _arrangement(assessment, arrangement)
    end = find_target(to, assessment.questionnaire)
    if isinstance(end, str):
        raise typer.BadParameter(end, param_hint="--to")
    return make_plan(assessment, chosen, end)


def _arrangement(assessment: "Assessment", name: str | None) -> str:
    """Give the arrangement to plan. BadParameter for an unknown one, ProblemsFound where none can be."""
    results = {each.arrangement.id: each for each in assessment.arrangements}
    if name is not None and name not in results:
        from partnerassess.decide.portfolio import Requirement

        wanted = Requirement(wanted="ready", arrangement=name)
        raise typer.BadParameter(
            wanted.find_fault(assessment.questionnaire) or name, param_hint="--arrangement"
        )
    result = results[name] if name else assessment.leader
    if result is None or result.readiness is None:
        title = result.arrangement.name if result else "No arrangement applies, or all that do"
        reasons = "; ".join(reason.text for reason in result.reasons) if result else None
        message = f"{title} cannot be assessed, so there is nothing to plan from"
        where = assessment.answers.file or assessment.answers.partnership or "answers"
        raise ProblemsFound([Problem(file=where, message=message, hint=reasons)])
    return result.arrangement.id
