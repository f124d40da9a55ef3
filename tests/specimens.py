"""A questionnaire and answers as plain data that use every part of the formats, and ways to spoil them."""

import copy
import json
from collections.abc import Callable, Iterator
from typing import Any

from hypothesis import strategies as st

from partnerassess.parsing.nodes import Mapping, Node, Number, Sequence, format_scalar

Plain = Any
"""What JSON can hold."""

QUESTIONNAIRE: Plain = {
    "format": "partnerassess-questionnaire/1",
    "id": "specimen",
    "version": "1.0",
    "title": "A specimen",
    "language": "en-GB",
    "description": "It has every part a questionnaire can have.",
    "sources": {"study": {"citation": "A. Author, A study, 2017", "url": "https://example.org/study"}},
    "scales": {
        "extent": {
            "levels": [
                {"value": 0, "label": "Not at all", "description": "Nothing yet"},
                {"value": "1.5", "label": "Partly"},
                {"value": 4, "label": "Fully"},
            ]
        }
    },
    "sections": [
        {
            "id": "start",
            "title": "Starting point",
            "description": "Where you stand.",
            "questions": [
                {
                    "id": "asked-by",
                    "text": "Who asks?",
                    "help": "It matters.",
                    "choices": {"voluntary": "The partners", "mandated": "Somebody else", "3": "Three of us"},
                    "source": {"ref": "study", "where": "Table 1"},
                },
                {
                    "id": "reason",
                    "text": "How clear is the reason?",
                    "scale": "extent",
                    "descriptions": {"0": "Unclear", "4": None},
                    "effort": [1, "2/3"],
                    "short": "a clear reason",
                    "formerly": ["purpose", "aim"],
                },
            ],
        },
        {
            "id": "rest",
            "title": "The rest",
            "questions": [
                {
                    "id": "trust",
                    "text": "How much trust is there?",
                    "scale": "extent",
                    "not_applicable": True,
                    "effort": 2,
                    "only_if": {"any": [{"question": "asked-by", "is": ["mandated", "3"]}, {"not": {
                        "all": [{"question": "asked-by", "is": "voluntary"}]}}]},
                },
                {"id": "money", "text": "How sound is the money?", "scale": "extent", "effort": "fixed"},
            ],
        },
    ],
    "dimensions": [
        {"id": "context", "title": "Context", "description": "What is there.", "weight": 2},
        {"id": "enablers", "title": "Enablers"},
    ],
    "arrangements": [
        {
            "id": "buddying",
            "title": "Buddying",
            "in_words": "One helps the other, when asked",
            "description": "One helps the other.",
            "typology": {"nature": "mandated", "scale": "individual", "forms": ["buddying", "mentoring"]},
            "advantages": [{"id": "quick", "text": "It is quick.", "source": {"ref": "study"}}],
            "applies_if": {"any": [
                {"question": "asked-by", "is": "mandated"},
                {"question": "reason", "at_least": 1.5},
                {"question": "reason", "below": "4"},
                {"question": "asked-by", "answered": False},
            ]},
            "factors": {
                "context": [
                    {
                        "id": "B-C1",
                        "title": "A reason",
                        "theme": "purpose",
                        "questions": ["reason"],
                        "weight": "2/3",
                        "essential": 0.5,
                        "source": {"ref": "study", "where": "Table 2"},
                    }
                ],
                "enablers": [{"id": "B-E1", "title": "Trust", "questions": {"trust": "1/2", "money": 2}}],
            },
        },
        {
            "id": "merger",
            "title": "Merger",
            "factors": {
                "context": [{"id": "M-C1", "title": "Money", "questions": ["money"], "weight": 2}],
                "enablers": [{"id": "M-E1", "title": "Reason", "questions": ["reason"]}],
            },
        },
    ],
    "scoring": {
        "questions": "arithmetic",
        "factors": "minimum",
        "dimensions": "geometric",
        "unanswered": "open",
        "shown_as": [-10, 10],
        "coverage_needed": "2/3",
        "in_play_needed": 0.5,
        "bands": [
            {"id": "early", "title": "Early", "from": -10, "meaning": "A start."},
            {"id": "set", "title": "Set", "from": 5},
        ],
        "ready": "set",
    },
    "advice": [
        {
            "id": "begin-small",
            "arrangements": ["merger"],
            "audience": "regulators",
            "when": {"all": [
                {"factor": "B-C1", "at_least": 0.25},
                {"factor": "B-C1", "below": "3/4"},
                {"arrangement": "merger", "verdict": ["not_ready", "undetermined"]},
                {"arrangement": "merger", "band": "early"},
                {"question": "money", "answered": True},
            ]},
            "do": "Begin small",
            "say": "Begin with something small.",
            "source": {"ref": "study"},
        }
    ],
}  # fmt: skip
"""A questionnaire that can be used."""

