"""What comes of a command: the rules of the conversation.

This module knows what every command does to a session, and when it is refused. It does not know which key
asked for it, nor how the outcome is shown.
"""

from typing import Any, assert_never

from msgspec import Struct
from msgspec.structs import replace

from partnerassess.interview.commands import (
    AnswerCommand,
    Back,
    Change,
    Command,
    Declined,
    Detail,
    DetailSaved,
    Event,
    Finished,
    Forward,
    GoTo,
    GoToNumber,
    GoToReview,
    GoToSection,
    Kept,
    MoveCommand,
    Moved,
    NotApplicable,
    Note,
    Noted,
    NoteWanted,
    Refused,
    Return,
    Saved,
    SetDetail,
    Skip,
    Swap,
    Type,
    Undo,
    Undone,
    Unknown,
)
from partnerassess.interview.session import Session
from partnerassess.interview.texts import (
    Misread,
    typed_answer,
    typed_date,
    typed_name,
    typed_note,
    typed_number,
)
from partnerassess.model import Answer, Answers, Choice, ChoiceQuestion, Level, Question, Silence

_AT_REVIEW = "This is the review. Please type the number of a question first."


class Step(Struct, frozen=True, kw_only=True):
    """A session after a command, and what came of it."""

    session: Session
    event: Event

    @property
    def is_change(self) -> bool:
        """Whether there is something to save."""
        return isinstance(self.event, Change | Undone)


def respond(session: Session, command: Command) -> Step:
    """Carry out a command. Never raises: what cannot be done is refused, and the session stays as it was."""
    try:
        match command:
            case Note(text=text):
                return _note(session, text)
            case SetDetail(detail=detail, text=text):
                return _set_detail(session, detail, text)
            case Undo():
                return _undo(session)
            case Type() | Unknown() | Declined() | NotApplicable() | Skip():
                return _answer(session, command)
            case _:
                return Step(session=_move(session, command), event=Moved())
    except Misread as misread:
        return Step(session=session, event=Refused(str(misread)))


def _answer(session: Session, command: AnswerCommand) -> Step:
    question = session.current
    if question is None:
        if not isinstance(command, Type):
            raise Misread(_AT_REVIEW)
        if not command.text.strip():
            return Step(session=session, event=Finished())
        opened = session.at(_question_of_number(session, command.text), amending=True)
        return Step(session=opened, event=Moved())
    before = session.answer
    match command:
        case Type(text=text) if not text.strip() and before and before.given is not None:
            return Step(session=_go_on(session), event=Kept(question=question, answer=before))
        case Type(text=text):
            return _save(session, question, typed_answer(question, text))
        case Unknown():
            return _save(session, question, Silence.UNKNOWN)
        case Declined():
            return _save(session, question, Silence.DECLINED)
        case NotApplicable(note=note):
            return _leave_out(session, question, note)
        case Skip():
            return Step(session=_go_on(session), event=Moved())
        case _:
            assert_never(command)


def _leave_out(session: Session, question: Question, note: str | None) -> Step:
    if isinstance(question, ChoiceQuestion) or not question.not_applicable:
        raise Misread('This question cannot be left out as "not applicable". "Don\'t know" is a fine answer.')
    answer = session.answer_to(question)
    reason = typed_note(note or "") or (answer.note if answer else None)
    needed = session.needs_reason(question)
    if note is None and reason is None:
        return Step(session=session, event=NoteWanted(question=question, needed=needed))
    if needed and reason is None:
        raise Misread("Please say in a few words why this does not apply: readiness depends on it.")
    return _save(session, question, Silence.NOT_APPLICABLE, reason)


