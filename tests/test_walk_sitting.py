"""A sitting: every change in its file at once, one file for each organisation."""

import os
import shlex
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from typer.testing import CliRunner

from partnerassess.assessment import Assessment, Verdict
from partnerassess.cli import app
from partnerassess.interview.commands import Declined, Detail, Move, Note, SetDetail, Type, Undo, Unknown
from partnerassess.model import Choice, Level
from partnerassess.problems import ProblemsFound
from partnerassess.walk.answerfile import answer_paths
from partnerassess.walk.ending import next_lines, progress_lines, saved_lines
from partnerassess.walk.sitting import Hidden, Sitting, open_sitting
from partnerassess.walk.words import MAY_STOP
from walking import SHED, TODAY, saved, walk

BOTH = ("Riverside", "Valley High")


def opened(path: Path | None, *organisations: str, folder: Path = Path()) -> Sitting:
    """Open a sitting about the shed."""
    return open_sitting(SHED, path, folder=folder, today=TODAY, organisations=organisations)


def names(folder: Path) -> list[str]:
    """List the files in a folder."""
    return sorted(path.name for path in folder.iterdir())


def test_each_organisation_has_a_file_that_is_right(tmp_path: Path) -> None:
    sitting = opened(tmp_path / "joint.yaml", *BOTH)
    sitting.do(SetDetail(Detail.PARTNERSHIP, "Two sheds"))
    for typed in ("1", "1", "1", "2"):
        sitting.do(Type(typed))
    assert names(tmp_path) == ["joint-riverside.yaml", "joint-valley-high.yaml"]
    for name, level in zip(BOTH, (1, 2), strict=True):
        held = saved(tmp_path / f"joint-{name.lower().replace(' ', '-')}.yaml")
        assert (held.organisation, held.partnership, held.date) == (name, "Two sheds", TODAY)
        chosen, given = held.answers["asked-by"].given, held.answers["neighbours"].given
        assert isinstance(chosen, Choice)
        assert isinstance(given, Level)
        assert (chosen.id, int(given.value)) == ("societies", level)


def test_what_is_saved_is_said_with_the_organisations_name(tmp_path: Path) -> None:
    sitting = opened(tmp_path / "joint", *BOTH)
    assert sitting.do(Type("1")).lines[0] == "Saved: The societies themselves."
    sitting.do(Type("1"))
    assert sitting.whose == "Riverside"
    assert sitting.do(Type("1")).lines == ("Saved for Riverside.",)  # the other one is not to be led
    assert sitting.whose == "Valley High"
    assert sitting.do(Undo()).lines[0] == "Undone for Riverside: How well do the societies get on?"
    sitting.do(Type("1"))
    assert sitting.do(Type("0")).lines[0] == "Saved for Valley High: 0 (Not at all)."
    assert progress_lines(sitting) == (
        "Riverside: 3 of 5 questions done.",
        "Valley High: 3 of 5 questions done.",
    )


def test_nobody_sees_what_the_other_has_said_before_both_have_answered(tmp_path: Path) -> None:
    sitting = opened(tmp_path / "joint", *BOTH)
    for typed in ("1", "1", "2"):
        sitting.do(Type(typed))
    question = sitting.table.current
    assert question is not None
    assert (sitting.whose, sitting.is_hidden) == ("Valley High", True)
    assert [sitting.answer_of(turn, question) for turn in range(2)] == [Hidden.HIDDEN, None]
    sitting.do(Move.REVIEW)
    assert (sitting.is_hidden, sitting.words_of(0, question)) == (True, "answered")
    sitting.do(Move.RETURN)
    sitting.reveal()
    assert not sitting.is_hidden
    sitting.reveal()
    sitting.do(Type("0"))
    assert not sitting.is_hidden
    assert Hidden.HIDDEN not in [sitting.answer_of(turn, question) for turn in range(2)]
    sitting.do(Type(""))
    assert sitting.is_hidden  # and so readiness is, too


def test_several_organisations_are_scored_together(tmp_path: Path) -> None:
    sitting = opened(tmp_path / "joint", *BOTH)
    for typed in ("1", "1", "2", "1", ""):
        sitting.do(Type(typed))
    pooled = sitting.assessment().pooled
    assert pooled is not None
    assert [each.name for each in pooled.organisations] == list(BOTH)
    assert len(pooled.files) == 2


def test_what_cannot_change_the_verdict_need_not_be_answered(tmp_path: Path) -> None:
    sitting = opened(tmp_path / "a.yaml")
    said: list[str] = []
    for typed in ("1", "1", "1", "0"):
        said += sitting.do(Type(typed)).lines
        verdicts = [each.verdict for each in sitting.assessment().arrangements if each.applies]
        is_open = Verdict.UNDETERMINED in verdicts or not sitting.seat.unanswered
        assert sitting.may_stop is not is_open
        assert said.count(MAY_STOP) == sitting.may_stop
    assert len(saved_lines(sitting)) == 2


def test_what_is_done_is_not_called_answered_and_says_how_much_of_it_is_open(tmp_path: Path) -> None:
    sitting = opened(tmp_path / "alone.yaml")
    for command in (Type("1"), Type("1"), Unknown()):
        sitting.do(command)
    assert progress_lines(sitting) == ("3 of 5 questions done; 1 of them is open, as not known or not said.",)
    sitting.do(Declined())
    assert progress_lines(sitting)[0].endswith("2 of them are open, as not known or not said.")


