"""Curves, ranges, the plane and slopes: everything is drawn where its number is."""

from dataclasses import replace

import pytest

from pages import SCALE, drawn, weighted
from partnerassess.model import (
    Aggregation,
)
from partnerassess.render.page.drawing import curves_of
from partnerassess.render.page.plane import Axis, Mark, render_plane
from partnerassess.render.page.ranges import Measured, Scale, Span, Tick, render_ranges
from partnerassess.render.page.slope import Moment, render_slope


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
