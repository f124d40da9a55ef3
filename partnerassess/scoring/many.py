"""Scoring thousands of answer sets at once: the same rules over NumPy arrays, from rows of codes."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import cached_property, lru_cache, reduce
from math import log
from typing import Any

import numpy as np
from msgspec import Struct
from msgspec.structs import replace
from numpy.typing import NDArray

from partnerassess.assessment import ArrangementResult, Range, Tally
from partnerassess.codes import OPEN, OUT, OUT_NOTED, Codes, Row
from partnerassess.conditions import Fact, QuestionFact, facts
from partnerassess.exact import Root
from partnerassess.model import Answers, Arrangement, Band, ChoiceQuestion, Questionnaire, ScoredQuestion
from partnerassess.scoring.columns import place_of, standing_of
from partnerassess.scoring.rules import (
    ArrangementColumns,
    Column,
    Columns,
    Kind,
    Place,
    Ratio,
    Rules,
    rules_of,
)
from partnerassess.scoring.score import VERDICTS
from partnerassess.visibility import Visibility

Array = NDArray[Any]

_ROOM = 2.0**62
"""Columns whose numbers may exceed this hold Python's numbers, which have no end."""


class Roots:
    """Roots of many numbers, which compare with one `Root`, or with as many."""

    def __init__(self, parts: Sequence[Ratio], powers: Sequence[int], degree: int) -> None:
        columns = np.broadcast_arrays(*(each for part in parts for each in part))
        self.columns: Sequence[Array] = columns
        self.powers, self.degree = tuple(powers), degree

    def __ge__(self, other: "Root | Roots") -> Array:
        """Tell where a number is at least as large: by logarithms, exactly where these are too close."""
        if isinstance(other, Root):
            if other.is_zero:
                return np.ones(self.logarithms.shape, dtype=bool)
            difference = np.asarray(self.logarithms - other.logarithm)
        else:
            with np.errstate(invalid="ignore"):
                # Two noughts are as close as can be.
                difference = np.nan_to_num(self.logarithms - other.logarithms, nan=0.0)
        reached = np.asarray(difference >= 0)
        close = np.flatnonzero(np.abs(difference) <= self._slack)
        if close.size:
            others = other.roots(close) if isinstance(other, Roots) else [other] * close.size
            both = zip(self.roots(close), others, strict=True)
            reached.ravel()[close] = [one >= there for one, there in both]
        return reached

    @cached_property
    def logarithms(self) -> Array:
        """Give their natural logarithms, nearly; minus infinity for nought."""
        total = np.zeros(self.columns[0].shape)
        for power, above, below in zip(self.powers, self.columns[::2], self.columns[1::2], strict=True):
            total = total + power * (_logarithm(above) - _logarithm(below))
        return total / self.degree

    @cached_property
    def _slack(self) -> float:
        """Give how close two logarithms may be and still tell nothing: far more than they are off by."""
        largest = max(float(np.max(_logarithm(each), initial=0.0)) for each in self.columns)
        return 1e-13 * (1 + largest)

    def numbers(self) -> Array:
        """Give them as floats, which may be off in the last places."""
        if self.degree > 2 or self.columns[0].dtype == object:
            return np.exp(self.logarithms)
        ratio = np.ones(self.columns[0].shape)
        for power, above, below in zip(self.powers, self.columns[::2], self.columns[1::2], strict=True):
            ratio = ratio * (above / below) ** power
        return ratio if self.degree == 1 else np.sqrt(ratio)

    def roots(self, places: Array) -> list[Root]:
        """Give some of them, exactly; each root once; one alone stands at all places."""
        rows = list(zip(*(each.ravel()[places % each.size].tolist() for each in self.columns), strict=True))
        known = {row: self._root(row) for row in set(rows)}
        return [known[row] for row in rows]

    def _root(self, row: Sequence[int]) -> Root:
        bases = map(Fraction, row[::2], row[1::2])
        return Root.of_powers(zip(bases, self.powers, strict=True), self.degree)


