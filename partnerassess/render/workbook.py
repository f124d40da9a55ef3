"""Assessments as a workbook for people: one sheet to read, the others to filter and to count."""

import io
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import chain

import xlsxwriter  # type: ignore[import-untyped]

from partnerassess.assessment import ArrangementResult, Assessment, EssentialState
from partnerassess.explain import explain_arrangement
from partnerassess.files.reading import RESULT_WORKBOOK, clean
from partnerassess.render.data import differences_of
from partnerassess.render.rows import Cell, dimensions_of, tidy_columns, tidy_rows
from partnerassess.report.numbers import range_for_json
from partnerassess.report.portfolio import names_apart, subject
from partnerassess.report.sentences import CONVENTIONS, file_name, name_of, standing
from partnerassess.report.words import format_answer, format_list
from partnerassess.sheets.archive import MADE

_WORST = 3
_BARS = ("Readiness", "Its figure ", "Point")
"""How the heads of the columns start that hold readiness."""
_BAR_COLOUR = "#9DC3D4"
_WIDEST = 60
"""A column is never wider than so many characters."""

_FACTOR_COLUMNS = (
    "Partnership", "Form", "Dimension", "Factor", "Point", "Lowest", "Highest", "State", "Essential",
)  # fmt: skip
_ANSWER_COLUMNS = ("Partnership", "Section", "Question", "Id", "Answer")
_DIFFERENCE_COLUMNS = (
    "Partnership", "Question", "Organisation", "People who answered", "Mean", "Gap", "Flags",
)  # fmt: skip

Rows = Iterator[Sequence[Cell]]


def render_workbook(assessments: Sequence[Assessment], *, notes: bool = False) -> bytes:
    """Render a workbook of one assessment or more: readiness, arrangements, factors, answers, and so on."""
    names = names_apart([each.answers for each in assessments])
    named = list(zip(names, assessments, strict=True))
    dimensions = dimensions_of(each.questionnaire for each in assessments)
    organisations = max(len(each.pooled.organisations) if each.pooled else 0 for each in assessments)
    ends = [each.questionnaire.scoring.shown_as for each in assessments]
    shown_as = float(min(low for low, _ in ends)), float(max(high for _, high in ends))
    answer_columns = (*_ANSWER_COLUMNS, "Note") if notes else _ANSWER_COLUMNS
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True, "strings_to_formulas": False}) as book:
        book.set_properties({"title": "Readiness to partner", "comments": RESULT_WORKBOOK, "created": MADE})
        for title, columns, rows_of in (
            (
                "Readiness",
                _readiness_columns(organisations),
                partial(_readiness, organisations=organisations),
            ),
            ("Arrangements", _arrangement_columns(dimensions), partial(_arrangements, dimensions=dimensions)),
            ("Factors", _FACTOR_COLUMNS, _factors),
            ("Answers", answer_columns, partial(_answers, notes=notes)),
            ("Differences", _DIFFERENCE_COLUMNS, _differences),
        ):
            rows = [row for name, each in named for row in rows_of(name, each)]
            _write(book, title, columns, rows, shown_as)
        _write(book, "About", ("What", "Words"), list(_about(named)), shown_as)
    return content.getvalue()


