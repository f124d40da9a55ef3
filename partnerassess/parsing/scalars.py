"""One YAML scalar: what it means, and how a text is written so that it is read back the same.

This module knows scalars as YAML 1.2 core has them. It does not know how a YAML text is taken apart.
"""

import re

from partnerassess.files import UNSAFE_CHARACTER
from partnerassess.parsing.builder import find_number_fault, find_text_fault
from partnerassess.parsing.nodes import MAX_TEXT, Number

NULLS = ("", "~", "null", "Null", "NULL")
"""The ways to write nothing."""
CONSTANTS: dict[str, Number | bool | None] = {
    **dict.fromkeys(NULLS),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **{text: Number(text) for text in "0123456789"},
}
"""The unquoted texts that mean something else, without the longer numbers."""

_NUMBER = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_NUMBER_ENDS = frozenset("0123456789.")
_TO_ESCAPE = re.compile(rf'{UNSAFE_CHARACTER.pattern}|[\t\n"\\]')
_SHORT_ESCAPES = {"\t": "\\t", "\n": "\\n", "\r": "\\r", '"': '\\"', "\\": "\\\\"}


def read_scalar(text: str, style: str) -> tuple[Number | str | bool | None, tuple[str, str] | None]:
    """Read a scalar as YAML 1.2 core does: nothing, true or false, a number, or a text.

    `style` is the sign that it starts with, and empty if that is none. The second value says what is wrong
    with it and what to do; null if nothing is.
    """
    if style == '"' or len(text) > MAX_TEXT:
        return text, find_text_fault(text)
    if style:
        return text, None
    if text in CONSTANTS:
        return CONSTANTS[text], None
    if text[-1] in _NUMBER_ENDS and _NUMBER.fullmatch(text):
        return Number(text), find_number_fault(text)
    return text, None


def format_scalar(text: str) -> str:
    """Write a text in double quotes, on one line, so that a YAML 1.2 reader reads back the same text."""
    return f'"{_TO_ESCAPE.sub(_format_escape, text)}"'


def _format_escape(match: re.Match[str]) -> str:
    return _SHORT_ESCAPES.get(match[0]) or f"\\u{ord(match[0]):04x}"
