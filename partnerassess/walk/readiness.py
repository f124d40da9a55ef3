"""Readiness while somebody is answering: how far it is known, and what to find out next."""

import contextlib
from collections.abc import Callable
from threading import Thread

from msgspec import Struct

from partnerassess.assessment import ArrangementResult, Assessment
from partnerassess.decide.next_questions import inquire
from partnerassess.model import Question, Scoring
from partnerassess.report.inquiries import inquiry_sentence
from partnerassess.report.numbers import format_fully
from partnerassess.report.sentences import answered
from partnerassess.report.words import format_count
from partnerassess.walk.sitting import Sitting, Views

WORKING_IT_OUT = "Working out what to find out next …"


def find_applying(assessment: Assessment) -> list[ArrangementResult]:
    """Give what applies, in the questionnaire's order."""
    return [result for result in assessment.in_order() if result.applies]


def format_number(result: ArrangementResult, scoring: Scoring) -> str:
    """Give the figure and between what it lies: `61.2 (50 to 70)`, or that there is none."""
    return format_fully(result.readiness, scoring) if result.readiness else "cannot be assessed"


def format_basis(result: ArrangementResult) -> str:
    """Say on how many answers it rests."""
    return f"{len(answered(result))} of {format_count(len(result.in_play()), 'answer')}"


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


def find_all(views: Views) -> tuple[Finding, ...]:
    """Work out what to find out next, for everybody for whom that would settle something.

    It takes a fraction of a second.
    """
    found = []
    for whose, seat in views:
        inquiry = inquire(seat.assessment)
        if inquiry is not None:
            question = inquiry.findings[0].answer.question
            numbers = (entry.number for entry in seat.entries if entry.question.id == question.id)
            why = inquiry_sentence(inquiry)
            found.append(Finding(question=question, number=next(numbers, None), why=why, whose=whose))
    return tuple(found)


Found = tuple[Finding, ...] | Exception
"""What was found, or the fault that kept it from being found."""


class Finder:
    """Works it out beside the screen, so that keys are heeded meanwhile, and once for the same answers."""

    def __init__(self, sitting: Sitting) -> None:
        self._sitting = sitting
        self._wanted: Views = ()
        self._found: Found | None = None
        self._then: Callable[[], object] = lambda: None

    def find(self, call_soon: Callable[..., object], then: Callable[[], object]) -> Found | None:
        """Give what was found for the answers as they are; else begin, and call `then` once it is there.

        `call_soon` lets the event loop call something, from whatever thread it is told to.
        """
        views = self._sitting.views
        self._then = then
        if [each.answers for _, each in self._wanted] != [each.answers for _, each in views]:
            self._wanted, self._found = views, None
            # A daemon, so that leaving never waits for it.
            Thread(target=self._work, args=(views, call_soon), daemon=True).start()
        return self._found

    def _work(self, views: Views, call_soon: Callable[..., object]) -> None:
        found: Found
        try:
            found = find_all(views)
        except Exception as error:
            found = error  # it is for whoever wanted to know, and has no place in this thread
        with contextlib.suppress(RuntimeError):  # the walk has ended meanwhile
            call_soon(self._hear, views, found)

    def _hear(self, views: Views, found: Found) -> None:
        if self._wanted is views:
            self._found = found
            self._then()
