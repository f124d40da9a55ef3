"""`what-if`: other answers beside the real ones."""

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from partnerassess.cli import options
from partnerassess.cli.form import Form
from partnerassess.cli.output import STANDARD_OUTPUT
from partnerassess.cli.partnerships import refuse_small_groups, write_each
from partnerassess.cli.run import Run
from partnerassess.problems import ProblemsFound

if TYPE_CHECKING:
    from partnerassess.assessment import Assessment
    from partnerassess.decide.what_if import Trial
    from partnerassess.model import Answers


def what_if(
    words: Annotated[
        list[str],
        typer.Argument(
            metavar="ANSWERS... QUESTION=ANSWER...",
            help="The answers, then what to change in them.",
        ),
    ],
    questionnaire: options.Questionnaire = None,
    form: options.Format = None,
    output: options.Output = STANDARD_OUTPUT,
    force: options.Force = False,
    full: options.Full = False,
    notes: options.Notes = False,
    plain: options.Plain = False,
    show_small_groups: options.SmallGroups = False,
    ignore_unrecognised: options.IgnoreUnrecognised = False,
) -> None:
    """Score with other answers."""
    paths, changes = _sort(words)
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
        trial = try_out(assessment, given, views, show_small_groups=show_small_groups)
        if trial.would_tell():
            for each in (trial.before, trial.after):
                refuse_small_groups(each, "a trial shows what these answers add, and that", "tries it out")
        return trial

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
        lambda trial, _: report_what_if(trial),
        {Form.JSON: lambda trial: render_json(map(explain, (trial.before, trial.after)), notes=notes)},
        form=form,
        full=full,
        plain=plain,
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
