"""The form in which this tool writes answer files, recognised line by line.

Most answer files are ones that `writing` wrote, or a template it made that was filled in by hand. Such a file
needs no YAML reader: each of its lines is one out of a few hundred that are known once the questionnaire is,
and what each line adds to the score is known too. This recogniser is *accept-only*. It takes a file only if

- its head is the lines that `writing` writes, in that order, with texts in plain double quotes, and
- every line under `answers:` is word for word one that `writing` writes for this questionnaire (an answer, an
  answer with a plain note, a question left blank, a comment of the template), and no question comes twice.

Everything else, right or wrong, it leaves to the strict reader, which alone reports problems. The lines come
from `writing` itself, so the two cannot drift apart; that the strict reader finds the same in every file that
is accepted is tested with mutated files.

This module knows that one form. It does not know files, or how scores come about.
"""

import datetime
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

from partnerassess.compiled import Tables, possible_answers
from partnerassess.model import Answer, Answers, Question, Questionnaire, ScoredQuestion, Silence
from partnerassess.parsing.nodes import MAX_TEXT
from partnerassess.writing import format_answers, format_template

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TEXT = r'"([^"\\\n]*)"'
_VERSION = r'"[0-9A-Za-z][0-9A-Za-z._-]*"'
_NOTE = re.compile(rb'(  .+: \{answer: .+), note: "([^"\\]*)"\}')
_DETAILS = ("partnership:", "organisation:", "respondent:", "date:")
_COUNT_BITS = 16
_MOST_LINES = 2**_COUNT_BITS - 1


class Said(NamedTuple):
    """What a set of answers says: who answers, and what."""

    partnership: str | None
    organisation: str | None
    respondent: str | None
    date: str | None
    """The day as year-month-day."""
    total: int
    """The number that stands for its answers in the questionnaire's tables."""


class _Lines(dict[bytes, int]):
    """The lines that are known, with the number that stands for each."""

    def __init__(self) -> None:
        super().__init__()
        self.noted: dict[bytes, int] = {}
        """The same for lines with a note, up to the note."""

    def __missing__(self, line: bytes) -> int:
        """Give the number of a line with a note; raises KeyError for any other."""
        note = _NOTE.fullmatch(line)
        if note is None or not _find_text(note[2]):
            raise KeyError(line)
        return self.noted[note[1]]


class Recogniser:
    """Recognises files of answers to one questionnaire."""

    def __init__(self, tables: Tables) -> None:
        self._questionnaire = tables.questionnaire
        self._knows_template = False
        head, _ = _split(_write(tables.questionnaire, {}))
        self._head = _head_pattern([*head[:-1], *_DETAILS, head[-1]])
        # The numbers of lines have three parts, side by side: lowest one bit for each question, with room
        # above for all lines to be about the same one; then a 1, which counts the lines about questions;
        # then what the answer changes.
        ids = list(tables.questionnaire.questions)
        self._count_shift = len(ids) + _COUNT_BITS
        self._shift = self._count_shift + _COUNT_BITS
        ones = {name: (1 << place) + (1 << self._count_shift) for place, name in enumerate(ids)}
        self._blank = tables.blank << self._shift
        self._blanks = list(ones.values())
        self._lines = _Lines()
        for name, answer, line in _possible_lines(tables.questionnaire):
            number = (tables.amount(name, answer) << self._shift) + ones[name]
            note = _NOTE.fullmatch(line)
            if note:
                self._lines.noted[note[1]] = number
            else:
                self._lines[line] = number
        self._lines[b""] = 0

    def recognise(self, content: bytes) -> Said | None:
        """Give what a file says; null if it is not in the form, in which case nothing is known about it."""
        said = self._recognise(content)
        if said is None and not self._knows_template:
            self._learn_template()
            said = self._recognise(content)
        return said

    def _recognise(self, content: bytes) -> Said | None:
        head = self._head.match(content)
        details = head and _find_details(head.groups())
        if head is None or details is None:
            return None
        lines = content[head.end() :].split(b"\n")
        if lines[-1] or len(lines) > _MOST_LINES:
            return None
        try:
            found = sum(map(self._lines.__getitem__, lines), self._blank)
        except KeyError:
            return None
        count = found >> self._count_shift & _MOST_LINES
        # So many bits are only left standing if no two lines were about the same question.
        if (found & ((1 << self._count_shift) - 1)).bit_count() != count:
            return None
        partnership, organisation, respondent, date = details
        return Said(partnership, organisation, respondent, date, found >> self._shift)

    def _learn_template(self) -> None:
        """Take in the lines of a blank file, which are many and not needed for files that are answered."""
        self._knows_template = True
        head, body = _split(format_template(self._questionnaire))
        self._head = _head_pattern(head)
        comments = {line.encode(): 0 for line in body if line.lstrip()[:1] in ("", "#")}
        self._lines |= comments
        blanks = [line.encode() for line in body if line.encode() not in comments]
        self._lines |= zip(blanks, self._blanks, strict=True)


