"""Comparison: what rose, fell, appeared and disappeared, when a change is clear, and what versions share."""

import datetime
from collections.abc import Mapping
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from instruments import Given, answered, answers, factor, question, questionnaire, questionnaires, scale
from partnerassess.assessment import Assessment, Range
from partnerassess.conditions import AnswerAtLeast
from partnerassess.decide.comparison import Comparison, Move, compare, compare_partnership, find_move
from partnerassess.decide.versions import Gap, LeftOut
from partnerassess.model import Questionnaire
from partnerassess.pooling import pool
from partnerassess.scoring import score

along = compare_partnership

ASKED = questionnaire(
    [factor("c", "context"), factor("d", "context"), factor("e", "enablers"), factor("f", "enablers")]
)
GIVEN: dict[str, Given] = {"q-c": 2, "q-d": 2, "q-e": 2, "q-f": 2}


def scored(
    given_answers: Mapping[str, Given], asked: Questionnaire = ASKED, version: str | None = None
) -> Assessment:
    said = answers(asked, given_answers)
    return score(asked, replace(said, version=version or asked.version, date=datetime.date(2017, 5, 12)))


def moves(comparison: Comparison) -> dict[str, Move]:
    (only,) = comparison.arrangements
    return {each.factor.id: each.course.overall for each in only.factors}


def known(lowest: int, highest: int) -> Range[Fraction]:
    return Range(point=None, lowest=Fraction(lowest, 10), highest=Fraction(highest, 10))


@pytest.mark.parametrize(
    ("before", "after", "move"),
    [
        (known(5, 5), known(6, 6), Move.ROSE),
        (known(5, 5), known(4, 4), Move.FELL),
        (known(5, 5), known(5, 5), Move.SAME),
        (known(4, 6), known(5, 7), Move.UNCLEAR),
        (known(4, 6), known(4, 6), Move.UNCLEAR),
        (known(4, 6), known(6, 7), Move.UNCLEAR),
        (known(4, 6), known(7, 8), Move.ROSE),
        (known(4, 6), known(2, 3), Move.FELL),
        (known(4, 6), known(5, 5), Move.UNCLEAR),
        (None, known(5, 5), Move.APPEARED),
        (known(5, 5), None, Move.DISAPPEARED),
        (None, None, Move.ABSENT),
    ],
)
def test_a_change_is_clear_only_where_the_ranges_do_not_meet(
    before: Range[Fraction] | None, after: Range[Fraction] | None, move: Move
) -> None:
    assert find_move(before, after) is move


def test_every_factor_says_what_became_of_it() -> None:
    before = scored({"q-c": 1, "q-d": 3, "q-e": "not_applicable", "q-f": "unknown"})
    after = scored({"q-c": 3, "q-d": 2, "q-e": 2, "q-f": 1})
    comparison = along([before, after])
    assert moves(comparison) == {"c": Move.ROSE, "d": Move.FELL, "e": Move.APPEARED, "f": Move.UNCLEAR}
    assert moves(along([after, before]))["e"] is Move.DISAPPEARED
    (only,) = comparison.arrangements
    (changed,) = only.factors[0].changed
    assert [each.standing.bounds.lowest for each in changed] == [Fraction(1, 4), Fraction(3, 4)]
    assert comparison.left_out == ()
    assert comparison.assessments == (before, after)


def test_several_waves_give_a_move_for_each_step_and_one_for_the_whole_way() -> None:
    waves = [scored({**GIVEN, "q-c": value}) for value in (1, 4, 1)]
    (only,) = along(waves).arrangements
    assert only.factors[0].course.moves == (Move.ROSE, Move.FELL)
    assert only.factors[0].course.overall is Move.SAME
    assert only.readiness.moves == (Move.ROSE, Move.FELL)
    assert [course.overall for _, course in only.dimensions] == [Move.SAME, Move.SAME]


def test_an_arrangement_that_no_longer_applies_disappears() -> None:
    condition = AnswerAtLeast(question="q-c", value=Fraction(2))
    asked = replace(ASKED, arrangements=(replace(ASKED.arrangements[0], applies_if=condition),))
    (only,) = along([scored(GIVEN, asked), scored({**GIVEN, "q-c": 1}, asked)]).arrangements
    assert only.readiness.overall is Move.DISAPPEARED
    assert {each.course.overall for each in only.factors} == {Move.DISAPPEARED}


