"""A report as a Word document: the same two pages and the appendix, bars drawn as the cells of tables."""

import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache, partial
from itertools import pairwise
from typing import Any, assert_never

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import nsmap, qn
from docx.oxml.parser import oxml_parser
from docx.shared import Cm, Pt, RGBColor

from partnerassess.files.reading import RESULT_WORKBOOK
from partnerassess.render.characters import find_language, shortened, visible
from partnerassess.render.colours import LIGHT
from partnerassess.render.layout import DENSE, find_letters, find_step, find_stretches, find_widths, lay_out
from partnerassess.report.shapes import (
    LANGUAGE,
    Actions,
    Axis,
    Bar,
    Bars,
    Block,
    Course,
    Gaps,
    Heat,
    Part,
    Place,
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
from partnerassess.sheets.archive import MADE, undated

_PAPER, _MARGINS = (21.0, 29.7), (1.3, 1.6)
"""Width and height of the paper; margins above and below, and at the sides (cm)."""
_WIDTH = _PAPER[0] - 2 * _MARGINS[1]
_FONT, _SIZE, _SMALL = "Calibri", Pt(9), Pt(7.5)
_FEW = 3
"""With more organisations than these their figures stand in two columns."""
_SHORT = 60
"""Points of no more letters than this stand in two columns where they have the whole width."""
_STEPS = 50
"""How many steps wide a picture is: what differs by less is drawn alike."""
_LONGEST_TITLE = 250
_HEADINGS = {"Title": Pt(18), "Heading 1": Pt(12), "Heading 2": Pt(10.5)}
_APART = 0.5
_NAMESPACE = {"w": nsmap["w"]}
_named = cache(qn)
_maker: Any = oxml_parser.makeelement
_UPRIGHT = 6
"""With more columns than these the heads of a heat map stand upright."""
_UPRIGHT_HEAD = 4.2
"""How tall such a head is (cm)."""
_LETTER = 0.42
"""How tall a strip with letters in it is (cm)."""
_DENSE_LETTER, _DENSE_STRIP = 0.12, 0.17
"""Where rows stand close: how wide a letter of a name is (cm), and what share of the width a strip has."""
_WIDE_LETTER = 0.17
"""How wide a letter of usual words is at the most (cm)."""
_TONES = {Tone.GOOD: "good", Tone.OPEN: "open", Tone.WEAK: "weak"}


def render_word(report: Report) -> bytes:
    """Render a report as the bytes of a Word document."""
    sides = lay_out(report)
    sheet = Sheet(report.running, report.name, LANGUAGE)
    sheet.paragraph(" · ".join(report.phrases), style="Quiet")
    sheet.heading(report.title, 0)
    for group in sides.front:
        sheet.side_by_side(group)
    for number, group in enumerate(sides.behind):
        sheet.side_by_side(group, on_new_page=number == 0)
    for number, fold in enumerate(sides.appendix):
        sheet.heading(fold.heading, 1, on_new_page=number == 0)
        for part in fold.parts:
            sheet.part(part, level=2)
    return sheet.to_bytes()


class Sheet:
    """A document with the shapes a report is made of; each is put into the body, or into a cell of it."""

    def __init__(self, subject: str, title: str, language: str) -> None:
        self._document: Any = Document()
        _set_styles(self._document, find_language(language))
        _set_page(self._document, shortened(subject, _LONGEST_TITLE))
        properties = self._document.core_properties
        properties.title = shortened(title, _LONGEST_TITLE)
        properties.author, properties.comments = "", RESULT_WORKBOOK
        properties.language = find_language(language)
        properties.created = properties.modified = MADE
        self._into: Any = self._document.element.body
        self._width = _WIDTH

    def to_bytes(self) -> bytes:
        """Give the finished document."""
        body = self._document.element.body
        body.append(body.sectPr)  # what the page is like has to stand last
        stream = io.BytesIO()
        self._document.save(stream)
        return undated(stream.getvalue())

    def heading(self, words: str, level: int, *, on_new_page: bool = False) -> None:
        """Head a part; level 0 is the report's title."""
        style = f"Heading {level}" if level else "Title"
        self._into.append(_paragraph(words, style=style, on_new_page=on_new_page))

    def paragraph(self, words: str, *, lead: str = "", style: str = "Normal", keep: bool = False) -> None:
        """Write running text after a bold lead, or nothing where there is neither."""
        if words or lead:
            self._into.append(_paragraph(words, lead=lead, style=style, keep=keep))

    def side_by_side(self, parts: Sequence[Part], *, on_new_page: bool = False) -> None:
        """Write parts beside each other, or one that has the width for itself."""
        if len(parts) == 1:
            self.part(parts[0], on_new_page=on_new_page)
        else:
            self._beside("Side by side", *(partial(self.part, part) for part in parts))

    def _beside(self, name: str, *columns: Callable[[], None]) -> None:
        """Write columns beside each other."""
        around, width = (self._into, self._width), self._width / len(columns)
        table = self._table([width] * len(columns), name)
        for write in columns:
            self._into, self._width = table.cell(upper=True), width - _APART
            write()
        self._into, self._width = around

    def _in_two(self, name: str, rows: Sequence[Any], write: Callable[[Sequence[Any]], None]) -> None:
        """Write the first half of some rows beside the second."""
        half = (len(rows) + 1) // 2
        self._beside(name, partial(write, rows[:half]), partial(write, rows[half:]))

    def part(self, part: Part, *, level: int = 1, on_new_page: bool = False) -> None:
        """Write a part with its heading."""
        # The report's own heading stands right above where it stands.
        if part.heading and part.role is not Role.STANDING:
            self.heading(part.heading, level, on_new_page=on_new_page)
        for block in part.blocks:
            if part.role is Role.VIEWS and isinstance(block, Bars) and len(block.rows) > _FEW:
                self._in_two("Two columns", block.rows, partial(self._bars, block))
            else:
                self._block(block)

    def _block(self, block: Block) -> None:  # noqa: C901 one line a shape
        if not isinstance(block, Prose | Points | Actions) and block.caption:
            self.paragraph(block.caption, style="Quiet", keep=True)
        match block:
            case Prose(words=words, lead=lead):
                self.paragraph(words, lead=lead)
            case Points(items=items):
                if len(items) < 4 or self._width < _WIDTH or max(map(len, items)) > _SHORT:
                    self._points(items)
                else:
                    self._in_two("Points", items, self._points)
            case Records():
                self._records(block)
            case Actions():
                self._actions(block)
            case Ranges():
                self._ranges(block)
            case Bars():
                self._bars(block, block.rows)
            case Gaps():
                self._gaps(block)
            case Course():
                self._course(block)
            case Heat():
                self._heat(block)
            case _:
                assert_never(block)

    def _points(self, items: Sequence[str]) -> None:
        self._into.extend([_paragraph(item, style="List Bullet") for item in items])

    def _table(self, widths: Sequence[float], name: str) -> "_Table":
        """Begin a table, set off from what follows: Word joins tables that touch."""
        table = _Table(widths, name)
        self._into.extend([table.element, _paragraph("", style="Gap")])
        return table

    def _records(self, block: Records) -> None:
        shares = find_widths(block)
        table = self._table([self._width * share / sum(shares) for share in shares], block.caption or "Table")
        table.row(is_head=True)
        for place, words in enumerate(block.columns):
            table.write(words, style="Quiet", right=place in block.numeric, line="line")
        for name, *cells in block.rows:
            table.write(lead=name, line="line")
            for place, words in enumerate(cells, start=1):
                table.write(words, right=place in block.numeric, line="line")

    def _actions(self, block: Actions) -> None:
        table = self._table([0.8, self._width - 5.8, 2.8, 2.2], "What to do, who, and by when")
        table.row(is_head=True)
        for words in ("", "What to do", "Owner", "By when"):
            table.write(words, style="Quiet", line="line")
        for number, action in enumerate(block.rows, start=1):
            table.write(lead=str(number), line="line")
            table.write("", action.line, lead=action.do, line="line")
            table.write(line="line")
            table.write(line="line")

    def _picture(self, left: float, right: float, name: str) -> "_Table":
        """Begin a picture: words, a strip of coloured cells, and words again; shares of the width."""
        shares = (left, 1 - left - right, right)
        return self._table([self._width * share for share in shares], name)

    def _ranges(self, block: Ranges) -> None:
        is_dense, shares = len(block.rows) > DENSE, (0.37, 0.25)
        if is_dense:
            # What is said at the right has what names leave of the width.
            longest = max(len(row.label) for row in block.rows)
            left = min(max((longest * _DENSE_LETTER + 0.4) / _WIDTH, 0.15), 0.42)
            shares = (left, 1 - left - _DENSE_STRIP)
        table = self._picture(*shares, block.caption or "Where each stands")
        _write_scale(table, block.axis, is_dense=is_dense)
        for group, rows in group_rows(block.rows):
            if group:
                table.write(lead=group)
                table.strip(_ground(block.axis), _cuts(block.axis))
                table.write()
            for row in rows:
                _write_range(table, row, block.axis, is_dense=is_dense)
        _write_ends(table, block.axis)

    def _bars(self, block: Bars, rows: Sequence[Bar]) -> None:
        for group, bars in group_rows(rows):
            if group:
                self.paragraph("", lead=group, keep=True)
            table = self._picture(0.48, 0.2, group or block.caption or "How much")
            for bar in bars:
                _write_bar(table, bar, block.axis)

    def _gaps(self, block: Gaps) -> None:
        letters = find_letters(block)
        if letters:
            self.paragraph("   ".join(f"{letter} {name}" for name, letter in letters.items()), keep=True)
        table = self._picture(0.34, 0.36, block.caption or "Where each stands")
        for gap in block.rows:
            steps, words = ["track"] * _STEPS, dict[int, str]()
            places = [_step(dot.place) for dot in gap.dots]
            for step in range(min(places, default=0), max(places, default=0)):
                steps[step] = "heat-3"
            for dot, place in zip(gap.dots, places, strict=True):
                # At the very end there would be no room.
                step = min(place, _STEPS - 4)
                words[step] = words.get(step, "") + letters[dot.name]
            table.write(gap.label)
            table.strip(steps, (), words, tall=_LETTER)
            answers = " · ".join(f"{letters[dot.name]}: {dot.words}" for dot in gap.dots)
            table.write(gap.words, answers, tone=gap.tone)
        _write_ends(table, block.axis)

    def _course(self, block: Course) -> None:
        """Write values over time as ranges, one below the other."""
        for line in block.lines:
            self.paragraph("", lead=line.label, keep=True)
            table = self._picture(0.3, 0.25, line.label)
            _write_scale(table, block.axis)
            for place, reading in enumerate(line.readings):
                table.write(block.times[place].label if place < len(block.times) else "")
                steps = _reach(block.axis, reading.lowest, reading.point, reading.highest, "span")
                table.strip(steps, _cuts(block.axis))
                table.write(reading.words)
            _write_ends(table, block.axis)

    def _heat(self, block: Heat) -> None:
        is_many = len(block.columns) > _UPRIGHT
        first = min(4.5, self._width / 3)
        width = (self._width - first) / max(len(block.columns), 1)
        table = self._table([first, *[width] * len(block.columns)], block.caption or "Factors")
        table.row(is_head=True, tall=_UPRIGHT_HEAD if is_many else None)
        table.write()
        for words in block.columns:
            table.write(words, style="Quiet", upright=is_many)
        for label, cells in block.rows:
            table.write(label, style="Quiet")
            for each in cells:
                step = find_step(each)
                fill = "paper" if step is None else f"heat-{step}"
                table.write(each.words, style="Tiny" if is_many else "Normal", fill=fill, line="paper")


def _write_range(table: "_Table", row: RangeRow, axis: Axis, *, is_dense: bool) -> None:
    leads = row.tone in (Tone.LEADING, Tone.GOOD)
    steps = _reach(axis, row.lowest, row.point, row.highest, "span" if leads else "pale")
    if is_dense:
        words = f"{row.words} ({row.extent})" if row.extent else row.words
        table.write(row.label, style="Dense")
        table.strip(steps, _cuts(axis))
        table.write(" · ".join(filter(None, (words, row.detail))), style="Dense")
    else:
        table.write("" if leads else row.label, row.detail, lead=row.label if leads else "")
        table.strip(steps, _cuts(axis))
        table.write(row.words, row.extent, tone=row.tone)


def _write_scale(table: "_Table", axis: Axis, *, is_dense: bool = False) -> None:
    """Write the names of zones above their places, and above these where marks stand.

    Where rows stand close the strip is too narrow for more than the first mark, whose name ends there.
    """
    if is_dense:
        for mark in axis.marks[:1]:
            table.names([(0, mark.label)], right=True, until=max(_step(mark.place), _STEPS // 2))
        return
    for marks in filter(None, (axis.marks, axis.unmarked)):
        table.names([(_step(mark.place), mark.label) for mark in marks])


def _write_ends(table: "_Table", axis: Axis) -> None:
    table.names([(0, axis.start), (_STEPS // 2, axis.end)], right=True)


def _write_bar(table: "_Table", bar: Bar, axis: Axis) -> None:
    both = " · ".join(filter(None, (bar.label, bar.detail)))
    fits = len(both) * _WIDE_LETTER < table.widths[0]
    table.write(*([both] if fits else [bar.label, bar.detail]))
    steps = ["track"] * _STEPS
    if bar.point is not None:
        for step in _steps(0, bar.point):
            steps[step] = "weak" if bar.tone is Tone.WEAK else "accent"
    if bar.point is not None and bar.lowest is not None and bar.highest is not None:
        for step in _steps(bar.lowest, bar.highest):
            steps[step] = "span" if steps[step] != "track" else "heat-3"
    minimum = [_step(bar.minimum)] if bar.minimum is not None else []
    table.strip(steps, [*_cuts(axis), *minimum])
    table.write(bar.words, tone=bar.tone)


class _Table:
    """A table without rules whose columns are as wide as they are told, filled cell by cell."""

    def __init__(self, widths: Sequence[float], name: str = "", apart: float = 0.2) -> None:
        self.widths = widths
        self._row: Any = None
        margins = (("left", 0), ("right", apart))
        self.element = _element(
            "w:tbl",
            _element(
                "w:tblPr",
                _element("w:tblW", w=_twips(sum(widths)), type="dxa"),
                _element("w:tblLayout", type="fixed"),
                _element(
                    "w:tblCellMar",
                    *(_element(f"w:{side}", w=_twips(width), type="dxa") for side, width in margins),
                ),
                _element("w:tblCaption", val=shortened(name, _LONGEST_TITLE)) if name else None,
            ),
            _element("w:tblGrid", *(_element("w:gridCol", w=_twips(width)) for width in widths)),
        )

    def row(self, *, is_head: bool = False, tall: float | None = None) -> None:
        """Begin a row that is not cut at the end of a page; a head repeats on the next."""
        properties = _element(
            "w:trPr",
            _element("w:cantSplit"),
            _element("w:trHeight", val=_twips(tall), hRule="exact") if tall else None,
            _element("w:tblHeader") if is_head else None,
        )
        self._row = _element("w:tr", properties)
        self.element.append(self._row)

    def write(
        self,
        *lines: str,
        lead: str = "",
        style: str = "Normal",
        tone: Tone = Tone.PLAIN,
        right: bool = False,
        **how: Any,
    ) -> None:
        """Add a cell with words in it; what follows the first line is smaller."""
        first, *more = lines or ("",)
        self.cell(**how).extend(
            [
                _paragraph(first, lead=lead, style=style, tone=tone, right=right),
                *(_paragraph(words, style="Quiet") for words in more if words),
            ]
        )

    def cell(
        self,
        *,
        line: str = "",
        fill: str = "",
        left: str = "",
        upright: bool = False,
        upper: bool = False,
    ) -> Any:
        """Add a cell, where a row is full to the next one.

        `line` colours the rule below it, `left` the one at its left.
        """
        if self._row is None or len(self._row) > len(self.widths):
            self.row()
        borders = [
            _element(f"w:{side}", val="single", sz=broad, space=0, color=_colour(colour))
            for side, colour, broad in (("left", left, 12), ("bottom", line, 4))
            if colour
        ]
        properties = _element(
            "w:tcPr",
            _element("w:tcW", w=_twips(self.widths[len(self._row) - 1]), type="dxa"),
            _element("w:tcBorders", *borders) if borders else None,
            _element("w:shd", val="clear", color="auto", fill=_colour(fill)) if fill else None,
            _element("w:textDirection", val="btLr") if upright else None,
            _element("w:vAlign", val="bottom" if upright else "top" if upper else "center"),
        )
        cell = _element("w:tc", properties)
        self._row.append(cell)
        return cell

    def strip(
        self,
        steps: Sequence[str],
        cuts: Iterable[int],
        words: Mapping[int, str] | None = None,
        tall: float = 0.28,
    ) -> None:
        """Add a cell with a line of coloured cells in it; a cut is a dark rule at the left of one."""
        cuts, words = set(cuts), words or {}
        edges = [
            step for step in range(_STEPS + 1)
            if step in (0, _STEPS) or step in cuts or step in words or steps[step] != steps[step - 1]
        ]  # fmt: skip
        strip = self._nested(edges)
        strip.row(tall=tall)
        for start in edges[:-1]:
            left = "ink" if start in cuts else ""
            strip.write(words.get(start, ""), style="Tiny", fill=steps[start], left=left)

    def names(self, names: Sequence[tuple[int, str]], *, right: bool = False, until: int = _STEPS) -> None:
        """Add a row of names above their places; with `right` the last one ends at the end, `until`."""
        words = dict[int, str]()
        for step, name in names:
            words[step] = " ".join(filter(None, (words.get(step), name)))
        self.write()
        edges = sorted({0, *words, until, _STEPS})
        strip = self._nested(edges)
        for start in edges[:-1]:
            is_last = start == max(words)
            strip.write(words.get(start, ""), style="Quiet", right=right and is_last)
        self.write()

    def _nested(self, edges: Sequence[int]) -> "_Table":
        """Add a cell with a table in it that has a column from each edge to the next."""
        cell = self.cell()
        step = (self.widths[len(self._row) - 2] - 0.2) / _STEPS
        table = _Table([(end - start) * step for start, end in pairwise(edges)], apart=0)
        cell.extend([table.element, _paragraph("", style="Gap")])
        return table


def _ground(axis: Axis) -> list[str]:
    """Give the ground of a picture: its zones, cell by cell."""
    steps = ["zone-0"] * _STEPS
    for zone, _, shade in find_stretches(axis):
        start = _step(zone.place)
        steps[start:] = [shade] * (_STEPS - start)
    return steps


def _reach(
    axis: Axis, lowest: Place | None, point: Place | None, highest: Place | None, fill: str
) -> list[str]:
    """Give the cells of a range on its ground, from its lowest to its highest, with its point."""
    steps = _ground(axis)
    if lowest is not None and highest is not None:
        for step in _steps(lowest, highest):
            steps[step] = fill
    if point is not None:
        steps[_step(point)] = "ink"
    return steps


def _cuts(axis: Axis) -> list[int]:
    return [_step(mark.place) for mark in axis.marks]


def _step(place: Place) -> int:
    """Give the cell a place is in."""
    return min(int(place * _STEPS), _STEPS - 1)


def _steps(start: Place, end: Place) -> range:
    """Give the cells from one place to another, one at least where they differ."""
    first, last = round(start * _STEPS), round(end * _STEPS)
    return range(min(first, _STEPS - 1), max(last, first + 1) if end > start else first)


def _paragraph(
    words: str,
    *,
    lead: str = "",
    style: str = "Normal",
    tone: Tone = Tone.PLAIN,
    right: bool = False,
    keep: bool = False,
    on_new_page: bool = False,
) -> Any:
    """Give a paragraph: a bold lead, then words."""
    properties = _element(
        "w:pPr",
        _element("w:pStyle", val=style.replace(" ", "")) if style != "Normal" else None,
        _element("w:keepNext") if keep else None,
        _element("w:pageBreakBefore") if on_new_page else None,
        _element("w:jc", val="right") if right else None,
    )
    colour, is_strong = _TONES.get(tone, ""), tone is Tone.LEADING
    texts = ((lead, True), (f" {words}" if lead and words else words, is_strong))
    runs = (_run(text, is_bold=is_bold, colour=colour) for text, is_bold in texts if text)
    return _element("w:p", properties, *runs)


def _run(words: str, *, is_bold: bool = False, colour: str = "") -> Any:
    properties = _element(
        "w:rPr",
        _element("w:b") if is_bold else None,
        _element("w:color", val=_colour(colour)) if colour else None,
    )
    run = _element("w:r", properties)
    for number, line in enumerate(visible(words).split("\n")):
        if number:
            run.append(_element("w:br"))
        text = _element("w:t")
        text.set(qn("xml:space"), "preserve")
        text.text = line
        run.append(text)
    return run


def _set_styles(document: Any, language: str) -> None:
    """Give the document its own letters, colours, distances and language."""
    styles = document.styles
    for name in ("Quiet", "Dense", "Tiny", "Gap"):
        styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).base_style = styles["Normal"]
    for style in styles:
        if style.type == WD_STYLE_TYPE.PARAGRAPH:
            # The letters are named for every script, so that no theme has its own way.
            fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
            for name in list(fonts.attrib):
                del fonts.attrib[name]
            for script in ("ascii", "hAnsi", "cs", "eastAsia"):
                fonts.set(qn(f"w:{script}"), _FONT)
    for name, size, colour, before, after in (
        ("Normal", _SIZE, "ink", 0, 1),
        ("Quiet", _SMALL, "quiet", 0, 1),
        ("Dense", Pt(7), "ink", 0, 0),
        ("Tiny", Pt(6.5), "ink", 0, 0),
        ("Gap", Pt(2), "ink", 0, 0),
        ("List Bullet", _SIZE, "ink", 0, 1),
        *((name, size, "ink", 0 if name == "Title" else 2, 2) for name, size in _HEADINGS.items()),
    ):
        style = styles[name]
        style.font.size, style.font.bold, style.font.italic = size, name in _HEADINGS, False
        style.font.color.rgb = RGBColor.from_string(_colour(colour))
        spacing = style.paragraph_format
        spacing.space_before, spacing.space_after, spacing.line_spacing = Pt(before), Pt(after), 1.0
        if name in _HEADINGS:
            spacing.keep_with_next = True
            for border in list(style.element.iter(qn("w:pBdr"))):
                border.getparent().remove(border)
    rule = _element("w:pBdr", _element("w:top", val="single", sz=8, space=4, color=_colour("accent")))
    styles["Heading 1"].element.get_or_add_pPr().insert_element_before(
        rule, "w:shd", "w:spacing", "w:ind", "w:jc", "w:outlineLvl"
    )
    for each in (*styles.element.iter(qn("w:lang")), *document.settings.element.iter(qn("w:themeFontLang"))):
        each.set(qn("w:val"), language)


def _set_page(document: Any, running: str) -> None:
    (section,) = document.sections
    section.page_width, section.page_height = (Cm(length) for length in _PAPER)
    section.top_margin = section.bottom_margin = Cm(_MARGINS[0])
    section.left_margin = section.right_margin = Cm(_MARGINS[1])
    section.header_distance = section.footer_distance = Cm(0.8)
    footer = _paragraph("", style="Quiet", right=True)
    for words, field in (("Page ", "PAGE"), (" of ", "NUMPAGES")):
        number = _element("w:fldSimple", _run("1"), instr=field)
        footer.extend([_run(words), number])
    for place, paragraph in ((section.header, _paragraph(running, style="Quiet")), (section.footer, footer)):
        old = place.paragraphs[0]._p
        old.addprevious(paragraph)
        old.getparent().remove(old)


def _element(name: str, *children: Any, **attributes: Any) -> Any:
    """Make an element; of what may be in it, null stands for nothing."""
    element = _maker(_named(name), nsmap=_NAMESPACE)
    for key, value in attributes.items():
        element.set(_named(f"w:{key}"), str(value))
    element.extend([child for child in children if child is not None])
    return element


def _colour(name: str) -> str:
    return LIGHT[name].removeprefix("#").upper()


def _twips(centimetres: float) -> int:
    return round(centimetres * 567)
