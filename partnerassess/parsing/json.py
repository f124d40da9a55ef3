"""JSON and JSON Lines → documents, read with care: the same nodes as from YAML, each with its place."""

import json
import re
from contextlib import suppress
from typing import NoReturn

from partnerassess.files.reading import ODD_SPACE, clean
from partnerassess.parsing.builder import (
    MAX_DOCUMENTS,
    UNREAD,
    Builder,
    StopReading,
    break_unsafe,
    empty_file,
    hide_unsafe,
    too_many,
)
from partnerassess.parsing.nodes import (
    BrokenDocument,
    Document,
    Lines,
    Number,
    describe_odd_space,
    find_number_fault,
)
from partnerassess.parsing.slips import CONFLICT_SIGNS, KEEP_ONE, MERGED

_BLANK = r"[ \t\r\n]*"
_NUMBER = r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?(?![\w.+-])"
_WORD = r"[^\s\[\]{},:\"]{1,40}"
_LINE = re.compile(r"[^\r\n]+")
_CLOSING = {"{": "}", "[": "]"}
_CONSTANTS = {"true": True, "false": False, "null": None}
_STRINGS = json.JSONDecoder()
_QUOTED_KEYS = "JSON takes keys in double quotes only, and has no comments"
_NO_ESCAPE = ("a backslash has a special meaning, and this one has none", "write two backslashes")
_NOT_CLOSED = (
    "this text is not closed on its line",
    'close it with ", and write a line break in a text as \\n',
)
_REST_OF_LINE = "the rest of this line can only be checked once this is put right"


def parse_json(text: str, file: str) -> tuple[Document | BrokenDocument, ...]:
    """Read a JSON text; never raises for what the text holds.

    A list at the top holds several documents, one per item; anything else is one document. A syntax error
    breaks its document, and what follows it in the text is not read. There is always at least one
    document: an empty text or list is a broken one. `file` is the name to use in problems.
    """
    reader = _Reader(Lines(text), file)
    reader.read_file()
    return reader.finish()


def parse_json_lines(text: str, file: str, before: int = 0) -> tuple[Document | BrokenDocument, ...]:
    """Read a text with one JSON document on each line that is not blank; never raises for what it holds.

    A broken line breaks its own document only. There is always at least one document: an empty text is a
    broken one. `file` is the name to use in problems, and so many lines stand `before` the text.
    """
    reader = _Reader(Lines(text, before), file, _REST_OF_LINE)
    reader.read_lines()
    return reader.finish()


