"""Reports in the terminal and as Markdown: one screen, everything, in words alone, at every width."""

import re
from collections.abc import Callable
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from msgspec.structs import replace
from rich.cells import cell_len

from builders import GIVEN, sampler, seaside
from instruments import Given, answered, questionnaires
from partnerassess.assessment import Range
from partnerassess.files.reading import clean
from partnerassess.model import Answers, Questionnaire
from partnerassess.render.characters import UNICODE
from partnerassess.render.drawing import draw_bar
from partnerassess.render.markdown import render_markdown
from partnerassess.render.terminal import render_terminal
from partnerassess.report.assessment import report_assessment
from partnerassess.report.portfolio import read_member, report_portfolio
from partnerassess.report.shapes import (
    Action,
    Actions,
    Axis,
    Bar,
    Bars,
    Block,
    Cell,
    Course,
    Dot,
    Gap,
    Gaps,
    Heat,
    Line,
    Mark,
    Part,
    Points,
    Prose,
    RangeRow,
    Ranges,
    Reading,
    Records,
    Report,
    Role,
)
from partnerassess.scoring import score
from test_report import invented, shipped_cases

Golden = Callable[[str, str], None]

SCREEN = 24
COMMANDS = (("partnerassess report a.yaml", "the page"), ("partnerassess plan a.yaml", "the plan"))
DRAWINGS = "█▓░▒├┤┃●·─"
NUMBER = re.compile(r"(?<![\w.])\d+(?:\.\d+)?(?![\w.]*\d)")

HALF = Fraction(1, 2)
READY = Axis(
    "0", "100", (Mark(Fraction(3, 4), "Ready 75"),), (Mark(0, "Early"), Mark(Fraction(3, 4), "Ready"))
)
LEVELS = Axis("0", "4")
SHAPES: dict[str, Block] = {
    "prose": Prose("Between 41 and 78 of 100, ready from 75.", "Can't tell yet."),
    "points": Points(("A clear reason", "People and money set aside")),
    "records": Records(
        ("Weak point", "Now", "Next step"), (("Money", "A little", "One side sets some aside."),)
    ),
    "actions": Actions((Action("Set people aside", "Not at all", "A few are named", "It comes first."),)),
    "ranges": Ranges(
        READY,
        (
            RangeRow(
                "A few people",
                HALF,
                Fraction(2, 3),
                Fraction(3, 4),
                "Can't tell yet",
                ("50", "75"),
                "67",
                "contract",
            ),
            RangeRow(
                "Two organisations", Fraction(1, 4), None, Fraction(9, 10), "Not ready yet", ("25", "90")
            ),
        ),
        "One other form does not apply.",
    ),
    "bars": Bars(
        LEVELS,
        (
            Bar("Trust", Fraction(3, 4), "75", Fraction(3, 4), Fraction(3, 4), detail="essential: in place"),
            Bar("Time", None, "25 to 75", Fraction(1, 4), Fraction(3, 4), group="Enablers"),
        ),
    ),
    "gaps": Gaps(
        LEVELS,
        (
            Gap(
                "Promises kept",
                (Dot("Riverside", HALF, "2"), Dot("Valley", Fraction(1), "4")),
                "Valley sees it higher",
            ),
        ),
    ),
    "course": Course(
        READY,
        (Mark(0, "May 2024"), Mark(1, "May 2025")),
        (
            Line(
                "A few people",
                (
                    Reading(0, HALF, HALF, HALF, "50  Early"),
                    Reading(1, Fraction(4, 5), HALF, Fraction(1), "80  Ready"),
                ),
            ),
        ),
    ),
    "heat": Heat(
        ("Trust", "Time"),
        (("Bay", (Cell(Fraction(1), "100"), Cell(None, "?"))),),
        "The darker, the stronger.",
    ),
}


def of(block: Block) -> Report:
    return Report("A title", ("Bay", "12 May 2024"), (Part("A part", (block,)),))


def lines_of(report: Report, width: int, **how: object) -> list[str]:
    return [line.plain for line in render_terminal(report, width=width, **how).lines]  # type: ignore[arg-type]


# One screen


