"""What values may be, each said once: how a schema describes it, and how it is read from a file."""

import re
from collections.abc import Callable
from enum import Enum
from fractions import Fraction
from typing import Any, Generic, NamedTuple, TypeAlias, TypeVar

from partnerassess.loading.fields import ID as ID_FORM
from partnerassess.loading.fields import Field, Refused
from partnerassess.loading.wording import find_curly_quotes, find_similar, quote_all, shorten, suggest
from partnerassess.parsing.nodes import Node, Sequence

Thing = TypeVar("Thing")
Other = TypeVar("Other")
Word = TypeVar("Word", bound=Enum)
Schema: TypeAlias = dict[str, Any]
"""A piece of JSON Schema."""

LARGEST_MEASURE = 10**30
"""The largest number that the fractions of one arrangement, or of all scales, may have as common measure."""

HOW_TO_WRITE_AN_ID = "start with a letter; use up to 64 letters, digits, `-` and `_`, without accents"


class Kind(NamedTuple, Generic[Thing]):
    """A kind of value."""

    schema: Schema
    read: Callable[[Field], Thing]
    """Raises Refused for what is of no such kind."""
    otherwise: Any = None
    """What stands in for a value that must be there and is of no use, so that reading can go on."""

    def by(self, read: "Callable[[Field], Other]") -> "Kind[Other]":
        """Give a kind that schemas describe the same and that is read by something else."""
        return Kind(self.schema, read, self.otherwise)


def by_hand(schema: Schema) -> Kind[str]:
    """Say what schemas say of a value that is read by hand, after the other keys of its part."""
    return Kind(schema, text)


def ref(name: str) -> Schema:
    """Refer to a definition by its name."""
    return {"$ref": f"#/$defs/{name}"}


DEFINITIONS: dict[str, Schema] = {}
"""What schemas say about single values, by the names that they refer to."""


def _define(name: str, read: Callable[[Field], Thing], otherwise: Any = None, **schema: Any) -> Kind[Thing]:
    """Declare a kind of single value that schemas refer to by name."""
    DEFINITIONS[name] = schema
    return Kind(ref(name), read, otherwise)


def text(field: Field) -> str:
    """Read a text; a number gives its source text."""
    node = field.node
    if isinstance(node, str) and (stripped := node.strip()):
        return stripped
    raise field.expected("a text", "put it in quotes" if isinstance(node, bool) else None)


def optional_text(field: Field) -> str | None:
    """Read a text that may be empty, which is as good as none."""
    blank = isinstance(field.node, str) and not field.node.strip()
    return None if blank else text(field)


def version(field: Field) -> str:
    """Read a version, which has no curly quotes around it."""
    said = text(field)
    if len(said) > 2 and find_curly_quotes(said[0]) and find_curly_quotes(said[-1]):
        raise field.refused(f"`{shorten(said)}` is in curly quotes")
    return said


def identifier(field: Field) -> str:
    """Read an id."""
    name = text(field)
    if not ID_FORM.fullmatch(name):
        raise field.refused(f"`{shorten(name)}` cannot be an id", HOW_TO_WRITE_AN_ID)
    return name


def flag(field: Field) -> bool:
    """Read true or false."""
    if isinstance(field.node, bool):
        return field.node
    quoted = field.node in ("true", "false")
    raise field.expected("true or false", "write it without quotes" if quoted else None)


_DECIMAL = r"([0-9]{1,15}(\.[0-9]{0,15})?|\.[0-9]{1,15})([eE][+-]?[0-9]{1,2})?"
_SIGNED = re.compile(f"[+-]?{_DECIMAL}")
_RATIO = re.compile(r"([0-9]{1,15}) ?/ ?([0-9]{1,15})")


def find_number(node: Node) -> Fraction | None:
    """Give the exact number that a value says, quoted or not; null if it says none."""
    if not isinstance(node, str):
        return None
    stripped = node.strip()
    return Fraction(stripped) if _SIGNED.fullmatch(stripped) else None


