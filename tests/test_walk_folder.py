"""What was begun before: files to go on with, and answers that carry over from a first look."""

import datetime
import os
from io import StringIO
from pathlib import Path

import pytest

from partnerassess.interview.commands import Type
from partnerassess.loading.shelf import choose_questionnaire
from partnerassess.model import Level
from partnerassess.walk.conversation import Conversation, Left
from partnerassess.walk.ending import next_lines
from partnerassess.walk.folder import carry_over as carried
from partnerassess.walk.folder import choose_begun, find_begun
from partnerassess.walk.sitting import open_sitting
from partnerassess.walk.stops import Stops
from walking import SHED, TODAY, Walked


def ask(folder: Path, typed: str) -> tuple[Path | None, str]:
    target = StringIO()
    conversation = Conversation(source=StringIO(typed), target=target, stops=Stops(), width=72)
    return choose_begun(SHED, folder, conversation), target.getvalue()


def fill(folder: Path) -> None:
    """Make a folder with a finished file, two begun ones, and what is no answers to this questionnaire."""
    for name, typed in (("done", "1\n1\n2\n2\n2\nq\n"), ("old", "1\nq\n"), ("new", "1\n1\nq\n")):
        Walked(f"\n\n\n\n{typed}", folder / f"{name}.yaml")
    os.utime(folder / "old.yaml", (0, 0))
    Walked("Two sheds\n\n\n\nq\n", folder / "empty.yaml")
    (folder / "other.yaml").write_text("questionnaire: something-else\nanswers: {}\n", encoding="utf-8")
    (folder / "notes.yaml").write_text("[", encoding="utf-8")
    (folder / "folder.yaml").mkdir()


def test_files_that_are_begun_are_found_the_latest_first(tmp_path: Path) -> None:
    fill(tmp_path)
    assert [path.name for _, path, _ in find_begun(SHED, tmp_path)] == ["new.yaml", "old.yaml"]
    assert find_begun(SHED, tmp_path / "nowhere") == []


@pytest.mark.parametrize(("typed", "chosen"), [("1\n", "new.yaml"), ("9\n2\n", "old.yaml"), ("\n", None)])
def test_one_goes_on_with_a_number_or_begins_anew(tmp_path: Path, typed: str, chosen: str | None) -> None:
    fill(tmp_path)
    path, said = ask(tmp_path, typed)
    assert path == (chosen and tmp_path / chosen)
    assert "1: new.yaml, " in said
    assert "2 of 5 questions done." in said
    assert ("Please type a number from 1 to 2" in said) is (typed[0] == "9")


def test_leaving_there_leaves(tmp_path: Path) -> None:
    fill(tmp_path)
    with pytest.raises(Left):
        ask(tmp_path, "")


def test_a_first_look_goes_on_in_the_whole_questionnaire(tmp_path: Path) -> None:
    quick, whole = choose_questionnaire("nhs-partnering-quick"), choose_questionnaire("nhs-partnering")
    look = open_sitting(quick, tmp_path / "look.yaml", folder=tmp_path, today=TODAY)
    while look.table.current is not None:
        look.do(Type("1"))
    assert any("assess --from" in line and "nhs-partnering" in line for line in next_lines(look))
    answers = carried(whole, look.seat.answers)
    assert answers.questionnaire == whole.id
    given = answers.answers
    assert set(given) == set(look.seat.answers.answers)
    levels = [each.given for each in given.values() if isinstance(each.given, Level)]
    assert levels
    assert {level.value for level in levels} == {1}
    later = datetime.date(2026, 12, 24)
    sitting = open_sitting(whole, tmp_path / "whole.yaml", folder=tmp_path, today=later, carried=answers)
    assert sitting.seat.answered > 10
    assert sitting.seat.answers.date == later


def test_answers_belong_to_the_round_that_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    sitting = open_sitting(SHED, path, folder=tmp_path, today=TODAY, round_name="Spring 2026")
    sitting.do(Type("1"))
    assert 'round: "Spring 2026"' in path.read_text(encoding="utf-8")
    again = open_sitting(SHED, path, folder=tmp_path, today=TODAY)
    assert again.seat.answers.round == "Spring 2026"
