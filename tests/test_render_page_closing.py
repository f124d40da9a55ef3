"""The end of the page: the methods box, the formula, the sources."""

from dataclasses import replace

import pytest

from builders import sampler, seaside
from instruments import BANDS, SCORING, answers
from markup import read_page
from pages import weighted
from partnerassess.assessment import Assessment
from partnerassess.model import (
    Aggregation,
    Unanswered,
)
from partnerassess.render.page import render_page
from partnerassess.render.page.closing import format_formula
from partnerassess.render.page.shown import find_link
from partnerassess.scoring import score


@pytest.fixture(scope="module")
def sampled() -> Assessment:
    return score(sampler(), seaside())


def test_the_methods_box_names_all_that_the_numbers_rest_on(sampled: Assessment) -> None:
    page = read_page(render_page([sampled]))
    (methods,) = [each for each in page.within("section") if each.attributes.get("id") == "methods"]
    words = methods.text()
    for part in (
        "conventions of the questionnaire, not validated",
        "Readiness = √(Context × Enablers)",
        "67%",
        "sampler, version 1",
        "0123456789abcdef" * 4,
        "seaside.yaml",
        "partnerassess ",
        "5 March 2024",
        "A. Author. A study.",
        *(band.title for band in BANDS),
    ):
        assert part in words


def test_source_addresses_are_links_only_if_they_lead_to_web_pages() -> None:
    assert find_link("https://example.org") == "https://example.org"
    assert find_link("HTTP://example.org") == "HTTP://example.org"
    assert find_link("javascript:alert(1)") is None
    assert find_link("data:text/html,x") is None
    assert find_link(None) is None


@pytest.mark.parametrize(
    ("aggregation", "weights", "formula"),
    [
        (Aggregation.GEOMETRIC, (1, 1), "Readiness = √(Context × Enablers)"),
        (Aggregation.GEOMETRIC, (2, 1), "Readiness = ∛(Context^2 × Enablers)"),
        (Aggregation.GEOMETRIC, (3, 4), "Readiness = (Context^3 × Enablers^4)^(1/7)"),
        (Aggregation.ARITHMETIC, (1, 2), "Readiness = (Context + 2 × Enablers) ÷ 3"),
        (Aggregation.MINIMUM, (1, 1), "Readiness = the lowest of Context and Enablers"),
        (Aggregation.MINIMUM, (1,), "Readiness = Context"),
    ],
)
def test_the_formula_is_the_questionnaires_own(
    aggregation: Aggregation, weights: tuple[int, ...], formula: str
) -> None:
    assert format_formula(weighted(aggregation, weights)) == formula


def test_a_questionnaire_that_counts_open_answers_as_lowest_says_so() -> None:
    asked = replace(
        weighted(Aggregation.MINIMUM, (1, 1)), scoring=replace(SCORING, unanswered=Unanswered.LOWEST)
    )
    page = read_page(render_page([score(asked, answers(asked, {"q-F-context": 3}))]))
    assert "An open answer counts as the lowest level." in page.text()
