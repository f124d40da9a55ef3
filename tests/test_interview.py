"""The session: what every command does, and what no sequence of commands can do."""

import datetime
from fractions import Fraction
from pathlib import Path
from types import MappingProxyType

import pytest

from instruments import factor, question, questionnaire, scale
from partnerassess.interview.commands import (
    Command,
    Declined,
    Detail,
    DetailSaved,
    Event,
    Finished,
    GoTo,
    GoToNumber,
    Kept,
    Move,
    Moved,
    NotApplicable,
    Note,
    Noted,
    NoteWanted,
    Refused,
    Saved,
    SetDetail,
    Skip,
    Type,
    Undo,
    Undone,
    Unknown,
)
from partnerassess.interview.responses import Round, detail_text, respond
from partnerassess.interview.table import Table, gather
from partnerassess.interview.texts import LONGEST_NOTE, Misread, answer_numbers, format_numbers, typed_name
from partnerassess.loading.answers import MAX_NAME
from partnerassess.loading.questionnaire import load_questionnaire
from partnerassess.model import Answer, Answers, Choice, Level, Question, Silence
from partnerassess.scoring import score

SHED = load_questionnaire(Path(__file__).parent / "examples" / "questionnaires" / "every-condition.yaml")
TODAY = datetime.date(2026, 11, 23)


def fresh() -> Table:
    """Begin to answer the questionnaire about the shed."""
    return gather(SHED, [Answers(questionnaire=SHED.id, version=SHED.version)])


def after(*commands: Command) -> Round:
    """Give what comes of the last of some commands."""
    came = Round(table=fresh(), events={0: Moved()})
    for command in commands:
        came = respond(came.table, command)
    return came


def place(table: Table) -> str | None:
    """Give the id of the current question; null at the review."""
    return table.current.id if table.current else None


def given(table: Table, name: str) -> Level | Choice | Silence | None:
    """Give the answer to a question."""
    answer = table.seat.answers.answers.get(name)
    return answer.given if answer else None


def names(questions: tuple[Question, ...]) -> list[str]:
    """Give the ids of questions."""
    return [question.id for question in questions]


def why(came: Round) -> str:
    """Give the reason for a refusal."""
    assert isinstance(came.event, Refused)
    return came.event.why


def test_a_session_begins_at_the_first_question() -> None:
    table = fresh()
    assert place(table) == "asked-by"
    assert table.position is not None
    assert (table.position.number, table.position.questions) == (1, 8)
    assert (table.position.section.id, table.position.section_number, table.position.sections) == (
        "starting-point", 1, 2,
    )  # fmt: skip
    assert table.seat.answered == 0


def test_a_session_resumes_at_the_first_question_without_an_answer() -> None:
    answers = after(Type("1"), Type("1"), Note("Later"), Move.FORWARD, Unknown()).table.seat.answers
    assert place(gather(SHED, [answers])) == "neighbours"


def test_a_session_resumes_at_the_review_when_every_question_has_an_answer() -> None:
    table = after(Type("1"), Type("2"), Type("1"), Type("0"), Unknown()).table
    assert place(table) is None
    resumed = gather(SHED, [table.seat.answers])
    assert place(resumed) is None
    assert resumed.position is None
    assert resumed.seat.unanswered == ()


def test_the_value_of_a_level_answers_and_goes_on() -> None:
    came = after(GoTo("neighbours"), Type("2"))
    asked = SHED.questions["neighbours"]
    (answer,) = (answer for number, answer in answer_numbers(asked) if number == "2")
    assert came.event == Saved(question=asked, answer=Answer(given=answer))
    assert given(came.table, "neighbours") is answer
    assert place(came.table) == "keys"


def test_the_number_of_a_choice_answers() -> None:
    found = given(after(Type("3")).table, "asked-by")
    assert isinstance(found, Choice)
    assert found.text == "A third party"


@pytest.mark.parametrize("typed", ["2", " 2 ", "2.0", "2.", "02", "+2"])
def test_what_is_typed_is_compared_as_a_number(typed: str) -> None:
    found = given(after(GoTo("neighbours"), Type(typed)).table, "neighbours")
    assert isinstance(found, Level)
    assert found.value == 2


@pytest.mark.parametrize(
    "typed",
    [
        "²",
        "12",
        "01234",
        "3",
        "-1",
        "1.5",
        "١",
        "two",
        "F",
        "Ful ly",
        "1 2",
        "1e0",
        "2/1",
        "\x1b[A",
        "9" * 50_000,
    ],
)
def test_what_is_no_answer_is_refused_and_changes_nothing(typed: str) -> None:
    before = after(GoTo("neighbours")).table
    came = respond(before, Type(typed))
    assert why(came).endswith("is not one of the answers. Please type 0, 1 or 2.")
    assert "\x1b" not in why(came)
    assert len(why(came)) < 150
    assert came.table is before


