"""The workbook to fill in: what is chosen in it is what is scored, whatever spreadsheet saved it."""

import io
import json
import os
import re
import shutil
import subprocess
import zipfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from typer.testing import CliRunner

from partnerassess.cli import app
from partnerassess.collect.export import Options, read_export
from partnerassess.collect.template import render_workbook
from partnerassess.files.reading import find_files
from partnerassess.loading.answers import load_answers, read_answer_documents
from partnerassess.loading.wording import format_answer
from partnerassess.model import Answers
from partnerassess.parsing.nodes import BrokenDocument, Document
from partnerassess.parsing.workbook import find_sheet
from partnerassess.problems import ProblemsFound
from partnerassess.sheets.archive import name_place
from partnerassess.sheets.table import read_tables
from surveys import PEOPLE, QUESTIONNAIRE, QUESTIONS, as_csv, as_workbook, code, expected
from test_collect_exports import check_the_sums

ASK = ["-q", str(Path(__file__).parent / "examples" / "exports" / "questionnaire.yaml")]


def fill(content: bytes, said: Mapping[tuple[str, str], str]) -> bytes:
    """Write texts into the cells of these rows and columns, as a spreadsheet would."""
    sheet = find_sheet(read_tables(content, "answers.xlsx"))
    assert sheet
    cells = {name_place(sheet.rows[row], sheet.columns[column]): text for (row, column), text in said.items()}
    result = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for entry in old.infolist():
            text = old.read(entry)
            if entry.filename == "xl/worksheets/sheet1.xml":
                text = re.sub(
                    rb'<c r="([A-Z]+\d+)"( s="\d+")?(?: t="s"><v>\d+</v></c>|/>)',
                    lambda each: _fill_cell(each, cells),
                    text,
                )
            new.writestr(entry, text)
    return result.getvalue()


def _fill_cell(match: re.Match[bytes], cells: Mapping[str, str]) -> bytes:
    name = match[1].decode()
    if name not in cells:
        return match[0]
    style, said = (match[2] or b"").decode(), escape(cells[name])
    return f'<c r="{name}"{style} t="inlineStr"><is><t>{said}</t></is></c>'.encode()


def shown(content: bytes) -> dict[tuple[str, str], str]:
    """Give what the lists show, by question and by what it means."""
    (lists,) = read_tables(content, "x").hidden
    return {(str(row[0]), str(row[2])): str(row[1]) for row in lists.rows[1:]}


@cache
def blank(organisations: tuple[str, ...] = ()) -> bytes:
    return render_workbook(QUESTIONNAIRE, organisations)


@cache
def filled(organisations: tuple[str, ...] = ()) -> bytes:
    entries = shown(blank(organisations))
    said = {("partnership", "answer 1"): "Northbank & Eastvale", ("date", "answer 1"): "2026-11-13"}
    for view, person in enumerate(PEOPLE[: len(organisations) or 1], start=1):
        said |= {
            (question.id, f"answer {view}"): entries[question.id, code(question, person[2][question.id])]
            for question in QUESTIONS
        }
        said[QUESTIONS[9].id, f"note {view}"] = "Minuted in <May>"
    return fill(blank(organisations), said)


def load(content: bytes, name: str = "answers.xlsx") -> list[Answers]:
    documents = read_answer_documents(name, content=content)
    assert all(isinstance(each, Document) for each in documents), documents
    return [load_answers(each, QUESTIONNAIRE) for each in documents if isinstance(each, Document)]


def said_in(answers: Answers) -> dict[str, str]:
    return {name: format_answer(each.given) for name, each in answers.answers.items() if each.given}


def test_what_is_chosen_is_read() -> None:
    (answers,) = load(filled())
    assert said_in(answers) == expected(PEOPLE[0])
    assert answers.answers[QUESTIONS[9].id].note == "Minuted in <May>"
    assert (answers.partnership, str(answers.date)) == ("Northbank & Eastvale", "2026-11-13")
    assert answers.version == QUESTIONNAIRE.version


def test_a_column_for_each_organisation_is_a_view_of_one_partnership() -> None:
    first, second = load(filled(("Northbank", "Eastvale")))
    assert (said_in(first), said_in(second)) == (expected(PEOPLE[0]), expected(PEOPLE[1]))
    assert (first.organisation, second.organisation) == ("Northbank", "Eastvale")
    assert first.partnership == second.partnership == "Northbank & Eastvale"
    one = {(QUESTIONS[5].id, "answer 2"): "Mostly", ("partnership", "answer 1"): "Northbank and Eastvale"}
    (only,) = load(fill(blank(("Northbank", "Eastvale")), one))
    assert (only.organisation, only.partnership) == ("Eastvale", "Northbank and Eastvale")


