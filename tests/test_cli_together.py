"""`score` on many answer sets together: pooled, selected, sorted, as a heat map."""

import json
from pathlib import Path

import pytest
from docx import Document
from typer.testing import CliRunner

from invocations import run
from partnerassess.cli import app
from partnerassess.cli.process import ExitStatus
from partnerassess.library import case_studies, shipped_questionnaires

HEAD = "questionnaire: nhs-partnering\npartnership: Both\norganisation: {}\nanswers:\n"
LINES = "  clear-rationale: {0}\n  worked-before: {0}\n  need-identified: {0}\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, level in (("Spade", 4), ("Fork", 1)):
        (tmp_path / f"{name}.yaml").write_text(HEAD.format(name) + LINES.format(level), encoding="utf-8")
    return tmp_path


def test_pooling_gives_one_report_that_opens_with_who_answered(folder: Path) -> None:
    done = run("score", folder)
    assert done.status == ExitStatus.DONE
    first = next(line for line in done.out.splitlines() if line.startswith(("Who answered", "Can't")))
    assert first.startswith("Who answered")
    assert "You differ" in done.out


def test_a_plan_is_not_offered_where_it_would_tell_of_a_small_group(folder: Path) -> None:
    assert "partnerassess plan " in run("score", folder).out
    for person in ("Ann", "Ben"):
        text = HEAD.format("Rake").replace("answers:", f"respondent: {person}\nanswers:")
        (folder / f"{person}.yaml").write_text(text + LINES.format(2), encoding="utf-8")
    out = run("score", folder).out
    assert "partnerassess report " in out
    assert "partnerassess plan " not in out


@pytest.mark.parametrize("form", ["json", "jsonl"])
def test_a_pooled_result_names_both_organisations(folder: Path, form: str) -> None:
    read = json.loads(run("score", folder, "--format", form).out)
    result = read[0] if form == "json" else read
    assert [each["name"] for each in result["organisations"]] == ["Fork", "Spade"]
    assert len(result["differences"]) > 0


@pytest.mark.parametrize("form", ["terminal", "csv", "json"])
def test_whoever_counts_twice_is_named_with_the_files_on_standard_error(folder: Path, form: str) -> None:
    text = (HEAD.format("Spade") + LINES.format(3)).replace("answers:", "respondent: Consultant\nanswers:")
    for name in ("one", "same"):
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    done = CliRunner().invoke(app, ["score", str(folder), "--format", form])
    (warning,) = done.stderr.splitlines()
    assert warning.startswith("Both: “Consultant” of “Spade” has 2 views: the newest counts")
    assert all(str(folder / f"{name}.yaml") in warning for name in ("one", "same"))


def test_only_the_first_of_many_who_count_twice_are_named(folder: Path) -> None:
    text = HEAD.format("Spade") + LINES.format(3)
    for number in range(22):
        person = text.replace("answers:", f"respondent: Person {number:02}\nanswers:")
        (folder / f"{number}.yaml").write_text(f"{person}---\n{person}", encoding="utf-8")
    done = CliRunner().invoke(app, ["score", str(folder), "--format", "csv"])
    *named, last = done.stderr.splitlines()
    assert len(named) == 20
    assert last == "and 2 more remarks like these"


def test_pooled_rows_are_those_of_the_partnership(folder: Path) -> None:
    rows = run("score", folder, "--format", "csv").out.splitlines()
    assert len(rows) == 5
    assert len(run("score", folder, "--each", "--format", "csv").out.splitlines()) == 9


def test_pooled_markdown_is_a_report(folder: Path) -> None:
    assert "You differ" in run("score", folder, "--format", "markdown").out


def test_a_pooled_page_says_where_they_differ(folder: Path) -> None:
    page = run("score", folder, "--format", "html").out
    assert "You differ" in page
    assert page.endswith("</html>\n")


