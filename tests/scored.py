"""Inputs, each view of them scored by itself with all its parts."""

from collections.abc import Callable, Iterable, Iterator

from partnerassess.batch.inputs import read_inputs
from partnerassess.batch.results import Result
from partnerassess.loading import Problems, View
from partnerassess.model import Questionnaire
from partnerassess.scoring import score


def score_inputs(
    paths: Iterable[str],
    chosen: Questionnaire | None = None,
    *,
    standard_input: Callable[[], bytes] = bytes,
) -> Iterator[Result | Problems]:
    for view in read_inputs(paths, chosen, standard_input=standard_input):
        if isinstance(view, View):
            parts = score(view.questionnaire, view.answers)
            yield Result(view.answers.file or "", view.document, view.answers, parts=parts)
        else:
            yield view
