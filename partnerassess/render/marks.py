"""The signs of the terminal report, in Unicode and in ASCII.

This module knows which characters a stream can show. It does not know what is reported.
"""

from dataclasses import dataclass

from rich import box

from partnerassess.assessment import EssentialState, Verdict
from partnerassess.files import clean

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


ESSENTIAL_STYLES = {
    EssentialState.MET: "green",
    EssentialState.UNMET: "red",
    EssentialState.OPEN: "magenta",
}
"""Colours that read on light and on dark; the sign and the word beside them say the same."""

VERDICT_STYLES = {
    Verdict.READY: "bold green",
    Verdict.UNDETERMINED: "bold magenta",
    Verdict.NOT_READY: "bold",
    Verdict.NOT_ASSESSABLE: "",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Marks:
    """A set of signs; each is one column wide."""

    ascii_only: bool
    certain: str
    """Fills a bar up to the lowest the number can be."""
    figure: str
    """Fills it from there up to the figure given."""
    possible: str
    """Fills it from there up to the highest the number can be."""
    rest: str
    """Fills what is out of reach as things stand."""
    cut_off: str
    """Stands where `ready` starts."""
    axis: tuple[str, str, str, str]
    """Start, line, tick and end of a scale."""
    underline: str
    bullet: str
    step: str
    """Leads into something to do."""
    essentials: dict[EssentialState, str]
    verdicts: dict[Verdict, str]
    map_frame: box.Box
    """The frame of the map."""
    table_frame: box.Box
    """The frame of tables."""

    def plain(self, words: str) -> str:
        """Give any text on one line, with nothing in it that could hide or move the cursor."""
        shown = clean(" ".join(words.split()))
        return shown.translate(_TYPEWRITTEN) if self.ascii_only else shown


UNICODE = Marks(
    ascii_only=False,
    certain="█",
    figure="▓",
    possible="░",
    rest="·",
    cut_off="│",
    axis=("├", "─", "┴", "┤"),
    underline="─",
    bullet="•",
    step="→",
    essentials={EssentialState.MET: "✓", EssentialState.UNMET: "✗", EssentialState.OPEN: "?"},
    verdicts={
        Verdict.READY: "✓",
        Verdict.UNDETERMINED: "?",
        Verdict.NOT_READY: "○",
        Verdict.NOT_ASSESSABLE: "–",
    },
    map_frame=box.SQUARE,
    table_frame=box.SIMPLE_HEAD,
)
"""For streams in UTF-8."""

ASCII = Marks(
    ascii_only=True,
    certain="#",
    figure="=",
    possible="-",
    rest=".",
    cut_off="|",
    axis=("+", "-", "+", "+"),
    underline="-",
    bullet="*",
    step=">",
    essentials={EssentialState.MET: "+", EssentialState.UNMET: "x", EssentialState.OPEN: "?"},
    verdicts={
        Verdict.READY: "+",
        Verdict.UNDETERMINED: "?",
        Verdict.NOT_READY: "o",
        Verdict.NOT_ASSESSABLE: "-",
    },
    map_frame=box.ASCII2,
    table_frame=box.ASCII_DOUBLE_HEAD,
)
"""For every other stream."""
