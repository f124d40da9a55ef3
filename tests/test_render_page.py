"""The page on one partnership: what it shows, in which order, and that its numbers are everybody else's."""

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pages import Golden, case_study, sent, shipped_questionnaire, without_version
from partnerassess.render.page import render_page
from partnerassess.render.page.closing import NOTES_INCLUDED, NOTES_LEFT_OUT
from partnerassess.render.page.report import find_language
from partnerassess.render.page.signs import judge_essential

from builders import GIVEN, sampler, seaside
from instruments import answered, answers, factor, questionnaire, questionnaires
from markup import assert_well_made, read_page
from partnerassess.assessment import Assessment, EssentialState
from partnerassess.explain import explain
from partnerassess.library import case_studies
from partnerassess.model import (
    Dimension,
    Questionnaire,
    Scoring,
)
from partnerassess.render.data import result_of
from partnerassess.scoring import score


@pytest.fixture(scope="module")
def shipped() -> Questionnaire:
    return shipped_questionnaire()


@pytest.fixture(scope="module")
def case_a(shipped: Questionnaire) -> Assessment:
    return case_study(shipped, case_studies()[0])


@pytest.fixture(scope="module")
def sampled() -> Assessment:
    return score(sampler(), seaside())


@pytest.mark.parametrize("path", case_studies(), ids=lambda path: path.stem)
def test_a_case_study_has_the_expected_page(golden: Golden, shipped: Questionnaire, path: Path) -> None:
    text = render_page([case_study(shipped, path)])
    assert_well_made(text)
    golden(f"page/{path.stem}.html", without_version(text))


def test_a_page_with_notes_is_as_expected(golden: Golden, sampled: Assessment) -> None:
    golden("page/sampler-notes.html", without_version(render_page([sampled], notes=True)))


@given(st.data())
def test_any_assessment_makes_a_well_made_page(data: st.DataObject) -> None:
    asked = data.draw(questionnaires())
    scored = score(asked, data.draw(answered(asked)))
    assert_well_made(render_page([scored], notes=data.draw(st.booleans())))
    assert_well_made(render_page([scored, scored]))


@pytest.mark.parametrize(
    "given_answers", [{}, {"started-by": "unknown"}, dict.fromkeys(GIVEN, "not_applicable")]
)
def test_a_page_without_numbers_is_well_made(given_answers: Mapping[str, Any]) -> None:
    page = assert_well_made(render_page([score(sampler(), seaside(given_answers))]))
    assert "nan" not in page.text().casefold().split()


def test_a_questionnaire_without_bands_map_or_second_dimension_makes_a_page() -> None:
    only = Dimension(id="context", title="Context")
    asked = questionnaire([factor("F1", "context")], dimensions=[only], scoring=Scoring())
    page = assert_well_made(render_page([score(asked, answers(asked, {"q-F1": 2}))]))
    assert page.within("h1")[0].text() == "How ready: Arrangement 1"
    assert "against" not in page.text()


def test_the_parts_come_in_the_order_of_a_board_paper(case_a: Assessment) -> None:
    page = read_page(render_page([case_a]))
    assert [each.text() for each in page.within("h2")] == [
        "How sure this is",
        "What to do first",
        "The arrangements together",
        "How sure the order is, and what comes next",
        "What to do",
        "1. Voluntary – individual",
        "2. Mandated – individual",
        "3. Voluntary – structural",
        "4. Mandated – structural",
        "Factor by factor",
        "How the numbers come about",
    ]


def test_every_factor_opens_to_its_questions_answers_and_source(case_a: Assessment) -> None:
    page = read_page(render_page([case_a]))
    factors = [each for each in page.within("details") if each.classes() == {"factor"}]
    expected = [each for result in case_a.arrangements for each in result.factors()]
    assert len(factors) == len(expected)
    for element, result in zip(factors, expected, strict=True):
        words = element.text()
        assert result.factor.title in words
        assert result.factor.id in words
        assert "Source: " in words
        for answer in result.answers:
            assert answer.question.text in words


