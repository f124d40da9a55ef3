"""Assessments as a wide table: CSV with one row per assessment.

This module knows how the arrangements of a questionnaire lie side by side. It does not know where the text
goes, nor how many assessments are to come.
"""

from collections.abc import Iterable, Iterator, Mapping

from partnerassess.assessment import ArrangementResult, Assessment, EssentialState
from partnerassess.model import Questionnaire
from partnerassess.render.cells import (
    ABOUT_COLUMNS,
    Cell,
    about_cells,
    csv_line,
    essential_cell,
    result_cells,
)

_COLUMNS = (
    "applies", "rank", "point", "lowest", "highest", "band", "verdict", "essential_unmet", "essential_open",
)  # fmt: skip


def arrangements_of(questionnaires: Iterable[Questionnaire]) -> tuple[str, ...]:
    """Give the ids of the arrangements that a table over these questionnaires needs, in first-seen order."""
    every = (each.id for questionnaire in questionnaires for each in questionnaire.arrangements)
    return tuple(dict.fromkeys(every))


def render_wide_header(arrangements: Iterable[str]) -> str:
    """Render the first line: the names of the columns, nine of them for every arrangement."""
    by_arrangement = (f"{arrangement}_{column}" for arrangement in arrangements for column in _COLUMNS)
    return csv_line([*ABOUT_COLUMNS, "leader", *by_arrangement])


def render_wide_row(
    assessment: Assessment,
    arrangements: Iterable[str],
    *,
    document: int | None = None,
    leader: str | None = None,
    essentials: Mapping[str, tuple[str, str]] | None = None,
) -> str:
    """Render the row of one assessment, under a header of the same arrangements.

    The cells of arrangements that the assessment does not have stay empty. `document` is the place of the
    answers among several in one file, the first being 1. `leader` is the id of the one that leads, for an
    assessment that has only some of them; else its own is taken. `essentials` gives, for an assessment
    without parts, each arrangement's essential factors that are not met, and those that are open. Raises
    ValueError if the header has no room for one of the arrangements.
    """
    arrangements = tuple(arrangements)
    results = {result.arrangement.id: result for result in assessment.arrangements}
    missing = results.keys() - set(arrangements)
    if missing:
        raise ValueError(f"the header has no columns for {', '.join(sorted(missing))}")
    scoring = assessment.questionnaire.scoring
    if leader is None and assessment.leader:
        leader = assessment.leader.arrangement.id
    if essentials is None:
        essentials = {name: _essential_cells(result) for name, result in results.items()}
    cells = {name: (*result_cells(each, scoring), *essentials[name]) for name, each in results.items()}
    return csv_line(
        [
            *about_cells(assessment, document),
            leader,
            *_side_by_side(cells, arrangements),
        ]
    )


def _essential_cells(result: ArrangementResult) -> tuple[str, str]:
    return essential_cell(result, EssentialState.UNMET), essential_cell(result, EssentialState.OPEN)


def _side_by_side(cells: Mapping[str, Iterable[Cell]], arrangements: Iterable[str]) -> Iterator[Cell]:
    for arrangement in arrangements:
        yield from cells.get(arrangement) or (None for _ in _COLUMNS)
