"""The rules: one answer set by their definition, and many at once as each of them alone."""

from fractions import Fraction
from itertools import pairwise
from types import MappingProxyType
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from definition import define
from instruments import answered, questionnaires, with_answer
from partnerassess.assessment import ArrangementResult, EssentialState, Range, Verdict
from partnerassess.exact import Root
from partnerassess.model import Answer, Answers, Level, Questionnaire, ScoredQuestion, Silence, Unanswered
from partnerassess.report.portfolio import points_of
from partnerassess.scoring import score, score_gains, score_swings
from partnerassess.scoring.many import Scorer
from partnerassess.scoring.variations import score_raised


@given(st.data())
def test_an_assessment_is_what_the_definitions_say(data: st.DataObject) -> None:
    asked = data.draw(questionnaires())
    said = data.draw(answered(asked))
    for result in score(asked, said).arrangements:
        expected = define(asked, said, result.arrangement)
        known = result.readiness
        assert (known and (known.lowest, known.point, known.highest)) == expected.readiness
        assert [part.coverage for part in result.dimensions] == expected.coverage
        assert {each.factor.id: each.essential for each in result.factors()} == expected.essentials
        is_told = asked.scoring.ready is not None or expected.verdict is Verdict.NOT_ASSESSABLE
        assert result.verdict is (expected.verdict if is_told else None)
        assert result.band == expected.band


@given(st.data())
def test_ready_comes_first_then_the_higher_point_then_the_higher_lowest(data: st.DataObject) -> None:
    asked = data.draw(questionnaires())
    ordered = score(asked, data.draw(answered(asked))).arrangements
    places = [each.id for each in asked.arrangements]
    for one, other in pairwise(ordered):
        assert merit(one) <= merit(other)
        if merit(one) == merit(other) and one.readiness and other.readiness:
            first, second = number(one.readiness), number(other.readiness)
            is_earlier = places.index(one.arrangement.id) < places.index(other.arrangement.id)
            assert first > second or (first == second and is_earlier)
    ranked = [each for each in ordered if each.readiness]
    assert [each.rank for each in ranked] == list(range(1, len(ranked) + 1))


def merit(result: ArrangementResult) -> tuple[bool, bool, bool]:
    known = result.readiness
    return known is None, result.verdict is not Verdict.READY, known is None or known.point is None


@given(st.data())
def test_a_gain_of_one_level_is_what_scoring_the_raised_answer_says(data: st.DataObject) -> None:
    asked = data.draw(questionnaires())
    before = data.draw(answered(asked))
    for result in score(asked, before).arrangements:
        gains = score_gains(asked, result)
        assert [gain.one_level for gain in gains] == sorted((gain.one_level for gain in gains), reverse=True)
        for gain in gains:
            here = gain.answer.standing.point
            if here is None or gain.answer.standing.unanswered:
                continue
            level = next(each for each in gain.answer.question.levels if each.position > here)
            after = readiness_of(asked, with_answer(before, gain.answer.question.id, level), result)
            assert gain.now == number(result.readiness)
            assert gain.one_level == number(after)


@given(st.data())
def test_a_swing_is_what_scoring_both_ends_with_the_rest_at_mid_scale_says(data: st.DataObject) -> None:
    asked = data.draw(questionnaires())
    before = data.draw(answered(asked))
    for result in score(asked, before).arrangements:
        for swing in score_swings(asked, result):
            rest = in_the_middle(asked, before)
            question = swing.answer.question
            low, high = (
                readiness_of(asked, with_answer(rest, question.id, level), result).lowest
                for level in (question.levels[0], question.levels[-1])
            )
            assert swing.size == high.digits() - low.digits()


@given(st.data())
def test_each_answer_alone_at_another_level_does_what_scoring_it_says(data: st.DataObject) -> None:
    asked = data.draw(questionnaires())
    before = data.draw(answered(asked))
    levels = {
        each.id: data.draw(st.sampled_from(each.levels))
        for each in asked.questions.values()
        if isinstance(each, ScoredQuestion)
    }
    for result in score(asked, before).arrangements:
        if result.readiness is not None:
            found = score_raised(asked, result, levels)
            assert set(found) == {each.question.id for each in result.in_play()}
            for name, lowest in found.items():
                after = readiness_of(asked, with_answer(before, name, levels[name]), result)
                assert lowest == after.lowest


def number(known: Range[Root] | None) -> Root:
    """Give what the order goes by."""
    assert known is not None
    return known.lowest if known.point is None else known.point


def readiness_of(asked: Questionnaire, answers: Answers, result: ArrangementResult) -> Any:
    every = score(asked, answers).arrangements
    return next(each.readiness for each in every if each.arrangement.id == result.arrangement.id)


def in_the_middle(asked: Questionnaire, answers: Answers) -> Answers:
    """Give answers with everything open at the middle of its scale, where open counts as open."""
    if asked.scoring.unanswered is Unanswered.LOWEST:
        return answers
    middle = Answer(given=Level(value=Fraction(1, 2), label="", position=Fraction(1, 2)))
    is_open = (None, Silence.UNKNOWN, Silence.DECLINED)
    filled = {
        name: middle if (each := answers.answers.get(name)) is None or each.given in is_open else each
        for name in asked.questions
    }
    return replace(answers, answers=MappingProxyType(filled))


def at(row: int, column: Any) -> int:
    """Give the number of a column in one row; it may be one number for all."""
    return int(np.broadcast_to(column, (4,))[row])


@given(st.data())
def test_many_are_scored_as_each_of_them_alone(data: st.DataObject) -> None:
    asked = data.draw(questionnaires())
    every = [data.draw(answered(asked)) for _ in range(4)]
    scorer = Scorer(asked)
    scores = scorer.score([scorer.codes.of(each) for each in every])
    order, ranks = scores.order()
    for row, each in enumerate(every):
        alone = score(asked, each)
        together = scores.results(row, order[row].tolist(), ranks[row].tolist())
        assert together == tuple(
            replace(one, reasons=(), dimensions=(), counted=one.tally()) for one in alone.arrangements
        )
        assert scores.points(row) == points_of(alone)
        by_id = {one.arrangement.id: one for one in alone.arrangements}
        for arrangement, columns in zip(asked.arrangements, scores.arrangements, strict=True):
            for part, dimension in zip(by_id[arrangement.id].dimensions, columns.dimensions, strict=True):
                if part.range is not None:
                    assert part.range.lowest == Fraction(*(at(row, each) for each in dimension.ends[0]))
                above, below = (at(row, each) for each in dimension.coverage)
                assert part.coverage == (Fraction(above, below) if below else None)
                for factor, column in zip(part.factors, dimension.factors, strict=True):
                    if factor.essential is not None:
                        assert bool(at(row, column.unmet)) is (factor.essential is EssentialState.UNMET)
