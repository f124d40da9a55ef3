"""The table: one or several organisations at one question, what each has answered, and what that changes.

This module knows which questions are asked, in which order, and whose turn it is. It does not know what a
command does, nor terminals, files or the time.
"""

from collections.abc import Mapping, Sequence
from functools import cached_property
from types import MappingProxyType

from msgspec import Struct
from msgspec.structs import replace

from partnerassess.assessment import Assessment
from partnerassess.interview.commands import Change
from partnerassess.model import (
    Answer,
    Answers,
    Choice,
    ChoiceQuestion,
    Given,
    Level,
    Question,
    Questionnaire,
    Section,
)
from partnerassess.scoring import score
from partnerassess.visibility import Visibility


class Entry(Struct, frozen=True, kw_only=True):
    """One of the questions that are asked, as lists show it."""

    number: int
    """Its place among the questions asked, from 1."""
    question: Question
    answer: Answer | None
    """Null when there is neither an answer nor a note."""

    @property
    def given(self) -> Given | None:
        """The answer without the note; null for none."""
        return self.answer.given if self.answer else None

    @property
    def answered(self) -> bool:
        """Whether it has an answer, if only that it is not known."""
        return self.given is not None


class Chapter(Struct, frozen=True, kw_only=True):
    """A section with those of its questions that are asked; there is at least one."""

    section: Section
    entries: tuple[Entry, ...]

    @property
    def answered(self) -> int:
        """How many of them have an answer."""
        return sum(entry.answered for entry in self.entries)


class Position(Struct, frozen=True, kw_only=True):
    """Where a question stands in the questionnaire as it is asked now."""

    section: Section
    section_number: int
    """From 1, counting sections that ask something."""
    sections: int
    number: int
    """From 1, counting questions that are asked."""
    questions: int


class Amended(Struct, frozen=True, kw_only=True):
    """A question that has been answered differently than before."""

    question: Question
    before: Answer | None
    after: Answer | None


class Seat(Struct, frozen=True, kw_only=True, dict=True):
    """What one organisation at the table has answered; every change gives a new one."""

    questionnaire: Questionnaire
    answers: Answers
    beside: tuple[Answers, ...] = ()
    """What the others at the table have answered: what they are asked is asked here, too."""

    @cached_property
    def visibility(self) -> Visibility:
        """What the answers say about which questions are shown and which arrangements apply."""
        return Visibility(self.questionnaire, self.answers)

    @cached_property
    def asked(self) -> tuple[Question, ...]:
        """The questions that are asked, in the questionnaire's order."""
        every = (self.visibility, *(Visibility(self.questionnaire, answers) for answers in self.beside))
        wanted = {question.id for each in every for question in each.asked()}
        return tuple(each for each in self.questionnaire.questions.values() if each.id in wanted)

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """The questions that are asked, each with its number and answer."""
        return tuple(
            Entry(number=number, question=question, answer=self.answer_to(question))
            for number, question in enumerate(self.asked, start=1)
        )

    @cached_property
    def chapters(self) -> tuple[Chapter, ...]:
        """The sections that ask something, each with its questions."""
        entries = {entry.question.id: entry for entry in self.entries}
        found = (
            (section, tuple(entries[each.id] for each in section.questions if each.id in entries))
            for section in self.questionnaire.sections
        )
        return tuple(Chapter(section=section, entries=inside) for section, inside in found if inside)

    @property
    def answered(self) -> int:
        """How many of the questions that are asked have an answer, if only that it is not known."""
        return sum(entry.answered for entry in self.entries)

    @property
    def unanswered(self) -> tuple[Entry, ...]:
        """The questions that are asked of this organisation and have no answer at all."""
        return tuple(entry for entry in self.entries if not entry.answered and self.wants(entry.question))

    @cached_property
    def assessment(self) -> Assessment:
        """The answers so far, scored once, however often a page is drawn."""
        return score(self.questionnaire, self.answers)

    def wants(self, question: Question) -> bool:
        """Tell whether a question that is asked at the table is asked of this organisation, too."""
        return self.visibility.is_shown(question) is not False

    def answer_to(self, question: Question) -> Answer | None:
        """Give the answer to a question so far; null for none."""
        return self.answers.answers.get(question.id)

    def given_to(self, question: Question) -> Given | None:
        """Give the answer without the note; null for none."""
        answer = self.answer_to(question)
        return answer.given if answer else None

    def with_answer(self, question: Question, answer: Answer) -> Answers:
        """Give the answers with one of them replaced, or left out where it says nothing."""
        every = {**self.answers.answers, question.id: answer}
        if answer == Answer():
            del every[question.id]
        return replace(self.answers, answers=MappingProxyType(every))

    def amended_since(self, before: "Seat") -> tuple[Amended, ...]:
        """Give the questions whose answer or note is another than it was."""
        return tuple(
            Amended(question=question, before=before.answer_to(question), after=self.answer_to(question))
            for question in self.questionnaire.questions.values()
            if before.answer_to(question) != self.answer_to(question)
        )


