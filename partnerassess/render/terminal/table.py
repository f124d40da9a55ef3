"""Many assessments: one line per assessment and arrangement, and what they come to together.

This module knows how results are set side by side. It does not know inputs that could not be used, beyond
how many there were.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from partnerassess.assessment import ArrangementResult, Assessment
from partnerassess.model import Arrangement, Questionnaire, Scoring
from partnerassess.render.numbers import as_positions, format_readiness
from partnerassess.render.terminal.bars import aligned_range, widest_number
from partnerassess.render.terminal.sheet import Sheet, Trimmed, bullets, heading, make_sheet, paragraph
from partnerassess.render.words import VERDICTS, format_count, format_known

Row = tuple[Text, Text, Text, Text, Text]

_TITLE, _BAND = 1, 3
_INDENT, _GAP = 2, 2
_NARROWEST, _WIDEST = 10, 160

_DOES_NOT_APPLY = "Does not apply"


def render_table(
    assessments: Sequence[Assessment], *, width: int, ascii_only: bool = False
) -> RenderableType:
    """Render several assessments, in the order given, one line for each of their arrangements."""
    sheet = make_sheet(width, ascii_only=ascii_only)
    if sheet.is_narrow:
        return Trimmed(Group(*_stacked(sheet, assessments)))
    return Trimmed(Group(*_grouped(sheet, assessments)))


def render_summary(
    assessments: Sequence[Assessment], *, unusable: int, width: int, ascii_only: bool = False
) -> RenderableType:
    """Render how many assessments there are, and per arrangement how often it leads and each verdict."""
    sheet = make_sheet(width, ascii_only=ascii_only)
    return Trimmed(Group(*_summary(sheet, assessments, unusable)))


def _grouped(sheet: Sheet, assessments: Sequence[Assessment]) -> Iterator[RenderableType]:
    rows = [[_row(sheet, each, result) for result in each.arrangements] for each in assessments]
    head = _head(sheet)
    widths = _widths(sheet, [head, *chain.from_iterable(rows)])
    yield _grid(widths, [head])
    for assessment, lines in zip(assessments, rows, strict=True):
        yield Text()
        yield paragraph(sheet, sheet.text(_name(assessment), "bold"))
        yield _grid(widths, lines)


def _head(sheet: Sheet) -> Row:
    titles = [sheet.text(title, "bold") for title in ("Arrangement", "Readiness, range", "Band", "Verdict")]
    return Text(), titles[0], titles[1], titles[2], titles[3]


def _row(sheet: Sheet, assessment: Assessment, result: ArrangementResult) -> Row:
    place = sheet.text(str(result.rank) if result.rank else "–")
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


def _widths(sheet: Sheet, rows: Sequence[Row]) -> list[int]:
    """Give the columns the room they ask for, at the cost of titles and bands where there is too little."""
    widths = [max(row[place].cell_len for row in rows) for place in range(len(rows[0]))]
    room = min(sheet.width, _WIDEST) - _INDENT - _GAP * (len(widths) - 1)
    for place in (_TITLE, _BAND):
        excess = sum(widths) - room
        widths[place] -= max(0, min(excess, widths[place] - _NARROWEST))
    return widths


def _grid(widths: Sequence[int], rows: Sequence[Row]) -> RenderableType:
    grid = Table.grid(padding=(0, _GAP, 0, 0))
    for width in widths:
        grid.add_column(width=width, overflow="fold")
    for row in rows:
        grid.add_row(*row)
    return Padding(grid, (0, 0, 0, _INDENT))


def _name(assessment: Assessment) -> str:
    """Give whose partnership it is, and whose view of it."""
    answers = assessment.answers
    name = answers.partnership or answers.file or "not named"
    view = ", ".join(part for part in (answers.respondent, answers.organisation) if part)
    return f"{name}, as seen by {view}" if view else name


def _stacked(sheet: Sheet, assessments: Sequence[Assessment]) -> Iterator[RenderableType]:
    for assessment in assessments:
        scoring = assessment.questionnaire.scoring
        yield paragraph(sheet, sheet.text(_name(assessment), "bold"))
        for result in assessment.arrangements:
            place = f"{result.rank}. " if result.rank else ""
            yield paragraph(sheet, sheet.text(f"{place}{result.arrangement.title}"), 2)
            if not result.applies:
                yield paragraph(sheet, sheet.text(_DOES_NOT_APPLY), 5)
                continue
            if result.readiness:
                words = format_known(as_positions(result.readiness), scoring)
                yield paragraph(sheet, sheet.text(words), 5)
            yield paragraph(sheet, sheet.standing(result), 5)
        yield Text()


def _summary(sheet: Sheet, assessments: Sequence[Assessment], unusable: int) -> Iterator[RenderableType]:
    yield from heading(sheet, "Summary")
    words = f"{format_count(len(assessments), 'assessment')} scored."
    if unusable:
        words += f" {format_count(unusable, 'input')} could not be used."
    yield paragraph(sheet, sheet.text(words))
    asked = {(each.questionnaire.id, each.questionnaire.sha256): each.questionnaire for each in assessments}
    for key, questionnaire in asked.items():
        scored = [each for each in assessments if (each.questionnaire.id, each.questionnaire.sha256) == key]
        if len(asked) > 1:
            yield Text()
            yield paragraph(sheet, sheet.text(questionnaire.title, "bold"))
        yield from _counts(sheet, questionnaire, scored)


def _counts(
    sheet: Sheet, questionnaire: Questionnaire, scored: Sequence[Assessment]
) -> Iterator[RenderableType]:
    counted = [(each, _counted(each, scored)) for each in questionnaire.arrangements]
    shown = [_FIRST, *(each for each in _OUTCOMES if any(counts[each] for _, counts in counted))]
    if not sheet.is_narrow:
        yield _count_table(sheet, counted, shown)
        return
    for arrangement, counts in counted:
        numbers = ", ".join(f"{each.lower()} {counts[each]}" for each in shown)
        yield from bullets(sheet, [sheet.text(f"{arrangement.title}: {numbers}.")])


def _counted(arrangement: Arrangement, scored: Sequence[Assessment]) -> Counter[str]:
    """Count how often an arrangement comes first, and each of its verdicts."""
    results = [
        result for each in scored for result in each.arrangements if result.arrangement.id == arrangement.id
    ]
    counts = Counter(_outcome(result) for result in results)
    counts[_FIRST] = sum(result.rank == 1 for result in results)
    return counts


def _count_table(
    sheet: Sheet, counted: Sequence[tuple[Arrangement, Counter[str]]], shown: Sequence[str]
) -> Table:
    table = Table(box=sheet.marks.table_frame, pad_edge=False)
    table.add_column("Arrangement", overflow="fold", min_width=20)
    for title in shown:
        table.add_column(title, justify="right")
    for arrangement, counts in counted:
        table.add_row(sheet.text(arrangement.title), *(Text(str(counts[each])) for each in shown))
    return table


_FIRST = "First"
_SCORED = "Scored"
_OUTCOMES = (*VERDICTS.values(), _SCORED, _DOES_NOT_APPLY)


def _outcome(result: ArrangementResult) -> str:
    if not result.applies:
        return _DOES_NOT_APPLY
    return VERDICTS[result.verdict] if result.verdict else _SCORED
