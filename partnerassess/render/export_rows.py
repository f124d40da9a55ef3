"""The rows of a tidy CSV table for very many assessments: byte for byte what `rows` writes."""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from math import isqrt, lcm
from typing import TYPE_CHECKING, Any

import numpy as np

from partnerassess.assessment import Verdict
from partnerassess.codes import PackedView
from partnerassess.exact import Root
from partnerassess.model import Answers, Questionnaire, Scoring
from partnerassess.render.rows import about_cells, csv_line
from partnerassess.report.numbers import number_for_json

if TYPE_CHECKING:
    from partnerassess.batch.results import Chunk
    from partnerassess.scoring.many import Array, Roots, Scores
    from partnerassess.scoring.rules import ArrangementColumns, DimensionColumns

_MOST_KEPT = 10_000
_EXACT = 2**53
"""Whole numbers up to this are floats."""
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
        self._texts: dict[float, str] = {}

    def format(self, top: int, bottom: int) -> str:
        """Write a number, 0-1, on the shown scale."""
        # Dividing whole numbers gives the nearest float.
        return repr((self._bottom * bottom + self._length * top) / (self._below * bottom))

    def format_all(self, tops: "Array", bottoms: "Array") -> list[str]:
        """Write many such numbers; of those with nothing below the line nothing that means anything."""
        bottoms = np.where(bottoms == 0, 1, bottoms)
        most = max(self._below, abs(self._bottom) + abs(self._length))
        if not _are_floats(tops, most) or not _are_floats(bottoms, most):
            return [self.format(*both) for both in zip(tops.tolist(), bottoms.tolist(), strict=True)]
        numbers = (self._bottom * bottoms + self._length * tops) / (self._below * bottoms)
        return self.format_floats(numbers)

    def format_floats(self, numbers: "Array") -> list[str]:
        """Write floats."""
        if len(self._texts) > _MOST_KEPT:
            self._texts.clear()
        known, learn = self._texts, self._learn
        return [known.get(number) or learn(number) for number in numbers.tolist()]

    def _learn(self, number: float) -> str:
        text = self._texts[number] = repr(number)
        return text

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
        self._essentials: list[dict[bytes, str]] = [{} for _ in questionnaire.arrangements]
        """For every arrangement the cells of its essential factors, by which of them are unmet, and open."""
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
            self._cells = [self._format_arrangement(chunk.scores, place) for place in range(len(self._heads))]
        cells = ["" if each is None else str(each) for each in about_cells(answers, file, document)]
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

    def _format_arrangement(self, scores: "Scores", place: int) -> list[str]:
        """Write the cells from readiness to the essential factors, for every view it applies to."""
        if len(self._roots) > _MOST_KEPT:
            self._roots.clear()
        rows = np.flatnonzero(scores.applies[:, place])
        scored = scores.arrangements[place]
        assessable = _in(rows, scored.assessable).tolist()
        keys = zip(_in(rows, scored.band).tolist(), _in(rows, scored.verdict).tolist(), strict=True)
        parts = [
            [",,,"] * len(rows)
            if own is None
            else self._format_dimension(scored.dimensions[own], rows, assessable)
            for own in self._places
        ]
        texts = zip(
            self._format_readiness(scored, rows, assessable),
            [self._words[key] for key in keys],
            *parts,
            self._format_essentials(scores, place, rows),
            strict=True,
        )
        cells = [""] * len(scores.applies)
        for row, each in zip(rows.tolist(), texts, strict=True):
            cells[row] = ",".join(each)
        return cells

    def _format_readiness(
        self, scored: "ArrangementColumns", rows: "Array", assessable: Sequence[bool]
    ) -> list[str]:
        texts = []
        ends = [_rows([_in(rows, column) for column in end.columns]) for end in scored.readiness]
        pointed = _in(rows, scored.pointed).tolist()
        for here, has_point, lowest, point, highest in zip(assessable, pointed, *ends, strict=True):
            if not here:
                texts.append(",,")
                continue
            least, most = (self._format_root(scored.readiness.lowest, each) for each in (lowest, highest))
            middle = self._format_root(scored.readiness.lowest, point) if has_point else ""
            texts.append(f"{middle},{least},{most}")
        return texts

    def _format_root(self, roots: "Roots", row: tuple[int, ...]) -> str:
        text = self._roots.get(row)
        if text is None:
            text = self._roots[row] = self._numbers.format_root(roots, row)
        return text

    def _format_dimension(
        self, part: "DimensionColumns", rows: "Array", assessable: Sequence[bool]
    ) -> list[str]:
        lowest, point, highest = (
            self._numbers.format_all(*(_in(rows, each) for each in ratio)) for ratio in part.ends
        )
        pointed = _in(rows, part.pointed).tolist()
        shares = self._format_shares(*(_in(rows, each) for each in part.coverage))
        return [
            f"{middle if has_point else ''},{least},{most},{share}" if here else f",,,{share}"
            for here, has_point, middle, least, most, share in zip(
                assessable, pointed, point, lowest, highest, shares, strict=True
            )
        ]

    def _format_shares(self, tops: "Array", bottoms: "Array") -> list[str]:
        if not _are_floats(bottoms, 1):
            both = zip(tops.tolist(), bottoms.tolist(), strict=True)
            return [repr(top / bottom) if bottom else "" for top, bottom in both]
        shares = self._numbers.format_floats(tops / np.where(bottoms == 0, 1, bottoms))
        return [share if bottom else "" for share, bottom in zip(shares, bottoms.tolist(), strict=True)]

    def _format_essentials(self, scores: "Scores", place: int, rows: "Array") -> list[str]:
        """Write the ids of the essential factors that are not met, and of those that are open."""
        rules = scores.rules.arrangements[place].dimensions
        essential = [
            (rule.factor.id, factor)
            for part_rule, part in zip(rules, scores.arrangements[place].dimensions, strict=True)
            for rule, factor in zip(part_rule.factors, part.factors, strict=True)
            if factor.met is not None
        ]
        if not essential:
            return [","] * len(rows)
        flags = [
            _in(rows, flag)
            for _, factor in essential
            for flag in (factor.unmet, np.logical_not(factor.met | factor.unmet))
        ]
        packed = np.packbits(np.stack(flags, axis=1), axis=1)
        width, said = packed.shape[1], packed.tobytes()
        known, names = self._essentials[place], [name for name, _ in essential]
        if len(known) > _MOST_KEPT:
            known.clear()
        texts = []
        for start in range(0, len(said), width):
            key = said[start : start + width]
            if key not in known:
                known[key] = _format_names(names, np.unpackbits(np.frombuffer(key, np.uint8)).tolist())
            texts.append(known[key])
        return texts


def _format_names(names: Sequence[str], flags: Sequence[int]) -> str:
    """Write those that are not met, and those that are open: two flags for each name."""
    unmet = [name for name, flag in zip(names, flags[::2], strict=False) if flag]
    unsettled = [name for name, flag in zip(names, flags[1::2], strict=False) if flag]
    return f"{' '.join(unmet)},{' '.join(unsettled)}"


def _in(rows: "Array", column: "Array") -> "Array":
    """Give a column, which may be one number for all, in some rows."""
    column = np.asarray(column)
    return column[rows] if column.size > 1 else np.broadcast_to(column, rows.shape)


def _are_floats(numbers: "Array", times: int) -> bool:
    """Tell whether whole numbers, none below nought, and so many times these, are floats, too."""
    return numbers.dtype != object and float(np.max(numbers, initial=0)) * times < _EXACT


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
