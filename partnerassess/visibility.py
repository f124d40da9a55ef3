"""What the answers so far say about the questions: which are asked, and which arrangements apply.

This module knows the truth of conditions about answers. It does not know scores, nor who asks.
"""

from itertools import takewhile
from typing import assert_never

from partnerassess.conditions import AnswerAtLeast, AnswerBelow, Answered, Chose, Fact, QuestionFact, holds
from partnerassess.model import (
    Answers,
    Arrangement,
    Choice,
    ChoiceQuestion,
    Given,
    Level,
    Question,
    Questionnaire,
    Silence,
)


class Visibility:
    """The questions and arrangements of one questionnaire in the light of one set of answers."""

    def __init__(self, questionnaire: Questionnaire, answers: Answers) -> None:
        self._questionnaire = questionnaire
        self._answers = answers
        self._shown: dict[str, bool | None] = {}
        self._in_order = iter(questionnaire.questions.values())

    def is_shown(self, question: Question) -> bool | None:
        """Tell whether a question is asked: false if it is hidden, null if that is not known yet."""
        if question.only_if is None:
            return True
        if question.id not in self._shown:
            # A condition is about earlier questions: in their order, a long chain of them leads no deeper.
            for each in takewhile(lambda earlier: earlier is not question, self._in_order):
                if each.only_if is not None:
                    self._shown[each.id] = holds(each.only_if, self.is_true)
            self._shown[question.id] = holds(question.only_if, self.is_true)
        return self._shown[question.id]

    def applies(self, arrangement: Arrangement) -> bool:
        """Tell whether an arrangement is in play; only what is known to be false excludes it."""
        return arrangement.applies_if is None or holds(arrangement.applies_if, self.is_true) is not False

    def asked(self) -> tuple[Question, ...]:
        """Give the questions to ask: not hidden, and choices or of use to some applying arrangement."""
        useful = {
            question.id
            for arrangement in self._questionnaire.arrangements
            if self.applies(arrangement)
            for question in arrangement.questions()
        }
        return tuple(
            question
            for question in self._questionnaire.questions.values()
            if (isinstance(question, ChoiceQuestion) or question.id in useful)
            and self.is_shown(question) is not False
        )

    def is_true(self, fact: Fact) -> bool | None:
        """Tell whether a fact about an answer is true; null while the answer is open.

        Raises TypeError for a fact about a result: the loader keeps those out of `only_if` and `applies_if`.
        """
        if not isinstance(fact, QuestionFact):
            raise TypeError(f"{fact} is not about an answer")
        given = self._given(fact.question)
        match fact:
            case Answered(answered=wanted):
                return isinstance(given, Level | Choice) is wanted
            case Chose(choices=choices):
                return given.id in choices if isinstance(given, Choice) else _of_silence(given)
            case AnswerAtLeast(value=value):
                return given.value >= value if isinstance(given, Level) else _of_silence(given)
            case AnswerBelow(value=value):
                return given.value < value if isinstance(given, Level) else _of_silence(given)
            case _:
                assert_never(fact)

    def _given(self, question_id: str) -> Given | None:
        shown = self.is_shown(self._questionnaire.questions[question_id])
        if shown is False:
            return Silence.NOT_APPLICABLE
        answer = self._answers.answers.get(question_id)
        if answer is None or (shown is None and answer.given is not Silence.NOT_APPLICABLE):
            return None
        return answer.given


def _of_silence(given: Given | None) -> bool | None:
    return False if given is Silence.NOT_APPLICABLE else None
