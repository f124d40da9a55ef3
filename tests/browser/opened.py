"""Checks that Word documents come through another office program whole: `opened.py ANSWERS.yaml…`.

It makes a report of each answer file and the form of its questionnaire, lets LibreOffice turn them into text,
and says what is missing in it.
"""

import io
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from docx import Document

from partnerassess.batch import Questionnaires, Scored, score_inputs
from partnerassess.render.word import render_document, render_form_document

CONVERT = ["soffice", "--headless", "--convert-to", "txt:Text", "--outdir"]


def find_lost(document: bytes, text: str) -> list[str]:
    """Give the paragraphs and cells of a Word document that are missing in a text made from it."""
    found = "".join(text.split())
    opened = Document(io.BytesIO(document))
    parts = [paragraph.text for paragraph in opened.paragraphs]
    parts += [cell.text for table in opened.tables for row in table.rows for cell in row.cells]
    return [part for part in parts if "".join(part.split()) not in found]


def convert(document: bytes, folder: Path) -> str:
    """Let LibreOffice open a document and give its text."""
    source = folder / "opened.docx"
    source.write_bytes(document)
    subprocess.run([*CONVERT, str(folder), str(source)], check=True, capture_output=True)
    return source.with_suffix(".txt").read_text(encoding="utf-8-sig")


def documents(paths: list[str]) -> Iterator[tuple[str, bytes]]:
    """Make a report of every answer file, one of all, and the form of the first one's questionnaire."""
    outcomes = score_inputs(paths, Questionnaires(), standard_input=bytes)
    scored = [outcome.assessment for outcome in outcomes if isinstance(outcome, Scored)]
    for assessment in scored:
        yield assessment.answers.file or "", render_document([assessment], notes=True)
    yield "all of them", render_document(scored)
    yield "the form", render_form_document(scored[0].questionnaire)


def main() -> int:
    """Say what is lost; the exit code is 1 if anything is."""
    faults = 0
    with tempfile.TemporaryDirectory() as folder:
        for name, document in documents(sys.argv[1:]):
            lost = find_lost(document, convert(document, Path(folder)))
            faults += len(lost)
            lines = [
                f"{'FAULTY' if lost else 'fine  '} {name} (Word)",
                *(f"  lost: {part[:80]}" for part in lost),
            ]
            sys.stdout.write("\n".join(lines) + "\n")
    return bool(faults)


if __name__ == "__main__":
    sys.exit(main())
