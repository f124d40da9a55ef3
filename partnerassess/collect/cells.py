"""Which answer, or which day, the words or the number in a cell mean: exactly one, or none.

Labels, descriptions, values and ids are known in every form that our own documents and the platforms write
them in. Nothing else is understood: what is merely close is listed, never taken.
"""

import datetime
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import Enum
from fractions import Fraction

from msgspec import Struct, field

from partnerassess.collect.platforms import Platform
from partnerassess.collect.spelling import fold, fold_answer, squash
from partnerassess.loading.answers import SILENT_WORDS
from partnerassess.loading.wording import format_decimal
from partnerassess.model import ChoiceQuestion, Given, Level, Question, Silence
from partnerassess.sheets.archive import refuse
from partnerassess.sheets.table import Cell, Formula, text_of

_SILENCES = {fold_answer(word): silence for silence, words in SILENT_WORDS.items() for word in words}
_REDCAP_CODES = {98: Silence.UNKNOWN, 97: Silence.NOT_APPLICABLE}
_LIMESURVEY_CODES = {"dk": Silence.UNKNOWN, "na": Silence.NOT_APPLICABLE, "pn": Silence.DECLINED}
_NUMBER = re.compile(r"[-+]?[0-9]{1,9}(?:[.,][0-9]{1,9})?")
_NUMBER_BEFORE = re.compile(
    r"\(?([-+]?[0-9]{1,9}(?:[.,][0-9]{1,9})?)\)?\s*(?:[-:.=)|,]\s*|\s)(.+)", re.DOTALL
)
_NUMBER_BEHIND = re.compile(r"(.+?)\s*(?:\(([0-9]{1,9}(?:[.,][0-9]{1,9})?)\)|[-=]\s*([0-9]{1,9}))", re.DOTALL)
_LETTER_BEFORE = re.compile(r"\(?[a-z][.):]\s*(.+)", re.DOTALL)
_MANY_NUMBERS = 20
"""So many numbers without a single lowest level are not taken for values unless somebody says so."""
_FEW_NUMBERS = 3
"""So many are too many where no answer is in words."""
_BETWEEN = (": ", ". ", " - ", ", ", "; ", " ", ":", " / ", " = ")


class Numbers(Enum):
    """What a bare number in a cell means."""

    VALUES = "values"
    """The level's own value."""
    POSITIONS = "positions"
    """Its place among the options, the first being 1."""


class Words(Struct, frozen=True, kw_only=True):
    """What can be written as an answer to one question."""

    question: Question
    known: Mapping[str, Given]
    _seen: dict[tuple[str, Platform | None, Numbers], Given | None] = field(default_factory=dict)
    """What cells turned out to mean: in a survey the same few texts come again and again."""

    @classmethod
    def of(cls, question: Question) -> "Words":
        """Gather every form in which a question's answers are written; what means two of them is left out."""
        found: dict[str, list[Given]] = {}
        for given, form in _forms(question):
            listed = found.setdefault(fold_answer(form), [])
            if given not in listed:
                listed.append(given)
        known = {form: listed[0] for form, listed in found.items() if form and len(listed) == 1}
        for word, silence in _SILENCES.items():
            if word not in found and silence in question.silences:
                known[word] = silence
        return cls(question=question, known=known)

    def find(self, cell: Cell, platform: Platform | None, numbers: Numbers) -> Given | None:
        """Give the answer a cell holds; null if it holds none of this question's."""
        if isinstance(cell, Formula) or not isinstance(cell, str | int | float) or isinstance(cell, bool):
            return None
        said = text_of(cell)
        key = (said, platform, numbers)
        if key not in self._seen:
            self._seen[key] = self._find(said, platform, numbers)
        return self._seen[key]

    def _find(self, said: str, platform: Platform | None, numbers: Numbers) -> Given | None:
        folded = fold_answer(said)
        number = read_number(folded)
        if number is not None:
            return self._find_number(number, platform, numbers)
        found = self.known.get(folded)
        if found is None and platform is Platform.LIMESURVEY:
            # The codes that our own questionnaire for LimeSurvey gives its options.
            silence = _LIMESURVEY_CODES.get(folded)
            number = read_number(folded[1:]) if folded[:1] == "l" else None
            if silence is not None:
                found = silence if silence in self.question.silences else None
            elif number is not None:
                found = self._level(number)
        lettered = _LETTER_BEFORE.fullmatch(folded)
        # With its letter before it, an option reads `B. Partly`.
        return found or self._find_pair(folded) or (self.known.get(lettered[1]) if lettered else None)

    def find_said(self, said: str) -> Given | None:
        """Give the answer that stands in a map: a level's value, an id, or a word such as `unknown`."""
        word = said.strip()
        silence = next((each for each in Silence if each.value == word), None)
        if silence is not None:
            return silence if silence in self.question.silences else None
        number = read_number(word)
        if number is not None and not isinstance(self.question, ChoiceQuestion):
            return self._level(number)
        return self.known.get(fold_answer(word))

    def _find_number(self, number: Fraction, platform: Platform | None, numbers: Numbers) -> Given | None:
        if platform is Platform.REDCAP and number in _REDCAP_CODES and self._level(number) is None:
            silence = _REDCAP_CODES[int(number)]
            return silence if silence in self.question.silences else None
        question = self.question
        if numbers is Numbers.POSITIONS:
            options = question.choices if isinstance(question, ChoiceQuestion) else question.levels
            is_place = number.denominator == 1 and 1 <= number <= len(options)
            return options[int(number) - 1] if is_place else None
        if isinstance(self.question, ChoiceQuestion):
            # A choice may be called by a number in the questionnaire itself.
            said = format_decimal(number)
            return next(
                (choice for choice in self.question.choices if said in (choice.id, choice.text)), None
            )
        return self._level(number)

    def _level(self, number: Fraction) -> Level | None:
        if isinstance(self.question, ChoiceQuestion):
            return None
        return next((level for level in self.question.levels if level.value == number), None)

    def _find_pair(self, folded: str) -> Given | None:
        """Read a value with its words, as in `2 - Partly`: both must say the same."""
        before, behind = _NUMBER_BEFORE.fullmatch(folded), _NUMBER_BEHIND.fullmatch(folded)
        for number, words in (
            (before[1], before[2]) if before else ("", ""),
            (behind[2] or behind[3], behind[1]) if behind else ("", ""),
        ):
            found = self.known.get(fold_answer(words)) if words else None
            value = read_number(number)
            if isinstance(found, Level) and value is not None and found.value == value:
                return found
        return None


