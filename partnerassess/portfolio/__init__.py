"""Many assessments together: which to look at, in which order, and what is commonly missing.

This package knows how to select, sort and count what scoring computed. It does not know how anything is
shown.
"""

from partnerassess.portfolio.choosing import (
    Order,
    Selection,
    SortKey,
    read_order,
    subject_of,
)
from partnerassess.portfolio.counting import (
    ArrangementTally,
    EssentialCount,
    GapCount,
    Member,
    PortfolioPart,
    Remark,
    commonest_leader,
    count_parts,
    summarise,
)

__all__ = [
    "ArrangementTally",
    "EssentialCount",
    "GapCount",
    "Member",
    "Order",
    "PortfolioPart",
    "Remark",
    "Selection",
    "SortKey",
    "commonest_leader",
    "count_parts",
    "read_order",
    "subject_of",
    "summarise",
]
