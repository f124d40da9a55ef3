"""The events: what came of a command, as frozen records that front ends put into words.

This module knows what can happen. It does not know why, nor how it is said.
"""

from dataclasses import dataclass

from partnerassess.interview.commands import Detail
from partnerassess.model import Answer, Question


@dataclass(frozen=True, kw_only=True, slots=True)
class Saved:
    """An answer was given, and the session went on."""

    question: Question
    answer: Answer
    hidden: tuple[Question, ...] = ()
    """Questions that this answer hides; what they were answered is kept, but not scored."""
    unused: tuple[Question, ...] = ()
    """Questions that are not asked any more because no arrangement in play uses them."""
    revealed: tuple[Question, ...] = ()
    """Questions that are asked now and were not before."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Noted:
    """The note on a question was written, or taken away."""

    question: Question
    note: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class DetailSaved:
    """Something about the whole assessment was said, or taken away."""

    detail: Detail
    text: str | None


Change = Saved | Noted | DetailSaved


@dataclass(frozen=True, kw_only=True, slots=True)
class Undone:
    """A change was taken back; everything is as it was before it."""

    change: Change
    restored: Answer | str | None
    """The answer or the detail that holds again; null for none."""


@dataclass(frozen=True, slots=True)
class Moved:
    """Nothing changed but the place: another question, or the review."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Kept:
    """The answer that was there already stays, and the session went on."""

    question: Question
    answer: Answer


@dataclass(frozen=True, kw_only=True, slots=True)
class NoteWanted:
    """Before the question can be answered as not applicable, a person is asked for the reason."""

    question: Question
    needed: bool
    """Whether the answer is refused without one."""


@dataclass(frozen=True, slots=True)
class Refused:
    """Nothing changed; the text says why and what to do instead."""

    why: str


@dataclass(frozen=True, slots=True)
class Finished:
    """The person has looked over the review and wants the report."""


Event = Change | Undone | Moved | Kept | NoteWanted | Refused | Finished
