"""One value: what it means, what is wrong with it, and how a text is written to be read back the same."""

import re

from partnerassess.files import UNSAFE_CHARACTER, tidy
from partnerassess.parsing.nodes import MAX_TEXT, Number

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
