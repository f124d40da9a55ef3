"""An export of a survey → sets of answers, with an account of every row, column and cell."""

import datetime
import hashlib
import os
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from types import MappingProxyType
from typing import NoReturn

from msgspec import Struct
from msgspec.structs import replace

from partnerassess.collect.columns import (
    SEARCHED_ROWS,
    Column,
    Heading,
    Questions,
    Use,
    count_down_the_side,
    find_heading,
    find_rivals,
    headings_of,
    match_columns,
)
from partnerassess.collect.dates import Order, read_days
from partnerassess.collect.levels import Numbers, Words, describe_answer, is_meant_differently, read_number
from partnerassess.collect.mapfile import NOTE as NOTE_OF
from partnerassess.collect.mapfile import Map
from partnerassess.collect.platforms import Duty, Platform, submission_rank
from partnerassess.collect.rows import Row, RowReader, Unread
from partnerassess.collect.spelling import fold, fold_answer
from partnerassess.files import clean, holds_our_results
from partnerassess.loading.answers import (
    explain_broken,
    find_questionnaire_name,
    load_answers,
    read_answer_documents,
)
from partnerassess.loading.shelf import Questionnaires
from partnerassess.loading.wording import format_decimal
from partnerassess.model import Answer, Answers, ChoiceQuestion, Level, Questionnaire
from partnerassess.parsing.nodes import BrokenDocument, Document
from partnerassess.parsing.workbook import ANSWER, DETAILS, NOTE, AnswerSheet, find_sheet
from partnerassess.problems import Problem, ProblemsFound
from partnerassess.sheets.archive import name_column, refuse
from partnerassess.sheets.table import (
    Cell,
    Formula,
    Table,
    Tables,
    is_blank,
    read_export_bytes,
    read_tables,
    text_of,
    transpose,
)

MANY_NUMBERS = 20
"""So many numbers without a single lowest level are not taken for values unless somebody says so."""
_FEW_NUMBERS = 3
_ROLE = re.compile(r"\b(?:role|job|position|post)\b")
_UNANSWERED = "-99"
_ANSWER_FILE = re.compile(rb"\s*(?:\{|\[|(?:#[^\n]*\n|---[^\n]*\n|\s)*\"?(?:format|questionnaire)\"?:)")


class Options(Struct, frozen=True, kw_only=True):
    """What a person says about an export that it does not say itself."""

    partnership: str | None = None
    organisation: str | None = None
    programme: str | None = None
    round: str | None = None
    date: datetime.date | None = None
    numbers: Numbers | None = None
    order: Order | None = None
    is_transposed: bool = False
    map: Map | None = None


