"""Robustness: closed forms, the laws of shares, and agreement with scoring."""

import time
from collections.abc import Mapping, Sequence
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from instruments import (
    BANDS,
    SCORING,
    Given,
    answered,
    answers,
    factor,
    question,
    questionnaire,
    questionnaires,
    scale,
)
from partnerassess.assessment import Assessment
from partnerassess.decide.robustness import DRAWS, Drawn, Simulation, check_steadiness, draw, simulate
from partnerassess.decide.what_if import change_answers
from partnerassess.library import case_studies
from partnerassess.loading.answers import load_answers, read_answer_documents
from partnerassess.loading.shelf import choose_questionnaire
from partnerassess.model import (
    Aggregation,
    Answers,
    Dimension,
    Factor,
    Level,
    Questionnaire,
    ScoredQuestion,
    Scoring,
)
from partnerassess.parsing.nodes import Document
from partnerassess.pooling import pool
from partnerassess.scoring import score

ERROR = 0.015
"""One and a half times the sampling error that 9,604 draws leave, 19 times out of 20."""

ONE = (Dimension(id="only", title="Only"),)
THREE = tuple(Dimension(id=name, title=name) for name in ("a", "b", "c"))
PLAIN = Scoring(dimensions=Aggregation.ARITHMETIC)


def test_drawn_weights_are_spread_evenly_over_all_there_are() -> None:
    asked = questionnaire(
        [factor("a1", "only"), factor("a2", "only"), factor("a3", "only")], dimensions=ONE, scoring=PLAIN
    )
    drawn = draw(score(asked, answers(asked, {"q-a1": 1, "q-a2": 1, "q-a3": 1})), DRAWS, seed=7)
    weights = np.stack([drawn.weights[name] for name in ("a1", "a2", "a3")], axis=1)
    shares = weights / weights.sum(axis=1, keepdims=True)
    assert shares.mean(axis=0) == pytest.approx([1 / 3] * 3, abs=ERROR)
    # With Dirichlet(1, 1, 1) the first weight is above a half with chance (1 - 1/2)².
    assert (shares[:, 0] > 0.5).mean() == pytest.approx(0.25, abs=ERROR)


def simulated(
    asked: Questionnaire, given_answers: Mapping[str, Given], seed: int = 1
) -> dict[str, Sequence[float]]:
    simulation = simulate(score(asked, answers(asked, given_answers)), seed=seed)
    assert simulation is not None
    return {each.result.arrangement.id: each.ranks for each in simulation.arrangements}


def two_factors(name: str) -> list[Factor]:
    return [factor(f"{name}1", "only"), factor(f"{name}2", "only")]


def test_arrangements_with_factors_of_their_own_get_weights_of_their_own() -> None:
    asked = questionnaire(two_factors("a"), two_factors("b"), dimensions=ONE, scoring=PLAIN)
    shares = simulated(asked, {"q-a1": 4, "q-a2": 0, "q-b1": 3, "q-b2": 1})
    # A is even on (0, 1), B is even on (1/4, 3/4): by symmetry each leads half of the time.
    assert shares["arrangement-1"][0] == pytest.approx(0.5, abs=ERROR)
    # A is even on (0, 1), B on (1/2, 3/4): A leads where it is above B, with chance 1 - 5/8.
    uneven = simulated(asked, {"q-a1": 4, "q-a2": 0, "q-b1": 3, "q-b2": 2})
    assert uneven["arrangement-1"] == pytest.approx((0.375, 0.625), abs=ERROR)


def test_open_answers_take_each_of_their_levels_equally_often() -> None:
    asked = questionnaire([factor("a", "only")], [factor("b", "only")], dimensions=ONE, scoring=PLAIN)
    shares = simulated(asked, {"q-a": "unknown", "q-b": 1})
    # Above 1 with chance 3/5, level with it with chance 1/5.
    assert shares["arrangement-1"][0] == pytest.approx(0.7, abs=ERROR)


def test_an_open_answer_that_arrangements_share_is_drawn_once_for_all() -> None:
    shared = question("shared")
    asked = questionnaire(
        [factor("a", "only", {shared: 1})], [factor("b", "only", {shared: 1})], dimensions=ONE, scoring=PLAIN
    )
    assert simulated(asked, {"shared": "unknown"}) == {
        "arrangement-1": (0.5, 0.5),
        "arrangement-2": (0.5, 0.5),
    }


def test_ready_comes_before_more_readiness_that_lacks_an_essential_factor() -> None:
    asked = questionnaire(
        [factor("a", "only"), factor("m", "only", essential=Fraction(1, 2))],
        [factor("b", "only")],
        dimensions=ONE,
        scoring=replace(SCORING, dimensions=Aggregation.ARITHMETIC),
    )
    shares = simulated(asked, {"q-a": 4, "q-m": 1, "q-b": 3})
    assert shares == {"arrangement-1": (0.0, 1.0), "arrangement-2": (1.0, 0.0)}


