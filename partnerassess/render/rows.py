"""Assessments as rows: a tidy table with one row per assessment and arrangement that applies."""

import csv
import io
from collections.abc import Iterable, Iterator
from fractions import Fraction

from partnerassess.assessment import ArrangementResult, Assessment, EssentialState, Range
from partnerassess.exact import Root
from partnerassess.files import clean
from partnerassess.model import Questionnaire, Scoring
from partnerassess.report.numbers import number_for_json

Cell = str | bool | int | float | None

ABOUT_COLUMNS: dict[str, type] = {
    "file": str, "document": int, "partnership": str, "organisation": str, "respondent": str, "date": str,
    "questionnaire": str, "version": str,
}  # fmt: skip
"""What a row is about, with the kind of its cells."""

_ARRANGEMENT_COLUMNS: dict[str, type] = {
    "arrangement": str, "title": str, "rank": int,
    "point": float, "lowest": float, "highest": float, "band": str, "verdict": str,
}  # fmt: skip
_DIMENSION_COLUMNS = ("point", "lowest", "highest", "coverage")
_LAST_COLUMNS: dict[str, type] = {"essential_unmet": str, "essential_open": str, "leader": bool}

_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def dimensions_of(questionnaires: Iterable[Questionnaire]) -> tuple[str, ...]:
    """Give the ids of the dimensions that a table over these questionnaires needs, in first-seen order."""
    every = (dimension.id for questionnaire in questionnaires for dimension in questionnaire.dimensions)
    return tuple(dict.fromkeys(every))


def tidy_columns(dimensions: Iterable[str]) -> dict[str, type]:
    """Give the columns of a tidy table with the kind of their cells: four for every dimension."""
    by_dimension = (f"{dimension}_{column}" for dimension in dimensions for column in _DIMENSION_COLUMNS)
    return ABOUT_COLUMNS | _ARRANGEMENT_COLUMNS | dict.fromkeys(by_dimension, float) | _LAST_COLUMNS


def tidy_rows(
    assessment: Assessment, dimensions: Iterable[str], *, document: int | None = None
) -> Iterator[list[Cell]]:
    """Give the rows of one assessment, one per arrangement that applies, for a table of these dimensions.

    The cells of dimensions that the assessment's questionnaire does not have stay empty. `document` is the
    place of the answers among several in one file, the first being 1. Raises ValueError if the table has no
    room for one of the dimensions.
    """
    columns = tuple(dimensions)
    missing = set(dimensions_of([assessment.questionnaire])) - set(columns)
    if missing:
        raise ValueError(f"the header has no columns for {', '.join(sorted(missing))}")
    about = about_cells(assessment, document)
    applying = (result for result in assessment.arrangements if result.applies)
    for result in applying:
        yield [*about, *_arrangement_cells(assessment, result, columns)]


def rows_of(assessment: Assessment) -> list[dict[str, Cell]]:
    """Give an assessment as rows by column, one per arrangement that applies, such as for a data frame."""
    dimensions = dimensions_of([assessment.questionnaire])
    columns = tidy_columns(dimensions)
    return [dict(zip(columns, row, strict=True)) for row in tidy_rows(assessment, dimensions)]


def about_cells(assessment: Assessment, document: int | None) -> tuple[Cell, ...]:
    """Give what a row is about, in the order of its columns."""
    answers, questionnaire = assessment.answers, assessment.questionnaire
    return (
        clean(answers.file or ""),
        document,
        answers.partnership,
        answers.organisation,
        answers.respondent,
        answers.date.isoformat() if answers.date else None,
        questionnaire.id,
        questionnaire.version,
    )


def result_cells(result: ArrangementResult, scoring: Scoring) -> Iterator[Cell]:
    """Give an arrangement's rank, readiness, band and verdict."""
    yield result.rank
    yield from range_cells(result.readiness, scoring)
    yield result.band.id if result.band else None
    yield result.verdict.value if result.verdict else None


def range_cells(known: Range[Fraction] | Range[Root] | None, scoring: Scoring) -> tuple[Cell, Cell, Cell]:
    """Give point, lowest and highest on the shown scale."""
    if known is None:
        return None, None, None
    point = None if known.point is None else number_for_json(known.point, scoring)
    return point, number_for_json(known.lowest, scoring), number_for_json(known.highest, scoring)


def essential_cell(result: ArrangementResult, state: EssentialState) -> str:
    """Give the ids of an arrangement's essential factors in a state, with spaces between them."""
    return " ".join(factor.factor.id for factor in result.factors() if factor.essential is state)


def csv_line(cells: Iterable[Cell]) -> str:
    """Render one line of CSV; ends with a newline. No text in it is taken for a formula."""
    text = io.StringIO(newline="")
    # Told to end lines otherwise, the writer leaves a lone carriage return in a cell without quotes.
    csv.writer(text).writerow([_csv_cell(cell) for cell in cells])
    return text.getvalue().removesuffix("\r\n") + "\n"


def _arrangement_cells(
    assessment: Assessment, result: ArrangementResult, dimensions: tuple[str, ...]
) -> Iterator[Cell]:
    scoring = assessment.questionnaire.scoring
    yield from (result.arrangement.id, result.arrangement.title)
    yield from result_cells(result, scoring)
    parts = {part.dimension.id: part for part in result.dimensions}
    for dimension in dimensions:
        part = parts.get(dimension)
        yield from range_cells(part.range if part else None, scoring)
        yield float(part.coverage) if part and part.coverage is not None else None
    yield essential_cell(result, EssentialState.UNMET)
    yield essential_cell(result, EssentialState.OPEN)
    yield result is assessment.leader


def _csv_cell(cell: Cell) -> str | int | float | None:
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, str) and cell.startswith(_STARTS_A_FORMULA):
        return f"'{cell}"
    return cell


def render_csv_header(dimensions: Iterable[str]) -> str:
    """Render the first line: the names of the columns, four of them for every dimension."""
    return csv_line(tidy_columns(dimensions))


def render_csv_rows(assessment: Assessment, dimensions: Iterable[str], *, document: int | None = None) -> str:
    """Render the rows of one assessment, one per arrangement that applies, under a header of its dimensions.

    The cells of dimensions that the assessment's questionnaire does not have stay empty. `document` is the
    place of the answers among several in one file, the first being 1. Raises ValueError if the header has
    no room for one of the dimensions.
    """
    return "".join(csv_line(row) for row in tidy_rows(assessment, dimensions, document=document))
