"""Many assessments: one line per assessment and arrangement.

This module knows how results are set side by side. It does not know inputs that could not be used.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import repeat

from partnerassess.assessment import ArrangementResult, Assessment
from partnerassess.explain import explain_places
from partnerassess.model import Answers, Scoring
from partnerassess.render.markdown.shapes import escape, table
from partnerassess.report.numbers import format_range, format_readiness
from partnerassess.report.words import VERDICTS, format_date, format_origin, format_rank

_COLUMNS = (
    "Partnership", "Seen by", "Date", "File", "Arrangement", "Rank", "Readiness", "Range", "Band", "Verdict",
)  # fmt: skip
_NONE = "–"


def render_markdown_table(assessments: Iterable[Assessment], labels: Sequence[str] | None = None) -> str:
    """Render several assessments, in the order given, as one table; ends with a newline.

    `labels`, one for each assessment, say which part of its file it is, such as `document 2`, or nothing.
    """
    labelled = zip(assessments, repeat("") if labels is None else labels, strict=labels is not None)
    rows = [row for assessment, label in labelled for row in _rows(assessment, label)]
    return table(_COLUMNS, rows) + "\n"


def _rows(assessment: Assessment, label: str) -> Iterator[list[str]]:
    names, places = [*_names(assessment.answers, label)], explain_places(assessment)
    for result in assessment.arrangements:
        rank = format_rank(places.get(result.arrangement.id))
        cells = [*names, *_cells(result, rank, assessment.questionnaire.scoring)]
        yield [escape(cell) for cell in cells]


def _names(answers: Answers, label: str) -> Iterator[str]:
    yield answers.partnership or "not named"
    yield ", ".join(part for part in (answers.respondent, answers.organisation) if part) or _NONE
    yield format_date(answers.date) if answers.date else _NONE
    yield format_origin(answers.file, label) or _NONE


def _cells(result: ArrangementResult, rank: str, scoring: Scoring) -> Iterator[str]:
    yield result.arrangement.title
    yield rank or _NONE
    known = result.readiness if result.applies else None
    yield format_readiness(known.point, scoring) if known and known.point is not None else _NONE
    yield format_range(known, scoring) if known else _NONE
    if result.applies:
        yield result.band.title if result.band else _NONE
        yield VERDICTS[result.verdict] if result.verdict else _NONE
    else:
        yield from (_NONE, "Does not apply")
