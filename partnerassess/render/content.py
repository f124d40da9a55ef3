"""What a report says in every format, as short lines, for each renderer to lay out its own way.

This module knows which facts and lines belong together. It does not know signs, colours or layout.
"""

import datetime
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import repeat
from typing import TYPE_CHECKING

from partnerassess.assessment import Assessment, Verdict
from partnerassess.explain import ArrangementExplanation
from partnerassess.model import Answers, Scoring
from partnerassess.render.gains import first_gain_line, first_swing_line, other_answers, swings_closing
from partnerassess.render.sentences import coverage_sentence, headline
from partnerassess.report.numbers import as_positions, format_range
from partnerassess.report.words import (
    VERDICTS,
    format_date,
    format_known,
    format_list,
    format_origin,
    quoted,
)

if TYPE_CHECKING:
    # Working an outlook out takes modules that a report without one can do without.
    from partnerassess.render.outlook import Outlook

OUTLOOK = "How sure the order is, and what comes next"
"""The heading of the part that is about weights, open answers and first steps."""

_DIGEST = 12
"""How many characters of a digest are shown: enough to tell files apart."""


def short_lines(
    explained: ArrangementExplanation, scoring: Scoring, outlook: "Outlook | None" = None
) -> Iterator[str]:
    """Give one line each on what carries an arrangement, what would gain most, and what to find out.

    With `outlook` also where to begin on a small scale instead, if that is suggested.
    """
    if explained.strengths:
        titles = [
            quoted(each.answer.question.short or each.answer.question.text)
            for each in explained.strengths[:2]
        ]
        yield f"Carried by {format_list(titles)}."
    gain = first_gain_line(explained, scoring)
    if gain:
        yield gain
    find_out = first_swing_line(explained, scoring)
    if find_out:
        yield f"{find_out} {other_answers(len(explained.find_out) - 1)}".rstrip()
    elif explained.find_out:
        yield swings_closing(explained)


def first_steps(
    explained: ArrangementExplanation, scoring: Scoring, outlook: "Outlook | None"
) -> Iterator[str]:
    """Give one line each on what would gain most and what to find out first."""
    yield from filter(None, [first_gain_line(explained, scoring)])
    # What settles something is worth more than what only moves the number.
    find_out = outlook.find_out[:1] if outlook else ()
    yield from find_out or filter(None, [first_swing_line(explained, scoring)])


def report_facts(assessment: Assessment) -> Iterator[tuple[str, str]]:
    """Give what a report rests on: labels, and what stands behind them."""
    questionnaire, answers = assessment.questionnaire, assessment.answers
    digest = f", file digest {questionnaire.sha256[:_DIGEST]}" if questionnaire.sha256 else ""
    yield "Questionnaire", f"{questionnaire.title} ({questionnaire.id} {questionnaire.version}{digest})"
    given = (
        ("Partnership", answers.partnership),
        ("Organisation", answers.organisation),
        ("Respondent", answers.respondent),
        ("Date", format_date(answers.date) if answers.date else None),
        ("Answers", format_origin(answers.file)),
    )
    yield from ((label, words) for label, words in given if words)
    yield "Coverage", f"{coverage_sentence(assessment)}."


def verdict_key(assessment: Assessment) -> str:
    """Say what files call the verdict that people see in other words; nothing where it does not occur."""
    if not any(result.verdict is Verdict.UNDETERMINED for result in assessment.arrangements):
        return ""
    words, name = VERDICTS[Verdict.UNDETERMINED], Verdict.UNDETERMINED.value
    return f"{quoted(words)} is called {quoted(name)} in files."


def answer_again(assessment: Assessment) -> Iterator[str]:
    """Give the answer people came for once more, in one or two lines for the end of a long report."""
    lead_in, title = headline(assessment)
    yield f"{lead_in} {title}".rstrip()
    leader = assessment.leader
    if not title or leader is None or leader.readiness is None:
        return
    known, scoring = as_positions(leader.readiness), assessment.questionnaire.scoring
    number = format_range(known, scoring) if known.point is None else format_known(known, scoring)
    yield f"{number}, {VERDICTS[leader.verdict].lower()}." if leader.verdict else f"{number}."


def names_apart(assessments: Sequence[Assessment], labels: Sequence[str] | None = None) -> list[str]:
    """Name each assessment; those that share a name say their date, where it differs, or else their file.

    A label, such as `document 2`, says which part of its file an assessment is; it may be empty. Who has one
    says the file, too.
    """
    names = _dated([each.answers for each in assessments])
    shared = Counter(name.casefold() for name in names)
    return [
        f"{name}{_origin(each.answers, label)}" if label or shared[name.casefold()] > 1 else name
        for each, name, label in zip(assessments, names, labels or repeat(""), strict=labels is not None)
    ]


def _dated(answer_sets: Sequence[Answers]) -> list[str]:
    """Name answer sets, with the date where others of the same name have another one."""
    names = [_name(each) for each in answer_sets]
    dates: dict[str, set[datetime.date | None]] = {}
    for name, each in zip(names, answer_sets, strict=True):
        dates.setdefault(name.casefold(), set()).add(each.date)
    return [
        f"{name}{_date(each) if len(dates[name.casefold()]) > 1 else ''}"
        for name, each in zip(names, answer_sets, strict=True)
    ]


def _date(answers: Answers) -> str:
    return f" · {format_date(answers.date) if answers.date else 'no date'}"


def _name(answers: Answers) -> str:
    """Give whose partnership it is, and whose view of it."""
    name = answers.partnership or format_origin(answers.file) or "not named"
    view = ", ".join(part for part in (answers.respondent, answers.organisation) if part)
    return f"{name}, as seen by {view}" if view else name


def _origin(answers: Answers, label: str) -> str:
    """Give where answers come from, without a file that their name says already."""
    origin = format_origin(answers.file if answers.partnership else None, label)
    return f" · {origin}" if origin else ""
