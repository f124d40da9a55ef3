"""What if on the full screen: trials that nobody can take for answers, and what to find out next."""

from pathlib import Path

import pytest

from instruments import factor, question, questionnaire, scale
from partnerassess.decide.what_if import try_out
from partnerassess.model import Answer, Level, ScoredQuestion
from partnerassess.report.what_if import trial_rows
from partnerassess.walk import readiness
from partnerassess.walk.screen.ends import ReviewPage
from partnerassess.walk.screen.question import QuestionPage
from partnerassess.walk.screen.readiness import ReadinessPage
from partnerassess.walk.screen.what_if import KeepPage, WhatIfPage
from screening import START_TO_QUESTIONS, Scene, play, press_all
from walking import SHED, saved

TO_THE_LAST = (START_TO_QUESTIONS, "1", "1", "2", "0")
"""Four answers; the fifth question is open."""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "answers.yaml"


def value(path: Path, name: str) -> object:
    """Give the level that a file holds for a question."""
    given = saved(path).answers.get(name, Answer()).given
    return given.value if isinstance(given, Level) else given


def levels_of(name: str) -> tuple[Level, ...]:
    """Give the levels of a scored question."""
    asked = SHED.questions[name]
    assert isinstance(asked, ScoredQuestion)
    return asked.levels


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (60, 30)])
def test_a_try_shows_every_arrangement_before_and_after_and_saves_nothing(
    path: Path, size: tuple[int, int]
) -> None:
    async def script(scene: Scene) -> None:
        await scene.press(*TO_THE_LAST)
        before = path.read_bytes()
        assert "TRIAL, NOT SAVED" in await scene.press("w")
        text = await scene.press("2")
        assert "TRIAL, NOT SAVED · 1 other answer" in text
        assert "As answered: not answered yet   In the trial: 2 (Fully)" in text
        (level,) = (each for each in levels_of("rota") if each.value == 2)
        trial = try_out(scene.sitting.seat.assessment, {"rota": level})
        shown = " ".join(column for line in text.split("\n") for column in line.split("│")[-1:])
        for row in trial_rows(trial):
            for cell in row:
                assert cell in " ".join(shown.split())
        text = await scene.press("escape")
        assert "✓ The trial is over. Nothing of it was saved." in text
        assert "TRIAL" not in text
        assert path.read_bytes() == before

    app = play(script, path, size=size)
    assert "rota" not in app.sitting.seat.answers.answers


def test_several_answers_are_tried_at_once_and_cleared_with_one_key(path: Path) -> None:
    async def script(scene: Scene) -> None:
        text = await scene.press(*TO_THE_LAST, "w", "2", "left", "2")
        assert "TRIAL, NOT SAVED · 2 other answers" in text
        assert "“Is it clear who holds the keys?” 0 (Not at all)" in text
        assert "“Is there a rota?” not answered yet → 2 (Fully)" in text
        text = await scene.press("u")
        assert "· 1 other answer" in text
        text = await scene.press("x")
        assert "The trial is cleared" in text
        assert "other answer" not in text
        assert isinstance(scene.app.screen, WhatIfPage)

    play(script, path, size=(100, 34))
    assert (value(path, "keys"), value(path, "rota")) == (0, None)


def test_not_knowing_can_be_tried(path: Path) -> None:
    text, _ = press_all(path, *TO_THE_LAST[1:], "left", "w", "d")
    assert "As answered: 0 (Not at all)   In the trial: not known" in text
    assert value(path, "keys") == 0


def test_a_trial_is_kept_by_one_key_alone_after_it_was_asked_for(path: Path) -> None:
    async def script(scene: Scene) -> None:
        await scene.press(*TO_THE_LAST, "w", "2")
        before = path.read_bytes()
        for no in ("k", "enter", "2", "s", "up", "escape", "k", "n", "k", "q"):
            await scene.press(no)
            assert path.read_bytes() == before
        assert isinstance(scene.app.screen, WhatIfPage)
        text = await scene.press("k")
        assert "Is there a rota? not answered yet → 2 (Fully)" in text
        assert isinstance(scene.app.screen, KeepPage)
        text = await scene.press("y")
        assert "✓ Saved from the trial: 1 answer. u takes back one after the other." in text
        assert value(path, "rota") == 2
        assert "Undone: Is there a rota?" in await scene.press("u")
        assert path.read_bytes() == before

    play(script, path)


def test_there_is_nothing_to_keep_before_something_was_tried(path: Path) -> None:
    text, app = press_all(path, "1", "w", "k")
    assert "! There is nothing to keep" in text
    assert isinstance(app.sitting.table.current, type(SHED.questions["asked-by"]))


@pytest.mark.parametrize(
    ("keys", "status"),
    [(("q",), None), (("q", "q"), None), (("ctrl+c",), 130), (("ctrl+q",), None), (("k", "ctrl+c"), 130)],
)
def test_however_a_trial_ends_the_file_is_byte_for_byte_as_before(
    path: Path, keys: tuple[str, ...], status: int | None
) -> None:
    contents: list[bytes] = []

    async def script(scene: Scene) -> None:
        await scene.press(*TO_THE_LAST)
        contents.append(path.read_bytes())
        await scene.press("w", "2", "left", "1")
        await scene.resize(20, 5)
        await scene.press("2")
        await scene.press(*keys)

    app = play(script, path)
    assert path.read_bytes() == contents[0]
    assert app.return_value == status


