"""`score` over many inputs: rows, problems, processes and what happens when things go wrong."""

import json
import os
import shlex
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from partnerassess.cli import app
from partnerassess.cli.complaints import format_duration, format_progress
from partnerassess.cli.process import ExitStatus
from partnerassess.library import case_studies, shipped_questionnaires
from partnerassess.loading.questionnaire import load_questionnaire
from partnerassess.parsing.documents import MAX_FILE

POSIX_ONLY = pytest.mark.skipif(os.name == "nt", reason="needs POSIX signals and pipes")
HEAD = 'format: partnerassess-answers/1\nquestionnaire: nhs-partnering\nversion: "1.0"\n'


POOLED = "POOLED"


def command(*arguments: str | Path) -> list[str]:
    """Take every view by itself, so that rows come in the order of the files, unless POOLED is said."""
    words = [str(each) for each in arguments if each != POOLED]
    each = [] if POOLED in arguments else ["--each"]
    return [sys.executable, "-m", "partnerassess", "score", *each, *words]


def run(*arguments: str | Path, given: bytes = b"") -> Result:
    """Run the command line inside the test's own process, which does all the work unless --jobs is said."""
    words = command(*arguments)[3:]
    jobs = [] if "--jobs" in words else ["--jobs", "1"]
    return CliRunner().invoke(app, [*words, *jobs], input=given, env={"COLUMNS": "100"})


def start(*arguments: str | Path) -> subprocess.CompletedProcess[bytes]:
    """Run the command line as a process of its own."""
    return subprocess.run(command(*arguments), capture_output=True, timeout=120)


def answers(number: int) -> str:
    """An answer file, each with other answers and another partnership."""
    levels = "".join(
        f"  {name}: {(number * 7 + place * 3) % 5}\n"
        for place, name in enumerate(("need-identified", "clear-rationale", "shared-vision", "board-support"))
    )
    return f'{HEAD}partnership: "Partnership {number}"\nanswers:\n{levels}'


