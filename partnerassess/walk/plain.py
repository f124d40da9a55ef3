"""The plain walk: the interview line by line, for pipes, screen readers and simple terminals.

It never moves the cursor.
"""

import textwrap
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial

from partnerassess.assessment import Assessment
from partnerassess.interview.commands import (
    Command,
    Declined,
    Detail,
    Event,
    Finished,
    GoToNumber,
    Moved,
    NotApplicable,
    Note,
    NoteWanted,
    Refused,
    SetDetail,
    Skip,
    Unknown,
)
from partnerassess.interview.responses import detail_text
from partnerassess.interview.table import Entry, Seat
from partnerassess.interview.texts import LONGEST_NOTE, format_numbers
from partnerassess.model import Answer, Question, Silence
from partnerassess.render.characters import ASCII, UNICODE
from partnerassess.report.numbers import format_scale
from partnerassess.report.words import as_sentence, format_count, format_list
from partnerassess.walk.answerfile import path_line
from partnerassess.walk.conversation import Conversation, Left
from partnerassess.walk.ending import say_farewell, what_if_lines
from partnerassess.walk.keys import Wish, answer_keys, key_lines, wish_in_words, wish_of
from partnerassess.walk.readiness import find_all, find_applying, format_basis, format_number
from partnerassess.walk.sitting import DONE, HIDDEN, Sitting
from partnerassess.walk.stops import Stopped
from partnerassess.walk.words import (
    DETAILS,
    answer_words,
    difference_lines,
    minutes_left,
    why_lines,
)

_TAKE_AWAY = "-"
_DETAIL_KEYS = (
    "Type what is asked for, or Enter to leave it as it is.",
    f"{_TAKE_AWAY} takes away what is there, and q leaves. The questions have more keys: ? lists them there.",
)
_NOTHING_SAID = (Skip, Unknown, NotApplicable, Declined)
"""Commands whose words leave a name as it is."""
_REVIEW = ""
_EXAMPLE_DATE = "12 May 2017"


def run_plain_walk(
    sitting: Sitting, conversation: Conversation, show_report: Callable[[Assessment], None]
) -> int:
    """Walk a person through a questionnaire and give the exit code.

    The finished assessment goes to `show_report`.
    """
    walk = PlainWalk(sitting, conversation, show_report)
    hurried, status = True, DONE
    try:
        walk.run()
        hurried = False
    except Stopped:
        pass
    finally:
        # Whatever ends it, a fault of ours too: nothing that was answered may be in memory alone.
        status = say_farewell(sitting, conversation, "--plain", hurried=hurried, reported=walk.is_over)
    return status


