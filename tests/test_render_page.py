"""The page: what it shows, that it is safe and accessible as far as its text tells, and its pictures."""

import datetime
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from fractions import Fraction
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
import typer
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import Markup
from typer.testing import CliRunner, Result

from builders import GIVEN, STARTED_BY, sampler, seaside
from instruments import BANDS, SCORING, answered, answers, factor, question, questionnaire, questionnaires
from markup import Element, assert_well_made, read_page
from partnerassess import __version__
from partnerassess.assessment import Assessment, EssentialState
from partnerassess.cli.report import report
from partnerassess.cli.score import score as score_command
from partnerassess.cli.status import ExitStatus
from partnerassess.explain import explain
from partnerassess.library import case_studies, shipped_questionnaires
from partnerassess.loading import load_answers, load_questionnaire, read_answer_documents
from partnerassess.model import (
    Aggregation,
    Answer,
    Answers,
    Dimension,
    Questionnaire,
    Scoring,
    Unanswered,
)
from partnerassess.nodes import Document
from partnerassess.problems import ProblemsFound
from partnerassess.render.export_json import result_of
from partnerassess.render.page import render_page
from partnerassess.render.page.closing import NOTES_INCLUDED, NOTES_LEFT_OUT, format_formula
from partnerassess.render.page.colours import DARK, DRAWN_PAIRS, LIGHT, TEXT_PAIRS
from partnerassess.render.page.drawing import curves_of
from partnerassess.render.page.dumbbell import Compared, find_letters, render_dumbbells
from partnerassess.render.page.opening import format_finding
from partnerassess.render.page.plane import Axis, Mark, render_plane
from partnerassess.render.page.ranges import Measured, Scale, Span, Tick, render_ranges
from partnerassess.render.page.report import find_language
from partnerassess.render.page.shown import find_link, shortened, visible
from partnerassess.render.page.signs import judge_essential
from partnerassess.render.page.slope import Moment, render_slope
from partnerassess.render.page.templating import style
from partnerassess.render.sentences import EARLY_HINT
from partnerassess.scoring import score

Golden = Callable[[str, str], None]
RUN = f"partnerassess {__version__}"

HOSTILE = (
    "<script>alert(1)</script>",
    '"><svg onload=alert(1)>',
    "' onmouseover='alert(1)' x='",
    "</title></style></textarea><img src=x onerror=alert(1)>",
    "{{ 7 * 7 }}{% raw %}&lt;b&gt;&#60;i",
    "javascript:alert(1)//http://",
    "right \u202eto left\u202c, \u200bno width, \x1b[31m",
    "x" * 10_000,
)
"""What nobody would type, and what a page must show as it stands."""

TEXT_FIELDS = frozenset(
    (
        "title", "text", "help", "description", "label", "note", "partnership", "organisation", "respondent",
        "file", "citation", "url", "where", "say", "meaning", "theme", "language", "version", "sha256",
    )
)  # fmt: skip
"""The fields that hold text for people."""

DOES_NOT_BELONG = re.compile("[\u200b\u202c\u202e\x1b]")
SCALE = Scale(bottom="0", top="100", cut_off=Tick(position=0.75, words="75"))


@pytest.fixture(scope="module")
def shipped() -> Questionnaire:
    asked = load_questionnaire(shipped_questionnaires()["nhs-partnering"])
    return replace(asked, sha256="0" * 64)


def case_study(shipped: Questionnaire, path: Path) -> Assessment:
    (document,) = read_answer_documents(path.name, content=path.read_bytes())
    assert isinstance(document, Document)
    return score(shipped, load_answers(document, shipped))


@pytest.fixture(scope="module")
def case_a(shipped: Questionnaire) -> Assessment:
    return case_study(shipped, case_studies()[0])


@pytest.fixture(scope="module")
def sampled() -> Assessment:
    return score(sampler(), seaside())


def dated(date: str, given: Mapping[str, Any] = GIVEN) -> Assessment:
    return score(
        sampler(), replace(seaside(given), date=datetime.date.fromisoformat(date), file=f"{date}.yaml")
    )


# Expected pages


def without_version(text: str) -> str:
    """Give a page as every version makes it."""
    return text.replace(RUN, "partnerassess VERSION")


