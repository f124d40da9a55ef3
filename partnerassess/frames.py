"""Scoring the rows of a data frame: cells become codes, the rules score them, results become columns."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from fractions import Fraction
from typing import Any

import narwhals as nw
import numpy as np
from narwhals.typing import IntoDataFrameT

from partnerassess.assessment import Verdict
from partnerassess.codes import OPEN, OUT, Codes
from partnerassess.model import Arrangement, ChoiceQuestion, Question, Questionnaire, ScoredQuestion, Silence
from partnerassess.problems import MOST_ALIKE
from partnerassess.scoring.many import Array, Roots, Scorer, Scores
from partnerassess.scoring.rules import ArrangementColumns

__all__ = ["NOT_UNDERSTOOD", "result_columns", "score_frame"]

NOT_UNDERSTOOD = "answers_not_understood"
"""The column that counts the cells of a row that are no answers."""

_AT_ONCE = 50_000
"""How many rows are scored at a time, so that memory stays bounded."""

_ODD = 65_535
"""The code of a cell that is no answer."""

_ABOUT_THE_ROW = frozenset(
    (
        *("format", "questionnaire", "version", "partnership", "organisation", "respondent", "date"),
        *("round", "programme"),
    )
)
"""What an answer file says beside its answers: never a mistyped question."""
_LIKENESS = 0.8
"""How alike, from 0 to 1, a column's name and a question's id are if one was meant to be the other."""
_BETWEEN_WORDS = re.compile(r"[\W_]+")

_Values = list[Any]


def score_frame(
    questionnaire: Questionnaire, frame: IntoDataFrameT, *, other_columns: Collection[str] = ()
) -> IntoDataFrameT:
    """Score a data frame of pandas, polars or pyarrow: one row per view, one column per question, by its id.

    A cell is a level's value (a number, or its text), a choice, `unknown`, `declined`, `not_applicable`, or
    empty; a question without a column is open in every row. Other columns stay as they are, but one whose
    name looks like that of a question without a column is refused, unless `other_columns` names it; so is a
    frame without any column for a question. Gives the same frame with six more columns per arrangement, which
    `result_columns` names, and one that counts the cells of a row that are no answers; a row with such a cell
    has no results. There are no notes, so an essential factor that is left out is open. What is larger than
    one machine is scored batch by batch: docs/library.md shows how.

    Raises ValueError for such columns, or if a column of the results is there already; TypeError for a frame
    that is lazy, or none of these.
    """
    known = nw.from_native(frame, eager_only=True)
    _check_columns(questionnaire, known.columns, other_columns)
    results = [name for arrangement in questionnaire.arrangements for name in result_columns(arrangement)]
    taken = sorted({*known.columns} & {NOT_UNDERSTOOD, *results})
    if taken:
        raise ValueError(f"the frame already has a column {', '.join(taken)}")
    scorer = Scorer(questionnaire)
    codes = _read_codes(scorer.codes, known)
    odd = (codes == _ODD).sum(axis=1)
    columns: dict[str, _Values] = {name: [] for name in results}
    for start in range(0, len(codes), _AT_ONCE):
        part = slice(start, start + _AT_ONCE)
        scores = scorer.score(np.where(codes[part] == _ODD, OPEN, codes[part]))
        for name, values in _result_values(scores, odd[part] == 0):
            columns[name] += values
    kinds = [nw.Boolean(), nw.Float64(), nw.Float64(), nw.Float64(), nw.String(), nw.String()]
    added = [_series(known, NOT_UNDERSTOOD, odd.tolist(), nw.Int64())]
    for place, (name, values) in enumerate(columns.items()):
        added.append(_series(known, name, values, kinds[place % len(kinds)]))
    scored: IntoDataFrameT = known.with_columns(*added).to_native()
    return scored


def result_columns(arrangement: Arrangement) -> tuple[str, ...]:
    """Give the names of an arrangement's columns."""
    names = ("applies", "readiness", "lowest", "highest", "verdict", "band")
    return tuple(f"{arrangement.id}_{name}" for name in names)


def _series(frame: "nw.DataFrame[Any]", name: str, values: _Values, kind: Any) -> "nw.Series[Any]":
    if frame.implementation.is_pandas():
        import pandas

        # pandas' own kinds for truths and texts cannot hold nothing.
        kinds = {nw.Boolean: "boolean", nw.Float64: "float64", nw.String: "object", nw.Int64: "int64"}
        native = pandas.Series(values, name=name, dtype=kinds[type(kind)], index=frame.to_native().index)
        return nw.from_native(native, series_only=True)
    return nw.new_series(name, values, kind, backend=frame.implementation)


def _read_codes(codes: Codes, frame: "nw.DataFrame[Any]") -> Array:
    """Give every row's codes; 0 in the column of a question that the frame has not."""
    found = np.zeros((len(frame), len(codes.questions)), dtype=np.uint16)
    for place, question in enumerate(codes.questions):
        if question.id in frame.columns:
            found[:, place] = _read_column(question, codes.answers[place], frame[question.id])
    return found


def _read_column(question: Question, answers: Sequence[Any], cells: "nw.Series[Any]") -> Array:
    """Give the codes of a column of cells."""
    is_empty = cells.is_null().to_numpy()
    first = len(answers) - len(_steps(question))
    if cells.dtype.is_numeric() and isinstance(question, ScoredQuestion):
        numbers = np.asarray(cells.to_numpy(), dtype=float)
        found = np.full(len(numbers), _ODD, dtype=np.uint16)
        for code, level in enumerate(question.levels, start=first):
            found[numbers == float(level.value)] = code
    else:
        words = _accepted(question, first)
        texts = (
            None if empty else str(cell).strip()
            for cell, empty in zip(cells.to_list(), is_empty, strict=True)
        )
        found = np.array([words.get(text, _ODD) if text else OPEN for text in texts], dtype=np.uint16)
    found[is_empty] = OPEN
    return found


