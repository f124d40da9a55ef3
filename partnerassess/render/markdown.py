"""Reports as Markdown."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import assert_never

from partnerassess.files.reading import clean
from partnerassess.report.shapes import (
    Actions,
    Bars,
    Block,
    Course,
    Gaps,
    Heat,
    Part,
    Points,
    Prose,
    Ranges,
    Records,
    Report,
    Role,
)

_MARKUP = re.compile(
    r"[\\`*_\[\]|~$@#<>]"
    r"|&(?=#?\w+;)"  # would be read as the name of a character
    r"|:(?=//)|(?<=www)\."  # would turn an address into a link
    r"|^[-+=:](?!\d)|^\d+[.)](?=\s|$)"  # would start a list, a line or a heading
)
_ENTITIES = {"<": "&lt;", ">": "&gt;", "&": "&amp;"}


def render_markdown(report: Report) -> str:
    """Render a report; ends with a newline. The commands to type next are for terminals only."""
    said = [f"# {_escape(report.title)}", _escape(" · ".join(report.about))]
    parts = [(2, part) for part in report.parts if part.role is not Role.NEXT]
    for fold in report.folds:
        parts += [(2, Part(fold.heading, ())), *((3, part) for part in fold.parts)]
    for level, part in parts:
        said.append(f"{'#' * level} {_escape(part.heading)}")
        for block in part.blocks:
            said += _block(block)
    return "\n\n".join(filter(None, said)) + "\n"


def _block(block: Block) -> Iterator[str]:  # noqa: C901 one case a shape
    match block:
        case Prose(words=words, lead=lead):
            yield " ".join(filter(None, [f"**{_escape(lead)}**" if lead else "", _escape(words)]))
        case Points(items=items):
            yield "\n".join(f"- {_escape(item)}" for item in items)
        case Records(columns=columns, rows=rows, numeric=numeric):
            yield _table(columns, rows, numeric)
        case Actions(rows=rows):
            actions = []
            for number, row in enumerate(rows, start=1):
                change = " → ".join(filter(None, [row.now, row.then]))
                more = [_escape(each) for each in (change, row.why) if each]
                actions.append("\\\n   ".join([f"{number}. **{_escape(row.do)}**", *more]))
            yield "\n".join(actions)
        case Ranges(axis=axis):
            cells = [
                (
                    f"{row.label} ({row.detail})" if row.detail else row.label,
                    row.words,
                    row.number,
                    " to ".join(filter(None, row.ends)),
                )
                for row in block.rows
            ]
            yield _table(("", "Standing", "Number", "Can be"), cells, {2})
            yield _escape("; ".join(mark.label for mark in axis.marks))
        case Bars():
            bars = [
                (": ".join(filter(None, [bar.group, bar.label])), bar.words, bar.detail) for bar in block.rows
            ]
            yield _table(("", "Number", ""), bars, {1})
        case Gaps():
            gaps = [
                (gap.label, gap.words, "; ".join(f"{dot.name} {dot.words}" for dot in gap.dots))
                for gap in block.rows
            ]
            yield _table(("", "Difference", "Who"), gaps)
        case Course(times=times, lines=lines):
            columns = ("", *(mark.label for mark in times))
            yield _table(columns, ((line.label, *(each.words for each in line.readings)) for line in lines))
        case Heat():
            heat = ((name, *(cell.words for cell in row)) for name, row in block.rows)
            yield _table(("", *block.columns), heat)
        case _:
            assert_never(block)
    if not isinstance(block, Prose | Points | Actions):
        yield _escape(block.caption)


def _table(
    columns: Sequence[str], rows: Iterable[Sequence[str]], numeric: Iterable[int] = frozenset()
) -> str:
    """Write a table without columns that nothing stands in."""
    every = [list(row) for row in rows]
    kept = [place for place in range(len(columns)) if place == 0 or any(row[place] for row in every)]
    right = set(numeric)
    lines = [
        [_escape(columns[place]) for place in kept],
        ["---:" if place in right else "---" for place in kept],
        *([_escape(row[place]) for place in kept] for row in every),
    ]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _escape(words: str) -> str:
    """Give any text on one line, so that Markdown shows it as it stands."""
    return _MARKUP.sub(_escape_sign, clean(" ".join(words.split())))


def _escape_sign(match: re.Match[str]) -> str:
    sign = match[0]
    return _ENTITIES.get(sign) or f"{sign[:-1]}\\{sign[-1]}"
