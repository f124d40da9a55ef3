"""Which column of an export holds the answers to which question: exact matches only, near ones are guesses.

A column is matched by a question's id or its text, as platforms write them. Two columns for one question, or
one for two, are never decided here.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from partnerassess.collect.platforms import (
    Duty,
    Platform,
    find_duty,
    find_platform,
    is_code,
    is_subheading,
    is_surround,
)
from partnerassess.collect.spelling import fold, fold_question, squash, tidy
from partnerassess.model import Questionnaire, ScoredQuestion
from partnerassess.sheets.table import Cell, Table, is_blank, text_of

SEARCHED_ROWS = 12
"""The headings must stand in one of so many rows at the top."""
FEWEST_QUESTIONS = 3

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


@dataclass(frozen=True, kw_only=True, slots=True)
class Column:
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


@dataclass(frozen=True, kw_only=True, slots=True)
class Heading:
    """Where the headings stand: rows from 0, the last one included."""

    first: int
    row: int
    """The one that holds most of the questions."""
    last: int


DETAILS = ("partnership", "organisation", "respondent", "round", "programme")
"""What a column can say about whose answers a row holds."""

_ORGANISATION = r"(?:organi[sz]ation|trust|employer|org)"
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
            rf"(?:which|what) {_ORGANISATION}\b.*"
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
            r"|which role\b.*|in (?:which|what) role\b.*|what role\b.*|job title"
        ),
        re.compile(
            r"respondent|who answered|answered by|who is answering|respondent'?s? role|about respondent"
        ),
    ),
    "round": (re.compile(r"(?:which )?round"),),
    "programme": (re.compile(r"(?:which )?programme?"),),
}
_NOTE_ENDS = ("note", "notes", "comment", "comments", "why", "reason")
_NOTE_BEFORE = re.compile(r"(?:notes?|comments?)(?: on| about| for| to)?\s*[:-]?\s+(.+)")
_NOTE_BEHIND = re.compile(r"(.+?)\??\s*(?:[-:(\[]\s*)(?:notes?|comments?)\s*[)\]]?")
_WHY_NOT = frozenset(("why is it not applicable", "why is this not applicable", "why not applicable"))
_BRACKETS = re.compile(r"\[([^\[\]]+)\]")
_SELECTED = re.compile(r"\s+-\s+selected choice$", re.IGNORECASE)
_SMALL_WORDS = frozenset(
    [
        "how",
        "far",
        "well",
        "is",
        "are",
        "the",
        "a",
        "an",
        "of",
        "to",
        "in",
        "for",
        "on",
        "by",
        "with",
        "and",
        "or",
        "do",
        "does",
        "did",
        "have",
        "has",
        "been",
        "be",
        "it",
        "its",
        "this",
        "that",
        "they",
        "their",
        "there",
        "both",
        "who",
        "what",
        "which",
        "you",
        "your",
        "as",
        "at",
        "from",
        "not",
        "any",
        "can",
    ]
)


class Questions:
    """The questions of a questionnaire, found by the ways in which exports name them."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        self.questionnaire = questionnaire
        questions = questionnaire.questions
        self._ids = _unique(
            (squash(each), name)
            for name, question in questions.items()
            for each in (name, *(former for former in question.formerly if former not in questions))
        )
        self._texts = _unique(
            (fold_question(text), name)
            for name, each in questions.items()
            for text in {each.text, getattr(each, "short", None) or each.text}
        )
        self._words = {name: _content_words(f"{each.text} {name}") for name, each in questions.items()}

    @property
    def needed(self) -> int:
        """How many questions make a row the headings: three and a tenth, or all of a short questionnaire."""
        count = len(self.questionnaire.questions)
        return min(count, max(FEWEST_QUESTIONS, -(-count // 10)))

    def find(self, heading: str, stems: Collection[str] = ()) -> str | None:
        """Give the one question that a heading names; null if there is none or its parts name several.

        `stems` are the beginnings that several headings share before ` - `, such as a matrix's own text.
        """
        found = set(self._find_all(heading, stems))
        return found.pop() if len(found) == 1 else None

    def find_note(self, heading: str) -> str | None:
        """Give the question whose notes a heading announces; null if it is none such."""
        for part in _parts(heading):
            squashed = squash(_BRACKETS.sub(r" \1", part))
            for end in _NOTE_ENDS:
                name = self._ids.get(squashed.removesuffix(end)) if squashed.endswith(end) else None
                if name:
                    return name
            for pattern in (_NOTE_BEFORE, _NOTE_BEHIND):
                match = pattern.fullmatch(fold(part))
                found = self.find(match[1]) if match else None
                if found:
                    return found
        return None

    def guess(self, heading: str, missing: Collection[str]) -> str | None:
        """Give the missing question whose words a heading shares most; null if none comes near, or two do."""
        words = _content_words(heading)
        scores: Counter[str] = Counter()
        for name in missing:
            shared = len(words & self._words[name])
            if shared:
                scores[name] = round(100 * shared / min(len(words), len(self._words[name])))
        best = scores.most_common(2)
        if not best or best[0][1] < 25 or (len(best) > 1 and best[0][1] == best[1][1]):
            return None
        return best[0][0]

    def _find_all(self, heading: str, stems: Collection[str]) -> Iterator[str]:
        if is_surround(heading):
            return
        heading = _SELECTED.sub("", heading.strip())
        by_id = next((self._ids[each] for each in _codes(heading) if each in self._ids), None)
        if by_id:
            yield by_id
        for part in _parts(heading, stems):
            name = self._find_text(part)
            if name:
                yield name
                return

    def _find_text(self, part: str) -> str | None:
        folded = fold_question(part)
        found = self._texts.get(folded)
        if found is None and folded[-1:].isdigit():
            found = self._texts.get(folded[:-1].rstrip(" ?:*."))
        return found


def _unique(pairs: Iterator[tuple[str, str]]) -> dict[str, str]:
    """Keep what has one meaning only."""
    found: dict[str, set[str]] = {}
    for key, name in pairs:
        found.setdefault(key, set()).add(name)
    return {key: names.pop() for key, names in found.items() if len(names) == 1 and key}


def _codes(heading: str) -> Iterator[str]:
    """Give the ids that a heading may hold, squashed, the longest first."""
    heading = tidy(heading)
    yield squash(heading)
    if "/" in heading:
        yield squash(heading.rpartition("/")[2])
    if " " not in heading:
        rest = heading
        while "-" in rest:
            rest = rest.partition("-")[2]
            yield squash(rest)
    head, dot, _ = heading.partition(". ")
    if dot and " " not in head:
        yield squash(head)
        yield from (squash(each) for each in _BRACKETS.findall(head))
    elif " " not in heading:
        yield from (squash(each) for each in _BRACKETS.findall(heading))


def _parts(heading: str, stems: Collection[str] = ()) -> Iterator[str]:
    """Give the texts that a heading may hold, the longest first."""
    heading = tidy(heading)
    yield heading
    rest = heading
    while "/" in rest:
        rest = rest.partition("/")[2]
        yield rest
    head, dot, behind = heading.partition(". ")
    if dot and " " not in head:
        yield behind
        yield from _BRACKETS.findall(behind)
    yield from _BRACKETS.findall(heading)[-1:]
    for stem in stems:
        if heading.startswith(f"{stem} - "):
            yield heading.removeprefix(f"{stem} - ")
    if " " not in heading:
        rest = heading
        while "-" in rest:
            rest = rest.partition("-")[2]
            yield rest


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
    stems = find_stems(texts)
    return {name for text in texts if (name := questions.find(text, stems))}


def _goes_on(row: Sequence[Cell], above: Sequence[Sequence[Cell]], questions: Questions) -> bool:
    """Tell whether a row belongs to the headings above it."""
    texts = [(index, text_of(cell)) for index, cell in enumerate(row) if not is_blank(cell)]
    if not texts:
        return False
    if any(is_code(text) for _, text in texts) or all(is_subheading(text) for _, text in texts):
        return True
    new = [
        index
        for index, text in texts
        if questions.find(text) and not any(questions.find(text_of(each[index])) for each in above)
    ]
    others = sum(not is_subheading(text) for index, text in texts if index not in new)
    return len(new) >= 3 or (bool(new) and not others)


def find_stems(headings: Collection[str]) -> tuple[str, ...]:
    """Give the beginnings before ` - ` that several headings share, the longest first."""
    counts: Counter[str] = Counter()
    for heading in headings:
        head, dash, rest = tidy(heading).partition(" - ")
        while dash:
            counts[head] += 1
            piece, dash, rest = rest.partition(" - ")
            head = f"{head} - {piece}"
    return tuple(sorted((stem for stem, count in counts.items() if count > 1), key=len, reverse=True))


def headings_of(table: Table, heading: Heading) -> list[list[str]]:
    """Give what stands over each column: the heading itself first, then what stands below and above it."""
    order = [
        heading.row,
        *range(heading.row + 1, heading.last + 1),
        *range(heading.row - 1, heading.first - 1, -1),
    ]
    width = len(table.rows[heading.row])
    return [
        [text_of(table.rows[number][index]) for number in order if not is_blank(table.rows[number][index])]
        for index in range(width)
    ]


def match_columns(
    table: Table, heading: Heading, questions: Questions
) -> tuple[tuple[Column, ...], Platform | None]:
    """Say what each column is taken for, and which platform the export comes from."""
    over = headings_of(table, heading)
    platform = find_platform([text for texts in over for text in texts])
    stems = find_stems([text for texts in over for text in texts])
    columns: list[Column] = []
    for index, texts in enumerate(over):
        own = next((text for text in texts if not is_subheading(text)), "")
        if not own and all(is_blank(row[index]) for row in table.rows[heading.last + 1 :]):
            continue
        column = Column(index=index, heading=tidy(own), key="", use=Use.UNMATCHED)
        columns.append(_match(column, texts, questions, stems, platform, columns))
    columns = _with_details(columns, over, table.rows[heading.last + 1 :])
    return name_columns(_with_guesses(columns, questions)), platform


def _match(
    column: Column,
    texts: list[str],
    questions: Questions,
    stems: Collection[str],
    platform: Platform | None,
    before: list[Column],
) -> Column:
    named = {name for text in texts for name in (questions.find(text, stems),) if name}
    if len(named) == 1:
        return replace(column, use=Use.QUESTION, name=named.pop())
    if not named:
        duty = next((duty for text in texts for duty in (find_duty(text, platform),) if duty), None)
        if duty:
            return replace(column, use=Use.PLATFORM, duty=duty)
        note = next((name for text in texts for name in (questions.find_note(text),) if name), None)
        note = note or _find_why_not(texts, questions, before)
        if note:
            return replace(column, use=Use.NOTE, name=note)
    return column


def _find_why_not(texts: list[str], questions: Questions, before: list[Column]) -> str | None:
    """Give the question left of a column that asks why it is not applicable."""
    if not before or before[-1].use is not Use.QUESTION:
        return None
    question = questions.questionnaire.questions[str(before[-1].name)]
    if not isinstance(question, ScoredQuestion) or not question.not_applicable:
        return None
    is_why = any(fold_question(part) in _WHY_NOT for text in texts for part in _parts(text))
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
                and any(pattern.fullmatch(each) for each in _plain_parts(over[column.index]))
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


def find_rivals(columns: Sequence[Column], over: Mapping[int, str]) -> dict[str, list[Column]]:
    """Give the columns of which each could say the same detail, where none was taken."""
    found: dict[str, list[Column]] = {}
    taken = {column.name for column in columns if column.use is Use.DETAIL}
    for name, patterns in _PATTERNS.items():
        fitting = [
            column
            for column in columns
            if column.use is Use.UNMATCHED
            and any(
                pattern.fullmatch(each) for pattern in patterns for each in _plain_parts([over[column.index]])
            )
        ]
        if name not in taken and len(fitting) > 1:
            found[name] = fitting
    return found


def _plain_parts(texts: list[str]) -> Iterator[str]:
    for text in texts:
        for part in _parts(text):
            yield fold_question(part)
        head, dot, _ = tidy(text).partition(". ")
        if dot and " " not in head:
            yield fold_question(head)


def _with_guesses(columns: list[Column], questions: Questions) -> list[Column]:
    """Suggest a question for the columns without a match, each missing question once."""
    found = {column.name for column in columns if column.use is Use.QUESTION}
    missing = [name for name in questions.questionnaire.questions if name not in found]
    guessed = []
    for column in columns:
        guess = None
        if column.use is Use.UNMATCHED and column.heading and missing:
            guess = questions.guess(column.heading, missing)
        guessed.append(replace(column, guess=guess))
    return guessed


def name_columns(columns: Sequence[Column]) -> tuple[Column, ...]:
    """Give each column the key by which a map knows it."""
    seen: set[str] = set()
    named = []
    for column in columns:
        stem = column.heading[:_LONGEST_KEY].strip() or "(no heading)"
        key, number = stem, 1
        while fold(key) in seen:
            number += 1
            key = f"{stem} ({number})"
        seen.add(fold(key))
        named.append(replace(column, key=key))
    return tuple(named)


def _content_words(text: str) -> set[str]:
    words = re.findall(r"[^\W\d_]+", fold(text))
    return {_stem(word) for word in words if word not in _SMALL_WORDS and len(word) > 2}


def _stem(word: str) -> str:
    for end in ("ing", "ed", "es", "s"):
        if word.endswith(end) and len(word) - len(end) >= 4:
            return word.removesuffix(end)
    return word
