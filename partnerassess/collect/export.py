"""An export of a survey → sets of answers, with an account of every row, column and cell."""

import datetime
import hashlib
import os
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NoReturn

from msgspec import Struct
from msgspec.structs import replace

from partnerassess.collect.cells import Numbers, Words, find_latest, settle_numbers
from partnerassess.collect.columns import (
    SEARCHED_ROWS,
    Column,
    Heading,
    Use,
    count_down_the_side,
    find_heading,
    find_rivals,
    match_columns,
)
from partnerassess.collect.headings import Questions
from partnerassess.collect.layout import lay_out
from partnerassess.collect.mapfile import NOTE as NOTE_OF
from partnerassess.collect.mapfile import Map, Said
from partnerassess.collect.platforms import Duty, Platform, submission_rank
from partnerassess.collect.rows import LIKE_A_TEST, Row, RowReader, Unread
from partnerassess.collect.spelling import fold, fold_answer
from partnerassess.files.reading import clean, holds_our_results, read_bytes
from partnerassess.loading.shelf import Questionnaires
from partnerassess.model import Answer, Answers, Questionnaire
from partnerassess.names import format_some
from partnerassess.sheets.archive import name_column, refuse
from partnerassess.sheets.table import MAX_EXPORT, Cell, Table, is_blank, text_of, transpose

_ONCE = ("partnership", "organisation", "programme", "round")
"""What can be said once for all rows."""
_ROLE = re.compile(r"\b(?:role|job|position|post)\b")
_CODE = re.compile(r"(?=.{1,5}$).{0,2}[0-9]+")
_MANY = 20
"""With fewer filled cells it is not told from the answers that they are none."""
_UNANSWERED = "-99"
"""What Qualtrics writes where a question was seen and not answered."""


class Options(Said, frozen=True, kw_only=True):
    """What a person says about one import."""

    round: str | None = None
    date: datetime.date | None = None
    map: Map | None = None


class Import(Struct, frozen=True, kw_only=True):
    """What an export holds, and an account of all of it."""

    file: str
    """The export as the user named it."""
    sha256: str
    """The digest of its bytes."""
    kind: str
    """What the file is, in words."""
    sheet: str | None
    platform: Platform | None
    questionnaire: Questionnaire
    width: int
    """How many columns have a heading or hold something."""
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    """Every row below the headings that is not blank."""
    views: Mapping[int, Answers]
    """The sets of answers by the numbers of their rows, in that order."""
    date: datetime.date | None
    date_from: str | None
    """Where the date comes from, in words."""
    asks: tuple[str, ...]
    """What only a person can decide."""
    remarks: tuple[str, ...]
    """What else they should know."""
    map: Map
    """How it was read."""
    is_transposed: bool = False
    is_own: bool = False
    """Whether it came in a workbook or form of ours: there is no map to correct."""

    @property
    def answers(self) -> tuple[Answers, ...]:
        """The sets of answers, in the order of the rows."""
        return tuple(self.views.values())

    @property
    def left_out(self) -> tuple[Row, ...]:
        """The rows that gave no set of answers, each with its reason."""
        return tuple(row for row in self.rows if row.left_out)

    @property
    def unread(self) -> tuple[Unread, ...]:
        """The cells that hold something that is no answer."""
        return tuple(cell for row in self.rows for cell in row.unread)

    @property
    def missing(self) -> tuple[str, ...]:
        """The ids of the questions for which there is no column."""
        found = {column.name for column in self.columns if column.use is Use.QUESTION}
        return tuple(name for name in self.questionnaire.questions if name not in found)

    @property
    def unmatched(self) -> tuple[Column, ...]:
        """The columns that are taken for nothing."""
        return tuple(column for column in self.columns if column.use is Use.UNMATCHED)

    def name_row(self, number: int) -> str:
        """Say which row it is, as spreadsheets count; of our own files, which set of answers."""
        if self.is_own:
            return f"set {number - 1}"
        return f"{'column' if self.is_transposed else 'row'} {number}"

    @property
    def is_whole(self) -> bool:
        """Tell whether everything was read that had to be."""
        return bool(self.views) and not self.unread and not self.asks


