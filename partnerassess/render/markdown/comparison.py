"""What changed between assessments, as Markdown.

This module knows the order of the parts. It does not know when a change is clear.
"""

from collections.abc import Iterator, Sequence

from partnerassess.comparison import ArrangementCourse, Comparison, FactorCourse, Move
from partnerassess.model import Scoring
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
from partnerassess.render.markdown.shapes import bold, bullets, escape, heading, table


def render_markdown_comparison(comparison: Comparison) -> str:
    """Render what changed; ends with a newline."""
    return "\n\n".join(_blocks(comparison)) + "\n"


def _blocks(comparison: Comparison) -> Iterator[str]:
    last = comparison.assessments[-1]
    yield heading(1, comparison_title(comparison))
    yield escape(" → ".join(wave_titles(comparison)))
    if comparison.warnings:
        yield bullets(escape(f"Please note: {words}") for words in comparison.warnings)
    if best := best_sentence(comparison):
        yield bold(best)
    yield bold(headline(comparison))
    for course in comparison.arrangements:
        yield from _arrangement(comparison, course, last.questionnaire.scoring)
    yield from _left_out(list(left_out_sentences(comparison)))
    yield CLEAR


def _arrangement(comparison: Comparison, course: ArrangementCourse, scoring: Scoring) -> Iterator[str]:
    yield heading(2, course.arrangement.title)
    if course.readiness.overall is Move.ABSENT:
        yield ABSENT
        return
    columns = ["", *(escape(each) for each in wave_titles(comparison)), "Change"]
    yield table(columns, [[escape(cell) for cell in row] for row in dimension_rows(course, scoring)])
    for move, title in HEADINGS:
        factors = factors_of(course, move)
        if factors:
            yield heading(3, title)
            yield bullets(_factor(each, scoring) for each in factors)
    if unchanged_sentence(course):
        yield unchanged_sentence(course)


def _factor(course: FactorCourse, scoring: Scoring) -> str:
    changed = [f"  - {escape(answer_sentence(each))}" for each in course.changed]
    return "\n".join([escape(factor_sentence(course, scoring)), *changed])


def _left_out(sentences: Sequence[str]) -> Iterator[str]:
    if sentences:
        yield heading(2, LEFT_OUT)
        yield bullets(escape(words) for words in sentences)