def read_number(text: str) -> Fraction | None:
    """Read a number alone in a cell, with a point or a comma; null for any other text."""
    text = text.strip()
    return Fraction(text.replace(",", ".")) if _NUMBER.fullmatch(text) else None


def says_not_applicable(cell: Cell) -> bool:
    """Tell whether a cell says that a question is not applicable, whether or not that is accepted."""
    return _SILENCES.get(fold_answer(text_of(cell))) is Silence.NOT_APPLICABLE


def settle_numbers(
    chosen: Numbers | None,
    answered: Iterable[tuple[Words, Sequence[Cell]]],
    platform: Platform | None,
    file: str,
) -> Numbers | None:
    """Say what the bare numbers among the answers mean; null if there are none that could mean two things.

    Raises ProblemsFound for numbers that are on no scale, and where it would have to be guessed.
    """
    numbers: list[tuple[Fraction, Sequence[Level]]] = []
    has_words = False
    for words, cells in answered:
        if not isinstance(words.question, ChoiceQuestion):
            found, is_worded = _find_numbers(words, words.question.levels, cells, platform)
            numbers += ((number, words.question.levels) for number in found)
            has_words |= is_worded
    if chosen is Numbers.POSITIONS:
        misplaced = [number for number, levels in numbers if not 1 <= number <= len(levels)]
        if misplaced:
            said = format_decimal(misplaced[-1])
            refuse(file, f"{said} is no place of an option, the first being 1", "export the answers as text")
        return chosen
    if any(number == levels[0].value for number, levels in numbers):
        return chosen
    too_high = [number for number, levels in numbers if number > levels[-1].value]
    if too_high:
        may_be_places = not chosen and all(number <= len(levels) for number, levels in numbers)
        other = "; or say --answers positions if 1 is the first option" if may_be_places else ""
        highest = format_decimal(max(too_high))
        refuse(
            file,
            f"its numbers go up to {highest}, which is not on the scale: they are recoded",
            f"export the answers as text{other}",
        )
    if chosen is None and len(numbers) >= (_MANY_NUMBERS if has_words else _FEW_NUMBERS):
        refuse(
            file,
            f"{len(numbers)} answers are numbers and not one of them is the lowest level: does 1 mean the "
            "first option, or the level with the value 1?",
            "say --answers positions or --answers values, or export the answers as text",
        )
    return chosen


def _find_numbers(
    words: Words, levels: Sequence[Level], cells: Sequence[Cell], platform: Platform | None
) -> tuple[list[Fraction], bool]:
    """Give the numbers that mean one level as a value and another as a position; and if any is in words."""
    is_unsure = any(level.value != place for place, level in enumerate(levels, start=1))
    numbers, has_words = [], False
    for cell in cells:
        number = None if isinstance(cell, Formula) else read_number(fold_answer(text_of(cell)))
        if number is None:
            has_words = has_words or isinstance(words.find(cell, platform, Numbers.VALUES), Level)
        elif is_unsure and not (platform is Platform.REDCAP and number in _REDCAP_CODES):
            numbers.append(number)
    return numbers, has_words


