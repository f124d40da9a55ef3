"""A questionnaire as tables of whole numbers, and sets of answers scored with them.

This module knows which number stands for each answer, which arrangements apply, and their order. It does not
know how answers are written.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import count
from typing import NamedTuple

from partnerassess.compiled.dimensions import DimensionLanes
from partnerassess.compiled.factors import EssentialLanes, Place
from partnerassess.compiled.lanes import Lane, Layout, Memory
from partnerassess.compiled.rows import ArrangementLanes, ArrangementRow, lay_out_arrangement
from partnerassess.conditions import facts
from partnerassess.model import (
    Answer,
    Answers,
    Choice,
    ChoiceQuestion,
    Factor,
    Level,
    Question,
    Questionnaire,
    Silence,
    Unanswered,
)
from partnerassess.visibility import Visibility

Placed = tuple[ArrangementRow, bool, int | None]
"""An arrangement's row, whether the arrangement applies, and its rank."""

_UNANSWERED = Answer()
_NOT_APPLICABLE = Answer(given=Silence.NOT_APPLICABLE)
_NOTED = Answer(given=Silence.NOT_APPLICABLE, note="said why")
_LAST = 20
"""More than all groups: what puts arrangements that do not apply behind all others."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Watched:
    """A question that conditions are about, or that is only asked under one."""

    question: Question
    lane: Lane
    """Which of its answers was given."""
    answers: tuple[Answer, ...]
    """All of its answers; the first is none at all."""
    shown: tuple[int, ...] = ()
    """What each answer adds while the question is asked; only for a question asked under a condition."""
    uncertain: tuple[int, ...] = ()
    """The same while it is not known yet whether the question is asked."""
    hidden: int = 0
    """The same, whatever was answered, when it is not asked."""


@dataclass(frozen=True, slots=True)
class _Sight:
    """What some answers to watched questions decide."""

    applies: tuple[bool, ...]
    """Which arrangements are in play."""
    behind: tuple[int, ...]
    """What puts those that are not behind all others."""
    added: int
    """What the watched questions asked under a condition add to the sums."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Tables:
    """A questionnaire, ready to score any number of sets of answers.

    A set of answers becomes one number: `blank`, plus for each answer what `amount` gives for it.
    """

    questionnaire: Questionnaire
    blank: int
    """The number that stands for no answers at all."""
    amounts: Mapping[str, Mapping[Answer, int]]
    """By question id, what each answer changes; only `not_applicable` comes with and without a note."""
    _arrangements: tuple[ArrangementLanes, ...]
    _watched: tuple[_Watched, ...]
    _sighted: Lane
    """The sums that say how the watched questions are answered."""
    _sights: Memory[int, _Sight] = field(default_factory=Memory)

    def amount(self, question: str, answer: Answer) -> int:
        """Give what an answer to a question changes."""
        return self.amounts[question][_essence(answer)]

    def add_up(self, answers: Mapping[str, Answer]) -> int:
        """Give the number that stands for a set of answers."""
        return sum((self.amount(name, answer) for name, answer in answers.items()), self.blank)

    def score(self, total: int) -> tuple[Placed, ...]:
        """Score the answers that a number stands for: every arrangement, in order of rank."""
        start, mask = self._sighted
        key = total >> start & mask
        sight = self._sights.get(key) or self._sights.keep(key, self._see(total))
        sums = total + sight.added
        return _in_order([lanes.read(sums) for lanes in self._arrangements], sight)

    def _see(self, sums: int) -> _Sight:
        given = [(each, each.lane.read(sums)) for each in self._watched]
        answers = Answers(
            questionnaire=self.questionnaire.id,
            answers={each.question.id: each.answers[place] for each, place in given},
        )
        visibility = Visibility(self.questionnaire, answers)
        applies = tuple(visibility.applies(each.arrangement) for each in self._arrangements)
        return _Sight(
            applies,
            tuple(0 if each else _LAST for each in applies),
            sum(_added(each, place, visibility.is_shown(each.question)) for each, place in given),
        )


def compile_questionnaire(questionnaire: Questionnaire) -> Tables:
    """Turn a questionnaire into tables; takes some milliseconds, and pays from a few dozen answer sets on."""
    layout = Layout()
    arrangements = tuple(
        lay_out_arrangement(layout, each, questionnaire) for each in questionnaire.arrangements
    )
    compiler = _Compiler(questionnaire, arrangements)
    start = layout.size
    lanes = {each.id: layout.lane(len(possible_answers(each))) for each in compiler.watched()}
    blank, amounts = 0, {}
    for question in questionnaire.questions.values():
        added = compiler.added(question)
        lane = lanes.get(question.id)
        if question.only_if is not None:
            added = (0,) * len(added)
        if lane is not None:
            added = tuple(amount + lane.put(place) for place, amount in enumerate(added))
        blank += added[0]
        every = zip(possible_answers(question), added, strict=True)
        amounts[question.id] = {answer: amount - added[0] for answer, amount in every}
    return Tables(
        questionnaire=questionnaire,
        blank=blank,
        amounts=amounts,
        _arrangements=arrangements,
        _watched=tuple(compiler.watch(each, lanes[each.id]) for each in compiler.watched()),
        _sighted=layout.since(start),
    )


