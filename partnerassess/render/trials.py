"""What a trial shows, in plain sentences: what was changed, and what that does.

This module knows how before and after are put side by side. It does not know signs, colours or layout.
"""

from collections.abc import Iterator

from partnerassess.assessment import ArrangementResult
from partnerassess.report.numbers import as_positions, format_gain
from partnerassess.report.words import VERDICTS, format_answer, format_known, format_ordinal, quoted
from partnerassess.trial import Trial

ONLY_A_TRIAL = "This is a trial: the answer file stays as it is."
"""What is said so that nobody takes a trial for the answers."""

COLUMNS = ("Arrangement", "As answered", "With the changes", "Change", "Verdict", "Place")


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
        yield _row(trial, before[after.arrangement.id], after)


def _row(trial: Trial, before: ArrangementResult, after: ArrangementResult) -> list[str]:
    return [
        after.arrangement.title,
        _known(trial, before),
        _known(trial, after),
        _change(trial, before, after),
        _both(_verdict(before), _verdict(after)),
        _both(_place(before), _place(after)),
    ]


def _known(trial: Trial, result: ArrangementResult) -> str:
    if not result.applies or result.readiness is None:
        return "–"
    return format_known(as_positions(result.readiness), trial.before.questionnaire.scoring)


def _change(trial: Trial, before: ArrangementResult, after: ArrangementResult) -> str:
    """Give the change of the point, or of the lowest where either has no point."""
    scoring = trial.before.questionnaire.scoring
    one, other = before.readiness, after.readiness
    if one is None or other is None or not (before.applies and after.applies):
        return "–"
    if one.point is not None and other.point is not None:
        return format_gain(other.point.digits() - one.point.digits(), scoring)
    return f"{format_gain(other.lowest.digits() - one.lowest.digits(), scoring)} at its lowest"


def _verdict(result: ArrangementResult) -> str:
    if not result.applies:
        return "Does not apply"
    return VERDICTS[result.verdict] if result.verdict else "–"


def _place(result: ArrangementResult) -> str:
    return format_ordinal(result.rank) if result.rank else "–"


def _both(before: str, after: str) -> str:
    return after if before == after else f"{before} → {after}"
