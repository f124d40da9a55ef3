"""The command `import`: what it writes, what it leaves alone, and how it ends."""

import json
import os
import signal
import stat
from pathlib import Path

import pytest
from typer.testing import CliRunner

from partnerassess.cli import app
from partnerassess.cli import collection as command
from partnerassess.cli.process import ExitStatus
from partnerassess.loading.answers import load_answers, read_answer_documents
from partnerassess.parsing.nodes import Document
from surveys import PEOPLE, QUESTIONNAIRE, as_csv, cells, texts

FOLDER = Path(__file__).parent / "examples" / "exports"
ASK = ["-q", str(FOLDER / "questionnaire.yaml")]
HEADINGS = ["Partnership", "Organisation", "Role", *texts()]
ROWS = [["Northbank and Eastvale", one, two, *cells((one, two, three))] for one, two, three in PEOPLE]


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("Survey(1-3).csv").write_text(as_csv([HEADINGS, *ROWS]), encoding="utf-8")


def run(*arguments: str, code: int = 0) -> str:
    result = CliRunner().invoke(app, ["import", *arguments, *ASK])
    assert result.exit_code == code, result.output
    return result.output


def test_every_row_becomes_an_answer_file_beside_a_map() -> None:
    said = run("Survey(1-3).csv")
    assert "3 rows in, 3 sets of answers out, 0 left out; 192 cells read, 0 not" in said
    names = sorted(os.listdir("Survey(1-3)"))
    assert names == [
        "eastvale-hospitals-nhs-trust-chief-operating-officer.yaml",
        "map.yaml",
        "northbank-nhs-foundation-trust-consultant-respiratory.yaml",
        "northbank-nhs-foundation-trust-director-of-strategy.yaml",
    ]
    text = Path("Survey(1-3)", names[0]).read_text(encoding="utf-8")
    assert "# From Survey(1-3).csv, row 4\n# (sha256 " in text
    (document,) = read_answer_documents(Path("Survey(1-3)", names[0]))
    assert isinstance(document, Document)
    assert len(load_answers(document, QUESTIONNAIRE).answers) == 64


@pytest.mark.skipif(os.name == "nt", reason="Windows has other permissions")
def test_files_and_folder_are_for_their_owner_only() -> None:
    run("Survey(1-3).csv")
    assert stat.S_IMODE(os.stat("Survey(1-3)").st_mode) == 0o700
    for name in os.listdir("Survey(1-3)"):
        assert stat.S_IMODE(os.stat(Path("Survey(1-3)", name)).st_mode) == 0o600


def test_the_answers_are_scored_and_the_map_beside_them_is_passed_over() -> None:
    run("Survey(1-3).csv")
    result = CliRunner().invoke(app, ["score", "Survey(1-3)", "--format", "jsonl", *ASK])
    assert result.exit_code == 0, result.output
    assert "map.yaml" not in result.output


def test_all_rows_in_one_file_in_their_order() -> None:
    run("Survey(1-3).csv", "-o", "all.jsonl", "--round", "Spring", "--date", "2026-11-13")
    lines = [json.loads(line) for line in Path("all.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [line["respondent"] for line in lines] == [role for _, role, _ in PEOPLE]
    assert {(line["round"], line["date"]) for line in lines} == {("Spring", "2026-11-13")}
    assert Path("all.map.yaml").exists()
    documents = read_answer_documents("all.jsonl")
    assert all(isinstance(each, Document) and load_answers(each, QUESTIONNAIRE).answers for each in documents)


def test_check_writes_nothing() -> None:
    assert "3 rows in" in run("Survey(1-3).csv", "--check")
    assert os.listdir() == ["Survey(1-3).csv"]


def test_nothing_is_replaced_without_force_and_no_input_ever() -> None:
    run("Survey(1-3).csv")
    assert "there already" in run("Survey(1-3).csv", code=3)
    run("Survey(1-3).csv", "--force")
    Path("full").mkdir()
    Path("full/mine.txt").write_text("mine")
    assert "not empty" in run("Survey(1-3).csv", "-o", "full", code=3)
    assert os.listdir("full") == ["mine.txt"]
    Path("loop.jsonl").symlink_to("Survey(1-3).csv")
    assert "one of the inputs" in run("Survey(1-3).csv", "-o", "loop.jsonl", "--force", code=3)


def test_a_map_that_is_used_stays_as_it_is() -> None:
    run("Survey(1-3).csv")
    before = Path("Survey(1-3)/map.yaml").read_text(encoding="utf-8") + "# mine\n"
    Path("Survey(1-3)/map.yaml").write_text(before, encoding="utf-8")
    run("Survey(1-3).csv", "--map", "Survey(1-3)/map.yaml", "--force")
    assert Path("Survey(1-3)/map.yaml").read_text(encoding="utf-8") == before


def test_one_export_that_cannot_be_used_does_not_keep_the_others() -> None:
    said = run("Survey(1-3).csv", "missing.csv", "-o", "out", code=3)
    assert "missing.csv: there is no such file" in said
    assert len(os.listdir("out")) == 4


def test_an_export_that_is_named_twice_is_read_once() -> None:
    run("Survey(1-3).csv", "Survey(1-3).csv", "-o", "out")
    assert len(os.listdir("out")) == 4


def test_a_file_is_no_folder_for_answers() -> None:
    Path("mine").write_text("mine")
    assert "mine: this is a file, not a folder" in run("Survey(1-3).csv", "-o", "mine", code=3)


def test_something_not_read_ends_with_three_and_the_rest_is_written() -> None:
    text = as_csv([HEADINGS, *ROWS]).replace("Mostly", "Somewhat", 1)
    Path("odd.csv").write_text(text, encoding="utf-8")
    said = run("odd.csv", code=3)
    assert "'Somewhat' is none of its answers" in said
    assert len(os.listdir("odd")) == 4


@pytest.mark.parametrize(
    "arguments",
    [["--answers", "maybe"], ["--dates", "maybe"], ["--date", "13/11/2026"], ["--date", "2099-01-01"],
     ["-o", "answers.yaml"], ["-o", "-"], ["--nonsense"]],
)  # fmt: skip
def test_wrong_usage_is_said_before_anything_is_read(arguments: list[str]) -> None:
    run("Survey(1-3).csv", *arguments, code=2)


def test_what_was_written_before_a_stop_is_whole_and_said(monkeypatch: pytest.MonkeyPatch) -> None:
    from partnerassess.collect import outcome

    real, count = outcome.write_file, 0

    def write(path: str, text: str) -> None:
        nonlocal count
        count += 1
        if count == 3:
            os.kill(os.getpid(), signal.SIGINT)
        real(path, text)

    monkeypatch.setattr(outcome, "write_file", write)
    said = run("Survey(1-3).csv", code=130)
    assert "Stopped. 3 of 4 files are written, each of them whole: Survey(1-3)" in said
    assert len(os.listdir("Survey(1-3)")) == 3
    for name in os.listdir("Survey(1-3)"):
        assert load_answers(read_answer_documents(Path("Survey(1-3)", name))[0], QUESTIONNAIRE)  # type: ignore[arg-type]


def test_the_command_is_there() -> None:
    assert command.import_answers.__doc__
    assert "--transposed" in CliRunner().invoke(app, ["import", "--help"]).output


@pytest.mark.parametrize("option", ["--partnership", "--organisation", "--round", "--programme"])
def test_a_name_that_answer_files_cannot_hold_is_refused(option: str, tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["import", str(tmp_path / "x.csv"), option, "x" * 201])
    assert done.exit_code == ExitStatus.USAGE
    assert "has more than 200 characters" in done.stderr