class View(Struct, frozen=True, kw_only=True):
    """One row that gave a set of answers."""

    row: Row
    answers: Answers


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
    views: tuple[View, ...]
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
        return tuple(view.answers for view in self.views)

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
        content = read_export_bytes(path)
        if holds_our_results(os.fspath(path)):
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
        self.options = options
        self.map = options.map
        self.sha256 = hashlib.sha256(content).hexdigest()
        self.is_own = is_answer_file(content)
        """Whether it is a workbook or form of ours, or an answer file: nothing has to be worked out."""
        if self.is_own:
            sets, questionnaire = _load_all(file, content, questionnaire, shelf)
            self.tables = _lay_out_answers(sets, questionnaire)
        else:
            self.tables = read_tables(content, file)
            own = find_sheet(self.tables)
            if own:
                self.is_own, self.tables = True, _lay_out(own)
                questionnaire = (shelf.named(own.questionnaire) if shelf else None) or questionnaire
        self.questionnaire = questionnaire
        self.questions = Questions(questionnaire)
        self.words = {name: Words.of(question) for name, question in questionnaire.questions.items()}
        self.remarks: list[str] = []
        self.asks: list[str] = []

    def run(self) -> Import:
        table, heading = self._choose_table()
        columns, platform = match_columns(table, heading, self.questions)
        columns = self._with_map(columns)
        body = _without_unseen(table.rows[heading.last + 1 :], platform)
        columns = self._settle_rivals(columns, body)
        self._ask_about_details(columns, table, heading)
        numbers = self._settle_numbers(columns, body, platform)
        reader = RowReader(
            columns=self._without_said(columns),
            words=self.words,
            platform=platform,
            numbers=numbers or Numbers.VALUES,
            own_words={fold_answer(key): value for key, value in self.map.words.items()} if self.map else {},
            left_out=self._left_out_rows(),
            headings=frozenset(fold(column.heading) for column in columns if column.use is Use.QUESTION),
        )
        rows = [
            reader.read(number, cells)
            for number, cells in enumerate(body, start=heading.last + 2)
            if any(not is_blank(cell) for cell in cells)
        ]
        self._refuse_codes(rows)
        kept = [row for row in rows if not row.left_out]
        date, date_from, order = self._find_date(columns, table, kept, platform)
        views = self._views(kept, date)
        self._remark(rows, columns)
        return Import(
            file=self.file,
            sha256=self.sha256,
            kind=self.tables.kind,
            sheet=table.name,
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
            map=self._map(columns, rows, numbers, order),
            is_transposed=self._is_transposed,
            is_own=self.is_own,
        )

    @property
    def _is_transposed(self) -> bool:
        return self.options.is_transposed or (self.map is not None and self.map.is_transposed)

    def _choose_table(self) -> tuple[Table, Heading]:
        """Give the sheet with most of the questions, and where its headings stand."""
        if self.is_own:
            return self.tables.visible[0], Heading(first=0, row=0, last=0)
        known = list(self.map.columns) if self.map else []
        best: tuple[int, Table, Heading] | None = None
        others: list[str] = []
        alike: list[str] = []
        for table in self.tables.visible:
            table = transpose(table) if self._is_transposed and table.rows else table
            heading = find_heading(table, self.questions) or (
                find_heading(table, self.questions, known) if known else None
            )
            if heading is None:
                if any(not is_blank(cell) for row in table.rows for cell in row):
                    others.append(str(table.name))
                continue
            columns, _ = match_columns(table, heading, self.questions)
            count = len({column.name for column in columns if column.use is Use.QUESTION})
            if best is None or count > best[0]:
                alike += [str(best[1].name)] if best else []
                best = count, table, heading
            else:
                alike.append(str(table.name))
        if best is None:
            self._refuse_unknown()
        self.remarks += [f"sheet {name!r} was not read: it has none of the questions" for name in others]
        self.asks += [
            f"sheet {name!r} has the questions, too, and was not read: copy its rows below the others, or "
            "import it from a workbook of its own"
            for name in alike
        ]
        return best[1], best[2]

    def _refuse_unknown(self) -> NoReturn:
        """Say why no sheet is a table of answers."""
        for table in self.tables.visible:
            if (
                not self._is_transposed
                and count_down_the_side(table, self.questions) >= self.questions.needed
            ):
                refuse(
                    self.file,
                    "the questions run down the side here, and people across",
                    "add --transposed to read it this way",
                )
        count = len(self.questionnaire.questions)
        refuse(
            self.file,
            f"none of the first {SEARCHED_ROWS} rows holds enough of the {count} questions of "
            f"`{self.questionnaire.id}` to be the headings",
            "choose the questionnaire with -q, export with the questions' texts as headings, or give a --map",
        )

    def _with_map(self, columns: tuple[Column, ...]) -> tuple[Column, ...]:
        """Take columns for what the map says; what it does not name is left aside."""
        if self.map is None:
            return columns
        said = self.map.columns
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
            self.remarks.append(f"{count} not in this export: {_listed(gone)}")
        return tuple(mapped)

    def _settle_rivals(
        self, columns: tuple[Column, ...], body: Sequence[Sequence[Cell]]
    ) -> tuple[Column, ...]:
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
            and all(is_blank(row[column.index]) for row in body)
        }
        for (_, name), rivals in named.items():
            if len(rivals) < 2:
                continue
            filled = [each for each in rivals if any(not is_blank(row[each.index]) for row in body)]
            if len(filled) > 1:
                places = " and ".join(
                    f"{name_column(each.index)} ({shorten_heading(each)})" for each in filled
                )
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

    def _ask_about_details(self, columns: tuple[Column, ...], table: Table, heading: Heading) -> None:
        """Ask where two columns could say the same of whose answers these are."""
        over = {index: texts[0] if texts else "" for index, texts in enumerate(headings_of(table, heading))}
        for name, rivals in () if self.map else find_rivals(columns, over).items():
            if getattr(self.options, name, None) is None:
                places = " or ".join(f"column {each.index + 1} {shorten_heading(each)!r}" for each in rivals)
                self.asks.append(f"which column says the {name}? {places}: write it into the map")

    def _without_said(self, columns: tuple[Column, ...]) -> tuple[Column, ...]:
        """Leave out the columns that say what was said once for all."""
        said = {name for name in ("partnership", "organisation", "programme", "round") if self._said(name)}
        return tuple(
            replace(column, use=Use.PLATFORM, duty=Duty.NOTHING)
            if column.use is Use.DETAIL and column.name in said
            else column
            for column in columns
        )

    def _said(self, name: str) -> str | None:
        """Give what the options, or else the map, say for all rows."""
        said: str | None = getattr(self.options, name)
        return said or (getattr(self.map, name, None) if self.map else None)

    def _left_out_rows(self) -> Mapping[int, str] | None:
        """Give the rows that the map leaves out, if it is about this very export."""
        return self.map.left_out if self.map and self.map.sha256 == self.sha256 else None

    def _settle_numbers(
        self, columns: tuple[Column, ...], body: Sequence[Sequence[Cell]], platform: Platform | None
    ) -> Numbers | None:
        """Say what bare numbers mean; null if there are none that could mean two things."""
        chosen = self.options.numbers or (self.map.numbers if self.map else None)
        if self.is_own:
            return None
        found = _Digits(self.words)
        for column in columns:
            if column.use is Use.QUESTION:
                found.add(str(column.name), [row[column.index] for row in body], platform)
        if not found.count:
            return chosen
        if chosen is Numbers.POSITIONS:
            found.check_positions(self.file)
            return chosen
        if not found.has_lowest and found.too_high is not None:
            highest = format_decimal(found.too_high)
            refuse(
                self.file,
                f"its numbers go up to {highest}, which is not on the scale: they are recoded",
                "export the answers as text"
                + (
                    ""
                    if chosen or found.is_beyond
                    else "; or say --answers positions if 1 is the first option"
                ),
            )
        if chosen is None and not found.has_lowest and found.are_unsure:
            refuse(
                self.file,
                f"{found.count} answers are numbers and not one of them is the lowest level: does 1 mean the "
                "first option, or the level with the value 1?",
                "say --answers positions or --answers values, or export the answers as text",
            )
        return chosen

    def _refuse_codes(self, rows: Sequence[Row]) -> None:
        """Refuse an export of which hardly anything is an answer, as when it holds a platform's codes."""
        filled = sum(row.filled for row in rows)
        read = sum(row.read for row in rows)
        if filled < MANY_NUMBERS or read * 5 > filled:
            return
        texts = [cell.text for row in rows for cell in row.unread if cell.text]
        is_coded = sum(_is_code(text) for text in texts) * 2 > len(texts)
        what = "codes such as" if is_coded else "texts such as"
        example = f": it holds {what} {texts[0]!r}" if texts else ""
        refuse(
            self.file,
            f"only {read} of {filled} cells are answers to the questions{example}",
            "export the answers as text (full answers, labels), in the language of the questionnaire",
        )

    def _find_date(
        self, columns: tuple[Column, ...], table: Table, kept: Sequence[Row], platform: Platform | None
    ) -> tuple[datetime.date | None, str | None, Order | None]:
        """Give the one day of the import: said, or that of the latest answers; and how dates were read."""
        order = self.options.order or (self.map.order if self.map else None)
        if self.options.date:
            return self.options.date, "as said", order
        ranked = [
            (submission_rank(column.heading) if submission_rank(column.heading) is not None else 99, column)
            for column in columns
            if column.duty is Duty.SUBMITTED
        ]
        for _, column in sorted(ranked, key=lambda each: (each[0], each[1].index)):
            cells = [table.rows[row.number - 1][column.index] for row in kept]
            cells = [cell for cell in cells if not is_blank(cell)]
            days = read_days(cells, platform, order)
            if days.unsure:
                self.asks.append(
                    f"no date was taken: {days.unsure} can be two days; say --dates day-first or "
                    "month-first, or --date"
                )
                return None, None, order
            latest = days.days[-1] if days.days else None
            if latest and latest.year >= 1990 and latest <= datetime.date.today() + datetime.timedelta(366):
                return latest, f"the latest in {shorten_heading(column)!r}", order
        return None, None, order

    def _views(self, kept: Sequence[Row], date: datetime.date | None) -> tuple[View, ...]:
        seen: dict[tuple[str, ...], int] = {}
        views = []
        for row in kept:
            details = {
                name: self._said(name) or row.details.get(name)
                for name in ("partnership", "organisation", "programme", "round")
            }
            respondent = row.details.get("respondent")
            if respondent:
                key = tuple(fold(each or "") for each in (*details.values(), respondent))
                seen[key] = seen.get(key, 0) + 1
                if seen[key] > 1:
                    respondent = f"{respondent} ({seen[key]})"
            views.append(View(row=row, answers=self._answers(row, details, respondent, date)))
        doubled = [key for key, times in seen.items() if times > 1]
        if doubled:
            self.remarks.append(
                f"{len(doubled)} of the roles stand more than once for one organisation: they are numbered"
            )
        return tuple(views)

    def _answers(
        self, row: Row, details: dict[str, str | None], respondent: str | None, date: datetime.date | None
    ) -> Answers:
        names = [name for name in self.questionnaire.questions if name in row.answers or name in row.notes]
        given = {name: Answer(given=row.answers.get(name), note=row.notes.get(name)) for name in names}
        place = "Column" if self._is_transposed else "Row"
        return Answers(
            questionnaire=self.questionnaire.id,
            version=self.questionnaire.version,
            partnership=details["partnership"],
            organisation=details["organisation"],
            programme=details["programme"],
            round=details["round"],
            respondent=respondent or (None if self.is_own else f"{place} {row.number}"),
            date=date,
            answers=MappingProxyType(given),
            file=self.file,
        )

    def _remark(self, rows: Sequence[Row], columns: tuple[Column, ...]) -> None:
        if not rows:
            nothing = "nothing is answered in it" if self.is_own else "there are no rows below the headings"
            self.remarks.append(nothing)
        unfinished = [row.number for row in rows if row.is_unfinished and not row.left_out]
        if unfinished:
            self.remarks.append(f"not handed in, but kept: {_numbers('row', unfinished)}")
        said = {str(column.name): column for column in columns if column.use is Use.DETAIL}
        if "partnership" not in said and not self._said("partnership"):
            self.remarks.append("no column says which partnership this is about: say it with --partnership")
        if self.is_own:
            return
        if "organisation" not in said and not self._said("organisation"):
            self.remarks.append(
                "no column says which organisation people belong to: name it in the map, or say it with "
                "--organisation"
            )
        if "respondent" in said and not _ROLE.search(fold(said["respondent"].heading)):
            self.remarks.append(
                f"{shorten_heading(said['respondent'])!r} is kept as it is: if people's names stand there, "
                "delete its line in the map and import again with --map"
            )

    def _map(
        self, columns: tuple[Column, ...], rows: Sequence[Row], numbers: Numbers | None, order: Order | None
    ) -> Map:
        uses = {}
        for column in columns:
            if column.use in (Use.QUESTION, Use.DETAIL):
                uses[column.key] = str(column.name)
            elif column.use is Use.NOTE:
                uses[column.key] = f"{NOTE_OF}{column.name}"
            elif column.use is Use.UNMATCHED:
                uses[column.key] = ""
        words = dict(self.map.words) if self.map else {}
        for row in rows:
            for cell in row.unread:
                if cell.text and not cell.text.endswith("…") and cell.column.use is Use.QUESTION:
                    words.setdefault(cell.text, "")
        tests = {row.number: row.left_out for row in rows if row.left_out == "looks like a test"}
        by_map = self._left_out_rows()
        left_out = {row.number: str(row.left_out) for row in rows if by_map and row.number in by_map}
        return Map(
            columns=uses,
            numbers=numbers,
            order=order,
            is_transposed=self._is_transposed,
            partnership=self._said("partnership"),
            organisation=self._said("organisation"),
            programme=self._said("programme"),
            words=words,
            left_out=left_out if by_map is not None else {key: str(value) for key, value in tests.items()},
            sha256=self.sha256,
        )


