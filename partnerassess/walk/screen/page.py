"""What all pages of the full screen have in common: they draw themselves anew, and heed keys in order."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol, cast

from rich.console import RenderableType
from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input, Static

from partnerassess.interview.commands import Command
from partnerassess.walk.keys import Wish
from partnerassess.walk.readiness import Finder
from partnerassess.walk.screen.drawing import fitting, head, rule, said
from partnerassess.walk.sitting import Outcome, Sitting

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
_WIDEST_SIDE = 64
UNDO = "u takes it back."
"""Behind what was saved last."""


class Walk(Protocol):
    """What pages know of the app they are pages of."""

    sitting: Sitting
    finder: Finder
    said: tuple[str, ...]
    mark: str
    alarm: tuple[str, ...]
    is_over: bool
    review_mark: Command | None
    """What was opened last from the review."""

    def heed(self, wish: Command | Wish) -> None:
        """Do what a key asks for."""

    def tell(self, outcome: Outcome, way_back: str = UNDO) -> None:
        """Keep what came of something to be seen until something else happens, with the way back."""

    def say(self, mark: str, lines: tuple[str, ...]) -> None:
        """Show a remark behind a sign."""

    def show_place(self) -> None:
        """Bring the page of the current question, or the review, to the front."""


class Page(Screen[None]):
    """A page, drawn by `_fill` whenever something has changed.

    A page that has closed itself may still hear of keys, windows and timers: everything that happens later
    goes through `later` and `whenever`, and every page closes through `close`.
    """

    AUTO_FOCUS = ""
    ABOVE = "progress"
    """What stands above its middle, below the place; empty for nothing."""
    SAYS = True
    """Whether what happened last stands below its middle."""
    FIRST: str | None = None
    """The box or list that keys are meant for from the beginning; null where they are meant for the page."""

    heard: events.Key | None = None
    """The key that a box on this page is heeding; it reaches the page as well, and no other."""
    pressed_at = 0.0
    """When the last key was pressed, in seconds."""

    @property
    def walk(self) -> Walk:
        """The app, which holds the sitting."""
        return cast("Walk", self.app)

    @property
    def sitting(self) -> Sitting:
        """Where the answers are."""
        return self.walk.sitting

    @property
    def line_width(self) -> int:
        """How many columns a line across the page has."""
        return max(self.app.size.width - _MARGINS, 1)

    @property
    def body(self) -> VerticalScroll:
        """The part that scrolls."""
        return self.query_one("#body", VerticalScroll)

    @property
    def is_wide(self) -> bool:
        """Whether there is a side panel."""
        return self.app.size.width >= WIDE

    @property
    def is_short(self) -> bool:
        """Whether rows are scarce."""
        return self.app.size.height < SHORT

    @property
    def is_open(self) -> bool:
        """Whether it can still be drawn: it is on the screen, or behind another page that is.

        When the screen closes for good, its parts go before the page does.
        """
        is_whole = self.is_mounted and bool(self.children)
        return is_whole and not self.walk.is_over and self in self.app.screen_stack

    @property
    def is_in_front(self) -> bool:
        """Whether keys are meant for it."""
        return self.is_open and self.app.screen is self

    def compose(self) -> ComposeResult:
        """Lay out the page."""
        yield line("place")
        if self.ABOVE:
            yield line(self.ABOVE)
        yield from self._middle()
        if self.SAYS:
            yield line("said")
        yield line("keys")

    def _middle(self) -> ComposeResult:
        """Lay out what is the page's own."""
        yield from ()

    def _fill(self) -> None:
        """Put everything on the page; called by `draw` alone."""

    def heed(self, name: str) -> bool:
        """Do what a key asks for, and tell whether it means anything here."""
        return False

    def draw(self) -> None:
        """Draw the page for the size of the window, unless it is about to go for good."""
        if not self.is_open:
            return
        before = self.classes
        columns, rows = self.app.size
        self.set_class(columns >= WIDE, "-wide", update=False)
        self.set_class(columns < NARROW, "-narrow", update=False)
        self.set_class(rows < SHORT, "-short", update=False)
        self.set_class(rows < TINY or columns < TINY_COLUMNS, "-tiny", update=False)
        if self.classes != before:  # once, not for each of them
            self.update_node_styles()
        self._fill()

    def settle(self) -> None:
        """Show what depends on the room there is; called whenever a part that scrolls has another size."""

    def later(self, do: Callable[[], object]) -> None:
        """Do something once the page is laid out, unless it has closed by then."""
        self.call_after_refresh(self._do_if_open, do)

    def whenever(self, widget: Widget, attribute: str, do: Callable[[], object]) -> None:
        """Do something whenever an attribute of a widget changes, as long as the page is open."""
        self.watch(widget, attribute, lambda: self._do_if_open(do), init=False)

    def _do_if_open(self, do: Callable[[], object]) -> None:
        if self.is_open:
            do()

    def close(self) -> bool:
        """Go back to the page behind; false where an earlier key has closed this one already."""
        if not self.is_in_front:
            return False
        self.app.pop_screen()
        return True

    async def on_event(self, event: events.Event) -> None:
        """Heed keys only while the page is in front: one typed ahead is meant for the page that opens."""
        if isinstance(event, events.Key) and not self.is_in_front:
            if event is not self.heard:
                hand_on(self, event)
            return
        await super().on_event(event)

    def on_key(self, event: events.Key) -> None:
        """Heed a key, unless a box on the page has done so."""
        if event is self.heard:
            return
        event.stop()
        self.pressed_at = event.time
        if self.focused is not None:  # it came before the box was there
            hand_on(self, event)
        else:
            self.heed(key_of(event))

    def on_mount(self) -> None:
        """Draw it for the first time."""
        self.draw()
        if self.FIRST is not None:
            self.set_focus(self.query_one(self.FIRST))

    def on_resize(self, event: events.Resize) -> None:
        """Draw it anew for another window."""
        self.later(self.draw)

    def on_screen_resume(self) -> None:
        """Draw it anew after another page stood in front of it."""
        self.draw()

    def put(self, name: str, content: RenderableType) -> None:
        """Change what one part of the page shows."""
        self.query_one(f"#{name}", Static).update(content)

    def put_frame(self, left: str, right: str, *pairs: tuple[str, str], above: Text | None = None) -> None:
        """Change what stands around the middle: the place, a line, what happened last, and keys if any."""
        self.put("place", head(left, right, self.line_width))
        if self.ABOVE:
            self.put(self.ABOVE, above or rule(self.line_width))
        if self.SAYS:
            self.put("said", said(self.walk.said, self.walk.mark, self.walk.alarm))
        if pairs:
            self.put_keys(pairs)

    def put_keys(self, pairs: Sequence[tuple[str, str]]) -> None:
        """Change the keys at the bottom with what they do here, to two lines where there is room."""
        lines = 1 if self.is_short or self.has_class("-dense") else 2
        self.put("keys", fitting(pairs, self.line_width, lines))


