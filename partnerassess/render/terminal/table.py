"""Many assessments: one line per assessment and arrangement.

This module knows how results are set side by side. It does not know what they come to together.
"""

from collections.abc import Iterator, Sequence
from itertools import chain

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from partnerassess.assessment import ArrangementResult, Assessment
from partnerassess.explain import explain_places
from partnerassess.model import Scoring
from partnerassess.render.content import names_apart
from partnerassess.render.terminal.bars import aligned_range, widest_number
from partnerassess.render.terminal.sheet import Sheet, Trimmed, make_sheet, paragraph
from partnerassess.report.numbers import as_positions, format_readiness
from partnerassess.report.words import format_known, format_number, format_rank

Row = tuple[Text, Text, Text, Text, Text]

_TITLE, _BAND = 1, 3
_INDENT, _GAP = 2, 2
_NARROWEST, _WIDEST = 10, 160

_DOES_NOT_APPLY = "Does not apply"


def render_table(
    assessments: Sequence[Assessment],
    *,
    width: int,
    ascii_only: bool = False,
    labels: Sequence[str] | None = None,
) -> RenderableType:
    """Render several assessments, in the order given, one line for each of their arrangements.

    Those that share a name say which file they come from; so does one with a label of its own in `labels`,
    such as `document 2` (one for each assessment, empty where there is nothing to add).
    """
    sheet = make_sheet(width, ascii_only=ascii_only)
    names = names_apart(assessments, labels)
    if sheet.is_narrow:
        return Trimmed(Group(*_stacked(sheet, assessments, names)))
    return Trimmed(Group(*_grouped(sheet, assessments, names)))


def _grouped(
    sheet: Sheet, assessments: Sequence[Assessment], names: Sequence[str]
) -> Iterator[RenderableType]:
    rows = [_rows(sheet, each) for each in assessments]
    head = _head(sheet)
    indent, widths = _widths(sheet, [head, *chain.from_iterable(rows)])
    yield _grid(indent, widths, [head])
    for name, lines in zip(names, rows, strict=True):
        yield Text()
        yield paragraph(sheet, sheet.text(name, "bold"))
        yield _grid(indent, widths, lines)


def _head(sheet: Sheet) -> Row:
    titles = [sheet.text(title, "bold") for title in ("Arrangement", "Readiness, range", "Band", "Verdict")]
    return Text(), titles[0], titles[1], titles[2], titles[3]


def _rows(sheet: Sheet, assessment: Assessment) -> list[Row]:
    places = explain_places(assessment)
    return [
        _row(sheet, assessment, result, format_rank(places.get(result.arrangement.id)))
        for result in assessment.arrangements
    ]


def _row(sheet: Sheet, assessment: Assessment, result: ArrangementResult, rank: str) -> Row:
    place = sheet.text(rank or "–")
    title = sheet.text(result.arrangement.title)
    if not result.applies:
        return place, title, Text(), sheet.text("–"), sheet.text(_DOES_NOT_APPLY)
    known = _known(sheet, result, assessment.questionnaire.scoring)
    return place, title, known, sheet.text(result.band.title if result.band else "–"), sheet.verdict(result)


def _known(sheet: Sheet, result: ArrangementResult, scoring: Scoring) -> Text:
    known = result.readiness
    point = sheet.text(
        "–" if known is None or known.point is None else format_readiness(known.point, scoring)
    )
    point.pad_left(widest_number(scoring) - point.cell_len)
    return point if known is None else point + Text(f" {aligned_range(known, scoring)}")


def _widths(sheet: Sheet, rows: Sequence[Row]) -> tuple[int, list[int]]:
    """Give the indent, and the room that columns ask for.

    Where there is too little room it is taken from the indent, then from bands, then from titles.
    """
    widths = [max(row[place].cell_len for row in rows) for place in range(len(rows[0]))]
    room = min(sheet.width, _WIDEST) - _GAP * (len(widths) - 1)
    indent = min(_INDENT, max(0, room - sum(widths)))
    for place in (_BAND, _TITLE):
        excess = sum(widths) + indent - room
        widths[place] -= max(0, min(excess, widths[place] - _NARROWEST))
    return indent, widths


def _grid(indent: int, widths: Sequence[int], rows: Sequence[Row]) -> RenderableType:
    grid = Table.grid(padding=(0, _GAP, 0, 0))
    for width in widths:
        grid.add_column(width=width, overflow="fold")
    for row in rows:
        grid.add_row(*row)
    return Padding(grid, (0, 0, 0, indent))


def _stacked(
    sheet: Sheet, assessments: Sequence[Assessment], names: Sequence[str]
) -> Iterator[RenderableType]:
    for assessment, name in zip(assessments, names, strict=True):
        scoring, places = assessment.questionnaire.scoring, explain_places(assessment)
        yield paragraph(sheet, sheet.text(name, "bold"))
        for result in assessment.arrangements:
            number = format_number(places.get(result.arrangement.id))
            yield paragraph(sheet, sheet.text(f"{number} {result.arrangement.title}"), 2)
            if not result.applies:
                yield paragraph(sheet, sheet.text(_DOES_NOT_APPLY), 5)
                continue
            if result.readiness:
                words = format_known(as_positions(result.readiness), scoring)
                yield paragraph(sheet, sheet.text(words), 5)
            yield paragraph(sheet, sheet.standing(result), 5)
        yield Text()
