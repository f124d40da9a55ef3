"""The full screen: what every key and page does, and what is saved."""

from io import StringIO
from pathlib import Path

import pytest

from instruments import factor, question, questionnaire, scale
from partnerassess.interview.commands import Type
from partnerassess.loading.questionnaire import load_questionnaire
from partnerassess.model import Answer, Answers, Level, Silence
from partnerassess.walk.conversation import Conversation
from partnerassess.walk.ending import say_farewell
from partnerassess.walk.keys import BY_NAME, KEYS, HeldKeys, answer_keys
from partnerassess.walk.screen.app import WalkApp
from partnerassess.walk.screen.boxes import ReadingPage, WritingPage
from partnerassess.walk.screen.ends import ReportPage, ReviewPage
from partnerassess.walk.screen.listing import GoToPage
from partnerassess.walk.screen.question import QuestionPage
from partnerassess.walk.screen.readiness import ReadinessPage
from partnerassess.walk.screen.start import StartPage
from partnerassess.walk.stops import Stops
from screening import START_TO_QUESTIONS, Scene, play, press_all
from walking import EXAMPLES, SHED, TODAY, saved

QUESTIONNAIRES = EXAMPLES / "questionnaires"


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a name that takes the same room on every machine's screen."""
    monkeypatch.chdir(tmp_path)
    return Path("answers.yaml")


def given(path: Path, name: str) -> object:
    """Give what a file says on a question: a level's value, a choice's id or a silence."""
    answer = saved(path).answers.get(name, Answer())
    if isinstance(answer.given, Level):
        return answer.given.value
    return answer.given if isinstance(answer.given, Silence) else getattr(answer.given, "id", None)


def test_a_choice_is_made_by_its_number_and_saved_at_once(path: Path) -> None:
    text, _ = press_all(path, "1")
    assert given(path, "asked-by") == "societies"
    assert "✓ Question 1. Saved: The societies themselves. u takes it back." in text
    assert "Is there a shed already?" in text


def test_a_level_is_given_by_its_value_and_the_next_question_follows(path: Path) -> None:
    text, _ = press_all(path, "1", "1", "2")
    assert given(path, "neighbours") == 2
    assert "Saved: 2 (Fully)." in text
    assert "Is it clear who holds the keys?" in text


def test_capital_letters_are_the_same_keys(path: Path) -> None:
    press_all(path, "1", "1", "D")
    assert given(path, "neighbours") is Silence.UNKNOWN


def test_not_knowing_and_not_saying_are_answers(path: Path) -> None:
    text, _ = press_all(path, "1", "d", "k")
    assert (given(path, "shed-exists"), given(path, "neighbours")) == (Silence.UNKNOWN, Silence.DECLINED)
    assert "Saved: you would rather not say." in text


def test_what_does_not_apply_asks_for_a_note(path: Path) -> None:
    async def script(scene: Scene) -> None:
        await scene.press(START_TO_QUESTIONS, "1", "1", "2")
        assert "Why does it not apply?" in await scene.press("x")
        await scene.write("no work")
        await scene.press("enter")

    play(script, path)
    assert (given(path, "keys"), saved(path).answers["keys"].note) == (Silence.NOT_APPLICABLE, "no work")


def test_what_must_be_answered_cannot_be_left_out(path: Path) -> None:
    text, _ = press_all(path, "1", "1", "x")
    assert "! This question cannot be left out" in text
    assert given(path, "neighbours") is None


def test_skipping_leaves_a_question_as_it_is(path: Path) -> None:
    text, app = press_all(path, "s")
    assert "Why does the council ask?" in text
    assert app.sitting.seat.answered == 0
    assert not path.exists()


def test_arrows_and_p_go_back_and_forward(path: Path) -> None:
    async def script(scene: Scene) -> None:
        assert "Why does the council ask?" in await scene.press(START_TO_QUESTIONS, "right")
        assert "Who asks for it?" in await scene.press("left")
        assert "! This is the first question." in await scene.press("p")
        assert "Why does the council ask?" in await scene.press("right")
        assert "Who asks for it?" in await scene.press("p")

    play(script, path)