def _write(questionnaire: Questionnaire, answers: dict[str, Answer]) -> str:
    return format_answers(
        questionnaire, Answers(questionnaire=questionnaire.id, answers=MappingProxyType(answers))
    )


def _split(text: str) -> tuple[list[str], list[str]]:
    """Split a file into the lines up to `answers:`, and those below."""
    lines = text.splitlines()
    place = lines.index("answers:") + 1
    return lines[:place], lines[place:]


def _head_pattern(head: Sequence[str]) -> re.Pattern[bytes]:
    """Make what finds a head like this one, with or without details and comments."""
    return re.compile("".join(map(_pattern, head)).encode())


def _pattern(line: str) -> str:
    """Give what may stand in the place of a line of a blank file's head: comments may be left out."""
    if line.startswith("#") or not line:
        return f"(?:{re.escape(line)}\n)?"
    name, _, value = line.partition(": ")
    if name == "version":
        return f"version: {_VERSION}\n"
    if value or name == "answers:":
        return f"{re.escape(line)}\n"
    return f"(?:{re.escape(line)}(?: {_TEXT})?\n)?"


def _possible_lines(questionnaire: Questionnaire) -> Iterator[tuple[str, Answer, bytes]]:
    """Write every answer there can be, without and with a note, as the line that `writing` makes of it."""
    every = {name: _accepted(question) for name, question in questionnaire.questions.items()}
    for place in range(max(map(len, every.values()))):
        for note in (None, "a note"):
            answers = {
                name: Answer(given=accepted[place].given, note=note)
                for name, accepted in every.items()
                if place < len(accepted)
            }
            _, lines = _split(_write(questionnaire, answers))
            for (name, answer), line in zip(answers.items(), lines, strict=True):
                yield name, answer, line.encode()


def _accepted(question: Question) -> list[Answer]:
    """Give the answers that the strict reader accepts for a question, without notes."""
    takes_all = isinstance(question, ScoredQuestion) and question.not_applicable
    return [
        answer
        for answer in possible_answers(question)
        if answer.given is not None
        and answer.note is None
        and (takes_all or answer.given is not Silence.NOT_APPLICABLE)
    ]


def _find_details(texts: Sequence[bytes | None]) -> list[str | None] | None:
    """Read partnership, organisation, respondent and date; null if one of them is not plain."""
    found: list[str | None] = []
    for text in texts:
        said = "" if text is None else _find_text(text)
        if said is None:
            return None
        found.append(said or None)
    return found if texts[-1] is None or _is_date(found[-1] or "") else None


def _find_text(text: bytes) -> str | None:
    """Give the text between two quotation marks; null if the strict reader might have something to say."""
    try:
        said = text.decode()
    except UnicodeDecodeError:
        return None
    return said.strip() if said.isprintable() and len(said) <= MAX_TEXT else None


@lru_cache(1_000)
def _is_date(text: str) -> bool:
    try:
        return _DATE.fullmatch(text) is not None and bool(datetime.date.fromisoformat(text))
    except ValueError:
        return False
