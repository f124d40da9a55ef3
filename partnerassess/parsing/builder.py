"""Putting a document together, node by node, within limits, and everything that is wrong with it."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple, NoReturn

from msgspec.structs import replace

from partnerassess.files.reading import ODD_SPACE, UNSAFE_CHARACTER, clean, tidy
from partnerassess.parsing.nodes import (
    MAX_TEXT,
    BrokenDocument,
    Document,
    Lines,
    Mapping,
    Node,
    Sequence,
    describe_odd_space,
    describe_unsafe,
    find_text_fault,
    format_path,
)
from partnerassess.problems import MOST_ALIKE, Problem, count_more, limit_alike, place_of

MAX_DEPTH = 20
"""The most levels of nesting."""
MAX_DOCUMENTS = 10_000
"""The most documents of a file, but for JSON Lines."""
MAX_NODES = 20_000
"""The most keys and values in one document, with every alias written out."""

UNREAD = "the rest can only be checked once this is put right"

# Outside of values a carriage return is a line break like any other.
_UNSAFE_OUTSIDE = rf"(?!\r){UNSAFE_CHARACTER}"
_ODD_IN_KEY = f"(?:^|:){ODD_SPACE}|{ODD_SPACE}$"


class StopReading(Exception):
    """Raised inside a reader when going on makes no sense; the problem has been noted already."""


class Anchored(NamedTuple):
    """A finished collection and what it counts for wherever it is used again."""

    node: Mapping | Sequence
    """The collection."""
    nodes: int
    """The nodes inside it, keys included."""
    height: int
    """The levels of nesting in it, itself included."""


class _Frame(NamedTuple):
    """What surrounds an open collection, to go on with when it is closed."""

    mapping: Mapping | None
    items: Sequence
    height: int
    nodes: int
    step: str | int


class Builder:
    """Puts one document together node by node, keeps to the limits and collects what is wrong.

    The order of calls is that of the text: `add_key` (only where `wants_key`), then `add_value`, or
    `open_mapping` or `open_sequence` with everything inside it and `close`. Any of them may raise
    StopReading.
    """

    __slots__ = (
        "_file",
        "_height",
        "_items",
        "_key",
        "_key_offset",
        "_lines",
        "_mapping",
        "_nodes",
        "_stack",
        "_unread",
        "dropped",
        "problems",
        "wants_key",
    )

    def __init__(self, file: str, lines: Lines, unread: str = UNREAD) -> None:
        self.problems: list[Problem] = []
        self.dropped: dict[int, str] = {}
        self.wants_key = False
        self._file = file
        self._unread = unread
        self._lines = lines
        self._mapping: Mapping | None = None
        self._items = Sequence(lines, 0)
        self._key = ""
        self._key_offset = 0
        self._nodes = 0
        self._height = 0
        self._stack: list[_Frame] = []

    def add_key(self, text: str, offset: int) -> None:
        """Take the next key of the open mapping; a key that is there already is a problem."""
        text = tidy(text)
        self._key, self._key_offset, self.wants_key = text, offset, False
        if self._mapping is not None and text in self._mapping:
            first = self._mapping.key_mark(text)
            self.report(
                offset,
                f"the key `{clean(text)}` is used twice, first on line {first.line}, column {first.column}",
                "keep one of the two",
            )
        if not text.isprintable() or len(text) > MAX_TEXT:
            self._check_key(text, offset)

    def add_value(self, value: Node, offset: int) -> None:
        """Take the next value: of the last key, or of the open list."""
        mapping = self._mapping
        if mapping is None:
            self._nodes += 1
            self._items.append(value)
            self._items.offsets.append(offset)
        else:
            self._nodes += 2
            mapping[self._key] = value
            mapping.offsets[self._key] = (self._key_offset, offset)
            self.wants_key = True
        if self._nodes > MAX_NODES:
            self.stop(offset, f"more than {MAX_NODES:,} entries in one document", "split the document")

    def add_again(self, anchored: Anchored, offset: int) -> None:
        """Take a finished collection as the next value once more; it counts as if written out."""
        if len(self._stack) + anchored.height > MAX_DEPTH:
            self._stop_at_depth(offset)
        self._height = max(self._height, anchored.height)
        self._nodes += anchored.nodes
        self.add_value(anchored.node, offset)

    def open_mapping(self, offset: int) -> None:
        """Start a mapping as the next value."""
        mapping = Mapping(self._lines, offset)
        self._open(mapping, offset)
        self._mapping, self.wants_key = mapping, True

    def open_sequence(self, offset: int) -> None:
        """Start a list as the next value."""
        items = Sequence(self._lines, offset)
        self._open(items, offset)
        self._mapping, self._items, self.wants_key = None, items, False

    def measure(self) -> Anchored:
        """Say what the innermost open collection, about to be closed, counts for."""
        node = self._items if self._mapping is None else self._mapping
        return Anchored(node=node, nodes=self._nodes - self._stack[-1].nodes, height=self._height + 1)

    def close(self) -> None:
        """Finish the innermost open collection."""
        height = self._height + 1
        self._mapping, self._items, self._height, _, _ = self._stack.pop()
        self.wants_key = self._mapping is not None
        if height > self._height:
            self._height = height

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing in the document, neither right nor wrong."""
        return not self.problems and not self._stack and self._items[:1] == [None]

    def finish(self, index: int) -> Document | BrokenDocument:
        """Hand over the document once everything is closed, or what is wrong with it."""
        if self.is_empty:
            self.report(self._items.offsets[0], "this document is empty", "fill it in, or take it out")
        items = self._stack[0].items if self._stack else self._items
        read = None
        if items and items[0] is not None:
            offset = items.offsets[0]
            read = Document(
                file=self._file,
                index=index,
                root=items[0],
                lines=self._lines,
                offset=offset,
                dropped=self.dropped,
            )
        if read and not self.problems:
            return read
        problems = limit_alike(sorted(self.problems, key=place_of))
        return BrokenDocument(file=self._file, index=index, problems=problems, read=read)

    def add_text(self, text: str, offset: int) -> None:
        """Take a text as the next value; one that is too long, or holds characters it may not, is noted."""
        text = tidy(text)
        self._check_text(text, offset)
        self.add_value(text, offset)

    def report(self, offset: int, message: str, hint: str | None) -> None:
        """Note what is wrong with the node that is next, or with the key just taken."""
        line, column = self._lines.mark(offset)
        steps = [frame.step for frame in self._stack[1:]]
        if self._stack and not self.wants_key:
            steps.append(len(self._items) + 1 if self._mapping is None else self._key)
        path = format_path(steps)
        self.problems.append(
            Problem(file=self._file, line=line, column=column, path=path, message=message, hint=hint)
        )

    def stop(self, offset: int, message: str, hint: str | None) -> NoReturn:
        """Note what is wrong and give up on the rest of the text."""
        self.report(offset, f"{message}; {self._unread}", hint)
        raise StopReading

    def _open(self, node: Mapping | Sequence, offset: int) -> None:
        if len(self._stack) >= MAX_DEPTH:
            self._stop_at_depth(offset)
        step = len(self._items) + 1 if self._mapping is None else self._key
        self.add_value(node, offset)
        self._stack.append(_Frame(self._mapping, self._items, self._height, self._nodes, step))
        self._height = 0

    def _stop_at_depth(self, offset: int) -> NoReturn:
        self.stop(
            offset, f"more than {MAX_DEPTH} levels of nesting", "check the brackets and the indentation"
        )

    def _check_key(self, text: str, offset: int) -> None:
        if broken := re.search(r"[\t\n]", text):
            self.report(offset, *describe_unsafe(broken[0]))
        elif odd := re.search(_ODD_IN_KEY, text):
            self.report(offset + odd.end() - 1, *describe_odd_space(odd[0][-1]))
        else:
            self._check_text(text, offset)

    def _check_text(self, text: str, offset: int) -> None:
        if fault := find_text_fault(text):
            self.report(offset, *fault)


