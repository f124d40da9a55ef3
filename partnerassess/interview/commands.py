"""Everything a person can ask of a session, and everything that can come of it, as frozen records.

First the commands, then the events, which front ends put into words.
"""

from enum import Enum

from msgspec import Struct

from partnerassess.model import Answer, Question


class Detail(Enum):
    """What can be said about the whole assessment; each is optional."""

    PARTNERSHIP = "partnership"
    ORGANISATION = "organisation"
    RESPONDENT = "respondent"
    DATE = "date"


class Type(Struct, frozen=True):
    """Answer with typed text: a level's value or a choice's number.

    Typed nothing keeps the answer there is and goes on. At the review a question's number opens it, and
    nothing finishes.
    """

    text: str


class Unknown(Struct, frozen=True):
    """Answer that it is not known."""


class Declined(Struct, frozen=True):
    """Answer that one would rather not say."""


class NotApplicable(Struct, frozen=True):
    """Answer that the question does not apply, and why."""

    note: str | None = None
    """The reason; empty for none, null when nobody has been asked for one yet."""


class Skip(Struct, frozen=True):
    """Leave the question as it is and go on."""


class Note(Struct, frozen=True):
    """Replace the note on the question; an empty text takes it away."""

    text: str


class Move(Enum):
    """Go somewhere else."""

    BACK = "back"
    """To the question before."""
    FORWARD = "forward"
    """To the next question, or from the last one to the review."""
    REVIEW = "review"
    """To the review of all answers."""
    RETURN = "return"
    """Back to the question that the review was opened from."""
    SWAP = "swap"
    """To another organisation at the table, which changes its answer."""


class GoTo(Struct, frozen=True):
    """Go to a question by its id."""

    question: str


class GoToNumber(Struct, frozen=True):
    """Go to a question by its number, as typed."""

    text: str


class SetDetail(Struct, frozen=True):
    """Say something about the whole assessment; an empty text takes it away."""

    detail: Detail
    text: str


class Undo(Struct, frozen=True):
    """Take back the last change; as often as there are changes."""


Reply = Type | Unknown | Declined | NotApplicable
AnswerCommand = Reply | Skip
Command = AnswerCommand | Move | GoTo | GoToNumber | Note | SetDetail | Undo


class Saved(Struct, frozen=True, kw_only=True):
    """An answer was given, and the session went on."""

    question: Question
    answer: Answer
    hidden: tuple[Question, ...] = ()
    """Questions that this answer hides; what they were answered is kept, but not scored."""
    unused: tuple[Question, ...] = ()
    """Questions that are not asked any more because no arrangement in play uses them."""
    revealed: tuple[Question, ...] = ()
    """Questions that are asked now and were not before."""


class Noted(Struct, frozen=True, kw_only=True):
    """The note on a question was written, or taken away."""

    question: Question
    note: str | None


class DetailSaved(Struct, frozen=True, kw_only=True):
    """Something about the whole assessment was said, or taken away."""

    detail: Detail
    text: str | None


Change = Saved | Noted | DetailSaved


class Undone(Struct, frozen=True):
    """A change was taken back; everything is as it was before it."""

    change: Change


class Moved(Struct, frozen=True):
    """Nothing changed but the place: another question, or the review."""


class Kept(Struct, frozen=True, kw_only=True):
    """The answer that was there already stays, and the session went on."""

    question: Question
    answer: Answer


class NoteWanted(Struct, frozen=True, kw_only=True):
    """Before the question can be answered as not applicable, a person is asked for the reason."""

    question: Question
    needed: bool
    """Whether the answer is refused without one."""


class Refused(Struct, frozen=True):
    """Nothing changed; the text says why and what to do instead."""

    why: str


class Finished(Struct, frozen=True):
    """The person has looked over the review and wants the report."""


Event = Change | Undone | Moved | Kept | NoteWanted | Refused | Finished
