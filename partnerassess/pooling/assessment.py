"""Several views of one partnership become one assessment."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from partnerassess.assessment import ArrangementResult, Assessment, Organisation, Pooled, Standing
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
from partnerassess.names import folded, usual_spelling
from partnerassess.pooling.differences import (
    find_choices,
    find_differences,
    find_half_answered,
    is_withheld,
    parts_of,
)
from partnerassess.pooling.disputes import discuss_first, disputed_questions
from partnerassess.pooling.groups import (
    Member,
    group_warnings,
    latest_date,
    members_of,
    organisation_name,
    split_superseded,
)
from partnerassess.pooling.opinions import Opinions, opinions_of
from partnerassess.scoring import score, score_arrangement, score_standings
from partnerassess.visibility import Visibility

_ON_AVERAGE = "on average"
"""The label of a mean that is no level of the scale."""


def pool(
    questionnaire: Questionnaire, views: Sequence[Answers], *, show_small_groups: bool = False
) -> Assessment:
    """Pool the views of one partnership and round, and score what comes out; one view alone is scored.

    Within an organisation the mean of the answered levels counts, and every organisation counts the same.
    With `show_small_groups`, that is told, too, from which it follows what one or two of an organisation's
    several people said.

    Raises ValueError if there are no views.
    """
    if not views:
        raise ValueError("there is nothing to pool")
    counted, superseded = split_superseded(views)
    if len(counted) == 1:
        alone = score(questionnaire, counted[0])
        return replace(alone, warnings=(*superseded, *alone.warnings)) if superseded else alone
    members = members_of(counted)
    said = {
        question.id: opinions_of(question, members)
        for question in questionnaire.questions.values()
        if isinstance(question, ScoredQuestion)
    }
    answers = _pooled_answers(questionnaire, counted, members, said)
    assessment = score_standings(
        questionnaire,
        answers,
        _standings(questionnaire, answers, said),
        reconsider=lambda result: discuss_first(result, said, questionnaire.scoring),
    )
    warnings = (*superseded, *group_warnings(counted), *_version_warnings(questionnaire, counted))
    return replace(
        assessment,
        warnings=(*warnings, *assessment.warnings),
        pooled=_pooled(assessment, counted, members, said, show_small_groups=show_small_groups),
    )


def _pooled(
    assessment: Assessment,
    views: Sequence[Answers],
    members: Sequence[Member],
    said: Mapping[str, Opinions],
    *,
    show_small_groups: bool,
) -> Pooled:
    questionnaire = assessment.questionnaire
    organisations = tuple(member.organisation for member in members)
    parts = parts_of(questionnaire, assessment.arrangements)
    withheld = [
        opinions.question
        for name, opinions in said.items()
        if not show_small_groups
        and name in parts
        and is_withheld(organisations, (len(part.levels) for part in opinions.parts))
    ]
    return Pooled(
        organisations=tuple(_with_own_result(member, assessment) for member in members),
        people=sum(each.people for each in organisations),
        dates=tuple(sorted({view.date for view in views if view.date})),
        files=tuple(sorted({view.file for view in views if view.file})),
        differences=find_differences(said, parts, [question.id for question in withheld]),
        choices=find_choices(questionnaire, members, show_small_groups=show_small_groups),
        half_answered=find_half_answered(said, parts),
        withheld=tuple(withheld),
        disputed=disputed_questions(assessment, said),
    )


def _with_own_result(member: Member, assessment: Assessment) -> Organisation:
    """Give an organisation with what its own views alone say of the leading arrangement."""
    leader = assessment.leader
    if leader is None:
        return member.organisation
    own = _own_result(member, assessment.questionnaire, leader)
    return replace(member.organisation, readiness=own.readiness, verdict=own.verdict)


def _own_result(member: Member, questionnaire: Questionnaire, leader: ArrangementResult) -> ArrangementResult:
    said = {question.id: opinions_of(question, [member]) for question in leader.arrangement.questions()}
    answers = Answers(
        questionnaire=questionnaire.id,
        answers=MappingProxyType(
            {
                question.id: Answer(given=chosen)
                for question in questionnaire.questions.values()
                if isinstance(question, ChoiceQuestion)
                and (chosen := _agreed_choice(question, [member])) is not None
            }
        ),
    )
    return score_arrangement(questionnaire, leader.arrangement, _standings(questionnaire, answers, said))


def _standings(
    questionnaire: Questionnaire, answers: Answers, said: Mapping[str, Opinions]
) -> Mapping[str, Standing]:
    visibility = Visibility(questionnaire, answers)
    unanswered = questionnaire.scoring.unanswered
    return MappingProxyType(
        {
            name: opinions.standing(visibility.is_shown(opinions.question), unanswered)
            for name, opinions in said.items()
        }
    )


def _pooled_answers(
    questionnaire: Questionnaire,
    views: Sequence[Answers],
    members: Sequence[Member],
    said: Mapping[str, Opinions],
) -> Answers:
    """Give what everybody answered together: means, agreed choices, and the names all share."""
    given = ((name, _answer(question, members, said)) for name, question in questionnaire.questions.items())
    names = [organisation_name(member.organisation) for member in members]
    return Answers(
        questionnaire=questionnaire.id,
        answers=MappingProxyType({name: answer for name, answer in given if answer is not None}),
        version=_agreed(view.version for view in views),
        partnership=_shared(views, lambda view: view.partnership),
        organisation=_listed(names) if any(member.organisation.name for member in members) else None,
        date=latest_date(views),
        round=_shared(views, lambda view: view.round),
        programme=_shared(views, lambda view: view.programme),
        file=_agreed(view.file for view in views),
        unrecognised=tuple(dict.fromkeys(name for view in views for name in view.unrecognised)),
    )


def _answer(question: Question, members: Sequence[Member], said: Mapping[str, Opinions]) -> Answer | None:
    if isinstance(question, ChoiceQuestion):
        given: Level | Choice | Silence | None = _agreed_choice(question, members)
    else:
        given = _mean_level(said[question.id])
    is_unexplained = given is Silence.NOT_APPLICABLE and not said[question.id].is_explained
    note = None if is_unexplained else _notes(question, members)
    return Answer(given=given, note=note) if given or note else None


def _agreed_choice(question: ChoiceQuestion, members: Sequence[Member]) -> Choice | None:
    """Give the choice that everybody made who made one; null where there are several, or none."""
    given = (answer.given for answer, _ in _answers(question, members))
    made = {each.id for each in given if isinstance(each, Choice)}
    return next((choice for choice in question.choices if made == {choice.id}), None)


def _mean_level(opinions: Opinions) -> Level | Silence | None:
    """Give the mean as a level: one of the scale's where it falls on one."""
    mean, levels = opinions.mean, opinions.question.levels
    if mean is None:
        return None if any(part.is_open for part in opinions.parts) else Silence.NOT_APPLICABLE
    exact = next((level for level in levels if level.position == mean), None)
    value = levels[0].value + mean * (levels[-1].value - levels[0].value)
    return exact or Level(value=value, label=_ON_AVERAGE, position=mean)


