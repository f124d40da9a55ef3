"""One arrangement in full: its parts, its verdict, what carries it, what holds it back, and every factor.

This module knows what is told about an arrangement. It does not know the others.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from markupsafe import Markup

from partnerassess.assessment import ArrangementResult, Assessment, EssentialState, FactorResult
from partnerassess.explain import ArrangementExplanation
from partnerassess.model import Scoring
from partnerassess.render.gains import (
    FIXED_GAPS,
    fixed_gap_line,
    gain_remark,
    gaps_closing,
    gaps_worth_listing,
    swings_closing,
    swings_worth_listing,
)
from partnerassess.render.page.drawing import format_cut_off, measure_parts, scale_of
from partnerassess.render.page.factors import FactorView, view_factor
from partnerassess.render.page.heat import factor_anchor
from partnerassess.render.page.overview import anchor_of
from partnerassess.render.page.ranges import render_ranges
from partnerassess.render.page.signs import Judged, judge_arrangement, judge_essential
from partnerassess.render.sentences import (
    basis_sentence,
    essential_sentence,
    exclusion_sentence,
    gain_sentence,
    is_too_early,
)
from partnerassess.report.numbers import as_positions, format_gain, format_percent, format_position
from partnerassess.report.words import as_sentence, format_known, format_number, quoted

_LISTED = 5
"""How many items of a list are shown before the rest is folded away."""
_ESSENTIAL = "Without these it cannot be called ready."
_LEAST = "With the least each needs."


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """One line of the table beside the picture."""

    title: str
    known: str
    cut_off: str
    answered: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Item:
    """One line of a list: a number, or nothing, and what it is about."""

    number: str
    words: str
    detail: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Listed:
    """A list with its title; what is folded away comes after what is shown."""

    title: str
    remark: str
    shown: tuple[Item, ...]
    folded: tuple[Item, ...]
    closing: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class EssentialView:
    """One essential factor."""

    judged: Judged
    words: str


@dataclass(frozen=True, kw_only=True, slots=True)
class DimensionView:
    """The factors of one dimension."""

    title: str
    description: str | None
    factors: tuple[FactorView, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class ArrangementView:
    """One arrangement in full."""

    anchor: str
    number: str
    """What stands before its title, such as `1.`; nothing where all are level, or it is too early to say."""
    title: str
    description: str | None
    excluded: str
    """Why it does not apply; nothing where it does."""
    standing: Judged | None
    meaning: str
    reasons: tuple[str, ...]
    basis: str
    picture: Markup | None
    parts: tuple[Part, ...]
    advantages: tuple[str, ...]
    essentials_remark: str
    essentials: tuple[EssentialView, ...]
    lists: tuple[Listed, ...]
    dimensions: tuple[DimensionView, ...]


def view_arrangement(
    assessment: Assessment, explained: ArrangementExplanation, *, notes: bool
) -> ArrangementView:
    """Give everything about an arrangement; with `notes`, the notes beside the answers."""
    result, scoring = explained.result, assessment.questionnaire.scoring
    anchor = anchor_of(assessment, result)
    return ArrangementView(
        anchor=anchor,
        number="" if is_too_early(assessment) else format_number(explained.place),
        title=result.arrangement.title,
        description=result.arrangement.description,
        excluded="" if result.applies else exclusion_sentence(assessment, result),
        standing=judge_arrangement(result),
        meaning=_meaning(result),
        reasons=tuple(reason.text for reason in result.reasons),
        basis=basis_sentence(result, scoring) if result.readiness else "",
        picture=_picture(anchor, result, scoring),
        parts=tuple(_parts(result, scoring)),
        advantages=tuple(each.text for each in result.arrangement.advantages),
        essentials_remark=_ESSENTIAL if scoring.ready else _LEAST,
        essentials=tuple(_essential(each) for each in result.factors() if each.essential),
        lists=tuple(_lists(explained, scoring)),
        dimensions=tuple(_dimensions(assessment, result, notes=notes)),
    )


def _meaning(result: ArrangementResult) -> str:
    band = result.band
    return f"{quoted(band.title)}: {band.meaning}" if band and band.meaning else ""


def _picture(anchor: str, result: ArrangementResult, scoring: Scoring) -> Markup | None:
    rows = measure_parts(result, scoring)
    if not rows:
        return None
    return render_ranges(f"{anchor}-picture", f"How far: {result.arrangement.title}", rows, scale_of(scoring))


def _parts(result: ArrangementResult, scoring: Scoring) -> Iterator[Part]:
    needed = (scoring.coverage_needed,)
    for part in result.dimensions:
        if part.range and part.coverage is not None:
            yield Part(
                title=part.dimension.title,
                known=format_known(part.range, scoring),
                cut_off="",
                answered=format_percent(part.coverage, needed),
            )
    if result.readiness:
        known = format_known(as_positions(result.readiness), scoring)
        yield Part(title="Readiness", known=known, cut_off=format_cut_off(scoring.ready), answered="")


def _essential(factor: FactorResult) -> EssentialView:
    words = f"{as_sentence(factor.factor.title)} {essential_sentence(factor)}".strip()
    return EssentialView(judged=judge_essential(factor.essential or EssentialState.OPEN), words=words)


def _lists(explained: ArrangementExplanation, scoring: Scoring) -> Iterator[Listed]:
    carried = [
        Item(number=format_position(each.position, scoring), words=each.answer.question.text)
        for each in explained.strengths
    ]
    yield from _listed("What carries it", "What weighs most comes first.", carried)
    yield from _gaps(explained, scoring)
    fixed = [Item(number="", words=fixed_gap_line(gain)) for gain in explained.fixed_gaps]
    yield from _listed(FIXED_GAPS, "", fixed)
    open_answers = [
        Item(number=_size(swing.size, scoring), words=swing.answer.question.text)
        for swing in swings_worth_listing(explained)
    ]
    remark = "How far the answer can move readiness."
    yield from _listed("Find out first", remark, open_answers, swings_closing(explained))


def _gaps(explained: ArrangementExplanation, scoring: Scoring) -> Iterator[Listed]:
    items = [
        Item(
            number=format_gain(gain.of_one_level(), scoring),
            words=gain.answer.question.text,
            detail=gain_sentence(gain, scoring),
        )
        for gain in gaps_worth_listing(explained)
    ]
    remark = gain_remark(explained.result)
    title, words = "What holds it back", f"{remark[0].upper()}{remark[1:]}."
    yield from _listed(title, words, items, gaps_closing(explained))


def _listed(title: str, remark: str, items: Sequence[Item], closing: str = "") -> Iterator[Listed]:
    if items or closing:
        yield Listed(
            title=title,
            remark=remark if items else "",
            shown=tuple(items[:_LISTED]),
            folded=tuple(items[_LISTED:]),
            closing=closing,
        )


def _size(size: Fraction, scoring: Scoring) -> str:
    return format_gain(size, scoring).removeprefix("+")


def _dimensions(assessment: Assessment, result: ArrangementResult, *, notes: bool) -> Iterator[DimensionView]:
    for part in result.dimensions:
        yield DimensionView(
            title=part.dimension.title,
            description=part.dimension.description,
            factors=tuple(
                view_factor(assessment, factor, anchor=factor_anchor(assessment, result, factor), notes=notes)
                for factor in part.factors
            ),
        )
