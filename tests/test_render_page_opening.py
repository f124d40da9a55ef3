"""The top of the page: the finding as its title, what to do first, and what must be kept in mind."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import pytest

from builders import GIVEN, sampler, seaside
from instruments import answers, factor, questionnaire
from markup import read_page
from partnerassess.assessment import Assessment
from partnerassess.render.page import render_page
from partnerassess.render.page.opening import format_finding
from partnerassess.render.sentences import EARLY_HINT
from partnerassess.scoring import score


@pytest.fixture(scope="module")
def sampled() -> Assessment:
    return score(sampler(), seaside())


def test_more_than_three_unmet_essential_factors_are_counted() -> None:
    factors = [factor(f"F{number}", "context", essential=Fraction(1, 2)) for number in range(5)]
    asked = questionnaire([*factors, factor("E", "enablers")])
    page = read_page(render_page([score(asked, answers(asked, {"q-F0": 0, "q-E": 4}))]))
    steps = [each.text() for each in page.within("ol")[0].within("li")]
    assert steps[0] == "Essential and not met: Factor F0. Now 0 (Level 0), needs 2 (Level 2)."
    assert steps[3] == "And more: 2 further essential factors are not met or open."


def test_a_page_that_comes_too_early_says_its_count_once_and_where_to_look() -> None:
    page = read_page(render_page([score(sampler(), seaside({"trust": 4}))]))
    finding = page.within("h1")[0].text()
    assert finding.startswith("Too early to say: only 1 of ")
    assert page.within("section")[0].text().count("is answered") == 1
    assert EARLY_HINT in page.text()


def test_warnings_and_unusable_inputs_stand_at_the_top(sampled: Assessment) -> None:
    page = read_page(render_page([sampled], count_unusable=lambda: 2))
    opening = page.within("main")[0].within("section")[0].text()
    assert "Answered against version 0.9" in opening
    assert "2 inputs could not be used." in opening


def found(result_verdicts: Mapping[str, Any]) -> str:
    return format_finding(score(sampler(), seaside(result_verdicts)))


def test_the_title_is_the_finding() -> None:
    assert found({}) == "Too early to say: no question is answered yet."
    others = "Mandated – individual and Voluntary – structural are not ready"
    assert found(GIVEN) == f"Best supported: Voluntary – individual, not settled yet; {others}"
    best = dict.fromkeys(GIVEN, 4)
    assert found(best).startswith("Best supported, and level with each other: Voluntary – individual, ")
    assert found(best).endswith(", ready as things stand")
    assert found(dict.fromkeys(GIVEN, 1)).endswith(", though not ready yet")
    assert found(dict.fromkeys(GIVEN, "not_applicable")).startswith("No arrangement can be assessed")
