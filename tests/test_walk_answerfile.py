"""The file a walk keeps its answers in: what is saved when, and what is never lost."""

from io import StringIO
from pathlib import Path

import pytest

from partnerassess.names import file_stem
from partnerassess.problems import ProblemsFound
from partnerassess.walk.sitting import NOT_SAVED, open_sitting
from partnerassess.writing import format_template
from walking import SHED, SKIPPED_DETAILS, TODAY, Typist, Walked, saved


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "answers.yaml"


def test_every_answer_is_in_the_file_before_the_next_question(path: Path) -> None:
    seen: list[int] = []
    typed = f"{SKIPPED_DETAILS}1\n1\n2\nn Minuted\nd\nq\n"
    Walked(Typist(typed, lambda _: seen.append(len(saved(path).answers) if path.exists() else -1)), path)
    assert seen == [-1, -1, -1, -1, -1, 1, 2, 3, 4, 4]


def test_a_file_is_named_for_the_partnership_and_the_day(tmp_path: Path) -> None:
    for partnership in ("Spade & Førk (Nörth)", "Spade & Fork", "", "…"):
        Walked(f"{partnership}\n\n\n\n1\nq\n", folder=tmp_path)
    assert sorted(file.name for file in tmp_path.iterdir()) == [
        "answers-2026-11-23-2.yaml", "answers-2026-11-23.yaml", "spade-fork-2026-11-23.yaml",
        "spade-fork-north-2026-11-23.yaml",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "part"),
    [
        *(("Łódź General", "lodz-general"), ("København", "kobenhavn"), ("Straße Ödön", "strasse-odon")),
        *(("St. Mary's", "st-mary-s"), ("بیمارستان شیراز", "بیمارستان-شیراز"), ("東京病院", "東京病院")),
        *(("हिन्दी अस्पताल", "हिन्दी-अस्पताल"), ("…", ""), ("../../etc", "etc"), ("x" * 99, "x" * 40)),
    ],
)
def test_no_letter_vanishes_from_a_file_name(name: str, part: str) -> None:
    assert file_stem(name) == part
    assert len(file_stem(name * 30).encode()) <= 80


@pytest.mark.parametrize(
    "name",
    [
        "St. Mary's",
        "riverside v1.2",
        "Dr. Smith",
        "riverside 12.05.2024",
        "riverside.docx",
        "a.YAML",
        "b.yml",
    ],
)
def test_answers_are_saved_under_a_name_that_folders_are_searched_for(tmp_path: Path, name: str) -> None:
    Walked(f"{SKIPPED_DETAILS}1\nq\n", tmp_path / name)
    (file,) = tmp_path.iterdir()
    assert file.name == (name if name.lower().endswith((".yaml", ".yml")) else f"{name}.yaml")


def test_a_new_file_never_takes_the_place_of_another(tmp_path: Path) -> None:
    for _ in range(3):
        Walked("Two sheds\n\n\n\nq\n", folder=tmp_path)
    assert sorted(file.stem for file in tmp_path.iterdir()) == [
        "two-sheds-2026-11-23", "two-sheds-2026-11-23-2", "two-sheds-2026-11-23-3",
    ]  # fmt: skip


def test_a_name_without_an_ending_gets_one(tmp_path: Path) -> None:
    Walked(f"{SKIPPED_DETAILS}1\nq\n", tmp_path / "shed")
    assert "Resuming at question 2" in Walked("q\n", tmp_path / "shed").said
    assert [file.name for file in tmp_path.iterdir()] == ["shed.yaml"]


def test_leaving_without_an_answer_leaves_a_file_as_it_was(path: Path) -> None:
    path.write_text("# mine\nanswers: {rota: 2}\n", encoding="utf-8")
    Walked("q\n", path)
    assert path.read_text(encoding="utf-8") == "# mine\nanswers: {rota: 2}\n"
    assert list(path.parent.iterdir()) == [path]


