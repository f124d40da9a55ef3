"""What changed between assessments of one partnership, also across versions of the questionnaire.

This package knows what can be compared, and when a change is clear. It does not know how changes are shown.
"""

from partnerassess.comparison.courses import (
    AnswerCourse,
    ArrangementCourse,
    Comparison,
    Course,
    FactorCourse,
    Move,
    compare,
    find_move,
)
from partnerassess.comparison.notes import name_partnerships, runs_backwards
from partnerassess.comparison.versions import Gap, LeftOut, common_answers

__all__ = [
    "AnswerCourse",
    "ArrangementCourse",
    "Comparison",
    "Course",
    "FactorCourse",
    "Gap",
    "LeftOut",
    "Move",
    "common_answers",
    "compare",
    "find_move",
    "name_partnerships",
    "runs_backwards",
]
