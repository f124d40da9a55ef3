"""The heat map: the factors of one arrangement against many partnerships, in words and shades.

This module knows how a factor's number becomes a word, and how columns are shared out. It does not know which
partnerships are worth looking at.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from partnerassess.assessment import ArrangementResult, EssentialState, FactorResult
from partnerassess.model import Arrangement
from partnerassess.portfolio import PortfolioPart, commonest_leader
from partnerassess.render.content import names_apart
from partnerassess.render.terminal.sheet import Sheet, Trimmed, heading, item, make_sheet, paragraph
from partnerassess.report.words import format_count

MOST = 60
"""How many partnerships a heat map shows; with more the eye no longer compares them."""

_INDENT, _GAP = 2, 2
_WORD, _CELL = 6, 10
_NARROWEST_TITLE, _WIDEST_TITLE = 16, 44


class _Shade(NamedTuple):
    """How a stretch of a factor's scale is shown."""

    start: Fraction
    word: str
    sign: str
    ascii_sign: str


_SHADES = (
    _Shade(Fraction(3, 4), "strong", "█", "#"),
    _Shade(Fraction(1, 2), "fair", "▓", "="),
    _Shade(Fraction(1, 4), "some", "▒", "-"),
    _Shade(Fraction(0), "little", "░", "."),
)
"""From the top of the scale down, a quarter each."""
_OPEN, _OUT = "open", "–"
_UNMET, _IS_OPEN, _IS_OUT = len(_SHADES), 254, 255
"""In the byte for a factor: what is added to the place of its shade where it is essential and not met, and
what stands for one that is open, or out."""


def cells_of(result: ArrangementResult) -> bytes:
    """Give where the factors of an arrangement stand, one byte for each, in the arrangement's order."""
    found = {each.factor.id: each for each in result.factors()}
    return bytes(_code(found[factor.id]) for factor in result.arrangement.factors)


def render_heatmap(
    parts: Sequence[PortfolioPart],
    *,
    width: int,
    arrangement: str | None = None,
    ascii_only: bool = False,
) -> RenderableType:
    """Render the factors of an arrangement against partnerships, in the order given.

    Without `arrangement`, an id, that of each questionnaire which comes first most often. Assessments
    against several questionnaires become several maps; each shows at most 60 partnerships, and says so.
    """
    sheet = make_sheet(width, ascii_only=ascii_only)
    return Trimmed(Group(*_maps(sheet, parts, arrangement)))


def _maps(sheet: Sheet, parts: Sequence[PortfolioPart], wanted: str | None) -> Iterator[RenderableType]:
    for part in parts:
        known = {each.id: each for each in part.questionnaire.arrangements}
        arrangement = known.get(wanted) if wanted else commonest_leader(part)
        if arrangement is not None:
            yield from _map(sheet, part, arrangement)


def _map(sheet: Sheet, part: PortfolioPart, arrangement: Arrangement) -> Iterator[RenderableType]:
    names = names_apart([member.assessment for member in part.members])
    columns = [
        (name, cells)
        for name, member in zip(names, part.members, strict=True)
        if (cells := member.remark.cells.get(arrangement.id)) is not None
    ]
    yield from heading(sheet, f"Factors of {arrangement.title}")
    if not columns:
        yield paragraph(sheet, sheet.text("It applies to none of them."))
        return
    numbered = list(enumerate(columns[:MOST], start=1))
    for number, (name, _) in numbered:
        yield item(sheet, sheet.text(str(number).rjust(len(str(len(numbered))))), sheet.text(name))
    side_by_side = _columns(sheet)
    for start in range(0, len(numbered), side_by_side):
        few = numbered[start : start + side_by_side]
        yield Text()
        yield from _block(sheet, part, arrangement, [(number, cells) for number, (_, cells) in few])
    yield Text()
    yield paragraph(sheet, sheet.text(_key(sheet)))
    left_out = len(part.members) - len(columns)
    if left_out:
        yield paragraph(sheet, sheet.text(f"It does not apply to {format_count(left_out, 'other')}."))
    if len(columns) > MOST:
        yield paragraph(sheet, sheet.text(f"and {len(columns) - MOST} more, which --format csv has"))


def _title_width(sheet: Sheet) -> int:
    return max(_NARROWEST_TITLE, min(_WIDEST_TITLE, sheet.width // 3))


def _columns(sheet: Sheet) -> int:
    """Give how many partnerships stand side by side."""
    return max((sheet.width - _INDENT - _title_width(sheet)) // (_CELL + _GAP), 1)


def _block(
    sheet: Sheet,
    part: PortfolioPart,
    arrangement: Arrangement,
    columns: Sequence[tuple[int, bytes]],
) -> Iterator[RenderableType]:
    grid = Table.grid(padding=(0, _GAP, 0, 0))
    grid.add_column(width=_title_width(sheet))
    for _ in columns:
        grid.add_column(width=_CELL, no_wrap=True)
    grid.add_row(Text(), *(sheet.text(str(number), "bold") for number, _ in columns))
    places = {factor.id: place for place, factor in enumerate(arrangement.factors)}
    for dimension in part.questionnaire.dimensions:
        grid.add_row(sheet.text(dimension.title, "bold"))
        for factor in arrangement.factors_in(dimension):
            row = (_cell(sheet, cells[places[factor.id]]) for _, cells in columns)
            grid.add_row(sheet.text(factor.title), *row)
    yield Padding(grid, (0, 0, 0, _INDENT))


def _code(factor: FactorResult) -> int:
    if factor.range is None:
        return _IS_OUT
    if factor.range.point is None:
        return _IS_OPEN
    point = factor.range.point
    place = next(place for place, shade in enumerate(_SHADES) if point >= shade.start)
    return place + (_UNMET if factor.essential is EssentialState.UNMET else 0)


def _cell(sheet: Sheet, code: int) -> Text:
    """Say where a factor stands in a shade and a word, and whether it is essential and not met."""
    if code == _IS_OUT:
        return sheet.text(f"  {_OUT}")
    if code == _IS_OPEN:
        return sheet.text(f"{sheet.marks.essentials[EssentialState.OPEN]} {_OPEN}")
    is_unmet, place = divmod(code, _UNMET)
    shade = _SHADES[place]
    words = f"{_sign(sheet, shade)} {shade.word}"
    if is_unmet:
        return sheet.text(f"{words:<{_WORD + 2}} {sheet.marks.essentials[EssentialState.UNMET]}", "bold")
    return sheet.text(words)


def _sign(sheet: Sheet, shade: _Shade) -> str:
    return shade.ascii_sign if sheet.marks.ascii_only else shade.sign


def _key(sheet: Sheet) -> str:
    quarters = ", ".join(f"{_sign(sheet, shade)} {shade.word}" for shade in reversed(_SHADES))
    marks = sheet.marks.essentials
    return (
        f"A quarter of the scale each: {quarters}. {marks[EssentialState.OPEN]} not answered yet, "
        f"{sheet.marks.plain(_OUT)} does not apply, {marks[EssentialState.UNMET]} essential and not met."
    )
