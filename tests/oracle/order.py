"""Which arrangement comes first, and whether that can still change.

This module knows how arrangements are compared. It does not know how each is scored.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction

from oracle.arrangement import score_arrangement
from oracle.standings import answered_at
from partnerassess.assessment import ArrangementResult, Assessment, Standing, Verdict
from partnerassess.exact import Root
from partnerassess.model import ScoredQuestion

_TRIES = 64
"""How many completions are scored at most before the order is called uncertain."""


def rank(results: tuple[ArrangementResult, ...]) -> tuple[ArrangementResult, ...]:
    """Put arrangements in order and number those that can be compared.

    Applying ones first; then those that are ready; then those with a point, by the point; then by lowest;
    then those that cannot be assessed; then in the questionnaire's order, which `results` must have.
    """
    by_number = sorted(results, key=_number, reverse=True)
    ordered = sorted(by_number, key=_group)
    rankable = [result for result in ordered if _is_rankable(result)]
    ranks = {result.arrangement.id: place for place, result in enumerate(rankable, start=1)}
    return tuple(replace(result, rank=ranks.get(result.arrangement.id)) for result in ordered)


def leader_is_certain(assessment: Assessment) -> bool | None:
    """Tell whether no completion of the open answers changes who is first; null with nobody to compare.

    Certainty is claimed only where it is shown. Every answer can only lift the arrangements it feeds, so
    answers that feed one of two rivals have a clear worst case; only shared ones need to be tried out, and
    where 64 completions do not settle it the order counts as uncertain.
    """
    rankable = [result for result in assessment.arrangements if result.rank is not None]
    if len(rankable) < 2:
        return None
    leader, *rivals = rankable
    return not any(_can_overtake(assessment, leader, rival) for rival in rivals)


def _group(result: ArrangementResult) -> tuple[bool, bool, bool, bool]:
    known = result.readiness
    return (
        not result.applies,
        known is None,
        result.verdict is not Verdict.READY,
        known is None or known.point is None,
    )


def _number(result: ArrangementResult) -> Root:
    if result.readiness is None:
        return Root(Fraction(0))
    return result.readiness.lowest if result.readiness.point is None else result.readiness.point


def _is_rankable(result: ArrangementResult) -> bool:
    return result.applies and result.readiness is not None


def _can_overtake(assessment: Assessment, leader: ArrangementResult, rival: ArrangementResult) -> bool:
    """Search the completions for one in which the rival comes before the leader."""
    duel = _Duel(assessment, leader, rival)
    undecided: list[Mapping[str, Fraction]] = [{}]
    for _ in range(_TRIES):
        if not undecided:
            return False
        decided = undecided.pop()
        if not duel.rival_may_win(decided):
            continue
        if duel.rival_wins_somewhere(decided):
            return True
        undecided.extend(duel.branches(decided))
    return True


class _Duel:
    """Two arrangements, and the open answers that could turn their order round."""

    def __init__(self, assessment: Assessment, leader: ArrangementResult, rival: ArrangementResult) -> None:
        self._questionnaire = assessment.questionnaire
        self._leader, self._rival = leader, rival
        leading = {answer.question.id: answer.question for answer in leader.open_answers()}
        rivalling = {answer.question.id: answer.question for answer in rival.open_answers()}
        self._leader_only = leading.keys() - rivalling.keys()
        self._rival_only = rivalling.keys() - leading.keys()
        gap = {
            each: _influence(rival, each) - _influence(leader, each)
            for each in leading.keys() & rivalling.keys()
        }
        self._shared: list[ScoredQuestion] = [
            leading[each] for each in sorted(gap, key=lambda each: (-abs(gap[each]), each))
        ]
        self._favours_rival = {each for each, difference in gap.items() if difference > 0}

    def rival_may_win(self, decided: Mapping[str, Fraction]) -> bool:
        """Tell whether the rival at its best comes before the leader at its worst."""
        undecided = [question.id for question in self._shared if question.id not in decided]
        best = self._score(self._rival, {**decided, **dict.fromkeys(undecided, Fraction(1))})
        worst = self._score(self._leader, {**decided, **dict.fromkeys(undecided, Fraction(0))})
        return self._precedes(best, worst)

    def rival_wins_somewhere(self, decided: Mapping[str, Fraction]) -> bool:
        """Try the three likeliest ways of completing the shared answers."""
        undecided = [question.id for question in self._shared if question.id not in decided]
        tilted = {each: Fraction(each in self._favours_rival) for each in undecided}
        ways = (tilted, dict.fromkeys(undecided, Fraction(1)), dict.fromkeys(undecided, Fraction(0)))
        return any(
            self._precedes(self._score(self._rival, way), self._score(self._leader, way))
            for way in ({**decided, **completion} for completion in ways)
        )

    def branches(self, decided: Mapping[str, Fraction]) -> Iterator[Mapping[str, Fraction]]:
        """Decide one more shared answer, in each of the ways there are."""
        for question in self._shared:
            if question.id not in decided:
                return ({**decided, question.id: level.position} for level in question.levels)
        return iter(())

    def _score(self, result: ArrangementResult, decided: Mapping[str, Fraction]) -> ArrangementResult:
        completion = (
            dict.fromkeys(self._rival_only, Fraction(1))
            | dict.fromkeys(self._leader_only, Fraction(0))
            | dict(decided)
        )
        standings: dict[str, Standing] = {
            answer.question.id: answered_at(completion[answer.question.id])
            if answer.question.id in completion
            else answer.standing
            for factor in result.factors()
            for answer in factor.answers
        }
        return score_arrangement(self._questionnaire, result.arrangement, standings)

    def _precedes(self, rival: ArrangementResult, leader: ArrangementResult) -> bool:
        places = [arrangement.id for arrangement in self._questionnaire.arrangements]
        earlier = places.index(rival.arrangement.id) < places.index(leader.arrangement.id)
        if _group(rival) != _group(leader):
            return _group(rival) < _group(leader)
        return _number(rival) > _number(leader) or (earlier and _number(rival) == _number(leader))


def _influence(result: ArrangementResult, question: str) -> Fraction:
    """Give the share of its dimension's weight that a question carries."""
    for dimension in result.dimensions:
        total = sum(factor.factor.weight for factor in dimension.factors)
        for factor in dimension.factors:
            weights = {answer.question.id: answer.weight for answer in factor.answers}
            if question in weights:
                return factor.factor.weight * weights[question] / sum(weights.values()) / total
    return Fraction(0)
