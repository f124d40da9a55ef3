"""The same view twice: same questionnaire, partnership, organisation, respondent, date and round."""

from array import array
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import NamedTuple

from partnerassess.batch.results import Identity

Named = tuple[int, list[tuple[str, str]]]
"""How many views are there twice, and the names of the first of them, each with the first alike."""

_NAMED = 10
"""How many are named; the others are counted."""


class Place(NamedTuple):
    """A document of a run: which input, from 0, and which document of that, from 1, or 0 for the only one."""

    input: int
    document: int


class Duplicates:
    """What has been seen, sixteen bytes for each view."""

    def __init__(self) -> None:
        self._digests, self._inputs, self._documents = array("Q"), array("L"), array("L")

    def add(self, identities: Sequence[Identity], start: int) -> None:
        """Take the identities of a chunk whose first input is number `start`."""
        self._digests.extend([each.digest for each in identities])
        self._inputs.extend([start + each.input for each in identities])
        self._documents.extend([each.document for each in identities])

    def find(self) -> tuple[int, list[tuple[Place, Place]]]:
        """Give how many are there twice; and of the first few the place, and that of the one before."""
        if not self._digests:
            return 0, []
        import numpy as np

        digests = np.frombuffer(self._digests, dtype=np.uint64)
        order = np.argsort(digests, kind="stable")
        is_first = np.ones(len(order), dtype=bool)
        is_first[1:] = digests[order[1:]] != digests[order[:-1]]
        firsts = order[np.maximum.accumulate(np.where(is_first, np.arange(len(order)), 0))]
        again = order[~is_first]
        named = sorted(zip(again.tolist(), firsts[~is_first].tolist(), strict=True))[:_NAMED]
        return len(again), [(self._place(one), self._place(first)) for one, first in named]

    def _place(self, number: int) -> Place:
        return Place(self._inputs[number], self._documents[number])


def name_places(places: Iterable[Place], files: Iterable[str]) -> dict[Place, str]:
    """Give the names of documents, from the names of all inputs in order."""
    wanted: dict[int, list[Place]] = {}
    for place in places:
        wanted.setdefault(place.input, []).append(place)
    named = {}
    for number, file in enumerate(islice(files, max(wanted, default=-1) + 1)):
        for place in wanted.get(number, ()):
            named[place] = f"{file} (document {place.document})" if place.document else file
    return named