class PlainWalk:
    """One conversation, and the answers it is kept in."""

    def __init__(
        self, sitting: Sitting, conversation: Conversation, show_report: Callable[[Assessment], None]
    ) -> None:
        self._sitting, self._conversation, self._show_report = sitting, conversation, show_report
        self._say = conversation.say
        self._place: tuple[str, int, bool] | None = None
        """The question that was read out last, for whom, and whether all had answered it."""
        self._introduced: set[str] = set()
        """The sections that have been introduced, and the review."""
        self.is_over = False
        """Whether the report has been shown."""

    def run(self) -> None:
        """Talk until the person leaves or has seen the report. Raises Stopped on the way."""
        try:
            self._greet()
            while not self.is_over:
                self._show_place()
                self._heed(wish_of(self._conversation.ask(self._prompt())))
        except Left:
            pass

    def _greet(self) -> None:
        seat = self._sitting.seat
        self._say(seat.questionnaire.title)
        if not seat.answers.answers:
            self._say(seat.questionnaire.description or "")
        if seat.answers.answers or self._sitting.paths:
            known = ((DETAILS[each], detail_text(seat.answers, each)) for each in Detail)
            self._say(*(f"{name}: {text}" for name, text in known if text), *seat.assessment.warnings)
        else:
            self._ask_details()
        self._say("", "Your answers are saved after every question:")
        self._say(*map(path_line, self._sitting.planned_paths))
        self._say("Type q to stop at any time, and ? to see what else you can type.")
        position = self._sitting.table.position
        if seat.answers.answers and position:
            number, questions = position.number, position.questions
            self._say("", f"Resuming at question {number} of {questions}.")

    def _show_place(self) -> None:
        table = self._sitting.table
        before = self._place
        self._place = (table.current.id if table.current else _REVIEW, table.turn, table.held)
        if self._place == before:
            return
        if table.current is None:
            if _REVIEW not in self._introduced:
                self._introduced.add(_REVIEW)
                self._say("", "Review of your answers", *self._of_each(self._review_lines))
            self._say("", *self._of_each(_unanswered_lines))
            self._say("Type a question's number to change its answer, or l to list all answers.")
        elif table.held:
            self._say("", *difference_lines(table))
        elif before is not None and before[0] == table.current.id:
            # The next one at the table has just heard it.
            self._say(*_so_far_lines(self._sitting.table.answer))
        else:
            self._show_question(table.current)

    def _show_question(self, question: Question) -> None:
        seat = self._sitting.seat
        here = self._sitting.table.position
        if here is not None:
            section = here.section
            self._say("", f"Section {here.section_number} of {here.sections}: {section.title}")
            if section.id not in self._introduced:
                self._introduced.add(section.id)
                self._say(*filter(None, [section.description]))
            minutes = minutes_left(self._sitting.table)
            left = f" About {format_count(minutes, 'minute')} left." if minutes else ""
            where = f"Question {here.number} of {here.questions}."
            self._say(f"{where} Done so far: {seat.answered}.{left}")
        self._say("", question.text, *_answer_lines(question), *_so_far_lines(self._sitting.table.answer))

    def _of_each(self, lines_of: Callable[[int, Seat], Iterable[str]]) -> list[str]:
        """Give lines about each organisation, under its name where there are several."""
        lines: list[str] = []
        for turn, (name, seat) in enumerate(self._sitting.views):
            lines += [f"{name}:"] if name else []
            lines += lines_of(turn, seat)
        return lines

    def _readiness_lines(self, _: int, seat: Seat) -> Iterator[str]:
        """Say in one sentence each how ready what applies looks so far."""
        scoring = seat.questionnaire.scoring
        characters = UNICODE if self._conversation.is_unicode else ASCII
        width = max(self._conversation.width, 12) + 1
        wrap = partial(textwrap.wrap, initial_indent="   ", subsequent_indent="   ", break_on_hyphens=False)
        for each in find_applying(seat.assessment):
            sentence = f"{each.arrangement.name}: {format_number(each, scoring)}; {format_basis(each)}"
            yield from wrap(characters.plain(sentence), width)

    def _review_lines(self, turn: int, seat: Seat) -> Iterator[str]:
        """List every question that is asked with its answer, section by section."""
        for chapter in seat.chapters:
            yield from ("", chapter.section.title)
            for entry in chapter.entries:
                answer = as_sentence(self._sitting.words_of(turn, entry.question))
                yield f"{entry.number}. {entry.question.text} Answer: {answer}"
                seen = self._sitting.answer_of(turn, entry.question)
                if isinstance(seen, Answer) and seen.note:
                    yield f"Note on {entry.number}: {seen.note}"

    def _prompt(self) -> str:
        question = self._sitting.table.current
        if question is None:
            return "Number, or Enter for the report:"
        if self._sitting.table.held:
            return f"Enter goes on, or another answer of {self._sitting.whose} (o: of the other):"
        is_asked_each = self._sitting.is_shared and not self._sitting.table.asks_once
        whose = f"{self._sitting.whose}, your" if is_asked_each else "Your"
        return f"{whose} answer ({format_numbers(question)}; d for don't know, ? for more):"

    def _heed(self, wish: Command | Wish) -> None:  # noqa: C901 one case a key
        match wish:
            case Wish.NOTE:
                self._ask_note()
            case Wish.GO_TO:
                for each in self._sitting.seat.chapters:
                    first, last = each.entries[0].number, each.entries[-1].number
                    numbers = f"Question {first}" if first == last else f"Questions {first} to {last}"
                    done = f"{each.answered} of {len(each.entries)} done."
                    self._say(f"{numbers}: {each.section.title}. {done}")
                number = self._conversation.ask("Number of the question (Enter stays here):")
                if wish_in_words(number) is Wish.LEAVE:
                    raise Left
                if number.strip():
                    self._do(GoToNumber(number))
            case Wish.ABOUT:
                self._ask_details()
            case Wish.READINESS if self._sitting.is_hidden:
                self._say(HIDDEN)
            case Wish.READINESS:
                scale = format_scale(self._sitting.questionnaire.scoring)
                self._say(
                    f"Readiness so far, on a scale from {scale}:", *self._of_each(self._readiness_lines)
                )
                self._say(*(finding.line for finding in find_all(self._sitting.views)))
            case Wish.SHOW:
                self._say(*self._sitting.reveal())
            case Wish.WHY:
                self._say(*why_lines(self._sitting.table))
            case Wish.LIST:
                self._say(*self._of_each(self._review_lines))
            case Wish.KEYS:
                self._say(*key_lines())
            case Wish.WHAT_IF:
                self._say(*what_if_lines(self._sitting))
            case Wish.LEAVE:
                raise Left
            case Note(text=text):
                self._do(Note(self._in_bounds(text, *self._conversation.hear_rest())))
            case NotApplicable(note=str(text)):
                self._do(NotApplicable(self._in_bounds(text, *self._conversation.hear_rest())))
            case _:
                # What is pasted by mistake may hold lines that would answer the next questions.
                is_refused = isinstance(self._do(wish), Refused)
                if is_refused and (dropped := self._conversation.drop_pasted()):
                    self._say(f"{format_count(dropped, 'line')} pasted with it changed nothing.")

    def _do(self, command: Command) -> Event:
        """Carry out a command of the interview, say what came of it, and save what has changed."""
        outcome = self._sitting.do(command)
        self._say(*outcome.lines, *outcome.notices)
        match outcome.event:
            case Moved():
                self._place = None
            case NoteWanted(needed=needed):
                hint = "needed here" if needed else "Enter for none"
                words = self._ask_words(f"Why does it not apply? ({hint}):")
                self._do(NotApplicable(self._in_bounds(words)))
            case Finished():
                self.is_over = True
                self._show_report(self._sitting.assessment())
        return outcome.event

    def _ask_note(self) -> None:
        if self._sitting.table.current is None:
            self._do(Note(""))
            return
        prompt = f"Note (Enter keeps it as it is, {_TAKE_AWAY} takes it away):"
        said = self._ask_words(prompt)
        if said:
            self._do(Note("" if said == _TAKE_AWAY else self._in_bounds(said)))

    def _ask_words(self, prompt: str) -> str:
        """Ask for words of a person's own; raises Left where they only say that they leave."""
        while True:
            said = self._conversation.ask_words(prompt).strip()
            match wish_in_words(said):
                case Wish.LEAVE:
                    raise Left
                case Wish.KEYS:
                    self._say("Write it in your own words, or press Enter; q leaves.")
                case _:
                    return said

    def _in_bounds(self, *lines: str) -> str:
        """Give what can be kept of a text: a line that was typed once is not to be typed again."""
        words = "\n".join(lines)
        if len(words) > LONGEST_NOTE:
            self._say(f"Only the first {LONGEST_NOTE:,} of {len(words):,} characters are kept.")
        return words[:LONGEST_NOTE]

    def _ask_details(self) -> None:
        every = "Both" if self._sitting.is_shared else "All four"
        self._say("", f"About this assessment. {every} are optional: Enter goes on to the next.")
        if any(detail_text(self._sitting.seat.answers, detail) for detail in self._sitting.details):
            self._say(f"Enter keeps what is there, {_TAKE_AWAY} takes it away.")
        for detail in self._sitting.details:
            while self._is_refused(detail):
                pass  # the refusal has been said: ask again

    def _is_refused(self, detail: Detail) -> bool:
        """Ask for a detail once, and tell whether to ask again."""
        held = detail_text(self._sitting.seat.answers, detail)
        example = f", such as {_EXAMPLE_DATE}" if detail is Detail.DATE else ""
        so_far = f" (so far: {held})" if held else ""
        said = self._conversation.ask(f"{DETAILS[detail]}{example}{so_far}:").strip()
        wish = wish_in_words(said)
        if wish is Wish.LEAVE:
            raise Left
        # A letter can be a name; a word that does something at the questions is none.
        if wish is Wish.KEYS or (wish is not None and len(said) > 1):
            if isinstance(wish, _NOTHING_SAID):
                return False
            self._say(*_DETAIL_KEYS)
            return True
        text = "" if said == _TAKE_AWAY else said
        return bool(said) and isinstance(self._do(SetDetail(detail, text)), Refused)


