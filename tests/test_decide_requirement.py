"""Requirements: what it takes to meet one."""

import pytest

from instruments import Given, answers, factor, questionnaire
from partnerassess.decide.portfolio import Requirement
from partnerassess.scoring import score

ASKED = questionnaire(
    [factor("c", "context"), factor("e", "enablers")],
    [factor("d", "context"), factor("f", "enablers")],
)
STRONG_AND_WEAK: dict[str, Given] = {"q-c": 3, "q-e": 3, "q-d": 2, "q-f": 1}


@pytest.mark.parametrize(
    ("wanted", "arrangement", "is_met"),
    [
        ("ready", None, True),
        ("not_ready", None, False),
        ("emerging", None, True),
        ("not_ready", "arrangement-2", True),
        ("not-ready", "arrangement-2", True),
        ("emerging", "arrangement-2", True),
        ("nearly-ready", "arrangement-2", False),
        ("ready", "arrangement-2", False),
    ],
)
def test_a_verdict_is_met_exactly_and_a_band_by_itself_or_a_higher_one(
    wanted: str, arrangement: str | None, is_met: bool
) -> None:
    assessment = score(ASKED, answers(ASKED, STRONG_AND_WEAK))
    assert Requirement(wanted=wanted, arrangement=arrangement).is_met(assessment) is is_met


def test_without_a_leader_nothing_is_met() -> None:
    nothing: dict[str, Given] = dict.fromkeys(STRONG_AND_WEAK, "not_applicable")
    assert not Requirement(wanted="not-ready").is_met(score(ASKED, answers(ASKED, nothing)))


def test_a_range_across_two_bands_meets_no_band() -> None:
    open_answers: dict[str, Given] = dict.fromkeys(STRONG_AND_WEAK, "unknown")
    assert not Requirement(wanted="not-ready").is_met(score(ASKED, answers(ASKED, open_answers)))


def test_names_the_questionnaire_lacks_are_faults_that_say_what_it_has() -> None:
    assert Requirement(wanted="ready", arrangement="arrangement-1").find_fault(ASKED) is None
    assert Requirement(wanted="golden").find_fault(ASKED) == (
        "small has no verdict or band `golden`; verdicts are ready, undetermined, not_ready, not_assessable; "
        "bands are not-ready, emerging, nearly-ready, ready"
    )
    assert Requirement(wanted="ready", arrangement="merger").find_fault(ASKED) == (
        "small has no arrangement `merger`; it has arrangement-1, arrangement-2"
    )


def test_a_near_miss_is_met_with_a_guess() -> None:
    fault = Requirement(wanted="Readyy").find_fault(ASKED)
    assert fault is not None
    assert "`Readyy` (did you mean `ready`?)" in fault
    assert Requirement(wanted="").find_fault(ASKED) is not None
