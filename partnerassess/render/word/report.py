"""The page's content as a Word document: headings, lists and tables, to paste from.

This module knows how the page's parts become paragraphs. It does not know what stands in them: it writes
down what the page shows, with tables where the page has pictures.
"""

from collections.abc import Callable, Iterable, Sequence

from partnerassess.assessment import Pooled
from partnerassess.render.page.arrangement import ArrangementView, DimensionView, view_arrangement
from partnerassess.render.page.closing import AdviceGroup, CitationView, Methods, view_advice, view_methods
from partnerassess.render.page.differences import view_differences, view_who
from partnerassess.render.page.factors import QuestionView, SourceView
from partnerassess.render.page.history import History, view_history
from partnerassess.render.page.opening import Opening, view_opening
from partnerassess.render.page.outlook import OutlookView, find_outlook_of, view_outlook
from partnerassess.render.page.overview import Overview, Tile, view_overview
from partnerassess.render.page.portfolio import view_portfolio
from partnerassess.render.page.subject import (
    Subject,
    assessment_of,
    explain_subject,
    is_series,
    latest_of,
    pooled_of,
)
from partnerassess.render.word.phrases import joined, judged
from partnerassess.render.word.pooled import write_differences, write_who
from partnerassess.render.word.portfolio import write_portfolio
from partnerassess.render.word.sheet import Sheet
from partnerassess.report.words import format_count


def render_document(
    subjects: Iterable[Subject],
    *,
    notes: bool = False,
    count_unusable: Callable[[], int] = lambda: 0,
) -> bytes:
    """Render what the page shows as the bytes of a Word document; nothing where nothing was scored.

    One assessment or one pooled from several views, several dates of one partnership, or many side by side,
    as on the page.
    """
    scored = list(subjects)
    if not scored:
        return b""
    sheet = Sheet()
    if is_series(scored):
        history = view_history([assessment_of(each) for each in scored]) if len(scored) > 1 else None
        _write_report(sheet, latest_of(scored), history, notes=notes, unusable=count_unusable())
    else:
        write_portfolio(sheet, *view_portfolio(scored, count_unusable=count_unusable))
    return sheet.to_bytes()


def _sourced(source: SourceView | None) -> str:
    return f"Source: {source.words}." if source else ""


def _write_report(
    sheet: Sheet, subject: Subject, history: History | None, *, notes: bool, unusable: int
) -> None:
    explanation, assessment, pooled = explain_subject(subject), assessment_of(subject), pooled_of(subject)
    left_out = (f"{format_count(unusable, 'input')} could not be used.",) if unusable else ()
    outlook = find_outlook_of(assessment, pooled)
    _write_opening(sheet, view_opening(explanation, outlook), (*assessment.warnings, *left_out))
    if pooled:
        _write_views(sheet, pooled)
    _write_overview(sheet, view_overview(assessment))
    if history:
        _write_history(sheet, history)
    if outlook:
        _write_outlook(sheet, view_outlook(outlook))
    _write_advice(sheet, view_advice(explanation))
    for explained in explanation.arrangements:
        _write_arrangement(sheet, view_arrangement(assessment, explained, notes=notes))
    _write_methods(sheet, view_methods(assessment, notes=notes, pooled=pooled))


def _write_views(sheet: Sheet, pooled: Pooled) -> None:
    write_who(sheet, view_who(pooled))
    differences = view_differences(pooled)
    if differences:
        write_differences(sheet, differences)


def _write_opening(sheet: Sheet, opening: Opening, warnings: Sequence[str]) -> None:
    sheet.title(opening.finding)
    sheet.paragraph(" · ".join(opening.about), lead=f"{opening.partnership} ")
    sheet.paragraph("", lead=judged(opening.standing))
    sheet.paragraph(" ".join(opening.meaning))
    sheet.heading("How sure this is", 1)
    sheet.bullets(opening.certainty)
    if opening.steps:
        sheet.heading(opening.steps_title, 1)
        sheet.steps((step.lead, step.words) for step in opening.steps)
    if warnings:
        sheet.heading("Please note", 1)
        sheet.bullets(warnings)


def _write_overview(sheet: Sheet, overview: Overview) -> None:
    sheet.heading("The arrangements together", 1)
    if overview.places:
        rows = [
            (f"{place.name}: {place.meaning}", "; ".join(_tile(tile) for tile in place.tiles) or "–")
            for place in overview.places
        ]
        sheet.table("The partnering map", ("Place on the map", "Arrangement"), rows, shares=(2, 3))
    sheet.table(
        joined("The arrangements in numbers.", overview.cut_off),
        ("Place", "Arrangement", *overview.dimensions, "Readiness", "Verdict", "Answers"),
        (
            (
                row.rank, row.title, *row.dimensions, row.readiness,
                judged(row.standing, "does not apply"), row.answered,
            )
            for row in overview.rows
        ),
        shares=(3, 5, *(4 for _ in overview.dimensions), 4, 5, 4),
    )  # fmt: skip


