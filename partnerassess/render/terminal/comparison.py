"""What changed between assessments, in the terminal.

This module knows the order of the parts. It does not know when a change is clear.
"""

from collections.abc import Iterator, Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from partnerassess.comparison import ArrangementCourse, Comparison, FactorCourse, Move
from partnerassess.render.best import best_sentence
from partnerassess.render.changes import (
    ABSENT,
    CLEAR,
    HEADINGS,
    LEFT_OUT,
    answer_sentence,
    comparison_title,
    dimension_rows,
    factor_sentence,
    factors_of,
    headline,
    left_out_sentences,
    unchanged_sentence,
    wave_titles,
)
from partnerassess.render.terminal.sheet import (
    Sheet,
    Trimmed,
    bullets,
    heading,
    make_sheet,
    paragraph,
    subheading,
)


def render_comparison(comparison: Comparison, *, width: int, ascii_only: bool = False) -> RenderableType:
    """Render what changed, at most `width` columns wide (30 or more)."""
    return Trimmed(Group(*_parts(make_sheet(width, ascii_only=ascii_only), comparison)))


def _parts(sheet: Sheet, comparison: Comparison) -> Iterator[RenderableType]:
    yield paragraph(sheet, sheet.text(comparison_title(comparison), "bold"))
    yield paragraph(sheet, sheet.text(" → ".join(wave_titles(comparison))))
    yield Text()
    if comparison.warnings:
        yield from bullets(sheet, (sheet.text(f"Please note: {words}") for words in comparison.warnings))
        yield Text()
    if best := best_sentence(comparison):
        yield paragraph(sheet, sheet.text(best, "bold"))
    yield paragraph(sheet, sheet.text(headline(comparison), "bold"))
    for course in comparison.arrangements:
        yield from _arrangement(sheet, comparison, course)
    yield from _left_out(sheet, list(left_out_sentences(comparison)))
    yield Text()
    yield paragraph(sheet, sheet.text(CLEAR))


def _arrangement(sheet: Sheet, comparison: Comparison, course: ArrangementCourse) -> Iterator[RenderableType]:
    scoring = comparison.assessments[-1].questionnaire.scoring
    yield from heading(sheet, course.arrangement.title)
    if course.readiness.overall is Move.ABSENT:
        yield paragraph(sheet, sheet.text(ABSENT))
        return
    yield from _table(sheet, wave_titles(comparison), list(dimension_rows(course, scoring)))
    for move, title in HEADINGS:
        factors = factors_of(course, move)
        if factors:
            yield from subheading(sheet, title)
            for each in factors:
                yield from _factor(sheet, comparison, each)
    if unchanged_sentence(course):
        yield Text()
        yield paragraph(sheet, sheet.text(unchanged_sentence(course)), 2)


def _table(sheet: Sheet, titles: Sequence[str], rows: list[list[str]]) -> Iterator[RenderableType]:
    if sheet.is_narrow:
        for name, *cells in rows:
            yield from bullets(sheet, [sheet.text(f"{name}: {' → '.join(cells[:-1])} ({cells[-1]})")])
        return
    table = Table(box=sheet.marks.table_frame, pad_edge=False)
    for title in ("", *titles, "Change"):
        table.add_column(sheet.text(title), overflow="fold")
    for row in rows:
        table.add_row(*(sheet.text(cell) for cell in row))
    yield table


def _factor(sheet: Sheet, comparison: Comparison, course: FactorCourse) -> Iterator[RenderableType]:
    scoring = comparison.assessments[-1].questionnaire.scoring
    yield from bullets(sheet, [sheet.text(factor_sentence(course, scoring))])
    for each in course.changed:
        yield paragraph(sheet, sheet.text(answer_sentence(each)), 5)


def _left_out(sheet: Sheet, sentences: Sequence[str]) -> Iterator[RenderableType]:
    if sentences:
        yield from subheading(sheet, LEFT_OUT)
        yield from bullets(sheet, (sheet.text(words) for words in sentences))
