"""Reports as text for a terminal: one screen, or everything below each other."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import groupby, islice
from math import floor
from string import ascii_lowercase, ascii_uppercase
from typing import assert_never

from msgspec import Struct, field
from msgspec.structs import replace
from rich.cells import cell_len, set_cell_size
from rich.console import Console, ConsoleOptions, RenderResult
from rich.segment import Segment
from rich.text import Text

from partnerassess.render.characters import ASCII, UNICODE, Characters
from partnerassess.render.drawing import draw_bar, draw_range, find_column, find_mark
from partnerassess.report.shapes import (
    Action,
    Actions,
    Axis,
    Bar,
    Bars,
    Block,
    Course,
    Gaps,
    Heat,
    Part,
    Points,
    Prose,
    RangeRow,
    Ranges,
    Records,
    Report,
    Role,
    Tone,
    group_rows,
)

_WIDE = 80
"""From this many columns a report that is asked to fit one screen does."""
_READABLE = 100
"""Longer lines are hard to follow."""
_STACKED = 72
"""Below this many columns nothing stands side by side."""
_LEAST_COLUMN = 30
"""How wide a column must be at least if texts are to be wrapped in it."""
_LONGEST_BAR = 40
_SHORTEST_BAR = 7

_STYLES = {
    Tone.PLAIN: "",
    Tone.LEADING: "bold",
    Tone.PALE: "dim",
    Tone.GOOD: "green",
    Tone.OPEN: "yellow",
    Tone.WEAK: "magenta",
}

_SHORTENED = (Role.WEAK, Role.ACTIONS, Role.STRENGTHS, Role.FIND_OUT, Role.DIFFERENCES)
"""Lists of which only the first items are shown where a report has to fit one screen."""

_FITTINGS = {
    (True, False): (
        (5, 5, 4, 4, 7),
        (4, 4, 4, 4, 4),
        (4, 3, 4, 4, 3),
        (3, 3, 4, 4, 3),
        (3, 2, 3, 3, 3),
        (2, 2, 3, 3, 2),
    ),
    (False, False): (
        (2, 2, 3, 3, 2),
        (2, 1, 3, 3, 1),
        (1, 1, 2, 2, 1),
        (1, 1, 1, 1, 1),
    ),
    (False, True): (
        (2, 2, 2, 2, 2),
        (2, 1, 2, 2, 1),
        (1, 1, 1, 1, 1),
        (1, 1, 0, 1, 1),
        (1, 1, 0, 1, 0),
        (1, 1, 0, 0, 0),
        (0, 1, 0, 0, 0),
        (0, 0, 0, 0, 0),
    ),
}
"""How many items of each there may be: with empty lines between parts or not, with short sentences or not."""

_BRIEF_PARTS = (Role.ARRANGEMENTS, Role.MISSING)
"""Parts of which only the first sentence, and no caption, is needed where sentences are short."""

_SPACED = (Role.STANDING, Role.WEAK, Role.NEXT)
"""Parts of one screen that an empty line stands before."""

_UNHEADED = (Role.STANDING, Role.DIMENSIONS, Role.ARRANGEMENTS, Role.MISSING, Role.SURE)
"""Parts that say by themselves what they are about, unless their heading is too long to stand beside them."""

_LABEL = 13
"""How wide the headings are that stand left of what they head."""


def render_terminal(
    report: Report,
    *,
    width: int,
    utf8: bool = True,
    accessible: bool = False,
    height: int | None = None,
) -> "Lines":
    """Lay a report out in so many columns; without folds as short as it can be read.

    With `accessible` there are no drawings and every line says one thing. Of lists only so much is shown
    that the report fits into `height` lines, where 80 columns or more leave it a chance to.
    """
    sheet = _Sheet(
        title=report.title,
        width=max(min(width, _READABLE), 20),
        characters=UNICODE if utf8 else ASCII,
        accessible=accessible,
        is_short=not report.folds,
    )
    if height is not None and width >= _WIDE and not accessible and _may_fit(report, height):
        for fitted in _fittings(sheet):
            lines = tuple(islice(_lines(fitted, report), height + 1))
            if len(lines) <= height:
                return Lines(lines)
    # What is no matter of one screen, such as thirty partnerships, is not made poorer for nothing.
    return Lines(tuple(_lines(sheet, report)))


class Lines(Struct, frozen=True):
    """Finished lines, written as they are."""

    lines: tuple[Text, ...]

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        for line in self.lines:
            segments = list(line.render(console, end=""))
            # Rich keeps bold without colour; people who ask for no colour get no escape codes at all.
            yield from Segment.strip_styles(segments) if console.no_color else segments
            yield Segment.line()

    def __str__(self) -> str:
        return "".join(f"{line.plain}\n" for line in self.lines)


class _Sheet(Struct, frozen=True, kw_only=True):
    """How a report is laid out."""

    title: str
    width: int
    characters: Characters
    accessible: bool
    is_short: bool
    limits: Mapping[Role | None, int] = field(default_factory=dict)
    """How many items of a list are shown at most."""
    is_airy: bool = True
    """Whether a short report has empty lines."""
    is_brief: bool = False
    """Whether sentences are short."""

    def _plain(self, words: str) -> str:
        """Give words as they are shown; for a screen reader without signs that would be read out."""
        if self.accessible:
            words = words.replace(" → ", " to ").replace(" · ", ", ")
        return self.characters.plain(words)

    def flow(
        self, *spans: tuple[str, str], first: str = "", then: str = "", first_style: str = ""
    ) -> Iterator[Text]:
        """Wrap words in styles; `first` stands before the first line and `then` before the others."""
        room = max(self.width - cell_len(then), 1)
        words = [
            (piece, style)
            for said, style in spans
            for word in self._plain(said).split(" ")
            for piece in _pieces(word, room)
        ]
        line, used, is_empty = [(first, first_style)], cell_len(first), True
        for piece, style in words:
            size = cell_len(piece)
            if not is_empty and used + 1 + size > self.width:
                yield _assemble(line)
                line, used, is_empty = [(then, "")], cell_len(then), True
            if not is_empty:
                line.append((" ", style))
            line.append((piece, style))
            used += size + (not is_empty)
            is_empty = False
        if not is_empty or first.strip():
            yield _assemble(line)


def _may_fit(report: Report, height: int) -> bool:
    """Tell whether so many lines may have room for it: what is drawn of arrangements is never left out."""
    blocks = (block for part in report.parts for block in part.blocks)
    return not any(isinstance(block, Ranges) and len(block.rows) > height for block in blocks)


def _fittings(sheet: _Sheet) -> Iterator[_Sheet]:
    """Give ways to lay out one screen, each with less on it than the one before."""
    for (is_airy, is_brief), every in _FITTINGS.items():
        for numbers in every:
            limits = dict(zip(_SHORTENED, numbers, strict=True))
            yield replace(sheet, limits=limits, is_airy=is_airy, is_brief=is_brief)


def _assemble(pieces: Iterable[tuple[str, str]]) -> Text:
    """Put pieces of one line together, those of one style as one."""
    line = Text()
    for style, run in groupby(pieces, key=lambda piece: piece[1]):
        line.append("".join(text for text, _ in run), style=style or None)
    return line


def _pieces(word: str, room: int) -> Iterator[str]:
    """Cut a word that no line has room for."""
    while cell_len(word) > room:
        cut = next(place for place in range(len(word), 0, -1) if cell_len(word[:place]) <= room or place == 1)
        yield word[:cut]
        word = word[cut:]
    if word:
        yield word


def _lines(sheet: _Sheet, report: Report) -> Iterator[Text]:
    yield from sheet.flow((("; " if sheet.accessible else " · ").join(report.about), "dim"))
    yield from sheet.flow((report.title, "bold"))
    if sheet.is_short:
        yield from _short_parts(sheet, report.parts)
        return
    parts = [*report.parts]
    for fold in report.folds:
        parts += [Part(fold.heading.upper(), ()), *fold.parts]
    for part in parts:
        yield Text()
        yield from sheet.flow((part.heading, "bold"))
        for block in part.blocks:
            yield from _block(sheet, block)


def _short_parts(sheet: _Sheet, parts: Sequence[Part]) -> Iterator[Text]:
    """Lay out one screen: headings stand beside what they head, where they fit there and are needed."""
    every = [block for part in parts for block in part.blocks]
    are_many = any(isinstance(block, Ranges) and len(block.rows) > 1 for block in every)
    for part in parts:
        shown = _shortened_part(sheet, part)
        if not shown.blocks:
            continue
        is_long = cell_len(shown.heading) >= _LABEL
        if sheet.is_airy and (part.role in _SPACED or is_long):
            yield Text()
        if shown.heading and not is_long and not sheet.accessible and sheet.width >= _STACKED:
            inner = replace(sheet, width=sheet.width - _LABEL)
            for number, line in enumerate(_short_body(inner, shown, are_many=are_many)):
                label = set_cell_size("" if number else shown.heading, _LABEL)
                yield Text(label, style="bold").append_text(Text("", style="not bold").append_text(line))
        else:
            yield from sheet.flow((shown.heading, "bold"))
            yield from _short_body(sheet, shown, are_many=are_many)


def _shortened_part(sheet: _Sheet, part: Part) -> Part:
    """Give what one screen has of a part; it has no heading where it says by itself what it is about."""
    limit = sheet.limits.get(part.role)
    if limit == 0:
        return Part("", ())
    is_brief = sheet.is_brief and part.role in _BRIEF_PARTS
    blocks = tuple(_shortened(block, limit, is_brief=is_brief) for block in part.blocks)
    is_long_list = (
        part.role is Role.MISSING
        and cell_len(part.heading) >= _LABEL
        and not all(isinstance(block, Prose) for block in blocks)
    )
    has_heading = part.role not in _UNHEADED or is_long_list
    return Part(part.heading if has_heading else "", blocks, part.role)


def _shortened(block: Block, limit: int | None, *, is_brief: bool) -> Block:
    """Give a block with so many items at most, and only the first sentence where sentences are short."""
    match block:
        case Points(items=items):
            return Points(items[:limit])
        case Records() | Gaps():
            return replace(block, rows=block.rows[:limit])
        case Actions(rows=rows):
            return Actions(rows[:limit])
        case Prose(words=words) if is_brief:
            first, stop, _ = words.partition(". ")
            return replace(block, words=first + stop.rstrip())
        case Ranges() if is_brief:
            return replace(block, caption="")
        case _:
            return block


def _short_body(sheet: _Sheet, part: Part, *, are_many: bool) -> Iterator[Text]:
    """Write what stands below a heading; the items of a list, and what is said of them, follow each other."""
    if part.role is Role.NEXT:
        yield from _commands(sheet, part.blocks)
        return
    is_inline = part.role is Role.DIMENSIONS and (are_many or sheet.is_brief) and not sheet.accessible
    waiting = list(part.blocks)
    while waiting:
        block = waiting.pop(0)
        if isinstance(block, Bars) and is_inline:
            details = (f" ({bar.detail})" if bar.detail else "" for bar in block.rows)
            bars = zip(block.rows, details, strict=True)
            yield from sheet.flow(
                (" · ".join(f"{bar.label} {bar.words}{detail}" for bar, detail in bars), "")
            )
        elif isinstance(block, Points) and not sheet.accessible:
            said = " · ".join(block.items)
            after = waiting[0].words if waiting and isinstance(waiting[0], Prose) else ""
            del waiting[: bool(after)]
            yield from sheet.flow((f"{said}." if after else said, ""), (after, "dim"))
        else:
            yield from _block(sheet, block)


def _block(sheet: _Sheet, block: Block) -> Iterator[Text]:  # noqa: C901 one case a shape
    match block:
        case Prose(words=words, lead=lead):
            yield from sheet.flow((lead, "bold"), (words, ""))
        case Points(items=items):
            sign = "" if sheet.accessible else f"{sheet.characters.bullet} "
            for item in items:
                yield from sheet.flow((item, ""), first=f"  {sign}", then=" " * (2 + len(sign)))
        case Records():
            yield from _records(sheet, block)
        case Actions(rows=rows):
            yield from _actions(sheet, rows)
        case Ranges():
            yield from _ranges(sheet, block)
        case Bars():
            yield from _bars(sheet, block)
        case Gaps():
            yield from _gaps(sheet, block)
        case Course():
            yield from _course(sheet, block)
        case Heat():
            yield from _heat(sheet, block)
        case _:
            assert_never(block)
    # In words alone a heat map has no shades to explain.
    if not isinstance(block, Prose | Points | Actions) and not (isinstance(block, Heat) and sheet.accessible):
        yield from sheet.flow((block.caption, "dim"))


def _commands(sheet: _Sheet, blocks: Iterable[Block]) -> Iterator[Text]:
    """Write commands as they are typed, however wide: a wrapped one could not be copied.

    What they do stands beside them, on narrow paper below them; one screen of others may have no room for it.
    """
    rows = [row for block in blocks if isinstance(block, Records) for row in block.rows]
    longest = max(cell_len(command) for command, _ in rows)
    is_beside = longest + 2 + max(cell_len(what) for _, what in rows) <= sheet.width
    for command, what in rows:
        line = Text(sheet.characters.plain(command))
        if is_beside:
            line.append(" " * (longest - cell_len(command) + 2) + sheet.characters.plain(what), style="dim")
        yield line
        if not is_beside and not sheet.limits:
            yield from sheet.flow((what, "dim"), first="    ", then="    ")


def _actions(sheet: _Sheet, rows: Sequence[Action]) -> Iterator[Text]:
    for number, action in enumerate(rows, start=1):
        label = f"{number}. "
        then = " " * len(label)
        yield from sheet.flow((action.do, ""), first=label, then=then)
        if sheet.is_short:
            continue
        change = f" {sheet.characters.arrow} ".join(filter(None, [action.now, action.then]))
        yield from sheet.flow((change, ""), first=then, then=then)
        yield from sheet.flow((action.why, "dim"), first=then, then=then)


def _records(sheet: _Sheet, records: Records) -> Iterator[Text]:
    """Write rows under columns, of which only the last may wrap; on narrow paper below each other."""
    shown = [[sheet.characters.plain(cell) for cell in row] for row in (records.columns, *records.rows)]
    widths = [max(cell_len(row[column]) for row in shown) for column in range(len(records.columns))]
    rest = sheet.width - 2 * (len(widths) - 1) - sum(widths[:-1])
    fits = widths[-1] <= rest or (not sheet.is_short and rest >= _LEAST_COLUMN)
    if sheet.accessible or sheet.width < _STACKED - _LABEL or not fits:
        for row in records.rows:
            yield from _stacked(sheet, records.columns, row)
        return
    for number, cells in enumerate(shown):
        style = "" if number else "dim"
        first = ""
        for column, (cell, width) in enumerate(zip(cells[:-1], widths, strict=False)):
            padding = " " * (width - cell_len(cell))
            first += (padding + cell if column in records.numeric else cell + padding) + "  "
        if len(cells) - 1 in records.numeric:
            first += " " * (min(widths[-1], rest) - cell_len(cells[-1]))
        lines = sheet.flow((cells[-1], style), first=first, then=" " * cell_len(first), first_style=style)
        yield from list(lines) or [Text()]


def _stacked(sheet: _Sheet, columns: Sequence[str], row: Sequence[str]) -> Iterator[Text]:
    """Write a row below each other: what it is about and what is there, then what comes of it."""
    name, *cells = row
    if sheet.accessible:
        yield from sheet.flow((name, ""))
        for column, cell in zip(columns[1:], cells, strict=True):
            if cell:
                yield from sheet.flow((f"{column}: {cell}", ""), first="  ", then="    ")
        return
    first, *others = [cell for cell in cells if cell] or [""]
    joined = f"{name}: " if first and not name.endswith(("?", ":")) else f"{name} "
    yield from sheet.flow((joined, ""), (first, "bold"), then="  ")
    for cell in others:
        yield from sheet.flow((cell, ""), first=f"  {sheet.characters.arrow} ", then="    ")


def _ranges(sheet: _Sheet, ranges: Ranges) -> Iterator[Text]:
    rows, plain, title = ranges.rows, sheet.characters.plain, sheet.title.casefold()
    # A headline may say what stands in a row, and whose it is.
    is_told = all(f"{row.label}: {row.words}".casefold() in title for row in rows)
    if sheet.accessible:
        for row in rows:
            extent = f"from {row.ends[0]} to {row.ends[1]}" if row.ends[0] else ""
            said = ", ".join(filter(None, [row.words, row.number, extent, row.detail]))
            yield from sheet.flow((f"{row.label}: {said}", ""))
    elif len(rows) == 1 and sheet.is_short and is_told:
        axis = ranges.axis
        mark = f"   {sheet.characters.cut_off} {plain(axis.marks[0].label)}" if axis.marks else ""
        room = sheet.width - cell_len(f"{axis.start}  {axis.end}{mark}") - 1
        drawn = draw_range(rows[0], max(min(_LONGEST_BAR, room), 8), axis.cut_off, sheet.characters)
        yield Text(f"{axis.start} {drawn} {axis.end}{mark}")
    else:
        figures = [row.number or " to ".join(filter(None, row.ends)) for row in rows]
        widest = max(map(cell_len, figures), default=0)
        shown = [
            replace(row, words=f"{figure.rjust(widest)}  {plain(row.words)}".rstrip())
            for figure, row in zip(figures, rows, strict=True)
        ]
        yield from _pictured(sheet, ranges.axis, shown)


def _bars(sheet: _Sheet, bars: Bars) -> Iterator[Text]:
    if sheet.accessible:
        for group, rows in group_rows(bars.rows):
            yield from sheet.flow((group, "bold"))
            for bar in rows:
                words = ", ".join(filter(None, [bar.words, bar.detail]))
                yield from sheet.flow((f"{bar.label}: {words}", ""))
    else:
        drawn = [
            replace(bar, words=sheet.characters.plain(" · ".join(filter(None, [bar.words, bar.detail]))))
            for bar in bars.rows
        ]
        yield from _pictured(sheet, bars.axis, drawn)


def _pictured(sheet: _Sheet, axis: Axis, rows: Sequence[RangeRow | Bar]) -> Iterator[Text]:
    """Write each row's label, its drawing on one axis, and its words."""
    labels = [sheet.characters.plain(row.label) for row in rows]
    longest = max(map(cell_len, labels), default=0)
    right = max((cell_len(row.words) for row in rows), default=0)
    cells = min(_LONGEST_BAR, sheet.width - longest - right - 5)
    is_stacked = cells < _SHORTEST_BAR
    if is_stacked:
        cells = min(_LONGEST_BAR, sheet.width - 6)
    for group, members in group_rows(rows):
        if group and not sheet.is_short:
            yield from sheet.flow((group, "bold"))
        for row in members:
            how = cells, axis.cut_off, sheet.characters
            drawn = draw_bar(row, *how) if isinstance(row, Bar) else draw_range(row, *how)
            style, label = _STYLES[row.tone], sheet.characters.plain(row.label)
            if is_stacked:
                yield from sheet.flow((f"{label}:", style), (row.words, ""), then="    ")
                yield Text(f"    {drawn}", style=style)
            else:
                line = Text(set_cell_size(label, longest) + "  " + drawn, style=style)
                yield line.append(f"  {row.words}", style="not dim")
            if isinstance(row, RangeRow) and not sheet.is_short:
                yield from sheet.flow((row.detail, "dim"), first="    ", then="    ")
    if axis.marks:
        yield from _below(sheet, axis, cells, 4 if is_stacked else longest + 2)