def test_enter_keeps_the_answer_there_is(path: Path) -> None:
    text, _ = press_all(path, "1", "left", "enter")
    assert "Kept: The societies themselves." in text
    assert "Is there a shed already?" in text


def test_the_answer_there_is_and_its_note_stand_on_the_screen(path: Path) -> None:
    async def script(scene: Scene) -> None:
        await scene.press(START_TO_QUESTIONS, "1", "left", "n")
        await scene.write("Minuted in May")
        text = await scene.press("enter")
        assert "Your answer: The societies themselves" in text
        assert "Note: Minuted in May" in text
        assert "▶   1   The societies themselves" in text

    play(script, path)
    assert saved(path).answers["asked-by"].note == "Minuted in May"


def test_letters_written_in_a_note_answer_nothing(path: Path) -> None:
    async def script(scene: Scene) -> None:
        await scene.press(START_TO_QUESTIONS, "n")
        await scene.write("q1dug sx")
        assert isinstance(scene.app.screen, WritingPage)
        await scene.press("enter")

    app = play(script, path)
    assert saved(path).answers == {"asked-by": Answer(note="q1dug sx")}
    assert app.return_value is None


def test_a_note_half_written_is_in_the_file_and_leaves_it_when_it_is_dropped(path: Path) -> None:
    async def script(scene: Scene) -> None:
        await scene.press(START_TO_QUESTIONS, "1", "n")
        await scene.write("Minu")
        assert saved(path).answers["shed-exists"].note == "Minu"
        await scene.press("escape")
        assert "shed-exists" not in saved(path).answers
        assert isinstance(scene.app.screen, QuestionPage)

    play(script, path)
    assert given(path, "asked-by") == "societies"


def test_undo_takes_back_as_much_as_was_done(path: Path) -> None:
    async def script(scene: Scene) -> None:
        await scene.press(START_TO_QUESTIONS, "1", "1", "2")
        text = await scene.press("u")
        assert "Undone: How well do the societies get on?" in text
        assert list(saved(path).answers) == ["asked-by", "shed-exists"]
        text = await scene.press("u", "u", "u")
        assert "! There is nothing to undo" in text
        assert saved(path).answers == {}

    play(script, path)


def test_a_held_key_answers_once_and_says_so() -> None:
    held = HeldKeys(0.15)
    times = [("3", 0.0), ("3", 0.5), ("3", 0.53), ("3", 0.56), ("2", 0.57), ("3", 0.6), ("3", 0.9)]
    assert [held.is_held(*press) for press in times] == [False, False, True, True, False, False, False]


def test_a_held_key_cannot_rush_through(path: Path) -> None:
    async def script(scene: Scene) -> None:
        text = await scene.press(START_TO_QUESTIONS, *["1"] * 6)
        assert "! A key is held down" in text
        assert "Is there a shed already?" in text
        assert "Is it clear who holds" not in text

    play(script, path, patience=1_000_000)
    assert list(saved(path).answers) == ["asked-by"]


def test_a_key_without_a_meaning_says_so(path: Path) -> None:
    text, _ = press_all(path, "z")
    assert "! Nothing happens at z. Press ? to see the keys." in text


def test_what_was_saved_last_stays_to_be_seen_while_one_moves_about(path: Path) -> None:
    text, _ = press_all(path, "1", "right", "right", "left")
    assert "✓ Question 1. Saved: The societies themselves. u takes it back." in text


def test_why_we_ask_can_be_read_and_closed(path: Path) -> None:
    async def script(scene: Scene) -> None:
        await scene.press(START_TO_QUESTIONS, "1", "1")
        text = await scene.press("h")
        assert "Sheds are shared by people." in text
        assert "Source: chapter 2, in The shed handbook, second edition." in text
        assert "How well do the societies get on?" in await scene.press("h")

    play(script, path)


def test_readiness_can_be_read_in_words_bars_and_range(path: Path) -> None:
    text, app = press_all(path, "1", "1", "2", "r")
    assert isinstance(app, WalkApp)
    assert "A handshake" in text
    assert "rests on 1 of 3 answers" in text
    assert "0.0 to 100.0" in text
    assert "░" in text


def test_every_key_is_explained(path: Path) -> None:
    text, _ = press_all(path, "?", size=(100, 30))
    for press in KEYS:
        assert f"{press.shown:>6}  {press.meaning}" in text