class _Reader:
    """Reads JSON values one after the other with an own stack: no recursion."""

    def __init__(self, lines: Lines, file: str, unread: str = UNREAD) -> None:
        self._documents: list[Document | BrokenDocument] = []
        self._ends: list[int] = []
        self._text = hide_unsafe(lines.text)
        self._file = file
        self._lines = lines
        self._unread = unread
        self._position = 0
        self._list_start = 0
        self._end = len(self._text)

    def finish(self) -> tuple[Document | BrokenDocument, ...]:
        """Give the documents, at least one."""
        return break_unsafe(self._documents or [empty_file(self._file)], self._ends, self._lines)

    def read_file(self) -> None:
        """Read the one value of a text, or each item of the one list."""
        in_list = self._peek() == "["
        if in_list:
            self._list_start = self._position
            self._position += 1
        if self._peek() and not (in_list and self._peek() == "]"):
            with suppress(StopReading):
                while self._read_document(in_list):
                    if len(self._documents) == MAX_DOCUMENTS:
                        self._documents.append(too_many(self._file, len(self._documents) + 1))
                        break

    def read_lines(self) -> None:
        """Read the one value of every line that is not blank."""
        for line in _LINE.finditer(self._text):
            self._position, self._end = line.span()
            if self._peek():
                with suppress(StopReading):
                    self._read_document(in_list=False)

    def _read_document(self, in_list: bool) -> bool:
        """Read one document and say whether another one must follow."""
        builder = Builder(self._file, self._lines, self._unread)
        try:
            self._read_node(builder)
            more = in_list and self._read_separator(builder, "]", self._list_start)
            if not more and self._peek():
                self._stop(builder, "there is something after the end of the document", "check the brackets")
        except StopReading:
            self._finish(builder, self._end)
            raise
        self._finish(builder, self._position)
        return more

    def _finish(self, builder: Builder, end: int) -> None:
        self._documents.append(builder.finish(len(self._documents) + 1))
        self._ends.append(end)

    def _read_node(self, builder: Builder) -> None:
        open_brackets: list[tuple[str, int]] = []
        while True:
            if builder.wants_key:
                self._read_key(builder)
            bracket = self._peek()
            if bracket in _CLOSING:
                start = builder.open_mapping if bracket == "{" else builder.open_sequence
                start(self._position)
                self._position += 1
                open_brackets.append((_CLOSING[bracket], self._position - 1))
                if self._peek() != open_brackets[-1][0]:
                    continue
            else:
                self._read_scalar(builder)
            while open_brackets and not self._read_separator(builder, *open_brackets[-1]):
                builder.close()
                open_brackets.pop()
            if not open_brackets:
                return

    def _read_separator(self, builder: Builder, closing: str, opened: int) -> bool:
        """Take the comma or the closing bracket after a value; say whether it was the comma."""
        character = self._peek()
        if character not in (",", closing):
            line, column = self._lines.mark(opened)
            hint = f"add it; the bracket was opened on line {line}, column {column}"
            self._stop(builder, f"a comma or {closing} should stand here", hint)
        self._position += 1
        return character == ","

    def _read_key(self, builder: Builder) -> None:
        if self._peek() != '"':
            is_over = self._peek() == "}"
            hint = "take out the comma before the closing bracket" if is_over else _QUOTED_KEYS
            self._stop(builder, "a key in double quotes should stand here", hint)
        offset = self._position
        key = self._read_string(builder)
        builder.add_key(key, offset)
        if self._peek() != ":":
            self._stop(builder, "a colon should stand here", "write a colon between the key and its value")
        self._position += 1

    def _read_scalar(self, builder: Builder) -> None:
        self._peek()
        offset = self._position
        if self._text.startswith('"', offset):
            text = self._read_string(builder)
            builder.add_text(text, offset)
        elif number := re.compile(_NUMBER).match(self._text, offset, self._end):
            self._position = number.end()
            if fault := find_number_fault(number[0]):
                builder.report(offset, *fault)
            builder.add_value(Number(number[0]), offset)
        else:
            word = re.compile(_WORD).match(self._text, offset, self._end)
            if not word or word[0] not in _CONSTANTS:
                self._stop(builder, *_explain_word(word[0] if word else self._peek()))
            self._position = word.end()
            builder.add_value(_CONSTANTS[word[0]], offset)

    def _read_string(self, builder: Builder) -> str:
        try:
            text, self._position = _STRINGS.raw_decode(self._text, self._position)
        except json.JSONDecodeError as error:
            if "escape" in error.msg:
                self._position = error.pos
                self._stop(builder, *_NO_ESCAPE)
            self._stop(builder, *_NOT_CLOSED)
        return str(text)

    def _peek(self) -> str:
        """Go to the next character that is not blank and look at it; nothing at the end of the text."""
        blank = re.compile(_BLANK).match(self._text, self._position, self._end)
        self._position = blank.end() if blank else self._position
        return self._text[self._position : min(self._position + 1, self._end)]

    def _stop(self, builder: Builder, message: str, hint: str) -> NoReturn:
        if odd := re.compile(ODD_SPACE).match(self._text, self._position, self._end):
            message, hint = describe_odd_space(odd[0])
        if self._text.startswith(CONFLICT_SIGNS, self._position):
            message, hint = MERGED, KEEP_ONE
        builder.stop(self._position, message, hint)


def _explain_word(word: str) -> tuple[str, str]:
    if not word:
        return "the text ends where a value should stand", "write the value, or close the brackets"
    if word in ("]", "}", ",", ":"):
        return f"a value should stand before {word}", f"write the value, or take out the sign before {word}"
    if word[0].isdigit() or word[0] in "+-.":
        return f"`{clean(word)}` is not a number as JSON writes it", "put it in quotes if it is text"
    return f"`{clean(word)}` is not a JSON value", "put a text in double quotes; JSON has no comments"
