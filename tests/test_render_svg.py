"""Pictures: everything is drawn where its number is."""

from fractions import Fraction
from itertools import pairwise

import pytest
from markupsafe import Markup
from msgspec.structs import replace

from markup import Element, read_page
from partnerassess.render import svg
from partnerassess.render.layout import find_letters, find_words_below
from partnerassess.report.shapes import Axis, Bar, Course, Dot, Gap, Gaps, Line, Mark, RangeRow, Reading, Tone
from reports import COURSE, PLAIN, READINESS, part_of


def drawn(picture: Markup) -> Element:
    return read_page(str(picture)).within("svg")[0]


def of(picture: Element, kind: str, *names: str) -> list[tuple[str, ...]]:
    return [
        tuple(each.attributes[name] for name in names) for each in picture.within() if kind in each.classes()
    ]


def row(lowest: float | None, point: float | None, highest: float | None) -> RangeRow:
    places = [None if each is None else part_of(each) for each in (lowest, point, highest)]
    return RangeRow("A", places[0], places[1], places[2], "words", ("25", "75"), "60", tone=Tone.LEADING)


def test_a_range_is_drawn_where_its_number_is() -> None:
    picture = drawn(svg.draw_range(row(25, 60, 75), READINESS))
    assert of(picture, "span", "x", "width") == [("25%", "50%")]
    assert of(picture, "dot", "cx") == [("60%",)]
    assert of(picture, "cut", "x1", "x2") == [("75%", "75%")]
    assert of(picture, "zone", "x", "width") == [
        ("0%", "35%"), ("35%", "30%"), ("65%", "10%"), ("75%", "25%"),
    ]  # fmt: skip
    assert [each.text() for each in picture.within("text")] == ["25", "75", "60"]


def test_without_a_figure_there_is_no_dot_and_without_numbers_no_range() -> None:
    assert of(drawn(svg.draw_range(row(0, None, 100), READINESS)), "dot", "cx") == []
    nothing = drawn(svg.draw_range(row(None, None, None), READINESS))
    assert of(nothing, "span", "x") == of(nothing, "dot", "cx") == []


def test_where_a_figure_was_last_time_is_drawn_beside_it() -> None:
    picture = drawn(svg.draw_range(replace(row(25, 60, 75), before=part_of(40)), READINESS))
    assert of(picture, "before", "cx") == [("40%",)]


def test_a_bar_is_as_long_as_its_number_and_shows_where_it_can_lie() -> None:
    picture = drawn(svg.draw_bar(Bar("A", part_of(12.5), "13", part_of(5), part_of(40), part_of(50)), PLAIN))
    assert of(picture, "bar", "width") == [("12.5%",)]
    assert of(picture, "reach", "x1", "x2") == [("5%", "40%")]
    assert of(picture, "minimum", "x1") == [("50%",)]
    unknown = drawn(svg.draw_bar(Bar("A", None, "not known", part_of(5), part_of(40)), PLAIN))
    assert of(unknown, "unknown", "x", "width") == [("5%", "35%")]
    assert of(unknown, "bar", "width") == []


def test_those_who_stand_in_one_place_stand_beside_each_other() -> None:
    dots = tuple(Dot(name, part_of(50), "Partly") for name in ("North", "South", "East"))
    gap = Gap("A", (*dots, Dot("West", part_of(100), "Fully")), "words")
    letters = find_letters(Gaps(PLAIN, (gap,)))
    picture = drawn(svg.draw_gap(gap, letters, PLAIN))
    assert of(picture, "pin", "cx") == [("50%",)] * 3 + [("100%",)]
    assert [each.attributes.get("transform") for each in picture.within("circle")] == [
        "translate(-19.0 0)", None, "translate(19.0 0)", None,
    ]  # fmt: skip
    assert [each.text() for each in picture.within("text")] == ["A", "B", "C", "D"]
    assert of(picture, "between", "x1", "x2") == [("50%", "100%")]


def test_times_stand_as_far_apart_as_their_days() -> None:
    picture = drawn(svg.draw_course(COURSE.lines[0], COURSE))
    first, between, last = (float(x.rstrip("%")) for (x,) in of(picture, "reach", "x1"))
    assert (between - first) / (last - first) == pytest.approx(0.04, abs=0.001)
    assert of(picture, "dot", "cy") == [("60%",), ("22%",)]
    assert [each.text() for each in picture.within("text") if "number" in each.classes()] == [
        "40", "35 to 60", "78",
    ]  # fmt: skip


@pytest.mark.parametrize("longest", [3, 12, 30, 3000])
def test_names_above_an_axis_never_touch(longest: int) -> None:
    zones = tuple(Mark(part_of(place), "x" * longest) for place in (0, 30, 60, 70))
    rows: dict[str, list[float]] = {}
    for text in drawn(svg.draw_scale(Axis("0", "100", zones=zones))).within("text"):
        rows.setdefault(text.attributes["y"], []).append(float(text.attributes["x"].rstrip("%")))
    assert sum(map(len, rows.values())) == len(zones)
    for starts in rows.values():
        assert all(b - a >= min(longest * 2, 30) for a, b in pairwise(starts))


@pytest.mark.parametrize(
    ("points", "below"),
    [
        ((0.5, 0.5), (False, False)),
        ((0.5, 0.6), (True, True)),
        ((0.5, 0.4), (False, False)),
        ((0.7, 0.8), (True, False)),
        ((0.05, 0.5), (False, False)),
    ],
)
def test_words_at_values_over_time_are_crossed_by_no_line(
    points: tuple[float, ...], below: tuple[bool, ...]
) -> None:
    axis = Axis("0", "100", (Mark(Fraction(3, 4), "Ready 75"),))
    places = [Fraction(str(point)) for point in points]
    line = Line(
        "A", tuple(Reading(Fraction(step), each, each, each, "x") for step, each in enumerate(places))
    )
    course = Course(axis, (Mark(Fraction(0), "May"), Mark(Fraction(1), "June")), (line,))
    assert tuple(find_words_below(line, course)) == below


@pytest.mark.parametrize(
    ("point", "anchor"), [(60, "middle"), (73, "end"), (77, "start"), (81, "middle"), (75, "end")]
)
def test_no_mark_crosses_the_number_of_a_point(point: float, anchor: str) -> None:
    axis = Axis("0", "100", (Mark(Fraction(3, 4), "Ready 75"),))
    assert of(drawn(svg.draw_range(row(None, point, None), axis)), "number", "text-anchor") == [(anchor,)]