def possible_answers(question: Question) -> tuple[Answer, ...]:
    """Give every answer a question can have, none first; a note counts only where it says why not."""
    given: tuple[Level | Choice, ...]
    given = question.choices if isinstance(question, ChoiceQuestion) else question.levels
    silences = (Answer(given=Silence.UNKNOWN), Answer(given=Silence.DECLINED))
    return (_UNANSWERED, *(Answer(given=each) for each in given), *silences, _NOT_APPLICABLE, _NOTED)


class _Compiler:
    """Works out what answers add to the sums of all arrangements."""

    def __init__(self, questionnaire: Questionnaire, arrangements: tuple[ArrangementLanes, ...]) -> None:
        self._questionnaire = questionnaire
        self._arrangements = arrangements
        self._uses: dict[str, list[_Use]] = {}
        for use in _uses(questionnaire, arrangements):
            self._uses.setdefault(use.question, []).append(use)
        lowest = questionnaire.scoring.unanswered is Unanswered.LOWEST
        self._open = Place(position=Fraction(0)) if lowest else Place(is_open=True)

    def watched(self) -> list[Question]:
        """Give the questions that conditions are about, or that are only asked under one."""
        questions = self._questionnaire.questions
        conditions = [
            *(question.only_if for question in questions.values()),
            *(arrangement.applies_if for arrangement in self._questionnaire.arrangements),
        ]
        asked_about = {
            getattr(fact, "question", "")
            for condition in conditions
            if condition is not None
            for fact in facts(condition)
        }
        return [
            question
            for question in questions.values()
            if question.id in asked_about or question.only_if is not None
        ]

    def watch(self, question: Question, lane: Lane) -> _Watched:
        """Make what is remembered of a watched question."""
        answers = possible_answers(question)
        if question.only_if is None:
            return _Watched(question=question, lane=lane, answers=answers)
        hidden = self._add(question, Place())
        uncertain = [_NOTED, _NOT_APPLICABLE]
        return _Watched(
            question=question,
            lane=lane,
            answers=answers,
            shown=self.added(question),
            uncertain=tuple(
                self._add(question, self._place(answer if answer in uncertain else _UNANSWERED))
                for answer in answers
            ),
            hidden=hidden,
        )

    def added(self, question: Question) -> tuple[int, ...]:
        """Give what each answer to a question adds while the question is asked."""
        return tuple(self._add(question, self._place(answer)) for answer in possible_answers(question))

    def _place(self, answer: Answer) -> Place:
        match answer.given:
            case Level(position=position):
                return Place(position=position)
            case Silence.NOT_APPLICABLE:
                return Place(noted=answer.note is not None)
            case _:
                return self._open

    def _add(self, question: Question, place: Place) -> int:
        return sum(use.put(place) for use in self._uses.get(question.id, []))


class _Use(NamedTuple):
    """A question's part in one factor."""

    question: str
    factor: Factor
    dimension: DimensionLanes
    essential: EssentialLanes | None

    def put(self, place: Place) -> int:
        """Give what an answer adds."""
        added = self.dimension.put(self.factor.id, self.question, place)
        return added + self.essential.put(place) if self.essential else added


def _uses(questionnaire: Questionnaire, arrangements: tuple[ArrangementLanes, ...]) -> Iterator[_Use]:
    for lanes in arrangements:
        essentials = {each.factor.id: each for each in lanes.essentials}
        for dimension, sums in zip(questionnaire.dimensions, lanes.dimensions, strict=True):
            for factor in lanes.arrangement.factors_in(dimension):
                for weighted in factor.questions:
                    yield _Use(weighted.question.id, factor, sums, essentials.get(factor.id))


def _added(watched: _Watched, place: int, shown: bool | None) -> int:
    if not watched.shown:
        return 0
    if shown is False:
        return watched.hidden
    return watched.shown[place] if shown else watched.uncertain[place]


def _essence(answer: Answer) -> Answer:
    """Give the answer without what makes no difference to the score."""
    if answer.given is Silence.NOT_APPLICABLE:
        return _NOTED if answer.note else _NOT_APPLICABLE
    return Answer(given=answer.given)


def _in_order(rows: Sequence[ArrangementRow], sight: _Sight) -> tuple[Placed, ...]:
    """Put arrangements in order as `partnerassess.scoring` does, and number those that can be compared."""
    keys: Sequence[Fraction | float] = [
        behind + 2 * row.group - row.number[0] / row.number[1]
        for row, behind in zip(rows, sight.behind)  # noqa: B905 checking their lengths takes time
    ]
    if len(set(keys)) < len(keys):
        # The same float may stand for two numbers: only the exact ones can tell.
        parts = zip(rows, sight.behind, strict=True)
        keys = [behind + 2 * row.group - Fraction(*row.number) for row, behind in parts]
    order = sorted(zip(keys, count(), rows, sight.applies))
    return tuple(
        [
            (row, applies, rank if applies and row.lowest else None)
            for rank, (_, _, row, applies) in enumerate(order, start=1)
        ]
    )
