"""What if: other answers tried out in a walk, beside those that are saved.

A trial is a table of its own, branched off the real one; only keeping it reaches a file.
"""

from partnerassess.decide.what_if import Trial, try_out
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
from partnerassess.interview.table import Amended, Seat, Table
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
        self._real = sitting.table.seats
        self._tried = self._branch()
        self._scored: tuple[Seat, Trial] | None = None
        """What was scored last, so that moving about does not score it again."""

    def _branch(self) -> list[Table]:
        """Seat everybody by himself: what one tries changes nothing for the others."""
        return [Table(seats=(seat,), current=self.current) for seat in self._real]

    @property
    def table(self) -> Table:
        """The trial's own table, of the organisation whose answers can be changed now."""
        return self._tried[self.turn].at(self.current)

    @property
    def whose(self) -> str:
        """The name of that organisation; empty where only one sits here."""
        return self._sitting.organisations[self.turn]

    @property
    def as_answered(self) -> Answer | None:
        """The real answer to the current question."""
        return self._real[self.turn].answer_to(self.current)

    @property
    def tried(self) -> Answer | None:
        """The answer to it in the trial."""
        return self.table.answer

    @property
    def changes(self) -> tuple[tuple[str, Amended], ...]:
        """Everything that is different in the trial, with whose it is where several sit together."""
        return tuple(
            (name, change)
            for turn, name in enumerate(self._sitting.organisations)
            for change in self._changes(turn)
        )

    def do(self, command: Command) -> Outcome:
        """Try out an answer, or go to another question. Never raises, and leaves the real answers alone."""
        if isinstance(command, Undo):
            return self._take_back()
        if isinstance(command, AnswerCommand) and not isinstance(command, Type | Unknown):
            return refused(ONLY_ANSWERS)
        came = respond(self.table, command)
        match came.event:
            case Saved(answer=answer):
                self._tried[self.turn] = came.table
                if answer == self.as_answered:
                    line = f"As answered: {answer_words(answer)}."
                else:
                    line = f"Tried: {answer_words(answer)}. u takes it back."
                return Outcome(event=came.event, lines=(line,))
            case Moved() if came.table.current is not None:
                self.current = came.table.current
                return Outcome(event=came.event, lines=())
            case Moved():
                return refused("This is the last question.")
            case Refused(why=why):
                return refused(why)
            case _:
                return refused(ONLY_ANSWERS)

    def clear(self) -> Outcome:
        """Go back to the real answers, at the same question."""
        self._tried = self._branch()
        return Outcome(event=Moved(), lines=("The trial is cleared: everything is as answered.",))

    def pass_on(self) -> Outcome:
        """Let the answers of the next organisation be changed."""
        if not self._sitting.is_shared:
            return refused("Only one organisation sits here.")
        self.turn = (self.turn + 1) % len(self._tried)
        return Outcome(event=Moved(), lines=(f"Now the answers of {self.whose}.",))

    def trial(self) -> Trial:
        """Score what is tried beside what is saved, for the organisation whose answers can be changed now."""
        tried = self._tried[self.turn].seat
        if self._scored is None or self._scored[0] is not tried:
            changes = self._changes(self.turn)
            changed = {each.question.id: each.after.given if each.after else None for each in changes}
            self._scored = tried, try_out(self._real[self.turn].assessment, changed)
        return self._scored[1]

    def keep(self) -> Outcome:
        """Save everything that was tried, by the interview's own commands; the trial is over then."""
        before = self._sitting.table
        lines: list[str] = []
        outcomes: list[Outcome] = []
        for turn in range(len(self._tried)):
            waiting = {each.question.id: each for each in self._changes(turn)}
            # One that is kept may lead to another.
            while name := next((each.id for each in self._sitting.table.asked if each.id in waiting), None):
                change = waiting.pop(name)
                # A level, a choice, or that it is not known.
                given, numbers = change.after and change.after.given, answer_numbers(change.question)
                command = next((Type(typed) for typed, answer in numbers if answer == given), Unknown())
                outcomes.append(self._sitting.answer(turn, change.question, command))
                lines.append(f"{quoted(change.question.text)} {outcomes[-1].lines[0]}")
            lines += [
                f"Left as it was, because it is not asked any more: {quoted(each.question.text)}"
                for each in waiting.values()
            ]
        self._sitting.go_back_to(before)
        kept = "Saved" if self._sitting.is_saved else "Not saved yet"
        first = f"{kept} from the trial: {format_count(len(outcomes), 'answer')}."
        notices = dict.fromkeys(line for outcome in outcomes for line in outcome.notices)
        event = outcomes[-1].event if outcomes else Moved()
        return Outcome(event=event, lines=(first, *lines), notices=tuple(notices))

    def _take_back(self) -> Outcome:
        tried = self._tried[self.turn]
        if tried.past is None:
            return refused("There is nothing to take back: no other answer has been tried.")
        came = respond(tried, Undo())
        self._tried[self.turn] = came.table
        self.current = came.table.current or self.current
        return Outcome(event=came.event, lines=("The last try is taken back.",))

    def _changes(self, turn: int) -> tuple[Amended, ...]:
        """Give what is different in one organisation's answers, in the questionnaire's order."""
        return self._tried[turn].seat.amended_since(self._real[turn])


def find_what_if(sitting: Sitting, question: Question | None = None) -> WhatIf | None:
    """Begin a trial: at a question, else where one is, else at the first; null where none is asked."""
    begin = question or sitting.table.current or next(iter(sitting.table.asked), None)
    return WhatIf(sitting, begin) if begin else None
