"""One arrangement of the report: its parts as a table, its verdict, what carries it and what holds it back.

This module knows what is told about an arrangement, in full or in short. It does not know the others.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from partnerassess.assessment import ArrangementResult, DimensionResult, FactorResult, FactorState
from partnerassess.explain import ArrangementExplanation
from partnerassess.model import Scoring
from partnerassess.render.content import short_lines
from partnerassess.render.essentials import essential_sentence
from partnerassess.render.gains import (
    FIXED_GAPS,
    fixed_gap_line,
    gain_remark,
    gaps_closing,
    gaps_worth_listing,
    swings_closing,
    swings_worth_listing,
)
from partnerassess.render.markdown.shapes import bold, bullets, escape, heading, table
from partnerassess.render.sentences import basis_sentence, gain_sentence
from partnerassess.report.numbers import as_positions, format_gain, format_percent, format_position
from partnerassess.report.words import (
    ESSENTIALS,
    FACTOR_STATES,
    format_known,
    format_number,
    format_standing,
    quoted,
)

if TYPE_CHECKING:
    from partnerassess.render.outlook import Outlook

_LISTED = 5
"""How many items a list shows unless everything is asked for."""


def render_in_full(explained: ArrangementExplanation, scoring: Scoring, *, full: bool) -> Iterator[str]:
    """Write everything about an arrangement; lists are cut short unless `full` asks for all."""
    result = explained.result
    yield from _head(explained, scoring)
    if result.band and result.band.meaning:
        yield escape(f"{quoted(result.band.title)}: {result.band.meaning}")
    if result.arrangement.advantages:
        yield heading(3, "What it is good for")
        yield bullets(escape(advantage.text) for advantage in result.arrangement.advantages)
    yield from _essentials(result, scoring)
    yield from _strengths(explained, scoring, full=full)
    yield from _gaps(explained, scoring, full=full)
    yield from _fixed_gaps(explained, full=full)
    yield from _find_out(explained, scoring, full=full)
    if full:
        for dimension in result.dimensions:
            yield from _factors(dimension, scoring)


def render_in_short(
    explained: ArrangementExplanation, scoring: Scoring, outlook: "Outlook | None" = None
) -> Iterator[str]:
    """Write the parts and the verdict of an arrangement, and one line each on what matters most."""
    yield from _head(explained, scoring)
    lines = list(short_lines(explained, scoring, outlook))
    if lines:
        yield bullets(escape(line) for line in lines)


def _head(explained: ArrangementExplanation, scoring: Scoring) -> Iterator[str]:
    result = explained.result
    yield heading(2, result.arrangement.title, format_number(explained.place))
    if result.arrangement.description:
        yield escape(result.arrangement.description)
    standing = format_standing(result)
    if standing:
        yield f"{bold(standing)}."
    if result.reasons:
        yield bullets(escape(reason.text) for reason in result.reasons)
    if result.readiness:
        yield table(["Part", "Where it stands", "Answered, by weight"], _parts(result, scoring))
        yield escape(basis_sentence(result, scoring))


def _parts(result: ArrangementResult, scoring: Scoring) -> Iterator[tuple[str, str, str]]:
    needed = (scoring.coverage_needed,)
    for part in result.dimensions if len(result.dimensions) > 1 else ():
        if part.range and part.coverage is not None:
            known = escape(format_known(part.range, scoring))
            yield escape(part.dimension.title), known, format_percent(part.coverage, needed)
    if result.readiness:
        yield bold("Readiness"), bold(format_known(as_positions(result.readiness), scoring)), ""


def _essentials(result: ArrangementResult, scoring: Scoring) -> Iterator[str]:
    factors = [factor for factor in result.factors() if factor.essential]
    if factors:
        yield heading(3, "Essential factors")
        yield "Without these it cannot be called ready." if scoring.ready else "With the least each needs."
        yield bullets(_essential(factor) for factor in factors)


def _essential(factor: FactorResult) -> str:
    state = ESSENTIALS[factor.essential] if factor.essential else ""
    return f"{bold(state + ':')} {escape(f'{factor.factor.title}. {essential_sentence(factor)}')}"


def _strengths(explained: ArrangementExplanation, scoring: Scoring, *, full: bool) -> Iterator[str]:
    items = [
        f"{format_position(each.position, scoring)}: {escape(each.answer.question.text)}"
        for each in explained.strengths
    ]
    yield from _listed("What carries it", "What weighs most comes first.", items, full=full)


def _gaps(explained: ArrangementExplanation, scoring: Scoring, *, full: bool) -> Iterator[str]:
    items = [
        f"{format_gain(gain.of_one_level(), scoring)}: "
        f"{escape(f'{gain.answer.question.text} {gain_sentence(gain, scoring)}')}"
        for gain in gaps_worth_listing(explained)
    ]
    remark = gain_remark(explained.result)
    yield from _listed(
        "What holds it back", f"{remark[0].upper()}{remark[1:]}.", items, gaps_closing(explained), full=full
    )


def _fixed_gaps(explained: ArrangementExplanation, *, full: bool) -> Iterator[str]:
    items = [escape(fixed_gap_line(gain)) for gain in explained.fixed_gaps]
    yield from _listed(FIXED_GAPS, "", items, full=full)


def _find_out(explained: ArrangementExplanation, scoring: Scoring, *, full: bool) -> Iterator[str]:
    items = [
        f"{format_gain(swing.size, scoring).removeprefix('+')}: {escape(swing.answer.question.text)}"
        for swing in swings_worth_listing(explained)
    ]
    remark = "How far the answer can move readiness."
    yield from _listed("Find out first", remark, items, swings_closing(explained), full=full)


def _listed(title: str, remark: str, items: list[str], closing: str = "", *, full: bool) -> Iterator[str]:
    if items or closing:
        yield heading(3, title)
    if items:
        shown = items if full else items[:_LISTED]
        more = [f"and {len(items) - len(shown)} more"] if len(shown) < len(items) else []
        if remark:
            yield remark
        yield bullets([*shown, *more])
    if closing:
        yield closing


def _factors(dimension: DimensionResult, scoring: Scoring) -> Iterator[str]:
    yield heading(3, f"{dimension.dimension.title}, factor by factor")
    rows = [
        [
            escape(factor.factor.title),
            escape(factor.factor.id),
            _known(factor, scoring),
            FACTOR_STATES[factor.state],
        ]
        for factor in dimension.factors
    ]
    yield table(["Factor", "Id", "Where it stands", "State"], rows)


def _known(factor: FactorResult, scoring: Scoring) -> str:
    if factor.range and factor.state is FactorState.PARTLY:
        return escape(format_known(factor.range, scoring))
    return _number(factor, scoring)


def _number(factor: FactorResult, scoring: Scoring) -> str:
    if factor.range is None or factor.range.point is None:
        return "–"
    return escape(format_position(factor.range.point, scoring))