def test_comments_and_layout_are_kept_in_a_copy_once(path: Path) -> None:
    original = format_template(SHED).replace("  rota:\n", "  rota: 1 # for now\n")
    path.write_text(original, encoding="utf-8")
    said = Walked("\n" * 4 + "1\n2\nq\n", path).said
    assert said.count(f"kept in a copy:\n  {path}.orig\n") == 1
    assert Path(f"{path}.orig").read_text(encoding="utf-8") == original
    assert ".orig" not in Walked("1\nq\n", path).said
    assert len(list(path.parent.iterdir())) == 2


def test_a_copy_never_takes_the_place_of_another(path: Path) -> None:
    for comment in ("one", "two"):
        path.write_text(f"# {comment}\nanswers: {{rota: 2}}\n", encoding="utf-8")
        Walked("1\nq\n", path)
    assert sorted(file.name for file in path.parent.iterdir()) == [
        "answers.yaml", "answers.yaml-2.orig", "answers.yaml.orig",
    ]  # fmt: skip


def test_a_file_that_somebody_else_changes_is_left_alone(path: Path) -> None:
    def meddle(line: str) -> None:
        if line == "2\n":
            path.write_text("answers: {rota: 0}\n", encoding="utf-8")

    walked = Walked(Typist(f"{SKIPPED_DETAILS}1\n2\n1\nq\n", meddle), path)
    assert walked.said.count("Somebody else changed the file.") == 1
    assert path.read_text(encoding="utf-8") == "answers: {rota: 0}\n"
    (beside,) = set(path.parent.iterdir()) - {path}
    assert f"Everything you answered is saved:\n  {beside}\n" in walked.said
    assert list(saved(beside).answers) == ["asked-by", "shed-exists", "neighbours"]


def test_a_file_that_cannot_be_saved_is_said_at_once_and_tried_again(path: Path) -> None:
    elsewhere = path.parent.with_name(f"{path.parent.name}-gone")

    def unplug(line: str) -> None:
        if line == "2\n":
            path.parent.rename(elsewhere)
        if line == "0\n":
            elsewhere.rename(path.parent)

    broken = Walked(Typist(f"{SKIPPED_DETAILS}1\n2\nq\n", unplug), path)
    assert "could NOT be saved:\n  " in broken.said
    assert "All of them are in a rescue file:" in broken.said
    assert broken.status == NOT_SAVED
    elsewhere.rename(path.parent)
    mended = Walked(Typist("2\n0\nq\n", unplug), path)
    assert "could NOT be saved:\n  " in mended.said
    assert mended.status == 0
    assert list(saved(path).answers) == ["asked-by", "shed-exists", "neighbours"]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.yaml", "answers: {}\n---\nanswers: {}\n", "holds 2 sets of answers"),
        ("a.yaml", "answers: {rota: 9}\n", "9 is not on the scale"),
        ("a.yaml", "questionnaire: other\n", "these are answers to `other`"),
        ("a.yaml", "answers: [\n", "a.yaml:"),
        ("a.json", "{}", "saved as YAML, not as JSON"),
        ("a.yaml", None, "this is a folder"),
        ("no-folder/a.yaml", "", "there is no such"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_before_anything_is_asked(
    tmp_path: Path, name: str, content: str | None, said: str
) -> None:
    file = tmp_path / name
    if content is None:
        file.mkdir()
    elif content:
        file.write_text(content, encoding="utf-8")
    typed = StringIO("1\n")
    with pytest.raises(ProblemsFound, match=said):
        Walked(typed, file)
    assert typed.tell() == 0


def test_an_empty_file_is_a_new_one(path: Path) -> None:
    path.write_text("\n", encoding="utf-8")
    Walked(f"{SKIPPED_DETAILS}1\nq\n", path)
    assert list(path.parent.iterdir()) == [path]
    assert list(saved(path).answers) == ["asked-by"]


def test_another_version_is_said_and_kept(path: Path) -> None:
    path.write_text('version: "0.1"\nanswers: {rota: 2}\n', encoding="utf-8")
    assert "Answered against version 0.1" in " ".join(Walked("1\nq\n", path).said.split())
    assert saved(path).version == "0.1"


def test_the_file_is_judged_before_question_one(tmp_path: Path) -> None:
    with pytest.raises(ProblemsFound):
        open_sitting(SHED, None, folder=tmp_path / "nowhere", today=TODAY)
