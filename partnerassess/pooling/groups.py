"""Which answer sets belong together, and whose they are.

This module knows names, dates and files of answer sets. It does not know what was answered.
"""

import datetime
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, TypeVar

from partnerassess.model import Answers
from partnerassess.pooling.names import folded, near_misses, usual_spelling
from partnerassess.pooling.views import Organisation


class Key(StrEnum):
    """What answer sets can be grouped by."""

    PARTNERSHIP = "partnership"
    ORGANISATION = "organisation"
    RESPONDENT = "respondent"
    DATE = "date"


class Signed(Protocol):
    """What says whose answers it holds: `Answers`, or anything smaller that stands for them."""

    @property
    def questionnaire(self) -> str:
        """The id of the questionnaire that was answered."""

    @property
    def partnership(self) -> str | None:
        """What they are about."""

    @property
    def organisation(self) -> str | None:
        """Whose view they are."""

    @property
    def respondent(self) -> str | None:
        """Who answered."""

    @property
    def date(self) -> datetime.date | None:
        """When."""

    @property
    def file(self) -> str | None:
        """The file as the user named it."""


AnySigned = TypeVar("AnySigned", bound=Signed)

BY_PARTNERSHIP = (Key.PARTNERSHIP,)

_PLACES_NAMED = 6
"""How many answer sets of one person are named."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Member:
    """One organisation of a group, with its answer sets."""

    organisation: Organisation
    answer_sets: tuple[Answers, ...]


_KEYS: dict[Key, Callable[[Signed], str]] = {
    Key.PARTNERSHIP: lambda answers: folded(answers.partnership),
    Key.ORGANISATION: lambda answers: folded(answers.organisation),
    Key.RESPONDENT: lambda answers: folded(answers.respondent),
    Key.DATE: lambda answers: answers.date.isoformat() if answers.date else "",
}


def read_keys(text: str) -> tuple[Key, ...]:
    """Read what to group by, such as `partnership,date`; raises ValueError that says what can be used."""
    words = [word.strip() for word in text.split(",")]
    known = [key.value for key in Key]
    if len(set(words)) != len(words) or not set(words) <= set(known):
        raise ValueError(f"say which of {', '.join(known)} to group by, each once, with commas between them")
    return tuple(Key(word) for word in words)


def group_answers(
    answer_sets: Iterable[AnySigned], by: Sequence[Key] = BY_PARTNERSHIP
) -> tuple[tuple[AnySigned, ...], ...]:
    """Group answer sets by questionnaire and by what they have in common.

    Names match after folding case and white space. Neither the groups' order nor what is in them depends on
    the order of the answer sets.
    """
    groups: dict[tuple[str, ...], list[AnySigned]] = {}
    for answers in answer_sets:
        key = (*(_KEYS[part](answers) for part in by), answers.questionnaire)
        groups.setdefault(key, []).append(answers)
    return tuple(tuple(sorted(groups[key], key=_order)) for key in sorted(groups))


def members_of(answer_sets: Sequence[Answers]) -> tuple[Member, ...]:
    """Give the organisations of a group in alphabetical order; answer sets that name none come last."""
    by_name: dict[str, list[Answers]] = {}
    for answers in sorted(answer_sets, key=_order):
        by_name.setdefault(folded(answers.organisation), []).append(answers)
    return tuple(_member(by_name[name]) for name in sorted(by_name, key=lambda name: (not name, name)))


def group_warnings(answer_sets: Sequence[Signed]) -> tuple[str, ...]:
    """Give what to keep in mind about the names and dates of a group."""
    return (
        *_unnamed_warning(answer_sets),
        *_similar("organisation", answer_sets, lambda answers: answers.organisation),
        *_date_warning(answer_sets),
        *repeat_warnings(answer_sets),
    )


def partnership_warnings(answer_sets: Iterable[Signed]) -> tuple[str, ...]:
    """Give the partnerships of a run whose names are nearly the same."""
    return tuple(_similar("partnership", answer_sets, lambda answers: answers.partnership))


def repeat_warnings(answer_sets: Iterable[Signed]) -> tuple[str, ...]:
    """Name the people of a group who come up more than once and so count more than once.

    Their organisation is named, their files, and their dates where these differ.
    """
    people: dict[tuple[str, str], list[Signed]] = {}
    for answers in answer_sets:
        if answers.respondent:
            people.setdefault((folded(answers.organisation), folded(answers.respondent)), []).append(answers)
    return tuple(_repeat_warning(repeated) for repeated in people.values() if len(repeated) > 1)


def count_people(answer_sets: Iterable[Signed]) -> int:
    """Count the people behind an organisation's answer sets; each set without a name counts as another."""
    names = [folded(answers.respondent) for answers in answer_sets]
    return len({name for name in names if name}) + names.count("")


def latest_date(answer_sets: Iterable[Signed]) -> datetime.date | None:
    """Give the latest date of some answer sets; null where none has a date."""
    return max((answers.date for answers in answer_sets if answers.date), default=None)


def _order(answers: Signed) -> tuple[str, ...]:
    return (*(_KEYS[key](answers) for key in Key), answers.file or "")


def _member(answer_sets: Sequence[Answers]) -> Member:
    names = [answers.organisation for answers in answer_sets if answers.organisation]
    return Member(
        organisation=Organisation(
            name=usual_spelling(names) if names else None,
            answer_sets=len(answer_sets),
            people=count_people(answer_sets),
            is_individuals=count_people(answer_sets) > 1
            and any(answers.respondent for answers in answer_sets),
        ),
        answer_sets=tuple(answer_sets),
    )


def _similar(what: str, answer_sets: Iterable[Signed], name: Callable[[Signed], str | None]) -> list[str]:
    names = {named for answers in answer_sets if (named := name(answers))}
    return [
        f"“{one}” and “{other}” count as two {what}s: if they are one, spell the name the same way."
        for one, other in near_misses(names)
    ]


def _unnamed_warning(answer_sets: Sequence[Signed]) -> list[str]:
    unnamed = sum(not folded(answers.partnership) for answers in answer_sets)
    if not unnamed or len(answer_sets) == 1:
        return []
    return [
        f"{unnamed} of {len(answer_sets)} answer sets name no partnership: make sure they belong together."
    ]


def _date_warning(answer_sets: Sequence[Signed]) -> list[str]:
    dates = sorted({answers.date for answers in answer_sets if answers.date})
    if len(dates) < 2:
        return []
    return [
        f"Answers from {len(dates)} dates, {dates[0].isoformat()} to {dates[-1].isoformat()}, are pooled: "
        "grouping by partnership,date keeps them apart."
    ]


def _repeat_warning(repeated: Sequence[Signed]) -> str:
    first = repeated[0]
    of = f" of “{first.organisation}”" if folded(first.organisation) else ""
    sets = f"{len(repeated)} answer sets{_places(repeated)}"
    return f"“{first.respondent}”{of} has {sets}, and each of them counts."


def _places(repeated: Sequence[Signed]) -> str:
    """Give the files and dates of one person's answer sets in brackets; nothing where none are known."""
    dated = len({answers.date for answers in repeated}) > 1
    places = list(dict.fromkeys(filter(None, (_place(answers, dated=dated) for answers in repeated))))
    more = len(places) - _PLACES_NAMED
    named = [*places[:_PLACES_NAMED], *([f"and {more} more"] if more > 0 else [])]
    return f" ({'; '.join(named)})" if named else ""


def _place(answers: Signed, *, dated: bool) -> str:
    date = answers.date.isoformat() if answers.date else "no date"
    return ", ".join(filter(None, (answers.file, date if dated else None)))
