"""The question page: one question, everything that can be answered, and what was saved last.

This module knows what stands on the page, and hands keys on. It does not know any rule of the interview.
"""

from partnerassess.interview.commands import AnswerCommand, Command, Type, Undo
from partnerassess.model import Question
from partnerassess.walk.keys import BY_NAME, MORE, HeldKeys, Wish, answer_keys
from partnerassess.walk.screen import drawing, readiness
from partnerassess.walk.screen.page import SPACED_FROM, TwoColumns, scroll

_HELD = ("A key is held down: only its first press counted. Let go, and press it again.",)
HIDDEN = "Readiness so far, and what the other one says, are hidden until both have answered. v shows them."
_SIDE_MARGINS = 6
"""Columns of the side panel that stay free: its line, and the space around the text."""


class QuestionPage(TwoColumns):
    """The page that asks."""

    LEFT = ("question", "so-far", "answers")
    RIGHT = ("why", "readiness")

    def __init__(self, patience: float) -> None:
        super().__init__()
        self._held_keys = HeldKeys(patience)
        self._chosen: tuple[str, int, int] | None = None
        """The answer marked with the arrows: at which question, for whom, and its place."""

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
        self.later(self.settle)

    def heed(self, name: str) -> bool:
        """Carry out what a key asks for."""
        if name in ("up", "down") and self._choose(1 if name == "down" else -1):
            return True
        if scroll(self.body, name):
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
        """Show the beginning of the page, with nothing chosen."""
        self._chosen = None
        self.body.scroll_home(animate=False)

    def _wish_of(self, name: str) -> Command | Wish | None:
        question = self.sitting.table.current
        keys = answer_keys(question) if question else ()
        for place, each in enumerate(keys):
            if each.key == name or (name == "enter" and place == self._chosen_place):
                return Type(each.typed)
        press = BY_NAME.get(name)
        return press.asks if press else None

    @property
    def _chosen_place(self) -> int | None:
        """Which answer Enter would give: the one marked with the arrows; null for none."""
        question, turn = self.sitting.table.current, self.sitting.table.turn
        here = self._chosen is not None and self._chosen[:2] == (question and question.id, turn)
        return self._chosen[2] if here and self._chosen else None

    def _choose(self, step: int) -> bool:
        """Mark the answer above or below, and tell whether there is one to be seen; else the page scrolls."""
        question, table = self.sitting.table.current, self.sitting.table
        keys = answer_keys(question) if question else ()
        if question is None or not keys or not keys[0].key:
            return False
        answer = table.session.answer_to(question)
        given = [place for place, each in enumerate(keys) if answer and each.answer == answer.given]
        before = self._chosen_place if self._chosen_place is not None else (*given, None)[0]
        after = (0 if step > 0 else len(keys) - 1) if before is None else before + step
        if not 0 <= after < len(keys):
            return False
        self._chosen = (question.id, table.turn, after)
        self.draw()
        return True

    def _show_question(self, question: Question) -> None:
        width = self.body_columns
        self.put("question", drawing.question_text(question))
        spaced = self.app.size.height >= SPACED_FROM
        self.put(
            "answers",
            drawing.answers(self.sitting, question, width, spaced=spaced, chosen=self._chosen_place),
        )
        so_far = drawing.so_far(self.sitting, question, spaced=not self.is_short)
        self.put("so-far", so_far or "")
        self.query_one("#so-far").display = so_far is not None

    def _show_side(self) -> None:
        if not self.is_wide:
            return
        self.query_one("#side").styles.width = self.side_columns
        spaced = self.app.size.height >= SPACED_FROM and not self.sitting.is_shared
        self.put("why", readiness.why_in_short(self.sitting, spaced=spaced))
        width = self.side_columns - _SIDE_MARGINS
        hidden = self.sitting.is_hidden
        text = HIDDEN if hidden else readiness.readiness_in_short(self.sitting, width, spaced=spaced)
        self.put("readiness", text)

    def settle(self) -> None:
        """Show the keys, and whether the question goes on below; only known once it is laid out."""
        presses = drawing.presses_at(self.sitting.table, wide=self.is_wide)
        more = [MORE] if self.body.scroll_y < self.body.max_scroll_y else []
        self.put_keys([*more, *presses])
