"""Files of answers → views: each set of answers with its questionnaire, or all that is wrong with it."""

import codecs
import os
from collections.abc import Iterator
from typing import NamedTuple

from partnerassess.files import ENDINGS
from partnerassess.loading.answers import explain_broken, load_answers, read_answer_documents
from partnerassess.loading.shelf import Questionnaires
from partnerassess.loading.vocabulary import Vocabulary
from partnerassess.model import Answers, Questionnaire
from partnerassess.parsing.documents import MAX_DOCUMENT, find_line_fault
from partnerassess.parsing.glance import Plain, glance_json, glance_yaml
from partnerassess.parsing.json import parse_json_lines
from partnerassess.parsing.nodes import BrokenDocument, Document
from partnerassess.problems import Problem, ProblemsFound

_GLANCES = {".yaml": glance_yaml, ".yml": glance_yaml, ".json": glance_json}
_MOST_MISTAKES = 1_000
"""How many documents of a file may be wrong before the rest of its lines gets no closer look."""
_UNREAD = f"not looked at closely, after mistakes in {_MOST_MISTAKES:,} other lines"


class View(NamedTuple):
    """One set of answers that can be used."""

    questionnaire: Questionnaire
    answers: Answers
    document: int | None
    """Its place in a file that holds several, from 1."""


Problems = tuple[Problem, ...]
"""Everything that is wrong with one set of answers, in its order."""


class ViewReader:
    """Reads files of answers. What it needs for a questionnaire it makes once.

    Nearly every document is read at a glance and looked up; the careful readers take the others, and alone
    say what is wrong.
    """

    def __init__(
        self, chosen: Questionnaire | None = None, *, ignore_unrecognised: bool = False, careful: bool = False
    ) -> None:
        """With `careful`, nothing is read at a glance: what comes out is the same."""
        self.questionnaires = Questionnaires(chosen)
        self.ignore_unrecognised = ignore_unrecognised
        self._careful = careful
        self._file, self._mistakes = "", 0
        self._vocabularies: dict[str | None, Vocabulary] = {}

    def read(self, file: str, content: bytes | None = None) -> Iterator[View | Problems]:
        """Read a file, or content that is here already: each of its documents in order.

        The ending of the file's name decides the notation, or the first character where it says nothing.
        """
        if content is not None and (view := self._glance(file, content, _ending(file), None)):
            yield view
            return
        if content is not None and _ending(file) == ".jsonl" and _is_usual(content):
            yield from self._read_lines(file, content)
            return
        try:
            documents = read_answer_documents(file, content=content)
        except ProblemsFound as found:
            yield found.problems
            return
        for document in documents:
            yield self._load(document, document.index if len(documents) > 1 else None)

    def _read_lines(self, file: str, content: bytes) -> Iterator[View | Problems]:
        lines = enumerate(content.split(b"\n"), start=1)
        said = [(number, line) for number, line in lines if line.strip(b" \t\r")]
        for place, (number, line) in enumerate(said, start=1):
            yield self.read_line(file, line, number, place if len(said) > 1 else None)

    def read_line(self, file: str, line: bytes, number: int, place: int | None) -> View | Problems:
        """Read a line of JSON Lines that is not blank: line `number`, from 1, and document `place`."""
        if view := self._glance(file, line, ".json", place):
            return view
        fault = find_line_fault(line, file, number)
        if fault is not None:
            return (fault,)
        if self._is_hopeless(file):
            return (Problem(file=file, line=number, message=_UNREAD),)
        (document,) = parse_json_lines(line.decode(), file, before=number - 1)
        return self._load(document, place)

    def _glance(self, file: str, content: bytes, ending: str, place: int | None) -> View | None:
        if self._careful or len(content) > MAX_DOCUMENT:
            return None
        try:
            text = content.decode()
        except UnicodeDecodeError:
            return None
        glance = _GLANCES.get(ending)
        root = glance(text) if glance else None
        return None if root is None else self._look_up(root, file, place)

    def _look_up(self, root: dict[str, Plain], file: str, place: int | None) -> View | None:
        name = root.get("questionnaire")
        if not isinstance(name, str | None):
            return None
        vocabulary = self._vocabularies.get(name)
        if vocabulary is None:
            questionnaire = self.questionnaires.named(name)
            if questionnaire is None:
                return None
            vocabulary = self._vocabularies[name] = Vocabulary(questionnaire)
        answers = vocabulary.find_answers(root, file)
        return None if answers is None else View(vocabulary.questionnaire, answers, place)

    def _is_hopeless(self, file: str) -> bool:
        """Tell whether so much of a file is wrong that the rest gets no closer look."""
        return self._file == file and self._mistakes >= _MOST_MISTAKES

    def _load(self, document: Document | BrokenDocument, place: int | None) -> View | Problems:
        if self._file != document.file:
            self._file, self._mistakes = document.file, 0
        found = self._load_document(document, place)
        self._mistakes += not isinstance(found, View)
        return found

    def _load_document(self, document: Document | BrokenDocument, place: int | None) -> View | Problems:
        find = self.questionnaires.answered_in
        if isinstance(document, BrokenDocument):
            return explain_broken(document, find, ignore_unrecognised=self.ignore_unrecognised)
        try:
            questionnaire = find(document)
            answers = load_answers(document, questionnaire, ignore_unrecognised=self.ignore_unrecognised)
        except ProblemsFound as found:
            return found.problems
        return View(questionnaire, answers, place)


def _is_usual(lines: bytes) -> bool:
    """Tell whether lines of JSON can be read one by one: they end as lines do, and are no results."""
    said = lines.strip()
    return (
        bool(said)
        and not said.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
        and b"partnerassess-result/" not in said.partition(b"\n")[0]
        and lines.count(b"\r") == lines.count(b"\r\n")
    )


def _ending(file: str) -> str:
    ending = os.path.splitext(file)[1].lower()
    return ending if ending in ENDINGS else ""