@pytest.mark.parametrize("place", range(6))
def test_a_shipped_case_is_one_screen_that_ends_with_what_to_type_next(place: int) -> None:
    every = [*shipped_cases(), invented()]
    lines = lines_of(report_assessment(every[place], commands=COMMANDS), 80, height=SCREEN)
    assert len(lines) <= SCREEN
    assert max(map(cell_len, lines)) <= 80
    assert lines[-1].strip().startswith("partnerassess plan a.yaml")
    assert any(line.startswith("Weak points") for line in lines)
    assert any(line.startswith("What to do") for line in lines)


@given(
    questionnaires().flatmap(lambda asked: st.tuples(st.just(asked), answered(asked))),
    st.integers(80, 140),
)
def test_any_assessment_is_one_screen(drawn: tuple[Questionnaire, Answers], width: int) -> None:
    asked, answers = drawn
    report = report_assessment(score(asked, answers), commands=COMMANDS)
    lines = lines_of(report, width, height=SCREEN)
    assert len(lines) <= SCREEN
    assert max(map(cell_len, lines)) <= min(width, 100)


@pytest.mark.parametrize("width", [40, 60, 72, 80, 120])
@pytest.mark.parametrize("full", [False, True])
def test_nothing_is_cut_at_any_width(width: int, full: bool) -> None:
    for assessment in (shipped_cases()[1], invented()):
        report = report_assessment(assessment, full=full)
        lines = lines_of(report, width)
        assert max(map(cell_len, lines)) <= width
        shown = squeezed("".join(lines))
        for part in (*report.parts, *(part for fold in report.folds for part in fold.parts)):
            for block in part.blocks:
                for words in texts_of(block):
                    assert squeezed(clean(words)) in shown


def test_thirty_partnerships_are_about_fifty_lines() -> None:
    asked = sampler()
    chosen: list[dict[str, Given]] = [{**GIVEN, "trust": place % 5, "talk": place % 4} for place in range(30)]
    every = [
        replace(each, answers=replace(each.answers, partnership=f"Harbour and Bay {place}"))
        for place, each in enumerate(score(asked, seaside(given_, asked)) for given_ in chosen)
    ]
    report = report_portfolio(map(read_member, every), [every[0].questionnaire], commands=COMMANDS)
    assert len(lines_of(report, 80)) <= 55


# In words alone, and in ASCII


def test_without_drawings_every_line_says_one_thing() -> None:
    for assessment in (shipped_cases()[0], invented()):
        for full in (False, True):
            text = "\n".join(lines_of(report_assessment(assessment, full=full), 80, accessible=True))
            assert not set(text) & set(DRAWINGS)


def test_a_stream_of_ascii_gets_ascii() -> None:
    text = "\n".join(lines_of(report_assessment(score(sampler(), seaside()), full=True), 80, utf8=False))
    assert text.isascii()


# The same in every form


def test_every_form_has_the_same_numbers() -> None:
    for assessment in [*shipped_cases(), invented()]:
        report = report_assessment(assessment, full=True)
        told = numbers_of(render_markdown(report).replace("\\", ""))
        assert numbers_of("\n".join(lines_of(report, 100, accessible=True))) - NUMBERING == told - NUMBERING


@pytest.mark.parametrize("name", SHAPES)
def test_each_shape_is_as_expected(name: str, golden: Golden) -> None:
    report = of(SHAPES[name])
    parts = [
        "\n".join(lines_of(report, 80)),
        "\n".join(lines_of(report, 50)),
        "\n".join(lines_of(report, 80, accessible=True)),
        render_markdown(report),
    ]
    golden(f"shapes/{name}.txt", "\n\n----\n\n".join(parts) + "\n")


@pytest.mark.parametrize(("form", "ending"), [("terminal", "txt"), ("markdown", "md")])
def test_a_whole_report_is_as_expected(form: str, ending: str, golden: Golden) -> None:
    report = report_assessment(score(sampler(), seaside()), full=True, notes=True)
    text = render_markdown(report) if form == "markdown" else str(render_terminal(report, width=80))
    golden(f"report/whole.{ending}", text)


# Drawings never contradict their numbers