def _without_unseen(
    rows: Sequence[tuple[Cell, ...]], platform: Platform | None
) -> Sequence[tuple[Cell, ...]]:
    """Empty the cells in which Qualtrics says that a question was seen and not answered."""
    if platform is not Platform.QUALTRICS:
        return rows
    return [tuple("" if text_of(cell).strip() == _UNANSWERED else cell for cell in row) for row in rows]


def tell_apart(imports: Sequence[Import]) -> tuple[Import, ...]:
    """Number the people of several files who would else count as one: same organisation and role."""
    keys = Counter(_person(view.answers) for found in imports for view in found.views)
    doubled = {key for key, times in keys.items() if times > 1} if len(imports) > 1 else set()
    counts: dict[tuple[str, ...], int] = {}
    apart = []
    for found in imports:
        views = []
        for view in found.views:
            key = _person(view.answers)
            if key in doubled:
                counts[key] = counts.get(key, 0) + 1
                said = view.answers.respondent
                name = f"Person {counts[key]}" if said is None else f"{said} ({counts[key]})"
                is_first = said is not None and counts[key] == 1
                view = view if is_first else replace(view, answers=replace(view.answers, respondent=name))
            views.append(view)
        apart.append(replace(found, views=tuple(views)))
    return tuple(apart)