def _answers(question: Question, members: Sequence[Member]) -> Iterator[tuple[Answer, Organisation]]:
    for member in members:
        for view in member.views:
            answer = view.answers.get(question.id)
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


def _version_warnings(questionnaire: Questionnaire, views: Iterable[Answers]) -> Iterator[str]:
    """Say how many views were made against which other version, where not all agree on one."""
    versions = [view.version for view in views]
    if len(set(versions)) == 1:
        return
    for version in sorted({each for each in versions if each and each != questionnaire.version}):
        yield (
            f"{versions.count(version)} of {len(versions)} views: answered against version {version} "
            f"of {questionnaire.id}, scored with version {questionnaire.version}."
        )


def _listed(names: Sequence[str]) -> str:
    *others, last = names
    return f"{', '.join(others)} and {last}" if others else last


def _shared(views: Sequence[Answers], name: Callable[[Answers], str | None]) -> str | None:
    """Give a name that all views share, spelled as it is most often."""
    names = [name(view) for view in views]
    spelled = [each for each in names if each and folded(each)]
    return usual_spelling(spelled) if spelled and len({folded(each) for each in names}) == 1 else None


def _agreed(values: Iterable[str | None]) -> str | None:
    """Give the one value there is; null where there are several."""
    every = set(values)
    return every.pop() if len(every) == 1 else None
