"""The session: where a person is in a questionnaire, what has been answered, and what that changes.

This module knows which questions are asked and in which order. It does not know commands, terminals, files
or the time.
"""

from functools import cached_property
from types import MappingProxyType

from msgspec import Struct
from msgspec.structs import replace

from partnerassess.assessment import Assessment
from partnerassess.interview.commands import Change
from partnerassess.model import Answer, Answers, Choice, Level, Question, Questionnaire, Section, Silence
from partnerassess.scoring import score
from partnerassess.visibility import Visibility

Given = Level | Choice | Silence | None
"""An answer without its note; null for none."""


class Entry(Struct, frozen=True, kw_only=True):
    """One of the questions that are asked, as lists show it."""

    number: int
    """Its place among the questions asked, from 1."""
    question: Question
    answer: Answer | None
    """Null when there is neither an answer nor a note."""

    @property
    def given(self) -> Given:
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
    """A question that has been answered differently than when the session began."""

    question: Question
    before: Answer | None
    after: Answer | None


class Past(Struct, frozen=True, kw_only=True):
    """A change, and the session as it was before."""

    session: "Session"
    change: Change


class Session(Struct, frozen=True, kw_only=True, dict=True):
    """One state of an interview; every command gives a new one."""

    questionnaire: Questionnaire
    answers: Answers
    current: Question | None
    """The question being asked; null at the review."""
    amending: bool = False
    """Whether the question was opened from the review, so that answering it leads back there."""
    origin: Question | None = None
    """The question that the review was opened from; null where one came to it by going on."""
    past: Past | None = None
    """The last change; null where nothing was changed yet."""
    beside: tuple[Answers, ...] = ()
    """What other organisations at the same table have answered: what they are asked is asked here, too."""

    def __repr__(self) -> str:
        """Say the place alone: a session holds every session before it."""
        return f"Session(current={self.current.id if self.current else None!r}, amending={self.amending})"

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
    def answer(self) -> Answer | None:
        """The answer to the current question, or the note on it, so far."""
        return self.answer_to(self.current) if self.current else None

    @property
    def position(self) -> Position | None:
        """Where the current question stands; null at the review."""
        for number, chapter in enumerate(self.chapters, start=1):
            for entry in chapter.entries:
                if self.current and entry.question.id == self.current.id:
                    return Position(
                        section=chapter.section,
                        section_number=number,
                        sections=len(self.chapters),
                        number=entry.number,
                        questions=len(self.entries),
                    )
        return None

    @property
    def answered(self) -> int:
        """How many of the questions that are asked have an answer, if only that it is not known."""
        return sum(entry.answered for entry in self.entries)

    @property
    def unanswered(self) -> tuple[Entry, ...]:
        """The questions that are asked of this organisation and have no answer at all."""
        return tuple(entry for entry in self.entries if not entry.answered and self.wants(entry.question))

    @property
    def amended(self) -> tuple[Amended, ...]:
        """The questions whose answer or note is not what it was when the session began."""
        began = self
        while began.past is not None:
            began = began.past.session
        return tuple(
            Amended(question=question, before=began.answer_to(question), after=self.answer_to(question))
            for question in self.questionnaire.questions.values()
            if began.answer_to(question) != self.answer_to(question)
        )

    def wants(self, question: Question) -> bool:
        """Tell whether a question that is asked at the table is asked of this organisation, too."""
        return self.visibility.is_shown(question) is not False

    def answer_to(self, question: Question) -> Answer | None:
        """Give the answer to a question so far; null for none."""
        return self.answers.answers.get(question.id)

    def given_to(self, question: Question) -> Given:
        """Give the answer without the note; null for none."""
        answer = self.answer_to(question)
        return answer.given if answer else None

    def assessment(self) -> Assessment:
        """Score the answers so far; once, however often a page is drawn."""
        return self._assessment

    @cached_property
    def _assessment(self) -> Assessment:
        return score(self.questionnaire, self.answers)

    def needs_reason(self, question: Question) -> bool:
        """Tell whether "not applicable" needs a note: essential factors are met only with one."""
        return any(
            factor.essential is not None and question.id in {each.question.id for each in factor.questions}
            for arrangement in self.questionnaire.arrangements
            for factor in arrangement.factors
        )

    def at(self, question: Question | None, *, amending: bool = False) -> "Session":
        """Give the same session at another question, or at the review."""
        return replace(self, current=question, amending=amending)

    def next_question(self) -> Question | None:
        """Give the question asked after the current one; null for the review."""
        order = list(self.questionnaire.questions)
        here = order.index(self.current.id) if self.current else len(order)
        return next((each for each in self.asked if order.index(each.id) > here), None)

    def previous_question(self) -> Question | None:
        """Give the question asked before the current one; null at the first one."""
        order = list(self.questionnaire.questions)
        here = order.index(self.current.id) if self.current else len(order)
        before = [question for question in self.asked if order.index(question.id) < here]
        return before[-1] if before else None

    def changed(self, answers: Answers, change: Change) -> "Session":
        """Give the session after a change, at the same question, or where that is not asked now, the next."""
        after = replace(self, answers=answers, past=Past(session=self, change=change))
        if after.current and after.current not in after.asked:
            return after.at(after.next_question())
        return after

    def with_answer(self, question: Question, answer: Answer) -> Answers:
        """Give the answers with one of them replaced, or left out where it says nothing."""
        every = {**self.answers.answers, question.id: answer}
        if answer == Answer():
            del every[question.id]
        return replace(self.answers, answers=MappingProxyType(every))


def start(questionnaire: Questionnaire, answers: Answers) -> Session:
    """Begin or resume: at the first question without an answer, or at the review if there is none."""
    session = Session(questionnaire=questionnaire, answers=answers, current=None)
    return session.at(session.unanswered[0].question if session.unanswered else None)
