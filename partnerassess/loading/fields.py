"""A positioned reader over plain data: every value knows where it stands, and a wrong one says so."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import TypeVar

from msgspec.structs import replace

from partnerassess.loading.wording import (
    describe,
    find_curly_quotes,
    find_similar,
    quote_all,
    shorten,
    suggest,
)
from partnerassess.parsing.nodes import Document, Mapping, Mark, Node
from partnerassess.parsing.nodes import Sequence as Listing
from partnerassess.parsing.slips import find_spacing_slip
from partnerassess.problems import MOST_ALIKE, Problem, ProblemsFound, limit_alike, place_of

ID = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,63}")

Thing = TypeVar("Thing")
Otherwise = TypeVar("Otherwise")


class Refused(Exception):
    """Ends the reading of one value; null for its problem when that has been reported already."""

    def __init__(self, problem: Problem | None) -> None:
        super().__init__(str(problem))
        self.problem = problem


class Findings:
    """What comes to light while one document is read."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.problems: list[Problem] = []
        self.warnings: list[str] = []


class Field:
    """One value of a document, or one key: it knows its place, and where problems go."""

    __slots__ = ("_above", "_is_key", "_step", "findings", "node")

    def __init__(
        self,
        node: Node,
        findings: Findings,
        above: "Field | None" = None,
        step: str | int = "",
        is_key: bool = False,
    ) -> None:
        self.node = node
        self.findings = findings
        self._above = above
        self._step = step
        self._is_key = is_key

    @property
    def file(self) -> str:
        """The file as the user named it."""
        return self.findings.document.file

    @property
    def dropped(self) -> str | None:
        """What the notation dropped in silence although it may be meant, such as `#1`; null for nothing."""
        inside = self._above.node if self._above else None
        if not self.findings.document.dropped or not isinstance(inside, Mapping):
            return None
        _, offset = inside.offsets.get(str(self._step), (0, -1))
        return self.findings.document.dropped.get(offset)

    @property
    def mark(self) -> Mark:
        """The line and the column, from 1."""
        inside = self._above.node if self._above else None
        if isinstance(inside, Mapping):
            step = str(self._step)
            return inside.key_mark(step) if self._is_key else inside.value_mark(step)
        if isinstance(inside, Listing):
            return inside.item_mark(int(self._step))
        return self.findings.document.mark

    @property
    def path(self) -> str:
        """The place in the file's own words: an item is named by its id, or else counted from 1."""
        if self._above is None:
            return ""
        name = self._step
        if isinstance(name, int):
            own = self.node.get("id") if isinstance(self.node, Mapping) else None
            if not (isinstance(own, str) and ID.fullmatch(own)):
                return f"{self._above.path}[{name + 1}]"
            name = own
        return f"{self._above.path}.{shorten(name)}".removeprefix(".")

    def problem(self, message: str, hint: str | None = None) -> Problem:
        """Say what is wrong here; curly quotes around the value are the most likely reason."""
        line, column = self.mark
        return Problem(
            file=self.file,
            line=line,
            column=column,
            path=self.path,
            message=message,
            hint=find_curly_quotes(self.node) or hint,
        )

    def report(self, message: str, hint: str | None = None) -> None:
        """Note what is wrong here and go on reading."""
        self.findings.problems.append(self.problem(message, hint))

    def warn(self, message: str) -> None:
        """Note what people should know about the value although it can be used."""
        self.findings.warnings.append(f"Line {self.mark.line}, {self.path}: {message}")

    def refused(self, message: str, hint: str | None = None) -> Refused:
        """Say what is wrong here, to be raised."""
        return Refused(self.problem(message, hint))

    def expected(self, what: str, hint: str | None = None) -> Refused:
        """Say that something else should stand here, to be raised."""
        return self.refused(f"expected {what}, found {describe(self.node)}", hint)

    def read(self, reader: Callable[["Field"], Thing], otherwise: Otherwise) -> Thing | Otherwise:
        """Read the value; if it is refused, note why and give the stand-in."""
        try:
            return reader(self)
        except Refused as refused:
            if refused.problem is not None:
                self.findings.problems.append(refused.problem)
            return otherwise

    def items(self) -> Iterator["Field"]:
        """Give the items of a list. Raises Refused if it is none."""
        if not isinstance(self.node, Listing):
            self.check_spacing()
            raise self.expected("a list", "write each entry on its own line after `- `, or all in `[ ]`")
        return (Field(node, self.findings, self, index) for index, node in enumerate(self.node))

    def entries(self) -> Iterator[tuple["Field", "Field"]]:
        """Give the keys and values of a mapping, in the order of the file. Raises Refused if it is none."""
        return ((self.key(name), self.value(name)) for name in self.named("named values"))

    def fields(
        self,
        *,
        required: Sequence[str] = (),
        optional: Sequence[str] = (),
        apart: Collection[str] = (),
        what: str = "named values",
    ) -> "Fields":
        """Open a mapping that may have these keys only; unknown and missing ones are noted.

        Nothing is said about the keys that stand `apart`.
        """
        return Fields(self, self.named(what), required, optional, apart)

    def named(self, what: str) -> Mapping:
        """Give the value as a mapping. Raises Refused if it is none."""
        if not isinstance(self.node, Mapping):
            self.check_spacing()
            raise self.expected(what, "write each on its own line as `name: value`")
        return self.node

    def check_spacing(self) -> None:
        """Raise Refused for a text that is one only because of a space that is missing or not ordinary."""
        slip = find_spacing_slip(self.node) if isinstance(self.node, str) else None
        if slip:
            offset, message, hint = slip
            problem = self.problem(message, hint)
            raise Refused(replace(problem, column=(problem.column or 1) + offset))

    def key(self, name: str) -> "Field":
        """Give one of the keys of a mapping."""
        return Field(name, self.findings, self, name, is_key=True)

    def value(self, name: str) -> "Field":
        """Give the value of one of the keys of a mapping; null if the key is not there."""
        node = self.node.get(name) if isinstance(self.node, Mapping) else None
        return Field(node, self.findings, self, name)