def _find_ratio(node: Node) -> Fraction | None:
    """Give the exact number that a value says, also as a fraction of two whole numbers such as 2/3."""
    parts = _RATIO.fullmatch(node.strip()) if isinstance(node, str) else None
    if parts and int(parts[2]):
        return Fraction(int(parts[1]), int(parts[2]))
    return find_number(node)


def number(field: Field) -> Fraction:
    """Read a number exactly; it may stand in quotes."""
    found = find_number(field.node)
    if found is None:
        raise field.expected("a number", "write it like 4 or 0.5")
    return found


def weight(field: Field, what: str = "a number above 0") -> Fraction:
    """Read a number above 0."""
    found = _find_ratio(field.node)
    if found is None or found <= 0:
        raise field.expected(what, "write it like 2, 0.5 or 2/3")
    return found


def proportion(field: Field) -> Fraction:
    """Read a number between 0 and 1."""
    found = _find_ratio(field.node)
    if found is None or not 0 <= found <= 1:
        raise field.expected("a number between 0 and 1", "write it like 0.5 or 2/3")
    return found


def _read_whole(field: Field) -> int:
    found = number(field)
    if found.denominator != 1 or not 1 <= found <= 100:
        raise field.expected("a whole number from 1 to 100")
    return int(found)


def _read_essential(field: Field) -> Fraction:
    least = proportion(field)
    if least == 0:
        raise field.expected("a number above 0 and up to 1", "leave `essential` out if any answer will do")
    return least


_ID = "A letter, then up to 63 letters, digits, `-` and `_`, without accents."
_ABOVE_0 = rf"[+]?(?=[0-9.]*[1-9]){_DECIMAL}"
_QUOTIENT = r"[0-9]{1,15} ?/ ?(?=[0-9]*[1-9])[0-9]{1,15}"
_NUMBERS, _MAYBE_NUMBERS = ["number", "string"], ["number", "string", "null"]
_POSITIVE = {"exclusiveMinimum": 0, "pattern": rf"^\s*({_ABOVE_0}|(?=[0-9]*[1-9]){_QUOTIENT})\s*$"}
_PROPORTION = {"minimum": 0, "maximum": 1, "pattern": rf"^\s*([+-]?{_DECIMAL}|{_QUOTIENT})\s*$"}

ID = _define(
    "id", identifier, "", title="Id", description=_ID, type="string", pattern=rf"^\s*{ID_FORM.pattern}\s*$"
)
NEW_ID = ID.by(text)
"""The id of something that is named here; `Names` looks at its form."""
EXACT_ID = _define(
    "exact_id", identifier, title="Id", description=_ID, type="string", pattern=f"^{ID_FORM.pattern}$"
)
TEXT = _define(
    "text", text, "", description="A text that is not empty.", type=["string", "number"], pattern=r"\S"
)
OPTIONAL_TEXT = _define(
    "optional_text", optional_text, description="A text, or nothing.", type=["string", "number", "null"]
)
NUMBER = _define(
    "number",
    number,
    description="A number, such as 4 or 0.5.",
    type=_NUMBERS,
    pattern=rf"^\s*[+-]?{_DECIMAL}\s*$",
)
POSITIVE = _define(
    "positive", weight, description="A number above 0, or a fraction such as 2/3.", type=_NUMBERS, **_POSITIVE
)
OPTIONAL_POSITIVE = _define(
    "optional_positive",
    weight,
    description="A number above 0 or a fraction such as 2/3, or nothing.",
    type=_MAYBE_NUMBERS,
    **_POSITIVE,
)
ESSENTIAL = _define(
    "essential",
    _read_essential,
    description="A number above 0 and up to 1 or a fraction such as 2/3, or nothing.",
    type=_MAYBE_NUMBERS,
    exclusiveMinimum=0,
    maximum=1,
    pattern=_POSITIVE["pattern"],
)
PROPORTION = _define(
    "proportion",
    proportion,
    description="A number from 0 to 1, or a fraction such as 2/3.",
    type=_NUMBERS,
    **_PROPORTION,
)
OPTIONAL_PROPORTION = _define(
    "optional_proportion",
    proportion,
    description="A number from 0 to 1 or a fraction such as 2/3, or nothing.",
    type=_MAYBE_NUMBERS,
    **_PROPORTION,
)
DEFINITIONS["nothing"] = {"description": "Left empty, which is the same as leaving it out.", "type": "null"}
NOTHING = ref("nothing")
FLAG = Kind({"type": ["boolean", "null"]}, flag)
WHOLE = Kind(
    {"type": ["integer", "string", "null"], "minimum": 1, "maximum": 100, "pattern": rf"^\s*{_ABOVE_0}\s*$"},
    _read_whole,
)
"""A whole number from 1 to 100, or nothing."""