def test_pages_to_read_scroll_and_close(path: Path) -> None:
    async def script(scene: Scene) -> None:
        first = await scene.press(START_TO_QUESTIONS, "?")
        assert await scene.press("pagedown") != first
        assert isinstance(scene.app.screen, ReadingPage)
        await scene.press("escape")
        assert isinstance(scene.app.screen, QuestionPage)

    play(script, path, size=(60, 16))


def test_one_can_go_to_any_question_found_by_a_word(path: Path) -> None:
    async def script(scene: Scene) -> None:
        text = await scene.press(START_TO_QUESTIONS, "1", "g")
        assert "Starting point   1 of 2 done" in text
        assert "✓    1  Who asks for it?" in text
        assert "·    2  Is there a shed already?" in text
        text = await scene.write("ROTA")
        assert "Is there a rota?" in text
        assert "Who asks" not in text
        assert isinstance(scene.app.screen, GoToPage)
        await scene.press("down", "up", "down")
        assert "Is there a rota?" in await scene.press("enter")
        assert isinstance(scene.app.screen, QuestionPage)

    app = play(script, path)
    assert app.sitting.table.current is SHED.questions["rota"]


def test_one_can_go_to_a_number_a_section_or_the_review(path: Path) -> None:
    async def script(scene: Scene) -> None:
        await scene.press(START_TO_QUESTIONS, "g", "3", "enter")
        assert scene.sitting.table.current is SHED.questions["shed-exists"]
        await scene.press("g")
        await scene.write("readiness")
        await scene.press("enter")
        assert scene.sitting.table.current is SHED.questions["neighbours"]
        await scene.press("g")
        await scene.write("review")
        await scene.press("enter")
        assert isinstance(scene.app.screen, ReviewPage)

    play(script, path)


def test_whoever_looks_where_to_go_can_stay(path: Path) -> None:
    text, app = press_all(path, "1", "g", "escape")
    assert "Is there a shed already?" in text
    assert app.sitting.table.current is SHED.questions["shed-exists"]


def test_nothing_is_found_without_harm(path: Path) -> None:
    async def script(scene: Scene) -> None:
        await scene.press(START_TO_QUESTIONS, "g")
        await scene.write("zzz")
        await scene.press("down", "enter")
        assert isinstance(scene.app.screen, GoToPage)

    play(script, path)


def test_the_start_page_takes_the_details_one_after_the_other(path: Path) -> None:
    async def script(scene: Scene) -> None:
        assert "▶ Partnership" in scene.text
        await scene.write("Two sheds q")
        assert "Partnership: Two sheds q. u takes it back." in await scene.press("enter", "enter")
        await scene.write("Chair")
        await scene.press("down")
        await scene.write("2017-05-12")
        text = await scene.press("enter", "enter")
        assert "Who asks for it?" in text

    play(script, path)
    held = saved(path)
    assert (held.partnership, held.organisation, held.respondent) == ("Two sheds q", None, "Chair")
    assert str(held.date) == "2017-05-12"


def test_a_date_that_is_none_is_refused_before_one_goes_on(path: Path) -> None:
    async def script(scene: Scene) -> None:
        await scene.press("up", "down", "down", "down")
        await scene.write("soon")
        text = await scene.press("enter", "enter")
        assert '! "soon" is not a date.' in text
        assert isinstance(scene.app.screen, StartPage)
        await scene.press(*["backspace"] * 4, "escape")
        assert isinstance(scene.app.screen, QuestionPage)

    play(script, path)


def test_the_start_page_says_which_arrangements_are_in_play_and_why(path: Path) -> None:
    text, _ = press_all(path, "1", "a", size=(100, 30))
    assert "✓ A handshake" in text
    assert "– A written agreement" in text
    assert "1 other form does not apply: you chose" in " ".join(text.split())
    assert "Back to the questions" in text


def test_the_start_page_leads_back_to_the_question(path: Path) -> None:
    text, app = press_all(path, "1", "a", "enter")
    assert isinstance(app, WalkApp)
    assert "Is there a shed already?" in text


