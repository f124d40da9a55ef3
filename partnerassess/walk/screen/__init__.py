"""The full screen: the interview for a workshop, one laptop and a projector.

This package is the only one that knows Textual, and is imported only when it is to be shown.
"""

from collections.abc import Callable

from partnerassess.assessment import Assessment
from partnerassess.walk.conversation import Conversation
from partnerassess.walk.ending import say_farewell
from partnerassess.walk.screen.app import WalkApp
from partnerassess.walk.sitting import Sitting

__all__ = ["CannotOpen", "run_screen_walk"]


class CannotOpen(Exception):
    """Raised before anything was shown or asked; its message says why in a few words."""


def run_screen_walk(
    sitting: Sitting,
    conversation: Conversation,
    show_report: Callable[[Assessment], None],
) -> int:
    """Walk a person through a questionnaire on the full screen and give the exit code.

    Like `run_plain_walk`; the conversation begins when the screen has closed. Raises CannotOpen if the screen
    does not open, and whatever fault of ours ended it, with the terminal restored and everything saved.
    """
    app = WalkApp(sitting, conversation.stops)
    try:
        ended_by = app.run(mouse=False)
    except Exception as error:
        app.failure, ended_by = error, None
    if app.failure is not None and not app.has_opened:
        raise CannotOpen(type(app.failure).__name__) from app.failure
    hurried = bool(ended_by) or app.failure is not None
    if app.reported and not hurried:
        show_report(sitting.assessment())
    status = say_farewell(sitting, conversation, hurried=hurried, reported=app.reported)
    if app.failure is not None:
        raise app.failure
    return ended_by or status
