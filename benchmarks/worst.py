"""The worst inputs that are known: what each command takes for them, in seconds and megabytes.

Run it with the project installed: `python benchmarks/worst.py [--large] [WORD…]`; words choose inputs by
name. No questionnaire or answer file of up to 1 MiB may make `score` or `check` take more than a second of a
processor's time, or any other command more than 30 seconds or 500 MB; what does is marked, and the run
ends with 1.
"""

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

ARRANGEMENTS = 4
LEVELS = 5
ENOUGH = 120
"""A command that takes so many seconds is ended."""
QUICK, SLOW, MEMORY = 1.0, 30.0, 500.0
"""What `score` and `check` may take, what other commands may (s), and the memory of either (MB)."""

Weigh = Callable[[random.Random], str]


class Shape(NamedTuple):
    """What makes an input hard."""

    dimensions: Sequence[int]
    """The dimensions' weights."""
    questions: int
    """How many in each dimension."""
    weigh: Weigh
    """Draws a factor's weight."""
    effort: bool = False
    """Whether a question takes as much effort as its factor weighs."""
    unknown: float = 0
    """The share of the questions that are open."""
    level: int | None = None
    """What every other question is answered with; at random if it is null."""
    refused: bool = False
    """Whether it cannot be done at all, and loading says so."""


def small(draw: random.Random) -> str:
    """Draw a weight that is nothing special."""
    return str(draw.randint(1, 3))


def fraction(draw: random.Random) -> str:
    """Draw a fraction of fifteen digits over fifteen digits."""
    return f"{draw.randrange(10**14, 10**15)}/{draw.randrange(10**14, 10**15)}"


SHAPES = {
    "dimensions 33/33/34, all answered": Shape((33, 33, 34), 8, small),
    "dimensions 33/33/34, a quarter open": Shape((33, 33, 34), 8, small, unknown=1 / 4),
    "dimensions 100/99, a quarter open": Shape((100, 99), 8, small, unknown=1 / 4),
    "five dimensions near 100, a fifth open": Shape((100, 99, 97, 89, 83), 20, small, unknown=1 / 5),
    "efforts and weights that share no factor": Shape(
        (1, 1), 8, lambda draw: str(draw.randint(100, 800)), effort=True, level=1
    ),
    "efforts up to 100, forty questions": Shape(
        (1, 1), 20, lambda draw: str(draw.randint(1, 100)), effort=True, level=1
    ),
    "six decimals, half of forty open": Shape(
        (1, 1), 20, lambda draw: f"{draw.randrange(1, 10**6) / 10**6:.6f}", unknown=1 / 2
    ),
    "two hundred questions a dimension": Shape((1, 1), 200, small, effort=True, unknown=1 / 4),
    "fractions of 15 digits, all answered": Shape((1, 1), 100, fraction, refused=True),
    "fractions of 15 digits, half open": Shape((1, 1), 100, fraction, unknown=1 / 2, refused=True),
}
COMMANDS = (
    "score ANSWERS",
    "check ANSWERS",
    "plan ANSWERS",
    "robustness ANSWERS",
    "report ANSWERS -o page.html",
)


def write(shape: Shape, folder: Path) -> tuple[Path, Path]:
    """Write a questionnaire of this shape, and answers to it."""
    draw = random.Random(repr(shape[0]))  # noqa: S311 the same every time, no secret
    names = {
        f"d{place}": [f"q-{place}-{number}" for number in range(shape.questions)]
        for place in range(len(shape.dimensions))
    }
    every = [name for group in names.values() for name in group]
    weights = {name: shape.weigh(draw) for name in every}
    questionnaire = {
        "format": "partnerassess-questionnaire/1",
        "id": "worst",
        "version": "1",
        "title": "Worst",
        "scales": {"s": {"levels": [{"value": each, "label": f"L{each}"} for each in range(LEVELS)]}},
        "sections": [{"id": "all", "title": "All", "questions": [
            {"id": name, "text": f"How is {name}?", "scale": "s"}
            | ({"effort": int(weights[name])} if shape.effort else {})
            for name in every
        ]}],
        "dimensions": [
            {"id": name, "title": name, "weight": weight}
            for name, weight in zip(names, shape.dimensions, strict=True)
        ],
        "arrangements": [
            {"id": f"a{number}", "title": f"A{number}", "factors": {
                group: [
                    {"id": f"F-{number}-{name}", "title": name, "questions": [name],
                     "weight": weights[name] if shape.effort else shape.weigh(draw)}
                    for name in members
                ]
                for group, members in names.items()
            }}
            for number in range(ARRANGEMENTS)
        ],
        "scoring": {
            "bands": [{"id": each, "title": each, "from": start}
                      for each, start in (("low", 0), ("middle", 35), ("high", 75))],
            "ready": "high",
        },
    }  # fmt: skip
    few = max(1, round(1 / shape.unknown)) if shape.unknown else len(every) + 1
    given = {
        name: "unknown" if place % few == 0 and shape.unknown
        else draw.randint(1, LEVELS - 1) if shape.level is None else shape.level
        for place, name in enumerate(every)
    }  # fmt: skip
    paths = folder / "questionnaire.yaml", folder / "answers.json"
    paths[0].write_text(json.dumps(questionnaire), "utf-8")
    paths[1].write_text(json.dumps({"questionnaire": "worst", "version": "1", "answers": given}), "utf-8")
    return paths


