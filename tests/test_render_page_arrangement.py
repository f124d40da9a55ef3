"""One arrangement on the page: what holds it back, what nobody can raise, what to find out."""

from collections.abc import Mapping
from dataclasses import replace

from instruments import answers, factor, question, questionnaire
from markup import Element, assert_well_made
from partnerassess.render.page import render_page
from partnerassess.scoring import score


def three(given_answers: Mapping[str, int], *, fixed: tuple[str, ...] = ()) -> Element:
    """Give the page on one arrangement of two dimensions; nobody can raise what is `fixed`."""
    asked = [
        replace(question(name), effort=None if name in fixed else question(name).effort)
        for name in ("q-A", "q-B", "q-C")
    ]
    factors = [
        factor("A", "context", {asked[0]: 1}),
        factor("B", "context", {asked[1]: 1}),
        factor("C", "enablers", {asked[2]: 1}),
    ]
    shown = questionnaire(factors, factors)
    return assert_well_made(render_page([score(shown, answers(shown, given_answers))]))


def lists_of(page: Element) -> dict[str, str]:
    """Give what stands under each heading of the first arrangement."""
    (part,) = [each for each in page.within("section") if each.attributes.get("id") == "arrangement-1"]
    return {
        each.within("h3")[0].text(): each.text()
        for each in part.within("div")
        if each.within("h3") and "columns" not in each.classes()
    }


def test_an_answer_that_nobody_can_raise_stands_apart_and_is_no_step() -> None:
    page = three({"q-A": 1, "q-B": 2, "q-C": 2}, fixed=("q-A",))
    lists = lists_of(page)
    apart = "Not in the partners' hands, but good to know How far q-A? Now 1 (Level 1)."
    assert lists["Not in the partners' hands, but good to know"] == apart
    assert "q-A" not in lists["What holds it back"]
    assert "q-A" not in page.within("ol")[0].text()


def test_what_gains_or_moves_nothing_is_closed_in_one_sentence() -> None:
    closed = "One level up alone changes nothing while something else holds readiness down."
    page = three({"q-A": 0, "q-B": 0, "q-C": 0})
    assert lists_of(page)["What holds it back"] == f"What holds it back {closed}"
    (lead,) = [each for each in page.within("p") if each.classes() == {"lead"}]
    assert "Listed first: Arrangement 1." in lead.text()
    still = lists_of(three({"q-A": 0, "q-B": 0}))["Find out first"]
    assert still == "Find out first The open answer cannot move readiness on its own."
