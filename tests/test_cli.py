"""The command line as people use it: output and exit codes, in processes of their own where these matter."""

import contextlib
import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from partnerassess import __version__
from partnerassess.cli import app
from partnerassess.cli.commands import EXIT_CODES
from partnerassess.cli.process import ExitStatus, read_standard_input
from partnerassess.library import case_studies, schema_text, shipped_questionnaires
from partnerassess.problems import ProblemsFound

ROOT = Path(__file__).parent.parent
GOOD = "questionnaire: nhs-partnering\nanswers: {initiated-by: voluntary}\n"

COMMANDS = [
    ["assess"],
    ["score"],
    ["report"],
    ["plan"],
    ["robustness"],
    ["compare"],
    ["check"],
    ["template"],
    ["demo"],
    ["questionnaire"],
    ["questionnaire", "list"],
    ["questionnaire", "show"],
    ["questionnaire", "schema"],
]


def run(*arguments: str | Path, given: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command line inside the test's own process."""
    words = [str(each) for each in arguments]
    done = CliRunner().invoke(app, words, given, {"COLUMNS": "100", **environment}, prog_name="partnerassess")
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return subprocess.CompletedProcess(words, done.exit_code, done.stdout, done.stderr)


def test_version_names_the_tool_and_its_version() -> None:
    done = run("--version")
    assert (done.returncode, done.stdout) == (ExitStatus.DONE, f"partnerassess {__version__}\n")


@pytest.mark.parametrize("option", ["--help", "-h"])
def test_help_lists_the_commands_and_exit_codes(option: str) -> None:
    done = run(option)
    assert done.returncode == ExitStatus.DONE
    for words in COMMANDS:
        assert words[0] in done.stdout
    assert " ".join(EXIT_CODES.split()) in " ".join(done.stdout.split())


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_the_help_of_every_command_says_what_it_is_for_and_ends_with_examples(words: list[str]) -> None:
    done = run(*words, "--help")
    assert done.returncode == ExitStatus.DONE
    purpose, _, examples = done.stdout.partition("Example")
    assert "Options:" in purpose
    assert f"partnerassess {' '.join(words)}" in examples
    assert all(line.startswith("  ") for line in examples.splitlines()[1:])


def test_answers_are_not_kept_in_standard_input() -> None:
    assert run("assess", "-").returncode == ExitStatus.USAGE


def test_without_a_command_there_is_help_and_exit_code_2() -> None:
    done = run()
    assert done.returncode == ExitStatus.USAGE
    assert "Start here" in done.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ["frobnicate"],
        ["score"],
        ["score", "a.yaml", "--format", "odt"],
        ["score", str(case_studies()[0]), "--arrangement", "merger"],
        ["check"],
        ["questionnaire", "schema", "nothing"],
    ],
    ids=" ".join,
)
def test_wrong_usage_ends_with_2_and_says_what_is_wrong(arguments: list[str]) -> None:
    done = run(*arguments)
    assert done.returncode == ExitStatus.USAGE
    assert "Error" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_readme_states_every_exit_code() -> None:
    table = (ROOT / "README.md").read_text(encoding="utf-8").partition("### Exit codes")[2].partition("##")[0]
    stated = {
        int(code) for row in re.findall(r"^\| ([0-9, ]+) \|", table, re.MULTILINE) for code in row.split(",")
    }
    assert stated == {int(status) for status in ExitStatus}


def test_check_is_quiet_about_what_is_fine() -> None:
    done = run("check", *case_studies(), *shipped_questionnaires().values())
    assert (done.returncode, done.stdout, done.stderr) == (ExitStatus.DONE, "", "7 fine\n")


def test_check_names_every_problem_with_its_place(tmp_path: Path) -> None:
    file = tmp_path / "answers.yaml"
    file.write_text(
        "questionnaire: nhs-partnering\nanswers:\n  initiated-by: voluntry\n  nope: 1\n", encoding="utf-8"
    )
    done = run("check", file)
    assert done.returncode == ExitStatus.UNUSABLE
    assert done.stderr == (
        f"{file}:3:17: answers.initiated-by: `voluntry` is not an answer to this question "
        "(did you mean `voluntary`?)\n"
        f"{file}:4:3: answers.nope: there is no question `nope`\n"
        "0 fine, 1 with problems\n"
    )


