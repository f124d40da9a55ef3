"""Characters that no text may hold, those that are taken out, and how to show both in names all the same."""

import os
import re
import shlex
from collections.abc import Iterator
from functools import cache

_CONTROL = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f"  # control characters; tab and newline are text
    "\u202d\u202e"  # turn the letters of other texts around
    "\u2028\u2029"  # line breaks to some programs and not to others
    "\ud800-\udfff\ufffe\uffff"  # no characters at all
)
_MARKS = (
    "\xad"  # soft hyphen
    "\u061c\u200e\u200f\u202a-\u202c\u2066-\u2069"  # direction, as programs add it around names and numbers
    "\u200b\u2060\ufeff"  # take no room
)
_IN_A_WORD = (
    "0-9A-Za-z\xc0-\u167f\u1681-\u1fff\u2070-\u2fff\u3001-\ud7ff"
    "\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff"
)
_STRAY_JOINER = f"[\u200c\u200d](?:(?<![{_IN_A_WORD}].)|(?![{_IN_A_WORD}]))"

_AROUND_A_NUMBER = "\u202d(?=[0-9+() ./-]*\u202c)"  # as Windows puts it around telephone numbers

# What is seldom there, here and in the readers, is a text: `re` compiles it where it is first looked for.
UNSAFE_CHARACTER = f"[{_CONTROL}]"
"""The characters that no text may hold: they hide, move the cursor, or are none."""

_MAY_BE_STRAY = re.compile(f"[{_MARKS}\u202d\u200c\u200d]")

ODD_SPACE = "[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]"
"""A space that looks like an ordinary one and is not, such as Word's non-breaking space."""


def tidy(text: str) -> str:
    """Take out the characters that copying from web pages and documents brings along."""
    return text if text.isascii() or not _MAY_BE_STRAY.search(text) else _stray_character().sub("", text)


def find_strays(text: str) -> Iterator[re.Match[str]]:
    """Find the characters that are taken out of every text.

    Nobody sees or types them, but copying brings them along. The joiners U+200C and U+200D are spelling in
    Persian, Urdu or Hindi, and put pictures together: between two letters or pictures they stay.
    """
    return _stray_character().finditer(text)


def clean(text: str) -> str:
    r"""Make a file name, an operating system's message or an argument safe to show on one line.

    Characters that hide or move the cursor become visible, such as `\x1b` or `\u202e`.
    """
    return text if text.isprintable() else _not_on_one_line().sub(_format_escape, text)


def quote(word: str) -> str:
    """Give a word as it is typed in a command."""
    if os.name == "nt":
        return f'"{word}"' if " " in word else word
    return shlex.quote(word)


def quote_path(path: str) -> str:
    """Give a path as it is typed in a command, where none is taken for an option."""
    return quote(f"./{path}" if path.startswith("-") else path)


# What takes a moment to make is made when it is needed: nearly no text holds any of it.
@cache
def _stray_character() -> re.Pattern[str]:
    return re.compile(f"[{_MARKS}]|{_AROUND_A_NUMBER}|{_STRAY_JOINER}", re.DOTALL)


@cache
def _not_on_one_line() -> re.Pattern[str]:
    return re.compile(f"[{_CONTROL}\t\n{_MARKS}]|{_STRAY_JOINER}", re.DOTALL)


def _format_escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
