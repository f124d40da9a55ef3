"""Lists of questions to choose from: with numbers, marks and answers."""

from collections.abc import Callable, Iterable, Iterator

from msgspec import Struct
from rich.console import RenderableType
from rich.table import Table as Grid
from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.style import Style
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from partnerassess.interview.commands import Command, GoTo, Move
from partnerassess.interview.table import Chapter, Entry
from partnerassess.model import Question, Silence
from partnerassess.walk.screen.drawing import plain
from partnerassess.walk.screen.page import Line, Ordered, Page, line
from partnerassess.walk.sitting import Sitting

_BESIDE = 72
"""From this many columns on an answer stands beside its question instead of behind it."""

_MARKED = "option-list--option-highlighted"
_MARKS = {Silence.UNKNOWN: "?", Silence.DECLINED: "–", Silence.NOT_APPLICABLE: "–", None: "·"}
LEGEND = "✓ answered   ? not known   – left out   · no answer yet"
"""What the marks mean."""


class Row(Struct, frozen=True, kw_only=True):
    """One line of a list; without a command it is a heading."""

    drawn: RenderableType
    asks: Command | None = None


class Listing(Ordered, OptionList):
    """A list of rows; Enter takes the one that is marked."""

    def __init__(self, name: str) -> None:
        super().__init__(id=name, markup=False, compact=True)
        self._asks: list[Command | None] = []

    def fill(self, rows: Iterable[Row], *, chosen: int = 0) -> None:
        """Show these rows, and mark one of them: the so-manieth that can be taken."""
        every = list(rows)
        self._asks = [row.asks for row in every]
        self.clear_options()
        self.add_options([Option(row.drawn, disabled=row.asks is None) for row in every])
        takeable = [place for place, row in enumerate(every) if row.asks is not None]
        self.highlighted = takeable[min(chosen, len(takeable) - 1)] if takeable else None
        if isinstance(self.screen, Page):
            self.screen.later(self.scroll_to_highlight)

    def on_resize(self) -> None:
        """Keep the mark in view in another window."""
        if isinstance(self.screen, Page):
            self.screen.later(self.scroll_to_highlight)

    def get_visual_style(self, *component_classes: str, partial: bool = False) -> Style:
        """Give the style of a row; Textual leaves out `reverse`, which alone marks a row without colour."""
        style = super().get_visual_style(*component_classes, partial=partial)
        return style + Style(reverse=True) if _MARKED in component_classes else style

    def move(self, key: str) -> bool:
        """Move the mark for the keys that do so, and tell whether this was one."""
        match key:
            case "up":
                self.action_cursor_up()
            case "down":
                self.action_cursor_down()
            case "home":
                self.action_first()
            case "end":
                self.action_last()
            case "pageup":
                self.action_page_up()  # type: ignore[no-untyped-call]  # Textual leaves these two untyped
            case "pagedown":
                self.action_page_down()  # type: ignore[no-untyped-call]
            case _:
                return False
        return True

    @property
    def asked(self) -> Command | None:
        """What the marked row asks for."""
        return None if self.highlighted is None else self._asks[self.highlighted]


def heading(words: str) -> Row:
    """Make a heading, with room above it."""
    return Row(drawn=Text(f"\n{plain(words)}", style="bold"))


def question_row(sitting: Sitting, entry: Entry, asks: Command, width: int, remark: str = "") -> Row:
    """Make a line for a question: its number, whether it is answered, the question and the answers."""
    marks, answers = "", []
    for turn, seat in enumerate(sitting.table.seats):
        given = seat.given_to(entry.question)
        marks += _MARKS.get(given, "✓") if given is None or isinstance(given, Silence) else "✓"
        answers.append(sitting.words_of(turn, entry.question))
    words = remark or (answers[0] if len(set(answers)) == 1 else " / ".join(answers))
    cells = [Text(plain(entry.question.text)), Text(plain(words))]
    if width < _BESIDE or not words.strip():
        cells = [Text("  ").join(cells)]
    grid = Grid.grid(padding=(0, 2, 0, 0), expand=True)
    grid.add_column(width=len(marks))
    grid.add_column(width=3, justify="right")
    grid.add_column(ratio=3)
    if len(cells) > 1:
        grid.add_column(ratio=2)
    grid.add_row(Text(marks), Text(str(entry.number)), *cells)
    return Row(drawn=grid, asks=asks)


class GoToPage(Page):
    """A list to choose from, and a box to narrow it down."""

    ABOVE = ""
    SAYS = False
    FIRST = "Line"

    def __init__(
        self, go: Callable[[Command], object], here: Question | None, *, review: bool = True
    ) -> None:
        """Take whom to tell where to go, where one comes from, and whether one may go to the review."""
        super().__init__()
        self._tell, self._here, self._review = go, here, review
        self._narrowed: str | None = None

    def _middle(self) -> ComposeResult:
        with Horizontal(id="filter-line"):
            yield Static("Find  ", classes="finder", markup=False)
            yield Line(placeholder="a word of the question or section, or its number", compact=True)
        yield Listing("places")
        yield line("legend")

    def on_mount(self) -> None:
        """Begin with the whole list, at the question one comes from."""
        self.query_one(Listing).can_focus = False

    def _fill(self) -> None:
        self.put_frame("Go to", "", ("↑ ↓", "choose"), ("Enter", "go"), ("Esc", "stay"))
        self.put("legend", Text(LEGEND, style="dim"))
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
        if name != "enter":
            return self.query_one(Listing).move(name)
        self._narrow(self.query_one(Line).value)
        asked = self.query_one(Listing).asked
        if asked is not None and self.close():
            self._tell(asked)
        return True

    def _narrow(self, wanted: str) -> None:
        if self._narrowed == wanted:
            return
        self._narrowed = wanted
        rows = list(self._rows(plain(wanted).casefold()))
        asked = [row.asks for row in rows if row.asks is not None]
        here = GoTo(self._here.id) if self._here and not wanted.strip() else None
        places = [place for place, each in enumerate(asked) if each == here]  # a section leads there as well
        self.query_one(Listing).fill(rows, chosen=[0, *places][-1])

    def _rows(self, wanted: str) -> Iterator[Row]:
        for chapter in self.sitting.seat.chapters:
            in_title = wanted in plain(chapter.section.title).casefold()
            found = [entry for entry in chapter.entries if in_title or _is_wanted(entry, wanted)]
            if found:
                asks = GoTo(chapter.entries[0].question.id) if in_title else None
                yield Row(drawn=self._section_text(chapter), asks=asks)
            for entry in found:
                yield question_row(self.sitting, entry, GoTo(entry.question.id), self.line_width)
        if self._review and wanted in "review of all answers":
            yield Row(drawn=Text("\nReview of all answers", style="bold"), asks=Move.REVIEW)

    def _section_text(self, chapter: Chapter) -> Text:
        names = {entry.question.id for entry in chapter.entries}
        counts = (
            sum(entry.answered for entry in each.entries if entry.question.id in names)
            for each in self.sitting.table.seats
        )
        done = " + ".join(map(str, counts))
        how_far = f"   {done} of {len(chapter.entries)} done"
        return Text.assemble((f"\n{plain(chapter.section.title)}", "bold"), how_far)


def _is_wanted(entry: Entry, wanted: str) -> bool:
    if wanted.isascii() and wanted.isdigit():
        return str(entry.number) == wanted
    return all(word in plain(entry.question.text).casefold() for word in wanted.split())
