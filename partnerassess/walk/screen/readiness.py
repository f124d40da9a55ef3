"""The readiness page: how ready every arrangement looks so far, and what to find out next.

This module knows what stands on the page and what its keys do. It does not know how any of it is worked out.
"""

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import VerticalScroll

from partnerassess.interview import GoTo
from partnerassess.walk.finding import WORKING_IT_OUT, Finding
from partnerassess.walk.keys import Wish
from partnerassess.walk.screen.drawing import fitting, plain, rule
from partnerassess.walk.screen.page import Page, line, scroll
from partnerassess.walk.screen.panels import readiness

_WIDEST = 96
_CLOSING = ("r", "escape", "enter", "q", "left", "p", "backspace")


class ReadinessPage(Page):
    """Readiness to read, and a way to the question that would settle most."""

    def __init__(self) -> None:
        super().__init__()
        self._found: tuple[Finding, ...] | None = None

    def compose(self) -> ComposeResult:
        """Lay out the page."""
        yield line("place")
        yield line("progress", "")
        with VerticalScroll(id="body", can_focus=False):
            yield line("finding", "")
            yield line("reading", "")
        yield line("keys", "")

    def show(self) -> None:
        """Draw it; what takes longer follows as soon as it is there."""
        self._find()
        self.put_head("Readiness so far", "")
        self.put("progress", rule(self.line_width))
        self.put("finding", self._finding_text())
        self.query_one("#finding").display = self._found != ()
        self.put("reading", readiness(self.sitting, min(self.line_width, _WIDEST)))
        way = [("f", f"go to question {self._found[0].number}")] if self._way() and self._found else []
        pairs = [("↑ ↓", "read on"), *way, ("w", "what if"), ("Esc", "back")]
        self.put("keys", fitting(pairs, self.line_width))

    def heed(self, name: str) -> bool:
        """Scroll, go on to what the page leads to, or close."""
        way = self._way()
        if name == "f" and way is not None and self.close():
            self.walk.heed(way)
        elif name == "w" and self.close():
            self.walk.heed(Wish.WHAT_IF)
        elif name in _CLOSING:
            self.close()
        else:
            return scroll(self.query_one("#body", VerticalScroll), name)
        return True

    def _find(self) -> None:
        found = self.walk.finder.find(lambda: self.later(self.draw))
        if isinstance(found, Exception):
            raise found
        self._found = found

    def _finding_text(self) -> Text:
        if self._found is None:
            return Text(WORKING_IT_OUT, style="dim")
        return Text("\n").join(Text(plain(finding.line)) for finding in self._found)

    def _way(self) -> GoTo | None:
        """Give the way to the first question to find out; null where there is none, or not yet."""
        found = self._found[0] if self._found else None
        return GoTo(found.question.id) if found and found.number else None
