"""`plan`: who does what to be ready."""

from typing import TYPE_CHECKING, Annotated

import typer

from partnerassess.cli.form import REPORTS, Form
from partnerassess.cli.options import (
    ChosenArrangement,
    ChosenForm,
    ChosenQuestionnaire,
    Force,
    Full,
    IgnoreUnrecognised,
    NoPager,
    Output,
    Paths,
    Plain,
    SmallGroups,
    complete_bands,
)
from partnerassess.cli.output import STANDARD_OUTPUT
from partnerassess.cli.partnerships import Made, find_target
from partnerassess.cli.run import Run
from partnerassess.cli.status import ExitStatus
from partnerassess.cli.streams import report as report_problems
from partnerassess.problems import Problem, ProblemsFound

if TYPE_CHECKING:
    from partnerassess.assessment import Assessment
    from partnerassess.decide.plan import Plan

_MADE = (*REPORTS, Form.JSON, Form.CSV)
_FILES_NAMED = 3


def plan(
    paths: Paths,
    arrangement: ChosenArrangement = None,
    to: Annotated[
        str,
        typer.Option(
            metavar="ready|BAND|NUMBER",
            help="Where the arrangement is to get.",
            autocompletion=complete_bands,
        ),
    ] = "ready",
    questionnaire: ChosenQuestionnaire = None,
    form: ChosenForm = None,
    output: Output = STANDARD_OUTPUT,
    force: Force = False,
    full: Full = False,
    plain: Plain = False,
    no_pager: NoPager = False,
    show_small_groups: SmallGroups = False,
    ignore_unrecognised: IgnoreUnrecognised = False,
) -> None:
    """Plan what to do."""
    target = find_target(output, form, _MADE, [*paths, questionnaire], force=force)
    run = Run(
        paths=paths,
        questionnaire=questionnaire,
        outputs=[output],
        ignore_unrecognised=ignore_unrecognised,
        show_small_groups=show_small_groups,
    )
    made = [_made(each) for each in _plans(run, arrangement, to)]
    target.write(made, full=full, plain=plain, pager=not no_pager)
    raise typer.Exit(run.status)


def _plans(run: Run, arrangement: str | None, to: str) -> "list[Plan]":
    """Make a plan for every partnership; one that cannot be planned does not keep the others."""
    made = []
    assessments = list(run.one_or_more())
    for assessment in assessments:
        try:
            made.append(_make(assessment, arrangement, to))
        except ProblemsFound as found:
            if len(assessments) == 1:
                raise
            report_problems(found.problems)
            run.unusable += 1
    if not made:
        raise typer.Exit(ExitStatus.UNUSABLE)
    return made


def _make(assessment: "Assessment", arrangement: str | None, to: str) -> "Plan":
    from partnerassess.decide.plan import find_target as find_end
    from partnerassess.decide.plan import make_plan

    _refuse_small_groups(assessment)
    chosen = _arrangement(assessment, arrangement)
    end = find_end(to, assessment.questionnaire)
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


def _refuse_small_groups(assessment: "Assessment") -> None:
    """Raise ProblemsFound where a plan would tell what one or two people said: where means are withheld.

    That is so whichever questions it raises. Its totals follow from where all of them stand, and a question
    that it leaves alone is told to stand high enough.
    """
    pooled = assessment.pooled
    if pooled is None or not pooled.withheld:
        return
    message = (
        "a plan shows where every question stands now, and that would tell what one or two people of an "
        f"organisation said to {len(pooled.withheld)} of them"
    )
    hint = "--show-small-groups plans all the same; ask the people first"
    more = len(pooled.files) - _FILES_NAMED
    files = [*pooled.files[:_FILES_NAMED], *([f"and {more} more"] if more > 0 else [])]
    raise ProblemsFound([Problem(file=", ".join(files), message=message, hint=hint)])


def _made(plan: "Plan") -> Made:
    from partnerassess.render.data import render_json_plan
    from partnerassess.render.rows import render_csv_plan
    from partnerassess.report.plan import report_plan

    return Made(
        assessment=plan.before,
        report=lambda full: report_plan(plan, full=full),
        data={Form.JSON: lambda: render_json_plan(plan), Form.CSV: lambda: render_csv_plan(plan)},
    )