def case_assessments() -> list[Assessment]:
    asked = choose_questionnaire("nhs-partnering")
    documents = [read_answer_documents(path)[0] for path in case_studies()]
    loaded = [load_answers(each, asked) for each in documents if isinstance(each, Document)]
    return [score(asked, with_all_arrangements(each)) for each in loaded]


def with_all_arrangements(answers: Answers) -> Answers:
    """Leave open what kind of partnership it is, so that all four arrangements are compared."""
    start = ("initiated-by", "scale-envisaged")
    left = {name: answer for name, answer in answers.answers.items() if name not in start}
    return replace(answers, answers=left)


CASES = case_assessments()


def test_rows_and_columns_sum_to_one() -> None:
    for assessment in CASES:
        simulation = simulate(assessment)
        assert simulation is not None
        table = np.array([each.ranks for each in simulation.arrangements])
        assert table.sum(axis=0) == pytest.approx(np.ones(4))
        assert table.sum(axis=1) == pytest.approx(np.ones(4))
        for each in simulation.arrangements:
            assert sum(central.given for central in each.central) == pytest.approx(2)
            assert sum(central.central for central in each.central) == pytest.approx(2)


def test_the_same_seed_gives_the_same_numbers_and_another_one_nearly_the_same() -> None:
    first, again, other = (simulate(CASES[0], seed=seed) for seed in (1, 1, 2))
    assert first == again
    assert first is not None
    assert other is not None
    assert other.seed == 2
    assert [each.first for each in other.arrangements] != [each.first for each in first.arrangements]
    assert [each.first for each in other.arrangements] == pytest.approx(
        [each.first for each in first.arrangements], abs=2 * ERROR
    )


def test_there_is_nothing_to_draw_where_nothing_can_be_ranked() -> None:
    asked = questionnaire([factor("a", "only")], dimensions=ONE, scoring=PLAIN)
    assert simulate(score(asked, answers(asked, {"q-a": "not_applicable"}))) is None


@pytest.mark.parametrize("rule", [Aggregation.MINIMUM, Aggregation.ARITHMETIC])
def test_numbers_above_63_bits_are_drawn_like_others(rule: Aggregation) -> None:
    steps = scale((0, 1, 10**6 + 3))
    asked = questionnaire(
        [factor(part.id, part.id, {question(part.id, steps): 1}) for part in THREE],
        dimensions=THREE,
        scoring=replace(SCORING, factors=Aggregation.MINIMUM, dimensions=rule),
    )
    agrees_with_the_scorer(score(asked, answers(asked, {part.id: 1 for part in THREE})), draws=1)


@given(data=st.data())
def test_every_draw_agrees_with_the_one_scorer(data: st.DataObject) -> None:
    asked = data.draw(questionnaires())
    assessment = score(asked, data.draw(answered(asked)))
    if assessment.leader is None:
        return
    agrees_with_the_scorer(assessment, draws=2)


def test_draws_of_the_case_studies_agree_with_the_one_scorer() -> None:
    for assessment in CASES:
        agrees_with_the_scorer(assessment, draws=4)


def test_the_least_of_numbers_beyond_63_bits_is_that_of_the_one_scorer() -> None:
    fine = [scale([0, middle, 10**9 + 7 * middle]) for middle in (3, 5, 11)]
    parts = [Dimension(id=f"d{place}", title=f"D{place}") for place in range(3)]
    factors = [
        factor(part.id, part.id, {question(f"q-{part.id}", levels): 1})
        for part, levels in zip(parts, fine, strict=True)
    ]
    least = Aggregation.MINIMUM
    scoring = replace(SCORING, questions=least, factors=least, dimensions=least)
    asked = questionnaire(factors, dimensions=parts, scoring=scoring)
    agrees_with_the_scorer(score(asked, answers(asked, {"q-d0": 3, "q-d1": 5, "q-d2": "unknown"})), draws=3)


def agrees_with_the_scorer(assessment: Assessment, draws: int) -> None:
    """Hold single draws against `score` on a questionnaire with those very weights and answers."""
    for seed in range(draws):
        simulation, drawn = simulate(assessment, draws=1, seed=seed), draw(assessment, 1, seed)
        assert simulation is not None
        asked = with_weights(assessment.questionnaire, drawn, 0)
        found = score(asked, with_answers(asked, assessment.answers, drawn, 0))
        merits = [each.merit for each in found.arrangements if each.rank is not None]
        for each in simulation.arrangements:
            result = found.result_of(each.result.arrangement.id)
            if result.rank is not None:
                level = [merit == result.merit for merit in merits]
                assert [share > 0 for share in each.ranks[: len(level)]] == level
                assert sum(each.ranks) == pytest.approx(1)
        again = {each.arrangement.id: each for each in score(asked, assessment.answers).arrangements}
        for each in simulation.arrangements:
            result = again[each.result.arrangement.id]
            assert each.band_kept == float(result.band == each.result.band and result.readiness is not None)
            assert each.band_open == float(result.band is None)