def test_a_key_typed_ahead_of_a_trial_is_tried_and_saved_nowhere(path: Path) -> None:
    async def script(scene: Scene) -> None:
        await scene.press(*TO_THE_LAST)
        before = path.read_bytes()
        text = await scene.burst("w", "2", "left")
        assert path.read_bytes() == before
        assert isinstance(scene.app.screen, WhatIfPage)
        assert "TRIAL, NOT SAVED · 1 other answer" in text

    play(script, path)


def test_a_trial_goes_to_any_question_but_not_to_the_review(path: Path) -> None:
    async def script(scene: Scene) -> None:
        text = await scene.press(*TO_THE_LAST, "w", "g")
        assert "Review of all answers" not in text
        await scene.write("societies get")
        text = await scene.press("enter")
        assert "TRIAL, NOT SAVED" in text
        assert "How well do the societies get on?" in text
        await scene.press("right", "right")
        assert "! This is the last question." in await scene.press("right")
        text = await scene.press("escape")
        assert "Is there a rota?" in text
        assert "trial" not in text

    play(script, path)


def test_a_key_without_a_meaning_says_what_ends_a_trial(path: Path) -> None:
    text, _ = press_all(path, "1", "w", "s")
    assert "! Nothing happens at s in a trial. k keeps it, Esc ends it." in text


def test_a_trial_can_begin_at_the_review_and_leads_back_there(path: Path) -> None:
    async def script(scene: Scene) -> None:
        text = await scene.press(*TO_THE_LAST, "l", "w")
        assert "Who asks for it?" in text
        await scene.press("escape")
        assert isinstance(scene.app.screen, ReviewPage)
        text = await scene.press("down", "w", "1")
        assert "TRIAL, NOT SAVED · 1 other answer" in text
        assert "Is there a rota?" in text

    play(script, path)


def test_values_without_keys_are_typed_in_a_box_here_too(path: Path) -> None:
    asked = question("how-much", scale(range(20)))
    many = questionnaire([factor("C", "context", {asked: 1}), factor("E", "enablers", {asked: 1})])

    async def script(scene: Scene) -> None:
        await scene.press(START_TO_QUESTIONS, "w", "enter")
        await scene.write("17")
        assert "In the trial: 17" in await scene.press("enter")

    play(script, path, questionnaire=many)
    assert not path.exists()


def test_both_organisations_can_try(path: Path) -> None:
    async def script(scene: Scene) -> None:
        text = await scene.press(START_TO_QUESTIONS, "1", "1", "w")
        assert "What if · Spade" in text
        await scene.press("2", "tab")
        text = await scene.press("2")
        assert "What if · Fork" in text
        assert "Tab other partner" in text
        assert "· 2 other answers" in text
        text = await scene.press("k")
        assert "Spade: How well do the societies get on? not answered yet → 2 (Fully)" in text
        assert "Fork: How well do the societies get on? not answered yet → 2 (Fully)" in text

    app = play(script, path, organisations=("Spade", "Fork"))
    assert [len(each.answers.answers) for each in app.sitting.table.seats] == [2, 2]


def test_readiness_says_what_to_find_out_next_and_leads_there(path: Path) -> None:
    async def script(scene: Scene) -> None:
        await scene.press(*TO_THE_LAST, "g", "1", "enter")
        text = " ".join((await scene.press("r")).split())
        assert isinstance(scene.app.screen, ReadinessPage)
        assert "find out first: “Is there a rota?” Any answer settles it. It is question 5." in text
        assert "f go to question 5" in text
        assert "Is there a rota?" in await scene.press("f")
        assert isinstance(scene.app.screen, QuestionPage)

    app = play(script, path)
    assert app.sitting.table.current is SHED.questions["rota"]


def test_where_nothing_is_left_to_find_out_nothing_is_said_of_it(path: Path) -> None:
    async def script(scene: Scene) -> None:
        text = await scene.press(*TO_THE_LAST, "2", "left", "r")
        assert "find out" not in text
        assert " f go" not in text
        assert isinstance(scene.app.screen, ReadinessPage)
        await scene.press("f", "r")
        assert isinstance(scene.app.screen, QuestionPage)

    play(script, path)


def test_readiness_leads_to_a_trial(path: Path) -> None:
    async def script(scene: Scene) -> None:
        assert "TRIAL, NOT SAVED" in await scene.press(*TO_THE_LAST, "r", "w")
        await scene.press("escape")
        assert isinstance(scene.app.screen, QuestionPage)

    play(script, path)


def test_what_to_find_out_is_worked_out_anew_for_other_answers(path: Path) -> None:
    async def script(scene: Scene) -> None:
        assert "“Is there a rota?”" in await scene.press(*TO_THE_LAST, "r")
        text = await scene.press("r", "left", "d", "r")
        assert "“Is it clear who holds the keys?”" in " ".join(text.split()) or "“Is there a rota?”" in text
        assert "Any answer settles it" not in " ".join(text.split())

    play(script, path)


def test_a_fault_while_working_it_out_ends_the_walk_with_everything_saved(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(views: object) -> object:
        raise ZeroDivisionError

    async def script(scene: Scene) -> None:
        await scene.press(*TO_THE_LAST)
        monkeypatch.setattr(readiness, "find_all", fail)
        await scene.press("r")

    with pytest.raises(ZeroDivisionError):
        play(script, path)
    assert len(saved(path).answers) == 4
