"""What changed, for other programs: JSON in the form `partnerassess-comparison/1`, and a tidy CSV table.

This module knows the keys and columns that docs/deciding.md explains. It does not know where the text goes.
"""

import json
from collections.abc import Iterable
from fractions import Fraction

from partnerassess.assessment import Assessment, Range
from partnerassess.decide.comparison import (
    ArrangementCourse,
    Comparison,
    Course,
    FactorCourse,
    RoundComparison,
)
from partnerassess.exact import Root
from partnerassess.files import clean
from partnerassess.model import Scoring
from partnerassess.render.rows import Cell, csv_line
from partnerassess.report.numbers import number_for_json

FORMAT = "partnerassess-comparison/1"

_COLUMNS = (
    "partnership", "arrangement", "kind", "id", "title", "round", "file", "date", "point", "lowest",
    "highest", "band", "verdict", "change", "overall",
)  # fmt: skip

Data = dict[str, object]


def render_json_comparison(compared: RoundComparison) -> str:
    """Render as JSON; ends with a newline. Numbers are on the questionnaire's shown scale."""
    data: Data = {
        "format": FORMAT,
        "partnerships": [_partnership(each) for each in compared.partnerships],
        "only_in": [[each.answers.partnership for each in assessments] for assessments in compared.only_in],
        "warnings": list(compared.warnings),
    }
    return json.dumps(data, ensure_ascii=False, allow_nan=False, indent=2) + "\n"


def _partnership(comparison: Comparison) -> Data:
    last = comparison.assessments[-1]
    scoring = last.questionnaire.scoring
    return {
        "questionnaire": {"id": last.questionnaire.id, "version": last.questionnaire.version},
        "partnership": last.answers.partnership,
        "rounds": [
            _round(each, place) for each, place in zip(comparison.assessments, comparison.rounds, strict=True)
        ],
        "arrangements": [_arrangement(each, scoring) for each in comparison.arrangements],
        "left_out": [
            {"kind": each.kind, "id": clean(each.id), "why": each.why.value} for each in comparison.left_out
        ],
        "warnings": list(comparison.warnings),
    }


def render_csv_comparison(compared: RoundComparison) -> str:
    """Render as CSV: one row per partnership, arrangement, dimension or factor, and round.

    Of arrangements that applied in some round. `change` says what became of it since the round before,
    `overall` from the first to the last.
    """
    rows = (row for comparison in compared.partnerships for row in _csv_rows(comparison))
    return "".join((csv_line(_COLUMNS), *rows))


def _csv_rows(comparison: Comparison) -> list[str]:
    lines: list[str] = []
    applied = (each for each in comparison.arrangements if any(result.applies for result in each.results))
    for course in applied:
        name, title = course.arrangement.id, course.arrangement.title
        standing = [
            (result.band.id if result.band else None, result.verdict.value if result.verdict else None)
            if result.applies
            else (None, None)
            for result in course.results
        ]
        lines += _rows(comparison, (name, "arrangement", name, title), course.readiness, standing)
        for dimension, part in course.dimensions:
            lines += _rows(comparison, (name, "dimension", dimension.id, dimension.title), part)
        for each in course.factors:
            lines += _rows(comparison, (name, "factor", each.factor.id, each.factor.title), each.course)
    return lines


def _rows(
    comparison: Comparison,
    about: tuple[str, str, str, str],
    course: Course[Root] | Course[Fraction],
    standing: list[tuple[str | None, str | None]] | None = None,
) -> Iterable[str]:
    scoring = comparison.assessments[-1].questionnaire.scoring
    moves = [None, *(move.value for move in course.moves)]
    for place, (assessment, known) in enumerate(zip(comparison.assessments, course.ranges, strict=True)):
        answers = assessment.answers
        numbers: list[Cell] = list(_numbers(known, scoring).values())
        yield csv_line(
            [
                answers.partnership,
                *about,
                comparison.rounds[place] + 1,
                "; ".join(_files(assessment)),
                answers.date.isoformat() if answers.date else None,
                *numbers,
                *(standing[place] if standing else (None, None)),
                moves[place],
                course.overall.value,
            ]
        )


def _files(assessment: Assessment) -> list[str]:
    files = assessment.pooled.files if assessment.pooled else filter(None, [assessment.answers.file])
    return [clean(file) for file in files]


def _round(assessment: Assessment, place: int) -> Data:
    answers = assessment.answers
    return {
        "round": place + 1,
        "name": answers.round,
        "files": _files(assessment),
        "date": answers.date.isoformat() if answers.date else None,
        "version": answers.version,
    }


def _arrangement(course: ArrangementCourse, scoring: Scoring) -> Data:
    return {
        "id": course.arrangement.id,
        "title": course.arrangement.title,
        "readiness": _course(course.readiness, scoring),
        "bands": [result.band.id if result.band else None for result in course.results],
        "verdicts": [result.verdict.value if result.verdict else None for result in course.results],
        "ranks": [result.rank for result in course.results],
        "dimensions": {dimension.id: _course(each, scoring) for dimension, each in course.dimensions},
        "factors": [_factor(each, scoring) for each in course.factors],
    }


def _factor(course: FactorCourse, scoring: Scoring) -> Data:
    return {
        "id": course.factor.id,
        "title": course.factor.title,
        **_course(course.course, scoring),
        "changed": [each.question.id for each in course.changed],
    }


def _course(course: Course[Root] | Course[Fraction], scoring: Scoring) -> Data:
    return {
        "values": [_numbers(known, scoring) for known in course.ranges],
        "changes": [move.value for move in course.moves],
        "overall": course.overall.value,
    }


def _numbers(known: Range[Root] | Range[Fraction] | None, scoring: Scoring) -> dict[str, float | None]:
    if known is None:
        return {"point": None, "lowest": None, "highest": None}
    return {
        "point": None if known.point is None else number_for_json(known.point, scoring),
        "lowest": number_for_json(known.lowest, scoring),
        "highest": number_for_json(known.highest, scoring),
    }
