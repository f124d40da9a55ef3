"""The page on what changed: well made, as expected, and with the numbers of every other form."""

import csv
import io
import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import partnerassess
from instruments import answered, questionnaires
from invocations import CASES, run
from markup import Element, assert_well_made, read_page
from partnerassess.comparison import compare
from partnerassess.library import shipped_questionnaires
from partnerassess.loading import load_questionnaire
from partnerassess.render.page.courses import render_courses
from partnerassess.scoring import score

Golden = Callable[[str, str], None]


@pytest.fixture
def waves(tmp_path: Path) -> tuple[str, str, str]:
    """Case study A, a year later with an answer found out, and another year later with most of them."""
    text = Path(CASES["a"]).read_text(encoding="utf-8")
    later = text.replace("date: 2017-05-12", "date: 2018-06-01")
    later = later.replace("reflection-time: unknown", "reflection-time: 3")
    later = later.replace("board-support:\n    answer: 2", "board-support:\n    answer: 4")
    later = later.replace("worked-before:\n    answer: 3", "worked-before:\n    answer: 4")
    last = re.sub(r"(?m)^(  [a-z-]+): unknown$", r"\1: 3", later.replace("2018-06-01", "2019-06-01"))
    last = re.sub(r"(?m)^(  (?:initiated-by|scale-envisaged)): 3$", r"\1: unknown", last)
    names = [tmp_path / f"{year}.yaml" for year in (2018, 2019)]
    for path, words in zip(names, (later, last), strict=True):
        path.write_text(words, encoding="utf-8")
    return CASES["a"], str(names[0]), str(names[1])


def page_of(*paths: str) -> str:
    ran = run("compare", *paths, "--format", "html")
    assert ran.status == 0
    return ran.out


def table_of(section: Element, place: int) -> list[list[str]]:
    table = section.within("table")[place]
    return [[cell.text() for cell in row.within("th", "td")] for row in table.within("tr")]


def test_the_page_of_three_dates_is_as_expected(golden: Golden, waves: tuple[str, str, str]) -> None:
    page = page_of(*waves)
    folder = str(Path(waves[1]).parent)
    without_places = page.replace(folder, "").replace(str(Path(CASES["a"]).parent), "")
    golden("page/courses.html", without_places.replace(partnerassess.__version__, "VERSION"))


def test_the_page_is_well_made_and_draws_every_arrangement(waves: tuple[str, str, str]) -> None:
    page = assert_well_made(page_of(*waves))
    pictures = [each for each in page.within("svg") if "over" not in each.classes()]
    assert len(pictures) == 4
    assert pictures[0].within("desc")[0].text().startswith("12 May 2017: 68.5; 1 June 2018: ")
    assert page.within("h1")[0].text() == "Best supported throughout: Voluntary – individual"
    assert "Readiness rose in 1 arrangement; no clear change in 3." in page.text()
    sections = [
        each for each in page.within("section") if each.attributes.get("id", "").startswith("course-")
    ]
    assert all("Readiness: " in each.text() for each in sections)
    assert sum("Readiness: no clear change." in each.text() for each in sections) == 3


def test_on_a_narrow_screen_every_cell_has_its_own_head(waves: tuple[str, str, str]) -> None:
    page = read_page(page_of(*waves))
    for section in page.within("section"):
        if "scroll" not in section.classes():
            continue
        assert "stacked" in section.classes()
        _, *heads = [each.text() for each in section.within("thead")[0].within("th")]
        for row in section.within("tbody")[0].within("tr"):
            assert [cell.attributes["data-label"] for cell in row.within("td")] == heads


def test_the_page_has_the_numbers_of_every_other_form(waves: tuple[str, str, str]) -> None:
    page = read_page(page_of(*waves))
    data = json.loads(run("compare", *waves, "-f", "json").out)
    rows = list(csv.DictReader(io.StringIO(run("compare", *waves, "-f", "csv").out)))
    markdown = run("compare", *waves, "-f", "markdown").out
    terminal = run("compare", *waves, columns=200).out
    for number, arrangement in enumerate(data["arrangements"], start=1):
        (section,) = [
            each for each in page.within("section") if each.attributes.get("id") == f"course-{number}"
        ]
        assert section.within("h2")[0].text() == arrangement["title"]
        for line in table_of(section, 0)[1:]:
            assert f"| {' | '.join(line)} |" in markdown
            assert all(cell in terminal for cell in line)
        readiness = next(line for line in table_of(section, 0) if line[0] == "Readiness")
        for cell, values in zip(readiness[1:-1], arrangement["readiness"]["values"], strict=True):
            assert_shows(cell, values)
        factors = {each["id"]: each for each in arrangement["factors"]}
        for line, each in zip(table_of(section, 1)[1:], factors.values(), strict=True):
            for cell, values in zip(line[1:-1], each["values"], strict=True):
                assert_shows(cell, values)
            last = [row for row in rows if row["id"] == each["id"]][-1]
            assert (line[-1] == "rose") == (each["overall"] == "rose")
            assert (last["point"] == "") == (each["values"][-1]["point"] is None)


def assert_shows(cell: str, values: dict[str, float | None]) -> None:
    if values["lowest"] is None:
        assert cell == "–"
        return
    told = [float(each) for each in re.findall(r"\d+\.\d", cell)]
    names = ["point"] if values["point"] is not None else []
    if values["lowest"] != values["highest"]:
        names += ["lowest", "highest"]
    assert told == pytest.approx([values[name] or 0 for name in names or ["lowest"]], abs=0.0501)


def test_what_is_left_out_across_versions_is_listed() -> None:
    asked = load_questionnaire(shipped_questionnaires()["nhs-partnering"])
    section, *others = asked.sections
    *kept, gone = others[0].questions
    smaller = replace(
        asked, version="0.9", sections=(section, replace(others[0], questions=tuple(kept)), *others[1:])
    )
    first, last = (partnerassess.score(asked, partnerassess.load_answers(CASES[name])) for name in "aa")
    page = render_courses(compare([replace(first, questionnaire=smaller), last]))
    assert_well_made(page)
    (listed,) = [
        each for each in read_page(page).within("section") if each.attributes.get("id") == "left-out"
    ]
    assert gone.id in listed.text()
    assert "not in every version" in listed.text()


@given(data=st.data())
def test_any_two_assessments_make_a_well_made_page(data: st.DataObject) -> None:
    asked = data.draw(questionnaires())
    page = render_courses(compare([score(asked, data.draw(answered(asked))) for _ in range(2)]))
    assert_well_made(page)


def test_names_from_files_stay_text() -> None:
    answers = partnerassess.load_answers(CASES["a"])
    named = replace(answers, partnership="<b>Sea</b> & Shore", date=None, file="<i>.yaml")
    asked = load_questionnaire(shipped_questionnaires()["nhs-partnering"])
    page = render_courses(compare([score(asked, named), score(asked, answers)]))
    assert_well_made(page)
    assert "<b>Sea" not in page
    assert "<i>" not in page
