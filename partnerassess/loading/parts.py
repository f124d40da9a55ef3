"""What the parts of a file may hold, declared once: the loader takes the keys, the JSON Schemas all of it."""

from collections.abc import Mapping
from enum import Enum
from typing import Any, NamedTuple, TypeAlias

Schema: TypeAlias = dict[str, Any]
"""A piece of JSON Schema."""


class Key(NamedTuple):
    """One of the keys of a part."""

    schema: Schema
    """What may stand there."""
    description: str
    """What it is for, in words for those who write the file."""
    required: bool


class Part:
    """Named values that belong together, such as a question, with the keys they may have, in their order."""

    def __init__(self, title: str, description: str, keys: Mapping[str, Key], **more: Any) -> None:
        """Declare a part; `more` is what its schema says beside its keys."""
        self.title = title
        self.description = description
        self.keys = keys
        self._more = more

    @property
    def required(self) -> list[str]:
        """The keys that must be there."""
        return [name for name, key in self.keys.items() if key.required]

    def schema(self) -> Schema:
        """Give the JSON Schema of the part."""
        properties = {name: {"description": key.description, **key.schema} for name, key in self.keys.items()}
        required = {"required": self.required} if self.required else {}
        return {
            "title": self.title,
            "description": self.description,
            "type": "object",
            **required,
            "additionalProperties": False,
            "properties": properties,
            **self._more,
        }


def need(schema: Schema, description: str) -> Key:
    """Declare a key that must be there."""
    return Key(schema, description, required=True)


def may(schema: Schema, description: str) -> Key:
    """Declare a key that may be there."""
    return Key(schema, description, required=False)


def ref(name: str) -> Schema:
    """Refer to a definition by its name."""
    return {"$ref": f"#/$defs/{name}"}


def maybe(schema: Schema) -> Schema:
    """Allow nothing as well."""
    return {"anyOf": [schema, NOTHING]}


def list_of(schema: Schema, least: int = 0) -> Schema:
    """Describe a list."""
    return {"type": "array", **({"minItems": least} if least else {}), "items": schema}


def one_or_more(schema: Schema) -> Schema:
    """Describe a single value or a list of them."""
    return {"anyOf": [schema, list_of(schema, least=1)]}


def named(schema: Schema, names: Schema | None = None, least: int = 0) -> Schema:
    """Describe values by name."""
    return {
        "type": "object",
        **({"minProperties": least} if least else {}),
        "propertyNames": names or ID,
        "additionalProperties": schema,
    }


def one_of(*words: Enum | str, optional: bool = False) -> Schema:
    """Describe one word out of a few."""
    names = [word if isinstance(word, str) else word.value for word in words]
    kinds: str | list[str] = ["string", "null"] if optional else "string"
    spaced = {"type": kinds, "pattern": rf"^\s*({'|'.join(names)})\s*$"}
    return {"anyOf": [{"enum": names}, spaced]}


def format_name(name: str, *, optional: bool = False) -> Schema:
    """Describe the value of `format`."""
    kinds: str | list[str] = ["string", "null"] if optional else "string"
    return {"anyOf": [{"const": name}, {"type": kinds, "pattern": rf"^\s*{name}\s*$"}]}


ID, EXACT_ID, TEXT, OPTIONAL_TEXT = ref("id"), ref("exact_id"), ref("text"), ref("optional_text")
NUMBER, POSITIVE, OPTIONAL_POSITIVE = ref("number"), ref("positive"), ref("optional_positive")
PROPORTION, OPTIONAL_PROPORTION, ESSENTIAL = ref("proportion"), ref("optional_proportion"), ref("essential")
NOTHING = ref("nothing")

_DECIMAL = r"([0-9]{1,15}(\.[0-9]{0,15})?|\.[0-9]{1,15})([eE][+-]?[0-9]{1,2})?"
_ABOVE_0 = rf"[+]?(?=[0-9.]*[1-9]){_DECIMAL}"
_RATIO = r"[0-9]{1,15} ?/ ?(?=[0-9]*[1-9])[0-9]{1,15}"
_POSITIVE = rf"^\s*({_ABOVE_0}|(?=[0-9]*[1-9]){_RATIO})\s*$"
_PROPORTION = rf"^\s*([+-]?{_DECIMAL}|{_RATIO})\s*$"
_NUMBERS, _MAYBE_NUMBERS = ["number", "string"], ["number", "string", "null"]
_ID = "A letter, then up to 63 letters, digits, `-` and `_`, without accents."

WHOLE = {
    "type": ["integer", "string", "null"],
    "minimum": 1,
    "maximum": 100,
    "pattern": rf"^\s*{_ABOVE_0}\s*$",
}
"""A whole number from 1 to 100, or nothing."""

VALUES: dict[str, Schema] = {
    "id": {
        "title": "Id",
        "description": _ID,
        "type": "string",
        "pattern": r"^\s*[A-Za-z][A-Za-z0-9_-]{0,63}\s*$",
    },
    "exact_id": {
        "title": "Id",
        "description": _ID,
        "type": "string",
        "pattern": "^[A-Za-z][A-Za-z0-9_-]{0,63}$",
    },
    "text": {"description": "A text that is not empty.", "type": ["string", "number"], "pattern": r"\S"},
    "optional_text": {"description": "A text, or nothing.", "type": ["string", "number", "null"]},
    "number": {
        "description": "A number, such as 4 or 0.5.",
        "type": _NUMBERS,
        "pattern": rf"^\s*[+-]?{_DECIMAL}\s*$",
    },
    "positive": {
        "description": "A number above 0, or a fraction such as 2/3.",
        "type": _NUMBERS,
        "exclusiveMinimum": 0,
        "pattern": _POSITIVE,
    },
    "optional_positive": {
        "description": "A number above 0 or a fraction such as 2/3, or nothing.",
        "type": _MAYBE_NUMBERS,
        "exclusiveMinimum": 0,
        "pattern": _POSITIVE,
    },
    "essential": {
        "description": "A number above 0 and up to 1 or a fraction such as 2/3, or nothing.",
        "type": _MAYBE_NUMBERS,
        "exclusiveMinimum": 0,
        "maximum": 1,
        "pattern": _POSITIVE,
    },
    "proportion": {
        "description": "A number from 0 to 1, or a fraction such as 2/3.",
        "type": _NUMBERS,
        "minimum": 0,
        "maximum": 1,
        "pattern": _PROPORTION,
    },
    "optional_proportion": {
        "description": "A number from 0 to 1 or a fraction such as 2/3, or nothing.",
        "type": _MAYBE_NUMBERS,
        "minimum": 0,
        "maximum": 1,
        "pattern": _PROPORTION,
    },
    "nothing": {"description": "Left empty, which is the same as leaving it out.", "type": "null"},
}
"""Single values, by the names that schemas refer to."""