def test_files_without_a_name_are_named_for_partnership_day_and_organisation(tmp_path: Path) -> None:
    for _ in range(2):
        sitting = opened(None, *BOTH, folder=tmp_path)
        sitting.do(SetDetail(Detail.PARTNERSHIP, "Two sheds"))
        sitting.do(Type("1"))
    assert names(tmp_path) == [
        "two-sheds-2026-11-23-2-riverside.yaml", "two-sheds-2026-11-23-2-valley-high.yaml",
        "two-sheds-2026-11-23-riverside.yaml", "two-sheds-2026-11-23-valley-high.yaml",
    ]  # fmt: skip
    command = next_lines(sitting)[1].strip()
    base = tmp_path / "two-sheds-2026-11-23-2.yaml"
    assert command == shlex.join(
        ["partnerassess", "assess", str(base), "--organisations", "Riverside,Valley High"]
    )
    again = opened(base, *BOTH)
    assert [session.answered for session in again.table.seats] == [1, 1]


@pytest.mark.parametrize(
    ("organisations", "expected"),
    [
        (("Riverside", "Valley High"), ["a-riverside.yaml", "a-valley-high.yaml"]),
        (("Åby/../..", "aby"), ["a-aby.yaml", "a-aby-2.yaml"]),
        (("河", "谷"), ["a-河.yaml", "a-谷.yaml"]),
        (("…", "!"), ["a-organisation-1.yaml", "a-organisation-2.yaml"]),
        ((), ["a.yaml"]),
    ],
)
def test_names_of_files_are_derived_safely(organisations: tuple[str, ...], expected: list[str]) -> None:
    assert [path.name for path in answer_paths(Path("a"), organisations)] == expected
    assert all(path.parent == Path() for path in answer_paths(Path("a"), organisations))


def test_a_file_of_another_organisation_is_refused(tmp_path: Path) -> None:
    sitting = opened(tmp_path / "joint.yaml", "Riverside", "Valley")
    sitting.do(Type("1"))
    (tmp_path / "joint-riverside.yaml").rename(tmp_path / "joint-north.yaml")
    with pytest.raises(ProblemsFound, match="holds the answers of Riverside, not those of North"):
        opened(tmp_path / "joint.yaml", "North", "Valley")


def test_a_sitting_resumes_where_somebody_lacks_an_answer(tmp_path: Path) -> None:
    sitting = opened(tmp_path / "joint.yaml", *BOTH)
    for typed in ("1", "1", "2"):
        sitting.do(Type(typed))
    again = opened(tmp_path / "joint.yaml", *BOTH)
    assert again.whose == "Valley High"
    assert again.table.current is SHED.questions["neighbours"]


def test_a_draft_is_in_the_file_until_it_is_dropped(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    sitting = opened(path)
    sitting.do(Type("1"))
    assert sitting.keep_draft(Note("Min")) == ()
    assert saved(path).answers["shed-exists"].note == "Min"
    assert sitting.drop_draft() == ()
    assert saved(path).answers.keys() == {"asked-by"}
    assert sitting.seat.answers.answers.keys() == {"asked-by"}


def test_of_a_draft_too_long_what_can_be_kept_is_in_the_file(tmp_path: Path) -> None:
    sitting = opened(path := tmp_path / "a.yaml")
    sitting.do(Type("1"))
    sitting.keep_draft(Note("x" * 20_100))
    assert saved(path).answers["shed-exists"].note == "x" * 20_000


def test_dropping_a_draft_that_never_was_makes_no_file(tmp_path: Path) -> None:
    sitting = opened(tmp_path / "a.yaml")
    assert sitting.drop_draft() == ()
    assert names(tmp_path) == []


def test_the_plain_walk_asks_both_organisations_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, golden: Callable[[str, str], None]
) -> None:
    monkeypatch.chdir(tmp_path)
    typed = "Two sheds\n\n1\n1\n2\nr\nl\nv\n0\no\n1\n\nn Agreed\nx\nno shed\nd\n2\n2\n1\n1\n\n"
    target = StringIO()

    def show_report(assessment: Assessment) -> None:
        files = assessment.pooled.files if assessment.pooled else ()
        target.write(f"[the report on {' and '.join(files)}]\n")

    sitting = open_sitting(SHED, Path("joint.yaml"), folder=Path(), today=TODAY, organisations=BOTH)
    status = walk(sitting, typed, target, show_report)
    files = "".join(f"\n==> {name} <==\n{(tmp_path / name).read_text()}" for name in names(tmp_path))
    text = target.getvalue().replace(os.path.realpath(tmp_path), "FOLDER")
    golden("screen/two-line-by-line.txt", f"{text}\n==> exit code {status} <==\n{files}")


@pytest.mark.parametrize("name", ["shed", "shed.yaml"])
def test_a_name_without_an_ending_finds_the_questionnaire_that_the_file_answers(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "shed.yaml").write_text("questionnaire: the-shed-one\nanswers:\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(app, ["assess", "--plain", name])
    assert done.exit_code == 3
    assert "the-shed-one" in done.stderr


@pytest.mark.parametrize("organisations", ["Riverside", "A,B,C", "A, a ", "A,", "A,B\x1b"])
def test_two_names_that_differ_are_needed(
    tmp_path: Path, organisations: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(app, ["assess", "--organisations", organisations])
    assert done.exit_code == 2
    assert "--organisations" in done.stderr
    assert names(tmp_path) == []