@pytest.mark.parametrize("word", ["3", "mostly", "3 –  Mostly"])
def test_a_value_or_a_label_may_be_typed(word: str) -> None:
    name = QUESTIONS[5].id
    entries = shown(blank())
    text = entries[name, "3"] if word.startswith("3 ") else word
    (answers,) = load(fill(blank(), {(name, "answer 1"): text}))
    assert said_in(answers) == {name: "3"}


@pytest.mark.parametrize("said", ["2026-11-13", "13 November 2026", "13/11/2026", "13 Nov 2026"])
def test_the_date_may_be_typed_as_the_workbook_suggests(said: str) -> None:
    (answers,) = load(fill(blank(), {("date", "answer 1"): said, (QUESTIONS[5].id, "answer 1"): "3"}))
    assert str(answers.date) == "2026-11-13"


def test_what_is_in_no_list_is_a_problem_with_its_sheet_and_cell() -> None:
    name = QUESTIONS[5].id
    content = fill(blank(), {(name, "answer 1"): "Somewhat"})
    (document,) = read_answer_documents("answers.xlsx", content=content)
    assert isinstance(document, BrokenDocument)
    (problem,) = document.problems
    assert re.search(r"sheet Answers, cell D\d+: `Somewhat` is no answer to `clear-rationale`", str(problem))


def test_without_its_lists_a_workbook_says_what_reads_it() -> None:
    content = fill(blank(), {(QUESTIONS[5].id, "answer 1"): "Mostly"})
    copied = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as whole, zipfile.ZipFile(copied, "w") as copy:
        for name in whole.namelist():
            part = whole.read(name)
            copy.writestr(name, part.replace(b'name="Lists"', b'name="Other"'))
    (document,) = read_answer_documents("answers.xlsx", content=copied.getvalue())
    assert isinstance(document, BrokenDocument)
    assert "`partnerassess import` reads the words themselves" in str(document.problems[0])


def test_a_blank_workbook_is_a_set_of_answers_that_says_nothing() -> None:
    (answers,) = load(blank())
    assert answers.answers == {}


def test_another_workbook_is_refused_with_what_to_do() -> None:
    with pytest.raises(ProblemsFound, match="partnerassess import"):
        read_answer_documents("x.xlsx", content=as_workbook({"S": [["a"]]}))


def test_it_has_lists_hidden_keys_and_no_macros() -> None:
    content = blank()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert not [name for name in archive.namelist() if "vba" in name.lower()]
        text = archive.read("xl/worksheets/sheet1.xml").decode()
    assert text.count("<dataValidation ") == len(QUESTIONS)
    assert re.search(r'<col min="1" max="1"[^>]* hidden="1"', text)
    assert re.search(r'<row r="1"[^>]* hidden="1"', text)
    assert text.count("<f>") == 1
    assert "<sheetProtection" in text
    assert all(len(entry) <= 255 for entry in shown(content).values())
    assert render_workbook(QUESTIONNAIRE) == content


@pytest.mark.parametrize(
    ("organisations", "fault"),
    [
        ("Northbank, NORTHBANK", "one organisation is named twice"),
        ("Northbank," + "x" * 201, "has more than 200 characters"),
        ("Northbank,a\u202eb", "cannot be seen or kept"),
    ],
)
def test_a_workbook_takes_only_organisations_that_answers_can_name(
    organisations: str, fault: str, tmp_path: Path
) -> None:
    path = tmp_path / "answers.xlsx"
    result = CliRunner().invoke(app, ["template", "-o", str(path), "--organisations", organisations, *ASK])
    assert (result.exit_code, path.exists()) == (2, False)
    assert fault in " ".join(result.stderr.split())


