"""A sheet of text in the terminal: its width, its characters, and the few shapes a line can have."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.segment import Segment
from rich.text import Text

from partnerassess.assessment import ArrangementResult, Verdict
from partnerassess.render.characters import ASCII, UNICODE, Characters
from partnerassess.report.sentences import brief_standing

STACKED_BELOW = 72
"""Below this many columns nothing stands side by side."""

_READABLE = 100
"""Longer lines of prose are hard to follow."""

_STYLES = {Verdict.READY: "bold green", Verdict.UNDETERMINED: "bold yellow"}
"""Colours that read on light and on dark; the words say the same."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Sheet:
    """How wide a text is, and which characters it may use."""

    width: int
    marks: Characters

    @property
    def is_narrow(self) -> bool:
        """Tell whether things stand below each other instead of side by side."""
        return self.width < STACKED_BELOW

    @property
    def column(self) -> int:
        """Give the width of running text."""
        return min(self.width, _READABLE)

    def text(self, words: str, style: str = "") -> Text:
        """Give words, ours or a file's, as text that is shown as it stands."""
        return Text(self.marks.plain(words), style=style)

    def join(self, *parts: str | Text) -> Text:
        """Put words and styled text together."""
        return Text().join(part if isinstance(part, Text) else self._loose(part) for part in parts)

    def standing(self, result: ArrangementResult) -> Text:
        """Give the one thing people read of an arrangement."""
        return self.text(
            brief_standing(result), _STYLES.get(result.verdict, "bold") if result.verdict else "bold"
        )

    def _loose(self, words: str) -> Text:
        """Give words with the spaces around them, which join them to their neighbours."""
        inner = self.marks.plain(words)
        before = " " if words[:1] == " " else ""
        after = " " if inner and words[-1:] == " " else ""
        return Text(f"{before}{inner}{after}")


def make_sheet(width: int, *, ascii_only: bool) -> Sheet:
    """Make a sheet for a stream of this width; below 12 columns bars would have no room at all."""
    return Sheet(width=max(width, 12), marks=ASCII if ascii_only else UNICODE)


@dataclass(frozen=True, kw_only=True, slots=True)
class Hanging:
    """Text that wraps to the right of a sign or a label."""

    body: Text
    width: int
    label: Text
    indent: int = 0

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        start = self.indent + self.label.cell_len
        room = max(min(self.width, options.max_width) - start, 1)
        before, below = Text(" " * self.indent) + self.label, Text(" " * start)
        for number, line in enumerate(self.body.wrap(console, room, overflow="fold")):
            yield from ((below if number else before) + line).render(console, end="\n")


@dataclass(frozen=True, slots=True)
class Trimmed:
    """Something shown without the spaces that fill its lines up to the right, and plain without colour."""

    body: RenderableType

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        for line in console.render_lines(self.body, options, pad=False):
            trimmed = _without_trailing_space(line)
            # Rich keeps bold without colour; people who ask for no colour get no escape codes at all.
            yield from Segment.strip_styles(trimmed) if console.no_color else trimmed
            yield Segment.line()


def _without_trailing_space(line: list[Segment]) -> Iterator[Segment]:
    last = max((place for place, segment in enumerate(line) if segment.text.strip()), default=-1)
    yield from line[: max(last, 0)]
    if last >= 0:
        yield Segment(line[last].text.rstrip(), line[last].style)


def paragraph(sheet: Sheet, body: Text, indent: int = 0) -> Hanging:
    """Write running text."""
    return Hanging(body=body, width=sheet.column, label=Text(), indent=indent)


def item(sheet: Sheet, label: Text, body: Text, indent: int = 2) -> Hanging:
    """Write a list's item to the right of its sign or number."""
    return Hanging(body=body, width=sheet.column, label=label + Text("  "), indent=indent)


def bullets(sheet: Sheet, bodies: Iterable[Text], indent: int = 2) -> Iterator[RenderableType]:
    """Write a list."""
    for body in bodies:
        yield item(sheet, Text(sheet.marks.bullet), body, indent)
