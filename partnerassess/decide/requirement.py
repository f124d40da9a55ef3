"""A requirement on assessments, such as “every leader is ready”.

This module knows what meeting one means. It does not know what becomes of a run that misses it.
"""

from dataclasses import dataclass

from partnerassess.assessment import ArrangementResult, Assessment, Verdict
from partnerassess.model import Questionnaire


@dataclass(frozen=True, kw_only=True, slots=True)
class Requirement:
    """What the leader, or one named arrangement, must have."""

    wanted: str
    """A verdict, or the id of a band; a name that is both is the verdict."""
    arrangement: str | None = None
    """The id of an arrangement; without it the leader is looked at."""

    def find_fault(self, questionnaire: Questionnaire) -> str | None:
        """Say what makes the requirement senseless for a questionnaire; null if it makes sense."""
        arrangements = [each.id for each in questionnaire.arrangements]
        if self.arrangement is not None and self.arrangement not in arrangements:
            guess = _guess(self.arrangement, arrangements)
            known = f"it has {', '.join(arrangements)}"
            return f"{questionnaire.id} has no arrangement `{self.arrangement}`{guess}; {known}"
        bands = [band.id for band in questionnaire.scoring.bands]
        verdicts = [verdict.value for verdict in Verdict]
        if self.wanted in (*verdicts, *bands):
            return None
        guess = _guess(self.wanted, verdicts + bands)
        known = f"verdicts are {', '.join(verdicts)}" + (f"; bands are {', '.join(bands)}" if bands else "")
        return f"{questionnaire.id} has no verdict or band `{self.wanted}`{guess}; {known}"

    def is_met(self, assessment: Assessment) -> bool:
        """Tell whether an assessment has the verdict, or the band or a higher one."""
        result = self._subject(assessment)
        if result is None:
            return False
        verdict = self._verdict()
        if verdict is not None:
            return result.verdict is verdict
        bands = assessment.questionnaire.scoring.bands
        needed = next((place for place, band in enumerate(bands) if band.id == self.wanted), None)
        return result.band is not None and needed is not None and bands.index(result.band) >= needed

    def _verdict(self) -> Verdict | None:
        return next((verdict for verdict in Verdict if verdict.value == self.wanted), None)

    def _subject(self, assessment: Assessment) -> ArrangementResult | None:
        if self.arrangement is None:
            return assessment.leader
        every = assessment.arrangements
        return next((result for result in every if result.arrangement.id == self.arrangement), None)


def _guess(name: str, known: list[str]) -> str:
    from difflib import get_close_matches

    matches = get_close_matches(name.lower(), known, n=1)
    return f" (did you mean `{matches[0]}`?)" if matches else ""
