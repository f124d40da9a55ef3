"""What if: other answers tried out in a walk, beside those that are saved.

This module knows that a trial is a session of its own, branched off the real one, and that only keeping it
reaches a file. It does not know keys, nor how a trial is shown.
"""

from collections.abc import Iterator

from partnerassess.decide.what_if import Change, Given, Trial, try_out
from partnerassess.interview.commands import (
    AnswerCommand,
    Command,
    Moved,
    Refused,
    Saved,
    Type,
    Undo,
    Unknown,
)
from partnerassess.interview.responses import respond
from partnerassess.interview.session import Session
from partnerassess.interview.texts import answer_numbers
from partnerassess.model import Answer, Question
from partnerassess.report.words import format_count, quoted
from partnerassess.walk.sitting import Outcome, Sitting, refused
from partnerassess.walk.words import answer_words

NOTHING_KEPT = "The trial is over. Nothing of it was saved."
NOTHING_TO_TRY = "There is nothing to try out: no question is asked."
ONLY_ANSWERS = "In a trial you can only give an answer, or say that you don't know."


class WhatIf:
    """Other answers of those who sit together; the sitting knows nothing of them before they are kept."""

    def __init__(self, sitting: Sitting, question: Question) -> None:
        self.current = question
        """The question whose answer can be changed now."""
        self.turn = sitting.table.turn
        """Whose answers can be changed now."""
        self._sitting = sitting
        self._real = sitting.table.sessions
        self._tried = list(self._real)
        self._scored: tuple[Session, Trial] | None = None
        """What was scored last, so that moving about does not score it again."""

    @property
    def session(self) -> Session:
        """The trial's own session, of the organisation whose answers can be changed now."""
        return self._tried[self.turn].at(self.current)

    @property
    def whose(self) -> str:
        """The name of that organisation; empty where only one sits here."""
        return self._sitting.organisations[self.turn] if self._sitting.is_shared else ""

    @property
    def as_answered(self) -> Answer | None:
        """The real answer to the current question."""
        return self._real[self.turn].answer_to(self.current)

    @property
    def tried(self) -> Answer | None:
        """The answer to it in the trial."""
        return self._tried[self.turn].answer_to(self.current)

    @property
    def changes(self) -> tuple[tuple[str, Change], ...]:
        """Everything that is different in the trial, with whose it is where several sit together."""
        return tuple(
            (name if self._sitting.is_shared else "", change)
            for turn, name in enumerate(self._sitting.organisations)
            for change in self._changes(turn)
        )

    def do(self, command: Command) -> Outcome:
        """Try out an answer, or go to another question. Never raises, and leaves the real answers alone."""
        if isinstance(command, Undo):
            return self._take_back()
        if isinstance(command, AnswerCommand) and not isinstance(command, Type | Unknown):
            return refused(ONLY_ANSWERS)
        step = respond(self.session, command)
        match step.event:
            case Saved(answer=answer):
                self._tried[self.turn] = step.session
                if _given(answer) == _given(self.as_answered):
                    line = f"As answered: {answer_words(answer)}."
                else:
                    line = f"Tried: {answer_words(answer)}. u takes it back."
                return Outcome(event=step.event, lines=(line,))
            case Moved() if step.session.current is not None:
                self.current = step.session.current
                return Outcome(event=step.event, lines=())
            case Moved():
                return refused("This is the last question.")
            case Refused(why=why):
                return refused(why)
            case _:
                return refused(ONLY_ANSWERS)

    def clear(self) -> Outcome:
        """Go back to the real answers, at the same question."""
        self._tried = list(self._real)
        return Outcome(event=Moved(), lines=("The trial is cleared: everything is as answered.",))

    def pass_on(self) -> Outcome:
        """Let the answers of the next organisation be changed."""
        if not self._sitting.is_shared:
            return refused("Only one organisation sits here.")
        self.turn = (self.turn + 1) % len(self._tried)
        return Outcome(event=Moved(), lines=(f"Now the answers of {self.whose}.",))

    def trial(self) -> Trial:
        """Score what is tried beside what is saved, for the organisation whose answers can be changed now."""
        tried = self._tried[self.turn]
        if self._scored is None or self._scored[0] is not tried:
            changed = {each.question.id: _given(each.after) for each in self._changes(self.turn)}
            self._scored = tried, try_out(self._real[self.turn].assessment(), changed)
        return self._scored[1]

    def keep(self) -> Outcome:
        """Save everything that was tried, by the session's own commands; the trial is over then."""
        place, amending = self._sitting.table.current, self._sitting.session.amending
        lines: list[str] = []
        outcomes: list[Outcome] = []
        for turn in range(len(self._tried)):
            waiting = {each.question.id: each for each in self._changes(turn)}
            while change := self._find_asked(turn, waiting):
                del waiting[change.question.id]
                # A level, a choice, or that it is not known.
                given, numbers = _given(change.after), answer_numbers(change.question)
                command = next((Type(typed) for typed, answer in numbers if answer == given), Unknown())
                outcomes.append(self._sitting.answer(turn, change.question, command))
                lines.append(f"{quoted(change.question.text)} {outcomes[-1].lines[0]}")
            lines += [
                f"Left as it was, because it is not asked any more: {quoted(each.question.text)}"
                for each in waiting.values()
            ]
        self._sitting.go_back_to(place, amending=amending)
        kept = "Saved" if self._sitting.is_saved else "Not saved yet"
        first = f"{kept} from the trial: {format_count(len(outcomes), 'answer')}."
        notices = dict.fromkeys(line for outcome in outcomes for line in outcome.notices)
        return Outcome(event=Moved(), lines=(first, *lines), notices=tuple(notices))

    def _take_back(self) -> Outcome:
        tried = self._tried[self.turn]
        if tried.past is self._real[self.turn].past:
            return refused("There is nothing to take back: no other answer has been tried.")
        step = respond(tried, Undo())
        self._tried[self.turn] = step.session
        self.current = step.session.current or self.current
        return Outcome(event=step.event, lines=("The last try is taken back.",))

    def _changes(self, turn: int) -> Iterator[Change]:
        """Give what is different in one organisation's answers, in the questionnaire's order."""
        real, tried = self._real[turn], self._tried[turn]
        for question in real.questionnaire.questions.values():
            before, after = real.answer_to(question), tried.answer_to(question)
            if _given(before) != _given(after):
                yield Change(question=question, before=before, after=after)

    def _find_asked(self, turn: int, waiting: dict[str, Change]) -> Change | None:
        """Give the first change to a question that is asked now: one that is kept may lead to another."""
        asked = (each.id for each in self._sitting.table.sessions[turn].asked)
        return next((waiting[name] for name in asked if name in waiting), None)


def find_what_if(sitting: Sitting, question: Question | None = None) -> WhatIf | None:
    """Begin a trial: at a question, else where one is, else at the first; null where none is asked."""
    first = (entry.question for entry in sitting.session.entries)
    begin = question or sitting.table.current or next(first, None)
    return WhatIf(sitting, begin) if begin else None


def _given(answer: Answer | None) -> Given:
    return answer.given if answer else None
