"""The full screen at every size: what stands where, written out whole."""

from collections.abc import Awaitable, Callable
from functools import cache
from pathlib import Path

import pytest

from partnerassess.interview.commands import Command, Type, Unknown
from partnerassess.library import DEFAULT, find_questionnaire
from partnerassess.loading.questionnaire import load_questionnaire
from profiles import is_night
from screening import START_TO_QUESTIONS, Scene, play

NIGHT = is_night()
FILE = find_questionnaire(DEFAULT)
assert FILE is not None
PARTNERING = load_questionnaire(FILE)
ORGANISATIONS = ("Riverside", "Valley High")
ALONE: tuple[Command, ...] = (*(Type(key) for key in "33811342"), Unknown())
"""Answers of one organisation, up to the tenth question."""
TOGETHER: tuple[Command, ...] = tuple(Type(key) for key in "33338811113")
"""Answers of two, up to the second one's to the sixth question."""
SIZES = [(120, 40), (100, 30), (80, 24), (60, 16)]
TENTH = (START_TO_QUESTIONS, "1")
PAGES: dict[str, tuple[str, ...]] = {
    "start": (),
    "question": TENTH,
    "answered": (*TENTH, "left", "left"),
    "two": TENTH,
    "go-to": (*TENTH, "g"),
    "review": (*TENTH, "l"),
    "report": (*TENTH, "l", "enter"),
    "readiness": (*TENTH, "r"),
    "note": (*TENTH, "n"),
    "keys": (*TENTH, "?"),
    "what-if": (*TENTH, "w", "4", "right", "3"),
    "keep": (*TENTH, "w", "4", "right", "3", "k"),
}
PICTURED = [(page, size) for page in ("start", "question", "two", "review", "what-if") for size in SIZES]
PICTURED += [
    (page, (80, 24)) for page in ("answered", "go-to", "report", "readiness", "note", "keys", "keep")
]
TINY = ((20, 5), (200, 60), (1, 1))
"""Windows in which nobody works, but through which a window may come."""


@pytest.fixture(autouse=True)
def in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work where files have short names, the same on every machine."""
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(("page", "size"), PICTURED, ids=lambda part: part if isinstance(part, str) else None)
def test_a_page_looks_like_its_picture(
    page: str, size: tuple[int, int], golden: Callable[[str, str], None]
) -> None:
    golden(f"screen/{page}-{size[0]}x{size[1]}.txt", f"{texts_of(page)[size].rstrip()}\n")


@pytest.mark.parametrize("page", PAGES)
def test_a_page_survives_any_window_and_comes_back_the_same(page: str) -> None:
    texts = texts_of(page)
    if page == "go-to":  # a list may come back with the marked line at another height
        assert "11  How carefully" in texts[None]
    else:
        assert texts[None] == texts[80, 24]


@cache
def texts_of(page: str) -> dict[tuple[int, int] | None, str]:
    """Give how a page looks in windows of every size in turn, and at last, by null, in the first again.

    At night every picture is of a window that has had its size from the beginning.
    """
    texts: dict[tuple[int, int] | None, str] = {}
    sizes = [size for pictured, size in PICTURED if pictured == page and size != (80, 24)]

    async def script(scene: Scene) -> None:
        texts[80, 24] = await scene.press(*PAGES[page])
        for size in (*sizes, *TINY):
            texts[size] = await scene.resize(*size)
        texts[None] = await scene.resize(80, 24)

    async def picture(scene: Scene) -> None:
        texts[scene.app.size] = await scene.press(*PAGES[page])

    play_page(page, script)
    for size in sizes if NIGHT else ():
        play_page(page, picture, size)
    return texts


def play_page(
    page: str, script: Callable[[Scene], Awaitable[None]], size: tuple[int, int] = (80, 24)
) -> None:
    """Open a full screen with some answers, one organisation's or two's."""
    Path("joint.yaml").unlink(missing_ok=True)
    organisations = ORGANISATIONS if page == "two" else ()
    before: dict[str, tuple[Command, ...]] = {"two": TOGETHER, "start": ()}
    play(
        script,
        Path("joint.yaml"),
        size=size,
        questionnaire=PARTNERING,
        organisations=organisations,
        before=before.get(page, ALONE),
    )


def test_answering_goes_on_in_the_smallest_window() -> None:
    async def script(scene: Scene) -> None:
        await scene.press(START_TO_QUESTIONS)
        text = await scene.resize(20, 5)
        assert text.split()[:5] == ["Who", "asks", "for", "the", "partnership?"]
        text = await scene.press("1")
        assert "Saved:" in text

    app = play(script, Path("joint.yaml"), questionnaire=PARTNERING)
    assert list(app.sitting.seat.answers.answers) == ["initiated-by"]


def test_what_does_not_fit_can_be_scrolled_to_and_is_announced() -> None:
    async def script(scene: Scene) -> None:
        text = await scene.press(*TENTH)
        assert "↓ more" in text
        assert "4   Fully" not in text
        text = await scene.press("end")
        assert "↓ more" not in text
        assert "4   Fully" in text

    play_page("two", script, (60, 16))


def test_a_try_leaves_the_whole_question_in_sight() -> None:
    async def script(scene: Scene) -> None:
        await scene.press(*TENTH, "w")
        numbers = {entry.question.id: entry.number for entry in scene.sitting.seat.entries}
        for each in ("linked-to-change", "lead-capacity"):
            text = await scene.press("g", *str(numbers[each]), "enter", "3")
            assert PARTNERING.questions[each].text in " ".join(text.split())

    play_page("what-if", script)


def test_a_wide_window_that_comes_back_has_its_side_panel_as_before() -> None:
    async def script(scene: Scene) -> None:
        before = await scene.press(*TENTH)
        await scene.resize(20, 5)
        assert await scene.resize(120, 40) == before

    play_page("two", script, (120, 40))


@pytest.mark.parametrize(("columns", "beside"), [(99, False), (100, True)])
def test_there_is_a_side_panel_from_100_columns_on(columns: int, beside: bool) -> None:
    async def script(scene: Scene) -> None:
        text = await scene.press(*TENTH)
        assert ("Why we ask" in text) is beside
        assert ("Readiness so far" in text) is beside

    play_page("question", script, (columns, 40))


def test_a_trial_is_marked_and_answered_in_the_smallest_window() -> None:
    async def script(scene: Scene) -> None:
        await scene.press(*TENTH, "w")
        text = await scene.resize(20, 5)
        assert text.split("\n")[0] == "  TRIAL, NOT SAVED"
        text = await scene.press("4")
        assert "TRIAL, NOT SAVED" in text
        assert "Tried: 4" in text

    play_page("what-if", script)


def test_what_a_try_does_comes_into_view_where_the_window_is_low() -> None:
    async def script(scene: Scene) -> None:
        before = await scene.press(*TENTH, "w")
        after = await scene.press("4")
        assert "+2.9 at its lowest" not in before
        assert "+2.9 at its lowest" in after
        assert "Question 12" in await scene.press("right")
        assert "How" in scene.text.split("\n")[2]

    play_page("what-if", script, (60, 16))


def test_what_stands_beside_a_question_in_a_trial_is_scrolled_to_as_well() -> None:
    async def script(scene: Scene) -> None:
        text = await scene.press(*TENTH, "w", "4")
        assert "↓ more" in text
        assert "Can't tell yet, 4th" not in text
        text = await scene.press("end")
        assert "↓ more" not in text
        assert "Can't tell yet, 4th" in text

    play_page("what-if", script, (100, 24))
