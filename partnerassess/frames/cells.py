"""Cells of a data frame → levels, choices and silences, as columns of our own.

This module knows how an answer may stand in a cell. It does not know which questions are hidden.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import reduce
from math import lcm
from operator import add
from typing import Any

import narwhals as nw
from narwhals.typing import IntoFrame

from partnerassess.model import ChoiceQuestion, Question, Questionnaire, ScoredQuestion, Silence

_OPEN = ("", Silence.UNKNOWN.value, Silence.DECLINED.value)


@dataclass(frozen=True, kw_only=True, slots=True)
class Table:
    """A data frame on its way to its results."""

    questionnaire: Questionnaire
    frame: Any
    """The narwhals frame, eager or lazy, with the columns worked out so far."""
    given: tuple[str, ...]
    """The columns that are not ours."""
    own: tuple[str, ...] = ()
    """The names of those that are."""

    @property
    def top(self) -> int:
        """Give the whole number that stands for the highest level of every scale; 0 stands for the lowest."""
        levels = [
            level.position.denominator
            for question in self.questionnaire.questions.values()
            if isinstance(question, ScoredQuestion)
            for level in question.levels
        ]
        return lcm(*levels)

    def place(self, position: Fraction) -> Fraction:
        """Give a position (0-1) on the scale that ends at `top`."""
        return position * self.top

    def plus(self, columns: Mapping[str, nw.Expr], keep: Sequence[str] | None = None) -> "Table":
        """Add columns of our own by name, and of those there are keep only some kinds, unless all.

        A name is a kind and an id with a slash between them, which ids cannot have.
        """
        kept = [name for name in self.own if keep is None or name.partition("/")[0] in keep]
        named = [value.alias(_named(name)) for name, value in columns.items()]
        frame = self.frame.select(*self.given, *(_named(name) for name in kept), *named)
        return replace(self, frame=frame, own=(*kept, *columns))


def read_table(questionnaire: Questionnaire, frame: IntoFrame) -> Table:
    """Give a data frame as it comes from the user."""
    known = nw.from_native(frame)
    return Table(questionnaire=questionnaire, frame=known, given=tuple(known.collect_schema().names()))


def mine(name: str) -> nw.Expr:
    """Give a column of our own."""
    return nw.col(_named(name))


def _named(name: str) -> str:
    return f"__partnerassess/{name}"


def whole(number: int) -> nw.Expr:
    """Give a whole number of 64 bits."""
    return nw.lit(number, nw.Int64())


def count(condition: nw.Expr) -> nw.Expr:
    """Give 1 where a condition holds, else 0."""
    return nw.when(condition).then(whole(1)).otherwise(whole(0))


def total(parts: list[nw.Expr]) -> nw.Expr:
    """Add up whole numbers, none of which is null; 0 where there are none."""
    return reduce(add, parts) if parts else whole(0)


def either(condition: nw.Expr, then: nw.Expr, otherwise: nw.Expr) -> nw.Expr:
    """Give one of two values."""
    return nw.when(condition).then(then).otherwise(otherwise)


def add_cells(table: Table) -> Table:
    """Add, for every question, what its cells say.

    Scored: `level/Q`, where the level stands between 0 and `top`, -1 for none, and `out/Q`, whether it is not
    applicable. Choices: `choice/Q`, the choice, empty for none. For the whole row: `odd`, how many of its
    cells are no answers.
    """
    schema = table.frame.collect_schema()
    columns: dict[str, nw.Expr] = {}
    for question in table.questionnaire.questions.values():
        if question.id not in schema:
            columns |= _no_column(question)
        elif schema[question.id].is_numeric() and isinstance(question, ScoredQuestion):
            columns |= _numbers(table, question)
        else:
            columns |= _words(table, question)
    table = table.plus(columns)
    odd = total([mine(f"odd/{name}") for name in table.questionnaire.questions])
    return table.plus({"odd": odd}, keep=("level", "out", "choice"))


def _no_column(question: Question) -> dict[str, nw.Expr]:
    odd = {f"odd/{question.id}": whole(0)}
    if isinstance(question, ChoiceQuestion):
        return {f"choice/{question.id}": nw.lit(""), **odd}
    return {f"level/{question.id}": whole(-1), f"out/{question.id}": nw.lit(False), **odd}


def _numbers(table: Table, question: ScoredQuestion) -> dict[str, nw.Expr]:
    cell, level = nw.col(question.id), whole(-1)
    for each in question.levels:
        value = each.value.numerator if each.value.denominator == 1 else float(each.value)
        level = either((cell == value).fill_null(False), whole(int(table.place(each.position))), level)
    return {
        f"level/{question.id}": level,
        f"out/{question.id}": nw.lit(False),
        f"odd/{question.id}": count(~cell.is_null() & (level == -1)),
    }


def _words(table: Table, question: Question) -> dict[str, nw.Expr]:
    cell = nw.col(question.id)
    said = either(cell.is_null(), nw.lit(""), cell.cast(nw.String()).str.strip_chars())
    if isinstance(question, ChoiceQuestion):
        choices = [choice.id for choice in question.choices]
        return {
            f"choice/{question.id}": either(said.is_in(choices), said, nw.lit("")),
            f"odd/{question.id}": count(~said.is_in([*choices, *_OPEN])),
        }
    level = whole(-1)
    for each in question.levels:
        level = either(said.is_in(_texts(each.value)), whole(int(table.place(each.position))), level)
    accepted = [*_OPEN, *([Silence.NOT_APPLICABLE.value] if question.not_applicable else [])]
    return {
        f"level/{question.id}": level,
        f"out/{question.id}": said == Silence.NOT_APPLICABLE.value,
        f"odd/{question.id}": count((level == -1) & ~said.is_in(accepted)),
    }


def _texts(value: Fraction) -> list[str]:
    """Give a level's value as people and engines write it: `4` and `4.0`."""
    return sorted({str(value.numerator) if value.denominator == 1 else str(float(value)), str(float(value))})
