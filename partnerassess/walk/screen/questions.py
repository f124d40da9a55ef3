"""The question page: one question, everything that can be answered, and what was saved last.

This module knows what stands on the page, and hands keys on. It does not know any rule of the interview.
"""

from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll

from partnerassess.interview import AnswerCommand, Command, Type, Undo
from partnerassess.model import Question
from partnerassess.walk.keys import Wish
from partnerassess.walk.screen import drawing, panels
from partnerassess.walk.screen.keys import BY_NAME, MORE, HeldKeys, answer_keys
from partnerassess.walk.screen.page import SPACED_FROM, Page, line, scroll

_HELD = ("A key is held down: only its first press counted. Let go, and press it again.",)
_WIDEST_SIDE = 64
_SIDE_MARGINS = 6
"""Columns of the side panel that stay free: its line, and the space around the text."""


class QuestionPage(Page):
    """The page that asks."""

    def __init__(self, patience: float) -> None:
        super().__init__()
        self._held_keys = HeldKeys(patience)

    def compose(self) -> ComposeResult:
        """Lay out the page."""
        yield line("place")
        yield line("progress", "")
        with Horizontal(id="middle"):
            with VerticalScroll(id="body", can_focus=False):
                yield line("question", "")
                yield line("so-far", "")
                yield line("answers", "")
            with VerticalScroll(id="side", can_focus=False):
                yield line("why", "")
                yield line("readiness", "")
        yield line("said")
        yield line("keys", "")

    def on_mount(self) -> None:
        """From now on say whether there is more below; all pages draw themselves."""
        self.whenever(self.query_one("#body"), "scroll_y", self._show_keys)

    def show(self) -> None:
        """Draw the current question."""
        question = self.sitting.table.current
        if question is None:
            return
        self.put_head(*drawing.where(self.sitting, roomy=self.app.size.width >= 72))
        self.put("progress", drawing.progress(self.sitting, self.line_width))
        self._show_question(question)
        self._show_side()
        self.put_said()
        self.later(self._show_keys)

    def heed(self, name: str) -> bool:
        """Carry out what a key asks for."""
        if scroll(self.query_one("#body", VerticalScroll), name):
            return True
        is_held = self._held_keys.is_held(name, self.pressed_at)
        wish = self._wish_of(name)
        if wish is None:
            self.walk.say("!", (f"Nothing happens at {drawing.plain(name)}. Press ? to see the keys.",))
        elif isinstance(wish, AnswerCommand | Undo) and is_held:
            self.walk.say("!", _HELD)
        else:
            self.walk.heed(wish)
        return True

    def start_again(self) -> None:
        """Show the beginning of the page."""
        self.query_one("#body", VerticalScroll).scroll_home(animate=False)

    def _wish_of(self, name: str) -> Command | Wish | None:
        question = self.sitting.table.current
        for each in answer_keys(question) if question else ():
            if each.key == name:
                return Type(each.typed)
        press = BY_NAME.get(name)
        return press.asks if press else None

    def _show_question(self, question: Question) -> None:
        width = self._body_columns
        self.put("question", drawing.question_text(question))
        spaced = self.app.size.height >= SPACED_FROM
        self.put("answers", drawing.answers(self.sitting, question, width, spaced=spaced))
        so_far = drawing.so_far(self.sitting, question, spaced=not self.is_short)
        self.put("so-far", so_far or "")
        self.query_one("#so-far").display = so_far is not None

    def _show_side(self) -> None:
        if not self.is_wide:
            return
        self.query_one("#side").styles.width = self._side_columns
        spaced = self.app.size.height >= SPACED_FROM and not self.sitting.is_shared
        self.put("why", panels.why_in_short(self.sitting, spaced=spaced))
        width = self._side_columns - _SIDE_MARGINS
        self.put("readiness", panels.readiness_in_short(self.sitting, width, spaced=spaced))

    @property
    def _side_columns(self) -> int:
        """How many columns the side panel has; reckoned, because a new window is laid out only later."""
        return min(self.app.size.width * 2 // 5, _WIDEST_SIDE) if self.is_wide else 0

    def _show_keys(self) -> None:
        """Show the keys, and whether the question goes on below; only known once it is laid out."""
        body = self.query_one("#body", VerticalScroll)
        presses = drawing.presses_at(self.sitting.table, wide=self.is_wide)
        more = [MORE] if body.scroll_y < body.max_scroll_y else []
        self.put_keys([*more, *presses])

    @property
    def _body_columns(self) -> int:
        return max(self.line_width - self._side_columns, 10)
