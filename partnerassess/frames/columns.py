"""Which columns of a data frame are questions, and which only look as if they were meant to be.

This module knows names of columns. It does not know what stands in their cells.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from difflib import get_close_matches

from partnerassess.model import Questionnaire
from partnerassess.problems import MOST_ALIKE

_ABOUT_THE_ROW = frozenset(
    ("format", "questionnaire", "version", "partnership", "organisation", "respondent", "date")
)
"""What an answer file says beside its answers: never a mistyped question."""
_LIKENESS = 0.8
"""How alike, from 0 to 1, a column's name and a question's id are if one was meant to be the other."""
_BETWEEN_WORDS = re.compile(r"[\W_]+")


def check_columns(questionnaire: Questionnaire, columns: Sequence[str], others: Collection[str]) -> None:
    """Raise ValueError if no column is a question, or some that are none look like one without a column.

    `others` are the columns that their owner says are no questions.
    """
    questions = questionnaire.questions
    named = [name for name in others if name in questions]
    if named:
        raise ValueError(f"{_quoted(named)}: named as other columns, but there are questions of that id")
    missed = [name for name in questions if name not in columns]
    known = {*questions, *others, *_ABOUT_THE_ROW}
    guesses = _guesses(missed, (name for name in columns if name not in known))
    if guesses:
        raise ValueError(_say_guesses(guesses))
    if len(missed) == len(questions):
        raise ValueError(
            f"no column is named after a question; the questions are {_quoted(list(questions))}, "
            "and docs/library.md says what stands below them"
        )


def _guesses(missed: Iterable[str], columns: Iterable[str]) -> dict[str, str]:
    """Give, by column, the question that it was probably meant to be."""
    by_words = {_words(name): name for name in missed}
    near = {name: get_close_matches(_words(name), by_words, n=1, cutoff=_LIKENESS) for name in columns}
    return {name: by_words[found[0]] for name, found in near.items() if found}


def _words(name: str) -> str:
    return _BETWEEN_WORDS.sub("-", name.casefold()).strip("-")


def _say_guesses(guesses: dict[str, str]) -> str:
    lines = [f"column `{name}` is no question; did you mean `{guess}`?" for name, guess in guesses.items()]
    if len(lines) > MOST_ALIKE:
        lines[MOST_ALIKE:] = [f"and {len(lines) - MOST_ALIKE} more like this"]
    rest = "If a column is yours and no answer, name it: score_frame(…, other_columns=[…])"
    return "\n".join((*lines, rest))


def _quoted(names: Sequence[str]) -> str:
    shown = ", ".join(f"`{name}`" for name in names[:5])
    return f"{shown} and {len(names) - 5} more" if len(names) > 5 else shown
