"""Usual texts at a glance: plain data out of YAML or JSON as nearly everybody writes it, without places.

These readers are *accept-only*: whatever is out of the ordinary, right or wrong, they leave to the careful
readers, which alone report problems. That both find the same in every text that is taken is tested with
mutated texts. Of YAML they know blocks of entries, one to a line: a key, a colon, and behind it nothing, a
text with or without quotes, a few entries in braces, or the sign of a text on the lines below.
"""

import json
import re
from enum import Enum
from typing import NamedTuple, TypeAlias

from partnerassess.parsing.nodes import MAX_TEXT, NULLS, NULLS_BY_HAND, Number, find_number_fault, read_scalar

Plain: TypeAlias = "dict[str, Plain] | Number | str | bool | None"
"""What is found: only to be read, since the same line gives the same object again."""

_MOST_CHARACTERS = MAX_TEXT  # so that no text holds too many entries, or one that is too long
_MOST_LEVELS = 8
_MOST_KNOWN, _LONGEST_KNOWN = 5_000, 120


class Below(Enum):
    """What may stand below an entry."""

    ENTRIES = 0
    """Other entries."""
    WHAT_IT_HOLDS = 1
    MORE_TEXT = 2
    BLOCK = 3
    """All of its text."""


class Entry(NamedTuple):
    """What a line says by itself."""

    depth: int
    """How many spaces stand before it; -1 for a comment, or a line with nothing on it."""
    name: str
    said: Plain
    """What stands behind the colon; before a block of text its sign."""
    below: Below


_NOTHING = Entry(-1, "", None, Below.ENTRIES)
_known: dict[str, Entry] = {}
"""What whole lines mean: the same lines stand in thousands of files."""

_START = re.compile(r"( *)([A-Za-z][A-Za-z0-9_-]{0,99})")
_BLOCK_SIGNS = frozenset({"|", "|-", ">", ">-"})
_DOUBLE = r'"((?:[^"\\]|\\["\\nt/])*)"'
_SINGLE = r"'((?:[^']|'')*)'"
_QUOTED = re.compile(f"(?:{_DOUBLE}|{_SINGLE})")
_ESCAPE = re.compile(r"\\(.)")
_ESCAPES = {"n": "\n", "t": "\t"}
_PLAIN = r"([A-Za-z0-9](?:[\w.;()/+-]| (?![ ,}]))*)"
_BRACED = re.compile(rf" *([A-Za-z][A-Za-z0-9_-]{{0,99}}): +(?:{_PLAIN}|{_DOUBLE}|{_SINGLE}) *(,|\}})")
_FIRST_SIGNS = frozenset("(+._/£$€½")
_COMMENT = re.compile(r"#+(?: |$)")


class NotUsual(Exception):
    """Raised where a text is left to the careful reader."""


def glance_yaml(text: str) -> dict[str, Plain] | None:
    """Read the one document of a YAML text; null for any text that is out of the ordinary."""
    if len(text) > _MOST_CHARACTERS:
        return None
    if "\r" in text:
        text = text.replace("\r\n", "\n")
    try:
        return glance_lines(text.removeprefix("---\n").split("\n")) or None
    except NotUsual:
        return None


def split_yaml(text: str, name: str) -> tuple[list[str], list[str]] | None:
    """Give the lines before and after the one that holds nothing but this name, at the margin, and a colon.

    Null where there is no such line, and for any text that is longer than usual ones.
    """
    if len(text) > _MOST_CHARACTERS:
        return None
    if "\r" in text:
        text = text.replace("\r\n", "\n")
    lines = text.removeprefix("---\n").split("\n")
    try:
        place = lines.index(f"{name}:")
    except ValueError:
        return None
    return lines[:place], lines[place + 1 :]


def glance_json(text: str) -> dict[str, Plain] | None:
    """Read the one document of a JSON text; null for any text that is out of the ordinary."""
    try:
        root = _JSON.decode(text)
    except (ValueError, RecursionError):
        return None
    return root if isinstance(root, dict) else None


