"""YAML text → documents: plain data that remembers where each thing stood.

This module knows YAML, read as YAML 1.2 core and only as much of it as our files need. It does not know
what a questionnaire or an answer is.
"""

import operator
import re
import sys
from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any

import yaml
from yaml.events import (
    AliasEvent,
    DocumentEndEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
)
from yaml.nodes import MappingNode, ScalarNode

from partnerassess.building import (
    MAX_DEPTH,
    Builder,
    Extent,
    StopReading,
    break_document,
    break_unsafe,
    empty_file,
    hide_unsafe,
)
from partnerassess.files import clean
from partnerassess.nodes import (
    BrokenDocument,
    Document,
    Lines,
    Mapping,
    Node,
    Sequence,
)
from partnerassess.scalars import CONSTANTS, NULLS, read_scalar
from partnerassess.syntax import explain_syntax_error

__all__ = ["parse_yaml", "read_carefully", "read_ordinary"]

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# The pure Python scanner lets the errors of chr() through.
_LOADER_ERRORS = (yaml.YAMLError, ValueError, OverflowError)

_QUOTE_IT = "put the text in quotes"
_NO_KEYS = frozenset({"<<", *NULLS})

# All that may be an anchor, a tag or a directive; the first two never start right behind a letter or digit.
_PROPERTIES = re.compile(r"&(?<!\w&)[\w-]|!(?<!\w!)|%(?<![^\r\n]%)")
# So short a text holds neither too many nodes nor one that is too long; with longer ones little is gained.
_MOST_CHARACTERS = 10_000
# Putting nodes together, the parser calls itself for every level; so few do not exhaust a thread's stack.
_MOST_COLLECTIONS = 1_000


def parse_yaml(text: str, file: str, *, aliases: bool) -> tuple[Document | BrokenDocument, ...]:
    """Read every YAML document of a text; never raises for what the text holds.

    `file` is the name to use in problems. With `aliases` a document may name a part (`&name`) and use it
    again (`*name`); without, both are problems. A syntax error breaks its document, and what follows it
    in the text is not read. There is always at least one document: an empty text is a broken one.
    """
    safe = hide_unsafe(text)
    if safe is text:
        return read_ordinary(text, file) or read_carefully(text, file, aliases=aliases)[0]
    documents, ends = read_carefully(safe, file, aliases=aliases)
    return break_unsafe(documents, ends, text)


class _NotOrdinary(Exception):
    """Raised where a text is left to the careful reader."""


def read_ordinary(text: str, file: str) -> tuple[Document, ...]:
    """Read the documents of a text in which nothing is out of the ordinary; nothing of any other text.

    This is the quick way, for nearly every answer file. It accepts or says nothing: it never reports. And it
    cannot differ from the careful reader in what it accepts. Both follow the same YAML parser, which here
    puts the nodes together itself, and have scalars read by the same function. All that the parser does not
    show in that way are anchors, tags and directives, so a text that may hold any is not even tried. Places
    are those of the parser's nodes, looked up when somebody asks for one.
    """
    if len(text) > _MOST_CHARACTERS:
        return ()
    if ("&" in text or "!" in text or "%" in text) and _PROPERTIES.search(text):
        return ()
    lines = Lines(text)
    documents: list[Document] = []
    try:
        for index, node in enumerate(_compose(text), start=1):
            root, offset = _take(node, lines, 0), node.start_mark.index
            if root is None:
                return ()
            documents.append(Document(file=file, index=index, root=root, lines=lines, offset=offset))
    except (_NotOrdinary, RecursionError, *_LOADER_ERRORS):
        return ()
    return tuple(documents)


def _compose(text: str) -> Iterator[Any]:
    """Have the parser put the nodes of every document together.

    It asks three methods for the tag of every node. We need no tags, and count the collections instead.
    """
    loader: Any = _Loader(text)
    collections = iter(range(_MOST_COLLECTIONS))

    def resolve(_kind: type, text: str | None, _implicit: object) -> None:
        if text is None and next(collections, None) is None:
            raise _NotOrdinary

    loader.resolve = resolve
    loader.descend_resolver, loader.ascend_resolver = operator.is_, bool  # nothing costs less than these two
    while loader.check_node():
        yield loader.get_node()