def test_details_are_saved_even_by_leaving_in_the_middle(path: Path) -> None:
    async def script(scene: Scene) -> None:
        await scene.write("Two sh")
        await scene.press("ctrl+c")

    app = play(script, path)
    assert saved(path).partnership == "Two sh"
    assert app.return_value == 130


def test_a_walk_resumes_where_the_first_answer_is_missing(path: Path) -> None:
    press_all(path, "1")

    async def script(scene: Scene) -> None:
        assert "Go on at question 2 of 5 questions (1 done)" in scene.text
        assert "Is there a shed already?" in await scene.press("enter")

    play(script, path)


@pytest.mark.parametrize(("key", "status"), [("q", None), ("ctrl+c", 130), ("ctrl+q", None)])
def test_one_can_leave_from_a_question(path: Path, key: str, status: int | None) -> None:
    _, app = press_all(path, "1", key)
    assert app.return_value == status
    assert list(saved(path).answers) == ["asked-by"]


def test_the_end_page_says_what_is_open_and_what_has_changed(path: Path) -> None:
    press_all(path, "1")

    async def script(scene: Scene) -> None:
        await scene.press("enter", "d", "g")
        await scene.write("who asks")
        await scene.press("enter", "3")
        text = await scene.press("l")
        assert "No answer yet (4)" in text
        assert "Changed since you started (1)" in text
        assert "The societies themselves →" in text

    play(script, path, size=(100, 40))


def test_any_answer_can_be_changed_from_the_review_which_follows_again(path: Path) -> None:
    async def script(scene: Scene) -> None:
        text = await scene.press(START_TO_QUESTIONS, "1", "1", "2", "2", "2", "1")
        assert "You have been through every question" in text
        assert "▶ See the report" in text
        assert "Who asks for it?" in await scene.press("down", "enter")
        text = await scene.press("3")
        assert isinstance(scene.app.screen, ReviewPage)
        assert "Saved: A third party." in text

    play(script, path, size=(80, 40))
    assert given(path, "asked-by") == "3"


def test_the_report_is_the_one_of_score_with_path_and_next_commands(path: Path) -> None:
    async def script(scene: Scene) -> None:
        text = await scene.press(START_TO_QUESTIONS, "1", "1", "2", "2", "2", "1", "enter")
        assert isinstance(scene.app.screen, ReportPage)
        assert "A handshake" in text
        text = await scene.press("end")
        assert "Everything you answered is saved:" in text
        assert "partnerassess score" in text
        await scene.press("left")
        assert isinstance(scene.app.screen, ReviewPage)
        await scene.press("enter", "q")

    app = play(script, path)
    assert app.reported


def test_the_review_heeds_its_own_keys(path: Path) -> None:
    async def script(scene: Scene) -> None:
        await scene.press(START_TO_QUESTIONS, "1", "l")
        assert "Undone: Who asks for it?" in await scene.press("u")
        await scene.press("l", "g")
        assert isinstance(scene.app.screen, GoToPage)
        await scene.press("escape", "r")
        assert isinstance(scene.app.screen, ReadinessPage)
        await scene.press("r", "left")
        assert isinstance(scene.app.screen, QuestionPage)

    play(script, path)


def test_values_of_several_digits_get_letters(path: Path) -> None:
    practices = load_questionnaire(QUESTIONNAIRES / "zero-to-three.yaml")

    async def script(scene: Scene) -> None:
        text = await scene.press(START_TO_QUESTIONS)
        assert "    b   No" in text
        assert "    e   For at least half" in text
        await scene.press("e")

    app = play(script, path, questionnaire=practices)
    (answer,) = app.sitting.seat.answers.answers.values()
    assert isinstance(answer.given, Level)
    assert answer.given.position * 2 == 1


def test_no_answer_has_the_key_of_something_else() -> None:
    for name in ("zero-to-three", "every-condition", "eight-yes-no", "seven-dimensions"):
        for asked in load_questionnaire(QUESTIONNAIRES / f"{name}.yaml").questions.values():
            keys = [each.key for each in answer_keys(asked)]
            assert len(set(keys)) == len(keys)
            assert not set(keys) & set(BY_NAME)


