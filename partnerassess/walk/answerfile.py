"""The file a session's answers are kept in, saved after every change."""

import datetime
import os
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from msgspec.structs import replace

from partnerassess.files.reading import clean, decode, read_bytes, refuse
from partnerassess.files.saving import SavedFile, check_writable, write_text
from partnerassess.loading.answers import explain_broken, load_answers, read_answer_documents
from partnerassess.model import Answers, Questionnaire
from partnerassess.names import file_stem
from partnerassess.parsing.documents import MAX_DOCUMENT
from partnerassess.parsing.nodes import BrokenDocument
from partnerassess.problems import Problem, ProblemsFound
from partnerassess.writing import format_answers

_NAMELESS = "answers"


FAILED = "Your answers could NOT be saved:"
GOING_ON = "Nothing is lost while this goes on: every answer tries to save them again."


def not_saved_lines(why: str) -> tuple[str, ...]:
    """Say that answers could not be saved; each further change tries again."""
    return FAILED, f"  {why}", GOING_ON


def path_line(path: Path) -> str:
    """Show where a file is, on a line that is never broken."""
    return f"  {clean(str(path))}"


class AnswerFile:
    """Where the answers of one view are, or will be as soon as there are any."""

    def __init__(self, questionnaire: Questionnaire, path: Path) -> None:
        """Get ready for a new file of this name."""
        self.answers = Answers(questionnaire=questionnaire.id, version=questionnaire.version)
        """What was in the file when it was opened."""
        self._is_saved = True
        self._questionnaire = questionnaire
        self._file = SavedFile(path, None)
        self._original: str | None = None
        self._is_there = False

    @classmethod
    def open(cls, questionnaire: Questionnaire, path: Path) -> "AnswerFile":
        """Open a file to go on with, or get ready for a new one. Nothing is written yet.

        A name without an ending gets `.yaml`. Raises ProblemsFound if the file cannot be used or could not be
        saved, or holds several sets of answers.
        """
        path = answer_path(path)
        check_writable(path)
        opened = cls(questionnaire, path)
        if not _exists(path):
            return opened
        content = read_bytes(path, limit=MAX_DOCUMENT)
        text = decode(content, str(path))
        opened._file, opened._is_there = SavedFile(path, content), True
        if text.strip():
            opened.answers = load_one(path, questionnaire, content)
            opened._original = None if text == format_answers(questionnaire, opened.answers) else text
        return opened

    @property
    def is_saved(self) -> bool:
        """Whether everything that was to be saved is saved, and still there."""
        return self._is_saved and (self.path is None or os.path.lexists(self.path))

    @property
    def place(self) -> Path:
        """The file that holds the answers, or will."""
        return Path(self._file.path)

    @property
    def path(self) -> Path | None:
        """The file that holds the answers; null while there is none."""
        return self.place if self._is_there else None

    def save(self, answers: Answers) -> tuple[str, ...]:
        """Save the answers whole or not at all, and say what is unusual about it. Never raises."""
        text = format_answers(self._questionnaire, answers)
        self._is_saved = False
        try:
            kept = self._keep_original()
            if len(text) > MAX_DOCUMENT:
                raise _problem(self.place, "the notes are too long", "shorten one")
            saved = self._file.save(text)
        except OSError as error:  # the folder cannot even be looked at
            return not_saved_lines(clean(str(error)))
        except ProblemsFound as found:
            return not_saved_lines("; ".join(map(str, found.problems)))
        self._is_saved = self._is_there = True
        if saved.beside:
            changed = "Somebody else changed the file. Your answers are now beside it:"
            return (*kept, changed, path_line(Path(saved.path)))
        return kept

    def _keep_original(self) -> tuple[str, ...]:
        """Copy what was in the file, once, where writing it in our own form would lose something."""
        if self._original is None:
            return ()
        paths = numbered(Path(f"{self._file.path}.orig"))
        while True:
            path = next(paths)
            try:
                write_text(path, self._original, new=True, private=True)
            except FileExistsError:
                continue
            except ProblemsFound as found:
                # The person knows the answers' own file, not the copy that has to be made first.
                own = [replace(each, file=clean(self._file.path)) for each in found.problems]
                raise ProblemsFound(own) from found
            self._original = None
            return "The file's own comments and layout are kept in a copy:", path_line(path)


