"""The interview: a pure session that both front ends share.

This package knows which question comes next, what an answer changes, and what is refused. It does not know
terminals, keys, files or the time. Read session, then responses.
"""

from partnerassess.interview.commands import (
    Back,
    Command,
    Declined,
    Detail,
    Forward,
    GoTo,
    GoToNumber,
    GoToReview,
    GoToSection,
    NotApplicable,
    Note,
    SetDetail,
    Skip,
    Type,
    Undo,
    Unknown,
)
from partnerassess.interview.events import (
    Change,
    DetailSaved,
    Event,
    Finished,
    Kept,
    Moved,
    Noted,
    NoteWanted,
    Refused,
    Saved,
    Undone,
)
from partnerassess.interview.responses import Step, detail_text, respond
from partnerassess.interview.session import Chapter, Entry, Position, Session, start
from partnerassess.interview.typed import answer_numbers, format_numbers

__all__ = [
    "Back",
    "Change",
    "Chapter",
    "Command",
    "Declined",
    "Detail",
    "DetailSaved",
    "Entry",
    "Event",
    "Finished",
    "Forward",
    "GoTo",
    "GoToNumber",
    "GoToReview",
    "GoToSection",
    "Kept",
    "Moved",
    "NotApplicable",
    "Note",
    "NoteWanted",
    "Noted",
    "Position",
    "Refused",
    "Saved",
    "Session",
    "SetDetail",
    "Skip",
    "Step",
    "Type",
    "Undo",
    "Undone",
    "Unknown",
    "answer_numbers",
    "detail_text",
    "format_numbers",
    "respond",
    "start",
]
