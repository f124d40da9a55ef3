"""Plain data that remembers where it stood: the nodes of a document."""

import re
from bisect import bisect_right
from collections.abc import Iterable
from collections.abc import Mapping as Mapping_
from typing import NamedTuple, TypeAlias

from msgspec import Struct, field

from partnerassess.files import clean, find_strays, tidy
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
