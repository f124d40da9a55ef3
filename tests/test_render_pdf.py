"""The PDF: two tagged sides that say what the report says, the same bytes every time, without network."""

import io
import sys
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from hostile import HOSTILE, spoiled, texts_of
from partnerassess.render.characters import visible
from partnerassess.render.pdf import render_pdf
from partnerassess.report.shapes import Axis, Bar, Bars, Part, Points, Prose, Report, Role
from reports import READINESS, SHAPES, board, programme, report_of


def opened(content: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(content))


def root_of(reader: PdfReader) -> Any:
    return reader.trailer["/Root"]


def words_of(reader: PdfReader) -> str:
    return squeezed("".join(page.extract_text() for page in reader.pages))


def squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("name", SHAPES)
def test_every_text_of_every_shape_is_in_the_file(name: str) -> None:
    report = report_of(SHAPES[name])
    words = words_of(opened(render_pdf(report)))
    lost = [text for text in texts_of(report) if squeezed(text) not in words]
    assert [text for text in lost if name != "course" or text not in (READINESS.start, READINESS.end)] == []


def test_there_are_two_sides_and_the_appendix_only_in_full() -> None:
    sides = opened(render_pdf(board()))
    assert len(sides.pages) == 2
    assert "Factorbyfactor" in squeezed(sides.pages[1].extract_text())
    assert "Everyquestiononce" not in words_of(sides)
    full = opened(render_pdf(board(), full=True))
    assert len(full.pages) == 3
    assert "Everyquestiononce" in words_of(full)
    assert "1of2" in squeezed(sides.pages[0].extract_text())
    assert len(opened(render_pdf(programme(30))).pages) == 1
    assert len(opened(render_pdf(programme(30, "and all of its neighbours in the county, " * 2))).pages) == 1


def test_it_can_be_read_aloud_and_names_itself() -> None:
    reader = opened(render_pdf(board()))
    root = root_of(reader)
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en-GB"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata is not None
    assert reader.metadata.title == f"{board().subject}: {board().title}"
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()
    pages: list[Any] = list(reader.pages)
    fonts = {
        str(font.get_object()["/BaseFont"]).partition("+")[2]
        for page in pages
        for font in page["/Resources"]["/Font"].values()
    }
    assert all(name.startswith("NotoSans") for name in fonts), fonts


def test_it_is_the_same_every_time() -> None:
    assert render_pdf(board()) == render_pdf(board())


@pytest.mark.parametrize("hostile", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_is_text(hostile: str) -> None:
    words = words_of(opened(render_pdf(spoiled(board(), hostile))))
    if all(ord(letter) < 0x300 for letter in visible(hostile)):
        assert squeezed(visible(hostile))[:60] in words
    assert len(words) > len(hostile)


@settings(max_examples=15)
@given(
    st.text(
        st.characters(codec="latin-1", exclude_categories=("C", "Z"), exclude_characters="\xad"),
        min_size=1,
        max_size=40,
    )
)
def test_any_text_goes_in_and_comes_out_the_same(text: str) -> None:
    report = Report(text, (), (Part("", (Prose(text, text), Points((text,))), Role.SURE),))
    assert words_of(opened(render_pdf(report))).count(squeezed(text)) >= 3


def test_without_the_extra_it_says_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(ModuleNotFoundError):
        render_pdf(board())


def test_many_organisations_stand_in_two_columns() -> None:
    rows = tuple(Bar(f"Trust {number}", Fraction(1, 2), "50", detail="1 person") for number in range(40))
    bars = Bars(Axis("0", "100"), rows)
    one, two = (
        opened(render_pdf(Report("A title", (), (Part("Who answered", (bars,), role),))))
        for role in (None, Role.VIEWS)
    )
    assert (len(one.pages), len(two.pages)) == (2, 1)
    words = words_of(two)
    assert all(f"Trust{number}1person" in words for number in range(40))
