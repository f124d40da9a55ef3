"""What a report says of other answers tried out: before, after, and why a change is small."""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from partnerassess.assessment import ArrangementResult
from partnerassess.decide.what_if import Change, Trial
from partnerassess.report.arrangement import range_row, readiness_axis
from partnerassess.report.numbers import as_positions, format_brief, format_brief_range, format_gain
from partnerassess.report.sentences import brief_standing, in_play, name_of, subject_of
from partnerassess.report.shapes import Part, Points, Prose, RangeRow, Ranges, Report, Role
from partnerassess.report.words import format_answer, format_date, format_known, format_ordinal, quoted

ONLY_A_TRIAL = "This is a trial: the answer file stays as it is."
"""What is said so that nobody takes a trial for the answers."""

_SMALL = Fraction(1, 20)
"""A change of the point below this, 0-1, is explained."""


def report_what_if(trial: Trial) -> Report:
    """Say what other answers would do."""
    answers = trial.before.answers
    date = format_date(answers.date) if answers.date else ""
    return Report(
        title=_headline(trial),
        about=tuple(filter(None, [subject_of(trial.before), date, "a trial"])),
        parts=tuple(_parts(trial)),
        subject=subject_of(trial.before),
    )


def _pairs(trial: Trial) -> list[tuple[ArrangementResult, ArrangementResult]]:
    """Give every arrangement that applies before or after, in the order that the changes lead to."""
    before = {each.arrangement.id: each for each in trial.before.arrangements}
    pairs = [(before[after.arrangement.id], after) for after in trial.after.arrangements]
    return [(one, other) for one, other in pairs if one.applies or other.applies]


def _headline(trial: Trial) -> str:
    leader = trial.after.leader
    if leader is None:
        return "With these answers no form can be assessed"
    before = next(each for each, after in _pairs(trial) if after is leader)
    numbers = [_number(trial, each) for each in (before, leader)]
    change = numbers[0] if numbers[0] == numbers[1] else " → ".join(numbers)
    return f"What if: {leader.arrangement.name}: {change}"


def _number(trial: Trial, result: ArrangementResult) -> str:
    known, scoring = result.readiness, trial.before.questionnaire.scoring
    if known is None or not result.applies:
        return "none"
    if known.point is None:
        return format_brief_range(known.lowest.digits(), known.highest.digits(), scoring)
    return format_brief(known.point.digits(), scoring)


def _parts(trial: Trial) -> Iterator[Part]:
    scoring = trial.before.questionnaire.scoring
    yield Part("What is changed", (Points(tuple(_change(each) for each in trial.changes)),))
    rows = tuple(_row(trial, before, after) for before, after in _pairs(trial))
    if rows:
        yield Part("What it does", (Ranges(readiness_axis(scoring), rows),), Role.ARRANGEMENTS)
    why = " ".join(filter(None, [_why_small(trial), ONLY_A_TRIAL]))
    yield Part("To keep in mind", (Prose(why),), Role.SURE)


def _change(change: Change) -> str:
    before, after = format_answer(change.before), format_answer(change.after)
    same = " (as before)" if before == after else ""
    name = name_of(change.question)
    return f"{name}{'' if name.endswith('?') else ':'} {before} → {after}{same}"


def _row(trial: Trial, before: ArrangementResult, after: ArrangementResult) -> RangeRow:
    row = range_row(after, trial.before.questionnaire.scoring, leads=after.rank == 1)
    standings = [brief_standing(each) if each.applies else "does not apply" for each in (before, after)]
    words = filter(None, [_both(*standings), _moved(trial, before, after)])
    one = before.readiness.point if before.readiness and before.applies else None
    return replace(row, words=", ".join(words), before=one.digits() if one is not None else None)


def _why_small(trial: Trial) -> str:
    """Say why the leader's number hardly moves, where it does not."""
    leader = trial.after.leader
    if leader is None or leader.readiness is None:
        return ""
    before = next(each for each, after in _pairs(trial) if after is leader).readiness
    if before is None or before.point is None or leader.readiness.point is None:
        return ""
    if abs(leader.readiness.point.digits() - before.point.digits()) >= _SMALL:
        return ""
    return f"The change is small because {len(in_play(leader))} questions share the weight."


COLUMNS = ("Arrangement", "As answered", "With the changes", "Change", "Standing", "Place")


def change_sentences(trial: Trial) -> Iterator[str]:
    """Say what was changed, in the questionnaire's order."""
    for change in trial.changes:
        before, after = format_answer(change.before), format_answer(change.after)
        same = " (as before)" if before == after else ""
        yield f"{quoted(change.question.text)} {before} → {after}{same}"


def trial_rows(trial: Trial) -> Iterator[list[str]]:
    """Give a row for each arrangement, as `COLUMNS` has it, in the order that the changes lead to."""
    before = {each.arrangement.id: each for each in trial.before.arrangements}
    for after in trial.after.arrangements:
        yield _cells(trial, before[after.arrangement.id], after)


def _cells(trial: Trial, before: ArrangementResult, after: ArrangementResult) -> list[str]:
    return [
        after.arrangement.name,
        _known(trial, before),
        _known(trial, after),
        _moved(trial, before, after) or "–",
        _both(_standing(before), _standing(after)),
        _both(_place(before), _place(after)),
    ]


def _known(trial: Trial, result: ArrangementResult) -> str:
    if not result.applies or result.readiness is None:
        return "–"
    return format_known(as_positions(result.readiness), trial.before.questionnaire.scoring)


def _moved(trial: Trial, before: ArrangementResult, after: ArrangementResult) -> str:
    """Give the change of the point, or of the lowest where either has no point; else nothing."""
    scoring = trial.before.questionnaire.scoring
    one, other = before.readiness, after.readiness
    if one is None or other is None or not (before.applies and after.applies):
        return ""
    if one.point is not None and other.point is not None:
        return format_gain(other.point.digits() - one.point.digits(), scoring)
    return f"{format_gain(other.lowest.digits() - one.lowest.digits(), scoring)} at its lowest"


def _standing(result: ArrangementResult) -> str:
    if not result.applies:
        return "Does not apply"
    return brief_standing(result)


def _place(result: ArrangementResult) -> str:
    return format_ordinal(result.rank) if result.rank else "–"


def _both(before: str, after: str) -> str:
    return after if before == after else f"{before} → {after}"
