"""What changed, for other programs: JSON in the form `partnerassess-comparison/1`, and a tidy CSV table.

This module knows the keys and columns that docs/deciding.md explains. It does not know where the text goes.
"""

import json
from collections.abc import Iterable
from fractions import Fraction

from partnerassess.assessment import Assessment, Range
from partnerassess.comparison import ArrangementCourse, Comparison, Course, FactorCourse
from partnerassess.exact import Root
from partnerassess.files import clean
from partnerassess.model import Scoring
from partnerassess.render.cells import Cell, csv_line
from partnerassess.report.numbers import number_for_json

FORMAT = "partnerassess-comparison/1"

_COLUMNS = (
    "arrangement", "kind", "id", "title", "wave", "file", "date", "point", "lowest", "highest", "band",
    "verdict", "change", "overall",
)  # fmt: skip

Data = dict[str, object]


def render_json_comparison(comparison: Comparison) -> str:
    """Render as JSON; ends with a newline. Numbers are on the questionnaire's shown scale."""
    last = comparison.assessments[-1]
    scoring = last.questionnaire.scoring
    data: Data = {
        "format": FORMAT,
        "questionnaire": {"id": last.questionnaire.id, "version": last.questionnaire.version},
        "partnership": last.answers.partnership,
        "waves": [_wave(each) for each in comparison.assessments],
        "arrangements": [_arrangement(each, scoring) for each in comparison.arrangements],
        "left_out": [
            {"kind": each.kind, "id": clean(each.id), "why": each.why.value} for each in comparison.left_out
        ],
        "warnings": list(comparison.warnings),
    }
    return json.dumps(data, ensure_ascii=False, allow_nan=False, indent=2) + "\n"


def render_csv_comparison(comparison: Comparison) -> str:
    """Render as CSV: one row per arrangement, dimension or factor and assessment.

    `change` says what became of it since the assessment before, `overall` from the first to the last.
    """
    lines = [csv_line(_COLUMNS)]
    for course in comparison.arrangements:
        name, title = course.arrangement.id, course.arrangement.title
        standing = [
            (result.band.id if result.band else None, result.verdict.value if result.verdict else None)
            for result in course.results
        ]
        lines += _rows(comparison, (name, "arrangement", name, title), course.readiness, standing)
        for dimension, part in course.dimensions:
            lines += _rows(comparison, (name, "dimension", dimension.id, dimension.title), part)
        for each in course.factors:
            lines += _rows(comparison, (name, "factor", each.factor.id, each.factor.title), each.course)
    return "".join(lines)


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
                *about,
                place + 1,
                clean(answers.file or ""),
                answers.date.isoformat() if answers.date else None,
                *numbers,
                *(standing[place] if standing else (None, None)),
                moves[place],
                course.overall.value,
            ]
        )


def _wave(assessment: Assessment) -> Data:
    answers = assessment.answers
    return {
        "file": clean(answers.file) if answers.file else None,
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
