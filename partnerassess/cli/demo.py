"""`demo`: the examples that ship with partnerassess, scored."""

import textwrap
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from partnerassess.cli.form import Form, show_report
from partnerassess.cli.options import Full, NoPager, Plain
from partnerassess.cli.output import STANDARD_OUTPUT
from partnerassess.cli.run import Inputs, Run
from partnerassess.cli.streams import say

if TYPE_CHECKING:
    from pathlib import Path

    from partnerassess.assessment import Assessment

_INVENTED = "invented"
_OWN = ("partnerassess assess", "answer for a partnership of your own")


def demo(
    case: Annotated[
        str | None,
        typer.Argument(metavar="[CASE]", help="A letter from a to e, or `invented`: that one by itself."),
    ] = None,
    full: Full = False,
    plain: Plain = False,
    no_pager: NoPager = False,
) -> None:
    """Score the examples."""
    from partnerassess.library import case_studies, invented_partnership
    from partnerassess.report.assessment import report_assessment
    from partnerassess.report.portfolio import report_portfolio

    cases = {path.stem.removeprefix("case-"): path for path in case_studies()}
    if case is None:
        studies = [assessment for path in cases.values() for assessment in _score([path])]
        say(textwrap.fill(" ".join(_what_they_are(list(cases), studies)), 80))
        commands = (
            ("partnerassess demo a", "one of them"),
            ("partnerassess demo invented", "the invented one"),
            _OWN,
        )
        every = [*studies, *_score(invented_partnership())]
        report = report_portfolio(every, full=full, commands=commands)
    else:
        name = case.casefold()
        if name not in (*cases, _INVENTED):
            raise typer.BadParameter(f"one of {', '.join(cases)} or {_INVENTED}", param_hint="CASE")
        paths = invented_partnership() if name == _INVENTED else [cases[name]]
        report = report_assessment(
            _score(paths)[0], full=full, commands=(("partnerassess demo", "all of them"), _OWN)
        )
    show_report(report, Form.TERMINAL, STANDARD_OUTPUT, full=full, plain=plain, pager=full and not no_pager)


def _score(paths: "Sequence[Path]") -> "list[Assessment]":
    return Run(inputs=Inputs(paths=[str(path) for path in paths])).assessments()


def _what_they_are(letters: Sequence[str], studies: "Sequence[Assessment]") -> Iterator[str]:
    yield "Five case studies, read from a few published pages each, and an invented partnership."
    yield "The pages are silent on some questions, which a team could answer:"
    silent = []
    for letter, assessment in zip(letters, studies, strict=True):
        leader = assessment.leader
        if leader:
            asked = len(tuple(leader.arrangement.questions()))
            silent.append(f"case {letter.upper()} {len(leader.open_answers())} of {asked}")
    yield ", ".join(silent) + "."
