"""One arrangement of the report: its parts as bars, its verdict, what carries it and what holds it back.

This module knows what is told about an arrangement, in full or in short. It does not know the others.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.console import RenderableType
from rich.text import Text

from partnerassess.assessment import (
    ArrangementResult,
    DimensionResult,
    EssentialState,
    FactorResult,
    FactorState,
)
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
from partnerassess.render.sentences import basis_sentence, gain_sentence
from partnerassess.render.terminal.bars import Measured, bar, render_bars
from partnerassess.render.terminal.sheet import (
    Sheet,
    and_more,
    bullets,
    heading,
    item,
    labels,
    paragraph,
    subheading,
)
from partnerassess.report.numbers import as_positions, format_gain, format_position, format_range
from partnerassess.report.words import FACTOR_STATES, as_sentence, format_number, quoted

_SMALL_BAR = 10
if TYPE_CHECKING:
    from partnerassess.render.outlook import Outlook

_LISTED = 5
"""How many items a list shows unless everything is asked for."""


def render_in_full(
    sheet: Sheet, explained: ArrangementExplanation, scoring: Scoring
) -> Iterator[RenderableType]:
    """Write everything about an arrangement; lists are cut short unless the sheet is to show all."""
    result = explained.result
    yield from _head(sheet, explained, scoring)
    if result.band and result.band.meaning:
        yield paragraph(sheet, sheet.text(f"{quoted(result.band.title)}: {result.band.meaning}"), 2)
    if result.arrangement.advantages:
        yield from subheading(sheet, "What it is good for")
        yield from bullets(sheet, (sheet.text(each.text) for each in result.arrangement.advantages))
    yield from _essentials(sheet, result, scoring)
    yield from _strengths(sheet, explained, scoring)
    yield from _gaps(sheet, explained, scoring)
    yield from _fixed_gaps(sheet, explained)
    yield from _find_out(sheet, explained, scoring)
    if sheet.full:
        yield from _factors(sheet, explained.result, scoring)


def render_in_short(
    sheet: Sheet, explained: ArrangementExplanation, scoring: Scoring, outlook: "Outlook | None" = None
) -> Iterator[RenderableType]:
    """Write the bars and the verdict of an arrangement, and one line each on what matters most."""
    yield from _head(sheet, explained, scoring)
    yield from bullets(sheet, (sheet.text(line) for line in short_lines(explained, scoring, outlook)))


def _head(sheet: Sheet, explained: ArrangementExplanation, scoring: Scoring) -> Iterator[RenderableType]:
    result = explained.result
    yield from heading(sheet, f"{format_number(explained.place)} {result.arrangement.title}")
    if result.arrangement.description:
        yield paragraph(sheet, sheet.text(result.arrangement.description))
    standing = sheet.standing(result)
    if standing:
        yield paragraph(sheet, standing)
    yield from bullets(sheet, (sheet.text(reason.text) for reason in result.reasons))
    if result.readiness:
        yield Text()
        yield from render_bars(sheet, list(_measured(result)), scoring)
        yield paragraph(sheet, sheet.text(basis_sentence(result, scoring)), 2)


def _measured(result: ArrangementResult) -> Iterator[Measured]:
    if len(result.dimensions) > 1:
        for part in result.dimensions:
            if part.range:
                yield Measured(label=part.dimension.title, range=part.range)
    if result.readiness:
        yield Measured(label="Readiness", range=as_positions(result.readiness))


def _essentials(sheet: Sheet, result: ArrangementResult, scoring: Scoring) -> Iterator[RenderableType]:
    factors = [factor for factor in result.factors() if factor.essential is not None]
    if not factors:
        return
    remark = "without these it cannot be called ready" if scoring.ready else "with the least each needs"
    yield from subheading(sheet, "Essential factors", remark)
    for factor in factors:
        state = factor.essential or EssentialState.OPEN
        words = f"{as_sentence(factor.factor.title)} {essential_sentence(factor)}"
        sign = sheet.essential(state)
        sign.pad_right(9 - sign.cell_len)
        yield item(sheet, sign, sheet.text(words))


def _strengths(sheet: Sheet, explained: ArrangementExplanation, scoring: Scoring) -> Iterator[RenderableType]:
    shown = explained.strengths if sheet.full else explained.strengths[:_LISTED]
    if not shown:
        return
    yield from subheading(sheet, "What carries it", "what weighs most comes first")
    numbers = labels(sheet, (format_position(each.position, scoring) for each in shown))
    for number, each in zip(numbers, shown, strict=True):
        yield item(sheet, number, sheet.text(each.answer.question.text))
    yield from and_more(sheet, len(explained.strengths) - len(shown))


def _gaps(sheet: Sheet, explained: ArrangementExplanation, scoring: Scoring) -> Iterator[RenderableType]:
    if not explained.gaps:
        return
    worth, closing = gaps_worth_listing(explained), gaps_closing(explained)
    shown = worth if sheet.full else worth[:_LISTED]
    yield from subheading(sheet, "What holds it back", gain_remark(explained.result) if shown else "")
    sizes = labels(sheet, (format_gain(gain.of_one_level(), scoring) for gain in shown))
    for size, gain in zip(sizes, shown, strict=True):
        yield item(sheet, size, sheet.text(gain.answer.question.text))
        yield paragraph(sheet, sheet.text(gain_sentence(gain, scoring)), size.cell_len + 4)
    yield from and_more(sheet, len(worth) - len(shown))
    if closing:
        yield paragraph(sheet, sheet.text(closing), 2)


def _fixed_gaps(sheet: Sheet, explained: ArrangementExplanation) -> Iterator[RenderableType]:
    shown = explained.fixed_gaps if sheet.full else explained.fixed_gaps[:_LISTED]
    if shown:
        yield from subheading(sheet, FIXED_GAPS)
        yield from bullets(sheet, (sheet.text(fixed_gap_line(gain)) for gain in shown))
        yield from and_more(sheet, len(explained.fixed_gaps) - len(shown))


def _find_out(sheet: Sheet, explained: ArrangementExplanation, scoring: Scoring) -> Iterator[RenderableType]:
    if not explained.find_out:
        return
    worth, closing = swings_worth_listing(explained), swings_closing(explained)
    shown = worth if sheet.full else worth[:_LISTED]
    remark = "how far the answer can move readiness" if shown else ""
    yield from subheading(sheet, "Find out first", remark)
    sizes = labels(sheet, (format_gain(swing.size, scoring).removeprefix("+") for swing in shown))
    for size, swing in zip(sizes, shown, strict=True):
        yield item(sheet, size, sheet.text(swing.answer.question.text))
    yield from and_more(sheet, len(worth) - len(shown))
    if closing:
        yield paragraph(sheet, sheet.text(closing), 2)


def _factors(sheet: Sheet, result: ArrangementResult, scoring: Scoring) -> Iterator[RenderableType]:
    for dimension in result.dimensions:
        yield from subheading(sheet, f"{dimension.dimension.title}, factor by factor")
        yield from _factor_list(sheet, dimension, scoring)


def _factor_list(sheet: Sheet, dimension: DimensionResult, scoring: Scoring) -> Iterator[RenderableType]:
    numbers = labels(sheet, (_number(factor, scoring) for factor in dimension.factors))
    for number, factor in zip(numbers, dimension.factors, strict=True):
        if not sheet.is_narrow:
            drawn = bar(factor.range, _SMALL_BAR, None, sheet.marks) if factor.range else " " * _SMALL_BAR
            number.append(f"  {drawn}")
        state = FACTOR_STATES[factor.state]
        if factor.range and factor.state is FactorState.PARTLY:
            state += f", {format_range(factor.range, scoring)}"
        yield item(sheet, number, sheet.text(f"{factor.factor.title} (factor {factor.factor.id}; {state})"))


def _number(factor: FactorResult, scoring: Scoring) -> str:
    if factor.range is None or factor.range.point is None:
        return "–"
    return format_position(factor.range.point, scoring)