def _below(sheet: _Sheet, axis: Axis, cells: int, start: int) -> Iterator[Text]:
    """Write the ends of an axis below its drawings, and what its mark is; what has no room there follows."""
    mark, cut_off = axis.marks[0], sheet.characters.cut_off
    place, label = find_mark(mark.place, cells), sheet.characters.plain(mark.label)
    signs = [" "] * (cells + 1)
    signs[place] = cut_off
    has_start = _write(signs, 0, axis.start)
    has_end = _write(signs, len(signs) - len(axis.end), axis.end)
    has_label = _write(signs, place - 1 - len(label), label) or _write(signs, place + 2, label)
    end = "" if has_start and has_end else axis.end if has_start else f"{axis.start} to {axis.end}"
    rest = "   ".join(filter(None, [end, "" if has_label else f"{cut_off} {label}"]))
    below = " " * start + "".join(signs)
    if rest and cell_len(f"{below} {rest}") <= sheet.width:
        below, rest = f"{below} {rest}", ""
    yield Text(below, style="dim")
    yield from sheet.flow((rest, "dim"), first="    ", then="    ")


def _write(signs: list[str], column: int, text: str) -> bool:
    """Write a text where nothing touches it; tells whether there was room."""
    around = signs[max(column - 1, 0) : column + len(text) + 1]
    if column < 0 or column + len(text) > len(signs) or "".join(around).strip():
        return False
    signs[column : column + len(text)] = text
    return True


