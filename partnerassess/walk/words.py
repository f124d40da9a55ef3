"""What happened, in words: one line for each fact, the same in every front end."""

from typing import assert_never

from partnerassess.interview.commands import (
    Change,
    Detail,
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
from partnerassess.interview.responses import detail_text
from partnerassess.interview.table import Seat, Table
from partnerassess.model import Answer, Level, ScoredQuestion, Silence
from partnerassess.report.words import as_sentence, format_answer, format_count, format_list

DETAILS = {
    Detail.PARTNERSHIP: "Partnership",
    Detail.ORGANISATION: "Organisation whose view this is",
    Detail.RESPONDENT: "Name or role of who answers",
    Detail.DATE: "Date",
}
"""What the details of an assessment are called."""

MAY_STOP = "You may stop here: what is left cannot change the verdict."
_SECONDS = 40
"""What one answer takes, thinking included."""
_SECONDS_TOGETHER = 100
"""What a question takes that two organisations answer and talk about."""
_FEW = 3


def event_lines(event: Event, seat: Seat, whose: str = "", *, is_saved: bool = True) -> tuple[str, ...]:
    """Say what came of a command, and for whose view; nothing where the place alone has changed."""
    whom = f" for {whose}" if whose else ""
    match event:
        case Saved(answer=answer):
            saved = "Saved" if is_saved else "Not saved yet"
            return (f"{saved}{whom}: {answer_words(answer)}.", *_consequences(event, seat))
        case Noted(note=note):
            if not note:
                return (f"Note taken away{whom}.",)
            saved = "saved" if is_saved else "not saved yet"
            return (f"Note {saved}{whom}: {' '.join(note.split())}",)
        case DetailSaved(detail=detail, text=text):
            return (_detail_line(detail, text),)
        case Undone(change):
            return _undone(change, seat, whom)
        case Kept(answer=answer):
            return (f"Kept{whom}: {answer_words(answer)}.",)
        case Refused(why=why):
            return (why,)
        case Moved() | Finished() | NoteWanted():
            return ()
        case _:
            assert_never(event)


def answer_words(answer: Answer | None) -> str:
    """Give an answer as it is said to the person who gave it."""
    if answer and answer.given is Silence.DECLINED:
        return "you would rather not say"
    return format_answer(answer)


def _detail_line(detail: Detail, text: str | None) -> str:
    return f"{DETAILS[detail]}: {text}" if text else f"{DETAILS[detail]}: not given"


def _consequences(saved: Saved, seat: Seat) -> tuple[str, ...]:
    lines = []
    for question in saved.hidden:
        is_kept = seat.given_to(question) is not None
        kept = " Its answer is kept in the file but not scored." if is_kept else ""
        lines.append(f"Hidden by this answer: {question.text}{kept}")
    if saved.unused:
        count = format_count(len(saved.unused), "question")
        lines.append(f"Not asked any more, because no form of partnering in play needs them: {count}.")
    for question in saved.unused:
        if seat.given_to(question) is not None:
            lines.append(f"Not asked any more: {question.text} Its answer is kept in the file.")
    if len(saved.revealed) > _FEW:
        return (*lines, f"Asked now as well: {format_count(len(saved.revealed), 'question')}.")
    return (*lines, *(f"Asked now as well: {question.text}" for question in saved.revealed))


def _undone(change: Change, seat: Seat, whom: str) -> tuple[str, ...]:
    match change:
        case Saved(question=question):
            answer = as_sentence(answer_words(seat.answer_to(question)))
            return (f"Undone{whom}: {question.text}", f"Answer now: {answer}")
        case Noted(question=question):
            answered = seat.answer_to(question)
            return (f"Undone{whom}: {question.text}", f"Note now: {(answered and answered.note) or 'none'}")
        case DetailSaved(detail=detail):
            return ("Undone.", _detail_line(detail, detail_text(seat.answers, detail)))
        case _:
            assert_never(change)


def minutes_left(table: Table) -> int:
    """Reckon how many minutes the questions take that nobody has answered yet."""
    waiting = {entry.question.id for each in table.seats for entry in each.unanswered}
    return -(-len(waiting) * (_SECONDS if len(table.seats) == 1 else _SECONDS_TOGETHER) // 60)


def done_sentence(seat: Seat) -> str:
    """Say how many questions are done, and of how many of these no answer is known.

    Done is what has an answer of any kind; reports call answered only what says how things are.
    """
    asked = format_count(len(seat.entries), "question")
    silent = sum(entry.given in (Silence.UNKNOWN, Silence.DECLINED) for entry in seat.entries)
    still = (
        f"; {silent} of them {'is' if silent == 1 else 'are'} open, as not known or not said"
        if silent
        else ""
    )
    return f"{seat.answered} of {asked} done{still}."


def why_lines(table: Table) -> tuple[str, ...]:
    """Say why the current question is asked, and where that comes from."""
    question = table.current
    if question is None:
        return ("This is the review of your answers: you can still change every one of them.",)
    lines = [question.help or "This question has no further explanation."]
    if question.source:
        cited = {source.id: source.citation for source in table.seat.questionnaire.sources}
        source = question.source
        place = f"{source.where}, in {cited[source.ref]}" if source.where else cited[source.ref]
        lines.append(f"Source: {as_sentence(place)}")
    return tuple(lines)


def difference_lines(table: Table) -> tuple[str, ...]:
    """Say how far apart the answers to the current question are; nothing where they are not."""
    question = table.current
    if question is None or not table.differs:
        return ()
    names = format_list([organisation_name(each, place) for place, each in enumerate(table.seats)])
    answers = (each.answer_to(question) for each in table.seats)
    given = [answer.given for answer in answers if answer is not None]
    if isinstance(question, ScoredQuestion):
        places = [question.levels.index(level) for level in given if isinstance(level, Level)]
        steps = format_count(max(places) - min(places), "level")
        return (f"{names} are {steps} apart.",)
    return (f"{names} see this differently.",)


def organisation_name(seat: Seat, place: int) -> str:
    """Give the name of the organisation whose view a seat holds."""
    return seat.answers.organisation or f"Organisation {place + 1}"
