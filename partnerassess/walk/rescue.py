"""The last chance to save: another file, where the answers' own cannot be written.

This module knows what is tried and asked once a walk is over. It does not know why a file cannot be written.
"""

import os
from pathlib import Path

from partnerassess.walk.answerfile import Notice, NotSaved
from partnerassess.walk.conversation import Conversation, Left
from partnerassess.walk.sitting import Sitting
from partnerassess.walk.words import notice_lines


def save_at_last(sitting: Sitting, conversation: Conversation) -> None:
    """Try again to save what is not saved and, if that fails, ask once for another file. Raises Stopped."""
    notices = sitting.save()
    if sitting.is_saved:
        return
    conversation.say("", "Your last answers could NOT be saved:", *_reasons(notices))
    try:
        name = conversation.ask("Another file to save them all in (Enter for none):").strip()
    except Left:
        return
    if name:
        notices = sitting.save_as(Path(os.path.expanduser(name)))
        failed = "They could NOT be saved there either:"
        conversation.say(*([] if sitting.is_saved else [failed]), *_reasons(notices))


def _reasons(notices: tuple[Notice, ...]) -> tuple[str, ...]:
    """Say what is unusual; of what was not saved the reason alone."""
    return tuple(
        line
        for notice in notices
        for line in ([f"  {notice.why}"] if isinstance(notice, NotSaved) else notice_lines(notice))
    )