def test_check_says_the_first_twenty_problems_of_a_file_and_a_number(tmp_path: Path) -> None:
    file, other = tmp_path / "a.yaml", tmp_path / "b.yaml"
    file.write_text("---\n" * 5_000 + "a: 1\n", encoding="utf-8")
    other.write_text("questionnaire: nhs-partnering\ncolour: 1\n" + "#\n", encoding="utf-8")
    said = run("check", file, other).stderr.splitlines()
    assert len(said) == 20 + 1 + 1 + 1
    assert said[20] == f"{file}: and 4,980 more"
    assert said[22] == "0 fine, 5,001 with problems"


def test_check_counts_problems_that_are_alike(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    lines = "".join(f"  weather-{number}: 1\n" for number in range(500))
    file.write_text(f"questionnaire: nhs-partnering\nanswers:\n{lines}", encoding="utf-8")
    said = run("check", file).stderr.splitlines()
    assert len(said) == 22
    assert said[20] == f"{file}: and 480 more"


def test_check_warns_about_what_yaml_drops(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_text("questionnaire: nhs-partnering\norganisation: Trust #1\n", encoding="utf-8")
    done = run("check", file)
    assert (done.returncode, done.stderr) == (
        ExitStatus.DONE,
        f"{file}: Line 2, organisation: `#1` is taken for a comment and left out; put the text in quotes.\n"
        "1 fine\n",
    )


def test_answers_are_rewritten_for_the_present_version(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    old = (
        "# Ours\nquestionnaire: nhs-partnering\nversion: 1.0\nanswers:\n"
        "  leads-communicate: {answer: 3, note: By phone}\n  partner-fit: 2\n"
    )
    file.write_text(old, encoding="utf-8")
    done = run("check", "--update", file)
    assert done.returncode == ExitStatus.DONE, done.stderr
    assert 'version: "2.0"' in file.read_text(encoding="utf-8")
    assert '  counterparts-in-touch: {answer: 3, note: "By phone"}' in file.read_text(encoding="utf-8")
    assert (tmp_path / "a.yaml.orig").read_text(encoding="utf-8") == old
    assert "Left out, because nothing asks for it now: partner-fit" in done.stderr
    again = run("check", "--update", file)
    assert again.stderr == f"{file}: these are answers to version 2.0 already\n"
    assert not (tmp_path / "a.yaml.orig2").exists()


def test_only_a_single_set_of_answers_in_yaml_is_rewritten(tmp_path: Path) -> None:
    file = tmp_path / "a.json"
    file.write_text('{"questionnaire": "nhs-partnering", "version": "1.0"}', encoding="utf-8")
    done = run("check", "--update", file, tmp_path / "gone.yaml")
    assert done.returncode == ExitStatus.UNUSABLE
    assert "only YAML files with one set of answers are rewritten" in done.stderr
    assert "there is no such file" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["a.json"]


def test_a_stored_result_is_proved_by_the_answers_it_was_made_from(tmp_path: Path) -> None:
    answers, result = tmp_path / "answers", tmp_path / "result.json"
    answers.mkdir()
    for name, level in (("one", 3), ("two", 1)):
        text = f"questionnaire: nhs-partnering\npartnership: {name}\nanswers: {{clear-rationale: {level}}}\n"
        (answers / f"{name}.yaml").write_text(text, encoding="utf-8")
    result.write_text(run("score", answers, "--format", "json").stdout, encoding="utf-8")
    same = run("check", result, answers)
    assert same.returncode == ExitStatus.DONE
    assert same.stderr == f"{result}: 2 of 2 results follow from these answers\n"
    file = answers / "two.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("clear-rationale: 1", "clear-rationale: 2"))
    other = run("check", result, answers)
    assert other.returncode == ExitStatus.UNUSABLE
    assert "result.json: two.arrangements[" in other.stderr
    assert other.stderr.endswith(f"{result}: 1 of 2 results follow from these answers\n")


def test_a_result_of_one_arrangement_is_proved_and_one_that_lacks_some_is_not(tmp_path: Path) -> None:
    case, result = case_studies()[2], tmp_path / "result.json"
    for name in ("voluntary-structural", "mandated-structural"):
        run("score", case, "--arrangement", name, "-o", result, "--force")
        assert run("check", result, case).returncode == ExitStatus.DONE
    run("score", case, "-o", result, "--force")
    (told,) = json.loads(result.read_text("utf-8"))
    del told["arrangements"][-1]
    result.write_text(json.dumps([told]), "utf-8")
    assert run("check", result, case).returncode == ExitStatus.UNUSABLE


@pytest.mark.parametrize("told", [None, "all", 4, [4], [{}], [{"id": ["a"]}], [{"id": 1, "rank": []}]])
def test_a_result_that_somebody_has_spoilt_does_not_follow(told: object, tmp_path: Path) -> None:
    result = tmp_path / "result.json"
    result.write_text(json.dumps({"format": "partnerassess-result/1", "arrangements": told}), "utf-8")
    done = run("check", result, case_studies()[0])
    assert done.returncode == ExitStatus.UNUSABLE
    assert done.stderr.endswith(f"{result}: 0 of 1 results follow from these answers\n")


def test_a_result_is_not_proved_while_some_of_the_answers_cannot_be_read(tmp_path: Path) -> None:
    case, result, bad = case_studies()[0], tmp_path / "result.json", tmp_path / "bad.yaml"
    run("score", case, "-o", result)
    bad.write_text("answers: [", "utf-8")
    done = run("check", result, case, bad)
    assert done.returncode == ExitStatus.UNUSABLE
    assert done.stderr.endswith(f"{result}: 1 of 1 results follow from these answers\n")


@pytest.mark.parametrize(
    ("form", "encoding"), [("json", "utf-16"), ("json", "utf-8-sig"), ("jsonl", "utf-8")]
)
def test_a_stored_result_is_read_however_it_was_saved(tmp_path: Path, form: str, encoding: str) -> None:
    result, answers = tmp_path / f"result.{form}", tmp_path / "a.yaml"
    answers.write_text("questionnaire: nhs-partnering\nanswers: {clear-rationale: 3}\n", "utf-8")
    result.write_text("\n" + run("score", answers, "--format", form).stdout + "\n", encoding)
    done = run("check", result, answers)
    assert (done.returncode, done.stderr) == (0, f"{result}: 1 of 1 results follow from these answers\n")


def test_the_template_is_a_blank_answer_file() -> None:
    template = run("template")
    assert template.returncode == ExitStatus.DONE
    scored = run("score", "-", given=template.stdout)
    assert scored.returncode == ExitStatus.DONE
    assert "Too early to say which form fits" in scored.stdout


def test_a_template_can_be_written_to_a_file(tmp_path: Path) -> None:
    file = tmp_path / "answers.yaml"
    assert run("template", "--output", file).returncode == ExitStatus.DONE
    assert file.read_text(encoding="utf-8") == run("template").stdout


def test_the_demo_scores_all_examples_and_says_what_the_cases_are_silent_on() -> None:
    done = run("demo")
    assert done.returncode == ExitStatus.DONE
    for letter in "ABCDE":
        assert f"(case study {letter})" in done.stdout
    assert "Northbank and Hillside (invented)" in done.stdout
    assert "case A 6 of 21, case B 13 of 24, " in " ".join(done.stderr.split())
    assert "partnerassess demo a" in done.stdout


def test_the_demo_of_one_case_is_its_full_report() -> None:
    shown, scored = run("demo", "B").stdout, run("score", case_studies()[1]).stdout
    assert shown.partition("Next")[0] == scored.partition("Next")[0]
    assert run("demo", "z").returncode == ExitStatus.USAGE


@pytest.mark.parametrize("words", [["demo"], ["demo", "invented"]])
@pytest.mark.parametrize("form", ["html", "docx", "md"])
def test_the_demo_comes_in_every_form(words: list[str], form: str, tmp_path: Path) -> None:
    target = tmp_path / f"demo.{form}"
    assert run(*words, "-o", target).returncode == ExitStatus.DONE
    assert target.stat().st_size > 500
    assert run(*words, "-o", target).returncode == ExitStatus.UNUSABLE


def test_the_demo_of_the_invented_partnership_shows_where_two_partners_differ() -> None:
    shown = " ".join(run("demo", "invented").stdout.split())
    assert "Northbank and Hillside (invented)" in shown
    assert "Hillside" in shown


def test_the_list_names_every_shipped_questionnaire() -> None:
    done = run("questionnaire", "list")
    assert done.returncode == ExitStatus.DONE
    for name in shipped_questionnaires():
        assert f"{name} " in done.stdout


def test_a_questionnaire_is_shown_as_its_file() -> None:
    for name, path in shipped_questionnaires().items():
        assert run("questionnaire", "show", name).stdout == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["questionnaire", "answers", "result"])
def test_a_schema_is_printed_as_it_ships(name: str) -> None:
    assert run("questionnaire", "schema", name).stdout == schema_text(name)


def test_an_unexpected_error_is_one_message_without_a_traceback() -> None:
    code = (
        "import sys, partnerassess.library as library\n"
        "library.case_studies = lambda: 1 / 0\n"
        "from partnerassess.cli import main\n"
        "sys.argv = ['partnerassess', 'demo']\n"
        "main()\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", timeout=60)
    assert done.returncode == ExitStatus.BUG
    assert done.stderr.startswith("partnerassess: an unexpected error (ZeroDivisionError).")
    assert "Traceback" not in done.stderr


def test_no_colour_reaches_a_pipe() -> None:
    assert "\x1b" not in run("score", case_studies()[0], FORCE_COLOR="").stdout


def test_output_survives_a_stream_that_is_not_utf8() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "partnerassess", "score", str(case_studies()[0])],
        capture_output=True,
        env={**os.environ, "PYTHONIOENCODING": "cp1252", "PYTHONUTF8": "0"},
        timeout=60,
    )
    assert done.returncode == ExitStatus.DONE
    text = done.stdout.decode("cp1252")
    assert "(case study A) - 15 of 21 answers" in text
    assert "???" not in text


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a device that is always full")
@pytest.mark.parametrize(
    "words",
    [
        pytest.param(["--help"], marks=pytest.mark.night),
        ["demo"],
        pytest.param(["template"], marks=pytest.mark.night),
        pytest.param(["questionnaire", "list"], marks=pytest.mark.night),
    ],
    ids=" ".join,
)
def test_a_full_disk_is_one_line_and_exit_code_3(words: list[str]) -> None:
    with open("/dev/full", "w", encoding="utf-8") as full:
        command = [sys.executable, "-m", "partnerassess", *words]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, encoding="utf-8", timeout=60)
    assert done.returncode == ExitStatus.UNUSABLE
    assert "standard output: cannot be written: No space left on device" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(os.name == "nt", reason="needs a POSIX shell")
