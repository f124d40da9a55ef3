"""What the parts of a file may hold, declared once: the JSON Schemas are made of it, and files read by it."""

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any, Generic, NamedTuple, TypeVar

from partnerassess.loading.fields import Field, Fields
from partnerassess.loading.names import Known, Names, known
from partnerassess.loading.values import DEFINITIONS, Kind, Schema, ref

Record = TypeVar("Record")
_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_NOT_THERE: Any = object()


class Key(NamedTuple):
    """One of the keys of a part."""

    kind: Kind[Any]
    """What may stand there."""
    description: str
    """What it is for, in words for those who write the file."""
    required: bool
    is_vital: bool = False
    """Whether the part is of no use without it."""


def need(kind: Kind[Any], description: str, *, vital: bool = False) -> Key:
    """Declare a key that must be there."""
    return Key(kind, description, required=True, is_vital=vital)


def may(kind: Kind[Any], description: str) -> Key:
    """Declare a key that may be there; the record says what holds without it."""
    return Key(kind, description, required=False)


class Part(Generic[Record]):
    """Named values that belong together, such as a question, with the keys they may have, in their order."""

    def __init__(
        self,
        record: Callable[..., Record],
        description: str,
        keys: Mapping[str, Key],
        *,
        title: str = "",
        kept: Callable[[Known], Names[Any]] | None = None,
        **more: Any,
    ) -> None:
        """Declare a part and the record it is read into; `more` is what its schema says beside its keys.

        Where it is `kept`, others may refer to it by its id.
        """
        self.record = record
        self.title = title or record.__name__
        self.description = description
        self.keys = keys
        self.required = [name for name, key in keys.items() if key.required]
        self._optional = [name for name, key in keys.items() if not key.required]
        self.kind: Kind[Record] = Kind(ref(self.title.lower()), self.read)
        self._kept = kept
        self._more = more

    def schema(self) -> Schema:
        """Give the JSON Schema of the part."""
        keys = self.keys.items()
        required = {"required": self.required} if self.required else {}
        return {
            "title": self.title,
            "description": self.description,
            "type": "object",
            **required,
            "additionalProperties": False,
            "properties": {name: {"description": key.description, **key.kind.schema} for name, key in keys},
            **self._more,
        }

    def open(self, field: Field, *, apart: Collection[str] = ()) -> Fields:
        """Open it in a file; unknown and missing keys are noted, but for those that stand `apart`."""
        required, optional = self.required, self._optional
        if apart:
            required = [key for key in self.required if key not in apart]
            optional = [key for key in self.keys if key not in required]
        return field.fields(required=required, optional=optional, apart=apart)

    def values(self, fields: Fields, *, apart: Collection[str] = ()) -> dict[str, Any]:
        """Read the values of its keys, but for those that are read apart.

        What may be missing is missing here, too. Raises Refused if something vital cannot be read.
        """
        found = {}
        for name, key in self.keys.items():
            if name in apart:
                continue
            read = key.kind.read
            value = fields.need(name, read) if key.is_vital else fields.read(name, read, _NOT_THERE)
            if value is not _NOT_THERE:
                found[name] = value
            elif key.required:
                found[name] = key.kind.otherwise
        return found

    def read(self, field: Field, **more: Any) -> Record:
        """Read it from a file; `more` is what the record has that does not stand there."""
        fields = self.open(field)
        record = self.record(**self.values(fields), **more)
        if self._kept:
            self._kept(known(field)).add(fields.value("id"), record)
        return record


def compose(root: Part[Any], parts: Iterable[Part[Any]], definitions: Mapping[str, Schema]) -> Schema:
    """Give the JSON Schema of a kind of file, with all that it refers to."""
    named = {**{part.title.lower(): part.schema() for part in parts}, **definitions}
    used = str(root.schema()) + str(named)
    values = {name: value for name, value in DEFINITIONS.items() if f"#/$defs/{name}'" in used}
    return {"$schema": _DIALECT, **root.schema(), "$defs": named | values}
