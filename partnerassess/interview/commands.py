"""Everything a person can ask of a session, and everything that can come of it, as frozen records.

First the commands, then the events, which front ends put into words.
"""

from dataclasses import dataclass
from enum import Enum

from partnerassess.model import Answer, Question


class Detail(Enum):
    """What can be said about the whole assessment; each is optional."""

    PARTNERSHIP = "partnership"
    ORGANISATION = "organisation"
    RESPONDENT = "respondent"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Type:
    """Answer with typed text: a level's value or a choice's number.

    Typed nothing keeps the answer there is and goes on. At the review a question's number opens it, and
    nothing finishes.
    """

    text: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """Answer that it is not known."""


@dataclass(frozen=True, slots=True)
class Declined:
    """Answer that one would rather not say."""


@dataclass(frozen=True, slots=True)
class NotApplicable:
    """Answer that the question does not apply, and why."""

    note: str | None = None
    """The reason; empty for none, null when nobody has been asked for one yet."""


@dataclass(frozen=True, slots=True)
class Skip:
    """Leave the question as it is and go on."""


@dataclass(frozen=True, slots=True)
class Note:
    """Replace the note on the question; an empty text takes it away."""

    text: str


@dataclass(frozen=True, slots=True)
class Back:
    """Go to the question before."""


@dataclass(frozen=True, slots=True)
class Forward:
    """Go to the next question, or from the last one to the review."""


@dataclass(frozen=True, slots=True)
class GoTo:
    """Go to a question by its id."""

    question: str


@dataclass(frozen=True, slots=True)
class GoToNumber:
    """Go to a question by its number, as typed."""

    text: str


@dataclass(frozen=True, slots=True)
class GoToSection:
    """Go to the first question of a section by the section's id."""

    section: str


@dataclass(frozen=True, slots=True)
class GoToReview:
    """Go to the review of all answers."""


@dataclass(frozen=True, slots=True)
class Return:
    """Go back to the question that the review was opened from."""


@dataclass(frozen=True, slots=True)
class Swap:
    """Let another organisation at the table change its answer."""


@dataclass(frozen=True, slots=True)
class SetDetail:
    """Say something about the whole assessment; an empty text takes it away."""

    detail: Detail
    text: str


@dataclass(frozen=True, slots=True)
class Undo:
    """Take back the last change; as often as there are changes."""


AnswerCommand = Type | Unknown | Declined | NotApplicable | Skip
MoveCommand = Back | Forward | GoTo | GoToNumber | GoToSection | GoToReview | Return | Swap
ChangeCommand = Note | SetDetail | Undo
Command = AnswerCommand | MoveCommand | ChangeCommand


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
