"""What the partnerships of a portfolio come to together: how often each arrangement leads, and its verdicts.

This module knows how partnerships are counted, each at its latest date. It does not know single answers.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from partnerassess.model import Questionnaire
from partnerassess.names import folded
from partnerassess.render.page.closing import CitationView, view_sources
from partnerassess.render.page.drawing import format_cut_off
from partnerassess.render.page.members import EXCLUDED, SCORED, TOO_EARLY, Member
from partnerassess.render.sentences import CONVENTIONS
from partnerassess.report.words import VERDICTS, format_count, format_list

_FIRST, _LEVEL_FIRST = "First", "Level first"
_OUTCOMES = (*VERDICTS.values(), SCORED, EXCLUDED)


@dataclass(frozen=True, kw_only=True, slots=True)
class Counted:
    """One arrangement in the table of counts."""

    title: str
    numbers: tuple[int, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """One questionnaire of the portfolio, with how its arrangements came out."""

    title: str
    edition: str
    cut_off: str
    order: str
    """Which line of a small picture is which arrangement."""
    columns: tuple[str, ...]
    rows: tuple[Counted, ...]
    sources: tuple[CitationView, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Totals:
    """What many assessments come to together."""

    finding: str
    counted: str
    """What the numbers are numbers of."""
    unusable: str
    conventions: str
    asked: tuple[Asked, ...]


def count_members(members: Sequence[Member], seen: int, unusable: int) -> Totals:
    """Count what partnerships come to together.

    `seen` is the number of assessments they are made of, `unusable` that of inputs that were left out.
    """
    is_joined = seen > len(members)
    return Totals(
        finding=_finding(members, seen),
        counted=_how_many(members)[1] + ", each at its latest date" if is_joined else "assessments",
        unusable=f"{format_count(unusable, 'input')} could not be used." if unusable else "",
        conventions=CONVENTIONS,
        asked=tuple(_asked(members)),
    )


def _finding(members: Sequence[Member], seen: int) -> str:
    number = format_count(seen, "assessment")
    if seen > len(members):
        number = f"{len(members)} {_how_many(members)[len(members) > 1]} in {number}"
    outcomes = Counter(member.outcome for member in members)
    found = [(outcome, outcomes[outcome]) for outcome in VERDICTS.values()]
    counts = [
        f"{outcome.lower()} in {'all' if times == len(members) else times}"
        for outcome, times in found
        if times
    ]
    early = outcomes[TOO_EARLY]
    sentences = [f"the best supported arrangement is {format_list(counts)}"] if counts else []
    sentences += [f"it is too early to say in {'all' if early == len(members) else early}"] if early else []
    return f"{number}: {'; '.join(sentences)}" if sentences else f"{number} scored"


def _how_many(members: Sequence[Member]) -> tuple[str, str]:
    """Give what members are, one and several: partnerships, unless some are seen by several people apart."""
    names = [folded(member.bare.answers.partnership) for member in members]
    if all(names) and len(set(names)) == len(names):
        return "partnership", "partnerships"
    return "view of a partnership", "views of partnerships"


def _asked(members: Iterable[Member]) -> Iterator[Asked]:
    by_questionnaire: dict[tuple[str, str], list[Member]] = {}
    for member in members:
        questionnaire = member.bare.questionnaire
        by_questionnaire.setdefault((questionnaire.id, questionnaire.sha256), []).append(member)
    for group in by_questionnaire.values():
        questionnaire = group[0].bare.questionnaire
        counts = _counts(group)
        columns = [
            column
            for column in (_FIRST, _LEVEL_FIRST, *_OUTCOMES)
            if column == _FIRST or any(counts[each.id, column] for each in questionnaire.arrangements)
        ]
        yield Asked(
            title=questionnaire.title,
            edition=_edition(questionnaire),
            cut_off=format_cut_off(questionnaire.scoring.ready),
            order="; ".join(each.title for each in questionnaire.arrangements),
            columns=tuple(columns),
            rows=tuple(
                Counted(title=each.title, numbers=tuple(counts[each.id, column] for column in columns))
                for each in questionnaire.arrangements
            ),
            sources=view_sources(questionnaire),
        )


def _counts(members: Iterable[Member]) -> Counter[tuple[str, str]]:
    """Count for every arrangement's id how often it comes first, alone or level, and each of its verdicts."""
    counts: Counter[tuple[str, str]] = Counter()
    for member in members:
        place = _FIRST if len(member.first) == 1 else _LEVEL_FIRST
        counts.update((arrangement, place) for arrangement in member.first)
        counts.update((line.id, line.outcome) for line in member.lines)
    return counts


def _edition(questionnaire: Questionnaire) -> str:
    digest = f", SHA-256 {questionnaire.sha256}" if questionnaire.sha256 else ""
    return f"{questionnaire.id}, version {questionnaire.version}{digest}"
