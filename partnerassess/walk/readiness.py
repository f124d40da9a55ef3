"""Readiness while somebody is answering: how far it is known, and on how many answers that rests."""

from fractions import Fraction
from math import floor

from partnerassess.assessment import ArrangementResult, Assessment, Range
from partnerassess.model import Scoring
from partnerassess.render.characters import Characters
from partnerassess.report.numbers import format_fully
from partnerassess.report.sentences import answered, in_play
from partnerassess.report.words import format_count


def find_applying(assessment: Assessment) -> list[ArrangementResult]:
    """Give what applies, in the questionnaire's order."""
    by_id = {result.arrangement.id: result for result in assessment.arrangements if result.applies}
    every = assessment.questionnaire.arrangements
    return [by_id[arrangement.id] for arrangement in every if arrangement.id in by_id]


def readiness_sentences(assessment: Assessment) -> tuple[str, ...]:
    """Say in one sentence each how ready what applies looks so far."""
    scoring = assessment.questionnaire.scoring
    return tuple(
        f"{result.arrangement.name}: {format_number(result, scoring)}; {format_basis(result)}"
        for result in find_applying(assessment)
    )


def format_number(result: ArrangementResult, scoring: Scoring) -> str:
    """Give the figure and between what it lies: `61.2 (50 to 70)`, or that there is none."""
    return format_fully(result.readiness, scoring) if result.readiness else "cannot be assessed"


def format_basis(result: ArrangementResult) -> str:
    """Say on how many answers it rests."""
    return f"{len(answered(result))} of {format_count(len(in_play(result)), 'answer')}"


def bar(known: Range[Fraction], cells: int, cut_off: Fraction | None, marks: Characters) -> str:
    """Draw a bar of so many cells, with one column more for the mark of the cut-off (0-1)."""
    lowest, highest = _filled(known.lowest, cells, cut_off), _filled(known.highest, cells, cut_off)
    point = lowest if known.point is None else _filled(known.point, cells, cut_off)
    drawn = (
        marks.certain * lowest
        + marks.figure * (point - lowest)
        + marks.possible * (highest - point)
        + marks.rest * (cells - highest)
    )
    if cut_off is None:
        return drawn
    place = _cut_off_place(cut_off, cells)
    return drawn[:place] + marks.cut_off + drawn[place:]


def _filled(position: Fraction, cells: int, cut_off: Fraction | None) -> int:
    """Give how many cells a position fills, on its side of the cut-off; none and all only at the ends."""
    filled = _place(position, cells)
    if 0 < position < 1:
        filled = min(max(filled, 1), cells - 1)
    if cut_off is None:
        return filled
    place = _cut_off_place(cut_off, cells)
    if position < cut_off:
        return min(filled, place - 1)
    return max(filled, min(place + (position > cut_off), cells))


def _cut_off_place(cut_off: Fraction, cells: int) -> int:
    """Give how many cells stand before the mark of the cut-off: at least one."""
    return max(_place(cut_off, cells), 1)


def _place(position: Fraction, cells: int) -> int:
    return floor(position * cells + Fraction(1, 2))