@pytest.mark.parametrize("path", case_studies(), ids=lambda path: path.stem)
def test_a_case_study_has_the_expected_page(golden: Golden, shipped: Questionnaire, path: Path) -> None:
    text = render_page([case_study(shipped, path)])
    assert_well_made(text)
    golden(f"page/{path.stem}.html", without_version(text))


def test_a_page_with_notes_is_as_expected(golden: Golden, sampled: Assessment) -> None:
    golden("page/sampler-notes.html", without_version(render_page([sampled], notes=True)))


def test_several_case_studies_have_the_expected_page(golden: Golden, shipped: Questionnaire) -> None:
    text = render_page(case_study(shipped, path) for path in case_studies())
    assert_well_made(text)
    golden("page/several.html", without_version(text))


def test_several_dates_have_the_expected_page(golden: Golden) -> None:
    better = {**GIVEN, "time": 4, "figures": 3}
    text = render_page(
        [dated("2024-09-01", better), dated("2024-03-05"), dated("2025-03-01", {**better, "trust": 4})]
    )
    assert_well_made(text)
    golden("page/dates.html", without_version(text))


# Structure


@given(st.data())
@settings(max_examples=30, deadline=None)
def test_any_assessment_makes_a_well_made_page(data: st.DataObject) -> None:
    asked = data.draw(questionnaires())
    scored = score(asked, data.draw(answered(asked)))
    assert_well_made(render_page([scored], notes=data.draw(st.booleans())))
    assert_well_made(render_page([scored, scored]))


@pytest.mark.parametrize(
    "given_answers", [{}, {"started-by": "unknown"}, dict.fromkeys(GIVEN, "not_applicable")]
)
def test_a_page_without_numbers_is_well_made(given_answers: Mapping[str, Any]) -> None:
    page = assert_well_made(render_page([score(sampler(), seaside(given_answers))]))
    assert "nan" not in page.text().casefold().split()


def test_a_questionnaire_without_bands_map_or_second_dimension_makes_a_page() -> None:
    only = Dimension(id="context", title="Context")
    asked = questionnaire([factor("F1", "context")], dimensions=[only], scoring=Scoring())
    page = assert_well_made(render_page([score(asked, answers(asked, {"q-F1": 2}))]))
    assert page.within("h1")[0].text() == "How ready: Arrangement 1"
    assert "against" not in page.text()


def test_the_parts_come_in_the_order_of_a_board_paper(case_a: Assessment) -> None:
    page = read_page(render_page([case_a]))
    assert [each.text() for each in page.within("h2")] == [
        "How sure this is",
        "What to do first",
        "The arrangements together",
        "What to do",
        "1. Voluntary – individual",
        "2. Mandated – individual",
        "3. Voluntary – structural",
        "4. Mandated – structural",
        "Factor by factor",
        "How the numbers come about",
    ]


def test_every_verdict_stands_beside_its_sign_its_number_its_cut_off_and_its_answers(
    case_a: Assessment,
) -> None:
    page = read_page(render_page([case_a]))
    tiles = [each for each in page.within("div") if each.classes() == {"tile"}]
    assert [each.text() for each in tiles[0].within("h3", "desc", "p")] == [
        "Voluntary – individual",
        "Readiness: 68.5. The scale runs from 0 to 100. The mark stands at 75.",
        "68.5 (54.8 to 77.7)",
        "? Not settled yet (band: Nearly ready)",
        "1st of 4 · 16 of 21 answers · “Ready” starts at 75",
    ]
    assert len(tiles) == 4


def test_every_factor_opens_to_its_questions_answers_and_source(case_a: Assessment) -> None:
    page = read_page(render_page([case_a]))
    factors = [each for each in page.within("details") if each.classes() == {"factor"}]
    expected = [each for result in case_a.arrangements for each in result.factors()]
    assert len(factors) == len(expected)
    for element, result in zip(factors, expected, strict=True):
        words = element.text()
        assert result.factor.title in words
        assert result.factor.id in words
        assert "Source: " in words
        for answer in result.answers:
            assert answer.question.text in words


def test_the_heat_map_has_every_factor_with_a_number_and_a_word(case_a: Assessment) -> None:
    page = read_page(render_page([case_a]))
    (table,) = [each for each in page.within("table") if each.classes() == {"heat"}]
    cells = table.within("a")
    assert len(cells) == sum(len(result.factors()) for result in case_a.arrangements)
    words = ("strong", "partly there", "needs work", "to find out", "does not apply")
    assert all(any(word in cell.text() for word in words) for cell in cells)
    assert [each.text() for each in table.within("th") if each.attributes["scope"] == "rowgroup"] == [
        "Context",
        "Enablers",
    ]