class Fields:
    """The named values of one mapping whose keys are known beforehand."""

    def __init__(
        self,
        field: Field,
        named: Mapping,
        required: Sequence[str],
        optional: Sequence[str],
        apart: Collection[str],
    ) -> None:
        self.field = field
        self._named = named
        self._required = required
        is_usual = named.keys() <= {*required, *optional, *apart}
        self.meant: set[str] = set() if is_usual else self._report_unknown([*required, *optional], apart)
        for key in required:
            if key not in named and key not in self.meant:
                field.report(f"`{key}` is missing")

    def read(self, key: str, reader: Callable[[Field], Thing], otherwise: Otherwise) -> Thing | Otherwise:
        """Read one of the values; if it is not there, or refused and noted, give the stand-in.

        An optional value that is null counts as not there.
        """
        return self.field.value(key).read(reader, otherwise) if self.has(key) else otherwise

    def need(self, key: str, reader: Callable[[Field], Thing]) -> Thing:
        """Read one of the values that nothing can stand in for. Raises Refused if it cannot be read."""
        if key not in self._named:
            raise Refused(None)
        return reader(self.field.value(key))

    def has(self, key: str) -> bool:
        """Tell whether there is something to read: the key, and unless that is required, more than null."""
        return self._named.get(key) is not None or (key in self._required and key in self._named)

    def value(self, key: str) -> Field | None:
        """Give one of the values as a field; null if it is not there."""
        return self.field.value(key) if key in self._named else None

    def present(self, keys: Iterable[str]) -> list[Field]:
        """Give those of the keys that are there, as fields."""
        return [self.field.key(key) for key in keys if self.has(key)]

    def one_of(self, keys: Sequence[str]) -> str:
        """Give the only one of these keys that is there. Raises Refused if there are none or several."""
        there = self.present(keys)
        if len(there) == 1:
            return str(there[0].node)
        if there:
            series = " and ".join(f"`{key.node}`" for key in there)
            raise there[1].refused(f"{series} cannot stand together", "keep one of them")
        if self.meant & set(keys):
            raise Refused(None)
        raise self.field.refused(f"one of {quote_all(keys)} is missing")

    def _report_unknown(self, known: list[str], apart: Collection[str]) -> set[str]:
        """Note the keys that are not known here, and give those that were probably meant."""
        unknown = [name for name in self._named if name not in known and name not in apart]
        if not unknown:
            return set()
        meant = set()
        missing = [other for other in known if other not in self._named]
        for number, name in enumerate(unknown):
            # Guesses take time, and the later problems are only counted.
            said = name.partition(":")[0] if number < MOST_ALIKE else ""
            guess = (find_similar(said, missing) or find_similar(said, known)) if said else None
            key = self.field.key(name)
            if not report_glued(key, known):
                hint = suggest(guess, known)
                if guess is None and self._named[name] is None and "note" in self._named:
                    hint = "if it belongs to the note, put the whole note in quotes"
                key.report(f"`{shorten(name)}` is not known here", hint)
            meant.add(guess or "")
        return meant


def report_glued(key: Field, known: Collection[str]) -> bool:
    """Note a key that only lacks the space after its colon, as in `answer:3`; say whether it is one."""
    name, colon, _ = str(key.node).partition(":")
    is_glued = bool(colon) and name in known
    if is_glued:
        key.report(f"a space is missing after `{shorten(name)}:`", "write a space after the colon")
    return is_glued


def load(
    document: Document, reader: Callable[[Field], Thing], make: Callable[[Document], Findings] = Findings
) -> Thing:
    """Read a whole document. Raises ProblemsFound with everything that is wrong with it, in its order."""
    findings = make(document)
    thing = Field(document.root, findings).read(reader, None)
    if thing is None or findings.problems:
        raise ProblemsFound(limit_alike(sorted(findings.problems, key=place_of)))
    return thing
