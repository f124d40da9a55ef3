"""What a report says of one partnership at several dates: how readiness moved, and what moved it."""

from collections.abc import Iterator, Mapping
from fractions import Fraction

from partnerassess.assessment import ArrangementResult, Assessment, QuestionResult, QuestionState, Range
from partnerassess.decide.comparison import (
    AnswerCourse,
    ArrangementCourse,
    Comparison,
    FactorCourse,
    Move,
    name_partnerships,
)
from partnerassess.decide.comparison import Course as NumberCourse
from partnerassess.decide.versions import Gap, LeftOut
from partnerassess.model import Dimension, Question, Scoring
from partnerassess.report.arrangement import readiness_axis
from partnerassess.report.numbers import format_brief, format_brief_range, format_gain, format_range
from partnerassess.report.sentences import (
    brief_standing,
    file_name,
    format_exactly,
    level_words,
    name_of,
    subject_of,
)
from partnerassess.report.shapes import (
    Course,
    Fold,
    Line,
    Mark,
    Part,
    Points,
    Prose,
    Reading,
    Records,
    Report,
    Role,
)
from partnerassess.report.words import format_answer, format_count, format_date, quoted

MOVED = 7
"""How many changed answers are listed unless everything is asked for."""

MOVES = {
    Move.ROSE: "rose",
    Move.FELL: "fell",
    Move.SAME: "is unchanged",
    Move.UNCLEAR: "shows no clear change",
    Move.APPEARED: "has numbers only now",
    Move.DISAPPEARED: "has no numbers any more",
    Move.ABSENT: "cannot be compared",
}
"""What readiness did."""

CLEAR = "A change counts as clear only where it is larger than what missing answers leave open."

_GAPS = {
    Gap.NOT_IN_ALL: "not in every version, or without an answer in an older one",
    Gap.OTHER_SCALE: "its levels are not the same",
    Gap.OTHER_PLACE: "it counts for other factors",
    Gap.NOTHING_LEFT: "none of its questions is in every version",
}


def report_comparison(comparison: Comparison, *, full: bool = False) -> Report:
    """Say what changed in one partnership; without `full` only what moved most."""
    last = comparison.assessments[-1]
    names = name_partnerships(comparison.assessments)
    subject = "Different partnerships, side by side" if len(names) > 1 else subject_of(last)
    return Report(
        title=_headline(comparison),
        about=(subject, " → ".join(wave_titles(comparison))),
        parts=tuple(_parts(comparison, full=full)),
        folds=tuple(_folds(comparison)) if full else (),
        subject=subject,
    )


def wave_titles(comparison: Comparison) -> list[str]:
    """Name the assessments: by their rounds or dates, else by their files, else by their place."""
    titles = [_title(each, place) for place, each in enumerate(comparison.assessments, start=1)]
    if len(set(titles)) == len(titles):
        return titles
    return [f"{title} ({place})" for place, title in enumerate(titles, start=1)]


def _title(assessment: Assessment, place: int) -> str:
    answers = assessment.answers
    date = format_date(answers.date) if answers.date else ""
    return answers.round or date or file_name(answers.file) or f"No. {place}"


def _headline(comparison: Comparison) -> str:
    course = comparison.leading
    if course is None:
        return "There is nothing to compare"
    scoring = comparison.assessments[-1].questionnaire.scoring
    ends = [_number(result, scoring) for result in (course.results[0], course.results[-1])]
    said = f"Readiness {MOVES[course.readiness.overall]}"
    return f"{said}, {' → '.join(ends)}: {course.arrangement.name}"


def _number(result: ArrangementResult, scoring: Scoring) -> str:
    known = result.readiness if result.applies else None
    if known is None:
        return "none"
    if known.point is None:
        return format_brief_range(known.lowest.digits(), known.highest.digits(), scoring)
    return format_brief(known.point.digits(), scoring)


def _parts(comparison: Comparison, *, full: bool) -> Iterator[Part]:
    scoring = comparison.assessments[-1].questionnaire.scoring
    applying = [each for each in comparison.arrangements if any(result.applies for result in each.results)]
    if applying:
        lines = tuple(_line(each, comparison, scoring) for each in applying)
        times = tuple(map(Mark, _places(comparison), wave_titles(comparison)))
        course = Course(readiness_axis(scoring), times, lines)
        yield Part("Readiness", (course,), Role.ARRANGEMENTS)
    leading = comparison.leading
    if leading:
        yield from _moved_parts(leading, full=full)
    yield Part("To keep in mind", (Prose(" ".join([CLEAR, *comparison.warnings])),), Role.SURE)
    left_out = tuple(_left_out(comparison))
    if left_out:
        yield Part("Left out, as the versions do not share it", (Points(left_out),))


