"""`template` and `import`: what people answer with, and how their answers come back."""

import os
from enum import Enum
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer
from msgspec import Struct

from partnerassess.cli import options
from partnerassess.cli.form import Form, choose_form, refuse_odd_name, with_ending
from partnerassess.cli.output import STANDARD_OUTPUT, deliver, guard
from partnerassess.cli.process import ExitStatus, say, say_problems
from partnerassess.files.reading import clean, identify
from partnerassess.files.stopping import Stopped, stoppable, undisturbed
from partnerassess.names import folded
from partnerassess.problems import Problem, ProblemsFound

if TYPE_CHECKING:
    import datetime
    from collections.abc import Sequence

    from partnerassess.collect.export import Import, Options
    from partnerassess.model import Questionnaire

AnyEnum = TypeVar("AnyEnum", bound=Enum)

_MADE = (Form.YAML, Form.HTML, Form.DOCX, Form.XLSX)
_EXPORTS = (".xlsx", ".xls", ".ods", ".csv", ".tsv", ".zip", ".json", ".yaml", ".yml")
_NO_LINES = (".yaml", ".yml", ".json", ".csv", ".xlsx", ".html", ".txt", ".docx", ".pdf")
"""Endings of outputs that answers, line by line, are not written to."""


class TemplateRun(Struct, kw_only=True):
    """What `template` is told."""

    questionnaire: options.NewQuestionnaire = None
    form: Annotated[
        str | None,
        typer.Option(
            "--format",
            "-f",
            help="A file, workbook or form to fill in.",
            show_default="by the ending of --output, else yaml",
        ),
    ] = None
    output: options.Output = STANDARD_OUTPUT
    organisations: Annotated[
        str | None,
        typer.Option("--organisations", metavar="A,B", help="In a workbook: a column for each of these."),
    ] = None
    platform: Annotated[
        str | None,
        typer.Option("--for", metavar="msforms", help="In Word: as Microsoft Forms' quick import reads it."),
    ] = None
    start: Annotated[
        list[str] | None,
        typer.Option(
            "--start",
            metavar="QUESTION=CHOICE",
            help="Settle a choice beforehand, and leave out what cannot apply then; may be repeated.",
        ),
    ] = None
    quick: options.Quick = False
    force: options.Force = False


def template(run: TemplateRun) -> None:
    """Print a blank answer file with every question and level as a comment, to fill in by hand."""
    from partnerassess.collect.template import leave_out, read_settled
    from partnerassess.library import DEFAULT
    from partnerassess.loading.shelf import choose_questionnaire

    form = choose_form(run.form, run.output, _MADE, Form.YAML)
    run.output = with_ending(run.output, form)
    said = (options.read_name(each, "--organisations") for each in (run.organisations or "").split(","))
    names = [each for each in said if each is not None]
    if names and form is not Form.XLSX:
        raise typer.BadParameter(
            "only a workbook has columns for organisations", param_hint="--organisations"
        )
    if len(set(map(folded, names))) < len(names):
        raise typer.BadParameter("one organisation is named twice", param_hint="--organisations")
    if run.platform is not None and (run.platform, form) != ("msforms", Form.DOCX):
        raise typer.BadParameter("say `--for msforms -o questions.docx`", param_hint="--for")
    asked = options.quick_or(run.questionnaire, quick=run.quick)
    guard([run.output], [run.questionnaire], force=run.force)
    whole = choose_questionnaire(asked or DEFAULT)
    try:
        settled = read_settled(whole, run.start or [])
    except ProblemsFound as found:
        raise typer.BadParameter("; ".join(map(str, found.problems)), param_hint="--start") from None
    chosen = leave_out(whole, settled)
    content: str | bytes
    match form:
        case Form.YAML:
            from partnerassess.writing import format_template

            content = format_template(chosen, settled)
        case Form.HTML:
            from partnerassess.render.form import render_form

            content = render_form(chosen, settled)
        case Form.DOCX if run.platform:
            from partnerassess.collect.template import render_forms_document

            content = render_forms_document(chosen)
        case Form.DOCX:
            from partnerassess.render.form import render_form_document

            content = render_form_document(chosen, settled)
        case Form.XLSX:
            from partnerassess.collect.template import render_workbook

            content = render_workbook(chosen, names, settled)
        case _:
            raise ValueError(f"no template comes as {form}")
    deliver(content, run.output)