def _take(node: Any, lines: Lines, depth: int) -> Node:
    """Take a node with all that is in it; `depth` levels of nesting are around it."""
    if type(node) is ScalarNode:
        value, fault = read_scalar(node.value, node.style)
        if fault:
            raise _NotOrdinary
        return value
    if depth == MAX_DEPTH:
        raise _NotOrdinary
    if type(node) is MappingNode:
        return _take_mapping(node, lines, depth + 1)
    items = Sequence(lines, node.start_mark.index)
    items.extend(_take(item, lines, depth + 1) for item in node.value)
    items.offsets.extend(item.start_mark.index for item in node.value)
    return items


def _take_mapping(node: Any, lines: Lines, depth: int) -> Mapping:
    mapping = Mapping(lines, node.start_mark.index, partial(_find_offsets, node.value))
    for key, value in node.value:
        if type(key) is not ScalarNode:
            raise _NotOrdinary
        content = value.value
        if type(value) is ScalarNode and content in CONSTANTS and not value.style:
            mapping[key.value] = CONSTANTS[content]  # most values, and this costs least
        else:
            mapping[key.value] = _take(value, lines, depth)
    if len(mapping) < len(node.value) or not "".join(mapping).isprintable() or mapping.keys() & _NO_KEYS:
        raise _NotOrdinary
    return mapping


def _find_offsets(pairs: Iterable[tuple[Any, Any]]) -> dict[str, tuple[int, int]]:
    return {key.value: (key.start_mark.index, value.start_mark.index) for key, value in pairs}


def read_carefully(
    text: str, file: str, *, aliases: bool
) -> tuple[tuple[Document | BrokenDocument, ...], list[int]]:
    """Read the documents of any text without unsafe characters, and find everything that is wrong with it.

    Comes with how many characters stand before the end of each document.
    """
    reader = _Reader(text, file, aliases)
    reader.read()
    return tuple(reader.documents), reader.ends


