"""The pooled report: who answered, and where they differ, in every format and at every width."""

import datetime
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from partnerassess.render.markdown.pooled import render_pooled_markdown
from partnerassess.render.markdown.report import render_markdown
from partnerassess.render.terminal.pooled import (
    dot_line,
    render_differences,
    render_who_answered,
)
from partnerassess.render.terminal.report import render_report
from rich.console import Group

from builders import HALF, sampler, seaside
from instruments import Given, factor, question, questionnaire, scale
from partnerassess.library import schema_text
from partnerassess.model import Answers, Questionnaire
from partnerassess.pooling import PooledAssessment, explain_pooled, pool
from partnerassess.render.differences import agreement_sentence, choice_sentence, difference_sentences
from partnerassess.render.export_pooled import (
    pooled_result_of,
    render_pooled_json,
    render_pooled_json_line,
)
from partnerassess.render.sheet import Trimmed, make_sheet
from test_pooling import chose, one_question, trust, view, views
from test_render_terminal import printed, squeezed

Golden = Callable[[str, str], None]
SIGNS = ("●", "○", "◆")


def sets_of(asked: Questionnaire, said: Mapping[str, Sequence[Mapping[str, Given]]]) -> list[Answers]:
    return [
        replace(
            seaside(levels, asked),
            organisation=name,
            respondent=f"{name} {number}",
            file=f"{name}-{number}.yaml",
        )
        for name, everybody in said.items()
        for number, levels in enumerate(everybody)
    ]


def town_and_sea() -> PooledAssessment:
    asked = sampler()
    town: list[Mapping[str, Given]] = [
        {"trust": level, "money": 4, "talk": 3, "reason": level, "figures": 1} for level in (3, 3, 4, 3, 3)
    ]
    sea: list[Mapping[str, Given]] = [
        {"trust": 2, "money": 0, "talk": 3, "reason": level, "figures": 4} for level in (2, 1, 4)
    ]
    chosen = [chose(asked, "us", "Town", "Z"), chose(asked, "them", "Sea")]
    return pool(asked, [*sets_of(asked, {"Town": town, "Sea": sea}), *chosen])


def report(pooled: PooledAssessment, width: int = 80, *, ascii_only: bool = False, full: bool = False) -> str:
    explanation = explain_pooled(pooled)
    rendered = render_report(
        explanation, width=width, ascii_only=ascii_only, full=full, notes=True, pooled=pooled
    )
    return printed(rendered, width)


@pytest.mark.parametrize(("width", "ascii_only"), [(120, False), (80, False), (60, False), (60, True)])
def test_the_parts_of_its_own_are_as_expected_at_every_width(
    width: int, ascii_only: bool, golden: Golden
) -> None:
    sheet, pooled = make_sheet(width, ascii_only=ascii_only), town_and_sea()
    parts = Group(*render_who_answered(sheet, pooled), *render_differences(sheet, pooled))
    text = printed(Trimmed(parts), width)
    golden(f"pooled/parts-{width}{'-ascii' if ascii_only else ''}.txt", text)
    for part in text.split("\n\n"):
        assert part in report(pooled, width, ascii_only=ascii_only)
    assert max(map(len, text.splitlines())) <= width


def test_the_markdown_has_its_own_parts_and_all_others(golden: Golden) -> None:
    pooled = town_and_sea()
    text = markdown(pooled)
    who, _, rest = text.partition("\n\nA questionnaire with everything")
    opening, _, rest = rest.partition("## Where you see it differently\n\n")
    differences, _, rest = rest.partition("\n\n## ")
    golden("pooled/parts.md", f"{who}\n\n{differences}\n")
    plain = render_markdown(explain_pooled(pooled))
    assert plain.startswith("# Seaside and Harbour\n\nA questionnaire with everything")
    assert opening.strip() in plain
    assert plain.endswith(rest)


def test_ascii_reports_are_ascii() -> None:
    assert report(town_and_sea(), 60, ascii_only=True, full=True).isascii()


def test_the_report_opens_with_who_answered() -> None:
    assert report(town_and_sea()).startswith("Who answered\n  •  Sea: 4 people\n  •  Town: 6 people\n")


def test_several_dates_are_said_with_what_keeps_them_apart() -> None:
    asked = one_question()
    nurse, doctor, other = views(asked, {"A": [4, 3], "B": [1]})
    dates = (datetime.date(2025, 5, 1), datetime.date(2026, 5, 1))
    pooled = pool(asked, [*(replace(nurse, date=date) for date in dates), doctor, other])
    for text in (report(pooled), markdown(pooled)):
        words = " ".join(text.replace("\\", "").split())
        assert "A: 2 people, 3 answer sets" in words
        assert (
            "The answers are from 2 dates, 1 May 2025 to 1 May 2026. Whoever answered more than once counts "
            "more than once. To look at each date by itself: --by partnership,date."
        ) in words
    assert "dates" not in report(pool(asked, [nurse, doctor, other]))


