"""Any text, made safe and short enough for a page.

This module knows which characters never reach a page and how long a line may be. It does not know markup:
what makes text harmless there is the escaping of templates and shapes.
"""

from partnerassess.files import clean

_LINKS = ("https://", "http://")


def visible(text: str) -> str:
    """Give a text with nothing in it that hides or turns the direction of what stands around it."""
    return "\n".join(clean(line.replace("\t", " ")) for line in text.split("\n"))


def shortened(text: str, longest: int) -> str:
    """Give the beginning of a text on one line, with an ellipsis where something is left out."""
    one_line = visible(" ".join(text.split()))
    return one_line if len(one_line) <= longest else f"{one_line[: longest - 1].rstrip()}…"


def find_link(address: str | None) -> str | None:
    """Give an address if it is one that may be followed; null for anything but a web page."""
    return address if address and address.casefold().startswith(_LINKS) else None
