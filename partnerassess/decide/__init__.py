"""What follows from assessments: what changed from round to round, and which of many to look at first."""

from partnerassess.decide.comparison import (
    AnswerCourse,
    ArrangementCourse,
    Comparison,
    Course,
    FactorCourse,
    Move,
    RoundComparison,
    compare,
    compare_partnership,
    find_move,
    name_partnerships,
    runs_backwards,
)
from partnerassess.decide.portfolio import Order, Selection, SortKey, read_order, subject_of
from partnerassess.decide.versions import Gap, LeftOut, common_answers

__all__ = [
    "AnswerCourse",
    "ArrangementCourse",
    "Comparison",
    "Course",
    "FactorCourse",
    "Gap",
    "LeftOut",
    "Move",
    "Order",
    "RoundComparison",
    "Selection",
    "SortKey",
    "common_answers",
    "compare",
    "compare_partnership",
    "find_move",
    "name_partnerships",
    "read_order",
    "runs_backwards",
    "subject_of",
]
