"""Syntax errors in plain words: what most likely went wrong, where, and what to do."""

import re
from collections.abc import Callable
from typing import Any

from msgspec import Struct

from partnerassess.files.reading import ODD_SPACE, clean
from partnerassess.parsing.builder import UNREAD
from partnerassess.parsing.nodes import Mark, describe_odd_space
from partnerassess.problems import Problem

_QUOTE_IT = "put the text in quotes"
_LINE_BREAK = re.compile(r"\r\n|\r|\n")
_ENTRY_START = re.compile(r" *(?:- *)*")
_KEY = r"""["']?[A-Za-z][\w-]*["']?"""
_GLUED = rf"{_KEY}:(?=[^\s/:])"
_ODD = rf"(?:{_KEY}:)?({ODD_SPACE})|{_KEY} *({ODD_SPACE})[^\w:]*:"
_ALIGN_IT = "start it in the same column as the entries it belongs with, using spaces"


CONFLICT_SIGNS = ("<<<<<<<", "=======", ">>>>>>>")
"""What lines start with where a program could not merge two versions of a file."""
MERGED = "two versions of this file were put together here"
KEEP_ONE = "keep one of the two, and take out the lines with <<<<<<<, ======= and >>>>>>>"

_FARTHEST = 100
"""How many lines above an error a slip with spaces is looked for."""
_WITHOUT_COLON = "mapping values are not allowed|could not find expected ':'"
"""What the reader says where a line with such a slip was taken for a text that goes on in the next line."""


class _Slip(Struct, frozen=True):
    """A usual slip."""

    message: str
    """What is wrong; `{opened}` stands for the place where the broken part starts."""
    hint: str
    """What to do about it."""
    where_opened: bool = False
    """Whether the place to look at is where the broken part starts."""


_TAB = _Slip("a tab stands where only spaces may", "indent with spaces")
_NEVER_CLOSED = _Slip("the bracket opened here is never closed", "close it", where_opened=True)
_UNKNOWN_SLIP = _Slip(
    "this cannot be read as YAML", "check the quotation marks, the brackets and the indentation"
)
_SLIPS = {
    "tab character": _TAB,
    "could not find expected ':'": _Slip(
        "this line is neither a key with a value nor part of a text",
        "write a colon and a space after the key, or check the quotes and the indentation",
        where_opened=True,
    ),
    r"expected ',' or '[]}]'": _Slip(
        "the bracket opened on {opened} is not closed properly",
        f"close it, put commas between the entries, or {_QUOTE_IT}",
    ),
    "unexpected end of stream|unexpected document": _Slip(
        "the quotation mark opened here is never closed", "close it", where_opened=True
    ),
    "unknown escape|hexa?decimal|escape code": _Slip(
        "a backslash in double quotes has a special meaning, and this one has none",
        "write two backslashes, or use single quotes",
    ),
    "mapping keys are not allowed": _Slip(
        "a text cannot start with ?", f"write `unknown` for an answer that nobody knows; else {_QUOTE_IT}"
    ),
    "alphabetic or numeric": _Slip("a text cannot start with & or *", _QUOTE_IT),
    "tag|URI|expected '!'|expected '>'": _Slip("a text cannot start with !", _QUOTE_IT),
    "directive|version|incompatible": _Slip(
        "a line that starts with % is not allowed", "take it out", where_opened=True
    ),
    "line break|chomping|indentation indicator": _Slip(
        "a text cannot start with | or >", f"start the text on the next line, or {_QUOTE_IT}"
    ),
    "sequence entries are not allowed": _Slip(
        "a list cannot start here", f"put the dash on a line of its own, or {_QUOTE_IT}"
    ),
    "document start": _Slip(
        "there is something after the end of the document",
        "check the brackets and quotation marks, or put a line with --- between two documents",
    ),
    "'-' indicator|block collection": _Slip(
        "this line is not part of the list above it", "start it with a dash, or start it further to the left"
    ),
}
"""Slips by a regular expression found in the reader's own words for them."""


def explain_syntax_error(error: Any, text: str, file: str) -> Problem:
    """Say in one located problem why the YAML reader gave up on a text."""
    lines = _LINE_BREAK.split(text)
    said = f"{getattr(error, 'context', None)} {getattr(error, 'problem', None) or error}"
    place, opened = (
        mark and Mark(mark.line + 1, mark.column + 1)
        for mark in (getattr(error, "problem_mark", None), getattr(error, "context_mark", None))
    )
    if any(line.startswith(CONFLICT_SIGNS[0]) for line in lines):
        # As programs leave it that could not merge two versions.
        first = next(number for number, line in enumerate(lines, 1) if line.startswith(CONFLICT_SIGNS))
        return Problem(file=file, line=first, column=1, message=MERGED, hint=KEEP_ONE)
    shown, message, hint = _find_reason(said, lines, place, opened)
    return Problem(
        file=file,
        line=shown and shown.line,
        column=shown and shown.column,
        message=f"{message}; {UNREAD}",
        hint=hint,
    )