class _Reader:
    """Follows the events of one YAML text with the builder's own stack: one pass, no recursion."""

    def __init__(self, text: str, file: str, aliases: bool) -> None:
        self.documents: list[Document | BrokenDocument] = []
        self.ends: list[int] = []
        self._text = text
        self._file = file
        self._lines = Lines(text)
        self._aliases = aliases
        self._anchored: dict[str, Extent | Node] = {}
        self._open_names: list[str | None] = []

    def read(self) -> None:
        """Read up to the end of the text, or to the first place where going on makes no sense."""
        loader: Any = _Loader(self._text)
        events = iter(loader.get_event, None)
        try:
            for event in events:
                if type(event) is DocumentStartEvent:
                    self._read_document(event, events)
        except StopReading:
            pass
        except _LOADER_ERRORS as error:
            self._break_between(error)
        finally:
            loader.dispose()
        if not self.documents:
            self.documents.append(empty_file(self._file))

    def _read_document(self, start: Any, events: Iterator[Any]) -> None:
        builder = Builder(self._file, self._lines)
        self._anchored, self._open_names = {}, []
        try:
            if self._text.startswith("%", start.start_mark.index):
                builder.report(
                    start.start_mark.index, "a line that starts with % is not allowed", "take it out"
                )
            end = self._read_nodes(builder, events)
        except StopReading:
            self._finish(builder, sys.maxsize)
            raise
        except _LOADER_ERRORS as error:
            builder.problems.append(explain_syntax_error(error, self._text, self._file))
            self._finish(builder, sys.maxsize)
            raise StopReading from error
        self._finish(builder, end)

    def _read_nodes(self, builder: Builder, events: Iterator[Any]) -> int:
        """Read up to the end of a document, and say how many characters stand before that."""
        end = sys.maxsize
        for event in events:  # pragma: no branch - a document always has its end among the events
            kind = type(event)
            if kind is ScalarEvent:
                self._read_scalar(builder, event)
            elif kind is MappingEndEvent or kind is SequenceEndEvent:
                self._read_end(builder)
            elif kind is DocumentEndEvent:
                end = event.start_mark.index
                break
            elif kind is AliasEvent:
                self._read_alias(builder, event)
            else:
                self._read_start(builder, event)
        return end

    def _finish(self, builder: Builder, end: int) -> None:
        self.documents.append(builder.finish(len(self.documents) + 1))
        self.ends.append(end)

    def _read_scalar(self, builder: Builder, event: Any) -> None:
        text, style, offset, name = event.value, event.style, event.start_mark.index, event.anchor
        if name is not None or event.tag is not None:
            self._check_properties(builder, event)
        value: Node = text
        if builder.wants_key:
            if text in _NO_KEYS and not style:
                _report_key(builder, text, offset)
            builder.add_key(text, offset)
        else:
            value, fault = read_scalar(text, style)
            if fault:
                builder.report(offset, *fault)
            builder.add_value(value, offset)
        if name is not None:
            self._anchored[name] = value

    def _read_start(self, builder: Builder, event: Any) -> None:
        offset = event.start_mark.index
        if builder.wants_key:
            builder.stop(offset, "a key must be a text", f"{_QUOTE_IT} if it starts with a bracket")
        if event.anchor is not None or event.tag is not None:
            self._check_properties(builder, event)
        self._open_names.append(event.anchor)
        if type(event) is MappingStartEvent:
            builder.open_mapping(offset)
        else:
            builder.open_sequence(offset)

    def _read_end(self, builder: Builder) -> None:
        name = self._open_names.pop()
        if name is not None:
            self._anchored[name] = builder.measure()
        builder.close()

    def _read_alias(self, builder: Builder, event: Any) -> None:
        offset = event.start_mark.index
        if builder.wants_key:
            builder.stop(offset, "a key must be a text, not an alias (*)", "write the key out")
        fault = self._find_alias_fault(event.anchor)
        if fault:
            builder.report(offset, *fault)
            builder.add_value(None, offset)
            return
        repeated = self._anchored[event.anchor]
        if isinstance(repeated, Extent):
            builder.add_again(repeated, offset)
        else:
            builder.add_value(repeated, offset)

    def _find_alias_fault(self, name: str) -> tuple[str, str] | None:
        if not self._aliases:
            return "an alias (*) is not allowed in this kind of file", f"write it out, or {_QUOTE_IT}"
        if name in self._open_names:
            return f"the alias *{clean(name)} stands inside the part it repeats", "write it out"
        if name not in self._anchored:
            return (
                f"the alias *{clean(name)} repeats nothing",
                f"put &{clean(name)} before the part to repeat",
            )
        return None

    def _check_properties(self, builder: Builder, event: Any) -> None:
        name, offset = event.anchor, event.start_mark.index
        if event.tag is not None:
            builder.report(offset, "a tag (!) is not allowed", f"take it out, or {_QUOTE_IT}")
        if name is None:
            return
        if not self._aliases:
            builder.report(
                offset, "an anchor (&) is not allowed in this kind of file", f"take it out, or {_QUOTE_IT}"
            )
        elif name in self._anchored or name in self._open_names:
            builder.report(offset, f"the anchor &{clean(name)} is used twice", "give each its own name")

    def _break_between(self, error: Exception) -> None:
        # What stands after the end of a document without a --- belongs to that document.
        problems = (explain_syntax_error(error, self._text, self._file),)
        last = self.documents[-1] if self.documents else None
        if last and "document start" in str(error):
            self.documents[-1] = break_document(last, problems)
        else:
            index = len(self.documents) + 1
            self.documents.append(BrokenDocument(file=self._file, index=index, problems=problems))
            self.ends.append(sys.maxsize)


def _report_key(builder: Builder, text: str, offset: int) -> None:
    if text == "<<":
        builder.report(offset, "the merge key << is not allowed", "write the entries out")
    else:
        builder.report(offset, "a key must be a text", f"{_QUOTE_IT}, or write the key before the colon")
