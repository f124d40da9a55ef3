"""Start-up: whole processes, as ratios to importing the libraries they stand on, side by side in one run.

Run it with the project installed: `python benchmarks/startup.py`.
"""

import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
CASE = ROOT / "questionnaires" / "case-studies" / "case-a.yaml"
IMPORTS = "import typer, rich.console, rich.table, yaml"
ROUNDS = 15

COMMANDS = {
    "the imports alone": ["-c", IMPORTS],
    "--version": ["-m", "partnerassess", "--version"],
    "--help": ["-m", "partnerassess", "--help"],
    "score ONE_FILE": ["-m", "partnerassess", "score", str(CASE)],
    "score ONE_FILE --format json": ["-m", "partnerassess", "score", str(CASE), "--format", "json"],
}


def milliseconds(arguments: list[str]) -> float:
    """Time one whole process."""
    # An installed package has its bytecode: let a checkout have it too.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    start = time.perf_counter()
    subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL, env=environment)
    return 1000 * (time.perf_counter() - start)


def main() -> None:
    """Take turns, so that a busy moment slows all of them, and print the medians."""
    for arguments in COMMANDS.values():
        milliseconds(arguments)
    times: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for _ in range(ROUNDS):
        for name, arguments in COMMANDS.items():
            times[name].append(milliseconds(arguments))
    base = statistics.median(times["the imports alone"])
    for name, taken in times.items():
        middle = statistics.median(taken)
        print(f"{name:30} {middle:7.1f} ms  {middle / base:5.2f} ×")


if __name__ == "__main__":
    main()
