"""`check`: every problem of answer files and questionnaires, with its place and a hint."""

from typing import Annotated

import typer

from partnerassess.cli.options import ChosenQuestionnaire, IgnoreUnrecognised
from partnerassess.cli.status import ExitStatus
from partnerassess.cli.streams import read_standard_input, report, say


def check(
    paths: Annotated[
        list[str], typer.Argument(metavar="PATH...", help="Files or folders; `-` reads standard input.")
    ],
    questionnaire: ChosenQuestionnaire = None,
    ignore_unrecognised: IgnoreUnrecognised = False,
) -> None:
    """Check answer files and questionnaires without scoring them.

    Every problem is shown as FILE:LINE:COLUMN with what is wrong and what to do. Nothing is changed.

    \b
    Examples:
      partnerassess check answers.yaml
      partnerassess check our-questionnaire.yaml answers/
    """
    from partnerassess.batch import Questionnaires, check_inputs, choose_questionnaire

    chosen = choose_questionnaire(questionnaire) if questionnaire else None
    good = bad = 0
    outcomes = check_inputs(
        paths,
        Questionnaires(chosen),
        standard_input=read_standard_input,
        ignore_unrecognised=ignore_unrecognised,
    )
    for problems in outcomes:
        report(problems)
        good, bad = (good, bad + 1) if problems else (good + 1, bad)
    say(f"{good} fine" + (f", {bad} with problems" if bad else ""))
    raise typer.Exit(ExitStatus.UNUSABLE if bad else ExitStatus.DONE)