def _gaps(sheet: _Sheet, gaps: Gaps) -> Iterator[Text]:
    axis = gaps.axis
    for gap in gaps.rows:
        said = "" if sheet.is_short else "; ".join(f"{dot.name} {dot.words}" for dot in gap.dots)
        words = ". ".join(filter(None, [gap.words, said]))
        yield from sheet.flow((f"{gap.label}:", ""), (words, _STYLES[gap.tone]), then="    ")
        if gap.dots and not sheet.accessible and not sheet.is_short:
            cells = min(_LONGEST_BAR, sheet.width - cell_len(axis.start + axis.end) - 8)
            signs = [sheet.characters.rest] * cells
            for dot in gap.dots:
                column = find_column(dot.place, cells)
                signs[column] = dot.name[:1].upper() if signs[column] == sheet.characters.rest else "*"
            yield Text(f"    {axis.start} {''.join(signs)} {axis.end}")


def _course(sheet: _Sheet, course: Course) -> Iterator[Text]:
    times = [time.label for time in course.times]
    widest = max(map(cell_len, times), default=0) + 4
    for line in course.lines:
        yield from sheet.flow((line.label, "bold"))
        for time, reading in zip(times, line.readings, strict=False):
            if sheet.accessible or sheet.width < _STACKED - _LABEL:
                yield from sheet.flow((f"{time}: {reading.words}", ""), first="  ", then="    ")
            else:
                cells = max(min(_LONGEST_BAR, sheet.width - widest - cell_len(reading.words) - 4), 8)
                label = set_cell_size(f"  {sheet.characters.plain(time)}", widest)
                drawn = draw_range(reading, cells, course.axis.cut_off, sheet.characters)
                yield Text(f"{label}{drawn}  {sheet.characters.plain(reading.words)}")


