"""`check`: every problem of answer files and questionnaires, with its place and a hint."""

import json
import os
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from msgspec.structs import replace

from partnerassess.cli import options
from partnerassess.cli.process import ExitStatus, read_standard_input, say, say_problems
from partnerassess.cli.run import Run, say_unused
from partnerassess.files.reading import clean
from partnerassess.problems import Problem, ProblemsFound

if TYPE_CHECKING:
    from partnerassess.explain import Explanation
    from partnerassess.loading.views import ViewReader

_MOST = 20
"""How many problems and warnings of a file are said; the others are counted."""
_LEFT_OUT = frozenset({"files", "note", "notes"})
"""What says nothing about the result: where the answers were, and notes, which not every result has."""

Stored = dict[str, Any]
"""A result as it stands in a file."""
Difference = tuple[str, Any, Any]
"""A place where a stored result is not what the answers give now, what stands there, and what they give."""


def check(
    paths: Annotated[
        list[str], typer.Argument(metavar="PATH...", help="Files or folders; `-` reads standard input.")
    ],
    questionnaire: options.Questionnaire = None,
    ignore_unrecognised: options.IgnoreUnrecognised = False,
    update: Annotated[
        bool, typer.Option("--update", help="Rewrite answer files for the questionnaire's present version.")
    ] = False,
) -> None:
    """Check answer files and questionnaires without scoring them."""
    from partnerassess.loading.shelf import choose_questionnaire
    from partnerassess.loading.views import ViewReader

    chosen = choose_questionnaire(questionnaire) if questionnaire else None
    reader = ViewReader(chosen, ignore_unrecognised=ignore_unrecognised)
    results = read_results(paths[0]) if len(paths) > 1 and not update else None
    if results is not None:
        run = Run(paths=paths[1:], questionnaire=questionnaire, ignore_unrecognised=ignore_unrecognised)
        is_fine = prove(paths[0], results, run)
    else:
        is_fine = _update(paths, reader) if update else _check(paths, reader)
    raise typer.Exit(ExitStatus.DONE if is_fine else ExitStatus.UNUSABLE)


def _check(paths: list[str], reader: "ViewReader") -> bool:
    """Say what is wrong with each file, but so that none fills the screen; tells whether all are fine."""
    from partnerassess.batch.checks import check_inputs

    good = bad = 0
    every = check_inputs(paths, reader, read_standard_input, say_unused)
    for file, documents in groupby(every, lambda checked: checked.file):
        lines = more = 0
        for checked in documents:
            good, bad = (good, bad + 1) if checked.problems else (good + 1, bad)
            found = [(str(problem), problem.more) for problem in checked.problems]
            for line, stands_for in [*found, *((f"{file}: {each}", 0) for each in checked.warnings)]:
                if lines == _MOST or stands_for:
                    more += stands_for or 1
                else:
                    say(clean(line))
                    lines += 1
        if more:
            say(clean(f"{file}: and {more:,} more"))
    say(f"{good:,} fine" + (f", {bad:,} with problems" if bad else ""))
    return not bad


def _update(paths: list[str], reader: "ViewReader") -> bool:
    """Rewrite files of answers for the questionnaire's present version; tells whether all could be."""
    is_fine = True
    for path in paths:
        try:
            _update_file(Path(path), reader)
        except ProblemsFound as found:
            say_problems(found.problems[:_MOST])
            is_fine = False
    return is_fine


def _update_file(path: Path, reader: "ViewReader") -> None:
    from partnerassess.files.reading import read_bytes
    from partnerassess.files.saving import SavedFile, write_text
    from partnerassess.loading.views import View
    from partnerassess.parsing.documents import MAX_DOCUMENT
    from partnerassess.writing import format_answers

    content = read_bytes(path, limit=MAX_DOCUMENT)
    views = list(reader.read(str(path), content))
    first = views[0]
    if not isinstance(first, View):
        raise ProblemsFound(first)
    if len(views) > 1 or path.suffix.lower() not in (".yaml", ".yml"):
        message, hint = "only YAML files with one set of answers are rewritten", "put each in its own file"
        raise ProblemsFound([Problem(file=clean(str(path)), message=message, hint=hint)])
    questionnaire, answers = first.questionnaire, first.answers
    if answers.version == questionnaire.version and not answers.warnings and not answers.unrecognised:
        say(clean(f"{path}: these are answers to version {questionnaire.version} already"))
        return
    names = (path.with_name(f"{path.name}.orig{number}") for number in ("", *map(str, range(2, 1_000))))
    kept = next(name for name in names if not os.path.lexists(name))
    write_text(kept, content.decode("utf-8", "replace"), new=True)
    saved = SavedFile(path, content).save(
        format_answers(questionnaire, replace(answers, version=questionnaire.version))
    )
    say(clean(f"{saved.path}: now for version {questionnaire.version}; the file as it was: {kept}"))
    for warning in answers.warnings:
        say(clean(f"  {warning}"))
    if answers.unrecognised:
        say(clean(f"  Left out, because nothing asks for it now: {', '.join(answers.unrecognised)}"))


