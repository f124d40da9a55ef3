"""The page: it shows the whole report, safely, and prints on two sides."""

import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from hostile import HOSTILE, LETTERS, spoiled, texts_of
from markup import assert_report, read_page
from partnerassess import __version__
from partnerassess.render.html import render_html, style
from partnerassess.report.shapes import Block, Part, Points, Prose, Report, Role
from reports import SHAPES, board, programme, report_of

Golden = Callable[[str, str], None]


def squeezed(text: str) -> str:
    return "".join(text.split())


def test_the_page_of_a_report_is_as_expected(golden: Golden) -> None:
    text = render_html(board())
    assert_report(text)
    golden("page/board.html", text.replace(f"partnerassess {__version__}", "partnerassess VERSION"))


@pytest.mark.parametrize("name", SHAPES)
def test_every_text_of_every_shape_is_on_the_page(name: str) -> None:
    report = report_of(SHAPES[name])
    shown = squeezed(assert_report(render_html(report)).text())
    assert [text for text in texts_of(report) if squeezed(text) not in shown] == []


def test_the_decision_is_in_front_the_evidence_behind_it_and_the_rest_folded() -> None:
    page = assert_report(render_html(board()))
    front, behind = [each for each in page.within("section") if "side" in each.classes()]
    assert [each.text() for each in front.within("h2")] == [
        "Every form on one scale", "Essential and missing", "Weak points", "Strong", "Find out",
        "What the board is asked to do", "How sure is this?",
    ]  # fmt: skip
    assert [each.text() for each in behind.within("h2")] == ["Factor by factor, strongest first"]
    assert [each.text() for each in page.within("summary")] == ["Every question once", "Differences"]
    assert "partnerassess plan" not in page.text()


def test_the_appendix_is_printed_only_if_its_box_is_ticked() -> None:
    for full in (False, True):
        page = assert_report(render_html(board(), full=full))
        (box,) = page.within("input")
        assert ("checked" in box.attributes) is full
        assert all(("open" in each.attributes) is full for each in page.within("details"))
    assert ".appendix { display: none; }" in style()
    assert "body:has(#all:checked) .appendix { display: block;" in style()
    assert not assert_report(render_html(report_of(Prose("Short")))).within("input", "details")


def test_the_running_title_is_the_subject_and_cannot_leave_its_place() -> None:
    page = render_html(replace(report_of(Prose("x")), subject='a"; } </style><b> \\ é'))
    (rule,) = re.findall(r"@bottom-left \{ content: \"([^\"]*)\"", page)
    assert re.fullmatch(r"([A-Za-z0-9]|\\[0-9a-f]+ )*", rule)
    decoded = re.sub(r"\\([0-9a-f]+) ", lambda match: chr(int(match[1], 16)), rule)
    assert decoded == 'a"; } </style><b> \\ é'


def test_names_keep_their_own_direction_of_writing() -> None:
    report = report_of(Points(("סיכום",)))
    page = read_page(render_html(replace(report, subject="שלום")))
    isolated = [each.text() for each in page.within("bdi")]
    assert {"שלום", "סיכום"} <= set(isolated)


def test_a_report_of_many_rows_has_close_rows() -> None:
    page = assert_report(render_html(programme(30)))
    assert page.within("figure")[0].classes() == {"ranges", "dense"}
    assert render_html(programme(3)).count('class="ranges dense"') == 0
    page = assert_report(render_html(programme(30, "and all of its neighbours in the county of Rutland")))
    assert page.within("figure")[0].classes() == {"ranges", "dense", "long"}


@pytest.mark.parametrize("hostile", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_in_every_field_is_shown_as_text(hostile: str) -> None:
    report = spoiled(board(), hostile)
    page = assert_report(render_html(report))
    harmless = assert_report(render_html(board()))
    assert {each.tag for each in page.within()} <= {each.tag for each in harmless.within()} | {"bdi"}
    assert not re.search("[\u200b\u202c\u202e\x1b]", page.text())


@given(st.text(LETTERS, min_size=1, max_size=60))
def test_any_text_goes_in_and_comes_out_the_same(text: str) -> None:
    report = Report(
        text, (text,), (Part(text, tuple[Block, ...]((Prose(text, text), Points((text,)))), Role.SURE),)
    )
    page = assert_report(render_html(report))
    assert page.within("h1")[0].text() == page.within("h2")[0].text() == page.within("li")[0].text() == text
