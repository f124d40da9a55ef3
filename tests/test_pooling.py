"""Pooling: several answer sets become one, and say where people see things differently."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st
from partnerassess.pooling.names import near_misses

from builders import HALF, sampler, seaside
from instruments import (
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
from partnerassess.assessment import (
    ArrangementResult,
    Assessment,
    EssentialState,
    QuestionState,
    Verdict,
)
from partnerassess.conditions import Chose
from partnerassess.model import Answer, Answers, Questionnaire, Scoring, Unanswered
from partnerassess.pooling import (
    Flag,
    PooledAssessment,
    QuestionView,
    explain_pooled,
    group_answers,
    pool,
    pool_all,
    read_keys,
)
from partnerassess.pooling.groups import repeat_warnings
from partnerassess.scoring import score

TRUST, MONEY = question("trust"), question("money")
MAY, JUNE = date(2026, 5, 1), date(2026, 6, 1)


def one_question(essential: Fraction | None = None) -> Questionnaire:
    """Make a questionnaire of two dimensions, one of them fully answered with one question each."""
    return questionnaire(
        [factor("F", "context", {TRUST: 1}, essential=essential), factor("G", "enablers", {MONEY: 1})]
    )


def view(
    asked: Questionnaire,
    given_: Mapping[str, Given],
    organisation: str | None = "Riverside",
    respondent: str | None = None,
    notes: Mapping[str, str] | None = None,
) -> Answers:
    return replace(
        answers(asked, given_, notes),
        partnership="Riverside and Valley",
        organisation=organisation,
        respondent=respondent,
    )


def views(
    asked: Questionnaire, levels: Mapping[str, Sequence[Given]], *, named: bool = True
) -> list[Answers]:
    """Give answer sets by organisation: everybody's level of `trust`, and 4 for `money`."""
    return [
        view(asked, {"trust": level, "money": 4}, name, f"{name} {number}" if named else None)
        for name, everybody in levels.items()
        for number, level in enumerate(everybody)
    ]


def trust(pooled: PooledAssessment) -> QuestionView:
    return next(each for each in pooled.questions if each.question.id == "trust")


def essence(assessment: Assessment) -> list[object]:
    """Give everything about the results but the answers as they were given."""
    return [_essence_of(result) for result in assessment.arrangements]


def _essence_of(result: ArrangementResult) -> object:
    dimensions = tuple(
        (part.range, part.coverage, part.in_play, [(f.state, f.range, f.essential) for f in part.factors])
        for part in result.dimensions
    )
    return (
        result.arrangement.id, result.applies, result.rank, result.readiness, result.band, result.verdict,
        dimensions,
    )  # fmt: skip


def test_every_organisation_counts_the_same_however_many_people_it_has() -> None:
    asked = one_question()
    pooled = pool(asked, views(asked, {"A": [3, 3, 4, 3, 3], "B": [1, 2]}))
    seen = trust(pooled)
    assert seen.mean * 4 == Fraction(235, 100)
    shown = trust(pool(asked, views(asked, {"A": [3, 3, 4, 3, 3], "B": [1, 2]}), show_small_groups=True))
    assert shown.mean_over_people is not None
    assert float(shown.mean_over_people * 4) == pytest.approx(2.714, abs=0.001)
    assert shown.gap == Fraction(17, 10)
    assert [part.steps for part in shown.organisations] == [Fraction(16, 5), Fraction(3, 2)]
    factors = pooled.assessment.arrangements[0].factors()
    assert factors[0].range is not None
    assert factors[0].range.point == Fraction(235, 400)


