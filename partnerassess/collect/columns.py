"""What each column of an export holds: answers to a question, notes, whose they are, or what we leave there.

Two columns for one question, or one for two, are never decided here.
"""

import re
from collections.abc import Collection, Sequence
from datetime import datetime
from enum import Enum
from itertools import takewhile

from msgspec import Struct
from msgspec.structs import replace

from partnerassess.collect.headings import FEWEST_QUESTIONS, Questions, look_around, parts_of
from partnerassess.collect.platforms import Duty, Platform, find_duty, find_platform, is_code, is_subheading
from partnerassess.collect.spelling import fold, fold_question, tidy
from partnerassess.files.reading import clean
from partnerassess.model import Silence
from partnerassess.sheets.table import Cell, Table, is_blank, text_of

SEARCHED_ROWS = 12
"""The headings must stand in one of so many rows at the top."""

_LONGEST_KEY = 200


class Use(Enum):
    """What is done with a column."""

    QUESTION = "question"
    NOTE = "note"
    DETAIL = "detail"
    """It says whose answers these are."""
    PLATFORM = "platform"
    """It is a platform's own, or holds what stays in the export for privacy."""
    UNMATCHED = "unmatched"


class Column(Struct, frozen=True, kw_only=True):
    """One column of an export, and what it is taken for."""

    index: int
    """Its place, the first being 0."""
    heading: str
    """Its heading on one line; empty if it has none."""
    key: str
    """What a map calls it: its heading, made unique."""
    use: Use
    name: str | None = None
    """The id of its question, or the detail it says."""
    duty: Duty | None = None
    """What a platform's own column is for."""
    guess: str | None = None
    """The question that a column without a match may be about."""

    @property
    def short(self) -> str:
        """What a map calls it, short enough for a message."""
        heading = clean(self.key)
        return heading if len(heading) <= 60 else f"{heading[:60].rstrip()}…"


class Heading(Struct, frozen=True, kw_only=True):
    """Where the headings stand: rows from 0, the last one included."""

    first: int
    row: int
    """The one that holds most of the questions."""
    last: int


_ORGANISATION = r"(?:organi[sz]ation|trust|employer|org)"
_ASKED = r"(?:please )?(?:select|choose|state|give|enter|tick|say|tell us)(?: us)? "
_PATTERNS: dict[str, tuple[re.Pattern[str], ...]] = {
    "partnership": (
        re.compile(
            r"(?:which|what) partnership\b.*"
            r"|(?:the |your |name of (?:the |your )?|about )?partnership(?: name)?"
            r"|what is the (?:name of the )?partnership(?:'s name| called)?"
        ),
    ),
    "organisation": (
        re.compile(
            rf"(?:which|what)(?: of (?:these|the(?: following)?|our|your))? {_ORGANISATION}s?\b.*"
            rf"|{_ASKED}(?:the |your |my )?{_ORGANISATION}(?:'s name)?(?: you (?:work for|are from))?"
            r"|(?:i|you) work (?:for|at)"
            rf"|(?:the |your |my |partner |name of (?:the |your )?)?{_ORGANISATION}"
            rf"(?:(?:'s)? name|(?: that)? you (?:work for|are from|represent|belong to))?"
            rf"|what is (?:the name of )?your {_ORGANISATION}(?:'s name| called)?"
            r"|(?:who|where) do you work(?: for)?"
        ),
    ),
    "respondent": (
        re.compile(
            r"(?:what is |what's )?(?:your |my )?(?:job )?(?:role|job title|position|post)\b"
            r"(?: in (?:the|your) \w+)?(?: \(.*\)?)?"
            rf"|{_ASKED}(?:your |my )?(?:job )?(?:role|job title|position)\b(?: \(.*\)?)?"
            r"|which (?:of (?:these|the following) )?(?:roles?|(?:best )?describes your (?:job )?role)\b.*"
            r"|(?:your|my) (?:job )?role is|which role\b.*|in (?:which|what) role\b.*|what role\b.*|job title"
        ),
        re.compile(
            r"respondent|who answered|answered by|who is answering|respondent'?s? role|about respondent"
        ),
    ),
    "round": (re.compile(r"(?:which )?round"),),
    "programme": (re.compile(r"(?:which )?programme?"),),
}
_WHY_NOT = frozenset(("why is it not applicable", "why is this not applicable", "why not applicable"))
_TIME = re.compile(r"[0-9]{1,4}([-/.])[0-9]{1,2}\1[0-9]{2,4},?[ T][0-9]{1,2}[:.][0-9]{2}")
_NUMBERED = re.compile(r"[A-Za-z]{1,4}[0-9]{1,3}(?:[_.][0-9]{1,3})?")
_FORMS_COLUMNS = 6
"""So many columns of its own Microsoft Forms writes first."""


