"""Reports as Markdown."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import assert_never

from partnerassess.files import clean
from partnerassess.report.shapes import (
    Action,
    Actions,
    Bar,
    Bars,
    Block,
    Course,
    Gaps,
    Heat,
    Part,
    Points,
    Prose,
    RangeRow,
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
    return "\n\n".join(filter(None, _report(report))) + "\n"


def _report(report: Report) -> Iterator[str]:
    yield f"# {_escape(report.title)}"
    yield _escape(" · ".join(report.about))
    for part in report.parts:
        if part.role is not Role.NEXT:
            yield from _part(part, 2)
    for fold in report.folds:
        yield f"## {_escape(fold.heading)}"
        for part in fold.parts:
            yield from _part(part, 3)


def _part(part: Part, level: int) -> Iterator[str]:
    yield f"{'#' * level} {_escape(part.heading)}"
    for block in part.blocks:
        yield from _block(block)


def _block(block: Block) -> Iterator[str]:
    match block:
        case Prose(words=words, lead=lead):
            bold = f"**{_escape(lead if lead.endswith(('.', ':')) else f'{lead}.')}**" if lead else ""
            yield " ".join(filter(None, [bold, _escape(words)]))
        case Points(items=items):
            yield "\n".join(f"- {_escape(item)}" for item in items)
        case Records(columns=columns, rows=rows, caption=caption, numeric=numeric):
            yield _table(columns, rows, numeric)
            yield _escape(caption)
        case Actions(rows=rows):
            yield "\n".join(f"{number}. {_action(row)}" for number, row in enumerate(rows, start=1))
        case Ranges(rows=rows, caption=caption, axis=axis):
            yield _table(("", "Standing", "Number", "Can be"), map(_range, rows), {2})
            yield _escape("; ".join(mark.label for mark in axis.marks))
            yield _escape(caption)
        case Bars(rows=rows, caption=caption):
            yield _table(("", "Number", ""), map(_bar, rows), {1})
            yield _escape(caption)
        case Gaps(rows=rows, caption=caption):
            cells = (
                (row.label, row.words, "; ".join(f"{dot.name} {dot.words}" for dot in row.dots))
                for row in rows
            )
            yield _table(("", "Difference", "Who"), cells)
            yield _escape(caption)
        case Course(times=times, lines=lines, caption=caption):
            columns = ("", *(mark.label for mark in times))
            yield _table(columns, ((line.label, *(each.words for each in line.readings)) for line in lines))
            yield _escape(caption)
        case Heat(columns=columns, rows=rows, caption=caption):
            yield _table(("", *columns), ((name, *(cell.words for cell in cells)) for name, cells in rows))
            yield _escape(caption)
        case _:
            assert_never(block)


def _action(action: Action) -> str:
    change = " → ".join(filter(None, [action.now, action.then]))
    lines = [f"**{_escape(action.do)}**", *(_escape(each) for each in (change, action.why) if each)]
    return "\\\n   ".join(lines)


def _range(row: RangeRow) -> Sequence[str]:
    name = f"{row.label} ({row.detail})" if row.detail else row.label
    return name, row.words, row.number, " to ".join(filter(None, row.ends))


def _bar(bar: Bar) -> Sequence[str]:
    return ": ".join(filter(None, [bar.group, bar.label])), bar.words, bar.detail


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
