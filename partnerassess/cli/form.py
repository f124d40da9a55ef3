"""The forms results come in: which one is wanted, and how a report takes it."""

import os
import shlex
import sys
from collections.abc import Iterable
from contextlib import suppress
from enum import StrEnum
from typing import TYPE_CHECKING, NoReturn, assert_never

import typer

from partnerassess.cli.output import STANDARD_OUTPUT, deliver, is_folder, is_stream
from partnerassess.cli.process import PLAIN_WIDTH, asks_for_words, console, is_utf8
from partnerassess.files.reading import clean, quote
from partnerassess.names import file_stem

if TYPE_CHECKING:
    from partnerassess.report.shapes import Report


class Form(StrEnum):
    """Every form that something comes in; each command makes some of them."""

    TERMINAL = "terminal"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"
    XLSX = "xlsx"
    MARKDOWN = "markdown"
    HTML = "html"
    DOCX = "docx"
    PDF = "pdf"
    YAML = "yaml"

    @property
    def is_brief(self) -> bool:
        """Whether everything is said only when it is asked for, as where one scrolls."""
        return self in (Form.TERMINAL, Form.MARKDOWN)


REPORTS = (Form.TERMINAL, Form.MARKDOWN, Form.HTML, Form.DOCX, Form.PDF)
"""The forms that every report comes in."""

_LONGEST_STEM = 60

SCREEN = 24
"""How many lines a report has at most in the terminal, unless everything is asked for."""

_FORMS = {
    ".txt": Form.TERMINAL,
    ".json": Form.JSON,
    ".jsonl": Form.JSONL,
    ".ndjson": Form.JSONL,
    ".csv": Form.CSV,
    ".xlsx": Form.XLSX,
    ".md": Form.MARKDOWN,
    ".markdown": Form.MARKDOWN,
    ".html": Form.HTML,
    ".htm": Form.HTML,
    ".docx": Form.DOCX,
    ".pdf": Form.PDF,
    ".yaml": Form.YAML,
    ".yml": Form.YAML,
}
ENDINGS = {form: ending for ending, form in reversed(_FORMS.items())}
"""The usual ending of every form: of several, the first."""
_NO_TEXT = (Form.DOCX, Form.XLSX, Form.PDF)
_PAGES = (Form.DOCX, Form.HTML, Form.PDF, Form.MARKDOWN, Form.TERMINAL)
_TABLES = (Form.XLSX, Form.CSV, Form.JSON)
_INSTEAD = {
    **dict.fromkeys((".doc", ".docm", ".odt", ".rtf", ".pages", ".ppt", ".pptx", ".odp"), _PAGES),
    **dict.fromkeys((".png", ".jpg", ".jpeg", ".gif", ".svg"), _PAGES),
    **dict.fromkeys((".xls", ".xlsm", ".ods", ".numbers", ".tsv", ".xml", ".parquet"), _TABLES),
    **dict.fromkeys((".gz", ".bz2", ".xz", ".zst", ".zip"), _TABLES),
}
"""Endings of files that are not made here, with the forms that come nearest."""

_QUIET = {"LESS": "FRX", "LV": "-c"}
"""How pagers behave unless the user says otherwise: colours as they are, and gone where everything fits."""


def choose_form(given: str | None, output: str, made: Iterable[Form], otherwise: Form) -> Form:
    """Give the form of an output: the one --format gives, else that of the file's ending, else `otherwise`.

    `made` are the forms that the command makes, `output` is a file, or `-`. A name without an ending, or with
    one that says nothing, may hold any form, and `.txt` any text. Raises BadParameter for a form that is not
    made, for a name that promises a form that the file would not have, and for one that nobody finds again.
    """
    refuse_odd_name(output)
    forms = tuple(made)
    wanted = None if given is None else _read_form(given, forms)
    ending = os.path.splitext(output)[1].casefold()
    said = _FORMS.get(ending)
    if said is None and ending not in _INSTEAD:
        form = wanted or otherwise
        if output == STANDARD_OUTPUT and form in _NO_TEXT and sys.stdout.isatty():
            _refuse(f"{form} cannot be shown in the terminal", f"name a file that ends in {ENDINGS[form]}")
        return form
    if wanted is not None:
        if said is wanted or (ending == ".txt" and wanted not in _NO_TEXT):
            return wanted
        leave = "leave --format out, or " if said in forms else ""
        hint = f"{leave}name the file {_named(output, wanted)}"
        _refuse(f"{clean(output)} would hold {wanted}, whatever its name says", hint)
    if said is None or said not in forms:
        _refuse(f"{clean(ending)} files are not made by this command", _name_instead(output, ending, forms))
    return said


def refuse_odd_name(output: str, option: str = "--output", example: str = "results.html") -> None:
    """Raise BadParameter for a name that nobody finds a file by: blanks, dots or an ending alone."""
    name = os.path.basename(os.path.normpath(output))
    is_ending = name.casefold() in (*_FORMS, *_INSTEAD)
    if output and (is_ending or (name.endswith((" ", ".")) and name not in (".", ".."))):
        fault = f"{clean(output)!r} is no name that a file is found by: give it one, such as {example}"
        raise typer.BadParameter(fault, param_hint=option)


def report_stem(subject: str) -> str:
    """Give what a file about something is called, without its ending."""
    return file_stem(subject, _LONGEST_STEM) or "partnership"