def find_heading(table: Table, questions: Questions, known: Collection[str] = ()) -> Heading | None:
    """Find the rows with the headings: the one that names most questions, and those that go with it.

    `known` are headings that a map names; with them the row that holds most of those is taken.
    """
    best, most = -1, 0
    wanted = {fold(key) for key in known}
    for number, row in enumerate(table.rows[:SEARCHED_ROWS]):
        count = len(_named(row, questions, wanted))
        if count > most:
            best, most = number, count
    if best < 0 or most < (1 if known else questions.needed):
        return None
    first = last = best
    while first > 0 and best - first < 2 and sum(not is_blank(cell) for cell in table.rows[first - 1]) >= 3:
        first -= 1
    while last + 1 < len(table.rows) and last - best < 3:
        if not _goes_on(table.rows[last + 1], table.rows[first : last + 1], questions):
            break
        last += 1
    return Heading(first=first, row=best, last=last)


def count_down_the_side(table: Table, questions: Questions) -> int:
    """Count the questions that stand below each other in one of the first columns."""
    columns = zip(*(row[:4] for row in table.rows[:2000]), strict=True)
    return max((len(_named(column, questions, ())) for column in columns), default=0)


def _named(cells: Sequence[Cell], questions: Questions, wanted: Collection[str]) -> set[str]:
    texts = [text_of(cell) for cell in cells if not is_blank(cell)]
    if wanted:
        return {folded for text in texts if (folded := fold(text)) in wanted}
    around = look_around(texts)
    return {name for text in texts if (name := questions.find(text, around))}


def _goes_on(row: Sequence[Cell], above: Sequence[Sequence[Cell]], questions: Questions) -> bool:
    """Tell whether a row belongs to the headings above it."""
    texts = [(index, text_of(cell)) for index, cell in enumerate(row) if not is_blank(cell)]
    if not texts:
        return False
    codes = {text for _, text in texts if _NUMBERED.fullmatch(text.strip())}
    if len(codes) == len(texts) >= questions.needed:
        return True
    # One cell that looks so is what somebody wrote: "#1 on our list".
    marked = sum(is_code(text) for _, text in texts)
    if marked > 1 and len(texts) < 2 * marked:
        return True
    if not marked and all(is_subheading(text) for _, text in texts):
        return True
    named = sum(questions.find(text) is not None for _, text in texts)
    new = [
        index
        for index, text in texts
        if questions.find(text) and not any(questions.find(text_of(each[index])) for each in above)
    ]
    others = sum(not is_subheading(text) for index, text in texts if index not in new)
    return max(named, len(new)) >= FEWEST_QUESTIONS or (bool(new) and not others)


def match_columns(
    table: Table, heading: Heading, questions: Questions
) -> tuple[tuple[Column, ...], Platform | None]:
    """Say what each column is taken for, and which platform the export comes from."""
    order = [
        heading.row,
        *range(heading.row + 1, heading.last + 1),
        *range(heading.row - 1, heading.first - 1, -1),
    ]
    # What stands over each column: the heading itself first, then what stands below and above it.
    over = [
        [text_of(cell) for number in order if not is_blank(cell := table.rows[number][index])]
        for index in range(len(table.rows[heading.row]))
    ]
    platform = find_platform([text for texts in over for text in texts])
    around = look_around([text for texts in over for text in texts])
    columns: list[Column] = []
    for index, texts in enumerate(over):
        own = next((text for text in texts if not is_subheading(text)), "")
        if not own and all(is_blank(row[index]) for row in table.rows[heading.last + 1 :]):
            continue
        named = {name for text in texts if (name := questions.find(text, around))}
        duty = None if named else next((duty for text in texts if (duty := find_duty(text, platform))), None)
        use, name = Use.PLATFORM if duty else Use.UNMATCHED, None
        if len(named) == 1:
            use, name = Use.QUESTION, named.pop()
        elif not named and not duty and (note := _find_note(texts, questions, columns[-1:])):
            use, name = Use.NOTE, note
        columns.append(Column(index=index, heading=tidy(own), key="", use=use, name=name, duty=duty))
    body = table.rows[heading.last + 1 :]
    columns = _with_details(columns, over, body)
    if platform in (None, Platform.FORMS):
        account = _find_account(columns, body)
        platform = Platform.FORMS if account else platform
        account = account or _find_timestamp(columns, body)
        columns = [account.get(column.index, column) for column in columns]
    return _finished(columns, questions), platform