def _heat(sheet: _Sheet, heat: Heat) -> Iterator[Text]:
    if sheet.accessible:
        for label, cells in heat.rows:
            yield from sheet.flow((label, "bold"))
            for column, cell in zip(heat.columns, cells, strict=True):
                yield from sheet.flow((f"{column}: {cell.words}", ""), first="  ", then="    ")
        return
    scale = sheet.characters.shades
    letters = [(ascii_uppercase if n >= 26 else ascii_lowercase)[n % 26] for n in range(len(heat.columns))]
    longest = min(max((cell_len(label) for label, _ in heat.rows), default=0), sheet.width // 2)
    room = max(sheet.width - longest - 2, 4)
    for start in range(0, len(letters), room):
        block = letters[start : start + room]
        yield Text(" " * (longest + 2) + "".join(block), style="dim")
        for label, cells in heat.rows:
            shades = "".join(
                " "
                if cell.level is None
                else scale[min(floor(Fraction(cell.level) * len(scale)), len(scale) - 1)]
                for cell in cells[start : start + room]
            )
            name = sheet.characters.plain(label)
            if cell_len(name) > longest:
                yield from sheet.flow((name, ""))
                name = ""
            yield Text(f"{set_cell_size(name, longest)}  {shades}")
    for letter, column in zip(letters, heat.columns, strict=True):
        yield from sheet.flow((column, "dim"), first=f"  {letter} ", then="    ")
