"""How problems are worded: what was found, what was probably meant, what may stand there."""

import difflib
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from partnerassess.files.reading import clean
from partnerassess.model import Choice, Given, Level, Silence
from partnerassess.parsing.nodes import Mapping, Node, Number

_LONGEST_QUOTE = 60
_MOST_SUGGESTED = 12
_CURLY = frozenset("“”„‟‘’‚‛«»‹›")


def find_similar(name: str, known: Iterable[str]) -> str | None:
    """Give the known name that was probably meant; null if none comes near."""
    by_folded = {other.casefold(): other for other in known}
    near = difflib.get_close_matches(name[:_LONGEST_QUOTE].casefold(), by_folded, n=1)
    return by_folded[near[0]] if near else None


def suggest(guess: str | None, known: Iterable[str] = ()) -> str | None:
    """Ask whether the guess was meant; without one, say what is known, if that is short enough to help."""
    if guess is not None:
        return f"did you mean `{guess}`?"
    names = list(known)
    return f"use {quote_all(names)}" if 0 < len(names) <= _MOST_SUGGESTED else None


def find_curly_quotes(node: Node) -> str | None:
    """Say what to do about curly quotes around a value; null if there are none."""
    said = node.strip() if isinstance(node, str) else ""
    if not said or not _CURLY & {said[0], said[-1]}:
        return None
    return "curly quotes are read as a part of it: use straight ones, or none"


def quote_all(names: Iterable[str]) -> str:
    """Say several names in a row."""
    return join_words(f"`{shorten(name)}`" for name in names)


def join_words(words: Iterable[str]) -> str:
    """Say several words in a row: `a, b or c`."""
    *others, last = words
    return f"{', '.join(others)} or {last}" if others else last


def describe(node: Node) -> str:
    """Say in a few words what was found."""
    match node:
        case None:
            return "nothing"
        case bool():
            return "true" if node else "false"
        case Number():
            return f"the number {shorten(node)}"
        case str():
            return f"`{shorten(node)}`" if node.strip() else "an empty text"
        case Mapping():
            return "named values"
        case _:
            return "a list"


def shorten(text: str) -> str:
    """Make a text from a file safe and short enough to be shown inside a message."""
    shown = clean(" ".join(text[: 4 * _LONGEST_QUOTE].split()))
    # A joiner between two pictures must not be left without the second.
    return shown if len(shown) <= _LONGEST_QUOTE else f"{clean(shown[:_LONGEST_QUOTE])}…"


def format_decimal(value: Fraction) -> str:
    """Say a number that was read from decimal text as people write it: 4, not 4.0; 0.5."""
    numerator, denominator = value.as_integer_ratio()
    return str(numerator) if denominator == 1 else format(Decimal(numerator) / Decimal(denominator), "f")


def format_answer(given: Given) -> str:
    """Say an answer as files do: a level's value, a choice's id, or a word such as `unknown`."""
    match given:
        case Level():
            return format_decimal(given.value)
        case Choice():
            return given.id
        case Silence():
            return given.value
