"""The full screen: which page is in front, what was said last, and how it ends.

It knows no rule of the interview: every command goes to the sitting, which saves.
"""

import asyncio
from contextlib import ExitStack
from functools import partial
from typing import Any

from rich.segment import Segment
from rich.style import Style
from textual.app import App
from textual.binding import Binding
from textual.color import Color
from textual.filter import LineFilter, Monochrome, NoColor

from partnerassess.interview.commands import (
    Change,
    Command,
    Finished,
    Kept,
    Move,
    NotApplicable,
    Note,
    NoteWanted,
    Refused,
    Saved,
    Type,
    Undone,
)
from partnerassess.interview.texts import format_numbers
from partnerassess.walk.keys import Wish, answer_keys
from partnerassess.walk.readiness import Finder
from partnerassess.walk.screen.boxes import ReadingPage, ValuePage, WritingPage, keys_text
from partnerassess.walk.screen.ends import ReportPage, ReviewPage
from partnerassess.walk.screen.listing import GoToPage
from partnerassess.walk.screen.page import UNDO, Page
from partnerassess.walk.screen.question import QuestionPage
from partnerassess.walk.screen.readiness import ReadinessPage, why
from partnerassess.walk.screen.start import StartPage
from partnerassess.walk.screen.terminal import RULES, find_driver
from partnerassess.walk.screen.what_if import try_out
from partnerassess.walk.sitting import HIDDEN, Outcome, Sitting
from partnerassess.walk.stops import STATUS_OF_SIGNAL, Stops

PATIENCE = 0.1
"""Seconds between two presses of one key below which it is held down: hands are slower, keyboards faster."""

_HUNG_UP = STATUS_OF_SIGNAL + 1
_INTERRUPTED = STATUS_OF_SIGNAL + 2


class WithoutColour(LineFilter):
    """Takes every colour away, the terminal's own by name included: no colour code is ever sent."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Give the segments with nothing but weight."""
        return [
            Segment(text, style.without_color if isinstance(style, Style) else style, control)
            for text, style, control in segments
        ]


