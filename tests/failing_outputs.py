"""Makes the n-th system call of a command that writes a file fail, or ends the process there, for every n.

Run as a process of its own: `python failing_outputs.py FOLDER OUTPUT FAULT`. For each n a child is forked
that runs the command; the parent looks at what is left and runs it again. Prints a line of JSON for each n.
"""

import json
import os
import shutil
import sys
import tempfile
from contextlib import redirect_stderr, redirect_stdout
from functools import partial
from pathlib import Path
from typing import Any

from failing import attempt
from partnerassess.cli import main as run
from walking import SHED_FILE

SURVEY = Path(__file__).parent / "examples" / "exports"
ANSWERS = """questionnaire: every-condition
partnership: {}
answers: {{asked-by: societies, shed-exists: yes, neighbours: 2, keys: 1, rota: 2}}
"""
OUTPUTS = {
    "rows.csv": "score a.yaml b.yaml -q shed.yaml -o rows.csv",
    "page.html": "report a.yaml -q shed.yaml -o page.html",
    "rows.jsonl": "score a.yaml b.yaml -q shed.yaml -o rows.jsonl",
    "list.json": "score a.yaml -q shed.yaml -o list.json",
    "report.md": "report a.yaml -q shed.yaml -o report.md",
    "report.docx": "report a.yaml -q shed.yaml -o report.docx",
    "book.xlsx": "score a.yaml -q shed.yaml -o book.xlsx",
    "comparison.txt": "compare a.yaml b.yaml -q shed.yaml -o comparison.txt",
    "form.html": "template -q shed.yaml -o form.html",
    "problems.jsonl": "score a.yaml bad.yaml -q shed.yaml -o out.csv --problems problems.jsonl",
    "all.jsonl": "import survey.csv -q own.yaml -o all.jsonl",
}
MADE_BESIDE = {"out.csv", "all.map.yaml"}
OLD = b"old\n"


def prepare(folder: Path, output: str) -> None:
    """Lay out what the command reads, and an older file where it writes."""
    for name in ("a", "b"):
        (folder / f"{name}.yaml").write_text(ANSWERS.format(name), encoding="utf-8")
    (folder / "bad.yaml").write_text("answers: [", encoding="utf-8")
    shutil.copy(SHED_FILE, folder / "shed.yaml")
    shutil.copy(SURVEY / "questionnaire.yaml", folder / "own.yaml")
    shutil.copy(SURVEY / "surveymonkey" / "Partnering survey.csv", folder / "survey.csv")
    (folder / output).write_bytes(OLD)


def carry_out(words: str) -> tuple[int, str]:
    """Run a command here; give exit code and what it said on stderr."""
    sys.argv = ["partnerassess", *words.split(), "--force"]
    with (
        tempfile.TemporaryFile("w+", encoding="utf-8") as out,
        tempfile.TemporaryFile("w+", encoding="utf-8") as err,
        redirect_stdout(out),
        redirect_stderr(err),
    ):
        try:
            run()
            status = 0
        except SystemExit as ended:
            status = int(ended.code or 0)
        err.seek(0)
        return status, err.read()


def main(root: Path, output: str, kind: str) -> None:
    """Try every n, until nothing is left to fail."""
    words, number, whole, usual = OUTPUTS[output], 0, "", 0
    while True:
        with tempfile.TemporaryDirectory(dir=root) as name:
            folder = Path(name, "answers")
            folder.mkdir()
            prepare(folder, output)
            before = {each.name for each in folder.iterdir()}
            os.chdir(folder)
            came: dict[str, Any] = {"n": 0, "killed": False, "call": "none"}
            if number:
                came = attempt(kind, number, partial(carry_out, words), Path(name, "told.json"))
            came["file"] = (folder / output).read_bytes().hex()
            again, _ = carry_out(words)
            usual = usual if number else again
            came["again"] = again == usual
            came["whole"] = (folder / output).read_bytes().hex()
            whole = whole or came["whole"]
            came["left"] = sorted({each.name for each in folder.iterdir()} - before - MADE_BESIDE)
            came["is_old"] = came["file"] == OLD.hex()
            came["is_whole"] = came.pop("file") == whole
            came["is_whole_again"] = came.pop("whole") == whole
            os.chdir(root)
        number += 1
        if came["n"]:
            sys.stdout.write(json.dumps(came) + "\n")
        if not came["call"]:
            return


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], sys.argv[3])
