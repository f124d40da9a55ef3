"""`report`: what it writes, says and ends with."""

from pathlib import Path

import pytest
import typer
from docx import Document
from docx.oxml.ns import qn
from typer.testing import CliRunner, Result

from markup import assert_report
from partnerassess.cli import app as every
from partnerassess.cli.commands import add_commands
from partnerassess.cli.process import ExitStatus
from partnerassess.cli.report import report
from partnerassess.cli.score import score as score_command
from partnerassess.library import case_studies
from partnerassess.problems import ProblemsFound


def run(*arguments: str | Path, stdin: str = "") -> Result:
    app = typer.Typer(pretty_exceptions_enable=False)
    add_commands(app, {"report": report, "score": score_command})
    return CliRunner().invoke(app, ["report", *map(str, arguments)], input=stdin)


def test_the_report_is_written_whole_and_says_where(tmp_path: Path) -> None:
    target = tmp_path / "report.html"
    done = run(case_studies()[0], "-o", target)
    assert done.exit_code == ExitStatus.DONE
    assert done.stdout == ""
    assert "Open it in a browser" in done.stderr
    assert_report(target.read_text("utf-8"))


def test_a_report_of_a_folder_leaves_out_what_cannot_be_used(tmp_path: Path) -> None:
    for path in case_studies()[:2]:
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / "broken.yaml").write_text("answers: [", "utf-8")
    target = tmp_path / "report.html"
    done = run(tmp_path, "--output", target)
    assert done.exit_code == ExitStatus.UNUSABLE
    assert "broken.yaml" in done.stderr
    page = assert_report(target.read_text("utf-8"))
    assert page.within("h1")[0].text() == "2 partnerships: 1 can't tell yet and 1 not ready yet"
    assert "1 input could not be used; it is named above." in page.text()


def test_a_report_of_nothing_usable_writes_no_file(tmp_path: Path) -> None:
    target = tmp_path / "report.html"
    assert run(tmp_path / "missing.yaml", "-o", target).exit_code == ExitStatus.UNUSABLE
    assert not target.exists()


@pytest.mark.parametrize("command", ["report", "score"])
@pytest.mark.parametrize("form", ["html", "docx", "pdf"])
def test_a_page_of_nothing_usable_leaves_the_old_one(tmp_path: Path, command: str, form: str) -> None:
    check_old_file_stays(tmp_path, command, f"page.{form}")


@pytest.mark.parametrize("ending", ["md", "txt"])
def test_a_text_of_nothing_usable_leaves_the_old_one(tmp_path: Path, ending: str) -> None:
    check_old_file_stays(tmp_path, "score", f"page.{ending}")


def check_old_file_stays(folder: Path, command: str, name: str) -> None:
    """Nothing comes of a bad file, and that is said."""
    (folder / "bad.yaml").write_text("answers: [", encoding="utf-8")
    target = folder / name
    target.write_text("old", encoding="utf-8")
    done = CliRunner().invoke(every, [command, str(folder / "bad.yaml"), "--output", str(target), "--force"])
    assert done.exit_code == ExitStatus.UNUSABLE
    assert done.stderr.endswith("Nothing was written: there is nothing to show.\n")
    assert target.read_text(encoding="utf-8") == "old"


def test_a_report_that_cannot_be_written_is_told_with_its_reason(tmp_path: Path) -> None:
    done = run(case_studies()[0], "-o", tmp_path / "no" / "such" / "folder.html")
    assert isinstance(done.exception, ProblemsFound)
    assert "folder.html" in str(done.exception)


def test_a_report_can_go_to_standard_output_and_take_standard_input() -> None:
    done = run("-", "-q", "nhs-partnering", "-o", "-", "--notes", stdin=case_studies()[0].read_text("utf-8"))
    assert done.exit_code == ExitStatus.DONE
    page = assert_report(done.stdout)
    assert "Note" in [each.text() for each in page.within("th")]
    assert done.stderr == ""


def test_a_report_has_a_name_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(case_studies()[0]).exit_code == ExitStatus.DONE
    assert [each.name for each in tmp_path.iterdir()] == ["riverside-and-valley-high-case-study-a.html"]


HEAD = "questionnaire: nhs-partnering\npartnership: {}\norganisation: {}\nanswers:\n"
LINES = "  clear-rationale: {0}\n  worked-before: {0}\n  need-identified: {0}\n"


@pytest.fixture
def both(tmp_path: Path) -> Path:
    """Give a folder with two organisations' answers about one partnership."""
    folder = tmp_path / "both"
    folder.mkdir()
    for name, level in (("Spade", 4), ("Fork", 1)):
        text = HEAD.format("Garden", name) + LINES.format(level)
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


def test_a_pooled_report_says_who_answered_and_where_they_differ(both: Path) -> None:
    done = run(both, "-o", "-")
    assert done.exit_code == ExitStatus.DONE
    page = assert_report(done.stdout)
    assert "Who answered" in [each.text() for each in page.within("h2")]
    assert "Spade sees it higher by 3 levels" in page.text()


def test_a_pooled_word_document_says_the_same(both: Path, tmp_path: Path) -> None:
    target = tmp_path / "together.docx"
    assert run(both, "-o", target).exit_code == ExitStatus.DONE
    words = "".join(each.text or "" for each in Document(str(target)).element.body.iter(qn("w:t")))
    assert "Who answered" in words
    assert "Spade sees it higher by 3 levels" in words


def test_pooled_answers_about_several_partnerships_make_a_part_for_each(both: Path) -> None:
    text = HEAD.format("Orchard", "Rake") + LINES.format(2)
    (both / "Rake.yaml").write_text(text, encoding="utf-8")
    page = assert_report(run(both, "-o", "-").stdout)
    assert page.within("h1")[0].text().startswith("2 partnerships: ")


def test_a_pooled_report_says_which_names_are_nearly_the_same(both: Path) -> None:
    text = HEAD.format("Garden Trust", "Rake") + LINES.format(2)
    (both / "Rake.yaml").write_text(text, encoding="utf-8")
    done = run(both, "-o", "-")
    assert "“Garden” and “Garden Trust” count as two partnerships" in done.stderr


def test_what_cannot_be_used_is_left_out_of_a_pooled_report(both: Path, tmp_path: Path) -> None:
    (both / "bad.yaml").write_text("answers: [", encoding="utf-8")
    done = run(both, "-o", tmp_path / "page.html")
    assert done.exit_code == ExitStatus.UNUSABLE
    page = assert_report((tmp_path / "page.html").read_text("utf-8"))
    assert "1 input could not be used; it is named above." in page.text()


def test_small_groups_are_shown_only_where_that_is_asked_for(both: Path) -> None:
    for number, level in enumerate((0, 1)):
        text = f"respondent: Person {number}\n" + HEAD.format("Garden", "Hoe") + LINES.format(level)
        (both / f"hoe-{number}.yaml").write_text(text, encoding="utf-8")
    withheld = "only the common figure is shown"
    assert withheld in run(both, "-o", "-").stdout
    assert withheld not in run(both, "--show-small-groups", "-o", "-").stdout