def test_a_pooled_word_document_says_where_they_differ(folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "together.docx"
    done = run("score", folder, "--format", "docx", "--output", target)
    assert done.status == ExitStatus.DONE
    paragraphs = [each.text for each in Document(str(target)).paragraphs]
    assert "You differ" in paragraphs


def test_pooled_results_come_in_the_order_that_is_asked_for(folder: Path) -> None:
    other = HEAD.replace("Both", "Allotment").format("Hoe") + LINES.format(4)
    (folder / "Hoe.yaml").write_text(other, encoding="utf-8")
    for order, first in (("partnership", "Allotment"), ("-partnership", "Both")):
        read = json.loads(run("score", folder, "--sort", order, "--format", "json").out)
        assert read[0]["partnership"] == first


def test_a_folder_can_be_sorted_selected_and_shaded() -> None:
    cases = case_studies()[0].parent
    done = run("score", cases, "--sort", "-readiness", "--only", "undetermined", "--heatmap")
    assert done.status == ExitStatus.DONE
    assert done.out.index("case study D") < done.out.index("case study A")
    assert "Factors: " in done.out


@pytest.mark.parametrize(
    ("arguments", "fault"),
    [
        (["--sort", "colour"], "for --sort: sort by one of"),
        (["--sort", "Readines"], "did you mean `readiness`?"),
        (["--only", "golden"], "for --only: nhs-partnering has no verdict or band `golden`"),
        (["--heatmap", "--arrangement", "takeover"], "for --arrangement: nhs-partnering has no arrangement"),
    ],
)
def test_options_that_make_no_sense_are_wrong_usage(arguments: list[str], fault: str) -> None:
    ran = run("score", case_studies()[0], *arguments)
    assert (ran.status, fault in " ".join(ran.err.split())) == (ExitStatus.USAGE, True)


def test_a_questionnaire_that_is_not_there_is_told_which_was_meant() -> None:
    assert "did you mean `nhs-partnering`?" in run("check", case_studies()[0], "-q", "nhs-partering").err


def test_a_heading_names_only_rounds_and_programmes_that_all_belong_to(folder: Path) -> None:
    for name, about in (("one", "round: Spring\nprogramme: North\n"), ("two", "programme: North\n")):
        text = f"questionnaire: nhs-partnering\npartnership: {name}\n{about}answers:\n{LINES.format(2)}"
        (folder / name).with_suffix(".yml").write_text(text, encoding="utf-8")
    both = [folder / "one.yml", folder / "two.yml"]
    assert run("score", *both).out.startswith("North · Partnering for improvement\n")
    assert run("score", folder).out.startswith("Partnering for improvement\n")


def test_partnerships_are_counted_once_however_many_rounds_and_views_they_have(folder: Path) -> None:
    assert "\n2 results of 1 partnership: " in run("score", folder, "--each").out
    text = (folder / "Spade.yaml").read_text(encoding="utf-8").replace("answers:", "round: Later\nanswers:")
    (folder / "later.yaml").write_text(text, encoding="utf-8")
    assert "\n2 results of 1 partnership: " in run("score", folder).out


@pytest.mark.parametrize(("form", "begins"), [("html", b"<!DOCTYPE html>"), ("docx", b"PK")])
@pytest.mark.parametrize("pool", [[], ["--each"]])
def test_pages_keep_problems_in_a_file_too(folder: Path, form: str, begins: bytes, pool: list[str]) -> None:
    (folder / "bad.yaml").write_text("answers: [", encoding="utf-8")
    page, log = folder / f"page.{form}", folder / "problems.log"
    done = run("score", folder, *pool, "--output", page, "--problems", log)
    assert done.status == ExitStatus.UNUSABLE
    assert page.read_bytes().startswith(begins)
    (line,) = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    assert (line["kind"], line["file"]) == ("unusable", str(folder / "bad.yaml"))


def test_pages_that_fail_leave_the_old_file_of_problems(folder: Path) -> None:
    log = folder / "problems.log"
    log.write_text("old", encoding="utf-8")
    done = run("score", folder, "--output", folder / "no" / "page.html", "--problems", log)
    assert done.status != ExitStatus.DONE
    assert log.read_text(encoding="utf-8") == "old"
    assert {each.name for each in folder.iterdir()} == {"Fork.yaml", "Spade.yaml", "problems.log"}


@pytest.mark.parametrize("form", ["html", "docx"])
def test_a_selection_that_leaves_nothing_leaves_the_old_page(folder: Path, form: str) -> None:
    page = folder / f"page.{form}"
    page.write_text("old", encoding="utf-8")
    command = ["score", str(folder), "--only", "ready", "--output", str(page), "--force"]
    done = CliRunner().invoke(app, command)
    assert (done.exit_code, done.stderr) == (
        ExitStatus.DONE,
        "Nothing was written: there is nothing to show.\n",
    )
    assert page.read_text(encoding="utf-8") == "old"


def test_a_requirement_is_on_what_was_pooled(folder: Path) -> None:
    assert run("score", folder, "--require", "ready").status == ExitStatus.NOT_MET


def test_what_cannot_be_used_is_still_named(folder: Path) -> None:
    (folder / "bad.yaml").write_text("answers: [", encoding="utf-8")
    assert run("score", folder).status == ExitStatus.UNUSABLE


@pytest.mark.parametrize(
    "words", ["score {} --each --notes", "score {} --notes -f csv", "report {} --each --notes -o -"]
)
def test_notes_that_are_not_shown_are_said_to_be_elsewhere(folder: Path, words: str) -> None:
    done = CliRunner().invoke(app, [each.format(folder) for each in words.split()])
    assert done.exit_code == ExitStatus.DONE
    assert "Notes are not shown " in done.stderr


def test_notes_of_one_partnership_are_shown_at_once(tmp_path: Path) -> None:
    answer = '{"answer": 3, "note": "Minuted in May"}'
    file = tmp_path / "one.json"
    file.write_text(f'{{"questionnaire": "nhs-partnering", "answers": {{"board-support": {answer}}}}}')
    assert "Minuted in May" in CliRunner().invoke(app, ["score", str(file), "--notes"]).stdout
    assert "Minuted in May" not in CliRunner().invoke(app, ["score", str(file)]).stdout


def test_every_partnership_has_its_label_where_several_questionnaires_are_answered(tmp_path: Path) -> None:
    for name in ("nhs-partnering", "nhs-partnering-quick"):
        (tmp_path / f"{name}.yaml").write_text(f"questionnaire: {name}\nanswers:\n{LINES.format(3)}")
    said = run("score", tmp_path).out
    assert "\nnhs-partnering.yaml " in said
    assert "\nnhs-partnering-quick.yaml " in said


def keep_questionnaires(folder: Path) -> int:
    """Put questionnaires among the answers, in every notation and encoding; say how many."""
    text = shipped_questionnaires()["nhs-partnering-quick"].read_text(encoding="utf-8")
    for name, encoding in (("a.yaml", "utf-8"), ("b.YML", "utf-8-sig"), ("c.yaml", "utf-16")):
        (folder / name).write_text(text, encoding=encoding)
    (folder / "broken.yaml").write_text(text.replace("sections:", "sections: ["), encoding="utf-8")
    # However its keys are sorted, and wrong as it is.
    plain = {"advice": [f"{number:04}" for number in range(400)], "format": "partnerassess-questionnaire/1"}
    (folder / "d.json").write_text(json.dumps(plain, indent=1), encoding="utf-8")
    (folder / "e.json").write_text(json.dumps(plain), encoding="utf-8")
    return 6


def test_questionnaires_among_the_answers_are_counted_and_no_errors(folder: Path) -> None:
    words = {"score": (), "report": ("-o", "-"), "compare": (folder,)}
    before = {command: run(command, folder, *more).out for command, more in words.items()}
    count = keep_questionnaires(folder)
    (folder / "import-map.yaml").write_text("format: partnerassess-map/1\n", encoding="utf-8")
    for command, more in words.items():
        ran = run(command, folder, *more)
        assert (ran.status, ran.out) == (0, before[command])
        times = 2 if command == "compare" else 1
        assert ran.err == f"{folder}: not read: {count} questionnaires and 1 made by this tool\n" * times
    # One that is used is no surprise.
    ran = run("score", folder, "-q", folder / "a.yaml", "-f", "csv")
    assert f"not read: {count - 1} questionnaires" in ran.err
    # Whoever names one wants to know, and `check` looks at them all.
    assert run("score", folder, folder / "a.yaml").status == 3
    ran = run("check", folder)
    assert (ran.status, "5 fine, 3 with problems" in ran.err) == (3, True)


def test_a_blank_file_in_a_folder_is_named_and_left_out(folder: Path) -> None:
    whole = [run("score", folder, "-f", form).out for form in ("terminal", "csv", "json")]
    blank = folder / "blank.yaml"
    blank.write_text(run("template").out, encoding="utf-8")
    for form, before in zip(("terminal", "csv", "json"), whole, strict=True):
        ran = run("score", folder, "-f", form)
        assert (ran.status, ran.out) == (0, before)
        assert ran.err == f"Left out, because nothing is answered yet: {blank}\n"
    ran = run("compare", folder, folder)
    assert (ran.status, ran.err.count("Left out")) == (0, 2)
    assert "blank" not in ran.out
    # Whoever names it wants to see it.
    assert "answers" in run("score", blank).out
    for name in ("Spade", "Fork"):
        (folder / f"{name}.yaml").unlink()
    assert run("score", folder).status == 3


def test_a_blank_workbook_for_organisations_is_left_out_as_well(folder: Path) -> None:
    blank = folder / "blank.xlsx"
    assert run("template", "-o", blank, "--organisations", "Spade,Fork").status == 0
    ran = run("score", folder)
    assert (ran.status, ran.err) == (0, f"Left out, because nothing is answered yet: {blank}\n")


@pytest.mark.parametrize("form", ["terminal", "csv", "json"])
def test_a_copy_of_a_file_is_no_second_person(folder: Path, form: str) -> None:
    file, copy = folder / "Spade.yaml", folder / "Spade (copy).yaml"
    copy.write_bytes(file.read_bytes())
    ran = run("score", folder, "-f", form)
    assert f"{copy} is a copy of {file} and does not count" in ran.err
    if form == "json":
        (result,) = json.loads(ran.out)
        assert (result["respondents"], result["files"]) == (2, [str(folder / "Fork.yaml"), str(file)])
    copy.write_text(HEAD.format("Spade") + LINES.format(3), encoding="utf-8")
    assert "and each counts" in run("score", folder, "-f", form).err
