"""Conditions: what must hold for a question to be asked, an arrangement to apply, advice to be given.

This module knows the forms a condition takes, how it is said, and how truths combine when some are not known
yet (Kleene's three-valued logic). It does not know where the facts come from.
"""

from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction

from msgspec import Struct


class Chose(Struct, frozen=True, kw_only=True):
    """One of these choices was made at a choice question."""

    question: str
    choices: tuple[str, ...]


class AnswerAtLeast(Struct, frozen=True, kw_only=True):
    """The level's value answered to a question is this or more."""

    question: str
    value: Fraction


class AnswerBelow(Struct, frozen=True, kw_only=True):
    """The level's value answered to a question is less than this."""

    question: str
    value: Fraction


class Answered(Struct, frozen=True, kw_only=True):
    """A question has (or has not) a level or a choice for its answer."""

    question: str
    answered: bool


class FactorAtLeast(Struct, frozen=True, kw_only=True):
    """A factor reaches this, 0-1, whatever the open answers turn out to be."""

    factor: str
    position: Fraction


class FactorBelow(Struct, frozen=True, kw_only=True):
    """A factor stays below this, 0-1, whatever the open answers turn out to be."""

    factor: str
    position: Fraction


class VerdictIs(Struct, frozen=True, kw_only=True):
    """The verdict of an arrangement is one of these."""

    arrangement: str
    verdicts: tuple[str, ...]


class BandIs(Struct, frozen=True, kw_only=True):
    """The band of an arrangement is one of these."""

    arrangement: str
    bands: tuple[str, ...]


class All(Struct, frozen=True, kw_only=True):
    """Every one of these holds."""

    conditions: tuple["Condition", ...]


class AnyOf(Struct, frozen=True, kw_only=True):
    """At least one of these holds."""

    conditions: tuple["Condition", ...]


class Not(Struct, frozen=True, kw_only=True):
    """This does not hold."""

    condition: "Condition"


QuestionFact = Chose | AnswerAtLeast | AnswerBelow | Answered
ResultFact = FactorAtLeast | FactorBelow | VerdictIs | BandIs
Fact = QuestionFact | ResultFact
Condition = Fact | All | AnyOf | Not


def holds(condition: Condition, is_true: Callable[[Fact], bool | None]) -> bool | None:
    """Tell whether a condition holds, given the truth of single facts; null where that is not known yet."""
    match condition:
        case All(conditions=parts):
            return _every(holds(part, is_true) for part in parts)
        case AnyOf(conditions=parts):
            return _negate(_every(_negate(holds(part, is_true)) for part in parts))
        case Not(condition=part):
            return _negate(holds(part, is_true))
        case _:
            return is_true(condition)


def settle(condition: Condition, is_true: Callable[[Fact], bool | None]) -> Condition | bool:
    """Give what is open of a condition, given the truth of single facts; its truth where it is known."""
    match condition:
        case All(conditions=parts):
            rest = [settle(part, is_true) for part in parts]
            if False in rest:
                return False
            still_open = tuple(part for part in rest if not isinstance(part, bool))
            return All(conditions=still_open) if len(still_open) > 1 else next(iter(still_open), True)
        case AnyOf(conditions=parts):
            rest = [settle(part, is_true) for part in parts]
            if True in rest:
                return True
            still_open = tuple(part for part in rest if not isinstance(part, bool))
            return AnyOf(conditions=still_open) if len(still_open) > 1 else next(iter(still_open), False)
        case Not(condition=part):
            inner = settle(part, is_true)
            return not inner if isinstance(inner, bool) else Not(condition=inner)
        case _:
            truth = is_true(condition)
            return condition if truth is None else truth


def facts(condition: Condition) -> Iterator[Fact]:
    """Give the single facts a condition is about, in the order in which it names them."""
    match condition:
        case All(conditions=parts) | AnyOf(conditions=parts):
            for part in parts:
                yield from facts(part)
        case Not(condition=part):
            yield from facts(part)
        case _:
            yield condition


def grounds(condition: Condition, is_true: Callable[[Fact], bool | None]) -> Iterator[Fact]:
    """Give the facts that make a condition hold, or fail: what to point at when somebody asks why."""
    match condition:
        case All(conditions=parts) | AnyOf(conditions=parts):
            outcome = holds(condition, is_true)
            for part in parts:
                if holds(part, is_true) is outcome:
                    yield from grounds(part, is_true)
        case Not(condition=part):
            yield from grounds(part, is_true)
        case _:
            yield condition


def in_words(condition: Condition, say: Callable[[Chose], str]) -> str:
    """Say when a condition about choices holds, given the words of a single one."""

    def enclosed(part: Condition) -> str:
        words = in_words(part, say)
        return f"({words})" if isinstance(part, All | AnyOf) else words

    match condition:
        case Chose():
            return say(condition)
        case All(conditions=parts):
            return " and ".join(map(enclosed, parts))
        case AnyOf(conditions=parts):
            return " or ".join(map(enclosed, parts))
        case Not(condition=part):
            return f"it is not so that {enclosed(part)}"
        case _:
            raise TypeError(f"{condition} is not about a choice")


def _every(truths: Iterable[bool | None]) -> bool | None:
    known = True
    for truth in truths:
        if truth is False:
            return False
        known = known and truth is not None
    return True if known else None


def _negate(truth: bool | None) -> bool | None:
    return None if truth is None else not truth
