"""Several answer sets → one, as questions that follow from others see them.

This module knows what the pooled answer to each question is, and how everybody's names become one line. It
does not know where answers stand for scoring.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType

from partnerassess.model import (
    Answer,
    Answers,
    Choice,
    ChoiceQuestion,
    Level,
    Question,
    Questionnaire,
    ScoredQuestion,
    Silence,
)
from partnerassess.pooling.groups import Member, latest_date
from partnerassess.pooling.names import folded, usual_spelling
from partnerassess.pooling.said import AllSaid
from partnerassess.pooling.views import Organisation

NOT_STATED = "organisation not stated"
"""What answers that name no organisation are listed under."""

ONE_SIDED = "one partner's view only"
"""What is said beside every result that rests on one organisation's answers."""

_ON_AVERAGE = "on average"
"""The label of a mean that is no level of the scale."""


def pooled_answers(
    questionnaire: Questionnaire, members: Sequence[Member], said: Mapping[str, AllSaid]
) -> Answers:
    """Give what everybody answered together: means, agreed choices, and who answered in place of one name."""
    answer_sets = [answers for member in members for answers in member.answer_sets]
    given = ((name, _pooled(question, members, said)) for name, question in questionnaire.questions.items())
    return Answers(
        questionnaire=questionnaire.id,
        answers=MappingProxyType({name: answer for name, answer in given if answer is not None}),
        version=_agreed(answers.version for answers in answer_sets),
        partnership=_shared_name(answer_sets, lambda answers: answers.partnership),
        organisation=_organisations(members),
        respondent=_respondents(answer_sets, [member.organisation for member in members]),
        date=latest_date(answer_sets),
        file=_agreed(answers.file for answers in answer_sets),
        unrecognised=tuple(dict.fromkeys(name for answers in answer_sets for name in answers.unrecognised)),
    )


def version_warnings(questionnaire: Questionnaire, answer_sets: Iterable[Answers]) -> Iterator[str]:
    """Say how many answer sets were made against which other version, where not all agree on one."""
    versions = [answers.version for answers in answer_sets]
    if _agreed(versions) is not None:
        return
    for version in sorted({each for each in versions if each and each != questionnaire.version}):
        yield (
            f"{versions.count(version)} of {len(versions)} answer sets: answered against version {version} "
            f"of {questionnaire.id}, scored with version {questionnaire.version}."
        )


def organisation_name(organisation: Organisation) -> str:
    """Give what an organisation is called."""
    return organisation.name or NOT_STATED


def _pooled(question: Question, members: Sequence[Member], said: Mapping[str, AllSaid]) -> Answer | None:
    if isinstance(question, ChoiceQuestion):
        given: Level | Choice | Silence | None = _agreed_choice(question, members)
    else:
        given = _mean_level(question, said[question.id])
    note = (
        None
        if given is Silence.NOT_APPLICABLE and not said[question.id].is_explained
        else _notes(question, members)
    )
    return Answer(given=given, note=note) if given or note else None


def _agreed_choice(question: ChoiceQuestion, members: Sequence[Member]) -> Choice | None:
    """Give the choice that everybody made who made one; null where there are several, or none."""
    given = [answer.given for answer, _ in _answers(question, members)]
    made = {each.id for each in given if isinstance(each, Choice)}
    return next((choice for choice in question.choices if made == {choice.id}), None)


def _mean_level(question: ScoredQuestion, everything: AllSaid) -> Level | Silence | None:
    """Give the mean as a level: one of the scale's where it falls on one."""
    mean = everything.mean
    if mean is None:
        return None if everything.is_open else Silence.NOT_APPLICABLE
    exact = next((level for level in question.levels if level.position == mean), None)
    lowest, highest = question.levels[0].value, question.levels[-1].value
    return exact or Level(value=lowest + mean * (highest - lowest), label=_ON_AVERAGE, position=mean)


def _answers(question: Question, members: Sequence[Member]) -> Iterator[tuple[Answer, Organisation]]:
    for member in members:
        for answers in member.answer_sets:
            answer = answers.answers.get(question.id)
            if answer is not None:
                yield answer, member.organisation


def _notes(question: Question, members: Sequence[Member]) -> str | None:
    """Put everybody's notes together, each with its organisation, without saying whose they are."""
    noted = [
        f"{organisation_name(organisation)}: {answer.note}" if len(members) > 1 else answer.note
        for answer, organisation in _answers(question, members)
        if answer.note
    ]
    return " / ".join(noted) or None


def _organisations(members: Sequence[Member]) -> str | None:
    names = [organisation_name(member.organisation) for member in members]
    return None if names == [NOT_STATED] else _listed(names)


def _respondents(answer_sets: Sequence[Answers], organisations: Sequence[Organisation]) -> str:
    """Say in place of one respondent's name how many answered, and whether they are all on one side."""
    who = answer_sets[0].respondent or ""
    if len(answer_sets) > 1:
        places = f"{len(organisations)} organisation{'s' if len(organisations) > 1 else ''}"
        who = f"{_how_many(answer_sets, organisations)} from {places}"
    return who if len(organisations) > 1 else f"{who} ({ONE_SIDED})" if who else ONE_SIDED


def _how_many(answer_sets: Sequence[Answers], organisations: Sequence[Organisation]) -> str:
    """Count people where all are named, and answer sets where they are not, or are more."""
    sets, people = len(answer_sets), sum(each.people for each in organisations)
    dates = len({answers.date for answers in answer_sets if answers.date})
    over = f", {dates} dates" if dates > 1 else ""
    if not all(answers.respondent for answers in answer_sets):
        return f"{sets} answer sets{over.replace(',', ' of')}"
    if people == sets:
        return f"{people} people{over.replace(',', ' at')}"
    return f"{people} {'person' if people == 1 else 'people'} ({sets} answer sets{over})"


def _listed(names: Sequence[str]) -> str:
    *others, last = names
    return f"{', '.join(others)} and {last}" if others else last


def _shared_name(answer_sets: Sequence[Answers], name: Callable[[Answers], str | None]) -> str | None:
    """Give a name that all answer sets share, spelled as it is most often."""
    names = [name(answers) for answers in answer_sets]
    spelled = [each for each in names if each]
    return usual_spelling(spelled) if spelled and len({folded(each) for each in names}) == 1 else None


def _agreed(values: Iterable[str | None]) -> str | None:
    """Give the one value there is; null where there are several."""
    every = set(values)
    return every.pop() if len(every) == 1 else None
