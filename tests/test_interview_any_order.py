"""The session: what no sequence of commands can do, whatever their order."""

import datetime
import tempfile
from pathlib import Path

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from msgspec.structs import replace

from partnerassess.interview.commands import (
    Command,
    Declined,
    Detail,
    GoTo,
    GoToNumber,
    Move,
    NotApplicable,
    Note,
    Noted,
    Refused,
    SetDetail,
    Skip,
    Type,
    Undo,
    Undone,
    Unknown,
)
from partnerassess.interview.responses import Round, respond
from partnerassess.interview.table import gather
from partnerassess.loading.answers import load_answers, read_answer_documents
from partnerassess.loading.questionnaire import load_questionnaire
from partnerassess.model import Answers
from partnerassess.parsing.nodes import Document
from partnerassess.walk.answerfile import AnswerFile

SHED = load_questionnaire(Path(__file__).parent / "examples" / "questionnaires" / "every-condition.yaml")
TODAY = datetime.date(2026, 11, 23)

TEXTS = st.sampled_from(
    ("", "Minuted in May", "  a: 'b' \"c\" \\ # d ", "line\nbreak", "yes", "-", "\x1b", "x" * 2001)
)
NUMBERS = st.sampled_from(("", "0", "1", "2", "3", "4", "8", "9", "²", "12", "x"))
SHIFTS = st.sampled_from((Move.BACK, Move.FORWARD, Skip(), Move.REVIEW, GoTo("rota"), GoTo("neighbours")))


class AnySession(RuleBasedStateMachine):
    """Any commands in any order, saved after each change as the walk does."""

    @initialize()
    def begin(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        path = Path(self.folder.name) / "answers.yaml"
        self.file = AnswerFile.open(SHED, path)
        self.path = path
        self.table = gather(SHED, [self.file.answers])
        self.before: list[Answers] = []

    def teardown(self) -> None:
        self.folder.cleanup()

    def do(self, command: Command) -> Round:
        held = self.table.seat.answers
        came = respond(self.table, command)
        if came.changed:
            assert self.file.save(came.table.seat.answers) == ()
        else:
            assert came.table.seat.answers is held
        if came.changed and not isinstance(came.event, Undone):
            if came.table is not self.table:
                self.before.append(held)
            lost = {name for name in held.answers if name not in came.table.seat.answers.answers}
            assert lost <= {each.question.id for each in (came.event,) if isinstance(each, Noted)}
        self.table = came.table
        return came

    @rule(text=NUMBERS)
    def types(self, text: str) -> None:
        self.do(Type(text))

    @rule(command=st.sampled_from((Unknown(), Declined(), NotApplicable())))
    def is_silent(self, command: Command) -> None:
        self.do(command)

    @rule(text=TEXTS)
    def leaves_out(self, text: str) -> None:
        self.do(NotApplicable(text))

    @rule(text=TEXTS)
    def notes(self, text: str) -> None:
        self.do(Note(text))

    @rule(detail=st.sampled_from(Detail), text=TEXTS | st.just("2017-05-12"))
    def describes(self, detail: Detail, text: str) -> None:
        self.do(SetDetail(detail, text))

    @rule(command=SHIFTS | NUMBERS.map(GoToNumber))
    def moves(self, command: Command) -> None:
        self.do(command)

    @precondition(lambda self: self.before)
    @rule()
    def undoes(self) -> None:
        assert isinstance(self.do(Undo()).event, Undone)
        assert self.table.seat.answers == self.before.pop()

    @precondition(lambda self: not self.before)
    @rule()
    def has_nothing_to_undo(self) -> None:
        assert isinstance(self.do(Undo()).event, Refused)

    @rule()
    def leaves_and_resumes(self) -> None:
        self.file = AnswerFile.open(SHED, self.path)
        resumed = gather(SHED, [self.file.answers])
        assert replace(resumed.seat.answers, file=None) == replace(self.table.seat.answers, file=None)
        assert resumed.current is (resumed.seat.unanswered[0].question if resumed.seat.unanswered else None)
        self.table, self.before = resumed, []

    @invariant()
    def the_file_holds_what_the_session_holds(self) -> None:
        if not self.path.exists():
            assert self.table.seat.answers.answers == {}
            return
        (document,) = read_answer_documents(self.path)
        assert isinstance(document, Document)
        assert load_answers(document, SHED) == replace(self.table.seat.answers, file=str(self.path))

    @invariant()
    def only_questions_that_are_asked_are_current(self) -> None:
        assert self.table.current is None or self.table.current in self.table.seat.visibility.asked()

    @invariant()
    def the_numbers_add_up(self) -> None:
        entries = [entry for chapter in self.table.seat.chapters for entry in chapter.entries]
        assert entries == list(self.table.seat.entries)
        assert [entry.number for entry in entries] == list(range(1, len(entries) + 1))
        assert self.table.seat.answered + len(self.table.seat.unanswered) == len(entries)


TestAnySession = AnySession.TestCase
