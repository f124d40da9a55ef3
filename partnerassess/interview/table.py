"""The table: one or several organisations that are asked the same questions together.

This module knows whose turn it is, and that everybody stands at the same question. It does not know what a
command does to one organisation's session: responses does. A table of one is a session and nothing more.
"""

from collections.abc import Iterable, Sequence

from msgspec import Struct
from msgspec.structs import replace

from partnerassess.interview.commands import (
    AnswerCommand,
    Command,
    Declined,
    Detail,
    Event,
    Kept,
    Moved,
    NotApplicable,
    Refused,
    Saved,
    SetDetail,
    Skip,
    Swap,
    Type,
    Undo,
    Unknown,
)
from partnerassess.interview.responses import Step, respond
from partnerassess.interview.session import Session, start
from partnerassess.model import Answers, Choice, ChoiceQuestion, Level, Question, Questionnaire

DETAILS_OF_ALL = (Detail.PARTNERSHIP, Detail.DATE)
"""The details that are the same for everybody at the table."""


class Table(Struct, frozen=True, kw_only=True):
    """One session for each organisation, all at the same question; every command gives a new table."""

    sessions: tuple[Session, ...]
    turn: int = 0
    """Whose answer is asked for: a place in `sessions`."""
    held: bool = False
    """Whether all have answered, and not alike: the question stays until somebody goes on."""
    past: tuple[tuple[int, ...], ...] = ()
    """Whose sessions each change so far has changed, for undoing."""

    @property
    def session(self) -> Session:
        """The session of the organisation whose turn it is."""
        return self.sessions[self.turn]

    @property
    def current(self) -> Question | None:
        """The question being asked; null at the review."""
        return self.session.current

    @property
    def asks_once(self) -> bool:
        """Whether the question sets the scene, and so is answered once for everybody at the table."""
        return len(self.sessions) > 1 and isinstance(self.current, ChoiceQuestion)

    def at(self, question: Question | None, *, amending: bool = False) -> "Table":
        """Give the same table at another question, with the first who has not answered it to speak."""
        sessions = tuple(each.at(question, amending=amending) for each in self.sessions)
        turns = [turn for turn, each in enumerate(sessions) if question and each.wants(question)]
        silent = [turn for turn in turns if question and sessions[turn].given_to(question) is None]
        return replace(self, sessions=sessions, turn=[*silent, *turns, 0][0], held=False)


class Round(Struct, frozen=True, kw_only=True):
    """A table after a command, and what came of it for each organisation it was about."""

    table: Table
    steps: tuple[tuple[int, Step], ...]
    """The turn and the step of each; there is at least one."""

    @property
    def event(self) -> Event:
        """What came of the command."""
        return self.steps[0][1].event

    @property
    def changed(self) -> tuple[int, ...]:
        """Whose answers there are to save."""
        return tuple(turn for turn, step in self.steps if step.is_change)


def gather(questionnaire: Questionnaire, answers: Sequence[Answers]) -> Table:
    """Begin or resume with one set of answers for each organisation: at the first that somebody lacks."""
    table = Table(sessions=_side_by_side(start(questionnaire, each) for each in answers))
    missing = {entry.number: entry.question for each in table.sessions for entry in each.unanswered}
    return table.at(missing[min(missing)] if missing else None)


def respond_at_table(table: Table, command: Command) -> Round:
    """Carry out a command for whoever it is about. Never raises, like `respond`."""
    match command:
        case Undo():
            return _undo(table)
        case SetDetail(detail=detail) if detail in DETAILS_OF_ALL:
            steps = tuple((turn, respond(each, command)) for turn, each in enumerate(table.sessions))
            return Round(table=_seated(table, {turn: step.session for turn, step in steps}), steps=steps)
        case Swap() if len(table.sessions) > 1:
            return _swap(table)
        case Type(text=text) if table.held and not text.strip():
            return _for_one(table, Skip())
        case Type() | Unknown() | Declined() | NotApplicable() if table.asks_once:
            return _once(table, command)
        case _:
            return _for_one(table, command)


def _for_one(table: Table, command: Command) -> Round:
    step = respond(table.session, command)
    after = _seated(table, {table.turn: step.session})
    return Round(table=_place(table, after, command, step), steps=((table.turn, step),))


