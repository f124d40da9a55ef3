"""The questionnaires of a run, each loaded once, found by the names that answers and people give."""

from collections.abc import Sequence
from pathlib import Path

from partnerassess.library import DEFAULT, find_questionnaire, shipped_questionnaires
from partnerassess.loading.answers import find_questionnaire_name, read_answer_documents
from partnerassess.loading.questionnaire import load_questionnaire
from partnerassess.loading.wording import find_similar, suggest
from partnerassess.model import Questionnaire
from partnerassess.parsing.nodes import BrokenDocument, Document, Mapping
from partnerassess.problems import Problem, ProblemsFound

_KEY = "questionnaire"
_SAY_WHICH = f"say `{_KEY}: {DEFAULT}`, or use --{_KEY}"


class Questionnaires:
    """The questionnaires of a run, each loaded once."""

    def __init__(
        self, chosen: Questionnaire | None = None, *, versions: Sequence[Questionnaire] = ()
    ) -> None:
        self.chosen = chosen
        """The only one that counts; null if each file says which."""
        self._versions = versions
        """The only ones that count, the last before the others, if any are given."""
        self._loaded: dict[str, Questionnaire] = {}

    def answered_in(self, document: Document) -> Questionnaire:
        """Give the questionnaire a document answers: the chosen one, else the one it names.

        Of several versions that is the one that was answered, else the last. Raises ProblemsFound if it names
        none, or one that does not ship with partnerassess.
        """
        if self.chosen is not None:
            return self.chosen
        name = find_questionnaire_name(document)
        if self._versions:
            root = document.root
            version = str(root.get("version", "")).strip() if isinstance(root, Mapping) else ""
            fitting = [each for each in self._versions if name in (None, each.id)] or self._versions
            return next((each for each in reversed(fitting) if each.version == version), fitting[-1])
        found = self.named(name) if name else None
        if found is None:
            raise ProblemsFound([_no_questionnaire(document, name)])
        return found

    def named(self, name: str | None) -> Questionnaire | None:
        """Give the questionnaire that all answers to this one are scored with; null if there is none."""
        if self.chosen is not None:
            return self.chosen if name in (None, self.chosen.id) else None
        if name is None or self._versions:
            return None
        if name not in self._loaded:
            path = shipped_questionnaires().get(name)
            if path is None:
                return None
            self._loaded[name] = load_questionnaire(path)
        return self._loaded[name]


def find_questionnaire_file(name: str) -> Path:
    """Give the file of the questionnaire a person named; raises ProblemsFound if there is none."""
    path = find_questionnaire(name)
    if path is None:
        known = shipped_questionnaires()
        guess = suggest(find_similar(name, known))
        hint = guess or f"a file, or one of: {', '.join(known)}"
        raise ProblemsFound([Problem(file=name, message="no such questionnaire", hint=hint)])
    return path


def choose_questionnaire(name: str) -> Questionnaire:
    """Load the questionnaire a person named; raises ProblemsFound if there is none or it cannot be used."""
    return load_questionnaire(find_questionnaire_file(name))


def find_answered_questionnaire(path: Path) -> Questionnaire | None:
    """Give the questionnaire that an answer file names; null if it says nothing yet, or is broken.

    Raises ProblemsFound if the file cannot be read, or names a questionnaire that cannot be had.
    """
    first = read_answer_documents(path)[0]
    if isinstance(first, BrokenDocument) or find_questionnaire_name(first) is None:
        return None
    return Questionnaires().answered_in(first)


def _no_questionnaire(document: Document, name: str | None) -> Problem:
    said = f"no questionnaire called `{name}` ships with partnerassess" if name else "names no questionnaire"
    meant = suggest(find_similar(name, shipped_questionnaires())) if name else None
    mark = document.mark
    if isinstance(document.root, Mapping):
        key = next((each for each in document.root if each.strip().casefold() == _KEY), None)
        if key is not None:
            mark = document.root.value_mark(key) if name else document.root.key_mark(key)
        if key is not None and key != _KEY:
            meant = f"write `{_KEY}` instead of `{key}`"
    return Problem(
        file=document.file,
        line=mark.line,
        column=mark.column,
        path=_KEY,
        message=said,
        hint=meant or ("give its file with --questionnaire" if name else _SAY_WHICH),
    )
