"""Tables for other programs, as rows and CSV: assessments, plans, comparisons and robustness."""

import csv
import io
from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

from partnerassess.assessment import ArrangementResult, Assessment, EssentialState
from partnerassess.exact import Root
from partnerassess.files.reading import clean
from partnerassess.model import Answers, Questionnaire
from partnerassess.names import is_same_name
from partnerassess.report.numbers import level_for_json, range_for_json
from partnerassess.report.words import format_given, level_needed

if TYPE_CHECKING:
    from partnerassess.codes import PackedView
    from partnerassess.decide.comparison import Comparison, Course, RoundComparison
    from partnerassess.decide.plan import Plan
    from partnerassess.decide.robustness import Simulation

Cell = str | bool | int | float | None

_ABOUT_COLUMNS = (
    "file", "document", "partnership", "organisation", "respondent", "date", "round", "programme",
    "questionnaire", "version",
)  # fmt: skip
_ARRANGEMENT_COLUMNS = ("arrangement", "title", "rank", "point", "lowest", "highest", "band", "verdict")
_DIMENSION_COLUMNS = ("point", "lowest", "highest", "coverage")
_LAST_COLUMNS = ("essential_unmet", "essential_open", "leader")

_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def dimensions_of(questionnaires: Iterable[Questionnaire]) -> tuple[str, ...]:
    """Give the ids of the dimensions that a table over these questionnaires needs, in first-seen order."""
    every = (dimension.id for questionnaire in questionnaires for dimension in questionnaire.dimensions)
    return tuple(dict.fromkeys(every))


def tidy_columns(dimensions: Iterable[str]) -> tuple[str, ...]:
    """Give the columns of a tidy table: four for every dimension."""
    by_dimension = (f"{dimension}_{column}" for dimension in dimensions for column in _DIMENSION_COLUMNS)
    return *_ABOUT_COLUMNS, *_ARRANGEMENT_COLUMNS, *by_dimension, *_LAST_COLUMNS


def about_cells(answers: "Answers | PackedView", file: str, document: int | None) -> list[Cell]:
    """Give the first cells of a row: whose answers they are, and where they stand."""
    date = answers.date.isoformat() if answers.date else None
    names = (answers.partnership, answers.organisation, answers.respondent)
    return [clean(file), document, *names, date, answers.round, answers.programme]


def tidy_rows(
    assessment: Assessment, dimensions: Iterable[str], *, document: int | None = None
) -> Iterator[list[Cell]]:
    """Give the rows of one assessment, one per arrangement that applies, for a table of these dimensions.

    The cells of dimensions that the assessment's questionnaire does not have stay empty. `document` is the
    place of the answers among several in one file, the first being 1. Raises ValueError if the table has no
    room for one of the dimensions.
    """
    columns = tuple(dimensions)
    missing = set(dimensions_of([assessment.questionnaire])) - set(columns)
    if missing:
        raise ValueError(f"the header has no columns for {', '.join(sorted(missing))}")
    answers, questionnaire = assessment.answers, assessment.questionnaire
    scoring = questionnaire.scoring
    for result in assessment.arrangements:
        if not result.applies:
            continue
        cells = [
            *about_cells(answers, answers.file or "", document),
            questionnaire.id,
            questionnaire.version,
            result.arrangement.id,
            result.arrangement.title,
            result.rank,
            *range_for_json(result.readiness, scoring),
            *_standing_cells(result),
        ]
        parts = {part.dimension.id: part for part in result.dimensions}
        for dimension in columns:
            part = parts.get(dimension)
            cells += range_for_json(part.range if part else None, scoring)
            cells.append(float(part.coverage) if part and part.coverage is not None else None)
        for state in (EssentialState.UNMET, EssentialState.OPEN):
            cells.append(" ".join(each.factor.id for each in result.factors() if each.essential is state))
        yield [*cells, result is assessment.leader]


def rows_of(assessment: Assessment) -> list[dict[str, Cell]]:
    """Give an assessment as rows by column, one per arrangement that applies, such as for a data frame."""
    dimensions = dimensions_of([assessment.questionnaire])
    columns = tidy_columns(dimensions)
    return [dict(zip(columns, row, strict=True)) for row in tidy_rows(assessment, dimensions)]


def csv_line(cells: Iterable[Cell]) -> str:
    """Render one line of CSV; ends with a newline. No text in it is taken for a formula."""
    text = io.StringIO(newline="")
    # Told to end lines otherwise, the writer leaves a lone carriage return in a cell without quotes.
    csv.writer(text).writerow([_csv_cell(cell) for cell in cells])
    return text.getvalue().removesuffix("\r\n") + "\n"


def _csv_cell(cell: Cell) -> str | int | float | None:
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, str) and cell.startswith(_STARTS_A_FORMULA):
        return f"'{cell}"
    return cell


def _standing_cells(result: ArrangementResult) -> tuple[str | None, str | None]:
    return result.band.id if result.band else None, result.verdict.value if result.verdict else None


