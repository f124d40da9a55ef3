"""What one answer is worth, and whether the order can still change: answer sets in which some answers differ.

Nothing is added up here: every variation is scored by the rules.
"""

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from itertools import islice

from msgspec import Struct
from msgspec.structs import replace

from partnerassess.assessment import (
    ArrangementResult,
    Assessment,
    FactorResult,
    QuestionResult,
    QuestionState,
    Verdict,
)
from partnerassess.exact import Root
from partnerassess.model import Level, Questionnaire, ScoredQuestion, Unanswered
from partnerassess.scoring.columns import NUMBERS, columns_of
from partnerassess.scoring.rules import (
    ArrangementRule,
    Columns,
    Ends,
    FactorColumns,
    Place,
    rules_of,
)

_TRIES = 64
"""How many completions are scored at most for a rival before the order is called uncertain."""
_WORK = 5_000
"""So many of the leader's answers are looked at in all of them: a second's work at most."""


class Gain(Struct, frozen=True, kw_only=True):
    """What raising one answer would do for an arrangement's readiness."""

    factor: FactorResult
    answer: QuestionResult
    one_level: Root
    """Readiness with this answer one level higher."""
    to_top: Root
    """Readiness with this answer at its top level."""
    now: Root
    """Readiness as it is: the point, or the lowest where there is no point."""

    def of_one_level(self) -> Fraction:
        """Give the gain from one level up, 0-1."""
        return self.one_level.digits() - self.now.digits()

    def of_top_level(self) -> Fraction:
        """Give the gain from going straight to the top level, 0-1."""
        return self.to_top.digits() - self.now.digits()


class Swing(Struct, frozen=True, kw_only=True):
    """What finding out one open answer could do to an arrangement's readiness."""

    factor: FactorResult
    answer: QuestionResult
    size: Fraction
    """From its lowest to its highest level, the other open answers halfway up; 0-1."""
    can_settle: bool
    """Whether one of its levels alone settles the verdict."""


def score_gains(questionnaire: Questionnaire, result: ArrangementResult) -> tuple[Gain, ...]:
    """Give the gain of every answered question below its top level, largest first.

    Ties, such as a zero elsewhere that swallows every gain, go by factor weight × (1 − factor).
    """
    if result.readiness is None:
        return ()
    point, lowest = result.readiness.point, result.readiness.lowest
    arrangement = _Arrangement(questionnaire, result)
    end = "lowest" if point is None else "point"
    gains = [
        Gain(
            factor=factor,
            answer=answer,
            one_level=arrangement.readiness(answer, arrangement.raised(answer, _next_level(answer)), end),
            to_top=arrangement.readiness(answer, arrangement.raised(answer, Fraction(1)), end),
            now=lowest if point is None else point,
        )
        for factor, answer in _answers(result)
        if answer.standing.point is not None and answer.standing.point < 1
    ]
    gains.sort(key=lambda gain: (gain.one_level, gain.to_top, _room(gain.factor)), reverse=True)
    return tuple(gains)


def score_swings(questionnaire: Questionnaire, result: ArrangementResult) -> tuple[Swing, ...]:
    """Give the swing of every open question, largest first."""
    if result.readiness is None:
        return ()
    arrangement = _Arrangement(questionnaire, result)
    halfway = arrangement
    if questionnaire.scoring.unanswered is Unanswered.OPEN:
        halfway = _Arrangement(questionnaire, result, halfway=True)
    swings = []
    for factor, answer in _answers(result):
        if answer.standing.unanswered:
            least, most = (arrangement.answered(answer.question.id, Fraction(end)) for end in (0, 1))
            size = (
                halfway.readiness(answer, most, "lowest").digits()
                - halfway.readiness(answer, least, "lowest").digits()
            )
            # An answer only ever lifts: ready it makes with its highest level, not ready with its lowest.
            can_settle = result.verdict is Verdict.UNDETERMINED and (
                arrangement.makes_ready(answer, most) or arrangement.makes_not_ready(answer, least)
            )
            swings.append(Swing(factor=factor, answer=answer, size=size, can_settle=can_settle))
    swings.sort(key=lambda swing: swing.size, reverse=True)
    return tuple(swings)


def score_raised(
    questionnaire: Questionnaire, result: ArrangementResult, levels: Mapping[str, Level]
) -> dict[str, Root]:
    """Give an arrangement's lowest readiness with each of some answers, alone, at another level.

    By question id, of those that count in it; for one view, whose answers are one level each.
    """
    arrangement = _Arrangement(questionnaire, result)
    top, asked = arrangement.columns.top, arrangement.columns.asked
    found = {}
    for _, answer in _answers(result):
        name = answer.question.id
        if name in levels and answer.standing.state is not QuestionState.OUT:
            here = int(levels[name].position * top)
            place = Place(1, asked, here, here, here, here, here, 0)
            found[name] = arrangement.readiness(answer, place, "lowest")
    return found


