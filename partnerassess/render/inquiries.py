"""What to find out next, in plain sentences, the same in every format.

This module knows how an open answer's worth is put. It does not know how it was worked out.
"""

from collections.abc import Iterator

from partnerassess.inquiry import Finding, Inquiries, Inquiry
from partnerassess.render.numbers import format_percent
from partnerassess.render.words import format_count, quoted


def inquiry_sentences(inquiries: Inquiries) -> Iterator[str]:
    """Say which open answer to find out first, for the leader's verdict and for the first place."""
    if inquiries.verdict:
        title = quoted(inquiries.verdict.result.arrangement.title)
        yield from _first(f"To settle whether {title} is ready", inquiries.verdict.inquiry)
    if inquiries.leader:
        yield from _first("To settle which arrangement comes first", inquiries.leader)


def _first(purpose: str, inquiry: Inquiry) -> Iterator[str]:
    if inquiry.findings:
        finding = inquiry.findings[0]
        yield f"{purpose}, find out first: {quoted(finding.answer.question.text)} {_worth(finding, inquiry)}"


def _worth(finding: Finding, inquiry: Inquiry) -> str:
    levels = len(finding.answer.question.levels)
    settling = int(finding.settles * levels)
    removed = format_percent(finding.removes)
    basis = (
        "" if inquiry.exact else f" (estimated from {inquiry.completions:,} ways of filling in what is open)"
    )
    if settling == levels:
        return "Any answer settles it."
    if settling:
        return (
            f"{settling} of its {format_count(levels, 'possible answer')} would settle it at once; on "
            f"average an answer takes away {removed} of the doubt{basis}."
        )
    return f"On average an answer takes away {removed} of the doubt{basis}."