class ImportRun(Struct, kw_only=True):
    """What `import` is told."""

    exports: Annotated[
        list[str],
        typer.Argument(
            metavar="EXPORT...", help="Workbooks (.xlsx, .xls, .ods), .csv or .tsv files, or folders of them."
        ),
    ]
    questionnaire: options.NewQuestionnaire = None
    output: Annotated[
        str | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FOLDER|FILE.jsonl",
            help="Where the answers go.",
            show_default="a new folder named like the export",
        ),
    ] = None
    map_file: Annotated[
        str | None, typer.Option("--map", metavar="MAP.yaml", help="The corrected map of an earlier import.")
    ] = None
    check: Annotated[bool, typer.Option("--check", help="Only say what would be read.")] = False
    partnership: Annotated[str | None, typer.Option(help="The partnership, if no column says it.")] = None
    organisation: Annotated[str | None, typer.Option(help="The organisation whose view it is.")] = None
    date: Annotated[
        str | None,
        typer.Option(
            metavar="YYYY-MM-DD", help="The day of all the answers.", show_default="that of the latest"
        ),
    ] = None
    round_: Annotated[str | None, typer.Option("--round", help="The round they belong to.")] = None
    programme: Annotated[str | None, typer.Option(help="The programme, to group by.")] = None
    answers: Annotated[
        str | None,
        typer.Option(metavar="values|positions", help="What numbers mean: values, or 1 = first option."),
    ] = None
    dates: Annotated[
        str | None,
        typer.Option(metavar="day-first|month-first", help="How dates such as 09/11/2026 are meant."),
    ] = None
    transposed: Annotated[
        bool, typer.Option("--transposed", help="The questions run down the side, people across.")
    ] = False
    force: Annotated[bool, typer.Option("--force", help="Replace what an earlier import wrote.")] = False


def import_answers(run: ImportRun) -> None:
    """Read answers from survey exports and workbooks: one answer file for each row."""
    from partnerassess.collect.cells import Numbers, Order
    from partnerassess.collect.export import Options
    from partnerassess.collect.mapfile import load_map
    from partnerassess.collect.outcome import LINES, check_folders, describe_import, plan_files
    from partnerassess.library import DEFAULT
    from partnerassess.loading.shelf import choose_questionnaire

    refuse_odd_name(run.output or "")
    if run.output == "-" or (run.output and os.path.splitext(run.output)[1].lower() in _NO_LINES):
        raise typer.BadParameter(f"give a folder, or a file that ends in {LINES}", param_hint="--output")
    chosen = choose_questionnaire(run.questionnaire or DEFAULT)
    wanted = Options(
        partnership=options.read_name(run.partnership, "--partnership"),
        organisation=options.read_name(run.organisation, "--organisation"),
        programme=options.read_name(run.programme, "--programme"),
        round=options.read_name(run.round_, "--round"),
        date=_read_date(run.date),
        numbers=_one_of(Numbers, run.answers, "--answers"),
        order=_one_of(Order, run.dates, "--dates"),
        is_transposed=run.transposed,
        map=load_map(run.map_file, chosen) if run.map_file else None,
    )
    paths = _list_exports(run.exports, run.output)
    found, is_whole = _read(paths, chosen, wanted, names_it=run.questionnaire is None)
    if found:
        deliver("\n\n".join("\n".join(describe_import(each)) for each in found) + "\n", "-")
    if found and not run.check:
        files = plan_files(found, run.output)
        if run.map_file:
            files = {path: text for path, text in files.items() if identify(path) != identify(run.map_file)}
        guard(files, [*paths, run.map_file, run.questionnaire], force=run.force)
        if not run.force:
            check_folders(files)
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
    """Give the files to read, each once; those of a folder, such as workbooks sent back, by name."""
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
    return list(dict.fromkeys(paths))


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
    from partnerassess.loading.shelf import Questionnaires

    found, is_whole = [], True
    shelf = Questionnaires() if names_it else None
    for path in exports:
        try:
            found.append(read_export(path, questionnaire, wanted, shelf=shelf))
        except ProblemsFound as problems:
            say_problems(problems.problems)
            is_whole = False
    return list(tell_apart(found)), is_whole and all(each.is_whole for each in found)


def _write(files: dict[str, str]) -> None:
    """Write the files one by one; when it is told to stop, what is there is whole."""
    from partnerassess.collect.outcome import write_file

    written = 0
    places: dict[str, list[str]] = {}
    for path in files:
        places.setdefault(os.path.dirname(path) or path, []).append(path)
    try:
        with stoppable():
            for path, text in files.items():
                with undisturbed():
                    write_file(path, text)
                    written += 1
    except Stopped as stopped:
        place = clean(next(iter(places)))
        say(f"Stopped. {written} of {len(files)} files are written, each of them whole: {place}")
        raise typer.Exit(stopped.status) from None
    for place, paths in places.items():
        what = f"{len(paths)} files in {clean(place)}" if len(paths) > 1 else clean(paths[0])
        say(f"Written: {what}")
