"""`what-if`: other answers beside the real ones."""

import os
from typing import TYPE_CHECKING, Annotated

import typer

from partnerassess.cli.form import REPORTS, Form
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
from partnerassess.cli.output import STANDARD_OUTPUT
from partnerassess.cli.partnerships import Made, find_target
from partnerassess.cli.run import Run
from partnerassess.problems import ProblemsFound

if TYPE_CHECKING:
    from partnerassess.decide.what_if import Trial


def what_if(
    words: Annotated[
        list[str],
        typer.Argument(
            metavar="ANSWERS... QUESTION=ANSWER...",
            help="The answers, then what to change in them.",
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
    target = find_target(output, form, (*REPORTS, Form.JSON), [*paths, questionnaire], force=force)
    run = Run(
        paths=paths,
        questionnaire=questionnaire,
        outputs=[output],
        ignore_unrecognised=ignore_unrecognised,
    )
    from partnerassess.decide.what_if import read_changes, try_out

    try:
        made = [
            _made(try_out(each, read_changes(each.questionnaire, changes)), notes=notes)
            for each in run.one_or_more()
        ]
    except ProblemsFound as found:
        raise typer.BadParameter("; ".join(map(str, found.problems)), param_hint="QUESTION=ANSWER") from None
    target.write(made, full=full, plain=plain)
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


def _made(trial: "Trial", *, notes: bool) -> Made:
    from partnerassess.explain import explain
    from partnerassess.render.data import render_json
    from partnerassess.report.what_if import report_what_if

    both = [trial.before, trial.after]
    return Made(
        assessment=trial.before,
        report=lambda _: report_what_if(trial),
        data={Form.JSON: lambda: render_json(map(explain, both), notes=notes)},
    )
