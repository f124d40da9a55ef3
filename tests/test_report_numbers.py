"""Numbers: rounded once, half up, and never across what decides."""

from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from instruments import SCORING, band
from partnerassess.assessment import Range
from partnerassess.exact import Root
from partnerassess.model import Scoring
from partnerassess.report.numbers import (
    as_positions,
    difference_for_json,
    format_gain,
    format_level,
    format_percent,
    format_position,
    format_range,
    format_scale,
    number_for_json,
)


def shown_as(bottom: int, top: int, *starts: Fraction | int) -> Scoring:
    bands = tuple(band(f"b{number}", start, (bottom, top)) for number, start in enumerate(starts))
    return Scoring(shown_as=(Fraction(bottom), Fraction(top)), bands=bands)


HUNDRED = shown_as(0, 100)
positions = st.fractions(0, 1)


@pytest.mark.parametrize(
    ("position", "text"),
    [
        ("0.649519", "64.9"),
        ("0.65", "65.0"),
        ("0.650001", "65.0"),
        ("0.7499999999999", "74.9"),
        ("0.75", "75.0"),
        ("0.6225", "62.3"),
        ("0.62249", "62.2"),
        ("0", "0.0"),
        ("1", "100.0"),
    ],
)
def test_a_number_is_rounded_half_up_but_not_over_a_cut_off(position: str, text: str) -> None:
    assert format_position(Fraction(position), SCORING) == text


def test_a_number_just_above_a_cut_off_is_not_rounded_below_it() -> None:
    scoring = shown_as(0, 100, 0, Fraction("87.32"))
    assert format_position(Fraction("0.8733"), scoring) == "87.4"
    assert format_position(Fraction("0.8731"), scoring) == "87.3"


def test_decimals_are_added_where_both_neighbours_cross_a_cut_off() -> None:
    scoring = shown_as(0, 100, 0, Fraction("64.92"), Fraction("64.98"))
    assert format_position(Fraction("0.6495"), scoring) == "64.95"
    assert format_position(Fraction("0.6492"), scoring) == "64.92"


def test_a_target_is_not_crossed_either() -> None:
    assert format_position(Fraction("0.4996"), HUNDRED) == "50.0"
    assert format_position(Fraction("0.4996"), HUNDRED, [Fraction(1, 2)]) == "49.9"


@pytest.mark.parametrize(
    ("context", "enablers", "text"),
    [("3/4", "1/2", "61.2"), ("5/6", "1/2", "64.5"), ("3/4", "3/4", "75.0"), ("11/12", "3/44", "25.0")],
)
def test_the_worked_numbers_are_shown_as_the_scoring_page_says(
    context: str, enablers: str, text: str
) -> None:
    assert format_position(Root(Fraction(context) * Fraction(enablers), 2), SCORING) == text


def test_other_scales_get_the_decimals_that_suit_them() -> None:
    third = Fraction(1, 3)
    assert format_position(third, shown_as(35, 175)) == "81.7"
    assert format_position(third, shown_as(0, 3)) == "1.00"
    assert format_position(Fraction(5, 8), shown_as(0, 3)) == "1.88"
    assert format_position(third, shown_as(0, 1)) == "0.33"
    assert format_position(Fraction(1, 10), shown_as(-10, 10)) == "-8.0"
    tiny = Scoring(shown_as=(Fraction(0), Fraction(1, 10)))
    assert format_position(third, tiny) == "0.033"


def test_a_scale_is_named_by_its_exact_ends() -> None:
    assert format_scale(HUNDRED) == "0 to 100"
    assert format_scale(Scoring(shown_as=(Fraction(1), Fraction("4.5")))) == "1 to 4.5"


@given(positions, positions)
def test_a_larger_number_is_never_shown_as_a_smaller_one(one: Fraction, other: Fraction) -> None:
    low, high = sorted((one, other))
    assert Fraction(format_position(low, SCORING)) <= Fraction(format_position(high, SCORING))


@given(positions, st.lists(st.fractions(1, 99, max_denominator=1000), max_size=4, unique=True))
def test_a_shown_number_lies_in_the_band_of_the_exact_one(position: Fraction, starts: list[Fraction]) -> None:
    assume(all(start.limit_denominator(10**6) == start for start in starts))
    scoring = shown_as(0, 100, 0, *sorted(starts))
    shown = Fraction(format_position(position, scoring))
    for start in starts:
        assert (position * 100 >= start) == (shown >= start)


@given(positions)
def test_a_shown_number_is_within_a_step_of_the_exact_one(position: Fraction) -> None:
    assert abs(Fraction(format_position(position, SCORING)) - position * 100) <= Fraction(1, 10)


def test_a_range_is_its_two_ends_or_one_number() -> None:
    half, most = Fraction(1, 2), Fraction(9, 10)
    assert format_range(Range(point=None, lowest=half, highest=most), HUNDRED) == "50.0 to 90.0"
    assert format_range(Range(point=half, lowest=half, highest=half), HUNDRED) == "50.0"
    roots = Range(point=None, lowest=Root(Fraction(1, 4), 2), highest=Root(Fraction(1)))
    assert format_range(roots, HUNDRED) == "50.0 to 100.0"
    assert as_positions(roots) == Range(point=None, lowest=half, highest=Fraction(1))


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ("0.0416", "+4.2"),
        ("0", "+0.0"),
        ("0.0003", "+0.03"),
        ("-0.0416", "-4.2"),
        ("1", "+100.0"),
    ],
)
def test_a_gain_has_a_sign_and_reads_zero_only_when_it_is(change: str, text: str) -> None:
    assert format_gain(Fraction(change), HUNDRED) == text


def test_a_gain_is_given_on_the_shown_scale() -> None:
    assert format_gain(Fraction(1, 10), shown_as(35, 175)) == "+14.0"
    assert format_gain(Fraction(1, 8), shown_as(0, 3)) == "+0.38"
    assert difference_for_json(Fraction(1, 10), shown_as(35, 175)) == 14.0


@pytest.mark.parametrize(
    ("share", "text"),
    [
        ("0", "0%"),
        ("0.004", "0.4%"),
        ("0.005", "1%"),
        ("0.125", "13%"),
        ("0.666", "66%"),
        ("2/3", "67%"),
        ("0.999", "99%"),
        ("1", "100%"),
    ],
)
def test_a_share_is_a_percentage_on_its_own_side_of_what_is_needed(share: str, text: str) -> None:
    assert format_percent(Fraction(share), [Fraction(2, 3)]) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [("4", "4"), ("2.5", "2.5"), ("1/3", "1/3"), ("-0.25", "-0.25"), ("1000", "1000"), ("0", "0")],
)
def test_a_level_is_written_exactly(value: str, text: str) -> None:
    assert format_level(Fraction(value)) == text


def test_other_programs_get_the_nearest_float() -> None:
    assert number_for_json(Root(Fraction(11, 12) * Fraction(3, 44), 2), HUNDRED) == 25.0
    assert number_for_json(Fraction(1, 3), HUNDRED) == 100 / 3
    assert number_for_json(Root(Fraction(1, 2), 2), HUNDRED) == 70.71067811865476
    assert number_for_json(Fraction(1, 2), shown_as(35, 175)) == 105.0
