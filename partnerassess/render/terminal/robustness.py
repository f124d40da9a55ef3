"""How sure an order is, in the terminal: who comes first how often, and what would change that.

This module knows the order of the parts. It does not know how anything is drawn.
"""

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from partnerassess.render.draws import (
    Sureness,
    band_sentences,
    central_sentences,
    headline,
    method_sentences,
    rank_cells,
    rank_titles,
    rivals_sentence,
)
from partnerassess.render.subjects import format_subject
from partnerassess.render.sureness import steadiness_sentences
from partnerassess.render.terminal.sheet import (
    Sheet,
    Trimmed,
    bullets,
    heading,
    make_sheet,
    paragraph,
    subheading,
)


def render_robustness(sureness: Sureness, *, width: int, ascii_only: bool = False) -> RenderableType:
    """Render how sure an order is, at most `width` columns wide (30 or more)."""
    return Trimmed(Group(*_parts(make_sheet(width, ascii_only=ascii_only), sureness)))


def _parts(sheet: Sheet, sureness: Sureness) -> Iterator[RenderableType]:
    assessment = sureness.steadiness.assessment
    title, about = format_subject(assessment.questionnaire, assessment.answers)
    yield paragraph(sheet, sheet.text(title, "bold"))
    if about:
        yield paragraph(sheet, sheet.text(about))
    yield Text()
    yield paragraph(sheet, sheet.text(headline(sureness), "bold"))
    if rivals_sentence(sureness):
        yield paragraph(sheet, sheet.text(rivals_sentence(sureness)), 2)
    if len(sureness.simulation.arrangements) > 1:
        yield from _ranks(sheet, sureness)
    yield from _listed(sheet, "Under other conventions", list(steadiness_sentences(sureness.steadiness)))
    yield from _listed(sheet, "How firm the bands are", list(band_sentences(sureness)))
    yield from _central(sheet, sureness)
    yield from heading(sheet, "How this was found")
    for words in method_sentences(sureness):
        yield paragraph(sheet, sheet.text(words))


def _ranks(sheet: Sheet, sureness: Sureness) -> Iterator[RenderableType]:
    yield from subheading(sheet, "How often each takes each place")
    titles, rows = rank_titles(sureness), sureness.simulation.arrangements
    if sheet.is_narrow:
        for each in rows:
            cells = zip(titles, rank_cells(each), strict=True)
            words = ", ".join(f"{place} {share}" for place, share in cells)
            yield from bullets(sheet, [sheet.text(f"{each.result.arrangement.title}: {words}.")])
        return
    table = Table(box=sheet.marks.table_frame, pad_edge=False)
    table.add_column("Arrangement", overflow="fold", min_width=20)
    for place in titles:
        table.add_column(place, justify="right")
    for each in rows:
        table.add_row(sheet.text(each.result.arrangement.title), *(Text(cell) for cell in rank_cells(each)))
    yield table


def _central(sheet: Sheet, sureness: Sureness) -> Iterator[RenderableType]:
    told = [(each, list(central_sentences(each))) for each in sureness.simulation.arrangements]
    if len(told) < 2 or not any(sentences for _, sentences in told):
        return
    yield from heading(sheet, "Weights with which each comes first")
    for each, sentences in told:
        if not sentences and each.first:
            sentences = ["Much as over all draws."]
        if sentences:
            yield from subheading(sheet, each.result.arrangement.title)
            yield from bullets(sheet, (sheet.text(words) for words in sentences))


def _listed(sheet: Sheet, title: str, sentences: list[str]) -> Iterator[RenderableType]:
    if sentences:
        yield from subheading(sheet, title)
        yield from bullets(sheet, (sheet.text(words) for words in sentences))
