"""A plan as a Word document: the table to act on, with room for an owner and a date.

This module knows python-docx, which comes with `partnerassess[docx]`, and is imported only when somebody asks
for a document. It does not know where the document goes.
"""

import io
from collections.abc import Iterable, Sequence

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.shared import Cm
from docx.table import _Row

from partnerassess.planning import Item, Plan
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
from partnerassess.render.subjects import format_subject
from partnerassess.report.numbers import format_level
from partnerassess.report.words import format_given

_COLUMNS = ("", "What to improve", "Now", "To", "Effort", "Owner", "By when")
_WIDTHS = (1.1, 7.4, 3.2, 5.6, 1.9, 3.4, 2.9)
"""How wide the columns are, in centimetres: together they fill the width between the margins."""

_PAPER = (29.7, 21.0)
"""A4 on its side, in centimetres: what people write into the table needs the room."""

_MARGIN = (_PAPER[0] - sum(_WIDTHS)) / 2


def render_document_plan(plan: Plan) -> bytes:
    """Render a plan as the bytes of a Word document."""
    document = Document()
    _lay_out(document)
    title, about = format_subject(plan.before.questionnaire, plan.before.answers)
    document.add_heading(title, level=0)
    if about:
        document.add_paragraph(about)
    document.add_paragraph().add_run(headline(plan)).bold = True
    document.add_paragraph(" ".join(summary(plan)))
    _add_list(document, "What stands in the way", [block_sentence(plan, block) for block in plan.blocks])
    _add_list(document, "Find out first", find_out_texts(plan))
    if plan.items:
        document.add_heading("What to improve", level=1)
        _add_table(document, [_row(place, each) for place, each in enumerate(plan.items, start=1)])
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


def _lay_out(document: WordDocument) -> None:
    for section in document.sections:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = (Cm(length) for length in _PAPER)
        section.left_margin = section.right_margin = Cm(_MARGIN)
        section.top_margin = section.bottom_margin = Cm(_MARGIN)


def _add_table(document: WordDocument, rows: Iterable[Sequence[str]]) -> None:
    table = document.add_table(rows=0, cols=len(_COLUMNS), style="Table Grid")
    table.autofit = False
    # Word goes by the widths of the cells, LibreOffice by those of the columns.
    for column, width in zip(table.columns, _WIDTHS, strict=True):
        column.width = Cm(width)
    for cells in (_COLUMNS, *rows):
        row: _Row = table.add_row()
        _mark(row, "w:cantSplit")
        for cell, words, width in zip(row.cells, cells, _WIDTHS, strict=True):
            cell.text, cell.width = words, Cm(width)
    _mark(table.rows[0], "w:tblHeader")
    for cell in table.rows[0].cells:
        cell.paragraphs[0].runs[0].bold = True
        cell.paragraphs[0].paragraph_format.keep_with_next = True


def _mark(row: _Row, name: str) -> None:
    """Mark a row so that it is not cut at the end of a page, or repeats at the top of the next."""
    row._tr.get_or_add_trPr().append(OxmlElement(name))
