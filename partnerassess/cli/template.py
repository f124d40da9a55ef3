"""`template`: a blank answer file or workbook to fill in, or a form to print and fill in with a pen."""

from typing import Annotated

import typer

from partnerassess.cli.form import Form, choose_form
from partnerassess.cli.options import ChosenQuestionnaire, Force, Output
from partnerassess.cli.output import STANDARD_OUTPUT, deliver, guard

_MADE = (Form.YAML, Form.HTML, Form.DOCX, Form.XLSX)


def template(
    questionnaire: ChosenQuestionnaire = None,
    format: Annotated[  # noqa: A002 the option's name
        str | None,
        typer.Option(
            "--format",
            "-f",
            help="A file or workbook to type into, or a form to print.",
            show_default="by the ending of --output, else yaml",
        ),
    ] = None,
    output: Output = STANDARD_OUTPUT,
    organisations: Annotated[
        str | None,
        typer.Option("--organisations", metavar="A,B", help="In a workbook: a column for each of these."),
    ] = None,
    platform: Annotated[
        str | None,
        typer.Option("--for", metavar="msforms", help="In Word: as Microsoft Forms' quick import reads it."),
    ] = None,
    force: Force = False,
) -> None:
    """Print a blank answer file with every question and level as a comment, to fill in by hand.

    As xlsx it is a workbook with drop-down lists, as html or docx a form to print and fill in with a pen.

    \b
    Examples:
      partnerassess template > answers.yaml
      partnerassess template --questionnaire our-questionnaire.yaml --output answers.yaml
      partnerassess template --output answers.xlsx --organisations "Northbank,Eastvale"
      partnerassess template --output questions.docx --for msforms
      partnerassess template --output form.html
    """
    from partnerassess.batch import choose_questionnaire
    from partnerassess.library import DEFAULT

    form = choose_form(format, output, _MADE, Form.YAML)
    names = [name.strip() for name in (organisations or "").split(",") if name.strip()]
    if names and form is not Form.XLSX:
        raise typer.BadParameter(
            "only a workbook has columns for organisations", param_hint="--organisations"
        )
    if platform is not None and (platform, form) != ("msforms", Form.DOCX):
        raise typer.BadParameter("say `--for msforms -o questions.docx`", param_hint="--for")
    guard(output, [questionnaire], force=force)
    chosen = choose_questionnaire(questionnaire or DEFAULT)
    match form:
        case Form.YAML:
            from partnerassess.writing import format_template

            deliver(format_template(chosen), output)
        case Form.HTML:
            from partnerassess.render.form import render_form

            deliver(render_form(chosen), output)
        case Form.DOCX if platform:
            from partnerassess.collect.forms_document import render_forms_document

            deliver(render_forms_document(chosen), output)
        case Form.DOCX:
            from partnerassess.render.form import render_form_document

            deliver(render_form_document(chosen), output)
        case Form.XLSX:
            from partnerassess.collect.workbook import render_workbook

            deliver(render_workbook(chosen, names), output)
        case _:
            raise ValueError(f"no template comes as {form}")
