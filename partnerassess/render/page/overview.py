"""The arrangements together: the map, the plane, and the table that says the same in numbers.

This module knows how arrangements are set side by side. It does not know what lies behind their numbers.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from partnerassess.assessment import ArrangementResult, Assessment
from partnerassess.explain import explain_places
from partnerassess.model import Extent, Nature, Questionnaire, Scoring
from partnerassess.render.page.drawing import (
    curves_of,
    format_cut_off,
    measure_readiness,
    scale_of,
    span_of,
)
from partnerassess.render.page.plane import Axis, Mark, render_plane
from partnerassess.render.page.ranges import render_range
from partnerassess.render.page.signs import Judged, judge_arrangement
from partnerassess.render.sentences import answered, exclusion_sentence, in_play, is_too_early
from partnerassess.report.numbers import as_positions, format_percent
from partnerassess.report.words import EXTENTS, NATURES, format_known, format_place, format_rank

_PLANE_DIMENSIONS = 2
_TOO_EARLY = "Too early to say which comes first, so none has a place yet."


@dataclass(frozen=True, kw_only=True, slots=True)
class Tile:
    """One arrangement in short."""

    anchor: str
    """The id of its part of the page."""
    title: str
    place: str
    """Its place among those that can be compared; nothing where there is none."""
    standing: Judged | None
    known: str
    """Its readiness as far as it is known."""
    basis: str
    """How many answers it rests on, and where `ready` starts."""
    picture: Markup
    excluded: str
    """Why it does not apply; nothing where it does."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """One place on the map, with its arrangements."""

    name: str
    meaning: str
    tiles: tuple[Tile, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """One arrangement in the table beside the pictures."""

    anchor: str
    rank: str
    """Its place, such as `1` or `2=`; a dash where it has none, or where it is too early to say."""
    mark: str
    """Its number in the picture of two dimensions; nothing where it is not in it."""
    title: str
    dimensions: tuple[str, ...]
    readiness: str
    standing: Judged | None
    answered: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Overview:
    """The arrangements together."""

    places: tuple[Place, ...]
    """The places of the map, row by row; none where no arrangement has one."""
    others: tuple[Tile, ...]
    """Arrangements that have no place on the map."""
    plane: Markup | None
    """Null where there are not exactly two dimensions."""
    dimensions: tuple[str, ...]
    cut_off: str
    too_early: str
    """What is said of places where it is too early for them; else nothing."""
    rows: tuple[Row, ...]


def anchor_of(assessment: Assessment, result: ArrangementResult) -> str:
    """Give the id of an arrangement's part of the page."""
    return f"arrangement-{assessment.arrangements.index(result) + 1}"


def view_overview(assessment: Assessment) -> Overview:
    """Give the arrangements together."""
    placed = any(result.arrangement.typology for result in assessment.arrangements)
    questionnaire = assessment.questionnaire
    return Overview(
        places=tuple(_places(assessment)) if placed else (),
        others=tuple(
            _tile(assessment, result) for result in assessment.arrangements if not result.arrangement.typology
        ),
        plane=_plane(assessment),
        dimensions=tuple(dimension.title for dimension in questionnaire.dimensions),
        cut_off=format_cut_off(questionnaire.scoring.ready),
        too_early=_TOO_EARLY if is_too_early(assessment) else "",
        rows=tuple(_row(assessment, result) for result in assessment.arrangements),
    )


def _places(assessment: Assessment) -> Iterator[Place]:
    for nature in Nature:
        for extent in Extent:
            here = (
                result
                for result in assessment.arrangements
                if (place := result.arrangement.typology) and (place.nature, place.scale) == (nature, extent)
            )
            yield Place(
                name=f"{NATURES[nature][0]}, {EXTENTS[extent][0].lower()}",
                meaning=f"{NATURES[nature][1]}; {EXTENTS[extent][1]}",
                tiles=tuple(_tile(assessment, result) for result in here),
            )


