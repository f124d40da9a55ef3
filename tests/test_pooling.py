"""Pooling: several answer sets become one, and say where people see things differently."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

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
    Difference,
    EssentialState,
    FactorState,
    Flag,
    Pooled,
    QuestionState,
    Range,
    Standing,
    Verdict,
)
from partnerassess.conditions import Chose
from partnerassess.exact import Root
from partnerassess.explain import explain
from partnerassess.model import (
    Answer,
    Answers,
    Choice,
    ChoiceQuestion,
    Level,
    Questionnaire,
    ScoredQuestion,
    Scoring,
    Section,
    Unanswered,
)
from partnerassess.pooling import group_views, partnership_warnings, pool, split_superseded
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


def pooled_of(assessment: Assessment) -> Pooled:
    assert assessment.pooled is not None
    return assessment.pooled


def trust(assessment: Assessment) -> Difference | None:
    """Give how the question about trust is seen differently; null where it is not, or not told."""
    found = (each for each in pooled_of(assessment).differences if each.question.id == "trust")
    return next(found, None)


def trusted(assessment: Assessment) -> Difference:
    """Give how the question about trust is seen differently."""
    found = trust(assessment)
    assert found is not None
    return found


def standing(assessment: Assessment) -> Standing:
    """Give where the question about trust stands."""
    return assessment.arrangements[0].factors()[0].answers[0].standing


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
    sets = views(asked, {"A": [3, 3, 4, 3, 3], "B": [1, 2, 2]})
    seen = trusted(pool(asked, sets))
    assert [mean and mean * 4 for mean in seen.means] == [Fraction(16, 5), Fraction(5, 3)]
    assert seen.mean * 4 == (Fraction(16, 5) + Fraction(5, 3)) / 2
    assert seen.gap == Fraction(16, 5) - Fraction(5, 3)
    assert (seen.higher, seen.lower) == (0, 1)
    factors = pool(asked, sets).arrangements[0].factors()
    assert factors[0].range is not None
    assert factors[0].range.point == seen.mean


def test_an_organisation_that_leaves_a_question_open_widens_the_range_and_lowers_the_coverage() -> None:
    asked = one_question()
    asked = replace(asked, scoring=replace(asked.scoring, coverage_needed=HALF))
    result = pool(asked, views(asked, {"A": [4], "B": [None]})).arrangements[0]
    context, enablers = result.dimensions
    assert context.range == Range(point=Fraction(1), lowest=HALF, highest=Fraction(1))
    assert [context.coverage, enablers.coverage] == [HALF, Fraction(1)]
    assert context.factors[0].state is FactorState.PARTLY
    assert result.readiness == Range(point=Root(Fraction(1)), lowest=Root(HALF, 2), highest=Root(Fraction(1)))
    assert (result.verdict, result.open_answers()) == (Verdict.UNDETERMINED, ())
    full = pool(asked, views(asked, {"A": [4], "B": [4]})).arrangements[0].readiness
    assert full == Range(point=Root(Fraction(1)), lowest=Root(Fraction(1)), highest=Root(Fraction(1)))


def test_an_organisation_to_which_a_question_does_not_apply_leaves_it() -> None:
    asked = one_question()
    assert standing(
        pool(asked, views(asked, {"A": [3], "B": ["not_applicable"]}))
    ).bounds.highest == Fraction(3, 4)


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
    assert (seen is not None) is flagged
    assert seen is None or (seen.spread, Flag.SPREAD in seen.flags) == (deviation, True)


def test_partners_differ_from_a_whole_level_between_their_means() -> None:
    asked = one_question()
    near = trust(pool(asked, views(asked, {"A": [3], "B": [3, 2, 2]})))
    apart = trusted(pool(asked, views(asked, {"A": [3], "B": [2, 2, 2]})))
    assert near is None
    assert (apart.gap, Flag.PARTNERS_DIFFER in apart.flags) == (Fraction(1), True)


def test_a_step_is_the_length_of_the_scale_by_its_levels() -> None:
    uneven = question("trust", scale([0, 1, 10]))
    asked = questionnaire([factor("F", "context", {uneven: 1}), factor("G", "enablers", {MONEY: 1})])
    seen = trusted(pool(asked, views(asked, {"A": [1], "B": [10]})))
    assert seen.gap == Fraction(9, 5)
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
        result = pooled.arrangements[0].factors()[0].answers[0]
        assert result.standing.state is state


def test_a_choice_counts_if_everybody_who_chose_agrees() -> None:
    asked = sampler()
    agreed = [seaside({"trust": 3}, asked), chose(asked, "us", "Harbour"), chose(asked, "us", "Bay")]
    assert "started-by" in pool(asked, agreed).answers.answers
    split = pool(asked, [chose(asked, "us", "Harbour"), chose(asked, "them", "Bay")])
    assert "started-by" not in split.answers.answers
    assert [each.question.id for each in pooled_of(split).choices] == ["started-by"]
    chosen = pooled_of(split).choices[0].chosen
    assert [[(choice.id, count) for choice, count in each] for each in chosen] == [[("them", 1)], [("us", 1)]]
    assert not pooled_of(pool(asked, agreed)).choices


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
        {result.arrangement.id: result.applies for result in pooled.arrangements}["large"]
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
    assert pooled.arrangements[0].factors()[0].essential is state


def test_an_organisation_that_says_why_a_question_does_not_apply_is_left_aside() -> None:
    asked = one_question(essential=HALF)
    says_why = view(asked, {"trust": "not_applicable", "money": 4}, "B", notes={"trust": "We share one."})
    pooled = pool(asked, [*views(asked, {"A": [3]}), says_why])
    assert pooled.arrangements[0].factors()[0].essential is EssentialState.MET


def test_answers_on_both_sides_of_a_minimum_turn_ready_into_discuss_first() -> None:
    asked = one_question(essential=HALF)
    pooled = pool(asked, views(asked, {"A": [4, 4, 4], "B": [4, 4, 1]}))
    result = pooled.arrangements[0]
    assert result.verdict is Verdict.UNDETERMINED
    assert result.band is not None
    assert result.band.id == "nearly-ready"
    assert result.reasons[0].text.startswith("Discuss first: answers lie on both sides")
    assert Flag.SPLIT in trusted(pooled).flags
    assert trusted(pooled).minimum == TRUST.levels[2]
    assert result.factors()[0].essential is EssentialState.MET


def test_two_levels_between_organisations_on_something_essential_turn_ready_into_discuss_first() -> None:
    asked = one_question(essential=HALF)
    wide = pool(asked, views(asked, {"A": [4], "B": [2]})).arrangements[0]
    near = pool(asked, views(asked, {"A": [4], "B": [3]})).arrangements[0]
    assert wide.verdict is Verdict.UNDETERMINED
    assert wide.reasons[0].text.endswith("see Factor F very differently.")
    assert near.verdict is Verdict.READY


def test_differences_about_anything_else_leave_ready_alone() -> None:
    asked = one_question()
    result = pool(asked, views(asked, {"A": [4, 4, 4], "B": [2, 2, 2]})).arrangements[0]
    assert result.verdict is Verdict.READY


def test_one_organisation_alone_is_one_sided() -> None:
    asked = one_question()
    alone, both = (
        pooled_of(pool(asked, views(asked, each))) for each in ({"A": [4, 3]}, {"A": [4], "B": [3]})
    )
    assert (alone.is_one_sided, both.is_one_sided) == (True, False)
    assert (alone.people, both.people) == (2, 2)


def test_each_organisation_has_its_own_readiness_for_the_leading_arrangement() -> None:
    asked = one_question()
    sets = views(asked, {"A": [4], "B": [2]})
    pooled = pool(asked, sets)
    own = [each.readiness for each in pooled_of(pooled).organisations]
    assert own == [score(asked, each).arrangements[0].readiness for each in sets]
    assert [each.verdict for each in pooled_of(pooled).organisations] == [Verdict.READY, Verdict.NOT_READY]


def test_several_people_of_an_organisation_have_one_readiness_of_their_own() -> None:
    asked = one_question()
    organisations = pooled_of(pool(asked, views(asked, {"A": [4, 3, 2], "B": [2]}))).organisations
    assert [each.people for each in organisations] == [3, 1]
    assert (
        organisations[0].readiness
        == score(asked, view(asked, {"trust": 3, "money": 4})).arrangements[0].readiness
    )


def test_of_one_persons_views_the_newest_counts_and_the_others_are_named() -> None:
    asked = one_question()
    nurse, doctor, other = views(asked, {"A": [4, 3], "B": [1]})
    older = replace(nurse, date=MAY, file="may.yaml")
    newer = replace(view(asked, {"trust": 2, "money": 4}, "a", nurse.respondent), date=JUNE, file="june.yaml")
    pooled = pool(asked, [newer, doctor, other, older])
    assert [(each.people, each.views) for each in pooled_of(pooled).organisations] == [(2, 2), (1, 1)]
    assert pooled_of(pooled).files == ("june.yaml",)
    assert "may.yaml, 2026-05-01" in pooled.warnings[0]
    assert essence(pooled) == essence(pool(asked, [newer, doctor, other]))


def test_answers_that_name_no_organisation_form_one_group() -> None:
    asked = one_question()
    pooled = pool(asked, [view(asked, {"trust": 1}, None), *views(asked, {"A": [3]})])
    assert [each.name for each in pooled_of(pooled).organisations] == ["A", None]
    assert pooled.answers.organisation == "A and organisation not stated"
    assert trusted(pooled).mean == Fraction(1, 2)


def test_differences_that_would_tell_what_one_or_two_people_said_are_withheld() -> None:
    asked = one_question()

    def is_withheld(levels: Mapping[str, Sequence[Given]], *, named: bool = True) -> bool:
        pooled = pool(asked, views(asked, levels, named=named))
        told = trust(pooled) is not None
        assert told != (TRUST in pooled_of(pooled).withheld)
        return not told

    assert is_withheld({"A": [4, None, None], "B": [1]})
    assert is_withheld({"A": [4, 4], "B": [1]})
    assert not is_withheld({"A": [4, 4, 4], "B": [1]})
    assert not is_withheld({"A": [4], "B": [1]})
    assert not is_withheld({"A": [4, 3], "B": [1]}, named=False)
    shown = pool(asked, views(asked, {"A": [4, None, None], "B": [1]}), show_small_groups=True)
    assert trusted(shown).answered == (1, 1)
    assert pooled_of(shown).withheld == ()


def test_choices_of_small_groups_are_withheld_too() -> None:
    asked = sampler()
    sets = [chose(asked, "us", "Bay", "X"), chose(asked, "them", "Bay", "Y"), chose(asked, "them", "Harbour")]
    assert pooled_of(pool(asked, sets)).choices[0].chosen == ()
    shown = pooled_of(pool(asked, sets, show_small_groups=True)).choices[0]
    assert [len(each) for each in shown.chosen] == [2, 1]


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
    assert trust(pooled) is None
    assert any("trust is not scored" in warning for warning in pooled.warnings)


def test_the_widest_and_heaviest_difference_comes_first() -> None:
    heavy = questionnaire(
        [
            factor("F", "context", {TRUST: 1}, weight=3),
            factor("T", "context"),
            factor("G", "enablers", {MONEY: 1, question("time"): 3}),
        ]
    )
    plain = questionnaire([factor("F", "context", {TRUST: 1}), factor("G", "enablers", {MONEY: 1})])
    for asked, order in ((plain, ["money", "trust"]), (heavy, ["trust", "money"])):
        one, other = view(asked, {"trust": 3, "money": 4}, "A"), view(asked, {"trust": 1, "money": 1}, "B")
        assert [each.question.id for each in pooled_of(pool(asked, [one, other])).differences] == order


def test_only_what_feeds_an_arrangement_that_applies_is_compared_and_essential_only_where_it_is() -> None:
    asked = questionnaire(
        [factor("F", "context", {TRUST: 1}), factor("G", "enablers", {MONEY: 1})],
        [factor("H", "context", {TRUST: 1}, essential=HALF), factor("I", "enablers", {question("time"): 1})],
    )
    both = [
        view(asked, {"trust": 4, "money": 4, "time": 4}, "A"),
        view(asked, {"trust": 1, "money": 4, "time": 0}, "B"),
    ]
    assert [each.question.id for each in pooled_of(pool(asked, both)).differences] == ["time", "trust"]
    assert Flag.SPLIT in trusted(pool(asked, both)).flags
    choice = ChoiceQuestion(
        id="form", text="Which?", choices=(Choice(id="x", text="X"), Choice(id="y", text="Y"))
    )
    first, second = asked.arrangements
    one = replace(
        asked,
        sections=(*asked.sections, Section(id="more", title="More", questions=(choice,))),
        arrangements=(first, replace(second, applies_if=Chose(question="form", choices=("y",)))),
    )
    said = [replace(each, answers={**each.answers, "form": Answer(given=choice.choices[0])}) for each in both]
    seen = trusted(pool(one, said))
    assert (seen.flags, seen.is_essential, seen.minimum) == ((Flag.PARTNERS_DIFFER, Flag.SPREAD), False, None)
    assert [each.question.id for each in pooled_of(pool(one, said)).differences] == ["trust"]


def test_names_match_however_they_are_spelled() -> None:
    asked = one_question()
    first = replace(view(asked, {"trust": 3}, "St Mary's"), partnership="North  Bay", round="Spring")
    second = replace(view(asked, {"trust": 1}, " st mary’s "), partnership="north bay", round="spring")
    ((one, other, third),) = group_views([first, second, first])
    pooled = pool(asked, [one, other, third])
    assert [each.name for each in pooled_of(pooled).organisations] == ["St Mary's"]
    assert (pooled.answers.partnership, pooled.answers.round) == ("North Bay", "Spring")
    assert partnership_warnings([first, second]) == ()


def test_organisations_that_are_nearly_the_same_are_warned_about() -> None:
    asked = one_question()
    warnings = pool(asked, views(asked, {"Riverside": [2], "Riverside Trust": [2]})).warnings
    assert any("count as two organisations" in warning for warning in warnings)


def test_partnerships_that_are_nearly_the_same_are_warned_about() -> None:
    asked = one_question()
    sets = [
        replace(view(asked, {"trust": 3}), partnership=name) for name in ("Seaside", "Sea side", "Seasidee")
    ]
    assert len(partnership_warnings(sets)) == 2


def test_views_of_one_partnership_and_round_belong_together() -> None:
    asked = one_question()
    one = replace(view(asked, {"trust": 3}, "A"), date=MAY)
    other = replace(one, organisation="B", date=JUNE)
    rounds = [replace(one, round="May"), replace(other, round="may "), replace(one, round="June")]
    assert [len(each) for each in group_views([one, other, *rounds])] == [2, 1, 2]
    assert len(group_views([replace(one, questionnaire="q"), other])) == 2
    assert len(group_views([replace(one, partnership=None), replace(other, partnership=" ")])) == 2
    assert pool(asked, [one, other]).answers.date == JUNE
    assert pooled_of(pool(asked, [one, other])).dates == (MAY, JUNE)


def test_views_far_apart_in_time_without_a_round_are_warned_about() -> None:
    asked = one_question()
    one, other = views(asked, {"A": [3], "B": [3]})
    for days, warned in ((30, False), (100, True)):
        pair = [replace(one, date=MAY), replace(other, date=MAY + timedelta(days=days))]
        assert any("name these under `round`" in each for each in pool(asked, pair).warnings) is warned
        named = [replace(each, round="Spring") for each in pair]
        assert pool(asked, named).warnings == ()


def test_nothing_cannot_be_pooled() -> None:
    with pytest.raises(ValueError, match="nothing to pool"):
        pool(one_question(), [])


def told_twice(*sets: tuple[str | None, date | None], organisation: str | None = "A") -> str:
    """Give the warning about one person with views of these files and dates."""
    one = replace(view(one_question(), {"trust": 3}, "A", "Chair"), organisation=organisation)
    _, (warning,) = split_superseded([replace(one, file=file, date=on) for file, on in sets])
    return warning


def test_the_views_of_one_person_are_named_with_their_dates() -> None:
    assert told_twice(("a.yaml", MAY), ("copy.yaml", MAY)) == (
        "“Chair” of “A” has 2 views: the newest counts (copy.yaml, 2026-05-01), not a.yaml, 2026-05-01."
    )
    assert "(a.yaml, 2026-05-01), not a.yaml, no date" in told_twice(("a.yaml", MAY), ("a.yaml", None))
    assert told_twice((None, None), (None, None), organisation=None).startswith("“Chair” has 2 views:")


def test_many_files_of_one_person_are_not_all_named() -> None:
    warning = told_twice(*((f"{number}.yaml", None) for number in range(9)))
    assert "5.yaml, no date; and 2 more." in warning
    assert "6.yaml" not in warning


def test_other_versions_are_counted() -> None:
    asked = one_question()
    one, other = views(asked, {"A": [2], "B": [3]})
    old = replace(one, version="0.9")
    mixed, same = pool(asked, [old, other]), pool(asked, [old, replace(other, version="0.9")])
    assert mixed.warnings == ("1 of 2 views: answered against version 0.9 of small, scored with version 1.",)
    assert "Answered against version 0.9 of small, scored with version 1." in same.warnings


def test_notes_are_kept_with_their_organisation_and_without_a_name() -> None:
    asked = one_question()
    sets = [
        view(asked, {"trust": 3}, "A", "Dr X", {"trust": "Yes."}),
        view(asked, {"trust": 1}, "B", "Dr Y", {"trust": "No."}),
    ]
    assert pool(asked, sets).answers.answers["trust"].note == "A: Yes. / B: No."


def test_the_leader_is_not_certain_while_an_organisation_owes_an_essential_answer() -> None:
    asked = questionnaire(
        [factor("F", "context", {TRUST: 1}, essential=HALF), factor("G", "enablers", {MONEY: 1})],
        [factor("H", "context", {MONEY: 1}), factor("I", "enablers", {question("time"): 1})],
    )
    full = {"trust": 4, "money": 4, "time": 0}
    settled = pool(asked, [view(asked, full, "A"), view(asked, full, "B")])
    silent = pool(asked, [view(asked, full, "A"), view(asked, {**full, "trust": "unknown"}, "B")])
    assert explain(settled).leader_is_certain is True
    assert explain(silent).leader_is_certain is False


def test_the_leader_is_not_certain_while_open_answers_meet_something_to_discuss() -> None:
    asked = questionnaire(
        [factor("F", "context", {TRUST: 1}, essential=HALF), factor("G", "enablers", {MONEY: 1})],
        [factor("H", "context", {question("time"): 1}), factor("I", "enablers", {question("plan"): 1})],
    )
    apart = [
        view(asked, {"trust": level, "money": 4, "time": 3, "plan": None}, name)
        for name, level in (("A", 4), ("B", 2))
    ]
    assert pooled_of(pool(asked, apart)).disputed == ("trust",)
    assert explain(pool(asked, apart)).leader_is_certain is False


@given(st.data())
def test_one_answer_set_pooled_is_that_answer_set_scored(data: st.DataObject) -> None:
    asked = data.draw(questionnaires())
    said = data.draw(answered(asked))
    assert pool(asked, [said]) == score(asked, said)


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
    assert essence(pool(asked, list(more))) == essence(pool(asked, sets))


@given(st.data())
def test_people_who_all_say_the_same_are_as_one_person(data: st.DataObject) -> None:
    asked = data.draw(questionnaires())
    said = data.draw(answered(asked))
    sets = [replace(said, organisation=name) for name in ("A", "A", "B")]
    pooled = pool(asked, sets)
    assert essence(pooled) == essence(score(asked, said))
    assert not pooled_of(pooled).differences


@given(st.data())
def test_one_view_each_and_everything_answered_is_the_mean(data: st.DataObject) -> None:
    asked = data.draw(questionnaires())
    sets = [
        replace(data.draw(answered_in_full(asked)), organisation=name)
        for name in data.draw(st.sampled_from(["AB", "ABC", "ABCD"]))
    ]
    pooled = pool(asked, sets, show_small_groups=True)
    means = replace(sets[0], answers={name: mean_answer(asked, name, sets) for name in asked.questions})
    expected = {each.arrangement.id: each.readiness for each in score(asked, means).arrangements}
    assert {each.arrangement.id: each.readiness for each in pooled.arrangements} == expected
    for readiness in expected.values():
        assert readiness is None or readiness.lowest == readiness.highest


@st.composite
def answered_in_full(draw: st.DrawFn, asked: Questionnaire) -> Answers:
    """Draw a level for every question."""
    every = [each for each in asked.questions.values() if isinstance(each, ScoredQuestion)]
    drawn = {each.id: Answer(given=draw(st.sampled_from(each.levels))) for each in every}
    return replace(answers(asked, {}), answers=drawn)


def mean_answer(asked: Questionnaire, name: str, sets: Sequence[Answers]) -> Answer:
    """Give the mean of what everybody said to a question, as an answer of its own."""
    given_ = [each.answers[name].given for each in sets]
    levels = [each for each in given_ if isinstance(each, Level)]
    position = sum((each.position for each in levels), Fraction(0)) / len(levels)
    return Answer(given=Level(value=position, label="", position=position))


@given(st.data())
def test_the_point_lies_between_the_lowest_and_the_highest(data: st.DataObject) -> None:
    asked = data.draw(questionnaires())
    for result in pool(asked, draw_sets(data, asked)).arrangements:
        for known in (
            *(part.range for part in result.dimensions),
            *(each.range for each in result.factors()),
        ):
            assert known is None or known.lowest <= known.highest
            assert known is None or known.point is None or known.lowest <= known.point <= known.highest
        whole = result.readiness
        assert whole is None or whole.lowest <= whole.highest
        assert whole is None or whole.point is None or whole.lowest <= whole.point <= whole.highest


@given(st.data())
def test_a_view_of_an_organisation_that_had_none_only_narrows(data: st.DataObject) -> None:
    """An organisation that has left everything open answers: nothing gets wider, coverage does not fall."""
    drawn = data.draw(questionnaires())
    asked = replace(drawn, scoring=replace(drawn.scoring, unanswered=Unanswered.OPEN))
    first = replace(data.draw(answered(asked, out=False)), organisation="A")
    blank = replace(answers(asked, {}), organisation="B")
    added = replace(data.draw(answered(asked, out=False)), organisation="B")
    before, after = pool(asked, [first, blank]), pool(asked, [first, added])
    earlier = {result.arrangement.id: result for result in before.arrangements}
    for result in after.arrangements:
        known, was = result.readiness, earlier[result.arrangement.id]
        if known is not None and was.readiness is not None:
            assert was.readiness.lowest <= known.lowest <= known.highest <= was.readiness.highest
        for part, part_was in zip(result.dimensions, was.dimensions, strict=True):
            assert (part.coverage or 0) >= (part_was.coverage or 0)


@given(st.data())
def test_differences_only_ever_turn_ready_into_undetermined(data: st.DataObject) -> None:
    scoring = st.just(Scoring(bands=SCORING.bands[:2], ready=SCORING.bands[1]))
    asked = data.draw(questionnaires(scoring))
    sets = draw_sets(data, asked)
    for result in pool(asked, sets).arrangements:
        if any(reason.text.startswith("Discuss first") for reason in result.reasons):
            assert result.verdict is Verdict.UNDETERMINED
            assert {each.essential for each in result.factors()} <= {None, EssentialState.MET}


def test_open_answers_that_count_as_the_lowest_level_do_so_for_a_silent_organisation() -> None:
    asked = one_question(essential=HALF)
    strict = replace(asked, scoring=replace(asked.scoring, unanswered=Unanswered.LOWEST))
    pooled = pool(strict, views(strict, {"A": [4], "B": [None]}))
    assert pooled.arrangements[0].factors()[0].essential is EssentialState.UNMET


def test_questions_answered_on_one_side_only_are_listed_essential_ones_first() -> None:
    asked = questionnaire(
        [factor("F", "context", {TRUST: 1}), factor("G", "enablers", {MONEY: 1}, essential=HALF)]
    )
    one = view(asked, {"trust": 3, "money": 3}, "A")
    other = view(asked, {"trust": "unknown"}, "B")
    assert [each.question.id for each in pooled_of(pool(asked, [one, other])).half_answered] == [
        "money",
        "trust",
    ]
    assert pooled_of(pool(asked, [one, one])).half_answered == ()
    aside = view(asked, {"trust": 1, "money": "not_applicable"}, "B")
    assert pooled_of(pool(asked, [one, aside])).half_answered == ()


def test_a_question_out_for_everybody_is_explained_only_by_a_note_from_each() -> None:
    asked = one_question(essential=HALF)
    noted = view(asked, {"trust": "not_applicable", "money": 4}, "A", notes={"trust": "We share one."})
    bare = view(asked, {"trust": "not_applicable", "money": 4}, "B")
    other = replace(noted, organisation="B")
    states = [pool(asked, [noted, each]).arrangements[0].factors()[0].essential for each in (bare, other)]
    assert states == [EssentialState.OPEN, EssentialState.MET]