if TYPE_CHECKING:
    _Mixed = Widget
else:
    _Mixed = object  # Textual takes styles and keys from the first kind of widget it finds


class Ordered(_Mixed):
    """A box or list that heeds keys in the order in which they were pressed, however fast they come.

    Textual looks up most keys only after they have gone through the whole page; by then the next ones may
    have been written already, or stand in a box that has closed meanwhile.
    """

    WRITES = False
    """Whether letters are written in it, so that the page does not hear of them first."""

    async def on_event(self, event: events.Event) -> None:
        """Hand a key on that is not meant for this box any more; let the page heed it first, then the box."""
        page = self.screen
        if not isinstance(event, events.Key) or not isinstance(page, Page):
            await super().on_event(event)
            return
        if not page.is_in_front or page.focused is not self:
            hand_on(self, event)
            return
        page.heard = event
        if not (self.WRITES and event.is_printable) and page.heed(key_of(event)):
            event.stop()
            return
        bindings = self._bindings.key_to_bindings.get(event.key)
        if bindings:
            event.stop()
            await self.app.run_action(bindings[0].action, default_namespace=self)
        else:
            await super().on_event(event)


class Body(VerticalScroll, can_focus=False):
    """The part of a page that scrolls."""

    def on_resize(self) -> None:
        """Let the page show whether it goes on below."""
        if isinstance(self.screen, Page):
            self.screen.later(self.screen.settle)


class Reading(Page):
    """A page to read, which most keys close."""

    SAYS = False
    PARTS: tuple[str, ...] = ("reading",)
    """What stands below each other in it."""
    CLOSING: tuple[str, ...] = ("escape", "enter", "q", "left", "p", "backspace")

    def _middle(self) -> ComposeResult:
        with VerticalScroll(id="body", can_focus=False):
            yield from map(line, self.PARTS)

    def heed(self, name: str) -> bool:
        """Close, or scroll."""
        return self.close() if name in self.CLOSING else scroll(self.body, name)


class TwoColumns(Page):
    """A page with a question and, beside it in a wide window, what that leads to."""

    LEFT: tuple[str, ...] = ()

    def _middle(self) -> ComposeResult:
        with Horizontal(id="middle"):
            with Body(id="body"):
                yield from map(line, self.LEFT)
            with Body(id="side"):
                yield line("beside")

    def on_mount(self) -> None:
        """From now on say whether there is more below; all pages draw themselves."""
        for column in self.columns:
            self.whenever(column, "virtual_size", lambda: self.later(self.settle))
            self.whenever(column, "scroll_y", self.settle)

    @property
    def columns(self) -> tuple[VerticalScroll, VerticalScroll]:
        """Both columns; the second is not shown in a window that is not wide."""
        return self.body, self.query_one("#side", VerticalScroll)

    @property
    def side_columns(self) -> int:
        """How wide the second one is; reckoned, because a new window is laid out only later."""
        return min(self.app.size.width * 2 // 5, _WIDEST_SIDE) if self.is_wide else 0

    def put_beside(self, content: RenderableType) -> None:
        """Change what the second one shows."""
        self.query_one("#side").styles.width = self.side_columns
        self.put("beside", content)

    @property
    def body_columns(self) -> int:
        """How wide the first one is."""
        return max(self.line_width - self.side_columns, 10)


class Line(Ordered, Input):
    """A line to write on; line breaks in what is pasted become spaces."""

    WRITES = True

    def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        self.insert_text_at_cursor(" ".join(event.text.split()))


def hand_on(widget: Widget, event: events.Key) -> None:
    """Give a key to what is in front now; drop it where nothing is any more."""
    stack = widget.app.screen_stack
    front = stack[-1] if stack else None
    target = front and (front.focused or front)
    if target is not None and target is not widget:
        target.post_message(event)


def line(name: str) -> Static:
    """Make a part of a page that text is put in."""
    return Static(id=name, markup=False)


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
