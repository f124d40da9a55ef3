"""How sure the order is and what comes next, as a part of the page.

This module knows which sentences stand under which heading. It does not know how they are reached.
"""

from dataclasses import dataclass

from partnerassess.assessment import Assessment, Pooled
from partnerassess.render.content import OUTLOOK
from partnerassess.render.outlook import Outlook, find_outlook


@dataclass(frozen=True, kw_only=True, slots=True)
class Listed:
    """Some sentences under a heading."""

    title: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class OutlookView:
    """The part that is about weights, open answers and first steps."""

    title: str
    first: str
    """In how many draws the leader comes first; empty with nothing to compare."""
    remarks: tuple[str, ...]
    """Who comes first otherwise, and what draws are."""
    lists: tuple[Listed, ...]


def find_outlook_of(assessment: Assessment, pooled: Pooled | None = None) -> Outlook | None:
    """Work out how sure the order is and what comes next; null where there is nothing to say.

    With `pooled`, what it was pooled from, what is to be discussed first does not count as settled.
    """
    return find_outlook(assessment, disputed=pooled.disputed if pooled else ())


def view_outlook(outlook: Outlook) -> OutlookView:
    """Give the part of the page."""
    first, *remarks = outlook.drawn or ("",)
    return OutlookView(
        title=OUTLOOK,
        first=first,
        remarks=tuple(remarks),
        lists=tuple(each for each in _lists(outlook) if each.sentences),
    )


def _lists(outlook: Outlook) -> tuple[Listed, ...]:
    return (
        Listed(title="Under other conventions", sentences=outlook.conventions),
        Listed(title="What to find out first", sentences=outlook.find_out),
    )
