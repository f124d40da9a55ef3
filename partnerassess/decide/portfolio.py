"""Which of many assessments to look at, in which order, and what is required of them."""

from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum
from typing import Any, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from partnerassess.assessment import ArrangementResult, Assessment, Verdict
from partnerassess.loading.wording import find_similar, suggest
from partnerassess.model import Questionnaire
from partnerassess.names import folded

_BEST_FIRST = tuple(Verdict)
_VERDICTS = tuple(verdict.value for verdict in Verdict)

Item = TypeVar("Item")


class SortKey(StrEnum):
    """What assessments can be put in order by."""

    PARTNERSHIP = "partnership"
    DATE = "date"
    READINESS = "readiness"
    LOWEST = "lowest"
    HIGHEST = "highest"
    VERDICT = "verdict"


class Order(Struct, frozen=True, kw_only=True):
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
        if self.key is SortKey.PARTNERSHIP:
            return folded(answers.partnership) or None
        if self.key is SortKey.DATE:
            return answers.date
        subject = subject_of(assessment, self.arrangement)
        if subject is None or not subject.applies:
            return None
        if self.key is SortKey.VERDICT:
            return -_BEST_FIRST.index(subject.verdict) if subject.verdict else None
        known = subject.readiness
        if known is None or self.key is SortKey.HIGHEST:
            return known and known.highest
        return known.lowest if self.key is SortKey.LOWEST else known.number

    def sort(self, items: Iterable[Item], key_of: Callable[[Item], Any]) -> list[Item]:
        """Put whatever has such keys in order.

        What has none comes last, whichever way round; ties stay in their order.
        """
        keyed = [(key_of(item), item) for item in items]
        known = [pair for pair in keyed if pair[0] is not None]
        known.sort(key=lambda pair: pair[0], reverse=self.reverse)
        return [item for _, item in (*known, *(pair for pair in keyed if pair[0] is None))]


class Selection(Struct, frozen=True, kw_only=True):
    """Which assessments to look at, and which of their arrangements."""

    only: tuple[str, ...] = ()
    """Verdicts and ids of bands, one of which the subject must have; a name that is both is the verdict.

    A subject that does not apply has none.
    """
    arrangement: str | None = None
    """The id of the arrangement to look at; without it the leader is the subject, and all are shown."""

    def find_fault(self, questionnaire: Questionnaire) -> str | None:
        """Say what makes the selection senseless for a questionnaire; null if it makes sense."""
        return _find_unknown(questionnaire, self.only, self.arrangement)

    def find_selected(self, assessment: Assessment) -> Assessment | None:
        """Give an assessment with the arrangements to look at; null if it is not wanted."""
        subject = subject_of(assessment, self.arrangement)
        if subject is None:
            return None if self.only or self.arrangement else assessment
        if self.only and not (subject.applies and any(_has(subject, name) for name in self.only)):
            return None
        return replace(assessment, arrangements=(subject,)) if self.arrangement else assessment


class Requirement(Struct, frozen=True, kw_only=True):
    """What the leader, or one named arrangement, must have."""

    wanted: str
    """A verdict, or the id of a band; a name that is both is the verdict."""
    arrangement: str | None = None
    """The id of an arrangement; without it the leader is looked at."""

    def find_fault(self, questionnaire: Questionnaire) -> str | None:
        """Say what makes the requirement senseless for a questionnaire; null if it makes sense."""
        return _find_unknown(questionnaire, [self.wanted], self.arrangement)

    def is_met(self, assessment: Assessment) -> bool:
        """Tell whether an assessment has the verdict, or the band or a higher one."""
        subject = subject_of(assessment, self.arrangement)
        if subject is None or self.wanted in _VERDICTS:
            return subject is not None and _has(subject, self.wanted)
        bands = assessment.questionnaire.scoring.bands
        needed = next((place for place, band in enumerate(bands) if band.id == self.wanted), None)
        return subject.band is not None and needed is not None and bands.index(subject.band) >= needed


def read_order(text: str, arrangement: str | None = None) -> Order:
    """Read an order such as `readiness`, which rises, or `-readiness`, which falls.

    With `arrangement`, an id, assessments are sorted by that one instead of their leader. Raises ValueError
    that says what can be used.
    """
    name = text.removeprefix("-")
    known = [key.value for key in SortKey]
    if name not in known:
        every = ", ".join(known)
        raise ValueError(
            f"sort by one of {every}{_guess(name, known)}, from low to high; with - in front from high to low"
        )
    return Order(key=SortKey(name), reverse=name != text, arrangement=arrangement)


def subject_of(assessment: Assessment, arrangement: str | None = None) -> ArrangementResult | None:
    """Give the leader, or the arrangement of this id; null where there is none."""
    if arrangement is None:
        return assessment.leader
    every = assessment.arrangements
    return next((result for result in every if result.arrangement.id == arrangement), None)


def _has(subject: ArrangementResult, name: str) -> bool:
    if name in _VERDICTS:
        return subject.verdict is not None and subject.verdict.value == name
    return subject.band is not None and subject.band.id == name


def _find_unknown(questionnaire: Questionnaire, names: Sequence[str], arrangement: str | None) -> str | None:
    """Say which arrangement, verdict or band a questionnaire does not have; null if it has all."""
    arrangements = [each.id for each in questionnaire.arrangements]
    bands = [band.id for band in questionnaire.scoring.bands]
    wrong = next((name for name in names if name not in (*_VERDICTS, *bands)), None)
    if arrangement is not None and arrangement not in arrangements:
        what, found = f"no arrangement `{arrangement}`", _guess(arrangement, arrangements)
        known = f"it has {', '.join(arrangements)}"
    elif wrong is not None:
        what, found = f"no verdict or band `{wrong}`", _guess(wrong, [*_VERDICTS, *bands])
        known = f"verdicts are {', '.join(_VERDICTS)}" + (f"; bands are {', '.join(bands)}" if bands else "")
    else:
        return None
    return f"{questionnaire.id} has {what}{found}; {known}"


def _guess(name: str, known: list[str]) -> str:
    guess = suggest(find_similar(name, known))
    return f" ({guess})" if guess else ""