@pytest.mark.parametrize(
    ("levels", "deviation", "flagged"),
    [
        ([2, 3], Fraction(1, 2), False),
        ([1, 3], Fraction(1), True),
        ([3, 3, 4], Fraction(1, 3), False),
        ([0, 0, 4, 4], Fraction(2), True),
        ([2, 3, 3, 3, 4, 4, 4, 1], Fraction(3, 4), False),
    ],
)
def test_a_spread_of_more_than_a_sixth_of_the_levels_is_flagged(
    levels: list[Given], deviation: Fraction, flagged: bool
) -> None:
    asked = one_question()
    seen = trust(pool(asked, views(asked, {"A": levels}, named=False)))
    assert seen.spread == deviation
    assert (Flag.SPREAD in seen.flags) is flagged


def test_partners_differ_from_a_whole_level_between_their_means() -> None:
    asked = one_question()
    near = trust(pool(asked, views(asked, {"A": [3], "B": [3, 2, 2]}), show_small_groups=True))
    apart = trust(pool(asked, views(asked, {"A": [3], "B": [2, 2, 2]})))
    assert (near.gap, Flag.PARTNERS_DIFFER in near.flags) == (Fraction(2, 3), False)
    assert (apart.gap, Flag.PARTNERS_DIFFER in apart.flags) == (Fraction(1), True)


def test_steps_are_counted_in_levels_and_means_on_the_scale() -> None:
    uneven = question("trust", scale([0, 1, 10]))
    asked = questionnaire([factor("F", "context", {uneven: 1}), factor("G", "enablers", {MONEY: 1})])
    seen = trust(pool(asked, views(asked, {"A": [1], "B": [10]})))
    assert seen.gap == 1
    assert seen.mean == Fraction(11, 20)


def test_a_question_is_open_if_nobody_scored_it_and_somebody_left_it_open() -> None:
    asked = one_question()
    cases: dict[QuestionState, list[Given]] = {
        QuestionState.ANSWERED: ["unknown", 2, "not_applicable", None],
        QuestionState.OPEN: ["not_applicable", None],
        QuestionState.OUT: ["not_applicable", "not_applicable"],
    }
    for state, levels in cases.items():
        pooled = pool(asked, views(asked, {"A": levels[:1], "B": levels[1:]}))
        result = pooled.assessment.arrangements[0].factors()[0].answers[0]
        assert result.standing.state is state


def test_a_choice_counts_if_everybody_who_chose_agrees() -> None:
    asked = sampler()
    agreed = [seaside({"trust": 3}, asked), chose(asked, "us", "Harbour"), chose(asked, "us", "Bay")]
    assert "started-by" in pool(asked, agreed).assessment.answers.answers
    split = pool(asked, [chose(asked, "us", "Harbour"), chose(asked, "them", "Bay")])
    assert "started-by" not in split.assessment.answers.answers
    assert [view.question.id for view in split.choices] == ["started-by"]
    assert [(choice.id, count) for choice, count in split.choices[0].chosen] == [("us", 1), ("them", 1)]
    assert not pool(asked, agreed).choices


def chose(asked: Questionnaire, choice: str, organisation: str, respondent: str | None = None) -> Answers:
    question_ = asked.questions["started-by"]
    made = next(each for each in question_.choices if each.id == choice)  # type: ignore[union-attr]
    bare = seaside({}, asked)
    return replace(
        bare, answers={"started-by": Answer(given=made)}, organisation=organisation, respondent=respondent
    )


def test_arrangements_apply_by_the_pooled_choice() -> None:
    asked = sampler()
    both = pool(asked, [chose(asked, "them", "Harbour"), chose(asked, "them", "Bay")])
    one = pool(asked, [chose(asked, "us", "Harbour"), chose(asked, "them", "Bay")])
    applies = [
        {result.arrangement.id: result.applies for result in pooled.assessment.arrangements}["large"]
        for pooled in (both, one)
    ]
    assert applies == [False, True]