def with_ending(output: str, form: Form) -> str:
    """Give an output the ending of its form unless it has one that says something: `St. Mary's` has none."""
    is_said = os.path.splitext(output)[1].casefold() in (*_FORMS, *_INSTEAD)
    is_left = is_said or not output or is_folder(output) or is_stream(output)
    return output if is_left else f"{output}{ENDINGS[form]}"


def own_name(subject: str, form: Form) -> str:
    """Give a file a name of its own, free in this folder, from what it is about."""
    stem = report_stem(subject)
    ending = ENDINGS[form]
    names = (f"{stem}{number}{ending}" for number in ("", *(f"-{each}" for each in range(2, 10_000))))
    return next(name for name in names if not os.path.lexists(name))


def show_report(
    report: "Report", form: Form, output: str, *, full: bool = False, plain: bool = False, pager: bool = False
) -> None:
    """Write a report in one of its forms. Raises ProblemsFound if the file cannot be written."""
    if form is not Form.TERMINAL:
        deliver(to_bytes(report, form, full=full), output)
        return
    from partnerassess.render.terminal import render_terminal

    height = None if full else SCREEN
    if output != STANDARD_OUTPUT:
        deliver(str(render_terminal(report, width=PLAIN_WIDTH, height=height)), output)
        return
    target = console(sys.stdout)
    lines = render_terminal(
        report,
        width=target.width,
        utf8=is_utf8(sys.stdout),
        accessible=plain or asks_for_words(),
        height=height,
    )
    command = _find_pager() if pager and len(lines.lines) >= target.height else []
    if command:
        with target.capture() as captured:
            target.print(lines, soft_wrap=True)
        if _show_paged(captured.get(), command):
            return
    target.print(lines, soft_wrap=True)


def to_bytes(report: "Report", form: Form, *, full: bool = False) -> bytes:
    """Render a report as the content of a file."""
    match form:
        case Form.TERMINAL:
            from partnerassess.render.terminal import render_terminal

            return str(render_terminal(report, width=PLAIN_WIDTH)).encode()
        case Form.MARKDOWN:
            from partnerassess.render.markdown import render_markdown

            return render_markdown(report).encode()
        case Form.HTML:
            from partnerassess.render.html import render_html

            return render_html(report, full=full).encode()
        case Form.DOCX:
            from partnerassess.render.word import render_word

            return render_word(report)
        case Form.PDF:
            from importlib.util import find_spec

            from partnerassess.render.pdf import render_pdf

            if find_spec("typst") is None:
                python = quote(sys.executable)
                pip = f"{python} -m pip install" if find_spec("pip") else f"uv pip install --python {python}"
                _refuse("PDF files need one more package", f"{pip} typst; or name a .docx file")
            return render_pdf(report, full=full)
        case Form.JSON | Form.JSONL | Form.CSV | Form.XLSX | Form.YAML:
            raise ValueError(f"a report does not come as {form}")
        case _:
            assert_never(form)


def _find_pager() -> list[str]:
    """Give the command of the user's pager, which shows a long report page by page as git does.

    Empty where there is none, or standard output is no terminal.
    """
    if not (sys.stdout.isatty() and sys.stdin is not None and sys.stdin.isatty()):
        return []
    if os.environ.get("TERM") == "dumb":
        return []
    import shutil

    wanted = os.environ.get("PAGER")
    if wanted is None:
        wanted = next((name for name in ("less", "more") if shutil.which(name)), "")
    try:
        command = shlex.split(wanted, posix=os.name != "nt")
    except ValueError:
        return []
    return command if command and command[0] != "cat" and shutil.which(command[0]) else []


def _show_paged(text: str, pager: list[str]) -> bool:
    """Show a text in a pager; tells whether that worked."""
    import signal
    import subprocess

    environment = {**_QUIET, **os.environ}
    # Ctrl-C belongs to the pager, which goes on.
    before = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        process = subprocess.Popen(pager, stdin=subprocess.PIPE, env=environment)  # noqa: S603 the user's own
        # Somebody may leave the pager before everything is written.
        with process, suppress(OSError):
            process.communicate(text.encode(errors="replace"))
    except OSError:
        return False
    finally:
        signal.signal(signal.SIGINT, before)
    return True


def _read_form(given: str, forms: tuple[Form, ...]) -> Form:
    for form in forms:
        if form.value == given.casefold():
            return form
    from difflib import get_close_matches

    near = get_close_matches(given.casefold(), [form.value for form in forms], n=1)
    guess = f"; did you mean {near[0]}?" if near else ""
    fault = f"{clean(given)!r} is not made by this command; it makes {', '.join(forms)}{guess}"
    raise typer.BadParameter(fault, param_hint="--format")


def _name_instead(output: str, ending: str, forms: tuple[Form, ...]) -> str:
    inner = _FORMS.get(os.path.splitext(os.path.splitext(output)[0])[1].casefold())
    nearest = (inner, *_INSTEAD.get(ending, ())) if ending in _INSTEAD else ()
    near = next((form for form in nearest if form in forms), None)
    if near is None:
        return f"what is made ends in {', '.join(ENDINGS[form] for form in forms)}"
    return f"name the file {_named(output, near)}"


def _named(output: str, form: Form) -> str:
    stem, ending = os.path.splitext(output)[0], ENDINGS[form]
    return clean(stem if stem.endswith(ending) else f"{stem}{ending}")


def _refuse(fault: str, hint: str) -> NoReturn:
    raise typer.BadParameter(f"{fault}: {hint}", param_hint="--output")