@pytest.mark.parametrize(
    "words",
    [
        "demo",
        *(
            pytest.param(each, marks=pytest.mark.night)
            for each in ("template", "questionnaire show nhs-partnering")
        ),
    ],
)
def test_a_reader_that_stops_early_sees_no_error(words: str) -> None:
    command = f"{shlex.quote(sys.executable)} -m partnerassess {words} 2>&1 >&3 3>&- | cat >&2"
    piped = f"{{ {command}; }} 3>&1 | head -n 1"
    done = subprocess.run(["bash", "-c", piped], capture_output=True, encoding="utf-8", timeout=60)
    assert len(done.stdout.splitlines()) == 1
    assert "Error" not in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "pwsh"])
def test_every_shell_has_a_completion_script(shell: str) -> None:
    done = run(_PARTNERASSESS_COMPLETE=f"source_{shell}")
    assert done.returncode == ExitStatus.DONE
    assert "_PARTNERASSESS_COMPLETE" in done.stdout


def test_questionnaire_names_are_completed() -> None:
    done = run(
        _PARTNERASSESS_COMPLETE="complete_bash",
        COMP_WORDS="partnerassess template --questionnaire nhs",
        COMP_CWORD="3",
    )
    assert done.stdout.split() == ["nhs-partnering", "nhs-partnering-quick"]


