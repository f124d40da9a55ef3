"""Batch: every input has its outcome, and one bad file never stops the rest."""

import json
import os
import pickle
import time
from pathlib import Path

import pytest

from partnerassess.batch.checks import check_inputs
from partnerassess.batch.duplicates import Duplicates, Place, name_places
from partnerassess.batch.inputs import Lines, in_chunks, list_inputs
from partnerassess.batch.reading import Harvester, Reader, Rows
from partnerassess.batch.results import Harvest, Identity, Result
from partnerassess.batch.workers import run
from partnerassess.library import case_studies, shipped_questionnaires
from partnerassess.loading.shelf import choose_questionnaire, find_answered_questionnaire
from partnerassess.loading.views import Problems, View, ViewReader
from partnerassess.parsing.documents import MAX_DOCUMENT
from partnerassess.problems import ProblemsFound
from scored import score_inputs

GOOD = "questionnaire: nhs-partnering\nanswers: {initiated-by: voluntary}\n"
BAD = "questionnaire: nhs-partnering\nanswers: {initiated-by: volunteers}\n"


def no_input() -> bytes:
    raise AssertionError("standard input was not asked for")


def outcomes(*paths: Path | str, standard_input: bytes | None = None) -> list[Result | Problems]:
    given = no_input if standard_input is None else lambda: standard_input
    return list(score_inputs([str(path) for path in paths], standard_input=given))


def problem_lines(found: list[Result | Problems]) -> list[str]:
    return [str(problem) for each in found if not isinstance(each, Result) for problem in each]


