"""The table: several organisations at one question, and one alone just like a session."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from partnerassess.interview.commands import (
    Command,
    Declined,
    Detail,
    GoTo,
    GoToNumber,
    Move,
    NotApplicable,
    Note,
    Refused,
    Saved,
    SetDetail,
    Skip,
    Type,
    Undo,
    Undone,
    Unknown,
)
from partnerassess.interview.responses import Round, respond
from partnerassess.interview.table import Table, gather
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
        *(
            Move.BACK,
            Move.FORWARD,
            Move.REVIEW,
            GoTo("rota"),
            GoToNumber("2"),
            Move.SWAP,
            Move.RETURN,
            Undo(),
            Undo(),
        ),
        *(SetDetail(Detail.PARTNERSHIP, "Two sheds"), SetDetail(Detail.RESPONDENT, "Chair")),
        *(SetDetail(Detail.DATE, "soon"), SetDetail(Detail.DATE, "2017-05-12")),
    )
)


def two() -> Table:
    """Seat two organisations."""
    return gather(SHED, (BLANK, BLANK))


def after(*commands: Command, table: Table | None = None) -> Round:
    """Give what comes of the last of some commands."""
    came = Round(table=table or two(), events={})
    for command in commands:
        came = respond(came.table, command)
    return came


def place(table: Table) -> tuple[str | None, int]:
    """Give the current question and whose turn it is."""
    return (table.current.id if table.current else None, table.turn)


@given(st.lists(COMMANDS, max_size=25))
def test_whoever_sits_alone_never_waits_for_another(commands: list[Command]) -> None:
    table = gather(SHED, (BLANK,))
    for command in commands:
        came = respond(table, command)
        assert (list(came.events), came.table.turn, came.table.held) == ([0], 0, False)
        assert came.table.past is table.past or 0 in came.changed
        table = came.table


@given(st.lists(COMMANDS, max_size=30))
def test_all_at_a_table_are_asked_the_same_and_undo_takes_everything_back(commands: list[Command]) -> None:
    tables = [two()]
    for command in commands:
        came = respond(tables[-1], command)
        assert came.table.current is None or came.table.seat.wants(came.table.current)
        assert [s.asked for s in came.table.seats] == [came.table.seats[0].asked] * 2
        changed = [
            a.answers is not b.answers
            for a, b in zip(*(t.seats for t in (tables[-1], came.table)), strict=True)
        ]
        assert all(turn in came.changed for turn, each in enumerate(changed) if each)
        tables.append(came.table)
    table = tables[-1]
    while table.past:
        came = respond(table, Undo())
        assert isinstance(came.event, Undone)
        table = came.table
    assert [each.answers for each in table.seats] == [BLANK, BLANK]


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
    assert len({each.answers.answers["asked-by"] for each in table.seats}) == 1
    assert [each.answers.answers for each in after(Undo(), table=table).table.seats] == [{}, {}]


def test_an_answer_for_all_that_is_refused_changes_nobodys() -> None:
    came = after(Type("9"))
    assert isinstance(came.event, Refused)
    assert [each.answers for each in came.table.seats] == [BLANK, BLANK]


def test_different_answers_hold_the_question_until_somebody_goes_on() -> None:
    came = after(*SCENE, Type("1"), Type("2"))
    assert isinstance(came.event, Saved)
    assert (place(came.table), came.table.held) == (("neighbours", 0), True)
    assert place(after(Type(""), table=came.table).table) == ("keys", 0)
    assert place(after(Move.FORWARD, table=came.table).table) == ("keys", 0)
    again = after(Type("2"), table=came.table)
    assert (again.table.held, place(again.table)) == (False, ("keys", 0))
    still = after(Type("0"), table=came.table)
    assert (still.table.held, place(still.table)) == (True, ("neighbours", 0))


def test_who_may_change_an_answer_can_be_swapped() -> None:
    held = after(*SCENE, Type("1"), Type("2"), Move.SWAP).table
    assert (held.held, place(held)) == (True, ("neighbours", 1))
    agreed = after(Type("1"), table=held).table
    assert place(agreed) == ("keys", 0)
    assert place(after(Move.SWAP, table=agreed).table) == ("keys", 1)
    assert isinstance(respond(gather(SHED, (BLANK,)), Move.SWAP).event, Refused)


def test_a_silence_is_no_difference() -> None:
    assert place(after(*SCENE, Type("1"), Unknown()).table)[0] != "neighbours"


def test_what_one_is_asked_the_other_is_asked_unless_its_own_answers_hide_it() -> None:
    answers = [respond(gather(SHED, [BLANK]), Type(text)).table.seat.answers for text in "12"]
    table = gather(SHED, answers)
    assert [each.id for each in table.seats[0].asked] == [each.id for each in table.seats[1].asked]
    assert [each.wants(SHED.questions["council-reason"]) for each in table.seats] == [False, True]
    assert "council-reason" not in {entry.question.id for entry in table.seats[0].unanswered}
    assert place(table) == ("council-reason", 1)
    assert place(after(Type("1"), table=table).table) == ("shed-exists", 0)


def test_partnership_and_date_are_everybodys_and_are_taken_back_together() -> None:
    came = after(SetDetail(Detail.PARTNERSHIP, "Two sheds"))
    assert [each.answers.partnership for each in came.table.seats] == ["Two sheds", "Two sheds"]
    assert came.changed == (0, 1)
    back = after(Undo(), table=came.table)
    assert back.changed == (0, 1)
    assert [each.answers.partnership for each in back.table.seats] == [None, None]


def test_undo_gives_the_turn_back_to_who_had_it() -> None:
    table = after(*SCENE, Type("1"), Type("1"), Undo()).table
    assert place(table) == ("neighbours", 1)
    assert [len(each.answers.answers) for each in table.seats] == [3, 2]


def test_nothing_to_undo_is_refused() -> None:
    assert isinstance(after(Undo()).event, Refused)


def test_a_question_opened_from_the_review_leads_back_to_it_after_everybody() -> None:
    once = after(*SCENE, Move.REVIEW, Type("1")).table
    assert place(once) == ("asked-by", 0)
    assert place(after(Type("1"), table=once).table) == (None, 0)
    reviewed = after(*SCENE, Move.REVIEW, Type("3")).table
    assert place(reviewed) == ("neighbours", 0)
    assert place(after(Type("1"), table=reviewed).table) == ("neighbours", 1)
    assert place(after(Type("1"), Type("1"), table=reviewed).table) == (None, 0)
    held = after(Type("1"), Type("2"), table=reviewed).table
    assert held.held
    assert place(after(Type(""), table=held).table) == (None, 0)


def test_a_table_resumes_at_the_first_question_that_somebody_lacks() -> None:
    answers = [each.answers for each in after(*SCENE, Type("1")).table.seats]
    assert place(gather(SHED, answers)) == ("neighbours", 1)


def test_the_review_leads_back_to_where_it_was_opened() -> None:
    reviewed = after(*SCENE, Move.REVIEW).table
    assert place(after(Move.RETURN, table=reviewed).table)[0] == "neighbours"
    assert place(after(Type("1"), Type("1"), Move.RETURN, table=reviewed).table)[0] == "neighbours"


def test_levels_that_differ_are_told_from_those_that_do_not() -> None:
    table = after(*SCENE, Type("2"), Type("0")).table
    question = SHED.questions["neighbours"]
    assert table.differs
    given = [answer.given for each in table.seats if (answer := each.answer_to(question))]
    assert [each.value for each in given if isinstance(each, Level)] == [2, 0]


def test_what_has_changed_since_the_beginning_is_known() -> None:
    first = respond(gather(SHED, [BLANK]), Type("1")).table
    resumed = gather(SHED, [first.seat.answers])
    assert resumed.seat.amended_since(resumed.began.seat) == ()
    changed = respond(respond(resumed, GoTo("asked-by")).table, Type("3")).table
    (amended,) = changed.seat.amended_since(changed.began.seat)
    assert amended.question.id == "asked-by"
    assert amended.before == first.seat.answers.answers["asked-by"]
    assert respond(changed, Undo()).table.seat.amended_since(changed.began.seat) == ()


def test_the_review_leads_the_second_one_back_as_well() -> None:
    reviewed = after(*SCENE, Type("1"), Move.REVIEW)
    assert place(after(Move.RETURN, table=reviewed.table).table) == ("neighbours", 1)


def test_what_the_scene_puts_out_of_use_is_said_where_several_sit_too() -> None:
    event = after(Type("2"), Type("1"), GoTo("asked-by"), Type("1")).event
    assert isinstance(event, Saved)
    assert [each.id for each in event.hidden] == ["council-reason"]


def test_a_question_asked_once_is_skipped_once() -> None:
    assert place(after(Skip()).table) == ("council-reason", 0)


def test_undo_at_a_held_question_leads_back_to_it_as_it_was() -> None:
    came = after(*SCENE, Type("1"), Type("2"), Type("0"), Undo())
    assert (place(came.table), came.table.held) == (("neighbours", 0), True)
