"""The page on pooled answers: who answered, where they see it differently, and what is never told."""

import datetime
import json
import re
from dataclasses import replace

import pytest
from partnerassess.render.markdown.pooled import render_pooled_markdown

from builders import HALF, sampler
from instruments import Given, factor, question, questionnaire, scale
from markup import Element, assert_well_made, read_page
from pages import DOES_NOT_BELONG, HOSTILE, Golden, spoiled, without_version
from partnerassess.model import Scale
from partnerassess.pooling import PooledAssessment, explain_pooled, pool
from partnerassess.render.differences import NO_DIFFERENCES, ONE_SIDED, difference_sentences, mean_words
from partnerassess.render.export_pooled import render_pooled_json_line
from partnerassess.render.page import render_page
from test_pooling import chose, one_question, view, views
from test_render_pooled import report, town_and_sea
from test_render_terminal import squeezed

WORDS = re.compile(r"(?<![\w.])\d+\.\d+")


def page_of(*pooled: PooledAssessment, notes: bool = False) -> Element:
    return assert_well_made(render_page(pooled, notes=notes))


def differences_of(page: Element) -> Element:
    (section,) = [each for each in page.within("section") if each.attributes.get("id") == "differences"]
    return section


def rows_of(page: Element) -> list[Element]:
    """Give the rows on questions that are seen differently, folded ones too."""
    tables = [each for each in page.within("table") if each.classes() == {"seen"}]
    return [row for table in tables for row in table.within("tbody")[0].within("tr")]


def many_differences() -> PooledAssessment:
    """Give seven questions on which two organisations are as far apart as can be."""
    many = {question(f"q{number}"): 1 for number in range(7)}
    asked = questionnaire([factor("F", "context", many), factor("G", "enablers")])
    return pool(
        asked,
        [view(asked, {each.id: level for each in many}, name) for name, level in (("A", 0), ("B", 4))],
    )


def test_a_pooled_page_is_as_expected(golden: Golden) -> None:
    text = render_page([town_and_sea()], notes=True)
    assert_well_made(text)
    golden("page/pooled.html", without_version(text))


def test_several_pooled_partnerships_have_the_expected_page(golden: Golden) -> None:
    text = render_page([town_and_sea(), many_differences()])
    assert_well_made(text)
    golden("page/pooled-several.html", without_version(text))


def test_the_page_opens_with_who_answered() -> None:
    header = page_of(town_and_sea()).within("header")[0].text()
    assert "Who answered Sea: 4 people Town: 6 people Every organisation counts the same" in header


def test_differences_stand_before_the_arrangements_and_are_linked() -> None:
    page = page_of(town_and_sea())
    assert [each.text() for each in page.within("h2")][2:5] == [
        "Please note",
        "Where you see it differently",
        "The arrangements together",
    ]
    assert "#differences" in [each.attributes["href"] for each in page.within("nav")[0].within("a")]


def test_page_terminal_and_markdown_say_the_same_in_the_same_order() -> None:
    pooled = town_and_sea()
    words = differences_of(page_of(pooled)).text()
    markdown = render_pooled_markdown(pooled, explain_pooled(pooled), full=True)
    terminal = squeezed(report(pooled, 120, full=True))
    said = [
        each
        for seen in pooled.differences
        for each in (
            *(mean_words(part, seen.question) for part in seen.organisations),
            *difference_sentences(seen),
        )
    ]
    assert len(said) > 10
    place = 0
    for sentence in said:
        place = words.index(sentence, place)
        assert squeezed(sentence) in terminal
        assert sentence.replace("_", "\\_") in markdown or sentence in markdown


def test_page_json_and_terminal_show_the_same_numbers() -> None:
    pooled = town_and_sea()
    page, terminal = page_of(pooled), squeezed(report(pooled, 120, full=True))
    result = json.loads(render_pooled_json_line(pooled, explain_pooled(pooled)))
    seen = [each for each in result["differences"] if each["flags"] and "mean" in each]
    for row, exact in zip(rows_of(page), seen, strict=True):
        means, talk = row.within("td")
        shown = [each.text() for each in means.within("li")]
        for words, part in zip(shown, exact["organisations"], strict=True):
            assert part["organisation"] in words
            assert [float(each) for each in WORDS.findall(words)] == pytest.approx([part["mean"]], abs=0.005)
            assert squeezed(words[1:]) in terminal
        if exact["gap"] >= 1:
            assert float(re.findall(r"([\d.]+) levels? apart", talk.text())[0]) == pytest.approx(
                exact["gap"], abs=0.005
            )
    (table,) = [each for each in page.within("table") if "in numbers; " in each.within("caption")[0].text()]
    for row, arrangement in zip(table.within("tbody")[0].within("tr"), result["arrangements"], strict=True):
        readiness = row.within("td")[3].text()
        known = arrangement["readiness"]
        exact = [known[each] for each in ("point", "lowest", "highest") if known[each] is not None]
        numbers = [float(each) for each in WORDS.findall(readiness)]
        assert numbers == pytest.approx(exact[: len(numbers)], abs=0.0500001)
        assert all(each in report(pooled, 120) for each in WORDS.findall(readiness))


