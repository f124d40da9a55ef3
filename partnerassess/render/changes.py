"""What changed between assessments, in plain sentences, the same in every format.

This module knows how a change is put to people who lived through it. It does not know signs, colours or
layout.
"""

from collections.abc import Iterator, Mapping
from fractions import Fraction

from partnerassess.assessment import ArrangementResult, Assessment, QuestionResult, QuestionState, Range
from partnerassess.decide import (
    AnswerCourse,
    ArrangementCourse,
    Comparison,
    FactorCourse,
    Gap,
    LeftOut,
    Move,
    name_partnerships,
)
from partnerassess.model import Question, Scoring
from partnerassess.render.differences import format_mean
from partnerassess.render.subjects import format_subject
from partnerassess.report.numbers import as_positions, format_gain, format_range
from partnerassess.report.words import (
    VERDICTS,
    format_answer,
    format_count,
    format_date,
    format_known,
    quoted,
)

MOVES = {
    Move.ROSE: "rose",
    Move.FELL: "fell",
    Move.SAME: "unchanged",
    Move.UNCLEAR: "no clear change",
    Move.APPEARED: "appeared",
    Move.DISAPPEARED: "disappeared",
    Move.ABSENT: "not assessed",
}
"""What each move is called."""

HEADINGS = (
    (Move.ROSE, "What rose"),
    (Move.FELL, "What fell"),
    (Move.APPEARED, "What appeared"),
    (Move.DISAPPEARED, "What disappeared"),
    (Move.UNCLEAR, "No clear change"),
)
"""The lists of an arrangement's factors, in their order; what is unchanged is only counted."""

CLEAR = (
    "A change counts as clear only where it is larger than what the open answers leave unknown. Answers are "
    "people's judgement on the day: a change in them is a reason to talk, not a measurement."
)
"""What every comparison says of its changes."""

ABSENT = "It does not apply, or cannot be assessed."
"""What is said of an arrangement that there is nothing to compare of."""

LEFT_OUT = "Left out, as the versions do not share it"
"""The heading of what is not compared."""

_GAPS = {
    Gap.NOT_IN_ALL: "not in every version, or without an answer in an older one",
    Gap.OTHER_SCALE: "its levels are not the same",
    Gap.OTHER_PLACE: "it counts for other factors",
    Gap.NOTHING_LEFT: "none of its questions is in every version",
}

_TOLD = {
    Move.ROSE: ("Readiness rose", "Readiness rose in", "rose in"),
    Move.FELL: ("Readiness fell", "Readiness fell in", "fell in"),
    Move.UNCLEAR: (
        "No clear change in readiness",
        "No clear change in the readiness of",
        "no clear change in",
    ),
    Move.SAME: ("Readiness is unchanged", "Readiness is unchanged in", "unchanged in"),
    Move.APPEARED: (
        "Readiness has numbers only now",
        "Readiness has numbers only now in",
        "numbers only now in",
    ),
    Move.DISAPPEARED: (
        "Readiness has no numbers any more",
        "Readiness has no numbers any more in",
        "no numbers any more in",
    ),
}
"""How the headline tells each move: of the only arrangement, of the first ones, and of others after them."""

_NONE = "–"


def wave_titles(comparison: Comparison) -> list[str]:
    """Name the assessments: by their dates, else by their files, else by their place."""
    titles = [_title(each, place) for place, each in enumerate(comparison.assessments, start=1)]
    if len(set(titles)) == len(titles):
        return titles
    return [f"{title} ({place})" for place, title in enumerate(titles, start=1)]


def _title(assessment: Assessment, place: int) -> str:
    answers = assessment.answers
    return format_date(answers.date) if answers.date else answers.file or f"No. {place}"


def comparison_title(comparison: Comparison) -> str:
    """Name what is compared: the partnership, unless there are several, which the first note names."""
    if len(name_partnerships(comparison.assessments)) > 1:
        return "Different partnerships, side by side"
    last = comparison.assessments[-1]
    return format_subject(last.questionnaire, last.answers)[0]


def headline(comparison: Comparison) -> str:
    """Say in one line what became of the arrangements."""
    if not comparison.arrangements:
        return "The versions have nothing in common that could be compared."
    moves = [each.readiness.overall for each in comparison.arrangements]
    counts = [(move, moves.count(move)) for move in _TOLD if move in moves]
    if not counts:
        return "There is no readiness to compare."
    (first, number), *others = counts
    if len(moves) == 1:
        return f"{_TOLD[first][0]}."
    told = [f"{_TOLD[first][1]} {format_count(number, 'arrangement')}"]
    told += [f"{_TOLD[move][2]} {count}" for move, count in others]
    return f"{'; '.join(told)}."


