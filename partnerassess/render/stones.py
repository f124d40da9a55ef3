"""Stepping stones, in plain sentences, the same in every format.

This module knows how it is suggested to begin on a small scale. It does not know when that makes sense.
"""

from collections.abc import Iterator

from partnerassess.assessment import Verdict
from partnerassess.report.numbers import format_level
from partnerassess.report.words import format_list, format_source, quoted
from partnerassess.stepping import ROUTE, SteppingStone

_LISTED = 4
"""How many of the things it builds up are named."""

_TRY = "if you have not worked together yet, try the partner out on a small scale first"
_EVIDENCE = "five case studies, 10–12 interviews each"
_POINTS = "Points of effort are the questionnaire's own estimate of what each level up costs."


def stone_sentences(stone: SteppingStone) -> Iterator[str]:
    """Say where to begin, what it takes, what it would build up, and where the suggestion comes from."""
    smaller, larger = quoted(stone.smaller.arrangement.title), quoted(stone.larger.arrangement.title)
    verdict = "is not ready" if stone.larger.verdict is Verdict.NOT_READY else "may not be ready"
    if stone.smaller.verdict is Verdict.READY:
        yield f"{larger} {verdict}, but {smaller} is: {_TRY}."
    else:
        yield (f"{larger} {verdict}, and {smaller} takes less to get ready ({_efforts(stone)}): {_TRY}.")
        yield _POINTS
    if not stone.smaller.applies:
        yield f"By the answers at the starting point {smaller} does not apply: think again about the scale."
    if stone.builds:
        titles = list(dict.fromkeys(quoted(each.factor.factor.title) for each in stone.builds))
        named = titles[:_LISTED]
        more = [f"{len(titles) - _LISTED} more"] if len(titles) > _LISTED else []
        yield f"On the way it builds up what {larger} needs too: {format_list([*named, *more])}."
    yield f"Source: {format_source(ROUTE)}; {_EVIDENCE}."


def _efforts(stone: SteppingStone) -> str:
    points = "point" if stone.effort == 1 else "points"
    effort = f"{format_level(stone.effort)} {points} of effort"
    if stone.larger_effort is None:
        return f"{effort}, where the other is out of reach"
    return f"{effort} instead of {format_level(stone.larger_effort)}"
