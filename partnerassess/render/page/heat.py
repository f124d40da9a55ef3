"""The factors together: what each arrangement needs, by theme, and how far each ingredient has come.

This module knows rows of themes and columns of arrangements. It does not know single answers.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from partnerassess.assessment import ArrangementResult, Assessment, FactorResult
from partnerassess.model import Dimension, Scoring
from partnerassess.render.page.drawing import format_short
from partnerassess.render.page.overview import anchor_of
from partnerassess.render.page.signs import Judged, judge_factor

_NO_THEME = "Other"


@dataclass(frozen=True, kw_only=True, slots=True)
class HeatCell:
    """One factor: its number, its word, and where its details stand."""

    anchor: str
    title: str
    number: str
    judged: Judged
    is_essential: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class HeatRow:
    """One theme of one dimension, arrangement by arrangement."""

    theme: str
    cells: tuple[tuple[HeatCell, ...], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class HeatPart:
    """One dimension of the table."""

    dimension: str
    rows: tuple[HeatRow, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Heat:
    """The table of factors and arrangements."""

    columns: tuple[str, ...]
    parts: tuple[HeatPart, ...]


def view_heat(assessment: Assessment) -> Heat:
    """Give the table of all factors of the arrangements that apply, in order of rank."""
    shown = [result for result in assessment.arrangements if result.applies]
    return Heat(
        columns=tuple(result.arrangement.title for result in shown),
        parts=tuple(
            HeatPart(dimension=dimension.title, rows=tuple(_rows(assessment, shown, dimension)))
            for dimension in assessment.questionnaire.dimensions
        ),
    )


def factor_anchor(assessment: Assessment, result: ArrangementResult, factor: FactorResult) -> str:
    """Give the id of a factor's part of the page."""
    return f"{anchor_of(assessment, result)}-factor-{result.factors().index(factor) + 1}"


def format_theme(theme: str | None) -> str:
    """Give a theme as a heading: its name with a capital."""
    words = (theme or _NO_THEME).replace("-", " ")
    return words[:1].upper() + words[1:]


def _rows(assessment: Assessment, shown: list[ArrangementResult], dimension: Dimension) -> Iterator[HeatRow]:
    themes = dict.fromkeys(factor.factor.theme for result in shown for factor in _factors(result, dimension))
    for theme in themes:
        yield HeatRow(
            theme=format_theme(theme),
            cells=tuple(
                tuple(
                    _cell(assessment, result, factor)
                    for factor in _factors(result, dimension)
                    if factor.factor.theme == theme
                )
                for result in shown
            ),
        )


def _factors(result: ArrangementResult, dimension: Dimension) -> Iterator[FactorResult]:
    return (factor for part in result.dimensions if part.dimension == dimension for factor in part.factors)


def _cell(assessment: Assessment, result: ArrangementResult, factor: FactorResult) -> HeatCell:
    return HeatCell(
        anchor=factor_anchor(assessment, result, factor),
        title=factor.factor.title,
        number=format_factor(factor, assessment.questionnaire.scoring),
        judged=judge_factor(factor),
        is_essential=factor.essential is not None,
    )


def format_factor(factor: FactorResult, scoring: Scoring) -> str:
    """Give a factor's number in as few characters as can be; nothing where it is out."""
    return format_short(factor.range, scoring) if factor.range else ""
