"""What the terminal's view of a portfolio needs of each assessment, so that its parts can be let go.

This module knows what is counted, and what is remarked on single assessments. It does not know how it is laid
out.
"""

from collections.abc import Iterable, Iterator

from partnerassess.assessment import ArrangementResult, Assessment
from partnerassess.batch.counts import Counted, Counts
from partnerassess.portfolio import PortfolioPart, Remark, count_parts, summarise
from partnerassess.render.sentences import exclusion_sentence
from partnerassess.render.terminal.heatmap import cells_of


class PortfolioSurvey:
    """Looks at assessments one by one, in whatever process that happens."""

    def count(self, assessment: Assessment) -> Iterator[Counted]:
        """Give what an assessment adds to the counts of essential factors and of low answers."""
        return count_parts(assessment)

    def remark(self, assessment: Assessment) -> Remark:
        """Give why an assessment says nothing of some arrangements, and where the others' factors stand."""
        results = assessment.arrangements
        return Remark(
            left_out={
                each.arrangement.id: _why(assessment, each)
                for each in results
                if not each.applies or each.readiness is None
            },
            cells={each.arrangement.id: cells_of(each) for each in results if each.applies},
        )


def survey(assessments: Iterable[Assessment]) -> tuple[PortfolioPart, ...]:
    """Say what assessments have in common that are all here with their parts."""
    looking, every, counts = PortfolioSurvey(), list(assessments), Counts()
    for each in every:
        counts.update(looking.count(each))
    return summarise(((each, looking.remark(each)) for each in every), counts)


def _why(assessment: Assessment, result: ArrangementResult) -> str:
    if result.applies:
        return " ".join(reason.text for reason in result.reasons)
    return exclusion_sentence(assessment, result)