def sent() -> Answers:
    """Give answers with which one arrangement does not apply."""
    them = Answer(given=STARTED_BY.choices[1])
    return replace(seaside(), answers=MappingProxyType({**seaside().answers, "started-by": them}))


def test_what_does_not_apply_says_why_and_shows_no_number() -> None:
    scored = score(sampler(), sent())
    page = assert_well_made(render_page([scored]))
    (part,) = [
        each
        for each in page.within("section")
        if each.within("h2") and each.within("h2")[0].text() == "Voluntary – structural"
    ]
    assert "It does not apply: “Who asks for it?”: An outside body." in part.text()
    assert not part.within("svg", "table")
    assert "Does not apply" in assert_well_made(render_page([scored, scored])).text()


def test_more_than_three_unmet_essential_factors_are_counted() -> None:
    factors = [factor(f"F{number}", "context", essential=Fraction(1, 2)) for number in range(5)]
    asked = questionnaire([*factors, factor("E", "enablers")])
    page = read_page(render_page([score(asked, answers(asked, {"q-F0": 0, "q-E": 4}))]))
    steps = [each.text() for each in page.within("ol")[0].within("li")]
    assert steps[0] == "Essential and not met: Factor F0. Now 0 (Level 0), needs 2 (Level 2)."
    assert steps[3] == "And more: 2 further essential factors are not met or open."


def test_arrangements_that_are_level_share_their_place() -> None:
    page = read_page(render_page([score(sampler(), seaside(dict.fromkeys(GIVEN, 4)))]))
    assert page.text().count("level with 2 others · ") == 3
    assert "1st of 3" not in page.text()
    (together,) = [each for each in page.within("table") if "Place" in each.within("th")[0].text()]
    assert [each.within("td")[0].text() for each in together.within("tbody")[0].within("tr")] == ["1="] * 3
    assert "Voluntary – individual" in [each.text() for each in page.within("h2")]


def three(given_answers: Mapping[str, int], *, fixed: tuple[str, ...] = ()) -> Element:
    """Give the page on one arrangement of two dimensions; nobody can raise what is `fixed`."""
    asked = [
        replace(question(name), effort=None if name in fixed else question(name).effort)
        for name in ("q-A", "q-B", "q-C")
    ]
    factors = [
        factor("A", "context", {asked[0]: 1}),
        factor("B", "context", {asked[1]: 1}),
        factor("C", "enablers", {asked[2]: 1}),
    ]
    shown = questionnaire(factors, factors)
    return assert_well_made(render_page([score(shown, answers(shown, given_answers))]))


def lists_of(page: Element) -> dict[str, str]:
    """Give what stands under each heading of the first arrangement."""
    (part,) = [each for each in page.within("section") if each.attributes.get("id") == "arrangement-1"]
    return {
        each.within("h3")[0].text(): each.text()
        for each in part.within("div")
        if each.within("h3") and "columns" not in each.classes()
    }


def test_an_answer_that_nobody_can_raise_stands_apart_and_is_no_step() -> None:
    page = three({"q-A": 1, "q-B": 2, "q-C": 2}, fixed=("q-A",))
    lists = lists_of(page)
    apart = "Not in the partners' hands, but good to know How far q-A? Now 1 (Level 1)."
    assert lists["Not in the partners' hands, but good to know"] == apart
    assert "q-A" not in lists["What holds it back"]
    assert "q-A" not in page.within("ol")[0].text()


def test_what_gains_or_moves_nothing_is_closed_in_one_sentence() -> None:
    closed = "One level up alone changes nothing while something else holds readiness down."
    page = three({"q-A": 0, "q-B": 0, "q-C": 0})
    assert lists_of(page)["What holds it back"] == f"What holds it back {closed}"
    assert "Listed first: Arrangement 1." in page.within("p")[2].text()
    still = lists_of(three({"q-A": 0, "q-B": 0}))["Find out first"]
    assert still == "Find out first The open answer cannot move readiness on its own."