@given(data=st.data())
def test_turned_round_every_rise_is_a_fall_and_compared_with_itself_nothing_moves(
    data: st.DataObject,
) -> None:
    asked = data.draw(questionnaires())
    before, after = (score(asked, data.draw(answered(asked))) for _ in range(2))
    opposite = {
        Move.ROSE: Move.FELL,
        Move.FELL: Move.ROSE,
        Move.APPEARED: Move.DISAPPEARED,
        Move.DISAPPEARED: Move.APPEARED,
    }
    forth = {each.arrangement.id: each.readiness.overall for each in along([before, after]).arrangements}
    back = {each.arrangement.id: each.readiness.overall for each in along([after, before]).arrangements}
    assert back == {name: opposite.get(move, move) for name, move in forth.items()}
    itself = along([before, before])
    quiet = {Move.SAME, Move.UNCLEAR, Move.ABSENT}
    assert all(each.readiness.overall in quiet for each in itself.arrangements)
    assert all(not factor.changed for each in itself.arrangements for factor in each.factors)


# ---------------------------------------------------------------------------------------------------
# Across versions
# ---------------------------------------------------------------------------------------------------

FINER = scale((0, 1, 2, 3, 4, 5), "finer")
NEWER = replace(
    questionnaire(
        [
            factor("c", "context", {question("q-c"): 1, question("q-new"): 1}),
            factor("d", "context", {question("q-d", FINER): 1}),
            factor("e", "enablers", {question("q-f"): 1}),
            factor("f", "enablers", {question("q-e"): 1, question("q-old"): 1}),
            factor("g", "enablers", {question("q-same"): 1}),
        ]
    ),
    version="2",
)
OLDER = questionnaire(
    [
        factor("c", "context", {question("q-c"): 1, question("q-gone"): 1}),
        factor("d", "context", {question("q-d"): 1}),
        factor("e", "enablers", {question("q-e"): 1}),
        factor("f", "enablers", {question("q-f"): 1}),
        factor("g", "enablers", {question("q-same"): 1}),
    ]
)


def test_across_versions_only_what_they_share_is_compared_and_the_rest_is_listed() -> None:
    before = scored({"q-c": 1, "q-gone": 4, "q-d": 1, "q-e": 1, "q-f": 1, "q-same": 2}, OLDER)
    after = scored({"q-c": 2, "q-new": 0, "q-d": 5, "q-e": 4, "q-f": 4, "q-old": 0, "q-same": 3}, NEWER)
    comparison = along([before, after])
    assert moves(comparison) == {"c": Move.ROSE, "g": Move.ROSE}
    assert [(each.kind, each.id, each.why) for each in comparison.left_out] == [
        ("question", "q-new", Gap.NOT_IN_ALL),
        ("question", "q-d", Gap.OTHER_SCALE),
        ("question", "q-f", Gap.OTHER_PLACE),
        ("question", "q-e", Gap.OTHER_PLACE),
        ("question", "q-old", Gap.NOT_IN_ALL),
        ("question", "q-gone", Gap.NOT_IN_ALL),
        ("factor", "d", Gap.NOTHING_LEFT),
        ("factor", "e", Gap.NOTHING_LEFT),
        ("factor", "f", Gap.NOTHING_LEFT),
    ]
    # On what is shared, context is q-c alone and enablers are q-same alone: √(1/4 · 1/2) and √(1/2 · 3/4).
    ends = [each.readiness for each in comparison.arrangements[0].results]
    assert [each and each.lowest.radicand for each in ends] == [Fraction(1, 8), Fraction(3, 8)]


def test_without_the_older_version_only_questions_with_an_answer_count_as_shared() -> None:
    before = scored({"q-c": 1, "q-e": 1}, ASKED, version="0.9")
    comparison = along([before, scored(GIVEN)])
    assert moves(comparison) == {"c": Move.ROSE, "e": Move.ROSE}
    assert [each.id for each in comparison.left_out if each.kind == "question"] == ["q-d", "q-f"]


def test_answers_to_questions_that_are_gone_are_listed_too() -> None:
    before = score(ASKED, replace(answers(ASKED, GIVEN), version="0.9", unrecognised=("q-gone",)))
    assert (
        LeftOut(kind="question", id="q-gone", why=Gap.NOT_IN_ALL) in along([before, scored(GIVEN)]).left_out
    )


def test_versions_with_nothing_in_common_compare_nothing_and_say_so() -> None:
    other = replace(questionnaire([factor("x", "context"), factor("y", "enablers")]), version="2")
    comparison = along([scored(GIVEN), scored({"q-x": 1, "q-y": 1}, other)])
    assert comparison.arrangements == ()
    assert comparison.left_out[-1] == LeftOut(kind="arrangement", id="arrangement-1", why=Gap.NOTHING_LEFT)


# ---------------------------------------------------------------------------------------------------
# What to keep in mind
# ---------------------------------------------------------------------------------------------------


