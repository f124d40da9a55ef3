"""The end of a walk: the last chance to save, where the answers are, and how to go on."""

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from partnerassess.files.reading import clean, quote, quote_path
from partnerassess.interview.commands import Type
from partnerassess.library import find_whole
from partnerassess.problems import ProblemsFound
from partnerassess.walk.answerfile import FAILED, GOING_ON, path_line
from partnerassess.walk.conversation import Conversation, Left
from partnerassess.walk.sitting import DONE, NOT_SAVED, Sitting
from partnerassess.walk.stops import Stopped
from partnerassess.walk.words import done_sentence


def say_farewell(
    sitting: Sitting,
    conversation: Conversation,
    *options: str,
    hurried: bool = False,
    reported: bool = False,
) -> int:
    """Save what is not saved, say what is where and which commands go on.

    Answers that their own file does not take are asked another for, and where there is no time or no answer
    they go to a rescue file. `options` are those that the walk was begun with. Whoever is `hurried` is asked
    nothing, and nothing is worked out here: leaving takes no time. Gives the exit code.
    """
    if not hurried:
        with contextlib.suppress(Stopped):
            save_at_last(sitting, conversation)
        conversation.say("", *progress_lines(sitting))
    rescued = rescue(sitting)
    conversation.say("", *saved_lines(sitting, rescued), *_put_aside_lines(sitting))
    conversation.say(*going_on_lines(sitting, *options))
    if reported and sitting.paths:  # whoever has seen the report has read its commands there
        conversation.say(*_folder_lines(sitting))
    elif sitting.paths and not hurried and not rescued:
        looks = "To see how it looks so far, and what to find out next:"
        conversation.say(looks, _about(sitting, "score"))
    return conversation.stops.status or (DONE if sitting.is_saved and not rescued else NOT_SAVED)


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


def rescue(sitting: Sitting) -> bool:
    """Put answers that are in memory alone into new files in the home or the temporary folder.

    Tells whether that was needed and done. Never raises.
    """
    if not sitting.is_saved:
        sitting.save()
    if sitting.is_saved:
        return False
    for folder in (os.path.expanduser("~"), tempfile.gettempdir()):
        with contextlib.suppress(ProblemsFound, OSError, RuntimeError):
            if os.path.isabs(folder) and sitting.rescue_in(Path(folder)):
                return True
    return False


def _reasons(notices: tuple[str, ...]) -> tuple[str, ...]:
    """Leave what is unusual; of what was not saved the reason alone."""
    return tuple(line for line in notices if line not in (FAILED, GOING_ON))


def progress_lines(sitting: Sitting) -> tuple[str, ...]:
    """Say how far each organisation has got."""
    return tuple((f"{name}: " if name else "") + done_sentence(seat) for name, seat in sitting.views)


def saved_lines(sitting: Sitting, rescued: bool = False) -> tuple[str, ...]:
    """Say what is saved where."""
    if rescued:
        where = map(path_line, sitting.paths)
        return (
            "Your answers could NOT be saved where they belong.",
            "All of them are in a rescue file:",
            *where,
        )
    if not sitting.is_saved:
        kept = ("What was saved before them is in:", *map(path_line, sitting.paths)) if sitting.paths else ()
        return "Your last answers could NOT be saved.", *kept
    if not sitting.paths:
        return ("Nothing was answered, so no file was made.",)
    return "Everything you answered is saved:", *map(path_line, sitting.paths)


def _put_aside_lines(sitting: Sitting) -> Iterator[str]:
    """Show the texts that were put aside and are in no file: they go with this session."""
    for (turn, question, kind), words in sitting.drafts.items():
        name, seat = sitting.views[turn]
        answer = seat.answers.answers.get(question)
        if kind is Type or not words.strip() or (answer and answer.note == words.strip()):
            continue
        of = f" of {name}" if name else ""
        yield f"Put aside and not saved, a note{of} on “{sitting.questionnaire.questions[question].text}”:"
        yield f"  {clean(' '.join(words.split()))}"


def next_lines(sitting: Sitting) -> tuple[str, ...]:
    """Say which commands go on from here, the report first; nothing where there is no file yet."""
    if not sitting.paths:
        return ()
    can_plan = sitting.questionnaire.scoring.ready
    return (
        *going_on_lines(sitting),
        "To see the report:",
        _about(sitting, "score"),
        "For the board, a page:",
        _about(sitting, "report"),
        *(["What would make it ready:", _about(sitting, "plan")] if can_plan else []),
        *_folder_lines(sitting),
    )


def _folder_lines(sitting: Sitting) -> tuple[str, ...]:
    return "All of it is kept in this folder:", path_line(Path(os.path.realpath(sitting.paths[0])).parent)


def going_on_lines(sitting: Sitting, *options: str) -> tuple[str, ...]:
    """Say which command goes on with the answers; nothing where there is no file yet."""
    if not sitting.paths:
        return ()
    organisations = ("--organisations", quote(",".join(sitting.organisations))) if sitting.is_shared else ()
    again = _file(sitting.base or sitting.paths[0])
    command = _command("assess", *options, again, *organisations, questionnaire=sitting.named)
    whole = find_whole(sitting.questionnaire.id)
    if whole is None or sitting.is_shared:
        return "To go on, or to change an answer:", command
    longer = _command("assess", "--from", _file(sitting.paths[0]), questionnaire=whole)
    all_questions = "To answer all questions, beginning with these answers:"
    return "To go on, or to change an answer:", command, all_questions, longer


def what_if_lines(sitting: Sitting) -> tuple[str, ...]:
    """Say which command tries out another answer to the current question."""
    question = sitting.table.current
    if not sitting.paths or question is None:
        return ("There is nothing to try out yet: answer a question first.",)
    file = _file(sitting.paths[min(sitting.table.turn, len(sitting.paths) - 1)])
    command = _command("what-if", file, f"{question.id}=ANSWER", questionnaire=sitting.named)
    return "To try out another answer to this question, without saving it:", command


def _about(sitting: Sitting, command: str) -> str:
    return _command(command, *map(_file, sitting.paths), questionnaire=sitting.named)


def _file(path: Path) -> str:
    return quote_path(str(path))


def _command(*words: str, questionnaire: str | None) -> str:
    named = ("--questionnaire", quote(questionnaire)) if questionnaire else ()
    return "  " + clean(" ".join(["partnerassess", *words, *named]))
