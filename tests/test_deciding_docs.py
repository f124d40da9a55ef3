"""docs/deciding.md: what it shows is what the commands say."""

import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from invocations import CASES, run
from partnerassess.cli import app
from partnerassess.library import case_studies

PAGE = Path(__file__).parent.parent / "docs" / "deciding.md"
SHOWN = re.findall(
    r"```console\npartnerassess (?P<command>(?:plan|robustness|what-if)[^\n]*)\n```\n\n"
    r"```text\n(?P<said>.*?)```",
    PAGE.read_text(encoding="utf-8"),
    re.DOTALL,
)


@pytest.mark.parametrize(("command", "said"), SHOWN)
def test_every_command_shown_says_what_the_page_says(command: str, said: str) -> None:
    case = "questionnaires/case-studies/case-a.yaml"
    arguments = [CASES["a"] if word == case else word for word in command.split()]
    done = CliRunner().invoke(app, arguments, env={"COLUMNS": "80"})
    assert said in done.stdout


def test_the_example_has_a_trial_and_a_plan() -> None:
    assert [command.split()[0] for command, _ in SHOWN] == ["what-if", "plan"]


def test_a_telephone_call_makes_the_plan_shorter(tmp_path: Path) -> None:
    answers = Path(CASES["a"]).read_text(encoding="utf-8")
    found_out = tmp_path / "found-out.yaml"
    found_out.write_text(answers.replace("reflection-time: unknown", "reflection-time: 3"), encoding="utf-8")
    efforts = [
        json.loads(run("plan", path, "--format", "json").out)["effort"]
        for path in (CASES["a"], str(found_out))
    ]
    assert efforts[0] > efforts[1]


def test_the_lines_of_the_report_that_are_shown_are_in_the_report() -> None:
    block = PAGE.read_text(encoding="utf-8").split("```text\n")[1].split("```")[0]
    done = CliRunner().invoke(app, ["score", str(case_studies()[0])], env={"COLUMNS": "80"})
    assert block in done.stdout