def test_what_looks_odd_is_said() -> None:
    def named(date: str | None, partnership: str, organisation: str | None = None) -> Assessment:
        day = datetime.date.fromisoformat(date) if date else None
        said = replace(answers(ASKED, GIVEN), date=day, partnership=partnership, organisation=organisation)
        return score(ASKED, said)

    assert along([named("2017-05-12", "R and V"), named("2018-05-12", "r AND v")]).warnings == ()
    assert along([named("2018-05-12", "R"), named("2017-05-12", "V")]).warnings == (
        "These are answers about different partnerships: R; V. "
        "They are set side by side; what differs is no change over time.",
        "The later file is dated earlier. The files are taken in the order given, so what is said to "
        "have risen or fallen may have gone the other way.",
    )
    assert along([named(None, "R"), named("2017-05-12", "R", "Riverside")]).warnings == (
        "The answers are different people's views: not stated; Riverside.",
        "Not every file has a date; they are taken in the order given.",
    )


def test_one_assessment_or_two_questionnaires_cannot_be_compared() -> None:
    for wrong in ([scored(GIVEN)], [scored(GIVEN), scored(GIVEN, replace(ASKED, id="other"))]):
        with pytest.raises(ValueError, match="two or more assessments of the same questionnaire"):
            along(wrong)


# ---------------------------------------------------------------------------------------------------
# Partnership by partnership
# ---------------------------------------------------------------------------------------------------


def of(partnership: str | None, level: int, date: str = "2026-05-01") -> Assessment:
    day = datetime.date.fromisoformat(date)
    said = answers(ASKED, {**GIVEN, "q-c": level, "q-d": level})
    return score(ASKED, replace(said, partnership=partnership, date=day))


def test_rounds_are_compared_partnership_by_partnership_the_largest_falls_first() -> None:
    before = [of("Up", 1), of("Down", 3), of("Far down", 4), of("Level", 2), of("Gone", 2)]
    after = [of("level", 2), of("far  down", 1), of("New", 3), of("Down", 2), of("UP", 2)]
    compared = compare([before, after])
    assert [each.assessments[0].answers.partnership for each in compared.partnerships] == [
        "Far down",
        "Down",
        "Up",
        "Level",
    ]
    assert [each.move for each in compared.partnerships] == [Move.FELL, Move.FELL, Move.ROSE, Move.SAME]
    only_in = [[each.answers.partnership for each in assessments] for assessments in compared.only_in]
    assert only_in == [["Gone"], ["New"]]
    assert compared.partnerships[0].change < 0 < compared.partnerships[2].change
    assert compared.warnings == ()


def test_a_partnership_that_misses_a_round_is_compared_over_the_others() -> None:
    (one,) = compare([[of("A", 1), of("B", 1)], [of("C", 1)], [of("A", 2)]]).partnerships
    assert one.rounds == (0, 2)


def test_of_a_partnership_that_is_in_a_round_twice_the_newest_counts() -> None:
    twice = [of("A", 3, "2026-05-01"), of("a", 1, "2026-04-01"), of("B", 1)]
    compared = compare([twice, [of("A", 4)]])
    assert compared.partnerships[0].assessments[0].answers.date == datetime.date(2026, 5, 1)
    assert compared.warnings == ("“A” is twice in round 1: the newest counts.",)


def test_partnerships_without_a_name_are_not_taken_for_each_other() -> None:
    compared = compare([[of(None, 1), of("A", 1)], [of(None, 2), of("A", 2)]])
    assert len(compared.partnerships) == 1
    assert [len(each) for each in compared.only_in] == [1, 1]


def test_one_assessment_in_every_round_is_compared_whatever_it_is_called() -> None:
    compared = compare([[of(None, 1)], [of("A", 2)]])
    assert [each.rounds for each in compared.partnerships] == [(0, 1)]


def test_one_round_cannot_be_compared() -> None:
    with pytest.raises(ValueError, match="two or more rounds"):
        compare([[of("A", 1)]])


def test_what_is_withheld_of_small_groups_is_not_compared() -> None:
    def pooled(level: int) -> Assessment:
        said = [
            replace(answers(ASKED, given_), partnership="P", organisation=name, respondent=f"{name}{number}")
            for name in "AB"
            for number, given_ in enumerate([GIVEN] * 3 if name == "A" else [{**GIVEN, "q-d": 2}] * 3)
        ]
        # Of the people of B one alone answers about q-c.
        few = [replace(each, answers=answers(ASKED, {**GIVEN, "q-c": None}).answers) for each in said[4:]]
        first = replace(said[3], answers=answers(ASKED, {**GIVEN, "q-c": level}).answers)
        return pool(ASKED, [*said[:3], first, *few])

    before, after = pooled(1), pooled(4)
    assert before.pooled is not None
    assert [each.id for each in before.pooled.withheld] == ["q-c"]
    (course,) = along([before, after]).arrangements
    assert [each for factor in course.factors for each in factor.changed] == []
    assert course.readiness.overall is Move.ROSE
