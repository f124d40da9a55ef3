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


def format_custom_properties() -> str:
    """Give the colours as CSS: dark where a screen asks for it, else (in print, too) light."""
    dark = f"@media screen and (prefers-color-scheme: dark) {{\n{_root(DARK)}}}\n"
    return f"{_root(LIGHT)}{dark}"


def _root(colours: MappingProxyType[str, str]) -> str:
    declarations = "".join(f"  --{name}: {colour};\n" for name, colour in colours.items())
    return f":root {{\n{declarations}}}\n"
