"""The page on many partnerships: a small picture and a part for each, their dates joined, and counts."""

import datetime
from collections.abc import Iterator
from dataclasses import fields, replace
from typing import Any

import pytest

from builders import GIVEN, sampler, seaside
from instruments import answers, factor, questionnaire
from markup import Element, assert_well_made, read_page
from pages import Golden, case_study, shipped_questionnaire, without_version
from partnerassess.assessment import Assessment
from partnerassess.library import case_studies
from partnerassess.model import (
    Questionnaire,
    Scoring,
)
from partnerassess.render.page import render_page
from partnerassess.render.sentences import leaders
from partnerassess.scoring import score


@pytest.fixture(scope="module")
def shipped() -> Questionnaire:
    return shipped_questionnaire()


@pytest.fixture(scope="module")
def case_a(shipped: Questionnaire) -> Assessment:
    return case_study(shipped, case_studies()[0])


def test_several_case_studies_have_the_expected_page(golden: Golden, shipped: Questionnaire) -> None:
    text = render_page(case_study(shipped, path) for path in case_studies())
    assert_well_made(text)
    golden("page/several.html", without_version(text))


def test_a_portfolio_of_what_cannot_be_compared_is_well_made() -> None:
    nothing = score(sampler(), seaside(dict.fromkeys(GIVEN, "not_applicable")))
    page = assert_well_made(render_page([nothing, nothing]))
    assert "No arrangement can be assessed: too much does not apply." in page.text()


def test_a_portfolio_of_two_questionnaires_counts_each_by_itself(case_a: Assessment) -> None:
    asked = questionnaire([factor("F1", "context"), factor("F2", "enablers")], scoring=Scoring())
    other = score(asked, answers(asked, {"q-F1": 2, "q-F2": 2}))
    page = assert_well_made(render_page([case_a, other]))
    captions = [each.text() for each in page.within("caption")[:2]]
    assert captions == [
        "Partnering for improvement: number of assessments",
        "A small questionnaire: number of assessments",
    ]
    assert "Scored" in page.text()


def test_a_portfolio_links_every_picture_to_its_part_and_counts_what_came_first(
    shipped: Questionnaire,
) -> None:
    scored = [case_study(shipped, path) for path in case_studies()]
    page = read_page(render_page(scored, count_unusable=lambda: 1))
    finding = "5 assessments: the best supported arrangement is not settled yet in all"
    assert page.within("h1")[0].text() == finding
    assert "1 input could not be used." in page.text()
    tiles = [each for each in page.within("li") if each.classes() == {"place"}]
    parts = {each.attributes["id"]: each for each in page.within("div") if each.classes() == {"member"}}
    assert len(tiles) == len(parts) == 5
    for tile, assessment in zip(tiles, scored, strict=True):
        part = parts[tile.within("a")[0].attributes["href"].removeprefix("#")]
        assert assessment.answers.partnership
        assert assessment.answers.partnership in part.text()
    counts = [
        [cell.text() for cell in row.within("th", "td")] for row in page.within("tbody")[0].within("tr")
    ]
    assert counts == [
        ["Voluntary – individual", "1", "5", "0"],
        ["Mandated – individual", "1", "5", "0"],
        ["Mandated – structural", "1", "3", "2"],
        ["Voluntary – structural", "2", "4", "1"],
    ]


def test_a_portfolio_forgets_each_assessment_once_its_part_is_made(case_a: Assessment) -> None:
    alive: list[int] = []

    class Counted(Assessment):
        def __del__(self) -> None:
            alive.pop()

    def many() -> Iterator[Assessment]:
        for _ in range(40):
            alive.append(1)
            assert len(alive) < 5
            yield Counted(**{each.name: getattr(case_a, each.name) for each in fields(case_a)})

    text = render_page(many())
    assert len(text) < 5000 * 40


def of(name: str | None, date: str | None, organisation: str = "Seaside", **changes: Any) -> Assessment:
    """Give an assessment of a partnership, on a date, as an organisation sees it."""
    seen = replace(
        seaside({**GIVEN, **changes}),
        partnership=name,
        date=datetime.date.fromisoformat(date) if date else None,
        organisation=organisation,
        file=f"{name}-{date}.yaml",
    )
    return score(sampler(), seen)


def parts_of(page: Element) -> list[Element]:
    """Give the parts about one partnership each."""
    return [each for each in page.within("div") if each.classes() == {"member"}]


def three_partnerships() -> list[Assessment]:
    """Give one partnership at three dates, one at two, and one at one, with no order between them."""
    return [
        of("Sea and Harbour", "2024-09-01", time=4),
        of("Moor and Fen", "2023-01-01", trust=1),
        of("SEA and  Harbour", "2025-03-01", time=4, trust=4),
        of("Hill and Dale", "2024-01-01"),
        of("Moor and Fen", "2024-06-01", trust=4),
        of("Sea and Harbour", "2024-03-05"),
    ]


def test_a_portfolio_with_several_dates_has_the_expected_page(golden: Golden) -> None:
    text = render_page(three_partnerships())
    assert_well_made(text)
    golden("page/several-dates.html", without_version(text))


