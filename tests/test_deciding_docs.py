"""docs/deciding.md: what it shows is what the commands say."""

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from invocations import CASES, run
from partnerassess.cli import app

PAGE = Path(__file__).parent.parent / "docs" / "deciding.md"
SHOWN = re.findall(
    r"```console\npartnerassess (?P<command>(?:plan|robustness)[^\n]*)\n```\n\n```text\n(?P<said>.*?)```",
    PAGE.read_text(encoding="utf-8"),
    re.DOTALL,
)


@pytest.mark.parametrize(("command", "said"), SHOWN)
def test_every_command_shown_says_what_the_page_says(command: str, said: str) -> None:
    arguments = command.replace("questionnaires/case-studies/case-a.yaml", CASES["a"]).split()
    assert said in run(*arguments).out


def test_the_example_has_both_commands() -> None:
    assert [command.split()[0] for command, _ in SHOWN] == ["plan", "robustness"]


def test_the_numbers_told_in_passing_are_right(tmp_path: Path) -> None:
    answers = Path(CASES["a"]).read_text(encoding="utf-8")
    found_out = tmp_path / "found-out.yaml"
    found_out.write_text(answers.replace("reflection-time: unknown", "reflection-time: 3"), encoding="utf-8")
    assert "effort 17." in run("plan", str(found_out)).out
    words = PAGE.read_text(encoding="utf-8")
    assert "The plan then costs 17 instead of 20." in words
    assert "just\n  below 0.63" in words
    assert "just below 0.63" in " ".join(run("robustness", CASES["a"]).out.split())


def test_the_lines_of_the_report_that_are_shown_are_in_the_report() -> None:
    block = PAGE.read_text(encoding="utf-8").split("```text\n")[1].split("```")[0]
    lines = [" ".join(each.split()) for each in block.split("\n\n")]
    assert len(lines) == 3
    done = CliRunner().invoke(app, ["score", CASES["a"]], env={"COLUMNS": "100"})
    report = " ".join(done.stdout.split())
    assert all(line in report for line in lines)


def test_a_report_and_as_many_draws_come_to_the_same() -> None:
    out = " ".join(run("robustness", CASES["a"], "--draws", "2401").out.split())
    assert "“Voluntary – individual” comes first in 56% of 2,401 draws of weights and open answers." in out
