"""The colours of the page, on light and on dark, by what they are for.

This module knows every colour and which stand on which. It does not know what is drawn with them.
"""

from types import MappingProxyType

LIGHT = MappingProxyType(
    {
        "paper": "#faf9f6",
        "sheet": "#ffffff",
        "ink": "#1b2228",
        "quiet": "#535c65",
        "line": "#dcd9d1",
        "accent": "#17506b",
        "on-accent": "#ffffff",
        "span": "#5c90a8",
        "ready": "#1c664b",
        "undetermined": "#664284",
        "not-ready": "#3d4852",
        "heat-0": "#f3f1ec",
        "heat-1": "#e3ebee",
        "heat-2": "#cadde5",
        "heat-3": "#abcbd8",
        "heat-4": "#8bb7c9",
    }
)
"""Dark on light; also what is printed."""

DARK = MappingProxyType(
    {
        "paper": "#13171b",
        "sheet": "#1a2025",
        "ink": "#e8eaec",
        "quiet": "#abb4bc",
        "line": "#3a434c",
        "accent": "#86c5de",
        "on-accent": "#10171c",
        "span": "#4f8299",
        "ready": "#74d0a8",
        "undetermined": "#c9aae8",
        "not-ready": "#c5ced6",
        "heat-0": "#20272d",
        "heat-1": "#1f323c",
        "heat-2": "#1f404f",
        "heat-3": "#1f4f63",
        "heat-4": "#205d76",
    }
)
"""Light on dark."""

_GROUNDS = ("paper", "sheet")
_WRITTEN = ("ink", "quiet", "accent", "ready", "undetermined", "not-ready")

TEXT_PAIRS = (
    *((text, ground) for text in _WRITTEN for ground in _GROUNDS),
    *(("ink", f"heat-{step}") for step in range(5)),
    ("on-accent", "accent"),
)
"""Which colours text has, and on which it stands, in pictures as well as around them."""

DRAWN_PAIRS = tuple((shape, ground) for shape in ("accent", "span", "ink", "quiet") for ground in _GROUNDS)
"""Which colours shapes have that carry meaning, and on which they stand."""


def format_custom_properties() -> str:
    """Give the colours as CSS: dark where a screen asks for it, else (in print, too) light."""
    dark = f"@media screen and (prefers-color-scheme: dark) {{\n{_root(DARK)}}}\n"
    return f"{_root(LIGHT)}{dark}"


def _root(colours: MappingProxyType[str, str]) -> str:
    declarations = "".join(f"  --{name}: {colour};\n" for name, colour in colours.items())
    return f":root {{\n{declarations}}}\n"
