"""One row of an export → a set of answers, or the reason why it is left out; every cell is accounted for."""

import re
from collections.abc import Mapping, Sequence

from msgspec import Struct, field

from partnerassess.collect.cells import Numbers, Words, read_number, says_not_applicable
from partnerassess.collect.columns import Column, Use
from partnerassess.collect.platforms import Duty, Platform, find_status, is_unfinished
from partnerassess.collect.spelling import fold, fold_answer, tidy
from partnerassess.files.reading import UNSAFE_CHARACTER
from partnerassess.loading.answers import MAX_NAME
from partnerassess.model import Given, Level
from partnerassess.parsing.nodes import MAX_TEXT
from partnerassess.sheets.table import Cell, Formula, is_blank, text_of

LIKE_A_TEST = "looks like a test"

_LONGEST_SHOWN = 60
_TEST = re.compile(r"(?:(?:a |this is a )?test(?:ing)?(?: (?:test|only|response))*|asdf\w*|x{2,}|qwert\w*)")
_SUMS = frozenset((
    "average", "averages", "average score", "mean", "means", "mean score", "median", "total", "totals",
    "grand total", "sum", "count", "number of answers", "max", "maximum", "min", "minimum",
    "number of responses", "total responses", "overall average", "overall mean",
    "standard deviation", "std", "std dev", "st dev", "stdev", "sd", "range", "mode",
))  # fmt: skip
_MAY_HOLD_ANYTHING = re.compile(r"@|\d{5,}")


class Unread(Struct, frozen=True, kw_only=True):
    """A cell that holds something which is no answer, or no detail, that we can use."""

    row: int
    """As spreadsheets count: the first row of the file is 1."""
    column: Column
    text: str
    """What it says, shortened; empty where it may hold what must not be shown."""
    why: str


class Row(Struct, kw_only=True):
    """One row of an export, and what became of it."""

    number: int
    """As spreadsheets count: the first row of the file is 1."""
    details: dict[str, str] = field(default_factory=dict)
    answers: dict[str, Given] = field(default_factory=dict)
    """By question id."""
    notes: dict[str, str] = field(default_factory=dict)
    """By question id."""
    left_out: str | None = None
    """Why it gives no set of answers; null if it does."""
    unread: list[Unread] = field(default_factory=list)
    filled: int = 0
    """How many cells of columns with answers or notes hold something."""
    is_unfinished: bool = False
    """Whether the platform says that it was never handed in."""

    @property
    def read(self) -> int:
        """How many of the filled cells were read."""
        return len(self.answers) + len(self.notes)

    def leave_unread(self, column: Column, why: str, text: str = "") -> None:
        """Take down that a cell is not read; without `text` nothing of it is shown."""
        self.unread.append(Unread(row=self.number, column=column, text=text, why=why))


