"""What a report says of several rounds: one partnership's way, or what moved in each of many."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from partnerassess.assessment import QuestionResult, QuestionState
from partnerassess.decide.comparison import (
    ArrangementCourse,
    Comparison,
    Move,
    RoundComparison,
    name_partnerships,
)
from partnerassess.decide.comparison import Course as CourseOfNumber
from partnerassess.decide.versions import Gap
from partnerassess.model import Scoring
from partnerassess.report.arrangement import readiness_axis
from partnerassess.report.numbers import as_positions, format_figure, format_gain
from partnerassess.report.pooled import NOT_STATED, who_answered
from partnerassess.report.sentences import (
    brief_standing,
    file_name,
    format_exactly,
    level_words,
    name_of,
    subject_of,
)
from partnerassess.report.shapes import (
    Block,
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
from partnerassess.report.words import format_answer, format_count, format_date, format_list, quoted

MOVED = 7
"""How many changed answers are listed unless everything is asked for."""

_NAMED = 2
"""How many answers that moved most are named for each of many partnerships."""

_LISTED = 12
"""How many partnerships that are in one round only are named."""

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

_KEPT_BACK = "What became of some answers is not shown: one or two people of an organisation gave them."
_CLEAR = "A change counts as clear only where it is larger than what missing answers leave open."

_GAPS = {
    Gap.NOT_IN_ALL: "not in every version, or without an answer in an older one",
    Gap.OTHER_SCALE: "its levels are not the same",
    Gap.OTHER_PLACE: "it counts for other factors",
    Gap.NOTHING_LEFT: "none of its questions is in every version",
}

_DIRECTIONS = ("fell", "rose", "changed")


def report_rounds(compared: RoundComparison, *, full: bool = False) -> Report:
    """Say what changed from round to round; of one partnership as much as there is to say."""
    alone = len(compared.partnerships) == 1 and not any(compared.only_in)
    if alone and not compared.warnings:
        return report_comparison(compared.partnerships[0], full=full)
    return Report(
        title=_headline_of_many(compared),
        about=(f"{format_count(len(compared.only_in), 'round')} compared",),
        parts=tuple(_parts_of_many(compared)),
        folds=tuple(map(_member_fold, compared.partnerships)) if full else (),
        subject=format_count(len(compared.partnerships), "partnership"),
    )


def _headline_of_many(compared: RoundComparison) -> str:
    every = compared.partnerships
    if not every:
        return "No partnership is in two rounds"
    fell, rose = (sum(each.move is move for each in every) for move in (Move.FELL, Move.ROSE))
    unclear = len(every) - fell - rose
    shows = "shows" if unclear == 1 else "show"
    counts = ((fell, "fell"), (rose, "rose"), (unclear, f"{shows} no clear change"))
    said = [f"{number} {what}" for number, what in counts if number]
    return f"{format_count(len(every), 'partnership')}: {format_list(said)}"


def _parts_of_many(compared: RoundComparison) -> Iterator[Part]:
    rows = tuple(map(_member_row, compared.partnerships))
    if rows:
        columns = ("Partnership", "Readiness", "Change", "What moved most")
        yield Part("What moved", (Records(columns, rows, _CLEAR),), Role.ARRANGEMENTS)
    only = []
    for place, assessments in enumerate(compared.only_in, start=1):
        names, more = [subject_of(each) for each in assessments[:_LISTED]], len(assessments) - _LISTED
        if names:
            only.append(f"Round {place}: {format_list([*names, *([f'{more} more'] if more > 0 else [])])}")
    if only:
        yield Part("In one round only", (Points(tuple(only)),))
    notes = (
        *compared.warnings,
        *(f"{_subject(each)}: {' '.join(each.warnings)}" for each in compared.partnerships if each.warnings),
    )
    if notes:
        yield Part("To keep in mind", (Points(notes),), Role.SURE)


def _subject(comparison: Comparison) -> str:
    return subject_of(comparison.assessments[-1])


def _member_row(comparison: Comparison) -> tuple[str, ...]:
    course, moved = comparison.leading, MOVES[comparison.move]
    if course is None:
        return _subject(comparison), "", moved, ""
    scoring = comparison.assessments[-1].questionnaire.scoring
    most = [name_of(each[-1].question) for each in _changed_answers(course)[:_NAMED]]
    if comparison.move in (Move.ROSE, Move.FELL):
        moved = f"{moved} ({format_gain(comparison.change, scoring)})"
    return _subject(comparison), _ends(course, scoring), moved, "; ".join(most)


def _ends(course: ArrangementCourse, scoring: Scoring) -> str:
    ranges = course.readiness.ranges
    return " → ".join(format_figure(known, scoring) for known in (ranges[0], ranges[-1]))


def _member_fold(comparison: Comparison) -> Fold:
    report = report_comparison(comparison, full=True)
    about = Prose(_waves(comparison))
    return Fold(_subject(comparison), (Part(report.title, (about,)), *report.parts))


def report_comparison(comparison: Comparison, *, full: bool = False) -> Report:
    """Say what changed in one partnership; without `full` only what moved most."""
    names = name_partnerships(comparison.assessments)
    subject = "Different partnerships, side by side" if len(names) > 1 else _subject(comparison)
    title, course = "There is nothing to compare", comparison.leading
    if course is not None:
        ends = _ends(course, comparison.assessments[-1].questionnaire.scoring)
        title = f"Readiness {MOVES[course.readiness.overall]}, {ends}: {course.arrangement.name}"
    return Report(
        title=title,
        about=(subject, _waves(comparison)),
        parts=tuple(_parts(comparison, full=full)),
        folds=tuple(_folds(comparison)) if full else (),
        subject=subject,
    )


def _waves(comparison: Comparison) -> str:
    """Name the assessments in a row, each with who answered where several views were put together."""
    both = zip(_wave_titles(comparison), comparison.assessments, strict=True)
    return " → ".join(
        f"{title} ({who_answered(each.pooled)})" if each.pooled else title for title, each in both
    )


def _wave_titles(comparison: Comparison) -> list[str]:
    """Name the assessments: by their rounds or dates, else by their files, else by their place."""
    titles = [
        each.answers.round
        or (format_date(each.answers.date) if each.answers.date else "")
        or file_name(each.answers.file)
        or f"No. {place}"
        for place, each in enumerate(comparison.assessments, start=1)
    ]
    if len(set(titles)) == len(titles):
        return titles
    return [f"{title} ({place})" for place, title in enumerate(titles, start=1)]


def _parts(comparison: Comparison, *, full: bool) -> Iterator[Part]:
    scoring = comparison.assessments[-1].questionnaire.scoring
    applying = [each for each in comparison.arrangements if any(result.applies for result in each.results)]
    drawn = [each for each in applying if full or each.results[-1].applies] or applying
    if drawn:
        places = _places(comparison)
        lines = tuple(_line(each, places, scoring) for each in drawn)
        times = tuple(map(Mark, places, _wave_titles(comparison)))
        blocks: list[Block] = [Course(readiness_axis(scoring), times, lines)]
        blocks += map(Prose, _beside(comparison, [each for each in applying if each not in drawn]))
        yield Part("Readiness", tuple(blocks), Role.ARRANGEMENTS)
    if comparison.leading:
        yield Part("What moved most", (_moved(comparison.leading, full=full),), Role.WEAK)
    yield Part("To keep in mind", (Prose(" ".join([_CLEAR, *comparison.warnings])),), Role.SURE)
    if comparison.left_out:
        questions, items = comparison.assessments[-1].questionnaire.questions, []
        for each in comparison.left_out:
            found = questions.get(each.id) if each.kind == "question" else None
            named = f"{each.id} ({quoted(found.text)})" if found else each.id
            items.append(f"{each.kind.capitalize()} {named}: {_GAPS[each.why]}")
        yield Part("Left out, as the versions do not share it", (Points(tuple(items)),))


def _beside(comparison: Comparison, gone: Sequence[ArrangementCourse]) -> Iterator[str]:
    """Say beside the drawing what each organisation came to by itself, and which forms it leaves out."""
    scoring = comparison.assessments[-1].questionnaire.scoring
    own = comparison.organisations
    figures = [
        " → ".join(format_figure(known, scoring) if known else "–" for known in each.readiness.ranges)
        for each in own
    ]
    if own:
        both = zip((each.name or NOT_STATED for each in own), figures, strict=True)
        why = " (–: another form led, or no figure of its own)" if "–" in "".join(figures) else ""
        yield f"Each organisation by itself: {'; '.join(map(' '.join, both))}{why}."
    if gone:
        yield f"Applied earlier only: {'; '.join(each.arrangement.name for each in gone)}."


def _places(comparison: Comparison) -> list[Fraction]:
    """Give where each date stands between the first and the last, by days; else evenly."""
    dates = [each.answers.date for each in comparison.assessments]
    known = [date for date in dates if date is not None]
    last = max(len(dates) - 1, 1)
    if len(known) < len(dates) or sorted(known) != known or known[0] == known[-1]:
        return [Fraction(place, last) for place in range(len(dates))]
    days = (known[-1] - known[0]).days
    return [Fraction((date - known[0]).days, days) for date in known]


def _line(course: ArrangementCourse, places: Sequence[Fraction], scoring: Scoring) -> Line:
    readings = []
    for result, known, place in zip(course.results, course.readiness.ranges, places, strict=True):
        if known is None:
            readings.append(Reading(place, None, None, None, "does not apply"))
        else:
            words = f"{format_figure(known, scoring)}  {brief_standing(result)}"
            where = as_positions(known)
            readings.append(Reading(place, where.point, where.lowest, where.highest, words))
    return Line(course.arrangement.name, tuple(readings))


def _moved(course: ArrangementCourse, *, full: bool) -> Block:
    changed = _changed_answers(course)
    if not changed:
        return Prose(_KEPT_BACK if course.is_withheld else "No answer changed.")
    rows = tuple(
        (name_of(each[-1].question), _DIRECTIONS[_kind(each)], " → ".join(map(_answer_words, each)))
        for each in (changed if full else changed[:MOVED])
    )
    more = len(changed) - len(rows)
    captions = [f"and {format_count(more, 'other answer')}" if more else ""]
    if course.is_withheld:
        captions.append(_KEPT_BACK)
    caption = ". ".join(filter(None, captions))
    return Records(("Answer", "Moved", "From → to"), rows, caption)


def _changed_answers(course: ArrangementCourse) -> list[tuple[QuestionResult, ...]]:
    """Give the answers that changed: what moved most first, and falls before rises as wide."""
    changed = [answer for factor in course.factors for answer in factor.changed]
    return sorted(changed, key=lambda each: (-abs(_size(each)), _kind(each)))


def _kind(course: Sequence[QuestionResult]) -> int:
    size = _size(course)
    return 0 if size < 0 else 1 if size > 0 else 2


def _size(course: Sequence[QuestionResult]) -> Fraction:
    first, last = (
        None if each.standing.unanswered else each.standing.point for each in (course[0], course[-1])
    )
    return Fraction(0) if first is None or last is None else last - first


def _answer_words(result: QuestionResult) -> str:
    standing = result.standing
    if standing.state is QuestionState.OUT:
        return "does not apply"
    if standing.point is not None and not standing.unanswered:
        return level_words(result.question, standing.point)
    return format_answer(result.answer)


def _folds(comparison: Comparison) -> Iterator[Fold]:
    scoring = comparison.assessments[-1].questionnaire.scoring
    columns = ("", *_wave_titles(comparison), "Change")
    parts = []
    for course in comparison.arrangements:
        if any(result.applies for result in course.results):
            rows = [_part_row(part.title, known, scoring) for part, known in course.dimensions]
            rows += [
                _part_row(each.factor.title, each.course, scoring, is_withheld=each.is_withheld)
                for each in course.factors
            ]
            parts.append(Part(course.arrangement.name, (Records(columns, tuple(rows)),), Role.FACTORS))
    if parts:
        yield Fold("Factor by factor", tuple(parts))


def _part_row(
    title: str, course: CourseOfNumber[Fraction], scoring: Scoring, *, is_withheld: bool = False
) -> tuple[str, ...]:
    first, last = course.ranges[0], course.ranges[-1]
    change = ""
    if first and last and course.overall in (Move.ROSE, Move.FELL):
        change = format_gain(last.number - first.number, scoring)
    cells = (
        "–" if each is None else "not shown" if is_withheld else format_exactly(each, scoring)
        for each in course.ranges
    )
    return title, *cells, "" if is_withheld else change
