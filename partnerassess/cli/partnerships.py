"""What a command makes of each partnership: a report or data, on the screen, in a file or in a folder."""

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import count
from typing import TYPE_CHECKING, NoReturn, TypeVar

import typer

from partnerassess.cli.form import (
    ENDINGS,
    REPORTS,
    Form,
    choose_form,
    refuse_odd_name,
    report_stem,
    show_report,
    to_bytes,
)
from partnerassess.cli.output import STANDARD_OUTPUT, deliver, guard, is_folder
from partnerassess.cli.process import say_problems
from partnerassess.cli.run import Run
from partnerassess.files.reading import refuse
from partnerassess.names import format_some
from partnerassess.problems import Problem, ProblemsFound

if TYPE_CHECKING:
    from partnerassess.assessment import Assessment
    from partnerassess.model import Answers
    from partnerassess.report.shapes import Report

Made = TypeVar("Made")

_FILES_NAMED = 3


def write_each(
    run: Run,
    make: "Callable[[Assessment, Sequence[Answers]], Made]",
    report: "Callable[[Made, bool], Report]",
    data: Mapping[Form, Callable[[Made], str]],
) -> NoReturn:
    """Make something of every partnership and its views, write it, and end the command.

    `report` gives the report about what was made, with all there is to say for true, and `data` what programs
    get. A folder gets a page for each partnership unless --format says otherwise.
    A partnership for which `make` raises ProblemsFound does not keep the others. Raises BadParameter for a
    form that is not made and, before anything is read, ProblemsFound for a file that is not replaced.
    """
    output, forms = STANDARD_OUTPUT if run.output is None else run.output, (*REPORTS, *data)
    if is_folder(output):
        refuse_odd_name(output)
        chosen = choose_form(run.form, "", forms, Form.HTML)
    else:
        chosen = choose_form(run.form, output, forms, Form.TERMINAL)
        guard([output], run.reads, force=run.force)
    made = _make_each(run, make)
    everything = run.full or not chosen.is_brief
    if is_folder(output):
        for path, one in _named_in(run, output, ENDINGS[chosen], made):
            page = None if chosen in data else to_bytes(report(one, everything), chosen, full=run.full)
            deliver(data[chosen](one) if page is None else page, path)
        raise typer.Exit(run.status)
    if len(made) > 1 and (output != STANDARD_OUTPUT or not chosen.is_brief):
        number = f"{len(made)} partnerships or rounds"
        fault = f"these answers are of {number}: name a folder, such as results/"
        raise typer.BadParameter(fault, param_hint="--output")
    for place, (_, one) in enumerate(made):
        if chosen in data:
            deliver(data[chosen](one), output)
            continue
        if place:
            deliver("\n", output)
        paged = run.full and not run.no_pager and len(made) == 1
        show_report(report(one, everything), chosen, output, full=run.full, plain=run.plain, pager=paged)
    raise typer.Exit(run.status)


def _make_each(
    run: Run, make: "Callable[[Assessment, Sequence[Answers]], Made]"
) -> "list[tuple[Answers, Made]]":
    """Make it of every partnership, with its name; what cannot be made is reported and counted."""
    made, problems = [], list[Problem]()
    for assessment, views in run.one_or_more():
        try:
            made.append((assessment.answers, make(assessment, views)))
        except ProblemsFound as found:
            problems += found.problems
            run.unusable += 1
    say_problems(problems)
    return made


def refuse_small_groups(assessment: "Assessment", why: str, instead: str) -> None:
    """Raise ProblemsFound where means are withheld, of which more would tell what one or two people said.

    `why` says how, and `instead` what --show-small-groups does.
    """
    pooled = assessment.pooled
    if pooled is None or not pooled.withheld:
        return
    number = len(pooled.withheld)
    what = f"{why} would tell what one or two people of an organisation said to {number} of them"
    hint = f"--show-small-groups {instead} all the same; ask the people first"
    files = format_some(pooled.files, _FILES_NAMED)
    raise ProblemsFound([Problem(file=files, message=what, hint=hint)])


def _named_in(
    run: Run, folder: str, ending: str, made: "list[tuple[Answers, Made]]"
) -> Iterable[tuple[str, Made]]:
    """Give each a file in a folder, named after its partnership, that replaces nothing it should not."""
    paths: dict[str, Made] = {}
    for number, (answers, one) in enumerate(made, start=1):
        words = " ".join(filter(None, (answers.partnership, answers.round))) or f"partnership {number}"
        stem = os.path.join(folder, report_stem(words))
        numbered = (f"{stem}-{place}{ending}" if place > 1 else f"{stem}{ending}" for place in count(1))
        paths[next(path for path in numbered if path not in paths)] = one
    try:
        os.makedirs(folder, exist_ok=True)
    except OSError as error:
        refuse(folder, error)
    guard(paths, run.reads, force=run.force)
    return paths.items()