def test_every_difference_has_its_flags_in_words() -> None:
    asked = one_question(essential=HALF)
    row = rows_of(page_of(pool(asked, views(asked, {"A": [4, 4, 4], "B": [0, 0, 0]}))))[0]
    assert [each.text() for each in row.within("b")] == [
        "Split across the minimum",
        "Partners differ",
        "Spread",
    ]
    assert "Essential: at least 2 (Level 2) is needed" in row.text()


def test_each_picture_of_differences_has_a_table_that_says_the_same() -> None:
    page = page_of(many_differences())
    pictures = [each for each in page.within("figure") if each.classes() == {"dumbbells"}]
    tables = [each for each in page.within("table") if each.classes() == {"seen"}]
    assert [len(each.within("tbody")[0].within("tr")) for each in tables] == [5, 2]
    for picture, table in zip(pictures, tables, strict=True):
        labels = [each.text() for each in picture.within("text") if "wide" in each.classes()]
        assert labels == [row.within("th")[0].text() for row in table.within("tbody")[0].within("tr")]
        assert picture.within("desc")[0].text().startswith("A is A, B is B. 1. ") or labels[0].startswith(
            "6."
        )


def test_what_is_folded_away_is_on_the_page_all_the_same() -> None:
    page = page_of(many_differences())
    (folded,) = differences_of(page).within("details")
    assert folded.within("summary")[0].text() == "2 more questions"
    assert len(rows_of(page)) == 7


def test_withheld_means_are_neither_drawn_nor_told() -> None:
    asked = one_question()
    page = page_of(pool(asked, views(asked, {"A": [4, 4, 4], "B": [1, 0]})))
    section = differences_of(page)
    assert not section.within("svg")
    (row,) = rows_of(page)
    assert [each.text() for each in row.within("li")] == ["A A: 3 of 3 answered", "B B: 2 of 2 answered"]
    assert "Means are left out" in row.text()
    assert section.text().count("--show-small-groups") == 1
    shown = pool(asked, views(asked, {"A": [4, 4, 4], "B": [1, 0]}), show_small_groups=True)
    assert "B 0.50 (2 of 2 answered)" in differences_of(page_of(shown)).text()


def test_a_picture_leaves_out_the_questions_whose_means_are_withheld() -> None:
    asked = one_question()
    trust: dict[str, tuple[Given, ...]] = {"A": (4, 4, 4), "B": (1, 0, "unknown")}
    pooled = pool(
        asked,
        [
            view(asked, {"trust": level, "money": 4 if name == "A" else 0}, name, f"{name} {number}")
            for name, levels in trust.items()
            for number, level in enumerate(levels)
        ],
    )
    page = page_of(pooled)
    assert len(rows_of(page)) == 2
    (picture,) = differences_of(page).within("figure")
    labels = [each.text() for each in picture.within("text") if "wide" in each.classes()]
    assert labels == ["1. How far money?"]


def test_one_partners_view_is_marked_beside_every_verdict() -> None:
    asked = sampler()
    page = page_of(pool(asked, [chose(asked, "us", "A"), chose(asked, "us", "A", "Z")]))
    assert ONE_SIDED in page.within("header")[0].text()
    verdicts = ("ready", "undetermined", "not-ready")
    pills = [
        each for each in page.within("span") if "pill" in each.classes() and each.classes() & {*verdicts}
    ]
    assert len(pills) > 6
    assert all("one partner's view only" in each.text() for each in pills)


def test_one_persons_answers_are_compared_with_nobody() -> None:
    asked = one_question()
    assert "Where you see it differently" not in page_of(pool(asked, views(asked, {"A": [3]}))).text()


def test_people_who_agree_are_told_so() -> None:
    asked = one_question()
    page = page_of(pool(asked, views(asked, {"A": [3], "B": [3]})))
    assert NO_DIFFERENCES in differences_of(page).text()
    assert not rows_of(page)


