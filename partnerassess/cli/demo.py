"""`demo`: the examples that ship with partnerassess, scored."""

import textwrap
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from partnerassess.cli.form import REPORTS, Form, choose_form, show_report
from partnerassess.cli.options import ChosenForm, Force, Full, NoPager, Output, Plain
from partnerassess.cli.output import STANDARD_OUTPUT, guard
from partnerassess.cli.run import Run
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
    form: ChosenForm = None,
    output: Output = STANDARD_OUTPUT,
    force: Force = False,
    full: Full = False,
    plain: Plain = False,
    no_pager: NoPager = False,
) -> None:
    """Score the examples."""
    chosen = choose_form(form, output, REPORTS, Form.TERMINAL)
    guard([output], [], force=force)
    whole = full or not chosen.is_brief
    from partnerassess.library import case_studies, invented_partnership
    from partnerassess.report.assessment import report_assessment
    from partnerassess.report.portfolio import read_member, report_portfolio

    cases = {path.stem.removeprefix("case-"): path for path in case_studies()}
    if case is None:
        studies = [assessment for path in cases.values() for assessment in _score([path])]
        say(textwrap.fill(" ".join(_what_they_are(list(cases), studies)), 80))
        commands = (
            ("partnerassess demo a", "one of them"),
            ("partnerassess demo invented", "the invented one"),
            _OWN,
        )
        every = [read_member(each, full=whole) for each in (*studies, *_score(invented_partnership()))]
        report = report_portfolio(every, full=whole, commands=() if whole else commands)
    else:
        name = case.casefold()
        if name not in (*cases, _INVENTED):
            raise typer.BadParameter(f"one of {', '.join(cases)} or {_INVENTED}", param_hint="CASE")
        paths = invented_partnership() if name == _INVENTED else [cases[name]]
        others = () if whole else (("partnerassess demo", "all of them"), _OWN)
        report = report_assessment(_score(paths)[0], full=whole, commands=others)
    show_report(report, chosen, output, full=full, plain=plain, pager=full and not no_pager)


def _score(paths: "Sequence[Path]") -> "list[Assessment]":
    return list(Run(paths=[str(path) for path in paths]).assessments())


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
