"""Many assessments: selected, sorted, counted, and set side by side."""

import datetime
from collections.abc import Iterable, Mapping

import pytest
from msgspec.structs import replace

from builders import HALF, sampler, seaside
from instruments import Given, answers, factor, questionnaire
from partnerassess.assessment import Assessment
from partnerassess.batch.results import Result
from partnerassess.decide.portfolio import Order, Requirement, Selection, SortKey, read_order, subject_of
from partnerassess.library import case_studies
from partnerassess.model import Questionnaire
from partnerassess.scoring import score
from scored import score_inputs
from test_pooling import one_question


def named(asked: Questionnaire, name: str, given_: Mapping[str, Given]) -> Assessment:
    said = replace(
        answers(asked, given_),
        partnership=name,
        file=f"{name}.yaml",
        date=datetime.date(2024, 1, len(name)),
    )
    return score(asked, said)


def three() -> list[Assessment]:
    """Give one that is ready, one that is not, and one whose essential answer is open."""
    asked = one_question(essential=HALF)
    levels: dict[str, Mapping[str, Given]] = {
        "Bay": {"trust": 4, "money": 4},
        "Cove": {"trust": 1, "money": 3},
        "Arbour": {"trust": None, "money": 3},
    }
    return [named(asked, name, each) for name, each in levels.items()]


def names(assessments: Iterable[Assessment]) -> list[str | None]:
    return [each.answers.partnership for each in assessments]


def in_order(assessments: Iterable[Assessment], order: Order) -> list[Assessment]:
    return order.sort(assessments, order.key_of)


def select(assessments: Iterable[Assessment], selection: Selection) -> list[Assessment]:
    found = map(selection.find_selected, assessments)
    return [each for each in found if each is not None]


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("partnership", ["Arbour", "Bay", "Cove"]),
        ("-partnership", ["Cove", "Bay", "Arbour"]),
        ("date", ["Bay", "Cove", "Arbour"]),
        ("readiness", ["Arbour", "Cove", "Bay"]),
        ("-readiness", ["Bay", "Cove", "Arbour"]),
        ("highest", ["Cove", "Arbour", "Bay"]),
        ("lowest", ["Arbour", "Cove", "Bay"]),
        ("verdict", ["Cove", "Arbour", "Bay"]),
        ("-verdict", ["Bay", "Arbour", "Cove"]),
    ],
)
def test_assessments_are_sorted_by_what_is_asked_for(order: str, expected: list[str]) -> None:
    assert names(in_order(three(), read_order(order))) == expected
    assert names(in_order(three(), read_order(order, "arrangement-1"))) == expected


def test_what_has_nothing_to_sort_by_comes_last_either_way() -> None:
    asked = one_question()
    unnamed = score(asked, answers(asked, {"trust": "not_applicable"}))
    every = [unnamed, *three()]
    for key in SortKey:
        for reverse in (False, True):
            assert in_order(every, Order(key=key, reverse=reverse))[-1] is unnamed


def test_an_unknown_order_is_refused() -> None:
    with pytest.raises(ValueError, match="partnership, date, readiness"):
        read_order("colour")


@pytest.mark.parametrize(
    ("only", "expected"),
    [
        ((), ["Bay", "Cove", "Arbour"]),
        (("ready",), ["Bay"]),
        (("not_ready", "undetermined"), ["Cove", "Arbour"]),
        (("emerging",), ["Cove"]),
    ],
)
def test_assessments_are_selected_by_verdict_or_band(only: tuple[str, ...], expected: list[str]) -> None:
    assert names(select(three(), Selection(only=only))) == expected
    assert names(select(three(), Selection(only=only, arrangement="arrangement-1"))) == expected


def test_selecting_an_arrangement_shows_it_alone() -> None:
    asked = sampler()
    assessment = score(asked, seaside(asked=asked))
    (selected,) = select([assessment], Selection(arrangement="sent"))
    assert [result.arrangement.id for result in selected.arrangements] == ["sent"]
    assert select([assessment], Selection(arrangement="elsewhere")) == []


def test_without_a_leader_there_is_nothing_to_select_by() -> None:
    asked = one_question()
    nothing = score(asked, answers(asked, {"trust": "not_applicable", "money": "not_applicable"}))
    assert select([nothing], Selection(only=("not_assessable",))) == []
    assert select([nothing], Selection()) == [nothing]
    by_name = Selection(only=("not_assessable",), arrangement="arrangement-1")
    assert len(select([nothing], by_name)) == 1


def test_a_selection_that_makes_no_sense_says_what_would() -> None:
    asked = one_question()
    assert Selection(only=("ready", "emerging"), arrangement="arrangement-1").find_fault(asked) is None
    assert "has no verdict or band `rady` (did you mean `ready`?)" in str(
        Selection(only=("rady",)).find_fault(asked)
    )
    assert "has no arrangement `x`; it has arrangement-1" in str(Selection(arrangement="x").find_fault(asked))


def test_the_subject_is_the_leader_or_the_arrangement_named() -> None:
    assessment = three()[0]
    assert subject_of(assessment) is assessment.leader
    assert subject_of(assessment, "elsewhere") is None


def test_arrangements_that_do_not_apply_are_not_selected_and_sorted_last() -> None:
    one, *others = three()
    (subject,) = [each for each in one.arrangements if each.arrangement.id == "arrangement-1"]
    out = replace(one, arrangements=(replace(subject, applies=False, rank=None),))
    assert subject.verdict is not None
    wanted = Selection(only=(subject.verdict.value,), arrangement="arrangement-1")
    assert wanted.find_selected(one) is not None
    assert wanted.find_selected(out) is None
    for name in ("readiness", "-readiness", "verdict"):
        assert in_order([out, *others], read_order(name, "arrangement-1"))[-1] is out


def test_one_arrangement_keeps_its_rank_and_is_first_only_if_it_is() -> None:
    for case in case_studies():
        found = score_inputs([str(case)])
        (assessment,) = (each.assessment for each in found if isinstance(each, Result))
        check_places_alone(assessment)


def check_places_alone(assessment: Assessment) -> None:
    for result in assessment.arrangements:
        alone = replace(assessment, arrangements=(result,))
        assert alone.leader is (result if result.rank == 1 else None)


# What is required


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