def test_a_template_never_replaces_a_file(tmp_path: Path) -> None:
    file = tmp_path / "answers.yaml"
    file.write_text(GOOD, encoding="utf-8")
    done = run("template", "--output", file)
    assert done.returncode == ExitStatus.UNUSABLE
    assert (
        done.stderr
        == f"{file}: this file is there already (choose another name, or replace it with --force)\n"
    )
    assert file.read_text(encoding="utf-8") == GOOD


@pytest.mark.skipif(os.name == "nt", reason="needs a POSIX shell")
def test_a_closed_output_is_one_line_and_exit_code_3() -> None:
    command = ["bash", "-c", f"{shlex.quote(sys.executable)} -m partnerassess demo >&-"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=60)
    assert (done.returncode, done.stderr) == (ExitStatus.UNUSABLE, "standard output: it is closed\n")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a device that is always full")
def test_problems_nobody_can_be_told_of_still_count() -> None:
    with open("/dev/full", "w", encoding="utf-8") as full:
        command = [sys.executable, "-m", "partnerassess", "score", "nowhere.yaml"]
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=full, encoding="utf-8", timeout=60)
    assert (done.returncode, done.stdout) == (ExitStatus.UNUSABLE, "")


@pytest.mark.skipif(os.name == "nt", reason="needs a POSIX shell")
def test_endless_input_is_refused() -> None:
    command = ["bash", "-c", f"yes 'a: 1' | {shlex.quote(sys.executable)} -m partnerassess score -"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=60)
    assert done.returncode == ExitStatus.UNUSABLE
    assert done.stderr == "standard input: it is larger than 64 MiB\n"


