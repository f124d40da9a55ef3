"""The form of an output: --format and the file's name say it, and never two different things."""

from enum import StrEnum
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from partnerassess.cli import app
from partnerassess.cli.compare import ComparisonFormat
from partnerassess.cli.endings import choose_form
from partnerassess.cli.pages import PageFormat
from partnerassess.cli.plan import PlanFormat
from partnerassess.cli.results import Format
from partnerassess.cli.robustness import SurenessFormat
from partnerassess.cli.status import ExitStatus
from partnerassess.cli.template import TemplateFormat
from partnerassess.library import case_studies

CASE = case_studies()[0]
EVERY = (ComparisonFormat, Format, PlanFormat, PageFormat, SurenessFormat, TemplateFormat)


def status_of(*command: str | Path) -> int:
    return CliRunner().invoke(app, [str(each) for each in command]).exit_code


def refusal(given: StrEnum | None, output: str, otherwise: StrEnum) -> str:
    with pytest.raises(typer.BadParameter) as raised:
        choose_form(given, output, otherwise)
    return raised.value.message


@pytest.mark.parametrize(
    ("output", "form"),
    [
        ("x.json", Format.JSON),
        ("x.jsonl", Format.JSONL),
        ("x.CSV", Format.CSV),
        ("a.b/x.md", Format.MARKDOWN),
        ("x.htm", Format.HTML),
        ("x.docx", Format.DOCX),
        ("x.pdf", Format.PDF),
        ("x.txt", Format.TERMINAL),
        ("a.csv/x", Format.TERMINAL),
        ("readiness-1.2", Format.TERMINAL),
        (".csv", Format.TERMINAL),
        ("-", Format.TERMINAL),
    ],
)
def test_without_a_format_the_ending_chooses_the_form(output: str, form: Format) -> None:
    assert choose_form(None, output, Format.TERMINAL) is form


@pytest.mark.parametrize("output", ["-", "x", "x.csv", "x.txt", "x.out", "/dev/stdout"])
def test_a_format_that_agrees_with_the_ending_is_taken(output: str) -> None:
    assert choose_form(Format.CSV, output, Format.TERMINAL) is Format.CSV


@pytest.mark.parametrize("forms", EVERY)
def test_every_form_has_an_ending_that_chooses_it(forms: type[StrEnum]) -> None:
    usual = {"terminal": "txt", "markdown": "md"}
    for form in forms:
        assert choose_form(None, f"x.{usual.get(form, form)}", next(iter(forms))) is form


def test_a_format_that_contradicts_the_ending_is_refused() -> None:
    assert refusal(Format.CSV, "a/x.json", Format.TERMINAL) == (
        "a/x.json would hold csv, whatever its name says: leave --format out, or name the file a/x.csv"
    )
    assert refusal(Format.CSV, "x.doc", Format.TERMINAL).endswith("name says: name the file x.csv")
    assert refusal(Format.DOCX, "x.txt", Format.TERMINAL).endswith("name the file x.docx")


@pytest.mark.parametrize(
    ("output", "otherwise", "hint"),
    [
        ("x.pdf", TemplateFormat.YAML, "name the file x.html and print that to PDF from the browser"),
        ("x.PDF", PlanFormat.TERMINAL, "name the file x.docx"),
        ("x.pdf", SurenessFormat.TERMINAL, "name the file x.md"),
        ("x.xlsx", Format.TERMINAL, "name the file x.csv"),
        ("x.xlsx", PageFormat.HTML, "what is made ends in .html, .docx, .pdf"),
        ("x.doc", Format.TERMINAL, "name the file x.html"),
        ("x.html", PlanFormat.TERMINAL, "what is made ends in .txt, .json, .csv, .md, .docx"),
        ("x.csv.gz", Format.TERMINAL, "name the file x.csv"),
    ],
)
def test_a_file_that_is_not_made_is_refused_with_what_comes_nearest(
    output: str, otherwise: StrEnum, hint: str
) -> None:
    assert refusal(None, output, otherwise).endswith(f"files are not made here: {hint}")


@pytest.mark.parametrize(
    ("command", "made", "refused"),
    [
        (["score", CASE], "x.json", "x.xlsx"),
        (["plan", CASE], "x.json", "x.pdf"),
        (["robustness", CASE, "--draws", "100"], "x.json", "x.html"),
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