def read_export(
    path: str | os.PathLike[str],
    questionnaire: Questionnaire,
    options: Options | None = None,
    *,
    content: bytes | None = None,
    shelf: Questionnaires | None = None,
) -> Import:
    """Read an export of a survey platform, or a table made by hand, as answers to a questionnaire.

    With a `shelf`, a workbook, form or answer file of ours counts for the questionnaire that it names itself.
    Raises ProblemsFound, with what to do about it, for a file that is none, and for one that could only be
    read by guessing.
    """
    file = clean(os.fspath(path))
    if content is None:
        content = read_bytes(path, limit=MAX_EXPORT)
        if holds_our_results(os.fspath(path)):
            if os.fspath(path).lower().endswith(".docx"):
                # Paper forms are ours as well.
                refuse(
                    file, "answers are not read from a Word document", "type them into a form or a workbook"
                )
            refuse(file, "this workbook holds results, not answers", "give the answers it was made of")
    return _Reading(file, content, questionnaire, options or Options(), shelf).run()


class _Reading:
    """One export on its way to answers, one named step after another."""

    def __init__(
        self,
        file: str,
        content: bytes,
        questionnaire: Questionnaire,
        options: Options,
        shelf: Questionnaires | None,
    ) -> None:
        self.file = file
        self.map = options.map
        self.options = _with_map(options)
        self.sha256 = hashlib.sha256(content).hexdigest()
        self.tables, self.is_own, self.questionnaire = lay_out(content, file, questionnaire, shelf)
        self.questions = Questions(self.questionnaire)
        self.words = {name: Words.of(question) for name, question in self.questionnaire.questions.items()}
        self.remarks: list[str] = []
        self.asks: list[str] = []
        self.table, self.heading = self._choose_table()
        self.body: Sequence[Sequence[Cell]] = self.table.rows[self.heading.last + 1 :]

    def run(self) -> Import:
        columns, platform = match_columns(self.table, self.heading, self.questions)
        if platform is Platform.QUALTRICS:
            self.body = [
                ["" if text_of(cell).strip() == _UNANSWERED else cell for cell in row] for row in self.body
            ]
        columns = self._settle_rivals(self._take_map(columns, self.map) if self.map else columns)
        for name, rivals in () if self.map else find_rivals(columns).items():
            if getattr(self.options, name, None) is None:
                places = " or ".join(f"column {each.index + 1} {each.short!r}" for each in rivals)
                self.asks.append(f"which column says the {name}? {places}: write it into the map")
        numbers = self._settle_numbers(columns, platform)
        rows = self._read_rows(columns, platform, numbers)
        self._refuse_codes(rows)
        kept = [row for row in rows if not row.left_out]
        date, date_from = self._find_date(columns, kept, platform)
        views = self._views(kept, date)
        self._remark(rows, columns)
        return Import(
            file=self.file,
            sha256=self.sha256,
            kind=self.tables.kind,
            sheet=self.table.name,
            platform=platform,
            questionnaire=self.questionnaire,
            width=len(columns),
            columns=columns,
            rows=tuple(rows),
            views=views,
            date=date,
            date_from=date_from,
            asks=tuple(self.asks),
            remarks=tuple(self.remarks),
            map=self._map(columns, rows, numbers),
            is_transposed=self.options.is_transposed,
            is_own=self.is_own,
        )

    def _choose_table(self) -> tuple[Table, Heading]:
        """Give the sheet with most of the questions, and where its headings stand."""
        if self.is_own:
            return self.tables.visible[0], Heading(first=0, row=0, last=0)
        found: list[tuple[int, Table, Heading]] = []
        for table in self.tables.visible:
            table = transpose(table) if self.options.is_transposed and table.rows else table
            heading = find_heading(table, self.questions)
            if heading is None and self.map and self.map.columns:
                heading = find_heading(table, self.questions, list(self.map.columns))
            if heading:
                columns, _ = match_columns(table, heading, self.questions)
                count = len({column.name for column in columns if column.use is Use.QUESTION})
                found.append((count, table, heading))
            elif any(not is_blank(cell) for row in table.rows for cell in row):
                self.remarks.append(f"sheet {str(table.name)!r} was not read: it has none of the questions")
        if not found:
            self._refuse_tables()
        best = max(found, key=lambda each: each[0])
        self.asks += [
            f"sheet {str(table.name)!r} has the questions, too, and was not read: copy its rows below the "
            "others, or import it from a workbook of its own"
            for _, table, _ in found
            if table is not best[1]
        ]
        return best[1], best[2]

    def _refuse_tables(self) -> NoReturn:
        """Refuse a file in which no rows are the headings."""
        counts = [count_down_the_side(table, self.questions) for table in self.tables.visible]
        if not self.options.is_transposed and max(counts, default=0) >= self.questions.needed:
            message = "the questions run down the side here, and people across"
            refuse(self.file, message, "add --transposed to read it this way")
        refuse(
            self.file,
            f"none of the first {SEARCHED_ROWS} rows holds enough of the "
            f"{len(self.questionnaire.questions)} questions of `{self.questionnaire.id}` to be the headings",
            "choose the questionnaire with -q, export with the questions' texts as headings, or give a --map",
        )

    def _take_map(self, columns: tuple[Column, ...], given: Map) -> tuple[Column, ...]:
        """Take columns for what the map says; what it does not name is left aside."""
        said = given.columns
        mapped = []
        for column in columns:
            value = said.get(fold(column.key))
            if not value:
                is_ours = column.use in (Use.QUESTION, Use.NOTE, Use.DETAIL)
                column = replace(column, use=Use.UNMATCHED, name=None) if is_ours else column
            elif value.startswith(NOTE_OF):
                column = replace(column, use=Use.NOTE, name=value.removeprefix(NOTE_OF).strip(), duty=None)
            else:
                use = Use.QUESTION if value in self.questionnaire.questions else Use.DETAIL
                column = replace(column, use=use, name=value, duty=None, guess=None)
            mapped.append(column)
        there = {fold(column.key) for column in columns}
        gone = [key for key, value in said.items() if value and key not in there]
        if gone:
            count = f"{len(gone)} columns of the map are" if len(gone) > 1 else "a column of the map is"
            listed = format_some([repr(name[:60]) for name in gone], 5)
            self.remarks.append(f"{count} not in this export: {listed}")
        return tuple(mapped)

    def _settle_rivals(self, columns: tuple[Column, ...]) -> tuple[Column, ...]:
        """Of several columns for one question keep the one that is filled; refuse two that are."""
        named: dict[tuple[Use, str], list[Column]] = {}
        for column in columns:
            if column.use in (Use.QUESTION, Use.DETAIL):
                named.setdefault((column.use, str(column.name)), []).append(column)
        taken = {name for use, name in named if use is Use.QUESTION}
        # With a map, the empty ones were left out of it before.
        empty = {
            column.index
            for column in columns
            if column.use is Use.UNMATCHED
            and self.questions.find(column.heading) in taken
            and not self._is_filled(column)
        }
        for (_, name), rivals in named.items():
            if len(rivals) < 2:
                continue
            filled = [each for each in rivals if self._is_filled(each)]
            if len(filled) > 1:
                places = " and ".join(f"{name_column(each.index)} ({each.short})" for each in filled)
                refuse(
                    self.file,
                    f"two columns hold answers to `{name}`: {places}",
                    "delete one of them in a copy of the file",
                )
            kept = filled or rivals[:1]
            empty |= {each.index for each in rivals if each is not kept[0]}
        return tuple(
            replace(column, use=Use.PLATFORM, name=None, duty=Duty.NOTHING)
            if column.index in empty
            else column
            for column in columns
        )

    def _is_filled(self, column: Column) -> bool:
        return any(not is_blank(row[column.index]) for row in self.body)

    def _settle_numbers(self, columns: Sequence[Column], platform: Platform | None) -> Numbers | None:
        if self.is_own:
            return None
        answered = [
            (self.words[str(column.name)], [row[column.index] for row in self.body])
            for column in columns
            if column.use is Use.QUESTION
        ]
        return settle_numbers(self.options.numbers, answered, platform, self.file)

    def _read_rows(
        self, columns: Sequence[Column], platform: Platform | None, numbers: Numbers | None
    ) -> list[Row]:
        """Read every row that is not blank; what is said once for all rows is read from none."""
        reader = RowReader(
            columns=[
                replace(column, use=Use.PLATFORM, duty=Duty.NOTHING)
                if column.use is Use.DETAIL and column.name in _ONCE and getattr(self.options, column.name)
                else column
                for column in columns
            ],
            words=self.words,
            platform=platform,
            numbers=numbers or Numbers.VALUES,
            own_words={fold_answer(key): value for key, value in self.map.words.items()} if self.map else {},
            left_out=self._left_out_rows(),
            headings=frozenset(fold(column.heading) for column in columns if column.use is Use.QUESTION),
        )
        return [
            reader.read(number, cells)
            for number, cells in enumerate(self.body, start=self.heading.last + 2)
            if any(not is_blank(cell) for cell in cells)
        ]

    def _left_out_rows(self) -> Mapping[int, str] | None:
        """Give the rows that the map leaves out, if it is about this very export."""
        return self.map.left_out if self.map and self.map.sha256 == self.sha256 else None

    def _refuse_codes(self, rows: Sequence[Row]) -> None:
        """Refuse an export of which hardly anything is an answer, as when it holds a platform's codes."""
        filled = sum(row.filled for row in rows)
        read = sum(row.read for row in rows)
        if filled < _MANY or read * 5 > filled:
            return
        texts = [cell.text for row in rows for cell in row.unread if cell.text]
        is_coded = sum(_CODE.fullmatch(text) is not None for text in texts) * 2 > len(texts)
        what = "codes such as" if is_coded else "texts such as"
        example = f": it holds {what} {texts[0]!r}" if texts else ""
        refuse(
            self.file,
            f"only {read} of {filled} cells are answers to the questions{example}",
            "export the answers as text (full answers, labels), in the language of the questionnaire",
        )

    def _find_date(
        self, columns: Sequence[Column], kept: Sequence[Row], platform: Platform | None
    ) -> tuple[datetime.date | None, str | None]:
        """Give the one day of the import, said or that of the latest answers, and where it comes from."""
        if self.options.date:
            return self.options.date, "as said"
        last = datetime.date.today() + datetime.timedelta(366)
        submitted = [column for column in columns if column.duty is Duty.SUBMITTED]
        ranks = {column.index: submission_rank(column.heading) for column in submitted}
        for column in sorted(submitted, key=lambda each: (ranks[each.index] is None, ranks[each.index] or 0)):
            cells = [self.table.rows[row.number - 1][column.index] for row in kept]
            cells = [cell for cell in cells if not is_blank(cell)]
            latest, unsure = find_latest(cells, platform, self.options.order)
            if unsure:
                self.asks.append(
                    f"no date was taken: {unsure} can be two days; say --dates day-first or "
                    "month-first, or --date"
                )
                return None, None
            if latest and latest.year >= 1990 and latest <= last:
                return latest, f"the latest in {column.short!r}"
        return None, None

    def _views(self, kept: Sequence[Row], date: datetime.date | None) -> Mapping[int, Answers]:
        """Give the set of answers of each row; of roles that stand more than once, with their numbers."""
        place = "Column" if self.options.is_transposed else "Row"
        seen: Counter[tuple[str, ...]] = Counter()
        views = {}
        for row in kept:
            details = {name: getattr(self.options, name) or row.details.get(name) for name in _ONCE}
            respondent = row.details.get("respondent")
            if respondent:
                key = tuple(fold(each or "") for each in (*details.values(), respondent))
                seen[key] += 1
                if seen[key] > 1:
                    respondent = f"{respondent} ({seen[key]})"
            names = [
                name for name in self.questionnaire.questions if name in row.answers or name in row.notes
            ]
            views[row.number] = Answers(
                questionnaire=self.questionnaire.id,
                version=self.questionnaire.version,
                partnership=details["partnership"],
                organisation=details["organisation"],
                programme=details["programme"],
                round=details["round"],
                respondent=respondent or (None if self.is_own else f"{place} {row.number}"),
                date=date,
                answers=MappingProxyType(
                    {name: Answer(given=row.answers.get(name), note=row.notes.get(name)) for name in names}
                ),
                file=self.file,
            )
        doubled = sum(times > 1 for times in seen.values())
        if doubled:
            self.remarks.append(
                f"{doubled} of the roles stand more than once for one organisation: they are numbered"
            )
        return MappingProxyType(views)

    def _remark(self, rows: Sequence[Row], columns: tuple[Column, ...]) -> None:
        if not rows:
            nothing = "nothing is answered in it" if self.is_own else "there are no rows below the headings"
            self.remarks.append(nothing)
        unfinished = [row.number for row in rows if row.is_unfinished and not row.left_out]
        if unfinished:
            listed = ", ".join(map(str, unfinished[:10])) + (" …" if len(unfinished) > 10 else "")
            word = "row" if len(unfinished) == 1 else "rows"
            self.remarks.append(f"not handed in, but kept: {word} {listed}")
        said = {str(column.name): column for column in columns if column.use is Use.DETAIL}
        if "partnership" not in said and not self.options.partnership:
            self.remarks.append("no column says which partnership this is about: say it with --partnership")
        if self.is_own:
            return
        if "organisation" not in said and not self.options.organisation:
            self.remarks.append(
                "no column says which organisation people belong to: name it in the map, or say it with "
                "--organisation"
            )
        if "respondent" in said and not _ROLE.search(fold(said["respondent"].heading)):
            self.remarks.append(
                f"{said['respondent'].short!r} is kept as it is: if people's names stand there, "
                "delete its line in the map and import again with --map"
            )

    def _map(self, columns: Sequence[Column], rows: Sequence[Row], numbers: Numbers | None) -> Map:
        """Give the map by which this export would be read the same again."""
        uses = {
            column.key: f"{NOTE_OF if column.use is Use.NOTE else ''}{column.name or ''}"
            for column in columns
            if column.use is not Use.PLATFORM
        }
        words = dict(self.map.words) if self.map else {}
        for row in rows:
            for cell in row.unread:
                if cell.text and not cell.text.endswith("…") and cell.column.use is Use.QUESTION:
                    words.setdefault(cell.text, "")
        by_map = self._left_out_rows()
        left_out = {
            row.number: row.left_out
            for row in rows
            if row.left_out and (row.left_out == LIKE_A_TEST if by_map is None else row.number in by_map)
        }
        said = {name: getattr(self.options, name) for name in Said.__struct_fields__} | {"numbers": numbers}
        return Map(**said, columns=uses, words=words, left_out=left_out, sha256=self.sha256)


def _with_map(options: Options) -> Options:
    """Take from the map what was not said beside it."""
    if options.map is None:
        return options
    names = Said.__struct_fields__
    return replace(options, **{name: getattr(options, name) or getattr(options.map, name) for name in names})


def tell_apart(imports: Sequence[Import]) -> tuple[Import, ...]:
    """Number the people of several files who would else count as one: same organisation and role."""
    times = Counter(_person(answers) for found in imports for answers in found.answers)
    counts: Counter[tuple[str, ...]] = Counter()
    apart = []
    for found in imports if len(imports) > 1 else ():
        views = dict(found.views)
        for number, answers in views.items():
            key = _person(answers)
            counts[key] += 1
            said = answers.respondent
            if times[key] > 1 and (said is None or counts[key] > 1):
                name = f"Person {counts[key]}" if said is None else f"{said} ({counts[key]})"
                views[number] = replace(answers, respondent=name)
        apart.append(replace(found, views=MappingProxyType(views)))
    return tuple(apart or imports)


def _person(answers: Answers) -> tuple[str, ...]:
    said = (answers.partnership, answers.organisation, answers.respondent, answers.round, answers.programme)
    return tuple(fold(each or "") for each in said)
