"""What a workbook unpacks to, looked at before anything reads it: sizes, how far it reaches, formulas.

A few kilobytes can unpack to gigabytes, and one value in the last cell of a sheet makes a reader fill the
whole sheet with nothing.
"""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable
from datetime import datetime
from functools import lru_cache
from typing import NoReturn
from xml.parsers import expat

from msgspec import Struct, field

from partnerassess.problems import Problem, ProblemsFound

MAX_UNPACKED = 64 * 1024 * 1024
"""The most bytes a workbook may unpack to."""
MAX_CELLS = 3_000_000
"""The most cells between the first and the last that holds something, empty ones counted."""

ENCRYPTED = (
    "this workbook is protected by a password or a label that encrypts it",
    "open it, save a copy without protection and use that",
)

_MAX_PARTS = 2_000

MADE = datetime(2026, 1, 1)
"""The day on which every file that we make says it was made, so that it has the same bytes tomorrow."""

Start = Callable[[str, dict[str, str]], None]
_SHEET = re.compile(r"(?:^|/)worksheets/[^/]+\.xml$", re.IGNORECASE)
_DAMAGED = (zipfile.BadZipFile, zlib.error, struct.error, ValueError, NotImplementedError)
"""What is raised for an archive that is none, or of a kind that nobody makes."""
_LOCAL_HEADER = struct.Struct("<4s22xHH")


class Reach(Struct):
    """How far a sheet reaches, and which of its cells hold no plain value; rows and columns from 0."""

    rows: int = 0
    columns: int = 0
    formulas: set[tuple[int, int]] = field(default_factory=set)
    faults: set[tuple[int, int]] = field(default_factory=set)
    """Cells that show an error such as #N/A."""


def undated(content: bytes) -> bytes:
    """Pack an archive of ours again, every part with the same date."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(packed, "w") as after:
        for part in before.infolist():
            again = zipfile.ZipInfo(part.filename, MADE.timetuple()[:6])
            after.writestr(again, before.read(part), zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def look_into(content: bytes, file: str) -> dict[str, Reach]:
    """Check a zipped workbook (.xlsx or .ods) before it is read; give how far its sheets reach by name.

    Raises ProblemsFound for anything else in a zip, and for what would take too much memory.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = _unpack(archive, content, file)
        if "content.xml" in parts:
            reaches = _look_into_tables(parts["content.xml"])
        elif "xl/workbook.xml" in parts:
            reaches = _look_into_sheets(parts)
        else:
            what, hint = "this is a zip file, but no workbook", "unpack it first"
            if "xl/workbook.bin" in parts:
                what, hint = "this is a binary workbook (.xlsb)", "save it as .xlsx"
            elif "word/document.xml" in parts:
                what, hint = "this is a Word document, not a workbook", "give the export as .xlsx or .csv"
            elif "EncryptedPackage" in parts:
                what, hint = ENCRYPTED
            refuse(file, what, hint)
    except (*_DAMAGED, expat.ExpatError, RecursionError) as error:
        if "DOCTYPE" in str(error):
            refuse(file, "this workbook holds definitions that no spreadsheet writes")
        refuse(file, "this workbook is damaged", "open it, save a copy and use that")
    for name, reach in reaches.items():
        check_reach(name, reach.rows, reach.columns, file)
    return reaches