def _answer_lines(question: Question) -> Iterator[str]:
    """List what can be typed at a question, and what each of it means."""
    for each in answer_keys(question):
        label, description = each.words
        yield f"{each.typed}: {f'{as_sentence(label)} {description}' if description else label}"
    if Silence.NOT_APPLICABLE in question.silences:
        yield "x: Does not apply"


def _so_far_lines(answer: Answer | None) -> Iterator[str]:
    """Say what a question has been answered so far; nothing where it has not."""
    if answer and answer.given is not None:
        yield f"Your answer so far: {answer_words(answer)}."
    if answer and answer.note:
        yield f"Your note: {answer.note}"


def _unanswered_lines(_: int, seat: Seat) -> Iterator[str]:
    """Say which questions have no answer, or only that it is not known, by their numbers."""
    lacking = _questions(seat.unanswered)
    yield f"No answer yet: {lacking}." if lacking else "You have been through every question."
    unknown = _questions([entry for entry in seat.entries if entry.given is Silence.UNKNOWN])
    if unknown:
        yield f"Not known: {unknown}."


def _questions(entries: Sequence[Entry]) -> str:
    numbers = format_list([str(entry.number) for entry in entries])
    return f"question{'s' if len(entries) > 1 else ''} {numbers}" if entries else ""
