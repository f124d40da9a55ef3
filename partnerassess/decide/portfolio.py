"""Which of many assessments to look at, and in which order."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, TypeVar

from partnerassess.assessment import ArrangementResult, Assessment, Verdict
from partnerassess.exact import Root
from partnerassess.model import Questionnaire
from partnerassess.names import folded

_BEST_FIRST = tuple(Verdict)

Item = TypeVar("Item")


class SortKey(StrEnum):
    """What assessments can be put in order by."""

    PARTNERSHIP = "partnership"
    DATE = "date"
    READINESS = "readiness"
    LOWEST = "lowest"
    HIGHEST = "highest"
    VERDICT = "verdict"


@dataclass(frozen=True, kw_only=True, slots=True)
class Order:
    """An order of assessments: names, dates and numbers rise, the least ready verdict comes first.

    `reverse` turns all of them round.
    """

    key: SortKey
    reverse: bool = False
    arrangement: str | None = None
    """The id of the arrangement to sort by; without it the leader is."""

    def key_of(self, assessment: Assessment) -> Any:
        """Give what to compare an assessment by, the same kind of value for all of them, or null."""
        answers = assessment.answers
        match self.key:
            case SortKey.PARTNERSHIP:
                return folded(answers.partnership) or None
            case SortKey.DATE:
                return answers.date
            case SortKey.VERDICT:
                subject = _in_play(assessment, self.arrangement)
                return -_BEST_FIRST.index(subject.verdict) if subject and subject.verdict else None
            case _:
                return _number(_in_play(assessment, self.arrangement), self.key)

    def sort(self, items: Iterable[Item], key_of: Callable[[Item], Any]) -> list[Item]:
        """Put whatever has such keys in order.

        What has none comes last, whichever way round; ties stay in their order.
        """
        keyed = [(key_of(item), item) for item in items]
        known = [pair for pair in keyed if pair[0] is not None]
        known.sort(key=lambda pair: pair[0], reverse=self.reverse)
        return [item for _, item in (*known, *(pair for pair in keyed if pair[0] is None))]


@dataclass(frozen=True, kw_only=True, slots=True)
class Selection:
    """Which assessments to look at, and which of their arrangements."""

    only: tuple[str, ...] = ()
    """Verdicts and ids of bands, one of which the subject must have; a name that is both is the verdict.

    A subject that does not apply has none.
    """
    arrangement: str | None = None
    """The id of the arrangement to look at; without it the leader is the subject, and all are shown."""

    def find_fault(self, questionnaire: Questionnaire) -> str | None:
        """Say what makes the selection senseless for a questionnaire; null if it makes sense."""
        arrangements = [each.id for each in questionnaire.arrangements]
        if self.arrangement is not None and self.arrangement not in arrangements:
            return _unknown("arrangement", self.arrangement, questionnaire, arrangements)
        bands = [band.id for band in questionnaire.scoring.bands]
        known = list(dict.fromkeys([*(verdict.value for verdict in Verdict), *bands]))
        wrong = next((name for name in self.only if name not in known), None)
        return None if wrong is None else _unknown("verdict or band", wrong, questionnaire, known)

    def find_selected(self, assessment: Assessment) -> Assessment | None:
        """Give an assessment with the arrangements to look at; null if it is not wanted."""
        subject = subject_of(assessment, self.arrangement)
        if not self._is_wanted(subject, applies=subject is not None and subject.applies):
            return None
        return replace(assessment, arrangements=(subject,)) if self.arrangement and subject else assessment

    def _is_wanted(self, subject: ArrangementResult | None, *, applies: bool) -> bool:
        if subject is None:
            return not self.only and self.arrangement is None
        return not self.only or (applies and any(_has(subject, name) for name in self.only))


def read_order(text: str, arrangement: str | None = None) -> Order:
    """Read an order such as `readiness`, which rises, or `-readiness`, which falls.

    With `arrangement`, an id, assessments are sorted by that one instead of their leader. Raises ValueError
    that says what can be used.
    """
    name = text.removeprefix("-")
    known = [key.value for key in SortKey]
    if name not in known:
        every = ", ".join(known)
        raise ValueError(f"sort by one of {every}, from low to high; with - in front from high to low")
    return Order(key=SortKey(name), reverse=name != text, arrangement=arrangement)


def subject_of(assessment: Assessment, arrangement: str | None = None) -> ArrangementResult | None:
    """Give the leader, or the arrangement of this id; null where there is none."""
    if arrangement is None:
        return assessment.leader
    every = assessment.arrangements
    return next((result for result in every if result.arrangement.id == arrangement), None)


def _in_play(assessment: Assessment, arrangement: str | None) -> ArrangementResult | None:
    subject = subject_of(assessment, arrangement)
    return subject if subject and subject.applies else None


def _has(subject: ArrangementResult, name: str) -> bool:
    if any(name == verdict.value for verdict in Verdict):
        return subject.verdict is not None and subject.verdict.value == name
    return subject.band is not None and subject.band.id == name


def _unknown(what: str, name: str, questionnaire: Questionnaire, known: Sequence[str]) -> str:
    return f"{questionnaire.id} has no {what} `{name}`; it has {', '.join(known)}"


def _number(subject: ArrangementResult | None, key: SortKey) -> Root | None:
    known = subject.readiness if subject else None
    if known is None:
        return None
    if key is SortKey.HIGHEST:
        return known.highest
    return known.lowest if key is SortKey.LOWEST or known.point is None else known.point
