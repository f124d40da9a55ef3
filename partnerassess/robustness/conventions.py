"""What other conventions would say: each way of averaging, and the weight that matters most.

This module knows which conventions can be tried out one at a time, exactly and at once. It does not draw
weights at random.
"""

from dataclasses import dataclass, replace

from partnerassess.assessment import Assessment
from partnerassess.model import Aggregation
from partnerassess.robustness.again import in_questionnaire_order, score_with_rule
from partnerassess.robustness.flip import Flip, find_flip
from partnerassess.scoring.score import rank


@dataclass(frozen=True, kw_only=True, slots=True)
class Turned:
    """The same answers under another way of putting the dimensions together."""

    rule: Aggregation
    assessment: Assessment


@dataclass(frozen=True, kw_only=True, slots=True)
class Steadiness:
    """What can be said of an order of arrangements without drawing anything at random."""

    assessment: Assessment
    by_rule: tuple[Turned, ...]
    """Arithmetic, geometric and minimum."""
    flip: Flip | None
    """The smallest change of one weight that puts another first; null where no single weight can."""

    @property
    def same_leader(self) -> bool:
        """Tell whether the same arrangement comes first whichever way the dimensions are put together."""
        leader = self.assessment.leader
        named = {each.assessment.leader and each.assessment.leader.arrangement.id for each in self.by_rule}
        return named == {leader and leader.arrangement.id}

    @property
    def same_band(self) -> bool:
        """Tell whether the leader's band is the same whichever way the dimensions are put together."""
        leader = self.assessment.leader
        return leader is not None and all(
            result.band == leader.band
            for each in self.by_rule
            for result in each.assessment.arrangements
            if result.arrangement.id == leader.arrangement.id
        )


def check_steadiness(assessment: Assessment) -> Steadiness:
    """Try out other conventions one at a time: exact, and quick enough for every report."""
    return Steadiness(assessment=assessment, by_rule=score_by_rule(assessment), flip=find_flip(assessment))


def score_by_rule(assessment: Assessment) -> tuple[Turned, ...]:
    """Score the same answers with the arithmetic and the geometric mean, and the least, of the dimensions."""
    return tuple(Turned(rule=rule, assessment=_with_rule(assessment, rule)) for rule in Aggregation)


def _with_rule(assessment: Assessment, rule: Aggregation) -> Assessment:
    asked = assessment.questionnaire
    questionnaire = replace(asked, scoring=replace(asked.scoring, dimensions=rule))
    results = tuple(score_with_rule(each, rule, asked.scoring) for each in in_questionnaire_order(assessment))
    return replace(assessment, questionnaire=questionnaire, arrangements=rank(results))
