"""The table: several organisations at one question, and one alone just like a session."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from partnerassess.interview.commands import (
    Back,
    Command,
    Declined,
    Detail,
    Forward,
    GoTo,
    GoToNumber,
    GoToReview,
    NotApplicable,
    Note,
    Refused,
    Return,
    Saved,
    SetDetail,
    Skip,
    Swap,
    Type,
    Undo,
    Undone,
    Unknown,
)
from partnerassess.interview.responses import Step, respond
from partnerassess.interview.session import start
from partnerassess.interview.table import Round, Table, answers_differ, gather, respond_at_table
from partnerassess.model import Answers, Level
from walking import SHED

SCENE = (Type("1"), Type("1"))
"""The two choices of the starting point, after which levels are asked for."""
BLANK = Answers(questionnaire=SHED.id, version=SHED.version)
COMMANDS = st.sampled_from(
    (
        *map(Type, ("", "0", "1", "2", "3", "x")),
        *(
            Unknown(),
            Declined(),
            NotApplicable(),
            NotApplicable("no shed"),
            Skip(),
            Note("Minuted"),
            Note(""),
        ),
        *(Back(), Forward(), GoToReview(), GoTo("rota"), GoToNumber("2"), Swap(), Return(), Undo(), Undo()),
        *(SetDetail(Detail.PARTNERSHIP, "Two sheds"), SetDetail(Detail.RESPONDENT, "Chair")),
        *(SetDetail(Detail.DATE, "soon"), SetDetail(Detail.DATE, "2017-05-12")),
    )
)


def two() -> Table:
    """Seat two organisations."""
    return gather(SHED, (BLANK, BLANK))


def after(*commands: Command, table: Table | None = None) -> Round:
    """Give what comes of the last of some commands."""
    came = Round(table=table or two(), steps=())
    for command in commands:
        came = respond_at_table(came.table, command)
    return came


def place(table: Table) -> tuple[str | None, int]:
    """Give the current question and whose turn it is."""
    return (table.current.id if table.current else None, table.turn)


@given(st.lists(COMMANDS, max_size=25))
def test_a_table_of_one_is_a_session(commands: list[Command]) -> None:
    table, session = gather(SHED, (BLANK,)), start(SHED, BLANK)
    for command in commands:
        came, step = respond_at_table(table, command), respond(session, command)
        assert came.steps == ((0, Step(session=came.steps[0][1].session, event=step.event)),)
        table, session = came.table, step.session
        assert (table.session.answers, table.session.current) == (session.answers, session.current)
        assert (table.session.amending, table.held) == (session.amending, False)


@given(st.lists(COMMANDS, max_size=30))
def test_all_at_a_table_stand_at_one_question_and_undo_takes_everything_back(commands: list[Command]) -> None:
    tables = [two()]
    for command in commands:
        came = respond_at_table(tables[-1], command)
        assert (
            len({place(came.table)[0], *(s.current.id if s.current else None for s in came.table.sessions)})
            == 1
        )
        assert came.table.current is None or came.table.session.wants(came.table.current)
        assert [s.asked for s in came.table.sessions] == [came.table.sessions[0].asked] * 2
        changed = [
            a.answers is not b.answers
            for a, b in zip(*(t.sessions for t in (tables[-1], came.table)), strict=True)
        ]
        assert all(turn in came.changed for turn, each in enumerate(changed) if each)
        tables.append(came.table)
    table = tables[-1]
    while table.past:
        came = respond_at_table(table, Undo())
        assert isinstance(came.event, Undone)
        table = came.table
    assert [each.answers for each in table.sessions] == [BLANK, BLANK]


def test_what_sets_the_scene_is_asked_once_for_all_and_everything_else_for_each() -> None:
    places = [place(after(*[Type("1")] * number).table) for number in range(5)]
    assert places == [
        ("asked-by", 0),
        ("shed-exists", 0),
        ("neighbours", 0),
        ("neighbours", 1),
        ("keys", 0),
    ]
    assert all(before != later for before, later in pairwise(places))
    table = after(Type("1")).table
    assert len({each.answers.answers["asked-by"] for each in table.sessions}) == 1
    assert [each.answers.answers for each in after(Undo(), table=table).table.sessions] == [{}, {}]


def test_an_answer_for_all_that_is_refused_changes_nobodys() -> None:
    came = after(Type("9"))
    assert isinstance(came.event, Refused)
    assert [each.answers for each in came.table.sessions] == [BLANK, BLANK]


def test_different_answers_hold_the_question_until_somebody_goes_on() -> None:
    came = after(*SCENE, Type("1"), Type("2"))
    assert isinstance(came.event, Saved)
    assert (place(came.table), came.table.held) == (("neighbours", 0), True)
    assert place(after(Type(""), table=came.table).table) == ("keys", 0)
    assert place(after(Forward(), table=came.table).table) == ("keys", 0)
    again = after(Type("2"), table=came.table)
    assert (again.table.held, place(again.table)) == (False, ("keys", 0))
    still = after(Type("0"), table=came.table)
    assert (still.table.held, place(still.table)) == (True, ("neighbours", 0))


def test_who_may_change_an_answer_can_be_swapped() -> None:
    held = after(*SCENE, Type("1"), Type("2"), Swap()).table
    assert (held.held, place(held)) == (True, ("neighbours", 1))
    agreed = after(Type("1"), table=held).table
    assert place(agreed) == ("keys", 0)
    assert place(after(Swap(), table=agreed).table) == ("keys", 1)
    assert isinstance(respond_at_table(gather(SHED, (BLANK,)), Swap()).event, Refused)


def test_a_silence_is_no_difference() -> None:
    assert place(after(*SCENE, Type("1"), Unknown()).table)[0] != "neighbours"


def test_what_one_is_asked_the_other_is_asked_unless_its_own_answers_hide_it() -> None:
    views = [start(SHED, BLANK), start(SHED, BLANK)]
    answers = [respond(each, Type(text)).session.answers for each, text in zip(views, "12", strict=True)]
    table = gather(SHED, answers)
    assert [each.id for each in table.sessions[0].asked] == [each.id for each in table.sessions[1].asked]
    assert [each.wants(SHED.questions["council-reason"]) for each in table.sessions] == [False, True]
    assert "council-reason" not in {entry.question.id for entry in table.sessions[0].unanswered}
    assert place(table) == ("council-reason", 1)
    assert place(after(Type("1"), table=table).table) == ("shed-exists", 0)


def test_partnership_and_date_are_everybodys_and_are_taken_back_together() -> None:
    came = after(SetDetail(Detail.PARTNERSHIP, "Two sheds"))
    assert [each.answers.partnership for each in came.table.sessions] == ["Two sheds", "Two sheds"]
    assert came.changed == (0, 1)
    back = after(Undo(), table=came.table)
    assert back.changed == (0, 1)
    assert [each.answers.partnership for each in back.table.sessions] == [None, None]


def test_undo_gives_the_turn_back_to_who_had_it() -> None:
    table = after(*SCENE, Type("1"), Type("1"), Undo()).table
    assert place(table) == ("neighbours", 1)
    assert [len(each.answers.answers) for each in table.sessions] == [3, 2]


def test_nothing_to_undo_is_refused() -> None:
    assert isinstance(after(Undo()).event, Refused)


def test_a_question_opened_from_the_review_leads_back_to_it_after_everybody() -> None:
    once = after(*SCENE, GoToReview(), Type("1")).table
    assert place(once) == ("asked-by", 0)
    assert place(after(Type("1"), table=once).table) == (None, 0)
    reviewed = after(*SCENE, GoToReview(), Type("3")).table
    assert place(reviewed) == ("neighbours", 0)
    assert place(after(Type("1"), table=reviewed).table) == ("neighbours", 1)
    assert place(after(Type("1"), Type("1"), table=reviewed).table) == (None, 0)
    held = after(Type("1"), Type("2"), table=reviewed).table
    assert held.held
    assert place(after(Type(""), table=held).table) == (None, 0)


def test_a_table_resumes_at_the_first_question_that_somebody_lacks() -> None:
    answers = [each.answers for each in after(*SCENE, Type("1")).table.sessions]
    assert place(gather(SHED, answers)) == ("neighbours", 1)


def test_the_review_leads_back_to_where_it_was_opened() -> None:
    reviewed = after(*SCENE, GoToReview()).table
    assert place(after(Return(), table=reviewed).table)[0] == "neighbours"
    assert place(after(Type("1"), Type("1"), Return(), table=reviewed).table)[0] == "neighbours"


def test_levels_that_differ_are_told_from_those_that_do_not() -> None:
    question = SHED.questions["neighbours"]
    table = after(*SCENE, Type("2"), Type("0")).table
    assert answers_differ(table, question)
    given = [answer.given for each in table.sessions if (answer := each.answer_to(question))]
    assert [each.value for each in given if isinstance(each, Level)] == [2, 0]


def test_what_has_changed_since_the_beginning_is_known() -> None:
    session = respond(start(SHED, BLANK), Type("1")).session
    resumed = start(SHED, session.answers)
    assert resumed.amended == ()
    changed = respond(respond(resumed, GoTo("asked-by")).session, Type("3")).session
    (amended,) = changed.amended
    assert amended.question.id == "asked-by"
    assert amended.before == session.answers.answers["asked-by"]
    assert respond(changed, Undo()).session.amended == ()