def _tile(tile: Tile) -> str:
    facts = [tile.title, tile.known, judged(tile.standing), tile.place, tile.excluded]
    return ", ".join(fact for fact in facts if fact)


def _write_history(sheet: Sheet, history: History) -> None:
    sheet.heading("How readiness changed", 1)
    sheet.paragraph(history.summary)
    sheet.table(
        "Readiness of each arrangement, date by date",
        ("Arrangement", *history.dates),
        (
            (course.title, *(joined(then.known, judged(then.standing)) for then in course.thens))
            for course in history.courses
        ),
    )


def _write_outlook(sheet: Sheet, outlook: OutlookView) -> None:
    sheet.heading(outlook.title, 1)
    sheet.paragraph(" ".join(outlook.remarks), lead=f"{outlook.first} ".lstrip())
    for listed in outlook.lists:
        sheet.heading(listed.title, 2)
        sheet.bullets(listed.sentences)


def _write_advice(sheet: Sheet, groups: Sequence[AdviceGroup]) -> None:
    if groups:
        sheet.heading("What to do", 1)
    for group in groups:
        sheet.heading(group.title, 2)
        for each in (*group.shown, *group.folded):
            about = f"About: {each.about}." if each.about else ""
            why = joined(f" Why: {each.why}", about, _sourced(each.source))
            sheet.paragraph(why, lead=each.say, style="List Bullet")


def _write_arrangement(sheet: Sheet, view: ArrangementView) -> None:
    sheet.heading(joined(view.number, view.title), 1)
    sheet.paragraph(view.description or "")
    if view.excluded:
        sheet.paragraph(view.excluded)
        return
    sheet.paragraph("", lead=judged(view.standing))
    sheet.bullets(part for part in (*view.reasons, view.meaning) if part)
    if view.parts:
        rows = ((part.title, joined(part.known, part.cut_off), part.answered) for part in view.parts)
        sheet.table(view.basis, ("Part", "Where it stands", "Answered, by weight"), rows)
    _write_lists(sheet, view)
    for dimension in view.dimensions:
        _write_factors(sheet, dimension)


def _write_lists(sheet: Sheet, view: ArrangementView) -> None:
    if view.advantages:
        sheet.heading("What it is good for", 2)
        sheet.bullets(view.advantages)
    if view.essentials:
        sheet.heading("Essential factors", 2)
        sheet.paragraph(view.essentials_remark, keep=True)
        sheet.bullets(f"{judged(each.judged)}: {each.words}" for each in view.essentials)
    for listed in view.lists:
        sheet.heading(listed.title, 2)
        sheet.paragraph(listed.remark, keep=True)
        for item in (*listed.shown, *listed.folded):
            words = joined(item.words, item.detail)
            sheet.paragraph(words, lead=f"{item.number}  " if item.number else "", style="List Bullet")
        sheet.paragraph(listed.closing)


def _write_factors(sheet: Sheet, dimension: DimensionView) -> None:
    sheet.heading(f"{dimension.title}, factor by factor", 2)
    rows: list[tuple[str, str]] = []
    for factor in dimension.factors:
        stands = joined(factor.number, judged(factor.judged) + ".", *factor.facts, _sourced(factor.source))
        rows.append((factor.title, stands))
        rows += [("", _answered(question, factor.source)) for question in factor.questions]
    sheet.table(
        dimension.description or "", ("Factor", "Where it stands, and its questions"), rows, shares=(2, 5)
    )


def _answered(question: QuestionView, known: SourceView | None) -> str:
    return joined(
        question.text,
        f"Answer: {question.answer}.",
        question.level,
        f"Note: {question.note}" if question.note else "",
        f"Weight in the factor: {question.weight}." if question.weight else "",
        _sourced(question.source) if question.source != known else "",
    )


def _write_methods(sheet: Sheet, methods: Methods) -> None:
    sheet.heading("How the numbers come about", 1)
    sheet.paragraph("", lead="The numbers are conventions of the questionnaire, not validated measurements.")
    sheet.paragraph(methods.formula)
    sheet.bullets(methods.rules)
    if methods.bands:
        rows = ((band.title, band.start, band.meaning) for band in methods.bands)
        sheet.table("The bands", ("Band", "Starts at", "Meaning"), rows)
    sheet.heading("About this report", 2)
    for label, words in methods.facts:
        sheet.paragraph(words, lead=f"{label}: ")
    sheet.paragraph(methods.description or "")
    _write_sources(sheet, methods.sources)


def _write_sources(sheet: Sheet, sources: Sequence[CitationView]) -> None:
    if sources:
        sheet.heading("Sources", 2)
    for each in sources:
        sheet.paragraph(joined(each.citation, each.url or ""), lead=f"{each.id}: ")