def test_the_dates_of_each_partnership_are_joined_and_the_latest_leads() -> None:
    page = read_page(render_page(three_partnerships()))
    assert page.within("h1")[0].text().startswith("3 partnerships in 6 assessments: ")
    sea, moor, hill = parts_of(page)
    assert sea.within("h3")[0].text().startswith("SEA and Harbour, as seen by ")
    assert "3 assessments, from 5 March 2024 to 1 March 2025." in sea.text()
    (table,) = sea.within("table")
    assert table.within("caption")[0].text() == "Inputs 1, 3 and 6 in numbers, date by date"
    assert [each.text() for each in table.within("thead")[0].within("th")] == [
        "Arrangement",
        "5 March 2024",
        "1 September 2024",
        "1 March 2025",
        "Answers",
    ]
    assert len(sea.within("figure")) == 3
    assert "2 assessments, from 1 January 2023 to 1 June 2024." in moor.text()
    assert not hill.within("figure")
    tiles = [each for each in page.within("li") if each.classes() == {"place"}]
    assert len(tiles) == 3
    assert "1 March 2025, the latest of 3 dates" in tiles[0].text()


def test_each_partnership_counts_once_at_its_latest_date() -> None:
    page = read_page(render_page(three_partnerships()))
    counts = page.within("table")[0]
    assert counts.within("caption")[0].text().endswith("number of partnerships, each at its latest date")
    latest = [three_partnerships()[place] for place in (2, 4, 3)]
    firsts = [leaders(each) for each in latest]
    for row in counts.within("tbody")[0].within("tr"):
        title = row.within("th")[0].text()
        first = sum([each.arrangement.title for each in found] == [title] for found in firsts)
        assert row.within("td")[0].text() == str(first)


def test_a_history_in_a_portfolio_says_what_the_page_on_its_dates_says() -> None:
    dates = [three_partnerships()[place] for place in (0, 2, 5)]
    alone = read_page(render_page(dates))
    (history,) = [each for each in alone.within("section") if each.attributes.get("id") == "history"]
    among = parts_of(read_page(render_page(three_partnerships())))[0]
    rows = among.within("tbody")[0].within("tr"), history.within("tbody")[0].within("tr")
    for row, expected in zip(*rows, strict=True):
        cells = [each.text() for each in row.within("th", "td")]
        assert cells[:-1] == [each.text() for each in expected.within("th", "td")]


def test_of_very_many_partnerships_dates_stand_in_tables_only() -> None:
    many = [of(f"P{place}", date) for place in range(201) for date in ("2024-01-01", "2025-01-01")]
    page = read_page(render_page(many))
    assert len(page.within("figure")) == 0
    assert "too many partnerships here to draw" in page.text()
    assert len(parts_of(page)[200].within("table")[0].within("th")) == 4 + 3


def test_two_organisations_views_are_no_dates_of_one_another() -> None:
    one, other = of("Sea", "2024-01-01"), of("Sea", "2024-06-01", "Harbour")
    page = read_page(render_page([one, other]))
    assert [each.within("h3")[0].text() for each in parts_of(page)] == [
        "Sea, as seen by Programme manager, Seaside",
        "Sea, as seen by Programme manager, Harbour",
    ]
    both = read_page(render_page([one, other, of("Sea", "2025-01-01")]))
    assert both.within("h1")[0].text().startswith("2 views of partnerships in 3 assessments: ")


def test_dates_are_joined_only_where_each_is_there_once() -> None:
    page = read_page(render_page([of("Sea", "2024-01-01"), of("Sea", "2024-01-01"), of("Sea", None)]))
    names = [each.within("h3")[0].text() for each in parts_of(page)]
    assert len(names) == len(set(names)) == 3
    assert names[0].endswith(" · Sea-2024-01-01.yaml")
    assert names[1].endswith(" · Sea-2024-01-01.yaml · input 2")


def test_partnerships_with_one_name_say_which_date_or_file_they_come_from() -> None:
    page = read_page(render_page([of("Sea", None), of("Sea", "2024-01-01")]))
    name = "Sea, as seen by Programme manager, Seaside"
    assert [each.within("h3")[0].text() for each in parts_of(page)] == [
        f"{name} · no date",
        f"{name} · 1 January 2024",
    ]
    page = read_page(render_page([of("Sea", None), of("Sea", None)]))
    assert parts_of(page)[0].within("h3")[0].text() == f"{name} · Sea-None.yaml"


def test_where_it_is_too_early_a_portfolio_names_no_arrangement_as_first() -> None:
    early = score(sampler(), seaside({"trust": 4}))
    page = read_page(render_page([early, of("Sea", None)]))
    assert page.within("h1")[0].text().endswith("it is too early to say in 1")
    tile = next(each for each in page.within("li") if each.classes() == {"place"})
    assert tile.within("p")[-1].text().startswith("Too early to say: only 1 of ")


def test_arrangements_that_are_level_are_counted_as_level() -> None:
    level = score(sampler(), seaside(dict.fromkeys(GIVEN, 4)))
    table = read_page(render_page([level, level])).within("table")[0]
    assert [each.text() for each in table.within("th")[:3]] == ["Arrangement", "First", "Level first"]
    assert [each.text() for each in table.within("tbody")[0].within("tr")[0].within("td")[:2]] == ["0", "2"]
