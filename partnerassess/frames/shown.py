"""Conditions as expressions, and with them where every question stands.

This module knows three-valued truth as two columns, one for yes and one for no. It does not know sums.
"""

from dataclasses import dataclass
from functools import reduce
from operator import and_, or_
from typing import assert_never

import narwhals as nw

from partnerassess.conditions import (
    All,
    AnswerAtLeast,
    AnswerBelow,
    Answered,
    AnyOf,
    Chose,
    Condition,
    Not,
    QuestionFact,
)
from partnerassess.frames.cells import Table, either, mine, whole
from partnerassess.model import Arrangement, ChoiceQuestion, ScoredQuestion, Unanswered


@dataclass(frozen=True, slots=True)
class Truth:
    """Whether something holds: where neither is true it is not known yet."""

    yes: nw.Expr
    no: nw.Expr


_ALWAYS = Truth(nw.lit(True), nw.lit(False))


def add_standings(table: Table) -> Table:
    """Add where every scored question stands, and which arrangements apply.

    `answered/Q` and `open/Q` are 1 or 0, both 0 where the question is out; `at/Q` is where an answer counts,
    between 0 and `top`; `applies/A` is true or false.
    """
    questions = table.questionnaire.questions.values()
    for question in questions:
        if question.only_if is not None:
            shown = _truth(table, question.only_if)
            table = table.plus({f"yes/{question.id}": shown.yes, f"no/{question.id}": shown.no})
    columns: dict[str, nw.Expr] = {}
    for question in questions:
        if isinstance(question, ScoredQuestion):
            columns |= _standing(table, question)
    for arrangement in table.questionnaire.arrangements:
        columns[f"applies/{arrangement.id}"] = _applies(table, arrangement)
    return table.plus(columns, keep=("odd",))


def _applies(table: Table, arrangement: Arrangement) -> nw.Expr:
    """Tell whether an arrangement is in play; only what is known to be false excludes it."""
    if arrangement.applies_if is None:
        return nw.lit(True)
    return ~_truth(table, arrangement.applies_if).no


def _standing(table: Table, question: ScoredQuestion) -> dict[str, nw.Expr]:
    shown, level = _shown(table, question.id), mine(f"level/{question.id}")
    is_out = shown.no | mine(f"out/{question.id}")
    has_level = shown.yes & (level >= 0)
    counts_as_lowest = table.questionnaire.scoring.unanswered is Unanswered.LOWEST
    is_answered = ~is_out if counts_as_lowest else ~is_out & has_level
    return {
        f"answered/{question.id}": either(is_answered, whole(1), whole(0)),
        f"open/{question.id}": either(is_out | is_answered, whole(0), whole(1)),
        f"at/{question.id}": either(~is_out & has_level, level, whole(0)),
    }


def _shown(table: Table, question: str) -> Truth:
    if table.questionnaire.questions[question].only_if is None:
        return _ALWAYS
    return Truth(mine(f"yes/{question}"), mine(f"no/{question}"))


def _truth(table: Table, condition: Condition) -> Truth:
    match condition:
        case All(conditions=parts):
            truths = [_truth(table, part) for part in parts]
            return Truth(
                reduce(and_, (each.yes for each in truths)), reduce(or_, (each.no for each in truths))
            )
        case AnyOf(conditions=parts):
            truths = [_truth(table, part) for part in parts]
            return Truth(
                reduce(or_, (each.yes for each in truths)), reduce(and_, (each.no for each in truths))
            )
        case Not(condition=part):
            truth = _truth(table, part)
            return Truth(truth.no, truth.yes)
        case Chose() | AnswerAtLeast() | AnswerBelow() | Answered():
            return _fact(table, condition)
        case _:
            raise TypeError(f"{condition} is not about an answer")


def _fact(table: Table, fact: QuestionFact) -> Truth:
    shown = _shown(table, fact.question)
    is_out, has_answer = _out_and_answered(table, fact.question)
    known = shown.yes & has_answer
    match fact:
        case Answered(answered=wanted):
            return Truth(known, ~known) if wanted else Truth(~known, known)
        case Chose(choices=choices):
            holds = mine(f"choice/{fact.question}").is_in(list(choices))
        case AnswerAtLeast():
            holds = _reaches(table, fact)
        case AnswerBelow():
            holds = ~_reaches(table, fact)
        case _:
            assert_never(fact)
    return Truth(known & holds, shown.no | is_out | (known & ~holds))


def _out_and_answered(table: Table, name: str) -> tuple[nw.Expr, nw.Expr]:
    if isinstance(table.questionnaire.questions[name], ChoiceQuestion):
        return nw.lit(False), mine(f"choice/{name}") != ""
    return mine(f"out/{name}"), mine(f"level/{name}") >= 0


def _reaches(table: Table, fact: AnswerAtLeast | AnswerBelow) -> nw.Expr:
    question = table.questionnaire.questions[fact.question]
    levels = question.levels if isinstance(question, ScoredQuestion) else ()
    reached = [int(table.place(level.position)) for level in levels if level.value >= fact.value]
    return mine(f"level/{fact.question}") >= whole(min(reached, default=table.top + 1))