def _find_reason(
    said: str, lines: list[str], place: Mark | None, opened: Mark | None
) -> tuple[Mark | None, str, str]:
    """Find where to look, what is wrong and what to do, from what the reader said and where."""
    if opened and re.search("expected ',' or", said):
        cut = lines[opened.line - 1].find(" #", opened.column - 1)
        if cut >= 0:
            message = "everything from # on is a comment, so the bracket before it is not closed"
            return Mark(opened.line, cut + 2), message, "put the text with the # in quotes"
    slip = _find_slip(said, lines, place)
    if place and re.search(_WITHOUT_COLON, said):
        above = _find_spacing_above(lines, place)
        if above:
            return above
    shown = f"line {opened.line}, column {opened.column}" if opened else "an earlier line"
    where = opened if slip.where_opened and opened else place
    return where, slip.message.format(opened=shown), slip.hint


def find_spacing_slip(line: str) -> tuple[int, str, str] | None:
    """Find what is wrong with the spaces of a line that was meant as `key: value` or `- item`.

    Gives how many characters stand before the place to look at, what is wrong and what to do; null if the
    spaces are as they should be.
    """
    indent = _ENTRY_START.match(line)
    start = indent.end() if indent else 0
    if odd := re.compile(_ODD).match(line, start):
        offset = odd.start(odd.lastindex or 0)
        return offset, *describe_odd_space(line[offset])
    glued = re.compile(_GLUED).match(line, start)
    if glued and ": " not in line:
        return glued.start(), f"a space is missing after `{glued[0]}`", "write a space after the colon"
    return None


def _find_spacing_above(lines: list[str], place: Mark) -> tuple[Mark, str, str] | None:
    """Find the first of the lines at and just above a place that lacks a space or has an odd one."""
    found = None
    for number in range(min(place.line, len(lines)), max(0, place.line - _FARTHEST), -1):
        slip = find_spacing_slip(lines[number - 1])
        if slip:
            found = Mark(number, slip[0] + 1), slip[1], slip[2]
        elif number < place.line and lines[number - 1].strip():
            break
    return found


def _find_slip(said: str, lines: list[str], place: Mark | None) -> _Slip:
    line = lines[place.line - 1] if place and place.line <= len(lines) else ""
    column = place.column - 1 if place else 0
    before, after = line[:column], line[column:]
    if after.startswith("\t") and not before.strip(" "):
        return _TAB
    if "expected ',' or" in said and not (place and "".join(lines[place.line - 1 :]).strip()):
        return _NEVER_CLOSED
    for sign, explain in _AMBIGUOUS:
        if re.search(sign, said):
            return explain(before, after)
    return next((slip for sign, slip in _SLIPS.items() if re.search(sign, said)), _UNKNOWN_SLIP)


def _explain_first_character(_: str, after: str) -> _Slip:
    if after.startswith("\t"):
        return _TAB
    return _Slip(f"a text cannot start with {clean(after[:1])}", _QUOTE_IT)


def _explain_colon(before: str, _: str) -> _Slip:
    if ": " in before:
        return _Slip("a second colon in one entry", "put the text with the colon in quotes")
    return _Slip("this line is indented further than the one above it allows", _ALIGN_IT)


def _explain_stray_text(before: str, after: str) -> _Slip:
    if after.startswith(":"):
        return _Slip("a key must be a text", "write the key before the colon")
    if before.rstrip().endswith(("'", '"')):
        return _Slip(
            "there is something after the closing quotation mark",
            "put the whole text in quotes; inside single quotes write an apostrophe twice",
        )
    if before.rstrip().endswith(("]", "}")):
        return _Slip("there is something after the closing bracket", _QUOTE_IT)
    return _Slip("this line is not indented like the entries around it", _ALIGN_IT)


def _explain_missing_value(_: str, after: str) -> _Slip:
    if after.startswith(("]", "}")):
        return _Slip("this bracket closes nothing", f"take it out, open it first, or {_QUOTE_IT}")
    return _Slip("a value is missing here", "write it, or close the bracket before it")


_AMBIGUOUS: tuple[tuple[str, Callable[[str, str], _Slip]], ...] = (
    ("cannot start any token", _explain_first_character),
    ("mapping values are not allowed", _explain_colon),
    ("expected key|block mapping", _explain_stray_text),
    ("node content", _explain_missing_value),
)
"""Signs that may mean several slips; the line before and after the place tells which."""
