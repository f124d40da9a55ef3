"""What to find out next, in plain sentences, the same in every format.

This module knows how an open answer's worth is put. It does not know how it was worked out.
"""

from fractions import Fraction

from partnerassess.decide.next_questions import Finding, Inquiry
from partnerassess.report.numbers import format_percent
from partnerassess.report.words import format_count, quoted

_TELLING = Fraction(1, 10)
"""From so much of the doubt on, what an answer takes away of it is worth telling beside what it settles."""
_LITTLE = Fraction(1, 100)
"""Below so much of the doubt, what one answer takes away of it says nothing to anybody."""


def inquiry_sentence(inquiry: Inquiry) -> str:
    """Say which open answer to find out first, and what it is worth."""
    purpose, finding = "To settle which form comes first", inquiry.findings[0]
    if inquiry.about:
        share = f"{round(100 * inquiry.ready)}%"
        if inquiry.ready < Fraction(1, 100):
            share = "fewer than 1%"
        elif inquiry.ready > Fraction(99, 100):
            share = "more than 99%"
        title = quoted(inquiry.about.arrangement.name)
        ways = f"it is in {share} of the ways to fill in what is open"
        purpose = f"To settle whether {title} is ready ({ways})"
    return f"{purpose}, find out first: {quoted(finding.answer.question.text)} {_worth(finding, inquiry)}"


def _worth(finding: Finding, inquiry: Inquiry) -> str:
    """Say what an answer is worth; a share too small to mean anything is left out beside what settles it."""
    levels = len(finding.answer.question.levels)
    settling = int(finding.settles * levels)
    removed = format_percent(finding.removes)
    basis = (
        "" if inquiry.exact else f" (estimated from {inquiry.completions:,} ways of filling in what is open)"
    )
    if settling == levels:
        return "Any answer settles it."
    if settling and finding.removes < _TELLING:
        return f"{settling} of its {format_count(levels, 'possible answer')} would settle it at once."
    if settling:
        return (
            f"{settling} of its {format_count(levels, 'possible answer')} would settle it at once; on "
            f"average an answer takes away {removed} of the doubt{basis}."
        )
    if finding.removes < _LITTLE:
        return "One answer alone tells little yet."
    return f"On average an answer takes away {removed} of the doubt{basis}."