class WalkApp(App[int]):
    """The full screen of one sitting; its return value is an exit code, or null after an ordinary end."""

    CSS = RULES
    TITLE = "partnerassess"
    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = False
    BINDINGS = [  # noqa: RUF012 Textual's own declaration
        Binding("ctrl+c", "interrupt", show=False, priority=True),
        Binding("ctrl+q", "quit", show=False, priority=True),
    ]

    def __init__(self, sitting: Sitting, stops: Stops, *, patience: float = PATIENCE) -> None:
        super().__init__(ansi_color=True, driver_class=find_driver())
        self.theme = "ansi-dark"
        self.sitting = sitting
        self.said: tuple[str, ...] = ()
        """What happened last."""
        self.mark = ""
        """The sign in front of it."""
        self.alarm: tuple[str, ...] = ()
        """What has gone wrong with saving, until it is right again."""
        self.reported = False
        """Whether the person has seen the report."""
        self.is_over = False
        """Whether it is about to end: nothing is drawn or heeded any more."""
        self.has_opened = False
        """Whether there has been something to see."""
        self.failure: Exception | None = None
        """The fault of ours that ended it."""
        self.review_mark: Command | None = None
        """What was opened last from the review."""
        self.finder = Finder(sitting)
        """What works out what to find out next."""
        self._stops = stops
        self._patience = patience
        self._last: tuple[str, ...] = ()
        self._listening = ExitStack()
        if self.no_color:
            kept = [each for each in self._filters if not isinstance(each, NoColor | Monochrome)]
            self._filters = [*kept, WithoutColour()]

    def on_mount(self) -> None:
        """Open at the start page."""
        loop = asyncio.get_running_loop()
        stop = partial(loop.call_soon_threadsafe, lambda: self.end(self._stops.status))
        self._listening.enter_context(self._stops.told(stop))
        self.has_opened = True
        self.push_screen(StartPage())

    def on_unmount(self) -> None:
        """Stop listening to signals."""
        self._listening.close()

    def do(self, command: Command) -> None:
        """Carry out a command, and show what came of it."""
        position = self.sitting.table.position
        outcome = self.sitting.do(command)
        number = f"Question {position.number}. " if position and isinstance(outcome.event, Saved) else ""
        self.tell(outcome, number=number)
        match outcome.event:
            case NoteWanted(needed=needed):
                needs_words = "A few words are needed here: readiness depends on them."
                hint = needs_words if needed else "Enter alone is fine, too."
                self._write("Why does it not apply?", hint, "", NotApplicable)
            case Finished():
                self.reported = True
                self.push_screen(ReportPage())
            case _:
                self.show_place()

    def heed(self, wish: Command | Wish) -> None:  # noqa: C901 one case a key
        """Do what a key asks for, unless a key before it has ended the walk."""
        if self.is_over:
            return
        match wish:
            case Wish.LEAVE:
                self.end(None)
            case Wish.NOTE if self.sitting.table.current is None:
                self.do(Note(""))
            case Wish.NOTE:
                answer = self.sitting.table.answer
                self._write("Note", "Where do you know it from?", (answer and answer.note) or "", Note)
            case Wish.GO_TO:
                self.push_screen(GoToPage(self.do, self.sitting.table.current))
            case Wish.ABOUT:
                self.push_screen(StartPage(again=True))
            case Wish.READINESS if self.sitting.is_hidden:
                self.say("!", (HIDDEN,))
            case Wish.READINESS:
                self.push_screen(ReadinessPage())
            case Wish.SHOW:
                self.say("✓", self.sitting.reveal())
            case Wish.WHAT_IF:
                try_out(self.screen)
            case Wish.LIST:
                self.do(Move.REVIEW)
            case Wish.WHY:
                self.push_screen(ReadingPage("Why we ask", why(self.sitting), "h"))
            case Wish.KEYS:
                self.push_screen(ReadingPage("Keys", keys_text(), "?"))
            case Type(text="") if self._wants_value():
                self._ask_value()
            case _:
                self.do(wish)

    def show_place(self) -> None:
        """Bring the page of the current question, or the review, to the front."""
        if self.is_over:
            return
        wanted = ReviewPage if self.sitting.table.current is None else QuestionPage
        if isinstance(self.screen, wanted):
            self.screen.draw()
        else:
            self.switch_screen(ReviewPage() if wanted is ReviewPage else QuestionPage(self._patience))

    def tell(self, outcome: Outcome, way_back: str = UNDO, *, number: str = "") -> None:
        """Keep what is to be seen until something else happens: above all what was saved last."""
        if outcome.notices or isinstance(outcome.event, Change | Undone):
            self.alarm = outcome.notices
        if isinstance(outcome.event, Refused):
            self.mark, self.said = "!", outcome.lines
            return
        if outcome.lines:
            first = f"{number}{outcome.lines[0]}"
            if not isinstance(outcome.event, Undone | Kept):
                first = f"{first}{'' if first.endswith(('.', '?', '!')) else '.'} {way_back}"
            self._last = (first, *outcome.lines[1:])
        self.mark, self.said = "✓" if self.sitting.is_saved else "!", self._last

    def say(self, mark: str, lines: tuple[str, ...]) -> None:
        """Show a remark."""
        self.mark, self.said = mark, lines
        if not self.is_over and isinstance(self.screen, Page):
            self.screen.draw()

    async def action_quit(self) -> None:
        """End in the ordinary way, from anywhere."""
        self.end(None)

    async def action_interrupt(self) -> None:
        """End at once, as Ctrl-C does."""
        self.end(_INTERRUPTED)

    def end(self, status: int | None) -> None:
        """End with an exit code, or null in the ordinary way; what is written on the start page is kept."""
        if self.is_over:
            return
        for page in self.screen_stack:
            if isinstance(page, StartPage):
                page.commit()
        self.is_over = True
        self.exit(status)

    def _wants_value(self) -> bool:
        """Tell whether Enter opens a box: there are more answers than keys, and none is given yet."""
        question, answer = self.sitting.table.current, self.sitting.table.answer
        keyless = question is not None and not answer_keys(question)[0].key
        return keyless and not self.sitting.table.held and (answer is None or answer.given is None)

    def _ask_value(self) -> None:
        question = self.sitting.table.current
        if question is not None:
            prompt = f"{question.text} Please type {format_numbers(question)}."
            place = self._place(Type)
            self.push_screen(
                ValuePage(
                    "Your answer",
                    prompt,
                    self.sitting.drafts.get(place, ""),
                    entered=lambda box, text: self._enter(box, Type(text)),
                    dropped=lambda text: self.sitting.drafts.update({place: text}),
                )
            )

    def _write(self, title: str, hint: str, text: str, command: type[Note | NotApplicable]) -> None:
        """Open a box for a few words; half typed ones are in the file already, and leave it if put aside."""

        def keep(words: str) -> None:
            self.alarm = self.sitting.keep_draft(command(words))

        self.push_screen(
            WritingPage(
                title,
                hint,
                self.sitting.drafts.get(self._place(command), text),
                entered=lambda box, words: self._enter(box, command(words)),
                dropped=lambda words: self._put_aside(command, words, text),
                changed=keep,
                patience=self._patience,
            )
        )

    def _place(self, kind: type[Command]) -> tuple[int, str, type[Command]]:
        """Say where a draft belongs: whose it is, on which question, and what for."""
        question = self.sitting.table.current
        return self.sitting.table.turn, question.id if question else "", kind

    def _enter(self, box: Page, command: Command) -> None:
        """Carry out what was typed in a box and close it, or say there why that is refused."""
        refusal = self.sitting.find_refusal(command)
        if refusal is not None:
            self.say("!", (refusal,))
        elif box.close():
            self.sitting.drafts.pop(self._place(type(command)), None)
            self.do(command)

    def _put_aside(self, kind: type[Note | NotApplicable], words: str, before: str) -> None:
        """Leave things as they were, but keep what was typed: in the box, and for undo where it is a note."""
        if words.strip() == before.strip():
            self.sitting.drafts.pop(self._place(kind), None)
            self.alarm = self.sitting.drop_draft()
        else:
            self.sitting.drafts[self._place(kind)] = words
            is_note = kind is Note
            self.alarm = self.sitting.put_aside(words, before) if is_note else self.sitting.drop_draft()
            again = "n shows it again, u makes it the note" if is_note else "x shows it again"
            self.mark, self.said = "✓", (f"Put aside, not saved: {again}.",)
        self.show_place()

    def panic(self, *renderables: Any) -> None:
        """End when the terminal cannot be read any more; Textual would print, and nobody could see it."""
        self.end(self._stops.status or _HUNG_UP)

    def _handle_exception(self, error: Exception) -> None:
        """End because of a fault of ours. Textual would print every variable, and with them the answers."""
        if self.is_over:  # it is ending already, and pages may have gone: nobody can see what is missing
            self._close_messages_no_wait()
            return
        self.failure = self.failure or error
        self._return_code = 1
        if self._exception is None:
            self._exception = error
            self._exception_event.set()
        self._close_messages_no_wait()

    def _print_error_renderables(self) -> None:
        """Print nothing, whatever Textual has collected."""
        self._exit_renderables.clear()
