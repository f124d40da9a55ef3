"""The full screen: the interview for a workshop, one laptop and a projector.

This package is the only one that knows Textual, and is imported only when it is to be shown. It does not know
any rule of the interview.
"""

import contextlib
import datetime
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TextIO

from partnerassess.assessment import Assessment
from partnerassess.model import Questionnaire
from partnerassess.walk.conversation import Conversation
from partnerassess.walk.farewell import finding_lines, next_lines, progress_lines, saved_lines
from partnerassess.walk.rescue import save_at_last
from partnerassess.walk.screen.app import WalkApp
from partnerassess.walk.sitting import DONE, NOT_SAVED, open_sitting
from partnerassess.walk.stops import Stopped, Stops

__all__ = ["CannotOpen", "run_screen_walk"]


class CannotOpen(Exception):
    """Raised before anything was shown or asked; its message says why in a few words."""


def run_screen_walk(
    questionnaire: Questionnaire,
    path: Path | None,
    *,
    today: datetime.date,
    target: TextIO,
    show_report: Callable[[Assessment], None],
    folder: Path = Path(),
    named: str | None = None,
    organisations: tuple[str, ...] = (),
) -> int:
    """Walk a person through a questionnaire on the full screen and give the exit code.

    Like `run_plain_walk`, whose parameters these are; what is said afterwards goes to `target`. Raises
    ProblemsFound, before anything is shown, if a file or its folder cannot be used, CannotOpen if the screen
    does not open, and whatever fault of ours ended it, with the terminal restored and everything saved.
    """
    sitting = open_sitting(questionnaire, path, folder=folder, today=today, organisations=organisations)
    with Stops() as stops:
        app = WalkApp(sitting, stops, named=named)
        status = _run(app)
        if app.failure is not None:
            sitting.save()
            raise app.failure
        if app.reported:
            for assessment in sitting.assessments():
                show_report(assessment)
        _say_farewell(app, Conversation(source=sys.stdin, target=target, stops=stops), hurried=bool(status))
        return status or stops.status or (DONE if sitting.is_saved else NOT_SAVED)


def _say_farewell(app: WalkApp, conversation: Conversation, *, hurried: bool) -> None:
    """Say what is saved where, and unless the walk was broken off, what comes next."""
    sitting = app.sitting
    if not hurried:
        with contextlib.suppress(Stopped):
            save_at_last(sitting, conversation)
        conversation.say(*progress_lines(sitting))
    conversation.say(*saved_lines(sitting))
    if not hurried:
        findings = () if app.reported else finding_lines(sitting)
        conversation.say(*findings, *next_lines(sitting, app.named))


def _run(app: WalkApp) -> int | None:
    """Show the app until it ends; a fault before anything could be seen is told apart from all others."""
    try:
        status = app.run(mouse=False)
    except Exception as error:
        app.failure = error
        status = None
    if app.failure is not None and not app.has_opened:
        raise CannotOpen(type(app.failure).__name__) from app.failure
    return status
