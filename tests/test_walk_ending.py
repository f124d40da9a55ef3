"""The last chance to save: what is asked where the answers' own file cannot be written, and what is said."""

import shlex
import stat
import tempfile
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest

from partnerassess.interview.commands import Type
from partnerassess.walk.conversation import Conversation
from partnerassess.walk.ending import save_at_last
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
    assert shlex.join(["partnerassess", "assess", "--plain", f"{other}.yaml"]) in walked.said


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


def test_where_nobody_can_answer_nothing_hangs(
    folder: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
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
    assert [len(saved(path).answers) for path in sitting.paths] == [2, 2]


@pytest.mark.parametrize("name", ["", "other.yaml", "nowhere/at/all.yaml", "answers.json", "a\0b.yaml"])
def test_what_is_saved_nowhere_goes_to_a_rescue_file(folder: Path, home: Path, name: str) -> None:
    path = folder / "answers.yaml"
    typed = f"{SKIPPED_DETAILS}1\n1\nq\n{folder / name if name else ''}\n"
    walked = Walked(Typist(typed, take_away(folder)), path)
    assert ASKED in walked.said
    assert ("They could NOT be saved there either:" in walked.said) is bool(name)
    (kept,) = home.iterdir()
    assert f"All of them are in a rescue file:\n  {kept}\n" in walked.said
    assert shlex.join(["partnerassess", "assess", "--plain", str(kept)]) in walked.said
    assert "Everything you answered is saved" not in walked.said
    assert walked.status == NOT_SAVED
    assert list(saved(kept).answers) == ["asked-by", "shed-exists"]
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600


def test_where_there_is_no_home_the_temporary_folder_takes_them(
    folder: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home.rmdir()
    temporary = folder.with_name("temporary folder")
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    Walked(Typist(f"{SKIPPED_DETAILS}1\nq\n\n", take_away(folder)), folder / "answers.yaml")
    (kept,) = temporary.iterdir()
    assert list(saved(kept).answers) == ["asked-by"]


def test_where_nothing_can_be_written_that_is_said(
    folder: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home.rmdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder / "nowhere"))
    walked = Walked(Typist(f"{SKIPPED_DETAILS}1\nq\n\n", take_away(folder)), folder / "answers.yaml")
    assert "Your last answers could NOT be saved." in walked.said
    assert walked.status == NOT_SAVED


def test_a_fault_of_ours_loses_nothing_that_is_in_memory_alone(
    folder: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:

    def happen(line: str) -> None:
        take_away(folder)(line)
        if line == "d\n":
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        Walked(Typist(f"{SKIPPED_DETAILS}1\n1\nd\n", happen), folder / "answers.yaml")
    (kept,) = home.iterdir()
    assert list(saved(kept).answers) == ["asked-by", "shed-exists"]


def test_saved_is_never_said_of_what_is_not(folder: Path) -> None:
    walked = Walked(
        Typist(f"{SKIPPED_DETAILS}1\nn Minuted\nq\n\n", take_away(folder)), folder / "answers.yaml"
    )
    assert "Not saved yet: The societies themselves." in walked.said
    assert "Note not saved yet: Minuted" in walked.said
    assert "Saved:" not in walked.said


def test_the_complaint_names_the_file_that_people_know(
    folder: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = folder / "answers.yaml"
    path.write_text("# ours\nanswers: {rota: 2}\n", encoding="utf-8")
    walked = Walked(Typist("1\nq\n\n", take_away(folder)), path)
    assert f"  {path}: there is no such file or folder" in walked.said
    assert ".orig" not in walked.said
