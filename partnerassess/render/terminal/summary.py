"""What many assessments come to together: how often each arrangement leads, and each of its verdicts.

This module knows how counts are laid out. It does not know how they were made.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from partnerassess.assessment import Assessment, Verdict
from partnerassess.batch.counts import DOES_NOT_APPLY, FIRST, LEVEL_FIRST, SCORED, Counts, count_assessments
from partnerassess.model import Questionnaire
from partnerassess.render.terminal.sheet import Sheet, Trimmed, bullets, heading, make_sheet, paragraph
from partnerassess.report.words import VERDICTS, format_count

_TITLES: Mapping[str, str] = {
    FIRST: "First",
    LEVEL_FIRST: "Level first",
    **{verdict.value: VERDICTS[verdict] for verdict in Verdict},
    SCORED: "Scored",
    DOES_NOT_APPLY: "Does not apply",
}


def render_summary(
    assessments: Sequence[Assessment], *, unusable: int, width: int, ascii_only: bool = False
) -> RenderableType:
    """Render how many assessments there are, and per arrangement how often it leads and each verdict."""
    return render_counts(
        tuple({each.questionnaire.id: each.questionnaire for each in assessments}.values()),
        count_assessments(assessments),
        scored=len(assessments),
        unusable=unusable,
        width=width,
        ascii_only=ascii_only,
    )


def render_counts(
    questionnaires: Sequence[Questionnaire],
    counts: Counts,
    *,
    scored: int,
    unusable: int,
    width: int,
    remarks: Iterable[str] = (),
    ascii_only: bool = False,
) -> RenderableType:
    """Render what was counted over many assessments.

    `remarks` are whole sentences to say below the first one.
    """
    sheet = make_sheet(width, ascii_only=ascii_only)
    words = f"{format_count(scored, 'assessment')} scored."
    if unusable:
        words += f" {format_count(unusable, 'input')} could not be used."
    said = [paragraph(sheet, sheet.text(each)) for each in (words, *remarks)]
    return Trimmed(
        Group(*heading(sheet, "Summary"), *said, *_by_questionnaire(sheet, questionnaires, counts))
    )


def _by_questionnaire(
    sheet: Sheet, questionnaires: Sequence[Questionnaire], counts: Counts
) -> Iterator[RenderableType]:
    for each in questionnaires:
        if len(questionnaires) > 1:
            yield Text()
            yield paragraph(sheet, sheet.text(each.title, "bold"))
        yield from _counts(sheet, each, counts)


def _counts(sheet: Sheet, questionnaire: Questionnaire, counts: Counts) -> Iterator[RenderableType]:
    own = {
        each: {what: counts[questionnaire.id, each.id, what] for what in _TITLES}
        for each in questionnaire.arrangements
    }
    shown = [what for what in _TITLES if what == FIRST or any(numbers[what] for numbers in own.values())]
    if sheet.is_narrow:
        for arrangement, numbers in own.items():
            words = ", ".join(f"{_TITLES[what].lower()} {numbers[what]}" for what in shown)
            yield from bullets(sheet, [sheet.text(f"{arrangement.title}: {words}.")])
        return
    table = Table(box=sheet.marks.table_frame, pad_edge=False)
    table.add_column("Arrangement", overflow="fold", min_width=20)
    for what in shown:
        table.add_column(_TITLES[what], justify="right")
    for arrangement, numbers in own.items():
        table.add_row(sheet.text(arrangement.title), *(Text(str(numbers[what])) for what in shown))
    yield table
