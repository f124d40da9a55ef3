"""The form of an output: --format and the file's name say it, and never two different things."""

from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from partnerassess.cli import app
from partnerassess.cli.form import REPORTS, Form, choose_form, report_stem
from partnerassess.cli.process import ExitStatus
from partnerassess.library import case_studies

CASE = case_studies()[0]
SCORE = (*REPORTS, Form.JSON, Form.JSONL, Form.CSV, Form.XLSX)
PLAN = (*REPORTS, Form.JSON, Form.CSV)
REPORT = (Form.HTML, Form.DOCX, Form.PDF, Form.MARKDOWN)


def status_of(*command: str | Path) -> int:
    return CliRunner().invoke(app, [str(each) for each in command]).exit_code


def refusal(given: str | None, output: str, made: tuple[Form, ...]) -> str:
    with pytest.raises(typer.BadParameter) as raised:
        choose_form(given, output, made, made[0])
    return raised.value.message


@pytest.mark.parametrize(
    ("output", "form"),
    [
        ("x.json", Form.JSON),
        ("x.jsonl", Form.JSONL),
        ("x.CSV", Form.CSV),
        ("a.b/x.md", Form.MARKDOWN),
        ("x.htm", Form.HTML),
        ("x.docx", Form.DOCX),
        ("x.pdf", Form.PDF),
        ("x.xlsx", Form.XLSX),
        ("x.txt", Form.TERMINAL),
        ("a.csv/x", Form.TERMINAL),
        ("readiness-1.2", Form.TERMINAL),
        ("-", Form.TERMINAL),
    ],
)
def test_without_a_format_the_ending_chooses_the_form(output: str, form: Form) -> None:
    assert choose_form(None, output, SCORE, Form.TERMINAL) is form


@pytest.mark.parametrize("name", ["x.", " ", "x.html ", ".html", ".CSV", "...", "a/.pdf", "a/ "])
@pytest.mark.parametrize(
    "command",
    [
        "score @ -o",
        "report @ -o",
        "plan @ -o",
        "compare @ @ -o",
        "template -o",
        "import @ -o",
        "score @ --problems",
        "assess",
    ],
)
def test_a_name_under_which_nobody_finds_a_file_is_refused(
    command: str, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a").mkdir()
    assert status_of(*command.replace("@", str(CASE)).split(), name) == ExitStatus.USAGE
    assert list(tmp_path.rglob("*")) == [tmp_path / "a"]


@pytest.mark.parametrize("output", ["-", "x", "x.csv", "x.txt", "x.out", "/dev/stdout"])
def test_a_format_that_agrees_with_the_ending_is_taken(output: str) -> None:
    assert choose_form("csv", output, SCORE, Form.TERMINAL) is Form.CSV


@pytest.mark.parametrize("form", SCORE)
def test_every_form_has_an_ending_that_chooses_it(form: Form) -> None:
    usual = {Form.TERMINAL: "txt", Form.MARKDOWN: "md"}
    assert choose_form(None, f"x.{usual.get(form, form)}", SCORE, Form.TERMINAL) is form


def test_a_format_that_contradicts_the_ending_is_refused() -> None:
    assert refusal("csv", "a/x.json", SCORE) == (
        "a/x.json would hold csv, whatever its name says: leave --format out, or name the file a/x.csv"
    )
    assert refusal("csv", "x.doc", SCORE).endswith("name says: name the file x.csv")
    assert refusal("docx", "x.txt", SCORE).endswith("name the file x.docx")


def test_a_format_that_is_not_made_is_refused_with_a_guess() -> None:
    assert refusal("jsn", "-", PLAN).endswith("did you mean json?")
    assert "it makes html, docx, pdf, markdown" in refusal("csv", "-", REPORT)


@pytest.mark.parametrize(
    ("output", "made", "hint"),
    [
        ("x.xlsx", PLAN, "what is made ends in .txt, .md, .html, .docx, .pdf, .json, .csv"),
        ("x.xls", PLAN, "name the file x.csv"),
        ("x.xls", SCORE, "name the file x.xlsx"),
        ("x.parquet", SCORE, "name the file x.xlsx"),
        ("x.odt", REPORT, "name the file x.docx"),
        ("x.csv", REPORT, "what is made ends in .html, .docx, .pdf, .md"),
        ("x.csv.gz", SCORE, "name the file x.csv"),
    ],
)
def test_a_file_that_is_not_made_is_refused_with_what_comes_nearest(
    output: str, made: tuple[Form, ...], hint: str
) -> None:
    assert refusal(None, output, made).endswith(f"files are not made by this command: {hint}")


def test_a_file_is_named_after_what_it_is_about_in_the_letters_of_every_language() -> None:
    assert report_stem("Riverside & Valley High / 2017") == "riverside-valley-high-2017"
    assert report_stem("Århus–Ærø") == "arhus-aero"
    assert report_stem("../..") == "partnership"
    assert report_stem("हिन्दी अस्पताल") == "हिन्दी-अस्पताल"
    assert report_stem("Nul") == "nul-name"
    assert len(report_stem("x" * 500)) == 60


@pytest.mark.parametrize(
    ("command", "made", "refused"),
    [
        (["score", CASE], "x.json", "x.yaml"),
        (["plan", CASE], "x.json", "x.xlsx"),
        (["robustness", CASE, "--draws", "100"], "x.json", "x.yaml"),
        (["compare", CASE, CASE], "x.json", "x.xlsx"),
        (["report", CASE], "x.html", "x.csv"),
        (["template"], "x.html", "x.json"),
        (["questionnaire", "show", "nhs-partnering"], "x.yaml", "x.docx"),
        (["questionnaire", "schema", "answers"], "x.json", "x.pdf"),
    ],
)
def test_every_command_goes_by_the_name_of_its_file(
    tmp_path: Path, command: list[str | Path], made: str, refused: str
) -> None:
    assert status_of(*command, "--output", tmp_path / made) == ExitStatus.DONE
    begins = {"x.json": "{", "x.html": "<!DOCTYPE html>", "x.yaml": "#"}[made]
    assert (tmp_path / made).read_text(encoding="utf-8").lstrip("[\n ").startswith(begins)
    assert status_of(*command, "--output", tmp_path / refused) == ExitStatus.USAGE
    assert not (tmp_path / refused).exists()


@pytest.mark.parametrize(
    ("command", "ending"),
    [
        (("report", CASE), ".html"),
        (("template",), ".yaml"),
        (("template", "-f", "xlsx"), ".xlsx"),
        (("questionnaire", "show", "nhs-partnering"), ".yaml"),
        (("questionnaire", "schema", "answers"), ".json"),
    ],
)
def test_a_dot_in_a_name_is_no_ending(command: tuple[str | Path, ...], ending: str, tmp_path: Path) -> None:
    for name in ("St. Mary's", "12.05.2024", "v1.2", "plain"):
        assert status_of(*command, "-o", tmp_path / name) == ExitStatus.DONE
        assert (tmp_path / f"{name}{ending}").is_file()
        assert status_of(*command, "-o", tmp_path / name) == ExitStatus.UNUSABLE
    assert len([*tmp_path.iterdir()]) == 4


@pytest.mark.parametrize(
    "command", [("report", CASE), ("plan", CASE), ("what-if", CASE, "worked-before=0"), ("template",)]
)
def test_a_file_without_a_name_is_refused(
    command: tuple[str | Path, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert status_of(*command, "-o", "") == ExitStatus.UNUSABLE
    assert not [*tmp_path.iterdir()]
