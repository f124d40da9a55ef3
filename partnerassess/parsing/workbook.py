"""A workbook of ours that was filled in → documents, as if the answers had been written in an answer file.

A hidden first column says what each row is about, a hidden first row what each column holds, and a hidden
sheet what each entry of a drop-down list means: rows and columns may be moved, and no words are guessed at.
"""

import datetime
import re
from collections.abc import Iterator
from collections.abc import Mapping as Named

from msgspec import Struct

from partnerassess.dates import find_date
from partnerassess.files.reading import ANSWER_WORKBOOK, clean
from partnerassess.parsing.builder import Builder, empty_file
from partnerassess.parsing.nodes import BrokenDocument, Document, Lines, Mark
from partnerassess.problems import Problem, ProblemsFound
from partnerassess.sheets.archive import name_place
from partnerassess.sheets.table import (
    Cell,
    Formula,
    Table,
    Tables,
    is_blank,
    is_workbook,
    read_tables,
    text_of,
)

LISTS = "Lists"
"""The hidden sheet with the entries of the drop-down lists."""
ANSWER = "answer "
NOTE = "note "
"""How the keys of the columns start; the number of the view follows, from 1."""
DETAILS = ("partnership", "organisation", "respondent", "date", "round", "programme")
"""The keys of the rows that say whose answers these are."""
SHARED = ("partnership", "date", "round", "programme")
"""Those that hold for every view of the workbook, if only one says them."""

_WITHOUT_LISTS = f"the hidden sheet `{LISTS}` is gone: `partnerassess import` reads the words themselves"

_COLUMN = re.compile(f"(?:{ANSWER}|{NOTE})[0-9]{{1,3}}")
_WIDTH = 16_384
"""The most columns of a sheet."""


class _Places(Lines):
    """The cells of a sheet as places: the row is the line."""

    def mark(self, offset: int) -> Mark:
        row, column = divmod(offset, _WIDTH)
        return Mark(row + 1, column + 1)


class AnswerSheet(Struct, frozen=True, kw_only=True):
    """A sheet with answers, and where everything stands in it."""

    table: Table
    """Its cells."""
    rows: Named[str, int]
    """By what they are about: a detail, or a question's id."""
    columns: Named[str, int]
    """By what they hold, such as `answer 1`."""
    questionnaire: str
    """The id of the questionnaire; empty if the workbook has lost it."""
    version: str
    entries: Named[tuple[str, str], str]
    """What an entry means, by question and by what it says, in small letters."""
    twice: tuple[int, ...] = ()
    """Rows that are about the same as one above."""

    @property
    def views(self) -> list[int]:
        """The numbers of the views that say something; of several that say nothing, the first."""
        numbers = sorted(int(key.removeprefix(ANSWER)) for key in self.columns if key.startswith(ANSWER))
        return [number for number in numbers if self._says_something(number)] or numbers[:1]

    @property
    def questions(self) -> list[str]:
        """The ids of the questions, in the order of the rows."""
        return [key for key in self.rows if key not in DETAILS]

    def cell(self, row: str, column: str) -> tuple[Cell, int]:
        """Give a cell and its place; an empty text where there is none."""
        number, place = self.rows.get(row), self.columns.get(column)
        if number is None or place is None:
            return "", 0
        return self.table.rows[number][place], number * _WIDTH + place

    def detail(self, key: str, view: int) -> tuple[Cell, int]:
        """Give the cell that says whose answers a view holds; some hold for all views."""
        cell, place = self.cell(key, f"{ANSWER}{view}")
        return self.cell(key, f"{ANSWER}1") if is_blank(cell) and key in SHARED else (cell, place)

    def find_code(self, key: str, cell: Cell) -> str | None:
        """Give what an entry means as an answer to a question; null for one that is in no list."""
        return None if isinstance(cell, Formula) else self.entries.get((key, _fold(text_of(cell))))

    def _says_something(self, view: int) -> bool:
        cells = (self.cell(key, f"{kind}{view}")[0] for key in self.questions for kind in (ANSWER, NOTE))
        return any(not is_blank(cell) for cell in cells)


def read_workbook(content: bytes, file: str) -> tuple[Document | BrokenDocument, ...]:
    """Read every view that a workbook of ours holds; of several, those that say nothing are left out.

    Raises ProblemsFound for a workbook that is none of ours, or cannot be read at all.
    """
    sheet = find_sheet(read_tables(content, file)) if is_workbook(content) else None
    if sheet is None:
        message = "this workbook was not made by `partnerassess template`"
        hint = "answers from a survey or another workbook are read by `partnerassess import`"
        raise ProblemsFound([Problem(file=file, message=message, hint=hint)])
    documents = [_read_view(sheet, view, file, index) for index, view in enumerate(sheet.views, start=1)]
    return tuple(documents) or (empty_file(file),)


