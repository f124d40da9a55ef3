"""Assessments without their parts, for tables of many.

This module knows which numbers such a table needs. It does not know how they came about.
"""

import datetime
from collections.abc import Iterable
from fractions import Fraction

from partnerassess.assessment import ArrangementResult, Assessment, Range
from partnerassess.canonical import Said
from partnerassess.compiled import ArrangementRow, Placed
from partnerassess.compiled.lanes import Ratio
from partnerassess.exact import Root
from partnerassess.model import Answers, Questionnaire


def brief_assessment(
    questionnaire: Questionnaire, file: str, said: Said, placed: Iterable[Placed]
) -> Assessment:
    """Give an assessment with rank, readiness, band and verdict of every arrangement, and nothing below."""
    return Assessment(
        questionnaire=questionnaire,
        answers=Answers(
            questionnaire=questionnaire.id,
            partnership=said.partnership,
            organisation=said.organisation,
            respondent=said.respondent,
            date=datetime.date.fromisoformat(said.date) if said.date else None,
            file=file,
        ),
        arrangements=tuple(_result(row, applies, rank) for row, applies, rank in placed),
    )


def _result(row: ArrangementRow, applies: bool, rank: int | None) -> ArrangementResult:
    return ArrangementResult(
        arrangement=row.arrangement,
        applies=applies,
        rank=rank,
        readiness=_range(row),
        band=row.band,
        verdict=row.verdict,
        reasons=(),
        dimensions=(),
    )


def _range(row: ArrangementRow) -> Range[Root] | None:
    if row.lowest is None or row.highest is None:
        return None
    point = None if row.point is None else _root(row.point, row.degree)
    return Range(point=point, lowest=_root(row.lowest, row.degree), highest=_root(row.highest, row.degree))


def _root(number: Ratio, degree: int) -> Root:
    return Root(Fraction(*number), degree)