def readiness_sentence(course: ArrangementCourse) -> str:
    """Say in a few words what became of an arrangement's readiness."""
    return f"Readiness: {MOVES[course.readiness.overall]}."


def readiness_cells(course: ArrangementCourse, scoring: Scoring) -> list[str]:
    """Give an arrangement's readiness in every assessment, as far as it is known."""
    known = [result.readiness if result.applies else None for result in course.results]
    return [_known(as_positions(each) if each else None, scoring) for each in known]


def dimension_rows(course: ArrangementCourse, scoring: Scoring) -> Iterator[list[str]]:
    """Give every dimension with where it stood each time and what became of it, and then readiness."""
    for dimension, each in course.dimensions:
        cells = [_known(known, scoring) for known in each.ranges]
        yield [dimension.title, *cells, MOVES[each.overall]]
    yield ["Readiness", *readiness_cells(course, scoring), MOVES[course.readiness.overall]]
    if any(result.verdict for result in course.results):
        verdicts = [_verdict(result) for result in course.results]
        yield ["Verdict", *verdicts, MOVES[Move.SAME] if len(set(verdicts)) == 1 else "changed"]


def _verdict(result: ArrangementResult) -> str:
    if not result.applies:
        return "Does not apply"
    return VERDICTS[result.verdict] if result.verdict else _NONE


def _known(known: Range[Fraction] | None, scoring: Scoring) -> str:
    if known is None:
        return _NONE
    return format_range(known, scoring) if known.point is None else format_known(known, scoring)


def factors_of(course: ArrangementCourse, move: Move) -> list[FactorCourse]:
    """Give the factors that moved in one way, from first to last; the widest moves first."""
    moved = [each for each in course.factors if each.course.overall is move and not _is_as_open(each)]
    return sorted(moved, key=lambda each: -abs(_size(each)))


def _is_as_open(course: FactorCourse) -> bool:
    """Tell whether no answer of an open factor changed."""
    ranges = course.course.ranges
    return course.course.overall is Move.UNCLEAR and not course.changed and ranges[0] == ranges[-1]


def _size(course: FactorCourse) -> Fraction:
    first, last = course.course.ranges[0], course.course.ranges[-1]
    if first is None or last is None:
        return Fraction(0)
    return (last.lowest + last.highest - first.lowest - first.highest) / 2


def factor_cells(course: FactorCourse, scoring: Scoring) -> list[str]:
    """Give a factor with where it stood each time and what became of it."""
    cells = [_known(each, scoring) for each in course.course.ranges]
    return [course.factor.title, *cells, MOVES[course.course.overall]]


def factor_sentence(course: FactorCourse, scoring: Scoring) -> str:
    """Say where a factor stood each time, and how far it moved where that is clear."""
    places = " → ".join(format_range(each, scoring) if each else _NONE for each in course.course.ranges)
    moved = course.course.overall in (Move.ROSE, Move.FELL)
    size = _size(course)
    settled = all(each and each.lowest == each.highest for each in course.course.ranges)
    change = f" ({format_gain(size, scoring)})" if moved and settled else ""
    return f"{course.factor.title}: {places}{change}"


def answer_sentence(course: AnswerCourse) -> str:
    """Say how an answer changed."""
    return f"{quoted(course.question.text)} {' → '.join(_answer_words(each) for each in course.results)}"


def _answer_words(result: QuestionResult) -> str:
    standing = result.standing
    if result.answer is None and not standing.unanswered and standing.state is QuestionState.ANSWERED:
        return f"{format_mean(standing.bounds.lowest, result.question)} on average"
    if result.answer is None and standing.state is QuestionState.OUT:
        return "does not apply"
    return format_answer(result.answer)


def unchanged_sentence(course: ArrangementCourse) -> str:
    """Say how many factors are where they were; nothing if none is."""
    number = sum(each.course.overall is Move.SAME for each in course.factors)
    as_open = sum(_is_as_open(each) for each in course.factors)
    told = [f"{format_count(number, 'factor')} unchanged"] if number else []
    told += [f"{as_open} as open as before"] if as_open else []
    return f"{', '.join(told)}." if told else ""


def left_out_sentences(comparison: Comparison) -> Iterator[str]:
    """Say what is not compared, and why."""
    questions = comparison.assessments[-1].questionnaire.questions
    for each in comparison.left_out:
        yield f"{each.kind.capitalize()} {_named(each, questions)}: {_GAPS[each.why]}."


def _named(left_out: LeftOut, questions: Mapping[str, Question]) -> str:
    found = questions.get(left_out.id) if left_out.kind == "question" else None
    return f"{left_out.id} ({quoted(found.text)})" if found else left_out.id