def leader_is_certain(assessment: Assessment) -> bool | None:
    """Tell whether no completion of the open answers changes who is first; null with nobody to compare.

    Certainty is claimed only where it is shown. Every answer can only lift the arrangements it feeds, so
    answers that feed one of two rivals have a clear worst case; only shared ones need to be tried out, and
    where 64 completions do not settle it, or fewer where there are very many answers or rivals, the order
    counts as uncertain.
    """
    rankable = [result for result in assessment.arrangements if result.rank is not None]
    if len(rankable) < 2:
        return None
    leader, *rivals = rankable
    tries = iter(range(_WORK // (8 + sum(1 for _ in _answers(leader)))))
    return not any(_can_overtake(assessment, leader, rival, islice(tries, _TRIES)) for rival in rivals)


class _Arrangement:
    """One arrangement's rules and columns, with one answer changed at a time."""

    def __init__(
        self, questionnaire: Questionnaire, result: ArrangementResult, *, halfway: bool = False
    ) -> None:
        rules = rules_of(questionnaire)
        self.rule = next(each for each in rules.arrangements if each.arrangement.id == result.arrangement.id)
        standing = {answer.question.id: answer.standing for _, answer in _answers(result)}
        self._unanswered = {name for name, each in standing.items() if each.unanswered}
        self.columns = columns_of(rules, standing)
        if halfway:
            self.columns = self.completed({}, Fraction(1, 2))
        self._scored = self.rule.score(self.columns)
        self._where = {
            name: (part, place)
            for part, dimension in enumerate(self.rule.dimensions)
            for place, factor in enumerate(dimension.factors)
            for name in factor.questions
        }

    def answered(self, question: str, share: Fraction) -> Place:
        """Give a question's place if what is open of it comes to lie at this share, 0-1, of its room."""
        place, columns = self.columns.places[question], self.columns
        above, below = share.numerator, share.denominator
        if question in self._unanswered:
            here = weakest = columns.top * above // below
        elif place.in_play:
            here = place.lowest + (place.highest - place.lowest) * above // below
            weakest = place.weak_lowest + (place.weak_highest - place.weak_lowest) * above // below
        else:
            return place
        return Place(1, columns.asked, here, here, here, weakest, weakest, 0)

    def completed(self, decided: Mapping[str, Fraction], otherwise: Fraction) -> Columns:
        """Give the columns with everything open at a share of its room: the one decided on, or another."""
        places = {name: self.answered(name, decided.get(name, otherwise)) for name in self.columns.places}
        return replace(self.columns, places=places)

    def merit(self, decided: Mapping[str, Fraction], otherwise: Fraction) -> tuple[bool, bool, bool, Root]:
        """Give what the order goes by, with everything open decided in this way."""
        scored = self.rule.score(self.completed(decided, otherwise))
        number = scored.readiness.point if scored.pointed else scored.readiness.lowest
        return scored.assessable, scored.verdict == 0, scored.pointed, number

    def raised(self, answer: QuestionResult, position: Fraction) -> Place:
        """Give an answer's place if those who answered raised it to this position, 0-1."""
        place = self.columns.places[answer.question.id]
        point = int(position * self.columns.top)
        lowest = place.lowest + (point - place.point) * place.coverage // self.columns.asked
        return place._replace(point=point, lowest=lowest)

    def readiness(self, answer: QuestionResult, place: Place, end: str) -> Root:
        """Give one end of readiness with another place for one answer."""
        part, factors, columns = self._changed(answer, place)
        which = Ends._fields.index(end)
        parts = [each.ends[which] for each in self._scored.dimensions]
        parts[part] = self.rule.dimensions[part].end(end, factors, columns)
        root: Root = self.rule.readiness(parts, NUMBERS)
        return root

    def makes_ready(self, answer: QuestionResult, place: Place) -> bool:
        """Tell whether one answer at this place makes an arrangement ready that is undetermined."""
        part, changed = self._where[answer.question.id]
        essentials = [
            factor.met
            for own, dimension in enumerate(self._scored.dimensions)
            for number, factor in enumerate(dimension.factors)
            if (own, number) != (part, changed)
        ]
        if not all(met is None or met for met in essentials):
            return False
        met = self._changed(answer, place)[1][changed].met
        return met is not False and bool(self.rule.is_ready(self.readiness(answer, place, "lowest")))

    def makes_not_ready(self, answer: QuestionResult, place: Place) -> bool:
        """Tell whether one answer at this place makes an arrangement not ready that is undetermined."""
        _, changed = self._where[answer.question.id]
        unmet = self._changed(answer, place)[1][changed].unmet
        return bool(unmet) or not self.rule.is_ready(self.readiness(answer, place, "highest"))

    def _changed(
        self, answer: QuestionResult, place: Place
    ) -> tuple[int, tuple[FactorColumns, ...], Columns]:
        """Give the place of the dimension that changes, its factors, and the columns."""
        part, changed = self._where[answer.question.id]
        rule = self.rule.dimensions[part].factors[changed]
        places = {name: self.columns.places[name] for name in rule.questions}
        columns = replace(self.columns, places={**places, answer.question.id: place})
        factors = list(self._scored.dimensions[part].factors)
        factors[changed] = rule.score(columns)
        return part, tuple(factors), columns


def _answers(result: ArrangementResult) -> Iterator[tuple[FactorResult, QuestionResult]]:
    return ((factor, answer) for factor in result.factors() for answer in factor.answers)


def _next_level(answer: QuestionResult) -> Fraction:
    here = answer.standing.point or Fraction(0)
    return min(level.position for level in answer.question.levels if level.position > here)


def _room(factor: FactorResult) -> Fraction:
    """Give factor weight × (1 − x), which says where there is most left to gain."""
    number = Fraction(0) if factor.range is None else factor.range.lowest
    return factor.factor.weight * (1 - number)


def _can_overtake(
    assessment: Assessment, leader: ArrangementResult, rival: ArrangementResult, tries: Iterable[int]
) -> bool:
    """Search the completions for one in which the rival comes before the leader."""
    duel = _Duel(assessment, leader, rival)
    undecided: list[Mapping[str, Fraction]] = [{}]
    for _ in tries:
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
    """Two arrangements, and the open answers that could turn their order round.

    A completion says for every open answer at which share, 0-1, of its room it comes to lie.
    """

    def __init__(self, assessment: Assessment, leader: ArrangementResult, rival: ArrangementResult) -> None:
        questionnaire = assessment.questionnaire
        self._leader = _Arrangement(questionnaire, leader)
        self._rival = _Arrangement(questionnaire, rival)
        order = [arrangement.id for arrangement in questionnaire.arrangements]
        self._rival_is_earlier = order.index(rival.arrangement.id) < order.index(leader.arrangement.id)
        leading, rivalling = (
            {
                answer.question.id: answer.question
                for _, answer in _answers(each)
                if answer.standing.state is not QuestionState.OUT
                and (answer.standing.unanswered or answer.standing.coverage < 1)
            }
            for each in (leader, rival)
        )
        gap = {
            each: _influence(self._rival.rule, each) - _influence(self._leader.rule, each)
            for each in leading.keys() & rivalling.keys()
        }
        self._shared: list[ScoredQuestion] = [
            leading[each] for each in sorted(gap, key=lambda each: (-abs(gap[each]), each))
        ]
        self._favours_rival = {each for each, difference in gap.items() if difference > 0}

    def rival_may_win(self, decided: Mapping[str, Fraction]) -> bool:
        """Tell whether the rival at its best comes before the leader at its worst."""
        return self._precedes(decided, decided)

    def rival_wins_somewhere(self, decided: Mapping[str, Fraction]) -> bool:
        """Try the three likeliest ways of completing the shared answers."""
        undecided = [question.id for question in self._shared if question.id not in decided]
        tilted = {each: Fraction(each in self._favours_rival) for each in undecided}
        ways = (tilted, dict.fromkeys(undecided, Fraction(1)), dict.fromkeys(undecided, Fraction(0)))
        return any(self._precedes(way, way) for way in ({**decided, **completion} for completion in ways))

    def branches(self, decided: Mapping[str, Fraction]) -> Iterator[Mapping[str, Fraction]]:
        """Decide one more shared answer, in each of the ways there are."""
        for question in self._shared:
            if question.id not in decided:
                return ({**decided, question.id: level.position} for level in question.levels)
        return iter(())

    def _precedes(self, rival: Mapping[str, Fraction], leader: Mapping[str, Fraction]) -> bool:
        """Tell whether the rival comes first, with all that is not decided at its best for it."""
        one, other = self._rival.merit(rival, Fraction(1)), self._leader.merit(leader, Fraction(0))
        return one > other or (self._rival_is_earlier and one == other)


def _influence(rule: ArrangementRule, question: str) -> Fraction:
    """Give the share of its dimension's weight that a question carries."""
    for dimension in rule.dimensions:
        for weight, factor in zip(dimension.weights, dimension.factors, strict=True):
            for share, name in zip(factor.weights, factor.questions, strict=True):
                if name == question:
                    return Fraction(weight * share, sum(dimension.weights) * factor.weight)
    return Fraction(0)
