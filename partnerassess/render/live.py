"""Readiness while somebody is answering: a line and a bar for each arrangement."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import floor

from rich.console import Group, RenderableType
from rich.text import Text

from partnerassess.assessment import ArrangementResult, Assessment, Range
from partnerassess.model import Scoring
from partnerassess.render.characters import Characters
from partnerassess.render.sheet import Sheet, Trimmed, make_sheet, paragraph
from partnerassess.report.numbers import as_positions, format_fully
from partnerassess.report.sentences import answered, in_play
from partnerassess.report.words import format_count

_SHORTEST_BAR = 10
_LONGEST_BAR = 30


def render_readiness_lines(
    assessment: Assessment, *, width: int, ascii_only: bool = False, bars: bool = True
) -> RenderableType:
    """Render the readiness so far of every arrangement that applies, in the questionnaire's order.

    Without `bars` each is one plain sentence, as suits a screen reader.
    """
    sheet = make_sheet(width, ascii_only=ascii_only)
    places = [arrangement.id for arrangement in assessment.questionnaire.arrangements]
    applying = sorted(
        (result for result in assessment.arrangements if result.applies),
        key=lambda result: places.index(result.arrangement.id),
    )
    return Trimmed(Group(*_lines(sheet, applying, assessment.questionnaire.scoring, bars=bars)))


def _lines(
    sheet: Sheet, results: Sequence[ArrangementResult], scoring: Scoring, *, bars: bool
) -> Iterator[RenderableType]:
    rows = [[sheet.text(words) for words in _words(result, scoring)] for result in results]
    widths = [max((row[place].cell_len for row in rows), default=0) for place in range(3)]
    cells = min(_LONGEST_BAR, sheet.width - sum(widths) - 9)
    for result, row in zip(results, rows, strict=True):
        if not bars or result.readiness is None:
            yield paragraph(sheet, sheet.join(row[0], ": ", row[1], "; ", row[2]), 2)
            continue
        cut_off = cut_off_of(scoring)
        known = as_positions(result.readiness)
        if sheet.is_narrow or cells < _SHORTEST_BAR:
            yield paragraph(sheet, sheet.join(row[0], ": ", row[1], "; ", row[2]), 2)
            yield Text("  " + bar(known, min(_LONGEST_BAR, sheet.width - 3), cut_off, sheet.marks))
            continue
        for text, length in zip(row, widths, strict=True):
            text.pad_right(length - text.cell_len)
        drawn = Text(f"  {bar(known, cells, cut_off, sheet.marks)}  ")
        yield Text("  ") + row[0] + drawn + row[1] + Text("  ") + row[2]


def _words(result: ArrangementResult, scoring: Scoring) -> tuple[str, str, str]:
    given, asked = len(answered(result)), len(in_play(result))
    return result.arrangement.name, _number(result, scoring), f"{given} of {format_count(asked, 'answer')}"


def _number(result: ArrangementResult, scoring: Scoring) -> str:
    return format_fully(result.readiness, scoring) if result.readiness else "cannot be assessed"


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


def cut_off_of(scoring: Scoring) -> Fraction | None:
    """Give the position (0-1) where `ready` starts, if the questionnaire says."""
    return scoring.ready.position if scoring.ready else None


def _place(position: Fraction, cells: int) -> int:
    return floor(position * cells + Fraction(1, 2))


def _cut_off_place(cut_off: Fraction, cells: int) -> int:
    """Give how many cells stand before the mark of the cut-off: at least one."""
    return max(_place(cut_off, cells), 1)


def _filled(position: Fraction, cells: int, cut_off: Fraction | None) -> int:
    filled = _place(position, cells)
    if 0 < position < 1:
        filled = min(max(filled, 1), cells - 1)
    if cut_off is None:
        return filled
    place = _cut_off_place(cut_off, cells)
    if position < cut_off:
        return min(filled, place - 1)
    return max(filled, min(place + (position > cut_off), cells))
