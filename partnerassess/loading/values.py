"""Readers of single values: texts, exact numbers, words out of a few, and lists of such."""

import re
from collections.abc import Callable
from enum import Enum
from fractions import Fraction
from typing import TypeVar

from partnerassess.loading.fields import ID, Field, Refused
from partnerassess.loading.wording import find_curly_quotes, find_similar, quote_all, shorten, suggest
from partnerassess.parsing.nodes import Node, Sequence

Thing = TypeVar("Thing")
Word = TypeVar("Word", bound=Enum)

LARGEST_MEASURE = 10**30
"""The largest number that the fractions of one arrangement, or of all scales, may have as common measure."""

HOW_TO_WRITE_AN_ID = "start with a letter; use up to 64 letters, digits, `-` and `_`, without accents"

_DECIMAL = re.compile(r"[+-]?(?:[0-9]{1,15}(?:\.[0-9]{0,15})?|\.[0-9]{1,15})(?:[eE][+-]?[0-9]{1,2})?")
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")
_RATIO = re.compile(r"([0-9]{1,15}) ?/ ?([0-9]{1,15})")


def text(field: Field) -> str:
    """Read a text; a number gives its source text."""
    node = field.node
    if isinstance(node, str) and (stripped := node.strip()):
        return stripped
    raise field.expected("a text", "put it in quotes" if isinstance(node, bool) else None)


def optional_text(field: Field) -> str | None:
    """Read a text that may be empty, which is as good as none."""
    blank = isinstance(field.node, str) and not field.node.strip()
    return None if blank else text(field)


def version(field: Field) -> str:
    """Read a version, which has no curly quotes around it."""
    said = text(field)
    if len(said) > 2 and find_curly_quotes(said[0]) and find_curly_quotes(said[-1]):
        raise field.refused(f"`{shorten(said)}` is in curly quotes")
    return said


def optional_version(field: Field) -> str | None:
    """Read a version that may be empty, which is as good as none."""
    return version(field) if optional_text(field) else None


def flag(field: Field) -> bool:
    """Read true or false."""
    if isinstance(field.node, bool):
        return field.node
    quoted = field.node in ("true", "false")
    raise field.expected("true or false", "write it without quotes" if quoted else None)


def number(field: Field) -> Fraction:
    """Read a number exactly; it may stand in quotes."""
    found = find_number(field.node)
    if found is None:
        raise field.expected("a number", "write it like 4 or 0.5")
    return found


def weight(field: Field, what: str = "a number above 0") -> Fraction:
    """Read a number above 0."""
    found = find_ratio(field.node)
    if found is None or found <= 0:
        raise field.expected(what, "write it like 2, 0.5 or 2/3")
    return found


def proportion(field: Field) -> Fraction:
    """Read a number between 0 and 1."""
    found = find_ratio(field.node)
    if found is None or not 0 <= found <= 1:
        raise field.expected("a number between 0 and 1", "write it like 0.5 or 2/3")
    return found


def find_number(node: Node) -> Fraction | None:
    """Give the exact number that a value says, quoted or not; null if it says none."""
    if not isinstance(node, str):
        return None
    stripped = node.strip()
    return Fraction(stripped) if _DECIMAL.fullmatch(stripped) else None


def find_ratio(node: Node) -> Fraction | None:
    """Give the exact number that a value says, also as a fraction of two whole numbers such as 2/3."""
    parts = _RATIO.fullmatch(node.strip()) if isinstance(node, str) else None
    if parts and int(parts[2]):
        return Fraction(int(parts[1]), int(parts[2]))
    return find_number(node)


def each(
    reader: Callable[[Field], Thing], *, least: int = 0, whole: bool = False
) -> Callable[[Field], tuple[Thing, ...]]:
    """Make a reader of lists: items that are refused are noted and left out.

    With `whole` the list itself is then refused too: it is of no use with a gap.
    """

    def read(field: Field) -> tuple[Thing, ...]:
        items = list(field.items())
        if len(items) < least:
            raise field.refused(f"expected at least {'one entry' if least == 1 else f'{least} entries'}")
        every: list[Thing] = []
        for item in items:
            item.read(lambda present: every.append(reader(present)), None)
        if whole and len(every) < len(items):
            raise Refused(None)
        return tuple(every)

    return read


def one_or_more(reader: Callable[[Field], Thing]) -> Callable[[Field], tuple[Thing, ...]]:
    """Make a reader of a single value, or of a list of them."""
    several = each(reader, least=1, whole=True)

    def read(field: Field) -> tuple[Thing, ...]:
        return several(field) if isinstance(field.node, Sequence) else (reader(field),)

    return read


def word(*allowed: Word) -> Callable[[Field], Word]:
    """Make a reader of one word out of a few."""
    by_name = {member.value: member for member in allowed}

    def read(field: Field) -> Word:
        name = text(field)
        if name not in by_name:
            raise field.expected(f"one of {quote_all(by_name)}", suggest(find_similar(name, by_name)))
        return by_name[name]

    return read


def identifier(field: Field) -> str:
    """Read an id."""
    name = text(field)
    if not ID.fullmatch(name):
        raise field.refused(f"`{shorten(name)}` cannot be an id", HOW_TO_WRITE_AN_ID)
    return name


def language(field: Field) -> str | None:
    """Read the tag of a language, such as en-GB."""
    tag = optional_text(field)
    if tag and not _LANGUAGE.fullmatch(tag):
        raise field.expected("the tag of a language", "write it like en-GB or cy")
    return tag
