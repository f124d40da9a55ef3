"""The top of the page: the finding as a title, what it means, how sure it is, what to do first.

This module knows what a board must have read if it reads no further. It does not know the evidence.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from partnerassess.assessment import ArrangementResult, Assessment, EssentialState, FactorResult, Verdict
from partnerassess.explain import ArrangementExplanation, Explanation
from partnerassess.model import Scoring
from partnerassess.render.content import first_steps
from partnerassess.render.essentials import essential_step
from partnerassess.render.outlook import Outlook
from partnerassess.render.page.signs import Judged, judge_arrangement
from partnerassess.render.sentences import (
    CONVENTIONS,
    EARLY_HINT,
    answered,
    answered_sentence,
    certainty_sentence,
    coverage_sentence,
    headline,
    is_too_early,
    leaders,
    listed_first,
    readiness_sentence,
    verdict_sentence,
)
from partnerassess.report.words import VERDICTS, as_sentence, format_date, format_list, quoted

_LEADING = {
    Verdict.READY: ", ready as things stand",
    Verdict.UNDETERMINED: f", {VERDICTS[Verdict.UNDETERMINED].lower()}",
    Verdict.NOT_READY: ", though not ready yet",
    Verdict.NOT_ASSESSABLE: "",
}
_LISTED = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """Something to do first: a few words on what it is, and the sentence that says it."""

    lead: str
    words: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Opening:
    """What the top of the page shows."""

    partnership: str
    about: tuple[str, ...]
    finding: str
    standing: Judged | None
    meaning: tuple[str, ...]
    """The sentences that say what the finding means."""
    certainty: tuple[str, ...]
    """The sentences that say how sure it is, and why."""
    steps: tuple[Step, ...]
    """What to do first."""
    steps_title: str


def view_opening(explanation: Explanation, outlook: Outlook | None = None) -> Opening:
    """Give what the top of the page shows; `outlook` is how sure the order is and what comes next."""
    assessment = explanation.assessment
    answers, questionnaire = assessment.answers, assessment.questionnaire
    leader = None if is_too_early(assessment) else assessment.leader
    is_ready = leader is not None and leader.verdict is Verdict.READY
    return Opening(
        partnership=answers.partnership or questionnaire.title,
        about=tuple(_about(assessment)),
        finding=format_finding(assessment),
        standing=judge_arrangement(leader) if leader else None,
        meaning=tuple(_meaning(assessment, leader)),
        certainty=tuple(_certainty(explanation, leader, outlook)),
        steps=tuple(_steps(explanation.arrangements[0], questionnaire.scoring, outlook)) if leader else (),
        steps_title="What would help further" if is_ready else "What to do first",
    )


def format_finding(assessment: Assessment) -> str:
    """Say in one line what the assessment has found: what is best supported, and what is not ready."""
    lead_in, title = headline(assessment)
    leader = assessment.leader
    if leader is None or not title:
        return lead_in
    first = leaders(assessment)
    rest = [each for each in assessment.arrangements if each.applies and each not in first]
    leading = _LEADING[leader.verdict] if leader.verdict else ""
    return f"{lead_in} {title}{leading}{_behind(rest)}"


def _behind(rest: list[ArrangementResult]) -> str:
    """Name the arrangements behind the first that are ready, else those that are not."""
    for verdict, words in ((Verdict.READY, "ready too"), (Verdict.NOT_READY, "not ready")):
        titles = [each.arrangement.title for each in rest if each.verdict is verdict]
        if titles:
            return f"; {format_list(titles)} {'is' if len(titles) == 1 else 'are'} {words}"
    return ""


def _about(assessment: Assessment) -> Iterator[str]:
    answers = assessment.answers
    view = ", ".join(part for part in (answers.respondent, answers.organisation) if part)
    if answers.partnership:
        yield assessment.questionnaire.title
    if view:
        yield f"as seen by {view}"
    if answers.date:
        yield format_date(answers.date)


def _meaning(assessment: Assessment, leader: ArrangementResult | None) -> Iterator[str]:
    if leader is None:
        yield from _without_leader(assessment)
        return
    scoring = assessment.questionnaire.scoring
    first = listed_first(assessment)
    if first:
        yield as_sentence(first)
    if leader.verdict:
        yield verdict_sentence(leader, scoring)
    yield readiness_sentence(leader, scoring)
    if leader.band and leader.band.meaning:
        yield f"{quoted(leader.band.title)}: {leader.band.meaning}"


def _without_leader(assessment: Assessment) -> Iterator[str]:
    covered = f"{coverage_sentence(assessment)}."
    if not headline(assessment)[0].endswith(covered):
        yield covered
    applying = [each for each in assessment.arrangements if each.applies]
    if assessment.leader is None:
        yield from (
            f"{each.arrangement.title}: {reason.text}" for each in applying for reason in each.reasons
        )
    elif any(answered(each) for each in applying):
        yield EARLY_HINT


def _certainty(
    explanation: Explanation, leader: ArrangementResult | None, outlook: Outlook | None
) -> Iterator[str]:
    if leader is not None:
        certainty = certainty_sentence(explanation)
        if certainty:
            yield certainty
        yield answered_sentence(leader)
        said = verdict_sentence(leader, explanation.assessment.questionnaire.scoring)
        yield from (reason.text for reason in leader.reasons if reason.text not in said)
    yield CONVENTIONS
    yield from outlook.drawn[:1] if outlook else ()


def _steps(explained: ArrangementExplanation, scoring: Scoring, outlook: Outlook | None) -> Iterator[Step]:
    essentials = explained.unmet + explained.unsettled
    yield from (_essential(factor) for factor in essentials[:_LISTED])
    more = len(essentials) - _LISTED
    if more > 0:
        which = "further essential factor is" if more == 1 else "further essential factors are"
        yield Step(lead="And more", words=f"{more} {which} not met or open.")
    yield from map(_split, first_steps(explained, scoring, outlook))


def _essential(factor: FactorResult) -> Step:
    is_open = factor.essential is EssentialState.OPEN
    lead = "Essential and still open" if is_open else "Essential and not met"
    return Step(lead=lead, words=f"{as_sentence(factor.factor.title)} {essential_step(factor)}".strip())


def _split(sentence: str) -> Step:
    lead, _, words = sentence.partition(": ")
    return Step(lead=lead, words=words)
