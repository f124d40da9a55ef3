"""Files that people give us become tables, whatever they are called; those made to do harm cost a line."""

import codecs
import datetime
import io
import struct
import time
import zipfile
import zlib
from pathlib import Path

import pytest

from partnerassess.problems import ProblemsFound
from partnerassess.sheets.archive import MAX_UNPACKED, find_place, name_place
from partnerassess.sheets.table import Formula, Table, is_blank, read_tables, text_of, transpose
from profiles import many
from surveys import as_csv, as_workbook

SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{}</worksheet>'


def only(content: bytes) -> Table:
    (table,) = read_tables(content, "export").visible
    return table


def refuse(content: bytes) -> str:
    started = time.process_time()
    with pytest.raises(ProblemsFound) as refused:
        read_tables(content, "export")
    assert time.process_time() - started < 5
    (problem,) = refused.value.problems
    assert problem.hint
    return str(problem)


def rewrite(content: bytes, parts: dict[str, str]) -> bytes:
    """Put other parts into a workbook."""
    result = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for entry in old.infolist():
            new.writestr(entry.filename, parts.pop(entry.filename, "") or old.read(entry))
        for name, text in parts.items():
            new.writestr(name, text)
    return result.getvalue()


def with_sheet(data: str) -> bytes:
    workbook = as_workbook({"S": [["a", "b"], ["c", "d"]]})
    return rewrite(workbook, {"xl/worksheets/sheet1.xml": SHEET.format(data)})


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_the_separator_is_the_one_that_gives_the_widest_and_most_regular_table(separator: str) -> None:
    rows = [["How far, and why?", "b;c", "d"], ["one, two", "3|4", ""], ['say "so"', "line\nend", "x"]]
    assert only(as_csv(rows, separator).encode()).rows == tuple(map(tuple, rows))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (codecs.BOM_UTF8 + "a,é’".encode(), "a,é’"),
        ("a,é’".encode(), "a,é’"),
        ("a,é’".encode("cp1252"), "a,é’"),
        (codecs.BOM_UTF16_LE + "a,é’".encode("utf-16-le"), "a,é’"),
        (codecs.BOM_UTF16_BE + "a,é’".encode("utf-16-be"), "a,é’"),
        ("a,é’,more of it".encode("utf-16-le"), "a,é’,more of it"),
    ],
)
def test_a_text_is_read_in_whatever_way_it_was_written(content: bytes, said: str) -> None:
    assert only(content).rows == (tuple(said.split(",")),)


def test_a_text_may_come_in_a_zip() -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("Partnering survey.csv", "a,b\nc,d\n")
        archive.writestr("__MACOSX/._Partnering survey.csv", b"\0")
    assert only(content.getvalue()).rows == (("a", "b"), ("c", "d"))
    with zipfile.ZipFile(content, "a") as archive:
        archive.writestr("Second.csv", "a,b\n")
    assert "a zip file" in refuse(content.getvalue())


def test_excel_may_say_the_separator_itself() -> None:
    assert only(b"sep=;\r\na,1;b\r\nc;d\r\n").rows == (("a,1", "b"), ("c", "d"))


def test_a_workbook_is_told_by_its_bytes(tmp_path: Path) -> None:
    tables = read_tables(as_workbook({"A": [["x"]], "B": [["y"]]}, hidden=["B"]), "answers.csv")
    assert tables.kind == "Excel workbook"
    assert [table.name for table in tables.visible] == ["A"]
    assert [table.name for table in tables.hidden] == ["B"]


def test_a_sheet_that_claims_to_be_one_cell_is_read_whole() -> None:
    data = (
        '<dimension ref="A1"/><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c></row>'
        '<row r="3"><c r="B3"><v>3</v></c></row></sheetData>'
    )
    assert only(with_sheet(data)).rows == (("a", ""), ("", ""), ("", 3.0))


def test_a_million_empty_rows_cost_no_time() -> None:
    count = many(1_000_000)
    rows = "".join(f'<row r="{number}"><c r="A{number}" s="0"/></row>' for number in range(2, count))
    data = f'<sheetData><row r="1"><c r="A1"><v>1</v></c></row>{rows}</sheetData>'
    started = time.process_time()
    assert only(with_sheet(data)).rows == ((1.0,),)
    assert time.process_time() - started < 0.5 + 12 * count / 1_000_000


def test_one_value_in_the_last_cell_is_refused_before_it_fills_the_memory() -> None:
    data = '<sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    assert "sheet 'S' reaches down to row 1,048,576" in refuse(with_sheet(data))


def test_a_workbook_that_unpacks_to_gigabytes_is_refused_at_once() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (MAX_UNPACKED + 1))
    assert "unpacks to 64 MiB" in refuse(packed.getvalue())


