"""The partnering map: every arrangement at its place between voluntary and mandated, small and large.

This module knows where arrangements stand on the map, and lists those that have no place on it. It does not
know what lies behind their numbers.
"""

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from partnerassess.assessment import ArrangementResult, Assessment
from partnerassess.explain import explain_places
from partnerassess.model import Extent, Nature, Typology
from partnerassess.render.content import verdict_key
from partnerassess.render.sentences import exclusion_sentence, is_too_early
from partnerassess.render.terminal.bars import bar, cut_off_of
from partnerassess.render.terminal.sheet import Sheet, heading, paragraph
from partnerassess.report.numbers import as_positions
from partnerassess.report.words import EXTENTS, NATURES, VERDICTS, format_known, format_place, quoted

_ROW_LABEL = 14
"""Columns of the map's row titles."""


def render_map(sheet: Sheet, assessment: Assessment) -> Iterator[RenderableType]:
    """Write the map, or a list where there is no room for one or no place on it."""
    placed = [result for result in assessment.arrangements if result.arrangement.typology]
    others = [result for result in assessment.arrangements if not result.arrangement.typology]
    if placed:
        yield from heading(sheet, "The partnering map")
        yield from (_stacked if sheet.is_narrow else _table)(sheet, assessment, placed)
    if others and len(assessment.arrangements) > 1:
        yield from heading(sheet, "Other arrangements" if placed else "The arrangements")
        yield from _list(sheet, assessment, others)
    yield from _key(sheet, assessment)


def _table(sheet: Sheet, assessment: Assessment, placed: list[ArrangementResult]) -> Iterator[RenderableType]:
    width = sheet.column
    cell = (width - _ROW_LABEL - 10) // 2
    table = Table(box=sheet.marks.map_frame, show_lines=True)
    table.add_column("", width=_ROW_LABEL)
    for extent in Extent:
        table.add_column(_title(sheet, *EXTENTS[extent]), width=cell)
    for nature in Nature:
        cells = [
            _cell(sheet, assessment, _at(placed, Typology(nature=nature, scale=extent)), cell)
            for extent in Extent
        ]
        table.add_row(_title(sheet, *NATURES[nature]), *cells)
    yield table


def _title(sheet: Sheet, name: str, meaning: str) -> Text:
    return sheet.join(sheet.text(name, "bold"), Text("\n"), sheet.text(meaning, "not bold"))


def _at(placed: list[ArrangementResult], place: Typology) -> list[ArrangementResult]:
    return [
        result
        for result in placed
        if result.arrangement.typology
        and result.arrangement.typology.nature is place.nature
        and result.arrangement.typology.scale is place.scale
    ]


def _cell(
    sheet: Sheet, assessment: Assessment, results: list[ArrangementResult], width: int
) -> RenderableType:
    if not results:
        return sheet.text("No arrangement of this kind is assessed.")
    parts: list[RenderableType] = []
    for result in results:
        parts += (
            [Text(), *_lines(sheet, assessment, result, width)]
            if parts
            else _lines(sheet, assessment, result, width)
        )
    return Group(*parts)


def _lines(sheet: Sheet, assessment: Assessment, result: ArrangementResult, width: int) -> list[Text]:
    scoring = assessment.questionnaire.scoring
    lines = [sheet.text(result.arrangement.title, "bold")]
    if not result.applies:
        return [*lines, sheet.text(exclusion_sentence(assessment, result))]
    if result.readiness:
        known = as_positions(result.readiness)
        cut_off = cut_off_of(scoring)
        lines.append(Text(bar(known, width - (cut_off is not None), cut_off, sheet.marks)))
        lines.append(sheet.text(format_known(known, scoring)))
    if result.verdict:
        lines.append(sheet.verdict(result))
    if result.band and not (result.verdict and result.band.title == VERDICTS[result.verdict]):
        lines.append(sheet.text(f"Band: {result.band.title}"))
    return lines + _place(sheet, assessment, result)


def _place(sheet: Sheet, assessment: Assessment, result: ArrangementResult) -> list[Text]:
    place = format_place(explain_places(assessment).get(result.arrangement.id))
    return [] if not place or is_too_early(assessment) else [sheet.text(place)]


def _stacked(
    sheet: Sheet, assessment: Assessment, placed: list[ArrangementResult]
) -> Iterator[RenderableType]:
    for nature in Nature:
        for extent in Extent:
            if (nature, extent) != (Nature.VOLUNTARY, Extent.INDIVIDUAL):
                yield Text()
            kind = f"{NATURES[nature][0]}, {EXTENTS[extent][0].lower()}"
            meaning = f"{NATURES[nature][1]}; {EXTENTS[extent][1]}"
            yield paragraph(sheet, sheet.join(sheet.text(kind, "bold"), f": {meaning}"))
            results = _at(placed, Typology(nature=nature, scale=extent))
            if not results:
                yield paragraph(sheet, sheet.text("No arrangement of this kind is assessed."), 2)
            yield from _list(sheet, assessment, results)


def _list(sheet: Sheet, assessment: Assessment, results: list[ArrangementResult]) -> Iterator[RenderableType]:
    for number, result in enumerate(results):
        if number:
            yield Text()
        for line in _lines(sheet, assessment, result, min(sheet.column - 4, 50)):
            yield paragraph(sheet, line, 2)


def _key(sheet: Sheet, assessment: Assessment) -> Iterator[RenderableType]:
    """Say what the parts of a bar mean, as far as they occur, and what files call a verdict."""
    lines = [_bar_key(sheet, assessment), verdict_key(assessment)]
    if any(lines):
        yield Text()
    yield from (paragraph(sheet, sheet.text(line)) for line in lines if line)


def _bar_key(sheet: Sheet, assessment: Assessment) -> str:
    known = [result.readiness for result in assessment.arrangements if result.applies and result.readiness]
    marks, scoring = sheet.marks, assessment.questionnaire.scoring
    parts = [f"{marks.certain} certain"]
    if any(each.point is not None and each.point > each.lowest for each in known):
        parts.append(f"{marks.figure} likely, from the answers so far")
    if any(each.highest > each.lowest for each in known):
        parts.append(f"{marks.possible} still possible")
    if scoring.ready:
        parts.append(f"{marks.cut_off} where {quoted(scoring.ready.title)} starts")
    return f"Bars: {'; '.join(parts)}." if known and len(parts) > 1 else ""
