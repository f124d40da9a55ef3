"""Many assessments: one line per assessment and arrangement.

This module knows how results are set side by side. It does not know inputs that could not be used.
"""

from collections.abc import Iterable, Iterator

from partnerassess.assessment import ArrangementResult, Assessment
from partnerassess.model import Answers, Scoring
from partnerassess.render.markdown.shapes import escape, table
from partnerassess.render.numbers import format_range, format_readiness
from partnerassess.render.words import VERDICTS

_COLUMNS = (
    "Partnership", "Seen by", "Arrangement", "Rank", "Readiness", "Range", "Band", "Verdict",
)  # fmt: skip
_NONE = "–"


def render_markdown_table(assessments: Iterable[Assessment]) -> str:
    """Render several assessments, in the order given, as one table; ends with a newline."""
    rows = [row for assessment in assessments for row in _rows(assessment)]
    return table(_COLUMNS, rows) + "\n"


def _rows(assessment: Assessment) -> Iterator[list[str]]:
    names = _names(assessment.answers)
    for result in assessment.arrangements:
        cells = [*names, *_cells(result, assessment.questionnaire.scoring)]
        yield [escape(cell) for cell in cells]


def _names(answers: Answers) -> tuple[str, str]:
    view = ", ".join(part for part in (answers.respondent, answers.organisation) if part)
    return answers.partnership or answers.file or "not named", view or _NONE


def _cells(result: ArrangementResult, scoring: Scoring) -> Iterator[str]:
    yield result.arrangement.title
    yield str(result.rank) if result.rank else _NONE
    known = result.readiness if result.applies else None
    yield format_readiness(known.point, scoring) if known and known.point is not None else _NONE
    yield format_range(known, scoring) if known else _NONE
    if result.applies:
        yield result.band.title if result.band else _NONE
        yield VERDICTS[result.verdict] if result.verdict else _NONE
    else:
        yield from (_NONE, "Does not apply")
