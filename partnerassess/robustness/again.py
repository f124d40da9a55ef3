"""Results scored again under other conventions, with every answer where it stands.

This module knows how to ask the one scorer again, also about pooled answers. It does not know which
conventions are tried.
"""

from collections.abc import Mapping
from dataclasses import replace

from partnerassess.assessment import ArrangementResult, Assessment, Standing, Verdict
from partnerassess.model import Arrangement, Questionnaire
from partnerassess.scoring.arrangement import score_arrangement


def score_again(
    before: ArrangementResult, asked: Questionnaire, questionnaire: Questionnaire, arrangement: Arrangement
) -> ArrangementResult:
    """Score an arrangement again, with other weights or under another questionnaire's conventions.

    `asked` is the questionnaire that `before` was scored with. Where people have to talk first before it is
    called ready, that stays so.
    """
    places = _standings(before)
    again = score_arrangement(questionnaire, arrangement, places, applies=before.applies)
    if again.verdict is Verdict.READY and _waits_for_people(before, asked, places):
        return replace(again, verdict=Verdict.UNDETERMINED)
    return again


def in_questionnaire_order(assessment: Assessment) -> list[ArrangementResult]:
    """Give an assessment's results in the questionnaire's order."""
    results = {each.arrangement.id: each for each in assessment.arrangements}
    return [results[each.id] for each in assessment.questionnaire.arrangements]


def _waits_for_people(
    before: ArrangementResult, asked: Questionnaire, places: Mapping[str, Standing]
) -> bool:
    if before.verdict is not Verdict.UNDETERMINED:
        return False
    return score_arrangement(asked, before.arrangement, places).verdict is Verdict.READY


def _standings(result: ArrangementResult) -> Mapping[str, Standing]:
    return {answer.question.id: answer.standing for factor in result.factors() for answer in factor.answers}