def _tile(assessment: Assessment, result: ArrangementResult) -> Tile:
    scoring = assessment.questionnaire.scoring
    applies = result.applies
    return Tile(
        anchor=anchor_of(assessment, result),
        title=result.arrangement.title,
        place=_place(assessment, result),
        standing=judge_arrangement(result) if applies else None,
        known=format_known(as_positions(result.readiness), scoring) if applies and result.readiness else "",
        basis=_basis(result, scoring) if applies else "",
        picture=_picture(assessment, result) if applies else Markup(""),
        excluded="" if applies else exclusion_sentence(assessment, result),
    )


def _place(assessment: Assessment, result: ArrangementResult) -> str:
    if is_too_early(assessment):
        return ""
    return format_place(explain_places(assessment).get(result.arrangement.id))


def _basis(result: ArrangementResult, scoring: Scoring) -> str:
    ready = format_cut_off(scoring.ready)
    return f"{format_answered(result)} answers{f' · {ready}' if ready else ''}"


def format_answered(result: ArrangementResult) -> str:
    """Say how many of an arrangement's questions are answered: `16 of 21`."""
    return f"{len(answered(result))} of {len(in_play(result))}"


def _picture(assessment: Assessment, result: ArrangementResult) -> Markup:
    scoring = assessment.questionnaire.scoring
    row = measure_readiness(result, scoring)
    if row is None:
        return Markup("")
    name = f"tile-{assessment.arrangements.index(result) + 1}"
    return render_range(name, f"How ready: {result.arrangement.title}", row, scale_of(scoring))


def _plane(assessment: Assessment) -> Markup | None:
    questionnaire = assessment.questionnaire
    shown = [each for each in assessment.arrangements if each.rank is not None]
    if len(questionnaire.dimensions) != _PLANE_DIMENSIONS or not shown:
        return None
    across, up = (_axis(questionnaire, number) for number in range(_PLANE_DIMENSIONS))
    return render_plane(
        "plane",
        f"{across.title} against {up.title}",
        f"{len(shown)} arrangements, numbered in the order of the table below.",
        marks=[_mark(result) for result in shown],
        curves=curves_of(questionnaire),
        axes=(across, up),
    )


def _axis(questionnaire: Questionnaire, number: int) -> Axis:
    scale = scale_of(questionnaire.scoring)
    return Axis(title=questionnaire.dimensions[number].title, bottom=scale.bottom, top=scale.top)


def _mark(result: ArrangementResult) -> Mark:
    across, up = (span_of(part.range) for part in result.dimensions if part.range)
    return Mark(label=str(result.rank), x=across, y=up)


def _row(assessment: Assessment, result: ArrangementResult) -> Row:
    scoring = assessment.questionnaire.scoring
    known = result.readiness if result.applies else None
    return Row(
        anchor=anchor_of(assessment, result),
        rank=_rank(assessment, result),
        mark="" if result.rank is None else str(result.rank),
        title=result.arrangement.title,
        dimensions=tuple(
            format_known(part.range, scoring) if known and part.range else "–" for part in result.dimensions
        ),
        readiness=format_known(as_positions(known), scoring) if known else "–",
        standing=judge_arrangement(result) if result.applies else None,
        answered=_covered(result, scoring),
    )


def _rank(assessment: Assessment, result: ArrangementResult) -> str:
    if is_too_early(assessment):
        return "–"
    return format_rank(explain_places(assessment).get(result.arrangement.id)) or "–"


def _covered(result: ArrangementResult, scoring: Scoring) -> str:
    if not result.applies:
        return "–"
    covered = [part.coverage for part in result.dimensions if part.coverage is not None]
    words = f"{format_answered(result)}"
    least = min(covered, default=None)
    if least is None or least == 1:
        return words
    return f"{words} (at least {format_percent(least, (scoring.coverage_needed,))} by weight)"
