"""What the parts of a file may hold, declared once: the JSON Schemas are made of it, and files read by it.

What a questionnaire has named so far is kept beside it, so that every reference is checked where it stands.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from fractions import Fraction
from typing import Any, Generic, NamedTuple, TypeVar

from partnerassess.loading.fields import ID, Field, Fields, Findings, Refused
from partnerassess.loading.values import DEFINITIONS, HOW_TO_WRITE_AN_ID, Kind, Schema, ref, text
from partnerassess.loading.wording import find_similar, shorten, suggest
from partnerassess.model import (
    Advantage,
    Advice,
    Arrangement,
    Band,
    Citation,
    Dimension,
    Factor,
    Question,
    Scale,
    Scoring,
    Section,
)
from partnerassess.parsing.nodes import Document, Mapping, Node
from partnerassess.parsing.nodes import Sequence as Listing

Thing = TypeVar("Thing")
_OPTIONAL = frozenset({"sources", "scoring", "bands", "advice"})


class Names(Generic[Thing]):
    """The things of one kind, such as questions, by id."""

    def __init__(self, kind: str, everywhere: Iterable[str | None]) -> None:
        self._kind = kind
        self._everywhere = frozenset(everywhere)
        self._things: dict[str, Thing | None] = {}
        self._places: dict[str, Field] = {}
        self._missed: set[str] = set()

    def add(self, place: Field | None, thing: Thing | None) -> None:
        """Take the next thing, null if it could not be read; `place` holds its id, null if there is none.

        An id of the wrong form or one that is used already is noted.
        """
        name = place.node.strip() if place and isinstance(place.node, str) else ""
        if place is None or not name:
            return
        if not ID.fullmatch(name):
            place.report(f"`{shorten(name)}` cannot be an id", HOW_TO_WRITE_AN_ID)
        if name in self._places:
            line = self._places[name].mark.line
            message = f"the {self._kind} `{shorten(name)}` is there already, on line {line}"
            place.report(message, "give each its own id")
            return
        self._places[name] = place
        self._things[name] = thing

    def give_up(self) -> None:
        """Take it that some of these things could not be read, so that no name can be said to be unknown."""
        self._everywhere |= {None}

    def refer(self, field: Field) -> Thing:
        """Read a name and give what it stands for. Raises Refused where it stands for nothing."""
        name = text(field)
        thing = self._things.get(name)
        if thing is not None:
            return thing
        if name in self._everywhere or None in self._everywhere:
            raise Refused(None)  # it, or something that may be it, could not be read: that has been noted
        guess = find_similar(name, self._things)
        if guess is None and name in self._missed:
            raise Refused(None)  # once is enough for a thing that was never defined
        self._missed.add(name)
        hint = suggest(guess, self._things)
        raise field.refused(f"there is no {self._kind} `{shorten(name)}`", hint)

    def refer_back(self, field: Field) -> Thing:
        """Do the same where only what stands before may be referred to."""
        name = text(field)
        if name in self._everywhere and name not in self._things:
            raise field.refused(f"the {self._kind} `{shorten(name)}` does not stand before this one")
        return self.refer(field)

    def place(self, name: str) -> Field:
        """Give the place where a thing got its name."""
        return self._places[name]

    def has(self, name: str) -> bool:
        """Tell whether something has this name."""
        return name in self._places

    def things(self) -> tuple[Thing, ...]:
        """Give everything that could be read, in the order of the file."""
        return tuple(thing for thing in self._things.values() if thing is not None)

    @property
    def complete(self) -> bool:
        """Whether everything of this kind could be read."""
        return all(name is not None and self._things.get(name) is not None for name in self._everywhere)


class Known(Findings):
    """What comes to light while a questionnaire is read: also everything it has named so far, by kind."""

    def __init__(self, document: Document) -> None:
        super().__init__(document)
        root = document.root
        self.sources: Names[Citation] = Names("source", keys_at(root, "sources"))
        self.scales: Names[Scale] = Names("scale", keys_at(root, "scales"))
        self.sections: Names[Section] = Names("section", ids_at(root, "sections"))
        self.questions: Names[Question] = Names("question", ids_at(root, "sections", "questions"))
        self.former: dict[str, Field] = {}
        """Where it is said what questions were called before."""
        self.dimensions: Names[Dimension] = Names("dimension", ids_at(root, "dimensions"))
        self.arrangements: Names[Arrangement] = Names("arrangement", ids_at(root, "arrangements"))
        self.advantages: Names[Advantage] = Names("advantage", ())
        """Those of the arrangement that is being read."""
        self.fed: dict[str, str] = {}
        """Which factor of that arrangement each question feeds."""
        self.factors: Names[Factor] = Names("factor", ids_at(root, "arrangements", "factors", "*"))
        self.shown_as: tuple[Fraction, Fraction] | None = Scoring().shown_as
        """Null where it could not be read."""
        self.starts: list[Fraction | None] = []
        """Where the bands so far start; null for those of which that could not be read."""
        self.bands: Names[Band] = Names("band", ids_at(root, "scoring", "bands"))
        self.advice: Names[Advice] = Names("advice", ids_at(root, "advice"))


def known(field: Field) -> Known:
    """Give what has come to light so far in the questionnaire that a field is part of."""
    if not isinstance(field.findings, Known):
        raise TypeError("this is no part of a questionnaire")
    return field.findings


def ids_at(node: Node, *steps: str) -> Iterator[str | None]:
    """Give the ids at the end of some steps (`*` is any key); null for each that cannot be read."""
    if isinstance(node, Listing) and node:
        for item in node:
            yield from ids_at(item, *steps)
    elif isinstance(node, Mapping) and steps:
        for value in _values_at(node, steps[0]):
            yield from ids_at(value, *steps[1:])
    else:
        name = node.get("id") if isinstance(node, Mapping) else None
        yield name.strip() if isinstance(name, str) else None


def keys_at(node: Node, step: str) -> Iterator[str | None]:
    """Give the keys of a mapping inside a mapping; null if it cannot be read."""
    for names in _values_at(node, step) if isinstance(node, Mapping) else [None]:
        if isinstance(names, Mapping) and (names or step in _OPTIONAL):
            yield from (name.strip() for name in names)
        else:
            yield None


def _values_at(node: Mapping, step: str) -> list[Node]:
    if step == "*":
        return list(node.values())
    value = node.get(step)
    return [] if value is None and step in _OPTIONAL else [value]


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
        keys: dict[str, Key],
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


def compose(root: Part[Any], parts: Iterable[Part[Any]], definitions: dict[str, Schema]) -> Schema:
    """Give the JSON Schema of a kind of file, with all that it refers to."""
    named = {**{part.title.lower(): part.schema() for part in parts}, **definitions}
    used = str(root.schema()) + str(named)
    values = {name: value for name, value in DEFINITIONS.items() if f"#/$defs/{name}'" in used}
    return {"$schema": _DIALECT, **root.schema(), "$defs": named | values}