def glance_lines(lines: list[str]) -> dict[str, Plain]:
    """Read lines of YAML; raises NotUsual for any that are out of the ordinary."""
    root: dict[str, Plain] = {}
    block, indent, kind, key, taken = root, 0, Below.ENTRIES, "", 0
    around: list[tuple[int, dict[str, Plain]]] = []
    known = _known
    for number, line in enumerate(lines):
        if number < taken:
            continue
        if line in known:
            depth, name, value, below = known[line]
        elif kind is Below.MORE_TEXT and _is_deeper(line, indent):
            block[key] = f"{block[key]} {_read_more(line)}"
            continue
        else:
            depth, name, value, below = _learn(line)
        if depth < 0:
            kind = Below.WHAT_IT_HOLDS if kind is Below.WHAT_IT_HOLDS else Below.ENTRIES
            continue
        if depth != indent:
            block, indent = _go_to(depth, around, block, indent, key if kind is Below.WHAT_IT_HOLDS else "")
        if name in block:
            raise NotUsual
        if below is Below.BLOCK:
            value, taken = _read_block(str(value), lines, number + 1, indent)
        block[name] = value
        key, kind = name, below
    return root


def _go_to(
    depth: int, around: list[tuple[int, dict[str, Plain]]], block: dict[str, Plain], indent: int, opened: str
) -> tuple[dict[str, Plain], int]:
    """Give the block whose entries have so many spaces before them, and that number."""
    if depth > indent:
        if not opened or len(around) == _MOST_LEVELS:
            raise NotUsual
        around.append((indent, block))
        inner: dict[str, Plain] = {}
        block[opened] = inner
        return inner, depth
    while depth < indent:
        indent, block = around.pop()
    if depth != indent:
        raise NotUsual
    return block, indent


def _learn(line: str) -> Entry:
    """Say what a line means that is not known yet, and remember it."""
    entry = glance_entry(line)
    if len(line) <= _LONGEST_KNOWN:
        if len(_known) >= _MOST_KNOWN:
            _known.clear()
        _known[line] = entry
    return entry


def glance_entry(line: str) -> Entry:
    """Read one line of YAML; raises NotUsual if it is out of the ordinary."""
    if not line.isprintable():
        raise NotUsual
    if line.lstrip(" ")[:1] in ("", "#"):
        return _NOTHING
    start, colon, said = line.partition(": ")
    match = _START.fullmatch(start if colon else line[:-1] if line.endswith(":") else "")
    if match is None or match[2] in NULLS:
        raise NotUsual
    said = said.strip(" ")
    if said == "~" and not match[1]:  # at the top it may be a name
        raise NotUsual
    return Entry(len(match[1]), match[2], *_read_said(said))


def _read_said(said: str) -> tuple[Plain, Below]:
    """Read what stands behind the colon of a key."""
    first = said[:1]
    if first in ("", "#"):
        _check_comment(said)
        return None, Below.WHAT_IT_HOLDS
    if first in ('"', "'"):
        match = _QUOTED.match(said)
        if match is None:
            raise NotUsual
        _check_rest(said[match.end() :])
        return _unquote(match[1], match[2]), Below.ENTRIES
    if first == "{":
        return _read_braces(said), Below.ENTRIES
    if said in _BLOCK_SIGNS:
        return said, Below.BLOCK
    return _read_plain(said)


def _read_plain(said: str) -> tuple[Plain, Below]:
    if not (said[0].isalnum() or said[0] in _FIRST_SIGNS) and not (said[0] == "-" and said[1:2].isdigit()):
        if said == "~":
            return None, Below.ENTRIES
        raise NotUsual
    said, sign, comment = said.partition(" #")
    if said.rstrip(" ") in NULLS_BY_HAND:  # it may be a name
        raise NotUsual
    if sign:
        _check_comment("#" + comment)
    if ": " in said or said.rstrip(" ").endswith(":"):
        raise NotUsual
    value, fault = read_scalar(said.rstrip(" "), "")
    if fault:
        raise NotUsual
    return value, Below.MORE_TEXT if isinstance(value, str) and not sign else Below.ENTRIES