def _person(answers: Answers) -> tuple[str, ...]:
    said = (answers.partnership, answers.organisation, answers.respondent, answers.round, answers.programme)
    return tuple(fold(each or "") for each in said)


def is_answer_file(content: bytes) -> bool:
    """Tell whether a file is an answer file, such as the form saves, by how it begins."""
    return _ANSWER_FILE.match(content[:2000].removeprefix(b"\xef\xbb\xbf")) is not None


def _load_all(
    file: str, content: bytes, questionnaire: Questionnaire, shelf: Questionnaires | None
) -> tuple[list[Answers], Questionnaire]:
    """Load every set of answers of an answer file, and the one questionnaire that they answer.

    With a `shelf` the first of them says which that is, if any does. Raises ProblemsFound with all that is
    wrong with the file.
    """
    loaded: list[Answers] = []
    problems: list[Problem] = []
    documents = read_answer_documents(file, content=content)
    first = next((each for each in documents if isinstance(each, Document)), None)
    if shelf and first:
        questionnaire = shelf.named(find_questionnaire_name(first)) or questionnaire
    for document in documents:
        if isinstance(document, BrokenDocument):
            problems += explain_broken(document, lambda _: questionnaire)
            continue
        try:
            loaded.append(load_answers(document, questionnaire))
        except ProblemsFound as found:
            problems += found.problems
    if problems:
        raise ProblemsFound(problems)
    return loaded, questionnaire


