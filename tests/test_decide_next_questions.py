"""What to find out next: exact counts held against going through every completion with the one scorer."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from instruments import Given, answered, answers, factor, question, questionnaire, questionnaires
from partnerassess.assessment import Assessment, QuestionState, Verdict
from partnerassess.decide.next_questions import (
    DRAWN,
    FEW,
    Inquiry,
    inquire,
    inquire_leader,
    inquire_verdict,
)
from partnerassess.decide.what_if import change_answers
from partnerassess.model import Level, Questionnaire, ScoredQuestion
from partnerassess.scoring import score

HALF = Fraction(1, 2)
PAIR = questionnaire(
    [factor("c", "context"), factor("e", "enablers")], [factor("d", "context"), factor("f", "enablers")]
)


def scored(given_answers: Mapping[str, Given], asked: Questionnaire = PAIR) -> Assessment:
    return score(asked, answers(asked, given_answers))


def worth(inquiry: Inquiry) -> dict[str, tuple[Fraction, Fraction]]:
    return {each.answer.question.id: (each.removes, each.settles) for each in inquiry.findings}


def completed(assessment: Assessment) -> Iterator[tuple[dict[str, Level], Assessment]]:
    """Score every way of filling in the open answers of arrangements that can be ranked."""
    asked = assessment.questionnaire
    open_ids = {
        answer.question.id
        for result in assessment.arrangements
        if result.rank is not None
        for factor in result.factors()
        for answer in factor.answers
        if answer.standing.state is QuestionState.OPEN
    }
    questions = [
        each for each in asked.questions.values() if isinstance(each, ScoredQuestion) and each.id in open_ids
    ]
    assume(len(questions) <= 4)
    for levels in product(*(each.levels for each in questions)):
        filled = {each.id: level for each, level in zip(questions, levels, strict=True)}
        yield filled, score(asked, change_answers(asked, assessment.answers, filled))


def doubt(outcomes: Counter[object]) -> Fraction:
    shares = (Fraction(count, outcomes.total()) for count in outcomes.values())
    return 1 - sum((share * share for share in shares), Fraction(0))


def by_hand(
    outcomes: Sequence[tuple[dict[str, Level], object]],
) -> tuple[Fraction, dict[str, tuple[Fraction, Fraction]]]:
    """Work the doubt and every question's worth out from the outcome of every completion."""
    whole = doubt(Counter(outcome for _, outcome in outcomes))
    found = {}
    for name in outcomes[0][0]:
        levels = {filled[name] for filled, _ in outcomes}
        parts = [
            Counter(outcome for filled, outcome in outcomes if filled[name] == level) for level in levels
        ]
        left = sum((doubt(part) for part in parts), Fraction(0)) / len(parts)
        if left < whole:
            found[name] = (1 - left / whole, Fraction(sum(len(part) == 1 for part in parts), len(parts)))
    return whole, found


@given(data=st.data())
def test_verdicts_are_counted_as_going_through_every_completion_would(data: st.DataObject) -> None:
    assessment = score(asked := data.draw(questionnaires()), data.draw(answered(asked)))
    leader = assessment.leader
    assume(leader is not None)
    assert leader is not None
    inquiry = inquire_verdict(assessment, leader)
    name = leader.arrangement.id
    outcomes = [
        (filled, next(each.verdict for each in full.arrangements if each.arrangement.id == name))
        for filled, full in completed(assessment)
    ]
    verdicts = {outcome for _, outcome in outcomes}
    assert (inquiry is None) is (verdicts == {Verdict.READY} or Verdict.READY not in verdicts)
    if inquiry:
        assert inquiry.about is leader
        ready = Fraction(sum(outcome is Verdict.READY for _, outcome in outcomes), len(outcomes))
        assert inquiry.ready == ready
        assert (inquiry.doubt, worth(inquiry)) == by_hand(outcomes)
        assert inquiry.exact


