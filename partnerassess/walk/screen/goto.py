"""The page to go somewhere else: every section and question with its mark, found by typing.

This module knows how a list is narrowed down. It does not know whether one may go there.
"""

from collections.abc import Callable, Iterator

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Input, Static

from partnerassess.interview import Chapter, Command, Entry, GoTo, GoToReview, GoToSection
from partnerassess.model import Question
from partnerassess.walk.screen.drawing import hints, plain
from partnerassess.walk.screen.listing import LEGEND, Listing, Row, question_row
from partnerassess.walk.screen.page import Line, Page, line


class GoToPage(Page):
    """A list to choose from, and a box to narrow it down."""

    FIRST = "Line"

    def __init__(
        self, go: Callable[[Command], object], here: Question | None, *, review: bool = True
    ) -> None:
        """Take whom to tell where to go, where one comes from, and whether one may go to the review."""
        super().__init__()
        self._tell, self._here, self._review = go, here, review
        self._narrowed: str | None = None

    def compose(self) -> ComposeResult:
        """Lay out the page."""
        yield line("place")
        with Horizontal(id="filter-line"):
            yield Static("Find  ", classes="finder", markup=False)
            yield Line(placeholder="a word of the question or section, or its number", compact=True)
        yield Listing("places")
        yield line("legend")
        yield line("keys", "")

    def on_mount(self) -> None:
        """Begin with the whole list, at the question one comes from."""
        self.query_one(Listing).can_focus = False

    def show(self) -> None:
        """Draw the page."""
        self.put_head("Go to", "")
        self.put("legend", Text(LEGEND, style="dim"))
        self.put("keys", hints(("↑ ↓", "choose"), ("Enter", "go"), ("Esc", "stay")))
        self._narrowed = None
        self._narrow(self.query_one(Line).value)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Narrow the list down."""
        if self.is_open:
            self._narrow(event.value)

    def heed(self, name: str) -> bool:
        """Move the mark, go where it is, or stay."""
        if name == "escape":
            return self.close()
        if name == "enter":
            self._go()
            return True
        return self.query_one(Listing).move(name)

    def _go(self) -> None:
        self._narrow(self.query_one(Line).value)
        asked = self.query_one(Listing).asked
        if asked is not None and self.close():
            self._tell(asked)

    def _narrow(self, wanted: str) -> None:
        if self._narrowed == wanted:
            return
        self._narrowed = wanted
        rows = list(self._rows(plain(wanted).casefold()))
        asked = [row.asks for row in rows if row.asks is not None]
        here = GoTo(self._here.id) if self._here and not wanted.strip() else None
        self.query_one(Listing).fill(rows, chosen=asked.index(here) if here in asked else 0)

    def _rows(self, wanted: str) -> Iterator[Row]:
        for chapter in self.sitting.session.chapters:
            in_title = wanted in plain(chapter.section.title).casefold()
            found = [entry for entry in chapter.entries if in_title or _is_wanted(entry, wanted)]
            if found:
                asks = GoToSection(chapter.section.id) if in_title else None
                yield Row(drawn=self._section_text(chapter), asks=asks)
            for entry in found:
                yield question_row(self.sitting, entry, GoTo(entry.question.id), self.line_width)
        if self._review and wanted in "review of all answers":
            yield Row(drawn=Text("\nReview of all answers", style="bold"), asks=GoToReview())

    def _section_text(self, chapter: Chapter) -> Text:
        names = {entry.question.id for entry in chapter.entries}
        counts = (
            sum(entry.answered for entry in each.entries if entry.question.id in names)
            for each in self.sitting.table.sessions
        )
        done = " + ".join(map(str, counts))
        how_far = f"   {done} of {len(chapter.entries)} done"
        return Text.assemble((f"\n{plain(chapter.section.title)}", "bold"), how_far)


def _is_wanted(entry: Entry, wanted: str) -> bool:
    if wanted.isascii() and wanted.isdigit():
        return str(entry.number) == wanted
    return all(word in plain(entry.question.text).casefold() for word in wanted.split())