def _lay_out_answers(sets: Sequence[Answers], questionnaire: Questionnaire) -> Tables:
    """Lay answer files out like an export: a row for each set, with ids as headings."""
    names = list(questionnaire.questions)
    rows: list[tuple[Cell, ...]] = [(*DETAILS, *names, *(f"{name} note" for name in names))]
    for each in sets:
        said = [str(getattr(each, key) or "") for key in DETAILS]
        answers = [each.answers.get(name, Answer()) for name in names]
        given = [describe_answer(answer.given) if answer.given else "" for answer in answers]
        rows.append((*said, *given, *(answer.note or "" for answer in answers)))
    return Tables(kind="answer file", visible=(Table(name=None, rows=tuple(rows)),))


def _lay_out(sheet: AnswerSheet) -> Tables:
    """Lay a workbook of ours out like an export: a row for each view, with ids as headings."""
    heading: list[Cell] = [*DETAILS, *sheet.questions, *(f"{key} note" for key in sheet.questions)]
    rows = [heading]
    for view in sheet.views:
        row = [sheet.detail(key, view)[0] for key in DETAILS]
        for key in sheet.questions:
            cell, _ = sheet.cell(key, f"{ANSWER}{view}")
            row.append(sheet.find_code(key, cell) or cell)
        row += [sheet.cell(key, f"{NOTE}{view}")[0] for key in sheet.questions]
        rows.append(row)
    table = Table(name=sheet.table.name, rows=tuple(map(tuple, rows)))
    return Tables(kind="workbook of ours", visible=(table,))


