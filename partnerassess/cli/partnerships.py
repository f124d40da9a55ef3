"""What a command makes of each partnership: a report or data, on the screen, in a file or in a folder."""

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain, count
from typing import TYPE_CHECKING

import typer
from msgspec import Struct, field

from partnerassess.cli.form import (
    Form,
    choose_form,
    ending_of,
    refuse_odd_name,
    report_stem,
    show_report,
    to_bytes,
)
from partnerassess.cli.output import STANDARD_OUTPUT, deliver, guard, is_folder
from partnerassess.cli.streams import say
from partnerassess.files import clean
from partnerassess.files.reading import refuse

if TYPE_CHECKING:
    from partnerassess.assessment import Assessment
    from partnerassess.report.shapes import Report


class Made(Struct, frozen=True, kw_only=True):
    """What was made of one partnership."""

    assessment: "Assessment"
    report: "Callable[[bool], Report]"
    """Gives the report; true for all of it."""
    data: Mapping[Form, Callable[[], str]] = field(default_factory=dict)
    """Gives what programs get, by form."""

    def render(self, form: Form, *, full: bool) -> bytes:
        """Give the content of a file."""
        if form in self.data:
            return self.data[form]().encode()
        return to_bytes(self.report(full or not form.is_brief), form, full=full)


class Target(Struct, frozen=True, kw_only=True):
    """Where it goes, and in which form."""

    output: str
    form: Form
    reads: Sequence[str | None]
    """All that the command reads, none of which is ever replaced."""
    force: bool

    def write(self, every: Sequence[Made], *, full: bool, plain: bool = False, pager: bool = False) -> None:
        """Write what was made; raises BadParameter where one file would have to hold several."""
        if is_folder(self.output):
            self._write_folder(every, full=full)
            return
        if len(every) > 1 and (self.output != STANDARD_OUTPUT or not self.form.is_brief):
            number = f"{len(every)} partnerships or rounds"
            fault = f"these answers are of {number}: name a folder, such as results/"
            raise typer.BadParameter(fault, param_hint="--output")
        for place, made in enumerate(every):
            if self.form in made.data:
                deliver(made.data[self.form](), self.output)
                continue
            if place:
                deliver("\n", self.output)
            report = made.report(full or not self.form.is_brief)
            paged = pager and full and len(every) == 1
            show_report(report, self.form, self.output, full=full, plain=plain, pager=paged)
        if self.output != STANDARD_OUTPUT:
            say(f"Written: {clean(self.output)}")

    def _write_folder(self, every: Sequence[Made], *, full: bool) -> None:
        """Write a file for each partnership, named after it. Raises ProblemsFound."""
        try:
            os.makedirs(self.output, exist_ok=True)
        except OSError as error:
            refuse(self.output, error)
        paths: dict[str, Made] = {}
        for number, made in enumerate(every, start=1):
            answers = made.assessment.answers
            words = " ".join(filter(None, (answers.partnership, answers.round))) or f"partnership {number}"
            stem, ending = os.path.join(self.output, report_stem(words)), ending_of(self.form)
            numbered = (f"{stem}{each}{ending}" for each in chain([""], (f"-{place}" for place in count(2))))
            paths[next(path for path in numbered if path not in paths)] = made
        guard(paths, self.reads, force=self.force)
        for path, made in paths.items():
            deliver(made.render(self.form, full=full), path)
            say(f"Written: {clean(path)}")


def find_target(
    output: str,
    given: str | None,
    forms: Iterable[Form],
    reads: Sequence[str | None],
    *,
    otherwise: Form = Form.TERMINAL,
    force: bool,
) -> Target:
    """Find out where it goes before anything is done; `given` is what --format says.

    A folder ends in a slash or is there already; it gets a page for each partnership unless `given` says
    otherwise. Raises BadParameter for a form that is not made, ProblemsFound for a file that is not replaced.
    """
    refuse_odd_name(output)
    if is_folder(output):
        form = choose_form(given, "", forms, Form.HTML)
    else:
        form = choose_form(given, output, forms, otherwise)
        guard([output], reads, force=force)
    return Target(output=output, form=form, reads=reads, force=force)
