"""Which question the heading of a column names, in the ways in which platforms and people write headings.

Only a question's id or its text is taken; what is merely near is a guess.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterator

from msgspec import Struct

from partnerassess.collect.platforms import is_surround
from partnerassess.collect.spelling import fold, fold_question, squash, tidy
from partnerassess.model import Questionnaire

FEWEST_QUESTIONS = 3
"""So many questions make a row the headings, even of a long questionnaire."""
_SEVERAL = 3
_NOTE_ENDS = ("note", "notes", "comment", "comments", "why", "reason")
_NOTE_BEFORE = re.compile(r"(?:notes?|comments?)(?: on| about| for| to)?\s*[:-]?\s+(.+)")
_NOTE_BEHIND = re.compile(r"(.+?)\??\s*(?:[-:(\[]\s*)(?:notes?|comments?)\s*[)\]]?")
_NOTE_REST = re.compile(
    r"(?:please )?(?:explain|give (?:your )?reasons?|say why|comment)(?: (?:your|this|the) answer)?"
    r"|(?:any |your |further |other )*(?:comments?|notes?|reasons?|evidence)|why"
)
"""What stands behind a question's text in the heading of a column with notes."""
_NO_ANSWER = re.compile(
    r"\b(?:comments?|notes?|why|reasons?|explain\w*|specify|details?|feedback|points?|scores?|marks?|other"
    r"|evidence|examples?|time|duration|average|count)\b"
)
"""Words before or behind a question's text that say that the column holds no answers to it."""
_NO_STEM = re.compile(rf"(?:(?:your|any|further) )?{_NO_ANSWER.pattern}(?: (?:on|about|for|to|of))?")
_BEHIND = re.compile(r"[?.:*]+\s+|\s+(?=[(\[])")
"""Where a question's text may end and a help text begin."""
_BEFORE = re.compile(r":\s+|\s+[>|]\s+")
"""What stands between a section's title and a question's text."""
_CUT = re.compile(r"\s*(?:…|\.{2,})\s*$")
_LEAST_CUT = 40
"""So many characters must be left of a heading that was cut off."""
_BRACKETS = re.compile(r"\[([^\[\]]+)\]")
_SELECTED = re.compile(r"\s+-\s+selected choice$", re.IGNORECASE)
_ENDING = re.compile("(?<=.{4})(?:ing|ed|es|s)$")
_SMALL_WORDS = frozenset((
    "how", "far", "well", "is", "are", "the", "a", "an", "of", "to", "in", "for", "on", "by",
    "with", "and", "or", "do", "does", "did", "have", "has", "been", "be", "it", "its", "this",
    "that", "they", "their", "there", "both", "who", "what", "which", "you", "your", "as", "at",
    "from", "not", "any", "can",
))  # fmt: skip


class Around(Struct, frozen=True, kw_only=True):
    """What the headings of a table have in common."""

    stems: tuple[str, ...] = ()
    """The beginnings before ` - ` that several share, such as a matrix's own text; the longest first."""
    cut: int | None = None
    """The length at which they were cut off, if several end there."""


_ALONE = Around()


def look_around(headings: Collection[str]) -> Around:
    """Say what the headings of a table have in common."""
    # They were cut off at a length that several have, or one less, and none has more.
    lengths = sorted(len(tidy(heading)) for heading in headings)
    longest = lengths[-1] if lengths else 0
    is_cut = longest >= _LEAST_CUT and sum(length >= longest - 1 for length in lengths) >= _SEVERAL
    counts: Counter[str] = Counter()
    for heading in headings:
        pieces = tidy(heading).split(" - ")
        counts.update(" - ".join(pieces[:number]) for number in range(1, len(pieces)))
    shared = (stem for stem, count in counts.items() if count > 1 and not _NO_STEM.fullmatch(fold(stem)))
    return Around(stems=tuple(sorted(shared, key=len, reverse=True)), cut=longest if is_cut else None)