class _Digits:
    """The bare numbers among the answers, and what can be told from them."""

    def __init__(self, words: Mapping[str, Words]) -> None:
        self._words = words
        self.count = 0
        self.others = 0
        """How many answers to scored questions are no numbers."""
        self.has_lowest = False
        self.too_high: Fraction | None = None
        self.is_beyond = False
        """Whether one goes beyond the places of the options, too."""
        self._wrong_place: Fraction | None = None

    @property
    def are_unsure(self) -> bool:
        """Tell whether there are so many, or so few words beside them, that they must not be guessed at."""
        return self.count >= MANY_NUMBERS or (self.count >= _FEW_NUMBERS and not self.others)

    def add(self, name: str, cells: Iterable[Cell], platform: Platform | None) -> None:
        """Count the answers to one question."""
        words = self._words[name]
        question = words.question
        if isinstance(question, ChoiceQuestion):
            return
        is_unsure = is_meant_differently(question)
        lowest, highest = question.levels[0].value, question.levels[-1].value
        for cell in cells:
            number = None if isinstance(cell, Formula) else read_number(fold_answer(text_of(cell)))
            if number is None:
                self.others += isinstance(words.find(cell, platform, Numbers.VALUES), Level)
                continue
            if not is_unsure or (platform is Platform.REDCAP and number in (97, 98)):
                continue
            self.count += 1
            self.has_lowest |= number == lowest
            if not 1 <= number <= len(question.levels):
                self._wrong_place = number
                self.is_beyond |= number > len(question.levels)
            if number > highest and (self.too_high is None or number > self.too_high):
                self.too_high = number

    def check_positions(self, file: str) -> None:
        """Raise ProblemsFound if the numbers cannot all be places of options."""
        if self._wrong_place is not None:
            said = format_decimal(self._wrong_place)
            refuse(file, f"{said} is no place of an option, the first being 1", "export the answers as text")


def shorten_heading(column: Column) -> str:
    """Give a column's heading, short enough for a message."""
    heading = clean(column.key)
    return heading if len(heading) <= 60 else f"{heading[:60].rstrip()}…"


def _is_code(text: str) -> bool:
    letters = text.rstrip("0123456789")
    return letters != text and len(letters) <= 2 and len(text) <= 5


def _listed(names: Sequence[str], most: int = 5) -> str:
    more = len(names) - most
    return ", ".join(repr(name[:60]) for name in names[:most]) + (f" and {more} more" if more > 0 else "")


def _numbers(word: str, numbers: Sequence[int]) -> str:
    listed = ", ".join(map(str, numbers[:10])) + (" …" if len(numbers) > 10 else "")
    return f"{word if len(numbers) == 1 else word + 's'} {listed}"
