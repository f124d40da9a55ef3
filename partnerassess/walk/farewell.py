"""The end of a walk in words: how far it got, where the answers are, and how to go on.

This module knows what a person needs after the walk. It does not know which front end it was.
"""

import shlex
from pathlib import Path

from partnerassess.files import clean
from partnerassess.walk.finding import find_all, views_of
from partnerassess.walk.sitting import Sitting
from partnerassess.walk.words import done_sentence, path_line


def progress_lines(sitting: Sitting) -> tuple[str, ...]:
    """Say how far each organisation has got."""
    if not sitting.is_shared:
        return (done_sentence(sitting.session),)
    return tuple(
        f"{session.answers.organisation}: {done_sentence(session)}" for session in sitting.table.sessions
    )


def saved_lines(sitting: Sitting) -> tuple[str, ...]:
    """Say what is saved where."""
    if not sitting.is_saved:
        kept = ("What was saved before them is in:", *map(path_line, sitting.paths)) if sitting.paths else ()
        return "Your last answers could NOT be saved.", *kept
    if not sitting.paths:
        return ("Nothing was answered, so no file was made.",)
    return "Everything you answered is saved:", *map(path_line, sitting.paths)


def finding_lines(sitting: Sitting) -> tuple[str, ...]:
    """Say what to find out before the next time; nothing where there is no file yet. It takes a moment."""
    return tuple(finding.line for finding in find_all(views_of(sitting))) if sitting.paths else ()


def next_lines(sitting: Sitting, named: str | None, *options: str) -> tuple[str, ...]:
    """Say which commands go on from here; nothing where there is no file yet.

    `named` is what the person called the questionnaire, if it has to be named again, and `options` are those
    that the walk was begun with.
    """
    paths = sitting.paths
    if not paths:
        return ()
    questionnaire = ("--questionnaire", named) if named else ()
    organisations = ("--organisations", ",".join(sitting.organisations)) if sitting.is_shared else ()
    again = _file(sitting.base or paths[0])
    return (
        "To go on, or to change an answer:",
        f"  {_command('assess', *options, again, *organisations, *questionnaire)}",
        "To see the report:",
        f"  {_command('score', *map(_file, paths), *questionnaire)}",
    )


def _file(path: Path) -> str:
    return f"./{path}" if str(path).startswith("-") else str(path)


def _command(*words: str) -> str:
    return clean(shlex.join(["partnerassess", *words]))