def find_only_text(content: bytes) -> bytes | None:
    """Give the one text with separators that a zip holds, as some platforms send it; null otherwise."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = [each for each in archive.infolist() if not each.filename.startswith("__MACOSX/")]
            if len(entries) != 1 or entries[0].file_size > MAX_UNPACKED or entries[0].flag_bits & 1:
                return None
            if not entries[0].filename.lower().endswith((".csv", ".tsv", ".txt")):
                return None
            return _unpack_entry(entries[0], content)
    except _DAMAGED:
        return None


def check_reach(sheet: str, rows: int, columns: int, file: str) -> None:
    """Raise ProblemsFound for a sheet that reaches too far to be read."""
    if rows * columns > MAX_CELLS:
        message = f"sheet {sheet!r} reaches down to row {rows:,} and over {columns:,} columns"
        refuse(file, message, "copy the part with the answers into a new workbook")


def refuse(file: str, message: str, hint: str | None = None) -> NoReturn:
    """Raise ProblemsFound with one problem about a whole file."""
    raise ProblemsFound([Problem(file=file, message=message, hint=hint)])


def _unpack(archive: zipfile.ZipFile, content: bytes, file: str) -> dict[str, bytes]:
    """Unpack the parts that say how large the sheets are; check that no part is larger than it says."""
    entries = archive.infolist()
    total = sum(entry.file_size for entry in entries)
    if total > MAX_UNPACKED or len(entries) > _MAX_PARTS:
        size = f"{total // (1024 * 1024):,} MiB" if total > MAX_UNPACKED else f"{len(entries):,} parts"
        refuse(file, f"this workbook unpacks to {size}", "copy the answers into a new workbook")
    parts: dict[str, bytes] = {}
    for entry in entries:
        if entry.flag_bits & 1:
            refuse(file, *ENCRYPTED)
        unpacked = _unpack_entry(entry, content)
        name = entry.filename.lower().replace("\\", "/").lstrip("/")
        is_wanted = name.endswith((".xml", ".rels", "workbook.bin"))
        parts[name] = unpacked if is_wanted else b""
    return parts


def _unpack_entry(entry: zipfile.ZipInfo, content: bytes) -> bytes:
    """Unpack one part by hand: a part that goes on after the size it states is no honest one."""
    signature, name, extra = _LOCAL_HEADER.unpack_from(content, entry.header_offset)
    start = entry.header_offset + _LOCAL_HEADER.size + name + extra
    packed = content[start : start + entry.compress_size]
    if signature != b"PK\x03\x04" or len(packed) != entry.compress_size:
        raise ValueError(entry.filename)
    if entry.compress_type == zipfile.ZIP_STORED:
        unpacked, is_whole = packed, True
    elif entry.compress_type == zipfile.ZIP_DEFLATED:
        unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
        unpacked = unpacker.decompress(packed, entry.file_size + 1)
        is_whole = unpacker.eof or not unpacked
    else:
        raise ValueError(entry.filename)
    if len(unpacked) != entry.file_size or not is_whole:
        raise ValueError(entry.filename)
    return unpacked


def _parse(text: bytes, start: Start, end: Callable[[str], object] = lambda _: None) -> None:
    """Follow the elements of an XML text, by their names without prefix."""

    def refuse_doctype(*_: object) -> None:
        raise ValueError("DOCTYPE")

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse_doctype
    parser.StartElementHandler = lambda name, attributes: start(name.rpartition(":")[2], attributes)
    parser.EndElementHandler = lambda name: end(name.rpartition(":")[2])
    parser.Parse(text, True)


def _look_into_sheets(parts: dict[str, bytes]) -> dict[str, Reach]:
    """Look into the sheets of an Excel workbook."""
    names: dict[str, str] = {}
    targets: dict[str, str] = {}

    def take_sheet(name: str, attributes: dict[str, str]) -> None:
        if name == "sheet":
            key = next((value for each, value in attributes.items() if each.endswith(":id")), "")
            names[key] = attributes.get("name", "")

    def take_target(name: str, attributes: dict[str, str]) -> None:
        if name == "Relationship":
            target = attributes.get("Target", "").replace("\\", "/")
            path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            targets[path.lower()] = attributes.get("Id", "")

    _parse(parts["xl/workbook.xml"], take_sheet)
    if "xl/_rels/workbook.xml.rels" in parts:
        _parse(parts["xl/_rels/workbook.xml.rels"], take_target)
    found = {}
    for path, text in parts.items():
        if _SHEET.search(path):
            found[names.get(targets.get(path, ""), path)] = _look_into_sheet(text)
    return found


def _look_into_sheet(text: bytes) -> Reach:
    """Look through one sheet; there may be millions of empty cells, which must cost next to nothing."""
    reach = Reach()
    row = column = -1
    count = 0
    cell: dict[str, str] = {}

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal row, column, count, cell
        if name == "c":
            cell = attributes
            column += 1
        elif name == "row":
            said = attributes.get("r", "")
            row, column = int(said) - 1 if said.isascii() and said.isdigit() else row + 1, -1
        elif name in ("v", "is", "f"):
            if "r" in cell:
                row, column = find_place(cell["r"])
            reach.rows, reach.columns = max(reach.rows, row + 1), max(reach.columns, column + 1)
            if name == "f":
                reach.formulas.add((row, column))
            elif cell.get("t") == "e":
                reach.faults.add((row, column))
        count += 1
        if count > 2 * MAX_CELLS:
            raise ValueError("too many cells")

    _parse(text, start)
    return reach


def find_place(name: str) -> tuple[int, int]:
    """Give the row and the column of a cell such as `B7`, from 0; ValueError if it is none."""
    letters = name.rstrip("0123456789")
    row = int(name[len(letters) :] or "0") - 1
    if not 0 <= row < 9_999_999:
        raise ValueError(name)
    return row, _find_column(letters)


@lru_cache(1_024)
def _find_column(letters: str) -> int:
    if not re.fullmatch(r"[A-Za-z]{1,3}", letters):
        raise ValueError(letters)
    column = 0
    for letter in letters.upper():
        column = column * 26 + ord(letter) - 64
    return column - 1


def name_place(row: int, column: int) -> str:
    """Give the name of a cell, such as `B7`, from its row and column, both from 0."""
    return f"{name_column(column)}{row + 1}"


def name_column(column: int) -> str:
    """Give the letters of a column, counted from 0."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _look_into_tables(text: bytes) -> dict[str, Reach]:
    """Look into the tables of an OpenDocument spreadsheet, where one element can stand for a million rows."""
    found: dict[str, Reach] = {}
    reach = Reach()
    row = column = width = repeats = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal reach, row, column, width, repeats
        if name == "table":
            reach = found.setdefault(_attribute(attributes, "name"), Reach())
            row = 0
        elif name == "table-row":
            column = width = 0
            repeats = _repeats(attributes, "number-rows-repeated")
        elif name in ("table-cell", "covered-table-cell"):
            times = _repeats(attributes, "number-columns-repeated")
            if _attribute(attributes, "value-type"):
                width = column + times
            if _attribute(attributes, "formula"):
                reach.formulas.add((row, column))
            column += times

    def end(name: str) -> None:
        nonlocal row
        if name == "table-row":
            row += repeats
            if width:
                reach.rows, reach.columns = max(reach.rows, row), max(reach.columns, width)

    _parse(text, start, end)
    return found


def _attribute(attributes: dict[str, str], name: str) -> str:
    return next((value for each, value in attributes.items() if each.rpartition(":")[2] == name), "")


def _repeats(attributes: dict[str, str], name: str) -> int:
    said = _attribute(attributes, name)
    return max(1, int(said)) if said else 1