def test_a_page_that_comes_too_early_says_its_count_once_and_where_to_look() -> None:
    page = read_page(render_page([score(sampler(), seaside({"trust": 4}))]))
    finding = page.within("h1")[0].text()
    assert finding.startswith("Too early to say: only 1 of ")
    assert page.within("section")[0].text().count("is answered") == 1
    assert EARLY_HINT in page.text()


def test_answers_without_a_name_say_that_they_come_from_standard_input() -> None:
    nameless = score(sampler(), replace(seaside(), partnership=None, file="-"))
    assert "standard input" in read_page(render_page([nameless])).text()
    titles = [each.text() for each in read_page(render_page([nameless, nameless])).within("h3")]
    assert titles.count("standard input") == 4


def test_the_page_says_whether_notes_are_included(sampled: Assessment) -> None:
    note = "They have known each other for ten years."
    without, including = (read_page(render_page([sampled], notes=notes)).text() for notes in (False, True))
    assert NOTES_LEFT_OUT in without
    assert note not in without
    assert NOTES_INCLUDED in including
    assert note in including


def test_the_methods_box_names_all_that_the_numbers_rest_on(sampled: Assessment) -> None:
    page = read_page(render_page([sampled]))
    (methods,) = [each for each in page.within("section") if each.attributes.get("id") == "methods"]
    words = methods.text()
    for part in (
        "conventions of the questionnaire, not validated",
        "Readiness = √(Context × Enablers)",
        "67%",
        "sampler, version 1",
        "0123456789abcdef" * 4,
        "seaside.yaml",
        "partnerassess ",
        "5 March 2024",
        "A. Author. A study.",
        *(band.title for band in BANDS),
    ):
        assert part in words


def test_warnings_and_unusable_inputs_stand_at_the_top(sampled: Assessment) -> None:
    page = read_page(render_page([sampled], count_unusable=lambda: 2))
    opening = page.within("main")[0].within("section")[0].text()
    assert "Answered against version 0.9" in opening
    assert "2 inputs could not be used." in opening


def test_source_addresses_are_links_only_if_they_lead_to_web_pages() -> None:
    assert find_link("https://example.org") == "https://example.org"
    assert find_link("HTTP://example.org") == "HTTP://example.org"
    assert find_link("javascript:alert(1)") is None
    assert find_link("data:text/html,x") is None
    assert find_link(None) is None


def test_a_page_declares_the_questionnaires_language_if_it_is_one() -> None:
    assert find_language("cy") == "cy"
    assert find_language(None) == find_language('en" onload="') == "en-GB"


def test_essential_states_have_a_sign_and_a_word() -> None:
    assert [(judge_essential(each).sign, judge_essential(each).words) for each in EssentialState] == [
        ("✓", "met"),
        ("✗", "not met"),
        ("?", "open"),
    ]


# The same numbers everywhere


@pytest.mark.parametrize("path", case_studies(), ids=lambda path: path.stem)
def test_page_json_and_terminal_show_the_same_numbers(shipped: Questionnaire, path: Path) -> None:
    assessment = case_study(shipped, path)
    terminal = (Path(__file__).parent / "golden" / "terminal" / f"{path.stem}-120.txt").read_text("utf-8")
    (table,) = [
        each for each in read_page(render_page([assessment])).within("table")
        if "arrangements in numbers" in each.within("caption")[0].text()
    ]  # fmt: skip
    result = json.loads(json.dumps(result_of(explain(assessment))))
    rows = table.within("tbody")[0].within("tr")
    for row, arrangement in zip(rows, result["arrangements"], strict=True):
        parts = [*arrangement["dimensions"].values(), arrangement["readiness"]]
        shown = [each.text() for each in row.within("td")[1:4]]
        for words, part in zip(shown, parts, strict=True):
            exact = [part[each] for each in ("point", "lowest", "highest") if part[each] is not None]
            numbers = [float(each) for each in re.findall(r"\d+\.\d+", words)]
            assert numbers == pytest.approx(
                exact[-len(numbers) :] if len(numbers) > 1 else exact[:1], abs=0.0500001
            )
            assert all(each in terminal for each in re.findall(r"\d+\.\d+ to \d+\.\d+", words))


# Safety


