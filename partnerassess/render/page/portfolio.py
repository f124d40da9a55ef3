"""The page on many partnerships: how often each arrangement leads, a small picture of each, and its numbers.

This module knows how partnerships are set beside each other. It does not know how many are to come: of each
assessment only what the page shows of it is kept.
"""

from collections.abc import Callable, Iterable

from markupsafe import Markup

from partnerassess import __version__
from partnerassess.render.page.members import Member, join_members, view_member
from partnerassess.render.page.subject import Subject
from partnerassess.render.page.tally import Totals, count_members
from partnerassess.render.page.templating import render_template, style

_LANGUAGE = "en-GB"


def render_portfolio(subjects: Iterable[Subject], *, count_unusable: Callable[[], int]) -> str:
    """Render the page on many assessments, in the order in which they come; ends with a newline.

    The dates of one partnership are joined. Memory grows with the text of the page alone. `count_unusable` is
    asked at the end how many inputs could not be used.
    """
    members, totals = view_portfolio(subjects, count_unusable=count_unusable)
    return render_template(
        "portfolio.html.j2",
        style=style(),
        language=_LANGUAGE,
        title="Partnerships",
        finding=totals.finding,
        totals=totals,
        tiles=[_part("tile.html.j2", member) for member in members],
        sections=[_part("member.html.j2", member) for member in members],
        in_numbers_only=any(
            (member.history or member.differences) and not member.is_drawn for member in members
        ),
        made_with=f"partnerassess {__version__}",
    )


def view_portfolio(
    subjects: Iterable[Subject], *, count_unusable: Callable[[], int]
) -> tuple[tuple[Member, ...], Totals]:
    """Give every partnership in short, in the order in which they come, and what they come to together."""
    seen = [view_member(subject, number) for number, subject in enumerate(subjects, start=1)]
    members = join_members(seen)
    return members, count_members(members, len(seen), count_unusable())


def _part(template: str, member: Member) -> Markup:
    return Markup(render_template(template, member=member))  # noqa: S704 what fills it is escaped there