def test_every_case_study_is_scored_in_order() -> None:
    found = outcomes(*case_studies())
    assert [each.assessment.answers.file for each in found if isinstance(each, Result)] == [
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
    assert isinstance(first, tuple)
    assert isinstance(second, Result)
    assert isinstance(third, Result)
    assert second.assessment.answers.file == str(tmp_path / "b" / "d.json")


def test_each_document_of_a_file_has_its_own_outcome(tmp_path: Path) -> None:
    file = tmp_path / "three.yaml"
    file.write_text(f"{GOOD}---\n{BAD}---\n{GOOD}", encoding="utf-8")
    first, second, third = outcomes(file)
    assert isinstance(first, Result)
    assert isinstance(third, Result)
    assert (first.document, third.document) == (1, 3)
    assert problem_lines([second]) == [
        f"{file}:5:25: answers.initiated-by: `volunteers` is not an answer to this question "
        "(did you mean `voluntary`?)"
    ]


def test_standard_input_is_read_where_it_is_named() -> None:
    (found,) = outcomes("-", standard_input=GOOD.encode())
    assert isinstance(found, Result)
    assert found.assessment.answers.file == "-"


def test_a_file_that_is_named_twice_is_read_once(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_text(GOOD, encoding="utf-8")
    assert len(outcomes(file, file)) == len(outcomes(file, tmp_path)) == len(outcomes(tmp_path, file)) == 1
    assert len(outcomes("-", "-", standard_input=GOOD.encode())) == 1


def test_an_empty_folder_is_a_problem(tmp_path: Path) -> None:
    endings = ".yaml, .yml, .json, .jsonl, or are workbooks that `template` made"
    assert problem_lines(outcomes(tmp_path)) == [
        f"{tmp_path}: no answer files in this folder (answer files end in {endings})"
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
    assert [type(each) for each in found] == [Result, tuple, tuple]
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
    assert (
        "no questionnaire called `ours` ships with partnerassess (give its file with --questionnaire)" in line
    )


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (
            "Questionnaire: nhs-partnering",
            "1:1: questionnaire: names no questionnaire (write `questionnaire` instead",
        ),
        (
            "questionnaire: NHS-Partnering",
            "1:16: questionnaire: no questionnaire called `NHS-Partnering` ships",
        ),
        ("questionnaire: NHS-Partnering", "(did you mean `nhs-partnering`?)"),
    ],
)
def test_a_questionnaire_that_is_nearly_named_is_told_what_was_meant(
    tmp_path: Path, line: str, said: str
) -> None:
    file = tmp_path / "answers.yaml"
    file.write_text(f"{line}\nanswers: {{}}\n", encoding="utf-8")
    (problem,) = problem_lines(outcomes(file))
    assert said in problem


def test_a_chosen_questionnaire_decides_for_every_file(tmp_path: Path) -> None:
    chosen = choose_questionnaire(str(shipped_questionnaires()["nhs-partnering"]))
    file = tmp_path / "answers.yaml"
    file.write_text("answers: {initiated-by: voluntary}\n", encoding="utf-8")
    (found,) = score_inputs([str(file)], chosen, standard_input=no_input)
    assert isinstance(found, Result)
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
    found = list(check_inputs([str(tmp_path), str(shipped)], ViewReader(), no_input))
    assert [bool(each.problems) for each in found] == [True, False, False]
    assert any(problem.path == "id" for problem in found[0].problems)


def test_a_large_file_of_json_lines_is_checked_part_by_part(tmp_path: Path) -> None:
    file = tmp_path / "all.jsonl"
    line = json.dumps({"questionnaire": "nhs-partnering", "answers": {}, "partnership": "P" * 150})
    file.write_text(f"{line}\n" * 1_400 + "{\n", encoding="utf-8")
    *fine, bad = check_inputs([str(file)], ViewReader(), no_input)
    assert [each.problems for each in fine] == [()] * 1_400
    assert bad.problems[0].line == 1_401


class Deadly:
    """Writes the name of a partnership, and ends any process over one of them that is not the first one."""

    def __init__(self, first: int) -> None:
        self._first = first

    def write(self, result: Result) -> str:
        if result.signed.partnership == "deadly" and os.getpid() != self._first:
            time.sleep(0.1)
            os._exit(9)
        return f"{result.signed.partnership}\n"


def write_files(folder: Path, names: list[str]) -> list[str]:
    paths = []
    for number, name in enumerate(names):
        path = folder / f"{number:04}.yaml"
        path.write_text(f'questionnaire: nhs-partnering\npartnership: "{name}"\n', encoding="utf-8")
        paths.append(str(path))
    return paths


@pytest.mark.skipif(os.name == "nt", reason="the form cannot be sent to a process that is started anew")
@pytest.mark.parametrize("place", [13, 58])
def test_when_a_process_dies_this_one_does_the_rest_and_says_so(tmp_path: Path, place: int) -> None:
    names = [f"p{number}" for number in range(60)]
    names[place] = "deadly"
    said: list[str] = []
    harvests = run(
        write_files(tmp_path, names),
        Harvester(source=Rows(reader=Reader()), make=Deadly(os.getpid()).write),
        jobs=2,
        chunk=4,
        tell=said.append,
    )
    gathered: list[Harvest] = []
    for harvest in harvests:
        if not gathered:
            time.sleep(0.5)  # a process dies before it is given more to do
        gathered.append(harvest)
    assert "".join(text for each in gathered for text in each.made).splitlines() == names
    assert [each.inputs for each in gathered] == [4] * 15
    assert said == ["A worker process ended before its time; this one does the rest by itself."]


class Wrong:
    """A form with a fault of its own."""

    def write(self, result: Result) -> str:
        raise ZeroDivisionError("division by zero")


def test_a_fault_of_ours_in_a_process_is_not_taken_for_a_bad_file(tmp_path: Path) -> None:
    paths = write_files(tmp_path, ["p"] * 12)
    harvester = Harvester(source=Rows(reader=Reader()), make=Wrong().write)
    with pytest.raises(ZeroDivisionError, match="division by zero"):
        list(run(paths, harvester, jobs=2, chunk=5, tell=lambda _: None))


def test_a_reader_can_be_sent_to_another_process(tmp_path: Path) -> None:
    chosen = choose_questionnaire("nhs-partnering")
    assert chosen.questions
    reader = Reader(chosen, ignore_unrecognised=True)
    copy = pickle.loads(pickle.dumps(reader))  # noqa: S301 our own
    assert (copy.chosen, copy.ignore_unrecognised) == (chosen, True)
    (path,) = write_files(tmp_path, ["p"])
    (one,), (two,) = reader.views(path), copy.views(path)
    assert isinstance(one, View)
    assert isinstance(two, View)
    assert one.answers == two.answers


def test_answers_nobody_asks_for_can_be_left_aside(tmp_path: Path) -> None:
    path = tmp_path / "more.yaml"
    path.write_text("questionnaire: nhs-partnering\nanswers: {shared-vision: 3, nope: 1}\n", encoding="utf-8")
    (refused,) = Reader().views(str(path))
    (read,) = Reader(ignore_unrecognised=True).views(str(path))
    assert isinstance(refused, tuple)
    assert isinstance(read, View)


def test_chunks_hold_so_many_inputs_and_parts_stand_alone() -> None:
    part = Lines("f.jsonl", 0, 9, 0, 0)
    chunks = list(in_chunks(["a", "b", "c", part, "d"], 2))
    assert chunks == [["a", "b"], ["c"], [part], ["d"]]


def test_duplicates_are_found_among_very_many() -> None:
    digests = [number * 0x9E3779B97F4A7C15 % 2**64 for number in range(20_000)]
    duplicates = Duplicates()
    assert duplicates.find() == (0, [])
    duplicates.add([Identity(digest, place, 0) for place, digest in enumerate(digests)], 0)
    duplicates.add([Identity(digests[17], 0, 3), Identity(5, 1, 0), Identity(digests[0], 2, 0)], 20_000)
    pairs = [(Place(20_000, 3), Place(17, 0)), (Place(20_002, 0), Place(0, 0))]
    assert duplicates.find() == (2, pairs)
    duplicates.add([Identity(digests[17], 0, 0)] * 30, 30_000)
    count, named = duplicates.find()
    assert (count, len(named)) == (32, 10)
    assert named[-1] == (Place(30_000, 0), Place(17, 0))


def test_places_are_named_from_the_inputs_in_order() -> None:
    places = [Place(2, 0), Place(0, 4), Place(0, 1)]
    assert name_places(places, ["a.jsonl", "b", "c"]) == {
        Place(2, 0): "c",
        Place(0, 4): "a.jsonl (document 4)",
        Place(0, 1): "a.jsonl (document 1)",
    }


def test_no_document_is_lost_between_odd_line_ends(tmp_path: Path) -> None:
    line = '{"questionnaire": "nhs-partnering", "partnership": "%s"}'
    file = tmp_path / "all.jsonl"
    file.write_bytes(f"{line % 'A'}\r{line % 'B'}\n{line % 'C'}\n".encode())
    views = Reader().views(str(file))
    assert [each.answers.partnership for each in views if isinstance(each, View)] == ["A", "B", "C"]
    assert len(outcomes(file)) == 3


@pytest.mark.parametrize("more", [0, 300])
def test_a_line_that_cannot_be_read_at_all_stops_no_other(tmp_path: Path, more: int) -> None:
    line = b'{"questionnaire": "nhs-partnering", "partnership": "%s"}'
    lines = [
        line % b"A",
        line % b"Caf\xe9",
        line % b"nothing \0",
        b"",
        line % (b"x" * MAX_DOCUMENT),
        line % b"B",
    ]
    file = tmp_path / "all.jsonl"
    file.write_bytes(b"\n".join([*lines, *[line % b"C"] * more]))
    harvester = Harvester(source=Rows(reader=Reader()), make=lambda _: "")
    made, problems = list[str](), []
    for harvest in run(list_inputs([str(file)], no_input, 256), harvester, jobs=1, tell=lambda _: None):
        made += harvest.made
        problems += harvest.problems
    assert (len(made), len(problems)) == (2 + more, 3)
    assert [problem.line for (problem, *_) in problems] == [2, 3, 5]
    found = outcomes(file)
    assert [place.line for each in found if not isinstance(each, Result) for place in each] == [
        2,
        3,
        5,
    ]
    scored = [each for each in found if isinstance(each, Result)]
    assert [each.document for each in scored][:2] == [1, 5]
    assert len(scored) == 2 + more


def test_a_file_that_is_no_text_is_one_problem(tmp_path: Path) -> None:
    file = tmp_path / "all.jsonl"
    file.write_bytes("{}\n{}\n".encode("utf-32"))
    assert len(problem_lines(outcomes(file))) == 1
    assert len(list(Reader().views(str(file)))) == 1
