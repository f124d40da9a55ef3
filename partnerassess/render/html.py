"""A report as one page: two sides of A4, an appendix that unfolds, no script, nothing fetched."""

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any, assert_never

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from partnerassess import __version__
from partnerassess.render import svg
from partnerassess.render.characters import find_language, shortened, visible
from partnerassess.render.colours import format_custom_properties
from partnerassess.render.layout import find_density, find_letters, find_step, lay_out
from partnerassess.report.shapes import (
    LANGUAGE,
    Actions,
    Bars,
    Block,
    Course,
    Gaps,
    Heat,
    Points,
    Prose,
    Ranges,
    Records,
    Report,
    group_rows,
)  # fmt: skip

_FOLDER = Path(__file__).parent / "templates"
_LONGEST_TITLE = 70
_PLAIN = re.compile(r"[A-Za-z0-9]")


def render_html(report: Report, *, full: bool = False) -> str:
    """Render a report as a self-contained page; with `full` the appendix is open, and printed."""
    title, longest = report.name, _LONGEST_TITLE
    # It has to be short also when its signs are written as markup.
    while len(escape(shortened(title, longest))) > _LONGEST_TITLE:
        longest -= 1
    running = "".join(
        letter if _PLAIN.match(letter) else f"\\{ord(letter):x} " for letter in shortened(report.running, 90)
    )
    font = "font: 7.5pt system-ui, 'Noto Sans', sans-serif; color: #535c65;"
    margins = Markup(  # noqa: S704 every character that could end the text is written as a number
        f'@page {{ @bottom-left {{ content: "{running}"; {font} }}'
        f' @bottom-right {{ content: counter(page) " of " counter(pages); {font} }} }}\n'
    )
    return (
        environment()
        .get_template("page.html.jinja")
        .render(
            report=report,
            sides=lay_out(report),
            full=full,
            title=shortened(title, longest),
            style=style(),
            margins=margins,
        )
    )


@cache
def style(*files: str) -> Markup:
    """Give the style of a page; it is ours alone, so nothing in it has to be escaped."""
    rules = "".join((_FOLDER / name).read_text(encoding="utf-8") for name in files or ("page.css",))
    return Markup(format_custom_properties() + rules)  # noqa: S704 no text of anybody else's is in it


def render_blocks(blocks: Iterable[Block], name: str) -> Markup:
    """Render what stands below a heading, the name of tables that have none of their own."""
    return Markup("").join(_block(block, name) for block in blocks)


def _block(block: Block, name: str) -> Any:
    shapes: Any = environment().get_template("shapes.html.jinja").module
    match block:
        case Prose():
            return shapes.prose(block)
        case Points():
            return shapes.points(block)
        case Records():
            return shapes.records(block, name)
        case Actions():
            return shapes.actions(block)
        case Ranges():
            return shapes.ranges(block)
        case Bars():
            return shapes.bars(block)
        case Gaps():
            return shapes.gaps(block)
        case Course():
            return shapes.course(block)
        case Heat():
            return shapes.heat(block, name)
        case _:
            assert_never(block)


@cache
def environment() -> Environment:
    """Give the templates, set up so that whatever fills them is shown as text."""
    environment = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        keep_trailing_newline=True,
        finalize=_finalize,
    )
    environment.globals.update(
        version=__version__,
        LANGUAGE=LANGUAGE,
        blocks=render_blocks,
        svg=svg,
        density=find_density,
        groups=group_rows,
        letters_of=find_letters,
        step_of=find_step,
    )
    environment.filters["language"] = find_language
    return environment


def _finalize(value: object) -> object:
    """Show what hides; attributes pass here, too."""
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value
