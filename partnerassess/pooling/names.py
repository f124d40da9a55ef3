"""Names as people type them: which are the same, and which may have been meant to be.

This module knows spelling. It does not know what the names stand for.
"""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator

_LOOKED_THROUGH = 20_000
"""With more names than this no near misses are looked for."""

_LONG_ENOUGH = 5
"""In shorter names one other letter makes another name."""

_PADDING = frozenset(("and", "foundation", "ft", "nhs", "of", "the", "trust"))
"""Words that are often left out."""


def folded(name: str | None) -> str:
    """Give what two spellings of one name have in common: nothing depends on case or white space."""
    return " ".join(unicodedata.normalize("NFC", name or "").casefold().split())


def usual_spelling(names: Iterable[str]) -> str:
    """Give the spelling that is used most often; of several, the first in the alphabet.

    Raises ValueError if there is none.
    """
    counts = Counter(" ".join(name.split()) for name in names)
    return min(counts, key=lambda name: (-counts[name], name))


def near_misses(names: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Give pairs of different names that differ by a letter, a sign, or a word such as `Trust`.

    Names with different numbers in them, such as `Ward 1` and `Ward 2`, are no near misses. Each name is
    paired with one earlier in the alphabet; with more than 20,000 names none are looked for.
    """
    spelled = {folded(name): name for name in sorted(names, reverse=True)}
    if len(spelled) > _LOOKED_THROUGH:
        return ()
    seen: dict[tuple[str, str], str] = {}
    pairs = []
    for name in sorted(spelled):
        keys = list(_keys(name))
        earlier = next((seen[key] for key in keys if key in seen), None)
        if earlier is not None:
            pairs.append((spelled[earlier], spelled[name]))
        for key in keys:
            seen.setdefault(key, name)
    return tuple(pairs)


def _keys(name: str) -> Iterator[tuple[str, str]]:
    """Give what names that are nearly the same share: their numbers, and their letters but for one."""
    signs = "".join(sign if sign.isalnum() else " " for sign in name)
    words = [word for word in signs.split() if word not in _PADDING]
    numbers = " ".join(word for word in words if len(word) == 1 or not word.isalpha())
    letters = "".join(word for word in words if len(word) > 1 and word.isalpha())
    if not letters:
        return
    yield numbers, letters
    if len(letters) >= _LONG_ENOUGH:
        yield from ((numbers, letters[:place] + letters[place + 1 :]) for place in range(len(letters)))
