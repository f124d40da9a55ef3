"""`what-if`: other answers beside the real ones."""

import os
from typing import TYPE_CHECKING, Annotated

import typer

from partnerassess.cli.form import REPORTS, Form, choose_form, show_report
from partnerassess.cli.options import (
    ChosenForm,
    ChosenQuestionnaire,
    Force,
    Full,
    IgnoreUnrecognised,
    Notes,
    Output,
    Plain,
)
from partnerassess.cli.output import STANDARD_OUTPUT, deliver, guard
from partnerassess.cli.run import Inputs, Run
from partnerassess.problems import ProblemsFound

if TYPE_CHECKING:
    from partnerassess.decide.what_if import Trial


def what_if(
    words: Annotated[
        list[str],
        typer.Argument(
            metavar="ANSWERS... QUESTION=ANSWER...",
            help="The answers of one partnership, then what to change.",
        ),
    ],
    questionnaire: ChosenQuestionnaire = None,
    form: ChosenForm = None,
    output: Output = STANDARD_OUTPUT,
    force: Force = False,
    full: Full = False,
    notes: Notes = False,
    plain: Plain = False,
    ignore_unrecognised: IgnoreUnrecognised = False,
) -> None:
    """Score with other answers."""
    paths, changes = _sort(words)
    chosen = choose_form(form, output, (*REPORTS, Form.JSON), Form.TERMINAL)
    guard(output, [*paths, questionnaire], force=force)
    run = Run(
        inputs=Inputs(
            paths=paths,
            questionnaire=questionnaire,
            outputs=[output],
            ignore_unrecognised=ignore_unrecognised,
        )
    )
    found = run.one_or_more()
    if len(found) > 1:
        raise typer.BadParameter(
            f"these answers are of {len(found)} partnerships or rounds; name those of one",
            param_hint="ANSWERS",
        )
    from partnerassess.decide.what_if import read_changes, try_out

    try:
        given = read_changes(found[0].questionnaire, changes)
    except ProblemsFound as problems:
        raise typer.BadParameter(
            "; ".join(map(str, problems.problems)), param_hint="QUESTION=ANSWER"
        ) from None
    _show(try_out(found[0], given), chosen, output, full=full, notes=notes, plain=plain)
    raise typer.Exit(run.status)


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


def _show(trial: "Trial", form: Form, output: str, *, full: bool, notes: bool, plain: bool) -> None:
    if form is Form.JSON:
        from partnerassess.explain import explain
        from partnerassess.render.data import render_json

        deliver(render_json([explain(trial.before), explain(trial.after)], notes=notes), output)
        return
    from partnerassess.report.what_if import report_what_if

    show_report(report_what_if(trial), form, output, full=full, plain=plain)