def read_results(path: str) -> list[Stored] | None:
    """Read a file of results; null if it is anything else, or cannot be read."""
    from partnerassess.files.reading import decode, read_bytes
    from partnerassess.parsing.documents import MAX_FILE

    if not path.lower().endswith((".json", ".jsonl")):
        return None
    try:
        text = decode(read_bytes(path, limit=MAX_FILE), path)
        lines = [text] if path.lower().endswith(".json") else text.split("\n")
        read = [json.loads(line) for line in lines if line.strip()]
    except (ProblemsFound, ValueError, RecursionError):
        return None
    results = read[0] if len(read) == 1 and isinstance(read[0], list) else read
    is_result = all(
        isinstance(each, dict) and str(each.get("format")).startswith("partnerassess-result/")
        for each in results
    )
    return results if results and is_result else None


def prove(path: str, stored: Sequence[Stored], run: Run) -> bool:
    """Say whether results follow from the answers of some paths, or where they do not.

    Tells whether all do, and all of the answers could be used.
    """
    is_pooled = any("differences" in each for each in stored)
    differing = _compare(stored, run)
    if any(differing):
        other = replace(run, show_small_groups=True) if is_pooled else replace(run, each=True)
        differing = min(differing, _compare(stored, other), key=lambda each: sum(map(len, each)))
    every = [difference for differences in differing for difference in differences]
    for place, then, now in every[:_MOST]:
        say(clean(f"{path}: {place}: {_words(then)} then, {_words(now)} now"))
    if len(every) > _MOST:
        say(clean(f"{path}: and {len(every) - _MOST:,} more"))
    say(clean(f"{path}: {differing.count([]):,} of {len(stored):,} results follow from these answers"))
    return not every and not run.unusable


def _compare(stored: Sequence[Stored], run: Run) -> list[list[Difference]]:
    """Compare results with what a run comes to, partnership by partnership: for each where it differs."""
    from partnerassess.cli.rows import leave_only
    from partnerassess.explain import explain

    now = [(_as_stored(each), each) for each in map(explain, run.assessments())]
    if len(stored) != len(now):
        return [[("results", len(stored), len(now))]]
    found = []
    pairs = zip(sorted(stored, key=_name), sorted(now, key=lambda each: _name(each[0])), strict=True)
    for before, (after, explanation) in pairs:
        told = before.get("arrangements")
        if isinstance(told, list) and len(told) == 1 and isinstance(told[0], dict):
            after = _as_stored(leave_only(explanation, {str(told[0].get("id"))}))
        found.append(list(_differences(before, after, before.get("partnership") or "")))
    return found


def _as_stored(explanation: "Explanation") -> Stored:
    from partnerassess.render.data import render_json

    (result,) = json.loads(render_json([explanation], notes=True))
    return result  # type: ignore[no-any-return]


def _name(result: Stored) -> tuple[str, ...]:
    return tuple(str(result.get(name)) for name in ("partnership", "round", "date", "organisations"))


def _differences(then: Any, now: Any, place: str) -> Iterator[Difference]:
    if isinstance(then, dict) and isinstance(now, dict):
        for key in dict.fromkeys([*then, *now]):
            if key not in _LEFT_OUT:
                yield from _differences(then.get(key), now.get(key), f"{place}.{key}".lstrip("."))
    elif isinstance(then, list) and isinstance(now, list) and len(then) == len(now):
        for number, (before, after) in enumerate(zip(then, now, strict=True), start=1):
            name = before.get("id") or before.get("question") if isinstance(before, dict) else None
            yield from _differences(before, after, f"{place}[{name or number}]")
    elif then != now:
        yield place, then, now


def _words(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 60 else f"{text[:60]}…"