@pytest.mark.parametrize(
    ("levels", "state"),
    [
        ({"A": [4, 4], "B": [2]}, EssentialState.MET),
        ({"A": [4, 4], "B": [1]}, EssentialState.UNMET),
        ({"A": [4, 4], "B": [2, 1]}, EssentialState.UNMET),
        ({"A": [4, 4], "B": ["unknown"]}, EssentialState.OPEN),
        ({"A": [1], "B": [None]}, EssentialState.UNMET),
        ({"A": [4], "B": ["unknown", 3]}, EssentialState.MET),
        ({"A": [4], "B": ["not_applicable"]}, EssentialState.OPEN),
    ],
)
def test_an_essential_factor_goes_by_the_least_ready_organisation(
    levels: Mapping[str, Sequence[Given]], state: EssentialState
) -> None:
    asked = one_question(essential=HALF)
    pooled = pool(asked, views(asked, levels))
    assert pooled.assessment.arrangements[0].factors()[0].essential is state


def test_an_organisation_that_says_why_a_question_does_not_apply_is_left_aside() -> None:
    asked = one_question(essential=HALF)
    says_why = view(asked, {"trust": "not_applicable", "money": 4}, "B", notes={"trust": "We share one."})
    pooled = pool(asked, [*views(asked, {"A": [3]}), says_why])
    assert pooled.assessment.arrangements[0].factors()[0].essential is EssentialState.MET


def test_answers_on_both_sides_of_a_minimum_turn_ready_into_discuss_first() -> None:
    asked = one_question(essential=HALF)
    pooled = pool(asked, views(asked, {"A": [4, 4, 4], "B": [4, 4, 1]}))
    result = pooled.assessment.arrangements[0]
    assert result.verdict is Verdict.UNDETERMINED
    assert result.band is not None
    assert result.band.id == "nearly-ready"
    assert result.reasons[0].text.startswith("Discuss first: answers lie on both sides")
    assert Flag.SPLIT in trust(pooled).flags
    assert trust(pooled).minimum == TRUST.levels[2]
    assert result.factors()[0].essential is EssentialState.MET


def test_two_levels_between_organisations_on_something_essential_turn_ready_into_discuss_first() -> None:
    asked = one_question(essential=HALF)
    wide = pool(asked, views(asked, {"A": [4], "B": [2]})).assessment.arrangements[0]
    near = pool(asked, views(asked, {"A": [4], "B": [3]})).assessment.arrangements[0]
    assert wide.verdict is Verdict.UNDETERMINED
    assert wide.reasons[0].text.endswith("see Factor F very differently.")
    assert near.verdict is Verdict.READY


def test_differences_about_anything_else_leave_ready_alone() -> None:
    asked = one_question()
    result = pool(asked, views(asked, {"A": [4, 4, 4], "B": [2, 2, 2]})).assessment.arrangements[0]
    assert result.verdict is Verdict.READY


def test_one_organisation_alone_is_said_to_be_one_view_beside_every_verdict() -> None:
    asked = one_question()
    alone = pool(asked, views(asked, {"A": [4, 3]}))
    both = pool(asked, views(asked, {"A": [4], "B": [3]}))
    assert alone.is_one_sided
    assert "One partner's view only." in [each.text for each in alone.assessment.arrangements[0].reasons]
    assert alone.assessment.answers.respondent == "2 people from 1 organisation (one partner's view only)"
    assert not both.is_one_sided
    assert both.assessment.answers.respondent == "2 people from 2 organisations"
    assert both.assessment.answers.organisation == "A and B"
    assert both.assessment.arrangements[0].reasons == ()


