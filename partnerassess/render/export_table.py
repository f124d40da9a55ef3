"""Assessments as a tidy table: CSV with one row per assessment and arrangement.

This module knows the columns that docs/results.md explains, and how a cell is kept from being taken for
a formula. It does not know where the text goes, nor how many assessments are to come.
"""

import csv
import io
from collections.abc import Iterable, Iterator
from fractions import Fraction

from partnerassess.assessment import ArrangementResult, Assessment, EssentialState, Range
from partnerassess.exact import Root
from partnerassess.files import clean
from partnerassess.model import Questionnaire, Scoring
from partnerassess.render.numbers import number_for_json

Cell = str | bool | int | float | None

_FIRST_COLUMNS = (
    "file", "document", "partnership", "organisation", "respondent", "date", "questionnaire", "version",
    "arrangement", "title", "applies", "rank", "point", "lowest", "highest", "band", "verdict",
)  # fmt: skip
_DIMENSION_COLUMNS = ("point", "lowest", "highest", "coverage")
_LAST_COLUMNS = ("essential_unmet", "essential_open", "leader")

_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def dimensions_of(questionnaires: Iterable[Questionnaire]) -> tuple[str, ...]:
    """Give the ids of the dimensions that a table over these questionnaires needs, in first-seen order."""
    every = (dimension.id for questionnaire in questionnaires for dimension in questionnaire.dimensions)
    return tuple(dict.fromkeys(every))


def render_csv_header(dimensions: Iterable[str]) -> str:
    """Render the first line: the names of the columns, four of them for every dimension."""
    by_dimension = (f"{dimension}_{column}" for dimension in dimensions for column in _DIMENSION_COLUMNS)
    return _line([*_FIRST_COLUMNS, *by_dimension, *_LAST_COLUMNS])


def render_csv_rows(assessment: Assessment, dimensions: Iterable[str], *, document: int | None = None) -> str:
    """Render the rows of one assessment, one per arrangement, under a header of the same dimensions.

    The cells of dimensions that the assessment's questionnaire does not have stay empty. `document` is the
    place of the answers among several in one file, the first being 1. Raises ValueError if the header has
    no room for one of the dimensions.
    """
    dimensions = tuple(dimensions)
    missing = set(dimensions_of([assessment.questionnaire])) - set(dimensions)
    if missing:
        raise ValueError(f"the header has no columns for {', '.join(sorted(missing))}")
    about = _about(assessment, document)
    return "".join(
        _line([*about, *_arrangement_cells(assessment, result, dimensions)])
        for result in assessment.arrangements
    )


def _about(assessment: Assessment, document: int | None) -> tuple[Cell, ...]:
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


def _arrangement_cells(
    assessment: Assessment, result: ArrangementResult, dimensions: tuple[str, ...]
) -> Iterator[Cell]:
    scoring = assessment.questionnaire.scoring
    yield from (result.arrangement.id, result.arrangement.title, result.applies, result.rank)
    yield from _range_cells(result.readiness, scoring)
    yield result.band.id if result.band else None
    yield result.verdict.value if result.verdict else None
    parts = {part.dimension.id: part for part in result.dimensions}
    for dimension in dimensions:
        part = parts.get(dimension)
        yield from _range_cells(part.range if part else None, scoring)
        yield float(part.coverage) if part and part.coverage is not None else None
    yield _essential(result, EssentialState.UNMET)
    yield _essential(result, EssentialState.OPEN)
    yield result is assessment.leader


def _range_cells(known: Range[Fraction] | Range[Root] | None, scoring: Scoring) -> tuple[Cell, Cell, Cell]:
    if known is None:
        return None, None, None
    point = None if known.point is None else number_for_json(known.point, scoring)
    return point, number_for_json(known.lowest, scoring), number_for_json(known.highest, scoring)


def _essential(result: ArrangementResult, state: EssentialState) -> str:
    return " ".join(factor.factor.id for factor in result.factors() if factor.essential is state)


def _line(cells: Iterable[Cell]) -> str:
    text = io.StringIO(newline="")
    # Told to end lines otherwise, the writer leaves a lone carriage return in a cell without quotes.
    csv.writer(text).writerow([_cell(cell) for cell in cells])
    return text.getvalue().removesuffix("\r\n") + "\n"


def _cell(cell: Cell) -> str | int | float | None:
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, str) and cell.startswith(_STARTS_A_FORMULA):
        return f"'{cell}"
    return cell
