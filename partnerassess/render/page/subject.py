"""What a page is about: one view of a partnership, or several views that were pooled.

This module knows what the two have in common, and when they are one partnership at several dates. It does not
know what any page shows of them.
"""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from partnerassess.assessment import Assessment, Pooled
from partnerassess.explain import Explanation, explain
from partnerassess.names import folded

Subject = Assessment
"""One view, scored, or several views pooled and then scored."""

AnySubject = TypeVar("AnySubject", bound=Assessment)


@dataclass(frozen=True, slots=True)
class Identity:
    """What the dates of one partnership have in common."""

    partnership: str
    questionnaire: str
    organisation: str
    """Whose view it is; nothing where views were pooled, as who takes part may change."""
    respondent: str
    """Who answered; people of one organisation seldom answer on one day."""


def assessment_of(subject: Subject) -> Assessment:
    """Give what was scored."""
    return subject


def pooled_of(subject: Subject) -> Pooled | None:
    """Give what was pooled; null for a single view."""
    return subject.pooled


def explain_subject(subject: Subject) -> Explanation:
    """Explain what was scored, whichever way it came about."""
    return explain(subject)


def identify(subject: Subject) -> Identity | None:
    """Give what tells partnerships apart; null without a name, or without a date.

    Names match whatever their case and spaces. Two organisations' views are two, whatever their dates.
    """
    answers = assessment_of(subject).answers
    if not answers.partnership or answers.date is None:
        return None
    return Identity(
        partnership=folded(answers.partnership),
        questionnaire=answers.questionnaire,
        organisation="" if pooled_of(subject) else folded(answers.organisation),
        respondent=folded(answers.respondent),
    )


def is_series(subjects: Sequence[Subject]) -> bool:
    """Tell whether they are one partnership at different dates, by one questionnaire."""
    if len(subjects) < 2:
        return True
    identities = {identify(each) for each in subjects}
    return None not in identities and len(identities) == 1 and are_different(map(date_of, subjects))


def are_different(dates: Iterable[datetime.date | None]) -> bool:
    """Tell whether no date comes up twice."""
    every = list(dates)
    return len(set(every)) == len(every)


def latest_of(subjects: Iterable[AnySubject]) -> AnySubject:
    """Give the one with the latest date."""
    return max(subjects, key=lambda each: date_of(each) or datetime.date.min)


def date_of(subject: Subject) -> datetime.date | None:
    """Give the date of the answers; null where they have none."""
    return assessment_of(subject).answers.date