@pytest.mark.parametrize("typed", [".5", "0.50", "+0.5"])
def test_levels_may_have_any_values(typed: str) -> None:
    asked = question("q", scale((-2, Fraction(1, 2), 3, 10)))
    assert [number for number, _ in answer_numbers(asked)] == ["-2", "0.5", "3", "10"]
    small = questionnaire([factor("C", "context", {asked: 1}), factor("E", "enablers")])
    found = given(respond(gather(small, [Answers(questionnaire=small.id)]), Type(typed)).table, "q")
    assert isinstance(found, Level)
    assert found.value == Fraction(1, 2)


def test_many_numbers_in_a_row_are_named_by_their_ends() -> None:
    assert format_numbers(question("q", scale(range(11)))) == "a number from 0 to 10"
    assert format_numbers(question("q", scale(range(0, 16, 2)))) == "0, 2, 4, 6, 8, 10, 12 or 14"


def test_nothing_typed_keeps_the_answer_there_is() -> None:
    came = after(Type("2"), Move.BACK, Type(" "))
    assert isinstance(came.event, Kept)
    assert place(came.table) == "council-reason"


def test_nothing_typed_where_nothing_is_answered_is_refused() -> None:
    assert why(after(Type(""))) == "Please type 1, 2 or 3."


def test_silences_are_answers() -> None:
    table = after(Unknown(), Declined()).table
    assert given(table, "asked-by") is Silence.UNKNOWN
    assert given(table, "council-reason") is Silence.DECLINED
    assert table.seat.answered == 2


def test_not_applicable_is_refused_where_the_question_always_applies() -> None:
    assert "cannot be left out" in why(after(NotApplicable("No council")))
    assert "cannot be left out" in why(after(GoTo("neighbours"), NotApplicable("No neighbours")))


def test_not_applicable_asks_for_a_reason_first() -> None:
    keys = SHED.questions["keys"]
    assert after(GoTo("keys"), NotApplicable()).event == NoteWanted(question=keys, needed=False)
    came = after(GoTo("keys"), NotApplicable("No door"))
    assert came.event == Saved(question=keys, answer=Answer(given=Silence.NOT_APPLICABLE, note="No door"))
    assert given(after(GoTo("keys"), NotApplicable("")).table, "keys") is Silence.NOT_APPLICABLE


def test_an_essential_question_is_left_out_only_with_a_reason() -> None:
    rota = SHED.questions["rota"]
    assert after(GoTo("rota"), NotApplicable()).event == NoteWanted(question=rota, needed=True)
    assert "why this does not apply" in why(after(GoTo("rota"), NotApplicable(" ")))
    table = after(GoTo("rota"), Note("No work to share"), NotApplicable()).table
    assert table.seat.answers.answers["rota"] == Answer(given=Silence.NOT_APPLICABLE, note="No work to share")
    assert "rather than take it away" in why(respond(table.at(rota), Note("")))


def test_skipping_leaves_the_question_open() -> None:
    came = after(Skip())
    assert came.event == Moved()
    assert came.table.seat.answers.answers == {}
    assert place(came.table) == "council-reason"


def test_a_note_stays_when_the_answer_changes() -> None:
    table = after(GoTo("neighbours"), Note(" Minuted in May "), Type("1"), Move.BACK, Type("2")).table
    assert table.seat.answers.answers["neighbours"].note == "Minuted in May"


def test_a_note_alone_is_no_answer() -> None:
    came = after(Note("Ask Jo"))
    assert came.event == Noted(question=SHED.questions["asked-by"], note="Ask Jo")
    assert place(came.table) == "asked-by"
    assert came.table.seat.answered == 0
    assert respond(came.table, Note("")).table.seat.answers.answers == {}


@pytest.mark.parametrize(
    ("text", "note", "name"),
    [
        ("a\x1b[31m", "a[31m", "a[31m"),
        ("a\u202eb\udc80", "ab", "ab"),
        ("Board\u200b minutes\ufeff:\xad agreed", "Board minutes: agreed", "Board minutes: agreed"),
        ("one\r\ntwo\x0bthree\u2028four", "one\ntwo\nthree\nfour", "one two three four"),
        ("می\u200cخواهم", "می\u200cخواهم", "می\u200cخواهم"),
    ],
)
def test_what_cannot_be_seen_or_kept_is_left_out_and_the_rest_is_kept(
    text: str, note: str, name: str
) -> None:
    assert after(Note(text)).table.seat.answers.answers["asked-by"].note == note
    assert after(SetDetail(Detail.PARTNERSHIP, text)).table.seat.answers.partnership == name


