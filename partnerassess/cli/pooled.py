"""Answer sets put together: what `--pool` and the options beside it ask for, wherever they are given.

This module knows how the options make sense, that their warnings are said, and when no plan may be made. It
does not know how pooling is done, nor what becomes of what was pooled.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import typer

from partnerassess.cli.streams import say
from partnerassess.files import clean
from partnerassess.pooling import BY_PARTNERSHIP, Key, PooledAssessment, group_answers, pool, read_keys
from partnerassess.pooling.groups import AnySigned, Signed, partnership_warnings, repeat_warnings
from partnerassess.problems import Problem, ProblemsFound
from partnerassess.report.words import format_count, quoted

if TYPE_CHECKING:
    from partnerassess.assessment import Assessment
    from partnerassess.model import Answers, Questionnaire

_REPEATS_SAID = 20
_FILES_NAMED = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class Pooling:
    """How somebody wants answer sets to be put together."""

    keys: tuple[Key, ...]
    """What they have in common."""
    show_small_groups: bool

    def group(self, answer_sets: Iterable[AnySigned]) -> tuple[tuple[AnySigned, ...], ...]:
        """Find out which answer sets belong together, in an order of their own.

        Says which names are nearly the same, and which people count more than once.
        """
        every = list(answer_sets)
        groups = group_answers(every, self.keys)
        for warning in partnership_warnings(every):
            say(clean(warning))
        _say_repeats(groups)
        return groups

    def pool(self, assessments: "Iterable[Assessment]") -> tuple[PooledAssessment, ...]:
        """Put answer sets together and score what comes out, with the same warnings."""
        answer_sets: list[Answers] = []
        questionnaires: dict[str, Questionnaire] = {}
        for each in assessments:
            questionnaires.setdefault(each.questionnaire.id, each.questionnaire)
            answer_sets.append(each.answers)
        return tuple(
            pool(questionnaires[group[0].questionnaire], group, show_small_groups=self.show_small_groups)
            for group in self.group(answer_sets)
        )


def pool_one(assessments: "Iterable[Assessment]", *, show_small_groups: bool) -> PooledAssessment:
    """Put the answer sets of one partnership together.

    Raises ProblemsFound if they are of several partnerships.
    """
    pooling = Pooling(keys=BY_PARTNERSHIP, show_small_groups=show_small_groups)
    first, *others = pooling.pool(assessments)
    if others:
        names = [each.assessment.answers.partnership or "one without a name" for each in (first, *others)]
        message = f"these answers are of {len(names)} partnerships: {', '.join(names)}"
        hint = "name the answers of one partnership"
        raise ProblemsFound([Problem(file=", ".join(others[0].files), message=message, hint=hint)])
    return first


def refuse_small_groups(pooled: PooledAssessment) -> None:
    """Raise ProblemsFound where a plan would tell what one or two people said: where means are withheld.

    That is so whichever questions it raises. Its totals follow from where all of them stand, and a question
    that it leaves alone is told to stand high enough.
    """
    withheld = [view.question.text for view in pooled.questions if view.withheld]
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


def read_pooling(by: str | None, *, show_small_groups: bool, pool: bool) -> Pooling | None:
    """Make sense of the options; null where nothing is pooled. Raises BadParameter where they make none."""
    if not pool:
        if by or show_small_groups:
            raise typer.BadParameter("needs --pool beside it", param_hint="--by, --show-small-groups")
        return None
    try:
        keys = read_keys(by or "partnership")
    except ValueError as error:
        raise typer.BadParameter(str(error)) from None
    return Pooling(keys=tuple(keys), show_small_groups=show_small_groups)


def _is_one_partnership(group: Sequence[Signed]) -> bool:
    return len({each.partnership for each in group}) == 1 and group[0].partnership is not None


def _say_repeats(groups: Iterable[Sequence[Signed]]) -> None:
    """Say who counts more than once, and where; a long run names the first of them only."""
    warnings = [
        f"{group[0].partnership}: {warning}" if _is_one_partnership(group) else warning
        for group in groups
        for warning in repeat_warnings(group)
    ]
    for warning in warnings[:_REPEATS_SAID]:
        say(clean(warning))
    if len(warnings) > _REPEATS_SAID:
        say(f"and {len(warnings) - _REPEATS_SAID:,} more who have several answer sets")