def _logarithm(numbers: Array) -> Array:
    if numbers.dtype == object:
        flat = [log(each) if each else -np.inf for each in numbers.ravel()]
        return np.array(flat, dtype=float).reshape(numbers.shape)
    with np.errstate(divide="ignore"):
        return np.asarray(np.log(numbers))


def _array(numbers: Column, dtype: type) -> Array:
    # NumPy makes of Python's numbers what fits into 63 bits, or 31, and the products may not. They leave an
    # array without any dimension with the first sum, and come back with 63 bits.
    array: Array = np.asarray(numbers, dtype=dtype)
    return np.atleast_1d(array) if dtype is object else array


def _count(condition: Column, dtype: type) -> Column:
    if dtype is not object and not isinstance(condition, np.ndarray):
        return int(condition)
    # Booleans are numbers of eight bits, which are soon too small.
    return _array(np.asarray(condition).astype(np.int64), dtype)


def _arrays(dtype: type) -> Kind:
    def column(numbers: Column) -> Array:
        return _array(numbers, dtype)

    def least(*numbers: Column) -> Column:
        return reduce(np.minimum, map(column, numbers))

    return Kind(
        where=lambda condition, one, other: np.where(condition, column(one), column(other)),
        least=least,
        count=lambda condition: _count(condition, dtype),
        root=Roots,
    )


ARRAYS = _arrays(np.int64)
"""Columns that are arrays of whole numbers of 63 bits."""

LARGE_ARRAYS = _arrays(object)
"""Columns that are arrays of Python's numbers, which have no end."""


def in_arrays(rules: Rules, columns: Columns, heaviest: int = 1) -> Columns:
    """Give columns of numbers or arrays as arrays with room for all that the rules make of them."""
    has_room = rules.largest(columns, heaviest) < _ROOM
    dtype, kind = (np.int64, ARRAYS) if has_room else (object, LARGE_ARRAYS)
    places = {name: Place(*(_array(each, dtype) for each in place)) for name, place in columns.places.items()}
    weights = {name: _array(weight, dtype) for name, weight in columns.weights.items()}
    return replace(columns, places=places, weights=weights, kind=kind)


class Scorer:
    """Scores many sets of answers to one questionnaire."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        self.questionnaire = questionnaire
        self.codes = Codes(questionnaire)
        self._rules = rules_of(questionnaire)
        self._places = {
            question.id: [
                place_of(standing_of(answer, True, questionnaire.scoring.unanswered), self._rules.top, 1)
                for answer in answers
            ]
            for question, answers in zip(self.codes.questions, self.codes.answers, strict=True)
            if isinstance(question, ScoredQuestion)
        }
        self._columns = in_arrays(self._rules, Columns(places={}, top=self._rules.top, asked=1, kind=ARRAYS))
        self._tables = {name: self._table(places) for name, places in self._places.items()}
        self._sight = _Sight(questionnaire, self.codes)

    def _table(self, places: Sequence[Place]) -> tuple[list[Array], list[int]]:
        """Give the columns of a question's places, by its codes, each once; and which of them is which."""
        columns = list(zip(*places, strict=True))
        once = list(dict.fromkeys(columns))
        dtype = np.int64 if self._columns.kind is ARRAYS else object
        return [np.array(each, dtype=dtype) for each in once], [once.index(each) for each in columns]

    def score(self, rows: Sequence[Row] | Array) -> "Scores":
        """Score rows of codes."""
        codes = in_rows(rows, len(self.codes.questions))
        seen, applies = self._sight.look(codes)
        columns = np.ascontiguousarray(seen.T, dtype=np.intp)
        are_out = ((columns == OUT) | (columns == OUT_NOTED)).any(axis=1).tolist()
        places = {
            question.id: _look_up(*self._tables[question.id], column, is_out)
            for question, column, is_out in zip(self.codes.questions, columns, are_out, strict=True)
            if question.id in self._tables
        }
        unanswered = {
            question.id: column < OUT
            for question, column in zip(self.codes.questions, columns, strict=True)
            if question.id in places
        }
        return self._score(replace(self._columns, places=places), unanswered, applies)

    def score_columns(self, columns: Columns, unanswered: Mapping[str, Array], applies: Array) -> "Scores":
        """Score columns that were made elsewhere, such as those of several views put together."""
        return self._score(in_arrays(self._rules, columns), unanswered, applies)

    def _score(self, columns: Columns, unanswered: Mapping[str, Array], applies: Array) -> "Scores":
        scored = tuple(_in_full(rule.score(columns), len(applies)) for rule in self._rules.arrangements)
        return Scores(self.questionnaire, self._rules, columns, unanswered, scored, applies)

    def look(self, codes: Array) -> tuple[Array, Array]:
        """Give the codes as they count, and which arrangements apply: one row each for every row."""
        return self._sight.look(codes)

    @property
    def looks_at_choices_only(self) -> bool:
        """Tell whether what is seen and what applies depends on choices alone."""
        return all(isinstance(self.codes.questions[place], ChoiceQuestion) for place in self._sight.decisive)

    @property
    def top(self) -> int:
        """Give what stands for the highest level in one view."""
        return self._rules.top


