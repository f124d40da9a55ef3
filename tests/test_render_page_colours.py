"""The colours of the page: everything stands out from its ground, on light and on dark."""

import re
from collections.abc import Mapping

import pytest

from markup import read_page
from pages import case_study, dated, shipped_questionnaire
from partnerassess.library import case_studies
from partnerassess.model import (
    Questionnaire,
)
from partnerassess.render.page import render_page
from partnerassess.render.page.colours import DARK, DRAWN_PAIRS, LIGHT, TEXT_PAIRS
from partnerassess.render.page.templating import style


@pytest.fixture(scope="module")
def shipped() -> Questionnaire:
    return shipped_questionnaire()


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


def rules() -> Mapping[str, str]:
    found = re.findall(r"^\s*([^{}@]+?)\s*\{([^{}]*)\}", style(), re.MULTILINE)
    return {selector.strip(): body for group, body in found for selector in group.split(",")}


def test_every_word_in_a_picture_has_a_colour_that_stands_out_from_what_it_stands_on(
    shipped: Questionnaire,
) -> None:
    scored = [case_study(shipped, path) for path in case_studies()]
    pages = [read_page(render_page([each])) for each in scored]
    pages += [read_page(render_page([dated("2024-09-01"), dated("2024-03-05")]))]
    kinds = {frozenset(each.classes()) for page in pages for each in page.within("text")}
    assert kinds == {
        frozenset(kind.split()) for kind in ("label", "label strong", "label quiet", "label on-pin")
    }
    for kind in kinds:
        own = kind - {"label"}
        fills = [rules()[".label"], *(rules()[f".label.{each}"] for each in own)]
        (*_, colour) = re.findall(r"fill: var\(--([a-z-]+)\)", " ".join(fills))
        grounds = ("accent",) if "on-pin" in kind else ("sheet", "paper")
        assert {(colour, ground) for ground in grounds} <= set(TEXT_PAIRS)


def test_every_colour_of_text_is_one_whose_contrast_is_checked() -> None:
    used = set(re.findall(r"(?<![-\w])color: var\(--([a-z-]+)\)", style()))
    assert used <= {text for text, _ in TEXT_PAIRS}
    assert used


def test_both_schemes_have_the_same_colours() -> None:
    assert LIGHT.keys() == DARK.keys()
    assert set(re.findall(r"var\(--([a-z0-9-]+)\)", style())) <= LIGHT.keys()