@given(data=st.data())
def test_leaders_are_counted_as_going_through_every_completion_would(data: st.DataObject) -> None:
    assessment = score(asked := data.draw(questionnaires()), data.draw(answered(asked)))
    inquiry = inquire_leader(assessment)
    rankable = {each.arrangement.id for each in assessment.arrangements if each.rank is not None}
    assume(rankable)
    outcomes = [
        (filled, next(each.arrangement.id for each in full.arrangements if each.arrangement.id in rankable))
        for filled, full in completed(assessment)
    ]
    assert (inquiry is None) is (len({outcome for _, outcome in outcomes}) == 1)
    if inquiry:
        assert (inquiry.doubt, worth(inquiry)) == by_hand(outcomes)
        assert inquiry.completions == len(outcomes)


def test_an_answer_that_settles_everything_takes_all_doubt_away() -> None:
    # Ready from level 3 on: two of five levels.
    assessment = scored({"q-c": 3, "q-e": "unknown", "q-d": "not_applicable", "q-f": 0})
    inquiry = inquire_verdict(assessment, assessment.arrangements[0])
    assert inquiry is not None
    assert inquiry.ready == Fraction(2, 5)
    assert inquiry.doubt == Fraction(12, 25)
    assert worth(inquiry) == {"q-e": (Fraction(1), Fraction(1))}


def test_the_question_that_decides_more_comes_first() -> None:
    asked = questionnaire(
        [
            factor("heavy", "context", {question("heavy"): 1}, weight=3),
            factor("light", "context", {question("light"): 1}),
            factor("e", "enablers", {question("e"): 1}),
        ]
    )
    assessment = scored({"e": 3}, asked)
    inquiry = inquire_verdict(assessment, assessment.arrangements[0])
    assert inquiry is not None
    assert [each.answer.question.id for each in inquiry.findings] == ["heavy", "light"]


def test_what_is_settled_needs_no_finding_out() -> None:
    settled = scored({"q-c": 3, "q-e": 3, "q-d": 1, "q-f": 1})
    assert inquire_verdict(settled, settled.arrangements[0]) is None
    assert inquire_leader(settled) is None
    assert inquire(settled) is None


def test_the_verdict_comes_before_the_first_place() -> None:
    both = scored({"q-c": 3, "q-e": "unknown", "q-d": 2, "q-f": "unknown"})
    assert inquire_leader(both) is not None
    assert inquire(both) == inquire_verdict(both, both.arrangements[0])
    # Nobody can be ready here, and still the open answer decides who comes first.
    place = scored({"q-c": 1, "q-e": "unknown", "q-d": 1, "q-f": 2})
    assert inquire_verdict(place, place.arrangements[0]) is None
    found = inquire(place)
    assert found is not None
    assert found == inquire_leader(place)
    assert found.findings[0].answer.question.id == "q-e"


def test_an_essential_factor_that_waits_for_a_note_is_no_question_to_find_out() -> None:
    asked = questionnaire(
        [factor("c", "context"), factor("e", "enablers"), factor("m", "enablers", essential=HALF)]
    )
    assessment = scored({"q-c": 4, "q-e": "unknown", "q-m": "not_applicable"}, asked)
    (result,) = assessment.arrangements
    assert result.verdict is Verdict.UNDETERMINED
    assert inquire_verdict(assessment, result) is None


def test_many_completions_are_drawn_and_nothing_is_called_settled_then() -> None:
    names = [f"c{number}" for number in range(6)]
    asked = questionnaire(
        [
            *(factor(name, "context", {question(name): 1}) for name in names),
            factor("e", "enablers", {question("e"): 1}),
        ],
        [factor("d", "context", {question("d"): 1}), factor("f", "enablers", {question("f"): 1})],
    )
    inquiry = inquire_leader(scored({"e": 2, "d": 2, "f": 2}, asked))
    assert inquiry is not None
    assert FEW < 5**6
    assert (inquiry.exact, inquiry.completions) == (False, DRAWN)
    # By symmetry each of the six is worth the same, and the mean is as often above the middle as below.
    assert inquiry.doubt == pytest.approx(0.5, abs=0.02)
    assert max(worth(inquiry).values())[0] < 3 * min(worth(inquiry).values())[0]
    assert all(settles == 0 for _, settles in worth(inquiry).values())
    again = inquire_leader(scored({"e": 2, "d": 2, "f": 2}, asked))
    assert again == inquiry
