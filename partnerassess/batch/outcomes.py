"""What becomes of one set of answers: an assessment with all its parts, or what is wrong with it.

This module knows that one bad file is an outcome and not the end of a run. It does not know how outcomes come
about, or how they are shown.
"""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from partnerassess.problems import Problem

if TYPE_CHECKING:
    from partnerassess.assessment import Assessment


@dataclass(frozen=True, kw_only=True, slots=True)
class Scored:
    """One answer set that was scored, or several that were pooled first."""

    assessment: "Assessment"
    document: int | None
    """Its place in a file that holds several answer sets, from 1."""
    is_group: bool = False
    """Whether it is a group of views, of which there may be one."""
    unselected: "Assessment | None" = None
    """The assessment with all its arrangements, where only some of them are looked at."""

    @property
    def whole(self) -> "Assessment":
        """Give the assessment with all its arrangements, such as an explanation is made from."""
        return self.unselected or self.assessment

    def look_at(self, selected: "Assessment") -> "Scored":
        """Give the same with only the selected arrangements to be looked at."""
        return replace(self, assessment=selected, unselected=self.whole)


@dataclass(frozen=True, kw_only=True, slots=True)
class Unusable:
    """One input that could not be used."""

    problems: tuple[Problem, ...]


Outcome = Scored | Unusable