def test_the_commands_make_it_and_read_it(tmp_path: Path) -> None:
    path = tmp_path / "answers.xlsx"
    made = CliRunner().invoke(
        app, ["template", "-o", str(path), "--organisations", "Northbank, Eastvale", *ASK]
    )
    assert made.exit_code == 0, made.output
    path.write_bytes(filled())
    for command in (["score", "--format", "jsonl"], ["check"]):
        result = CliRunner().invoke(app, [*command, str(path), *ASK])
        assert result.exit_code == 0, result.output
    refused = CliRunner().invoke(
        app, ["template", "-o", str(tmp_path / "x.yaml"), "--organisations", "A", *ASK]
    )
    assert refused.exit_code == 2


def test_import_reads_it_back_too() -> None:
    found = read_export("answers.xlsx", QUESTIONNAIRE, Options(), content=filled(("Northbank", "Eastvale")))
    assert [said_in(each) for each in found.answers] == [expected(PEOPLE[0]), expected(PEOPLE[1])]
    assert [(each.organisation, each.respondent) for each in found.answers] == [
        ("Northbank", None),
        ("Eastvale", None),
    ]
    assert found.answers[0].answers[QUESTIONS[9].id].note == "Minuted in <May>"
    assert str(found.date) == "2026-11-13"
    assert found.is_whole
    check_the_sums(found)


def test_workbooks_and_forms_that_were_sent_back_become_one_folder(tmp_path: Path) -> None:
    sent = tmp_path / "sent"
    sent.mkdir()
    (sent / "a.xlsx").write_bytes(filled())
    (sent / "b.xlsx").write_bytes(filled())
    (sent / "~$b.xlsx").write_bytes(b"a lock file of Excel")
    (sent / "c.json").write_text('{"questionnaire": "nhs-partnering", "answers": {"board-support": 3}}')
    (sent / "d.yaml").write_text(
        "# saved\nformat: partnerassess-answers/1\nanswers: {board-support: unknown}\n"
    )
    out = tmp_path / "answers"
    run = CliRunner().invoke(app, ["import", str(sent), "-o", str(out), *ASK])
    assert run.exit_code == 0, run.output
    names = sorted(path.name for path in out.iterdir())
    assert names == ["person-1-2.yaml", "person-1.yaml", "person-2-2.yaml", "person-2.yaml"]
    loaded = [load_answers(read_answer_documents(out / name)[0], QUESTIONNAIRE) for name in names]  # type: ignore[arg-type]
    assert sorted(len(each.answers) for each in loaded) == [1, 1, 64, 64]
    assert CliRunner().invoke(app, ["import", str(sent), *ASK]).exit_code == 2
    (sent / "c.json").write_text('{"questionnaire": "nhs-partnering", "answers": {"board-support": 9}}')
    wrong = CliRunner().invoke(app, ["import", str(sent), "--check", "-o", str(out), *ASK])
    assert wrong.exit_code == 3
    assert "board-support" in wrong.output


def test_workbooks_of_ours_in_a_folder_are_read_and_others_are_counted(tmp_path: Path) -> None:
    folder = tmp_path / "sent"
    folder.mkdir()
    (folder / "A.XLSX").write_bytes(filled(("Northbank", "Eastvale")))
    survey = as_workbook({"S": [[question.text for question in QUESTIONS]]})
    (folder / "survey.xlsx").write_bytes(survey)
    (folder / "~$A.xlsx").write_bytes(b"a lock file of Excel")
    os.mkfifo(folder / "pipe.xlsx")
    (folder / "loop.xlsx").symlink_to("loop.xlsx")
    run = CliRunner().invoke(app, ["score", str(folder), "-o", str(folder / "readiness.xlsx"), *ASK])
    assert run.exit_code == 0, run.output
    assert "not read: 4 files with another ending, or hidden (loop.xlsx" in run.stderr
    for command in ("score", "check"):
        run = CliRunner().invoke(app, [command, str(folder), *ASK])
        assert run.exit_code == 0, run.output
    run = CliRunner().invoke(app, ["score", str(folder), *ASK, "-f", "json"])
    (assessment,) = json.loads(run.stdout)
    assert [each["name"] for each in assessment["organisations"]] == ["Eastvale", "Northbank"]
    assert "4 files with another ending, or hidden and 1 made by this tool" in run.stderr


