"""What a report says of several rounds: one partnership's way, or what moved in each of many."""

from collections.abc import Iterator

from partnerassess.assessment import Assessment
from partnerassess.decide.comparison import Comparison, Move, RoundComparison
from partnerassess.report.comparison import CLEAR, MOVES, changed_answers, report_comparison, wave_titles
from partnerassess.report.numbers import as_positions, format_brief, format_brief_range, format_gain
from partnerassess.report.sentences import name_of, subject_of
from partnerassess.report.shapes import Fold, Part, Points, Prose, Records, Report, Role
from partnerassess.report.words import format_count, format_list

_MOVED = 2
"""How many answers that moved most are named for each partnership."""

_LISTED = 12
"""How many partnerships that are in one round only are named."""


def report_rounds(compared: RoundComparison, *, full: bool = False) -> Report:
    """Say what changed from round to round; of one partnership as much as there is to say."""
    alone = len(compared.partnerships) == 1 and not any(compared.only_in)
    if alone and not compared.warnings:
        return report_comparison(compared.partnerships[0], full=full)
    return Report(
        title=_headline(compared),
        about=(f"{format_count(len(compared.only_in), 'round')} compared",),
        parts=tuple(_parts(compared)),
        folds=tuple(_folds(compared)) if full else (),
        subject=format_count(len(compared.partnerships), "partnership"),
    )


def _headline(compared: RoundComparison) -> str:
    every = compared.partnerships
    if not every:
        return "No partnership is in two rounds"
    fell, rose = (sum(each.move is move for each in every) for move in (Move.FELL, Move.ROSE))
    other = len(every) - fell - rose
    counts = ((fell, "fell"), (rose, "rose"), (other, "show no clear change"))
    said = [f"{number} {what}" for number, what in counts if number]
    return f"{format_count(len(every), 'partnership')}: {format_list(said)}"


def _parts(compared: RoundComparison) -> Iterator[Part]:
    rows = tuple(map(_row, compared.partnerships))
    if rows:
        columns = ("Partnership", "Readiness", "Change", "What moved most")
        yield Part("What moved", (Records(columns, rows, CLEAR),), Role.ARRANGEMENTS)
    only = [
        f"Round {place}: {_names(assessments)}"
        for place, assessments in enumerate(compared.only_in, start=1)
        if assessments
    ]
    if only:
        yield Part("In one round only", (Points(tuple(only)),))
    notes = [*compared.warnings, *_notes(compared)]
    if notes:
        yield Part("To keep in mind", (Points(tuple(notes)),), Role.SURE)


def _names(assessments: tuple[Assessment, ...]) -> str:
    names = [subject_of(each) for each in assessments[:_LISTED]]
    more = len(assessments) - len(names)
    return format_list([*names, *([f"{more} more"] if more > 0 else [])])


def _row(comparison: Comparison) -> tuple[str, ...]:
    last = comparison.assessments[-1]
    scoring = last.questionnaire.scoring
    course = comparison.leading
    if course is None:
        return subject_of(last), "", MOVES[comparison.move], ""
    numbers = []
    for known in (course.readiness.ranges[0], course.readiness.ranges[-1]):
        positions = as_positions(known) if known else None
        if positions is None:
            numbers.append("none")
        elif positions.point is None:
            numbers.append(format_brief_range(positions.lowest, positions.highest, scoring))
        else:
            numbers.append(format_brief(positions.point, scoring))
    moved = [name_of(each.question) for each in changed_answers(course)[:_MOVED]]
    said = MOVES[comparison.move]
    if comparison.move in (Move.ROSE, Move.FELL):
        said = f"{said} ({format_gain(comparison.change, scoring)})"
    return subject_of(last), " → ".join(numbers), said, "; ".join(moved)


def _notes(compared: RoundComparison) -> Iterator[str]:
    """Say of which partnerships there is more to know before the numbers are read."""
    for each in compared.partnerships:
        if each.warnings:
            yield f"{subject_of(each.assessments[-1])}: {' '.join(each.warnings)}"


def _folds(compared: RoundComparison) -> Iterator[Fold]:
    for each in compared.partnerships:
        report = report_comparison(each, full=True)
        about = Prose(" → ".join(wave_titles(each)))
        yield Fold(subject_of(each.assessments[-1]), (Part(report.title, (about,)), *report.parts))