def test_one_view_is_called_that_and_is_compared_with_nobody() -> None:
    asked = one_question()
    text = report(pool(asked, views(asked, {"A": [3]}, named=False)))
    assert squeezed("one partner's view only") in squeezed(text)
    assert "Where you see it differently" not in text
    assert "- A: 1 answer set" in markdown(pool(asked, views(asked, {"A": [3]}, named=False)))


def markdown(pooled: PooledAssessment, *, full: bool = False) -> str:
    return render_pooled_markdown(pooled, explain_pooled(pooled), full=full)


def test_people_who_agree_are_told_so() -> None:
    asked = one_question()
    agreed = pool(asked, views(asked, {"A": [3], "B": [3]}))
    assert "No answers are far enough apart" in report(agreed)
    assert "No answers are far enough apart" in markdown(agreed)


def test_long_lists_are_cut_short_unless_everything_is_asked_for() -> None:
    many = {question(f"q{number}"): 1 for number in range(7)}
    asked = questionnaire([factor("F", "context", many), factor("G", "enablers")])
    low, high = (view(asked, {each.id: level for each in many}, str(level)) for level in (0, 4))
    pooled = pool(asked, [low, high])
    assert "and 2 more (--full shows all)" in report(pooled)
    assert "and 2 more questions" in markdown(pooled)
    assert "How far q6?" in report(pooled, full=True).split("Where you see it differently")[1]
    assert "more questions" not in markdown(pooled, full=True)


def test_withheld_means_are_neither_drawn_nor_told() -> None:
    asked = one_question()
    pooled = pool(asked, views(asked, {"A": [4, 4, 4], "B": [1, 0]}))
    said = report(pooled).split("Where you see it differently")[1]
    assert "├" not in said.split("How far money")[0].split("\n\n")[1]
    assert "B: 2 of 2 answered" in said
    assert "--show-small-groups" in said
    assert "The partners are a level or more apart." in said
    assert "The answers lie far apart." in said
    result = result_of(pooled)["differences"][0]
    assert (result["gap"], result["spread"]) == (None, None)
    assert [part["mean"] for part in result["organisations"]] == [None, None]


def result_of(pooled: PooledAssessment) -> Any:
    return json.loads(render_pooled_json_line(pooled, explain_pooled(pooled), notes=True))


def test_json_says_who_answered_and_how_differently() -> None:
    asked = one_question()
    sets = [
        replace(each, file=f"{number}.yaml")
        for number, each in enumerate(views(asked, {"A": [3, 3, 4, 3, 3], "B": [1, 2, 1]}))
    ]
    result = result_of(pool(asked, sets))
    assert result["organisations"] == ["A", "B"]
    assert result["respondents"] == 8
    assert result["files"] == [f"{number}.yaml" for number in range(8)]
    seen = result["differences"][0]
    assert seen["flags"] == ["partners_differ"]
    assert seen["mean"] == pytest.approx((3.2 + 4 / 3) / 2)
    assert seen["agreement"] == {
        "r_wg": pytest.approx(0.4286, abs=0.0001),
        "critical": pytest.approx(0.607, abs=0.001),
    }
    assert [part["mean"] for part in seen["organisations"]] == [3.2, pytest.approx(4 / 3)]


def test_json_names_choices_made_differently() -> None:
    asked = sampler()
    pooled = pool(asked, [chose(asked, "us", "A"), chose(asked, "them", "B")])
    text = render_pooled_json([(pooled, explain_pooled(pooled))])
    assert json.loads(text)[0]["differences"] == [
        {
            "question": "started-by",
            "flags": ["chosen_differently"],
            "chosen": {"us": 1, "them": 1},
            "organisations": [
                {"organisation": "A", "chosen": {"us": 1}},
                {"organisation": "B", "chosen": {"them": 1}},
            ],
        }
    ]
    assert pooled_result_of(pooled, explain_pooled(pooled))["respondents"] == 2


def test_every_flag_is_put_into_words() -> None:
    asked = one_question(essential=HALF)
    said = list(difference_sentences(trust(pool(asked, views(asked, {"A": [4, 4, 4], "B": [0, 0, 0]})))))
    assert said[:3] == [
        "Essential: at least 2 (Level 2) is needed, and only some of the answers reach it.",
        "The partners are 4 levels apart.",
        "The answers lie 2 levels from their middle on average, which is far.",
    ]


def test_agreement_that_cannot_be_told_from_chance_says_so() -> None:
    two = question("trust", scale([0, 1]))
    asked = questionnaire([factor("F", "context", {two: 1}), factor("G", "enablers")])
    agreement = trust(pool(asked, [view(asked, {"trust": 1}, "A", str(n)) for n in range(5)])).agreement
    assert agreement is not None
    assert agreement_sentence(agreement).endswith("1.00 of 1, which cannot be told from chance.")


