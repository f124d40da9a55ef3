"""The Word document: it says what the report says, in its order, with our own styles."""

import io
import re
from fractions import Fraction
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from hostile import HOSTILE, LETTERS, spoiled, texts_of
from partnerassess.render.characters import visible
from partnerassess.render.word import render_word
from partnerassess.report.shapes import (
    Axis,
    Bar,
    Bars,
    Mark,
    Part,
    Points,
    Prose,
    RangeRow,
    Ranges,
    Report,
    Role,
)
from reports import SHAPES, board, report_of


def opened(content: bytes) -> Any:
    return Document(io.BytesIO(content))


def words_of(document: Any) -> str:
    """Give all its text, also that of tables within tables."""
    return "".join(each.text or "" for each in document.element.body.iter(qn("w:t")))


def squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("name", SHAPES)
def test_every_text_of_every_shape_is_in_the_document(name: str) -> None:
    report = report_of(SHAPES[name])
    words = squeezed(words_of(opened(render_word(report))))
    assert [text for text in texts_of(report) if squeezed(text) not in words] == []


def test_its_headings_are_those_of_the_page_in_the_same_order() -> None:
    document = opened(render_word(board()))
    headings = [
        "".join(each.text or "" for each in paragraph.iter(qn("w:t")))
        for paragraph in document.element.body.iter(qn("w:p"))
        for style in paragraph.iter(qn("w:pStyle"))
        if style.get(qn("w:val")) == "Heading1"
    ]
    assert headings == [
        "Every form on one scale", "Essential and missing", "Weak points", "Strong", "Find out",
        "What the board is asked to do", "How sure is this?", "Factor by factor, strongest first",
        "Every question once", "Differences",
    ]  # fmt: skip


def test_it_has_its_own_title_language_header_and_page_numbers() -> None:
    document = opened(render_word(board()))
    properties = document.core_properties
    assert properties.title == f"{board().subject}: {board().title}"
    assert (properties.language, properties.author) == ("en-GB", "")
    # A document that is made again in a folder is known as our own by this.
    assert properties.comments == "partnerassess-result/1"
    assert properties.created.year > 2013
    languages = {each.get(qn("w:val")) for each in document.styles.element.iter(qn("w:lang"))}
    assert languages == {"en-GB"}
    (section,) = document.sections
    assert section.header.paragraphs[0].text == "Riverside and Valley High"
    fields = [each.get(qn("w:instr")) for each in section.footer._element.iter(qn("w:fldSimple"))]
    assert fields == ["PAGE", "NUMPAGES"]
    assert (section.page_width.cm, section.page_height.cm) == pytest.approx((21.0, 29.7), abs=0.01)


def test_a_bar_is_as_many_cells_long_as_its_number() -> None:
    document = opened(render_word(report_of(SHAPES["bars"])))
    strips = [
        [_share(cell, table) for cell in row.findall(qn("w:tc")) if _fill(cell) in ("17506B", "A1501F")]
        for table in document.element.body.iter(qn("w:tbl"))
        if table.getparent().tag == qn("w:tc")
        for row in table.findall(qn("w:tr"))
    ]
    assert [round(sum(shares) * 50) for shares in strips] == [50, 38, 12, 0, 50, 38, 38, 25, 12, 4, 0]
    assert all(share * 50 == pytest.approx(round(share * 50), abs=0.02) for each in strips for share in each)


def _share(cell: Any, table: Any) -> float:
    """Give how much of its table's width a cell has."""
    widths = [int(each.get(qn("w:w"))) for each in table.iter(qn("w:gridCol"))]
    return int(cell.find(f"{qn('w:tcPr')}/{qn('w:tcW')}").get(qn("w:w"))) / sum(widths)


def _fill(cell: Any) -> str:
    return str(cell.find(f"{qn('w:tcPr')}/{qn('w:shd')}").get(qn("w:fill")))


def test_rows_are_not_cut_heads_repeat_and_no_table_has_a_grid() -> None:
    for table in opened(render_word(board())).element.body.iter(qn("w:tbl")):
        rows = table.findall(qn("w:tr"))
        assert all(row.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None for row in rows)
        assert table.find(f"{qn('w:tblPr')}/{qn('w:tblBorders')}") is None
        assert table.find(f"{qn('w:tblPr')}/{qn('w:tblStyle')}") is None


@pytest.mark.parametrize("hostile", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_is_text(hostile: str) -> None:
    document = opened(render_word(spoiled(board(), hostile)))
    assert squeezed(visible(hostile)) in squeezed(words_of(document))
    assert not re.search("[\u200b\u202c\u202e\x1b]", words_of(document))


@given(st.text(LETTERS, min_size=1, max_size=60))
def test_any_text_goes_in_and_comes_out_the_same(text: str) -> None:
    parts = (Part(text, (Prose(text, text), Points((text,))), Role.SURE),)
    document = opened(render_word(replace(Report(text, (text,), parts), subject=text)))
    texts = ["".join(t.text or "" for t in p.iter(qn("w:t"))) for p in document.element.body.iter(qn("w:p"))]
    assert texts[:4] == [text, text, text, f"{text} {text}"]


@pytest.mark.parametrize("letters", [20, 57])
def test_names_of_many_partnerships_have_a_line_each(letters: int) -> None:
    rows = tuple(RangeRow("m" * letters, Fraction(0), None, Fraction(1), "Can't tell yet") for _ in range(30))
    axis = Axis("0", "100", (Mark(Fraction(3, 4), "Ready 75"),))
    document = opened(render_word(Report("30", (), (Part("Each", (Ranges(axis, rows),)),))))
    first = document.tables[0]
    # A letter of seven points is about 0.12 cm wide.
    assert first.columns[0].width.cm >= letters * 0.12
    assert "Ready 75" in words_of(document)


def test_short_points_that_have_the_whole_width_stand_in_two_columns() -> None:
    part = Part("Find out", (Points(("one", "two", "three", "four")),))
    (row,) = opened(render_word(Report("A title", (), (part,)))).tables[0].rows
    assert [[each.text for each in cell.paragraphs] for cell in row.cells] == [
        ["one", "two"],
        ["three", "four"],
    ]


def test_figures_of_many_organisations_stand_in_two_columns() -> None:
    rows = tuple(Bar(f"Trust {number}", Fraction(1, 2), "50") for number in range(5))
    part = Part("Who answered", (Bars(Axis("0", "100"), rows),), Role.VIEWS)
    (row,) = opened(render_word(Report("A title", (), (part,)))).tables[0].rows
    names = [[each.cells[0].text for each in cell.tables[0].rows] for cell in row.cells]
    assert names == [["Trust 0", "Trust 1", "Trust 2"], ["Trust 3", "Trust 4"]]
