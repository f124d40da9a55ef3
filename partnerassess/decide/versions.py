"""What versions of one questionnaire have in common, and what has to be left out of a comparison."""

from collections.abc import Sequence
from enum import Enum
from types import MappingProxyType

from msgspec import Struct
from msgspec.structs import replace

from partnerassess.assessment import Assessment
from partnerassess.model import Answers, Questionnaire, ScoredQuestion
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
    # Scored questions, and answers that nobody asks for, those of the last version first.
    names = dict.fromkeys(
        name
        for each in reversed(assessments)
        for name in (*_scored(each.questionnaire), *each.answers.unrecognised)
    )
    gaps = {name: gap for name in names if (gap := _find_gap(name, assessments))}
    arrangements, removed = [], [LeftOut(kind="question", id=name, why=gap) for name, gap in gaps.items()]
    for arrangement in last.arrangements:
        factors = []
        for factor in arrangement.factors:
            questions = tuple(each for each in factor.questions if each.question.id not in gaps)
            if questions:
                factors.append(replace(factor, questions=questions))
            else:
                removed.append(LeftOut(kind="factor", id=factor.id, why=Gap.NOTHING_LEFT))
        if {each.dimension for each in factors} == {each.id for each in last.dimensions}:
            arrangements.append(replace(arrangement, factors=tuple(factors)))
        else:
            removed.append(LeftOut(kind="arrangement", id=arrangement.id, why=Gap.NOTHING_LEFT))
    # Questions stay where they are: conditions may still look at those that are not compared.
    return replace(last, arrangements=tuple(arrangements), advice=()), tuple(removed)


def _scored(questionnaire: Questionnaire) -> dict[str, ScoredQuestion]:
    every = questionnaire.questions.items()
    return {name: each for name, each in every if isinstance(each, ScoredQuestion)}


def _find_gap(name: str, assessments: Sequence[Assessment]) -> Gap | None:
    """Give why a question cannot be compared; null if it can."""
    asked = [_scored(each.questionnaire).get(name) for each in assessments]
    present = [each for each in asked if each is not None]
    # Where only another version than the one that was answered is at hand, it takes an answer to know it.
    is_known = all(
        each.answers.version in (None, each.questionnaire.version) or name in each.answers.answers
        for each in assessments
    )
    if len(present) < len(asked) or not is_known:
        return Gap.NOT_IN_ALL
    if len({tuple(level.value for level in each.levels) for each in present}) > 1:
        return Gap.OTHER_SCALE
    places = {
        frozenset(
            (arrangement.id, factor.id)
            for arrangement in each.questionnaire.arrangements
            for factor in arrangement.factors
            if any(weighted.question.id == name for weighted in factor.questions)
        )
        for each in assessments
    }
    return Gap.OTHER_PLACE if len(places) > 1 else None


def score_common(assessment: Assessment, common: Questionnaire) -> Assessment:
    """Score answers again on what the versions have in common."""
    return score(common, common_answers(assessment.answers, common))


def common_answers(answers: Answers, common: Questionnaire) -> Answers:
    """Give the answers to the questions that the versions have in common."""
    known = {name: each for name, each in answers.answers.items() if name in common.questions}
    return replace(answers, answers=MappingProxyType(known), version=common.version, unrecognised=())
