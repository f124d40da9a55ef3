"""Which views belong together, whose they are, and which of one person's views count."""

from collections.abc import Callable, Iterable, Sequence
from typing import TypeAlias, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from partnerassess.assessment import Organisation
from partnerassess.codes import PackedView
from partnerassess.model import Answers
from partnerassess.names import folded, format_some, near_misses, usual_spelling

_FILES_NAMED = 6
"""How many views of one person are named."""

_TOGETHER = 90
"""Views without a round that are so many days apart may be of two."""

NOT_STATED = "organisation not stated"
"""What views that name no organisation are listed under."""


Signed: TypeAlias = Answers | PackedView
"""A view: what says of whom it is, and what was answered."""

AnySigned = TypeVar("AnySigned", bound=Signed)


class Member(Struct, frozen=True, kw_only=True):
    """One organisation of a group, with its views."""

    organisation: Organisation
    views: tuple[Answers, ...]


def group_views(views: Iterable[AnySigned]) -> tuple[tuple[AnySigned, ...], ...]:
    """Group views by questionnaire, partnership and round; a view of no partnership is by itself.

    Neither the groups' order nor what is in them depends on the order of the views.
    """
    groups: dict[tuple[str, str, str], list[AnySigned]] = {}
    single: list[AnySigned] = []
    for view in views:
        partnership = folded(view.partnership)
        if partnership:
            groups.setdefault((partnership, folded(view.round), view.questionnaire), []).append(view)
        else:
            single.append(view)
    named = [tuple(sorted(groups[key], key=_order)) for key in sorted(groups)]
    return (*named, *((view,) for view in sorted(single, key=_order)))


def is_blank(view: Signed) -> bool:
    """Tell whether a view says nothing yet, as the template does: no answer, no note, no partnership."""
    if view.partnership:
        return False
    if isinstance(view, PackedView):
        return not any(view.codes) and not view.notes
    return not view.answers


def split_superseded(views: Iterable[AnySigned]) -> tuple[list[AnySigned], tuple[str, ...]]:
    """Give the views of one round that count, and say of whom there are older ones, or several alike.

    Of several views of one named person the newest counts; of the same date, that of the file whose name
    comes last. Views that name nobody all count, but a copy of a file under another name does not.
    """
    people: dict[tuple[str, str], list[AnySigned]] = {}
    unnamed: dict[tuple[str, str], list[AnySigned]] = {}
    counted: list[AnySigned] = []
    for view in views:
        name = folded(view.respondent)
        if name:
            people.setdefault((folded(view.organisation), name), []).append(view)
        else:
            unnamed.setdefault((folded(view.organisation), _day(view)), []).append(view)
    warnings = []
    for key in sorted(unnamed):
        own, copies = _split_copies(unnamed[key])
        counted += own
        warnings += copies
        if len(own) > 1:
            warnings.append(
                f"{len(own)} views say the same questionnaire, partnership, organisation and date and name "
                f"no respondent, and each counts: {_places(sorted(own, key=_order))}."
            )
    for _, several in sorted(people.items(), key=lambda item: item[0]):
        *older, newest = sorted(several, key=_age)
        counted.append(newest)
        if older:
            of = f" of “{newest.organisation}”" if folded(newest.organisation) else ""
            warnings.append(
                f"“{newest.respondent}”{of} has {len(older) + 1} views: the newest counts "
                f"({_place(newest)}), not {_places(older)}."
            )
    return sorted(counted, key=_order), tuple(warnings)


def by_organisation(views: Iterable[AnySigned]) -> dict[str, list[AnySigned]]:
    """Give views by their organisations, folded, in alphabetical order; those that name none come last."""
    sides: dict[str, list[AnySigned]] = {}
    for view in views:
        sides.setdefault(folded(view.organisation), []).append(view)
    return {name: sides[name] for name in sorted(sides, key=lambda name: (not name, name))}


def members_of(views: Sequence[Answers]) -> tuple[Member, ...]:
    """Give the organisations of a group, likewise."""
    members = []
    for folded_name, own in by_organisation(views).items():
        # Each that names nobody counts as another.
        names = [folded(view.respondent) for view in own]
        people = len(set(filter(None, names))) + names.count("")
        organisation = Organisation(
            name=usual_spelling(view.organisation or "" for view in own) if folded_name else None,
            views=len(own),
            people=people,
            is_individuals=people > 1 and any(names),
        )
        members.append(Member(organisation=organisation, views=tuple(own)))
    return tuple(members)


