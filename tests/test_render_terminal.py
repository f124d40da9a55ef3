"""The report in the terminal: what it says, at every width, with and without colour and Unicode."""

import io
import re
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console, RenderableType

from builders import STARTED_BY, explained, sampler, seaside
from instruments import answered, answers, band, factor, question, questionnaire, questionnaires
from partnerassess.assessment import Assessment, Range
from partnerassess.conditions import Chose, Not
from partnerassess.explain import Explanation, explain
from partnerassess.library import case_studies, shipped_questionnaires
from partnerassess.loading import load_answers, load_questionnaire, read_answer_documents
from partnerassess.model import (
    Aggregation,
    Answer,
    Dimension,
    Questionnaire,
    Scoring,
    Unanswered,
)
from partnerassess.parsing.nodes import Document
from partnerassess.render.bars import bar, scale_lines
from partnerassess.render.marks import ASCII, UNICODE
from partnerassess.render.terminal import (
    render_readiness_lines,
    render_report,
    render_summary,
    render_table,
)
from partnerassess.report.numbers import format_percent, format_readiness
from partnerassess.scoring import score

Golden = Callable[[str, str], None]
ESCAPE = "\x1b"


def printed(renderable: RenderableType, width: int, **console: object) -> str:
    stream = io.StringIO()
    options: dict[str, object] = {"color_system": None, **console}
    Console(file=stream, width=width, markup=False, emoji=False, highlight=False, **options).print(renderable)  # type: ignore[arg-type]
    return stream.getvalue()


def report(
    explanation: Explanation,
    width: int = 80,
    *,
    notes: bool = False,
    full: bool = False,
    ascii_only: bool = False,
) -> str:
    return printed(
        render_report(explanation, width=width, notes=notes, full=full, ascii_only=ascii_only), width
    )


def squeezed(text: str) -> str:
    """Give a text without spaces, as it stands however it is wrapped."""
    return "".join(text.split())


@pytest.fixture(scope="module")
def shipped() -> Questionnaire:
    asked = load_questionnaire(shipped_questionnaires()["nhs-partnering"])
    return replace(asked, sha256="0" * 64)


def case_study(shipped: Questionnaire, path: Path) -> Assessment:
    (document,) = read_answer_documents(path.name, content=path.read_bytes())
    assert isinstance(document, Document)
    return score(shipped, load_answers(document, shipped))


# Expected texts


@pytest.mark.parametrize("path", case_studies(), ids=lambda path: path.stem)
@pytest.mark.parametrize("width", [80, 120])
def test_a_case_study_is_reported_as_expected(
    golden: Golden, shipped: Questionnaire, path: Path, width: int
) -> None:
    golden(f"terminal/{path.stem}-{width}.txt", report(explain(case_study(shipped, path)), width))


@pytest.mark.parametrize("width", [30, 60, 80, 120])
def test_everything_a_report_can_hold_is_shown_as_expected(golden: Golden, width: int) -> None:
    golden(f"terminal/sampler-{width}.txt", report(explained(), width, notes=True))


def test_the_full_report_is_shown_as_expected(golden: Golden) -> None:
    golden("terminal/sampler-full-80.txt", report(explained(), full=True, notes=True))


def test_the_report_in_ascii_is_shown_as_expected(golden: Golden) -> None:
    golden("terminal/sampler-ascii-80.txt", report(explained(), full=True, notes=True, ascii_only=True))


def test_the_report_in_colour_is_shown_as_expected(golden: Golden) -> None:
    coloured = printed(render_report(explained(), width=80), 80, color_system="standard", force_terminal=True)
    golden("terminal/sampler-colour-80.txt", coloured.replace(ESCAPE, "␛"))


@pytest.mark.parametrize("width", [60, 80, 120])
def test_several_assessments_are_set_side_by_side_as_expected(
    golden: Golden, shipped: Questionnaire, width: int
) -> None:
    every = [case_study(shipped, path) for path in case_studies()]
    text = printed(render_table(every, width=width), width)
    text += printed(render_summary(every, unusable=1, width=width), width)
    golden(f"terminal/several-{width}.txt", text)