def find_sheet(tables: Tables) -> AnswerSheet | None:
    """Find the sheet with answers in a workbook of ours; null in any other."""
    every = [each for each in (*tables.visible, *tables.hidden) if each.rows and each.rows[0]]
    ours = (each for each in every if text_of(each.rows[0][0]).strip() == ANSWER_WORKBOOK)
    table = next((each for each in ours if each.name != LISTS), None)
    if table is None:
        return None
    lists = next((each for each in every if each.name == LISTS and len(each.rows[0]) > 3), None)
    rows: dict[str, int] = {}
    twice = []
    for number, row in enumerate(table.rows[1:], start=1):
        key = text_of(row[0]).strip()
        if key in rows:
            twice.append(number)
        elif key:
            rows[key] = number
    columns = {
        text_of(cell).strip(): place
        for place, cell in enumerate(table.rows[0])
        if _COLUMN.fullmatch(text_of(cell).strip())
    }
    about = ["", ""] if lists is None else [text_of(cell).strip() for cell in lists.rows[0][1:3]]
    return AnswerSheet(
        table=table,
        rows=rows,
        columns=columns,
        questionnaire=about[0],
        version=about[1],
        entries=_entries(lists) if lists else {},
        twice=tuple(twice),
    )


def _entries(lists: Table) -> dict[tuple[str, str], str]:
    """Give what each entry means, under all that people may leave of it or type; not what could mean two."""
    found: dict[tuple[str, str], set[str]] = {}
    for row in lists.rows[1:]:
        question, shown, code, label = (text_of(cell).strip() for cell in row[:4])
        for said in (shown, code, label):
            found.setdefault((question, _fold(said)), set()).add(code)
    return {key: codes.pop() for key, codes in found.items() if len(codes) == 1 and key[1]}


def _fold(said: str) -> str:
    return " ".join(said.replace("’", "'").casefold().split())


def _read_view(sheet: AnswerSheet, view: int, file: str, index: int) -> Document | BrokenDocument:
    builder = Builder(file, _Places(""))
    builder.open_mapping(0)
    for key, said in (("questionnaire", sheet.questionnaire), ("version", sheet.version)):
        if said:
            builder.add_key(key, 0)
            builder.add_text(said, 0)
    for key in DETAILS:
        cell, place = sheet.detail(key, view)
        if not is_blank(cell):
            builder.add_key(key, place)
            builder.add_text(_say_date(cell) if key == "date" else text_of(cell).strip(), place)
    builder.add_key("answers", 0)
    builder.open_mapping(0)
    faults = list(_find_doubles(sheet, view))
    faults += filter(None, [_add_answer(builder, sheet, key, view) for key in sheet.questions])
    builder.close()
    builder.close()
    document = builder.finish(index)
    if not faults:
        return document
    read, problems = (document, ()) if isinstance(document, Document) else (document.read, document.problems)
    found = (*(_problem(sheet, file, *fault) for fault in faults), *problems)
    return BrokenDocument(file=file, index=index, problems=found, read=read)


def _find_doubles(sheet: AnswerSheet, view: int) -> Iterator[tuple[int, str, str]]:
    """Give the answered rows about questions that are answered further up."""
    for number in sheet.twice:
        place = sheet.columns[f"{ANSWER}{view}"]
        if not is_blank(sheet.table.rows[number][place]):
            yield (
                number * _WIDTH + place,
                "this question stands in the sheet twice",
                "delete one of the two rows",
            )


def _add_answer(builder: Builder, sheet: AnswerSheet, key: str, view: int) -> tuple[int, str, str] | None:
    """Add an answer with its note; or give the place of what is none, what is wrong and what to do."""
    answer, place = sheet.cell(key, f"{ANSWER}{view}")
    note, beside = sheet.cell(key, f"{NOTE}{view}")
    if is_blank(answer) and is_blank(note):
        return None
    code = "" if is_blank(answer) else sheet.find_code(key, answer)
    if code is None:
        said = " ".join(text_of(answer).split())
        quoted = f"`{clean(said[:60])}…`" if len(said) > 60 else f"`{clean(said)}`"
        what = "a formula" if isinstance(answer, Formula) else quoted
        hint = "choose one from the list in the cell" if sheet.entries else _WITHOUT_LISTS
        return place, f"{what} is no answer to `{clean(key)}`", hint
    builder.add_key(key, place)
    if is_blank(note):
        builder.add_value(code, place)
        return None
    builder.open_mapping(place)
    if code:
        builder.add_key("answer", place)
        builder.add_value(code, place)
    builder.add_key("note", beside)
    builder.add_text(text_of(note).strip(), beside)
    builder.close()
    return None


def _say_date(cell: Cell) -> str:
    value = cell.value if isinstance(cell, Formula) else cell
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    said = text_of(value).strip()
    # A cell may hold the words, where it is no cell for dates any more.
    found = find_date(said)
    return found.isoformat() if found else said


def _problem(sheet: AnswerSheet, file: str, place: int, message: str, hint: str) -> Problem:
    row, column = divmod(place, _WIDTH)
    where = f"sheet {clean(str(sheet.table.name))}, cell {name_place(row, column)}"
    return Problem(file=file, line=row + 1, column=column + 1, path=where, message=message, hint=hint)
