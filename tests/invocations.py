"""The command line, run inside the test's own process."""

import atexit
import json
import re
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from typer.testing import CliRunner

from partnerassess.cli import app
from partnerassess.library import case_studies

_START = re.compile(r"^  (initiated-by|scale-envisaged):\n    answer: .*\n    note: >-\n(      .*\n)+", re.M)


def _compared(path: Path, folder: Path) -> str:
    """Write a shipped case study as somebody would who has not said what kind of partnership it is."""
    text = _START.sub(r"  \1: unknown\n", path.read_text(encoding="utf-8"))
    copy = folder / path.name
    copy.write_text(text.replace("\n\nanswers:", "\ndate: 2017-05-12\n\nanswers:"), encoding="utf-8")
    return str(copy)


_FOLDER = Path(tempfile.mkdtemp(prefix="partnerassess-"))
atexit.register(shutil.rmtree, _FOLDER, ignore_errors=True)

CASES = {path.stem.removeprefix("case-"): _compared(path, _FOLDER) for path in case_studies()}
"""The shipped case studies' files by letter, dated, and with all four arrangements in comparison."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Ran:
    """How a command ended, and what it wrote."""

    status: int
    out: str
    err: str


def run(*arguments: str | Path, columns: int = 100) -> Ran:
    """Run a command line as if in a pipe of so many columns."""
    words = [str(each) for each in arguments]
    result = CliRunner().invoke(app, words, env={"COLUMNS": str(columns)})
    return Ran(status=result.exit_code, out=result.stdout, err=result.stderr)


def two_views(folder: Path) -> tuple[str, str]:
    """Write case study A as two organisations see it, who differ in two answers; give both names."""
    text = Path(CASES["a"]).read_text(encoding="utf-8")
    names = []
    for name in ("Riverside", "Valley High"):
        view = text.replace("date: 2017-05-12", f"organisation: {name}\ndate: 2017-05-12")
        if name == "Valley High":
            view = view.replace("reflection-time: unknown", "reflection-time: 3")
            view = view.replace("board-support:\n    answer: 2", "board-support:\n    answer: 1")
        path = folder / f"{name.casefold().replace(' ', '-')}.yaml"
        path.write_text(view, encoding="utf-8")
        names.append(str(path))
    first, second = names
    return first, second


def nothing_to_assess(folder: Path) -> tuple[str, str]:
    """Write a questionnaire with one arrangement, and answers none of which applies; give both names."""
    levels = [{"value": 0, "label": "No"}, {"value": 1, "label": "Yes"}]
    question = {"id": "q", "text": "Is it so?", "scale": "x", "not_applicable": True}
    asked = {
        "format": "partnerassess-questionnaire/1",
        "id": "tiny",
        "version": "1",
        "title": "Tiny",
        "scales": {"x": {"levels": levels}},
        "sections": [{"id": "s", "title": "S", "questions": [question]}],
        "dimensions": [{"id": "d", "title": "D"}],
        "arrangements": [
            {"id": "a", "title": "A", "factors": {"d": [{"id": "F", "title": "F", "questions": ["q"]}]}}
        ],
    }
    questionnaire, answers = folder / "tiny.yaml", folder / "answers.json"
    questionnaire.write_text(json.dumps(asked), encoding="utf-8")
    answers.write_text('{"answers": {"q": "not_applicable"}}', encoding="utf-8")
    return str(questionnaire), str(answers)
