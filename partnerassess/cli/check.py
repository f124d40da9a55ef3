"""`check`: every problem of answer files and questionnaires, with its place and a hint."""

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from partnerassess.cli.options import ChosenQuestionnaire, IgnoreUnrecognised
from partnerassess.cli.status import ExitStatus
from partnerassess.cli.streams import read_standard_input, report, say
from partnerassess.files import clean

if TYPE_CHECKING:
    from partnerassess.loading import ViewReader
    from partnerassess.problems import Problem

_MOST = 20
"""How many problems and warnings of a file are said; the others are counted."""


def check(
    paths: Annotated[
        list[str], typer.Argument(metavar="PATH...", help="Files or folders; `-` reads standard input.")
    ],
    questionnaire: ChosenQuestionnaire = None,
    ignore_unrecognised: IgnoreUnrecognised = False,
    update: Annotated[
        bool,
        typer.Option("--update", help="Rewrite answer files for the questionnaire's present version."),
    ] = False,
) -> None:
    """Check answer files and questionnaires without scoring them.

    Problems are shown as FILE:LINE:COLUMN with what is wrong and what to do, the first 20 of each file.
    Nothing is changed without --update, which carries answers over to the questionnaire's present version:
    notes stay, and a copy of the file as it was is kept beside it. With a result (JSON) before the answers,
    check says whether it still follows from them, or where it differs.

    \b
    Examples:
      partnerassess check answers.yaml
      partnerassess check our-questionnaire.yaml answers/
      partnerassess check --update answers-from-last-year.yaml
      partnerassess check result.json answers/
    """
    from partnerassess.cli.proof import prove, read_results
    from partnerassess.cli.run import Inputs
    from partnerassess.loading import ViewReader, choose_questionnaire

    chosen = choose_questionnaire(questionnaire) if questionnaire else None
    reader = ViewReader(chosen, ignore_unrecognised=ignore_unrecognised)
    results = read_results(paths[0]) if len(paths) > 1 and not update else None
    if results is not None:
        inputs = Inputs(paths=paths[1:], questionnaire=questionnaire, ignore_unrecognised=ignore_unrecognised)
        follows = prove(paths[0], results, inputs)
        raise typer.Exit(ExitStatus.DONE if follows else ExitStatus.UNUSABLE)
    bad = _update(paths, reader) if update else _check(paths, reader)
    raise typer.Exit(ExitStatus.UNUSABLE if bad else ExitStatus.DONE)


def _check(paths: list[str], reader: "ViewReader") -> int:
    from partnerassess.batch.checks import check_inputs
    from partnerassess.cli.run import Inputs, say_unused

    say_unused(Inputs(paths=paths))
    good = bad = 0
    said = Said()
    for checked in check_inputs(paths, reader, read_standard_input):
        said.say(checked.file, checked.problems, checked.warnings)
        good, bad = (good, bad + 1) if checked.problems else (good + 1, bad)
    said.say_rest()
    say(f"{good:,} fine" + (f", {bad:,} with problems" if bad else ""))
    return bad


class Said:
    """What was said of the file that is being checked, so that no file fills the screen."""

    def __init__(self) -> None:
        self._file = ""
        self._lines = 0
        self._more = 0

    def say(self, file: str, problems: "Sequence[Problem]", warnings: Sequence[str]) -> None:
        """Say what is wrong with the next document, or sum it up where enough was said of its file."""
        if file != self._file:
            self.say_rest()
            self._file = file
        for problem in problems:
            self._say(str(problem), problem.more)
        for warning in warnings:
            self._say(f"{file}: {warning}", 0)

    def say_rest(self) -> None:
        """Say how many lines were left out."""
        if self._more:
            say(clean(f"{self._file}: and {self._more:,} more"))
        self._lines = self._more = 0

    def _say(self, line: str, stands_for: int) -> None:
        if self._lines == _MOST or stands_for:
            self._more += stands_for or 1
        else:
            say(clean(line))
            self._lines += 1


def _update(paths: list[str], reader: "ViewReader") -> int:
    """Rewrite files of answers for the questionnaire's present version; says how many could not be."""
    from partnerassess.problems import ProblemsFound

    bad = 0
    for path in paths:
        try:
            _update_file(Path(path), reader)
        except ProblemsFound as found:
            report(found.problems[:_MOST])
            bad += 1
    return bad


def _update_file(path: Path, reader: "ViewReader") -> None:
    from partnerassess.files import SavedFile, read_bytes, write_text
    from partnerassess.loading import View
    from partnerassess.parsing.documents import MAX_DOCUMENT
    from partnerassess.problems import Problem, ProblemsFound
    from partnerassess.writing import format_answers

    content = read_bytes(path, limit=MAX_DOCUMENT)
    views = list(reader.read(str(path), content))
    first = views[0]
    if not isinstance(first, View):
        raise ProblemsFound(first)
    if len(views) > 1 or path.suffix.lower() not in (".yaml", ".yml"):
        message, hint = "only YAML files with one set of answers are rewritten", "put each in its own file"
        raise ProblemsFound([Problem(file=clean(str(path)), message=message, hint=hint)])
    questionnaire, answers = first.questionnaire, first.answers
    if answers.version == questionnaire.version and not answers.warnings and not answers.unrecognised:
        say(clean(f"{path}: these are answers to version {questionnaire.version} already"))
        return
    kept = _free_name(path)
    write_text(kept, content.decode("utf-8", "replace"), new=True)
    saved = SavedFile(path, content).save(
        format_answers(questionnaire, replace(answers, version=questionnaire.version))
    )
    say(clean(f"{saved.path}: now for version {questionnaire.version}; the file as it was: {kept}"))
    for warning in answers.warnings:
        say(clean(f"  {warning}"))
    if answers.unrecognised:
        say(clean(f"  Left out, because nothing asks for it now: {', '.join(answers.unrecognised)}"))


def _free_name(path: Path) -> Path:
    names = (path.with_name(f"{path.name}.orig{number}") for number in ("", *map(str, range(2, 1_000))))
    return next(name for name in names if not os.path.lexists(name))