def small(given_answers: dict[str, int | str | None], scoring: Scoring | None = None) -> Explanation:
    asked = questionnaire(
        [factor("A", "context"), factor("B", "enablers", essential=Fraction(1, 2))],
        [factor("C", "context"), factor("D", "enablers")],
    )
    asked = replace(asked, scoring=scoring) if scoring else asked
    return explain(score(asked, answers(asked, given_answers)))


def one_dimension() -> Explanation:
    start = (35, 175)
    asked = questionnaire(
        [factor("A", "d"), factor("B", "d")],
        dimensions=[Dimension(id="d", title="Capacity")],
        scoring=Scoring(
            shown_as=(Fraction(35), Fraction(175)),
            bands=(band("low", 35, start), band("middle", 85, start), band("high", 127, start)),
        ),
    )
    return explain(score(asked, answers(asked, {"q-A": 3, "q-B": 2})))


def seven_dimensions() -> Explanation:
    names = [f"d{number}" for number in range(7)]
    asked = questionnaire(
        [factor(f"f-{name}", name) for name in names],
        dimensions=[Dimension(id=name, title=f"Dimension {name} with a long name") for name in names],
    )
    return explain(score(asked, answers(asked, dict.fromkeys(asked.questions, 3))))


@pytest.mark.parametrize(
    ("name", "explanation"),
    [
        ("nothing-answered", small({})),
        ("nothing-applies", small(dict.fromkeys(("q-A", "q-B", "q-C", "q-D"), "not_applicable"))),
        ("level", small(dict.fromkeys(("q-A", "q-B", "q-C", "q-D"), 4))),
        ("swallowed", small({"q-A": 0, "q-B": 0, "q-C": 1})),
        (
            "no-bands",
            small(
                {"q-A": 4, "q-B": 1},
                Scoring(
                    shown_as=(Fraction(0), Fraction(3)),
                    unanswered=Unanswered.LOWEST,
                    dimensions=Aggregation.ARITHMETIC,
                ),
            ),
        ),
        ("one-dimension", one_dimension()),
        ("seven-dimensions", seven_dimensions()),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_other_instruments_and_extremes_are_shown_as_expected(
    golden: Golden, name: str, explanation: Explanation
) -> None:
    golden(f"terminal/{name}-80.txt", report(explanation))


# Width


def renderings(explanation: Explanation, width: int, ascii_only: bool) -> str:
    assessment = explanation.assessment
    return "".join(
        printed(each, width)
        for each in (
            render_report(explanation, width=width, notes=True, full=True, ascii_only=ascii_only),
            render_report(explanation, width=width, ascii_only=ascii_only),
            render_table([assessment], width=width, ascii_only=ascii_only),
            render_summary([assessment], unusable=1, width=width, ascii_only=ascii_only),
            render_readiness_lines(assessment, width=width, ascii_only=ascii_only),
        )
    )


@pytest.mark.parametrize("width", [30, 31, 40, 59, 71, 72, 73, 79, 95, 100, 121, 160, 200])
@pytest.mark.parametrize("ascii_only", [False, True])
def test_no_line_is_longer_than_the_width_or_ends_in_a_space(width: int, ascii_only: bool) -> None:
    for line in renderings(explained(), width, ascii_only).splitlines():
        assert len(line) <= width
        assert line == line.rstrip()


@st.composite
def assessed(draw: st.DrawFn) -> Assessment:
    asked = draw(questionnaires())
    return score(asked, draw(answered(asked)))


@given(assessed(), st.integers(30, 200), st.booleans())
def test_any_questionnaire_fits_any_width(assessment: Assessment, width: int, ascii_only: bool) -> None:
    text = renderings(explain(assessment), width, ascii_only)
    assert max(map(len, text.splitlines())) <= width
    for arrangement in assessment.questionnaire.arrangements:
        assert squeezed(arrangement.title) in squeezed(text)


LONG = "Anarrangementwhosetitlehasnospacesatallandgoesonformorethanonehundredcharacters" * 2


def with_long_names() -> Assessment:
    asked = sampler()
    arrangements = tuple(replace(each, title=f"{each.id}-{LONG}") for each in asked.arrangements)
    named = replace(seaside(), partnership=f"partnership-{LONG}", file=f"{LONG}.yaml")
    return score(replace(asked, arrangements=arrangements), named)


@pytest.mark.parametrize("width", [30, 72, 80, 200])
def test_long_names_are_wrapped_and_not_cut(width: int) -> None:
    assessment = with_long_names()
    text = printed(render_report(explain(assessment), width=width), width)
    live = printed(render_readiness_lines(assessment, width=width), width)
    table = printed(render_table([assessment], width=width), width)
    assert max(map(len, (text + live + table).splitlines())) <= width
    for arrangement in assessment.questionnaire.arrangements:
        assert f"{arrangement.id}-{LONG}" in squeezed(text)
        assert f"{arrangement.id}-{LONG}" in squeezed(live)
    # In the table other columns stand between the pieces of a name.
    assert squeezed(table).count("n") >= 4 * LONG.count("n")


def test_characters_two_columns_wide_do_not_break_the_layout() -> None:
    asked = sampler()
    arrangements = tuple(replace(each, title="協力関係" * 12) for each in asked.arrangements)
    wide = explain(score(replace(asked, arrangements=arrangements), seaside()))
    for width in (30, 72, 80):
        assert max(map(cell_len, renderings(wide, width, ascii_only=False).splitlines())) <= width


@pytest.mark.parametrize("width", [1, 5, 12, 20])
def test_even_a_sliver_of_a_terminal_gets_a_report(width: int) -> None:
    assert renderings(explained(), width, ascii_only=False)


# Colour and signs


def test_there_are_no_escape_codes_in_a_pipe_or_when_colour_is_unwanted() -> None:
    renderable = render_report(explained(), width=80, notes=True)
    assert ESCAPE not in printed(renderable, 80, force_terminal=False, color_system="auto")
    assert ESCAPE not in printed(renderable, 80, force_terminal=True, color_system="auto", no_color=True)
    assert ESCAPE in printed(renderable, 80, force_terminal=True, color_system="standard")


def test_colour_adds_nothing_to_the_words() -> None:
    renderable = render_report(explained(), width=80, notes=True)
    coloured = printed(renderable, 80, force_terminal=True, color_system="standard", height=10_000)
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == printed(renderable, 80)


def test_only_colours_that_read_on_light_and_dark_are_used() -> None:
    coloured = printed(
        render_report(explained(), width=80, full=True), 80, force_terminal=True, color_system="standard"
    )
    codes = {code for codes in re.findall(r"\x1b\[([0-9;]*)m", coloured) for code in codes.split(";")}
    assert codes <= {"0", "1", "31", "32", "35"}


def test_ascii_is_all_there_is_when_nothing_else_can_be_shown() -> None:
    assert report(explained(), notes=True, full=True, ascii_only=True).isascii()


# What comes from files


def test_markup_in_texts_stands_as_it_is() -> None:
    asked = sampler()
    arrangements = tuple(
        replace(each, title=f"{each.title} [/docs] [bold]:smile:") for each in asked.arrangements
    )
    hostile = replace(asked, title="[link=x]title[/link]", arrangements=arrangements)
    named = replace(seaside(), partnership="[red]us", organisation="[/]", respondent="[[x]]")
    text = squeezed(report(explain(score(hostile, named)), 200, full=True, notes=True))
    for expected in ("[/docs][bold]:smile:", "[link=x]title[/link]", "[red]us", "[/]", "[[x]]"):
        assert expected in text


def test_characters_that_would_move_the_cursor_become_visible() -> None:
    named = replace(seaside(), file="evil\x1b[2J\u202e.yaml", partnership="a\x07b")
    text = report(explain(score(sampler(), named)))
    assert r"evil\x1b[2J\u202e.yaml" in text
    assert r"a\x07b" in text


# What it says


def test_the_numbers_of_the_report_are_those_of_the_assessment() -> None:
    explanation = explained()
    leader = explanation.assessment.leader
    assert leader
    assert leader.readiness
    assert leader.readiness.point
    scoring = explanation.assessment.questionnaire.scoring
    text = " ".join(report(explanation).split())
    found = re.search(r"Readiness is ([\d.]+) on a scale of 0 to 100; between ([\d.]+) and ([\d.]+),", text)
    assert found
    numbers = (leader.readiness.point, leader.readiness.lowest, leader.readiness.highest)
    assert list(found.groups()) == [format_readiness(number, scoring) for number in numbers]
    covered = re.search(r"by weight: Context (\d+%), Enablers (\d+%)", text)
    assert covered
    shares = [part.coverage for part in leader.dimensions if part.coverage is not None]
    assert list(covered.groups()) == [format_percent(share) for share in shares]


def test_the_first_lines_say_what_is_best_supported_and_what_stands_in_the_way() -> None:
    first = report(explained()).splitlines()[:14]
    assert first[0] == "Seaside and Harbour"
    assert any(line.startswith("Best supported: Voluntary – individual") for line in first)
    assert any("Not settled yet" in line for line in first)
    assert any("What stands in the way" in line for line in first)


@pytest.mark.parametrize("terminal", [False, True])
@pytest.mark.parametrize("height", [24, 10_000])
def test_a_report_longer_than_the_screen_ends_with_its_answer(terminal: bool, height: int) -> None:
    renderable = render_report(explained(), width=80)
    text = printed(renderable, 80, force_terminal=terminal, height=height)
    last = text.splitlines()[-3:]
    again = ["", "Best supported: Voluntary – individual", "  75.0 (68.5 to 77.1), not settled yet."]
    assert (last == again) is (terminal and height == 24)


def test_what_is_not_in_the_partners_hands_stands_apart_and_is_not_recommended() -> None:
    text = report(fixed())
    assert "Most to gain: “How far q-B?”" in text
    apart = text.partition("Not in the partners' hands, but good to know\n")[2]
    assert apart.startswith("  •  How far q-A? Now 1 (Level 1).\n")
    held_back = text.partition("What holds it back")[2].partition("Not in the partners' hands")[0]
    assert "q-A" not in held_back


def fixed() -> Explanation:
    untouchable = replace(question("q-A"), effort=None)
    asked = questionnaire([factor("A", "context", {untouchable: 1}), factor("B", "enablers")])
    return explain(score(asked, answers(asked, {"q-A": 1, "q-B": 2})))


def test_level_arrangements_are_not_put_in_an_order() -> None:
    text = report(small(dict.fromkeys(("q-A", "q-B", "q-C", "q-D"), 4)))
    assert text.count("level with the other") == 2
    assert "1st of 2" not in text
    assert not re.search(r"^\d", text, re.MULTILINE)


def test_some_answers_without_a_figure_lead_to_what_to_find_out() -> None:
    first = report(small({"q-A": 4, "q-C": 4})).splitlines()[2:4]
    assert first == [
        "Too early to say: only 2 of 4 questions are answered.",
        "  With each arrangement below stands which open answers to find out first.",
    ]


@pytest.mark.parametrize("width", [72, 80, 100, 120, 200])
def test_the_map_is_as_wide_as_the_text(width: int) -> None:
    lines = report(explained(), width).splitlines()
    frame = next(line for line in lines if line.startswith("┌"))
    assert min(width, 100) - 1 <= len(frame) <= min(width, 100)
    assert max(map(len, lines)) <= min(width, 100)


def test_arrangements_that_share_the_first_place_are_counted_apart() -> None:
    level = small(dict.fromkeys(("q-A", "q-B", "q-C", "q-D"), 4)).assessment
    ahead = small({"q-A": 4, "q-B": 4, "q-C": 1, "q-D": 1}).assessment
    text = printed(render_summary([level, level, ahead], unusable=0, width=60), 60)
    assert "Arrangement 1: first 1, level first 2," in text
    assert "Arrangement 2: first 0, level first 2," in text
    wide = printed(render_summary([ahead], unusable=0, width=80), 80)
    assert "Level first" not in wide
    table = printed(render_table([level], width=80), 80)
    assert table.count("1=") == 2


@pytest.mark.parametrize("width", [60, 100])
def test_assessments_of_one_name_say_which_file_and_document_they_come_from(width: int) -> None:
    one = score(sampler(), seaside())
    other = score(sampler(), replace(seaside(), file="-"))
    plain = " ".join(printed(render_table([one, other], width=width), width).split())
    assert "· seaside.yaml" in plain
    assert "· standard input" in plain
    labelled = printed(render_table([one, one], width=width, labels=["document 1", "document 2"]), width)
    assert "· seaside.yaml, document 2" in " ".join(labelled.split())
    assert "seaside.yaml" not in printed(render_table([one], width=width), width)


def test_an_arrangement_that_does_not_apply_is_said_not_to_and_why() -> None:
    given_answers = {**seaside().answers, "started-by": Answer(given=STARTED_BY.choices[1])}
    mandated = replace(seaside(), answers=given_answers)
    text = " ".join(report(explain(score(sampler(), mandated)), 60).split())
    assert text.count("It does not apply: “Who asks for it?”: An outside body.") == 2


def test_a_start_that_excludes_everything_says_so() -> None:
    asked = sampler()
    never = Not(condition=Chose(question="started-by", choices=("them",)))
    arrangements = tuple(replace(each, applies_if=never) for each in asked.arrangements)
    mandated = {**seaside().answers, "started-by": Answer(given=STARTED_BY.choices[1])}
    assessment = score(
        replace(asked, arrangements=arrangements, advice=()), replace(seaside(), answers=mandated)
    )
    assert "No arrangement applies to the answers given." in report(explain(assessment))
    assert "Does not apply" in printed(render_table([assessment], width=60), 60)
    assert "does not apply 1" in printed(render_summary([assessment], unusable=0, width=60), 60)


def test_several_questionnaires_are_counted_apart() -> None:
    other = replace(sampler(), id="other", title="Another one")
    assessments = [score(asked, replace(seaside(), questionnaire=asked.id)) for asked in (sampler(), other)]
    text = printed(render_summary(assessments, unusable=2, width=80), 80)
    assert "2 assessments scored. 2 inputs could not be used." in text
    assert text.index("A questionnaire with everything") < text.index("Another one")


def test_notes_are_shown_only_when_asked_for() -> None:
    assert "ten years" not in report(explained())
    assert "They have known each other for ten years." in report(explained(), notes=True)


def test_the_live_lines_say_how_far_the_answers_go() -> None:
    lines = printed(render_readiness_lines(explained().assessment, width=100), 100).splitlines()
    assert [line.split("  ")[1] for line in lines] == [
        arrangement.title for arrangement in sampler().arrangements
    ]
    assert lines[0].endswith("4 of 5 answers")
    plain = printed(render_readiness_lines(explained().assessment, width=100, bars=False), 100)
    assert not set(plain) & set("█▓░│")


# Bars

positions = st.fractions(0, 1)


@given(st.tuples(positions, positions, positions), st.integers(10, 60), st.fractions(Fraction(1, 5), 1))
def test_a_bar_reaches_the_mark_exactly_when_the_number_does(
    numbers: tuple[Fraction, Fraction, Fraction], cells: int, cut_off: Fraction
) -> None:
    lowest, point, highest = sorted(numbers)
    drawn = bar(Range(point=point, lowest=lowest, highest=highest), cells, cut_off, UNICODE)
    assert len(drawn) == cells + 1
    place = drawn.index("│")
    before = drawn[place - 1]
    assert (lowest >= cut_off) == (before == "█")
    assert (point >= cut_off) == (before in "█▓")
    assert (highest >= cut_off) == (before in "█▓░")


@given(positions, st.integers(10, 60))
def test_a_bar_is_full_only_at_the_top_and_empty_only_at_the_bottom(position: Fraction, cells: int) -> None:
    drawn = bar(Range(point=position, lowest=position, highest=position), cells, None, ASCII)
    assert len(drawn) == cells
    assert (drawn == "#" * cells) == (position == 1)
    assert (drawn == "." * cells) == (position == 0)


def test_the_scale_marks_where_bands_start_and_ready_before_others() -> None:
    axis, numbers = scale_lines(40, sampler().scoring, ASCII)
    assert axis == "+-------------+-----------+---+---------+"
    assert numbers == "0             35          65  75      100"
    assert scale_lines(20, sampler().scoring, ASCII)[1] == "0      35      75 100"
    assert scale_lines(20, Scoring(), ASCII) == (f"+{'-' * 18}+", f"0{' ' * 16}100")
