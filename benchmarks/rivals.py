"""What batch scoring is measured against, each as a process of its own: `python rivals.py NAME FOLDER JOBS`.

`obvious` is the script that somebody with the same task would write: every file through yaml.safe_load, the
answers into a data frame, weighted means per arrangement. It checks nothing, knows no ranges and no open
answers, and uses floats. `obvious-c` is the same with the loader in C. `bytes` only reads the files, and
`parse` reads and parses them with our own strict reader, in as many processes as batch scoring has.
"""

import csv
import gc
import multiprocessing
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

CHUNK = 256


def main() -> None:
    """Do one of the rivals' work."""
    name, folder, jobs = sys.argv[1], sys.argv[2], int(sys.argv[3])
    match name:
        case "obvious" | "obvious-c":
            run_obvious(Path(folder), fast=name == "obvious-c")
        case "bytes":
            in_processes(read_chunk, folder, jobs)
        case "parse":
            in_processes(parse_chunk, folder, jobs)
        case _:
            sys.exit(f"no rival called {name}")


def run_obvious(folder: Path, *, fast: bool) -> None:
    """Score a folder the obvious way."""
    import pandas
    import yaml

    from partnerassess.library import shipped_questionnaires

    loader = yaml.CSafeLoader if fast else yaml.SafeLoader
    questionnaire = yaml.load(shipped_questionnaires()["nhs-partnering"].read_text("utf-8"), yaml.CSafeLoader)
    rows = []
    for path in sorted(folder.rglob("*.yaml")):
        document = yaml.load(path.read_text(encoding="utf-8"), loader)  # noqa: S506 a safe loader
        rows.append({"file": str(path)} | {name: _level(each) for name, each in document["answers"].items()})
    frame = pandas.DataFrame(rows)
    for arrangement in questionnaire["arrangements"]:
        means = [_dimension(frame, factors) for factors in arrangement["factors"].values()]
        frame[arrangement["id"]] = 100 * (means[0] * means[1]) ** 0.5
    ids = [arrangement["id"] for arrangement in questionnaire["arrangements"]]
    frame[["file", *ids]].to_csv(sys.stdout, index=False, quoting=csv.QUOTE_MINIMAL)


def _level(answer: Any) -> float | None:
    said = answer["answer"] if isinstance(answer, dict) else answer
    return said / 4 if isinstance(said, int) else None


def _dimension(frame: Any, factors: list[dict[str, Any]]) -> Any:
    total = sum(factor.get("weight", 1) for factor in factors)
    return (
        sum(frame[list(factor["questions"])].mean(axis=1) * factor.get("weight", 1) for factor in factors)
        / total
    )


def in_processes(work: Any, folder: str, jobs: int) -> None:
    """Give chunks of files to so many processes, as batch scoring does."""
    from partnerassess.files.reading import find_files

    paths = [path for path in find_files(folder) if isinstance(path, str)]
    with multiprocessing.Pool(jobs, initializer=_settle) as pool:
        for _ in pool.imap(work, _chunks(paths)):
            pass


def read_chunk(paths: list[str]) -> int:
    """Read files, and nothing else."""
    return sum(len(_content(path)) for path in paths)


def parse_chunk(paths: list[str]) -> int:
    """Read and parse files with the strict reader."""
    from partnerassess.parsing.yaml import parse_yaml

    return sum(len(parse_yaml(_content(path).decode(), path, aliases=False)) for path in paths)


def _content(path: str) -> bytes:
    handle = os.open(path, os.O_RDONLY)
    try:
        return os.read(handle, 64 * 1024)
    finally:
        os.close(handle)


def _chunks(paths: list[str]) -> Iterator[list[str]]:
    return (paths[start : start + CHUNK] for start in range(0, len(paths), CHUNK))


def _settle() -> None:
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


if __name__ == "__main__":
    main()
