"""One assessment with all that is hard in it goes through every form of output and comes back as text."""

import csv
import html
import io
import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document
from markdown_it import MarkdownIt
from python_calamine import CalamineWorkbook
from typer.testing import CliRunner

from partnerassess.cli import app
from shipped import SCORED

NAMES = {
    "scripts": "שלום & 東京 – Ærøskøbing, Παλλήνη и Йошкар-Ола 𝔸🏥",
    "quotes": """O'Neil "the <b>North</b>", “Süd”, 'West' & «Est» \\ {{ 7 }} $x$ *y* _z_ `q` | #1 [a](b)""",
    "formula": "=HYPERLINK(1+1) & +3 -4 @home",
    "long": " ".join(f"part number {number:02}" for number in range(20))[:200].strip(),
}
NOTE = """First "line", it's <i>so</i>: =1+1; | a * b _c_\nsecond line & שלום 東京\n\n+last, -x"""


def said(text: str) -> str:
    """Give a text without what a line may be broken at."""
    return re.sub(r"\s+", "", text)


def of_markdown(content: bytes) -> str:
    """Give what a reader of Markdown shows."""
    shown = MarkdownIt("commonmark").enable("table").render(content.decode())
    return html.unescape(re.sub(r"<[^>]+>", "", shown))


def of_page(content: bytes) -> str:
    without = re.sub(r"<(style|script)\b.*?</\1>|<wbr>", "", content.decode(), flags=re.S)
    return html.unescape(re.sub(r"<[^>]+>", "", without))


def of_word(content: bytes) -> str:
    document = Document(io.BytesIO(content))
    assert zipfile.ZipFile(io.BytesIO(content)).testzip() is None
    texts = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}t"
    return "".join(each.text or "" for each in document.element.iter(texts))


def of_workbook(content: bytes) -> str:
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    rows = (row for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python())
    return "\n".join(str(cell) for row in rows for cell in row)


def of_json(content: bytes) -> str:
    return "\n".join(texts(json.loads(content)))


def of_rows(content: bytes) -> str:
    cells = (
        cell for row in csv.reader(io.StringIO(content.decode(), newline=""), strict=True) for cell in row
    )
    return "\n".join(cells)


def texts(value: object) -> list[str]:
    match value:
        case str():
            return [value]
        case list():
            return [text for each in value for text in texts(each)]
        case dict():
            return [text for each in value.values() for text in texts(each)]
    return []


READERS: dict[str, Callable[[bytes], str]] = {
    "txt": bytes.decode,
    "md": of_markdown,
    "html": of_page,
    "docx": of_word,
    "xlsx": of_workbook,
    "json": of_json,
    "jsonl": of_json,
    "csv": of_rows,
}


@pytest.mark.parametrize("kind", NAMES)
@pytest.mark.parametrize("form", READERS)
def test_name_and_note_come_back_from_every_form(tmp_path: Path, form: str, kind: str) -> None:
    answers: dict[str, object] = {question.id: "unknown" for question in SCORED}
    answers["initiated-by"] = "voluntary"
    answers[SCORED[0].id] = {"answer": "unknown", "note": NOTE}
    file = {
        "format": "partnerassess-answers/1", "questionnaire": "nhs-partnering", "version": "2.0",
        "partnership": NAMES[kind], "answers": answers,
    }  # fmt: skip
    source, out = tmp_path / "answers.json", tmp_path / f"out.{form}"
    source.write_text(json.dumps(file, ensure_ascii=False), "utf-8")
    options = [] if form == "csv" else ["--notes"]
    full = ["--full"] if form in ("txt", "md", "html", "docx") else []
    done = CliRunner().invoke(app, ["score", str(source), "-o", str(out), *options, *full])
    assert done.exit_code == 0, done.output
    back = said(READERS[form](out.read_bytes()))
    assert said(NAMES[kind]) in back
    if form != "csv":
        assert said(NOTE) in back
