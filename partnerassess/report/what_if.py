"""What a report says of other answers tried out: before, after, and why a change is small."""

from collections.abc import Iterator
from fractions import Fraction

from msgspec.structs import replace

from partnerassess.assessment import ArrangementResult
from partnerassess.decide.what_if import Change, Trial
from partnerassess.model import Scoring
from partnerassess.report.arrangement import range_row, readiness_axis
from partnerassess.report.numbers import format_figure, format_gain
from partnerassess.report.pooled import about
from partnerassess.report.sentences import brief_standing, name_of, subject_of
from partnerassess.report.shapes import Part, Points, Prose, RangeRow, Ranges, Report, Role
from partnerassess.report.words import format_answer, format_known, format_ordinal, quoted

ONLY_A_TRIAL = "This is a trial: the answer file stays as it is."
"""What is said so that nobody takes a trial for the answers."""

_SMALL = Fraction(1, 20)
"""A change of the point below this, 0-1, is explained."""


def report_what_if(trial: Trial) -> Report:
    """Say what other answers would do."""
    leader = trial.after.leader
    title = "With these answers no form can be assessed"
    if leader is not None:
        (pair,) = (each for each in _pairs(trial) if each[1] is leader)
        scoring = trial.before.questionnaire.scoring
        numbers = [format_figure(each.readiness if each.applies else None, scoring) for each in pair]
        title = f"What if: {leader.arrangement.name}: {_both(*numbers)}"
    return Report(
        title=title,
        about=(*about(trial.before), "a trial"),
        parts=tuple(_parts(trial)),
        subject=subject_of(trial.before),
    )


def _pairs(trial: Trial) -> list[tuple[ArrangementResult, ArrangementResult]]:
    """Give every arrangement that applies before or after, in the order that the changes lead to."""
    before = {each.arrangement.id: each for each in trial.before.arrangements}
    pairs = [(before[after.arrangement.id], after) for after in trial.after.arrangements]
    return [(one, other) for one, other in pairs if one.applies or other.applies]


def _parts(trial: Trial) -> Iterator[Part]:
    scoring = trial.before.questionnaire.scoring
    names = [name_of(change.question) for change in trial.changes]
    changes = tuple(
        f"{name}{'' if name.endswith('?') else ':'} {_from_to(change)}"
        for name, change in zip(names, trial.changes, strict=True)
    )
    yield Part("What is changed", (Points(changes),))
    rows = tuple(_row(before, after, scoring) for before, after in _pairs(trial))
    if rows:
        yield Part("What it does", (Ranges(readiness_axis(scoring), rows),), Role.ARRANGEMENTS)
    why = " ".join(filter(None, [_why_small(trial), ONLY_A_TRIAL]))
    yield Part("To keep in mind", (Prose(why),), Role.SURE)


def _from_to(change: Change) -> str:
    before, after = format_answer(change.before), format_answer(change.after)
    return f"{before} → {after}{' (as before)' if before == after else ''}"


def _row(before: ArrangementResult, after: ArrangementResult, scoring: Scoring) -> RangeRow:
    row = range_row(after, scoring, leads=after.rank == 1)
    standings = [brief_standing(each) if each.applies else "does not apply" for each in (before, after)]
    words = filter(None, [_both(*standings), _moved(before, after, scoring)])
    one = before.readiness.point if before.readiness and before.applies else None
    return replace(row, words=", ".join(words), before=one.digits() if one is not None else None)


def _why_small(trial: Trial) -> str:
    """Say why the leader's number hardly moves, where it does not."""
    leader = trial.after.leader
    if leader is None:
        return ""
    pairs = [pair for pair in _pairs(trial) if pair[1] is leader]
    known = [each.readiness for pair in pairs for each in pair]
    points = [each.point.digits() for each in known if each and each.point is not None]
    if len(points) < 2 or abs(points[1] - points[0]) >= _SMALL:
        return ""
    counted = {each.question.id for pair in pairs for side in pair for each in side.in_play()}
    if points[0] == points[1] and not any(each.question.id in counted for each in trial.changes):
        return "The number stays, because what is changed does not count for this form."
    return f"The change is small because {len(leader.in_play())} questions share the weight."


def change_sentences(trial: Trial) -> Iterator[str]:
    """Say what was changed, in the questionnaire's order."""
    return (f"{quoted(change.question.text)} {_from_to(change)}" for change in trial.changes)


def trial_rows(trial: Trial) -> Iterator[tuple[str, ...]]:
    """Give for each arrangement that applies before or after its name, both figures, the change, the standing
    and the place."""
    scoring = trial.before.questionnaire.scoring
    for before, after in _pairs(trial):
        standings = [brief_standing(each) if each.applies else "Does not apply" for each in (before, after)]
        places = [format_ordinal(each.rank) if each.rank else "–" for each in (before, after)]
        known = [each.readiness if each.applies else None for each in (before, after)]
        yield (
            after.arrangement.name,
            *(format_known(each, scoring) if each else "–" for each in known),
            _moved(before, after, scoring) or "–",
            _both(*standings),
            _both(*places),
        )


def _moved(before: ArrangementResult, after: ArrangementResult, scoring: Scoring) -> str:
    """Give the change of the point, or of the lowest where either has no point; else nothing."""
    one, other = before.readiness, after.readiness
    if one is None or other is None or not (before.applies and after.applies):
        return ""
    if one.point is not None and other.point is not None:
        return format_gain(other.point.digits() - one.point.digits(), scoring)
    return f"{format_gain(other.lowest.digits() - one.lowest.digits(), scoring)} at its lowest"


def _both(before: str, after: str) -> str:
    return after if before == after else f"{before} → {after}"
