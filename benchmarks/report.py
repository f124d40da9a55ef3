"""The page: one assessment against `score` as whole processes, and a portfolio's time, size and memory.

Run it with the project installed: `python benchmarks/report.py`.
"""

import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
CASES = sorted((ROOT / "questionnaires" / "case-studies").glob("*.yaml"))
ROUNDS = 11
SIZES = (100, 1000)


def milliseconds(arguments: list[str]) -> float:
    """Time one whole process of the tool."""
    start = time.perf_counter()
    command = [sys.executable, "-m", "partnerassess", *arguments]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return 1000 * (time.perf_counter() - start)


def compare_one(folder: Path) -> None:
    """Take turns, so that a busy moment slows both, and print the medians."""
    commands = {
        "score ONE_FILE": ["score", str(CASES[0])],
        "report ONE_FILE": ["report", str(CASES[0]), "--output", str(folder / "one.html")],
    }
    times: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(ROUNDS):
        for name, arguments in commands.items():
            times[name].append(milliseconds(arguments))
    base = statistics.median(times["score ONE_FILE"])
    for name, taken in times.items():
        middle = statistics.median(taken)
        print(f"{name:24} {middle:8.1f} ms  {middle / base:5.2f} ×")


def write_answers(folder: Path, number: int) -> None:
    """Write this many answer files, each of a partnership of its own."""
    folder.mkdir()
    for place in range(number):
        text = CASES[place % len(CASES)].read_text(encoding="utf-8")
        named = re.sub(r"^(partnership: .*)$", rf"\1 {place}", text, flags=re.MULTILINE)
        (folder / f"{place:04}.yaml").write_text(named, encoding="utf-8")


def measure_portfolio(folder: Path, number: int) -> None:
    """Print what one page on this many partnerships costs."""
    write_answers(folder / str(number), number)
    target = folder / f"{number}.html"
    taken = milliseconds(["report", str(folder / str(number)), "--output", str(target)])
    most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    size = target.stat().st_size / 1e6
    print(
        f"report {number:5} partnerships {taken:8.1f} ms  page {size:.2f} MB, at most {most:.0f} MB of memory"
    )


def main() -> None:
    """Print the comparison, then the portfolios, smallest first."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        compare_one(folder)
        for number in SIZES:
            measure_portfolio(folder, number)


if __name__ == "__main__":
    main()
