"""Characters of reports, their stand-ins in ASCII, and any text made safe and short enough."""

import re

from msgspec import Struct

from partnerassess.files.reading import clean

_TYPEWRITTEN = str.maketrans(
    {
        "“": '"',
        "”": '"',
        "‘": "'",
        "’": "'",
        "–": "-",
        "—": "-",
        "−": "-",
        "…": "...",
        "≥": ">=",
        "≤": "<=",
        "→": "->",
        "•": "*",
        "·": "-",
        "×": "x",
        "\u00a0": " ",
    }
)
"""Typographic characters, and what they become where only ASCII can be shown. Letters are left alone."""


class Characters(Struct, frozen=True, kw_only=True):
    """What a report is drawn with; each is one column wide."""

    ascii_only: bool
    certain: str
    """Fills a bar up to the lowest the number can be."""
    figure: str
    """Fills it from there up to the figure given."""
    possible: str
    """Fills it from there up to the highest the number can be."""
    rest: str
    """Fills the rest of an axis."""
    cut_off: str
    """Stands where a mark is, such as where ready starts."""
    span: tuple[str, str, str]
    """The left end, the line and the right end of a range."""
    point: str
    """Stands where the number is."""
    bullet: str
    arrow: str
    """Leads from what is there to what would be."""
    shades: tuple[str, ...]
    """From nothing to everything, in a heat map."""

    def plain(self, words: str) -> str:
        """Give any text on one line, with nothing in it that could hide or move the cursor."""
        shown = clean(" ".join(words.split()))
        return shown.translate(_TYPEWRITTEN) if self.ascii_only else shown


UNICODE = Characters(
    ascii_only=False,
    certain="█",
    figure="▓",
    possible="░",
    rest="·",
    cut_off="┃",
    span=("├", "─", "┤"),
    point="●",
    bullet="•",
    arrow="→",
    shades=("·", "░", "▒", "▓", "█"),
)
"""For streams in UTF-8."""

ASCII = Characters(
    ascii_only=True,
    certain="#",
    figure="=",
    possible="-",
    rest=".",
    cut_off="|",
    span=("[", "-", "]"),
    point="o",
    bullet="*",
    arrow=">",
    shades=(".", ":", "+", "x", "#"),
)
"""For every other stream."""


_LANGUAGE = r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*"


def find_language(language: str) -> str:
    """Give a language's code if it is one, else that of British English."""
    return language if re.fullmatch(_LANGUAGE, language) else "en-GB"


def visible(text: str) -> str:
    """Give a text with nothing in it that hides or turns the direction of what stands around it."""
    return "\n".join(clean(line.replace("\t", " ")) for line in text.split("\n"))


def shortened(text: str, longest: int) -> str:
    """Give the beginning of a text on one line, with an ellipsis where something is left out."""
    one_line = clean(" ".join(text.split()))
    return one_line if len(one_line) <= longest else f"{one_line[: longest - 1].rstrip()}…"