def _read_braces(said: str) -> dict[str, Plain]:
    found: dict[str, Plain] = {}
    position, more = 1, ","
    while more == ",":
        match = _BRACED.match(said, position)
        if match is None or match[1] in found or match[1] in NULLS:
            raise NotUsual
        name, plain, double, single, more = match.groups()
        found[name] = _read_plain(plain)[0] if plain else _unquote(double, single)
        position = match.end()
    _check_rest(said[position:])
    return found


def _unquote(double: str | None, single: str | None) -> str:
    if double is None:
        return (single or "").replace("''", "'")
    if "\\" not in double:
        return double
    return _ESCAPE.sub(lambda match: _ESCAPES.get(match[1], match[1]), double)


def _check_rest(rest: str) -> None:
    """Raise what leaves a line to the careful reader unless only a comment follows."""
    if rest:
        if not rest.startswith(" "):
            raise NotUsual
        _check_comment(rest.strip(" "))


def _check_comment(said: str) -> None:
    """Do the same for a comment that may not be meant as one, as in `Trust #1`."""
    if said and not _COMMENT.match(said):
        raise NotUsual


def _is_deeper(line: str, indent: int) -> bool:
    """Tell whether a line goes on with the text of an entry: it stands deeper, and is no comment."""
    said = line.lstrip(" ")
    return len(line) - len(said) > indent and said[:1] not in ("", "#")


def _read_more(line: str) -> str:
    """Read a line with more of a text that began above."""
    said = line.strip(" ")
    if not said[0].isalnum() or ":" in said or "#" in said or not said.isprintable():
        raise NotUsual
    return said


def _read_block(sign: str, lines: list[str], start: int, indent: int) -> tuple[str, int]:
    """Read the text on the lines below its sign, and say where it ends."""
    first = lines[start] if start < len(lines) else ""
    inner = len(first) - len(first.lstrip(" "))
    if inner <= indent or inner == len(first):
        raise NotUsual
    margin, folds, place = first[:inner], sign[0] == ">", start
    parts: list[str] = []
    # Spaces alone are a blank line of the text, however few they are.
    while place < len(lines) and (lines[place].startswith(margin) or not lines[place].strip(" ")):
        part = lines[place][inner:]
        # Lines that stand deeper fold otherwise: the careful reader's work.
        if part and (part[0] == " " or not part.isprintable()):
            raise NotUsual
        parts.append(part)
        place += 1
    if place == len(lines) and parts[-1]:
        raise NotUsual
    while not parts[-1]:
        parts.pop()
    end = "" if sign.endswith("-") else "\n"
    return (_fold(parts) if folds else "\n".join(parts)) + end, place


def _fold(parts: list[str]) -> str:
    """Join lines by spaces; blank lines between them are the line breaks."""
    text, breaks = parts[0], 0
    for part in parts[1:]:
        if part:
            text += ("\n" * breaks or " ") + part
            breaks = 0
        else:
            breaks += 1
    return text


def _unrepeated(pairs: list[tuple[str, Plain]]) -> dict[str, Plain]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key is used twice")
    return found


class _Numbers(dict[str, Number]):
    """The numbers that came up, by their text."""

    def __missing__(self, text: str) -> Number:
        if find_number_fault(text):
            raise ValueError("an unusual number")
        if len(self) >= _MOST_KNOWN:
            self.clear()
        number = self[text] = Number(text)
        return number


def _no_number(text: str) -> Number:
    raise ValueError(f"{text} is no number")


_numbers = _Numbers()
_JSON = json.JSONDecoder(
    object_pairs_hook=_unrepeated,
    parse_int=_numbers.__getitem__,
    parse_float=_numbers.__getitem__,
    parse_constant=_no_number,
)
