"""What two spellings of one heading or answer have in common, whatever a survey platform did to it."""

import html
import re
import unicodedata
from functools import lru_cache

_ESCAPED_END = re.compile(r"_x000[dDaA]_")
"""A line's end as some programs write it into workbooks."""
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_INVISIBLE = re.compile("[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_QUOTES = re.compile('["`´‘’‚‛“”„‟′″«»‹›]')
_DASHES = re.compile("[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]")
_BROKEN_WORD = re.compile(r"(?<=[^\W\d_])-\s+(?=[^\W\d_])")
_NUMBERING = re.compile(
    r"\A\(?(?:(?:q(?:uestion)?\s*)?[0-9]{1,3}(?:\.[0-9]{1,3})*[a-z]?\s*(?:[.):]+|\s-)?|[a-z][.)])\s+"
)
"""A number or a letter before a question; what is behind it must still be the whole text."""
_REQUIRED = re.compile(
    r"\s*[(\[](?:required|mandatory|optional|single choice|(?:choose|select|tick) one(?: \w+)?)[)\]]$"
    r"|(?<=[?.:*])\s*(?:required|mandatory)(?: to answer)?(?:\. single choice)?$"
)
"""What forms write behind a question about how to answer it."""
_AROUND_ANSWERS = (
    " ;,'[]*\N{BULLET}\N{BALLOT BOX WITH CHECK}\N{BALLOT BOX WITH X}\N{CHECK MARK}\N{HEAVY CHECK MARK}"
)
"""Signs that people and programs put around an answer."""
_MANGLED = "\u00e2\u20ac"
"""How the curly quotes and dashes of UTF-8 begin when they are read as Windows characters."""
_SEPARATORS = re.compile(r"[-_.\s]+")


@lru_cache(maxsize=4096)
def tidy(text: str) -> str:
    """Put a text on one line as a person would type it: no markup, no odd or doubled spaces."""
    text = _INVISIBLE.sub("", html.unescape(_TAG.sub(" ", _ESCAPED_END.sub(" ", _mended(text)))))
    text = "".join(sign if sign.isprintable() else " " for sign in unicodedata.normalize("NFKC", text))
    return " ".join(text.split())


def _mended(text: str) -> str:
    """Undo what happens where UTF-8 is opened as Windows characters and saved again."""
    if _MANGLED not in text:
        return text
    try:
        return text.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return text


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """Give what all spellings of a text share: case, kinds of quotes, dashes and spaces do not count."""
    text = _DASHES.sub("-", _QUOTES.sub("'", tidy(text)))
    return _BROKEN_WORD.sub("-", text).casefold()


def fold_answer(text: str) -> str:
    """Give what all spellings of an answer share; platforms put semicolons behind, people full stops."""
    return fold(text).strip(_AROUND_ANSWERS).rstrip(f".{_AROUND_ANSWERS}")


def fold_question(text: str) -> str:
    """Give what all spellings of a question share, without a number before it and signs behind it."""
    folded = fold(text).strip(" ;'*")
    if "_" in folded and " " not in folded:
        folded = folded.replace("_", " ")
    folded = _REQUIRED.sub("", folded.rstrip(" .*"))
    return _NUMBERING.sub("", folded, count=1).strip(" '*").rstrip(" ?:*.;'")


def squash(name: str) -> str:
    """Give what all spellings of an id share: many platforms allow letters and digits only."""
    return _SEPARATORS.sub("", fold(name))