def spoiled(value: Any, hostile: str) -> Any:
    """Put a hostile text into every field that holds text for people."""
    if isinstance(value, tuple):
        return tuple(spoiled(each, hostile) for each in value)
    if isinstance(value, Mapping):
        return MappingProxyType({key: spoiled(each, hostile) for key, each in value.items()})
    if not is_dataclass(value) or isinstance(value, type):
        return value
    changes = {}
    for each in fields(value):
        if not each.init:
            continue
        old = getattr(value, each.name)
        is_text = each.name in TEXT_FIELDS and isinstance(old, str)
        changes[each.name] = hostile if is_text else spoiled(old, hostile)
    return replace(value, **changes)


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


# Colours


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


# One, several dates, many


def test_nothing_scored_makes_no_page() -> None:
    assert render_page([]) == ""


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


def test_names_match_whatever_their_case_and_spaces() -> None:
    other = score(
        sampler(), replace(seaside(), partnership="  SEASIDE and  harbour ", date=datetime.date(2025, 1, 1))
    )
    assert 'id="history"' in render_page([dated("2024-03-05"), other])


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


# Findings


def found(result_verdicts: Mapping[str, Any]) -> str:
    return format_finding(score(sampler(), seaside(result_verdicts)))


def test_the_title_is_the_finding() -> None:
    assert found({}) == "Too early to say: no question is answered yet."
    others = "Mandated – individual and Voluntary – structural are not ready"
    assert found(GIVEN) == f"Best supported: Voluntary – individual, not settled yet; {others}"
    best = dict.fromkeys(GIVEN, 4)
    assert found(best).startswith("Best supported, and level with each other: Voluntary – individual, ")
    assert found(best).endswith(", ready as things stand")
    assert found(dict.fromkeys(GIVEN, 1)).endswith(", though not ready yet")
    assert found(dict.fromkeys(GIVEN, "not_applicable")).startswith("No arrangement can be assessed")


@pytest.mark.parametrize(
    ("aggregation", "weights", "formula"),
    [
        (Aggregation.GEOMETRIC, (1, 1), "Readiness = √(Context × Enablers)"),
        (Aggregation.GEOMETRIC, (2, 1), "Readiness = ∛(Context^2 × Enablers)"),
        (Aggregation.GEOMETRIC, (3, 4), "Readiness = (Context^3 × Enablers^4)^(1/7)"),
        (Aggregation.ARITHMETIC, (1, 2), "Readiness = (Context + 2 × Enablers) ÷ 3"),
        (Aggregation.MINIMUM, (1, 1), "Readiness = the lowest of Context and Enablers"),
        (Aggregation.MINIMUM, (1,), "Readiness = Context"),
    ],
)
def test_the_formula_is_the_questionnaires_own(
    aggregation: Aggregation, weights: tuple[int, ...], formula: str
) -> None:
    assert format_formula(weighted(aggregation, weights)) == formula


def weighted(aggregation: Aggregation, weights: tuple[int, ...]) -> Questionnaire:
    names = ("context", "enablers")[: len(weights)]
    dimensions = [
        Dimension(id=name, title=name.capitalize(), weight=weight)
        for name, weight in zip(names, weights, strict=True)
    ]
    return questionnaire(
        [factor(f"F-{name}", name) for name in names],
        dimensions=dimensions,
        scoring=replace(SCORING, dimensions=aggregation),
    )


def test_a_questionnaire_that_counts_open_answers_as_lowest_says_so() -> None:
    asked = replace(
        weighted(Aggregation.MINIMUM, (1, 1)), scoring=replace(SCORING, unanswered=Unanswered.LOWEST)
    )
    page = read_page(render_page([score(asked, answers(asked, {"q-F-context": 3}))]))
    assert "An open answer counts as the lowest level." in page.text()


# Pictures


@pytest.mark.parametrize("aggregation", list(Aggregation))
@pytest.mark.parametrize("weights", [(1, 1), (1, 100), (100, 1)])
def test_along_a_curve_readiness_is_the_same(aggregation: Aggregation, weights: tuple[int, int]) -> None:
    p, q = weights
    curves = curves_of(weighted(aggregation, weights))
    assert [curve.words for curve in curves] == ["35", "65", "Ready 75"]
    assert [curve.is_cut_off for curve in curves] == [False, False, True]
    for level, curve in zip((0.35, 0.65, 0.75), curves, strict=True):
        for x, y in curve.points:
            assert -1e-9 <= x <= 1 + 1e-9
            assert -1e-9 <= y <= 1 + 1e-9
            reached = {
                Aggregation.GEOMETRIC: (x**p * y**q) ** (1 / (p + q)),
                Aggregation.ARITHMETIC: (p * x + q * y) / (p + q),
                Aggregation.MINIMUM: min(x, y),
            }[aggregation]
            assert reached == pytest.approx(level)


