"""What to find out next: the open answers that do most to settle a verdict, or which arrangement leads.

This package knows what an answer can be expected to settle. It does not know who asks, nor how it is shown.
"""

from collections.abc import Collection
from dataclasses import dataclass

from partnerassess.assessment import Assessment
from partnerassess.inquiry.findings import Finding, Inquiry
from partnerassess.inquiry.leadership import inquire_leader
from partnerassess.inquiry.verdict import VerdictInquiry, inquire_verdict

__all__ = [
    "Finding",
    "Inquiries",
    "Inquiry",
    "VerdictInquiry",
    "inquire",
    "inquire_leader",
    "inquire_verdict",
]


@dataclass(frozen=True, kw_only=True, slots=True)
class Inquiries:
    """What is worth finding out next about an assessment."""

    verdict: VerdictInquiry | None
    """About the leader's verdict; null where that is settled."""
    leader: Inquiry | None
    """About which arrangement comes first; null where that is settled."""

    @property
    def first(self) -> Finding | None:
        """Give the open answer to find out first: for the verdict, else for who leads; null for none."""
        about = [self.verdict.inquiry if self.verdict else None, self.leader]
        return next((each.findings[0] for each in about if each and each.findings), None)


def inquire(assessment: Assessment, disputed: Collection[str] = ()) -> Inquiries:
    """Find what would settle the leader's verdict, and who leads.

    `disputed` are the ids of questions that pooled answers leave to be discussed first.
    """
    leader = assessment.leader
    scoring = assessment.questionnaire.scoring
    return Inquiries(
        verdict=inquire_verdict(leader, scoring, disputed) if leader else None,
        leader=inquire_leader(assessment, disputed),
    )
