"""A plan as a Word document: the table to act on, with room for an owner and a date.

This module knows python-docx, which comes with `partnerassess[docx]`, and is imported only when somebody asks
for a document. It does not know where the document goes.
"""

import io
from collections.abc import Iterable, Sequence

from docx import Document
from docx.document import Document as WordDocument

from partnerassess.planning import Item, Plan
from partnerassess.render.numbers import format_level
from partnerassess.render.plans import (
    EFFORT,
    block_sentence,
    elsewhere_sentence,
    find_out_texts,
    format_lowest,
    headline,
    minimum_sentence,
    now_words,
    other_results,
    practice_sentence,
    step_sentence,
    summary,
)
from partnerassess.render.stones import stone_sentences
from partnerassess.render.subjects import format_subject
from partnerassess.render.words import format_given
from partnerassess.stepping import SteppingStone

_COLUMNS = ("", "What to improve", "Now", "To", "Effort", "Owner", "By when")


def render_document_plan(plan: Plan, stones: Sequence[SteppingStone] = ()) -> bytes:
    """Render a plan and the smaller arrangements to begin with as the bytes of a Word document."""
    document = Document()
    title, about = format_subject(plan.before.questionnaire, plan.before.answers)
    document.add_heading(title, level=0)
    if about:
        document.add_paragraph(about)
    document.add_paragraph().add_run(headline(plan)).bold = True
    document.add_paragraph(" ".join(summary(plan)))
    for stone in stones:
        _add_list(document, "A stepping stone", list(stone_sentences(stone)))
    _add_list(document, "What stands in the way", [block_sentence(plan, block) for block in plan.blocks])
    _add_list(document, "Find out first", find_out_texts(plan))
    if plan.items:
        document.add_heading("What to improve", level=1)
        _add_table(document, _COLUMNS, [_row(place, each) for place, each in enumerate(plan.items, start=1)])
        _add_list(document, "What else it does", _effects(plan))
        _add_list(document, "Step by step, with readiness afterwards (at least)", _steps(plan), numbered=True)
    document.add_paragraph(EFFORT)
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


def _row(place: int, each: Item) -> list[str]:
    practice = practice_sentence(each.then)
    then = f"{format_given(each.then)}: {practice}" if practice else format_given(each.then)
    text = " ".join(filter(None, (each.answer.question.text, minimum_sentence(each))))
    return [str(place), text, now_words(each), then, format_level(each.effort), "", ""]


def _effects(plan: Plan) -> list[str]:
    items = [
        f"{place}. {elsewhere_sentence(plan, other)}"
        for place, each in enumerate(plan.items, start=1)
        for other in each.elsewhere
    ]
    return items + [f"The whole plan: {words}" for words in other_results(plan)]


def _steps(plan: Plan) -> list[str]:
    return [f"{step_sentence(plan, step)} ({format_lowest(plan, step.readiness)})" for step in plan.steps]


def _add_list(document: WordDocument, title: str, items: Sequence[str], *, numbered: bool = False) -> None:
    if items:
        document.add_heading(title, level=1)
    for words in items:
        document.add_paragraph(words, style="List Number" if numbered else "List Bullet")


def _add_table(document: WordDocument, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    table = document.add_table(rows=0, cols=len(columns), style="Table Grid")
    for cells in (columns, *rows):
        for cell, words in zip(table.add_row().cells, cells, strict=True):
            cell.text = words
    for cell in table.rows[0].cells:
        cell.paragraphs[0].runs[0].bold = True
