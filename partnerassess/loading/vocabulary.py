"""Everything that is accepted as answers to one questionnaire, by words and by whole lines, to be looked up.

What is not found here may still be right: that is for `answers` to say, which alone reports problems. That
both give the same answers is tested with mutated files.
"""

import datetime
from collections.abc import Hashable, Iterator
from functools import lru_cache

from partnerassess.codes import OPEN, OUT, OUT_NOTED, Codes, PackedView
from partnerassess.dates import find_iso_date, is_likely
from partnerassess.loading.answers import MAX_NAME, NAMES
from partnerassess.loading.formats import ANSWERS_FORMAT
from partnerassess.loading.wording import format_answer
from partnerassess.model import Question, Silence
from partnerassess.parsing.glance import Below, NotUsual, Plain, glance_entry, glance_lines
from partnerassess.parsing.nodes import MAX_TEXT

_KEYS = frozenset({"format", "questionnaire", "version", "date", "answers", *NAMES})
_NOTED = frozenset({"answer", "note"})
_NOTHING = (None, "")

_MOST = 254
"""With more questions than this, or more answers to one, nothing is looked up."""
_MOST_LINES, _LONGEST_LINE, _MOST_ORDERS = 20_000, 120, 2_000
_ABSENT = 255
_WITHIN = ("", " ", "#")
"""What lines within a block begin with."""

Pair = bytes
"""The place of a question in the questionnaire, and the code of an answer to it; empty for nothing at all."""
Notes = list[tuple[str, str]]


class Unknown(Exception):
    """Raised for what needs a closer look."""