def with_weights(asked: Questionnaire, drawn: Drawn, row: int) -> Questionnaire:
    def weigh(each: Factor) -> Factor:
        known = drawn.weights.get(each.id)
        return each if known is None else replace(each, weight=Fraction(int(known[row])))

    arrangements = tuple(
        replace(each, factors=tuple(weigh(one) for one in each.factors)) for each in asked.arrangements
    )
    return replace(asked, arrangements=arrangements)


def with_answers(asked: Questionnaire, before: Answers, drawn: Drawn, row: int) -> Answers:
    given_levels: dict[str, Level] = {}
    for name, places in drawn.levels.items():
        found = asked.questions[name]
        assert isinstance(found, ScoredQuestion)
        given_levels[name] = found.levels[places[row]]
    return change_answers(asked, before, given_levels)


def test_each_way_of_averaging_is_scored_by_the_one_scorer() -> None:
    steadiness = check_steadiness(CASES[0])
    assert list(steadiness.by_rule) == list(Aggregation)
    assert steadiness.same_leader
    assert not steadiness.same_band
    usual = steadiness.by_rule[Aggregation.GEOMETRIC]
    assert [each.readiness for each in usual.arrangements] == [
        each.readiness for each in CASES[0].arrangements
    ]


def test_the_band_is_held_against_every_weighting() -> None:
    asked = questionnaire(
        [factor("a1", "only"), factor("a2", "only")], dimensions=ONE,
        scoring=Scoring(dimensions=Aggregation.ARITHMETIC, bands=BANDS),
    )  # fmt: skip
    simulation = simulate(score(asked, answers(asked, {"q-a1": 4, "q-a2": 0})))
    assert isinstance(simulation, Simulation)
    # 50 lies in the band from 35 to 65, and so does an even number on (0, 100) with chance 0.3.
    assert simulation.arrangements[0].band_kept == pytest.approx(0.3, abs=ERROR)
    assert simulation.arrangements[0].band_open == 0
    bare = score(replace(asked, scoring=PLAIN), answers(asked, {"q-a1": 4, "q-a2": 0}))
    without = simulate(bare)
    assert without is not None
    assert without.arrangements[0].band_kept is None


@pytest.mark.parametrize("weights", [(33, 33, 34), (100, 99, 97)])
def test_dimension_weights_that_share_nothing_take_no_time(weights: tuple[int, ...]) -> None:
    dimensions = [
        Dimension(id=f"d{place}", title=f"D{place}", weight=weight) for place, weight in enumerate(weights)
    ]
    arrangements = [
        [factor(f"{name}{part.id}{number}", part.id) for part in dimensions for number in range(4)]
        for name in "abcd"
    ]
    asked = questionnaire(*arrangements, dimensions=dimensions)
    given_answers: dict[str, Given] = {name: 1 + place % 4 for place, name in enumerate(asked.questions)}
    given_answers |= dict.fromkeys(list(asked.questions)[::5], "unknown")
    assessment = score(asked, answers(asked, given_answers))
    before = time.process_time()
    assert check_steadiness(assessment).flip is not None
    assert simulate(assessment) is not None
    assert time.process_time() - before < 30


def test_what_is_to_be_discussed_first_is_ready_in_no_draw() -> None:
    trust, money = question("trust"), question("money")
    asked = questionnaire(
        [factor("F", "only", {trust: 1}, essential=Fraction(1, 2))],
        [factor("G", "only", {money: 1})],
        dimensions=ONE,
        scoring=replace(SCORING, dimensions=Aggregation.ARITHMETIC),
    )
    views = [
        replace(answers(asked, {"trust": level, "money": 3}), partnership="Both", organisation=name)
        for name, level in (("A", 4), ("B", 2))
    ]
    apart = pool(asked, views)
    assert apart.pooled is not None
    assert apart.pooled.disputed == ("trust",)
    simulation = simulate(apart, draws=100)
    assert simulation is not None
    assert simulation.arrangements[0].result.arrangement.id == "arrangement-2"
    assert [each.first for each in simulation.arrangements] == [1, 0]


def test_level_arrangements_share_a_draw() -> None:
    asked = questionnaire([factor("a", "only")], [factor("b", "only")], dimensions=ONE, scoring=PLAIN)
    assert simulated(asked, {"q-a": 2, "q-b": 2}) == {
        "arrangement-1": (0.5, 0.5),
        "arrangement-2": (0.5, 0.5),
    }