def _find_account(columns: Sequence[Column], rows: Sequence[Sequence[Cell]]) -> dict[int, Column]:
    """Find the columns that Microsoft Forms writes before the answers, in whatever language: a number and
    two times; and, before the first that is known, who it was and when it was changed."""
    before = list(takewhile(lambda column: column.use is not Use.QUESTION, columns))
    filled = [row for row in rows if any(not is_blank(cell) for cell in row)]
    if len(before) < _FORMS_COLUMNS or not filled:
        return {}
    number, start, end, *others = before[:_FORMS_COLUMNS]
    numbers = [row[number.index] for row in filled]
    times = [(row[start.index], row[end.index]) for row in filled]
    is_numbered = all(isinstance(cell, int | float) for cell in numbers) and len(set(numbers)) == len(numbers)
    if not is_numbered or not all(
        isinstance(first, datetime) and isinstance(last, datetime) and first <= last for first, last in times
    ):
        return {}
    return {
        column.index: replace(
            column, use=Use.PLATFORM, duty=Duty.SUBMITTED if column is end else Duty.NOTHING, name=None
        )
        for column in (number, start, end, *others)
        if column.use in (Use.UNMATCHED, Use.PLATFORM)
    }


def _find_timestamp(columns: Sequence[Column], rows: Sequence[Sequence[Cell]]) -> dict[int, Column]:
    """Find the first column if it holds nothing but days with a time, as every platform writes them."""
    first = next(iter(columns), None)
    cells = [row[first.index] for row in rows if not is_blank(row[first.index])] if first else []
    if first is None or first.use is not Use.UNMATCHED or not cells:
        return {}
    is_time = all(isinstance(cell, datetime) or _TIME.match(text_of(cell).strip()) for cell in cells)
    return {first.index: replace(first, use=Use.PLATFORM, duty=Duty.SUBMITTED)} if is_time else {}


def _find_note(texts: Sequence[str], questions: Questions, before: Sequence[Column]) -> str | None:
    """Give the question whose notes a column holds, or of which it asks why it is not applicable."""
    for text in texts:
        if note := questions.find_note(text):
            return note
    if not before or before[-1].use is not Use.QUESTION:
        return None
    question = questions.questionnaire.questions[str(before[-1].name)]
    if Silence.NOT_APPLICABLE not in question.silences:
        return None
    is_why = any(fold_question(part) in _WHY_NOT for text in texts for part in parts_of(text))
    return question.id if is_why else None


def _with_details(
    columns: list[Column], over: list[list[str]], rows: Sequence[Sequence[Cell]]
) -> list[Column]:
    """Find the columns that say whose answers these are; of two that could be it, neither is taken."""
    taken: dict[int, str] = {}
    for name, patterns in _PATTERNS.items():
        for pattern in patterns:
            fitting = [
                column.index
                for column in columns
                if column.use is Use.UNMATCHED
                and column.index not in taken
                and _fits(pattern, over[column.index])
            ]
            filled = [index for index in fitting if any(not is_blank(row[index]) for row in rows)]
            fitting = filled or fitting[:1]
            if len(fitting) == 1:
                taken[fitting[0]] = name
            if fitting:
                break
    return [
        replace(column, use=Use.DETAIL, name=taken[column.index]) if column.index in taken else column
        for column in columns
    ]


def find_rivals(columns: Sequence[Column]) -> dict[str, list[Column]]:
    """Give the columns of which each could say the same detail, where none was taken."""
    found: dict[str, list[Column]] = {}
    taken = {column.name for column in columns if column.use is Use.DETAIL}
    for name, patterns in _PATTERNS.items():
        fitting = [
            column
            for column in columns
            if column.use is Use.UNMATCHED and any(_fits(each, [column.heading]) for each in patterns)
        ]
        if name not in taken and len(fitting) > 1:
            found[name] = fitting
    return found


def _fits(pattern: re.Pattern[str], texts: Sequence[str]) -> bool:
    """Tell whether a part of what stands over a column, or a code before it, is what a pattern describes."""
    for text in texts:
        head, dot, _ = tidy(text).partition(". ")
        codes = [head] if dot and " " not in head else []
        if any(pattern.fullmatch(fold_question(part)) for part in (*parts_of(text), *codes)):
            return True
    return False


def _finished(columns: Sequence[Column], questions: Questions) -> tuple[Column, ...]:
    """Give each column the key by which a map knows it, and one without a match what it may be about."""
    found = {column.name for column in columns if column.use is Use.QUESTION}
    missing = [name for name in questions.questionnaire.questions if name not in found]
    seen: set[str] = set()
    finished = []
    for column in columns:
        stem = column.heading[:_LONGEST_KEY].strip() or "(no heading)"
        key, number = stem, 1
        while fold(key) in seen:
            number += 1
            key = f"{stem} ({number})"
        seen.add(fold(key))
        is_odd = column.use is Use.UNMATCHED and column.heading and missing
        guess = questions.guess(column.heading, missing) if is_odd else None
        finished.append(replace(column, key=key, guess=guess))
    return tuple(finished)
