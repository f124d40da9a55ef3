"""Checks that Word documents come through another office program whole: `opened.py PATH…`.

It makes a report of each path and the form of a questionnaire, lets LibreOffice turn them into text, and says
what is missing in it.
"""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from docx import Document
from docx.oxml.ns import qn

CONVERT = ["soffice", "--headless", "--convert-to", "txt:Text", "--outdir"]
TOOL = [sys.executable, "-m", "partnerassess"]


def find_lost(document: Path, text: str) -> list[str]:
    """Give the paragraphs of a Word document, also in cells, that are missing in a text made from it."""
    found = "".join(text.split())
    body = Document(str(document)).element.body
    parts = ("".join(each.text or "" for each in part.iter(qn("w:t"))) for part in body.iter(qn("w:p")))
    return [part for part in parts if "".join(part.split()) not in found]


def convert(documents: list[Path], folder: Path) -> list[str]:
    """Let LibreOffice, started once, open all documents, and give their texts."""
    subprocess.run([*CONVERT, str(folder), *map(str, documents)], check=True, capture_output=True)
    return [each.with_suffix(".txt").read_text(encoding="utf-8-sig") for each in documents]


def write_documents(paths: list[str], folder: Path) -> Iterator[Path]:
    """Make a report of every path, one of all of them, and a form."""
    commands = [["report", path, "--notes"] for path in paths]
    for number, command in enumerate([*commands, ["report", *paths], ["template"]]):
        target = folder / f"{number}-{Path(command[1] if command[1:] else 'form').stem}.docx"
        subprocess.run([*TOOL, *command, "--output", str(target)], check=True, capture_output=True)
        yield target


def main() -> int:
    """Say what is lost; the exit code is 1 if anything is."""
    faults = 0
    with tempfile.TemporaryDirectory() as folder:
        documents = list(write_documents(sys.argv[1:], Path(folder)))
        for document, text in zip(documents, convert(documents, Path(folder)), strict=True):
            lost = find_lost(document, text)
            faults += len(lost)
            lines = [
                f"{'FAULTY' if lost else 'fine  '} {document.name}",
                *(f"  lost: {part[:80]}" for part in lost),
            ]
            sys.stdout.write("\n".join(lines) + "\n")
    return bool(faults)


if __name__ == "__main__":
    sys.exit(main())