class Vocabulary:
    """The words, and the whole lines of YAML, that answer each question of a questionnaire."""

    def __init__(self, codes: Codes) -> None:
        self.codes = codes
        self.questionnaire = codes.questionnaire
        self._versions = (None, self.questionnaire.version)
        self._pairs: dict[tuple[str, Plain], Pair] = {}
        if len(codes.questions) <= _MOST and codes.fit_in_bytes:
            for place, question in enumerate(codes.questions):
                self._pairs |= {
                    (question.id, word): bytes((place, code))
                    for word, code in _words(question, codes.answers[place])
                }
        self._lines: dict[int, dict[str, Pair]] = {}
        """What whole lines say, by the spaces before them: the same lines stand in thousands of files."""
        self._orders: dict[bytes, bytes] = {}
        """For orders that answers come in where in them those of the questionnaire's order stand."""

    def find_view(self, root: dict[str, Plain], file: str) -> PackedView | None:
        """Give the view a document holds; null if that takes a closer look."""
        try:
            return self._pack(root, file, *self._look_up(root.get("answers")))
        except (Unknown, TypeError):  # what cannot be a key is no word
            return None

    def find_view_in_lines(self, head: list[str], body: list[str], file: str) -> PackedView | None:
        """Give the view that lines of YAML hold, those before and those after a line `answers:`."""
        notes: Notes = []
        try:
            pairs, end = self._look_up_lines(body, notes)
            root = glance_lines([*head, *body[end:]])
            return None if "answers" in root else self._pack(root, file, pairs, notes)
        except (Unknown, NotUsual, TypeError):
            return None

    def _pack(self, root: dict[str, Plain], file: str, pairs: bytes, notes: Notes) -> PackedView:
        say = root.get
        if (
            not root.keys() <= _KEYS
            or say("questionnaire") not in (None, self.questionnaire.id)
            or say("format") not in (None, ANSWERS_FORMAT)
            or say("version") not in self._versions
        ):
            raise Unknown
        names: list[str | None] = [
            None if said is None else _find_name(said)  # type: ignore[arg-type]  # no key: that is caught
            for said in map(say, NAMES)
        ]
        partnership, organisation, respondent, round_, programme = names
        return PackedView(
            self.questionnaire.id,
            None if say("version") is None else self.questionnaire.version,
            partnership,
            organisation,
            respondent,
            _find_day(say("date")),
            round_,
            programme,
            file,
            self._in_order(pairs),
            tuple(notes),
        )

    def _in_order(self, pairs: bytes) -> bytes:
        """Give the codes of all questions in the questionnaire's order."""
        if not self._pairs:
            raise Unknown  # not even nothing is looked up: there are too many questions
        places = pairs[::2]
        order = self._orders.get(places)
        if order is None:
            if len({*places}) < len(places):
                raise Unknown
            found = (places.find(place) for place in range(len(self.codes.questions)))
            order = bytes(_ABSENT if place < 0 else place for place in found)
            if len(self._orders) >= _MOST_ORDERS:
                self._orders.clear()
            self._orders[places] = order
        return order.translate(pairs[1::2].ljust(_ABSENT + 1, bytes((OPEN,))))

    def _look_up(self, answers: Plain) -> tuple[bytes, Notes]:
        if answers is None:
            return b"", []
        if not isinstance(answers, dict):
            raise Unknown
        try:
            return b"".join(map(self._pairs.__getitem__, answers.items())), []
        except (KeyError, TypeError):
            notes: Notes = []
            return b"".join([self._find(name, said, notes) for name, said in answers.items()]), notes

    def _find(self, name: str, said: Plain, notes: Notes) -> Pair:
        """Give what an entry says, with or without a note."""
        if not isinstance(said, dict):
            return self._known(name, said)
        if not said.keys() <= _NOTED:
            raise Unknown
        pair, note = self._known(name, said.get("answer")), _find_text(said.get("note"))
        if note:
            notes.append((name, note))
            if pair[1] == OUT:
                return bytes((pair[0], OUT_NOTED))
        return pair

    def _known(self, name: str, said: Plain) -> Pair:
        pair = self._pairs.get((name, said))
        if pair is None:
            raise Unknown
        return pair

    def _look_up_lines(self, lines: list[str], notes: Notes) -> tuple[bytes, int]:
        """Give what a block of answers says, and where it ends: each of its lines is known, or read once."""
        indent = 0
        for line in lines:
            indent = _depth(line)
            if indent >= 0:
                break
        if indent <= 0:
            return b"", 0
        known = self._lines.setdefault(indent, {})
        found = list(map(known.get, lines))
        while None in found:
            place = found.index(None)
            line = lines[place]
            if line[:1] not in _WITHIN:
                del found[place:]
            elif _depth(line) > indent:
                self._read_below(lines, place, indent, found, notes)
            else:
                found[place] = self._learn(line, indent, known, notes)
        return b"".join(found), len(found)  # type: ignore[arg-type]  # none is null now

    def _learn(self, line: str, indent: int, known: dict[str, Pair], notes: Notes) -> Pair:
        """Say what a line means, and remember it unless it holds a note."""
        depth, name, said, below = glance_entry(line)
        if depth not in (indent, -1) or below is Below.BLOCK:
            raise Unknown
        before = len(notes)
        pair = b"" if depth < 0 else self._find(name, said, notes)
        if len(line) <= _LONGEST_LINE and len(notes) == before:
            if len(known) >= _MOST_LINES:
                known.clear()
            known[line] = pair
        return pair

    def _read_below(
        self, lines: list[str], place: int, indent: int, found: list[Pair | None], notes: Notes
    ) -> None:
        """Read an entry of several lines, the second of which is at this place, all together."""
        first, end = place - 1, place + 1
        while not 0 <= _depth(lines[first]) <= indent:
            first -= 1
        while end < len(lines) and not 0 <= _depth(lines[end]) <= indent:
            end += 1
        # Behind the block the text goes on.
        more = [""] if end < len(lines) else []
        read = glance_lines(["answers:", *lines[first:end], *more])["answers"]
        if not isinstance(read, dict) or len(read) != 1:
            raise Unknown
        found[first:end] = [b""] * (end - first)
        found[first] = self._find(*next(iter(read.items())), notes)


def _words(question: Question, answers: tuple[object, ...]) -> Iterator[tuple[Plain, int]]:
    """Give all that is an answer to a question, and the code of each."""
    yield from ((nothing, OPEN) for nothing in _NOTHING)
    for code, answer in enumerate(answers):
        given = getattr(answer, "given", None)
        if isinstance(given, Silence) and (given not in question.silences or code == OUT_NOTED):
            continue
        if given is not None:
            yield format_answer(given), code


def _depth(line: str) -> int:
    """Give how many spaces stand before an entry; -1 where there is none."""
    said = line.lstrip(" ")
    return -1 if said[:1] in ("", "#") else len(line) - len(said)


@lru_cache(4_096)
def _find_name(said: Hashable) -> str | None:
    name = _find_text(said)
    if name and len(name) > MAX_NAME:
        raise Unknown
    return name


def _find_day(said: Plain) -> datetime.date | None:
    if said in _NOTHING:
        return None
    day = find_iso_date(said) if isinstance(said, str) else None
    if day is None or not is_likely(day):
        raise Unknown
    return day


def _find_text(said: object) -> str | None:
    if said is None:
        return None
    if not isinstance(said, str) or len(said) > MAX_TEXT:
        raise Unknown
    if not said.isprintable() and not said.replace("\n", "").isprintable():
        raise Unknown
    return str(said).strip() or None
