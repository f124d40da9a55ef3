"""`template`: a blank answer file, a form for the browser or the pen, or a workbook to fill in."""

from typing import Annotated

import typer

from partnerassess.cli import options
from partnerassess.cli.form import Form, choose_form
from partnerassess.cli.output import STANDARD_OUTPUT, deliver, guard
from partnerassess.problems import ProblemsFound

_MADE = (Form.YAML, Form.HTML, Form.DOCX, Form.XLSX)


_Format = Annotated[
    str | None,
    typer.Option(
        "--format",
        "-f",
        help="A file, workbook or form to fill in.",
        show_default="by the ending of --output, else yaml",
    ),
]
_Organisations = Annotated[
    str | None,
    typer.Option("--organisations", metavar="A,B", help="In a workbook: a column for each of these."),
]
_Platform = Annotated[
    str | None,
    typer.Option("--for", metavar="msforms", help="In Word: as Microsoft Forms' quick import reads it."),
]
_Start = Annotated[
    list[str] | None,
    typer.Option(
        "--start",
        metavar="QUESTION=CHOICE",
        help="Settle a choice beforehand, and leave out what cannot apply then; may be repeated.",
    ),
]


def template(
    questionnaire: options.NewQuestionnaire = None,
    given: _Format = None,
    output: options.Output = STANDARD_OUTPUT,
    organisations: _Organisations = None,
    platform: _Platform = None,
    start: _Start = None,
    quick: options.Quick = False,
    force: options.Force = False,
) -> None:
    """Print a blank answer file with every question and level as a comment, to fill in by hand."""
    from partnerassess.collect.start import leave_out, read_settled
    from partnerassess.library import DEFAULT
    from partnerassess.loading import choose_questionnaire

    form = choose_form(given, output, _MADE, Form.YAML)
    names = [name.strip() for name in (organisations or "").split(",") if name.strip()]
    if names and form is not Form.XLSX:
        raise typer.BadParameter(
            "only a workbook has columns for organisations", param_hint="--organisations"
        )
    if platform is not None and (platform, form) != ("msforms", Form.DOCX):
        raise typer.BadParameter("say `--for msforms -o questions.docx`", param_hint="--for")
    asked = options.quick_or(questionnaire, quick=quick)
    guard([output], [questionnaire], force=force)
    whole = choose_questionnaire(asked or DEFAULT)
    try:
        settled = read_settled(whole, start or [])
    except ProblemsFound as found:
        raise typer.BadParameter("; ".join(map(str, found.problems)), param_hint="--start") from None
    chosen = leave_out(whole, settled)
    content: str | bytes
    match form:
        case Form.YAML:
            from partnerassess.writing import format_template

            content = format_template(chosen, settled)
        case Form.HTML:
            from partnerassess.render.form import render_form

            content = render_form(chosen, settled)
        case Form.DOCX if platform:
            from partnerassess.collect.forms_document import render_forms_document

            content = render_forms_document(chosen)
        case Form.DOCX:
            from partnerassess.render.form import render_form_document

            content = render_form_document(chosen, settled)
        case Form.XLSX:
            from partnerassess.collect.workbook import render_workbook

            content = render_workbook(chosen, names, settled)
        case _:
            raise ValueError(f"no template comes as {form}")
    deliver(content, output)
