"""The sheet a report is written on: its width, its signs, and the few shapes a line can have.

This module knows headings, paragraphs and lists. It does not know what is reported.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.segment import Segment
from rich.text import Text

from partnerassess.assessment import ArrangementResult, EssentialState
from partnerassess.render.marks import ASCII, ESSENTIAL_STYLES, UNICODE, VERDICT_STYLES, Marks
from partnerassess.report.words import ESSENTIALS, VERDICTS, format_standing

STACKED_BELOW = 72
"""Below this many columns nothing stands side by side."""

_READABLE = 100
"""Longer lines of prose are hard to follow."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Sheet:
    """How wide a report is, which signs it may use, and whether it shows everything."""

    width: int
    marks: Marks
    full: bool = False

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
        """Give verdict and band with their sign."""
        return self._judged(result, format_standing(result))

    def verdict(self, result: ArrangementResult) -> Text:
        """Give the verdict alone with its sign; a dash where there is none."""
        return self._judged(result, VERDICTS[result.verdict] if result.verdict else "–")

    def _judged(self, result: ArrangementResult, words: str) -> Text:
        if result.verdict is None:
            return self.text(words, "bold")
        return self.text(f"{self.marks.verdicts[result.verdict]} {words}", VERDICT_STYLES[result.verdict])

    def essential(self, state: EssentialState) -> Text:
        """Give the state of an essential factor with its sign."""
        return self.text(f"{self.marks.essentials[state]} {ESSENTIALS[state]}", ESSENTIAL_STYLES[state])

    def _loose(self, words: str) -> Text:
        """Give words with the spaces around them, which join them to their neighbours."""
        inner = self.marks.plain(words)
        before = " " if words[:1] == " " else ""
        after = " " if inner and words[-1:] == " " else ""
        return Text(f"{before}{inner}{after}")


def make_sheet(width: int, *, ascii_only: bool, full: bool = False) -> Sheet:
    """Make a sheet for a stream of this width; below 12 columns bars would have no room at all."""
    return Sheet(width=max(width, 12), marks=ASCII if ascii_only else UNICODE, full=full)


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


def heading(sheet: Sheet, words: str) -> Iterator[RenderableType]:
    """Head a part of the report: an empty line, the words, and a line below them."""
    title = sheet.text(words, "bold")
    yield Text()
    yield paragraph(sheet, title)
    yield Text(sheet.marks.underline * min(title.cell_len, sheet.column))


def subheading(sheet: Sheet, words: str, remark: str = "") -> Iterator[RenderableType]:
    """Head a list: an empty line and the words, with a remark that explains what is listed."""
    yield Text()
    title = sheet.text(words, "bold")
    yield paragraph(sheet, sheet.join(title, f" ({remark})") if remark else title)


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


def labels(sheet: Sheet, words: Iterable[str]) -> list[Text]:
    """Give short labels, all as wide as the widest; numbers align at their right end."""
    made = [sheet.text(word) for word in words]
    widest = max((text.cell_len for text in made), default=0)
    for text in made:
        text.pad_left(widest - text.cell_len)
    return made


def and_more(sheet: Sheet, left_out: int, indent: int = 2) -> Iterator[RenderableType]:
    """Say how many items a shortened list leaves out."""
    if left_out > 0:
        yield paragraph(sheet, sheet.text(f"and {left_out} more (--full shows all)"), indent)
