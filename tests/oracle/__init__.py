"""Scoring: answers become readiness per arrangement, exactly.

This package knows the arithmetic that docs/scoring.md states. It does not know files, or how a number
is shown. Read `score`, then arrangement, formulas and verdicts; order and gains stand on those.
"""

from collections.abc import Callable, Iterator, Mapping

from oracle.arrangement import NO_ANSWERS, score_arrangement
from oracle.gains import Gain, Swing, score_gains, score_swings
from oracle.order import leader_is_certain, rank
from oracle.standings import standings
from partnerassess.assessment import ArrangementResult, Assessment, Standing
from partnerassess.model import Answer, Answers, Questionnaire
from partnerassess.visibility import Visibility

__all__ = ["Gain", "Swing", "leader_is_certain", "score", "score_gains", "score_standings", "score_swings"]


def score(questionnaire: Questionnaire, answers: Answers) -> Assessment:
    """Score one set of answers: every arrangement, in order of rank, with the parts of every number."""
    standing = standings(questionnaire, answers, Visibility(questionnaire, answers))
    return score_standings(questionnaire, answers, standing, answers.answers)


def score_standings(
    questionnaire: Questionnaire,
    answers: Answers,
    standing: Mapping[str, Standing],
    given: Mapping[str, Answer] = NO_ANSWERS,
    *,
    reconsider: Callable[[ArrangementResult], ArrangementResult] = lambda result: result,
) -> Assessment:
    """Score questions that stand where `standing` says, such as those of several pooled answer sets.

    `answers` decides which arrangements apply; `given` is shown beside the questions, where one view is
    scored; `reconsider` has the last word on every arrangement before they are ranked.
    """
    visibility = Visibility(questionnaire, answers)
    results = tuple(
        score_arrangement(
            questionnaire, arrangement, standing, given, applies=visibility.applies(arrangement)
        )
        for arrangement in questionnaire.arrangements
    )
    return Assessment(
        questionnaire=questionnaire,
        answers=answers,
        arrangements=rank(tuple(reconsider(result) for result in results)),
        warnings=tuple(_warnings(questionnaire, answers, visibility)),
    )


def _warnings(questionnaire: Questionnaire, answers: Answers, visibility: Visibility) -> Iterator[str]:
    if answers.version and answers.version != questionnaire.version:
        yield (
            f"Answered against version {answers.version} of {questionnaire.id}, "
            f"scored with version {questionnaire.version}."
        )
    for question_id, answer in answers.answers.items():
        question = questionnaire.questions[question_id]
        if answer.given is not None and visibility.is_shown(question) is False:
            yield f"The answer to {question_id} is not scored: an earlier answer hides the question."
    for question_id in answers.unrecognised:
        yield f"The answer to {question_id} is left aside: the questionnaire has no such question."
