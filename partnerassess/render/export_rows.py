"""The rows of a tidy CSV table from compiled results: the same text byte for byte, for very many assessments.

This module knows how to write the same cells with as little work as possible. It does not know what the
columns are for; docs/results.md does.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import isqrt, lcm

from partnerassess.compiled import ArrangementRow, DimensionRow, Judgement, Placed
from partnerassess.compiled.lanes import Memory, Ratio
from partnerassess.exact import Root
from partnerassess.files import clean
from partnerassess.model import Questionnaire, Scoring
from partnerassess.render.rows import csv_line
from partnerassess.report.numbers import number_for_json

_SAFE_BITS = 32
_STARTS_A_FORMULA = ("=", "+", "-", "@")


class NumberWriter:
    """Writes numbers as `number_for_json` gives them, from whole numbers."""

    def __init__(self, scoring: Scoring) -> None:
        self._scoring = scoring
        bottom, top = scoring.shown_as
        self._below = lcm(bottom.denominator, (top - bottom).denominator)
        self._bottom = int(bottom * self._below)
        self._length = int((top - bottom) * self._below)
        # A root that is a fraction with fewer bits than this cannot be halfway between two floats.
        ends = max(abs(bottom), abs(top), Fraction(1))
        self._most = 1 << 2 * max(0, _SAFE_BITS - self._below.bit_length() - int(ends).bit_length())
        # Roots are worked out with so many bits behind the point that a float has fewer, unless it is small.
        bits = 64 - self._length.bit_length()
        self._small = 2.0 ** (56 - bits)
        self._square = self._length**2 << 2 * bits
        self._start, self._unit = self._bottom << bits, self._below << bits
        self._known: Memory[Ratio, str] = Memory()
        self._shares: Memory[Ratio, str] = Memory()

    def format(self, number: Ratio) -> str:
        """Write a number, 0-1, on the shown scale."""
        top, bottom = number
        # Dividing whole numbers gives the nearest float.
        return repr((self._bottom * bottom + self._length * top) / (self._below * bottom))

    def format_usual(self, number: Ratio) -> str:
        """Write a number that has come up before, or will come up again."""
        return self._known.get(number) or self._known.keep(number, self.format(number))

    def format_share(self, number: Ratio) -> str:
        """Write a share, 0-1, as it is."""
        return self._shares.get(number) or self._shares.keep(number, repr(number[0] / number[1]))

    def format_root(self, number: Ratio | None, degree: int) -> str:
        """Write the root of a number, 0-1, on the shown scale; nothing where there is none."""
        if number is None:
            return ""
        if degree == 1:
            return self.format(number)
        return repr(number_for_json(Root(Fraction(*number), degree), self._scoring))

    def format_square_root(self, number: Ratio | None, degree: int = 2) -> str:
        """Write the square root of a number, 0-1, on the shown scale; nothing where there is none."""
        if number is None:
            return ""
        top, bottom = number
        # Between this whole number and the next lies the root. What is halfway between two floats is even
        # here, so that setting the last bit leads to the float that is nearest to the root.
        shown = (self._start + (isqrt(self._square * top // bottom) | 1)) / self._unit
        if bottom < self._most and (shown > self._small or shown < -self._small):
            return repr(shown)
        return self.format_root(number, degree)


@dataclass(kw_only=True, slots=True, eq=False)
class RowWriter:
    """Writes the rows of assessments against one questionnaire, under a header of these dimensions."""

    questionnaire: Questionnaire
    dimensions: Sequence[str]
    _numbers: NumberWriter = field(init=False)
    _root: Callable[[Ratio | None, int], str] = field(init=False)
    _square_root: Callable[[Ratio | None, int], str] = field(init=False)
    _about: str = field(init=False)
    _places: tuple[int | None, ...] | None = None
    """Where the questionnaire's dimensions stand in the header; null if they are all that stands there."""
    _heads: dict[str, str] = field(init=False)
    """By arrangement its id and title."""
    _words: Memory[Judgement, str] = field(default_factory=Memory)
    _parts: Memory[DimensionRow, str] = field(default_factory=Memory)

    def __post_init__(self) -> None:
        own = [dimension.id for dimension in self.questionnaire.dimensions]
        numbers = self._numbers = NumberWriter(self.questionnaire.scoring)
        self._root, self._square_root = numbers.format_root, numbers.format_square_root
        self._about = _line([self.questionnaire.id, self.questionnaire.version])
        self._heads = {each.id: _line([each.id, each.title]) for each in self.questionnaire.arrangements}
        if own != list(self.dimensions):
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
        if not _is_plain(about, len(cells)):
            about = _line(cells)
        about = f"{about},{self._about},"
        return "".join([self._row(about, row, rank) for row, applies, rank in placed if applies])

    def _row(self, about: str, row: ArrangementRow, rank: int | None) -> str:
        arrangement, degree, point, lowest, highest, dimensions, unmet, unsettled, judgement, _ = row
        write, known = self._square_root if degree == 2 else self._root, self._parts
        least = write(lowest, degree)
        middle = least if point is lowest else write(point, degree)
        most = least if highest is lowest else write(highest, degree)
        parts = [known.get(each) or self._part(each) for each in dimensions]
        if self._places is not None:
            parts = [",,," if place is None else parts[place] for place in self._places]
        return (
            f"{about}{self._heads[arrangement.id]},{rank or ''},{middle},{least},{most},"
            f"{self._words.get(judgement) or self._word(judgement)},{','.join(parts)},"
            f"{' '.join(unmet)},{' '.join(unsettled)},{'true' if rank == 1 else 'false'}\n"
        )

    def _word(self, judgement: Judgement) -> str:
        """Write band and verdict, and keep them for the next time."""
        band = judgement.band.id if judgement.band else ""
        return self._words.keep(judgement, f"{band},{judgement.verdict.value if judgement.verdict else ''}")

    def _part(self, row: DimensionRow) -> str:
        """Write a dimension's cells, and keep them if they come again."""
        coverage = "" if row.coverage is None else self._numbers.format_share(row.coverage)
        if row.lowest is None or row.highest is None:
            return f",,,{coverage}"
        write = self._numbers.format_usual
        lowest = write(row.lowest)
        highest = lowest if row.highest is row.lowest else write(row.highest)
        point = lowest if row.point is row.lowest else self._numbers.format(row.point) if row.point else ""
        text = f"{point},{lowest},{highest},{coverage}"
        return self._parts.keep(row, text) if row.is_kept else text


def _is_plain(text: str, cells: int) -> bool:
    """Tell whether cells with commas between them need no quotes and no apostrophes."""
    return (
        text.isprintable()
        and text.count(",") == cells - 1
        and '"' not in text
        and text[:1] not in _STARTS_A_FORMULA
        and ",=" not in text
        and ",+" not in text
        and ",-" not in text
        and ",@" not in text
    )


def _line(cells: Iterable[str]) -> str:
    return csv_line(cells).removesuffix("\n")