def fill(folder: Path, count: int) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        (folder / f"{number:05}.yaml").write_text(answers(number), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A few files, each of another partnership."""
    return fill(tmp_path_factory.mktemp("many"), 60)


def csv_of_each(folder: Path) -> str:
    """What single runs give, one after the other, under one header."""
    rows = [
        run(path, "--format", "csv").stdout.splitlines(keepends=True) for path in sorted(folder.iterdir())
    ]
    return "".join([rows[0][0], *(line for each in rows for line in each[1:])])


def test_rows_of_a_folder_are_those_of_single_runs(tmp_path: Path) -> None:
    folder = fill(tmp_path, 3)
    (folder / "by-hand.yaml").write_text(
        "# ours\nquestionnaire: nhs-partnering\npartnership: =SUM(A1)\nrespondent: Ann, Bob\n"
        "answers:\n    need-identified: {answer: 3.0, note: Minuted}\n    shared-vision:\n",
        encoding="utf-8",
    )
    (folder / "plain.json").write_text(
        '{"questionnaire": "nhs-partnering", "answers": {"need-identified": 2}}', encoding="utf-8"
    )
    for case in case_studies():
        (folder / case.name).write_bytes(case.read_bytes())
    assert run(folder, "--format", "csv").stdout == csv_of_each(folder)


@pytest.mark.parametrize(("form", "count"), [("csv", 600), pytest.param("json", 20, marks=pytest.mark.night)])
def test_the_output_is_the_same_with_any_number_of_processes(form: str, count: int, tmp_path: Path) -> None:
    """So many files are more than one chunk of this form, so that several processes take part."""
    folder = fill(tmp_path, count)
    one = run(folder, "--format", form, "--jobs", "1")
    three = start(folder, "--format", form, "--jobs", "3")
    assert (one.exit_code, three.returncode) == (ExitStatus.DONE, ExitStatus.DONE)
    assert three.stdout.decode() == one.stdout


def test_a_list_of_json_is_the_one_of_a_run_with_few_files(tmp_path: Path) -> None:
    folder = fill(tmp_path, 3)
    together = json.loads(run(folder, "--format", "json").stdout)
    singly = [json.loads(run(path, "--format", "json").stdout)[0] for path in sorted(folder.iterdir())]
    assert together == singly
    assert run(folder, "--format", "json", "--jobs", "1").stdout.startswith('[\n  {\n    "format"')
    lines = run(folder, "--format", "jsonl").stdout.splitlines()
    assert [json.loads(line) for line in lines] == singly


def test_json_of_nothing_is_an_empty_list(tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_text("answers: [", encoding="utf-8")
    done = run(tmp_path, "--format", "json")
    assert (done.exit_code, done.stdout) == (ExitStatus.UNUSABLE, "[]\n")


def test_a_folder_shows_what_its_assessments_have_in_common(tmp_path: Path) -> None:
    folder = fill(tmp_path, 3)
    (folder / "bad.yaml").write_text("answers: [", encoding="utf-8")
    text = run(folder).stdout
    for heading in ("3 partnerships", "Commonest weak points", "could not be used"):
        assert heading in text


def test_large_files_of_json_lines_are_read_in_parts(tmp_path: Path) -> None:
    note = "x" * 900
    lines = [
        json.dumps(
            {
                "questionnaire": "nhs-partnering",
                "partnership": f"P{number}",
                "answers": {"need-identified": number % 5, "shared-vision": {"answer": 2, "note": note}},
            }
        )
        for number in range(700)
    ]
    lines[300] = lines[300].replace("shared-vision", "shared-visoin")
    lines[301] = ""
    lines[650] = lines[650][:-1]
    file = tmp_path / "all.jsonl"
    file.write_text("\n".join(lines), encoding="utf-8")
    done = start(file, "--format", "csv", "--jobs", "2")
    assert done.returncode == ExitStatus.UNUSABLE
    rows = done.stdout.decode().splitlines()[1:]
    assert [row.split(",")[1] for row in rows[::4]] == [
        str(number) for number in range(1, 700) if number not in (301, 650)
    ]
    first, second = done.stderr.decode().splitlines()
    assert first.startswith(f"{file}:301:")
    assert "did you mean `shared-vision`?" in first
    assert second.startswith(f"{file}:651:")
    assert run(file, "--format", "csv", "--jobs", "1").stdout == done.stdout.decode()


def test_a_file_of_json_lines_may_be_of_any_size(tmp_path: Path) -> None:
    asked = load_questionnaire(shipped_questionnaires()["nhs-partnering"])
    given = {name: {"answer": "unknown", "note": "x" * 16_000} for name in asked.questions}
    line = json.dumps({"questionnaire": asked.id, "answers": given}) + "\n"
    file = tmp_path / "all.jsonl"
    file.write_text(line * (MAX_FILE // len(line) + 1), encoding="utf-8")
    assert file.stat().st_size > MAX_FILE
    done = run(file, "--format", "csv")
    assert done.exit_code == ExitStatus.DONE
    assert len(done.stdout.splitlines()) == 1 + 4 * (MAX_FILE // len(line) + 1)


def test_standard_input_is_scored_among_files(tmp_path: Path) -> None:
    file = fill(tmp_path, 1) / "00000.yaml"
    done = run(file, "-", "--format", "csv", given=answers(3).encode())
    assert [row.split(",")[0] for row in done.stdout.splitlines()[1::4]] == [str(file), "'-"]


HOSTILE = {
    "alias.yaml": b"a: &a [*a]\n",
    "binary.yaml": bytes(range(256)),
    "brackets.yaml": b"[" * 50_000,
    "empty.yaml": b"",
    "latin.yaml": "partnership: Café\n".encode("latin-1"),
    "list.yaml": b"- 1\n- 2\n",
    "null.yaml": b"\0\0\0",
    "repeated.yaml": HEAD.encode() + b"answers:\n  shared-vision: 1\n  shared-vision: 1\n",
    "tab.yaml": HEAD.encode() + b"answers:\n\tshared-vision: 1\n",
    "utf16.yaml": "answers:".encode("utf-16"),
    "wrong.yaml": HEAD.encode() + b"answers:\n  shared-vision: 9\n  board-support: maybe\n",
    "large.yaml": b"# " + b"x" * 1_100_000,
    "brackets.json": b"[" * 50_000,
    "cut.json": b'{"questionnaire": "nhs-partnering", "answers": {"shared-vision"',
    "nan.jsonl": b'{"questionnaire": "nhs-partnering", "answers": {"shared-vision": NaN}}',
}


@POSIX_ONLY
def test_bad_files_cost_one_line_each_and_no_row(many: Path, tmp_path: Path) -> None:
    folder = tmp_path / "mixed"
    fill(folder, 60)
    for name, content in HOSTILE.items():
        (folder / f"00010-{name}").write_bytes(content)
    os.mkfifo(folder / "00020-pipe.yaml")
    (folder / "00030-loop.yaml").symlink_to("00030-loop.yaml")
    (folder / "00031-zero.yaml").symlink_to("/dev/zero")
    log = tmp_path / "problems.jsonl"
    done = run(folder, "--format", "csv", "--problems", log)
    assert done.exit_code == ExitStatus.UNUSABLE
    assert done.stdout == run(many, "--format", "csv").stdout.replace(str(many), str(folder))
    *lines, last = done.stderr.splitlines()
    assert last == f"Written: {log}"
    assert len(lines) == len(HOSTILE) + 3
    assert "(and 1 more; `partnerassess check` names them all)" in next(
        line for line in lines if "wrong.yaml" in line
    )
    logged = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    assert {each["file"] for each in logged} == {line.split(":")[0] for line in lines}
    assert {each["kind"] for each in logged} == {"unusable"}
    assert len([each for each in logged if "wrong.yaml" in each["file"]]) == 2


@pytest.mark.parametrize("jobs", ["1", pytest.param("2", marks=pytest.mark.night)])
def test_a_mistake_on_thousands_of_lines_is_summed_up_and_kept_in_full(jobs: str, tmp_path: Path) -> None:
    lines, log = tmp_path / "lines.jsonl", tmp_path / "problems.jsonl"
    good = '{"questionnaire": "nhs-partnering", "answers": {"shared-vision": 1}}\n'
    bad = '{"questionnaire": "nhs-partnering", "answers": {"shared-vision": 9}}\n'
    lines.write_text(good + bad * 4_000, encoding="utf-8")
    done = (run if jobs == "1" else start)(lines, "--format", "csv", "--jobs", jobs, "--problems", log)
    assert (done.exit_code if isinstance(done, Result) else done.returncode) == ExitStatus.UNUSABLE
    *said, last = (done.stderr if isinstance(done, Result) else done.stderr.decode()).splitlines()
    assert last == f"Written: {log}"
    assert [line.split(":")[1] for line in said[:20]] == [str(number) for number in range(2, 22)]
    assert all("9 is not on the scale" in line for line in said[:20])
    # After a thousand mistakes in what a process reads, lines get no closer look: another thing to say.
    assert all("not looked at closely" in line for line in said[20:-2])
    more = [int(line.split(": and ")[1].split(" more like this")[0].replace(",", "")) for line in said[-2:]]
    assert len(said[:-2]) == 40
    assert sum(more) == 4_000 - 40
    assert len(log.read_text(encoding="utf-8").splitlines()) == 4_000


def test_the_same_assessment_twice_is_said_and_scored(tmp_path: Path) -> None:
    folder = fill(tmp_path / "some", 5)
    (folder / "again.yaml").write_text(
        answers(3).replace("Partnership 3", " partnership  3 "), encoding="utf-8"
    )
    log = tmp_path / "log.jsonl"
    done = run(folder, "--format", "csv", "--problems", log)
    assert done.exit_code == ExitStatus.DONE
    assert len(done.stdout.splitlines()) == 1 + 4 * 6
    same = "the same questionnaire, partnership, organisation, respondent and date as"
    assert done.stderr.splitlines() == [
        f"{folder / 'again.yaml'}: {same} {folder / '00003.yaml'}",
        f"Written: {log}",
    ]
    assert json.loads(log.read_text(encoding="utf-8"))["kind"] == "duplicate"


def test_a_requirement_is_checked_for_every_file(many: Path) -> None:
    assert run(many, "--require", "ready", "--format", "csv").exit_code == ExitStatus.NOT_MET
    assert run(many, "--require", "early", "--format", "csv").exit_code in (0, ExitStatus.NOT_MET)
    wrong = run(many, "--require", "splendid", "--format", "csv")
    assert wrong.exit_code == ExitStatus.USAGE
    assert "no verdict or band `splendid`" in wrong.stderr
    assert wrong.stdout == ""


def test_an_output_file_appears_whole(many: Path, tmp_path: Path) -> None:
    file = tmp_path / "rows.csv"
    file.write_text("old", encoding="utf-8")
    done = run(many, "--format", "csv", "--output", file, "--force")
    assert (done.exit_code, done.stdout) == (ExitStatus.DONE, "")
    # The mark is for Excel; a pipe has none.
    assert file.read_bytes().decode() == f"\ufeff{run(many, '--format', 'csv').stdout}"
    assert [path.name for path in tmp_path.iterdir()] == ["rows.csv"]


def test_a_file_that_cannot_be_written_is_one_line(many: Path, tmp_path: Path) -> None:
    done = run(many, "--format", "csv", "--output", tmp_path / "nowhere" / "rows.csv")
    assert done.exit_code == ExitStatus.UNUSABLE
    assert len(done.stderr.splitlines()) == 1
    assert done.stdout == ""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a device that is always full")
@pytest.mark.parametrize("jobs", [pytest.param("1", marks=pytest.mark.night), "2"])
def test_a_full_disk_is_one_line(many: Path, jobs: str) -> None:
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            command(many, "--format", "csv", "--jobs", jobs), stdout=full, stderr=subprocess.PIPE, timeout=60
        )
    assert done.returncode == ExitStatus.UNUSABLE
    assert done.stderr.decode() == "standard output: cannot be written: No space left on device\n"


@POSIX_ONLY
@pytest.mark.parametrize("jobs", [pytest.param("1", marks=pytest.mark.night), "2"])
def test_a_reader_that_stops_early_sees_no_error(many: Path, jobs: str) -> None:
    words = shlex.join(command(many, "--format", "csv", "--jobs", jobs))
    done = subprocess.run(["bash", "-c", f"{words} | head -n 3"], capture_output=True, timeout=60)
    assert len(done.stdout.splitlines()) == 3
    assert done.stderr == b""


@pytest.fixture
def slow(tmp_path: Path) -> Path:
    """So many files, of the sort that takes the longest, that there is time to disturb the run."""
    file = tmp_path / "slow.jsonl"
    line = json.dumps({"questionnaire": "nhs-partnering", "answers": {"need-identified": 3}})
    file.write_text(f"{line}\n" * 5_000, encoding="utf-8")
    return file


@POSIX_ONLY
@pytest.mark.parametrize(
    ("number", "status", "jobs"),
    [
        (signal.SIGINT, 130, "2"),
        pytest.param(signal.SIGTERM, 143, "1", marks=pytest.mark.night),
        pytest.param(signal.SIGHUP, 129, "2", marks=pytest.mark.night),
    ],
)
def test_being_told_to_stop_keeps_the_rows_so_far(
    slow: Path, number: signal.Signals, status: int, jobs: str
) -> None:
    process = subprocess.Popen(
        command(slow, "--format", "jsonl", "--jobs", jobs),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    assert process.stdout is not None
    start = os.read(process.stdout.fileno(), 1)
    os.killpg(process.pid, number)
    rest, said = process.communicate(timeout=30)
    assert process.returncode == status
    assert said == b"Stopped. The rows so far are complete.\n"
    lines = (start + rest).decode().splitlines()
    assert 0 < len(lines) < 5_000
    for line in (lines[0], lines[-1]):
        assert json.loads(line)["format"] == "partnerassess-result/1"


@POSIX_ONLY
@pytest.mark.parametrize("old", ["old", pytest.param(None, marks=pytest.mark.night)])
def test_being_stopped_leaves_an_old_file_and_keeps_the_rows_beside_it(
    slow: Path, tmp_path: Path, old: str | None
) -> None:
    file = tmp_path / "rows.jsonl"
    if old is not None:
        file.write_text(old, encoding="utf-8")
    process = subprocess.Popen(
        command(slow, "--format", "jsonl", "--jobs", "2", "--output", file, "--force"), stderr=subprocess.PIPE
    )
    while not any(path.stat().st_size > 100_000 for path in tmp_path.glob(".partnerassess-*")):
        assert process.poll() is None
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=30)
    assert process.returncode == ExitStatus.INTERRUPTED
    there = "is as it was" if old else "is not there"
    assert said.decode() == f"Stopped. The rows so far are in {file}.part; {file} {there}.\n"
    assert (file.read_text(encoding="utf-8") if file.exists() else None) == old
    for line in Path(f"{file}.part").read_text(encoding="utf-8").splitlines():
        json.loads(line)
    assert not list(tmp_path.glob(".partnerassess-*"))


@pytest.mark.night
@pytest.mark.skipif(not Path("/proc").exists(), reason="looks up the workers of a process in /proc")
def test_a_killed_worker_is_said_and_its_files_are_read_again(slow: Path) -> None:
    lines = slow.read_text(encoding="utf-8").splitlines()[:60]
    slow.write_text("".join(f"{line}\n" for line in lines) + " " * 300_000, encoding="utf-8")
    process = subprocess.Popen(
        command(slow, "--format", "jsonl", "--jobs", "2"), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout is not None
    start = os.read(process.stdout.fileno(), 1)
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text(encoding="utf-8").split()
    os.kill(int(children[0]), signal.SIGKILL)
    rest, said = process.communicate(timeout=60)
    assert process.returncode == ExitStatus.DONE
    assert said == b"A worker process ended before its time; this one does the rest by itself.\n"
    assert len((start + rest).splitlines()) == len(lines)


def test_progress_says_rate_and_time_left() -> None:
    assert format_progress(2_500, 10_000, 5.0) == (
        "[######------------------] 2,500 of 10,000, 500 a second, 15 s left"
    )
    assert format_progress(0, 0, 0.0) == "[------------------------] 0 of 0, 0 a second, 0 s left"
    assert format_duration(125.4) == "2 min 5 s"


@POSIX_ONLY
@pytest.mark.parametrize(
    "options",
    [
        pytest.param(("--format", "json", "--jobs", "2"), marks=pytest.mark.night, id="rows"),
        pytest.param((), id="screen"),
    ],
)
def test_progress_is_drawn_in_a_terminal_and_taken_away(tmp_path: Path, options: tuple[str, ...]) -> None:
    import pexpect

    words = shlex.join(command(fill(tmp_path, 60), *options))
    child = pexpect.spawn("bash", ["-c", f"{words} > /dev/null"], encoding="utf-8", timeout=60)
    child.expect(r"of 60, [0-9,]+ a second, [0-9]+ s left")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == ExitStatus.DONE
    # The last thing drawn is an empty line, on which whatever comes next is written.
    assert [line.strip() for line in str(child.before).split("\r")[-2:]] == ["", ""]


@POSIX_ONLY
@pytest.mark.parametrize("form", ["csv", "jsonl", "html"])
@pytest.mark.parametrize("problems", ["same.{}", "./same.{}", "link.{}", "hard.{}", "folder/../same.{}"])
def test_problems_and_results_never_share_a_file(tmp_path: Path, form: str, problems: str) -> None:
    (tmp_path / "folder").mkdir()
    same = tmp_path / f"same.{form}"
    same.write_text("old", encoding="utf-8")
    (tmp_path / f"link.{form}").symlink_to(same)
    (tmp_path / f"hard.{form}").hardlink_to(same)
    log = os.path.join(tmp_path, problems.format(form))
    done = run(case_studies()[0], "--output", same, "--problems", log)
    assert (done.exit_code, done.stdout) == (ExitStatus.USAGE, "")
    assert "this is where the results go: name another file" in " ".join(done.stderr.split())
    assert same.read_text(encoding="utf-8") == "old"


def test_problems_are_not_mixed_into_rows(tmp_path: Path) -> None:
    assert run(fill(tmp_path, 2), "--format", "csv", "--problems", "-").exit_code == ExitStatus.USAGE
    (tmp_path / "bad.yaml").write_text("answers: [", encoding="utf-8")
    done = run(tmp_path, "--problems", "-", "--output", tmp_path / "rows.csv")
    assert done.exit_code == ExitStatus.UNUSABLE
    assert json.loads(done.stdout)["kind"] == "unusable"


def test_a_file_that_does_not_exist_yet_is_not_shared_either(tmp_path: Path) -> None:
    folder, new = fill(tmp_path / "answers", 2), tmp_path / "new.jsonl"
    done = run(folder, "--output", new, "--problems", f"{tmp_path}/answers/../new.jsonl")
    assert done.exit_code == ExitStatus.USAGE
    assert not new.exists()


@POSIX_ONLY
def test_problems_do_not_replace_the_file_that_standard_output_goes_to(tmp_path: Path) -> None:
    same = tmp_path / "same.jsonl"
    with same.open("wb") as target:
        words = command(case_studies()[0], "--format", "jsonl", "--problems", same)
        done = subprocess.run(words, stdout=target, stderr=subprocess.PIPE, timeout=60)
    assert done.returncode == ExitStatus.USAGE
    assert same.read_bytes() == b""


def test_problems_never_replace_an_answer_file(tmp_path: Path) -> None:
    file = fill(tmp_path, 1) / "00000.yaml"
    before = file.read_bytes()
    for form in ("csv", "html"):
        done = run(file, "--format", form, "--problems", file)
        assert (done.exit_code, done.stdout) == (ExitStatus.UNUSABLE, "")
        assert "this file is one of the inputs" in done.stderr
        assert file.read_bytes() == before


@POSIX_ONLY
@pytest.mark.parametrize("form", ["csv", "html"])
def test_an_answer_file_is_never_replaced_whatever_leads_to_it(tmp_path: Path, form: str) -> None:
    folder = fill(tmp_path / "answers", 2)
    file = folder / "00001.yaml"
    before = file.read_bytes()
    (tmp_path / f"link.{form}").symlink_to(file)
    assert run(folder, "--output", tmp_path / f"link.{form}").exit_code == ExitStatus.UNUSABLE
    with file.open("rb") as given:
        words = command("-", "--format", "json", "--output", file)
        assert subprocess.run(words, stdin=given, capture_output=True, timeout=60).returncode
    assert file.read_bytes() == before


def test_duplicates_keep_their_names_when_the_output_comes_among_them(tmp_path: Path) -> None:
    fill(tmp_path, 2)
    (tmp_path / "b.yaml").write_bytes((tmp_path / "00000.yaml").read_bytes())
    done = run(tmp_path, "--output", tmp_path / "00000-first.json")
    assert done.exit_code == ExitStatus.DONE
    written, twice = done.stderr.splitlines()
    assert written == f"Written: {tmp_path / '00000-first.json'}"
    assert twice.startswith(f"{tmp_path / 'b.yaml'}: the same questionnaire")
    assert twice.endswith(f"{tmp_path / '00000.yaml'}")


def test_a_first_look_ends_with_the_whole_questionnaire(tmp_path: Path) -> None:
    file = tmp_path / "first look.yaml"
    file.write_text("questionnaire: nhs-partnering-quick\nanswers: {board-support: 3}\n", encoding="utf-8")
    done = run(file)
    assert f"partnerassess assess --from '{file}'" in done.stdout
    assert "assess --from" not in run("-", given=file.read_bytes()).stdout
    assert "assess --from" not in run(case_studies()[0]).stdout


def test_what_to_type_next_can_be_typed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("-first.yaml").write_bytes(case_studies()[0].read_bytes())
    Path("our own.yaml").write_bytes(shipped_questionnaires()["nhs-partnering"].read_bytes())
    done = CliRunner().invoke(app, ["score", "-q", "our own.yaml", "--", "-first.yaml"])
    assert "partnerassess report ./-first.yaml -q 'our own.yaml' " in done.stdout


def test_one_screen_about_three_organisations_still_says_what_to_do(tmp_path: Path) -> None:
    text = case_studies()[0].read_text("utf-8").replace(": 4\n", ": 1\n").replace("answer: 3", "answer: 0")
    for name in ("Riverside", "Valley High", "Third"):
        view = f"organisation: {name}\nrespondent: Lead\nanswers:"
        (tmp_path / f"{name}.yaml").write_text(text.replace("answers:", view, 1), "utf-8")
    ran = CliRunner().invoke(app, ["score", str(tmp_path)], env={"COLUMNS": "80"})
    lines = ran.stdout.splitlines()
    assert len(lines) <= 24
    assert {"Weak", "What", "Find"} <= {line.partition(" ")[0] for line in lines}
    assert any("essential factors are in place. Missing: " in line for line in lines)
