"""One answer file, for commands that look closely at one partnership.

This module knows how the one assessment a command is about is found. It does not know what becomes of it.
"""

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

import typer

from partnerassess.cli.status import ExitStatus
from partnerassess.cli.streams import (
    STANDARD_OUTPUT,
    console,
    deliver,
    is_utf8,
    laid_out,
    read_standard_input,
    report,
)

if TYPE_CHECKING:
    from rich.console import RenderableType

    from partnerassess.assessment import Assessment
    from partnerassess.batch import Outcome


def score_single(path: str, questionnaire: str | None, *, ignore_unrecognised: bool = False) -> "Assessment":
    """Score the one answer set of a file; ends with 3 if it cannot be used, with 2 if there are several."""
    from partnerassess.batch import Questionnaires, Scored, choose_questionnaire, score_inputs

    chosen = choose_questionnaire(questionnaire) if questionnaire else None
    outcomes: list[Outcome] = list(
        score_inputs(
            [path],
            Questionnaires(chosen),
            standard_input=read_standard_input,
            ignore_unrecognised=ignore_unrecognised,
        )
    )
    scored = [outcome for outcome in outcomes if isinstance(outcome, Scored)]
    for outcome in outcomes:
        if not isinstance(outcome, Scored):
            report(outcome.problems)
            raise typer.Exit(ExitStatus.UNUSABLE)
    if len(scored) > 1:
        fault = f"this is about one answer set, and there are {len(scored)}"
        raise typer.BadParameter(fault, param_hint="ANSWERS")
    return scored[0].assessment


def show_page(page: "Callable[[int, bool], RenderableType]", output: str) -> None:
    """Show a page of so many columns, in ASCII or not, in the terminal or in a file."""
    if output == STANDARD_OUTPUT:
        target = console(sys.stdout)
        target.print(page(target.width, not is_utf8(sys.stdout)))
    else:
        deliver(laid_out(lambda width: page(width, False)), output)
