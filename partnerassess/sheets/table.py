"""The file of an export → its tables: sheets of a workbook, or the one table of a text with separators.

What a file is, is told by its first bytes; its name's ending counts for nothing.
"""

import codecs
import csv
import datetime
import io
from collections import Counter
from contextlib import suppress
from typing import NamedTuple, TypeAlias

from msgspec import Struct

from partnerassess.files.reading import clean
from partnerassess.sheets.archive import (
    ENCRYPTED,
    MAX_CELLS,
    Reach,
    check_reach,
    find_only_text,
    look_into,
    name_column,
    refuse,
)

MAX_EXPORT = 64 * 1024 * 1024
"""The most bytes an export may have."""
MAX_WIDTH = 16_384
"""The most columns a table may have."""
_CONTROLS = tuple(map(chr, (*range(9), *range(14, 32))))


class Formula(NamedTuple):
    """A cell that is worked out by a formula, or shows an error."""

    value: "Plain"


Plain: TypeAlias = (
    str | int | float | bool | datetime.datetime | datetime.date | datetime.time | datetime.timedelta
)
Cell: TypeAlias = Plain | Formula
"""What a cell holds; an empty text where it holds nothing."""


class Table(Struct, frozen=True, kw_only=True):
    """Rows of cells, all of the same width."""

    name: str | None
    """The sheet's name; null for a text."""
    rows: tuple[tuple[Cell, ...], ...]


class Tables(Struct, frozen=True, kw_only=True):
    """What a file holds."""

    kind: str
    """What the file is, in words."""
    visible: tuple[Table, ...]
    """The sheets that people see."""
    hidden: tuple[Table, ...] = ()


def is_workbook(content: bytes) -> bool:
    """Tell whether a file begins as workbooks do: today's are zips, older ones have their own mark."""
    return content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"))


def read_tables(content: bytes, file: str) -> Tables:
    """Read the tables of a workbook (.xlsx, .xls, .ods) or of a text (.csv, .tsv), which may be zipped.

    Raises ProblemsFound with one problem for what cannot be read, at once also for a file made to do harm.
    """
    file = clean(file)
    if is_workbook(content):
        packed = find_only_text(content) if content.startswith(b"PK") else None
        if packed is None:
            return _read_workbook(content, file)
        content = packed
    text, encoding = _decode(content, file)
    if not text.strip():
        refuse(file, "this file is empty")
    if text.lstrip()[:200].lower().startswith(("<!doctype", "<html", "<?xml", "%pdf", "{\\rtf")):
        refuse(file, "this is a page or a document, not a table", "export the answers as .xlsx or .csv")
    rows, separator = _split(text, file)
    width = max(map(len, rows), default=0)
    if width > MAX_WIDTH or width * len(rows) > MAX_CELLS:
        refuse(file, f"this table has {len(rows):,} rows and reaches to column {name_column(width)}")
    even = tuple((*row, *("",) * (width - len(row))) for row in rows)
    kind = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}.get(separator, "nothing between")
    return Tables(kind=f"text with {kind}{encoding}", visible=(Table(name=None, rows=even),))


def text_of(cell: Cell) -> str:
    """Say what a cell holds as people see it: 3, not 3.0."""
    if isinstance(cell, Formula):
        cell = cell.value
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    return cell if isinstance(cell, str) else str(cell)


def is_blank(cell: Cell) -> bool:
    """Tell whether a cell holds nothing but white space."""
    if isinstance(cell, Formula):
        return False
    return isinstance(cell, str) and not cell.strip(" \t\r\n\u00a0\u200b\ufeff")


def transpose(table: Table) -> Table:
    """Turn a table round: its columns become rows."""
    return Table(name=table.name, rows=tuple(zip(*table.rows, strict=True)))


def _read_workbook(content: bytes, file: str) -> Tables:
    reaches: dict[str, Reach] = {}
    if content.startswith(b"PK"):
        reaches = look_into(content, file)
        kind = "Excel workbook" if content.find(b"xl/workbook.xml") >= 0 else "OpenDocument spreadsheet"
    else:
        kind = "Excel workbook of the older kind"
        if "EncryptedPackage".encode("utf-16-le") in content:
            refuse(file, *ENCRYPTED)
    visible, hidden = _read_sheets(content, file, reaches)
    if not visible and not hidden:
        refuse(file, "this workbook has no sheets")
    return Tables(kind=kind, visible=tuple(visible), hidden=tuple(hidden))


