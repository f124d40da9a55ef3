"""`demo` and `questionnaire`: the examples and questionnaires that ship with partnerassess, and schemas."""

import textwrap
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from partnerassess.cli import options
from partnerassess.cli.commands import add_commands
from partnerassess.cli.form import REPORTS, Form, choose_form, show_report, with_ending
from partnerassess.cli.output import STANDARD_OUTPUT, deliver, guard
from partnerassess.cli.process import say
from partnerassess.cli.run import Run

if TYPE_CHECKING:
    from pathlib import Path

    from partnerassess.assessment import Assessment
    from partnerassess.report.shapes import Report

_INVENTED = "invented"
_WHAT_THEY_ARE = (
    "Five case studies, read from a few published pages each, and an invented partnership. "
    "The pages are silent on some questions, which a team could answer:"
)
_OWN = ("partnerassess assess", "answer for a partnership of your own")


def demo(
    case: Annotated[
        str | None,
        typer.Argument(metavar="[CASE]", help="A letter from a to e, or `invented`: that one by itself."),
    ] = None,
    form: options.Format = None,
    output: options.Output = STANDARD_OUTPUT,
    force: options.Force = False,
    full: options.Full = False,
    plain: options.Plain = False,
    no_pager: options.NoPager = False,
) -> None:
    """Score the examples."""
    chosen = choose_form(form, output, REPORTS, Form.TERMINAL)
    guard([output], [], force=force)
    whole = full or not chosen.is_brief
    from partnerassess.library import case_studies, invented_partnership
    from partnerassess.report.assessment import report_assessment

    cases = {path.stem.removeprefix("case-"): path for path in case_studies()}
    if case is None:
        report = _report_all(cases, whole=whole)
    else:
        name = case.casefold()
        if name not in (*cases, _INVENTED):
            raise typer.BadParameter(f"one of {', '.join(cases)} or {_INVENTED}", param_hint="CASE")
        paths = invented_partnership() if name == _INVENTED else [cases[name]]
        others = () if whole else (("partnerassess demo", "all of them"), _OWN)
        report = report_assessment(_score(paths)[0], full=whole, commands=others)
    show_report(report, chosen, output, full=full, plain=plain, pager=full and not no_pager)


def _report_all(cases: "Mapping[str, Path]", *, whole: bool) -> "Report":
    """Report on every example, and say what is open in the case studies."""
    from partnerassess.library import invented_partnership
    from partnerassess.report.portfolio import read_member, report_portfolio

    studies = [assessment for path in cases.values() for assessment in _score([path])]
    silent = (
        f"case {letter.upper()} {len(leader.open_answers())} of {len([*leader.arrangement.questions()])}"
        for letter, assessment in zip(cases, studies, strict=True)
        if (leader := assessment.leader)
    )
    say(textwrap.fill(f"{_WHAT_THEY_ARE} {', '.join(silent)}.", 80))
    one, invented = "partnerassess demo a", "partnerassess demo invented"
    commands = () if whole else ((one, "one of them"), (invented, "the invented one"), _OWN)
    every = (*studies, *_score(invented_partnership()))
    members = [read_member(each, full=whole) for each in every]
    return report_portfolio(members, [each.questionnaire for each in every], full=whole, commands=commands)


def _score(paths: "Sequence[Path]") -> "list[Assessment]":
    return list(Run(paths=[str(path) for path in paths]).assessments())


questionnaires = typer.Typer(
    help="List, show and describe questionnaires.",
    epilog=(
        "\b\nExamples:\n  partnerassess questionnaire list\n  partnerassess questionnaire show nhs-partnering"
    ),
    rich_markup_mode=None,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def list_() -> None:
    """List the questionnaires that ship with partnerassess."""
    from partnerassess.library import shipped_questionnaires
    from partnerassess.loading.questionnaire import load_questionnaire

    for name, path in shipped_questionnaires().items():
        loaded = load_questionnaire(path)
        typer.echo(f"{name} {loaded.version}: {loaded.title} ({len(loaded.questions)} questions)")


def show(
    questionnaire: Annotated[
        str, typer.Argument(metavar="NAME|FILE", autocompletion=options.complete_questionnaires)
    ],
    output: options.Output = STANDARD_OUTPUT,
    force: options.Force = False,
) -> None:
    """Print a questionnaire's file, to read it or to start your own from."""
    from partnerassess.files.reading import decode, read_bytes
    from partnerassess.loading.questionnaire import MAX_QUESTIONNAIRE
    from partnerassess.loading.shelf import find_questionnaire_file

    output = with_ending(output, choose_form(None, output, (Form.YAML,), Form.YAML))
    path = find_questionnaire_file(questionnaire)
    guard([output], [str(path)], force=force)
    deliver(decode(read_bytes(path, limit=MAX_QUESTIONNAIRE), str(path)), output)


def schema(
    of: Annotated[
        Literal["questionnaire", "answers", "result"],
        typer.Argument(metavar="questionnaire|answers|result"),
    ],
    output: options.Output = STANDARD_OUTPUT,
    force: options.Force = False,
) -> None:
    """Print the JSON Schema of a file format, which lets editors complete and check as you type."""
    from partnerassess.library import schema_text

    output = with_ending(output, choose_form(None, output, (Form.JSON,), Form.JSON))
    guard([output], (), force=force)
    deliver(schema_text(of), output)


add_commands(questionnaires, {"list": list_, "show": show, "schema": schema}, group="questionnaire")
