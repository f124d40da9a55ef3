"""Assessments without their parts, for tables of many.

This module knows which numbers such a table needs. It does not know how they came about.
"""

import datetime
from collections.abc import Iterable
from fractions import Fraction
from typing import NamedTuple

from partnerassess.assessment import ArrangementResult, Assessment, Range, Verdict
from partnerassess.canonical import Said
from partnerassess.compiled import ArrangementRow, Placed
from partnerassess.compiled.lanes import Ratio
from partnerassess.exact import Root
from partnerassess.model import Answers, Questionnaire


class PooledResult(NamedTuple):
    """One arrangement's result, with names in place of what the questionnaire has."""

    arrangement: str
    applies: bool
    rank: int | None
    readiness: Range[Root] | None
    band: str | None
    verdict: Verdict | None


class PooledResults(NamedTuple):
    """The results of several people's answers together."""

    file: str | None
    """The file all of them came from; null if they came from several."""
    arrangements: tuple[PooledResult, ...]


def brief_assessment(
    questionnaire: Questionnaire, file: str, said: Said, placed: Iterable[Placed]
) -> Assessment:
    """Give an assessment with rank, readiness, band and verdict of every arrangement, and nothing below."""
    return Assessment(
        questionnaire=questionnaire,
        answers=_answers(questionnaire, said, file),
        arrangements=tuple(_result(row, applies, rank) for row, applies, rank in placed),
    )


def pooled_results(assessment: Assessment) -> PooledResults:
    """Give what a brief assessment says of pooled answers."""
    return PooledResults(
        assessment.answers.file,
        tuple(
            PooledResult(
                each.arrangement.id,
                each.applies,
                each.rank,
                each.readiness,
                each.band.id if each.band else None,
                each.verdict,
            )
            for each in assessment.arrangements
        ),
    )


def brief_pooled(questionnaire: Questionnaire, said: Said, results: PooledResults) -> Assessment:
    """Give pooled answers as an assessment with nothing below its arrangements."""
    known = {each.id: each for each in questionnaire.arrangements}
    bands = {each.id: each for each in questionnaire.scoring.bands}
    return Assessment(
        questionnaire=questionnaire,
        answers=_answers(questionnaire, said, results.file),
        arrangements=tuple(
            ArrangementResult(
                arrangement=known[each.arrangement],
                applies=each.applies,
                rank=each.rank,
                readiness=each.readiness,
                band=bands[each.band] if each.band else None,
                verdict=each.verdict,
                reasons=(),
                dimensions=(),
            )
            for each in results.arrangements
        ),
    )


def _answers(questionnaire: Questionnaire, said: Said, file: str | None) -> Answers:
    """Give who answered, without what."""
    return Answers(
        questionnaire=questionnaire.id,
        partnership=said.partnership,
        organisation=said.organisation,
        respondent=said.respondent,
        date=datetime.date.fromisoformat(said.date) if said.date else None,
        file=file,
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
