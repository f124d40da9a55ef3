"""Plain walks without a terminal: typed lines in, what was said and saved out."""

import datetime
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import TextIO

from partnerassess.assessment import Assessment
from partnerassess.loading.answers import load_answers, read_answer_documents
from partnerassess.loading.questionnaire import load_questionnaire
from partnerassess.model import Answers
from partnerassess.parsing.nodes import Document
from partnerassess.walk.conversation import Conversation
from partnerassess.walk.plain import run_plain_walk
from partnerassess.walk.sitting import Sitting, open_sitting
from partnerassess.walk.stops import Stops

EXAMPLES = Path(__file__).parent / "examples"
SHED_FILE = EXAMPLES / "questionnaires" / "every-condition.yaml"
SHED = load_questionnaire(SHED_FILE)
TODAY = datetime.date(2026, 11, 23)
SKIPPED_DETAILS = "\n\n\n\n"


class Walked:
    """A walk that has ended."""

    def __init__(self, typed: str | TextIO, path: Path | None = None, folder: Path = Path()) -> None:
        target = StringIO()
        self.reported: list[Assessment] = []
        sitting = open_sitting(SHED, path, folder=folder, today=TODAY)
        self.status = walk(sitting, typed, target, self.reported.append)
        self.said = target.getvalue()


def walk(
    sitting: Sitting,
    typed: str | TextIO,
    target: TextIO,
    show_report: Callable[[Assessment], None] = lambda _: None,
) -> int:
    """Let somebody type lines in a plain walk, and give the exit code."""
    source = StringIO(typed) if isinstance(typed, str) else typed
    with Stops() as stops:
        conversation = Conversation(source=source, target=target, stops=stops, width=72)
        return run_plain_walk(sitting, conversation, show_report)


class Typist(StringIO):
    """Typed lines, and something that happens just after each of them has been read."""

    def __init__(self, typed: str, happen: Callable[[str], object]) -> None:
        super().__init__(typed)
        self._happen = happen

    def readline(self, size: int | None = -1, /) -> str:  # type: ignore[override]  # its own two bases differ
        line = super().readline(-1 if size is None else size)
        self._happen(line)
        return line


def saved(path: Path) -> Answers:
    """Give the answers in a file."""
    (document,) = read_answer_documents(path)
    assert isinstance(document, Document)
    return load_answers(document, SHED)
