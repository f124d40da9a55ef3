"""Several dates of one partnership: the latest leads, with how it came there."""

import datetime
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from builders import GIVEN, sampler, seaside
from markup import assert_well_made, read_page
from pages import (
    Golden,
    dated,
    sent,
    without_version,
)
from partnerassess.render.page import render_page
from partnerassess.scoring import score


def test_several_dates_have_the_expected_page(golden: Golden) -> None:
    better = {**GIVEN, "time": 4, "figures": 3}
    text = render_page(
        [dated("2024-09-01", better), dated("2024-03-05"), dated("2025-03-01", {**better, "trust": 4})]
    )
    assert_well_made(text)
    golden("page/dates.html", without_version(text))


def test_dates_of_one_partnership_make_the_latest_page_with_how_it_came_there() -> None:
    page = read_page(render_page([dated("2024-09-01", {**GIVEN, "time": 4}), dated("2024-03-05")]))
    (history,) = [each for each in page.within("section") if each.attributes.get("id") == "history"]
    assert [each.text() for each in history.within("thead")[0].within("th")] == [
        "Arrangement",
        "5 March 2024",
        "1 September 2024",
    ]
    assert len(history.within("figure")) == 3
    assert "1 September 2024" in page.within("header")[0].text()


@pytest.mark.parametrize(
    "change",
    [{"date": None}, {"date": datetime.date(2024, 3, 5)}, {"partnership": "Another"}, {"partnership": None}],
    ids=str,
)
def test_anything_but_dates_of_one_partnership_stands_side_by_side(change: Mapping[str, Any]) -> None:
    other = score(sampler(), replace(seaside(), **{"date": datetime.date(2024, 9, 1), **change}))
    page = read_page(render_page([dated("2024-03-05"), other]))
    assert page.within("h1")[0].text().startswith("2 assessments: ")


def test_dates_under_different_versions_say_so_and_gaps_stay_gaps() -> None:
    newer = score(replace(sampler(), version="2"), replace(sent(), date=datetime.date(2025, 1, 1)))
    nothing = dated("2025-06-01", dict.fromkeys(GIVEN, "not_applicable"))
    page = assert_well_made(render_page([dated("2024-03-05"), newer, nothing]))
    (history,) = [each for each in page.within("section") if each.attributes.get("id") == "history"]
    assert "different versions of the questionnaire" in history.text()
    cells = {cell.text() for cell in history.within("td")}
    assert "does not apply" in cells
    assert "– – Not assessable" in cells


def test_names_match_whatever_their_case_and_spaces() -> None:
    other = score(
        sampler(), replace(seaside(), partnership="  SEASIDE and  harbour ", date=datetime.date(2025, 1, 1))
    )
    assert 'id="history"' in render_page([dated("2024-03-05"), other])
