"""`compare`: what changed from round to round, partnership by partnership."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from partnerassess.cli import options
from partnerassess.cli.form import REPORTS, Form, choose_form, show_report
from partnerassess.cli.output import STANDARD_OUTPUT, deliver, guard
from partnerassess.cli.process import ExitStatus, read_standard_input, say_problems
from partnerassess.cli.run import Run, group, leave_out_blank, say_unused
from partnerassess.problems import Problem, ProblemsFound

if TYPE_CHECKING:
    from partnerassess.assessment import Assessment
    from partnerassess.model import Answers, Questionnaire

_AT_ONCE = 256
"""How many documents of a large file of JSON Lines are read at a time."""


class CompareRun(Run, kw_only=True):
    """What `compare` is told."""

    paths: Annotated[
        list[str],
        typer.Argument(metavar="BEFORE AFTER...", help="Files or folders, earliest first; each is a round."),
    ]
    questionnaires: Annotated[
        list[str] | None, options.name_questionnaire("May be given once for every version that was answered.")
    ] = None
    form: options.Format = None
    output: options.Output = STANDARD_OUTPUT
    force: options.Force = False
    full: options.Full = False
    plain: options.Plain = False
    no_pager: options.NoPager = False
    show_small_groups: options.SmallGroups = False


def compare(run: CompareRun) -> None:
    """Compare rounds."""
    from partnerassess.decide.comparison import compare as compare_assessments

    form = choose_form(run.form, run.output, (*REPORTS, Form.JSON, Form.CSV), Form.TERMINAL)
    guard([run.output], [*run.paths, *(run.questionnaires or [])], force=run.force)
    if len(run.paths) < 2:
        raise typer.BadParameter("two or more are needed, the earliest first", param_hint="BEFORE AFTER")
    rounds = _Rounds(run)
    made = compare_assessments(rounds.load_all(run.paths), rounds.score_common)
    say_problems(rounds.problems)
    if form is Form.JSON:
        from partnerassess.render.data import render_json_comparison

        deliver(render_json_comparison(made), run.output)
    elif form is Form.CSV:
        from partnerassess.render.rows import render_csv_comparison

        deliver(render_csv_comparison(made), run.output)
    else:
        from partnerassess.report.comparison import report_rounds

        page = report_rounds(made, full=run.full or not form.is_brief)
        show_report(
            page, form, run.output, full=run.full, plain=run.plain, pager=run.full and not run.no_pager
        )
    raise typer.Exit(ExitStatus.UNUSABLE if rounds.problems else ExitStatus.DONE)


class _Rounds:
    """Loads rounds, each a file or a folder, and keeps the views that were put together in them."""

    def __init__(self, run: CompareRun) -> None:
        from partnerassess.loading.shelf import choose_questionnaire
        from partnerassess.loading.views import ViewReader
        from partnerassess.pooling import pool

        self.problems: list[Problem] = []
        """What could not be used; it does not keep the others."""
        self._names, self._outputs = run.questionnaires or [], run.outputs
        self._reader = ViewReader(versions=[choose_questionnaire(name) for name in self._names])
        self._pool = partial(pool, show_small_groups=run.show_small_groups)
        self._views: list[tuple[Assessment, Sequence[Answers]]] = []

    def load_all(self, paths: Sequence[str]) -> "list[list[Assessment]]":
        """Load and score every round; raises ProblemsFound where one has nothing to compare."""
        rounds = [self._load_round(path) for path in paths]
        named = {each.questionnaire.id for one in rounds for each in one}
        if len(named) > 1 and all(len(one) == 1 for one in rounds):
            message = f"these answers are to different questionnaires: {', '.join(sorted(named))}"
            hint = "compare answers to one questionnaire"
            self.problems.append(Problem(file=paths[-1], message=message, hint=hint))
            raise ProblemsFound(self.problems)
        if not all(rounds):
            raise ProblemsFound(self.problems)
        return rounds

    def score_common(self, assessment: "Assessment", common: "Questionnaire") -> "Assessment":
        """Score again what an assessment was made of, on what the versions have in common."""
        from partnerassess.decide.versions import common_answers

        views = next(views for each, views in self._views if each is assessment)
        return self._pool(common, [common_answers(view, common) for view in views])

    def _load_round(self, path: str) -> "list[Assessment]":
        """Load a path as one round: what is not told to be of different partnerships is of one."""
        from partnerassess.batch.inputs import list_inputs, read_views
        from partnerassess.loading.views import View
        from partnerassess.names import folded

        newest: dict[str, Questionnaire] = {}
        every: list[Answers] = []
        tell = partial(say_unused, outputs=self._outputs)
        for item in list_inputs([path], read_standard_input, _AT_ONCE, self._names, tell):
            for found in read_views(item, self._reader):
                if isinstance(found, View):
                    newest[found.questionnaire.id] = found.questionnaire
                    every.append(found.answers)
                else:
                    self.problems += found
        every = leave_out_blank(every, [path])
        is_one = len(newest) == 1 and not any(folded(view.partnership) for view in every)
        groups = [tuple(every)] if is_one else group(every, [path])
        pooled = [(self._pool(newest[views[0].questionnaire], views), views) for views in groups]
        self._views += pooled
        return [assessment for assessment, _ in pooled]
