"""The colours of the page: everything stands out from its ground, on light and on dark."""

import re
from collections.abc import Mapping

import pytest

from partnerassess.render.colours import DARK, LIGHT
from partnerassess.render.html import style

WRITTEN = ("ink", "quiet", "accent", "good", "open", "weak")
ZONES = tuple(f"zone-{step}" for step in range(4))

TEXT_PAIRS = (
    *((text, "paper") for text in WRITTEN),
    *((text, zone) for text in ("ink", "quiet") for zone in ZONES),
    *(("ink", f"heat-{step}") for step in range(5)),
    ("on-accent", "accent"),
)
"""Which colours text has, and on which it stands, in pictures as well as around them."""

DRAWN_PAIRS = (
    *((shape, "paper") for shape in ("accent", "span", "open", "weak", "ink", "quiet")),
    *((shape, zone) for shape in ("accent", "ink") for zone in ZONES),
    *((shape, "track") for shape in ("accent", "weak", "ink")),
)
"""Which colours shapes have that carry meaning, and on which they stand."""


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("pair", TEXT_PAIRS, ids=" on ".join)
def test_text_stands_out_from_its_ground(colours: Mapping[str, str], pair: tuple[str, str]) -> None:
    assert contrast(colours[pair[0]], colours[pair[1]]) >= 4.5


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("pair", DRAWN_PAIRS, ids=" on ".join)
def test_shapes_stand_out_from_their_ground(colours: Mapping[str, str], pair: tuple[str, str]) -> None:
    assert contrast(colours[pair[0]], colours[pair[1]]) >= 3


def test_neighbouring_shades_are_told_apart_by_more_than_their_shade() -> None:
    assert ".heat .ink { fill: var(--ink); }" in style()


def test_every_colour_of_text_is_one_whose_contrast_is_checked() -> None:
    used = set(re.findall(r"(?<![-\w])color: var\(--([a-z-]+)\)", style()))
    written = set(re.findall(r"^\s*text[^{]*\{[^}]*fill: var\(--([a-z-]+)\)", style(), re.MULTILINE))
    assert used
    assert written
    assert used | written <= {text for text, _ in TEXT_PAIRS}


def test_both_schemes_have_the_same_colours_and_forced_ones_are_those_of_the_system() -> None:
    assert LIGHT.keys() == DARK.keys()
    assert set(re.findall(r"var\(--([a-z0-9-]+)\)", style())) <= LIGHT.keys()
    (forced,) = re.findall(r"forced-colors: active\) \{\s*:root \{([^}]*)\}", style())
    drawn = {name for pair in (*TEXT_PAIRS, *DRAWN_PAIRS) for name in pair if not name.startswith("heat")}
    assert drawn <= set(re.findall(r"--([a-z0-9-]+):", forced))
