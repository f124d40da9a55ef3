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
from types import MappingProxyType
from typing import NamedTuple

from partnerassess.compiled import Tables, possible_answers
from partnerassess.model import Answer, Answers, Question, Questionnaire, ScoredQuestion, Silence
from partnerassess.nodes import MAX_TEXT
from partnerassess.writing import format_answers, format_template

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TEXT = r'"([^"\\\n]*)"'
_VERSION = r'"[0-9A-Za-z][0-9A-Za-z._-]*"'
_NOTE = re.compile(rb'(  .+: \{answer: .+), note: "([^"\\]*)"\}')
_BITS = 16
_MOST_LINES = 2**_BITS - 1


class Said(NamedTuple):
    """What a set of answers says: who answers, and what."""

    partnership: str | None
    organisation: str | None
    respondent: str | None
    date: str | None
    """The day as year-month-day."""
    total: int
    """The number that stands for its answers in the questionnaire's tables."""


class Recogniser:
    """Recognises files of answers to one questionnaire."""

    def __init__(self, tables: Tables) -> None:
        questions = tables.questionnaire.questions
        head, body = _split(format_template(tables.questionnaire))
        self._head = re.compile("".join(map(_pattern, head)).encode())
        # Below the amounts every question counts its lines in a field of its own, wide enough for all the
        # lines of a file, so that a second line for one question is seen.
        self._shift = _BITS * len(questions)
        ones = {name: 1 << (_BITS * place) for place, name in enumerate(questions)}
        self._repeated = sum(one * (_MOST_LINES - 1) for one in ones.values())
        self._blank = tables.blank << self._shift
        self._lines = {line.encode(): 0 for line in body if line.lstrip()[:1] in ("", "#")}
        blanks = [line for line in body if line.encode() not in self._lines]
        self._lines |= {line.encode(): one for line, one in zip(blanks, ones.values(), strict=True)}
        self._noted: dict[bytes, int] = {}
        for name, answer, line in _possible_lines(tables.questionnaire):
            amount = (tables.amount(name, answer) << self._shift) + ones[name]
            note = _NOTE.fullmatch(line)
            if note:
                self._noted[note[1]] = amount
            else:
                self._lines[line] = amount

    def recognise(self, content: bytes) -> Said | None:
        """Give what a file says; null if it is not in the form, in which case nothing is known about it."""
        head = self._head.match(content)
        details = head and _find_details(head.groups())
        if head is None or details is None:
            return None
        lines = content[head.end() :].split(b"\n")
        if lines[-1] or len(lines) > _MOST_LINES:
            return None
        try:
            found: int | None = sum(map(self._lines.__getitem__, lines), self._blank)
        except KeyError:
            found = self._add_up(lines)
        if found is None or found & self._repeated:
            return None
        return Said(*details, found >> self._shift)

    def _add_up(self, lines: Sequence[bytes]) -> int | None:
        """Add up lines of which some have notes; null if there is one that is not known."""
        found = self._blank
        for line in lines:
            amount = self._lines.get(line)
            if amount is None:
                note = _NOTE.fullmatch(line)
                amount = self._noted.get(note[1]) if note and _find_text(note[2]) else None
            if amount is None:
                return None
            found += amount
        return found


def _split(template: str) -> tuple[list[str], list[str]]:
    """Split a blank file into the lines up to `answers:`, and those below."""
    lines = template.splitlines()
    place = lines.index("answers:") + 1
    return lines[:place], lines[place:]


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
            text = format_answers(
                questionnaire, Answers(questionnaire=questionnaire.id, answers=MappingProxyType(answers))
            )
            _, lines = _split(text)
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


def _find_details(
    texts: Sequence[bytes | None],
) -> tuple[str | None, str | None, str | None, str | None] | None:
    """Read partnership, organisation, respondent and date; null if one of them is not plain."""
    found = [None if text is None else _find_text(text) for text in texts]
    *names, date = found
    if any(text is not None and said is None for text, said in zip(texts, found, strict=True)):
        return None
    if texts[-1] is not None and not _is_date(date or ""):
        return None
    partnership, organisation, respondent = (name or None for name in names)
    return partnership, organisation, respondent, date


def _find_text(text: bytes) -> str | None:
    """Give the text between two quotation marks; null if the strict reader might have something to say."""
    try:
        said = text.decode()
    except UnicodeDecodeError:
        return None
    return said.strip() if said.isprintable() and len(said) <= MAX_TEXT else None


def _is_date(text: str) -> bool:
    try:
        return _DATE.fullmatch(text) is not None and bool(datetime.date.fromisoformat(text))
    except ValueError:
        return False