def maybe(kind: Kind[Thing]) -> Kind[Thing]:
    """Allow nothing as well."""
    return Kind({"anyOf": [kind.schema, NOTHING]}, kind.read)


def one_of(*words: Word, optional: bool = False) -> Kind[Word]:
    """Allow one word out of a few."""
    names = [word.value for word in words]
    kinds: str | list[str] = ["string", "null"] if optional else "string"
    spaced = {"type": kinds, "pattern": rf"^\s*({'|'.join(names)})\s*$"}
    by_name: dict[str, Word] = dict(zip(names, words, strict=True))

    def read(field: Field) -> Word:
        name = text(field)
        if name not in by_name:
            raise field.expected(f"one of {quote_all(by_name)}", suggest(find_similar(name, by_name)))
        return by_name[name]

    return Kind({"anyOf": [{"enum": names}, spaced]}, read, words[0])


def each(
    reader: Callable[[Field], Thing], *, least: int = 0, whole: bool = False
) -> Callable[[Field], tuple[Thing, ...]]:
    """Make a reader of lists: items that are refused are noted and left out.

    With `whole` the list itself is then refused too: it is of no use with a gap.
    """

    def read(field: Field) -> tuple[Thing, ...]:
        items = list(field.items())
        if len(items) < least:
            raise field.refused(f"expected at least {'one entry' if least == 1 else f'{least} entries'}")
        every: list[Thing] = []
        for item in items:
            item.read(lambda present: every.append(reader(present)), None)
        if whole and len(every) < len(items):
            raise Refused(None)
        return tuple(every)

    return read


def list_of(kind: Kind[Thing], *, least: int = 0, whole: bool = False) -> Kind[tuple[Thing, ...]]:
    """Allow a list of values, read by `each`."""
    length = {"minItems": least} if least else {}
    schema = {"type": "array", **length, "items": kind.schema}
    return Kind(schema, each(kind.read, least=least, whole=whole), ())


def one_or_more(reader: Callable[[Field], Thing]) -> Callable[[Field], tuple[Thing, ...]]:
    """Make a reader of a single value, or of a list of them."""
    several = each(reader, least=1, whole=True)

    def read(field: Field) -> tuple[Thing, ...]:
        return several(field) if isinstance(field.node, Sequence) else (reader(field),)

    return read


def named(schema: Schema, names: Schema = ID.schema, least: int = 0) -> Schema:
    """Describe values by name."""
    return {
        "type": "object",
        **({"minProperties": least} if least else {}),
        "propertyNames": names,
        "additionalProperties": schema,
    }


def format_name(name: str, *, optional: bool = False) -> Kind[str]:
    """Allow one value of `format`, which is looked at before anything else is read."""
    kinds: str | list[str] = ["string", "null"] if optional else "string"
    return Kind({"anyOf": [{"const": name}, {"type": kinds, "pattern": rf"^\s*{name}\s*$"}]}, text)