def test_people_are_counted_once_and_their_answer_sets_and_dates_beside_them() -> None:
    asked = one_question()
    nurse, doctor, other = views(asked, {"A": [4, 3], "B": [1]})
    may, june = date(2025, 5, 1), date(2025, 6, 1)
    several = [replace(nurse, date=may), replace(nurse, date=june), replace(doctor, date=may), other]
    pooled = pool(asked, several)
    assert pooled.assessment.answers.respondent == "3 people (4 answer sets, 2 dates) from 2 organisations"
    assert [(each.people, each.answer_sets) for each in pooled.organisations] == [(2, 3), (1, 1)]
    assert pooled.dates == (may, june)
    assert pooled.counts_people_twice
    apart = pool(asked, [replace(nurse, date=may), replace(doctor, date=june)])
    assert apart.assessment.answers.respondent is not None
    assert apart.assessment.answers.respondent.startswith("2 people at 2 dates from 1 organisation")
    assert not apart.counts_people_twice
    alone = pool(asked, several[:2]).assessment.answers.respondent
    assert alone is not None
    assert alone.startswith("1 person (2 answer sets, 2 dates) from 1 organisation")
    unnamed = [replace(each, respondent=None) for each in several]
    said = pool(asked, unnamed).assessment.answers.respondent
    assert said == "4 answer sets of 2 dates from 2 organisations"


def test_answers_that_name_no_organisation_form_one_group() -> None:
    asked = one_question()
    pooled = pool(asked, [view(asked, {"trust": 1}, None), *views(asked, {"A": [3]})])
    assert [each.name for each in pooled.organisations] == ["A", None]
    assert pooled.assessment.answers.organisation == "A and organisation not stated"
    assert trust(pooled).mean == Fraction(1, 2)


def test_means_that_would_tell_what_one_or_two_people_said_are_withheld() -> None:
    asked = one_question()
    pooled = pool(asked, views(asked, {"A": [4, None, None], "B": [1]}))
    seen = trust(pooled)
    assert seen.withheld
    assert [part.mean for part in seen.organisations] == [None, None]
    assert (seen.gap, seen.spread, seen.mean_over_people, seen.agreement) == (None, None, None, None)
    assert Flag.PARTNERS_DIFFER in seen.flags
    assert not trust(pool(asked, views(asked, {"A": [4, 4, 4], "B": [1]}))).withheld
    assert not trust(pool(asked, views(asked, {"A": [4], "B": [1]}))).withheld
    nurse, doctor, other = views(asked, {"A": [4, 3], "B": [1]})
    copies = [replace(nurse, file=name) for name in ("1.yaml", "2.yaml", "3.yaml")]
    assert trust(pool(asked, [*copies, doctor, other])).withheld
    assert not trust(pool(asked, [*copies, other])).withheld
    assert not trust(pool(asked, views(asked, {"A": [4, 3], "B": [1]}, named=False))).withheld


def test_choices_of_small_groups_are_withheld_too() -> None:
    asked = sampler()
    sets = [chose(asked, "us", "Bay", "X"), chose(asked, "them", "Bay", "Y"), chose(asked, "them", "Harbour")]
    assert pool(asked, sets).choices[0].organisations == ()
    shown = pool(asked, sets, show_small_groups=True).choices[0]
    assert [len(each.chosen) for each in shown.organisations] == [2, 1]


def test_questions_that_are_hidden_are_not_compared() -> None:
    asked = sampler()
    hidden = replace(
        asked,
        sections=tuple(
            replace(
                section,
                questions=tuple(
                    replace(each, only_if=Chose(question="started-by", choices=("them",)))
                    if each.id == "trust"
                    else each
                    for each in section.questions
                ),
            )
            for section in asked.sections
        ),
    )
    sets = [chose(hidden, "us", "Bay"), *views(hidden, {"A": [1], "B": [3]})]
    pooled = pool(hidden, sets)
    assert "trust" not in [each.question.id for each in pooled.questions]
    assert any("trust is not scored" in warning for warning in pooled.assessment.warnings)


def test_the_widest_difference_comes_first() -> None:
    asked = questionnaire([factor("F", "context", {TRUST: 1}), factor("G", "enablers", {MONEY: 1})])
    one, other = view(asked, {"trust": 3, "money": 4}, "A"), view(asked, {"trust": 2, "money": 0}, "B")
    assert [each.question.id for each in pool(asked, [one, other]).differences] == ["money", "trust"]


