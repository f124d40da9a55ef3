"""The plain walk: the interview line by line, for pipes, screen readers and simple terminals.

This module knows in which order things are said and asked. It does not know any rule of the interview, and
it never moves the cursor.
"""

import datetime
import shlex
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TextIO

from partnerassess.assessment import Assessment
from partnerassess.files import clean
from partnerassess.interview import (
    Command,
    Detail,
    Event,
    Finished,
    GoToNumber,
    Moved,
    NotApplicable,
    Note,
    NoteWanted,
    Refused,
    Session,
    SetDetail,
    format_numbers,
    respond,
    start,
)
from partnerassess.model import Question, Questionnaire
from partnerassess.render.numbers import format_scale
from partnerassess.render.words import format_count
from partnerassess.walk.answerfile import AnswerFile
from partnerassess.walk.conversation import Conversation, Left
from partnerassess.walk.keys import Wish, key_lines, wish_of
from partnerassess.walk.readiness import readiness_text
from partnerassess.walk.stops import Stopped, Stops
from partnerassess.walk.words import (
    answer_lines,
    detail_lines,
    detail_prompt,
    event_lines,
    notice_lines,
    outline_lines,
    path_line,
    progress_line,
    review_lines,
    section_line,
    so_far_lines,
    unanswered_lines,
    why_lines,
)

DONE = 0
NOT_SAVED = 3
"""The exit code where some answers could not be written to a file."""

_TAKE_AWAY = "-"
_REVIEW = ""


def run_plain_walk(
    questionnaire: Questionnaire,
    path: Path | None,
    *,
    today: datetime.date,
    source: TextIO,
    target: TextIO,
    show_report: Callable[[Assessment], None],
    folder: Path = Path(),
    named: str | None = None,
    width: int | None = None,
) -> int:
    """Walk a person through a questionnaire and give the exit code.

    Answers are kept in `path`, or without one in a new file in `folder` that is named for the partnership
    and `today`. Lines are read from `source`; the conversation goes to `target`, wrapped at `width` columns
    (that of the terminal if null), and the finished assessment to `show_report`. `named` is what the person
    called the questionnaire, if it has to be named again the next time. Raises ProblemsFound, before
    anything is asked, if the file or its folder cannot be used.
    """
    file = AnswerFile.open(questionnaire, path, folder=folder, today=today)
    with Stops() as stops:
        conversation = Conversation(source=source, target=target, stops=stops, width=width)
        walk = PlainWalk(start(questionnaire, file.answers), file, conversation, show_report, named)
        try:
            walk.run()
            walk.say_farewell()
        except Left:
            walk.say_progress()
            walk.say_farewell()
        except Stopped:
            walk.say_farewell(hurried=True)
        return stops.status or (DONE if file.is_saved else NOT_SAVED)


