"""What versions of one questionnaire have in common, and what has to be left out of a comparison."""

from collections.abc import Mapping, Sequence
from enum import Enum
from types import MappingProxyType

from msgspec import Struct
from msgspec.structs import replace

from partnerassess.assessment import Assessment
from partnerassess.model import Answers, Factor, Questionnaire, ScoredQuestion
from partnerassess.scoring import score


class Gap(Enum):
    """Why something is left out of a comparison."""

    NOT_IN_ALL = "not_in_all"
    """Some version does not have it, or its answers do not mention it."""
    OTHER_SCALE = "other_scale"
    """Its levels are not the same in all versions."""
    OTHER_PLACE = "other_place"
    """It counts for other factors in some version."""
    NOTHING_LEFT = "nothing_left"
    """None of its questions are in all versions."""


class LeftOut(Struct, frozen=True, kw_only=True):
    """Something that is not compared, as the versions of the questionnaire do not share it."""

    kind: str
    """`question`, `factor` or `arrangement`."""
    id: str
    why: Gap


def differ(assessments: Sequence[Assessment]) -> bool:
    """Tell whether the answers are to more than one version."""
    contents = {each.questionnaire.sha256 for each in assessments}
    versions = {each.answers.version or each.questionnaire.version for each in assessments}
    versions |= {each.questionnaire.version for each in assessments}
    return len(contents) > 1 or len(versions) > 1


def find_common(assessments: Sequence[Assessment]) -> tuple[Questionnaire, tuple[LeftOut, ...]]:
    """Give the last version without what the others do not share, and what that leaves out."""
    last = assessments[-1].questionnaire
    gaps = {name: gap for name in _every_name(assessments) if (gap := _find_gap(name, assessments))}
    arrangements, removed = [], [LeftOut(kind="question", id=name, why=gap) for name, gap in gaps.items()]
    for arrangement in last.arrangements:
        factors = [kept for each in arrangement.factors if (kept := _without(each, gaps))]
        kept_ids = {each.id for each in factors}
        removed += [
            LeftOut(kind="factor", id=each.id, why=Gap.NOTHING_LEFT)
            for each in arrangement.factors
            if each.id not in kept_ids
        ]
        if {each.dimension for each in factors} == {each.id for each in last.dimensions}:
            arrangements.append(replace(arrangement, factors=tuple(factors)))
        else:
            removed.append(LeftOut(kind="arrangement", id=arrangement.id, why=Gap.NOTHING_LEFT))
    # Questions stay where they are: conditions may still look at those that are not compared.
    return replace(last, arrangements=tuple(arrangements), advice=()), tuple(removed)


def _every_name(assessments: Sequence[Assessment]) -> list[str]:
    """Give the ids of all scored questions, and of all answers nobody asks for, the last version's first."""
    names = [
        name
        for each in reversed(assessments)
        for name in (*_scored(each.questionnaire), *each.answers.unrecognised)
    ]
    return list(dict.fromkeys(names))


def _scored(questionnaire: Questionnaire) -> dict[str, ScoredQuestion]:
    every = questionnaire.questions.items()
    return {name: each for name, each in every if isinstance(each, ScoredQuestion)}


def _find_gap(name: str, assessments: Sequence[Assessment]) -> Gap | None:
    """Give why a question cannot be compared; null if it can."""
    asked = [_scored(each.questionnaire).get(name) for each in assessments]
    present = [each for each in asked if each is not None]
    if len(present) < len(asked) or not all(_may_know(each, name) for each in assessments):
        return Gap.NOT_IN_ALL
    if len({tuple(level.value for level in each.levels) for each in present}) > 1:
        return Gap.OTHER_SCALE
    if len({_places(each.questionnaire, name) for each in assessments}) > 1:
        return Gap.OTHER_PLACE
    return None


def _may_know(assessment: Assessment, name: str) -> bool:
    """Tell whether the version that was answered had a question, as far as can be told.

    Where only another version of the questionnaire is at hand, that takes an answer to it.
    """
    version = assessment.answers.version
    return version in (None, assessment.questionnaire.version) or name in assessment.answers.answers


def _places(questionnaire: Questionnaire, name: str) -> frozenset[tuple[str, str]]:
    return frozenset(
        (arrangement.id, factor.id)
        for arrangement in questionnaire.arrangements
        for factor in arrangement.factors
        if any(weighted.question.id == name for weighted in factor.questions)
    )


def _without(factor: Factor, gaps: Mapping[str, Gap]) -> Factor | None:
    questions = tuple(each for each in factor.questions if each.question.id not in gaps)
    return replace(factor, questions=questions) if questions else None


def score_common(assessment: Assessment, common: Questionnaire) -> Assessment:
    """Score answers again on what the versions have in common."""
    return score(common, common_answers(assessment.answers, common))


def common_answers(answers: Answers, common: Questionnaire) -> Answers:
    """Give the answers to the questions that the versions have in common."""
    known = {name: each for name, each in answers.answers.items() if name in common.questions}
    return replace(answers, answers=MappingProxyType(known), version=common.version, unrecognised=())
