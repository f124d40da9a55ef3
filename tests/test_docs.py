"""What the documents show works: files load, commands and options exist."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.core import TyperGroup
from typer.main import get_command
from typer.testing import CliRunner

from partnerassess.cli import app
from partnerassess.library import shipped_questionnaires
from partnerassess.loading.answers import load_answers, read_answer_documents
from partnerassess.loading.formats import ANSWERS_FORMAT, QUESTIONNAIRE_FORMAT
from partnerassess.loading.questionnaire import load_questionnaire
from partnerassess.parsing.nodes import Document

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
COMMAND = re.compile(r"(?:^|[\s/(])partnerassess (.+)", re.DOTALL)
ENDS = re.compile(r" (?:[>|]|&&|\d>) ?")
"""What ends the words of one command in a line."""


def blocks(page: Path, language: str) -> list[str]:
    return [text for name, text in FENCE.findall(page.read_text("utf-8")) if name == language]


def code(page: Path) -> Iterator[str]:
    """Every line of the blocks that are no data, and every piece of code inside the text."""
    for language in ("", "sh", "console"):
        for block in blocks(page, language):
            yield from block.splitlines()
    for piece in re.findall(r"`([^`]+)`", FENCE.sub("", page.read_text("utf-8"))):
        yield " ".join(piece.replace("\\|", "|").split())


def commands(page: Path) -> list[str]:
    """Every command shown, without its first word."""
    return [ENDS.split(match[1])[0] for piece in code(page) if (match := COMMAND.search(piece))]


def whole_files(first: str) -> list[Any]:
    return [
        pytest.param(block, id=f"{page.stem}-{number}")
        for page in PAGES
        for number, block in enumerate(blocks(page, "yaml"))
        if block.startswith(f"format: {first}")
    ]


def options(command: Any) -> set[str]:
    return {name for parameter in command.params for name in parameter.opts} | {"--help", "-h"}


def commands_below(command: Any) -> dict[str, Any]:
    if not isinstance(command, TyperGroup):
        return {}
    context: Any = None
    return {name: command.get_command(context, name) for name in command.list_commands(context)}


def every_option(command: Any) -> set[str]:
    return options(command).union(*map(every_option, commands_below(command).values()))


@pytest.mark.parametrize("block", whole_files(ANSWERS_FORMAT))
def test_every_file_of_answers_that_is_shown_loads(block: str) -> None:
    (document,) = read_answer_documents("shown.yaml", content=block.encode())
    assert isinstance(document, Document)
    answers = load_answers(document, load_questionnaire(shipped_questionnaires()["nhs-partnering"]))
    assert answers.answers


@pytest.mark.parametrize("block", whole_files(QUESTIONNAIRE_FORMAT))
def test_every_questionnaire_that_is_shown_loads(block: str, tmp_path: Path) -> None:
    path = tmp_path / "shown.yaml"
    path.write_text(block, "utf-8")
    assert load_questionnaire(path).questions


def test_a_file_of_answers_and_a_questionnaire_are_shown() -> None:
    assert whole_files(ANSWERS_FORMAT)
    assert whole_files(QUESTIONNAIRE_FORMAT)


def test_every_whole_file_that_is_shown_is_of_a_known_format() -> None:
    known = len(whole_files(ANSWERS_FORMAT)) + len(whole_files(QUESTIONNAIRE_FORMAT))
    assert len(whole_files("")) == known


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_command_that_is_shown_exists_with_its_options(page: Path) -> None:
    for shown in commands(page):
        chosen: list[Any] = [get_command(app)]
        for word in shown.split():
            below = [commands_below(each) for each in chosen]
            if word.startswith(("-", "[-")) and len(word) > 1:
                name = word.strip("[]").partition("=")[0]
                assert all(name in options(each) for each in chosen), f"{shown}: no option {name}"
            elif any(below):
                names = word.split("|")
                assert all(name in below[0] for name in names), f"{shown}: no command {word}"
                chosen = [below[0][name] for name in names]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_option_that_is_named_exists(page: Path) -> None:
    known = every_option(get_command(app))
    for piece in re.findall(r"`(--?[a-z][^`]*)`", FENCE.sub("", page.read_text("utf-8"))):
        name = re.split(r"[ =]", piece)[0]
        assert name in known, f"`{piece}`"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_shipped_file_that_is_named_is_there(page: Path) -> None:
    for shown in commands(page):
        for word in shown.split():
            assert not word.startswith("questionnaires/") or (ROOT / word).exists(), shown


def test_commands_are_found_where_they_are_shown() -> None:
    assert any(shown.startswith("score questionnaires/") for shown in commands(ROOT / "README.md"))
    assert "questionnaire list|show|schema" in commands(ROOT / "README.md")
    assert "questionnaire show nhs-partnering -o ours.yaml" in commands(ROOT / "docs" / "questionnaires.md")


def test_the_screen_in_the_readme_is_what_the_command_shows() -> None:
    shown = (ROOT / "README.md").read_text(encoding="utf-8").split("```text\n")[1].split("```")[0]
    done = CliRunner().invoke(app, ["demo", "invented"], env={"COLUMNS": "80"})
    assert done.stdout == shown