def drawn(picture: Markup) -> Element:
    return read_page(str(picture)).within("svg")[0]


def test_a_range_is_drawn_where_its_number_is() -> None:
    rows = [
        Measured(label="Known", words="60", span=Span(lowest=0.25, point=0.6, highest=0.75)),
        Measured(
            label="Open", words="0 to 100", span=Span(lowest=0, point=None, highest=1), has_cut_off=False
        ),
        Measured(label="Settled", words="50", span=Span(lowest=0.5, point=None, highest=0.5)),
    ]
    picture = drawn(render_ranges("r", "Title", rows, SCALE))
    bars = [(each.attributes["x"], each.attributes["width"]) for each in picture.within("rect")]
    assert bars == [("25%", "50%"), ("0%", "100%")]
    assert [each.attributes["cx"] for each in picture.within("circle")] == ["60%", "50%"]
    assert [each.attributes["x1"] for each in picture.within("line") if each.classes() == {"mark"}] == [
        "75%"
    ] * 2
    assert picture.within("desc")[0].text() == (
        "Known: 60; Open: 0 to 100; Settled: 50. The scale runs from 0 to 100. The mark stands at 75."
    )


@pytest.mark.parametrize(
    ("position", "left"), [(0.05, ["5", "100"]), (0.5, ["5", "0", "100"]), (0.95, ["5", "0"])]
)
def test_the_numbers_of_a_scale_do_not_touch(position: float, left: list[str]) -> None:
    scale = Scale(bottom="0", top="100", cut_off=Tick(position=position, words="5"))
    assert [each.text() for each in drawn(render_ranges("r", "Title", [], scale)).within("text")] == left


def test_marks_on_the_plane_stand_at_their_figure_or_lowest_corner_and_never_on_each_other() -> None:
    known = Mark(label="1", x=Span(lowest=0, point=0.5, highest=1), y=Span(lowest=0, point=0.5, highest=1))
    unknown = Mark(
        label="2", x=Span(lowest=0.2, point=None, highest=1), y=Span(lowest=0.2, point=0.4, highest=1)
    )
    same = replace(unknown, label="3")
    axis = Axis(title="Context", bottom="0", top="100")
    picture = drawn(render_plane("p", "T", "D", marks=[known, unknown, same], curves=[], axes=(axis, axis)))
    places = [
        (float(each.attributes["cx"]), float(each.attributes["cy"])) for each in picture.within("circle")
    ]
    assert places[:2] == [(46 + 165, 26 + 165), (46 + 66, 26 + 264)]
    assert places[2][0] - places[1][0] >= 22
    assert ["hollow" in each.classes() for each in picture.within("circle")] == [False, True, True]


def test_a_slope_leads_through_the_dates_that_have_numbers() -> None:
    known, unknown = Span(lowest=0.5, point=0.5, highest=0.5), Span(lowest=0, point=None, highest=1)
    moments = [
        Moment(date="1 May", words="50", span=known),
        Moment(date="1 June", words="no number", span=None),
        Moment(date="1 July", words="0 to 100", span=unknown),
        Moment(date="1 August", words="50", span=known),
    ]
    picture = drawn(render_slope("s", "Title", moments, SCALE))
    assert [each.classes() for each in picture.within("line") if "way" in each.classes()] == [
        {"way", "guessed"}
    ] * 2
    assert len(picture.within("circle")) == 3
    words = [each.text() for each in picture.within("text")]
    assert words == ["75", "100", "0", "1 May", "1 August"]
    assert picture.within("desc")[0].text() == "1 May: 50; 1 June: no number; 1 July: 0 to 100; 1 August: 50."


def test_a_scale_without_a_cut_off_has_no_mark() -> None:
    scale = replace(SCALE, cut_off=None)
    known = Span(lowest=0.5, point=0.5, highest=0.5)
    moments = [Moment(date=date, words="50", span=known) for date in ("1 May", "1 June")]
    row = Measured(label="Known", words="50", span=known)
    for picture in (render_slope("s", "Title", moments, scale), render_ranges("r", "Title", [row], scale)):
        assert not [each for each in drawn(picture).within("line") if {"mark", "cut-off"} & each.classes()]