class RowReader(Struct, frozen=True, kw_only=True):
    """Reads the rows of one export."""

    columns: Sequence[Column]
    words: Mapping[str, Words]
    """By question id."""
    platform: Platform | None
    numbers: Numbers
    own_words: Mapping[str, str] = field(default_factory=dict)
    """What a map says that other words mean, by the folded word; empty where it says nothing yet."""
    left_out: Mapping[int, str] | None = None
    """The rows that a map leaves out; null to look for rows that look like tests."""
    headings: frozenset[str] = frozenset()
    """The headings, folded: people copy several exports below each other."""

    def read(self, number: int, cells: Sequence[Cell]) -> Row:
        """Read the row with this number, counted from 1."""
        row = Row(number=number)
        row.left_out = self._find_reason(number, cells)
        if row.left_out:
            return row
        for column in self.columns:
            cell = cells[column.index]
            if column.use is Use.PLATFORM and column.duty in (Duty.FINISHED, Duty.SUBMITTED):
                row.is_unfinished |= is_unfinished(self.platform, column.heading, text_of(cell))
            if not is_blank(cell):
                self._read_cell(row, column, cell)
        if not row.answers:
            row.left_out = "none of its answers could be read" if row.unread else "no answers"
        return row

    def _find_reason(self, number: int, cells: Sequence[Cell]) -> str | None:
        for column in self.columns:
            if column.duty in (Duty.REVIEW, Duty.STATUS):
                reason = find_status(column.duty, text_of(cells[column.index]))
                if reason:
                    return reason
        asked = [cells[column.index] for column in self.columns if column.use is Use.QUESTION]
        if not any(not is_blank(cell) for cell in asked):
            return "no answers"
        if sum(fold(text_of(cell)) in self.headings for cell in asked) * 2 > len(asked):
            return "the headings once more"
        if self._is_sum(cells):
            return "a line of averages or totals"
        if self.left_out is not None:
            return self.left_out.get(number)
        named = [cells[column.index] for column in self.columns if column.use is Use.DETAIL]
        is_test = any(_TEST.fullmatch(fold(text_of(cell))) for cell in named)
        return LIKE_A_TEST if is_test else None

    def _is_sum(self, cells: Sequence[Cell]) -> bool:
        """Tell whether a row holds what was worked out from the rows above it."""
        columns = [column for column in self.columns if column.use is Use.QUESTION]
        asked = {column.index: self.words[str(column.name)] for column in columns}
        others = [cell for index, cell in enumerate(cells) if index not in asked]
        labels = [text_of(cell) for cell in others if not is_blank(cell)]
        if any(fold(label).rstrip(" :") in _SUMS for label in labels if len(label) < 40):
            return True
        filled = [(words, cells[index]) for index, words in asked.items() if not is_blank(cells[index])]
        if len(filled) <= 2:
            return False
        if len(labels) < 2 and all(isinstance(cell, Formula) for _, cell in filled):
            return True
        averages = 0
        for words, cell in filled:
            # A number with decimal places that is no answer.
            number = read_number(text_of(cell))
            if number is not None and number.denominator > 1:
                plain = cell.value if isinstance(cell, Formula) else cell
                averages += words.find(plain, self.platform, self.numbers) is None
        return 2 * averages >= len(filled)

    def _read_cell(self, row: Row, column: Column, cell: Cell) -> None:
        row.filled += column.use in (Use.QUESTION, Use.NOTE)
        match column.use:
            case Use.QUESTION:
                words = self.words[str(column.name)]
                given = words.find(cell, self.platform, self.numbers)
                if given is None and not isinstance(cell, Formula):
                    said = self.own_words.get(fold_answer(text_of(cell)))
                    given = words.find_said(said) if said else None
                if given is None:
                    row.leave_unread(column, _explain(words, cell), shown(cell))
                else:
                    row.answers[str(column.name)] = given
            case Use.NOTE:
                self._read_note(row, column, cell)
            case Use.DETAIL:
                self._read_detail(row, column, cell)
            case _:
                pass

    def _read_note(self, row: Row, column: Column, cell: Cell) -> None:
        said = text_of(cell).strip().replace("\r\n", "\n").replace("\r", "\n")
        if len(said) > MAX_TEXT:
            row.leave_unread(column, "is too long for a note")
        elif re.search(UNSAFE_CHARACTER, said):
            row.leave_unread(column, "holds characters that hide")
        elif column.name in row.notes:
            row.notes[str(column.name)] += f"\n{said}"
            row.filled -= 1
        else:
            row.notes[str(column.name)] = said

    def _read_detail(self, row: Row, column: Column, cell: Cell) -> None:
        said = tidy(text_of(cell))
        if "@" in said:
            row.leave_unread(column, "is an e-mail address")
        elif len(said) > MAX_NAME:
            row.leave_unread(column, "is too long for a name")
        elif re.search(UNSAFE_CHARACTER, said):
            row.leave_unread(column, "holds characters that hide")
        elif said:
            row.details[str(column.name)] = said


def _explain(words: Words, cell: Cell) -> str:
    """Say why a cell is no answer."""
    if isinstance(cell, Formula):
        return "is worked out by a formula: put the answer itself there"
    if not isinstance(cell, str | int | float):
        return "is a date or a time, not an answer"
    if says_not_applicable(cell):
        return "is no answer to this question"
    if read_number(text_of(cell)) is not None:
        is_scored = any(isinstance(given, Level) for given in words.known.values())
        return "is not on its scale" if is_scored else "is a number, and its answers are words"
    return "is none of its answers"


def shown(cell: Cell) -> str:
    """Give what a cell says for a message, on one line; nothing of what may be about a person."""
    text = tidy(text_of(cell))
    if _MAY_HOLD_ANYTHING.search(text) or re.search(UNSAFE_CHARACTER, text) or len(text) > 4 * _LONGEST_SHOWN:
        return ""
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN].rstrip()}…"
