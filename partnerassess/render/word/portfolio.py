"""Many partnerships in one Word document: what they come to together, and then each in short.

This module knows which of the page's parts about one among many become a table, and which a list. It does not
know what stands in them.
"""

from collections.abc import Sequence

from partnerassess.render.page.history import History
from partnerassess.render.page.members import Member
from partnerassess.render.page.tally import Totals
from partnerassess.render.word.phrases import joined, judged
from partnerassess.render.word.pooled import write_differences, write_who
from partnerassess.render.word.sheet import Sheet

_PART = 3
"""The level of the headings within a partnership's section."""


def write_portfolio(sheet: Sheet, members: Sequence[Member], totals: Totals) -> None:
    """Write how often each arrangement leads, and then every partnership in short."""
    sheet.title(totals.finding)
    sheet.paragraph(totals.unusable)
    sheet.paragraph(totals.conventions)
    sheet.heading("How often each arrangement leads", 1)
    for each in totals.asked:
        rows = ((row.title, *map(str, row.numbers)) for row in each.rows)
        caption = f"{each.title} ({each.edition}): number of assessments"
        sheet.table(caption, ("Arrangement", *each.columns), rows)
    sheet.heading("One by one", 1)
    for member in members:
        _write_member(sheet, member)


def _write_member(sheet: Sheet, member: Member) -> None:
    sheet.heading(member.name, 2)
    about = member.history.summary if member.history else member.about
    sheet.paragraph(joined(f"{member.finding}.", about))
    if member.who:
        write_who(sheet, member.who, _PART)
    sheet.bullets(member.warnings)
    if member.history:
        _write_dates(sheet, member, member.history)
    else:
        _write_numbers(sheet, member)
    if member.differences:
        write_differences(sheet, member.differences, _PART)


def _write_numbers(sheet: Sheet, member: Member) -> None:
    rows = (
        (line.title, line.known, judged(line.standing, line.outcome), line.answered) for line in member.lines
    )
    columns = ("Arrangement", "Readiness", "Verdict", "Answers")
    sheet.table(f"{member.inputs} in numbers", columns, rows)


def _write_dates(sheet: Sheet, member: Member, history: History) -> None:
    both = zip(history.courses, member.lines, strict=True)
    rows = (
        (course.title, *(joined(then.known, judged(then.standing)) for then in course.thens), line.answered)
        for course, line in both
    )
    columns = ("Arrangement", *history.dates, "Answers")
    sheet.table(f"{member.inputs} in numbers, date by date", columns, rows)
