"""Views put together: what `--pool` and the option beside it ask for, wherever they are given."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import typer

from partnerassess.cli.streams import say
from partnerassess.files import clean
from partnerassess.pooling import group_views, partnership_warnings, pool, split_superseded
from partnerassess.pooling.groups import AnySigned
from partnerassess.problems import Problem, ProblemsFound
from partnerassess.report.words import format_count, quoted

if TYPE_CHECKING:
    from partnerassess.assessment import Assessment, Pooled
    from partnerassess.model import Answers, Questionnaire

_SUPERSEDED_SAID = 20
_FILES_NAMED = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class Pooling:
    """How somebody wants views to be put together."""

    show_small_groups: bool

    def group(self, views: Iterable[AnySigned]) -> tuple[tuple[AnySigned, ...], ...]:
        """Find out which views belong together, in an order of their own.

        Says which names are nearly the same, and whose older views do not count.
        """
        every = list(views)
        groups = group_views(every)
        for warning in partnership_warnings(every):
            say(clean(warning))
        _say_superseded(groups)
        return groups

    def pool(self, assessments: "Iterable[Assessment]") -> "tuple[Assessment, ...]":
        """Put views together and score what comes out, with the same warnings."""
        views: list[Answers] = []
        questionnaires: dict[str, Questionnaire] = {}
        for each in assessments:
            questionnaires.setdefault(each.questionnaire.id, each.questionnaire)
            views.append(each.answers)
        return tuple(
            pool(questionnaires[group[0].questionnaire], group, show_small_groups=self.show_small_groups)
            for group in self.group(views)
        )


def pool_one(assessments: "Iterable[Assessment]", *, show_small_groups: bool) -> "Assessment":
    """Put the views of one partnership together.

    Raises ProblemsFound if they are of several partnerships, or rounds.
    """
    first, *others = Pooling(show_small_groups=show_small_groups).pool(assessments)
    if others:
        names = [each.answers.partnership or "one without a name" for each in (first, *others)]
        what = "partnerships" if len(set(names)) > 1 else "rounds"
        message = f"these answers are of {len(names)} {what}: {', '.join(dict.fromkeys(names))}"
        files = [others[0].answers.file] if others[0].answers.file else []
        hint = "name the answers of one partnership, and of one round"
        where = ", ".join(others[0].pooled.files if others[0].pooled else files)
        raise ProblemsFound([Problem(file=where, message=message, hint=hint)])
    return first


def refuse_small_groups(pooled: "Pooled") -> None:
    """Raise ProblemsFound where a plan would tell what one or two people said: where means are withheld.

    That is so whichever questions it raises. Its totals follow from where all of them stand, and a question
    that it leaves alone is told to stand high enough.
    """
    withheld = [question.text for question in pooled.withheld]
    if not withheld:
        return
    such_as = f"such as {quoted(withheld[0])}" if len(withheld) > 1 else quoted(withheld[0])
    message = (
        "a plan shows where every question stands now, and that would tell what one or two people of an "
        f"organisation said to {format_count(len(withheld), 'question')}, {such_as}"
    )
    hint = "--show-small-groups plans all the same; ask the people first"
    more = len(pooled.files) - _FILES_NAMED
    files = [*pooled.files[:_FILES_NAMED], *([f"and {more} more"] if more > 0 else [])]
    raise ProblemsFound([Problem(file=", ".join(files), message=message, hint=hint)])


def read_pooling(*, show_small_groups: bool, pool: bool) -> Pooling | None:
    """Make sense of the options; null where nothing is pooled. Raises BadParameter where they make none."""
    if not pool:
        if show_small_groups:
            raise typer.BadParameter("needs --pool beside it", param_hint="--show-small-groups")
        return None
    return Pooling(show_small_groups=show_small_groups)


def _say_superseded(groups: Iterable[Sequence[AnySigned]]) -> None:
    """Say whose older views do not count; a long run names the first of them only."""
    warnings = [
        f"{group[0].partnership}: {warning}" for group in groups for warning in split_superseded(group)[1]
    ]
    for warning in warnings[:_SUPERSEDED_SAID]:
        say(clean(warning))
    if len(warnings) > _SUPERSEDED_SAID:
        say(f"and {len(warnings) - _SUPERSEDED_SAID:,} more who have several views")
