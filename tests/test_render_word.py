"""The Word document: it says what the page says, and can be opened again."""

import datetime
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

import pytest
from docx import Document
from docx.document import Document as WordDocument

from builders import GIVEN, STARTED_BY, sampler, seaside
from instruments import factor, questionnaire
from markup import read_page
from partnerassess.assessment import Assessment
from partnerassess.batch import Questionnaires, Scored, score_inputs
from partnerassess.library import case_studies, shipped_questionnaires
from partnerassess.loading import load_questionnaire
from partnerassess.model import Answer
from partnerassess.pooling import pool
from partnerassess.render.page import render_page
from partnerassess.render.word import render_document, render_form_document
from partnerassess.scoring import score


def opened(content: bytes) -> WordDocument:
    return Document(io.BytesIO(content))


def texts(document: WordDocument) -> Iterator[str]:
    yield from (paragraph.text for paragraph in document.paragraphs)
    for table in document.tables:
        yield from (cell.text for row in table.rows for cell in row.cells)


def words_of(content: bytes) -> str:
    return " ".join(" ".join(texts(opened(content))).split())


def dated(date: str, given: Mapping[str, Any] = GIVEN) -> Assessment:
    return score(sampler(), replace(seaside(given), date=datetime.date.fromisoformat(date)))


@pytest.fixture(scope="module")
def scored() -> list[Assessment]:
    outcomes = score_inputs([str(path) for path in case_studies()], Questionnaires(), standard_input=bytes)
    return [outcome.assessment for outcome in outcomes if isinstance(outcome, Scored)]


@pytest.mark.parametrize("place", range(5))
def test_the_document_says_what_the_page_says(scored: list[Assessment], place: int) -> None:
    content = words_of(render_document([scored[place]], notes=True))
    page = read_page(render_page([scored[place]], notes=True))
    assert all(each.text() in content for each in page.within("h1", "dt"))
    words = set(re.findall(r"[\w.]*\w", content))
    for table in page.within("table"):
        table.content = [] if table.classes() == {"heat"} else table.content
    for element in page.within("li", "dd", "td"):
        if not [outer for outer in element.around() if outer.tag == "nav"]:
            assert set(re.findall(r"[\w.]*\w", element.text())) <= words


def test_the_headings_are_those_of_the_page(scored: list[Assessment]) -> None:
    document = opened(render_document([scored[0]]))
    headings = [each.text for each in document.paragraphs if each.style and each.style.name == "Heading 1"]
    page = read_page(render_page([scored[0]]))
    assert headings == [each.text() for each in page.within("h2") if each.text() != "Factor by factor"]
    assert document.core_properties.title == page.within("h1")[0].text()


def test_rows_are_not_cut_and_heads_repeat(scored: list[Assessment]) -> None:
    for table in opened(render_document([scored[0]])).tables:
        marks = [row._tr.xml for row in table.rows]
        assert all("w:cantSplit" in mark for mark in marks)
        assert ["w:tblHeader" in mark for mark in marks] == [True] + [False] * (len(marks) - 1)


def test_notes_are_included_only_if_wanted() -> None:
    note = "They have known each other for ten years."
    assert note not in words_of(render_document([score(sampler(), seaside())]))
    assert note in words_of(render_document([score(sampler(), seaside())], notes=True))


def test_several_dates_show_what_changed_and_many_stand_side_by_side(scored: list[Assessment]) -> None:
    series = words_of(render_document([dated("2024-03-05"), dated("2024-09-01")], count_unusable=lambda: 1))
    assert "How readiness changed" in series
    assert "1 input could not be used." in series
    many = words_of(render_document(scored))
    assert "5 assessments: the best supported arrangement is not settled yet in all" in many
    assert all(each.answers.partnership in many for each in scored if each.answers.partnership)
    assert render_document([]) == b""


def test_among_many_each_partnership_has_its_dates_and_its_differences_as_on_the_page() -> None:
    asked = sampler()
    sets = [
        replace(
            seaside({"trust": level, "money": 4 - level, "talk": 3}, asked),
            partnership=partnership,
            organisation=organisation,
            date=datetime.date.fromisoformat(date),
        )
        for partnership, date in (("Sea", "2023-01-31"), ("Sea", "2024-03-05"), ("Hill", "2024-03-05"))
        for organisation, level in (("North", 1), ("South", 4))
    ]
    pooled = [pool(asked, sets[place : place + 2]) for place in (0, 2, 4)]
    document = opened(render_document(pooled))
    words = " ".join(texts(document))
    page = read_page(render_page(pooled)).text()
    for part in (
        "2 assessments, from 31 January 2023 to 5 March 2024.",
        "Who answered",
        "North: 1 answer set",
        "Groups 1 and 2 in numbers, date by date",
        "Group 3 in numbers",
        "Where you see it differently",
        "The partners are 3 levels apart.",
    ):
        assert part in page
        assert part in words
    heads = [[cell.text for cell in table.rows[0].cells] for table in document.tables]
    assert ["Arrangement", "31 January 2023", "5 March 2024", "Answers"] in heads
    assert heads.count(["Question", "Where each stands", "What to talk about"]) == 2


def test_what_is_missing_leaves_no_empty_parts() -> None:
    asked = questionnaire([factor("F1", "context"), factor("F2", "enablers")])
    assert "What to do" not in words_of(render_document([score(asked, replace(seaside({}), answers={}))]))
    them = MappingProxyType({**seaside().answers, "started-by": Answer(given=STARTED_BY.choices[1])})
    words = words_of(render_document([score(sampler(), replace(seaside(), answers=them))]))
    assert "It does not apply: “Who asks for it?”: An outside body." in words


def test_hostile_text_is_shown_as_text() -> None:
    hostile = "</w:t><script>\x1b\x00\u202e&amp;"
    words = words_of(render_document([score(sampler(), replace(seaside(), partnership=hostile))]))
    assert "</w:t><script>\\x1b\\x00\\u202e&amp;" in words


def test_the_form_has_every_question_and_level() -> None:
    asked = load_questionnaire(shipped_questionnaires()["nhs-partnering"])
    words = words_of(render_form_document(asked))
    for number, question in enumerate(asked.questions.values(), start=1):
        assert f"{number}. {question.text}" in words
        assert f"Notes ({question.id})" in words
    assert "☐ 0 Not at all Nobody can say what would get better for patients." in words
    assert "☐ The organisations themselves" in words