def test_names_match_whatever_their_case_and_spaces() -> None:
    asked = one_question()
    first = replace(view(asked, {"trust": 3}, "Riverside"), partnership="North  Bay")
    second = replace(view(asked, {"trust": 1}, " riverside "), partnership="north bay")
    run = pool_all([(asked, first), (asked, second), (asked, first)])
    assert [pooled.answer_sets for pooled in run.pooled] == [3]
    assert [each.name for each in run.pooled[0].organisations] == ["Riverside"]
    assert run.pooled[0].assessment.answers.partnership == "North Bay"
    assert run.warnings == ()


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [
        ("Riverside", "Riversde", True),
        ("Riverside", "Rivreside", True),
        ("Riverside", "Riverside NHS Trust", True),
        ("Riverside & Valley", "Riverside and Valley", True),
        ("Ward 1", "Ward 2", False),
        ("Practice A", "Practice B", False),
        ("North", "South", False),
        ("East", "West", False),
        ("Riverside", "Valley High", False),
        ("!", "?", False),
    ],
)
def test_names_that_are_nearly_the_same_are_warned_about(one: str, other: str, near: bool) -> None:
    asked = one_question()
    warnings = pool(asked, views(asked, {one: [2], other: [2]})).assessment.warnings
    assert any("count as two organisations" in warning for warning in warnings) is near


def test_partnerships_that_are_nearly_the_same_are_warned_about() -> None:
    asked = one_question()
    sets = [
        replace(view(asked, {"trust": 3}), partnership=name) for name in ("Seaside", "Sea side", "Seasidee")
    ]
    assert len(pool_all((asked, each) for each in sets).warnings) == 2


def test_answer_sets_are_grouped_by_what_is_asked_for() -> None:
    asked = one_question()
    sets = [
        replace(view(asked, {"trust": 3}, name), date=date(2024, month, 1))
        for month in (1, 6)
        for name in ("A", "B")
    ]
    assert len(group_answers(sets)) == 1
    assert len(group_answers(sets, read_keys("partnership,date"))) == 2
    assert len(group_answers(sets, read_keys("date, organisation"))) == 4
    assert any("Answers from 2 dates" in warning for warning in pool(asked, sets).assessment.warnings)
    assert pool(asked, sets).assessment.answers.date == date(2024, 6, 1)


@pytest.mark.parametrize("keys", ["", "colour", "date,date", "date,,partnership"])
def test_what_cannot_be_grouped_by_is_refused(keys: str) -> None:
    with pytest.raises(ValueError, match="partnership, organisation, respondent, date"):
        read_keys(keys)


def test_nothing_cannot_be_pooled() -> None:
    with pytest.raises(ValueError, match="nothing to pool"):
        pool(one_question(), [])


def test_answer_sets_without_a_partnership_and_people_counted_twice_are_warned_about() -> None:
    asked = one_question()
    twice = replace(view(asked, {"trust": 3}, "A", "Chair"), partnership=None)
    warnings = pool(asked, [twice, twice, *views(asked, {"B": [2]})]).assessment.warnings
    assert "“Chair” of “A” has 2 answer sets, and each of them counts." in warnings
    assert any(warning.startswith("2 of 3 answer sets name no partnership") for warning in warnings)


def told_twice(*sets: tuple[str | None, date | None], organisation: str | None = "A") -> str:
    """Give the warning about one person with answer sets of these files and dates."""
    one = replace(view(one_question(), {"trust": 3}, "A", "Chair"), organisation=organisation)
    (warning,) = repeat_warnings([replace(one, file=file, date=on) for file, on in sets])
    return warning


def test_two_files_of_one_person_are_named() -> None:
    assert told_twice(("a.yaml", MAY), ("copy.yaml", MAY)) == (
        "“Chair” of “A” has 2 answer sets (a.yaml; copy.yaml), and each of them counts."
    )


