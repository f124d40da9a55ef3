"""What to find out next, in plain sentences, the same in every format.

This module knows how an open answer's worth is put. It does not know how it was worked out.
"""

from collections.abc import Iterator
from fractions import Fraction

from partnerassess.decide.next_questions import Finding, Inquiries, Inquiry
from partnerassess.report.numbers import format_percent
from partnerassess.report.words import format_count, quoted

_TELLING = Fraction(1, 10)
"""From so much of the doubt on, what an answer takes away of it is worth telling beside what it settles."""
_LITTLE = Fraction(1, 100)
"""Below so much of the doubt, what one answer takes away of it says nothing to anybody."""


def inquiry_sentences(inquiries: Inquiries) -> Iterator[str]:
    """Say which open answer to find out first, for the leader's verdict and for the first place."""
    if inquiries.verdict:
        title = quoted(inquiries.verdict.result.arrangement.name)
        ready = inquiries.verdict.ready
        if ready < Fraction(1, 100):
            share = "fewer than 1%"
        elif ready > Fraction(99, 100):
            share = "more than 99%"
        else:
            share = f"{round(100 * ready)}%"
        ways = f"it is in {share} of the ways to fill in what is open"
        yield from _first(f"To settle whether {title} is ready ({ways})", inquiries.verdict.inquiry)
    if inquiries.leader:
        yield from _first("To settle which form comes first", inquiries.leader)


def _first(purpose: str, inquiry: Inquiry) -> Iterator[str]:
    if inquiry.findings:
        finding = inquiry.findings[0]
        yield f"{purpose}, find out first: {quoted(finding.answer.question.text)} {_worth(finding, inquiry)}"


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
