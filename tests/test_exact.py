"""Exact roots: comparing without rounding, and their digits."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from partnerassess.exact import Root, whole_root

positions = st.fractions(0, 1, max_denominator=60)
degrees = st.integers(1, 7)


@given(st.integers(0, 10**60), degrees)
def test_the_whole_root_is_the_largest_whose_power_fits(number: int, degree: int) -> None:
    root = whole_root(number, degree)
    assert root**degree <= number < (root + 1) ** degree


@given(positions, degrees, degrees)
def test_equal_numbers_are_equal_whatever_the_degree(position: Fraction, one: int, other: int) -> None:
    assert Root(position**one, one) == Root(position**other, other)
    assert hash(Root(position**one, one)) == hash(Root(position**other, other))
    assert Root(position**one, one).digits() == position


@given(positions, degrees, positions)
def test_a_root_lies_above_a_cut_off_exactly_if_its_digits_do(
    radicand: Fraction, degree: int, cut: Fraction
) -> None:
    root = Root(radicand, degree)
    assert (root >= Root(cut)) == (root.digits() >= cut)
    assert (root < Root(cut)) == (root.digits() < cut)


@given(positions, degrees, positions, degrees)
def test_order_is_the_order_of_the_numbers(one: Fraction, first: int, other: Fraction, second: int) -> None:
    if Root(one, first) < Root(other, second):
        assert float(one) ** (1 / first) <= float(other) ** (1 / second) + 1e-12
        assert Root(other, second) > Root(one, first)


def test_a_root_is_no_number_of_another_kind() -> None:
    assert Root(Fraction(1, 4), 2) != 0.5
