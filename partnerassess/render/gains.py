"""What raising or finding out an answer is worth, in words: what is listed, and what is said of the rest.

This module knows which gains and swings are worth a line. It does not know signs, colours or layout.
"""

from partnerassess.assessment import ArrangementResult
from partnerassess.explain import ArrangementExplanation
from partnerassess.model import Scoring
from partnerassess.render.sentences import NO_GAIN, first_gain_sentence, first_swing_sentence
from partnerassess.report.words import as_sentence, format_answer, format_count
from partnerassess.scoring import Gain, Swing

FIXED_GAPS = "Not in the partners' hands, but good to know"
"""Heads the answers that nobody in the partnership can raise."""


def gain_remark(result: ArrangementResult) -> str:
    """Say what the numbers beside gaps are."""
    risen = "readiness" if _has_point(result) else "the bottom of the range"
    return f"how far one level up lifts {risen}"


def gaps_worth_listing(explained: ArrangementExplanation) -> tuple[Gain, ...]:
    """Give the gaps in the partners' hands where one level up alone gains something, largest first."""
    return tuple(gain for gain in explained.gaps if gain.of_one_level())


def gaps_closing(explained: ArrangementExplanation) -> str:
    """Say in one sentence what is true of the gaps that are not worth a line; nothing if there are none."""
    listed = len(gaps_worth_listing(explained))
    left_out = len(explained.gaps) - listed
    if not left_out or not listed:
        return NO_GAIN if left_out else ""
    other = "the other answer" if left_out == 1 else f"the {left_out} other answers"
    return f"For {other} below the top, {NO_GAIN[0].lower()}{NO_GAIN[1:]}"


def swings_worth_listing(explained: ArrangementExplanation) -> tuple[Swing, ...]:
    """Give the open answers that can move readiness on their own, those that move it most first."""
    return tuple(swing for swing in explained.find_out if swing.size)


def swings_closing(explained: ArrangementExplanation) -> str:
    """Say in one sentence what is true of the open answers not worth a line; nothing if there are none."""
    listed = len(swings_worth_listing(explained))
    left_out = len(explained.find_out) - listed
    if not left_out:
        return ""
    if listed:
        which = "The other open answer" if left_out == 1 else f"The {left_out} other open answers"
    else:
        which = "The open answer" if left_out == 1 else f"The {left_out} open answers"
    return f"{which} cannot move readiness on {'its' if left_out == 1 else 'their'} own."


def fixed_gap_line(gain: Gain) -> str:
    """Say where an answer stands that is not in the partners' hands."""
    question = as_sentence(gain.answer.question.text)
    return f"{question} Now {format_answer(gain.answer.answer)}." if gain.answer.answer else question


def first_gain_line(explained: ArrangementExplanation, scoring: Scoring) -> str:
    """Say which answer in the partners' hands is worth raising first; nothing if there is none."""
    if not explained.gaps:
        return ""
    return first_gain_sentence(explained.gaps[0], scoring, has_point=_has_point(explained.result))


def first_swing_line(explained: ArrangementExplanation, scoring: Scoring) -> str:
    """Say which open answer is worth finding out first; nothing if none moves readiness on its own."""
    worth = swings_worth_listing(explained)
    return first_swing_sentence(worth[0], scoring) if worth else ""


def other_answers(number: int) -> str:
    """Say how many answers are open beside the one just named; nothing if there are none."""
    return f"{format_count(number, 'other answer')} {'is' if number == 1 else 'are'} open." if number else ""


def _has_point(result: ArrangementResult) -> bool:
    return result.readiness is not None and result.readiness.point is not None
