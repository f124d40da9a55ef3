"""`plan`, `what-if` and `robustness`: what to do, what would change, and how sure the order is."""

import os
from collections.abc import Sequence
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
    from partnerassess.decide.robustness import Simulation, Steadiness
    from partnerassess.decide.what_if import Trial
    from partnerassess.model import Answers

_MOST_DRAWS = 200_000


class PlanRun(Run, kw_only=True):
    """What `plan` is told."""

    paths: options.Paths
    arrangement: options.Arrangement = None
    to: Annotated[
        str,
        typer.Option(
            metavar="ready|BAND|NUMBER",
            help="Where the arrangement is to get.",
            autocompletion=options.complete_bands,
        ),
    ] = "ready"
    questionnaire: options.Questionnaire = None
    form: options.Format = None
    output: options.Output = STANDARD_OUTPUT
    force: options.Force = False
    full: options.Full = False
    plain: options.Plain = False
    no_pager: options.NoPager = False
    show_small_groups: options.SmallGroups = False
    ignore_unrecognised: options.IgnoreUnrecognised = False


def plan(run: PlanRun) -> None:
    """Plan what to do."""
    from partnerassess.render.data import render_json_plan
    from partnerassess.render.rows import render_csv_plan
    from partnerassess.report.plan import report_plan

    write_each(
        run,
        lambda assessment, _: _make(assessment, run.arrangement, run.to),
        lambda plan, everything: report_plan(plan, full=everything),
        {Form.JSON: render_json_plan, Form.CSV: render_csv_plan},
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


class TrialRun(Run, kw_only=True):
    """What `what-if` is told."""

    paths: Annotated[
        list[str],
        typer.Argument(
            metavar="ANSWERS... QUESTION=ANSWER...", help="The answers, then what to change in them."
        ),
    ]
    questionnaire: options.Questionnaire = None
    form: options.Format = None
    output: options.Output = STANDARD_OUTPUT
    force: options.Force = False
    full: options.Full = False
    notes: options.Notes = False
    plain: options.Plain = False
    show_small_groups: options.SmallGroups = False
    ignore_unrecognised: options.IgnoreUnrecognised = False


def what_if(run: TrialRun) -> None:
    """Score with other answers."""
    run.paths, changes = _sort(run.paths)
    from partnerassess.decide.what_if import read_changes, try_out
    from partnerassess.explain import explain
    from partnerassess.render.data import render_json
    from partnerassess.report.what_if import report_what_if

    def make(assessment: "Assessment", views: "Sequence[Answers]") -> "Trial":
        try:
            given = read_changes(assessment.questionnaire, changes)
        except ProblemsFound as found:
            fault = "; ".join(map(str, found.problems))
            raise typer.BadParameter(fault, param_hint="QUESTION=ANSWER") from None
        trial = try_out(assessment, given, views, show_small_groups=run.show_small_groups)
        if trial.would_tell():
            for each in (trial.before, trial.after):
                refuse_small_groups(each, "a trial shows what these answers add, and that", "tries it out")
        return trial

    write_each(
        run,
        make,
        lambda trial, _: report_what_if(trial),
        {Form.JSON: lambda trial: render_json(map(explain, (trial.before, trial.after)), notes=run.notes)},
    )


def _sort(words: "list[str]") -> tuple[list[str], list[str]]:
    """Tell what is to be read from what is to be changed: a change has `=` and is no file."""
    changes = [word for word in words if "=" in word and not os.path.lexists(word)]
    paths = [word for word in words if word not in changes]
    if not paths:
        raise typer.BadParameter("name an answer file first", param_hint="ANSWERS")
    if not changes:
        example = "such as board-support=4"
        raise typer.BadParameter(f"say what to change, {example}", param_hint="QUESTION=ANSWER")
    return paths, changes


class RobustnessRun(Run, kw_only=True):
    """What `robustness` is told."""

    paths: options.Paths
    questionnaire: options.Questionnaire = None
    form: options.Format = None
    output: options.Output = STANDARD_OUTPUT
    force: options.Force = False
    full: options.Full = False
    plain: options.Plain = False
    show_small_groups: options.SmallGroups = False
    ignore_unrecognised: options.IgnoreUnrecognised = False
    draws: Annotated[
        int | None,
        options.advanced(
            min=100, max=_MOST_DRAWS, help="How often to draw; 9604 without it, good to one in a hundred."
        ),
    ] = None
    seed: Annotated[int, options.advanced(min=0, help="Where the draws start; shown with the result.")] = 1


def robustness(run: RobustnessRun) -> None:
    """See how sure the order is."""
    from partnerassess.decide.robustness import DRAWS, check_steadiness, most_draws, simulate
    from partnerassess.render.data import render_json_robustness
    from partnerassess.render.rows import render_csv_robustness
    from partnerassess.report.robustness import report_robustness

    def make(assessment: "Assessment", _: object) -> "tuple[Steadiness, Simulation]":
        if assessment.silent:
            why = "how the order turns with the weights shows where every question stands, and that"
            refuse_small_groups(assessment, why, "tells it")
        if run.draws is not None and run.draws > (most := most_draws(assessment)):
            fault = f"at most {most:,} for so many factors and open answers"
            raise typer.BadParameter(fault, param_hint="--draws")
        simulation = simulate(assessment, draws=run.draws or DRAWS, seed=run.seed)
        if simulation is None:
            where = assessment.answers.partnership or ", ".join(assessment.files) or "answers"
            message = "no form can be ranked, so there is no order to be sure of"
            raise ProblemsFound([Problem(file=where, message=message)])
        return check_steadiness(assessment), simulation

    run.full = True  # there is no short form of it
    write_each(
        run,
        make,
        lambda made, _: report_robustness(*made),
        {
            Form.JSON: lambda made: render_json_robustness(*made),
            Form.CSV: lambda made: render_csv_robustness(made[1]),
        },
    )
