"""Counting many assessments: from compiled results and from whole assessments it comes to the same."""

from collections import Counter
from types import MappingProxyType

from hypothesis import given
from hypothesis import strategies as st

from instruments import answered, questionnaires
from partnerassess.batch.counts import FIRST, LEVEL_FIRST, Counts, count_assessments, count_placed
from partnerassess.compiled import compile_questionnaire
from partnerassess.model import Answer, Answers, Questionnaire, ScoredQuestion
from partnerassess.scoring import score


def counted_quickly(asked: Questionnaire, *filled: Answers) -> Counts:
    tables = compile_questionnaire(asked)
    placed = [tables.score(tables.add_up(each.answers)) for each in filled]
    return Counter(counted for each in placed for counted in count_placed(asked.id, each))


def all_at(asked: Questionnaire, place: int) -> Answers:
    """Answers that are all at the same place of their scale."""
    questions = asked.questions.values()
    given = {
        each.id: Answer(given=each.levels[place]) for each in questions if isinstance(each, ScoredQuestion)
    }
    return Answers(questionnaire=asked.id, answers=MappingProxyType(given))


@given(data=st.data())
def test_compiled_results_count_like_whole_assessments(data: st.DataObject) -> None:
    asked = data.draw(questionnaires())
    filled = [*data.draw(st.lists(answered(asked), min_size=1, max_size=4)), all_at(asked, 0)]
    assert counted_quickly(asked, *filled) == count_assessments(score(asked, each) for each in filled)


@given(asked=questionnaires())
def test_arrangements_that_are_all_as_good_as_can_be_come_first_together(asked: Questionnaire) -> None:
    counts = counted_quickly(asked, all_at(asked, -1))
    first = FIRST if len(asked.arrangements) == 1 else LEVEL_FIRST
    for each in asked.arrangements:
        assert counts[asked.id, each.id, first] == 1
