"""`assess`: the questions one by one, every answer saved, then the report."""

import os
import sys
from collections.abc import Mapping
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TextIO

import typer
from msgspec import Struct

from partnerassess.cli import options
from partnerassess.cli.form import refuse_odd_name
from partnerassess.cli.process import ExitStatus, is_accessible, is_utf8, say
from partnerassess.cli.score import show_one
from partnerassess.files.reading import clean
from partnerassess.library import DEFAULT
from partnerassess.names import is_same_name
from partnerassess.problems import ProblemsFound

if TYPE_CHECKING:
    from partnerassess.model import Answers, Questionnaire
    from partnerassess.walk.conversation import Conversation
    from partnerassess.walk.sitting import Sitting

_NARROWEST, _LOWEST = 60, 16
"""The smallest window the full screen opens in, in columns and rows."""


class AssessRun(Struct, kw_only=True):
    """What `assess` is told."""

    answers: Annotated[
        Path | None,
        typer.Argument(metavar="[ANSWERS]", help="The file to keep the answers in; a new one without it."),
    ] = None
    questionnaire: options.NewQuestionnaire = None
    organisations: Annotated[
        str | None,
        typer.Option(
            metavar='"A,B"',
            help="Two organisations at one table: each question once for each, and a file for each.",
        ),
    ] = None
    quick: options.Quick = False
    round_name: Annotated[
        str | None, typer.Option("--round", metavar="NAME", help='The point in time, such as "Spring 2026".')
    ] = None
    carried: Annotated[
        Path | None,
        typer.Option("--from", metavar="FILE", help="Begin with the answers of a first look (--quick)."),
    ] = None
    plain: Annotated[
        bool, typer.Option("--plain", help="Line by line: for pipes, screen readers and simple terminals.")
    ] = False


def assess(run: AssessRun) -> None:
    """Answer the questions in the terminal."""
    from partnerassess.walk.conversation import Conversation, Left
    from partnerassess.walk.stops import Stopped, Stops

    if run.answers is not None and str(run.answers) == "-":
        raise typer.BadParameter("answers are kept in a file: give its name", param_hint="ANSWERS")
    if run.answers is not None and not os.path.lexists(run.answers):
        refuse_odd_name(str(run.answers), "ANSWERS", "riverside.yaml")
    wanted = options.quick_or(run.questionnaire, quick=run.quick)
    if sys.stdin is None:
        say("There is nobody to answer: standard input is closed.")
        raise typer.Exit(ExitStatus.UNUSABLE)
    names = _names(run.organisations)
    moment = options.read_name(run.round_name, "--round")
    # From here on a signal waits until somebody is asked something: nothing is left half done.
    with Stops() as stops:
        conversation = Conversation(source=sys.stdin, target=sys.stderr, stops=stops)
        try:
            sitting = _open(run, wanted, names, moment, conversation)
            stops.check()
            status = _walk(sitting, conversation, plain=run.plain)
        except (Left, Stopped):
            status = stops.status or ExitStatus.DONE
    raise typer.Exit(ExitStatus(status))


def _open(
    run: AssessRun,
    wanted: str | None,
    names: tuple[str, ...],
    moment: str | None,
    conversation: "Conversation",
) -> "Sitting":
    """Find the questionnaire, and the file to go on with or to begin from, and open the session."""
    from partnerassess.walk.folder import choose_begun
    from partnerassess.walk.sitting import open_sitting

    answers, carried = run.answers, run.carried
    asked = _questionnaire(wanted, answers, names)
    if carried is None and not names:
        if run.questionnaire is not None and answers is not None:
            answers, carried = _begin_from(asked, answers)
        if answers is None and carried is None and sys.stdin.isatty():
            answers = choose_begun(asked, Path(), conversation)
    return open_sitting(
        asked,
        answers,
        folder=Path(),
        today=date.today(),
        organisations=names,
        round_name=moment,
        carried=_carried(asked, carried) if carried else None,
        named=run.questionnaire,
    )


