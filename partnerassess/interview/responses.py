"""What comes of a command: the rules of the conversation, for one organisation as for several."""

from collections.abc import Mapping
from typing import Any, assert_never

from msgspec import Struct
from msgspec.structs import replace

from partnerassess.interview.commands import (
    AnswerCommand,
    Change,
    Command,
    Declined,
    Detail,
    DetailSaved,
    Event,
    Finished,
    GoTo,
    GoToNumber,
    Kept,
    Move,
    Moved,
    NotApplicable,
    Note,
    Noted,
    NoteWanted,
    Refused,
    Reply,
    Saved,
    SetDetail,
    Skip,
    Type,
    Undo,
    Undone,
    Unknown,
)
from partnerassess.interview.table import Past, Seat, Table
from partnerassess.interview.texts import (
    Misread,
    typed_answer,
    typed_date,
    typed_name,
    typed_note,
    typed_number,
)
from partnerassess.model import Answer, Answers, Given, Question, Silence

DETAILS_OF_ALL = (Detail.PARTNERSHIP, Detail.DATE)
"""The details that are the same for everybody at the table."""
_AT_REVIEW = "This is the review. Please type the number of a question first."


class Round(Struct, frozen=True, kw_only=True):
    """A table after a command, and what came of it for each organisation it was about."""

    table: Table
    events: Mapping[int, Event]
    """By whose it is: a place at the table; there is at least one."""

    @property
    def event(self) -> Event:
        """What came of the command."""
        return next(iter(self.events.values()))

    @property
    def changed(self) -> tuple[int, ...]:
        """Whose answers there are to save."""
        return tuple(turn for turn, event in self.events.items() if isinstance(event, Change | Undone))


def respond(table: Table, command: Command) -> Round:
    """Carry out a command. Never raises: what cannot be done is refused, and the table stays as it was."""
    try:
        match command:
            case Note(text=text):
                return _note(table, text)
            case SetDetail(detail=detail, text=text):
                return _set_detail(table, detail, text)
            case Undo():
                return _undo(table)
            case Type() | Unknown() | Declined() | NotApplicable() | Skip() if table.current is not None:
                return _answer(table, table.current, command)
            case Type(text=text) if not text.strip():
                return Round(table=table, events={table.turn: Finished()})
            case Type(text=text):
                after = table.at(_question_of_number(table, text), amending=True)
            case Unknown() | Declined() | NotApplicable() | Skip():
                raise Misread(_AT_REVIEW)
            case _:
                after = _move(table, command)
        return Round(table=after, events={table.turn: Moved()})
    except Misread as misread:
        return Round(table=table, events={table.turn: Refused(str(misread))})


def _answer(table: Table, question: Question, command: AnswerCommand) -> Round:
    """Answer for whose turn it is, or for everybody who is asked; one that is refused changes nobody's."""
    if isinstance(command, Type) and table.held and not command.text.strip():
        command = Skip()
    if isinstance(command, Skip):
        return Round(table=_go_on(table, table, question, answered=False), events={table.turn: Moved()})
    turns = [table.turn]
    if table.asks_once:
        turns = [turn for turn, seat in enumerate(table.seats) if seat.wants(question)] or turns
    events: dict[int, Event] = {turn: _reply(table.seats[turn], question, command) for turn in turns}
    if any(isinstance(event, NoteWanted) for event in events.values()):
        return Round(table=table, events=events)
    saved = {turn: event for turn, event in events.items() if isinstance(event, Saved)}
    if not saved:
        return Round(table=_go_on(table, table, question, answered=True), events=events)
    after = table.with_answers(
        {turn: table.seats[turn].with_answer(question, event.answer) for turn, event in saved.items()}
    )
    for turn, event in saved.items():
        before, seat = table.seats[turn], after.seats[turn]
        gone = [each for each in before.asked if each not in seat.asked]
        saved[turn] = replace(
            event,
            hidden=tuple(each for each in gone if seat.visibility.is_shown(each) is False),
            unused=tuple(each for each in gone if seat.visibility.is_shown(each) is not False),
            revealed=tuple(each for each in seat.asked if each not in before.asked),
        )
    after = replace(after, past=Past(table=table, changes=saved))
    return Round(table=_go_on(table, after, question, answered=True), events=events | saved)


def _reply(seat: Seat, question: Question, command: Reply) -> Saved | Kept | NoteWanted:
    """Say what an organisation answers. Raises Misread."""
    before = seat.answer_to(question)
    note = before.note if before else None
    given: Given
    match command:
        case Type(text=text) if not text.strip() and before and before.given is not None:
            return Kept(question=question, answer=before)
        case Type(text=text):
            given = typed_answer(question, text)
        case Unknown():
            given = Silence.UNKNOWN
        case Declined():
            given = Silence.DECLINED
        case NotApplicable(note=reason):
            given, needed = Silence.NOT_APPLICABLE, _needs_reason(seat, question)
            if given not in question.silences:
                refusal = 'This question cannot be left out as "not applicable".'
                raise Misread(f'{refusal} "Don\'t know" is a fine answer.')
            note = typed_note(reason or "") or note
            if reason is None and note is None:
                return NoteWanted(question=question, needed=needed)
            if needed and note is None:
                raise Misread("Please say in a few words why this does not apply: readiness depends on it.")
        case _:
            assert_never(command)
    return Saved(question=question, answer=Answer(given=given, note=note))