def test_files_of_ours_say_themselves_which_questionnaire_they_answer(tmp_path: Path) -> None:
    sent = tmp_path / "sent"
    sent.mkdir()
    (sent / "first look.json").write_text(
        '{"questionnaire": "nhs-partnering-quick", "answers": {"board-support": 3}}'
    )
    run = CliRunner().invoke(app, ["template", "--quick", "-o", str(sent / "blank.xlsx")])
    assert run.exit_code == 0, run.output
    out = tmp_path / "answers"
    run = CliRunner().invoke(app, ["import", str(sent), "-o", str(out)])
    assert run.exit_code == 3
    assert "nothing is answered in it" in run.output
    assert [path.name for path in out.iterdir()] == ["first-look.yaml"]
    text = (out / "first-look.yaml").read_text(encoding="utf-8")
    assert "questionnaire: nhs-partnering-quick" in text
    assert "# From first look.json, set of answers 1" in text


def test_a_workbook_of_results_is_no_export(tmp_path: Path) -> None:
    answers, results = tmp_path / "answers.xlsx", tmp_path / "readiness.xlsx"
    answers.write_bytes(filled())
    assert CliRunner().invoke(app, ["score", str(answers), "-o", str(results), *ASK]).exit_code == 0
    run = CliRunner().invoke(app, ["import", str(results), "--check", *ASK])
    assert run.exit_code == 3
    assert "this workbook holds results, not answers" in run.output
    assert CliRunner().invoke(app, ["template", "-o", str(tmp_path / "form.docx"), *ASK]).exit_code == 0
    run = CliRunner().invoke(app, ["import", str(tmp_path / "form.docx"), "--check", *ASK])
    assert (run.exit_code, "answers are not read from a Word document" in run.output) == (3, True)


@pytest.mark.parametrize(
    ("name", "said"), [("export.csv", "partnerassess import"), ("form.html", "the file that the form saves")]
)
def test_what_people_take_for_answers_is_refused_with_what_to_do(name: str, said: str) -> None:
    with pytest.raises(ProblemsFound, match=said):
        read_answer_documents(name, content=b"Timestamp,Who asks for it?\n1,2\n")


CALC = list(Path("/usr/lib/libreoffice/program").glob("libsclo.so")) and shutil.which("soffice")


@pytest.mark.night
@pytest.mark.skipif(not CALC, reason="LibreOffice Calc is not installed")
def test_it_is_read_after_libreoffice_has_saved_it(tmp_path: Path) -> None:
    (tmp_path / "answers.xlsx").write_bytes(filled(("Northbank", "Eastvale")))
    # Its first start in a profile takes longest.
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    for kind in ("xlsx", "ods", "xls"):
        arguments = ["--headless", profile, "--convert-to", kind, "--outdir", str(tmp_path / "saved")]
        run = subprocess.run(
            [str(CALC), *arguments, str(tmp_path / "answers.xlsx")], capture_output=True, timeout=240
        )
        saved = tmp_path / "saved" / f"answers.{kind}"
        assert saved.exists(), run.stderr
        found = read_export(saved, QUESTIONNAIRE)
        assert [said_in(each) for each in found.answers] == [expected(PEOPLE[0]), expected(PEOPLE[1])]
        assert list(find_files(tmp_path / "saved")) == [str(saved)]
        read = [said_in(each) for each in load(saved.read_bytes(), saved.name)]
        assert read == [expected(each) for each in PEOPLE[:2]]
        saved.unlink()


def test_the_document_for_microsoft_forms_says_what_import_reads(tmp_path: Path) -> None:

    import docx

    from partnerassess.collect.template import answers_of

    path = tmp_path / "questions.docx"
    made = CliRunner().invoke(app, ["template", "-o", str(path), "--for", "msforms", *ASK])
    assert made.exit_code == 0, made.output
    lines = [paragraph.text for paragraph in docx.Document(str(path)).paragraphs]
    assert lines[0] == QUESTIONNAIRE.title
    texts = [line.partition(". ")[2] for line in lines if re.match(r"\d+\. ", line)]
    assert texts[3:] == [question.text for question in QUESTIONS]
    for place in range(7):
        options = [list(answers_of(question)) for question in QUESTIONS]
        said = [each[min(place, len(each) - 1)] for each in options]
        assert f"A. {options[5][0]}" in lines
        table = [texts, ["Northbank and Eastvale", "Northbank", "Manager", *said]]
        found = read_export("export.csv", QUESTIONNAIRE, content=as_csv(table).encode())
        assert found.is_whole
        assert len(found.answers[0].answers) == len(QUESTIONS)
    wrong = CliRunner().invoke(app, ["template", "-o", str(tmp_path / "x.html"), "--for", "msforms", *ASK])
    assert wrong.exit_code == 2
