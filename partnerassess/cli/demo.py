"""`demo`: the examples that ship with partnerassess, scored."""

import textwrap
from typing import TYPE_CHECKING, Annotated

import typer

from partnerassess.cli.results import Wanted
from partnerassess.cli.score import show_outcomes
from partnerassess.cli.streams import read_standard_input, say

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from partnerassess.batch import Outcome, Scored

_INVENTED = "invented"
_OWN = ("partnerassess assess", "answer for a partnership of your own")


def demo(
    case: Annotated[
        str | None,
        typer.Argument(
            metavar="[CASE]", help="A letter from a to e, or `invented`: the full report of that one."
        ),
    ] = None,
) -> None:
    """Score the examples that ship with partnerassess.

    Five case studies: real partnerships, made anonymous by the researchers who described them; each answer
    has a note saying which passage it was read from. And an invented partnership, which both partners
    answered in full.

    \b
    Examples:
      partnerassess demo
      partnerassess demo a
      partnerassess demo invented
    """
    from partnerassess.library import case_studies

    if case is None:
        outcomes = [*_score(case_studies()), _pool_invented()]
        say(textwrap.fill(" ".join(_what_they_are(outcomes)), 80))
        commands = (
            ("partnerassess demo a", "one of them"),
            ("partnerassess demo invented", "the invented one"),
            _OWN,
        )
        raise typer.Exit(show_outcomes(outcomes, Wanted(commands=commands)))
    chosen = [_pool_invented()] if case.lower() == _INVENTED else _score([_find_case(case)])
    raise typer.Exit(show_outcomes(chosen, Wanted(commands=(("partnerassess demo", "all of them"), _OWN))))


def _score(paths: "Iterable[Path]") -> "Iterator[Outcome]":
    from partnerassess.batch import Questionnaires, score_inputs

    inputs = [str(path) for path in paths]
    return score_inputs(inputs, Questionnaires(), standard_input=read_standard_input)


def _pool_invented() -> "Scored":
    from partnerassess.batch import Scored
    from partnerassess.library import DEFAULT, invented_partnership
    from partnerassess.notebook import load_answers, load_questionnaire
    from partnerassess.pooling import pool

    questionnaire = load_questionnaire(DEFAULT)
    assessment = pool(questionnaire, [load_answers(path, questionnaire) for path in invented_partnership()])
    return Scored(assessment=assessment, document=None, is_group=True)


def _what_they_are(outcomes: "Iterable[Outcome]") -> "Iterator[str]":
    from partnerassess.batch import Scored
    from partnerassess.library import case_studies

    yield "Five case studies, read from a few published pages each, and an invented partnership."
    yield "The pages are silent on some questions, which a team could answer:"
    silent = []
    for path, outcome in zip(case_studies(), outcomes, strict=False):
        leader = outcome.assessment.leader if isinstance(outcome, Scored) else None
        if leader:
            asked = len(tuple(leader.arrangement.questions()))
            silent.append(f"case {_letter(path).upper()} {len(leader.open_answers())} of {asked}")
    yield ", ".join(silent) + "."


def _find_case(letter: str) -> "Path":
    from partnerassess.library import case_studies

    cases = {_letter(path): path for path in case_studies()}
    if letter.lower() not in cases:
        raise typer.BadParameter(f"one of {', '.join(cases)} or {_INVENTED}", param_hint="CASE")
    return cases[letter.lower()]


def _letter(path: "Path") -> str:
    return path.stem.removeprefix("case-")
