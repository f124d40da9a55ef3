"""What a run can be asked for: forms, a survey, a selection, an order.

This module knows what each of them is given, and what it gives back. It does not know any of them.
"""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from partnerassess.compiled import Placed
from partnerassess.model import Questionnaire

if TYPE_CHECKING:
    from partnerassess.assessment import Assessment
    from partnerassess.batch.counts import Counted
    from partnerassess.batch.results import Result


class Form(Protocol):
    """Writes results as texts."""

    def write(self, result: "Result") -> str:
        """Write one result."""


class Survey(Protocol):
    """Looks for what many assessments have in common."""

    def count(self, assessment: "Assessment") -> "Iterable[Counted]":
        """Give what an assessment adds to the counts."""

    def remark(self, assessment: "Assessment") -> object:
        """Give what else has to be known of an assessment; it must be small."""


class Selecting(Protocol):
    """Says which assessments are looked at, and which of their arrangements."""

    def find_fault(self, questionnaire: Questionnaire) -> str | None:
        """Say what makes the selection senseless for a questionnaire; null if it makes sense."""

    def find_selected(self, assessment: "Assessment") -> "Assessment | None":
        """Give an assessment with the arrangements to look at; null if it is not wanted."""

    def find_placed(self, placed: Sequence[Placed]) -> Sequence[Placed] | None:
        """Do the same for compiled results."""


class Ordering(Protocol):
    """Puts assessments in order."""

    def key_of(self, assessment: "Assessment") -> Any:
        """Give what to compare an assessment by; null where there is nothing."""
