"""Boxes in front of a page: to read something, or to write a few words.

This module knows how boxes open and close. It does not know what the words are for.
"""

from collections.abc import Callable

from rich.console import RenderableType
from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.message import Message
from textual.widgets import Input, TextArea

from partnerassess.walk.screen.drawing import hints, plain, rule
from partnerassess.walk.screen.keys import PRESSES
from partnerassess.walk.screen.page import Page, key_of, line, scroll


class ReadingPage(Page):
    """Something to read; most keys close it again."""

    def __init__(self, title: str, draw: Callable[[int], RenderableType], opened_by: str) -> None:
        """Take the title, how it is drawn at a width, and the key that opened it."""
        super().__init__()
        self._heading = title
        self._draw = draw
        self._opened_by = opened_by

    def compose(self) -> ComposeResult:
        """Lay out the page."""
        yield line("place")
        yield line("progress", "")
        with VerticalScroll(id="body", can_focus=False):
            yield line("reading", "")
        yield line("keys", "")

    def show(self) -> None:
        """Draw it."""
        self.put_head(self._heading, "")
        self.put("progress", rule(self.line_width))
        self.put("reading", self._draw(min(self.line_width, 96)))
        self.put("keys", hints(("↑ ↓", "read on"), ("Esc", "back to the question")))

    def on_key(self, event: events.Key) -> None:
        """Scroll, or close."""
        event.stop()
        name = key_of(event)
        if scroll(self.query_one("#body", VerticalScroll), name):
            return
        if name in (self._opened_by, "escape", "enter", "q", "left", "p", "backspace"):
            self.walk.close_page()


def keys_text() -> RenderableType:
    """Explain every key."""
    text = Text("Press the number or letter in front of an answer to give it and go on.\n\n")
    for press in PRESSES:
        text.append(f"{press.shown:>6}", style="bold")
        text.append(f"  {press.meaning}\n")
    text.append("\n   ↑ ↓", style="bold")
    text.append("  read on where a question does not fit the window\n")
    text.append("Ctrl-C", style="bold")
    text.append("  leave at once; everything is saved already\n")
    return text


class Words(TextArea):
    """A box for a few words: Enter ends them instead of a line."""

    class Finished(Message):
        """Sent when nothing more is to be written."""

        def __init__(self, *, keep: bool) -> None:
            super().__init__()
            self.keep = keep
            """Whether the words are to be kept."""

    def on_mount(self) -> None:
        """Go on behind what is there."""
        self.move_cursor(self.document.end)

    async def _on_key(self, event: events.Key) -> None:
        if event.key in ("enter", "escape"):
            event.stop()
            event.prevent_default()
            self.post_message(self.Finished(keep=event.key == "enter"))
            return
        await super()._on_key(event)


class WritingPage(Page):
    """A few words to write. Letters typed here answer nothing."""

    AUTO_FOCUS = "TextArea, Input"

    def __init__(
        self,
        prompt: str,
        text: str,
        hint: str,
        *,
        done: Callable[[str], None],
        changed: Callable[[str], None] | None = None,
        dropped: Callable[[], None] | None = None,
    ) -> None:
        """Take what is asked, what is there already, and whom to tell of the text or that it is dropped."""
        super().__init__()
        self._prompt, self._text, self._hint = prompt, text, hint
        self._done, self._changed, self._dropped = done, changed, dropped

    def compose(self) -> ComposeResult:
        """Lay out the page."""
        yield line("place")
        with VerticalScroll(id="body", can_focus=False):
            yield line("question", "")
            yield line("prompt", "")
            yield Words(self._text, soft_wrap=True, tab_behavior="focus", id="words")
        yield line("said")
        yield line("keys", "")

    def show(self) -> None:
        """Draw it."""
        question = self.sitting.table.current
        self.put_head(self._prompt, self.sitting.whose)
        self.put("question", Text(plain(question.text) if question else "", style="bold"))
        self.put("prompt", Text(self._hint))
        self.put_said()
        self.put("keys", hints(("Enter", "save"), ("Esc", "leave it as it was")))

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Keep what is half typed safe."""
        if self._changed is not None and event.text_area.text != self._text:
            self._text = event.text_area.text
            self._changed(self._text)

    def on_words_finished(self, event: Words.Finished) -> None:
        """Close, and keep the words or drop them."""
        self._close(keep=event.keep)

    def _close(self, *, keep: bool) -> None:
        text = self.query_one(Words).text
        self.walk.close_page()
        if keep:
            self._done(text)
        elif self._dropped is not None:
            self._dropped()


class ValuePage(Page):
    """A value to type, where a question has too many answers for single keys."""

    AUTO_FOCUS = "Input"

    def __init__(self, prompt: str, done: Callable[[str], None]) -> None:
        super().__init__()
        self._prompt, self._done = prompt, done

    def compose(self) -> ComposeResult:
        """Lay out the page."""
        yield line("place")
        with VerticalScroll(id="body", can_focus=False):
            yield line("prompt", "")
            yield Input(id="value")
        yield line("keys", "")

    def show(self) -> None:
        """Draw it."""
        self.put_head("Your answer", "")
        self.put("prompt", Text(plain(self._prompt)))
        self.put("keys", hints(("Enter", "save"), ("Esc", "leave it as it was")))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Hand the value on."""
        self.walk.close_page()
        self._done(event.value)

    def on_key(self, event: events.Key) -> None:
        """Close without an answer."""
        if event.key == "escape":
            self.walk.close_page()