def _needs_reason(seat: Seat, question: Question) -> bool:
    """Tell whether "not applicable" needs a note: essential factors are met only with one."""
    return any(
        factor.essential is not None and question.id in {each.question.id for each in factor.questions}
        for arrangement in seat.questionnaire.arrangements
        for factor in arrangement.factors
    )


def _go_on(before: Table, after: Table, question: Question, *, answered: bool) -> Table:
    """Let the next one speak; where answers differ, wait; else go on, or back to the review."""
    if question in after.asked and not before.asks_once:
        if before.held and answered and after.differs:
            return after
        others = [] if before.held else range(before.turn + 1, len(after.seats))
        for turn in others:
            if after.seats[turn].wants(question):
                return replace(after, turn=turn)
        if not before.held and answered and after.differs:
            return replace(after.at(question, amending=after.amending), held=True)
    return after.at(None if after.amending else after.next_question())


def _move(table: Table, command: Move | GoTo | GoToNumber) -> Table:  # noqa: C901 one case a command
    match command:
        case Move.FORWARD if table.current is None:
            raise Misread("This is the review: all questions come before it.")
        case Move.FORWARD:
            return table.at(table.next_question())
        case Move.REVIEW:
            return replace(table.at(None), origin=table.current or table.origin)
        case Move.RETURN if table.current is not None:
            return table
        case Move.RETURN if table.origin in table.asked:
            return table.at(table.origin)
        case Move.BACK | Move.RETURN:
            before = table.previous_question()
            if before is None:
                raise Misread("This is the first question.")
            return table.at(before)
        case Move.SWAP if len(table.seats) == 1:
            raise Misread("Only one organisation sits here.")
        case Move.SWAP:  # the next one who is asked this question
            turns = [(table.turn + step) % len(table.seats) for step in range(1, len(table.seats))]
            wanting = [turn for turn in turns if table.current and table.seats[turn].wants(table.current)]
            return replace(table, turn=[*wanting, table.turn][0])
        case GoToNumber(text=text):
            return table.at(_question_of_number(table, text))
        case GoTo(question=name):
            found = next((each for each in table.asked if each.id == name), None)
            if found is None:
                raise Misread("That question is not asked: earlier answers make it unnecessary.")
            return table.at(found)
        case _:
            assert_never(command)


def _question_of_number(table: Table, text: str) -> Question:
    number = typed_number(text)
    for place, question in enumerate(table.asked, start=1):
        if place == number:
            return question
    raise Misread(f"Please type the number of a question, from 1 to {len(table.asked)}.")


def _note(table: Table, text: str) -> Round:
    question = table.current
    if question is None:
        raise Misread(_AT_REVIEW)
    before = table.answer or Answer()
    note = typed_note(text)
    if note is None and before.given is Silence.NOT_APPLICABLE and _needs_reason(table.seat, question):
        raise Misread("The note says why this does not apply: please change it rather than take it away.")
    noted = Noted(question=question, note=note)
    answers = table.seat.with_answer(question, replace(before, note=note))
    return Round(table=_changed(table, {table.turn: answers}, noted), events={table.turn: noted})


def _set_detail(table: Table, detail: Detail, text: str) -> Round:
    typed = typed_date(text) if detail is Detail.DATE else typed_name(text)
    details: dict[str, Any] = {detail.value: typed}
    turns = range(len(table.seats)) if detail in DETAILS_OF_ALL else [table.turn]
    answers = {turn: replace(table.seats[turn].answers, **details) for turn in turns}
    saved = DetailSaved(detail=detail, text=str(typed) if typed else None)
    return Round(table=_changed(table, answers, saved), events=dict.fromkeys(turns, saved))


def _changed(table: Table, answers: Mapping[int, Answers], change: Change) -> Table:
    """Give the table after a change; what was there already is none, and leaves nothing to undo."""
    changes = {turn: change for turn, each in answers.items() if each != table.seats[turn].answers}
    return replace(table.with_answers(answers), past=Past(table=table, changes=changes)) if changes else table


def _undo(table: Table) -> Round:
    past = table.past
    if past is None:
        raise Misread("There is nothing to undo: nothing has been changed since you started.")
    events: dict[int, Event] = {turn: Undone(change) for turn, change in past.changes.items()}
    return Round(table=past.table, events=events)


def detail_text(answers: Answers, detail: Detail) -> str | None:
    """Give what was said about the whole assessment, as text; null for nothing."""
    said = getattr(answers, detail.value)
    return str(said) if said else None
