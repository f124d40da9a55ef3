"""`import`: answers that were collected with a survey platform, a workbook or the form."""

import os
from enum import Enum
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from partnerassess.cli import options
from partnerassess.cli.form import refuse_odd_name
from partnerassess.cli.output import deliver
from partnerassess.cli.process import ExitStatus, say, say_problems
from partnerassess.files import clean, identify
from partnerassess.files.stopping import Stopped, stoppable, undisturbed
from partnerassess.problems import Problem, ProblemsFound

if TYPE_CHECKING:
    import datetime
    from collections.abc import Sequence

    from partnerassess.collect.export import Import, Options
    from partnerassess.collect.folder import NewFile
    from partnerassess.model import Questionnaire


AnyEnum = TypeVar("AnyEnum", bound=Enum)

_EXPORTS = (".xlsx", ".xls", ".ods", ".csv", ".tsv", ".zip", ".json", ".yaml", ".yml")
_NO_LINES = (".yaml", ".yml", ".json", ".csv", ".xlsx", ".html", ".txt", ".docx", ".pdf")
"""Endings of outputs that answers, line by line, are not written to."""

_Exports = Annotated[
    list[str],
    typer.Argument(
        metavar="EXPORT...", help="Workbooks (.xlsx, .xls, .ods), .csv or .tsv files, or folders of them."
    ),
]
_Output = Annotated[
    str | None,
    typer.Option(
        "--output",
        "-o",
        metavar="FOLDER|FILE.jsonl",
        help="Where the answers go.",
        show_default="a new folder named like the export",
    ),
]
_MapFile = Annotated[
    str | None,
    typer.Option("--map", metavar="MAP.yaml", help="The corrected map of an earlier import."),
]
_Date = Annotated[
    str | None,
    typer.Option(metavar="YYYY-MM-DD", help="The day of all the answers.", show_default="that of the latest"),
]
_Answers = Annotated[
    str | None,
    typer.Option(metavar="values|positions", help="What numbers mean: values, or 1 = first option."),
]
_Dates = Annotated[
    str | None,
    typer.Option(metavar="day-first|month-first", help="How dates such as 09/11/2026 are meant."),
]
_Transposed = Annotated[
    bool, typer.Option("--transposed", help="The questions run down the side, people across.")
]


def import_answers(
    exports: _Exports,
    questionnaire: options.NewQuestionnaire = None,
    output: _Output = None,
    map_file: _MapFile = None,
    check: Annotated[bool, typer.Option("--check", help="Only say what would be read.")] = False,
    partnership: Annotated[str | None, typer.Option(help="The partnership, if no column says it.")] = None,
    organisation: Annotated[str | None, typer.Option(help="The organisation whose view it is.")] = None,
    date: _Date = None,
    round_: Annotated[str | None, typer.Option("--round", help="The round they belong to.")] = None,
    programme: Annotated[str | None, typer.Option(help="The programme, to group by.")] = None,
    answers: _Answers = None,
    dates: _Dates = None,
    transposed: _Transposed = False,
    force: Annotated[bool, typer.Option("--force", help="Replace what an earlier import wrote.")] = False,
) -> None:
    """Read answers from survey exports and workbooks: one answer file for each row."""
    from partnerassess.collect.account import describe_import
    from partnerassess.collect.dates import Order
    from partnerassess.collect.export import Options
    from partnerassess.collect.folder import LINES, check_places, plan_files
    from partnerassess.collect.levels import Numbers
    from partnerassess.collect.mapfile import load_map
    from partnerassess.library import DEFAULT
    from partnerassess.loading import choose_questionnaire

    refuse_odd_name(output or "")
    if output == "-" or (output and os.path.splitext(output)[1].lower() in _NO_LINES):
        raise typer.BadParameter(f"give a folder, or a file that ends in {LINES}", param_hint="--output")
    chosen = choose_questionnaire(questionnaire or DEFAULT)
    wanted = Options(
        partnership=options.read_name(partnership, "--partnership"),
        organisation=options.read_name(organisation, "--organisation"),
        programme=options.read_name(programme, "--programme"),
        round=options.read_name(round_, "--round"),
        date=_read_date(date),
        numbers=_one_of(Numbers, answers, "--answers"),
        order=_one_of(Order, dates, "--dates"),
        is_transposed=transposed,
        map=load_map(map_file, chosen) if map_file else None,
    )
    paths = _list_exports(exports, output)
    found, is_whole = _read(paths, chosen, wanted, names_it=questionnaire is None)
    if found:
        deliver("\n\n".join("\n".join(describe_import(each)) for each in found) + "\n", "-")
    if found and not check:
        files = plan_files(found, output)
        if map_file:
            files = tuple(file for file in files if identify(file.path) != identify(map_file))
        check_places(files, [*paths, *filter(None, (map_file, questionnaire))], force=force)
        _write(files)
    if not is_whole:
        raise typer.Exit(ExitStatus.UNUSABLE)


