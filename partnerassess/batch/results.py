"""Results of single sets of answers, as a run gathers from them: without their parts, or with all of them.

This module knows what both kinds have in common. It does not know what is gathered from them.
"""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from partnerassess.batch.gathered import Kept
from partnerassess.batch.outcomes import Scored
from partnerassess.batch.reading import Reader, View
from partnerassess.canonical import Said
from partnerassess.compiled import Placed
from partnerassess.model import Questionnaire

if TYPE_CHECKING:
    from partnerassess.assessment import Assessment
    from partnerassess.batch.asked import Selecting, Survey
    from partnerassess.batch.counts import Counted


class Quick(NamedTuple):
    """One set of answers scored with tables: rank, readiness, band and verdict, and nothing below."""

    view: View
    placed: Sequence[Placed]

    @property
    def questionnaire(self) -> Questionnaire:
        """The questionnaire that was answered."""
        return self.view.compiled.tables.questionnaire

    @property
    def document(self) -> int | None:
        """The place of the answers in a file that holds several sets, from 1."""
        return self.view.document

    @property
    def said(self) -> Said:
        """Who answered, and what."""
        return self.view.said

    @property
    def assessment(self) -> "Assessment":
        """The same as an assessment without parts."""
        from partnerassess.batch.brief import brief_assessment

        return brief_assessment(self.questionnaire, self.view.file, self.view.said, self.placed)

    def find_selected(self, selection: "Selecting") -> "Quick | None":
        """Give what there is to look at; null if it is not wanted."""
        placed = selection.find_placed(self.placed)
        return None if placed is None else self._replace(placed=placed)

    def counts(self) -> "Iterable[Counted]":
        """Give what it adds to the counts."""
        from partnerassess.batch.counts import count_placed

        return count_placed(self.questionnaire.id, self.placed)

    def keep(self, _: "Survey | None") -> Kept:
        """Make it small, to show it later."""
        return Kept(self.view.file, self.view.document, self.questionnaire.id, self.view.said)


class Whole(NamedTuple):
    """One assessment with all its parts, of one set of answers or of several put together."""

    scored: Scored
    file: str
    said: Said
    """Who answered; and what, where it is one set of answers."""

    @property
    def questionnaire(self) -> Questionnaire:
        """The questionnaire that was answered."""
        return self.scored.assessment.questionnaire

    @property
    def document(self) -> int | None:
        """The place of the answers in a file that holds several sets, from 1."""
        return self.scored.document

    @property
    def assessment(self) -> "Assessment":
        """The assessment."""
        return self.scored.assessment

    def find_selected(self, selection: "Selecting") -> "Whole | None":
        """Give what there is to look at; null if it is not wanted."""
        found = selection.find_selected(self.assessment)
        if found is None or found is self.assessment:
            return None if found is None else self
        return self._replace(scored=self.scored.look_at(found))

    def counts(self) -> "Iterable[Counted]":
        """Give what it adds to the counts."""
        from partnerassess.batch.counts import count_assessments

        return count_assessments([self.assessment]).elements()

    def keep(self, survey: "Survey | None") -> Kept:
        """Make it small, to show it later."""
        pooled = None
        if self.scored.is_group:
            from partnerassess.batch.brief import pooled_results

            pooled = pooled_results(self.assessment)
        remark = survey.remark(self.assessment) if survey else None
        return Kept(self.file, self.document, self.questionnaire.id, self.said, pooled, remark)


Result = Quick | Whole


def whole_of(result: Result) -> Scored:
    """Give the assessment with all its parts; raises TypeError where there are none."""
    if isinstance(result, Whole):
        return result.scored
    raise TypeError("a result without parts")


def brief_of(kept: Kept, reader: Reader) -> "Assessment":
    """Give a set of answers that was kept as an assessment without parts.

    Raises LookupError if the reader does not know its questionnaire.
    """
    from partnerassess.batch.brief import brief_assessment, brief_pooled

    compiled = reader.find_compiled(kept.questionnaire)
    if compiled is None:
        raise LookupError(kept.questionnaire)
    tables = compiled.tables
    if kept.pooled is not None:
        return brief_pooled(tables.questionnaire, kept.said, kept.pooled)
    return brief_assessment(tables.questionnaire, kept.file, kept.said, tables.score(kept.said.total))