class Questions:
    """The questions of a questionnaire, found by the ways in which exports name them."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        self.questionnaire = questionnaire
        questions = questionnaire.questions
        self._ids = _unique(
            (squash(each), name)
            for name, question in questions.items()
            for each in (name, *(former for former in question.formerly if former not in questions))
        )
        self._texts = _unique(
            (fold_question(text), name)
            for name, each in questions.items()
            for text in {each.text, getattr(each, "short", None) or each.text}
        )
        self._helps = {name: fold_question(each.help) for name, each in questions.items() if each.help}
        self._words = {name: _content_words(f"{each.text} {name}") for name, each in questions.items()}

    @property
    def needed(self) -> int:
        """How many questions make a row the headings: three and a tenth, or all of a short questionnaire."""
        count = len(self.questionnaire.questions)
        return min(count, max(FEWEST_QUESTIONS, -(-count // 10)))

    def find(self, heading: str, around: Around = _ALONE) -> str | None:
        """Give the one question that a heading names; null if there is none or its parts name several."""
        found = set(self._find_all(heading, around))
        return found.pop() if len(found) == 1 else None

    def find_note(self, heading: str) -> str | None:
        """Give the question whose notes a heading announces; null if it is none such."""
        for part in parts_of(heading):
            squashed = squash(_BRACKETS.sub(r" \1", part))
            for end in _NOTE_ENDS:
                name = self._ids.get(squashed.removesuffix(end)) if squashed.endswith(end) else None
                if name:
                    return name
            name, rest = self._find_begun(part)
            if name and _NOTE_REST.fullmatch(rest.strip(" ()[]?.")):
                return name
            for pattern in (_NOTE_BEFORE, _NOTE_BEHIND):
                match = pattern.fullmatch(fold(part))
                found = self.find(match[1]) if match else None
                if found:
                    return found
        return None

    def guess(self, heading: str, missing: Collection[str]) -> str | None:
        """Give the missing question whose words a heading shares most; null if none comes near, or two do."""
        words = _content_words(heading)
        scores: Counter[str] = Counter()
        for name in missing:
            shared = len(words & self._words[name])
            if shared:
                scores[name] = round(100 * shared / min(len(words), len(self._words[name])))
        best = scores.most_common(2)
        if not best or best[0][1] < 25 or (len(best) > 1 and best[0][1] == best[1][1]):
            return None
        return best[0][0]

    def _find_all(self, heading: str, around: Around) -> Iterator[str]:
        if is_surround(heading):
            return
        heading = _SELECTED.sub("", heading.strip())
        by_id = next((self._ids[each] for each in _codes(heading) if each in self._ids), None)
        if by_id:
            yield by_id
        for part in parts_of(heading, around.stems):
            name = self._find_text(part)
            if name:
                yield name
                return
        if by_id is None and (name := self._find_cut(heading, around.cut)):
            yield name

    def _find_text(self, part: str) -> str | None:
        """Give the question whose text this is, alone or with its help or something in brackets behind."""
        folded = fold_question(part)
        found = self._texts.get(folded)
        if found is None and folded[-1:].isdigit():
            found = self._texts.get(folded[:-1].rstrip(" ?:*."))
        if found:
            return found
        name, rest = self._find_begun(part)
        is_bracketed = rest[:1] in ("(", "[") and rest[-1:] in (")", "]") and not _NO_ANSWER.search(rest)
        if name is None or is_bracketed or squash(rest.strip("()[]")) == squash(name):
            return name
        return name if fold_question(rest.strip("()[] .")) == self._helps.get(name) else None

    def _find_begun(self, part: str) -> tuple[str | None, str]:
        """Give the question whose whole text a heading begins with, and what stands behind it."""
        folded = fold(part)
        for match in _BEHIND.finditer(folded):
            name = self._texts.get(fold_question(folded[: match.start()]))
            if name:
                return name, folded[match.end() :].strip(" *:-;").removesuffix(".")
        return None, ""

    def _find_cut(self, heading: str, cut: int | None) -> str | None:
        """Give the one question whose text begins with all that is left of a heading that was cut off."""
        whole = tidy(heading)
        mark = _CUT.search(whole)
        if len(whole) < _LEAST_CUT or (mark is None and (cut is None or len(whole) < cut - 1)):
            return None
        begin = fold_question(whole[: mark.start()] if mark else whole)
        found = {name for text, name in self._texts.items() if text.startswith(begin)}
        return found.pop() if len(found) == 1 and len(begin) >= _LEAST_CUT // 2 else None


def _unique(pairs: Iterator[tuple[str, str]]) -> dict[str, str]:
    """Keep what has one meaning only."""
    found: dict[str, set[str]] = {}
    for key, name in pairs:
        found.setdefault(key, set()).add(name)
    return {key: names.pop() for key, names in found.items() if len(names) == 1 and key}


def _codes(heading: str) -> Iterator[str]:
    """Give the ids that a heading may hold, squashed, the longest first."""
    heading = tidy(heading)
    yield squash(heading)
    if "/" in heading:
        yield squash(heading.rpartition("/")[2])
    if " " not in heading:
        yield from map(squash, _behind_dashes(heading))
    head, dot, _ = heading.partition(". ")
    if dot and " " not in head:
        yield squash(head)
        yield from (squash(each) for each in _BRACKETS.findall(head))
    elif " " not in heading:
        yield from (squash(each) for each in _BRACKETS.findall(heading))


def parts_of(heading: str, stems: Collection[str] = ()) -> Iterator[str]:
    """Give the texts that a heading may hold, the longest first."""
    heading = tidy(heading)
    yield heading
    rest = heading
    while "/" in rest:
        rest = rest.partition("/")[2]
        yield rest
    head, dot, behind = heading.partition(". ")
    if dot and " " not in head:
        yield behind
        yield from _BRACKETS.findall(behind)
    yield from _BRACKETS.findall(heading)[-1:]
    for match in _BEFORE.finditer(heading):
        if not _NO_STEM.fullmatch(fold(heading[: match.start()])):
            yield heading[match.end() :]
    code, dash, behind = heading.partition(" - ")
    if dash and " " not in code and not _NO_STEM.fullmatch(fold(code)):
        yield behind
    bracketed = _BRACKETS.match(heading)
    if bracketed:
        yield heading[bracketed.end() :].strip()
    for stem in stems:
        if heading.startswith(f"{stem} - "):
            yield heading.removeprefix(f"{stem} - ")
    if " " not in heading:
        yield from _behind_dashes(heading)


def _behind_dashes(code: str) -> Iterator[str]:
    """Give what stands behind the groups of a code, as in `group-name`; `E-mail` is one word."""
    head, dash, rest = code.partition("-")
    while dash and head.casefold() != "e":
        yield rest
        head, dash, rest = rest.partition("-")


def _content_words(text: str) -> set[str]:
    """Give the stems of the words that say what a text is about."""
    words = re.findall(r"[^\W\d_]+", fold(text))
    return {_ENDING.sub("", word) for word in words if word not in _SMALL_WORDS and len(word) > 2}
