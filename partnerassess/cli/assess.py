"""`assess`: the questions one by one, every answer saved, then the report."""

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from partnerassess.cli.options import ChosenQuestionnaire
from partnerassess.cli.results import print_report
from partnerassess.cli.status import ExitStatus

if TYPE_CHECKING:
    from partnerassess.model import Questionnaire


def assess(
    answers: Annotated[
        Path | None,
        typer.Argument(metavar="[ANSWERS]", help="The file to keep the answers in; a new one without it."),
    ] = None,
    questionnaire: ChosenQuestionnaire = None,
    plain: Annotated[
        bool, typer.Option("--plain", help="Line by line: for pipes, screen readers and simple terminals.")
    ] = False,
) -> None:
    """Answer the questions in the terminal; every answer is saved at once.

    Stop whenever you like (`q`) and go on later with the same file. At the end you can look through all
    answers, change any of them, and see the report.

    \b
    Examples:
      partnerassess assess
      partnerassess assess riverside.yaml
      partnerassess assess --questionnaire our-questionnaire.yaml
    """
    from partnerassess.walk.plain import run_plain_walk

    status = run_plain_walk(
        _questionnaire(questionnaire, answers),
        answers,
        today=date.today(),
        source=sys.stdin,
        target=sys.stderr,
        show_report=print_report,
        named=questionnaire,
    )
    raise typer.Exit(ExitStatus(status))


def _questionnaire(name: str | None, path: Path | None) -> "Questionnaire":
    """Load the questionnaire that was named, else the one the answers are to, else the shipped one."""
    from partnerassess.batch import choose_questionnaire, find_answered_questionnaire
    from partnerassess.library import DEFAULT

    if name is not None:
        return choose_questionnaire(name)
    answered = find_answered_questionnaire(path) if path is not None and path.exists() else None
    return answered or choose_questionnaire(DEFAULT)
