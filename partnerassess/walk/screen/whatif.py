"""The what-if page: other answers tried out, with readiness before and after beside them.

This module knows what keys do in a trial. It does not know what a trial is, nor how anything is scored.
"""

from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll

from partnerassess.interview import Back, Command, Forward, Type, Undo, Unknown, format_numbers
from partnerassess.walk.screen import trials
from partnerassess.walk.screen.boxes import ValuePage
from partnerassess.walk.screen.drawing import hints, plain, question_text, said
from partnerassess.walk.screen.goto import GoToPage
from partnerassess.walk.screen.keys import MORE, answer_keys
from partnerassess.walk.screen.page import SPACED_FROM, Body, Page, line, scroll
from partnerassess.walk.whatif import NOTHING_KEPT, Remark, WhatIf

_COMMANDS: dict[str, Command] = {
    "d": Unknown(),
    "left": Back(),
    "p": Back(),
    "right": Forward(),
    "u": Undo(),
}
_CLOSING = ("escape", "w", "q", "backspace")
_HINTS = (
    ("x", "clear"),
    ("← →", "move"),
    ("d", "don't know"),
    ("u", "take back"),
    ("g", "go to"),
    ("k", "keep"),
    ("Esc", "end the trial"),
)
_WIDEST, _WIDEST_SIDE = 96, 64
_NOTHING_TO_KEEP = Remark(lines=("There is nothing to keep: everything is as answered.",), is_refusal=True)


