"""Where every scored question stands: answered, open or out.

This module knows what one set of answers says about each question. It does not know factors or numbers
made of several answers.
"""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from types import MappingProxyType

from partnerassess.assessment import Bounds, QuestionState, Standing
from partnerassess.model import Answer, Answers, Level, Questionnaire, ScoredQuestion, Silence, Unanswered
from partnerassess.visibility import Visibility

OPEN = Standing(state=QuestionState.OPEN, unanswered=True)
HIDDEN = Standing(state=QuestionState.OUT)


def standings(
    questionnaire: Questionnaire, answers: Answers, visibility: Visibility
) -> Mapping[str, Standing]:
    """Give the standing of every scored question, by question id."""
    open_answer = _open_answer(questionnaire.scoring.unanswered)
    return MappingProxyType(
        {
            question.id: _standing(
                answers.answers.get(question.id), visibility.is_shown(question), open_answer
            )
            for question in questionnaire.questions.values()
            if isinstance(question, ScoredQuestion)
        }
    )


def answered_at(position: Fraction) -> Standing:
    """Give the standing of a question answered at one place, the same in everybody's view."""
    here = Bounds(lowest=position, highest=position)
    return Standing(
        state=QuestionState.ANSWERED, bounds=here, weakest=here, point=position, coverage=Fraction(1)
    )


def _open_answer(unanswered: Unanswered) -> Standing:
    if unanswered is Unanswered.OPEN:
        return OPEN
    return replace(answered_at(Fraction(0)), unanswered=True)


def _standing(answer: Answer | None, shown: bool | None, open_answer: Standing) -> Standing:
    given = answer.given if answer else None
    if shown is False:
        return HIDDEN
    if answer and given is Silence.NOT_APPLICABLE:
        return Standing(state=QuestionState.OUT, noted=bool(answer.note))
    if shown and isinstance(given, Level):
        return answered_at(given.position)
    return open_answer
