"""A Word document with the few shapes a report needs: headings, paragraphs, lists and tables.

This module knows how a shape is written in Word, and keeps out what Word cannot hold. It does not know
what is reported.
"""

import io
from collections.abc import Iterable, Sequence

from docx import Document
from docx.document import Document as WordDocument
from docx.oxml import OxmlElement
from docx.shared import Cm, Length, Pt
from docx.table import Table, _Row
from docx.text.paragraph import Paragraph

from partnerassess.render.page.shown import visible

_PAPER = (21.0, 29.7)
_MARGIN = 2.0
_FONT, _SIZE, _SMALL = "Calibri", Pt(10), Pt(9)
_CLOSE = Pt(2)
_LONGEST_TITLE = 250


class Sheet:
    """A Word document with the few shapes a report needs."""

    def __init__(self) -> None:
        self._document: WordDocument = Document()
        normal = self._document.styles["Normal"].font
        normal.name, normal.size = _FONT, _SIZE
        for section in self._document.sections:
            section.page_width, section.page_height = (Cm(length) for length in _PAPER)
            section.left_margin = section.right_margin = Cm(_MARGIN)
            section.top_margin = section.bottom_margin = Cm(_MARGIN)

    def title(self, words: str) -> None:
        """Write the title, which is also the document's own."""
        self._document.add_heading(visible(words), 0)
        self._document.core_properties.title = visible(words)[:_LONGEST_TITLE]
        self._document.core_properties.author = ""

    def heading(self, words: str, level: int) -> None:
        """Head a part; level 1 is the largest."""
        self._document.add_heading(visible(words), level)

    def paragraph(self, words: str, *, lead: str = "", style: str | None = None, keep: bool = False) -> None:
        """Write running text after a bold lead, or nothing where there is neither.

        `keep` keeps it on the page of what comes next.
        """
        if words.strip() or lead:
            paragraph = self._document.add_paragraph(style=style)
            paragraph.paragraph_format.keep_with_next = keep or None
            _fill(paragraph, words, lead)

    def box(self, lead: str, words: str) -> None:
        """Write something to tick, close above what comes next and on the same page."""
        paragraph = self._document.add_paragraph()
        paragraph.paragraph_format.keep_with_next = True
        paragraph.paragraph_format.space_after = _CLOSE
        _fill(paragraph, f" {words}", f"☐ {lead}".rstrip())

    def bullets(self, lines: Iterable[str]) -> None:
        """Write a list."""
        for words in lines:
            self.paragraph(words, style="List Bullet")

    def steps(self, lines: Iterable[tuple[str, str]]) -> None:
        """Write a numbered list; each line has a lead."""
        for lead, words in lines:
            self.paragraph(words, lead=f"{lead}: ", style="List Number")

    def table(
        self,
        caption: str,
        columns: Sequence[str],
        rows: Iterable[Sequence[str]],
        *,
        shares: Sequence[int] | None = None,
    ) -> None:
        """Write a table whose head repeats on every page and whose rows are never cut.

        `shares` says how the width is shared out; evenly without it.
        """
        self.paragraph(caption, keep=True)
        shares = shares or [1] * len(columns)
        widths = [Cm((_PAPER[0] - 2 * _MARGIN) * share / sum(shares)) for share in shares]
        table = self._document.add_table(rows=0, cols=len(columns), style="Table Grid")
        table.autofit = False
        for column, width in zip(table.columns, widths, strict=True):
            column.width = width
        _add_row(table, columns, widths, is_head=True)
        for row in rows:
            _add_row(table, row, widths, is_head=False)
        self._document.add_paragraph()

    def to_bytes(self) -> bytes:
        """Give the finished document."""
        stream = io.BytesIO()
        self._document.save(stream)
        return stream.getvalue()


def _add_row(table: Table, cells: Sequence[str], widths: Sequence[Length], *, is_head: bool) -> None:
    row: _Row = table.add_row()  # type: ignore[no-untyped-call]
    _mark(row, "w:cantSplit")
    if is_head:
        _mark(row, "w:tblHeader")
    for place, (cell, words) in enumerate(zip(row.cells, cells, strict=True)):
        cell.width = widths[place]
        bold = is_head or place == 0
        _fill(cell.paragraphs[0], "" if bold else words, words if bold else "", _SMALL)


def _mark(row: _Row, name: str) -> None:
    """Mark a row so that it is not cut at the end of a page, or repeats at the top of the next."""
    row._tr.get_or_add_trPr().append(OxmlElement(name))


def _fill(paragraph: Paragraph, words: str, lead: str, size: Length | None = None) -> None:
    for text, is_bold in ((lead, True), (words, False)):
        if text:
            run = paragraph.add_run(visible(text))
            run.bold, run.font.size = is_bold or None, size
