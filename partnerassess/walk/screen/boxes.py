"""Boxes in front of a page: to read something, or to write a few words."""

from collections.abc import Callable

from rich.console import RenderableType
from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import TextArea

from partnerassess.walk.keys import KEYS
from partnerassess.walk.screen.drawing import plain
from partnerassess.walk.screen.page import Line, Ordered, Page, Reading, line


class ReadingPage(Reading):
    """A text to read."""

    def __init__(self, title: str, content: RenderableType, opened_by: str) -> None:
        """Take the title, what is to be read, and the key that opened it."""
        super().__init__()
        self._heading, self._content = title, content
        self.CLOSING = (opened_by, *Reading.CLOSING)

    def _fill(self) -> None:
        self.put_frame(self._heading, "", ("↑ ↓", "read on"), ("Esc", "back to the question"))
        self.put("reading", self._content)


def keys_text() -> RenderableType:
    """Explain every key."""
    text = Text("Press the number or letter in front of an answer to give it and go on.\n\n")
    for press in KEYS:
        text.append(f"{press.shown:>6}", style="bold")
        text.append(f"  {press.meaning}\n")
    text.append("\n   ↑ ↓", style="bold")
    text.append("  read on where a question does not fit the window\n")
    text.append("Ctrl-C", style="bold")
    text.append("  leave at once\n")
    return text


class Words(Ordered, TextArea):
    """A box for a few words."""

    WRITES = True

    def on_mount(self) -> None:
        """Go on behind what is there."""
        self.move_cursor(self.document.end)

    def _on_key(self, event: events.Key) -> None:  # type: ignore[override]  # Textual calls both, ours first
        if event.is_printable and isinstance(self.screen, WritingPage):
            self.screen.go_on()

    def _on_paste(self, event: events.Paste) -> None:  # type: ignore[override]  # the same
        if isinstance(self.screen, WritingPage):
            self.screen.go_on()


class ValuePage(Page):
    """Something to write: Enter hands it on, Esc puts it aside. Letters typed here answer nothing."""

    ABOVE = ""
    FIRST = "#box"
    PARTS: tuple[str, ...] = ("prompt",)
    """What stands above the box."""
    ASIDE = "leave it as it was"
    """What Esc does."""

    def __init__(
        self,
        title: str,
        prompt: str,
        text: str,
        *,
        entered: Callable[[Page, str], None],
        dropped: Callable[[str], None] = lambda _: None,
    ) -> None:
        """Take what is asked, what is there already, and whom to tell of what is written."""
        super().__init__()
        self._heading, self._prompt, self._text = title, prompt, text
        self._entered, self._dropped = entered, dropped

    def _middle(self) -> ComposeResult:
        with VerticalScroll(id="body", can_focus=False):
            yield from map(line, self.PARTS)
            yield self._make_box()

    def _make_box(self) -> Widget:
        return Line(self._text, id="box", select_on_focus=False)

    @property
    def written(self) -> str:
        """What is written now."""
        return self.query_one(Line).value

    def _fill(self) -> None:
        self.put("prompt", Text(plain(self._prompt)))
        self.put_frame(self._heading, self.sitting.whose, ("Enter", "save"), ("Esc", self.ASIDE))

    def heed(self, name: str) -> bool:
        """Hand on what is written, or put it aside; everything else is the box's own business."""
        words = self.written
        if name == "enter":
            self._entered(self, words)
        elif name == "escape":
            if self.close():
                self._dropped(words)
        else:
            return False
        return True


class WritingPage(ValuePage):
    """A few words to write, of several lines too.

    Enter ends them, unless more comes in the same instant: then somebody has pasted lines into a terminal
    that types what is pasted, and Enter was a line break.
    """

    PARTS = ("question", "prompt")
    ASIDE = "put it aside"

    def __init__(
        self,
        title: str,
        prompt: str,
        text: str,
        *,
        entered: Callable[[Page, str], None],
        dropped: Callable[[str], None],
        changed: Callable[[str], None],
        patience: float,
    ) -> None:
        """Take whom to tell of what is half written as well, and how long an instant is, in seconds."""
        super().__init__(title, prompt, text, entered=entered, dropped=dropped)
        self._changed, self._patience = changed, patience
        self._ending: Timer | None = None

    def _make_box(self) -> Widget:
        return Words(self._text, soft_wrap=True, tab_behavior="focus", id="box")

    @property
    def written(self) -> str:
        """What is written now."""
        return self.query_one(Words).text

    def _fill(self) -> None:
        super()._fill()
        question = self.sitting.table.current
        self.put("question", Text(plain(question.text) if question else "", style="bold"))

    def heed(self, name: str) -> bool:
        """End the words, or put them aside; everything else is the box's own business."""
        if name == "escape" and self._ending is None:
            return super().heed(name)
        if name == "escape" or (name == "enter" and not self._patience):
            self._finish()
            return True
        self.go_on()
        if name == "enter":
            self._ending = self.set_timer(self._patience, self._finish)
        return name == "enter"

    def go_on(self) -> None:
        """Take an Enter for a line break, because more follows in the same instant."""
        if self._ending is not None:
            self._ending.stop()
            self._ending = None
            self.query_one(Words).insert("\n")

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Keep what is half typed safe."""
        if self.is_open and event.text_area.text != self._text:
            self._text = event.text_area.text
            self._changed(self._text)

    def _finish(self) -> None:
        if self._ending is not None:
            self._ending.stop()
            self._ending = None
        if self.is_in_front:
            self._entered(self, self.written)
