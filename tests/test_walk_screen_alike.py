"""Both front ends: given the same commands they write the same file."""

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from partnerassess.interview import (
    Back,
    Command,
    Declined,
    Forward,
    GoToNumber,
    NotApplicable,
    Note,
    NoteWanted,
    Session,
    Skip,
    Type,
    Undo,
    Unknown,
    respond,
    start,
)
from partnerassess.model import Answers
from screening import START_TO_QUESTIONS, Scene, play
from walking import SHED, SKIPPED_DETAILS, Walked

REASON = "no shed"
TRIAL = GoToNumber("trial")
"""Stands for a trial of the answer 1 that is not kept; as a command it changes nothing either."""
COMMANDS = st.sampled_from(
    (
        *map(Type, ("1", "2", "3", "0", "2", "1", "1")),
        *(Unknown(), Declined(), NotApplicable(), NotApplicable(), Skip(), Back(), Forward(), Undo()),
        *(Note("Minuted"), Note("in May"), GoToNumber("1"), GoToNumber("2"), GoToNumber("4")),
        *(TRIAL, TRIAL),
    )
)
LETTERS = {Unknown(): ("d", "d"), Declined(): ("k", "k"), Skip(): ("s", "s"), Undo(): ("u", "u")}
MOVES = {Back(): ("b", "left"), Forward(): ("f", "right")}


@dataclass
class Said:
    """The same commands as lines that are typed and as keys that are pressed."""

    lines: list[str] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    session: Session = field(
        default_factory=lambda: start(SHED, Answers(questionnaire=SHED.id, version=SHED.version))
    )

    def add(self, command: Command) -> None:
        """Say one more command, unless it means different things at the review."""
        at_review = self.session.current is None
        if command == TRIAL:
            # Only the full screen tries answers out; line by line that is a command of its own.
            return
        if at_review and (command == TRIAL or not isinstance(command, Back | GoToNumber | Undo)):
            return
        for line, keys in self._ways(command):
            self.lines.append(line)
            self.keys += keys
        step = respond(self.session, command)
        if isinstance(step.event, NoteWanted):
            step = respond(self.session, NotApplicable(REASON))
        self.session = step.session

    def _ways(self, command: Command) -> Iterator[tuple[str, list[str]]]:
        match command:
            case Type(text=text):
                yield text, [text]
            case NotApplicable():
                yield "x", ["x"]
                if isinstance(respond(self.session, command).event, NoteWanted):
                    yield REASON, [*letters(REASON), "enter"]
            case Note(text=text):
                held = (self.session.answer.note if self.session.answer else None) or ""
                yield f"n {text}", ["n", *["backspace"] * len(held), *letters(text), "enter"]
            case GoToNumber() if command == TRIAL:
                # Only the full screen tries answers out; line by line that is a command of its own.
                self.keys += ["w", "1", "escape"]
            case GoToNumber(text=number) if int(number) <= len(self.session.entries):
                yield f"g {number}", ["g", number, "enter"]
            case GoToNumber():
                return
            case _:
                line, key = (LETTERS | MOVES)[command]
                yield line, [key]


def letters(words: str) -> list[str]:
    """Give the keys of some words."""
    return ["space" if letter == " " else letter for letter in words]


@given(st.lists(COMMANDS, min_size=4, max_size=14))
def test_both_front_ends_given_the_same_commands_write_the_same_file(commands: list[Command]) -> None:
    said = Said()
    for command in commands:
        said.add(command)

    async def script(scene: Scene) -> None:
        await scene.press(START_TO_QUESTIONS, *said.keys)

    with tempfile.TemporaryDirectory() as folder:
        typed, pressed = Path(folder) / "typed.yaml", Path(folder) / "pressed.yaml"
        Walked(SKIPPED_DETAILS + "".join(f"{line}\n" for line in said.lines), typed)
        app = play(script, pressed)
        answers = app.sitting.session.answers
        assert answers == replace(said.session.answers, date=answers.date)
        written = [path.read_text() if path.exists() else None for path in (typed, pressed)]
        assert written[0] == written[1]
