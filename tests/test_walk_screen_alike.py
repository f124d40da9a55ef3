"""Both front ends: given the same commands they write the same file."""

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from partnerassess.interview.commands import (
    Command,
    Declined,
    GoToNumber,
    Move,
    NotApplicable,
    Note,
    NoteWanted,
    Skip,
    Type,
    Undo,
    Unknown,
)
from partnerassess.interview.responses import respond
from partnerassess.interview.table import Table, gather
from partnerassess.model import Answers
from screening import START_TO_QUESTIONS, Scene, play
from walking import SHED, SKIPPED_DETAILS, Walked

REASON = "no shed"
COMMANDS = st.sampled_from(
    (
        *map(Type, ("1", "2", "3", "0", "2", "1", "1")),
        *(Unknown(), Declined(), NotApplicable(), NotApplicable(), Skip(), Move.BACK, Move.FORWARD, Undo()),
        *(Note("Minuted"), Note("in May"), GoToNumber("1"), GoToNumber("2"), GoToNumber("4")),
    )
)
LETTERS = {Unknown(): ("d", "d"), Declined(): ("k", "k"), Skip(): ("s", "s"), Undo(): ("u", "u")}
MOVES = {Move.BACK: ("b", "left"), Move.FORWARD: ("f", "right")}


@dataclass
class Said:
    """The same commands as lines that are typed and as keys that are pressed."""

    lines: list[str] = field(default_factory=list)
    keys: list[list[str]] = field(default_factory=list)
    """By command."""
    table: Table = field(
        default_factory=lambda: gather(SHED, [Answers(questionnaire=SHED.id, version=SHED.version)])
    )

    def add(self, command: Command) -> None:
        """Say one more command, unless it means different things at the review."""
        at_review = self.table.current is None
        if at_review and not isinstance(command, Move | GoToNumber | Undo):
            return
        for line, keys in self._ways(command):
            self.lines.append(line)
            self.keys.append(keys)
        came = respond(self.table, command)
        if isinstance(came.event, NoteWanted):
            came = respond(self.table, NotApplicable(REASON))
        self.table = came.table

    def _ways(self, command: Command) -> Iterator[tuple[str, list[str]]]:
        match command:
            case Type(text=text):
                yield text, [text]
            case NotApplicable():
                yield "x", ["x"]
                if isinstance(respond(self.table, command).event, NoteWanted):
                    yield REASON, [*REASON, "enter"]
            case Note(text=text):
                held = (self.table.answer.note if self.table.answer else None) or ""
                yield f"n {text}", ["n", *["backspace"] * len(held), *text, "enter"]
            case GoToNumber(text=number) if int(number) <= len(self.table.asked):
                yield f"g {number}", ["g", number, "enter"]
            case GoToNumber():
                return
            case _:
                line, key = (LETTERS | MOVES)[command]
                yield line, [key]


@given(st.lists(COMMANDS, min_size=2, max_size=7))
def test_both_front_ends_given_the_same_commands_write_the_same_file(commands: list[Command]) -> None:
    said = Said()
    for command in commands:
        said.add(command)

    async def script(scene: Scene) -> None:
        await scene.press(START_TO_QUESTIONS)
        for keys in said.keys:
            await scene.burst(*keys)

    with tempfile.TemporaryDirectory() as folder:
        typed, pressed = Path(folder) / "typed.yaml", Path(folder) / "pressed.yaml"
        Walked(SKIPPED_DETAILS + "".join(f"{line}\n" for line in said.lines), typed)
        app = play(script, pressed)
        answers = app.sitting.seat.answers
        assert answers == replace(said.table.seat.answers, date=answers.date)
        written = [path.read_text() if path.exists() else None for path in (typed, pressed)]
        assert written[0] == written[1]
