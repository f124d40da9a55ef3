"""What becomes of an import: an account of every row, column and cell, and the files its answers go to."""

import json
import os
from collections.abc import Collection, Iterator, Sequence

from partnerassess.collect.cells import Numbers
from partnerassess.collect.columns import Use
from partnerassess.collect.export import Import
from partnerassess.collect.mapfile import FORMAT
from partnerassess.files import reading
from partnerassess.files.reading import clean
from partnerassess.files.saving import write_text
from partnerassess.loading.formats import ANSWERS_FORMAT
from partnerassess.loading.wording import format_answer
from partnerassess.model import Answer, Answers, Level
from partnerassess.names import file_stem, format_some
from partnerassess.parsing.nodes import format_scalar
from partnerassess.sheets.archive import refuse
from partnerassess.writing import DETAILS, MODELINE, format_answers

MAP_NAME = "map.yaml"
LINES = ".jsonl"

_LONGEST_NAME = 80

MOST_LISTED = 40
"""So many cells that were not read are listed one by one."""

_SAID_ONCE = ("partnership", "organisation", "programme")


def describe_import(found: Import) -> Iterator[str]:
    """Say what was read, what was not, and why, in plain lines."""
    platform = f" from {found.platform.value}" if found.platform else ""
    sheet = f", sheet {found.sheet}" if found.sheet else ""
    about = f"{clean(found.file)}: {found.kind}{platform}{sheet}"
    if found.is_own:
        yield f"{about}: {_count(len(found.rows), 'set')} of answers"
    else:
        yield f"{about}: {_count(len(found.rows), 'row')}, {_count(found.width, 'column')}"
        yield from _columns(found)
    for row in found.left_out:
        yield f"{found.name_row(row.number)} left out: {row.left_out}"
    for cell in found.unread[:MOST_LISTED]:
        name = cell.column.name or cell.column.short
        text = repr(cell.text) if cell.text else "a text that is not shown here"
        yield f"{found.name_row(cell.row)}, {name}: {text} {cell.why}"
    if len(found.unread) > MOST_LISTED:
        yield f"and {len(found.unread) - MOST_LISTED} more cells that were not read"
    yield from found.remarks
    yield from found.asks
    read, unread = count_cells(found)
    came = "set" if found.is_own else "row"
    yield (
        f"{_count(len(found.rows), came)} in, {_count(len(found.views), 'set')} of answers out, "
        f"{len(found.left_out)} left out; {_count(read, 'cell')} read, {unread} not"
    )


def _columns(found: Import) -> Iterator[str]:
    """Say what the columns of an export are taken for."""
    total = len(found.questionnaire.questions)
    missing = f"; not found: {format_some(found.missing, 10)}" if found.missing else ""
    yield f"{total - len(found.missing)} of {total} questions found{missing}"
    yield from _beside(found)
    platform_columns = [column for column in found.columns if column.use is Use.PLATFORM]
    if platform_columns:
        names = format_some([repr(column.short) for column in platform_columns], 12)
        yield f"left out for privacy, or because they hold nothing we use: {names}"
    if found.unmatched:
        described = (
            f"column {each.index + 1} {each.short!r}{f' (perhaps {each.guess})' if each.guess else ''}"
            for each in found.unmatched
        )
        yield f"not matched: {', '.join(described)}"


def count_cells(found: Import) -> tuple[int, int]:
    """Count the filled cells of columns with answers or notes: those read, and those not."""
    unread = sum(cell.column.use is not Use.DETAIL for cell in found.unread)
    return sum(row.read for row in found.rows), unread


def format_own_map(found: Import) -> str:
    """Write how an export was read as a map: to read, correct and use again.

    It is always the same for the same import.
    """
    text = [*_map_head(found), "", "# Heading: the question's id, or what else it says.", "columns:"]
    previous = None
    for column in found.columns:
        if column.use is not Use.PLATFORM:
            value = found.map.columns.get(column.key, "")
            if not value and previous != "":
                text.append("  # Not matched. If it is one of the questions, write its id behind the colon.")
            text.append(_format_entry(column.key, value, f"perhaps {column.guess}" if column.guess else ""))
            previous = value
    if found.map.words:
        text += ["", "# Other words for an answer. Write the level's value or the choice behind.", "words:"]
    for word, meaning in found.map.words.items():
        cells = [cell for cell in found.unread if cell.text == word]
        first = f"{cells[0].column.name}, {found.name_row(cells[0].row)}" if cells else ""
        more = f" and {len(cells) - 1} more" if len(cells) > 1 else ""
        text.append(_format_entry(word, meaning, f"{first}{more}"))
    if found.map.left_out:
        text += ["", "# Rows of this export. Delete a line to bring its row back.", "leave-out-rows:"]
        text += [f"  {row}: {reason}" for row, reason in found.map.left_out.items()]
    left_out = [column.key for column in found.columns if column.use is Use.PLATFORM]
    if left_out:
        text += ["", "# Names, addresses, places, devices and times stay in the export.", "left-out-columns:"]
        text += [f"  - {format_scalar(name)}" for name in left_out]
    return "\n".join([*text, ""])


