"""Names as people type them: which are the same, and which may have been meant to be."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache

_LOOKED_THROUGH = 20_000
"""With more names than this no near misses are looked for."""

_PARTS = 3
"""In so many ways a part of a name stands for all of it."""

_COMPARED = 12
"""With how many names that begin or end alike each is compared at most."""

_LONG_ENOUGH = 5
"""In shorter names one other letter makes another name."""

_LONGEST = 200
"""How many letters of a name are looked at for near misses."""

_PADDING = frozenset(("and", "foundation", "ft", "nhs", "of", "the", "trust"))
"""Words that are often left out."""

_SINGLE = "‘’‚‛‹›´`′ʹʻʼʽˊˋ＇"
_DOUBLE = "“”„‟«»″ʺ〝〞〟＂"
_SIGNS = {ord(sign): "'" for sign in _SINGLE} | {ord(sign): '"' for sign in _DOUBLE} | {ord("−"): "-"}

_MOST_KNOWN = 8_192
"""Of so many names it is known what their spellings have in common: most come up again and again."""
_LONGEST_STEM = 40
_ACCENT = "[\u0300-\u036f]"
_SPELT_OUT = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d"}
)
"""Letters that do not come apart into one without an accent and its accent."""
_RESERVED = "con|prn|aux|nul|com[0-9]|lpt[0-9]"
"""What Windows takes for devices, whatever the ending."""

_HOW_DRAWN = "\ufe0e\ufe0f"
"""What phones put behind a picture, to have it drawn in colour or not."""


@lru_cache(_MOST_KNOWN)
def folded(name: str | None) -> str:
    """Give what all spellings of one name have in common.

    Nothing depends on case, white space, composed or wide letters, curly or straight quotes, the kind of
    dash, or signs that nobody sees.
    """
    if name is None:
        return ""
    if name.isascii():
        return " ".join(name.translate(_SIGNS).casefold().split())
    plain = unicodedata.normalize("NFKC", name.translate(_SIGNS)).translate(_SIGNS).casefold()
    # A dotted capital I leaves its dot behind when it becomes small.
    signs = unicodedata.normalize("NFKC", plain).replace("i\N{COMBINING DOT ABOVE}", "i")
    return " ".join("".join(filter(None, map(_plain_sign, signs))).split())


def is_same_name(one: str | None, other: str | None) -> bool:
    """Tell whether two names are spellings of one."""
    return folded(one) == folded(other)


def file_stem(name: str, longest: int = _LONGEST_STEM) -> str:
    """Make a part of a file name that every disk takes, of at most so many letters; empty if nothing is left.

    It has small letters of any script without accents, digits and hyphens.
    """
    spelt = re.sub(_ACCENT, "", unicodedata.normalize("NFKD", name.casefold().translate(_SPELT_OUT)))
    whole = unicodedata.normalize("NFC", spelt)
    words = "".join(each if unicodedata.category(each)[0] in "LMN" else "-" for each in whole)
    short = re.sub("-+", "-", words).strip("-")[:longest].encode()[: 2 * longest]
    stem = short.decode(errors="ignore").rstrip("-")
    return f"{stem}-name" if re.fullmatch(_RESERVED, stem) else stem


def usual_spelling(names: Iterable[str]) -> str:
    """Give the spelling that is used most often; of several, the first in the alphabet.

    Raises ValueError if there is none.
    """
    counts = Counter(" ".join(name.split()) for name in names)
    return min(counts, key=lambda name: (-counts[name], name))


def format_some(names: Sequence[str], most: int) -> str:
    """Give some of several names, and how many more there are: `a, b and 3 more`."""
    more = f" and {len(names) - most:,} more" if len(names) > most else ""
    return f"{', '.join(names[:most])}{more}"


def near_misses(names: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Give pairs of different names that differ by a letter, a sign, or a word such as `Trust`.

    Names with different numbers in them, such as `Ward 1` and `Ward 2`, are no near misses. Each name is
    paired with one earlier in the alphabet; with more than 20,000 names none are looked for. Time and memory
    grow in proportion to the names.
    """
    spelled = sorted({folded(name): name for name in sorted(names, reverse=True)}.items())
    if len(spelled) > _LOOKED_THROUGH:
        return ()
    alike: dict[str, list[tuple[int, str]]] = {}
    for place, (name, _) in enumerate(spelled):
        numbers, letters = _essence(name)
        if letters:
            alike.setdefault(numbers, []).append((place, letters))
    earlier: dict[int, int] = {}
    for numbered in alike.values():
        if len(numbered) > 1:
            earlier |= _find_near(numbered)
    return tuple((spelled[earlier[place]][1], spelled[place][1]) for place in sorted(earlier))


def _find_near(names: Sequence[tuple[int, str]]) -> dict[int, int]:
    """Give for places of names the first earlier place whose letters are nearly the same."""
    letters_of, earlier = dict(names), dict[int, int]()
    for part in range(_PARTS):
        # By hashes, and one part after another, so that little is held at a time.
        alike: dict[int, list[int]] = {}
        for place, letters in names:
            for length in (len(letters), len(letters) - 1, len(letters) + 1):
                for other in alike.get(_key(part, letters, length), ()):
                    if _is_near(letters_of[other], letters):
                        earlier[place] = min(other, earlier.get(place, other))
            known = alike.setdefault(_key(part, letters, len(letters)), [])
            if len(known) < _COMPARED:
                known.append(place)
    return earlier


def _plain_sign(sign: str) -> str:
    if sign.isascii():
        return sign
    if sign in _HOW_DRAWN:
        return ""
    match unicodedata.category(sign):
        case "Cf" | "Cc":
            return " " if sign.isspace() else ""
        case "Pd":
            return "-"
        case _:
            return sign


def _essence(name: str) -> tuple[str, str]:
    """Give what has to be the same in names that are nearly the same, their numbers, and their letters."""
    name = name[:_LONGEST]
    plain = name if name.isascii() else re.sub(_ACCENT, "", unicodedata.normalize("NFD", name))
    signs = "".join(sign if sign.isalnum() else " " for sign in plain)
    words = [word for word in signs.split() if word not in _PADDING]
    numbers = " ".join(word for word in words if len(word) == 1 or not word.isalpha())
    return numbers, "".join(word for word in words if len(word) > 1 and word.isalpha())


def _key(part: int, letters: str, length: int) -> int:
    """Give a number for a part that a name of this length would have if it began or ended like this.

    Names that differ in one letter have the first half in common, or the second, or all but the two letters
    between them.
    """
    middle = length // 2
    begins, ends = letters[:middle], letters[len(letters) - (length - middle) :]
    return hash((part, length, (begins, ends, begins[:-1] + ends[1:])[part]))


def _is_near(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    if short == long:
        return True
    if len(short) < _LONG_ENOUGH or len(long) - len(short) > 1:
        return False
    same = next((place for place, sign in enumerate(short) if sign != long[place]), len(short))
    if len(short) < len(long):
        return short[same:] == long[same + 1 :]
    is_swapped = short[same : same + 2] == long[same : same + 2][::-1]
    return short[same + 1 :] == long[same + 1 :] or (is_swapped and short[same + 2 :] == long[same + 2 :])
