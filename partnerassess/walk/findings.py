"""What to find out next, for those who sit at a walk: which question that is, and why.

This module knows how to put it in a line. It does not know when there is time to work it out: that takes a
fraction of a second.
"""

from msgspec import Struct

from partnerassess.decide.next_questions import inquire
from partnerassess.interview.session import Session
from partnerassess.model import Question
from partnerassess.report.inquiries import inquiry_sentences
from partnerassess.walk.sitting import Sitting

WORKING_IT_OUT = "Working out what to find out next …"

Views = tuple[tuple[str, Session], ...]
"""The sessions of those who sit together, each with whose it is; without a name where one sits alone."""


class Finding(Struct, frozen=True, kw_only=True):
    """The open question that one organisation had best find out next."""

    question: Question
    number: int | None
    """Its number in the walk; null where it is not asked there."""
    why: str
    """What it would settle, in a sentence that names the question."""
    whose: str = ""
    """Who had best find it out; empty where only one organisation sits here."""

    @property
    def line(self) -> str:
        """Say all of it, with the number to go there by."""
        whom = f"{self.whose}: " if self.whose else ""
        return f"{whom}{self.why}{f' It is question {self.number}.' if self.number else ''}"


def find_next(session: Session, whose: str = "") -> Finding | None:
    """Work out what to find out next; null where that would settle nothing, or nothing is open."""
    inquiries = inquire(session.assessment())
    first = inquiries.first
    if first is None:
        return None
    question = first.answer.question
    numbers = (entry.number for entry in session.entries if entry.question.id == question.id)
    return Finding(
        question=question,
        number=next(numbers, None),
        why=next(inquiry_sentences(inquiries)),
        whose=whose,
    )


def find_all(views: Views) -> tuple[Finding, ...]:
    """Work it out for everybody who has something to find out."""
    found = (find_next(session, name) for name, session in views)
    return tuple(each for each in found if each is not None)


def views_of(sitting: Sitting) -> Views:
    """Give the session of everybody at the table, with names where there are several."""
    names = sitting.organisations if sitting.is_shared else ("",)
    return tuple(zip(names, sitting.table.sessions, strict=True))
