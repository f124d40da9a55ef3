"""What all pages of the full screen have in common: they draw themselves anew, at any size.

This module knows widths and heights. It does not know what is on a page.
"""

from typing import TYPE_CHECKING, cast

from rich.console import RenderableType
from textual import events
from textual.containers import VerticalScroll
from textual.screen import Screen
from textual.widgets import Static

from partnerassess.walk.screen.drawing import head, key_line, said
from partnerassess.walk.screen.keys import BY_NAME, Press

if TYPE_CHECKING:
    from partnerassess.walk.screen.app import WalkApp
    from partnerassess.walk.sitting import Sitting

_MARGINS = 4
"""Columns left free at both sides of a line."""
SHORT = 24
"""Below this many rows nothing is spaced out."""
SPACED_FROM = 34
"""From this many rows on what is listed stands apart."""
TINY, TINY_COLUMNS = 12, 40
"""Below this many rows or columns there is room for the question alone."""
NARROW = 72
"""Below this many columns names are cut short."""
WIDE = 100
"""From this many columns on there is a side panel."""


class Page(Screen[None]):
    """A page, drawn by `show` whenever something has changed."""

    AUTO_FOCUS = ""

    @property
    def walk(self) -> "WalkApp":
        """The app, which holds the sitting."""
        return cast("WalkApp", self.app)

    @property
    def sitting(self) -> "Sitting":
        """Where the answers are."""
        return self.walk.sitting

    @property
    def line_width(self) -> int:
        """How many columns a line across the page has."""
        return max(self.app.size.width - _MARGINS, 1)

    @property
    def is_wide(self) -> bool:
        """Whether there is a side panel."""
        return self.app.size.width >= WIDE

    @property
    def is_short(self) -> bool:
        """Whether rows are scarce."""
        return self.app.size.height < SHORT

    async def on_event(self, event: events.Event) -> None:
        """Heed keys only while the page is in front: one typed ahead is meant for the page that opens."""
        front = self.app.screen
        if isinstance(event, events.Key) and front is not self:
            front.post_message(event)
        else:
            await super().on_event(event)

    def show(self) -> None:
        """Put everything on the page; called by `draw` alone."""

    def draw(self) -> None:
        """Draw the page, unless it is about to go for good."""
        if self.is_mounted and not self.walk.is_over:
            self._fit()
            self.show()

    def on_mount(self) -> None:
        """Draw it for the first time."""
        self.draw()

    def on_resize(self, event: events.Resize) -> None:
        """Draw it anew for another window."""
        self.call_after_refresh(self.draw)

    def on_screen_resume(self) -> None:
        """Draw it anew after another page stood in front of it."""
        self.draw()

    def _fit(self) -> None:
        """Choose the style rules for the size of the window."""
        columns, rows = self.app.size
        self.set_class(columns >= WIDE, "-wide")
        self.set_class(columns < NARROW, "-narrow")
        self.set_class(rows < SHORT, "-short")
        self.set_class(rows < TINY or columns < TINY_COLUMNS, "-tiny")

    def put(self, name: str, content: RenderableType) -> None:
        """Change what one part of the page shows."""
        self.query_one(f"#{name}", Static).update(content)

    def put_head(self, left: str, right: str) -> None:
        """Change the line at the top."""
        self.put("place", head(left, right, self.line_width))

    def put_keys(self, presses: list[Press]) -> None:
        """Change the line of keys at the bottom."""
        self.put("keys", key_line(presses, self.line_width))

    def put_said(self) -> None:
        """Show what happened last."""
        self.put("said", said(self.walk.said, self.walk.mark, self.walk.alarm))


def line(name: str, classes: str = "line") -> Static:
    """Make a part of a page that text is put in."""
    return Static(id=name, classes=classes, markup=False)


def press_of(label: str) -> Press:
    """Give a key by what it does."""
    return next(press for press in BY_NAME.values() if press.label == label)


def key_of(event: events.Key) -> str:
    """Give the name of a pressed key: its character in small, or a name such as `left`."""
    if event.character is not None and event.is_printable:
        return event.character.lower()
    return event.key


def scroll(body: VerticalScroll, name: str) -> bool:
    """Scroll for the keys that do so, and tell whether this was one."""
    moves = {
        "up": body.scroll_up,
        "down": body.scroll_down,
        "pageup": body.scroll_page_up,
        "pagedown": body.scroll_page_down,
        "home": body.scroll_home,
        "end": body.scroll_end,
    }
    move = moves.get(name)
    if move is not None:
        move(animate=False)
    return move is not None
