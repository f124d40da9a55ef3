"""A report as a PDF: the two sides a board reads, tagged so that they can be read aloud."""

import json
import re
from enum import Enum
from fractions import Fraction
from pathlib import Path
from typing import Any

from partnerassess.render.characters import shortened, visible
from partnerassess.render.colours import LIGHT
from partnerassess.render.layout import (
    find_density,
    find_letters,
    find_step,
    find_stretches,
    find_widths,
    find_words_below,
    lay_out,
    share_out,
)
from partnerassess.report.shapes import (
    LANGUAGE,
    Action,
    Axis,
    Bars,
    Cell,
    Course,
    Gaps,
    Heat,
    Ranges,
    Records,
    Report,
    group_rows,
)

_FOLDER = Path(__file__).parent
_TEMPLATE = _FOLDER / "templates" / "report.typ"
_FONTS = _FOLDER / "fonts"
_LONGEST_TITLE = 250
_LONGEST_RUNNING = 90
_REPLACEMENT = "\ufffd"
_UNKNOWN = re.compile(r'the text `"(.+?)"` could not be displayed')
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")


def render_pdf(report: Report, *, full: bool = False) -> bytes:
    """Render a report as a PDF/UA-1 file, the same bytes every time; with `full` the appendix comes along.

    A character that our own letters lack is taken from the machine's fonts; where they lack it, too, U+FFFD
    stands for it. Raises ModuleNotFoundError where the extra `pdf` is not installed.
    """
    import typst

    sides = lay_out(report)
    language, _, region = LANGUAGE.partition("-")
    view = {
        "name": shortened(report.name, _LONGEST_TITLE),
        "running": shortened(report.running, _LONGEST_RUNNING),
        "lang": language,
        "region": region,
        "title": visible(report.title),
        "about": " · ".join(map(visible, report.phrases)),
        "front": _plain(sides.front),
        "behind": _plain(sides.behind),
        "appendix": _plain(sides.appendix) if full else [],
        "colours": dict(LIGHT),
    }
    data, system = json.dumps(view, ensure_ascii=False), False
    while True:
        try:
            return typst.compile(
                _TEMPLATE,
                font_paths=typst.Fonts(include_system_fonts=system, font_paths=[str(_FONTS)]),
                sys_inputs={"report": data},
                pdf_standards="ua-1",
                format="pdf",
                timestamp=0,
            )
        except typst.TypstError as error:
            # Which characters no font had is in what the compiler says.
            found = "".join(_UNKNOWN.findall(str(error.diagnostic)))
            unknown = set(_ESCAPED.sub(lambda match: chr(int(match[1], 16)), found)) - {_REPLACEMENT}
            if not unknown & set(data):
                raise
            if system:
                data = data.translate(dict.fromkeys(map(ord, unknown), _REPLACEMENT))
            system = True


def _plain(value: Any) -> Any:
    """Turn shapes into plain data with the name of each, and what of it only pictures need."""
    match value:
        case str():
            return visible(value)
        case Fraction():
            return float(value)
        case Enum():
            return value.value
        case tuple() | list() | frozenset():
            return [_plain(each) for each in value]
        case None | bool() | int() | float():
            return value
    named = {name: _plain(getattr(value, name)) for name in value.__struct_fields__}
    return {**named, "shape": type(value).__name__.lower(), **_more(value)}


def _more(value: Any) -> dict[str, Any]:
    match value:
        case Ranges():
            return {"groups": _plain(group_rows(value.rows)), "density": find_density(value.rows)}
        case Bars():
            return {"groups": _plain(group_rows(value.rows))}
        case Axis():
            names = [*share_out(value.marks), *[*share_out(value.unmarked)][::-1]]
            return {"names": _plain(names), "stretches": _plain(list(find_stretches(value)))}
        case Action():
            return {"line": visible(value.line)}
        case Course():
            below = [find_words_below(line, value) for line in value.lines]
            lines = zip(_plain(value.lines), below, strict=True)
            return {"lines": [{**line, "below": each} for line, each in lines]}
        case Gaps():
            return {"letters": {visible(name): letter for name, letter in find_letters(value).items()}}
        case Records():
            return {"widths": find_widths(value)}
        case Heat():
            return {
                "rows": [{"label": visible(label), "cells": _plain(cells)} for label, cells in value.rows]
            }
        case Cell():
            return {"step": find_step(value)}
        case _:
            return {}
