"""YAML text → documents, read with care: YAML 1.2 core, and only as much of it as our files need."""

import re
import sys
from collections.abc import Iterator
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

from partnerassess.files.reading import clean
from partnerassess.parsing.builder import (
    MAX_DOCUMENTS,
    Anchored,
    Builder,
    StopReading,
    break_document,
    break_unsafe,
    empty_file,
    hide_unsafe,
    too_many,
)
from partnerassess.parsing.nodes import (
    NULLS,
    NULLS_BY_HAND,
    BrokenDocument,
    Document,
    Lines,
    Node,
    read_scalar,
)
from partnerassess.parsing.slips import explain_syntax_error

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# The pure Python scanner lets the errors of chr() through.
_LOADER_ERRORS = (yaml.YAMLError, ValueError, OverflowError)

_QUOTE_IT = "put the text in quotes"
_NO_COMMENT = re.compile(r" +(#[^\s#][^\n\r]*)")
"""What YAML takes for a comment although no space follows the sign, as in `Trust #1`."""


def parse_yaml(text: str, file: str, *, aliases: bool) -> tuple[Document | BrokenDocument, ...]:
    """Read every YAML document of a text; never raises for what the text holds.

    `file` is the name to use in problems. With `aliases` a document may name a part (`&name`) and use it
    again (`*name`); without, both are problems. A syntax error breaks its document, and what follows it
    in the text is not read. There is always at least one document: an empty text is a broken one.
    """
    lines = Lines(text)
    safe = hide_unsafe(lines.text)
    reader = _Reader(safe, file, lines, aliases)
    try:
        reader.read()
    except _TooDeep as too_deep:
        # Up to there the text is deeper than we allow, and its reader has nothing to say about that.
        reader = _Reader(safe[: too_deep.index], file, lines, aliases)
        reader.read()
    return break_unsafe(reader.documents, reader.ends, lines)


class _TooDeep(Exception):
    """Raised where libyaml gives up on nesting by itself, before its events say how deep it is."""

    def __init__(self, index: int) -> None:
        super().__init__(index)
        self.index = index


class _Reader:
    """Follows the events of one YAML text with the builder's own stack: one pass, no recursion."""

    def __init__(self, text: str, file: str, lines: Lines, aliases: bool) -> None:
        self.documents: list[Document | BrokenDocument] = []
        self.ends: list[int] = []
        self._text = text
        self._file = file
        self._lines = lines
        self._has_hashes = re.search(r" #[^\s#]", text) is not None
        self._aliases = aliases
        self._anchored: dict[str, Anchored | Node] = {}
        self._open_names: list[str | None] = []
        self._empty_ends = 0
        """How many times nothing follows a last `---`, which opens no document then."""

    def read(self) -> None:
        """Read up to the end of the text, or to the first place where going on makes no sense."""
        loader: Any = _Loader(self._text)
        events = iter(loader.get_event, None)
        try:
            for event in events:
                if type(event) is DocumentStartEvent:
                    self._read_document(event, events)
                    if len(self.documents) > MAX_DOCUMENTS:
                        self.documents[-1] = too_many(self._file, len(self.documents))
                        self._empty_ends = 0
                        break
        except StopReading:
            pass
        except _LOADER_ERRORS as error:
            self._break_between(error)
        finally:
            loader.dispose()
        kept = max(len(self.documents) - self._empty_ends, 1)
        del self.documents[kept:], self.ends[kept:]
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
            _check_depth(error)
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
                name = self._open_names.pop()
                if name is not None:
                    self._anchored[name] = builder.measure()
                builder.close()
            elif kind is DocumentEndEvent:
                end = event.start_mark.index
                break
            elif kind is AliasEvent:
                self._read_alias(builder, event)
            else:
                self._read_start(builder, event)
        return end

    def _finish(self, builder: Builder, end: int) -> None:
        self._empty_ends = self._empty_ends + 1 if builder.is_empty else 0
        self.documents.append(builder.finish(len(self.documents) + 1))
        self.ends.append(end)

    def _read_scalar(self, builder: Builder, event: Any) -> None:
        text, style, offset, name = event.value, event.style, event.start_mark.index, event.anchor
        if name is not None or event.tag is not None:
            self._check_properties(builder, event)
        value: Node = text
        if builder.wants_key:
            if not style and text == "<<":
                builder.report(offset, "the merge key << is not allowed", "write the entries out")
            elif not style and text in NULLS:
                hint = f"{_QUOTE_IT}, or write the key before the colon"
                builder.report(offset, "a key must be a text", hint)
            builder.add_key(text, offset)
        else:
            value, fault = read_scalar(text, style)
            if fault:
                builder.report(offset, *fault)
            if not style:
                # What YAML drops although it may be meant.
                if text in NULLS_BY_HAND:
                    builder.dropped[offset] = text
                elif self._has_hashes and (comment := _NO_COMMENT.match(self._text, event.end_mark.index)):
                    builder.dropped[offset] = comment[1]
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
        if isinstance(repeated, Anchored):
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
        _check_depth(error)
        # What stands after the end of a document without a --- belongs to that document.
        problems = (explain_syntax_error(error, self._text, self._file),)
        last = self.documents[-1] if self.documents else None
        if last and "document start" in str(error):
            self.documents[-1] = break_document(last, problems)
        else:
            index = len(self.documents) + 1
            self.documents.append(BrokenDocument(file=self._file, index=index, problems=problems))
            self.ends.append(sys.maxsize)


def _check_depth(error: Any) -> None:
    if "nesting depth" in str(getattr(error, "problem", "")) and error.problem_mark:
        raise _TooDeep(error.problem_mark.index) from error