def test_choices_and_questions_answered_on_one_side_only_are_told() -> None:
    many = {question(f"q{number}"): 1 for number in range(7)}
    asked = questionnaire([factor("F", "context", many, essential=HALF), factor("G", "enablers")])
    one = view(asked, {**{each.id: 3 for each in many}, "q-G": 3}, "A")
    section = differences_of(page_of(pool(asked, [one, view(asked, {"q-G": 3}, "B")])))
    assert "How far q0? Essential. No answer yet: B." in section.text()
    assert section.within("details")[0].within("li")[-1].text() == "How far q6? Essential. No answer yet: B."
    chosen = differences_of(page_of(town_and_sea()))
    assert "Chosen differently" in [each.text() for each in chosen.within("h3")]
    assert "It counts as open until you agree." in chosen.text()


def test_the_answers_behind_a_factor_are_the_means() -> None:
    asked = one_question()
    page = page_of(pool(asked, views(asked, {"A": [2], "B": [3]})))
    (factor_of_trust,) = [each for each in page.within("details") if "Factor F" in each.text()]
    assert "2.5 (on average)" in factor_of_trust.text()
    assert "not answered yet" not in factor_of_trust.text()


def test_the_methods_box_says_how_views_became_one_and_names_every_file() -> None:
    page = page_of(town_and_sea())
    (methods,) = [each for each in page.within("section") if each.attributes.get("id") == "methods"]
    assert "within an organisation, the mean" in methods.text()
    assert "Sea-0.yaml; Sea-1.yaml; Sea-2.yaml" in methods.text()


def on(pooled: PooledAssessment, day: str, name: str = "Seaside and Harbour") -> PooledAssessment:
    answers = replace(pooled.assessment.answers, date=datetime.date.fromisoformat(day), partnership=name)
    return replace(pooled, assessment=replace(pooled.assessment, answers=answers))


def test_several_dates_of_a_pooled_partnership_are_joined() -> None:
    page = page_of(on(town_and_sea(), "2024-09-01"), on(town_and_sea(), "2024-03-05"))
    assert "1 September 2024" in page.within("header")[0].text()
    assert [each for each in page.within("section") if each.attributes.get("id") == "history"]
    assert rows_of(page)


def test_several_pooled_partnerships_have_a_part_each_with_its_own_differences() -> None:
    page = page_of(on(town_and_sea(), "2024-09-01"), on(many_differences(), "2024-09-01", "Moor and Fen"))
    first, second = [each for each in page.within("div") if each.classes() == {"member"}]
    assert "Who answered Sea: 4 people" in first.text()
    assert len([each for each in second.within("svg") if each.attributes.get("role") == "img"]) == 1
    assert "and 4 more, on the page about this partnership alone" in second.text()
    assert [each.text() for each in first.within("h4")] == ["Where you see it differently"]


@pytest.mark.parametrize("hostile", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_in_pooled_answers_is_shown_as_text(hostile: str) -> None:
    pooled = spoiled(town_and_sea(), hostile)
    harmless = {each.tag for each in read_page(render_page([town_and_sea()])).within()}
    text = render_page([replace(pooled, files=(hostile, hostile))], notes=True)
    assert {each.tag for each in assert_well_made(text).within()} <= harmless
    assert not DOES_NOT_BELONG.search(text)


def ends_of(*scales: Scale) -> list[str]:
    """Give what stands at the ends of the picture on questions with these scales."""
    asked_about = {question(f"q{place}", each): 1 for place, each in enumerate(scales)}
    asked = questionnaire([factor("F", "context", asked_about), factor("G", "enablers")])
    ends = [(each.levels[0].value, each.levels[-1].value) for each in asked_about]
    pooled = pool(
        asked,
        [
            view(asked, {each.id: int(end[side]) for each, end in zip(asked_about, ends, strict=True)}, name)
            for side, name in enumerate("AB")
        ],
    )
    (picture,) = differences_of(page_of(pooled)).within("figure")
    return [each.text() for each in picture.within("text")][-2:]


def test_a_picture_names_the_ends_of_its_scale_as_far_as_its_questions_share_them() -> None:
    one = scale([0, 1, 4])
    renamed = replace(one, levels=tuple(replace(level, label=f"So {level.label}") for level in one.levels))
    assert ends_of(one, one) == ["0 Level 0", "4 Level 4"]
    assert ends_of(one, renamed) == ["0", "4"]
    assert ends_of(one, scale([0, 1, 2])) == ["lowest level", "highest level"]
