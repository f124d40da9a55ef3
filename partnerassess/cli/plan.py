"""`plan`: who does what to be ready."""

from typing import TYPE_CHECKING, Annotated

import typer

from partnerassess.cli.form import REPORTS, Form, choose_form, show_report, to_bytes
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
from partnerassess.cli.output import STANDARD_OUTPUT, deliver, guard, is_folder
from partnerassess.cli.run import Inputs, Run, write_each
from partnerassess.cli.status import ExitStatus
from partnerassess.cli.streams import report as report_problems
from partnerassess.cli.streams import say
from partnerassess.problems import Problem, ProblemsFound

if TYPE_CHECKING:
    from partnerassess.assessment import Assessment
    from partnerassess.decide.plan import Plan
    from partnerassess.report.shapes import Report

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
    inputs = Inputs(
        paths=paths,
        questionnaire=questionnaire,
        outputs=[output],
        ignore_unrecognised=ignore_unrecognised,
        show_small_groups=show_small_groups,
    )
    reads = [*paths, questionnaire]
    run = Run(inputs=inputs)
    if is_folder(output):
        plans = {id(one.before): one for one in _plans(run, arrangement, to)}
        write_each(
            [one.before for one in plans.values()],
            output,
            ".html",
            lambda one: to_bytes(_report(plans[id(one)], full=True), Form.HTML, full=full),
            reads,
            force=force,
        )
        raise typer.Exit(run.status)
    chosen = choose_form(form, output, _MADE, Form.TERMINAL)
    guard(output, reads, force=force)
    made = _plans(run, arrangement, to)
    if len(made) > 1 and (output != STANDARD_OUTPUT or chosen not in (Form.TERMINAL, Form.MARKDOWN)):
        fault = f"there are plans for {len(made)} partnerships: name a folder, such as plans/"
        raise typer.BadParameter(fault, param_hint="--output")
    for one in made:
        _show(one, chosen, output, full=full, plain=plain, pager=full and not no_pager and len(made) == 1)
    raise typer.Exit(run.status)


def _plans(run: Run, arrangement: str | None, to: str) -> "list[Plan]":
    """Make a plan for every partnership; one that cannot be planned does not keep the others."""
    made = []
    assessments = run.one_or_more()
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
    from partnerassess.decide.plan import find_target, make_plan

    _refuse_small_groups(assessment)
    chosen = _arrangement(assessment, arrangement)
    target = find_target(to, assessment.questionnaire)
    if isinstance(target, str):
        raise typer.BadParameter(target, param_hint="--to")
    return make_plan(assessment, chosen, target)


def _arrangement(assessment: "Assessment", name: str | None) -> str:
    """Give the arrangement to plan. BadParameter for an unknown one, ProblemsFound where none can be."""
    results = {each.arrangement.id: each for each in assessment.arrangements}
    if name is not None and name not in results:
        from partnerassess.decide.requirement import Requirement

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


def _report(made: "Plan", *, full: bool) -> "Report":
    from partnerassess.report.plan import report_plan

    return report_plan(made, full=full)


def _show(made: "Plan", form: Form, output: str, *, full: bool, plain: bool, pager: bool) -> None:
    if form is Form.JSON:
        from partnerassess.render.data import render_json_plan

        deliver(render_json_plan(made), output)
    elif form is Form.CSV:
        from partnerassess.render.rows import render_csv_plan

        deliver(render_csv_plan(made), output)
    else:
        page = full or form not in (Form.TERMINAL, Form.MARKDOWN)
        show_report(_report(made, full=page), form, output, full=full, plain=plain, pager=pager)
    if output != STANDARD_OUTPUT:
        say(f"Written: {output}")