def hide_unsafe(text: str) -> str:
    """Replace the characters that no text may hold by U+FFFD, one for one: all places stay as they were.

    A text without any is returned as it is, the very same object.
    """
    if text.replace("\n", "").isprintable() or not re.search(_UNSAFE_OUTSIDE, text):
        return text
    return re.sub(_UNSAFE_OUTSIDE, "\ufffd", text)


def break_unsafe(
    documents: Iterable[Document | BrokenDocument], ends: list[int], lines: Lines
) -> tuple[Document | BrokenDocument, ...]:
    """Break those documents of a text that hold characters which no text may hold.

    `ends` says for each document how many characters stand before its end; what stands after the last
    one counts as its own.
    """
    if hide_unsafe(lines.text) is lines.text:
        return tuple(documents)
    broken = list(documents)
    found: dict[int, list[Problem]] = {}
    more: Counter[int] = Counter()
    for match in re.finditer(_UNSAFE_OUTSIDE, lines.text):
        position = min(bisect_left(ends, match.start()), len(broken) - 1)
        problems = found.setdefault(position, [])
        if len(problems) == MOST_ALIKE:
            more[position] += 1
            continue
        line, column = lines.mark(match.start())
        message, hint = describe_unsafe(match[0])
        file = broken[position].file
        problems.append(Problem(file=file, line=line, column=column, message=message, hint=hint))
    for position, problems in found.items():
        rest = [count_more(problems[-1], more[position])] if more[position] else []
        broken[position] = break_document(broken[position], problems + rest)
    return tuple(broken)


def break_document(document: Document | BrokenDocument, problems: Iterable[Problem]) -> BrokenDocument:
    """Add problems to a document, which cannot be used then."""
    if isinstance(document, Document):
        document = BrokenDocument(file=document.file, index=document.index, problems=(), read=document)
    return replace(document, problems=tuple(sorted((*document.problems, *problems), key=place_of)))


def too_many(file: str, index: int) -> BrokenDocument:
    """What stands for the documents of a file that are more than one file may have."""
    message, hint = f"more than {MAX_DOCUMENTS:,} documents in one file", "split it, or use JSON Lines"
    return BrokenDocument(file=file, index=index, problems=(Problem(file=file, message=message, hint=hint),))


def empty_file(file: str) -> BrokenDocument:
    """What stands for the documents of a file that has none."""
    problem = Problem(file=file, message="the file is empty")
    return BrokenDocument(file=file, index=1, problems=(problem,))