@pytest.mark.skipif(os.name == "nt", reason="there is no pseudo-terminal")
def test_a_long_report_goes_through_the_pager_of_a_terminal_and_a_short_one_does_not(tmp_path: Path) -> None:
    import pty

    kept = tmp_path / "paged.txt"
    for options, is_paged in ((["--full"], True), ([], False), (["--full", "--no-pager"], False)):
        kept.unlink(missing_ok=True)
        ours, theirs = pty.openpty()
        process = subprocess.Popen(
            [sys.executable, "-m", "partnerassess", "score", str(case_studies()[0]), *options],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            env={**os.environ, "PAGER": f"dd {shlex.quote(f'of={kept}')}", "TERM": "xterm"},
        )
        os.close(theirs)
        with contextlib.suppress(OSError):
            while os.read(ours, 65536):
                pass
        os.close(ours)
        assert process.wait(60) == 0
        assert kept.exists() is is_paged
        assert not is_paged or "Every question and answer".upper() in kept.read_text(encoding="utf-8")


def test_answers_of_a_first_look_go_over_and_it_is_said_what_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    look = tmp_path / "look.yaml"
    look.write_text(
        "questionnaire: nhs-partnering-quick\n"
        "answers: {initiated-by: voluntary, scale-envisaged: individual, board-support: 3}\n",
        encoding="utf-8",
    )
    done = run("assess", look, "-q", "nhs-partnering", "--plain", given="q\n")
    assert done.returncode == ExitStatus.DONE
    said = done.stderr.splitlines()
    assert said[0].endswith("what nhs-partnering asks, too, goes over into a new file.")
    assert said[1].startswith("23 of 26 questions are left: 3 in Starting point; ")
    assert look.read_text(encoding="utf-8").startswith("questionnaire: nhs-partnering-quick\n")


@pytest.mark.parametrize(
    ("command", "advanced"),
    [
        ("score", ["--ignore-unrecognised", "--jobs", "--problems"]),
        ("robustness", ["--draws", "--ignore-unrecognised", "--seed"]),
        ("plan", ["--ignore-unrecognised"]),
    ],
)
def test_options_for_analysts_come_last_under_a_heading_of_their_own(
    command: str, advanced: list[str]
) -> None:
    everybody, analysts = run(command, "--help").stdout.split("\nAdvanced:\n")
    assert sorted(re.findall(r"^  (--[a-z-]+)", analysts.split("\nExamples")[0], re.M)) == advanced
    assert not any(option in everybody for option in advanced)


def test_standard_input_that_is_closed_is_no_fault_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    with pytest.raises(ProblemsFound) as raised:
        read_standard_input()
    assert str(raised.value.problems[0]) == "standard input: it is closed"