def _steps(question: Question) -> Sequence[Any]:
    return question.choices if isinstance(question, ChoiceQuestion) else question.levels


def _accepted(question: Question, first: int) -> Mapping[str, int]:
    """Give the words that are answers to a question, with their codes."""
    words = {Silence.UNKNOWN.value: OPEN, Silence.DECLINED.value: OPEN}
    if isinstance(question, ChoiceQuestion):
        return words | {choice.id: code for code, choice in enumerate(question.choices, start=first)}
    if question.not_applicable:
        words[Silence.NOT_APPLICABLE.value] = OUT
    for code, level in enumerate(question.levels, start=first):
        words |= dict.fromkeys(_texts(level.value), code)
    return words


def _texts(value: Fraction) -> set[str]:
    """Give a level's value as people and programs write it: `4` and `4.0`."""
    return {str(value.numerator) if value.denominator == 1 else str(float(value)), str(float(value))}


def _result_values(scores: Scores, understood: Array) -> Iterator[tuple[str, _Values]]:
    """Give the columns of results, with nothing in rows that are not understood."""
    for place, scored in enumerate(scores.arrangements):
        arrangement = scores.rules.arrangements[place].arrangement
        known = understood & scored.assessable
        lowest, point, highest = (_shown(scores, end) for end in scored.readiness)
        values = (
            (scores.applies[:, place].tolist(), understood),
            (point.tolist(), known & scored.pointed),
            (lowest.tolist(), known),
            (highest.tolist(), known),
            (_verdicts(scored), understood),
            (_bands(scores, scored), known),
        )
        for name, (column, is_there) in zip(result_columns(arrangement), values, strict=True):
            yield (
                name,
                [value if here else None for value, here in zip(column, is_there.tolist(), strict=True)],
            )


def _verdicts(scored: ArrangementColumns) -> list[str | None]:
    words = [*(verdict.value for verdict in Verdict), None]
    return [words[verdict] for verdict in np.broadcast_to(scored.verdict, scored.assessable.shape).tolist()]


def _bands(scores: Scores, scored: ArrangementColumns) -> list[str | None]:
    words = [*(band.id for band in scores.questionnaire.scoring.bands), None]
    return [words[band] for band in np.broadcast_to(scored.band, scored.assessable.shape).tolist()]


def _shown(scores: Scores, end: Roots) -> Array:
    """Give numbers on the shown scale; floats that are never on the wrong side of where a band starts."""
    scoring = scores.questionnaire.scoring
    bottom, top = (float(each) for each in scoring.shown_as)
    shown = bottom + end.numbers() * (top - bottom)
    for start, rule in zip(scoring.bands, scores.rules.arrangements[0].starts, strict=True):
        cut, reached = float(start.start), end >= rule
        rises = top > bottom
        if rises:
            inside, outside = np.maximum(shown, cut), np.minimum(shown, np.nextafter(cut, -np.inf))
        else:
            inside, outside = np.minimum(shown, cut), np.maximum(shown, np.nextafter(cut, np.inf))
        shown = np.where(reached, inside, outside)
    return np.asarray(shown)


def _check_columns(questionnaire: Questionnaire, columns: Sequence[str], others: Collection[str]) -> None:
    """Raise ValueError if no column is a question, or some that are none look like one without a column.

    `others` are the columns that their owner says are no questions.
    """
    questions = questionnaire.questions
    named = [name for name in others if name in questions]
    if named:
        raise ValueError(f"{_quoted(named)}: named as other columns, but there are questions of that id")
    missed = [name for name in questions if name not in columns]
    known = {*questions, *others, *_ABOUT_THE_ROW}
    # pandas takes anything for a name.
    guesses = _guesses(missed, (name for name in columns if isinstance(name, str) and name not in known))
    if guesses:
        raise ValueError(_say_guesses(guesses))
    if len(missed) == len(questions):
        raise ValueError(
            f"no column is named after a question; the questions are {_quoted(list(questions))}, "
            "and docs/library.md says what stands below them"
        )


def _guesses(missed: Iterable[str], columns: Iterable[str]) -> dict[str, str]:
    """Give, by column, the question that it was probably meant to be."""
    by_words = {_words(name): name for name in missed}
    near = {name: get_close_matches(_words(name), by_words, n=1, cutoff=_LIKENESS) for name in columns}
    return {name: by_words[found[0]] for name, found in near.items() if found}


def _words(name: str) -> str:
    return _BETWEEN_WORDS.sub("-", name.casefold()).strip("-")


def _say_guesses(guesses: dict[str, str]) -> str:
    lines = [f"column `{name}` is no question; did you mean `{guess}`?" for name, guess in guesses.items()]
    if len(lines) > MOST_ALIKE:
        lines[MOST_ALIKE:] = [f"and {len(lines) - MOST_ALIKE} more like this"]
    rest = "If a column is yours and no answer, name it: score_frame(…, other_columns=[…])"
    return "\n".join((*lines, rest))


def _quoted(names: Sequence[str]) -> str:
    shown = ", ".join(f"`{name}`" for name in names[:5])
    return f"{shown} and {len(names) - 5} more" if len(names) > 5 else shown
