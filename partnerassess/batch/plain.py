"""Answers in the plainest shape, taken from a document without a second look.

This module knows what needs no second look: the usual keys, each with the value it usually has. Whatever is
out of the ordinary, right or wrong, it leaves to `loading`, which alone reports problems.
"""

import datetime
import json
import re
from collections.abc import Mapping

from partnerassess.canonical import Said
from partnerassess.compiled import Tables
from partnerassess.loading.formats import ANSWERS_FORMAT
from partnerassess.loading.wording import format_decimal
from partnerassess.model import Answer, Choice, Level, Silence
from partnerassess.parsing.nodes import MAX_TEXT

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_VERSION = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]{0,63}")
_DETAILS = ("partnership", "organisation", "respondent")
_KEYS = frozenset({"format", "questionnaire", "version", "date", "answers", *_DETAILS})
_FORMATS = (None, ANSWERS_FORMAT)
_NOTED = frozenset({"answer", "note"})
_LONGEST_NUMBER = 15


class PlainReader:
    """Reads plain answers to one questionnaire."""

    def __init__(self, tables: Tables) -> None:
        self._name = tables.questionnaire.id
        self._blank = tables.blank
        self._amounts: dict[str, dict[object, int]] = {}
        self._noted: dict[str, dict[object, int]] = {}
        for name, amounts in tables.amounts.items():
            takes_all = getattr(tables.questionnaire.questions[name], "not_applicable", False)
            for answer, amount in amounts.items():
                if answer.given is Silence.NOT_APPLICABLE and not takes_all:
                    continue
                if answer.note is None:
                    self._amounts.setdefault(name, {})[_written(answer)] = amount
                self._noted.setdefault(name, {})[_written(answer)] = amount

    def read(self, root: object) -> Said | None:
        """Give what a document says; null if it needs a second look."""
        if not isinstance(root, dict) or not self._is_usual(root):
            return None
        total = self._add_up(root.get("answers"))
        if total is None:
            return None
        names = (_text(root.get(name)) for name in _DETAILS)
        partnership, organisation, respondent = names
        return Said(partnership, organisation, respondent, root.get("date"), total)

    def _is_usual(self, root: dict[str, object]) -> bool:
        """Tell whether everything but the answers is as it usually is."""
        return (
            root.keys() <= _KEYS
            and root.get("questionnaire") in (None, self._name)
            and root.get("format") in _FORMATS
            and _is_version(root.get("version"))
            and all(map(_is_text, map(root.get, _DETAILS)))
            and _is_date(root.get("date"))
        )

    def _add_up(self, answers: object) -> int | None:
        if not isinstance(answers, dict):
            return self._blank if answers is None else None
        total = self._blank
        amounts = self._amounts
        for name, said in answers.items():
            try:
                total += amounts[name][said]
            except (KeyError, TypeError):
                amount = self._amount(name, said)
                if amount is None:
                    return None
                total += amount
        return total

    def _amount(self, name: str, said: object) -> int | None:
        """Give what an answer with a note adds."""
        if name not in self._noted or not isinstance(said, dict) or not said.keys() <= _NOTED:
            return None
        given, note = said.get("answer"), said.get("note")
        if not isinstance(given, str | None) or not _is_text(note):
            return None
        return (self._noted if note and note.strip() else self._amounts)[name].get(given)


def read_json(content: bytes) -> object:
    """Read one JSON document into plain data whose numbers are texts.

    Raises ValueError for what needs a second look: errors, repeated keys, unusual numbers.
    """
    try:
        return _JSON.decode(content.decode())
    except RecursionError as error:
        raise ValueError("too much nesting") from error


def _written(answer: Answer) -> str | None:
    match answer.given:
        case Level(value=value):
            return format_decimal(value)
        case Choice(id=name) | Silence(value=name):
            return str(name)
        case _:
            return None


def _is_text(value: object) -> bool:
    return value is None or (isinstance(value, str) and value.isprintable() and len(value) <= MAX_TEXT)


def _is_version(value: object) -> bool:
    return value is None or (isinstance(value, str) and _VERSION.fullmatch(value) is not None)


def _text(value: object) -> str | None:
    return (str(value).strip() or None) if value else None


def _is_date(value: object) -> bool:
    if value is None:
        return True
    try:
        return isinstance(value, str) and bool(_DATE.fullmatch(value) and datetime.date.fromisoformat(value))
    except ValueError:
        return False


def _unrepeated(pairs: list[tuple[str, object]]) -> Mapping[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key is used twice")
    return found


def _number(text: str) -> str:
    if len(text) > _LONGEST_NUMBER or not text.replace(".", "").replace("-", "").isdigit():
        raise ValueError("an unusual number")
    return text


_JSON = json.JSONDecoder(
    object_pairs_hook=_unrepeated, parse_int=_number, parse_float=_number, parse_constant=_number
)
