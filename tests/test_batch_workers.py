"""Worker processes: what becomes of them when the first process is gone."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest


def is_there(process: int) -> bool:
    """Tell whether a process still runs; one that has ended and waits to be noticed does not."""
    try:
        state = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"


@pytest.mark.skipif(sys.platform != "linux", reason="finds processes the Linux way")
def test_workers_end_when_the_first_process_is_killed(tmp_path: Path) -> None:
    for number in range(400):
        text = f"questionnaire: nhs-partnering\npartnership: P{number}\nanswers: {{need-identified: 1}}\n"
        (tmp_path / f"{number}.yaml").write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "partnerassess", "score", str(tmp_path), "--format", "jsonl"]
    with subprocess.Popen([*command, "--each", "--jobs", "3"], stdout=subprocess.PIPE) as first:
        assert first.stdout is not None
        assert first.stdout.readline()
        listed = Path(f"/proc/{first.pid}/task/{first.pid}/children").read_text(encoding="utf-8")
        workers = [int(each) for each in listed.split()]
        assert len(workers) == 3
        os.kill(first.pid, signal.SIGKILL)
        until = time.monotonic() + 30
        while any(map(is_there, workers)):
            assert time.monotonic() < until, "a worker stays behind"
            time.sleep(0.05)