def _map_head(found: Import) -> Iterator[str]:
    given, name = found.map, os.path.basename(found.file)
    yield "# How this export was read. Correct what is wrong, then use it: `partnerassess import … --map`;"
    yield "# it also reads the next export of the same survey. A line that you delete is left out."
    yield f"format: {FORMAT}"
    yield f"questionnaire: {found.questionnaire.id}"
    yield f"export: {{name: {format_scalar(name)}, sha256: {format_scalar(given.sha256 or '')}}}"
    if given.is_transposed:
        yield "transposed: true  # the questions run down the side"
    if given.numbers:
        meaning = "0 = lowest" if given.numbers is Numbers.VALUES else "1 = first option"
        yield f"answers: {given.numbers.value}  # what numbers mean: {meaning}"
    if given.order:
        yield f"dates: {given.order.value}"
    for key in _SAID_ONCE:
        said = getattr(given, key)
        if said:
            yield f"{key}: {format_scalar(said)}  # said once"


def _format_entry(key: str, value: str, comment: str) -> str:
    behind = f"  # {comment}" if comment else ""
    return f"  {format_scalar(key)}:{f' {value}' if value else ''}{behind}"


def _beside(found: Import) -> Iterator[str]:
    said = []
    if found.date:
        said.append(f"date {found.date.isoformat()} ({found.date_from})")
    for name in _SAID_ONCE:
        once = getattr(found.map, name)
        if once:
            said.append(f"{name} {once!r}")
    rounds = {answers.round for answers in found.answers}
    if not any(column.name == "round" for column in found.columns) and rounds - {None}:
        said.append(f"round {rounds.pop()!r}")
    said += [
        f"{column.name} from {column.short!r}"
        for column in found.columns
        if column.use is Use.DETAIL and not getattr(found.map, str(column.name), None)
    ]
    notes = sum(column.use is Use.NOTE for column in found.columns)
    if notes:
        said.append(f"notes from {_count(notes, 'column')}")
    if said:
        yield f"beside the answers: {', '.join(said)}"


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def plan_files(imports: Sequence[Import], output: str | None) -> dict[str, str]:
    """Say which texts go to which new files: the answers in the order of the rows, then the maps.

    `output` is a folder, or a file that ends in `.jsonl`; null for a new folder here for each export.
    """
    if output is not None and output.lower().endswith(LINES):
        lines = "".join(format_line(answers) for found in imports for answers in found.answers)
        stem = output[: -len(LINES)]
        maps = [stem, *(f"{stem}-{number}" for number in range(2, len(imports) + 1))]
        foreign = (format_own_map(found) for found in imports if not found.is_own)
        written = {f"{each}.{MAP_NAME}": text for each, text in zip(maps, foreign, strict=False)}
        return {output: lines, **written} if lines else written
    planned: dict[str, str] = {}
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
            planned[path] = _format_file(found, row, answers)
        if not found.is_own:
            planned[os.path.join(folder, MAP_NAME)] = format_own_map(found)
    return planned


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
    head = {"format": ANSWERS_FORMAT, "questionnaire": answers.questionnaire, "version": answers.version}
    said = head | {name: getattr(answers, name) for name in DETAILS}
    kept: dict[str, object] = {name: str(value) for name, value in said.items() if value is not None}
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


def check_folders(files: Collection[str]) -> None:
    """Raise ProblemsFound if a folder for new files holds something already."""
    if any(file.endswith(LINES) for file in files):
        return
    for folder in dict.fromkeys(map(os.path.dirname, files)):
        if folder and os.path.isdir(folder) and os.listdir(folder):
            hint = "choose another one with -o, or --force to write into this one"
            refuse(clean(folder), "this folder is there already, and not empty", hint)


def write_file(path: str, text: str) -> None:
    """Write one file, whole or not at all, that only its owner may read; make its folder if need be."""
    folder = os.path.dirname(path)
    if folder:
        try:
            os.makedirs(folder, mode=0o700, exist_ok=True)
        except OSError as error:
            reading.refuse(folder, error)
    write_text(path, text, private=True)


def _name_apart(name: str, taken: set[str]) -> str:
    """Give a name that is not taken yet, with a number if need be, and take it."""
    stem, ending = os.path.splitext(name) if name.endswith(".yaml") else (name, "")
    number, other = 1, name
    while other.casefold() in taken:
        number += 1
        other = f"{stem}-{number}{ending}"
    taken.add(other.casefold())
    return other
