"""Scoring tables of answers on the engine that holds them: pandas, polars, DuckDB, lazily Dask or Spark.

This package knows how the rules of docs/scoring.md are said as narwhals expressions over whole numbers. It
does not know files, reasons or gains: `score` gives those, and every number here equals its own. Needs the
extra `frames`. Read `score_frame`, then columns, cells, shown, factors, dimensions and verdicts.
"""

from collections.abc import Collection, Iterator

import narwhals as nw
from narwhals.typing import IntoFrameT

from partnerassess.frames.cells import add_cells, mine, read_table
from partnerassess.frames.columns import check_columns
from partnerassess.frames.dimensions import add_dimensions
from partnerassess.frames.factors import add_factors
from partnerassess.frames.shown import add_standings
from partnerassess.frames.verdicts import add_results
from partnerassess.model import Arrangement, Questionnaire

__all__ = ["NOT_UNDERSTOOD", "result_columns", "score_frame"]

NOT_UNDERSTOOD = "answers_not_understood"
"""The column that counts the cells of a row that are no answers."""


def score_frame(
    questionnaire: Questionnaire, frame: IntoFrameT, *, other_columns: Collection[str] = ()
) -> IntoFrameT:
    """Score a data frame, eager or lazy: one row per answer set, one column per question, by question id.

    A cell is a level's value (a number, or its text), a choice, `unknown`, `declined`, `not_applicable`, or
    empty; a question without a column is open in every row. Other columns stay as they are, but one whose
    name looks like that of a question without a column is refused, unless `other_columns` names it; so is a
    frame without any column for a question. Gives the same frame with six more columns per
    arrangement, which `result_columns` names, and one that counts the cells of a row that are no answers; a
    row with such a cell has no results. There are no notes, so an essential factor that is left out is open.
    Raises ValueError for such columns, if a column of the results is there already, or if the weights are too
    fine for sums in whole numbers of 64 bits.
    """
    table = read_table(questionnaire, frame)
    check_columns(questionnaire, table.given, other_columns)
    taken = sorted({*table.given} & {NOT_UNDERSTOOD, *_every_column(questionnaire)})
    if taken:
        raise ValueError(f"the frame already has a column {', '.join(taken)}")
    table = add_standings(add_cells(table))
    table, factors = add_factors(table)
    table, sums = add_dimensions(table, factors)
    table, named = add_results(table, sums)
    odd = mine("odd")
    results = [nw.when(odd == 0).then(value).alias(name) for name, value in named]
    scored: IntoFrameT = table.frame.select(*table.given, odd.alias(NOT_UNDERSTOOD), *results).to_native()
    return scored


def result_columns(arrangement: Arrangement) -> tuple[str, ...]:
    """Give the names of an arrangement's columns."""
    names = ("applies", "readiness", "lowest", "highest", "verdict", "band")
    return tuple(f"{arrangement.id}_{name}" for name in names)


def _every_column(questionnaire: Questionnaire) -> Iterator[str]:
    for arrangement in questionnaire.arrangements:
        yield from result_columns(arrangement)
