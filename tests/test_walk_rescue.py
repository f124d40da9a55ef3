"""The last chance to save: what is asked where the answers' own file cannot be written, and what is said."""

import sys
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path

import pytest

from partnerassess.interview import Type
from partnerassess.walk.conversation import Conversation
from partnerassess.walk.rescue import save_at_last
from partnerassess.walk.sitting import DONE, NOT_SAVED, open_sitting
from partnerassess.walk.stops import Stops
from walking import SHED, SKIPPED_DETAILS, TODAY, Typist, Walked, saved

ASKED = "Another file to save them all in (Enter for none):"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


def take_away(folder: Path) -> Callable[[str], object]:
    """Give what takes a folder away after the first answer, as pulling out a stick does."""

    def happen(line: str) -> object:
        return line == "1\n" and folder.exists() and folder.rename(folder.with_name("gone"))

    return happen


def test_another_file_takes_every_answer(folder: Path) -> None:
    path, other = folder / "answers.yaml", folder.with_name("other")
    walked = Walked(Typist(f"{SKIPPED_DETAILS}1\n1\nq\n{other}\n", take_away(folder)), path)
    assert ASKED in walked.said
    assert walked.status == DONE
    assert list(saved(other.with_suffix(".yaml")).answers) == ["asked-by", "shed-exists"]
    assert walked.said.count(f"  {other}.yaml\n") == 1
    assert f"partnerassess assess --plain {other}.yaml" in walked.said


def test_what_can_be_saved_at_last_is_not_asked_about(folder: Path) -> None:
    gone = folder.with_name("gone")

    def happen(line: str) -> None:
        if line == "1\n" and folder.exists():
            folder.rename(gone)
        if line == "q\n":
            gone.rename(folder)

    walked = Walked(Typist(f"{SKIPPED_DETAILS}1\nq\n", happen), folder / "answers.yaml")
    assert ASKED not in walked.said
    assert walked.status == DONE
    assert list(saved(folder / "answers.yaml").answers) == ["asked-by"]


def test_where_nobody_can_answer_nothing_hangs(folder: Path) -> None:
    walked = Walked(Typist(f"{SKIPPED_DETAILS}1\n", take_away(folder)), folder / "answers.yaml")
    assert ASKED in walked.said
    assert walked.status == NOT_SAVED


def test_another_persons_file_of_that_name_is_left_alone(folder: Path) -> None:
    other = folder.with_name("other.yaml")
    other.write_text("mine", encoding="utf-8")
    walked = Walked(Typist(f"{SKIPPED_DETAILS}1\nq\n{other}\n", take_away(folder)), folder / "answers.yaml")
    assert walked.status == DONE
    assert other.read_text(encoding="utf-8") == "mine"
    (beside,) = set(folder.parent.glob("*.yaml")) - {other}
    assert list(saved(beside).answers) == ["asked-by"]
    assert f"  {beside}\n" in walked.said


def test_several_organisations_get_a_file_each(folder: Path) -> None:
    organisations = ("Spade", "Fork")
    sitting = open_sitting(
        SHED, folder / "joint.yaml", folder=folder, today=TODAY, organisations=organisations
    )
    folder.rename(folder.with_name("gone"))
    for _ in organisations:
        sitting.do(Type("1"))
    target = StringIO()
    source = StringIO(f"{folder.with_name('other')}\n")
    save_at_last(sitting, Conversation(source=source, target=target, stops=Stops(), width=72))
    assert sitting.is_saved
    assert sorted(path.name for path in folder.parent.glob("*.yaml")) == [
        "other-fork.yaml",
        "other-spade.yaml",
    ]
    assert [len(saved(path).answers) for path in sitting.paths] == [1, 1]


if sys.platform != "win32":
    import resource

    @pytest.fixture
    def full_disk() -> Iterator[Callable[[], None]]:
        """Let no file grow any more, as on a full disk, until the test is over."""
        limits = resource.getrlimit(resource.RLIMIT_FSIZE)
        yield lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (10, limits[1]))
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)

    @pytest.mark.parametrize("name", ["", "other.yaml", "nowhere/at/all.yaml", "answers.json", "a\0b.yaml"])
    def test_a_second_failure_says_so_and_what_is_kept(
        folder: Path, full_disk: Callable[[], None], name: str
    ) -> None:
        path = folder / "answers.yaml"
        typed = f"{SKIPPED_DETAILS}1\n2\nq\n{folder / name if name else ''}\n"
        walked = Walked(Typist(typed, lambda line: full_disk() if line == "2\n" else None), path)
        assert ASKED in walked.said
        assert ("They could NOT be saved there either:" in walked.said) is bool(name)
        kept = f"Your last answers could NOT be saved.\nWhat was saved before them is in:\n  {path}\n"
        assert kept in walked.said
        assert "Everything you answered is saved" not in walked.said
        assert walked.status == NOT_SAVED
        assert list(saved(path).answers) == ["asked-by"]
        assert list(folder.iterdir()) == [path]
