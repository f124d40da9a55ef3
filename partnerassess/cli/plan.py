"""`plan`: the cheapest set of improvements that takes an arrangement to a target."""

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from partnerassess.cli.endings import FORM_DEFAULT, choose_form
from partnerassess.cli.options import (
    ChosenQuestionnaire,
    Force,
    Full,
    IgnoreUnrecognised,
    Output,
    Pager,
    SmallGroups,
)
from partnerassess.cli.output import STANDARD_OUTPUT, deliver, guard
from partnerassess.cli.pages import deliver_report
from partnerassess.cli.single import AnswerPaths, OnePool, look_at
from partnerassess.cli.status import ExitStatus
from partnerassess.cli.streams import say

if TYPE_CHECKING:
    from partnerassess.assessment import Assessment
    from partnerassess.planning import Plan


class PlanFormat(StrEnum):
    """The forms a plan comes in."""

    TERMINAL = "terminal"
    JSON = "json"
    CSV = "csv"
    MARKDOWN = "markdown"
    HTML = "html"
    DOCX = "docx"
    PDF = "pdf"


def plan(
    answers: AnswerPaths,
    arrangement: Annotated[
        str | None, typer.Option("--arrangement", "-a", metavar="ID", help="Without it: the leader.")
    ] = None,
    to: Annotated[
        str, typer.Option("--to", metavar="ready|BAND|NUMBER", help="Where the arrangement is to get.")
    ] = "ready",
    questionnaire: ChosenQuestionnaire = None,
    pool: OnePool = False,
    show_small_groups: SmallGroups = False,
    format: Annotated[  # noqa: A002 the option's name
        PlanFormat | None,
        typer.Option("--format", "-f", help="The form the plan comes in.", show_default=FORM_DEFAULT),
    ] = None,
    output: Output = STANDARD_OUTPUT,
    force: Force = False,
    full: Full = False,
    pager: Pager = True,
    ignore_unrecognised: IgnoreUnrecognised = False,
) -> None:
    """Plan the cheapest improvements that make an arrangement ready.

    Every combination is weighed, exactly. Essential minimums are met, what is not in the partners' hands is
    left alone. Open answers are planned from their lowest level; pooled ones, from the least favourable
    view of every question. Where that would tell what one or two people said, there is no plan without
    --show-small-groups. No answer file is changed.

    \b
    Examples:
      partnerassess plan answers.yaml
      partnerassess plan answers.yaml --arrangement voluntary-structural --to nearly
      partnerassess plan answers.yaml --format docx --output plan.docx
      partnerassess plan riverside.yaml valley-high.yaml --pool
    """
    from partnerassess.cli.pooled import refuse_small_groups
    from partnerassess.planning import find_target, make_plan

    form = choose_form(format, output, PlanFormat.TERMINAL)
    guard(output, [*answers, questionnaire], force=force)
    if show_small_groups and not pool:
        raise typer.BadParameter("needs --pool beside it", param_hint="--show-small-groups")
    looked_at = look_at(
        answers,
        questionnaire,
        pool=pool,
        show_small_groups=show_small_groups,
        ignore_unrecognised=ignore_unrecognised,
    )
    if looked_at.pooled:
        refuse_small_groups(looked_at.pooled)
    assessment = looked_at.assessment
    chosen = _arrangement(assessment, arrangement)
    target = find_target(to, assessment.questionnaire)
    if isinstance(target, str):
        raise typer.BadParameter(target, param_hint="--to")
    _show(make_plan(assessment, chosen, target), form, output, full=full, pager=pager)


def _arrangement(assessment: "Assessment", name: str | None) -> str:
    """Give the arrangement to plan; ends with 2 for an unknown one, with 3 where there is none to plan."""
    results = {each.arrangement.id: each for each in assessment.arrangements}
    if name is not None and name not in results:
        known = ", ".join(each.id for each in assessment.questionnaire.arrangements)
        fault = f"{assessment.questionnaire.id} has no arrangement `{name}`; it has {known}"
        raise typer.BadParameter(fault, param_hint="--arrangement")
    result = results[name] if name else assessment.leader
    if result is None or result.readiness is None:
        title = result.arrangement.title if result else "No arrangement applies, or all that do"
        say(f"{title} cannot be assessed, so there is nothing to plan from.")
        for reason in result.reasons if result else ():
            say(f"  {reason.text}")
        raise typer.Exit(ExitStatus.UNUSABLE)
    return result.arrangement.id


def _show(made: "Plan", form: PlanFormat, output: str, *, full: bool, pager: bool) -> None:
    match form:
        case PlanFormat.JSON:
            from partnerassess.render.export_plan import render_json_plan

            deliver(render_json_plan(made), output)
        case PlanFormat.CSV:
            from partnerassess.render.export_plan import render_csv_plan

            deliver(render_csv_plan(made), output)
        case _:
            from partnerassess.report.plan import report_plan

            deliver_report(
                lambda everything: report_plan(made, full=everything), form, output, full=full, pager=pager
            )
