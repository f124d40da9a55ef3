"""Where a plan starts from, also where several people answered.

This module knows which view of pooled answers is planned from. It does not know what is to be improved.
"""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from partnerassess.assessment import Assessment, QuestionResult, QuestionState
from partnerassess.model import Level, ScoredQuestion
from partnerassess.scoring import score
from partnerassess.trial import change_answers


def find_start(assessment: Assessment) -> Assessment:
    """Give the assessment a plan starts from: as it is, where everybody gave the same level to each question.

    Where organisations differ it is that of the least favourable view of every question: its level, or the
    one below where that organisation's people lie between two; open where an organisation left it open. Once
    that view has come as far as the plan leads, so have all others.
    """
    views = _views(assessment)
    given = {name: _least_favourable(each) for name, each in views.items() if _differs(each)}
    if not given:
        return assessment
    questionnaire = assessment.questionnaire
    start = score(questionnaire, change_answers(questionnaire, assessment.answers, given))
    return replace(start, warnings=assessment.warnings, pooled=assessment.pooled)


def _views(assessment: Assessment) -> Mapping[str, QuestionResult]:
    return {
        answer.question.id: answer
        for result in assessment.arrangements
        for factor in result.factors()
        for answer in factor.answers
        if answer.standing.state is QuestionState.ANSWERED and not answer.standing.unanswered
    }


def _differs(view: QuestionResult) -> bool:
    standing = view.standing
    return standing.weakest != standing.bounds or _level_at(view.question, standing.bounds.lowest) is None


def _least_favourable(view: QuestionResult) -> Level | None:
    weakest = view.standing.weakest
    if weakest.lowest < weakest.highest:
        return None
    return max(
        (level for level in view.question.levels if level.position <= weakest.lowest),
        key=lambda level: level.position,
    )


def _level_at(question: ScoredQuestion, position: Fraction) -> Level | None:
    return next((level for level in question.levels if level.position == position), None)
