"""From an input to compiled results: each document is read in the quickest way that takes it.

This module knows the three ways: the recogniser of our own form, the plain shapes, and the strict reader,
which takes everything and alone says what is wrong. It does not know scores.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from io import BytesIO
from typing import NamedTuple

from partnerassess.batch.documents import number_lines, read_part, use_documents, use_line
from partnerassess.batch.inputs import Given, Input, Lines, is_usual, read_small
from partnerassess.batch.outcomes import Outcome, Unusable
from partnerassess.batch.plain import PlainReader, read_json
from partnerassess.batch.questionnaires import load_document, score_document
from partnerassess.canonical import Recogniser, Said
from partnerassess.compiled import Tables, compile_questionnaire
from partnerassess.files import ENDINGS
from partnerassess.library import shipped_questionnaires
from partnerassess.loading import Questionnaires
from partnerassess.model import Answers, Questionnaire
from partnerassess.parsing.documents import MAX_DOCUMENT
from partnerassess.parsing.nodes import BrokenDocument, Document
from partnerassess.problems import Problem

_YAML = (".yaml", ".yml")
_LINES = ".jsonl"
_NAMED = re.compile(rb"^questionnaire: ([A-Za-z][A-Za-z0-9_-]{0,63})\n", re.MULTILINE)


class View(NamedTuple):
    """One set of answers, ready to be scored."""

    file: str
    document: int | None
    """Its place in a file that holds several answer sets, from 1."""
    compiled: "Compiled"
    """The questionnaire it answers."""
    said: Said


class Compiled:
    """One questionnaire and the quick ways to read answers to it."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        self.tables = compile_questionnaire(questionnaire)
        self.plain = PlainReader(self.tables)

    @cached_property
    def recogniser(self) -> Recogniser:
        """The recogniser of our own form, made when the first file needs it."""
        return Recogniser(self.tables)


@dataclass(kw_only=True, slots=True, eq=False)
class Reader:
    """Reads inputs; what it needs for a questionnaire it makes once.

    A copy sent to another process makes it anew.
    """

    chosen: Questionnaire | None = None
    strict: bool = False
    """Whether everything goes through the strict reader."""
    ignore_unrecognised: bool = False
    recognised: int = 0
    """How many documents were in our own form, or JSON in its usual shape, so far."""
    _questionnaires: Questionnaires = field(init=False)
    _compiled: dict[str, Compiled] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._questionnaires = Questionnaires(self.chosen)

    def __reduce__(self) -> tuple[object, ...]:
        # The questionnaire's own copy of its questions cannot travel, and need not.
        chosen = None if self.chosen is None else replace(self.chosen)
        return _make_reader, (chosen, self.strict, self.ignore_unrecognised)

    def prepare(self) -> None:
        """Make what nearly every input takes, so that processes started from now on share it."""
        names = [self.chosen.id] if self.chosen else list(shipped_questionnaires())
        compiled = self.find_compiled(names[0]) if len(names) == 1 else None
        if compiled is not None and not self.strict:
            _ = compiled.recogniser

    def find_compiled(self, name: str) -> Compiled | None:
        """Give the compiled questionnaire that answers to this one are scored with; null if there is none."""
        compiled = self._compiled.get(name)
        if compiled is None:
            questionnaire = self._questionnaires.named(name)
            if questionnaire is not None:
                compiled = self._compiled[name] = Compiled(questionnaire)
        return compiled

    def views(self, item: Input) -> Sequence[View | Unusable]:
        """Read an input: each of its documents as a view, or what is wrong with it."""
        if isinstance(item, str):
            return self._file(item, None)
        if isinstance(item, Problem):
            return [Unusable(problems=(item,))]
        if isinstance(item, Lines):
            return list(self._lines(item.path, read_part(item), item.lines, item.documents))
        return self._file(*item)

    def outcomes(self, item: Input) -> Iterator[Outcome]:
        """Read an input with the strict reader and score it with all its parts, as for a report."""
        return use_documents(item, self._score)

    def _score(self, document: Document | BrokenDocument, place: int | None) -> Outcome:
        return score_document(
            document, place, self._questionnaires, ignore_unrecognised=self.ignore_unrecognised
        )

    def _file(self, path: str, content: bytes | None) -> Sequence[View | Unusable]:
        ending = _ending(path)
        if content is None and ending in ENDINGS:
            content = read_small(path)
        if content is not None:
            if ending == _LINES and is_usual(BytesIO(content)):
                return list(self._lines(path, content, 0, 0))
            view = None if self.strict else self._recognise(path, ending, content)
            if view is not None:
                return (view,)
        return list(use_documents(path if content is None else Given(path, content), self._view))

    def _recognise(self, path: str, ending: str, content: bytes) -> View | None:
        """Read a file in our own form, or a plain JSON document; null if it needs the strict reader."""
        if ending == ".json":
            return self._plain_json(path, content, None)
        named = _NAMED.search(content)
        compiled = self.find_compiled(named[1].decode()) if named and ending in _YAML else None
        said = None if compiled is None else compiled.recogniser.recognise(content)
        if said is None or compiled is None:
            return None
        self.recognised += 1
        return View(path, None, compiled, said)

    def _lines(self, path: str, content: bytes, lines: int, documents: int) -> Iterator[View | Unusable]:
        """Read a part of a file of JSON Lines, one document after the other."""
        for place, (number, line) in enumerate(number_lines(content, lines), start=documents + 1):
            is_odd = self.strict or len(line) > MAX_DOCUMENT
            view = None if is_odd else self._plain_json(path, line, place)
            yield use_line(path, line, number, place, self._view) if view is None else view

    def _plain_json(self, path: str, content: bytes, place: int | None) -> View | None:
        try:
            root = read_json(content)
        except ValueError:
            return None
        view = self._plain(path, root, place)
        self.recognised += view is not None
        return view

    def _plain(self, path: str, root: object, place: int | None) -> View | None:
        """Read a document at a glance; null if it needs a second look."""
        name = root.get("questionnaire") if isinstance(root, dict) else None
        if name is None and self.chosen is not None:
            name = self.chosen.id
        compiled = self.find_compiled(str(name)) if isinstance(name, str) else None
        said = None if compiled is None else compiled.plain.read(root)
        return None if said is None or compiled is None else View(path, place, compiled, said)

    def _view(self, document: Document | BrokenDocument, place: int | None) -> View | Unusable:
        if isinstance(document, Document):
            view = self._plain(document.file, document.root, place)
            if view is not None:
                return view
        loaded = load_document(document, self._questionnaires, ignore_unrecognised=self.ignore_unrecognised)
        if isinstance(loaded, Unusable):
            return loaded
        questionnaire, answers = loaded
        compiled = self.find_compiled(questionnaire.id) or Compiled(questionnaire)
        return View(document.file, place, compiled, _said(answers, compiled.tables))


def _ending(path: str) -> str:
    """Give the ending of a file's name in small letters; nothing where it takes a closer look."""
    before, _, after = path.rpartition(".")
    return f".{after.lower()}" if before and before[-1] not in "./\\" else ""


def _make_reader(chosen: Questionnaire | None, strict: bool, ignore_unrecognised: bool) -> Reader:
    return Reader(chosen=chosen, strict=strict, ignore_unrecognised=ignore_unrecognised)


def _said(answers: Answers, tables: Tables) -> Said:
    date = answers.date.isoformat() if answers.date else None
    total = tables.add_up(answers.answers)
    return Said(answers.partnership, answers.organisation, answers.respondent, date, total)
