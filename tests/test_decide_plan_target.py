"""Targets of plans: ready, a band or a number."""

from fractions import Fraction

import pytest
from msgspec.structs import replace

from instruments import (
    BANDS,
    SCORING,
    factor,
    questionnaire,
)
from partnerassess.decide.plan import find_target
from partnerassess.model import (
    Scoring,
)
from planned import target

WORKED = questionnaire([factor("c", "context"), factor("e", "enablers")])
HALF = Fraction(1, 2)


def test_a_target_is_ready_a_band_or_a_number_on_the_shown_scale() -> None:
    other = replace(WORKED, scoring=replace(SCORING, shown_as=(Fraction(35), Fraction(175))))
    assert target(WORKED, "ready").band is BANDS[3]
    assert target(WORKED, "emerging").position == Fraction(35, 100)
    assert target(WORKED, "72.5").position == Fraction(29, 40)
    assert target(other, "105").position == HALF


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        (
            "splendid",
            "small has no band `splendid`; "
            "it has ready, not-ready, emerging, nearly-ready; or ask for a number",
        ),
        ("101", "the number must lie between 0 and 100"),
        ("-1", "the number must lie between 0 and 100"),
        (
            "1e3",
            "small has no band `1e3`; it has ready, not-ready, emerging, nearly-ready; or ask for a number",
        ),
    ],
)
def test_a_target_that_makes_no_sense_says_what_would(name: str, fault: str) -> None:
    assert find_target(name, WORKED) == fault


def test_without_a_ready_band_only_numbers_and_bands_can_be_asked_for() -> None:
    bare = replace(WORKED, scoring=Scoring())
    assert find_target("ready", bare) == "small does not say where ready starts; ask for a number"
    assert find_target("high", bare) == "small has no band `high`; ask for a number"