def _write(
    book: "xlsxwriter.Workbook",
    title: str,
    columns: Sequence[str],
    rows: list[Sequence[Cell]],
    shown_as: tuple[float, float],
) -> None:
    """Write a sheet with its first row fixed, filters, bars behind readiness, and columns wide enough."""
    sheet = book.add_worksheet(title)
    top = {"valign": "top"}
    head = book.add_format({**top, "bold": True, "text_wrap": True})
    number, words = book.add_format({**top, "num_format": "0.0"}), book.add_format({**top, "text_wrap": True})
    plain = book.add_format(top)
    sheet.freeze_panes(1, 1)
    sheet.write_row(0, 0, columns, head)
    for place, row in enumerate(rows, start=1):
        for column, cell in enumerate(row):
            if isinstance(cell, float):
                sheet.write_number(place, column, cell, number)
            elif isinstance(cell, str):
                sheet.write_string(place, column, "\n".join(map(clean, cell.split("\n"))), words)
            elif cell is not None:
                sheet.write(place, column, cell, plain)
    for column, name in enumerate(columns):
        texts = (str(row[column]) for row in rows if row[column] is not None)
        longest = max(map(len, [name, *texts]))
        sheet.set_column(column, column, min(longest, _WIDEST) + 2)
        if rows and name.startswith(_BARS):
            low, high = shown_as
            kinds = {"min_type": "num", "min_value": low, "max_type": "num", "max_value": high}
            bars = {"type": "data_bar", "bar_solid": True, "bar_color": _BAR_COLOUR, **kinds}
            sheet.conditional_format(1, column, len(rows), column, bars)
    if rows:
        sheet.autofilter(0, 0, len(rows), len(columns) - 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _readiness_columns(organisations: int) -> Sequence[str]:
    places = range(1, organisations + 1)
    return (
        *("Partnership", "Programme", "Round", "Date", "People", "Organisations", "Form", "Standing"),
        *("Readiness", "Lowest", "Highest"),
        *(f"{what} {place}" for place in places for what in ("Organisation", "Its figure")),
        *("Gap between them", "Essential factors missing", "Essential factors not known yet"),
        *(f"Weak point {place}" for place in range(1, _WORST + 1)),
    )


def _readiness(name: str, assessment: Assessment, organisations: int) -> Rows:
    """Give the row of one partnership: what its lead wants to know."""
    answers, pooled, leader = assessment.answers, assessment.pooled, subject(assessment)
    scoring = assessment.questionnaire.scoring
    own = [
        (each.name, range_for_json(each.readiness, scoring)[0])
        for each in (pooled.organisations if pooled else ())
    ]
    known = [figure for _, figure in own if figure is not None]
    weak = explain_arrangement(assessment.questionnaire, leader).weak_points if leader else ()
    worst = [name_of(each.answer.question) for each in weak[:_WORST]]
    yield [
        name,
        answers.programme,
        answers.round,
        answers.date.isoformat() if answers.date else None,
        pooled.people if pooled else 1,
        len(own) or (1 if answers.organisation else None),
        leader.arrangement.name if leader else None,
        standing(leader) if leader else None,
        *range_for_json(leader.readiness if leader else None, scoring),
        *chain.from_iterable(own),
        *([None] * 2 * (organisations - len(own))),
        max(known) - min(known) if len(known) > 1 else None,
        _essentials(leader, EssentialState.UNMET),
        _essentials(leader, EssentialState.OPEN),
        *worst,
        *([None] * (_WORST - len(worst))),
    ]


def _essentials(result: ArrangementResult | None, state: EssentialState) -> str | None:
    factors = [each.factor.title for each in result.factors() if each.essential is state] if result else []
    return "; ".join(factors) or None


def _arrangement_columns(dimensions: Iterable[str]) -> Sequence[str]:
    heads = [
        each.replace("_", " ").capitalize() for each in tidy_columns(dimensions) if each != "partnership"
    ]
    return ["Partnership", "Form", "Standing", *heads]


def _arrangements(name: str, assessment: Assessment, dimensions: Sequence[str]) -> Rows:
    """Give the rows of the tidy table, with the standing that people read."""
    applying = [result for result in assessment.arrangements if result.applies]
    for result, row in zip(applying, tidy_rows(assessment, dimensions), strict=True):
        cells = dict(zip(tidy_columns(dimensions), row, strict=True))
        del cells["partnership"]
        cells["file"] = file_name(str(cells["file"]))
        yield [name, result.arrangement.name, standing(result), *cells.values()]


def _factors(name: str, assessment: Assessment) -> Rows:
    scoring = assessment.questionnaire.scoring
    for result in assessment.arrangements:
        for part in result.dimensions if result.applies else ():
            for factor in part.factors:
                about = (name, result.arrangement.name, part.dimension.title, factor.factor.title)
                essential = factor.essential.value if factor.essential else None
                yield [*about, *range_for_json(factor.range, scoring), factor.state.value, essential]


def _answers(name: str, assessment: Assessment, *, notes: bool) -> Rows:
    """Give every answer, question by question; of several views what they come to together."""
    for section in assessment.questionnaire.sections:
        for question in section.questions:
            answer = assessment.answers.answers.get(question.id)
            note = [answer.note if answer else None] if notes else []
            yield [name, section.title, question.text, question.id, format_answer(answer), *note]


def _differences(name: str, assessment: Assessment) -> Rows:
    questions = assessment.questionnaire.questions
    for each in differences_of(assessment.pooled) if assessment.pooled else ():
        flags = each["flags"]
        told = ", ".join(flags) if isinstance(flags, list) else "left out: one or two people answered"
        organisations = each["organisations"]
        for part in organisations if isinstance(organisations, list) else [{}]:
            cells = [part.get("name"), part.get("answered"), part.get("mean"), each.get("gap")]
            yield [name, questions[str(each["question"])].text, *cells, told]


def _about(named: Iterable[tuple[str, Assessment]]) -> Rows:
    yield "Conventions", CONVENTIONS
    for questionnaire in {each.questionnaire.id: each.questionnaire for _, each in named}.values():
        yield "Questionnaire", f"{questionnaire.title} ({questionnaire.id} {questionnaire.version})"
        if questionnaire.sha256:
            yield "Digest of its file", questionnaire.sha256
        if questionnaire.description:
            yield "About it", questionnaire.description
        yield from (("Source", source.citation) for source in questionnaire.sources)
    for name, each in named:
        if each.files:
            yield f"Answers of {name}", format_list([file_name(file) for file in each.files])
        yield from ((f"To keep in mind about {name}", warning) for warning in each.warnings)