def _forms(question: Question) -> Iterator[tuple[Given, str]]:
    if isinstance(question, ChoiceQuestion):
        for choice in question.choices:
            yield choice, choice.text
            yield choice, choice.id
            yield choice, squash(choice.id)
            yield choice, choice.id.replace("-", "_")
        return
    for level in question.levels:
        yield level, level.label
        if level.description:
            yield level, level.description
            for between in _BETWEEN:
                yield level, f"{level.label}{between}{level.description}"
            yield level, f"{level.label} ({level.description})"
            yield level, f"{fold(level.label)} ({fold_answer(level.description)})"


_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTHS = {name: number for number, name in enumerate(_NAMES, start=1)}
_DAY, _MONTH, _YEAR = r"(?P<day>[0-9]{1,2})", r"(?P<month>[a-z]{3,9})", r"(?P<year>[0-9]{4})"
_SURE = (
    re.compile(rf"{_YEAR}[-/.](?P<month>[0-9]{{1,2}})[-/.]{_DAY}(?![0-9])"),
    re.compile(rf"(?:[a-z]{{3,9}},? )?{_DAY}(?:st|nd|rd|th)?[ -]{_MONTH}\.?,?[ -]{_YEAR}"),
    re.compile(rf"(?:[a-z]{{3,9}},? )?{_MONTH}\.? {_DAY}(?:st|nd|rd|th)?,? {_YEAR}"),
)
"""Dates that can only be one day."""
_NUMBERS = re.compile(r"([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]([0-9]{4}|[0-9]{2})(?![0-9])")
_COUNT = re.compile(r"[34][0-9]{4}(?:[.,][0-9]+)?|5[0-4][0-9]{3}(?:[.,][0-9]+)?")
"""Days from 1982 to 2050 as numbers."""
_MONTH_FIRST = frozenset((Platform.FORMS, Platform.SURVEYMONKEY))
"""Platforms that always write the month first."""

_Unsure = tuple[int, int, int]
"""A day and a month in either order, and a year."""


class Order(Enum):
    """Which number of a date such as 09/11/2026 comes first."""

    DAY_FIRST = "day-first"
    MONTH_FIRST = "month-first"


def find_latest(
    cells: Sequence[Cell], platform: Platform | None, order: Order | None
) -> tuple[datetime.date | None, str | None]:
    """Find the latest day of a column of times; with `order`, that is how dates in numbers are read.

    Where nothing says which of two days a date is, there is none, but that date.
    """
    read = [_read(cell) for cell in cells]
    days = [each for each in read if isinstance(each, datetime.date)]
    numbers = [each for each in read if isinstance(each, tuple)]
    order = order or _tell_order(numbers, platform)
    for first, second, year in numbers:
        if order is None and first != second:
            return None, f"{first:02}/{second:02}/{year}"
        day, month = (second, first) if order is Order.MONTH_FIRST else (first, second)
        days += filter(None, [_make(year, month, day)])
    return max(days, default=None), None


def _tell_order(numbers: Sequence[_Unsure], platform: Platform | None) -> Order | None:
    """Tell which number comes first, by those that can be no month, else by the platform; null if unsure."""
    is_day_first = any(first > 12 for first, _, _ in numbers)
    is_month_first = any(second > 12 for _, second, _ in numbers)
    if is_day_first != is_month_first:
        return Order.DAY_FIRST if is_day_first else Order.MONTH_FIRST
    return Order.MONTH_FIRST if platform in _MONTH_FIRST and not is_day_first else None


def _read(cell: Cell) -> datetime.date | _Unsure | None:
    """Read the day that a cell begins with; where it may be one of two, its numbers."""
    value = cell.value if isinstance(cell, Formula) else cell
    if isinstance(value, datetime.datetime):
        return value.date()
    if isinstance(value, datetime.date):
        return value
    said = text_of(value).strip().casefold()
    for pattern in _SURE:
        if sure := pattern.match(said):
            month = sure["month"]
            number = int(month) if month.isdigit() else _MONTHS.get(month[:3], 0)
            return _make(int(sure["year"]), number, int(sure["day"]))
    if numbers := _NUMBERS.match(said):
        year = int(numbers[3]) + (2000 if len(numbers[3]) == 2 else 0)
        return int(numbers[1]), int(numbers[2]), year
    if not _COUNT.fullmatch(said):
        return None
    # As Excel counts days, when a cell was never told that it holds one: 46335 or 46335.39.
    return datetime.date(1899, 12, 30) + datetime.timedelta(days=int(re.split("[.,]", said)[0]))


def _make(year: int, month: int, day: int) -> datetime.date | None:
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None