def _read_sheets(content: bytes, file: str, reaches: dict[str, Reach]) -> tuple[list[Table], list[Table]]:
    from python_calamine import CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

    visible: list[Table] = []
    hidden: list[Table] = []
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        for about in workbook.sheets_metadata:
            if about.typ is not SheetTypeEnum.WorkSheet:
                continue
            sheet = workbook.get_sheet_by_name(about.name)
            check_reach(about.name, sheet.total_height, sheet.total_width, file)
            rows = sheet.to_python(skip_empty_area=False)
            for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
                # People see the value of a cell that is merged downwards in every row of it.
                if left == right and top < bottom and top < len(rows) and left < len(rows[top]):
                    for row in rows[top + 1 : bottom + 1]:
                        row[left] = rows[top][left]
            table = Table(name=about.name, rows=_mark(rows, reaches.get(about.name)))
            (visible if about.visible is SheetVisibleEnum.Visible else hidden).append(table)
    except PasswordError:
        refuse(file, *ENCRYPTED)
    except (MemoryError, KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:
        # The reader's own errors, and its panics, which are no Exceptions.
        if type(error).__module__.startswith("partnerassess"):
            raise
        refuse(file, "this workbook cannot be read", "open it, save it as .xlsx and use that")
    return visible, hidden


def _mark(rows: list[list[Plain]], reach: Reach | None) -> tuple[tuple[Cell, ...], ...]:
    """Put a mark on the cells that hold no plain value; a formula that was never worked out stays empty."""
    marked: list[list[Cell]] = [list(row) for row in rows]
    if reach is not None:
        for row, column in reach.formulas | reach.faults:
            if row < len(rows) and column < len(rows[row]):
                value = rows[row][column]
                if value != "" or (row, column) in reach.faults:
                    marked[row][column] = Formula(value)
    return tuple(map(tuple, marked))


def _decode(content: bytes, file: str) -> tuple[str, str]:
    """Read bytes as text: by their mark, else UTF-8, else as Excel on Windows writes it; say which it was."""
    wide, start = "", content[:4096]
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        wide = "utf-16"
    elif b"\0" in start:
        wide = "utf-16-le" if start[1::2].count(0) > start[0::2].count(0) else "utf-16-be"
    usual = (("utf-8-sig", ""), ("cp1252", ", Windows characters"))
    for name, said in ((wide, ", UTF-16"),) if wide else usual:
        with suppress(UnicodeDecodeError):
            text = content.decode(name)
            # Nearly any bytes can be read as Windows characters.
            controls = sum(map(text.count, _CONTROLS)) if name == "cp1252" else 0
            if controls <= 3 and not (wide and "\0" in text):
                return text, said
    refuse(file, "this is neither a workbook nor a text", "give the export as .xlsx or .csv, in UTF-8")


def _split(text: str, file: str) -> tuple[list[list[str]], str]:
    """Split a text into rows by the separator that gives the widest and most regular table."""
    said = text[:6].lower()
    if said.startswith("sep=") and len(said) > 4:
        rest = text.partition("\n")[2]
        return _rows(rest, text[4], file), text[4]
    best, width = ",", 0.0
    for separator in ",;\t|":
        measure = _measure(text, separator)
        if measure > width:
            best, width = separator, measure
    return _rows(text, best, file), best


def _measure(text: str, separator: str) -> float:
    """Say how wide and regular the beginning of a table is with a separator."""
    widths: Counter[int] = Counter()
    try:
        for number, row in enumerate(csv.reader(io.StringIO(text), delimiter=separator)):
            if number >= 60:
                break
            if any(cell.strip() for cell in row):
                widths[len(row)] += 1
    except csv.Error:
        return 0.0
    if not widths:
        return 0.0
    width, times = max(widths.items(), key=lambda each: (each[0] * each[1], each[0]))
    return 0.0 if width < 2 else width * times / widths.total()


def _rows(text: str, separator: str, file: str) -> list[list[str]]:
    rows: list[list[str]] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        rows.extend(reader)
    except csv.Error as error:
        if "unexpected end" in str(error):
            message = f"a quotation mark that opens in row {len(rows) + 1} never closes"
            refuse(file, message, "export it again, or put the mark right")
        if "limit" in str(error):
            refuse(file, f"a cell in row {len(rows) + 1} is longer than any answer", "export it again")
        # Some programs leave marks inside a cell as they are, which does no harm while columns stay.
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
        widths = [len(row) for row in rows]
        usual = Counter(widths).most_common(1)[0][0]
        for number, width in enumerate(widths, start=1):
            if width not in (0, usual):
                message = (
                    f"row {number} has {width} cells where others have {usual}, and a quotation mark is out"
                )
                refuse(file, f"{message} of place", "export it again, or put the mark right")
    return rows
