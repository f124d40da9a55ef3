"""What many assessments have in common: who was counted, what is missing most often, where answers are low.

This module knows how counts are put to people who look after many partnerships. It does not know how they
were made.
"""

from collections.abc import Iterator, Sequence

from rich.console import Group, RenderableType

from partnerassess.portfolio import ArrangementTally, EssentialCount, Member, PortfolioPart
from partnerassess.render.content import names_apart
from partnerassess.render.terminal.sheet import (
    Sheet,
    Trimmed,
    bullets,
    heading,
    item,
    labels,
    make_sheet,
    paragraph,
    subheading,
)
from partnerassess.report.words import VERDICTS

_LISTED = 5
"""How many factors and questions are listed unless everything is asked for."""
_NAMED = 8
"""How many partnerships are named in one line unless everything is asked for."""


def render_portfolio(
    parts: Sequence[PortfolioPart], *, width: int, full: bool = False, ascii_only: bool = False
) -> RenderableType:
    """Render what several assessments have in common, questionnaire by questionnaire.

    `full` names every partnership, factor and question instead of the first few.
    """
    sheet = make_sheet(width, ascii_only=ascii_only, full=full)
    return Trimmed(Group(*_parts(sheet, parts)))


def _parts(sheet: Sheet, parts: Sequence[PortfolioPart]) -> Iterator[RenderableType]:
    for part in parts:
        about = f": {part.questionnaire.title}" if len(parts) > 1 else ""
        yield from heading(sheet, f"Who was counted{about}")
        every = names_apart([member.assessment for member in part.members])
        names = {id(member): name for member, name in zip(part.members, every, strict=True)}
        for tally in part.tallies:
            yield from _tally(sheet, tally, names)
        yield from _essentials(sheet, part)
        yield from _gaps(sheet, part)


def _tally(sheet: Sheet, tally: ArrangementTally, names: dict[int, str]) -> Iterator[RenderableType]:
    yield from subheading(sheet, tally.arrangement.title)
    lines = [(VERDICTS[verdict] if verdict else "Scored", members) for verdict, members in tally.counted]
    left_out: dict[str, list[Member]] = {}
    for each in (*tally.not_assessable, *tally.not_applying):
        left_out.setdefault(each.remark.left_out[tally.arrangement.id], []).append(each)
    counted = sum(len(members) for _, members in lines)
    yield paragraph(sheet, sheet.text(f"Counted: {counted}. First in {tally.first}."), 2)
    yield from bullets(sheet, (sheet.text(_line(sheet, *line, names)) for line in lines))
    for why, members in left_out.items():
        words = f"{_line(sheet, 'Left out', members, names)} {why}"
        yield item(sheet, sheet.text(sheet.marks.bullet), sheet.text(words))


def _line(sheet: Sheet, what: str, members: Sequence[Member], names: dict[int, str]) -> str:
    shown = members if sheet.full else members[:_NAMED]
    more = len(members) - len(shown)
    rest = f" and {more} more" if more else ""
    return f"{what}: {len(members)} ({'; '.join(names[id(each)] for each in shown)}{rest})."


def _essentials(sheet: Sheet, part: PortfolioPart) -> Iterator[RenderableType]:
    found = [count for count in part.essentials if count.unmet]
    if not found:
        return
    yield from subheading(sheet, "Essential factors most often not met", "in how many of those it applies to")
    shown = found if sheet.full else found[:_LISTED]
    yield from _listed(sheet, [(_times(each.unmet, each.counted), _essential(part, each)) for each in shown])
    yield from _more(sheet, len(found) - len(shown))


def _essential(part: PortfolioPart, count: EssentialCount) -> str:
    several = len(part.questionnaire.arrangements) > 1
    where = f" ({count.arrangement.title})" if several else ""
    return f"{count.factor.title}{where}{f'; open in {count.open}' if count.open else ''}"


def _gaps(sheet: Sheet, part: PortfolioPart) -> Iterator[RenderableType]:
    if not part.gaps:
        return
    yield from subheading(sheet, "Commonest gaps", "answers below the middle of their scale")
    shown = part.gaps if sheet.full else part.gaps[:_LISTED]
    yield from _listed(sheet, [(_times(each.low, each.answered), each.question.text) for each in shown])
    yield from _more(sheet, len(part.gaps) - len(shown))


def _listed(sheet: Sheet, lines: Sequence[tuple[str, str]]) -> Iterator[RenderableType]:
    for label, (_, words) in zip(labels(sheet, (number for number, _ in lines)), lines, strict=True):
        yield item(sheet, label, sheet.text(words))


def _more(sheet: Sheet, left_out: int) -> Iterator[RenderableType]:
    if left_out > 0:
        yield paragraph(sheet, sheet.text(f"and {left_out} more (--full shows all)"), 2)


def _times(number: int, of: int) -> str:
    return f"{number} of {of}"