@example(Fraction(1), Fraction(79, 80), 60)
@example(Fraction(1), Fraction(1), 60)
@example(Fraction(0), Fraction(1, 80), 60)
@example(Fraction(0), Fraction(0), 60)
@given(st.fractions(0, 1), st.fractions(0, 1), st.integers(60, 120))
def test_a_point_stands_left_of_the_mark_exactly_when_it_is_below(
    point: Fraction, mark: Fraction, width: int
) -> None:
    row = RangeRow("A", point, point, point, "said", number="1")
    axis = Axis("0", "100", (Mark(mark, "Ready"),))
    both = Report("", (), (Part("", (Ranges(axis, (row, row)),)),))
    drawn, place = lines_of(both, width)[-3], lines_of(both, width)[-1].index("┃")
    dot = drawn.index("●")
    assert (dot < place) == (point < mark)
    assert (dot == place) == (point == mark)


@given(st.fractions(0, 1), st.fractions(0, 1), st.integers(4, 60))
def test_a_bar_reaches_the_mark_exactly_when_its_number_does(
    point: Fraction, mark: Fraction, cells: int
) -> None:
    drawn = draw_bar(Range(point=point, lowest=point, highest=point), cells, mark, UNICODE)
    filled, place = drawn.count(UNICODE.certain), drawn.index(UNICODE.cut_off)
    assert drawn.replace(UNICODE.cut_off, "") == (UNICODE.certain * filled).ljust(cells, UNICODE.rest)
    assert (filled < place) == (point < mark)
    assert (filled == place) == (point == mark)


@given(st.fractions(0, 1), st.integers(20, 120), st.integers(1, 60))
def test_what_an_axis_says_is_never_cut(mark: Fraction, width: int, longest: int) -> None:
    row = RangeRow("A" * longest, Fraction(0), Fraction(0), Fraction(1), "said")
    axis = Axis("0", "100", (Mark(mark, "Ready 75"),))
    lines = lines_of(Report("", (), (Part("", (Ranges(axis, (row, row)),)),)), width)
    last = next(place for place, line in enumerate(lines) if "Ready" in line or "0" in line)
    assert set(" ".join(lines[last:]).split()) >= {"0", "100", "Ready", "75"}
    assert all(len(line) <= width for line in lines)


# Markdown


markup = st.lists(st.sampled_from([*r"\`*_[](){}<>|~$#+-=!&;:@^.", "1.", " ", "a", "http://", "<b>", "&lt;"]))


@given(words=markup.map("".join) | st.text())
def test_no_text_becomes_markup(words: str) -> None:
    expected = clean(" ".join(words.split()))
    github = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    blocks = (Points((words,)), Records(("a", "b"), ((words, "c"),)))
    html = unescaped(github.render(render_markdown(Report("T", ("x",), (Part(words, blocks),)))))
    assert f"<h2>{expected}</h2>" in html
    if expected:
        assert f"<li>{expected}</li>" in html
        assert f"<td>{expected}</td>\n<td>c</td>" in html


@pytest.mark.parametrize(
    ("words", "escaped"),
    [
        ("see https://example.org", r"see https\://example.org"),
        ("www.example.org", r"www\.example.org"),
        ("a@example.org", r"a\@example.org"),
        ("<https://example.org>", r"&lt;https\://example.org&gt;"),
    ],
)
def test_addresses_are_broken_where_readers_look_for_links(words: str, escaped: str) -> None:
    assert f"\n- {escaped}\n" in render_markdown(of(Points((words,))))


def test_commands_to_type_next_are_for_terminals_alone() -> None:
    report = report_assessment(shipped_cases()[0], commands=COMMANDS)
    assert report.parts[-1].role is Role.NEXT
    assert "partnerassess" not in render_markdown(report)


NUMBERING = {str(number) for number in range(1, 10)}
"""Terminals and Markdown number lists in their own ways."""


def numbers_of(text: str) -> set[str]:
    return set(NUMBER.findall(text))


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def unescaped(html: str) -> str:
    for name, sign in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&amp;", "&")):
        html = html.replace(name, sign)
    return html


def texts_of(block: Block) -> list[str]:
    """Give texts that have to be there whole, however they are laid out."""
    match block:
        case Prose(words=words):
            return [words]
        case Points(items=items):
            return list(items)
        case Actions(rows=rows):
            return [row.do for row in rows]
        case Records(rows=rows):
            return [row[0] for row in rows]
        case Bars(rows=rows):
            return [row.label for row in rows]
        case Ranges(caption=caption):
            return [caption]
        case _:
            return []
