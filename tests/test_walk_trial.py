"""What if, below the screens: what can be tried, what it does, and that it reaches no file unkept."""

import tempfile
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from partnerassess.decide.what_if import try_out
from partnerassess.interview.commands import (
    Command,
    Declined,
    GoTo,
    GoToNumber,
    Move,
    NotApplicable,
    Note,
    Skip,
    Type,
    Undo,
    Unknown,
)
from partnerassess.interview.responses import respond
from partnerassess.model import Given, Level, Silence
from partnerassess.walk.readiness import find_all
from partnerassess.walk.sitting import Sitting, open_sitting
from partnerassess.walk.trial import WhatIf, find_what_if
from walking import SHED, TODAY, saved

BOTH = ("Spade", "Fork")


def sat(folder: Path, *typed: str, organisations: tuple[str, ...] = ()) -> Sitting:
    """Open a sitting about the shed, with the first answers typed."""
    path = folder / "shed.yaml"
    sitting = open_sitting(SHED, path, folder=folder, today=TODAY, organisations=organisations)
    for text in typed:
        sitting.do(Type(text))
    return sitting


def begun(sitting: Sitting) -> WhatIf:
    """Begin a trial."""
    what_if = find_what_if(sitting)
    assert what_if is not None
    return what_if


def contents(folder: Path) -> Mapping[str, bytes]:
    """Give every file of a folder."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def tried(what_if: WhatIf) -> dict[str, Given | None]:
    """Give what is different in a trial."""
    return {each.question.id: each.after.given if each.after else None for _, each in what_if.changes}


def test_a_try_stays_at_its_question_and_leaves_sitting_and_file_alone(tmp_path: Path) -> None:
    sitting = sat(tmp_path, "1", "1", "2", "0")
    before, table = contents(tmp_path), sitting.table
    what_if = begun(sitting)
    assert what_if.do(Type("2")).lines == ("Tried: 2 (Fully). u takes it back.",)
    assert what_if.current is SHED.questions["rota"]
    assert list(tried(what_if)) == ["rota"]
    assert contents(tmp_path) == before
    assert sitting.table is table


def test_a_trial_is_scored_as_score_set_does(tmp_path: Path) -> None:
    sitting = sat(tmp_path, "1", "1", "2", "0")
    what_if = begun(sitting)
    what_if.do(Type("2"))
    what_if.do(Move.BACK)
    what_if.do(Unknown())
    level = next(each for each in SHED.questions["rota"].levels if each.value == 2)  # type: ignore[union-attr]
    changed: dict[str, Given | None] = {"rota": level, "keys": Silence.UNKNOWN}
    assert what_if.trial() == try_out(sitting.seat.assessment, changed)


def test_the_real_answer_tried_again_is_no_change(tmp_path: Path) -> None:
    sitting = sat(tmp_path, "1", "1", "2", "0")
    sitting.do(Move.BACK)
    what_if = begun(sitting)
    what_if.do(Type("2"))
    assert list(tried(what_if)) == ["keys"]
    assert what_if.do(Type("0")).lines == ("As answered: 0 (Not at all).",)
    assert tried(what_if) == {}


def test_tries_are_taken_back_one_by_one_and_never_what_was_answered_before(tmp_path: Path) -> None:
    sitting = sat(tmp_path, "1", "1", "2", "0")
    what_if = begun(sitting)
    for command in (Type("1"), Type("2"), Move.BACK, Type("1")):
        what_if.do(command)
    counts = []
    while not what_if.do(Undo()).is_refusal:
        counts.append(len(what_if.changes))
    assert counts == [1, 1, 0]
    assert what_if.table.seat.answers == sitting.seat.answers


def test_clearing_goes_back_to_what_was_answered_at_the_same_question(tmp_path: Path) -> None:
    what_if = begun(sat(tmp_path, "1", "1", "2", "0"))
    for command in (Type("2"), Move.BACK, Type("1")):
        what_if.do(command)
    what_if.clear()
    assert what_if.changes == ()
    assert what_if.current is SHED.questions["keys"]
    assert what_if.do(Undo()).is_refusal


def test_only_answers_can_be_tried_and_a_trial_never_reaches_the_review(tmp_path: Path) -> None:
    what_if = begun(sat(tmp_path, "1", "1", "2", "0"))
    for command in (Note("a"), Declined(), NotApplicable("b"), Skip(), Type("9"), Move.FORWARD, Move.REVIEW):
        assert what_if.do(command).is_refusal
        assert what_if.current is SHED.questions["rota"]
    assert what_if.changes == ()
    assert what_if.table.seat.answers.answers.keys() == {"asked-by", "shed-exists", "neighbours", "keys"}


def test_a_trial_can_begin_at_the_review(tmp_path: Path) -> None:
    sitting = sat(tmp_path, "1")
    sitting.do(Move.REVIEW)
    assert begun(sitting).current is SHED.questions["asked-by"]


def test_whoever_keeps_a_trial_at_the_review_comes_back_to_where_it_was_opened(tmp_path: Path) -> None:
    sitting = sat(tmp_path, "1")
    sitting.do(Move.REVIEW)
    what_if = begun(sitting)
    what_if.do(Type("2"))
    what_if.keep()
    assert sitting.table.current is None
    sitting.do(Move.RETURN)
    assert sitting.table.current is SHED.questions["shed-exists"]


def test_keeping_saves_what_was_tried_and_undo_takes_it_back_one_by_one(tmp_path: Path) -> None:
    sitting = sat(tmp_path, "1", "1", "2", "0")
    before = contents(tmp_path)
    what_if = begun(sitting)
    for command in (Type("2"), Move.BACK, Type("1")):
        what_if.do(command)
    assert what_if.keep().lines == (
        "Saved from the trial: 2 answers.",
        "“Is it clear who holds the keys?” Saved: 1 (A little).",
        "“Is there a rota?” Saved: 2 (Fully).",
    )
    held = saved(tmp_path / "shed.yaml").answers
    assert held == sitting.seat.answers.answers == what_if.table.seat.answers.answers
    assert sitting.table.current is SHED.questions["rota"]
    sitting.do(Undo())
    sitting.do(Undo())
    assert contents(tmp_path) == before


def test_what_leads_to_a_question_is_kept_before_its_answer(tmp_path: Path) -> None:
    sitting = sat(tmp_path, "1", "2", "0")
    assert [each.question.id for each in sitting.seat.entries] == ["asked-by", "shed-exists"]
    what_if = begun(sitting)
    for command in (GoTo("asked-by"), Type("2"), GoTo("council-reason"), Type("1")):
        assert not what_if.do(command).is_refusal
    assert what_if.keep().lines[0] == "Saved from the trial: 2 answers."
    assert [question for question in sitting.seat.answers.answers if question.startswith("council")]


def test_what_is_not_asked_any_more_is_left_as_it_was(tmp_path: Path) -> None:
    sitting = sat(tmp_path, "1", "1", "2", "0")
    what_if = begun(sitting)
    for command in (GoTo("shed-exists"), Type("2"), GoTo("asked-by"), Type("3")):
        assert not what_if.do(command).is_refusal
    assert what_if.keep().lines == (
        "Saved from the trial: 1 answer.",
        "“Who asks for it?” Saved: A third party.",
        "Left as it was, because it is not asked any more: “Is there a shed already?”",
    )
    assert getattr(saved(tmp_path / "shed.yaml").answers["shed-exists"].given, "id", None) == "yes"


def test_each_organisation_at_a_table_has_answers_to_try(tmp_path: Path) -> None:
    sitting = sat(tmp_path, "1", "1", "2", "1", organisations=BOTH)
    sitting.do(Type(""))
    what_if = begun(sitting)
    assert what_if.whose == "Spade"
    what_if.do(Type("2"))
    assert what_if.pass_on().lines == ("Now the answers of Fork.",)
    what_if.do(Type("1"))
    what_if.do(GoTo("neighbours"))
    what_if.do(Type("0"))
    assert [(whose, change.question.id) for whose, change in what_if.changes] == [
        ("Spade", "keys"), ("Fork", "neighbours"), ("Fork", "keys"),
    ]  # fmt: skip
    assert what_if.keep().lines[0] == "Saved from the trial: 3 answers."
    values = {}
    for name in ("spade", "fork"):
        held = saved(tmp_path / f"shed-{name}.yaml").answers
        values[name] = [given.value for each in held.values() if isinstance(given := each.given, Level)]
    assert values == {"spade": [Fraction(2), Fraction(2)], "fork": [Fraction(0), Fraction(1)]}


def test_one_alone_has_nobody_to_pass_a_trial_on_to(tmp_path: Path) -> None:
    assert begun(sat(tmp_path, "1")).pass_on().is_refusal


def test_what_to_find_out_next_has_its_number_and_a_reason(tmp_path: Path) -> None:
    sitting = sat(tmp_path, "1", "1", "2", "0")
    (found,) = find_all(sitting.views)
    assert (found.question.id, found.number) == ("rota", 5)
    assert found.line == (
        "To settle whether “A handshake” is ready (it is in 33% of the ways to fill in what is open), find "
        "out first: “Is there a rota?” Any answer settles it. It is question 5."
    )
    sitting.do(Type("2"))
    assert find_all(sitting.views) == ()


def test_what_to_find_out_next_is_said_for_each_organisation(tmp_path: Path) -> None:
    sitting = sat(tmp_path, "1", "1", organisations=BOTH)
    lines = [found.line for found in find_all(sitting.views)]
    assert [line.split(":")[0] for line in lines] == list(BOTH)


PLACES = ("asked-by", "council-reason", "shed-exists", "neighbours", "keys", "roof", "rota")
MOVES = st.sampled_from((Move.BACK, Move.FORWARD, Move.REVIEW, GoTo("neighbours"), *map(GoTo, PLACES)))
ANSWERS = st.sampled_from((*map(Type, ("0", "1", "2", "3", "")), Unknown()))
OTHERS = st.sampled_from(
    (Note("n"), NotApplicable("x"), NotApplicable(), Declined(), Skip(), GoToNumber("2"))
)


class AnyTrial(RuleBasedStateMachine):
    """Answers, trials and what becomes of them, in any order."""

    what_if: WhatIf | None = None

    @initialize(together=st.booleans())
    def begin(self, together: bool) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name)
        self.sitting = sat(self.path, "1", organisations=BOTH if together else ())
        self.before = contents(self.path)

    def teardown(self) -> None:
        if hasattr(self, "folder"):
            self.folder.cleanup()

    @precondition(lambda self: self.what_if is None)
    @rule(command=ANSWERS | OTHERS | MOVES | st.just(Undo()))
    def does_for_real(self, command: Command) -> None:
        self.sitting.do(command)
        self.before = contents(self.path)

    @precondition(lambda self: self.what_if is None)
    @rule()
    def begins_a_trial(self) -> None:
        self.table = self.sitting.table
        self.what_if = find_what_if(self.sitting)

    @precondition(lambda self: self.what_if is not None)
    @rule(command=ANSWERS | MOVES | OTHERS | st.just(Undo()))
    def tries(self, command: Command) -> None:
        assert self.what_if is not None
        table = self.what_if.table
        remark = self.what_if.do(command)
        if remark.is_refusal:
            assert self.what_if.table.seat.answers is table.seat.answers
        elif isinstance(command, Type | Unknown):
            assert self.what_if.table.seat.answers == respond(table, command).table.seat.answers
        trial = self.what_if.trial()
        assert trial.before == self.table.seats[self.what_if.turn].assessment
        assert trial.after.answers.answers == self.what_if.table.seat.answers.answers

    @precondition(lambda self: self.what_if is not None)
    @rule()
    def passes_on(self) -> None:
        assert self.what_if is not None
        self.what_if.pass_on()

    @precondition(lambda self: self.what_if is not None)
    @rule()
    def clears(self) -> None:
        assert self.what_if is not None
        self.what_if.clear()
        assert self.what_if.changes == ()

    @precondition(lambda self: self.what_if is not None)
    @rule()
    def ends(self) -> None:
        self.what_if = None

    @precondition(lambda self: self.what_if is not None)
    @rule()
    def keeps(self) -> None:
        assert self.what_if is not None
        changes = self.what_if.changes
        left_out = sum(line.startswith("Left as it was") for line in self.what_if.keep().lines)
        for _ in range(len(changes) - left_out):
            assert contents(self.path) != self.before
            self.sitting.do(Undo())
        after = contents(self.path)
        assert {name: after[name] for name in self.before} == self.before
        self.before = after  # the first answer of somebody makes a file, and taking it back leaves it
        assert [each.answers for each in self.sitting.table.seats] == [
            each.answers for each in self.table.seats
        ]
        self.what_if = None

    @invariant()
    def the_files_hold_what_was_really_answered(self) -> None:
        if hasattr(self, "folder"):
            assert contents(self.path) == self.before
            for file, session in zip(self.sitting.files, self.sitting.table.seats, strict=True):
                held = saved(file.path).answers if file.path else {}
                assert held == session.answers.answers

    @invariant()
    def a_trial_leaves_the_sitting_alone(self) -> None:
        if self.what_if is not None:
            assert self.sitting.table is self.table


TestAnyTrial = AnyTrial.TestCase
