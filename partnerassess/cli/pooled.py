"""Answer sets put together: what `--pool` and the options beside it ask for, wherever they are given.

This module knows how the options make sense and that their warnings are said. It does not know how pooling is
done, nor what becomes of what was pooled.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import typer

from partnerassess.cli.streams import say
from partnerassess.files import clean
from partnerassess.pooling import Key, PooledAssessment, pool_all, read_keys

if TYPE_CHECKING:
    from partnerassess.assessment import Assessment


@dataclass(frozen=True, kw_only=True, slots=True)
class Pooling:
    """How somebody wants answer sets to be put together."""

    keys: tuple[Key, ...]
    """What they have in common."""
    show_small_groups: bool

    def pool(self, assessments: "Iterable[Assessment]") -> tuple[PooledAssessment, ...]:
        """Put answer sets together and score what comes out; says which names are nearly the same."""
        run = pool_all(
            ((each.questionnaire, each.answers) for each in assessments),
            self.keys,
            show_small_groups=self.show_small_groups,
        )
        for warning in run.warnings:
            say(clean(warning))
        return run.pooled


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
