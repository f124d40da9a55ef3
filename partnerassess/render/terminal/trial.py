"""A trial in the terminal: changed answers, and what they would do, beside the real ones.

This module knows the order of the parts. It does not know what a change does.
"""

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from partnerassess.render.subjects import format_subject
from partnerassess.render.terminal.sheet import Sheet, Trimmed, bullets, heading, make_sheet, paragraph
from partnerassess.render.trials import COLUMNS, ONLY_A_TRIAL, change_sentences, trial_rows
from partnerassess.trial import Trial


def render_trial(trial: Trial, *, width: int, ascii_only: bool = False) -> RenderableType:
    """Render a trial, at most `width` columns wide (30 or more)."""
    return Trimmed(Group(*_parts(make_sheet(width, ascii_only=ascii_only), trial)))


def _parts(sheet: Sheet, trial: Trial) -> Iterator[RenderableType]:
    title, about = format_subject(trial.before.questionnaire, trial.before.answers)
    yield paragraph(sheet, sheet.text(title, "bold"))
    if about:
        yield paragraph(sheet, sheet.text(about))
    yield from heading(sheet, "What if")
    yield from bullets(sheet, (sheet.text(words) for words in change_sentences(trial)))
    yield Text()
    yield from _table(sheet, trial)
    yield paragraph(sheet, sheet.text(ONLY_A_TRIAL))


def _table(sheet: Sheet, trial: Trial) -> Iterator[RenderableType]:
    if sheet.is_narrow:
        for title, *cells in trial_rows(trial):
            yield paragraph(sheet, sheet.text(title, "bold"))
            for column, cell in zip(COLUMNS[1:], cells, strict=True):
                yield paragraph(sheet, sheet.text(f"{column}: {cell}"), 2)
        return
    table = Table(box=sheet.marks.table_frame, pad_edge=False)
    for column in COLUMNS:
        table.add_column(column, overflow="fold")
    for row in trial_rows(trial):
        table.add_row(*(sheet.text(cell) for cell in row))
    yield table
