"""`demo`: the shipped case studies, scored."""

from typing import TYPE_CHECKING, Annotated

import typer

from partnerassess.cli.results import Wanted
from partnerassess.cli.score import show_outcomes
from partnerassess.cli.streams import read_standard_input

if TYPE_CHECKING:
    from pathlib import Path


_OWN = ("partnerassess assess", "answer for a partnership of your own")


def demo(
    case: Annotated[
        str | None,
        typer.Argument(metavar="[CASE]", help="A letter from a to e: the full report of that one."),
    ] = None,
) -> None:
    """Score the five case studies that ship with partnerassess.

    They are real partnerships in the English NHS, made anonymous by the researchers who described them.
    Each answer has a note saying which passage it was read from.

    \b
    Examples:
      partnerassess demo
      partnerassess demo a
    """
    from partnerassess.batch import Questionnaires, score_inputs
    from partnerassess.library import case_studies

    paths = case_studies() if case is None else [_find_case(case)]
    inputs = [str(path) for path in paths]
    first = ("partnerassess demo a", "one of them") if case is None else ("partnerassess demo", "all of them")
    wanted = Wanted(commands=(first, _OWN))
    status = show_outcomes(score_inputs(inputs, Questionnaires(), standard_input=read_standard_input), wanted)
    raise typer.Exit(status)


def _find_case(letter: str) -> "Path":
    from partnerassess.library import case_studies

    cases = {path.stem.removeprefix("case-"): path for path in case_studies()}
    if letter.lower() not in cases:
        raise typer.BadParameter(f"one of {', '.join(cases)}", param_hint="CASE")
    return cases[letter.lower()]
