"""Assessments as a workbook for people: one sheet to read, the others to filter and to count."""

import io
from collections.abc import Sequence
from fractions import Fraction

import xlsxwriter  # type: ignore[import-untyped]

from partnerassess.assessment import ArrangementResult, Assessment, EssentialState
from partnerassess.explain import explain_arrangement
from partnerassess.files import RESULT_WORKBOOK, clean
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

Table = tuple[Sequence[str], list[Sequence[Cell]]]
"""The heads of the columns, and rows below them."""


def render_workbook(assessments: Sequence[Assessment], *, notes: bool = False) -> bytes:
    """Render a workbook: readiness, arrangements, factors, answers, differences, and what it is."""
    names = names_apart([each.answers for each in assessments])
    named = list(zip(names, assessments, strict=True))
    ends = [each.questionnaire.scoring.shown_as for each in assessments] or [(Fraction(0), Fraction(100))]
    shown_as = float(min(low for low, _ in ends)), float(max(high for _, high in ends))
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True, "strings_to_formulas": False}) as book:
        book.set_properties({"title": "Readiness to partner", "comments": RESULT_WORKBOOK, "created": MADE})
        for title, (columns, rows) in (
            ("Readiness", _readiness(named)),
            ("Arrangements", _arrangements(named)),
            ("Factors", _factors(named)),
            ("Answers", _answers(named, notes=notes)),
            ("Differences", _differences(named)),
            ("About", _about(named)),
        ):
            _write(book, title, columns, rows, shown_as)
    return content.getvalue()


Named = Sequence[tuple[str, Assessment]]


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


def _readiness(named: Named) -> Table:
    """Give one row for each partnership: what its lead wants to know."""
    most = max((len(each.pooled.organisations) for _, each in named if each.pooled), default=0)
    columns = ["Partnership", "Programme", "Round", "Date", "People", "Organisations", "Form", "Standing"]
    columns += ["Readiness", "Lowest", "Highest"]
    columns += [f"{what} {place}" for place in range(1, most + 1) for what in ("Organisation", "Its figure")]
    columns += ["Gap between them", "Essential factors missing", "Essential factors not known yet"]
    columns += [f"Weak point {place}" for place in range(1, _WORST + 1)]
    return columns, [_readiness_row(name, each, most) for name, each in named]


def _readiness_row(name: str, assessment: Assessment, most: int) -> Sequence[Cell]:
    answers, pooled, leader = assessment.answers, assessment.pooled, subject(assessment)
    scoring = assessment.questionnaire.scoring
    organisations = list(pooled.organisations) if pooled else []
    own = [range_for_json(each.readiness, scoring)[0] for each in organisations]
    known = [number for number in own if number is not None]
    pairs: list[Cell] = [
        cell for each, number in zip(organisations, own, strict=True) for cell in (each.name, number)
    ]
    weak = explain_arrangement(assessment.questionnaire, leader).weak_points[:_WORST] if leader else ()
    worst: list[Cell] = [name_of(each.answer.question) for each in weak]
    return [
        name,
        answers.programme,
        answers.round,
        answers.date.isoformat() if answers.date else None,
        pooled.people if pooled else 1,
        len(organisations) or (1 if answers.organisation else None),
        leader.arrangement.name if leader else None,
        standing(leader) if leader else None,
        *range_for_json(leader.readiness if leader else None, scoring),
        *pairs,
        *([None] * (2 * most - len(pairs))),
        max(known) - min(known) if len(known) > 1 else None,
        _essentials(leader, EssentialState.UNMET),
        _essentials(leader, EssentialState.OPEN),
        *worst,
        *([None] * (_WORST - len(worst))),
    ]


def _essentials(result: ArrangementResult | None, state: EssentialState) -> str | None:
    factors = [each.factor.title for each in result.factors() if each.essential is state] if result else []
    return "; ".join(factors) or None


def _arrangements(named: Named) -> Table:
    """Give the rows of the tidy table, with the standing that people read, under heads in words."""
    dimensions = dimensions_of(each.questionnaire for _, each in named)
    columns = list(tidy_columns(dimensions))
    kept = [place for place, column in enumerate(columns) if column != "partnership"]
    heads = [columns[place].replace("_", " ").capitalize() for place in kept]
    rows: list[Sequence[Cell]] = []
    for name, assessment in named:
        applying = [result for result in assessment.arrangements if result.applies]
        for result, row in zip(applying, tidy_rows(assessment, dimensions), strict=True):
            said = dict(zip(columns, row, strict=True))
            file = said["file"]
            said["file"] = file_name(file) if isinstance(file, str) else file
            cells = [said[columns[place]] for place in kept]
            rows.append([name, result.arrangement.name, standing(result), *cells])
    return ["Partnership", "Form", "Standing", *heads], rows


def _factors(named: Named) -> Table:
    columns = [
        "Partnership",
        "Form",
        "Dimension",
        "Factor",
        "Point",
        "Lowest",
        "Highest",
        "State",
        "Essential",
    ]
    rows: list[Sequence[Cell]] = []
    for name, assessment in named:
        scoring = assessment.questionnaire.scoring
        for result in assessment.arrangements:
            for part in result.dimensions if result.applies else ():
                for factor in part.factors:
                    about = (name, result.arrangement.name, part.dimension.title, factor.factor.title)
                    essential = factor.essential.value if factor.essential else None
                    rows.append(
                        [*about, *range_for_json(factor.range, scoring), factor.state.value, essential]
                    )
    return columns, rows


def _answers(named: Named, *, notes: bool) -> Table:
    """Give every answer, question by question; of several views what they come to together."""
    columns = ["Partnership", "Section", "Question", "Id", "Answer", *(["Note"] if notes else [])]
    rows: list[Sequence[Cell]] = []
    for name, assessment in named:
        given = assessment.answers.answers
        for section in assessment.questionnaire.sections:
            for question in section.questions:
                answer = given.get(question.id)
                note = [answer.note if answer else None] if notes else []
                rows.append([name, section.title, question.text, question.id, format_answer(answer), *note])
    return columns, rows


def _differences(named: Named) -> Table:
    columns = ["Partnership", "Question", "Organisation", "People who answered", "Mean", "Gap", "Flags"]
    rows: list[Sequence[Cell]] = []
    for name, assessment in named:
        texts = {each.id: each.text for each in assessment.questionnaire.questions.values()}
        for each in differences_of(assessment.pooled) if assessment.pooled else ():
            flags = each["flags"]
            told = ", ".join(flags) if isinstance(flags, list) else "left out: one or two people answered"
            organisations = each["organisations"]
            for part in organisations if isinstance(organisations, list) else [{}]:
                cells = [part.get("name"), part.get("answered"), part.get("mean"), each.get("gap")]
                rows.append([name, texts[str(each["question"])], *cells, told])
    return columns, rows


def _about(named: Named) -> Table:
    rows: list[Sequence[Cell]] = [("Conventions", CONVENTIONS)]
    for questionnaire in {each.questionnaire.id: each.questionnaire for _, each in named}.values():
        title = f"{questionnaire.title} ({questionnaire.id} {questionnaire.version})"
        rows.append(("Questionnaire", title))
        if questionnaire.sha256:
            rows.append(("Digest of its file", questionnaire.sha256))
        if questionnaire.description:
            rows.append(("About it", questionnaire.description))
        rows += [("Source", source.citation) for source in questionnaire.sources]
    for name, each in named:
        if each.files:
            rows.append((f"Answers of {name}", format_list([file_name(file) for file in each.files])))
        rows += [(f"To keep in mind about {name}", warning) for warning in each.warnings]
    return ["What", "Words"], rows