def test_the_heat_map_has_every_factor_with_a_number_and_a_word(case_a: Assessment) -> None:
    page = read_page(render_page([case_a]))
    (table,) = [each for each in page.within("table") if each.classes() == {"heat"}]
    cells = table.within("a")
    assert len(cells) == sum(len(result.factors()) for result in case_a.arrangements)
    words = ("strong", "partly there", "needs work", "to find out", "does not apply")
    assert all(any(word in cell.text() for word in words) for cell in cells)
    assert [each.text() for each in table.within("th") if each.attributes["scope"] == "rowgroup"] == [
        "Context",
        "Enablers",
    ]


def test_what_does_not_apply_says_why_and_shows_no_number() -> None:
    scored = score(sampler(), sent())
    page = assert_well_made(render_page([scored]))
    (part,) = [
        each
        for each in page.within("section")
        if each.within("h2") and each.within("h2")[0].text() == "Voluntary – structural"
    ]
    assert "It does not apply: “Who asks for it?”: An outside body." in part.text()
    assert not part.within("svg", "table")
    assert "Does not apply" in assert_well_made(render_page([scored, scored])).text()


def test_answers_without_a_name_say_that_they_come_from_standard_input() -> None:
    nameless = score(sampler(), replace(seaside(), partnership=None, file="-"))
    assert "standard input" in read_page(render_page([nameless])).text()
    titles = [each.text() for each in read_page(render_page([nameless, nameless])).within("h3")]
    assert titles[:2] == [
        "standard input, as seen by Programme manager, Seaside",
        "standard input, as seen by Programme manager, Seaside · input 2",
    ]


def test_the_page_says_whether_notes_are_included(sampled: Assessment) -> None:
    note = "They have known each other for ten years."
    without, including = (read_page(render_page([sampled], notes=notes)).text() for notes in (False, True))
    assert NOTES_LEFT_OUT in without
    assert note not in without
    assert NOTES_INCLUDED in including
    assert note in including


def test_a_page_declares_the_questionnaires_language_if_it_is_one() -> None:
    assert find_language("cy") == "cy"
    assert find_language(None) == find_language('en" onload="') == "en-GB"


def test_essential_states_have_a_sign_and_a_word() -> None:
    assert [(judge_essential(each).sign, judge_essential(each).words) for each in EssentialState] == [
        ("✓", "met"),
        ("✗", "not met"),
        ("?", "open"),
    ]


@pytest.mark.parametrize("path", case_studies(), ids=lambda path: path.stem)
def test_page_json_and_terminal_show_the_same_numbers(shipped: Questionnaire, path: Path) -> None:
    assessment = case_study(shipped, path)
    terminal = (Path(__file__).parent / "golden" / "terminal" / f"{path.stem}-120.txt").read_text("utf-8")
    (table,) = [
        each for each in read_page(render_page([assessment])).within("table")
        if "arrangements in numbers" in each.within("caption")[0].text()
    ]  # fmt: skip
    result = json.loads(json.dumps(result_of(explain(assessment))))
    rows = table.within("tbody")[0].within("tr")
    for row, arrangement in zip(rows, result["arrangements"], strict=True):
        parts = [*arrangement["dimensions"].values(), arrangement["readiness"]]
        shown = [each.text() for each in row.within("td")[1:4]]
        for words, part in zip(shown, parts, strict=True):
            exact = [part[each] for each in ("point", "lowest", "highest") if part[each] is not None]
            numbers = [float(each) for each in re.findall(r"\d+\.\d+", words)]
            assert numbers == pytest.approx(
                exact[-len(numbers) :] if len(numbers) > 1 else exact[:1], abs=0.0500001
            )
            assert all(each in terminal for each in re.findall(r"\d+\.\d+ to \d+\.\d+", words))


def test_nothing_scored_makes_no_page() -> None:
    assert render_page([]) == ""
