"""The rows of a tidy CSV table from compiled results: the same text byte for byte, for very many assessments.

This module knows how to write the same cells with as little work as possible. It does not know what the
columns are for; docs/results.md does.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import isqrt, lcm

from partnerassess.compiled import ArrangementRow, DimensionRow, Placed
from partnerassess.compiled.lanes import Memory, Ratio
from partnerassess.exact import Root
from partnerassess.files import clean
from partnerassess.model import Questionnaire, Scoring
from partnerassess.render.cells import csv_line
from partnerassess.render.numbers import number_for_json

_DIGITS = 10**40
_SQUARE = _DIGITS**2
"""As many digits of a root as `Root.digits` gives."""
_SAFE_BITS = 32
_SPECIAL = re.compile(r'["\r\n]|(?:^|,)[=+\-@\t]')
"""What a line of cells may hold only in quotes, or behind an apostrophe."""


class NumberWriter:
    """Writes numbers as `number_for_json` gives them, from whole numbers."""

    def __init__(self, scoring: Scoring) -> None:
        self._scoring = scoring
        bottom, top = scoring.shown_as
        self._below = lcm(bottom.denominator, (top - bottom).denominator)
        self._bottom = int(bottom * self._below)
        self._length = int((top - bottom) * self._below)
        # A root that is a fraction with fewer bits than this cannot be halfway between two floats, so that
        # 40 digits of it lead to the same float as the root itself.
        ends = max(abs(bottom), abs(top), Fraction(1))
        self._most_bits = 2 * (_SAFE_BITS - self._below.bit_length() - int(ends).bit_length())

    def format(self, number: Ratio | None, degree: int = 1) -> str:
        """Write the root of a number, 0-1, on the shown scale; nothing where there is none."""
        if number is None:
            return ""
        top, bottom = number
        if degree == 2 and bottom.bit_length() < self._most_bits:
            top, bottom = isqrt(top * _SQUARE // bottom), _DIGITS
        elif degree > 1:
            return repr(number_for_json(Root(Fraction(top, bottom), degree), self._scoring))
        # Dividing whole numbers gives the nearest float.
        return repr((self._bottom * bottom + self._length * top) / (self._below * bottom))


@dataclass(kw_only=True, slots=True, eq=False)
class RowWriter:
    """Writes the rows of assessments against one questionnaire, under a header of these dimensions."""

    questionnaire: Questionnaire
    dimensions: Sequence[str]
    _numbers: NumberWriter = field(init=False)
    _about: str = field(init=False)
    _heads: dict[str, str] = field(init=False)
    _places: tuple[int | None, ...] = field(init=False)
    _parts: dict[str, Memory[DimensionRow, str]] = field(init=False)

    def __post_init__(self) -> None:
        own = [dimension.id for dimension in self.questionnaire.dimensions]
        self._numbers = NumberWriter(self.questionnaire.scoring)
        self._about = _line([self.questionnaire.id, self.questionnaire.version])
        self._heads = {each.id: _line([each.id, each.title]) for each in self.questionnaire.arrangements}
        self._parts = {each.id: Memory() for each in self.questionnaire.arrangements}
        self._places = tuple(own.index(each) if each in own else None for each in self.dimensions)

    def format(
        self,
        file: str,
        document: int | None,
        partnership: str | None,
        organisation: str | None,
        respondent: str | None,
        date: str | None,
        placed: Iterable[Placed],
    ) -> str:
        """Write the rows of one assessment."""
        name = file if file.isprintable() else clean(file)
        place = "" if document is None else str(document)
        cells = (name, place, partnership or "", organisation or "", respondent or "", date or "")
        about = ",".join(cells)
        if about.count(",") > len(cells) - 1 or _SPECIAL.search(about):
            about = _line(cells)
        about = f"{about},{self._about},"
        return "".join([about + self._row(row, applies, rank) for row, applies, rank in placed])

    def _row(self, row: ArrangementRow, applies: bool, rank: int | None) -> str:
        write, degree = self._numbers.format, row.degree
        lowest = write(row.lowest, degree)
        point = lowest if row.point is row.lowest else write(row.point, degree)
        highest = lowest if row.highest is row.lowest else write(row.highest, degree)
        band = row.band.id if row.band else ""
        verdict = row.verdict._value_ if row.verdict else ""
        known = self._parts[row.arrangement.id]
        parts = [
            ",,," if place is None else known.get(part := row.dimensions[place]) or self._part(known, part)
            for place in self._places
        ]
        return (
            f"{self._heads[row.arrangement.id]},{'true' if applies else 'false'},{rank or ''},"
            f"{point},{lowest},{highest},{band},{verdict},{','.join(parts)},{' '.join(row.unmet)},"
            f"{' '.join(row.open)},{'true' if rank == 1 else 'false'}\n"
        )

    def _part(self, known: Memory[DimensionRow, str], row: DimensionRow) -> str:
        """Write a dimension's cells, and keep them for the next time."""
        write = self._numbers.format
        lowest = write(row.lowest)
        point = lowest if row.point is row.lowest else write(row.point)
        highest = lowest if row.highest is row.lowest else write(row.highest)
        coverage = "" if row.coverage is None else repr(row.coverage[0] / row.coverage[1])
        return known.keep(row, f"{point},{lowest},{highest},{coverage}")


def _line(cells: Iterable[str]) -> str:
    return csv_line(cells).removesuffix("\n")
