"""Any text, made safe and short enough for a page."""

import re

from partnerassess.files import clean

_ISOLATED = re.compile("(\u2068[^\u2066-\u2069]*\u2069)")
"""A name that keeps its own direction of writing among other words."""

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def find_language(language: str) -> str:
    """Give a language's code if it is one, else that of British English."""
    return language if _LANGUAGE.fullmatch(language) else "en-GB"


def visible(text: str) -> str:
    """Give a text with nothing in it that hides or turns the direction of what stands around it."""
    pieces = _ISOLATED.split(text)
    return "".join(
        f"\u2068{_cleaned(piece[1:-1])}\u2069" if number % 2 else _cleaned(piece)
        for number, piece in enumerate(pieces)
    )


def shortened(text: str, longest: int) -> str:
    """Give the beginning of a text on one line, with an ellipsis where something is left out."""
    one_line = _cleaned(plain(" ".join(text.split())))
    return one_line if len(one_line) <= longest else f"{one_line[: longest - 1].rstrip()}…"


def plain(text: str) -> str:
    """Give a text without the marks that isolate names."""
    return _ISOLATED.sub(lambda match: match[1][1:-1], text)


def split_names(text: str) -> list[tuple[bool, str]]:
    """Cut a text into what stands isolated (true) and what does not, each made visible."""
    return [
        (number % 2 == 1, _cleaned(piece[1:-1] if number % 2 else piece))
        for number, piece in enumerate(_ISOLATED.split(text))
        if piece
    ]


def _cleaned(text: str) -> str:
    return "\n".join(clean(line.replace("\t", " ")) for line in text.split("\n"))