def line_of(levels: Mapping[str, Sequence[Given]], room: int, *, ascii_only: bool = False) -> str:
    asked = one_question()
    seen = trust(pool(asked, views(asked, levels, named=False)))
    signs = ("A", "B", "C") if ascii_only else SIGNS
    return dot_line(seen, signs, room, make_sheet(80, ascii_only=ascii_only))


def test_dots_stand_where_the_means_are() -> None:
    assert line_of({"A": [2], "B": [4]}, 17) == "├───┼───●───┼───○"
    assert line_of({"A": [2], "B": [2, 2, 1]}, 17) == "├───┼──○●───┼───┤"
    assert line_of({"A": [0], "B": [1, 1, 2]}, 20, ascii_only=True) == "A---+B--+---+---+"


def test_means_at_one_place_share_a_sign() -> None:
    assert line_of({"A": [2], "B": [2], "C": [0]}, 17) == "◆───┼───◉───┼───┤"
    assert line_of({"A": [2], "B": [2]}, 17, ascii_only=True) == "+---+---@---+---+"


def test_a_scale_too_long_for_ticks_still_has_its_dots() -> None:
    long = question("trust", scale(list(range(101))))
    asked = questionnaire([factor("F", "context", {long: 1}), factor("G", "enablers")])
    seen = trust(pool(asked, [view(asked, {"trust": 100}, "A"), view(asked, {"trust": 50}, "B")]))
    assert dot_line(seen, SIGNS, 21, make_sheet(60, ascii_only=False)) == "├─────────○─────────●"


@given(
    st.lists(st.lists(st.integers(0, 4), min_size=1, max_size=5), min_size=2, max_size=3),
    st.integers(9, 60),
)
def test_a_dot_never_reaches_a_level_that_the_mean_has_not(levels: list[list[int]], room: int) -> None:
    said = dict(zip("ABC", levels, strict=False))
    line = line_of(said, room)
    apart = (len(line) - 1) // 4
    assert len(line) <= room
    for sign, everybody in zip(SIGNS, levels, strict=False):
        if line.count(sign) == 1 and apart > 1:
            place, total = line.index(sign), sum(everybody)
            assert (place % apart == 0) is (total % len(everybody) == 0)
            assert place // apart == total // len(everybody)


def test_questions_answered_on_one_side_only_are_told() -> None:
    many = {question(f"q{number}"): 1 for number in range(7)}
    asked = questionnaire([factor("F", "context", many, essential=HALF), factor("G", "enablers")])
    one = view(asked, {**{each.id: 3 for each in many}, "q-G": 3}, "A")
    pooled = pool(asked, [one, view(asked, {"q-G": 3}, "B")])
    assert "•  “How far q0?” Essential. No answer yet: B." in report(pooled)
    assert "and 2 more (--full shows all)" in report(pooled)
    assert "**How far q6?** Essential. No answer yet: B." in markdown(pooled, full=True)
    assert "- and 2 more questions" in markdown(pooled)
    assert "“How far q6?” Essential. No answer yet: B." in report(pooled, full=True)


def test_full_reports_show_every_arrangement_and_notes() -> None:
    asked = sampler()
    away = pool(asked, [chose(asked, "them", "A"), chose(asked, "them", "B")])
    assert "It does not apply" in report(away)
    assert "Context, factor by factor" in report(away, full=True).split("Voluntary – structural")[-1]


def test_organisations_without_better_signs_have_letters() -> None:
    asked = one_question()
    said: dict[str, Sequence[Given]] = {f"O{number:02}": [number % 5] for number in range(28)}
    text = report(pool(asked, views(asked, said, named=False)))
    assert "Z  O25 0.00" in text
    assert "*  O26 1.00" in text


def test_small_groups_are_told_by_their_choices_in_all() -> None:
    asked = sampler()
    few = [chose(asked, "us", "A", "X"), chose(asked, "them", "A", "Y"), chose(asked, "them", "B")]
    pooled = pool(asked, few)
    assert "The organisations themselves (1) and An outside body (2)." in choice_sentence(pooled.choices[0])
    shown = pool(asked, few, show_small_groups=True)
    assert choice_sentence(shown.choices[0]).startswith("A: The organisations themselves (1) and An outside")
    assert "; B: An outside body." in choice_sentence(shown.choices[0])


def test_a_pooled_result_has_the_form_that_its_schema_says() -> None:
    schema = json.loads(schema_text("result"))
    asked = one_question()
    small = pool(asked, views(asked, {"A": [4, None, None], "B": [1]}))
    for pooled in (town_and_sea(), small):
        Draft202012Validator(schema).validate([result_of(pooled)])
