"""Fills in the form in a browser with the answers of a file: `filled.py ANSWERS.yaml FOLDER`.

`form.js` does so, in the folder where its packages are; what it saves must score as the file does.
"""

import json
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path
from types import MappingProxyType

from msgspec.structs import replace

from partnerassess.collect.outcome import format_line
from partnerassess.loading.answers import load_answers, read_answer_documents
from partnerassess.loading.shelf import Questionnaires
from partnerassess.parsing.nodes import Document
from partnerassess.problems import ProblemsFound
from partnerassess.visibility import Visibility
from partnerassess.writing import format_answers

TOOL = (sys.executable, "-m", "partnerassess")


def score(file: Path) -> object:
    """Give the results of an answer file without its name."""
    done = subprocess.run(
        [*TOOL, "score", file, "--format", "json", "--notes"], check=True, capture_output=True
    )
    return json.loads(done.stdout.replace(json.dumps(str(file)).encode(), b'"FILE"'))


def main(answers: Path, packages: Path) -> int:
    """Say what is wrong; the exit code is 1 if anything is."""
    (document,) = read_answer_documents(answers)
    if not isinstance(document, Document):
        raise ProblemsFound(document.problems)
    questionnaire = Questionnaires().answered_in(document)
    loaded = load_answers(document, questionnaire)
    # People can only answer what the form asks them, and what they save has a date.
    asked = {question.id for question in Visibility(questionnaire, loaded).asked()}
    kept = {name: answer for name, answer in loaded.answers.items() if name in asked}
    loaded = replace(loaded, date=loaded.date or date(2017, 5, 12), answers=MappingProxyType(kept))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        form, settled, wanted, saved, same = (
            folder / each for each in ("form.html", "settled.html", "wanted.json", "saved.json", "same.yaml")
        )
        subprocess.run([*TOOL, "template", "-o", form], check=True)
        subprocess.run([*TOOL, "template", "-o", settled, "--start", "initiated-by=voluntary"], check=True)
        wanted.write_text(format_line(loaded), encoding="utf-8")
        same.write_text(format_answers(questionnaire, loaded), encoding="utf-8")
        done = subprocess.run(["node", "form.js", form, settled, wanted, saved], cwd=packages)
        is_same = saved.exists() and score(saved) == score(same)
    if not is_same:
        sys.stdout.write("FAULTY the form: what it saved does not score as the answers do\n")
    return 1 if done.returncode or not is_same else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