def test_a_part_that_is_larger_than_it_says_is_refused() -> None:
    content = bytearray(as_workbook({"S": [["a"]]}))
    bomb = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    data = bomb.compress(b"x" * 5_000_000) + bomb.flush()
    honest = io.BytesIO()
    with zipfile.ZipFile(honest, "w") as archive:
        archive.writestr("xl/workbook.xml", data)
    lying = bytearray(honest.getvalue())
    # The sizes and the method, in the header before the part and in the list at the end.
    for at, method, sizes in ((lying.find(b"PK\x03\x04"), 8, 18), (lying.find(b"PK\x01\x02"), 10, 20)):
        struct.pack_into("<H", lying, at + method, zipfile.ZIP_DEFLATED)
        struct.pack_into("<II", lying, at + sizes, len(data), 1000)
    assert content
    assert "damaged" in refuse(bytes(lying))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"),
            "protected",
        ),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "cannot be read"),
        (b"PK\x03\x04 and nothing more", "damaged"),
        (
            as_workbook({"S": [["a"]]}).replace(b"PK\x01\x02\x14\x03\x14", b"PK\x01\x02\x14\x03\xa0"),
            "damaged",
        ),
        (b'"a","b"\n"c,d\n', "never closes"),
        (b'a,b,c\nd,e,f\n"g,h,"i, j"\nk,l,m\n', "row 3 has 2 cells where others have 3"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "neither a workbook nor a text"),
        (b"<!DOCTYPE html><html>", "a page or a document"),
    ],
)
def test_what_is_no_table_is_refused_with_what_to_do(content: bytes, said: str) -> None:
    assert said in refuse(content)


def test_a_word_document_and_a_binary_workbook_are_named() -> None:
    for part, said in (("word/document.xml", "a Word document"), ("xl/workbook.bin", ".xlsb")):
        content = io.BytesIO()
        with zipfile.ZipFile(content, "w") as archive:
            archive.writestr(part, "<x/>")
        assert said in refuse(content.getvalue())


def test_a_workbook_with_definitions_of_its_own_is_refused() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + SHEET.format(
        "<sheetData>&b;</sheetData>"
    )
    workbook = rewrite(as_workbook({"S": [["a"]]}), {"xl/worksheets/sheet1.xml": bomb})
    with pytest.raises(ProblemsFound, match="definitions"):
        read_tables(workbook, "export")


def test_links_to_other_workbooks_are_not_followed() -> None:
    link = (
        '<externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><externalBook '
        'xmlns:r="x" r:id="rId1"/></externalLink>'
    )
    workbook = as_workbook({"S": [["a"]]})
    content = rewrite(workbook, {"xl/externalLinks/externalLink1.xml": link})
    assert only(content).rows == (("a",),)


def test_formulas_and_errors_are_told_from_values() -> None:
    data = (
        '<sheetData><row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1"><f>B2</f></c>'
        '<c r="C1" t="e"><v>#N/A</v></c><c r="D1"><v>4</v></c></row></sheetData>'
    )
    assert only(with_sheet(data)).rows == ((Formula(2.0), "", Formula(""), 4.0),)


def test_a_cell_that_is_merged_downwards_counts_for_every_row() -> None:
    data = (
        '<sheetData><row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row>'
        '<row r="2"><c r="B2"><v>3</v></c></row></sheetData><mergeCells><mergeCell ref="A1:A2"/></mergeCells>'
    )
    assert only(with_sheet(data)).rows == ((1.0, 2.0), (1.0, 3.0))


def opendocument(body: str) -> bytes:
    """Make a spreadsheet of LibreOffice's kind."""
    space = "urn:oasis:names:tc:opendocument:xmlns:{0}:1.0"
    names = " ".join(f'xmlns:{each}="{space.format(each)}"' for each in ("office", "table", "text"))
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        manifest = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
        archive.writestr("META-INF/manifest.xml", f'<m:manifest xmlns:m="{manifest}"/>')
        archive.writestr(
            "content.xml",
            f"<office:document-content {names}><office:body><office:spreadsheet>"
            f'<table:table table:name="S">{body}</table:table></office:spreadsheet></office:body>'
            "</office:document-content>",
        )
    return content.getvalue()


CELL = '<table:table-cell office:value-type="string"><text:p>x</text:p></table:table-cell>'


def test_rows_that_one_element_repeats_are_counted_before_they_are_made() -> None:
    row = f"<table:table-row>{CELL}</table:table-row>"
    gap = '<table:table-row table:number-rows-repeated="1048574"><table:table-cell/></table:table-row>'
    assert only(opendocument(row + gap)).rows == (("x",),)
    wide = f"<table:table-row><table:table-cell table:number-columns-repeated='9'/>{CELL}</table:table-row>"
    assert "reaches down to row 1,048,576" in refuse(opendocument(row + gap + wide))


def test_dates_and_numbers_are_said_as_people_see_them() -> None:
    assert text_of(3.0) == "3"
    assert text_of(2.5) == "2.5"
    assert text_of(True) == "TRUE"
    assert text_of(datetime.date(2026, 11, 9)) == "2026-11-09"
    assert is_blank("\u00a0 \n")
    assert not is_blank(Formula(""))


def test_a_table_can_be_turned_round() -> None:
    table = only(b"a,b,c\nd,e,f\n")
    assert transpose(table).rows == (("a", "d"), ("b", "e"), ("c", "f"))


@pytest.mark.parametrize(
    ("name", "place"), [("A1", (0, 0)), ("Z9", (8, 25)), ("AA10", (9, 26)), ("XFD3", (2, 16383))]
)
def test_cells_have_names(name: str, place: tuple[int, int]) -> None:
    assert find_place(name) == place
    assert name_place(*place) == name