def test_a_text_that_is_too_long_is_refused() -> None:
    assert after(Note("x" * LONGEST_NOTE)).table.seat.answers.answers
    assert "too long to keep, by 1 of 20,001 characters" in why(after(Note("x" * (LONGEST_NOTE + 1))))
    assert "too long to keep" in why(after(SetDetail(Detail.PARTNERSHIP, "x" * 201)))


def test_back_and_forward_pass_the_questions_that_are_asked() -> None:
    table = after(Type("1")).table
    seen = []
    while table.current:
        seen.append(place(table))
        table = respond(table, Move.FORWARD).table
    assert seen == ["shed-exists", "neighbours", "keys", "rota"]
    assert place(respond(table, Move.BACK).table) == "rota"
    assert "review" in why(respond(table, Move.FORWARD))
    assert why(after(Move.BACK)) == "This is the first question."


def test_questions_and_sections_can_be_gone_to() -> None:
    assert place(after(GoTo("rota")).table) == "rota"
    assert place(after(GoToNumber(" 5 ")).table) == "keys"
    assert place(after(Move.REVIEW).table) is None


def test_what_is_not_asked_cannot_be_gone_to() -> None:
    assert "not asked" in why(after(Type("1"), GoTo("council-reason")))
    assert "not asked" in why(after(GoTo("no-such-question")))
    assert why(after(GoToNumber("9"))) == "Please type the number of a question, from 1 to 8."
    assert why(after(GoToNumber("²"))) == "Please type the number of a question, from 1 to 8."


def test_an_answer_says_which_questions_it_hides_and_reveals() -> None:
    event = after(Type("2"), Type("1"), Move.BACK, Move.BACK, Type("1")).event
    assert isinstance(event, Saved)
    assert names(event.hidden) == ["council-reason"]
    assert names(event.unused) == ["roof", "permission"]
    assert names(event.revealed) == ["neighbours"]


def test_answers_to_hidden_questions_are_kept_and_come_back() -> None:
    hidden = after(Type("2"), Type("1"), Move.BACK, Move.BACK, Type("1")).table
    assert "council-reason" in hidden.seat.answers.answers
    assert "council-reason" not in names(hidden.asked)
    again = respond(respond(hidden, GoTo("asked-by")).table, Type("2")).table
    assert isinstance(given(again, "council-reason"), Choice)
    assert "council-reason" in names(again.asked)


def test_the_review_opens_a_question_by_its_number_and_comes_back() -> None:
    opened = after(Move.REVIEW, Type("4"))
    assert place(opened.table) == "neighbours"
    assert place(respond(opened.table, Type("1")).table) is None
    assert place(respond(opened.table, Skip()).table) is None
    assert place(respond(opened.table, Move.FORWARD).table) == "keys"


def test_the_review_ends_with_nothing_typed() -> None:
    assert after(Move.REVIEW, Type("")).event == Finished()


def test_the_review_takes_no_answers() -> None:
    for command in (Unknown(), Declined(), NotApplicable(), Skip(), Note("x")):
        assert "number of a question first" in why(after(Move.REVIEW, command))


def test_undo_takes_back_one_change_after_the_other() -> None:
    table = after(Type("1"), Type("2"), Note("Why?")).table
    asked, shed = SHED.questions["asked-by"], SHED.questions["shed-exists"]
    events: list[Event] = []
    for _ in range(4):
        came = respond(table, Undo())
        table = came.table
        events.append(came.event)
    assert [event.change for event in events if isinstance(event, Undone)][1:] == [
        Saved(question=shed, answer=Answer(given=answer_numbers(shed)[1][1])),
        after(Type("1")).event,
    ]
    assert isinstance(events[3], Refused)
    assert table.seat.answers.answers == {}
    assert place(table) == asked.id


def test_what_is_there_already_leaves_nothing_to_undo() -> None:
    table = after(Note("Ask Jo"), SetDetail(Detail.PARTNERSHIP, "A")).table
    same = respond(respond(table, Note(" Ask Jo")).table, SetDetail(Detail.PARTNERSHIP, "A ")).table
    assert same is table