def test_two_dates_of_one_person_are_named_with_their_files() -> None:
    assert "(a.yaml, 2026-05-01; a.yaml, no date)" in told_twice(("a.yaml", MAY), ("a.yaml", None))
    assert "(2026-05-01; 2026-06-01)" in told_twice((None, MAY), (None, JUNE))


def test_a_file_with_several_answer_sets_of_one_person_is_named_once() -> None:
    assert "has 2 answer sets (all.csv), and" in told_twice(("all.csv", MAY), ("all.csv", MAY))


def test_somebody_without_an_organisation_is_named_alone() -> None:
    assert told_twice((None, None), (None, None), organisation=None).startswith("“Chair” has 2 answer sets,")


def test_many_files_of_one_person_are_not_all_named() -> None:
    warning = told_twice(*((f"{number}.yaml", None) for number in range(8)))
    assert "5.yaml; and 2 more)" in warning
    assert "6.yaml" not in warning


def test_other_versions_are_counted() -> None:
    asked = one_question()
    one, other = views(asked, {"A": [2], "B": [3]})
    old = replace(one, version="0.9")
    mixed, same = pool(asked, [old, other]).assessment, pool(asked, [old, old]).assessment
    assert mixed.warnings == (
        "1 of 2 answer sets: answered against version 0.9 of small, scored with version 1.",
    )
    assert "Answered against version 0.9 of small, scored with version 1." in same.warnings


def test_notes_are_kept_with_their_organisation_and_without_a_name() -> None:
    asked = one_question()
    sets = [
        view(asked, {"trust": 3}, "A", "Dr X", {"trust": "Yes."}),
        view(asked, {"trust": 1}, "B", "Dr Y", {"trust": "No."}),
    ]
    assert pool(asked, sets).assessment.answers.answers["trust"].note == "A: Yes. / B: No."


def test_the_leader_is_not_certain_while_an_organisation_owes_an_essential_answer() -> None:
    asked = questionnaire(
        [factor("F", "context", {TRUST: 1}, essential=HALF), factor("G", "enablers", {MONEY: 1})],
        [factor("H", "context", {MONEY: 1}), factor("I", "enablers", {question("time"): 1})],
    )
    full = {"trust": 4, "money": 4, "time": 0}
    settled = pool(asked, [view(asked, full, "A"), view(asked, full, "B")])
    silent = pool(asked, [view(asked, full, "A"), view(asked, {**full, "trust": "unknown"}, "B")])
    assert explain_pooled(settled).leader_is_certain is True
    assert explain_pooled(silent).leader_is_certain is False


def test_the_leader_is_not_certain_while_open_answers_meet_something_to_discuss() -> None:
    asked = questionnaire(
        [factor("F", "context", {TRUST: 1}, essential=HALF), factor("G", "enablers", {MONEY: 1})],
        [factor("H", "context", {question("time"): 1}), factor("I", "enablers", {question("plan"): 1})],
    )
    apart = [
        view(asked, {"trust": level, "money": 4, "time": 3, "plan": None}, name)
        for name, level in (("A", 4), ("B", 2))
    ]
    assert pool(asked, apart).disputed == ("trust",)
    assert explain_pooled(pool(asked, apart)).leader_is_certain is False


@given(st.data())
def test_one_answer_set_pooled_is_that_answer_set_scored(data: st.DataObject) -> None:
    asked = data.draw(questionnaires())
    said = data.draw(answered(asked))
    pooled, single = pool(asked, [said]).assessment, score(asked, said)
    assert essence(pooled) == essence(single)


def draw_sets(data: st.DataObject, asked: Questionnaire) -> list[Answers]:
    names = data.draw(st.lists(st.sampled_from(["A", "B", "C", None]), min_size=1, max_size=4))
    return [replace(data.draw(answered(asked)), organisation=name) for name in names]


