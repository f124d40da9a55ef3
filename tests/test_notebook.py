"""The library: short to use, quiet, typed, and loaded only when it is asked for."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import partnerassess
from partnerassess import (
    ProblemsFound,
    load_answer_sets,
    load_answers,
    load_questionnaire,
    load_usable_answer_sets,
    score,
)
from partnerassess.library import case_studies, questionnaires_folder

DOCS = Path(__file__).parent.parent / "docs" / "library.md"
TWO = """\
questionnaire: nhs-partnering
partnership: North
---
questionnaire: nhs-partnering
partnership: South
"""


def test_every_example_in_the_docs_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copy(case_studies()[0], tmp_path / "answers.yaml")
    asked = list(load_questionnaire("nhs-partnering").questions)
    (tmp_path / "survey.csv").write_text(f"{','.join(asked)}\n{','.join(['unknown'] * len(asked))}\n")
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    for code in re.findall(r"^```python\n(.*?)^```", DOCS.read_text(encoding="utf-8"), re.M | re.S):
        exec(code, names)  # noqa: S102 the docs' own code
    said = capsys.readouterr().out
    assert said.startswith("Voluntary – individual undetermined\n")
    assert "voluntary-individual 68.46531968814577" in said
    assert "1 row in, 1 set of answers out" in said
    assert "no-such-file.yaml None" in said
    assert "1 scored, 1 with problems\nno-such-file.yaml: there is no such file" in said


def test_a_file_is_loaded_against_the_questionnaire_it_names_or_the_one_given() -> None:
    path = case_studies()[0]
    asked = load_questionnaire("nhs-partnering")
    assert load_answers(path) == load_answers(path, asked)
    assert score(asked, load_answers(str(path))).leader is not None


def test_a_questionnaire_is_loaded_by_name_or_path() -> None:
    path = questionnaires_folder() / "nhs-partnering.yaml"
    assert load_questionnaire(path).id == load_questionnaire("nhs-partnering").id


def test_one_answer_set_is_not_taken_for_several(tmp_path: Path) -> None:
    path = tmp_path / "two.yaml"
    path.write_text(TWO, encoding="utf-8")
    with pytest.raises(ProblemsFound, match="holds 2 answer sets, not one"):
        load_answers(path)
    assert [each.partnership for each in load_answer_sets(path)] == ["North", "South"]


def test_folders_are_read_in_order_of_their_names(tmp_path: Path) -> None:
    for name in ("b", "a"):
        (tmp_path / f"{name}.yaml").write_text(TWO.replace("North", name), encoding="utf-8")
    sets = load_answer_sets(tmp_path, case_studies()[0])
    assert [each.partnership for each in sets[:4]] == ["a", "South", "b", "South"]
    assert len(sets) == 5


def test_what_is_wrong_is_raised_with_its_place(tmp_path: Path) -> None:
    broken, wrong = tmp_path / "broken.yaml", tmp_path / "wrong.yaml"
    broken.write_text("a: [", encoding="utf-8")
    wrong.write_text("questionnaire: nhs-partnering\nanswers: {colour: 1}\n", encoding="utf-8")
    with pytest.raises(ProblemsFound):
        load_answers(broken)
    with pytest.raises(ProblemsFound, match="colour"):
        load_answers(wrong)
    assert load_answers(wrong, ignore_unrecognised=True).unrecognised == ("colour",)
    with pytest.raises(ProblemsFound, match="no such questionnaire"):
        load_questionnaire("elsewhere")


def test_the_good_answer_sets_come_with_the_problems_of_the_bad_ones(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("a: [", encoding="utf-8")
    (tmp_path / "b.yaml").write_text(f"{TWO}answers: {{colour: 1, trust: 2}}\n---\n{TWO}", encoding="utf-8")
    (tmp_path / "empty").mkdir()
    loaded = load_usable_answer_sets(tmp_path, tmp_path / "nowhere", tmp_path / "empty")
    assert [each.partnership for each in loaded.answer_sets] == ["North", "North", "South"]
    assert [Path(each.file).name for each in loaded.problems] == [
        "a.yaml",
        "b.yaml",
        "b.yaml",
        "nowhere",
        "empty",
    ]
    assert [each.path for each in loaded.problems[1:3]] == ["answers.colour", "answers.trust"]
    left = load_usable_answer_sets(tmp_path / "b.yaml", ignore_unrecognised=True)
    assert (len(left.answer_sets), left.problems) == (4, ())


def test_a_file_of_several_answer_sets_is_told_what_is_wrong_with_each(tmp_path: Path) -> None:
    path = tmp_path / "two.yaml"
    path.write_text(TWO.replace("partnership", "partnershop"), encoding="utf-8")
    with pytest.raises(ProblemsFound) as raised:
        load_answer_sets(path)
    assert [each.line for each in raised.value.problems] == [2, 5]


def test_a_folder_without_answer_files_is_a_problem(tmp_path: Path) -> None:
    with pytest.raises(ProblemsFound, match="no answer files in this folder"):
        load_answer_sets(tmp_path)


def test_what_is_not_there_is_a_problem(tmp_path: Path) -> None:
    with pytest.raises(ProblemsFound):
        load_answer_sets(tmp_path / "nowhere")


def test_nothing_is_imported_before_it_is_asked_for() -> None:
    code = "import partnerassess, sys; print(sorted(m for m in sys.modules if m.startswith('partnerassess')))"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout == "['partnerassess']\n"


def test_every_name_that_is_promised_is_there() -> None:
    for name in dir(partnerassess):
        assert getattr(partnerassess, name) is not None
    assert set(partnerassess.__all__) | {"score_frame"} <= set(dir(partnerassess))
    with pytest.raises(AttributeError, match="no attribute 'elsewhere'"):
        getattr(partnerassess, "elsewhere")  # noqa: B009 mypy knows that it is not there


def test_a_broken_file_is_told_all_that_is_wrong_with_it(tmp_path: Path) -> None:
    path = tmp_path / "broken.yaml"
    path.write_text(
        "questionnaire: nhs-partnering\nanswers:\n  board-support: 9\n"
        "  clear-rationale: 2\n  clear-rationale: 3\n",
        encoding="utf-8",
    )
    with pytest.raises(ProblemsFound) as raised:
        load_answers(path)
    assert [(each.line, each.path) for each in raised.value.problems] == [
        (3, "answers.board-support"),
        (5, "answers.clear-rationale"),
    ]