def test_undo_names_the_change_and_brings_back_what_was() -> None:
    undone = after(Type("1"), Undo())
    assert undone.event == Undone(_saved(after(Type("1"))))
    assert undone.table.answer is None
    changed = after(Type("1"), Move.BACK, Type("2"), Undo())
    assert isinstance(changed.event, Undone)
    assert changed.table.answer == Answer(given=answer_numbers(SHED.questions["asked-by"])[0][1])
    renamed = after(SetDetail(Detail.PARTNERSHIP, "A"), SetDetail(Detail.PARTNERSHIP, "B"), Undo())
    assert isinstance(renamed.event, Undone)
    assert renamed.table.seat.answers.partnership == "A"


def _saved(came: Round) -> Saved:
    assert isinstance(came.event, Saved)
    return came.event


def test_details_are_set_and_taken_away() -> None:
    table = fresh()
    for detail, text in zip(Detail, ("Two sheds", "North", "Chair", "2017-5-12"), strict=True):
        table = respond(table, SetDetail(detail, f" {text} ")).table
    assert [detail_text(table.seat.answers, detail) for detail in Detail] == [
        "Two sheds", "North", "Chair", "2017-05-12",
    ]  # fmt: skip
    assert table.seat.answers.date == datetime.date(2017, 5, 12)
    cleared = respond(table, SetDetail(Detail.DATE, " "))
    assert cleared.event == DetailSaved(detail=Detail.DATE, text=None)
    assert cleared.table.seat.answers.date is None


@pytest.mark.parametrize(
    "typed",
    [
        *("2017-05-12", "2017/5/12", "12/05/2017", "12.5.2017", "12-05-17", "12 05 2017", " 12 May 2017 "),
        *("12th may, 2017", "12May2017", "May 12, 2017", "may 12th 2017"),
    ],
)
def test_dates_are_understood_as_people_write_them_day_first(typed: str) -> None:
    assert after(SetDetail(Detail.DATE, typed)).table.seat.answers.date == datetime.date(2017, 5, 12)


@pytest.mark.parametrize(
    "typed",
    [
        *("2017", "yesterday", "²017-05-12", "2017-05-12x", "12 Ma 2017"),
        *("12 Mayor 2017", "1/2", "12/05/217"),
    ],
)
def test_what_is_no_date_is_refused(typed: str) -> None:
    assert "Please type it like 12 May 2017" in why(after(SetDetail(Detail.DATE, typed)))


@pytest.mark.parametrize(
    "typed", ["2017-02-30", "31/02/2025", "05/13/2017", "31 April 2017", "February 30, 2017"]
)
def test_a_day_that_no_calendar_has_is_refused_as_such(typed: str) -> None:
    refusal = f'There is no such day as "{typed}". Please type the day first, like 12 May 2017.'
    assert why(after(SetDetail(Detail.DATE, typed))) == refusal


@pytest.mark.parametrize("typed", ["0017-05-12", "1899-12-31", "2999-01-01", "12/05/99"])
def test_a_date_that_cannot_be_meant_is_refused(typed: str) -> None:
    assert "cannot be meant" in why(after(SetDetail(Detail.DATE, typed)))


@pytest.mark.parametrize(
    ("place", "typed", "answer"),
    [
        ("neighbours", "Fully", "Fully"),
        ("neighbours", " fully. ", "Fully"),
        ("neighbours", "ful", "Fully"),
        ("asked-by", "the societies", "The societies themselves"),
        ("asked-by", "COUNCIL", "The council"),
    ],
)
def test_words_answer_where_they_can_mean_one_thing(place: str, typed: str, answer: str) -> None:
    found = given(after(GoTo(place), Type(typed)).table, place)
    assert isinstance(found, Level | Choice)
    assert answer in (getattr(found, "label", None), getattr(found, "text", None))


def test_words_that_could_mean_two_things_answer_nothing() -> None:
    assert "is not one of the answers" in why(after(GoTo("asked-by"), Type("the")))


def test_readiness_so_far_is_the_score_of_the_answers_so_far() -> None:
    table = after(Type("1"), Skip(), Type("2")).table
    assert table.seat.assessment == score(SHED, table.seat.answers)


def test_a_question_that_its_own_answer_puts_out_of_use_is_left_behind() -> None:
    came = after(Type("1"), GoTo("neighbours"), Type("0"))
    assert "keys" not in names(came.table.asked)
    assert place(came.table) is None


def test_a_session_never_shows_its_answers_when_it_is_printed() -> None:
    table = after(Note("Secret")).table
    assert "Secret" not in repr(table)
    assert table.seat.answers.answers == MappingProxyType({"asked-by": Answer(note="Secret")})


def test_a_name_that_can_be_typed_can_be_read_from_a_file_again() -> None:
    assert typed_name("x" * MAX_NAME) == "x" * MAX_NAME
    with pytest.raises(Misread):
        typed_name("x" * (MAX_NAME + 1))
