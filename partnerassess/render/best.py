"""Whether the best-supported arrangement is the same as before, in one sentence.

This module knows how a first place, then and now, is put. It does not know how arrangements are ranked.
"""

from collections.abc import Sequence

from partnerassess.assessment import Assessment
from partnerassess.decide import Comparison, name_partnerships, runs_backwards
from partnerassess.render.changes import wave_titles
from partnerassess.render.sentences import headline, is_too_early, leaders
from partnerassess.report.words import format_list


def best_sentence(comparison: Comparison) -> str:
    """Say which arrangement was and is best supported; nothing where it is too early to say.

    Across versions it is about what they share, as everything in a comparison is.
    """
    if len(comparison.arrangements) < 2:
        return ""
    found = [_best(each) for each in comparison.assessments]
    if not found[0] or not found[-1]:
        return ""
    start = "On what the versions share, best supported" if comparison.left_out else "Best supported"
    return f"{start}{_told(comparison, found)}."


def _best(assessment: Assessment) -> str:
    """Name what comes first; nothing where nothing does, or where it is too early to say."""
    if assessment.leader is None or is_too_early(assessment):
        return ""
    if not headline(assessment)[1]:
        return "none yet"
    titles = format_list([each.arrangement.title for each in leaders(assessment)])
    if sum(each.applies for each in assessment.arrangements) == 1:
        return f"{titles} (the only one that applies)"
    return f"{titles} (level with each other)" if len(leaders(assessment)) > 1 else titles


def _told(comparison: Comparison, found: Sequence[str]) -> str:
    names = name_partnerships(comparison.assessments)
    in_time = len(names) < 2 and not runs_backwards(comparison.assessments)
    if len(set(found)) == 1:
        same = ("then and now", "in both") if len(found) == 2 else ("throughout", "in all")
        return f" {same[0] if in_time else same[1]}: {found[0]}"
    if in_time and len(found) == 2:
        return f" then: {found[0]}; now: {found[1]}"
    labels = names if len(names) == len(found) else wave_titles(comparison)
    told = (f"{label}: {best or 'too early to say'}" for label, best in zip(labels, found, strict=True))
    return f" – {'; '.join(told)}"