def write_long_names(folder: Path) -> Path:
    """Write views of partnerships whose names are long and all but the same."""
    path = folder / "names.jsonl"
    with path.open("w", encoding="utf-8") as file:
        for number in range(1000):
            about = {"partnership": f"{'Northbank and Eastvale ' * 8}{number:04}", "organisation": "o" * 190}
            file.write(
                json.dumps({"questionnaire": "nhs-partnering", **about, "answers": {"stage": "considering"}})
                + "\n"
            )
    return path


def write_large(folder: Path) -> Path:
    """Write forty-five megabytes of JSON Lines."""
    path = folder / "large.jsonl"
    with path.open("w", encoding="utf-8") as file:
        number = 0
        while file.tell() < 45_000_000:
            number += 1
            note = {"answer": 3, "note": "why it is so " * 40}
            answers = {"board-support": note, "clear-rationale": note}
            about = {"questionnaire": "nhs-partnering", "partnership": f"Partnership {number}"}
            file.write(json.dumps({**about, "answers": answers}) + "\n")
    return path


class Cost(NamedTuple):
    """What a process took."""

    seconds: float
    """Of the processors' time, which other work on the machine changes little."""
    elapsed: float
    megabytes: float
    status: int


def cost(arguments: list[str], folder: Path) -> Cost:
    """Run a command to its end, or until enough is enough."""
    start = time.perf_counter()
    command = [sys.executable, "-m", "partnerassess", *arguments]
    # An installed package has its bytecode: let a checkout have it too.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    process = subprocess.Popen(
        command,
        cwd=folder,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        stdin=subprocess.DEVNULL,
    )
    watch = threading.Timer(ENOUGH, os.kill, (process.pid, signal.SIGKILL))
    watch.start()
    _, status, used = os.wait4(process.pid, 0)
    watch.cancel()
    process.returncode = os.waitstatus_to_exitcode(status)
    return Cost(
        used.ru_utime + used.ru_stime, time.perf_counter() - start, used.ru_maxrss / 1024, process.returncode
    )


def show(name: str, command: str, came: Cost, most: float | None, *, refused: bool = False) -> bool:
    """Print a line, and say whether it ended as it should and within its limits."""
    within = most is None or (came.seconds <= most and came.megabytes <= MEMORY)
    fine = within and came.status == (3 if refused else 0)
    taken = f"{came.seconds:7.2f} s ({came.elapsed:6.2f} s by the clock) {came.megabytes:5.0f} MB"
    print(f"{name:42} {command:10} {taken}  exit {came.status}{'' if fine else '  !'}", flush=True)
    return fine


def main() -> None:
    """Run every command on every input that was chosen."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("words", nargs="*", help="only inputs with one of these words in their name")
    parser.add_argument("--large", action="store_true", help="also forty-five megabytes of JSON Lines")
    chosen = parser.parse_args()
    fine = True
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        cost(["demo"], folder)  # the first run after a change writes bytecode
        for name, shape in SHAPES.items():
            if chosen.words and not any(word in name for word in chosen.words):
                continue
            questionnaire, answers = write(shape, folder)
            for words in COMMANDS:
                arguments = words.replace("ANSWERS", answers.name).split()
                came = cost(
                    [*arguments, "-q", questionnaire.name, *(["--force"] if "-o" in arguments else [])],
                    folder,
                )
                most = QUICK if arguments[0] in ("score", "check") else SLOW
                fine &= show(name, arguments[0], came, most, refused=shape.refused)
        if not chosen.words or any(word in "long names" for word in chosen.words):
            names = write_long_names(folder)
            fine &= show("1,000 long names alike", "score", cost(["score", names.name], folder), QUICK)
        if chosen.large:
            large = write_large(folder)
            came = cost(["score", large.name, "-f", "csv"], folder)
            fine &= show(f"JSON Lines, {large.stat().st_size / 1e6:.0f} MB", "score", came, None)
    sys.exit(not fine)


if __name__ == "__main__":
    main()