def _places(comparison: Comparison) -> list[Fraction]:
    """Give where each date stands between the first and the last, by days; else evenly."""
    dates = [each.answers.date for each in comparison.assessments]
    known = [date for date in dates if date is not None]
    last = max(len(dates) - 1, 1)
    if len(known) < len(dates) or sorted(known) != known or known[0] == known[-1]:
        return [Fraction(place, last) for place in range(len(dates))]
    days = (known[-1] - known[0]).days
    return [Fraction((date - known[0]).days, days) for date in known]


def _line(course: ArrangementCourse, comparison: Comparison, scoring: Scoring) -> Line:
    readings = []
    for result, place in zip(course.results, _places(comparison), strict=True):
        known = result.readiness if result.applies else None
        words = f"{_number(result, scoring)}  {brief_standing(result)}" if known else "does not apply"
        readings.append(
            Reading(
                time=place,
                point=known.point.digits() if known and known.point is not None else None,
                lowest=known.lowest.digits() if known else Fraction(0),
                highest=known.highest.digits() if known else Fraction(0),
                words=words,
            )
        )
    return Line(course.arrangement.name, tuple(readings))


def _moved_parts(course: ArrangementCourse, *, full: bool) -> Iterator[Part]:
    """List the answers that changed: falls first, then rises, then what is no level; the widest first."""
    changed = changed_answers(course)
    shown = changed if full else changed[:MOVED]
    rows = tuple((name_of(each.question), _KINDS[_kind(each)], _then(each)) for each in shown)
    more = len(changed) - len(shown)
    caption = f"and {format_count(more, 'other answer')}" if more else ""
    if rows:
        records = Records(("Answer", "Moved", "From → to"), rows, caption)
        yield Part("What moved most", (records,), Role.WEAK)
    else:
        yield Part("What moved most", (Prose("No answer changed."),), Role.WEAK)


def changed_answers(course: ArrangementCourse) -> list[AnswerCourse]:
    """Give the answers that changed: falls first, then rises, then what is no level; the widest first."""
    changed = [answer for factor in course.factors for answer in factor.changed]
    return sorted(changed, key=lambda each: (_kind(each), -abs(_size(each))))


_KINDS = ("fell", "rose", "changed")


def _kind(course: AnswerCourse) -> int:
    size = _size(course)
    return 0 if size < 0 else 1 if size > 0 else 2


def _size(course: AnswerCourse) -> Fraction:
    first, last = _place(course.results[0]), _place(course.results[-1])
    return Fraction(0) if first is None or last is None else last - first


def _place(result: QuestionResult) -> Fraction | None:
    return None if result.standing.unanswered else result.standing.point


def _then(course: AnswerCourse) -> str:
    return " → ".join(_answer_words(each) for each in course.results)


def _answer_words(result: QuestionResult) -> str:
    standing = result.standing
    if standing.state is QuestionState.OUT:
        return "does not apply"
    if standing.point is not None and not standing.unanswered:
        return level_words(result.question, standing.point)
    return format_answer(result.answer)


def _folds(comparison: Comparison) -> Iterator[Fold]:
    scoring = comparison.assessments[-1].questionnaire.scoring
    columns = ("", *wave_titles(comparison), "Change")
    parts = []
    for course in comparison.arrangements:
        if any(result.applies for result in course.results):
            rows = [_dimension_row(*each, scoring) for each in course.dimensions]
            rows += [_factor_row(factor, scoring) for factor in course.factors]
            parts.append(Part(course.arrangement.name, (Records(columns, tuple(rows)),), Role.FACTORS))
    if parts:
        yield Fold("Factor by factor", tuple(parts))


def _dimension_row(dimension: Dimension, course: NumberCourse[Fraction], scoring: Scoring) -> tuple[str, ...]:
    return dimension.title, *(format_exactly(each, scoring) if each else "–" for each in course.ranges), ""


def _factor_row(course: FactorCourse, scoring: Scoring) -> tuple[str, ...]:
    ranges = course.course.ranges
    cells = [format_range(each, scoring) if each else "–" for each in ranges]
    change = _change(ranges[0], ranges[-1])
    settled = all(each and each.lowest == each.highest for each in ranges)
    moved = course.course.overall in (Move.ROSE, Move.FELL)
    words = format_gain(change, scoring) if settled and moved else ""
    return course.factor.title, *cells, words


def _change(first: Range[Fraction] | None, last: Range[Fraction] | None) -> Fraction:
    return last.lowest - first.lowest if first and last else Fraction(0)


def _left_out(comparison: Comparison) -> Iterator[str]:
    questions = comparison.assessments[-1].questionnaire.questions
    for each in comparison.left_out:
        yield f"{each.kind.capitalize()} {_named(each, questions)}: {_GAPS[each.why]}"


def _named(left_out: LeftOut, questions: Mapping[str, Question]) -> str:
    found = questions.get(left_out.id) if left_out.kind == "question" else None
    return f"{left_out.id} ({quoted(found.text)})" if found else left_out.id