def render_csv_header(dimensions: Iterable[str]) -> str:
    """Render the first line: the names of the columns, four of them for every dimension."""
    return csv_line(tidy_columns(dimensions))


def render_csv_rows(assessment: Assessment, dimensions: Iterable[str], *, document: int | None = None) -> str:
    """Render the rows of one assessment, one per arrangement that applies, under a header of its dimensions.

    The cells of dimensions that the assessment's questionnaire does not have stay empty. `document` is the
    place of the answers among several in one file, the first being 1. Raises ValueError if the header has
    no room for one of the dimensions.
    """
    return "".join(csv_line(row) for row in tidy_rows(assessment, dimensions, document=document))


_PLAN_COLUMNS = (
    "number", "arrangement", "question", "text", "factor", "factor_title", "open", "now", "now_label", "then",
    "then_label", "then_description", "effort", "essential", "helps", "owner", "date",
)  # fmt: skip


def render_csv_plan(plan: "Plan") -> str:
    """Render a plan, one row per question to improve; the columns for owner and date are empty."""
    lines = [csv_line(_PLAN_COLUMNS)]
    for place, item in enumerate(plan.items, start=1):
        question, factor = item.answer.question, item.factor.factor
        minimum = "" if factor.essential is None else format_given(level_needed(question, factor.essential))
        cells = (
            place,
            plan.arrangement,
            question.id,
            question.text,
            factor.id,
            factor.title,
            item.answer.standing.unanswered,
            level_for_json(item.now),
            item.now.label,
            level_for_json(item.then),
            item.then.label,
            item.then.description or "",
            float(item.effort),
            f"Essential: needs at least {minimum}." if minimum else "",
            " ".join(each.result.arrangement.id for each in item.elsewhere if each.after > each.before),
            None,
            None,
        )
        lines.append(csv_line(cells))
    return "".join(lines)


_COMPARISON_COLUMNS = (
    "partnership", "arrangement", "kind", "id", "title", "round", "file", "date", "point", "lowest",
    "highest", "band", "verdict", "change", "overall",
)  # fmt: skip


def render_csv_comparison(compared: "RoundComparison") -> str:
    """Render what changed: one row per partnership, arrangement, dimension or factor, and round.

    Of arrangements that applied in some round, and of each organisation for the one that leads. `change` says
    what became of it since the round before, `overall` from the first to the last.
    """
    rows = (csv_line(row) for comparison in compared.partnerships for row in _compared_rows(comparison))
    return "".join((csv_line(_COMPARISON_COLUMNS), *rows))


def _compared_rows(comparison: "Comparison") -> Iterator[list[Cell]]:
    applied = (each for each in comparison.arrangements if any(result.applies for result in each.results))
    for course in applied:
        name, title = course.arrangement.id, course.arrangement.title
        standing = [_standing_cells(result) if result.applies else (None, None) for result in course.results]
        yield from _course_rows(comparison, (name, "arrangement", name, title), course.readiness, standing)
        for dimension, part in course.dimensions:
            yield from _course_rows(comparison, (name, "dimension", dimension.id, dimension.title), part)
        for each in course.factors:
            yield from _course_rows(
                comparison, (name, "factor", each.factor.id, each.factor.title), each.course
            )
    leads = comparison.leading.arrangement.id if comparison.leading else ""
    for own in comparison.organisations:
        yield from _course_rows(comparison, (leads, "organisation", "", own.name or ""), own.readiness)


def _course_rows(
    comparison: "Comparison",
    about: tuple[str, str, str, str],
    course: "Course[Root] | Course[Fraction]",
    standing: list[tuple[str | None, str | None]] | None = None,
) -> Iterator[list[Cell]]:
    last = comparison.assessments[-1]
    scoring, called = last.questionnaire.scoring, last.answers.partnership
    moves = [None, *(move.value for move in course.moves)]
    for place, (assessment, known) in enumerate(zip(comparison.assessments, course.ranges, strict=True)):
        answers = assessment.answers
        # Programs tell partnerships apart by their names, letter by letter.
        is_called_so = is_same_name(answers.partnership, called)
        yield [
            called if is_called_so else answers.partnership,
            *about,
            comparison.rounds[place] + 1,
            "; ".join(map(clean, assessment.files)),
            answers.date.isoformat() if answers.date else None,
            *range_for_json(known, scoring),
            *(standing[place] if standing else (None, None)),
            moves[place],
            course.overall.value,
        ]


def render_csv_robustness(simulation: "Simulation") -> str:
    """Render how sure an order is, one row per arrangement and place."""
    lines = [csv_line(("arrangement", "title", "rank", "place", "share", "band", "band_kept"))]
    for each in simulation.arrangements:
        band = each.result.band.id if each.result.band else None
        arrangement = each.result.arrangement
        for place, share in enumerate(each.ranks, start=1):
            cells = (arrangement.id, arrangement.title, each.result.rank, place, share, band, each.band_kept)
            lines.append(csv_line(cells))
    return "".join(lines)