class WhatIfPage(Page):
    """The page of a trial; nothing on it is saved before somebody has said so twice."""

    def __init__(self, what_if: WhatIf) -> None:
        super().__init__()
        self._what_if = what_if
        self._remark = Remark()
        self._revealing = False
        """Whether the effects of what was tried last are to be brought into view."""

    def compose(self) -> ComposeResult:
        """Lay out the page."""
        yield line("place")
        yield line("trial")
        with Horizontal(id="middle"):
            with Body(id="body"):
                yield line("question", "")
                yield line("so-far", "")
                yield line("answers", "")
                yield line("effects", "")
                yield line("tried", "")
            with Body(id="side"):
                yield line("effects-beside", "")
        yield line("said")
        yield line("keys", "")

    def on_mount(self) -> None:
        """From now on heed how long the page is and how far one has read; all pages draw themselves."""
        for column in self._columns():
            self.whenever(column, "virtual_size", self._lay_out)
            self.whenever(column, "scroll_y", self._show_keys)

    def show(self) -> None:
        """Draw the question, what is tried, and what that would do."""
        what_if = self._what_if
        position = what_if.session.position
        where = f"Question {position.number} of {position.questions}" if position else ""
        self.put_head(f"What if · {what_if.whose}" if what_if.whose else "What if", where)
        self.put("trial", trials.banner(what_if, self.line_width))
        # Question, answers and effects stand below each other here: none is to push another off the page.
        self.set_class(not self.is_wide and self.app.size.height < SPACED_FROM, "-dense")
        self.put("question", question_text(what_if.current))
        self.put("so-far", trials.so_far(what_if))
        self.put("answers", trials.answers(what_if, self._body_columns, listed=self.is_wide))
        self._show_effects()
        remark = self._remark
        self.put("said", said(remark.lines, "!" if remark.is_refusal else "≈"))
        self._lay_out()

    def heed(self, name: str) -> bool:
        """Try an answer out, go to another question, or end the trial."""
        self._revealing = False
        if [scroll(each, name) for each in self._columns()] == [True, True]:
            return True
        if name in _CLOSING:
            self._close()
        else:
            self._heed(name)
        return True

    def _heed(self, name: str) -> None:
        keys = {each.key: Type(each.typed) for each in answer_keys(self._what_if.current) if each.key}
        command = keys.get(name) or _COMMANDS.get(name)
        if command is not None:
            self._do(command)
        elif name == "x":
            self._say(self._what_if.clear())
        elif name == "tab":
            self._say(self._what_if.pass_on())
        elif name == "k":
            self._ask_keep()
        elif name == "g":
            self.app.push_screen(GoToPage(self._do, self._what_if.current, review=False))
        elif name == "enter" and not keys:
            self._ask_value()
        else:
            words = f"Nothing happens at {plain(name)} in a trial. k keeps it, Esc ends it."
            self._say(Remark(lines=(words,), is_refusal=True))

    def _do(self, command: Command) -> None:
        before = self._what_if.current
        remark = self._what_if.do(command)
        is_elsewhere = self._what_if.current is not before
        self._revealing = not is_elsewhere and not remark.is_refusal
        if is_elsewhere:
            self.query_one("#body", VerticalScroll).scroll_home(animate=False)
        self._say(remark)

    def _say(self, remark: Remark) -> None:
        self._remark = remark
        self.draw()

    def _show_effects(self) -> None:
        trial = self._what_if.trial()
        self.put("tried", trials.tried_lines(trial, min(self._body_columns, _WIDEST)))
        self.query_one("#effects").display = not self.is_wide
        if self.is_wide:
            self.query_one("#side").styles.width = self._side_columns
            spaced = self.app.size.height >= SPACED_FROM
            self.put("effects-beside", trials.effects(trial, beside=True, spaced=spaced))
        else:
            self.put("effects", trials.effects(trial, beside=False))

    @property
    def _side_columns(self) -> int:
        return min(self.app.size.width * 2 // 5, _WIDEST_SIDE) if self.is_wide else 0

    @property
    def _body_columns(self) -> int:
        return max(self.line_width - self._side_columns, 1)

    def _columns(self) -> tuple[VerticalScroll, VerticalScroll]:
        return self.query_one("#body", VerticalScroll), self.query_one("#side", VerticalScroll)

    def _lay_out(self) -> None:
        self.later(self._reveal)
        self.later(self._show_keys)

    def _reveal(self) -> None:
        """Bring what the last try does into view, where the window is too low for all of the page."""
        if self._revealing and not self.is_wide:
            effects = self.query_one("#effects")
            self.query_one("#body", VerticalScroll).scroll_to_widget(effects, animate=False)

    def settle(self) -> None:
        """Show the keys anew."""
        self._show_keys()

    def _show_keys(self) -> None:
        """Show the keys, and whether the page goes on below; only known once it is laid out."""
        goes_on = any(each.scroll_y < each.max_scroll_y for each in self._columns() if each.display)
        more = [(MORE.shown, MORE.label)] if goes_on else []
        other = [("Tab", "other partner")] if self._what_if.whose else []
        self.put_hints([*more, *_HINTS[:2], *other, *_HINTS[2:]])

    def _ask_value(self) -> None:
        question = self._what_if.current
        prompt = f"{question.text} Please type {format_numbers(question)}. Nothing is saved."
        self.app.push_screen(ValuePage(prompt, "", entered=self._enter))

    def _enter(self, box: Page, text: str) -> None:
        """Try out a typed value; the box stays open where that is refused."""
        remark = self._what_if.do(Type(text))
        if remark.is_refusal:
            self.walk.say("!", remark.lines)
        elif box.close():
            self._revealing = True
            self._say(remark)

    def _ask_keep(self) -> None:
        if self._what_if.changes:
            self.app.push_screen(KeepPage(self._what_if))
        else:
            self._say(_NOTHING_TO_KEEP)

    def _close(self) -> None:
        was_tried = bool(self._what_if.changes)
        if self.close() and was_tried:
            self.walk.say("✓", (NOTHING_KEPT,))


class KeepPage(Page):
    """The question whether what was tried is to be saved; one key alone says yes."""

    def __init__(self, what_if: WhatIf) -> None:
        super().__init__()
        self._what_if = what_if

    def compose(self) -> ComposeResult:
        """Lay out the page."""
        yield line("place")
        yield line("trial")
        with Body(id="body"):
            yield line("prompt", "")
            yield line("tried", "")
        yield line("keys", "")

    def show(self) -> None:
        """Draw it."""
        self.put_head("Keep the trial?", "")
        self.put("trial", trials.banner(self._what_if, self.line_width))
        self.put("prompt", "Save these as real answers, in place of those in the file? Undo takes them back.")
        self.put("tried", trials.kept_lines(self._what_if.changes, min(self.line_width, _WIDEST)))
        self.put("keys", hints(("y", "yes, save them"), ("Esc", "no, go on with the trial")))

    def heed(self, name: str) -> bool:
        """Save, or go back to the trial."""
        if name == "y":
            if self.close():
                self.walk.keep_trial(self._what_if)
            return True
        if name in ("escape", "n", "q", "left", "backspace"):
            return self.close()
        return scroll(self.query_one("#body", VerticalScroll), name)
