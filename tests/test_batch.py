"""Batch: every input has its outcome, and one bad file never stops the rest."""

import os
from pathlib import Path

import pytest

from partnerassess.batch import (
    Outcome,
    Questionnaires,
    Scored,
    Unusable,
    check_inputs,
    choose_questionnaire,
    find_answered_questionnaire,
    score_inputs,
)
from partnerassess.library import case_studies, shipped_questionnaires
from partnerassess.problems import ProblemsFound

GOOD = "questionnaire: nhs-partnering\nanswers: {initiated-by: voluntary}\n"
BAD = "questionnaire: nhs-partnering\nanswers: {initiated-by: volunteers}\n"


def no_input() -> bytes:
    raise AssertionError("standard input was not asked for")


def outcomes(*paths: Path | str, standard_input: bytes | None = None) -> list[Outcome]:
    given = no_input if standard_input is None else lambda: standard_input
    return list(score_inputs([str(path) for path in paths], Questionnaires(), standard_input=given))


def problem_lines(found: list[Outcome]) -> list[str]:
    return [str(problem) for each in found if isinstance(each, Unusable) for problem in each.problems]


def test_every_case_study_is_scored_in_order() -> None:
    found = outcomes(*case_studies())
    assert [each.assessment.answers.file for each in found if isinstance(each, Scored)] == [
        str(path) for path in case_studies()
    ]


def test_a_folder_is_scored_by_path_and_bad_files_stay_where_they_are(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    for name, text in {
        "c.yaml": GOOD,
        "a.yaml": BAD,
        "b/d.json": '{"questionnaire": "nhs-partnering"}',
    }.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "readme.txt").write_text("not answers", encoding="utf-8")
    first, second, third = outcomes(tmp_path)
    assert isinstance(first, Unusable)
    assert isinstance(second, Scored)
    assert isinstance(third, Scored)
    assert second.assessment.answers.file == str(tmp_path / "b" / "d.json")


def test_each_document_of_a_file_has_its_own_outcome(tmp_path: Path) -> None:
    file = tmp_path / "three.yaml"
    file.write_text(f"{GOOD}---\n{BAD}---\n{GOOD}", encoding="utf-8")
    first, second, third = outcomes(file)
    assert isinstance(first, Scored)
    assert isinstance(third, Scored)
    assert (first.document, third.document) == (1, 3)
    assert problem_lines([second]) == [
        f"{file}:5:25: answers.initiated-by: `volunteers` is not an answer to this question "
        "(did you mean `voluntary`?)"
    ]


def test_standard_input_is_read_where_it_is_named() -> None:
    (found,) = outcomes("-", standard_input=GOOD.encode())
    assert isinstance(found, Scored)
    assert found.assessment.answers.file == "-"


def test_an_empty_folder_is_a_problem(tmp_path: Path) -> None:
    assert problem_lines(outcomes(tmp_path)) == [
        f"{tmp_path}: no answer files in this folder (answer files end in .yaml, .yml, .json, .jsonl)"
    ]


def test_a_missing_path_is_a_problem(tmp_path: Path) -> None:
    (line,) = problem_lines(outcomes(tmp_path / "nowhere.yaml"))
    assert "no such file" in line


@pytest.mark.skipif(os.name == "nt", reason="Windows has no named pipes in folders")
def test_what_is_no_file_costs_one_line(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")
    (tmp_path / "loop.yaml").symlink_to("loop.yaml")
    (tmp_path / "good.yaml").write_text(GOOD, encoding="utf-8")
    found = outcomes(tmp_path)
    assert [type(each) for each in found] == [Scored, Unusable, Unusable]
    assert len(problem_lines(found)) == 2


def test_answers_that_name_no_questionnaire_say_how_to(tmp_path: Path) -> None:
    file = tmp_path / "answers.yaml"
    file.write_text("answers: {initiated-by: voluntary}\n", encoding="utf-8")
    assert problem_lines(outcomes(file)) == [
        f"{file}:1:1: questionnaire: names no questionnaire "
        "(say `questionnaire: nhs-partnering`, or use --questionnaire)"
    ]


def test_a_questionnaire_among_answers_is_named_for_what_it_is() -> None:
    shipped = shipped_questionnaires()["nhs-partnering"]
    (line,) = problem_lines(outcomes(shipped))
    assert "this is a questionnaire, not a file of answers" in line


def test_a_questionnaire_nobody_ships_has_to_be_named_by_its_file(tmp_path: Path) -> None:
    file = tmp_path / "answers.yaml"
    file.write_text("questionnaire: ours\n", encoding="utf-8")
    (line,) = problem_lines(outcomes(file))
    assert "no questionnaire called `ours` ships with partnerassess" in line


def test_a_chosen_questionnaire_decides_for_every_file(tmp_path: Path) -> None:
    chosen = choose_questionnaire(str(shipped_questionnaires()["nhs-partnering"]))
    file = tmp_path / "answers.yaml"
    file.write_text("answers: {initiated-by: voluntary}\n", encoding="utf-8")
    (found,) = score_inputs([str(file)], Questionnaires(chosen), standard_input=no_input)
    assert isinstance(found, Scored)
    assert found.assessment.questionnaire is chosen


def test_a_questionnaire_that_is_not_there_is_a_problem() -> None:
    with pytest.raises(ProblemsFound, match="no such questionnaire"):
        choose_questionnaire("nowhere")


def test_the_answered_questionnaire_is_the_one_the_file_names(tmp_path: Path) -> None:
    file = tmp_path / "answers.yaml"
    file.write_text(GOOD, encoding="utf-8")
    found = find_answered_questionnaire(file)
    assert found is not None
    assert found.id == "nhs-partnering"
    file.write_text("partnership: Ours\n", encoding="utf-8")
    assert find_answered_questionnaire(file) is None


def test_checking_knows_questionnaires_from_answers(tmp_path: Path) -> None:
    broken = tmp_path / "broken.yaml"
    broken.write_text("format: partnerassess-questionnaire/1\nid: 7up\n", encoding="utf-8")
    (tmp_path / "good.yaml").write_text(GOOD, encoding="utf-8")
    shipped = shipped_questionnaires()["nhs-partnering"]
    found = list(check_inputs([str(tmp_path), str(shipped)], Questionnaires(), standard_input=no_input))
    assert [bool(problems) for problems in found] == [True, False, False]
    assert any(problem.path == "id" for problem in found[0])