def _walk(sitting: "Sitting", conversation: "Conversation", *, plain: bool) -> int:
    """Walk on the full screen or, where that is not wanted or not possible, which is said, line by line."""
    show_report = partial(show_one, plain=plain)
    if not plain and not is_accessible():
        obstacle = find_obstacle(os.environ, sys.stdin, sys.stderr)
        if obstacle is None:
            try:
                from partnerassess.walk.screen import CannotOpen, run_screen_walk
            except ImportError as error:
                obstacle = f"{(error.name or 'a library').split('.')[0]} is missing"
            else:
                try:
                    return run_screen_walk(sitting, conversation, show_report)
                except CannotOpen as reason:
                    obstacle = f"the full screen does not open here ({reason})"
        say(f"Line by line, because {obstacle}.")
    from partnerassess.walk.plain import run_plain_walk

    return run_plain_walk(sitting, conversation, show_report)


def _begin_from(asked: "Questionnaire", path: Path) -> tuple[Path | None, Path | None]:
    """Give the file to keep answers in, and the one to begin from, where a file answers something else."""
    from partnerassess.loading.shelf import find_answered_questionnaire

    try:
        answered = find_answered_questionnaire(path) if os.path.exists(path) else None
    except ProblemsFound:
        # Answers to a questionnaire that does not ship: whether it is the one that was named shows later.
        return path, None
    if answered is None or answered.id == asked.id:
        return path, None
    say(f"{clean(str(path))} answers {answered.id}: what {asked.id} asks, too, goes over into a new file.")
    return None, path


def _carried(questionnaire: "Questionnaire", path: Path) -> "Answers":
    """Give answers to a first look as answers to the questionnaire, and say what is left to answer."""
    from partnerassess.loading.shelf import choose_questionnaire, find_answered_questionnaire
    from partnerassess.visibility import Visibility
    from partnerassess.walk.answerfile import load_one
    from partnerassess.walk.folder import carry_over

    answered = find_answered_questionnaire(path) or choose_questionnaire(DEFAULT)
    carried = carry_over(questionnaire, load_one(path, answered))
    given = {name for name, answer in carried.answers.items() if answer.given is not None}
    asked = {question.id for question in Visibility(questionnaire, carried).asked()}
    left = [
        (len({question.id for question in section.questions} & asked - given), section.title)
        for section in questionnaire.sections
    ]
    places = "; ".join(f"{count} in {title}" for count, title in left if count)
    if places:
        say(clean(f"{sum(count for count, _ in left)} of {len(asked)} questions are left: {places}."))
    return carried


def _names(organisations: str | None) -> tuple[str, ...]:
    """Give the two names; raises BadParameter unless there are two that differ and can be kept."""
    if organisations is None:
        return ()
    names = [options.read_name(each, "--organisations") for each in organisations.split(",")]
    known = tuple(filter(None, names))
    if len(names) != 2 or len(known) != 2 or is_same_name(*known):
        raise typer.BadParameter(
            'needs two different names with a comma between them, such as "Riverside,Valley High"',
            param_hint="--organisations",
        )
    return known


def _questionnaire(name: str | None, path: Path | None, organisations: tuple[str, ...]) -> "Questionnaire":
    """Load the questionnaire that was named, else the one the answers are to, else the shipped one."""
    from partnerassess.loading.shelf import choose_questionnaire, find_answered_questionnaire
    from partnerassess.walk.answerfile import answer_paths

    if name is not None:
        return choose_questionnaire(name)
    for file in answer_paths(path, organisations) if path is not None else ():
        answered = find_answered_questionnaire(file) if os.path.exists(file) else None
        if answered is not None:
            return answered
    return choose_questionnaire(DEFAULT)


def find_obstacle(environment: Mapping[str, str], source: TextIO, target: TextIO) -> str | None:
    """Say in a few words what keeps the full screen from opening; null if nothing does."""
    if not source.isatty() or not target.isatty():
        return "this is not a terminal"
    if environment.get("TERM", "" if os.name == "posix" else "windows") in ("", "dumb", "unknown"):
        return "this terminal cannot place text on the screen"
    if not is_utf8(target):
        return f"this terminal is set to {target.encoding or 'no encoding'} instead of UTF-8"
    columns, rows = os.get_terminal_size(target.fileno())
    if columns < _NARROWEST or rows < _LOWEST:
        wanted = f"the full screen needs {_NARROWEST} by {_LOWEST}"
        return f"the window is {columns} by {rows} characters, and {wanted}"
    return None