ANSWERS: Plain = {
    "format": "partnerassess-answers/1",
    "questionnaire": "specimen",
    "version": "1.0",
    "partnership": "North and South",
    "organisation": "North",
    "respondent": "Chair",
    "date": "2017-05-12",
    "round": "Spring 2017",
    "programme": "North",
    "answers": {
        "asked-by": 3,
        "reason": {"answer": "1.5", "note": "Minuted in May"},
        "trust": "not_applicable",
        "money": None,
    },
}
"""Answers to it that can be used."""

_STRANGE: tuple[Plain, ...] = (
    None, "", "  ", True, False, 0, 1, -1, 1.5, 7, "7", " 2 ", "3/4", "5/4", "-1", "1/0", "1e1", "x",
    "reason", " reason ", "9 lives", "fixed", "é", "x" * 65, "2017-05-12", "2017-02-30", "unknown",
    [], [None], ["reason"], [1, 2], [0, 0], {}, {"id": "x"}, {"reason": 1}, {"question": "reason"},
    {"question": "reason", "answered": True}, {"question": "asked-by", "is": "mandated", "below": None},
    {"factor": "B-C1", "below": 0.5, "all": ""}, {"arrangement": "merger", "band": ["early"]},
    {"answer": 4}, {"answer": None, "note": ""},
)  # fmt: skip
_KEYS = ("colour", "Title", "9x", " id ", "x" * 65, "unknown", "true", "0", "2", "reason", "merger")


def changed(base: Plain, *changes: tuple[str, Plain]) -> Plain:
    """Give the same data with values set at paths such as `sections.0.id`; `...` removes one."""
    data = copy.deepcopy(base)
    for path, value in changes:
        *steps, last = (int(step) if step.isdigit() else step for step in path.split("."))
        container = data
        for step in steps:
            container = container[step]
        if value is ...:
            del container[last]
        else:
            container[last] = value
    return data


def spoiled(base: Plain, *, most: int = 2) -> st.SearchStrategy[Plain]:
    """Draw the same data with nothing, or a few things, dropped, added, replaced, renamed or repeated."""

    @st.composite
    def draw_spoiled(draw: st.DrawFn) -> Plain:
        data = copy.deepcopy(base)
        for _ in range(draw(st.integers(0, most))):
            every = list(places(data))
            container, key = every[draw(st.integers(0, len(every) - 1))]
            draw(st.sampled_from(_WAYS))(draw, container, key)
        return data

    return draw_spoiled()


def places(data: Plain) -> Iterator[tuple[Plain, Plain]]:
    """Give every mapping or list inside the data with each of its keys or positions."""
    keys = list(data) if isinstance(data, dict) else range(len(data) if isinstance(data, list) else 0)
    for key in keys:
        yield data, key
        yield from places(data[key])


def _drop(_draw: st.DrawFn, container: Plain, key: Plain) -> None:
    del container[key]


def _replace(draw: st.DrawFn, container: Plain, key: Plain) -> None:
    container[key] = copy.deepcopy(draw(st.sampled_from(_STRANGE)))


def _respell(_draw: st.DrawFn, container: Plain, key: Plain) -> None:
    """Write a number in quotes, or surround a text with spaces."""
    if isinstance(container[key], int | float | str) and not isinstance(container[key], bool):
        container[key] = f" {container[key]} "


def _add(draw: st.DrawFn, container: Plain, _key: Plain) -> None:
    value = copy.deepcopy(draw(st.sampled_from(_STRANGE)))
    if isinstance(container, dict):
        container[draw(st.sampled_from(_KEYS))] = value
    else:
        container.append(value)


def _rename(draw: st.DrawFn, container: Plain, key: Plain) -> None:
    if isinstance(container, dict):
        container[draw(st.sampled_from(_KEYS))] = container.pop(key)


def _repeat(_draw: st.DrawFn, container: Plain, key: Plain) -> None:
    if isinstance(container, list):
        container.append(copy.deepcopy(container[key]))


_WAYS: tuple[Callable[[st.DrawFn, Plain, Plain], None], ...] = (
    _drop, _replace, _replace, _respell, _add, _rename, _repeat,
)  # fmt: skip


def as_yaml(data: Plain, indent: str = "") -> str:
    """Write plain data as a YAML block, every text in quotes."""
    match data:
        case dict() if data:
            lines = (f"{indent}{format_scalar(key)}:{_nested(value, indent)}" for key, value in data.items())
        case list() if data:
            lines = (f"{indent}-{_nested(value, indent)}" for value in data)
        case str():
            return f"{indent}{format_scalar(data)}\n"
        case _:
            return f"{indent}{json.dumps(data)}\n"
    return "".join(lines)


def _nested(value: Plain, indent: str) -> str:
    if isinstance(value, dict | list) and value:
        return f"\n{as_yaml(value, indent + '  ')}"
    return f" {as_yaml(value)}"


def plain(node: Node) -> Plain:
    """Give what was read from a file as the plain data that a schema judges."""
    match node:
        case Mapping():
            return {key: plain(value) for key, value in node.items()}
        case Sequence():
            return [plain(value) for value in node]
        case Number():
            return int(node) if node.lstrip("+-").isdigit() else float(node)
        case _:
            return node