class PlainWalk:
    """One conversation about one answer file."""

    def __init__(
        self,
        session: Session,
        file: AnswerFile,
        conversation: Conversation,
        show_report: Callable[[Assessment], None],
        named: str | None = None,
    ) -> None:
        self._session = session
        self._file = file
        self._conversation = conversation
        self._show_report = show_report
        self._named = named
        self._place: str | None = None
        """The question that was read out last."""
        self._introduced: set[str] = set()
        """The sections that have been introduced."""
        self._reviewed = False
        self._is_over = False

    def run(self) -> None:
        """Talk until the person leaves or has seen the report. Raises Left or Stopped on the way."""
        self._greet()
        while not self._is_over:
            self._show_place()
            self._heed(wish_of(self._conversation.ask(self._prompt())))

    def say_progress(self) -> None:
        """Say how far the person has got."""
        asked = format_count(len(self._session.entries), "question")
        self._say("", f"{self._session.answered} of {asked} answered.")

    def say_farewell(self, *, hurried: bool = False) -> None:
        """Say what is saved where, and how to go on; only the former when the walk was broken off."""
        path = self._file.path
        if not self._file.is_saved:
            self._say("", "Your last answers could NOT be saved.")
        elif path is None:
            self._say("", "Nothing was answered, so no file was made.")
        else:
            self._say("", "Everything you answered is saved:", path_line(path))
        if path is not None and not hurried:
            self._say(*self._next_commands(path))

    def _greet(self) -> None:
        session = self._session
        self._say(session.questionnaire.title)
        if not session.answers.answers:
            self._say(session.questionnaire.description or "")
        if session.answers.answers or detail_lines(session.answers):
            self._say(*detail_lines(session.answers), *session.assessment().warnings)
        else:
            self._ask_details()
        self._say("", "Your answers are saved after every question:")
        self._say(path_line(self._file.planned_path(self._session.answers)))
        self._say("Type q to stop at any time, and ? to see what else you can type.")
        if session.answers.answers and session.position:
            number, questions = session.position.number, session.position.questions
            self._say("", f"Resuming at question {number} of {questions}.")

    def _show_place(self) -> None:
        question = self._session.current
        place = question.id if question else _REVIEW
        if place != self._place and question is None:
            self._show_review()
        elif place != self._place and question is not None:
            self._show_question(question)
        self._place = place

    def _show_question(self, question: Question) -> None:
        session = self._session
        if session.position is not None:
            section = session.position.section
            self._say("", section_line(session.position))
            if section.id not in self._introduced:
                self._introduced.add(section.id)
                self._say(*filter(None, [section.description]))
            self._say(progress_line(session.position, session.answered))
        self._say("", question.text, *answer_lines(question), *so_far_lines(session.answer))

    def _show_review(self) -> None:
        if not self._reviewed:
            self._reviewed = True
            self._say("", "Review of your answers", *review_lines(self._session))
        self._say("", *unanswered_lines(self._session))
        self._say("Type a question's number to change its answer, or l to list all answers.")

    def _show_readiness(self) -> None:
        width, ascii_only = self._conversation.width, not self._conversation.is_unicode
        text = readiness_text(self._session.assessment(), width=width, ascii_only=ascii_only)
        scale = format_scale(self._session.questionnaire.scoring)
        self._say(f"Readiness so far, on a scale from {scale}:", text)

    def _prompt(self) -> str:
        question = self._session.current
        if question is None:
            return "Number, or Enter for the report:"
        return f"Your answer ({format_numbers(question)}; d for don't know, ? for more):"

    def _heed(self, wish: Command | Wish) -> None:
        match wish:
            case Wish.NOTE:
                self._ask_note()
            case Wish.GO_TO:
                self._ask_where()
            case Wish.ABOUT:
                self._ask_details()
            case Wish.WHY:
                self._say(*why_lines(self._session))
            case Wish.READINESS:
                self._show_readiness()
            case Wish.LIST:
                self._say(*review_lines(self._session))
            case Wish.KEYS:
                self._say(*key_lines())
            case Wish.LEAVE:
                raise Left
            case _:
                self._do(wish)

    def _do(self, command: Command) -> Event:
        """Carry out a command of the session, say what came of it, and save what has changed."""
        step = respond(self._session, command)
        self._session = step.session
        self._say(*event_lines(step))
        if step.is_change:
            for notice in self._file.save(self._session.answers):
                self._say(*notice_lines(notice))
        match step.event:
            case Moved():
                self._place = None
            case NoteWanted(needed=needed):
                self._ask_reason(needed=needed)
            case Finished():
                self._finish()
        return step.event

    def _ask_note(self) -> None:
        if self._session.current is None:
            self._do(Note(""))
            return
        said = self._conversation.ask(f"Note (Enter keeps it as it is, {_TAKE_AWAY} takes it away):").strip()
        if said:
            self._do(Note("" if said == _TAKE_AWAY else said))

    def _ask_reason(self, *, needed: bool) -> None:
        hint = "needed here" if needed else "Enter for none"
        self._do(NotApplicable(self._conversation.ask(f"Why does it not apply? ({hint}):")))

    def _ask_where(self) -> None:
        self._say(*outline_lines(self._session))
        said = self._conversation.ask("Number of the question (Enter stays here):")
        if said.strip():
            self._do(GoToNumber(said))

    def _ask_details(self) -> None:
        self._say("", "About this assessment. All four are optional: Enter goes on to the next.")
        if detail_lines(self._session.answers):
            self._say(f"Enter keeps what is there, {_TAKE_AWAY} takes it away.")
        for detail in Detail:
            while self._is_refused(detail):
                pass  # the refusal has been said: ask again

    def _is_refused(self, detail: Detail) -> bool:
        said = self._conversation.ask(f"{detail_prompt(self._session.answers, detail)}:").strip()
        if wish_of(said) is Wish.LEAVE:
            raise Left
        text = "" if said == _TAKE_AWAY else said
        return bool(said) and isinstance(self._do(SetDetail(detail, text)), Refused)

    def _finish(self) -> None:
        self._is_over = True
        file = self._file.path
        named = replace(self._session.answers, file=str(file) if file else None)
        self._show_report(replace(self._session, answers=named).assessment())

    def _next_commands(self, path: Path) -> tuple[str, ...]:
        named = ("--questionnaire", self._named) if self._named else ()
        file = (f"./{path}" if str(path).startswith("-") else str(path), *named)
        return (
            "To go on, or to change an answer:",
            f"  {_command('assess', '--plain', *file)}",
            "To see the report:",
            f"  {_command('score', *file)}",
        )

    def _say(self, *lines: str) -> None:
        self._conversation.say(*lines)


def _command(*words: str) -> str:
    return clean(shlex.join(["partnerassess", *words]))
