"""The one weight whose smallest change flips the leader: exact, and no smaller one does."""

from collections.abc import Mapping
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from instruments import (
    SCORING,
    Given,
    answered,
    answers,
    factor,
    question,
    questionnaire,
    questionnaires,
)
from partnerassess.assessment import Assessment
from partnerassess.decide.flip import Flip, find_flip
from partnerassess.model import (
    Aggregation,
    Answers,
    Arrangement,
    Dimension,
    Factor,
    Questionnaire,
    Scoring,
)
from partnerassess.scoring import score

ONE = (Dimension(id="only", title="Only"),)
PLAIN = Scoring(dimensions=Aggregation.ARITHMETIC)


def two_factors(name: str) -> list[Factor]:
    return [factor(f"{name}1", "only"), factor(f"{name}2", "only")]


RACE = questionnaire(
    [factor("strong", "only"), factor("weak", "only")],
    [factor("steady", "only", {question("steady-1"): 7, question("steady-2"): 3})],
    dimensions=ONE,
    scoring=PLAIN,
)
RACE_ANSWERS: dict[str, Given] = {"q-strong": 4, "q-weak": 2, "steady-1": 4, "steady-2": 0}


def flip_of(asked: Questionnaire, given_answers: Mapping[str, Given]) -> Flip | None:
    return find_flip(score(asked, answers(asked, given_answers)))


def test_the_flip_weight_is_exact() -> None:
    # (w + 1/2) / (w + 1) = 7/10 at w = 2/3; (1 + w/2) / (1 + w) = 7/10 only at w = 3/2, further away.
    flip = flip_of(RACE, RACE_ANSWERS)
    assert flip is not None
    assert (flip.factor.id, flip.weight, flip.change) == ("strong", Fraction(2, 3), Fraction(-1, 3))
    assert flip.leader is not None
    assert flip.leader.id == "arrangement-2"
    # At 2/3 both are level, and the questionnaire's order still puts the first one first.
    assert not flip.at_once


def test_where_the_rival_stands_first_in_the_questionnaire_a_tie_is_enough() -> None:
    turned = replace(RACE, arrangements=RACE.arrangements[::-1])
    flip = flip_of(turned, RACE_ANSWERS)
    assert flip is not None
    assert (flip.weight, flip.at_once) == (Fraction(2, 3), True)


def test_where_no_single_weight_can_do_it_there_is_no_flip() -> None:
    assert flip_of(RACE, {**RACE_ANSWERS, "steady-1": 1}) is None
    alone = questionnaire(two_factors("a"), dimensions=ONE, scoring=PLAIN)
    assert flip_of(alone, {"q-a1": 4, "q-a2": 0}) is None


def test_a_verdict_that_turns_flips_the_leader_too() -> None:
    asked = questionnaire(
        [factor("strong", "only"), factor("weak", "only")],
        [factor("steady", "only")],
        dimensions=ONE,
        scoring=replace(SCORING, dimensions=Aggregation.ARITHMETIC),
    )
    flip = flip_of(asked, {"q-strong": 4, "q-weak": 1, "q-steady": 3})
    assert flip is not None
    # The second one is ready at 75; the first one gets there at 3/4 = (w + 1/4) / (w + 1), that is w = 2.
    assert (flip.factor.id, flip.weight, flip.leader and flip.leader.id) == (
        "weak",
        Fraction(1, 2),
        "arrangement-1",
    )


def test_uneven_geometric_dimensions_give_the_root_to_forty_digits() -> None:
    dimensions = (Dimension(id="c", title="C", weight=2), Dimension(id="e", title="E"))
    asked = questionnaire(
        [factor("strong", "c"), factor("weak", "c"), factor("a", "e")],
        [factor("b", "c"), factor("d", "e")],
        dimensions=dimensions,
        scoring=Scoring(),
    )
    flip = flip_of(asked, {"q-strong": 4, "q-weak": 2, "q-a": 2, "q-b": 2, "q-d": 4})
    assert flip is not None
    # C² · 1/2 = 1/4 · 1 at C = √½, and C = (w + 1/2) / (w + 1), so w = (√½ - 1/2) / (1 - √½).
    root = 0.5**0.5
    assert float(flip.weight) == pytest.approx((root - 0.5) / (1 - root))


@given(data=st.data())
def test_no_smaller_change_of_one_weight_changes_who_comes_first(data: st.DataObject) -> None:
    asked = data.draw(questionnaires())
    given_answers = data.draw(answered(asked))
    assessment = score(asked, given_answers)
    if sum(each.rank is not None for each in assessment.arrangements) < 2:
        return
    flip = find_flip(assessment)
    distance = abs(flip.change) if flip else Fraction(50)
    share = data.draw(st.fractions(Fraction(1, 100), Fraction(99, 100)))
    for arrangement in asked.arrangements:
        for each in arrangement.factors:
            for weight in (each.weight + share * distance, each.weight - share * distance):
                if weight > 0:
                    assert leader_with(asked, given_answers, each, weight) == leader_of(assessment)
    if flip:
        step = Fraction(0 if flip.at_once else 1 if flip.upwards else -1, 10**9)
        turned = leader_with(asked, given_answers, flip.factor, flip.weight + step)
        assert turned != leader_of(assessment)
        assert turned == (flip.leader and flip.leader.id)


def leader_of(assessment: Assessment) -> str | None:
    return assessment.leader.arrangement.id if assessment.leader else None


def leader_with(
    asked: Questionnaire, given_answers: Answers, changed: Factor, weight: Fraction
) -> str | None:
    def weigh(arrangement: Arrangement) -> Arrangement:
        factors = (
            replace(each, weight=weight) if each.id == changed.id else each for each in arrangement.factors
        )
        return replace(arrangement, factors=tuple(factors))

    turned = replace(asked, arrangements=tuple(weigh(each) for each in asked.arrangements))
    return leader_of(score(turned, given_answers))
