"""The rules against the scorer they replaced, on drawn questionnaires and answers."""

from dataclasses import astuple

from hypothesis import given
from hypothesis import strategies as st

import oracle
from instruments import answered, questionnaires
from oracle.gains import score_gains as gains_before
from oracle.gains import score_swings as swings_before
from partnerassess.scoring import leader_is_certain, score, score_gains, score_swings


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
