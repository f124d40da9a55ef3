"""Ordinary YAML, read quickly: one entry to a line, in blocks, as nearly all answer files are written.

This reader is *accept-only*. It takes a text in which every line is blank, a comment, or one entry: a plain
key, a colon, and behind it nothing, a text on the same line with or without quotes, or a few entries in
braces. Entries that stand further to the right belong to the one above them that has nothing behind its
colon. Whatever else there is, right or wrong, it leaves to the careful reader, which alone reports problems.
It remembers no places either: for the few that somebody asks for, the careful reader reads the text again.
That both find the same in every text that is taken is tested with mutated texts.

This module knows that much of YAML. It does not know what the entries mean.
"""

import re
from collections.abc import Callable
from functools import lru_cache, partial
from typing import TypeAlias

from partnerassess.parsing.nodes import Lines, Mapping, Node, Number
from partnerassess.parsing.scalars import CONSTANTS, NULLS, read_scalar

Path: TypeAlias = tuple[str, ...]
"""The keys that lead to a mapping, from the outside in."""
FindAgain: TypeAlias = Callable[[Path], Mapping]
"""Gives the mapping at a path once more, with its places."""

_MOST_CHARACTERS = 10_000  # so that no text holds too many entries, or one that is too long
_MOST_LEVELS = 8
_KEY = r"[A-Za-z][A-Za-z0-9_-]{0,99}"
_START = re.compile(rf"( *)({_KEY})")
_SAID = re.compile(
    r""" *(?:([A-Za-z0-9][^:#]*)|"([^"\\]*)"|'([^']*)'|\{([^{}[\]\\]+)\})? *(?:(?<![^ ])#.*)?"""
)
_PLAIN, _IN_BRACES = 1, 4
_BRACED = re.compile(rf""" *({_KEY}): +(?:([A-Za-z0-9][\w .;()/+-]*)|"([^"\\]*)"|'([^']*)') *(,|$)""")


class _NotOrdinary(Exception):
    """Raised where a text is left to the careful reader."""


def read_ordinary(text: str, lines: Lines, find_again: FindAgain) -> Mapping | None:
    """Read the one document of a text in which nothing is out of the ordinary; null for any other text."""
    shown = text.replace("\r\n", "\n")
    if len(text) > _MOST_CHARACTERS or not shown.replace("\n", "").isprintable():
        return None
    try:
        return _read_entries(shown.removeprefix("---\n"), _Blocks(lines, find_again)) or None
    except _NotOrdinary:
        return None


def _read_entries(text: str, blocks: "_Blocks") -> Mapping:
    root = block = blocks.block
    indent, opened = 0, ""
    for line in text.split("\n"):
        start, colon, said = line.partition(": ")
        found = _find_key(start if colon else _before_colon(line))
        if found is None:
            if line.lstrip(" ")[:1] in ("", "#"):
                continue
            raise _NotOrdinary
        depth, key = found
        if depth != indent:
            block = blocks.go_to(depth, opened)
            indent = depth
        if key in block:
            raise _NotOrdinary
        if said in CONSTANTS:  # most are, and this costs least
            block[key], opened = CONSTANTS[said], "" if said else key
        else:
            block[key], opened = blocks.read_said(said, key)
    return root


class _Blocks:
    """The block that entries are added to, and those around it."""

    def __init__(self, lines: Lines, find_again: FindAgain) -> None:
        self._lines = lines
        self._find_again = find_again
        self._indent = 0
        self._path: Path = ()
        self._around: list[tuple[int, Path, Mapping]] = []
        self.block = self._begin(())

    def go_to(self, depth: int, opened: str) -> Mapping:
        """Give the block whose entries have so many spaces before them; `opened` is the key that has room."""
        if depth > self._indent:
            if not opened or len(self._around) == _MOST_LEVELS:
                raise _NotOrdinary
            self._around.append((self._indent, self._path, self.block))
            self._indent, self._path = depth, (*self._path, opened)
            inner = self.block[opened] = self._begin(self._path)
            self.block = inner
        while depth < self._indent:
            self._indent, self._path, self.block = self._around.pop()
        if depth != self._indent:
            raise _NotOrdinary
        return self.block

    def read_said(self, said: str, key: str) -> tuple[Node, str]:
        """Read what stands behind the colon of a key, and give the key back if that is nothing."""
        kind, value = _read_said(said)
        if kind is None:
            return None, key
        return self._read_braces(str(value), key) if kind == _IN_BRACES else value, ""

    def _begin(self, path: Path) -> Mapping:
        return Mapping(self._lines, find_again=partial(self._find_again, path))

    def _read_braces(self, text: str, key: str) -> Mapping:
        mapping = self._begin((*self._path, key))
        position, more = 0, ","
        while more:
            match = _BRACED.match(text, position)
            if match is None or match[1] in mapping or match[1] in NULLS:
                raise _NotOrdinary
            name, plain, double, single, more = match.groups()
            mapping[name] = _read_plain(plain) if plain else double or single or ""
            position = match.end()
        return mapping


@lru_cache(2_048)
def _find_key(start: str) -> tuple[int, str] | None:
    """Give the spaces before a key, and the key; null if that is not all there is."""
    match = _START.fullmatch(start)
    return None if match is None or match[2] in NULLS else (len(match[1]), match[2])


@lru_cache(1_024)
def _read_said(said: str) -> tuple[int | None, Number | str | bool | None]:
    """Give the kind of what stands behind a colon, null for nothing, and its value or what is in braces."""
    match = _SAID.fullmatch(said)
    if match is None:
        raise _NotOrdinary
    kind = match.lastindex
    value = None if kind is None else match[kind]
    return kind, _read_plain(match[kind]) if kind == _PLAIN else value


def _before_colon(line: str) -> str:
    """Give what stands before the colon that ends a line; nothing if none does."""
    return line[:-1] if line.endswith(":") else ""


def _read_plain(text: str) -> Number | str | bool | None:
    value, fault = read_scalar(text.rstrip(" "), "")
    if fault:
        raise _NotOrdinary
    return value
