"""What is to be kept in mind about the answers that are compared: whose they are, about what, and when.

This module knows what makes a comparison something else than one partnership's way through time. It does not
know where that is said.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from partnerassess.assessment import Assessment
from partnerassess.model import Answers


def name_partnerships(assessments: Sequence[Assessment]) -> tuple[str, ...]:
    """Give the different partnerships that are named, in the order given; upper and lower case are alike."""
    names: dict[str, str] = {}
    for each in assessments:
        if each.answers.partnership:
            names.setdefault(each.answers.partnership.casefold(), each.answers.partnership)
    return tuple(names.values())


def runs_backwards(assessments: Sequence[Assessment]) -> bool:
    """Tell whether some answers are dated earlier than answers that come before them."""
    dates = [each.answers.date for each in assessments if each.answers.date]
    return any(one > other for one, other in pairwise(dates))


def list_notes(assessments: Sequence[Assessment]) -> Iterator[str]:
    """Give a sentence for everything that has to be known before the numbers are read."""
    names = name_partnerships(assessments)
    if len(names) > 1:
        yield (
            f"These are answers about different partnerships: {'; '.join(names)}. "
            "They are set side by side; what differs is no change over time."
        )
    views = [_view(each.answers) for each in assessments]
    if len(set(views)) > 1:
        told = "; ".join(dict.fromkeys(view or "not stated" for view in views))
        yield f"The answers are different people's views: {told}."
    if runs_backwards(assessments):
        yield (
            "The later file is dated earlier. The files are taken in the order given, so what is said to "
            "have risen or fallen may have gone the other way."
        )
    if any(each.answers.date is None for each in assessments):
        yield "Not every file has a date; they are taken in the order given."


def _view(answers: Answers) -> str:
    return ", ".join(part for part in (answers.respondent, answers.organisation) if part)