def in_rows(rows: Sequence[Row] | Array, length: int) -> Array:
    """Give rows of codes, each of this length, as one array."""
    if isinstance(rows, np.ndarray):
        return rows.astype(np.uint16, copy=False)
    packed = [row for row in rows if isinstance(row, bytes)]
    if len(packed) < len(rows):
        return np.array([list(row) for row in rows], dtype=np.uint16).reshape(-1, length)
    return np.frombuffer(b"".join(packed), dtype=np.uint8).astype(np.uint16).reshape(-1, length)


def _look_up(columns: Sequence[Array], which: Sequence[int], codes: Array, is_out: bool) -> Place:
    """Give where the answers with these codes stand; where none is out, one number says so of all."""
    found = [column.take(codes) for column in columns]
    place = Place(*(found[each] for each in which))
    return place if is_out else place._replace(in_play=1, noted=0)


def _in_full(scored: ArrangementColumns, rows: int) -> ArrangementColumns:
    """Give an arrangement's own columns with a number for every row."""
    return scored._replace(
        assessable=np.broadcast_to(scored.assessable, rows),
        pointed=np.broadcast_to(scored.pointed, rows),
        verdict=np.broadcast_to(scored.verdict, rows),
        band=np.broadcast_to(scored.band, rows),
    )


class _Sight:
    """Which questions are seen and which arrangements apply, by the answers that decide it."""

    def __init__(self, questionnaire: Questionnaire, codes: Codes) -> None:
        self._questionnaire, self._codes = questionnaire, codes
        self._hidden = [place for place, each in enumerate(codes.questions) if each.only_if is not None]
        conditions = [
            *(codes.questions[place].only_if for place in self._hidden),
            *(arrangement.applies_if for arrangement in questionnaire.arrangements),
        ]
        names = {
            _question_of(fact)
            for condition in conditions
            if condition is not None
            for fact in facts(condition)
        }
        self.decisive = [place for place, each in enumerate(codes.questions) if each.id in names]
        """The places of the questions that conditions look at."""
        watched = names | {codes.questions[place].id for place in self._hidden}
        self._watched = [place for place, each in enumerate(codes.questions) if each.id in watched]
        self._known: dict[bytes, tuple[Array, Array]] = {}

    def look(self, codes: Array) -> tuple[Array, Array]:
        """Give the codes as they count, and which arrangements apply: one row each for every row."""
        if not self._watched:
            return codes, np.ones((len(codes), len(self._questionnaire.arrangements)), dtype=bool)
        kinds, which = np.unique(codes[:, self._watched], axis=0, return_inverse=True)
        found = [self._see(each) for each in kinds]
        which = which.reshape(-1)
        if not found:
            return codes, np.ones((0, len(self._questionnaire.arrangements)), dtype=bool)
        applies = np.array([each for _, each in found])[which]
        if not self._hidden:
            return codes, applies
        seen = codes.copy()
        seen[:, self._hidden] = np.array([each for each, _ in found])[which]
        return seen, applies

    def _see(self, watched: Array) -> tuple[Array, Array]:
        """Give the codes of what may be hidden, and which arrangements apply."""
        known = self._known.get(watched.tobytes())
        if known is None:
            if len(self._known) > 3_000:
                self._known.clear()
            known = self._known[watched.tobytes()] = self._look_closely(watched)
        return known

    def _look_closely(self, watched: Array) -> tuple[Array, Array]:
        row = np.zeros(len(self._codes.questions), dtype=np.uint16)
        row[self._watched] = watched
        answers = Answers(
            questionnaire=self._questionnaire.id, answers=self._codes.answers_of(row.tolist(), {})
        )
        visibility = Visibility(self._questionnaire, answers)
        counted = [
            _as_seen(int(row[place]), visibility.is_shown(self._codes.questions[place]))
            for place in self._hidden
        ]
        applies = [visibility.applies(each) for each in self._questionnaire.arrangements]
        return np.array(counted, dtype=np.uint16), np.array(applies, dtype=bool)