def sign_together(views: Sequence[Signed]) -> Answers:
    """Give the names and dates that views of one partnership have in common, as one set without answers."""
    sides = by_organisation(views)
    *others, last = (
        usual_spelling(view.organisation or "" for view in own) if name else NOT_STATED
        for name, own in sides.items()
    )
    return Answers(
        questionnaire=views[0].questionnaire,
        version=_agreed(view.version for view in views),
        partnership=_shared([view.partnership for view in views]),
        organisation=None if [*sides] == [""] else " and ".join(filter(None, (", ".join(others), last))),
        date=max((view.date for view in views if view.date), default=None),
        round=_shared([view.round for view in views]),
        programme=_shared([view.programme for view in views]),
        file=_agreed(view.file for view in views),
        unrecognised=tuple(dict.fromkeys(name for view in views for name in view.unrecognised)),
    )


def group_warnings(views: Sequence[Signed]) -> tuple[str, ...]:
    """Give what to keep in mind about the names and dates of a group."""
    dates = sorted(view.date for view in views if view.date)
    apart = []
    if dates and (dates[-1] - dates[0]).days >= _TOGETHER and not folded(views[0].round):
        apart.append(
            f"Views from {dates[0].isoformat()} to {dates[-1].isoformat()} are put together: "
            "if they are of two rounds, name these under `round`."
        )
    return (
        *_similar("organisation", views, lambda view: view.organisation),
        *apart,
    )


def partnership_warnings(views: Iterable[Signed]) -> tuple[str, ...]:
    """Give the partnerships of a run whose names are nearly the same."""
    return tuple(_similar("partnership", views, lambda view: view.partnership))


def organisation_name(organisation: Organisation) -> str:
    """Give what an organisation is called."""
    return organisation.name or NOT_STATED


def _shared(names: Sequence[str | None]) -> str | None:
    """Give a name that all have, spelled as it is most often."""
    spelled = [each for each in names if each and folded(each)]
    return usual_spelling(spelled) if spelled and len({folded(each) for each in names}) == 1 else None


def _agreed(values: Iterable[str | None]) -> str | None:
    """Give the one value there is; null where there are several."""
    every = set(values)
    return every.pop() if len(every) == 1 else None


def _order(view: Signed) -> tuple[str, ...]:
    return folded(view.organisation), folded(view.respondent), *_age(view), view.questionnaire


def _age(view: Signed) -> tuple[str, str, str]:
    # Views that say the same of themselves are told apart by what they answer, so that no order matters.
    content = repr(view) if view.file is None else ""
    return (_day(view), view.file or "", content)


def _similar(what: str, views: Iterable[Signed], name: Callable[[Signed], str | None]) -> list[str]:
    names = {named for view in views if (named := name(view))}
    return [
        f"“{one}” and “{other}” count as two {what}s: if they are one, spell the name the same way."
        for one, other in near_misses(names)
    ]


def _day(view: Signed) -> str:
    return view.date.isoformat() if view.date else ""


def _split_copies(views: Sequence[AnySigned]) -> tuple[list[AnySigned], list[str]]:
    """Give the views that are no copies of another file, and say of the others what they are."""
    if len(views) == 1:
        return [*views], []
    alike: dict[str, list[AnySigned]] = {}
    for view in sorted(views, key=lambda each: (len(each.file or ""), _age(each))):
        unfiled = view._replace(file=None) if isinstance(view, PackedView) else replace(view, file=None)
        alike.setdefault(repr(unfiled), []).append(view)
    own, warnings = list[AnySigned](), list[str]()
    for first, *others in alike.values():
        copies = [each for each in others if each.file != first.file]
        own += [first, *(each for each in others if each.file == first.file)]
        if copies:
            names = format_some([each.file or "answers" for each in copies], _FILES_NAMED)
            what, does = ("is a copy", "does") if len(copies) == 1 else ("are copies", "do")
            warnings.append(f"{names} {what} of {first.file} and {does} not count.")
    return own, warnings


def _places(views: Sequence[Signed]) -> str:
    named = list(dict.fromkeys(map(_place, views)))
    more = len(named) - _FILES_NAMED
    return "; ".join([*named[:_FILES_NAMED], *([f"and {more} more"] if more > 0 else [])])


def _place(view: Signed) -> str:
    date = view.date.isoformat() if view.date else "no date"
    return ", ".join(filter(None, (view.file, date)))
