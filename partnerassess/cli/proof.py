"""Whether stored results still follow from the answers they were made from, or where they differ."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from partnerassess.cli.run import Inputs, Run
from partnerassess.cli.streams import say
from partnerassess.files import clean

Stored = dict[str, Any]
"""A result as it stands in a file."""

_MOST = 20
"""How many differences are said; the others are counted."""
_LEFT_OUT = frozenset({"files", "note"})
"""What says nothing about the result: where the answers were, and notes, which not every result has."""


class Difference(NamedTuple):
    """One place where a stored result is not what the answers give now."""

    place: str
    then: Any
    now: Any


def read_results(path: str) -> list[Stored] | None:
    """Read a file of results; null if it is anything else, or cannot be read."""
    from partnerassess.files import read_bytes
    from partnerassess.parsing.documents import MAX_FILE
    from partnerassess.problems import ProblemsFound

    if not path.lower().endswith((".json", ".jsonl")):
        return None
    try:
        text = read_bytes(path, limit=MAX_FILE).decode("utf-8-sig")
        lines = [text] if path.lower().endswith(".json") else text.splitlines()
        read = [json.loads(line) for line in lines]
    except (ProblemsFound, ValueError, RecursionError):
        return None
    results = read[0] if len(read) == 1 and isinstance(read[0], list) else read
    is_result = all(isinstance(each, dict) and _is_result(each) for each in results)
    return results if results and is_result else None


def prove(path: str, stored: Sequence[Stored], inputs: Inputs) -> bool:
    """Say whether results follow from the answers of some paths, or where they do not."""
    is_pooled = any("differences" in each for each in stored)
    ways = [inputs, replace(inputs, show_small_groups=True) if is_pooled else replace(inputs, each=True)]
    tried = [_compare(stored, _results(ways[0]))]
    if any(tried[0]):
        tried.append(_compare(stored, _results(ways[1])))
    differing = min(tried, key=lambda each: sum(map(len, each)))
    every = [difference for differences in differing for difference in differences]
    for place, then, now in every[:_MOST]:
        say(clean(f"{path}: {place}: {_words(then)} then, {_words(now)} now"))
    if len(every) > _MOST:
        say(clean(f"{path}: and {len(every) - _MOST:,} more"))
    say(clean(f"{path}: {differing.count([]):,} of {len(stored):,} results follow from these answers"))
    return not every


def _is_result(found: Stored) -> bool:
    return str(found.get("format")).startswith("partnerassess-result/")


def _results(inputs: Inputs) -> list[Stored]:
    from partnerassess.explain import explain
    from partnerassess.render.data import render_json

    explanations = [explain(assessment) for assessment in Run(inputs=inputs).assessments()]
    found: list[Stored] = json.loads(render_json(explanations, notes=True))
    return found


def _compare(stored: Sequence[Stored], now: Sequence[Stored]) -> list[list[Difference]]:
    """Compare results partnership by partnership: for each where it differs."""
    if len(stored) != len(now):
        return [[Difference("results", len(stored), len(now))]]
    found = []
    for before, after in zip(sorted(stored, key=_name), sorted(now, key=_name), strict=True):
        kept = {each["id"] for each in before.get("arrangements", ())}
        looked_at = [each for each in after["arrangements"] if each["id"] in kept]
        place = before.get("partnership") or ""
        found.append(list(_differences(before, {**after, "arrangements": looked_at}, place)))
    return found


def _name(result: Stored) -> tuple[str, ...]:
    return tuple(str(result.get(name)) for name in ("partnership", "round", "date", "organisations"))


def _differences(then: Any, now: Any, place: str) -> Iterator[Difference]:
    if isinstance(then, dict) and isinstance(now, dict):
        for key in dict.fromkeys([*then, *now]):
            if key not in _LEFT_OUT:
                yield from _differences(then.get(key), now.get(key), f"{place}.{key}".lstrip("."))
    elif isinstance(then, list) and isinstance(now, list) and len(then) == len(now):
        for number, (before, after) in enumerate(zip(then, now, strict=True), start=1):
            yield from _differences(before, after, f"{place}[{_own_name(before) or number}]")
    elif then != now:
        yield Difference(place, then, now)


def _own_name(found: Any) -> str | None:
    return found.get("id") or found.get("question") if isinstance(found, dict) else None


def _words(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 60 else f"{text[:60]}…"
