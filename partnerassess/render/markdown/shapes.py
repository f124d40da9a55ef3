"""The few shapes of Markdown that reports are made of, and how text is kept from becoming one.

This module knows what Markdown takes for markup. It does not know what is reported.
"""

import re
from collections.abc import Iterable, Sequence

from partnerassess.files import clean

_MARKUP = re.compile(
    r"[\\`*_\[\]|~$@#<>]"
    r"|&(?=#?\w+;)"  # would be read as the name of a character
    r"|:(?=//)|(?<=www)\."  # would turn an address into a link
    r"|^[-+=:](?!\d)|^\d+[.)](?=\s|$)"  # would start a list, a line or a heading
)
_ENTITIES = {"<": "&lt;", ">": "&gt;", "&": "&amp;"}


def escape(words: str) -> str:
    """Give any text on one line, so that Markdown shows it as it stands."""
    return _MARKUP.sub(_escape_sign, clean(" ".join(words.split())))


def _escape_sign(match: re.Match[str]) -> str:
    sign = match[0]
    return _ENTITIES.get(sign) or f"{sign[:-1]}\\{sign[-1]}"


def bold(words: str) -> str:
    """Give any text in bold; nothing for nothing."""
    return f"**{escape(words)}**" if words.strip() else ""


def heading(level: int, words: str, number: str = "") -> str:
    """Head a part, with its number, such as `1.`, if it has one; level 1 is the title."""
    return f"{'#' * level} {f'{number} ' if number else ''}{escape(words)}"


def bullets(items: Iterable[str]) -> str:
    """Write a list; its items are Markdown already."""
    return "\n".join(f"- {item}" for item in items)


def table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Write a table; its titles and cells are Markdown already."""
    lines = [columns, ["---"] * len(columns), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
