"""Inputs, each view of them scored by itself with all its parts."""

from collections.abc import Callable, Iterable, Iterator

from partnerassess.batch.inputs import list_inputs
from partnerassess.batch.reading import Reader
from partnerassess.batch.results import Result
from partnerassess.loading.views import Problems, View
from partnerassess.model import Questionnaire
from partnerassess.scoring import score


def score_inputs(
    paths: Iterable[str],
    chosen: Questionnaire | None = None,
    *,
    standard_input: Callable[[], bytes] = bytes,
) -> Iterator[Result | Problems]:
    reader = Reader(chosen)
    for item in list_inputs(paths, standard_input, 256):
        for view in reader.views(item):
            if isinstance(view, View):
                parts = score(view.questionnaire, view.answers)
                yield Result(view.answers.file or "", view.document, view.answers, parts=parts)
            else:
                yield view
