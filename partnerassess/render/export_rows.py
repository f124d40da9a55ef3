"""The rows of a tidy CSV table for very many assessments: byte for byte what `rows` writes."""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from math import isqrt, lcm
from typing import TYPE_CHECKING, Any

import numpy as np

from partnerassess.assessment import Verdict
from partnerassess.codes import PackedView
from partnerassess.exact import Root
from partnerassess.files import clean
from partnerassess.model import Answers, Questionnaire, Scoring
from partnerassess.render.rows import csv_line
from partnerassess.report.numbers import number_for_json

if TYPE_CHECKING:
    from partnerassess.batch.results import Chunk
    from partnerassess.scoring.many import Array, Roots
    from partnerassess.scoring.rules import ArrangementColumns, FactorColumns

_MOST_KEPT = 3_000
_NO_NUMBERS = (False, False, (0, 1), (0, 1), (0, 1))
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

    def format(self, top: int, bottom: int) -> str:
        """Write a number, 0-1, on the shown scale."""
        # Dividing whole numbers gives the nearest float.
        return repr((self._bottom * bottom + self._length * top) / (self._below * bottom))

    def format_root(self, roots: "Roots", row: Sequence[int]) -> str:
        """Write a root, of which `row` are the whole numbers, on the shown scale."""
        if roots.degree == 1:
            return self.format(*row)
        if roots.powers == (1, 1):
            return self._format_square_root(row[0] * row[2], row[1] * row[3])
        bases = map(Fraction, row[::2], row[1::2])
        root = Root.of_powers(zip(bases, roots.powers, strict=True), roots.degree)
        return repr(number_for_json(root, self._scoring))

    def _format_square_root(self, top: int, bottom: int) -> str:
        # Between this whole number and the next lies the root. What is halfway between two floats is even
        # here, so that setting the last bit leads to the float that is nearest to the root.
        shown = (self._start + (isqrt(self._square * top // bottom) | 1)) / self._unit
        if bottom < self._most and (shown > self._small or shown < -self._small):
            return repr(shown)
        return repr(number_for_json(Root(Fraction(top, bottom), 2), self._scoring))


class RowWriter:
    """Writes the rows of assessments against one questionnaire, under a header of these dimensions."""

    def __init__(self, questionnaire: Questionnaire, dimensions: Sequence[str]) -> None:
        self._questionnaire = questionnaire
        own = [dimension.id for dimension in questionnaire.dimensions]
        self._places = [own.index(each) if each in own else None for each in dimensions]
        self._numbers = NumberWriter(questionnaire.scoring)
        self._about = _line([questionnaire.id, questionnaire.version])
        self._heads = [_line([each.id, each.title]) for each in questionnaire.arrangements]
        bands = questionnaire.scoring.bands
        self._words = {
            (band, verdict): f"{bands[band].id if band >= 0 else ''},{_VERDICTS[verdict]}"
            for band in range(-1, len(bands))
            for verdict in range(-1, len(Verdict))
        }
        self._roots: dict[tuple[int, ...], str] = {}
        self._parts: dict[object, str] = {}
        self._chunk: Chunk | None = None
        self._cells: list[list[str]] = []

    def format(
        self,
        chunk: "Chunk",
        row: int,
        answers: Answers | PackedView,
        file: str,
        document: int | None,
        only: str | None,
    ) -> str:
        """Write the rows of one assessment; `only` is the id of the one arrangement that is looked at."""
        if chunk is not self._chunk:
            self._chunk = chunk
            applying = chunk.scores.applies.T
            self._cells = [
                self._format_arrangement(*each)
                for each in zip(chunk.scores.arrangements, applying, strict=True)
            ]
        name = file if file.isprintable() else clean(file)
        date = answers.date.isoformat() if answers.date else ""
        place = "" if document is None else str(document)
        names = (answers.partnership or "", answers.organisation or "", answers.respondent or "")
        cells = (name, place, *names, date)
        about = ",".join(cells)
        if not _is_plain(about, len(cells)):
            about = _line(cells)
        applies, ranks = chunk.scores.applies[row], chunk.ranks[row]
        arrangements = self._questionnaire.arrangements
        return "".join(
            [
                f"{about},{self._about},{self._heads[place]},"
                f"{ranks[place] or ''},{self._cells[place][row]},{'true' if ranks[place] == 1 else 'false'}\n"
                for place in chunk.order[row]
                if applies[place] and (only is None or arrangements[place].id == only)
            ]
        )

    def _format_arrangement(self, scored: "ArrangementColumns", applies: "Array") -> list[str]:
        """Write the cells from readiness to the essential factors; numbers only where it applies."""
        if len(self._parts) + len(self._roots) > _MOST_KEPT:
            self._parts.clear()
            self._roots.clear()
        assessable = (scored.assessable & applies).tolist()
        readiness = self._format_readiness(scored, assessable)
        words = [self._words[key] for key in zip(scored.band.tolist(), scored.verdict.tolist(), strict=True)]
        parts = [
            [",,,"] * len(assessable) if place is None else self._format_dimension(scored, place, assessable)
            for place in self._places
        ]
        columns = zip(readiness, words, *parts, self._format_essentials(scored), strict=True)
        return [",".join(cells) for cells in columns]

    def _format_readiness(self, scored: "ArrangementColumns", assessable: Sequence[bool]) -> list[str]:
        texts = []
        ends = [_rows(end.columns) for end in scored.readiness]
        for here, pointed, lowest, point, highest in zip(
            assessable, scored.pointed.tolist(), *ends, strict=True
        ):
            if not here:
                texts.append(",,")
                continue
            least, most = (self._format_root(scored.readiness.lowest, each) for each in (lowest, highest))
            middle = self._format_root(scored.readiness.lowest, point) if pointed else ""
            texts.append(f"{middle},{least},{most}")
        return texts

    def _format_root(self, roots: "Roots", row: tuple[int, ...]) -> str:
        text = self._roots.get(row)
        if text is None:
            text = self._roots[row] = self._numbers.format_root(roots, row)
        return text

    def _format_dimension(
        self, scored: "ArrangementColumns", place: int, assessable: Sequence[bool]
    ) -> list[str]:
        part = scored.dimensions[place]
        ratios = [_rows([*ratio]) for ratio in (*part.ends, part.coverage)]
        rows = zip(assessable, part.pointed.tolist(), *ratios, strict=True)
        keys = (row if row[0] else (*_NO_NUMBERS, row[-1]) for row in rows)
        return [self._parts.get(key) or self._format_part(*key) for key in keys]

    def _format_part(
        self,
        assessable: bool,
        pointed: bool,
        lowest: tuple[int, int],
        point: tuple[int, int],
        highest: tuple[int, int],
        coverage: tuple[int, int],
    ) -> str:
        """Write a dimension's cells, and keep them for the next time."""
        cells = [""] * 3
        if assessable:
            write = self._numbers.format
            cells = [write(*point) if pointed else "", write(*lowest), write(*highest)]
        share = repr(coverage[0] / coverage[1]) if coverage[1] else ""
        text = ",".join([*cells, share])
        self._parts[assessable, pointed, lowest, point, highest, coverage] = text
        return text

    def _format_essentials(self, scored: "ArrangementColumns") -> list[str]:
        """Write the ids of the essential factors that are not met, and of those that are open."""
        rules = self._rules_of(scored)
        flags = [(factor.unmet, factor.met | factor.unmet) for _, factor in rules]
        if not flags:
            return [","] * len(scored.assessable)
        names = [name for name, _ in rules]
        known: dict[tuple[bool, ...], str] = {}
        texts = []
        for row in _rows([each for pair in flags for each in pair]):
            text = known.get(row)
            if text is None:
                unmet = [name for name, flag in zip(names, row[::2], strict=True) if flag]
                unsettled = [name for name, flag in zip(names, row[1::2], strict=True) if not flag]
                text = known[row] = f"{' '.join(unmet)},{' '.join(unsettled)}"
            texts.append(text)
        return texts

    def _rules_of(self, scored: "ArrangementColumns") -> "list[tuple[str, FactorColumns]]":
        """Give the essential factors of an arrangement, by name."""
        chunk = self._chunk
        if chunk is None:
            return []
        place = next(place for place, each in enumerate(chunk.scores.arrangements) if each is scored)
        rule = chunk.scores.rules.arrangements[place]
        return [
            (factor_rule.factor.id, factor)
            for part_rule, part in zip(rule.dimensions, scored.dimensions, strict=True)
            for factor_rule, factor in zip(part_rule.factors, part.factors, strict=True)
            if factor.met is not None
        ]


_VERDICTS = [*(verdict.value for verdict in Verdict), ""]
"""By the rules' numbers; the last is -1."""


def _rows(columns: "Sequence[Array]") -> "list[tuple[Any, ...]]":
    return list(zip(*(column.tolist() for column in np.broadcast_arrays(*columns)), strict=True))


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
