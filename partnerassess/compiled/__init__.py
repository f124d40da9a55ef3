"""Scoring many sets of answers: a questionnaire turned once into tables of whole numbers.

This package knows a second way to the numbers of docs/scoring.md: every answer is one long whole number, and
adding these up scores all arrangements at once. It does not know files, nor the parts and reasons that a
report needs; `partnerassess.scoring` gives those, and every number here equals the one there. Read tables,
then rows, dimensions and lanes.
"""

from partnerassess.compiled.dimensions import DimensionRow
from partnerassess.compiled.rows import ArrangementRow, Judgement
from partnerassess.compiled.tables import Placed, Tables, compile_questionnaire, possible_answers

__all__ = [
    "ArrangementRow",
    "DimensionRow",
    "Judgement",
    "Placed",
    "Tables",
    "compile_questionnaire",
    "possible_answers",
]
