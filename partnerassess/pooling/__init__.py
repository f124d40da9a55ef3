"""Several answer sets of one partnership, pooled and then scored.

This package knows the rules of docs/pooling.md: who counts how much, where people differ, and when they
should talk first. It does not know files, or how results are shown. Read `pool`, then said, differences and
disputes.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from partnerassess.assessment import ArrangementResult, QuestionState, Reason, Standing
from partnerassess.explain import Explanation, explain
from partnerassess.model import Answers, Questionnaire
from partnerassess.pooling.answers import ONE_SIDED, pooled_answers, version_warnings
from partnerassess.pooling.differences import choice_views, question_views
from partnerassess.pooling.disputes import discuss_first, disputed_questions
from partnerassess.pooling.groups import (
    BY_PARTNERSHIP,
    Key,
    group_answers,
    group_warnings,
    members_of,
    partnership_warnings,
    read_keys,
)
from partnerassess.pooling.said import AllSaid, all_said
from partnerassess.pooling.views import (
    ChoiceView,
    Flag,
    Organisation,
    OrganisationChoices,
    OrganisationView,
    PooledAssessment,
    QuestionView,
)
from partnerassess.scoring import score_standings
from partnerassess.scoring.standings import standings
from partnerassess.visibility import Visibility

__all__ = [
    "BY_PARTNERSHIP",
    "ChoiceView",
    "Flag",
    "Key",
    "Organisation",
    "OrganisationChoices",
    "OrganisationView",
    "PooledAssessment",
    "PooledRun",
    "QuestionView",
    "explain_pooled",
    "group_answers",
    "pool",
    "pool_all",
    "read_keys",
]


@dataclass(frozen=True, kw_only=True, slots=True)
class PooledRun:
    """Many answer sets, pooled group by group."""

    pooled: tuple[PooledAssessment, ...]
    warnings: tuple[str, ...]
    """What to keep in mind about the names of the partnerships."""


def pool_all(
    answered: Iterable[tuple[Questionnaire, Answers]],
    by: Sequence[Key] = BY_PARTNERSHIP,
    *,
    show_small_groups: bool = False,
) -> PooledRun:
    """Pool answer sets group by group; the order in which they come makes no difference."""
    questionnaires: dict[str, Questionnaire] = {}
    answer_sets = []
    for questionnaire, answers in answered:
        questionnaires.setdefault(questionnaire.id, questionnaire)
        answer_sets.append(answers)
    return PooledRun(
        pooled=tuple(
            pool(questionnaires[group[0].questionnaire], group, show_small_groups=show_small_groups)
            for group in group_answers(answer_sets, by)
        ),
        warnings=partnership_warnings(answer_sets),
    )


def pool(
    questionnaire: Questionnaire, answer_sets: Sequence[Answers], *, show_small_groups: bool = False
) -> PooledAssessment:
    """Pool the answer sets of one partnership, and score what comes out.

    Within an organisation the mean of the answered levels counts, and every organisation counts the same.
    With `show_small_groups`, organisations' means are given even where they tell what one or two people said.
    Raises ValueError if there are no answer sets.
    """
    if not answer_sets:
        raise ValueError("there is nothing to pool")
    members = members_of(answer_sets)
    said = all_said(questionnaire, members)
    answers = pooled_answers(questionnaire, members, said)
    visibility = Visibility(questionnaire, answers)
    assessment = score_standings(
        questionnaire,
        answers,
        _pooled_standings(questionnaire, answers, said, visibility),
        reconsider=lambda result: _reconsidered(result, said, questionnaire, one_sided=len(members) == 1),
    )
    warnings = (*group_warnings(answer_sets), *version_warnings(questionnaire, answer_sets))
    shown = {name: each for name, each in said.items() if visibility.is_shown(each.question) is not False}
    return PooledAssessment(
        assessment=replace(assessment, warnings=(*warnings, *assessment.warnings)),
        organisations=tuple(member.organisation for member in members),
        answer_sets=len(answer_sets),
        dates=tuple(sorted({answers.date for answers in answer_sets if answers.date})),
        files=tuple(sorted({answers.file for answers in answer_sets if answers.file})),
        questions=question_views(questionnaire, shown, show_small_groups=show_small_groups),
        choices=choice_views(questionnaire, members, show_small_groups=show_small_groups),
        disputed=disputed_questions(assessment, said),
    )


def explain_pooled(pooled: PooledAssessment) -> Explanation:
    """Explain a pooled assessment.

    Who comes first is called certain only where no verdict waits for people to talk, or for an organisation
    that left something essential open.
    """
    explanation = explain(pooled.assessment)
    if explanation.leader_is_certain and _waits_for_people(pooled):
        return replace(explanation, leader_is_certain=False)
    return explanation


def _pooled_standings(
    questionnaire: Questionnaire, answers: Answers, said: Mapping[str, AllSaid], visibility: Visibility
) -> Mapping[str, Standing]:
    """Give where pooled answers stand; essential factors go by the least favourable organisation."""
    return MappingProxyType(
        {
            name: replace(standing, weakest=said[name].weakest(questionnaire.scoring.unanswered))
            if standing.state is QuestionState.ANSWERED and said[name].positions
            else standing
            for name, standing in standings(questionnaire, answers, visibility).items()
        }
    )


def _reconsidered(
    result: ArrangementResult, said: Mapping[str, AllSaid], questionnaire: Questionnaire, *, one_sided: bool
) -> ArrangementResult:
    judged = discuss_first(result, said, questionnaire.scoring)
    if one_sided and judged.verdict is not None:
        return replace(judged, reasons=(*judged.reasons, Reason(f"{ONE_SIDED.capitalize()}.")))
    return judged


def _waits_for_people(pooled: PooledAssessment) -> bool:
    """Tell whether more could change the order than the answers that nobody gave.

    That is so where an organisation left something essential open that another one answered, and where open
    answers meet a question that is to be discussed first.
    """
    rankable = [result for result in pooled.assessment.arrangements if result.rank is not None]
    if pooled.disputed and any(result.open_answers() for result in rankable):
        return True
    essential = (factor for result in rankable for factor in result.factors() if factor.essential)
    answers = (answer.standing for factor in essential for answer in factor.answers)
    return any(
        standing.state is QuestionState.ANSWERED and standing.weakest.lowest < standing.weakest.highest
        for standing in answers
    )
