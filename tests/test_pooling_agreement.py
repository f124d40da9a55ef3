"""Agreement: the index and its critical values, against what can be counted by hand."""

from collections import Counter
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partnerassess.pooling.agreement import (
    critical_agreement,
    find_agreement,
    is_spread,
    spread,
    within_group_agreement,
)

steps = st.lists(st.integers(0, 4), min_size=2, max_size=12)


@pytest.mark.parametrize(
    ("answers", "index"),
    [
        ([3, 3, 3, 4, 4], Fraction(17, 20)),
        ([1, 3], Fraction(0)),
        ([2, 3, 3, 3, 4, 4, 4, 1], Fraction(3, 7)),
        ([0, 0, 4, 4], Fraction(0)),
        ([2, 2, 2], Fraction(1)),
    ],
)
def test_the_index_compares_the_variance_with_that_of_random_answers(
    answers: list[int], index: Fraction
) -> None:
    assert within_group_agreement(answers, 5) == index


@pytest.mark.parametrize(
    ("people", "critical"),
    [(2, None), (3, 1.0), (4, 1.0), (5, 0.850), (6, 0.717), (8, 0.607), (10, 0.528)],
)
def test_critical_values_come_from_the_exact_distribution(people: int, critical: float | None) -> None:
    value = critical_agreement(people, 5)
    assert (None if value is None else round(float(value), 3)) == critical


@pytest.mark.parametrize(("people", "levels"), [(5, 3), (4, 5), (6, 2), (3, 7), (5, 4)])
def test_critical_values_are_those_of_counting_every_way_to_answer(people: int, levels: int) -> None:
    indexes = Counter(
        within_group_agreement(answers, levels) for answers in product(range(levels), repeat=people)
    )
    reached, critical = 0, None
    for index in sorted(indexes, reverse=True):
        reached += indexes[index]
        if reached * 20 > levels**people:
            break
        critical = index
    assert critical_agreement(people, levels) == critical


def test_chances_are_not_worked_out_for_very_many_people() -> None:
    assert critical_agreement(120, 5) is not None
    assert critical_agreement(121, 5) is None


def test_there_is_no_index_with_fewer_than_five_people() -> None:
    assert find_agreement([3, 3, 3, 3], 5) is None
    found = find_agreement([3, 3, 3, 4, 4], 5)
    assert found is not None
    assert found.is_beyond_chance
    assert not find_agreement([2, 3, 3, 3, 4, 4, 4, 1], 5).is_beyond_chance  # type: ignore[union-attr]


def test_where_even_full_agreement_is_common_nothing_is_beyond_chance() -> None:
    found = find_agreement([1, 1, 1, 1, 1], 2)
    assert found is not None
    assert (found.index, found.critical, found.is_beyond_chance) == (Fraction(1), None, False)


@given(steps)
def test_the_order_of_answers_and_the_end_counted_from_make_no_difference(answers: list[int]) -> None:
    turned = [4 - step for step in sorted(answers)]
    assert spread(turned) == spread(answers)
    assert within_group_agreement(turned, 5) == within_group_agreement(answers, 5)


@given(steps)
def test_no_place_is_nearer_to_the_answers_than_their_median(answers: list[int]) -> None:
    anywhere = [Fraction(sum(abs(step - place) for step in answers), len(answers)) for place in range(5)]
    assert spread(answers) == min(anywhere)
    assert is_spread(answers, 5) is (spread(answers) > Fraction(5, 6))


def test_nothing_is_said_of_no_answers() -> None:
    with pytest.raises(ValueError, match="nobody"):
        spread([])
    with pytest.raises(ValueError, match="at least two"):
        within_group_agreement([1], 5)
