"""The templates of the page, set up so that whatever fills them is shown as text.

This module knows where templates and style stand and how text is kept from becoming markup. It does not
know what they are filled with.
"""

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup, escape

from partnerassess import __version__
from partnerassess.render.page.colours import format_custom_properties
from partnerassess.render.page.shown import shortened, visible

_FOLDER = Path(__file__).parent / "templates"
_LONGEST_TITLE = 70


def render_template(name: str, **filled: object) -> str:
    """Fill a template; every name it uses has to be given."""
    return _template(name).render(filled)


@cache
def style() -> Markup:
    """Give the style of every page; it is ours alone, so nothing in it has to be escaped."""
    rules = (_FOLDER / "page.css").read_text(encoding="utf-8")
    return Markup(format_custom_properties() + rules)  # noqa: S704 no text of anybody else's is in it


@cache
def _template(name: str) -> Template:
    return _environment().get_template(name)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
        finalize=_finalize,
    )
    environment.globals["version"] = __version__
    environment.filters["short_title"] = _short_title
    return environment


def _short_title(words: str) -> str:
    """Shorten a page's title so that it is short also when its signs are written as markup."""
    longest = _LONGEST_TITLE
    while len(escape(shortened(words, longest))) > _LONGEST_TITLE:
        longest -= 1
    return shortened(words, longest)


def _finalize(value: object) -> object:
    if not isinstance(value, str):
        return value
    shown = visible(value)
    return Markup(shown) if isinstance(value, Markup) else shown  # noqa: S704 it was markup before