def _one_of(known: type[AnyEnum], said: str | None, option: str) -> AnyEnum | None:
    """Give what a word stands for; raises BadParameter where it stands for nothing."""
    words = [each.value for each in known]
    if said is not None and said not in words:
        raise typer.BadParameter(f"{said!r} is neither {' nor '.join(words)}", param_hint=option)
    return known(said) if said else None


def _list_exports(exports: "Sequence[str]", output: str | None) -> list[str]:
    """Give the files to read: those of a folder, such as workbooks that were sent back, by name."""
    paths: list[str] = []
    for path in exports:
        if not os.path.isdir(path):
            paths.append(path)
            continue
        if output is None:
            raise typer.BadParameter("say where the answers of a folder go", param_hint="--output")
        names = [name for name in sorted(os.listdir(path)) if name.lower().endswith(_EXPORTS)]
        found = [os.path.join(path, name) for name in names if not name.startswith((".", "~$"))]
        if not found:
            hint = f"it looks for {', '.join(_EXPORTS)}"
            raise ProblemsFound([Problem(file=path, message="nothing to import in this folder", hint=hint)])
        paths += found
    return paths


def _read_date(said: str | None) -> "datetime.date | None":
    import datetime

    from partnerassess.dates import is_likely

    if said is None:
        return None
    try:
        date = datetime.date.fromisoformat(said.strip())
    except ValueError:
        raise typer.BadParameter("write it as year-month-day, like 2026-11-13", param_hint="--date") from None
    if not is_likely(date):
        raise typer.BadParameter(f"{date} is too far away", param_hint="--date")
    return date


def _read(
    exports: "Sequence[str]", questionnaire: "Questionnaire", wanted: "Options", *, names_it: bool
) -> "tuple[list[Import], bool]":
    """Read the exports; one that cannot be used does not keep the others.

    With `names_it`, files of ours say themselves which questionnaire they answer.
    """
    from partnerassess.collect.export import read_export, tell_apart
    from partnerassess.loading import Questionnaires

    found, is_whole = [], True
    shelf = Questionnaires() if names_it else None
    for path in exports:
        try:
            found.append(read_export(path, questionnaire, wanted, shelf=shelf))
        except ProblemsFound as problems:
            say_problems(problems.problems)
            is_whole = False
    return list(tell_apart(found)), is_whole and all(each.is_whole for each in found)


def _write(files: "Sequence[NewFile]") -> None:
    """Write the files one by one; when it is told to stop, what is there is whole."""
    from partnerassess.collect.folder import write_file

    written = 0
    places: dict[str, list[str]] = {}
    for file in files:
        places.setdefault(os.path.dirname(file.path) or file.path, []).append(file.path)
    try:
        with stoppable():
            for file in files:
                with undisturbed():
                    write_file(file)
                    written += 1
    except Stopped as stopped:
        place = clean(next(iter(places)))
        say(f"Stopped. {written} of {len(files)} files are written, each of them whole: {place}")
        raise typer.Exit(stopped.status) from None
    for place, paths in places.items():
        what = f"{len(paths)} files in {clean(place)}" if len(paths) > 1 else clean(paths[0])
        say(f"Written: {what}")