def _swap(table: Table) -> Round:
    """Let the next one speak who is asked this question."""
    others = [(table.turn + step) % len(table.sessions) for step in range(1, len(table.sessions))]
    wanting = [turn for turn in others if table.current and table.sessions[turn].wants(table.current)]
    turn = wanting[0] if wanting else table.turn
    return Round(
        table=replace(table, turn=turn), steps=((turn, Step(session=table.sessions[turn], event=Moved())),)
    )


def _once(table: Table, command: AnswerCommand) -> Round:
    """Answer for everybody who is asked; where one answer is refused, nobody's is changed."""
    question = table.current
    turns = [turn for turn, each in enumerate(table.sessions) if question and each.wants(question)]
    steps = tuple((turn, respond(table.sessions[turn], command)) for turn in turns or [table.turn])
    refused = tuple(each for each in steps if isinstance(each[1].event, Refused))
    if refused:
        return Round(table=table, steps=refused[:1])
    after = _seated(table, {turn: step.session for turn, step in steps})
    if table.session.amending:
        return Round(table=after.at(None), steps=steps)
    here = after.sessions[turns[0] if turns else table.turn].at(question)
    return Round(table=after.at(here.next_question()), steps=steps)


def _place(before: Table, after: Table, command: Command, step: Step) -> Table:
    """Say where everybody is after a command that one of them has answered."""
    went_on = isinstance(command, AnswerCommand) and isinstance(step.event, Saved | Kept | Moved)
    question = before.current
    if before.held and isinstance(step.event, Saved) and question is not None:
        here = after.at(question, amending=before.session.amending)
        if question in here.session.asked and answers_differ(here, question):
            return replace(here, turn=before.turn, held=True)
        return after.at(step.session.current, amending=step.session.amending)
    if went_on and question is not None and not (before.held and isinstance(command, Skip)):
        return _pass_on(before, after, question, step)
    if (step.session.current, step.session.amending) == (question, before.session.amending):
        same = after.at(question, amending=before.session.amending)
        return replace(same, turn=before.turn, held=before.held)
    return after.at(step.session.current, amending=step.session.amending)


def _pass_on(before: Table, after: Table, question: Question, step: Step) -> Table:
    """Let the next one speak, or where all have answered differently, wait; else go on."""
    here = after.at(question, amending=before.session.amending)
    if question in here.session.asked:
        for turn in range(before.turn + 1, len(here.sessions)):
            if here.sessions[turn].wants(question):
                return replace(here, turn=turn)
        if not isinstance(step.event, Moved) and answers_differ(here, question):
            return replace(here, held=True)
    return after.at(step.session.current, amending=step.session.amending)


def answers_differ(table: Table, question: Question) -> bool:
    """Tell whether two organisations have answered a question with different levels or choices."""
    given = [each.given_to(question) for each in table.sessions]
    said = [each for each in given if isinstance(each, Level | Choice)]
    return any(each != said[0] for each in said)


def _undo(table: Table) -> Round:
    turns = table.past[-1] if table.past else (table.turn,)
    steps = tuple((turn, respond(table.sessions[turn], Undo())) for turn in turns)
    if not table.past:
        return Round(table=table, steps=steps)
    after = replace(_seated(table, {turn: step.session for turn, step in steps}), past=table.past[:-1])
    first = after.sessions[turns[0]]
    placed = after.at(first.current, amending=first.amending)
    return Round(table=replace(placed, turn=turns[0]), steps=steps)


def _seated(table: Table, changed: dict[int, Session]) -> Table:
    """Give the table with some sessions replaced; each hears what the others have answered."""
    grown = tuple(turn for turn, after in changed.items() if after.past is not table.sessions[turn].past)
    sessions = (changed.get(turn, each) for turn, each in enumerate(table.sessions))
    past = (*table.past, grown) if grown else table.past
    return replace(table, sessions=_side_by_side(sessions), past=past)


def _side_by_side(sessions: Iterable[Session]) -> tuple[Session, ...]:
    every = tuple(sessions)
    if len(every) == 1:
        return every
    others = (tuple(other.answers for other in every if other is not each) for each in every)
    return tuple(replace(each, beside=beside) for each, beside in zip(every, others, strict=True))
