"""Every point at which saving a walk can fail: no answer is lost, and what is said is true."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import monkey
from failing import FAULTS, OLD
from profiles import is_night

NIGHT = is_night()
USUAL_FAULTS = ("ENOSPC",)

if sys.platform == "win32":
    pytest.skip("processes are forked here", allow_module_level=True)


@pytest.mark.parametrize("fault", FAULTS if NIGHT else USUAL_FAULTS)
def test_wherever_a_save_fails_nothing_is_lost_and_it_goes_on(tmp_path: Path, fault: str) -> None:
    command = [sys.executable, str(Path(__file__).with_name("failing.py")), str(tmp_path), fault]
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, env={**os.environ, "LANG": "C"}
    )
    assert done.returncode == 0, done.stderr
    attempts = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(attempts) > 50
    for came in attempts:
        check(came)
    assert attempts[-1]["status"] == 0  # and at last nothing failed any more


def check(came: dict[str, Any]) -> None:
    where = f"call {came['n']}: {came['call']}"
    files, said = came["files"], came["said"]
    mine = files["answers of ours/answers.yaml"]
    assert mine == OLD or mine.startswith("format:") or mine.startswith("#"), where
    assert all(text.endswith("\n") for text in files.values()), where
    assert came["mode"] == 0o640, where
    assert came["again"] == 0, where
    assert came["left"] == [], where
    if came["killed"]:
        return
    if "ProblemsFound" in said:  # before anything was asked
        assert mine == OLD, where
        return
    assert came["status"] in (0, 3), f"{where}: {said[-300:]}"
    assert any("shed-exists" in text and "Minuted" in text for text in files.values()), where
    if "Everything you answered is saved:" in said:
        named = said.split("Everything you answered is saved:\n  ")[1].split("\n")[0]
        (last,) = (text for name, text in files.items() if named.endswith(name))
        assert "Minuted" in last, where
    else:
        assert came["status"] == 3, where
        assert "rescue file" in said, where


def test_random_keys_pastes_windows_and_ways_out_find_no_fault() -> None:
    assert monkey.run(range(500 if NIGHT else 6)) == []
