"""`demo`: the shipped case studies, scored."""

import typer

from partnerassess.cli.results import Wanted
from partnerassess.cli.score import show_outcomes
from partnerassess.cli.streams import read_standard_input, say


def demo() -> None:
    """Score the five case studies that ship with partnerassess.

    They are real partnerships in the English NHS, made anonymous by the researchers who described them.
    Each answer has a note saying which passage it was read from.

    \b
    Example:
      partnerassess demo
    """
    from partnerassess.batch import Questionnaires, score_inputs
    from partnerassess.files import clean
    from partnerassess.library import case_studies

    paths = [str(path) for path in case_studies()]
    outcomes = score_inputs(paths, Questionnaires(), standard_input=read_standard_input)
    status = show_outcomes(outcomes, Wanted())
    say("The full report of one of them:")
    say(f"  partnerassess score {clean(paths[0])}")
    raise typer.Exit(status)