@given(st.data())
def test_the_order_of_answer_sets_makes_no_difference(data: st.DataObject) -> None:
    asked = data.draw(questionnaires())
    sets = [replace(each, file=f"{number}.yaml") for number, each in enumerate(draw_sets(data, asked))]
    assert pool(asked, sets) == pool(asked, data.draw(st.permutations(sets)))


@given(st.data())
def test_doubling_everybody_in_an_organisation_makes_no_difference(data: st.DataObject) -> None:
    asked = data.draw(questionnaires())
    sets = draw_sets(data, asked)
    doubled = data.draw(st.sampled_from([each.organisation for each in sets]))
    more = chain(sets, (each for each in sets if each.organisation == doubled))
    assert essence(pool(asked, list(more)).assessment) == essence(pool(asked, sets).assessment)


@given(st.data())
def test_people_who_all_say_the_same_are_as_one_person(data: st.DataObject) -> None:
    asked = data.draw(questionnaires())
    said = data.draw(answered(asked))
    sets = [replace(said, organisation=name) for name in ("A", "A", "B")]
    pooled = pool(asked, sets)
    assert essence(pooled.assessment) == essence(score(asked, said))
    assert not pooled.differences


@given(st.data())
def test_differences_only_ever_turn_ready_into_undetermined(data: st.DataObject) -> None:
    scoring = st.just(Scoring(bands=SCORING.bands[:2], ready=SCORING.bands[1]))
    asked = data.draw(questionnaires(scoring))
    sets = draw_sets(data, asked)
    pooled = pool(asked, sets).assessment
    alone = score(asked, pooled.answers)
    verdicts = {result.arrangement.id: result for result in alone.arrangements}
    for result in pooled.arrangements:
        plain = verdicts[result.arrangement.id]
        assert result.readiness == plain.readiness
        if plain.verdict is not Verdict.READY:
            assert result.verdict is not Verdict.READY
        if result.verdict is not plain.verdict:
            essential = {factor.essential for factor in result.factors()} - {None, EssentialState.MET}
            assert essential or result.verdict is Verdict.UNDETERMINED


def test_open_answers_that_count_as_the_lowest_level_do_so_for_a_silent_organisation() -> None:
    asked = one_question(essential=HALF)
    strict = replace(asked, scoring=replace(asked.scoring, unanswered=Unanswered.LOWEST))
    pooled = pool(strict, views(strict, {"A": [4], "B": [None]}))
    assert pooled.assessment.arrangements[0].factors()[0].essential is EssentialState.UNMET


def test_questions_answered_on_one_side_only_are_listed_essential_ones_first() -> None:
    asked = questionnaire(
        [factor("F", "context", {TRUST: 1}), factor("G", "enablers", {MONEY: 1}, essential=HALF)]
    )
    one = view(asked, {"trust": 3, "money": 3}, "A")
    other = view(asked, {"trust": "unknown"}, "B")
    assert [each.question.id for each in pool(asked, [one, other]).half_answered] == ["money", "trust"]
    assert [each.question.id for each in pool(asked, [one, one]).half_answered] == []
    aside = view(asked, {"trust": 1, "money": "not_applicable"}, "B")
    assert pool(asked, [one, aside]).half_answered == ()


def test_a_question_out_for_everybody_is_explained_only_by_a_note_from_each() -> None:
    asked = one_question(essential=HALF)
    noted = view(asked, {"trust": "not_applicable", "money": 4}, "A", notes={"trust": "We share one."})
    bare = view(asked, {"trust": "not_applicable", "money": 4}, "B")
    other = replace(noted, organisation="B")
    states = [
        pool(asked, [noted, each]).assessment.arrangements[0].factors()[0].essential for each in (bare, other)
    ]
    assert states == [EssentialState.OPEN, EssentialState.MET]


def test_near_misses_are_looked_for_among_up_to_20000_names() -> None:
    assert near_misses(["Seaside", "Seasides"]) == (("Seaside", "Seasides"),)
    assert near_misses(str(number) + "name" for number in range(20_001)) == ()
