"""Where the answers of an import go: one file for each row in a new folder, or all rows in one file."""

import json
import os
from collections.abc import Sequence

from msgspec import Struct

from partnerassess.collect.account import format_own_map
from partnerassess.collect.export import Import
from partnerassess.files import clean, identify, write_text
from partnerassess.loading.formats import ANSWERS_FORMAT
from partnerassess.loading.wording import format_answer
from partnerassess.model import Answer, Answers, Level
from partnerassess.names import file_stem
from partnerassess.sheets.archive import refuse
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
        lines = [format_line(answers) for found in imports for answers in found.answers]
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
        for row, answers in found.views.items():
            said = [answers.organisation, answers.respondent]
            if found.is_own and not any(said):
                said = [os.path.splitext(os.path.basename(found.file))[0]]
            # Letters that every disk takes.
            stem = file_stem(" ".join(filter(None, said)), _LONGEST_NAME) or f"row-{row}"
            path = os.path.join(folder, _name_apart(f"{stem}.yaml", names))
            planned.append(NewFile(path=path, text=_format_file(found, row, answers)))
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


def _format_file(found: Import, row: int, answers: Answers) -> str:
    place = f"set of answers {row - 1}" if found.is_own else found.name_row(row)
    export = clean(os.path.basename(found.file))
    origin = (
        f"# From {export}, {place}\n"
        f"# (sha256 {found.sha256}),\n"
        f"# read as answers to {found.questionnaire.id} {clean(found.questionnaire.version)}.\n"
    )
    text = format_answers(found.questionnaire, answers)
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
    match answer.given:
        case None:
            return {"note": answer.note}
        case Level(value=value) if value.denominator == 1:
            given: object = int(value)
        case other:
            given = format_answer(other)
    return given if answer.note is None else {"answer": given, "note": answer.note}


def check_places(files: Sequence[NewFile], inputs: Sequence[str], *, force: bool) -> None:
    """Raise ProblemsFound if writing these files would replace an input, or without `force` anything."""
    protected = {place for path in inputs if (place := identify(path))}
    for file in files:
        if identify(file.path) in protected:
            refuse(clean(file.path), "this file is one of the inputs", "choose another place with -o")
        if os.path.lexists(file.path) and not force:
            refuse(clean(file.path), "this file is there already", "use -o, or --force to replace it")
    if force or any(file.path.endswith(LINES) for file in files):
        return
    for folder in dict.fromkeys(os.path.dirname(file.path) for file in files):
        if folder and os.path.isdir(folder) and os.listdir(folder):
            hint = "choose another one with -o, or --force to write into this one"
            refuse(clean(folder), "this folder is there already, and not empty", hint)


def write_file(file: NewFile) -> None:
    """Write one file, whole or not at all, that only its owner may read; make its folder if need be."""
    folder = os.path.dirname(file.path)
    if folder:
        try:
            os.makedirs(folder, mode=0o700, exist_ok=True)
        except OSError as error:
            reason = clean(error.strerror or "no reason given")
            refuse(clean(folder), f"this folder cannot be made: {reason}")
    write_text(file.path, file.text, private=True)


def _name_apart(name: str, taken: set[str]) -> str:
    """Give a name that is not taken yet, with a number if need be, and take it."""
    stem, ending = os.path.splitext(name) if name.endswith(".yaml") else (name, "")
    number, other = 1, name
    while other.casefold() in taken:
        number += 1
        other = f"{stem}-{number}{ending}"
    taken.add(other.casefold())
    return other
