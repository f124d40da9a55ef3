"""Several views of one partnership in a Word document: who answered, and where they see it differently.

This module knows how the page's part about pooled answers becomes lists and a table. It does not know what
stands in them.
"""

from collections.abc import Sequence

from partnerassess.render.page.differences import Differences, Seen, Told, Who
from partnerassess.render.word.sheet import Sheet


def write_who(sheet: Sheet, who: Who, level: int = 1) -> None:
    """Write who answered, under a heading of this level."""
    sheet.heading("Who answered", level)
    sheet.bullets(who.lines)
    sheet.paragraph(who.remark)


def write_differences(sheet: Sheet, differences: Differences, level: int = 1) -> None:
    """Write where people see things differently, as much as the page does, under a heading of this level."""
    sheet.heading("Where you see it differently", level)
    sheet.paragraph(differences.remark)
    rows = [_row(row) for group in differences.groups for row in group.rows]
    if rows:
        columns = ("Question", "Where each stands", "What to talk about")
        sheet.table("The widest differences come first", columns, rows, shares=(4, 3, 4))
    for words in differences.notes:
        sheet.paragraph(words)
    sheet.paragraph(_elsewhere(differences.left_out))
    _write_told(sheet, "Chosen differently", differences.choices, level + 1)
    silent = (*differences.half_answered, *differences.more_half_answered)
    _write_told(sheet, "Answered on one side only", silent, level + 1)
    sheet.paragraph(_elsewhere(differences.half_left_out))


def _elsewhere(number: int) -> str:
    return f"and {number} more, in the document about this partnership alone" if number else ""


def _row(row: Seen) -> tuple[str, str, str]:
    means = "; ".join(each.words for each in row.means) or "–"
    tags = f"{', '.join(row.tags)}. " if row.tags else ""
    return f"{row.number}. {row.text}", means, f"{tags}{' '.join(row.sentences)}"


def _write_told(sheet: Sheet, title: str, listed: Sequence[Told], level: int) -> None:
    if listed:
        sheet.heading(title, level)
    for each in listed:
        sheet.paragraph(f" {each.words}", lead=each.question, style="List Bullet")
