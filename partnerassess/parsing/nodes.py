"""Plain data that remembers where it stood: the nodes of a document, and what a single value means."""

import re
from bisect import bisect_right
from collections.abc import Iterable
from collections.abc import Mapping as Mapping_
from typing import NamedTuple, TypeAlias

from msgspec import Struct, field

from partnerassess.files.reading import UNSAFE_CHARACTER, clean, find_strays, tidy
from partnerassess.problems import Problem

MAX_TEXT = 20_000
"""The most characters that one value may have."""

_LINE_BREAK = re.compile(r"\r\n|\r|\n")


class Mark(NamedTuple):
    """A place in a text as people count: the first line is 1, the first column is 1."""

    line: int
    column: int


class Lines:
    """A text to be read, without the characters that are taken out of it, and where its lines start."""

    __slots__ = ("_before", "_shown", "_starts", "_taken", "text")

    def __init__(self, text: str, before: int = 0) -> None:
        """Take a text that has so many lines `before` it in its file."""
        self.text = tidy(text)
        """What is there to be read."""
        self._shown = text
        self._before = before
        self._taken: list[int] = []
        self._starts: list[int] = []

    def mark(self, offset: int) -> Mark:
        """Where in the text as people see it that character stands which has `offset` before it here."""
        if not self._starts:
            self._starts = [0, *(match.end() for match in _LINE_BREAK.finditer(self._shown))]
            if self._shown is not self.text:
                strays = find_strays(self._shown)
                self._taken = [match.start() - number for number, match in enumerate(strays)]
        offset += bisect_right(self._taken, offset)
        line = bisect_right(self._starts, offset)
        return Mark(self._before + line, offset - self._starts[line - 1] + 1)


class Number(str):
    """An unquoted value that reads as a number, kept as its source text so that it stays exact."""

    __slots__ = ()


class Mapping(dict[str, "Node"]):
    """Named values in the order of the file, each with the places of its key and its value."""

    __slots__ = ("_lines", "_offset", "offsets")

    def __init__(self, lines: Lines, offset: int = 0) -> None:
        self._lines = lines
        self._offset = offset
        self.offsets: dict[str, tuple[int, int]] = {}
        """How many characters stand before each key and before its value."""

    @property
    def mark(self) -> Mark:
        """Where the mapping starts."""
        return self._lines.mark(self._offset)

    def key_mark(self, key: str) -> Mark:
        """Where a key stands; KeyError if there is no such key."""
        return self._lines.mark(self.offsets[key][0])

    def value_mark(self, key: str) -> Mark:
        """Where the value of a key stands; KeyError if there is no such key."""
        return self._lines.mark(self.offsets[key][1])


class Sequence(list["Node"]):
    """A list of values in the order of the file, each with its place."""

    __slots__ = ("_lines", "_offset", "offsets")

    def __init__(self, lines: Lines, offset: int) -> None:
        self._lines = lines
        self._offset = offset
        self.offsets: list[int] = []
        """How many characters stand before each item."""

    @property
    def mark(self) -> Mark:
        """Where the list starts."""
        return self._lines.mark(self._offset)

    def item_mark(self, index: int) -> Mark:
        """Where an item stands, the first being 0; IndexError if there is no such item."""
        return self._lines.mark(self.offsets[index])


Node: TypeAlias = Mapping | Sequence | Number | str | bool | None


class Document(Struct, frozen=True, kw_only=True):
    """One document of a file that could be read."""

    file: str
    """The file as the user named it."""
    index: int
    """Which document of the file this is, the first being 1."""
    root: Node
    """What the document holds."""
    lines: Lines
    """The lines of the file."""
    offset: int = 0
    """How many characters stand before the document's content."""
    dropped: Mapping_[int, str] = field(default_factory=dict)
    """What the notation drops in silence although it may be meant, by the offset of the value it is part of.

    That is a comment that is none, as in `Trust #1`, or a word such as `Null`.
    """

    @property
    def mark(self) -> Mark:
        """Where the document's content starts."""
        return self.root.mark if isinstance(self.root, Mapping) else self.lines.mark(self.offset)


