"""From results to what pictures are drawn from: places on the scale, curves of equal readiness.

This module knows how exact numbers become places in a picture. It does not know shapes; nothing it gives
is ever shown as a number.
"""

from fractions import Fraction
from math import exp, log
from typing import assert_never

from partnerassess.assessment import ArrangementResult, Range
from partnerassess.model import Aggregation, Band, Dimension, Questionnaire, Scoring
from partnerassess.render.page.plane import Curve
from partnerassess.render.page.ranges import Measured, Scale, Span, Tick
from partnerassess.report.numbers import as_positions, format_level, format_position, format_range
from partnerassess.report.words import quoted

_STEPS = 40


def span_of(known: Range[Fraction]) -> Span:
    """Give a number's places on the scale."""
    point = None if known.point is None else float(known.point)
    return Span(lowest=float(known.lowest), point=point, highest=float(known.highest))


def scale_of(scoring: Scoring) -> Scale:
    """Give the shown scale with the place where `ready` starts."""
    bottom, top = scoring.shown_as
    ready = scoring.ready
    cut_off = Tick(position=float(ready.position), words=format_level(ready.start)) if ready else None
    return Scale(bottom=format_level(bottom), top=format_level(top), cut_off=cut_off)


def format_short(known: Range[Fraction], scoring: Scoring) -> str:
    """Give a number in as few characters as can be: the figure, else from where to where it can be."""
    if known.point is None:
        return format_range(known, scoring)
    return format_position(known.point, scoring)


def measure_readiness(
    result: ArrangementResult, scoring: Scoring, label: str = "Readiness"
) -> Measured | None:
    """Give an arrangement's readiness as a line of a picture; null where it has none."""
    if result.readiness is None:
        return None
    known = as_positions(result.readiness)
    return Measured(label=label, words=format_short(known, scoring), span=span_of(known))


def measure_parts(result: ArrangementResult, scoring: Scoring) -> tuple[Measured, ...]:
    """Give an arrangement's dimensions and its readiness as lines of a picture."""
    dimensions = tuple(
        Measured(
            label=part.dimension.title,
            words=format_short(part.range, scoring),
            span=span_of(part.range),
            has_cut_off=False,
        )
        for part in result.dimensions
        if part.range
    )
    readiness = measure_readiness(result, scoring)
    return (*(dimensions if len(dimensions) > 1 else ()), *((readiness,) if readiness else ()))


def curves_of(questionnaire: Questionnaire) -> tuple[Curve, ...]:
    """Give the curves on which bands start, over a plane of two dimensions."""
    scoring = questionnaire.scoring
    first, second = questionnaire.dimensions
    return tuple(
        Curve(
            words=f"{band.title if is_ready else ''} {format_level(band.start)}".strip(),
            points=_curve(float(band.position), first, second, scoring.dimensions),
            is_cut_off=is_ready,
        )
        for band in scoring.bands
        for is_ready in [band == scoring.ready]
        if 0 < band.position < 1
    )


def _curve(
    level: float, first: Dimension, second: Dimension, aggregation: Aggregation
) -> tuple[tuple[float, float], ...]:
    """Give where readiness has one level: up = f(across), as far as both stay between 0 and 1."""
    p, q = first.weight, second.weight
    match aggregation:
        case Aggregation.MINIMUM:
            return ((level, 1.0), (level, level), (1.0, level))
        case Aggregation.GEOMETRIC:
            # In logarithms, because high powers of small numbers are too small for a float.
            start = log(level) * (p + q) / p
            across = [start * (1 - step / _STEPS) for step in range(_STEPS + 1)]
            return tuple((exp(x), exp(min(0.0, (log(level) * (p + q) - p * x) / q))) for x in across)
        case Aggregation.ARITHMETIC:
            ends = (max(0.0, ((p + q) * level - q) / p), min(1.0, (p + q) * level / p))
            return tuple((x, ((p + q) * level - p * x) / q) for x in ends)
        case _:
            assert_never(aggregation)


def format_cut_off(ready: Band | None) -> str:
    """Say where `ready` starts; nothing where there is no such band."""
    return f"{quoted(ready.title)} starts at {format_level(ready.start)}" if ready else ""