def test_values_without_keys_are_typed_in_a_box(path: Path) -> None:
    asked = question("how-much", scale(range(20)))
    many = questionnaire([factor("C", "context", {asked: 1}), factor("E", "enablers", {asked: 1})])

    async def script(scene: Scene) -> None:
        await scene.press(START_TO_QUESTIONS, "enter")
        await scene.write("17")
        await scene.press("enter")

    app = play(script, path, questionnaire=many)
    answer = app.sitting.seat.answers.answers["how-much"]
    assert isinstance(answer.given, Level)
    assert answer.given.value == 17


def test_text_from_files_is_shown_as_it_stands(path: Path) -> None:
    sitting_text = "[the MoU] [/docs] :smile:"
    app: WalkApp

    async def script(scene: Scene) -> None:
        await scene.press(START_TO_QUESTIONS, "n")
        await scene.write(sitting_text)
        assert f"Note: {sitting_text}" in await scene.press("enter")

    app = play(script, path)
    assert app.sitting.seat.answers == Answers(
        questionnaire=SHED.id,
        version=SHED.version,
        date=TODAY,
        answers={"asked-by": Answer(note=sitting_text)},
    )


def test_what_cannot_be_saved_is_said_until_it_is(path: Path) -> None:
    path = path.resolve()
    elsewhere = path.parent.with_name(f"{path.parent.name}-gone")

    async def script(scene: Scene) -> None:
        await scene.press(START_TO_QUESTIONS, "1")
        path.parent.rename(elsewhere)
        text = await scene.press("1")
        assert "Your answers could NOT be saved:" in text
        assert "NOT SAVED" in text
        assert "Your answers could NOT be saved:" in await scene.press("right")
        elsewhere.rename(path.parent)
        text = await scene.press("2")
        assert "NOT" not in text

    play(script, path)
    assert list(saved(path).answers) == ["asked-by", "shed-exists", "keys"]


def test_somebody_elses_change_is_noticed_and_left_alone(path: Path) -> None:
    async def script(scene: Scene) -> None:
        await scene.press(START_TO_QUESTIONS, "1")
        path.write_text(path.read_text() + "  rota: 1\n")
        text = await scene.press("1")
        assert "Somebody else changed the file. Your answers are now beside it:" in text

    app = play(script, path)
    assert list(saved(path).answers) == ["asked-by", "rota"]
    (beside,) = app.sitting.paths
    assert list(saved(beside).answers) == ["asked-by", "shed-exists"]