def test_a_dumbbell_shows_each_organisation_by_its_letter_and_the_distance_between_them() -> None:
    rows = [
        Compared(
            label="How far?",
            means={"Riverside": 0.25, "Valley": 0.75},
            words={"Riverside": "1", "Valley": "3"},
        ),
        Compared(
            label="How well?",
            means={"Riverside": 0.5, "Valley": 0.5},
            words={"Riverside": "2", "Valley": "2"},
        ),
        Compared(label="How much?", means={"Valley": 1.0}, words={"Valley": "4"}),
        Compared(label="How long?", means={}, words={}),
    ]
    picture = drawn(render_dumbbells("d", "Title", rows, SCALE))
    assert find_letters(rows) == {"Riverside": "A", "Valley": "B"}
    marks = [each for each in picture.within("svg") if each.classes() == {"over"}]
    assert [each.attributes["x"] for each in marks] == ["25%", "75%", "50%", "100%"]
    assert [each.text() for each in picture.within("text")] == [
        "How far?", "A", "B", "How well?", "AB", "How much?", "B", "How long?", "0", "100",
    ]  # fmt: skip
    reach = [each for each in picture.within("line") if each.classes() == {"reach"}]
    assert [(each.attributes["x1"], each.attributes["x2"]) for each in reach] == [("25%", "75%")]
    assert picture.within("desc")[0].text() == (
        "A is Riverside, B is Valley. "
        "How far? A 1, B 3; How well? A 2, B 2; How much? B 4; How long? no view."
    )


def test_more_organisations_than_letters_get_numbers() -> None:
    names = [f"Organisation {number}" for number in range(27)]
    rows = [Compared(label="Q", means=dict.fromkeys(names, 0.5), words=dict.fromkeys(names, "2"))]
    assert list(find_letters(rows).values())[-2:] == ["Z", "27"]


# The command


def run(*arguments: str | Path, stdin: str = "") -> Result:
    app = typer.Typer(pretty_exceptions_enable=False)
    app.command()(report)
    app.command()(score_command)
    return CliRunner().invoke(app, ["report", *map(str, arguments)], input=stdin)


def test_the_report_is_written_whole_and_says_where(tmp_path: Path) -> None:
    target = tmp_path / "report.html"
    done = run(case_studies()[0], "-o", target)
    assert done.exit_code == ExitStatus.DONE
    assert done.stdout == ""
    assert "Open it in a browser" in done.stderr
    assert_well_made(target.read_text("utf-8"))


def test_a_report_of_a_folder_leaves_out_what_cannot_be_used(tmp_path: Path) -> None:
    for path in case_studies()[:2]:
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / "broken.yaml").write_text("answers: [", "utf-8")
    target = tmp_path / "report.html"
    done = run(tmp_path, "--output", target)
    assert done.exit_code == ExitStatus.UNUSABLE
    assert "broken.yaml" in done.stderr
    page = assert_well_made(target.read_text("utf-8"))
    assert page.within("h1")[0].text().startswith("2 assessments: ")
    assert "1 input could not be used." in page.text()


def test_a_report_of_nothing_usable_writes_no_file(tmp_path: Path) -> None:
    target = tmp_path / "report.html"
    assert run(tmp_path / "missing.yaml", "-o", target).exit_code == ExitStatus.UNUSABLE
    assert not target.exists()


def test_a_report_that_cannot_be_written_is_told_with_its_reason(tmp_path: Path) -> None:
    done = run(case_studies()[0], "-o", tmp_path / "no" / "such" / "folder.html")
    assert isinstance(done.exception, ProblemsFound)
    assert "folder.html" in str(done.exception)


def test_a_report_can_go_to_standard_output_and_take_standard_input() -> None:
    done = run("-", "-q", "nhs-partnering", "-o", "-", "--notes", stdin=case_studies()[0].read_text("utf-8"))
    assert done.exit_code == ExitStatus.DONE
    page = assert_well_made(done.stdout)
    assert NOTES_INCLUDED in page.text()
    assert done.stderr == ""


def test_a_report_needs_to_know_where_to_go() -> None:
    assert run(case_studies()[0]).exit_code == ExitStatus.USAGE