def load_one(path: Path, questionnaire: Questionnaire, content: bytes | None = None) -> Answers:
    """Load the one set of answers in a file, or in its content where that has been read.

    Raises ProblemsFound if it holds none to this questionnaire.
    """
    content = read_bytes(path, limit=MAX_DOCUMENT) if content is None else content
    document, *others = read_answer_documents(path, content=content)
    if others:
        many = f"the file holds {len(others) + 1} sets of answers, and only one can be answered at a time"
        raise _problem(path, many, "put each in its own file")
    if isinstance(document, BrokenDocument):
        raise ProblemsFound(explain_broken(document, lambda _: questionnaire))
    return load_answers(document, questionnaire)


def answer_path(path: Path) -> Path:
    """Give the file that a person means: a name without an ending that folders are searched for gets `.yaml`.

    A file that is there already is taken as it is. Raises ProblemsFound for an ending that answers are not
    saved under.
    """
    if path.suffix.lower() in (".json", ".jsonl"):
        message = "answers given here are saved as YAML, not as JSON"
        raise _problem(path, message, "choose a name that ends in .yaml")
    if path.suffix.lower() in (".xlsx", ".xls", ".ods"):
        message = "answers given here are saved as YAML, not in a workbook"
        raise _problem(path, message, "`partnerassess import` makes an answer file of a workbook")
    is_answers = path.suffix.lower() in (".yaml", ".yml") or _exists(path)
    return path if is_answers else path.with_name(f"{path.name}.yaml")


def _exists(path: Path) -> bool:
    """Tell whether there is such a file; raises ProblemsFound where that cannot be told."""
    try:
        os.stat(path)
    except (FileNotFoundError, NotADirectoryError):
        return False
    except (OSError, ValueError) as error:
        refuse(path, error)
    return True


def _problem(path: Path, message: str, hint: str) -> ProblemsFound:
    return ProblemsFound([Problem(file=clean(str(path)), message=message, hint=hint)])


def numbered(path: Path) -> Iterator[Path]:
    """Give a path, and the same with numbers: NAME.yaml, NAME-2.yaml, NAME-3.yaml and so on."""
    yield path
    for number in count(2):
        yield path.with_name(f"{path.stem}-{number}{path.suffix}")


def answer_paths(path: Path, organisations: tuple[str, ...] = ()) -> tuple[Path, ...]:
    """Give the files that a person means by a name: one for each organisation, else one.

    Raises ProblemsFound for an ending that answers are not saved under.
    """
    whole = answer_path(path)
    if not organisations:
        return (whole,)
    views: list[str] = []
    for number, name in enumerate(organisations, start=1):
        view = file_stem(name) or f"organisation-{number}"
        views.append(view if view not in views else f"{view}-{number}")
    return tuple(whole.with_name(f"{whole.stem}-{view}{whole.suffix or '.yaml'}") for view in views)


def new_paths(
    folder: Path, today: datetime.date, organisations: tuple[str, ...], answers: Answers
) -> tuple[Path, tuple[Path, ...]]:
    """Give the first name that leaves free all that are made from it, and those: one an organisation."""
    stem = file_stem(answers.partnership or "") or _NAMELESS
    bases = numbered(folder / f"{stem}-{today.isoformat()}.yaml")
    every = ((base, answer_paths(base, organisations)) for base in bases)
    return next(each for each in every if not any(map(os.path.lexists, each[1])))


def check_folder(folder: Path) -> None:
    """Raise ProblemsFound where no new file can be made in a folder."""
    try:
        check_writable(folder / ".yaml")
    except ProblemsFound as found:
        # It has no name yet that anybody knows.
        reasons = "; ".join(problem.message for problem in found.problems)
        message = f"nothing can be saved in this folder: {reasons}"
        raise _problem(folder, message, "change to another folder, or name a file") from found