def test_a_fault_of_ours_ends_the_walk_with_everything_saved(
    path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    async def script(scene: Scene) -> None:
        await scene.press(START_TO_QUESTIONS, "1")
        monkeypatch.setattr(scene.sitting, "do", lambda command: 1 / 0)
        await scene.press("1")

    with pytest.raises(ZeroDivisionError):
        play(script, path)
    assert list(saved(path).answers) == ["asked-by"]
    captured = capfd.readouterr()
    assert captured.out + captured.err == ""


def test_a_command_of_the_session_is_never_named_by_two_keys() -> None:
    assert len(BY_NAME) == sum(len(press.names) for press in KEYS)
    assert not any(isinstance(press.asks, Type) and press.asks.text for press in KEYS)


def note_on(path: Path, name: str) -> str | None:
    return saved(path).answers.get(name, Answer()).note


def test_lines_pasted_without_brackets_are_one_note(path: Path) -> None:
    async def script(scene: Scene) -> None:
        await scene.press(START_TO_QUESTIONS, "1")
        await scene.burst("n", *"Agreed in May", "\r", *"3 of 5 said so", "\r")
        await scene.wait(0.15)
        assert isinstance(scene.app.screen, QuestionPage)

    play(script, path, patience=0.05)
    assert note_on(path, "shed-exists") == "Agreed in May\n3 of 5 said so"
    assert given(path, "shed-exists") is None


BACK_TO_THE_QUESTION = (
    *("n\r\r", "g\r\r", "h\x1b\x1b", "r\r\r", "?qq", "w\x1b\x1b", "a\x1b\x1b", "n\x1b\x1b"),
    *("whng?\x1b\x1b\x1b\x1b", "l\x1b\x1b", "l\r\x1b\x1b", "1w2ky\x1by"),
)


@pytest.mark.parametrize(
    ("bursts", "page"),
    [(BACK_TO_THE_QUESTION, QuestionPage), (("ll\x1bl",), ReviewPage), (("l\r\x1b\x1bl",), ReviewPage)],
)
def test_a_page_closes_once_however_fast_the_keys_come(
    path: Path, bursts: tuple[str, ...], page: type
) -> None:
    async def script(scene: Scene) -> None:
        await scene.press(START_TO_QUESTIONS, "1", "1")
        for keys in bursts:
            await scene.burst(*keys)
            await scene.wait(0.03)
            assert isinstance(scene.app.screen, page), repr(keys)
            assert len(scene.app.screen_stack) == 2, repr(keys)

    app = play(script, path, patience=0.01)
    assert app.failure is None


def test_a_page_whose_parts_are_gone_is_not_drawn(path: Path) -> None:
    async def script(scene: Scene) -> None:
        await scene.press(START_TO_QUESTIONS)
        page = scene.app.screen
        assert isinstance(page, QuestionPage)
        await page.remove_children()
        page.on_screen_resume()

    assert play(script, path).failure is None


def test_keys_typed_ahead_land_where_they_were_meant(path: Path) -> None:
    async def script(scene: Scene) -> None:
        await scene.burst("\r", *"Spade x", "backspace", *"y", "\r", *"Chair", "up", *"!", "\x1b")
        await scene.burst("1", "g", *"rota", "\r")
        assert "Is there a rota?" in scene.text

    play(script, path)
    answers = saved(path)
    assert (answers.organisation, answers.respondent) == ("Spade y!", "Chair")


def test_a_note_that_is_refused_stays_in_its_box(path: Path) -> None:
    async def script(scene: Scene) -> None:
        await scene.press(START_TO_QUESTIONS, "1", "n")
        await scene.paste("minutes " * 2_499)
        await scene.paste("and a few words more")
        text = await scene.press("enter")
        assert "! That is too long to keep, by " in text
        assert isinstance(scene.app.screen, WritingPage)
        assert len(note_on(path, "shed-exists") or "") > 19_900
        text = await scene.press(*["backspace"] * 20, "enter")
        assert isinstance(scene.app.screen, QuestionPage)

    play(script, path)
    assert (note_on(path, "shed-exists") or "").endswith("minutes")


def test_what_is_put_aside_comes_back_in_the_box_and_by_undo(path: Path) -> None:
    async def script(scene: Scene) -> None:
        await scene.press(START_TO_QUESTIONS, "1", "n")
        await scene.write("Minuted")
        text = await scene.press("escape")
        assert "Put aside, not saved: n shows it again, u makes it the note." in text
        assert note_on(path, "shed-exists") is None
        assert "Minuted" in await scene.press("n")
        await scene.press("escape", "u")
        assert note_on(path, "shed-exists") == "Minuted"

    play(script, path)


def test_what_is_put_aside_is_shown_on_the_way_out_unless_it_became_the_note(path: Path) -> None:
    async def script(scene: Scene) -> None:
        await scene.press(START_TO_QUESTIONS, "1", "n")
        await scene.write("Minuted")
        await scene.press("escape")
        said = StringIO()
        with Stops() as stops:
            conversation = Conversation(source=StringIO(), target=said, stops=stops, width=72)
            say_farewell(scene.app.sitting, conversation)
            assert (
                "Put aside and not saved, a note on “Is there a shed already?”:\n  Minuted\n"
                in said.getvalue()
            )
            await scene.press("u")
            said.truncate(0)
            say_farewell(scene.app.sitting, conversation)
        assert "aside" not in said.getvalue()

    play(script, path)


def test_of_a_note_too_long_that_is_put_aside_undo_brings_back_what_can_be_kept(path: Path) -> None:
    async def script(scene: Scene) -> None:
        await scene.press(START_TO_QUESTIONS, "1", "n")
        await scene.paste("x" * 20_100)
        await scene.press("escape", "u")
        assert note_on(path, "shed-exists") == "x" * 20_000

    play(script, path)


def test_nobody_leaves_the_start_page_over_a_name_that_cannot_be_kept(path: Path) -> None:
    async def script(scene: Scene) -> None:
        await scene.paste("x" * 201)
        text = await scene.press("down", "down", "down", "down", "q")
        assert "! That is too long to keep, by 1 of 201 characters." in text
        assert isinstance(scene.app.screen, StartPage)
        await scene.press("backspace", "escape")
        assert isinstance(scene.app.screen, QuestionPage)

    play(script, path)
    assert saved(path).partnership == "x" * 200


def test_a_note_pasted_with_what_cannot_be_seen_is_kept_without_it(path: Path) -> None:
    async def script(scene: Scene) -> None:
        await scene.press(START_TO_QUESTIONS, "1", "n")
        await scene.paste("Board minutes:\u200b agreed\r\npage 4\x0b\u202e")
        await scene.press("enter")

    play(script, path)
    assert note_on(path, "shed-exists") == "Board minutes: agreed\npage 4"


def test_arrows_and_enter_choose_an_answer_as_digits_do(path: Path) -> None:
    async def script(scene: Scene) -> None:
        text = await scene.press(START_TO_QUESTIONS, "down", "down")
        assert "›   2   The council" in text
        await scene.press("up", "enter", "up", "enter")
        assert "Saved: There is not." in scene.text
        await scene.press("left")
        assert "▶   2   There is not" in scene.text
        await scene.press("up", "enter")

    play(script, path)
    assert (given(path, "asked-by"), given(path, "shed-exists")) == ("societies", "yes")


def test_the_list_of_answers_leads_back_to_where_one_was(path: Path) -> None:
    async def script(scene: Scene) -> None:
        await scene.press(START_TO_QUESTIONS, "1", "1", "l")
        assert "How well do the societies get on?" in await scene.press("escape")
        await scene.press("l", "down", "down", "down", "down", "enter", "1")
        assert isinstance(scene.app.screen, ReviewPage)
        assert "! Nothing happens at 7 here." in await scene.press("7")
        assert "How well do the societies get on?" in await scene.press("l")
        assert isinstance(scene.app.screen, QuestionPage)

    play(script, path)


def test_two_organisations_do_not_lead_each_other(path: Path) -> None:
    async def script(scene: Scene) -> None:
        text = await scene.press(START_TO_QUESTIONS)
        assert "Asked once, for all of you." in text
        text = await scene.press("1", "1", "2")
        assert "▶ Fork" in text
        assert "answered; v shows it" in text
        assert "Saved for Spade. u takes it back." in text
        assert "hidden until both have" in text
        assert "◀ Spade" not in text
        assert "! Readiness so far, and what the other one says, are hidden" in await scene.press("w")
        text = await scene.press("l")
        assert "How well do the societies get on?" in text
        assert "2 (Fully)" not in text
        assert "2 (Fully)" in await scene.press("v")
        assert "▶ Fork" in await scene.press("l")
        assert "◀ Spade" in await scene.press("v")
        text = await scene.press("0")
        assert "Spade and Fork are 2 levels apart. Enter goes on." in " ".join(text.split())
        assert "hidden until both have" not in text
        await scene.press("tab", "2")
        assert "Is it clear who holds the keys?" in scene.text

    app = play(script, path, size=(120, 40), organisations=("Spade", "Fork"))
    levels = [each.answers.answers["neighbours"].given for each in app.sitting.table.seats]
    assert [level.value for level in levels if isinstance(level, Level)] == [2, 2]


def test_two_organisations_sit_at_one_table(path: Path) -> None:
    async def script(scene: Scene) -> None:
        assert "Spade · Fork" in scene.text
        assert "Asked once, for all of you." in await scene.press(START_TO_QUESTIONS)
        assert "Is there a shed already?" in await scene.press("1")
        assert "▶ Spade" in await scene.press("1")
        assert "▶ Fork" in await scene.press("1")
        text = await scene.press("2")
        assert "Spade and Fork are 1 level apart. Enter goes on." in text
        assert "◀ Spade" in text
        assert "◀ Fork" in text
        await scene.press("q")

    play(script, path, size=(100, 30), organisations=("Spade", "Fork"))
    for name, level in (("spade", 1), ("fork", 2)):
        held = saved(path.with_name(f"answers-{name}.yaml"))
        assert held.organisation == name.capitalize()
        assert getattr(held.answers["asked-by"].given, "id", None) == "societies"
        assert getattr(held.answers["neighbours"].given, "value", None) == level
