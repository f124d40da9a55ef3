"""The page shows hostile text as text, whatever field it stands in."""

from collections.abc import Iterator

import pytest

from builders import sampler, seaside
from markup import Element, assert_well_made
from pages import DOES_NOT_BELONG, HOSTILE, spoiled
from partnerassess.render.page import render_page
from partnerassess.render.page.shown import shortened, visible
from partnerassess.scoring import score


def shape(page: Element) -> Iterator[tuple[str, tuple[str, ...]]]:
    return ((each.tag, tuple(each.attributes)) for each in page.within())


@pytest.mark.parametrize("hostile", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_in_every_field_is_shown_as_text(hostile: str) -> None:
    asked = spoiled(sampler(), hostile)
    given_answers = spoiled(seaside(asked=sampler()), hostile)
    text = render_page([score(asked, given_answers)], notes=True)
    page = assert_well_made(text)
    harmless = assert_well_made(render_page([score(sampler(), seaside())], notes=True))
    assert {each.tag for each in page.within()} <= {each.tag for each in harmless.within()}
    assert set(shape(page)) <= {*shape(harmless), ("dd", ()), ("p", ())}
    assert not DOES_NOT_BELONG.search(text)
    assert visible(hostile).strip() in page.text() or len(hostile) > 1000
    assert all(
        each.tag in ("a", "use") or "href" not in each.attributes
        for each in page.within()
        if each.tag != "link"
    )


@pytest.mark.parametrize("hostile", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_on_pages_of_several_is_shown_as_text(hostile: str) -> None:
    asked = spoiled(sampler(), hostile)
    scored = score(asked, spoiled(seaside(asked=sampler()), hostile))
    text = render_page([scored, scored])
    page = assert_well_made(text)
    harmless = score(sampler(), seaside())
    assert set(shape(page)) <= set(shape(assert_well_made(render_page([harmless, harmless]))))
    assert not DOES_NOT_BELONG.search(text)


def test_hidden_characters_become_visible_and_lines_stay_lines() -> None:
    assert visible("a\u202eb\tc\nd") == "a\\u202eb c\nd"
    assert shortened("a  b\n c", 10) == "a b c"
    assert shortened("abcdefghij", 5) == "abcd…"
