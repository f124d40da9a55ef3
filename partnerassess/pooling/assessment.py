"""Several views of one partnership become one assessment."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType

from msgspec.structs import replace

from partnerassess.assessment import (
    ArrangementResult,
    Assessment,
    Organisation,
    Pooled,
    QuestionState,
    Reason,
    Standing,
    Verdict,
)
from partnerassess.model import (
    Answer,
    Answers,
    Choice,
    ChoiceQuestion,
    Given,
    Question,
    Questionnaire,
    ScoredQuestion,
    Scoring,
    Silence,
)
from partnerassess.pooling.differences import (
    find_choices,
    find_differences,
    find_half_answered,
    parts_of,
)
from partnerassess.pooling.groups import (
    Member,
    group_warnings,
    members_of,
    organisation_name,
    sign_together,
    split_superseded,
)
from partnerassess.pooling.opinions import WIDE, Opinions, opinions_alone, opinions_of
from partnerassess.pooling.privacy import NOTHING, guard, is_told_in_full, withheld_of
from partnerassess.scoring import score, score_readiness, score_standings
from partnerassess.scoring.columns import OPEN
from partnerassess.scoring.score import check_questionnaire
from partnerassess.visibility import Visibility


def pool(
    questionnaire: Questionnaire, views: Sequence[Answers], *, show_small_groups: bool = False
) -> Assessment:
    """Pool the views of one partnership and round, and score what comes out; one view alone is scored.

    Within an organisation the mean of the answered levels counts, and every organisation counts the same.
    With `show_small_groups`, that is told, too, from which it follows what one or two of an organisation's
    several people said.

    Raises ValueError if there are no views, or some are of another questionnaire.
    """
    if not views:
        raise ValueError("there is nothing to pool")
    for each in views:
        check_questionnaire(questionnaire, each)
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
    assessment = _score_together(questionnaire, counted, members, said)
    parts = parts_of(assessment.arrangements)
    withheld = NOTHING
    if not show_small_groups:
        minimums = {name: part.minimums for name, part in parts.items()}
        withheld = withheld_of([member.organisation for member in members], said, minimums)
    guarded, silent = guard(assessment, withheld, said)
    kept_back = {*withheld.questions, *silent}
    pooled = Pooled(
        organisations=tuple(
            _with_own_result(place, member, assessment, said, kept_back)
            for place, member in enumerate(members)
        ),
        people=sum(member.organisation.people for member in members),
        dates=tuple(sorted({view.date for view in counted if view.date})),
        files=tuple(sorted({view.file for view in counted if view.file})),
        differences=find_differences(said, parts, kept_back),
        choices=find_choices(questionnaire, members, show_small_groups=show_small_groups),
        half_answered=find_half_answered(said, parts),
        withheld=tuple(said[name].question for name in withheld.questions),
        silent=silent,
        disputed=_disputed_questions(assessment, said),
    )
    warnings = (*superseded, *group_warnings(counted), *_version_warnings(questionnaire, counted))
    return replace(guarded, warnings=(*warnings, *assessment.warnings), pooled=pooled)


def _score_together(
    questionnaire: Questionnaire,
    views: Sequence[Answers],
    members: Sequence[Member],
    said: Mapping[str, Opinions],
) -> Assessment:
    """Score what everybody answered together."""
    given = ((name, _answer(question, members, said)) for name, question in questionnaire.questions.items())
    answers = replace(
        sign_together(views),
        answers=MappingProxyType({name: answer for name, answer in given if answer is not None}),
    )
    return score_standings(
        questionnaire,
        answers,
        _standings(questionnaire, answers, said),
        reconsider=lambda result: _discuss_first(result, said, questionnaire.scoring),
    )


def _discuss_first(
    result: ArrangementResult, said: Mapping[str, Opinions], scoring: Scoring
) -> ArrangementResult:
    """Turn `ready` into `undetermined` where an essential question is seen too differently; nothing else."""
    if result.verdict is not Verdict.READY or scoring.ready is None:
        return result
    disputes = tuple(Reason(f"Discuss first: {dispute}.") for _, dispute in _find_disputes(result, said))
    if not disputes:
        return result
    # Without a point the first reason says that it is ready whatever the open answers turn out to be.
    has_point = result.readiness is not None and result.readiness.point is not None
    reasons = result.reasons if has_point else result.reasons[1:]
    band = scoring.bands[scoring.bands.index(scoring.ready) - 1]
    lowered = Reason(f"“{band.title}” is the highest band while the verdict is not “ready”.")
    return replace(result, verdict=Verdict.UNDETERMINED, band=band, reasons=(*disputes, *reasons, lowered))


def _disputed_questions(assessment: Assessment, said: Mapping[str, Opinions]) -> tuple[str, ...]:
    """Give the ids of the essential questions, of arrangements that apply, that are seen too differently."""
    applying = (result for result in assessment.arrangements if result.applies)
    return tuple(dict.fromkeys(name for result in applying for name, _ in _find_disputes(result, said)))


def _find_disputes(result: ArrangementResult, said: Mapping[str, Opinions]) -> Iterator[tuple[str, str]]:
    """Give the id of each essential question that is seen too differently, and say what it is about it."""
    for factor in result.factors():
        minimum, title = factor.factor.essential, factor.factor.title
        for answer in factor.answers if minimum is not None else ():
            name, is_answered = answer.question.id, answer.standing.state is QuestionState.ANSWERED
            if is_answered and minimum is not None and said[name].is_split_at(minimum):
                yield name, f"answers lie on both sides of what is needed for {title}"
            elif is_answered and said[name].gap >= WIDE:
                yield name, f"the organisations see {title} very differently"


def _with_own_result(
    place: int,
    member: Member,
    assessment: Assessment,
    said: Mapping[str, Opinions],
    kept_back: Collection[str],
) -> Organisation:
    """Give an organisation with what its own views alone say of the leading arrangement."""
    leader, organisation = assessment.leader, member.organisation
    if leader is None:
        return organisation
    questionnaire = assessment.questionnaire
    alone = {
        question.id: opinions_alone(question, said[question.id].parts[place])
        for question in leader.arrangement.questions()
    }
    choices = ((each, _agreed_choice(each, [member])) for each in questionnaire.questions.values())
    own = Answers(
        questionnaire=questionnaire.id,
        answers=MappingProxyType({each.id: Answer(given=chosen) for each, chosen in choices if chosen}),
    )
    standings = _standings(questionnaire, own, alone)
    readiness, verdict = score_readiness(questionnaire, leader.arrangement, standings)
    few = [name for name in kept_back if name in standings and standings[name].point is not None]
    if few:
        without = score_readiness(
            questionnaire, leader.arrangement, {**standings, **dict.fromkeys(few, OPEN)}
        )
        has_point = without[0] is not None and without[0].point is not None
        if not has_point and not is_told_in_full(len(few)):
            return replace(organisation, is_withheld=True)
        if has_point:
            readiness, verdict = without
    return replace(organisation, readiness=readiness, verdict=verdict)


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


def _answer(question: Question, members: Sequence[Member], said: Mapping[str, Opinions]) -> Answer | None:
    """Give what everybody answered together: a mean or the agreed choice, and all notes.

    Each note stands with its organisation; it is not said whose it is.
    """
    if isinstance(question, ChoiceQuestion):
        given: Given | None = _agreed_choice(question, members)
    else:
        given = said[question.id].together
    is_unexplained = given is Silence.NOT_APPLICABLE and not said[question.id].is_explained
    noted = [
        f"{organisation_name(member.organisation)}: {answer.note}" if len(members) > 1 else answer.note
        for member in members
        for view in member.views
        if (answer := view.answers.get(question.id)) and answer.note
    ]
    note = None if is_unexplained else " / ".join(noted)
    if not note and isinstance(question, ScoredQuestion):
        return said[question.id].answer if given else None
    return Answer(given=given, note=note or None) if given or note else None


def _agreed_choice(question: Question, members: Sequence[Member]) -> Choice | None:
    """Give the choice that everybody made who made one; null where there are several, or none."""
    if not isinstance(question, ChoiceQuestion):
        return None
    answers = (view.answers.get(question.id) for member in members for view in member.views)
    made = {each.given.id for each in answers if each and isinstance(each.given, Choice)}
    return next((choice for choice in question.choices if made == {choice.id}), None)


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
