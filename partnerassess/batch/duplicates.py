"""The same assessment twice: same questionnaire, partnership, organisation, respondent and date.

This module knows how to notice that among very many with little memory. It does not know the names: it is
given digests of them.
"""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from partnerassess.batch.gathered import Identity

_MOST_KEPT = 1_000
_DIGEST_BITS = 64
_TABLE_BITS = 7


class Place(NamedTuple):
    """A document of a run: which input, from 0, and which document of that, from 1, or 0 for the only one."""

    input: int
    document: int


class Duplicates:
    """Digests seen so far, in tables of whole numbers that take some two dozen bytes for each."""

    def __init__(self) -> None:
        self.count = 0
        """How many documents say the same as an earlier one."""
        self.found: list[tuple[Place, Place]] = []
        """The first thousand of them: where it stands, and where the same stood first."""
        # While a table grows it is there twice, so there are many small ones.
        self._tables = [_Table() for _ in range(1 << _TABLE_BITS)]

    def add(self, identities: Sequence[Identity], start: int) -> None:
        """Take the identities of a chunk whose first input is number `start`."""
        for digest, each, document in identities:
            place = Place(start + each, document)
            first = self._tables[digest >> _DIGEST_BITS - _TABLE_BITS].add(digest or 1, place)
            if first is not None:
                self.count += 1
                if len(self.found) < _MOST_KEPT:
                    self.found.append((place, first))


class _Table:
    """Digests with the places where each came up first; a digest of 0 marks a free slot."""

    __slots__ = ("_digests", "_documents", "_inputs", "_seen")

    def __init__(self) -> None:
        self._seen = 0
        self._make_room(16)

    def add(self, digest: int, place: Place) -> Place | None:
        """Take a digest, or give the place where it stands already."""
        slot = self._slot(digest)
        if self._digests[slot]:
            return Place(self._inputs[slot], self._documents[slot])
        self._digests[slot] = digest
        self._inputs[slot], self._documents[slot] = place
        self._seen += 1
        if self._seen * 3 > len(self._digests) * 2:
            self._grow()
        return None

    def _slot(self, wanted: int) -> int:
        """Find the slot that holds a digest, or the free one that would."""
        digests = self._digests
        last = len(digests) - 1
        slot = wanted & last
        while (held := digests[slot]) and held != wanted:
            slot = slot + 1 & last
        return slot

    def _grow(self) -> None:
        known = zip(self._digests, self._inputs, self._documents, strict=True)
        self._make_room(2 * len(self._digests))
        for digest, each, document in known:
            if digest:
                slot = self._slot(digest)
                self._digests[slot], self._inputs[slot], self._documents[slot] = digest, each, document

    def _make_room(self, size: int) -> None:
        self._digests, self._inputs, self._documents = (
            array(kind, bytes(size * array(kind).itemsize)) for kind in "QII"
        )


def name_places(places: Iterable[Place], files: Iterable[str]) -> dict[Place, str]:
    """Give the names of documents, from the names of all inputs in order."""
    wanted: dict[int, list[Place]] = {}
    for place in places:
        wanted.setdefault(place.input, []).append(place)
    return dict(_named(wanted, files))


def _named(wanted: dict[int, list[Place]], files: Iterable[str]) -> Iterator[tuple[Place, str]]:
    for number, file in enumerate(islice(files, max(wanted, default=-1) + 1)):
        for place in wanted.get(number, ()):
            yield place, f"{file} (document {place.document})" if place.document else file