def _question_of(fact: Fact) -> str:
    if not isinstance(fact, QuestionFact):
        raise TypeError(f"{fact} is not about an answer")
    return fact.question


def _as_seen(code: int, shown: bool | None) -> int:
    """Give the code by which an answer counts that is hidden, or may be."""
    if shown is False:
        return OUT
    return code if shown or code in (OUT, OUT_NOTED) else OPEN


class Scores(Struct, frozen=True, dict=True):
    """Many answer sets, scored."""

    questionnaire: Questionnaire
    rules: Rules
    columns: Columns
    """Where the answers stand; one number where it is the same for all rows."""
    unanswered: Mapping[str, Array]
    """Whether nobody answered a scored question with a level, by its id."""
    arrangements: tuple[ArrangementColumns, ...]
    """In the questionnaire's order; what is below readiness may be one number for all rows."""
    applies: Array
    """Whether they apply: one row for each answer set, one column for each arrangement."""

    def order(self) -> tuple[Array, Array]:
        """Give the arrangements' places in the questionnaire, in order of rank; and the ranks, 0 for none.

        Both have one row for each answer set.
        """
        numbers = [_number(each) for each in self.arrangements]
        rankable = self.applies & np.stack([each.assessable for each in self.arrangements], axis=1)
        groups = np.stack(
            [
                8 * ~self.applies[:, place] + 4 * ~each.assessable + 2 * (each.verdict != 0) + (~each.pointed)
                for place, each in enumerate(self.arrangements)
            ],
            axis=1,
        )
        before = np.zeros(groups.shape, dtype=np.int64)
        for one in range(len(numbers)):
            for other in range(one + 1, len(numbers)):
                same = groups[:, one] == groups[:, other]
                first = np.where(same, numbers[one] >= numbers[other], groups[:, one] < groups[:, other])
                before[:, other] += first
                before[:, one] += ~first
        return np.argsort(before, axis=1), np.where(rankable, before + 1, 0)

    def results(self, row: int, order: Sequence[int], ranks: Sequence[int]) -> tuple[ArrangementResult, ...]:
        """Give one answer set's arrangements in an order, with their ranks; the parts are only counted."""
        return tuple(
            ArrangementResult(
                arrangement=self.rules.arrangements[place].arrangement,
                applies=bool(self.applies[row, place]),
                rank=ranks[place] or None,
                readiness=_readiness(self.arrangements[place], row),
                band=_band(self.questionnaire, int(self.arrangements[place].band[row])),
                verdict=VERDICTS[int(self.arrangements[place].verdict[row])],
                reasons=(),
                dimensions=(),
                counted=self._tallies[place].of(row),
            )
            for place in order
        )

    def points(self, row: int) -> dict[str, Fraction]:
        """Give where one answer set's questions stand that are answered and feed an applying arrangement."""
        names, told, points = self._points
        top = self.columns.top
        each = zip(names, told[row], points[row], strict=True)
        return {name: _share(point, top) for name, is_told, point in each if is_told}

    @cached_property
    def _tallies(self) -> list["_Tallies"]:
        both = zip(self.rules.arrangements, self.arrangements, strict=True)
        return [_Tallies(rule.arrangement, scored, self) for rule, scored in both]

    @cached_property
    def _points(self) -> tuple[list[str], Sequence[Sequence[bool]], Sequence[Sequence[int]]]:
        """Give for the scored questions, row by row, whether they are told of, and where they stand."""
        names, rows = list(self.unanswered), len(self.applies)
        told, points = np.empty((rows, len(names)), dtype=bool), np.empty((rows, len(names)), dtype=object)
        fed = [{each.id for each in one.questions()} for one in self.questionnaire.arrangements]
        for place, name in enumerate(names):
            counts = self.applies[:, [name in questions for questions in fed]].any(axis=1)
            told[:, place] = counts & self.is_in_play(name) & ~self.unanswered[name]
            points[:, place] = self.columns.places[name].point
        return names, told.tolist(), points.tolist()

    def is_in_play(self, question: str) -> Array:
        """Tell in which rows a scored question applies."""
        here: Array = np.broadcast_to(self.columns.places[question].in_play, len(self.applies)) > 0
        return here

    def is_missing(self, question: str) -> Array:
        """Tell in which rows a scored question applies and lacks somebody's answer."""
        place = self.columns.places[question]
        lacks: Array = self.unanswered[question] | (place.lowest < place.highest)
        return self.is_in_play(question) & lacks


