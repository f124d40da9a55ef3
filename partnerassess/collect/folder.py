"""Where the answers of an import go: one file for each row in a new folder, or all rows in one file."""

import json
import os
from collections.abc import Sequence

from msgspec import Struct

from partnerassess.collect.account import format_own_map
from partnerassess.collect.export import Import, View
from partnerassess.files import clean, identify, write_text
from partnerassess.loading.formats import ANSWERS_FORMAT
from partnerassess.loading.wording import format_decimal
from partnerassess.model import Answer, Answers, Choice, Level
from partnerassess.names import file_stem
from partnerassess.problems import Problem, ProblemsFound
from partnerassess.writing import MODELINE, format_answers

MAP_NAME = "map.yaml"
LINES = ".jsonl"

_LONGEST_NAME = 80


class NewFile(Struct, frozen=True, kw_only=True):
    """A file that is to be written."""

    path: str
    text: str


def plan_files(imports: Sequence[Import], output: str | None) -> tuple[NewFile, ...]:
    """Say which files come of these imports: the answers in the order of the rows, then the maps.

    `output` is a folder, or a file that ends in `.jsonl`; null for a new folder here for each export.
    """
    if output is not None and output.lower().endswith(LINES):
        lines = [format_line(view.answers) for found in imports for view in found.views]
        files = [NewFile(path=output, text="".join(lines))] if lines else []
        stem = output[: -len(LINES)]
        maps = [
            f"{stem}.{MAP_NAME}",
            *(f"{stem}-{number}.{MAP_NAME}" for number in range(2, len(imports) + 1)),
        ]
        foreign = [format_own_map(found) for found in imports if not found.is_own]
        return (*files, *(NewFile(path=path, text=text) for path, text in zip(maps, foreign, strict=False)))
    planned: list[NewFile] = []
    taken: dict[str, set[str]] = {}
    for folder, found in zip(_folders(imports, output), imports, strict=True):
        names = taken.setdefault(folder, {MAP_NAME})
        for view in found.views:
            path = os.path.join(folder, _name_apart(f"{_slug(found, view)}.yaml", names))
            planned.append(NewFile(path=path, text=_format_file(found, view)))
        if not found.is_own:
            planned.append(NewFile(path=os.path.join(folder, MAP_NAME), text=format_own_map(found)))
    return tuple(planned)


def _folders(imports: Sequence[Import], output: str | None) -> list[str]:
    """Give the folder of each import: workbooks and forms of ours share one, exports have a map each."""
    if output is not None and sum(not found.is_own for found in imports) <= 1:
        return [output] * len(imports)
    taken: set[str] = set()
    folders = []
    for found in imports:
        stem = os.path.splitext(os.path.basename(found.file))[0].strip(" .") or "answers"
        own = output is not None and found.is_own
        folders.append(str(output) if own else os.path.join(output or "", _name_apart(stem, taken)))
    return folders


def _format_file(found: Import, view: View) -> str:
    place, number = "column" if found.is_transposed else "row", view.row.number
    if found.is_own:
        place, number = "set of answers", number - 1
    export = clean(os.path.basename(found.file))
    origin = (
        f"# From {export}, {place} {number}\n"
        f"# (sha256 {found.sha256}),\n"
        f"# read as answers to {found.questionnaire.id} {clean(found.questionnaire.version)}.\n"
    )
    text = format_answers(found.questionnaire, view.answers)
    return text.replace(f"{MODELINE}\n", f"{MODELINE}\n{origin}", 1)


def format_line(answers: Answers) -> str:
    """Write a set of answers as one line of JSON."""
    said: dict[str, object] = {
        "format": ANSWERS_FORMAT,
        "questionnaire": answers.questionnaire,
        "version": answers.version,
        "partnership": answers.partnership,
        "organisation": answers.organisation,
        "respondent": answers.respondent,
        "date": answers.date.isoformat() if answers.date else None,
        "round": answers.round,
        "programme": answers.programme,
    }
    kept = {name: value for name, value in said.items() if value is not None}
    kept["answers"] = {name: _plain(answer) for name, answer in answers.answers.items()}
    return json.dumps(kept, ensure_ascii=False, allow_nan=False) + "\n"


def _plain(answer: Answer) -> object:
    given: object = None
    match answer.given:
        case Level(value=value):
            given = int(value) if value.denominator == 1 else format_decimal(value)
        case Choice(id=name):
            given = name
        case None:
            return {"note": answer.note}
        case silence:
            given = silence.value
    return given if answer.note is None else {"answer": given, "note": answer.note}


def check_places(files: Sequence[NewFile], inputs: Sequence[str], *, force: bool) -> None:
    """Raise ProblemsFound if writing these files would replace an input, or without `force` anything."""
    protected = {place for path in inputs if (place := identify(path))}
    problems = []
    for file in files:
        place = identify(file.path)
        if place in protected:
            problems.append(
                _taken(file.path, "this file is one of the inputs", "choose another place with -o")
            )
        elif os.path.lexists(file.path) and not force:
            problems.append(
                _taken(file.path, "this file is there already", "use -o, or --force to replace it")
            )
    for folder in () if force else dict.fromkeys(os.path.dirname(file.path) for file in files):
        is_new = not any(file.path.endswith(LINES) for file in files)
        if not problems and folder and is_new and os.path.isdir(folder) and os.listdir(folder):
            hint = "choose another one with -o, or --force to write into this one"
            problems.append(_taken(folder, "this folder is there already, and not empty", hint))
    if problems:
        raise ProblemsFound(problems[:1])


def write_file(file: NewFile) -> None:
    """Write one file, whole or not at all, that only its owner may read; make its folder if need be."""
    folder = os.path.dirname(file.path)
    if folder:
        try:
            os.makedirs(folder, mode=0o700, exist_ok=True)
        except OSError as error:
            message = f"this folder cannot be made: {clean(error.strerror or 'no reason given')}"
            raise ProblemsFound([Problem(file=clean(folder), message=message)]) from error
    write_text(file.path, file.text, private=True)


def _taken(path: str, message: str, hint: str) -> Problem:
    return Problem(file=clean(path), message=message, hint=hint)


def _slug(found: Import, view: View) -> str:
    """Name the file of a row by its organisation and role, in letters that every disk takes."""
    said = [view.answers.organisation, view.answers.respondent]
    if found.is_own and not any(said):
        said = [os.path.splitext(os.path.basename(found.file))[0]]
    return file_stem(" ".join(filter(None, said)), _LONGEST_NAME) or f"row-{view.row.number}"


def _name_apart(name: str, taken: set[str]) -> str:
    """Give a name that is not taken yet, with a number if need be, and take it."""
    stem, ending = os.path.splitext(name) if name.endswith(".yaml") else (name, "")
    number, other = 1, name
    while other.casefold() in taken:
        number += 1
        other = f"{stem}-{number}{ending}"
    taken.add(other.casefold())
    return other
