"""Pages for people who would rather look than read: a report as HTML, PDF or a Word document."""

import sys
from collections.abc import Callable
from enum import StrEnum
from importlib.util import find_spec
from typing import TYPE_CHECKING, assert_never

import typer

from partnerassess.cli.output import STANDARD_OUTPUT, deliver
from partnerassess.cli.single import SCREEN, show_report
from partnerassess.cli.streams import quote

if TYPE_CHECKING:
    from partnerassess.report.shapes import Report


class PageFormat(StrEnum):
    """The forms a report for looking at comes in; the file's name says which."""

    HTML = "html"
    DOCX = "docx"
    PDF = "pdf"


def render_page(report: "Report", form: PageFormat, *, full: bool = False) -> str | bytes:
    """Render a report, with `full` so that its appendix is printed; raises BadParameter without the extra."""
    match form:
        case PageFormat.HTML:
            from partnerassess.render.html import render_html

            return render_html(report, full=full)
        case PageFormat.DOCX:
            from partnerassess.render.word import render_word

            return render_word(report)
        case PageFormat.PDF:
            from partnerassess.render.pdf import render_pdf

            if find_spec("typst") is None:
                raise typer.BadParameter(f"PDF files need one more package: {_how_to_install('typst')}")
            return render_pdf(report, full=full)
        case _:
            assert_never(form)


def deliver_report(
    make: "Callable[[bool], Report]",
    form: str,
    output: str,
    *,
    full: bool = False,
    height: int | None = SCREEN,
    pager: bool = True,
) -> None:
    """Show a report in the terminal, or write it as Markdown, page, PDF or Word.

    `make` makes the report, with everything or without; pages have everything, in their appendix.
    """
    if form == "terminal":
        show_report(make(full), output, height=height, pager=pager)
    elif form == "markdown":
        from partnerassess.render.markdown import render_markdown

        deliver(render_markdown(make(full)), output)
    else:
        page = PageFormat(form)
        if output == STANDARD_OUTPUT and sys.stdout.isatty() and page is not PageFormat.HTML:
            raise typer.BadParameter(f"needs a file: add --output NAME.{page}", param_hint="--format")
        deliver(render_page(make(True), page, full=full), output)


def _how_to_install(package: str) -> str:
    """Give the command that puts a package where this tool was installed."""
    python = quote(sys.executable)
    return (
        f"{python} -m pip install {package}"
        if find_spec("pip")
        else f"uv pip install --python {python} {package}"
    )