class BrokenDocument(Struct, frozen=True, kw_only=True):
    """One document of a file that cannot be used, with everything that is wrong with it."""

    file: str
    """The file as the user named it."""
    index: int
    """Which document of the file this is, the first being 1."""
    problems: tuple[Problem, ...]
    """What is wrong; never empty."""
    read: Document | None = None
    """What was read of it all the same, up to where reading stopped; null if that is nothing."""


def format_path(steps: Iterable[str | int]) -> str:
    """Say a place inside a document: keys joined by dots, items of a list counted from 1 in brackets.

    `["sections", 2, "questions", 1, "id"]` is `sections[2].questions[1].id`.
    """
    path = "".join(f"[{step}]" if isinstance(step, int) else f".{clean(step)}" for step in steps)
    return path.removeprefix(".")


MAX_DIGITS = 15
"""The most digits of a number."""
MAX_EXPONENT = 15
"""The largest exponent of a number, up or down."""

NULLS = ("", "~", "null", "Null", "NULL")
"""The ways to write nothing."""
NULLS_BY_HAND = ("~", "Null", "NULL")
"""Those that people may write as a name; programs write the others."""
CONSTANTS: dict[str, Number | bool | None] = {
    **dict.fromkeys(NULLS),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **{text: Number(text) for text in "0123456789"},
}
"""The unquoted texts that mean something else, without the longer numbers."""

_NUMBER = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_EXPONENT = re.compile(r"[eE][-+]?0*([0-9]*)")
_NUMBER_ENDS = frozenset("0123456789.")
_TO_ESCAPE = rf'{UNSAFE_CHARACTER}|[\t\n"\\]'
_SHORT_ESCAPES = {"\t": "\\t", "\n": "\\n", "\r": "\\r", '"': '\\"', "\\": "\\\\"}


def read_scalar(text: str, style: str) -> tuple[Number | str | bool | None, tuple[str, str] | None]:
    """Read a scalar as YAML 1.2 core does: nothing, true or false, a number, or a text.

    `style` is the sign that it starts with, and empty if that is none. The second value says what is wrong
    with it and what to do; null if nothing is.
    """
    if style == '"' or len(text) > MAX_TEXT:
        text = tidy(text)
        return text, find_text_fault(text)
    if style:
        return text, None
    if text in CONSTANTS:
        return CONSTANTS[text], None
    if text[-1] in _NUMBER_ENDS and _NUMBER.fullmatch(text):
        return Number(text), find_number_fault(text)
    return text, None


def find_text_fault(text: str) -> tuple[str, str] | None:
    """Say what is wrong with a value, too long or with characters that no value may hold, and what to do."""
    if len(text) > MAX_TEXT:
        return f"more than {MAX_TEXT:,} characters in one value", "shorten it"
    unsafe = re.search(UNSAFE_CHARACTER, text)
    return describe_unsafe(unsafe[0]) if unsafe else None


def find_number_fault(text: str) -> tuple[str, str] | None:
    """Say what is wrong with a number that is too long or too large to be meant, and what to do."""
    if len(text) <= MAX_DIGITS and text.isdigit():
        return None
    mantissa, exponent = _EXPONENT.sub("", text), _EXPONENT.search(text)
    if sum(map(str.isdigit, mantissa)) > MAX_DIGITS:
        return f"a number with more than {MAX_DIGITS} digits", "put it in quotes if it is text"
    if exponent and (len(exponent[1]) > 2 or int(exponent[1] or 0) > MAX_EXPONENT):
        return f"a number with an exponent beyond {MAX_EXPONENT}", "put it in quotes if it is text"
    return None


def describe_unsafe(character: str) -> tuple[str, str]:
    """Say that a character may not stand here, and what to do."""
    return (
        f"the invisible character U+{ord(character):04X} is not allowed here",
        "delete it, or type the text again",
    )


def describe_odd_space(character: str) -> tuple[str, str]:
    """Say what is wrong with a space that is no ordinary one, and what to do."""
    return f"a special space (U+{ord(character):04X}) stands here", "type an ordinary space instead"


def format_scalar(text: str) -> str:
    """Write a text in double quotes, on one line, so that a YAML 1.2 reader reads back the same text."""
    return f'"{re.sub(_TO_ESCAPE, _format_escape, text)}"'


def _format_escape(match: re.Match[str]) -> str:
    return _SHORT_ESCAPES.get(match[0]) or f"\\u{ord(match[0]):04x}"
