"""The arrangements together: their tiles, their table, and their places."""

import re

import pytest

from builders import GIVEN, sampler, seaside
from instruments import answers, factor, questionnaire
from markup import Element, read_page
from pages import case_study, shipped_questionnaire
from partnerassess.assessment import Assessment
from partnerassess.library import case_studies
from partnerassess.model import (
    Dimension,
    Questionnaire,
)
from partnerassess.render.page import render_page
from partnerassess.scoring import score


@pytest.fixture(scope="module")
def shipped() -> Questionnaire:
    return shipped_questionnaire()


@pytest.fixture(scope="module")
def case_a(shipped: Questionnaire) -> Assessment:
    return case_study(shipped, case_studies()[0])


def test_every_verdict_stands_beside_its_sign_its_number_its_cut_off_and_its_answers(
    case_a: Assessment,
) -> None:
    page = read_page(render_page([case_a]))
    tiles = [each for each in page.within("div") if each.classes() == {"tile"}]
    assert [each.text() for each in tiles[0].within("h3", "desc", "p")] == [
        "Voluntary – individual",
        "Readiness: 68.5. The scale runs from 0 to 100. The mark stands at 75.",
        "68.5 (54.8 to 77.7)",
        "? Not settled yet (band: Nearly ready)",
        "1st of 4 · 16 of 21 answers · “Ready” starts at 75",
    ]
    assert len(tiles) == 4


def test_arrangements_that_are_level_share_their_place() -> None:
    page = read_page(render_page([score(sampler(), seaside(dict.fromkeys(GIVEN, 4)))]))
    assert page.text().count("level with 2 others · ") == 3
    assert "1st of 3" not in page.text()
    (together,) = [each for each in page.within("table") if "Place" in each.within("th")[0].text()]
    assert [each.within("td")[0].text() for each in together.within("tbody")[0].within("tr")] == ["1="] * 3
    assert "Voluntary – individual" in [each.text() for each in page.within("h2")]


def together(page: Element) -> Element:
    """Give the table of the arrangements in numbers."""
    captions = [(each, each.within("caption")[0].text()) for each in page.within("table")]
    return next(table for table, caption in captions if caption.startswith("The arrangements in numbers"))


def test_where_it_is_too_early_to_say_no_arrangement_has_a_place() -> None:
    page = read_page(render_page([score(sampler(), seaside({"figures": 0}))]))
    assert page.within("h1")[0].text().startswith("Too early to say: ")
    table = together(page)
    assert "none has a place yet" in table.within("caption")[0].text()
    assert table.within("th")[0].text() == "In the picture"
    marks = [each.within("td")[0].text() for each in table.within("tbody")[0].within("tr")]
    assert marks == ["1", "2", "3"]
    assert not re.search(r"\b[123](st|nd|rd) of|level with", page.text())
    assert "Voluntary – individual" in [each.text() for each in page.within("h2")]


def test_without_a_picture_and_without_places_the_table_has_no_column_for_them() -> None:
    only = Dimension(id="context", title="Context")
    factors = [factor("F1", "context"), factor("F2", "context")]
    asked = questionnaire(factors, [factor("G1", "context")], dimensions=[only])
    page = read_page(render_page([score(asked, answers(asked, {}))]))
    assert together(page).within("th")[0].text() == "Arrangement"
