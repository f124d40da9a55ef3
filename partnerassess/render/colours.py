"""The colours of pages, documents and printed sides, on light and on dark, by what they are for."""

from types import MappingProxyType

LIGHT = MappingProxyType(
    {
        "paper": "#ffffff",
        "ink": "#1b2228",
        "quiet": "#535c65",
        "line": "#dcd9d1",
        "track": "#eceae5",
        "accent": "#17506b",
        "on-accent": "#ffffff",
        "span": "#5c90a8",
        "pale": "#7d9fae",
        "good": "#1c664b",
        "open": "#664284",
        "weak": "#a1501f",
        "zone-0": "#f5f3ef",
        "zone-1": "#edf1f3",
        "zone-2": "#e2eaee",
        "zone-3": "#d6e7e0",
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
        "paper": "#14191d",
        "ink": "#e8eaec",
        "quiet": "#abb4bc",
        "line": "#3a434c",
        "track": "#2a3238",
        "accent": "#86c5de",
        "on-accent": "#10171c",
        "span": "#5590a9",
        "pale": "#567c8d",
        "good": "#74d0a8",
        "open": "#c9aae8",
        "weak": "#e59a6b",
        "zone-0": "#1c2226",
        "zone-1": "#1c262c",
        "zone-2": "#1d2c34",
        "zone-3": "#1a322b",
        "heat-0": "#20272d",
        "heat-1": "#1f323c",
        "heat-2": "#1f404f",
        "heat-3": "#1f4f63",
        "heat-4": "#205d76",
    }
)
"""Light on dark."""

_WRITTEN = ("ink", "quiet", "accent", "good", "open", "weak")
_ZONES = tuple(f"zone-{step}" for step in range(4))

TEXT_PAIRS = (
    *((text, "paper") for text in _WRITTEN),
    *((text, zone) for text in ("ink", "quiet") for zone in _ZONES),
    *(("ink", f"heat-{step}") for step in range(5)),
    ("on-accent", "accent"),
)
"""Which colours text has, and on which it stands, in pictures as well as around them."""

DRAWN_PAIRS = (
    *((shape, "paper") for shape in ("accent", "span", "open", "weak", "ink", "quiet")),
    *((shape, zone) for shape in ("accent", "ink") for zone in _ZONES),
    *((shape, "track") for shape in ("accent", "weak", "ink")),
)
"""Which colours shapes have that carry meaning, and on which they stand."""


def format_custom_properties() -> str:
    """Give the colours as CSS: dark where a screen asks for it, else (in print, too) light."""
    dark = f"@media screen and (prefers-color-scheme: dark) {{\n{_root(DARK)}}}\n"
    return f"{_root(LIGHT)}{dark}"


def _root(colours: MappingProxyType[str, str]) -> str:
    declarations = "".join(f"  --{name}: {colour};\n" for name, colour in colours.items())
    return f":root {{\n{declarations}}}\n"
