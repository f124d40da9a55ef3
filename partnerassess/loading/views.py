"""Files of answers → views: each set of answers with its questionnaire, or all that is wrong with it."""

import codecs
import os
from collections.abc import Iterator, Sequence

from partnerassess.codes import Codes, PackedView
from partnerassess.files.reading import ENDINGS
from partnerassess.loading.answers import explain_broken, load_answers, read_answer_documents
from partnerassess.loading.shelf import Questionnaires
from partnerassess.loading.vocabulary import Vocabulary
from partnerassess.model import Answers, Questionnaire
from partnerassess.parsing.documents import MAX_DOCUMENT, find_line_fault
from partnerassess.parsing.glance import glance_json, glance_yaml, split_yaml
from partnerassess.parsing.json import parse_json_lines
from partnerassess.parsing.nodes import BrokenDocument, Document
from partnerassess.problems import Problem, ProblemsFound

_GLANCES = {".yaml": glance_yaml, ".yml": glance_yaml, ".json": glance_json}
_MOST_MISTAKES = 1_000
"""How many documents of a file may be wrong before the rest of its lines gets no closer look."""
_NAMES = "questionnaire: "
_UNREAD = f"not looked at closely, after mistakes in {_MOST_MISTAKES:,} other lines"


class View:
    """One set of answers that can be used, in full or packed, whichever is asked for."""

    __slots__ = ("_answers", "_packed", "codes", "document")

    def __init__(
        self,
        codes: Codes,
        document: int | None = None,
        *,
        answers: Answers | None = None,
        packed: PackedView | None = None,
    ) -> None:
        """One of `answers` and `packed` is needed."""
        self.codes = codes
        self.document = document
        """Its place in a file that holds several, from 1."""
        self._answers, self._packed = answers, packed

    @property
    def questionnaire(self) -> Questionnaire:
        """Give the questionnaire that was answered."""
        return self.codes.questionnaire

    @property
    def answers(self) -> Answers:
        """Give the answers."""
        if self._answers is None:
            self._answers = self.codes.unpack(self.packed)
        return self._answers

    @property
    def packed(self) -> PackedView:
        """Give the answers in a few hundred bytes."""
        if self._packed is None:
            self._packed = self.codes.pack(self.answers)
        return self._packed


Problems = tuple[Problem, ...]
"""Everything that is wrong with one set of answers, in its order."""


class ViewReader:
    """Reads files of answers. What it needs for a questionnaire it makes once.

    Nearly every document is read at a glance and looked up; the careful readers take the others, and alone
    say what is wrong.
    """

    def __init__(
        self,
        chosen: Questionnaire | None = None,
        *,
        versions: Sequence[Questionnaire] = (),
        ignore_unrecognised: bool = False,
        careful: bool = False,
    ) -> None:
        """Take the questionnaire, or the versions, that count; null and none where each file says which.

        With `careful`, nothing is read at a glance: what comes out is the same.
        """
        self.questionnaires = Questionnaires(chosen, versions=versions)
        self.ignore_unrecognised = ignore_unrecognised
        self._careful = careful
        self._file, self._mistakes = "", 0
        self._vocabularies: dict[str | None, Vocabulary] = {}
        self._codes: dict[str, Codes] = {}

    def read(self, file: str, content: bytes | None = None) -> Iterator[View | Problems]:
        """Read a file, or content that is here already: each of its documents in order.

        The ending of the file's name decides the notation, or the first character where it says nothing.
        """
        if content is not None and (view := self._glance(file, content, _ending(file), None)):
            yield view
            return
        if content is not None and _ending(file) == ".jsonl" and _is_usual(content):
            lines = enumerate(content.split(b"\n"), start=1)
            said = [(number, line) for number, line in lines if line.strip(b" \t\r")]
            for place, (number, line) in enumerate(said, start=1):
                yield self.read_line(file, line, number, place if len(said) > 1 else None)
            return
        try:
            documents = read_answer_documents(file, content=content)
        except ProblemsFound as found:
            yield found.problems
            return
        for document in documents:
            yield self._load(document, document.index if len(documents) > 1 else None)

    def read_line(self, file: str, line: bytes, number: int, place: int | None) -> View | Problems:
        """Read a line of JSON Lines that is not blank: line `number`, from 1, and document `place`."""
        if view := self._glance(file, line, ".json", place):
            return view
        fault = find_line_fault(line, file, number)
        if fault is not None:
            return (fault,)
        if self._file == file and self._mistakes >= _MOST_MISTAKES:
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
        view = self._look_up_lines(text, file, place) if ending in (".yaml", ".yml") else None
        return view or self._look_up(text, file, ending, place)

    def _look_up_lines(self, text: str, file: str, place: int | None) -> View | None:
        lines = split_yaml(text, "answers")
        vocabulary = self._vocabulary(_guess_questionnaire(text)) if lines else None
        if lines is None or vocabulary is None:
            return None
        packed = vocabulary.find_view_in_lines(*lines, file)
        return None if packed is None else View(vocabulary.codes, place, packed=packed)

    def _look_up(self, text: str, file: str, ending: str, place: int | None) -> View | None:
        glance = _GLANCES.get(ending)
        root = glance(text) if glance else None
        name = root and root.get("questionnaire")
        if root is None or not isinstance(name, str | None):
            return None
        vocabulary = self._vocabulary(name)
        packed = None if vocabulary is None else vocabulary.find_view(root, file)
        return None if packed is None or vocabulary is None else View(vocabulary.codes, place, packed=packed)

    def _vocabulary(self, name: str | None) -> Vocabulary | None:
        """Give the vocabulary for answers that name a questionnaire, or none; null if that is not known."""
        vocabulary = self._vocabularies.get(name)
        if vocabulary is None:
            questionnaire = self.questionnaires.named(name)
            if questionnaire is not None:
                vocabulary = self._vocabularies[name] = Vocabulary(self.codes(questionnaire))
        return vocabulary

    def codes(self, questionnaire: Questionnaire) -> Codes:
        """Give the codes of a questionnaire's answers."""
        codes = self._codes.get(questionnaire.id)
        if codes is None or codes.questionnaire is not questionnaire:
            codes = self._codes[questionnaire.id] = Codes(questionnaire)
        return codes

    def _load(self, document: Document | BrokenDocument, place: int | None) -> View | Problems:
        if self._file != document.file:
            self._file, self._mistakes = document.file, 0
        find = self.questionnaires.answered_in
        try:
            if isinstance(document, BrokenDocument):
                raise ProblemsFound(
                    explain_broken(document, find, ignore_unrecognised=self.ignore_unrecognised)
                )
            questionnaire = find(document)
            answers = load_answers(document, questionnaire, ignore_unrecognised=self.ignore_unrecognised)
        except ProblemsFound as found:
            self._mistakes += 1
            return found.problems
        return View(self.codes(questionnaire), place, answers=answers)


def _guess_questionnaire(text: str) -> str | None:
    """Give the questionnaire that a text in YAML seems to name."""
    start = 0 if text.startswith(_NAMES) else text.find(f"\n{_NAMES}") + 1
    if not text.startswith(_NAMES, start):
        return None
    return text[start + len(_NAMES) :].partition("\n")[0].partition(" #")[0].strip(" \r\"'") or None


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
    if file.endswith(".yaml") and file[-6:-5].isalnum():
        return ".yaml"
    ending = os.path.splitext(file)[1].lower()
    return ending if ending in ENDINGS else ""
