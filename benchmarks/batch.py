"""Batch scoring against the ways around it, side by side in one run, as ratios.

Run it with the project and its `bench` extra installed: `python benchmarks/batch.py`. It makes its own
corpus, the same every time, in a folder that it removes again. `--files` says how many files; the two obvious
scripts see `--sample` of them, and their time for all is worked out from that and from what they need for
none. All take turns, so that a busy moment slows all of them.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from corpus import write_corpus, write_lines

from partnerassess.library import shipped_questionnaires
from partnerassess.loading.questionnaire import load_questionnaire

HERE = Path(__file__).parent
RIVALS = str(HERE / "rivals.py")


class Cost(NamedTuple):
    """What a process and all its children took."""

    wall: float
    """Seconds from start to end."""
    processor: float
    """Seconds of processor time."""
    memory: float
    """The most MiB that one of the processes held."""


def main() -> None:
    """Measure everything and print the table."""
    options = _options()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _make(folder, options.files, options.sample)
        commands = _commands(folder, options.jobs)
        costs: dict[str, list[Cost]] = {each: [] for each in commands}
        for _ in range(options.rounds):
            for each, arguments in commands.items():
                costs[each].append(measure(arguments))
    print_table({each: _middle(found) for each, found in costs.items()}, options.files, options.sample)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--sample", type=int, default=1_000)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=3)
    return parser.parse_args()


def _make(folder: Path, files: int, sample: int) -> None:
    questionnaire = load_questionnaire(shipped_questionnaires()["nhs-partnering"])
    write_corpus(folder / "mixed", questionnaire, files, mixed=True)
    write_corpus(folder / "own", questionnaire, files, mixed=False)
    write_corpus(folder / "sample", questionnaire, sample, mixed=True)
    write_corpus(folder / "one", questionnaire, 1, mixed=True)
    write_lines(folder / "lines.jsonl", questionnaire, files)


def _commands(folder: Path, jobs: int) -> dict[str, list[str]]:
    def ours(what: str, *more: str) -> list[str]:
        return [
            "-m",
            "partnerassess",
            "score",
            str(folder / what),
            "--each",
            "--format",
            "csv",
            f"--jobs={jobs}",
            *more,
        ]

    def rival(name: str, what: str) -> list[str]:
        return [RIVALS, name, str(folder / what), str(jobs)]

    return {
        "obvious": rival("obvious", "sample"),
        "obvious, one file": rival("obvious", "one"),
        "obvious with CSafeLoader": rival("obvious-c", "sample"),
        "read only": rival("bytes", "mixed"),
        "read + parse, mixed": rival("parse", "mixed"),
        "read + parse, own form": rival("parse", "own"),
        "ours, mixed": ours("mixed"),
        "ours, own form": ours("own"),
        "ours, JSON Lines": ours("lines.jsonl"),
        "ours, one file": ours("one"),
    }


def measure(arguments: list[str]) -> Cost:
    """Run one process to its end."""
    # Installed packages have their bytecode: let a checkout have it too.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    start = time.perf_counter()
    process = subprocess.Popen([sys.executable, *arguments], stdout=subprocess.DEVNULL, env=environment)
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{' '.join(arguments)} ended with {process.returncode}")
    return Cost(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def _middle(costs: list[Cost]) -> Cost:
    return Cost(*(statistics.median(each) for each in zip(*costs, strict=True)))


def print_table(costs: dict[str, Cost], files: int, sample: int) -> None:
    """Print seconds, and how often each fits into the obvious script's time."""
    nothing = costs.pop("obvious, one file")
    for name in ("obvious", "obvious with CSafeLoader"):
        costs[name] = _for_all(costs[name], nothing, files / sample)
    base = costs["obvious"]
    print(f"{files:,} files")
    print(f"{'':28}{'seconds':>9}{'faster':>9}{'processor':>11}{'faster':>9}{'MiB':>8}")
    for name, cost in costs.items():
        print(
            f"{name:28}{cost.wall:9.2f}{base.wall / cost.wall:8.1f}×{cost.processor:11.2f}"
            f"{base.processor / cost.processor:8.1f}×{cost.memory:8.0f}"
        )


def _for_all(part: Cost, nothing: Cost, times: float) -> Cost:
    wall = nothing.wall + (part.wall - nothing.wall) * times
    processor = nothing.processor + (part.processor - nothing.processor) * times
    return Cost(wall, processor, part.memory)


if __name__ == "__main__":
    main()
