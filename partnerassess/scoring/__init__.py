"""Scoring: answers become readiness per arrangement, exactly.

This package knows the arithmetic that docs/scoring.md states. It does not know files, or how a number
is shown. Read `score`, then arrangement, formulas and verdicts; order and gains stand on those.
"""

from collections.abc import Iterator

from partnerassess.assessment import Assessment
from partnerassess.model import Answers, Questionnaire
from partnerassess.scoring.arrangement import score_arrangement
from partnerassess.scoring.gains import Gain, Swing, score_gains, score_swings
from partnerassess.scoring.order import leader_is_certain, rank
from partnerassess.scoring.standings import standings
from partnerassess.visibility import Visibility

__all__ = ["Gain", "Swing", "leader_is_certain", "score", "score_gains", "score_swings"]


def score(questionnaire: Questionnaire, answers: Answers) -> Assessment:
    """Score one set of answers: every arrangement, in order of rank, with the parts of every number."""
    visibility = Visibility(questionnaire, answers)
    standing = standings(questionnaire, answers, visibility)
    results = tuple(
        score_arrangement(
            questionnaire, arrangement, standing, answers.answers, applies=visibility.applies(arrangement)
        )
        for arrangement in questionnaire.arrangements
    )
    return Assessment(
        questionnaire=questionnaire,
        answers=answers,
        arrangements=rank(results),
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