def _save(
    session: Session, question: Question, given: Level | Choice | Silence, note: str | None = None
) -> Step:
    before = session.answer_to(question)
    answer = Answer(given=given, note=note or (before.note if before else None))
    answers = session.with_answer(question, answer)
    after = replace(session, answers=answers)
    gone = [each for each in session.asked if each not in after.asked]
    saved = Saved(
        question=question,
        answer=answer,
        hidden=tuple(each for each in gone if after.visibility.is_shown(each) is False),
        unused=tuple(each for each in gone if after.visibility.is_shown(each) is not False),
        revealed=tuple(each for each in after.asked if each not in session.asked),
    )
    return Step(session=_go_on(session.changed(answers, saved), question), event=saved)


def _go_on(session: Session, answered: Question | None = None) -> Session:
    """Go to the next question, or back to the review that the question was opened from."""
    if session.amending:
        return session.at(None)
    here = session.at(answered) if answered else session
    return here.at(here.next_question())


def _move(session: Session, command: MoveCommand) -> Session:  # noqa: C901 one case a command
    found: Question | None
    match command:
        case Back():
            return session.at(_before(session))
        case Forward() if session.current is None:
            raise Misread("This is the review: all questions come before it.")
        case Forward():
            return session.at(session.next_question())
        case GoToReview():
            return replace(session.at(None), origin=session.current or session.origin)
        case Return() if session.current is not None:
            return session
        case Return():
            return session.at(session.origin if session.origin in session.asked else _before(session))
        case GoToNumber(text=text):
            return session.at(_question_of_number(session, text))
        case GoTo(question=name):
            found = next((each for each in session.asked if each.id == name), None)
            refusal = "That question is not asked: earlier answers make it unnecessary."
        case GoToSection(section=name):
            chapters = (each for each in session.chapters if each.section.id == name)
            found = next((each.entries[0].question for each in chapters), None)
            refusal = "That section asks nothing: earlier answers make it unnecessary."
        case Swap():
            raise Misread("Only one organisation sits here.")
        case _:
            assert_never(command)
    if found is None:
        raise Misread(refusal)
    return session.at(found)


def _before(session: Session) -> Question:
    before = session.previous_question()
    if before is None:
        raise Misread("This is the first question.")
    return before


def _question_of_number(session: Session, text: str) -> Question:
    number = typed_number(text)
    for entry in session.entries:
        if entry.number == number:
            return entry.question
    raise Misread(f"Please type the number of a question, from 1 to {len(session.entries)}.")


def _note(session: Session, text: str) -> Step:
    question = session.current
    if question is None:
        raise Misread(_AT_REVIEW)
    before = session.answer or Answer()
    note = typed_note(text)
    if note is None and before.given is Silence.NOT_APPLICABLE and session.needs_reason(question):
        raise Misread("The note says why this does not apply: please change it rather than take it away.")
    noted = Noted(question=question, note=note)
    answers = session.with_answer(question, replace(before, note=note))
    return Step(session=_changed_if(session, answers, noted), event=noted)


def _set_detail(session: Session, detail: Detail, text: str) -> Step:
    typed = typed_date(text) if detail is Detail.DATE else typed_name(text)
    details: dict[str, Any] = {detail.value: typed}
    answers = replace(session.answers, **details)
    saved = DetailSaved(detail=detail, text=detail_text(answers, detail))
    return Step(session=_changed_if(session, answers, saved), event=saved)


def _changed_if(session: Session, answers: Answers, change: Change) -> Session:
    """Give the session after a change; what was there already is none, and leaves nothing to undo."""
    return session if answers == session.answers else session.changed(answers, change)


def _undo(session: Session) -> Step:
    past = session.past
    if past is None:
        raise Misread("There is nothing to undo: nothing has been changed since you started.")
    restored = (
        detail_text(past.session.answers, past.change.detail)
        if isinstance(past.change, DetailSaved)
        else past.session.answer_to(past.change.question)
    )
    return Step(session=past.session, event=Undone(change=past.change, restored=restored))


def detail_text(answers: Answers, detail: Detail) -> str | None:
    """Give what was said about the whole assessment, as text; null for nothing."""
    said = getattr(answers, detail.value)
    return str(said) if said else None