class _Tallies:
    """What the results of one arrangement are made of, counted, row by row."""

    def __init__(self, arrangement: Arrangement, scored: ArrangementColumns, scores: Scores) -> None:
        names = [question.id for question in arrangement.questions()]
        self._asked = np.sum([scores.is_in_play(name) for name in names], axis=0).tolist()
        self._missing = np.sum([scores.is_missing(name) for name in names], axis=0).tolist()
        parts = [part for dimension in scored.dimensions for part in dimension.factors]
        self._unmet = [
            (factor, np.broadcast_to(part.unmet, len(scores.applies)).tolist())
            for factor, part in zip(arrangement.factors, parts, strict=True)
            if factor.essential is not None
        ]

    def of(self, row: int) -> Tally:
        """Give those of one row."""
        return Tally(
            asked=self._asked[row],
            missing=self._missing[row],
            unmet=tuple(factor for factor, is_unmet in self._unmet if is_unmet[row]),
        )


@lru_cache(1_000)
def _share(above: int, below: int) -> Fraction:
    return Fraction(above, below)


def _number(scored: ArrangementColumns) -> Roots:
    """Give what the order goes by: the point, else the lowest; nought where an arrangement has no numbers."""
    lowest, point = scored.readiness.lowest, scored.readiness.point
    columns = [
        np.where(scored.pointed, one, other) for one, other in zip(point.columns, lowest.columns, strict=True)
    ]
    aboves = [np.where(scored.assessable, above, 0) for above in columns[::2]]
    return Roots(list(zip(aboves, columns[1::2], strict=True)), lowest.powers, lowest.degree)


def _readiness(scored: ArrangementColumns, row: int) -> Range[Root] | None:
    if not scored.assessable[row]:
        return None
    lowest, point, highest = (end.roots(np.array([row]))[0] for end in scored.readiness)
    return Range(point=point if scored.pointed[row] else None, lowest=lowest, highest=highest)


def _band(questionnaire: Questionnaire, place: int) -> Band | None:
    return None if place < 0 else questionnaire.scoring.bands[place]
