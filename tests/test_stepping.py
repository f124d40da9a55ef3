"""Stepping stones: when it is suggested to begin on a small scale, and what that builds up."""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from instruments import Given, answers, factor, question, questionnaire
from partnerassess.assessment import Assessment
from partnerassess.batch import choose_questionnaire
from partnerassess.conditions import AnswerAtLeast
from partnerassess.library import case_studies
from partnerassess.loading import load_answers, read_answer_documents
from partnerassess.model import Extent, Nature, Questionnaire, Scoring, Typology
from partnerassess.parsing.nodes import Document
from partnerassess.planning import find_effort, find_target
from partnerassess.scoring import score
from partnerassess.stepping import SteppingStone, find_stepping_stones

SHARED = question("trust")


def of(nature: Nature, scale: Extent) -> Typology:
    return Typology(nature=nature, scale=scale)


def typed(small: Nature = Nature.VOLUNTARY) -> Questionnaire:
    """Make a questionnaire with a small and a large arrangement that share one question."""
    asked = questionnaire(
        [factor("sc", "context"), factor("se", "enablers", {SHARED: 1})],
        [factor("lc", "context"), factor("le", "enablers", {SHARED: 1, question("q-le"): 1})],
    )
    first, second = asked.arrangements
    return replace(
        asked,
        arrangements=(
            replace(first, typology=of(small, Extent.INDIVIDUAL)),
            replace(second, typology=of(Nature.VOLUNTARY, Extent.STRUCTURAL)),
        ),
    )


def stones(given: Mapping[str, Given], asked: Questionnaire | None = None) -> tuple[SteppingStone, ...]:
    asked = asked or typed()
    return find_stepping_stones(score(asked, answers(asked, given)))


def test_a_smaller_arrangement_that_is_ready_is_a_stepping_stone() -> None:
    (stone,) = stones({"q-sc": 4, "trust": 3, "q-lc": 1, "q-le": 1})
    assert (stone.smaller.arrangement.id, stone.larger.arrangement.id) == ("arrangement-1", "arrangement-2")
    assert stone.effort == 0
    assert stone.larger_effort is not None
    assert [(each.question.id, each.factor.factor.id) for each in stone.builds] == [("trust", "le")]


def test_a_smaller_arrangement_that_takes_less_is_one_too() -> None:
    (stone,) = stones({"q-sc": 2, "trust": 2, "q-lc": 1, "q-le": 0})
    assert stone.larger_effort is not None
    assert 0 < stone.effort < stone.larger_effort


def test_what_is_at_its_top_already_is_not_built_up() -> None:
    (stone,) = stones({"q-sc": 4, "trust": 4, "q-lc": 1, "q-le": 1})
    assert stone.builds == ()


def test_nothing_is_suggested_where_it_would_not_help() -> None:
    assert stones({"q-sc": 4, "trust": 4, "q-lc": 4, "q-le": 4}) == ()  # the larger one is ready
    assert stones({"q-sc": 0, "trust": 3, "q-lc": 3, "q-le": 2}) == ()  # the smaller one takes more
    assert stones({"q-sc": 4, "trust": 3, "q-lc": 1, "q-le": 1}, typed(Nature.MANDATED)) == ()
    assert stones({"q-sc": 4, "trust": 3, "q-lc": 1, "q-le": 1}, replace(typed(), scoring=Scoring())) == ()
    nothing: dict[str, Given] = {"q-sc": "not_applicable", "trust": 3, "q-lc": 1, "q-le": 1}
    assert stones(nothing) == ()


def test_only_a_larger_arrangement_that_applies_is_asked_about() -> None:
    asked = typed()
    given: dict[str, Given] = {"q-sc": 4, "trust": 3, "q-lc": 1, "q-le": 1}
    smaller, larger = asked.arrangements
    elsewhere = replace(larger, applies_if=AnswerAtLeast(question="q-le", value=Fraction(2)))
    assert stones(given, replace(asked, arrangements=(smaller, elsewhere))) == ()
    assert stones(given, replace(asked, arrangements=(larger,))) == ()


def test_a_smaller_arrangement_is_suggested_even_where_the_starting_point_excludes_it() -> None:
    asked = typed()
    smaller, larger = asked.arrangements
    excluded = replace(smaller, applies_if=AnswerAtLeast(question="q-le", value=Fraction(2)))
    (stone,) = stones(
        {"q-sc": 4, "trust": 3, "q-lc": 1, "q-le": 1}, replace(asked, arrangements=(excluded, larger))
    )
    assert not stone.smaller.applies


def test_case_study_a_is_pointed_to_the_small_scale_for_both_natures() -> None:
    asked = choose_questionnaire("nhs-partnering")
    (document,) = read_answer_documents(case_studies()[0])
    assert isinstance(document, Document)
    assessment: Assessment = score(asked, load_answers(document, asked))
    found = {each.larger.arrangement.id: each for each in find_stepping_stones(assessment)}
    assert found["voluntary-structural"].smaller.arrangement.id == "voluntary-individual"
    assert found["mandated-structural"].smaller.arrangement.id == "mandated-individual"
    assert found["voluntary-structural"].effort == 20
    assert found["voluntary-structural"].larger_effort == 104
    assert found["mandated-structural"].larger_effort is None
    target = find_target("ready", asked)
    assert not isinstance(target, str)
    assert find_effort(assessment, "mandated-individual", target) == found["mandated-structural"].effort
    assert "worked-before" in [each.question.id for each in found["voluntary-structural"].builds]