class Past(Struct, frozen=True, kw_only=True):
    """A change, and the table as it was before."""

    table: "Table"
    changes: Mapping[int, Change]
    """What was changed, by whose it is: a place in `seats`."""


class Table(Struct, frozen=True, kw_only=True):
    """One state of an interview; every command gives a new one."""

    seats: tuple[Seat, ...]
    """One for each organisation."""
    current: Question | None
    """The question being asked; null at the review."""
    turn: int = 0
    """Whose answer is asked for: a place in `seats`."""
    amending: bool = False
    """Whether the question was opened from the review, so that answering it leads back there."""
    held: bool = False
    """Whether all have answered, and not alike: the question stays until somebody goes on."""
    origin: Question | None = None
    """The question that the review was opened from; null where one came to it by going on."""
    past: Past | None = None
    """The last change; null where nothing was changed yet."""

    def __repr__(self) -> str:
        """Say the place alone: a table holds every table before it."""
        return f"Table(current={self.current.id if self.current else None!r}, turn={self.turn})"

    @property
    def seat(self) -> Seat:
        """That of the organisation whose turn it is."""
        return self.seats[self.turn]

    @property
    def answer(self) -> Answer | None:
        """Its answer to the current question, or the note on it, so far."""
        return self.seat.answer_to(self.current) if self.current else None

    @property
    def asked(self) -> tuple[Question, ...]:
        """The questions that are asked of anybody, in the questionnaire's order."""
        return self.seat.asked

    @property
    def asks_once(self) -> bool:
        """Whether the question sets the scene, and so is answered once for everybody at the table."""
        return len(self.seats) > 1 and isinstance(self.current, ChoiceQuestion)

    @property
    def differs(self) -> bool:
        """Whether the current question has been answered with different levels or choices."""
        return self.current is not None and answers_differ(self, self.current)

    @property
    def position(self) -> Position | None:
        """Where the current question stands; null at the review."""
        chapters = self.seat.chapters
        for number, chapter in enumerate(chapters, start=1):
            for entry in chapter.entries:
                if self.current and entry.question.id == self.current.id:
                    return Position(
                        section=chapter.section,
                        section_number=number,
                        sections=len(chapters),
                        number=entry.number,
                        questions=len(self.asked),
                    )
        return None

    @property
    def began(self) -> "Table":
        """The table as it was at first."""
        began = self
        while began.past is not None:
            began = began.past.table
        return began

    def at(self, question: Question | None, *, amending: bool = False) -> "Table":
        """Give the same table at another question, with the first who has not answered it to speak."""
        turns = [turn for turn, each in enumerate(self.seats) if question and each.wants(question)]
        silent = [turn for turn in turns if question and self.seats[turn].given_to(question) is None]
        turn, origin = [*silent, *turns, 0][0], self.origin if amending or question is None else None
        return replace(self, current=question, turn=turn, amending=amending, held=False, origin=origin)

    def next_question(self) -> Question | None:
        """Give the question asked after the current one; null for the review."""
        return next(iter(self._split()[1]), None)

    def previous_question(self) -> Question | None:
        """Give the question asked before the current one; null at the first one."""
        return next(reversed(self._split()[0]), None)

    def _split(self) -> tuple[list[Question], list[Question]]:
        """Give the questions asked before the current one, which may not be asked itself, and after it."""
        order = {name: place for place, name in enumerate(self.seat.questionnaire.questions)}
        here = order[self.current.id] if self.current else len(order)
        before = [each for each in self.asked if order[each.id] < here]
        return before, [each for each in self.asked if order[each.id] > here]

    def with_answers(self, changed: Mapping[int, Answers]) -> "Table":
        """Give the table with the answers of some replaced; each hears what the others have answered."""
        every = [changed.get(turn, seat.answers) for turn, seat in enumerate(self.seats)]
        # Whoever sits alone in a trial goes on hearing those who do not take part in it.
        others = [(*every[:turn], *every[turn + 1 :]) or seat.beside for turn, seat in enumerate(self.seats)]
        three = zip(self.seats, every, others, strict=True)
        return replace(
            self, seats=tuple(replace(seat, answers=own, beside=rest) for seat, own, rest in three)
        )


def gather(questionnaire: Questionnaire, answers: Sequence[Answers]) -> Table:
    """Begin or resume with one set of answers for each organisation: at the first that somebody lacks.

    Where nobody lacks any, at the review.
    """
    seats = tuple(Seat(questionnaire=questionnaire, answers=each) for each in answers)
    table = Table(seats=seats, current=None).with_answers({})
    missing = {entry.number: entry.question for each in table.seats for entry in each.unanswered}
    return table.at(missing[min(missing)] if missing else None)


def answers_differ(table: Table, question: Question) -> bool:
    """Tell whether two organisations have answered a question with different levels or choices."""
    given = [each.given_to(question) for each in table.seats]
    said = [each for each in given if isinstance(each, Level | Choice)]
    return any(each != said[0] for each in said)
