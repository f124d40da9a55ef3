"""Characters that no text may hold, and how to show them where a name holds them all the same.

This module knows what hides or moves the cursor. It does not know where texts come from.
"""

import re

# Pictures of people, things and signs; some are put together from several, with a joiner in between.
_PICTURE = "[\u2194\u2195\u2600-\u27bf\u2b1b\U0001f000-\U0001faff]"
_HIDING = (
    "["
    "\x00-\x08\x0b-\x1f\x7f-\x9f"  # control characters; tab and newline are text
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # turn the direction of the text around them
    "\u200b-\u200d\u2060\ufeff"  # take no room
    "\u2028\u2029"  # line breaks to some programs and not to others
    "\ud800-\udfff\ufffe\uffff"  # no characters at all
    "]"
)
UNSAFE_CHARACTER = re.compile(
    rf"{_HIDING}(?<!{_PICTURE}\u200d(?={_PICTURE}))(?<!{_PICTURE}\ufe0f\u200d(?={_PICTURE}))"
)
"""The characters that no text may hold: they hide, move the cursor, or are none.

The joiner U+200D may stand between two pictures, the first with or without U+FE0F, and nowhere else.
"""

ODD_SPACE = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
"""A space that looks like an ordinary one and is not, such as Word's non-breaking space."""

_NOT_ON_ONE_LINE = re.compile(f"{UNSAFE_CHARACTER.pattern}|[\t\n]")


def clean(text: str) -> str:
    r"""Make a file name, an operating system's message or an argument safe to show on one line.

    Characters that hide or move the cursor become visible, such as `\x1b` or `\u202e`.
    """
    return _NOT_ON_ONE_LINE.sub(_format_escape, text)


def _format_escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
