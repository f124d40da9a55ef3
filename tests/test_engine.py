"""The rules against the scorer they replaced, on drawn questionnaires and answers."""

from dataclasses import astuple, replace
from fractions import Fraction
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

import oracle
from instruments import answered, questionnaires
from oracle.gains import score_gains as gains_before
from oracle.gains import score_swings as swings_before
from partnerassess.assessment import EssentialState
from partnerassess.scoring import leader_is_certain, score, score_gains, score_swings
from partnerassess.scoring.many import Scorer


@given(st.data())
def test_an_assessment_is_what_it_was(data: st.DataObject) -> None:
    asked = data.draw(questionnaires())
    given_answers = data.draw(answered(asked))
    now, before = score(asked, given_answers), oracle.score(asked, given_answers)
    assert now == before
    assert leader_is_certain(now) == oracle.leader_is_certain(before)
    for result in now.arrangements:
        assert [astuple(each) for each in score_gains(asked, result)] == [
            astuple(each) for each in gains_before(result, asked.scoring)
        ]
        one, other = score_swings(asked, result), swings_before(result, asked.scoring)
        assert [(each.answer.question.id, each.size) for each in one] == [
            (each.answer.question.id, each.size) for each in other
        ]


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
        assert together == tuple(replace(one, reasons=(), dimensions=()) for one in alone.arrangements)
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
