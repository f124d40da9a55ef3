"""Inputs, each view of them scored by itself with all its parts."""

from collections.abc import Callable, Iterable, Iterator

from partnerassess.batch import Outcome, Scored, Unusable, read_inputs
from partnerassess.model import Questionnaire
from partnerassess.scoring import score


def score_inputs(
    paths: Iterable[str],
    chosen: Questionnaire | None = None,
    *,
    standard_input: Callable[[], bytes] = bytes,
) -> Iterator[Outcome]:
    for view in read_inputs(paths, chosen, standard_input=standard_input):
        if isinstance(view, Unusable):
            yield view
        else:
            yield Scored(assessment=score(view.questionnaire, view.answers), document=view.document)
