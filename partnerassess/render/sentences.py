"""What an assessment says, in plain sentences, the same in every format.

This module knows how results are put to busy people: short, and a low number as information. It does not
know signs, colours or layout.
"""

from collections.abc import Sequence

from partnerassess.assessment import (
    ArrangementResult,
    Assessment,
    EssentialState,
    FactorResult,
    QuestionResult,
    QuestionState,
    Verdict,
)
from partnerassess.conditions import QuestionFact, grounds
from partnerassess.exact import Root
from partnerassess.explain import Explanation, GivenAdvice, GivenAnswer, Ground, explain_places
from partnerassess.model import Level, Scoring, Unanswered
from partnerassess.render.essentials import essential_sentence as essential_sentence
from partnerassess.report.numbers import (
    format_gain,
    format_level,
    format_percent,
    format_position,
    format_range,
    format_readiness,
    format_scale,
)
from partnerassess.report.words import (
    VERDICTS,
    as_sentence,
    format_answer,
    format_count,
    format_given,
    format_list,
    quoted,
)
from partnerassess.scoring import Gain, Swing
from partnerassess.visibility import Visibility

CONVENTIONS = (
    "Weights, cut-offs and the way numbers are put together are conventions of the questionnaire, not "
    "findings. A low number says where work is needed; it is no judgement of anybody."
)
"""What every report says of its numbers."""

NO_GAIN = "One level up alone changes nothing while something else holds readiness down."
"""What is said where a zero or a minimum elsewhere swallows a gain."""

EARLY_HINT = "With each arrangement below stands which open answers to find out first."
"""What is said where some answers are given, but too few to say what is best supported."""

_VERDICT_SENTENCES = {
    Verdict.READY: "What this arrangement needs is in place.",
    Verdict.UNDETERMINED: "What is still open decides whether it is ready.",
    Verdict.NOT_ASSESSABLE: "Too much does not apply to say anything.",
}


def headline(assessment: Assessment) -> tuple[str, str]:
    """Give the answer people came for: a lead-in, and the arrangement it leads to (or nothing)."""
    leader = assessment.leader
    if leader is None:
        if any(result.applies for result in assessment.arrangements):
            return "No arrangement can be assessed: too much does not apply.", ""
        return "No arrangement applies to the answers given.", ""
    if is_too_early(assessment):
        return _why_too_early(assessment), ""
    if sum(result.applies for result in assessment.arrangements) == 1:
        return "How ready:", leader.arrangement.title
    if _is_unsupported(leader):
        return "No arrangement is supported yet.", ""
    level_with = leaders(assessment)
    if len(level_with) > 1:
        titles = [result.arrangement.title for result in level_with]
        return "Best supported, and level with each other:", format_list(titles)
    return "Best supported:", leader.arrangement.title


def is_too_early(assessment: Assessment) -> bool:
    """Tell whether the answers cannot yet say which arrangement comes first.

    So it is where nothing is answered, and where no single figure can be given and arrangements are level,
    or nothing supports the first one.
    """
    leader = assessment.leader
    if not any(answered(result) for result in assessment.arrangements if result.rank is not None):
        return True
    places = explain_places(assessment)
    if leader is None or len(places) < 2 or leader.verdict is Verdict.READY:
        return False
    known = leader.readiness
    if known is None or known.point is not None or known.lowest == known.highest:
        return False
    return bool(places[leader.arrangement.id].level_with) or known.lowest.is_zero


def _why_too_early(assessment: Assessment) -> str:
    ranked = [result for result in assessment.arrangements if result.rank is not None]
    if any(answered(result) for result in ranked):
        return f"Too early to say: only {coverage_sentence(assessment)}."
    if any(answer.given for answer in assessment.answers.answers.values()):
        return "Too early to say: no scored question has an answer yet."
    return "Too early to say: no question is answered yet."


def _is_unsupported(leader: ArrangementResult) -> bool:
    known = leader.readiness
    if known is None:
        return False
    return (known.lowest if known.point is None else known.point).is_zero


def listed_first(assessment: Assessment) -> str:
    """Name the arrangement that the first lines are about, where the headline does not; else nothing."""
    _, title = headline(assessment)
    leader = assessment.leader
    if title or leader is None or is_too_early(assessment):
        return ""
    return f"Listed first: {leader.arrangement.title}"


def leaders(assessment: Assessment) -> tuple[ArrangementResult, ...]:
    """Give the leader and every arrangement that only the questionnaire's order puts behind it."""
    places = explain_places(assessment)
    return tuple(
        result
        for result in assessment.arrangements
        if result.rank is not None and places[result.arrangement.id].rank == 1
    )


def answered(result: ArrangementResult) -> list[QuestionResult]:
    """Give the questions of an arrangement that somebody answered with a level."""
    return [answer for answer in in_play(result) if not answer.standing.unanswered]


def in_play(result: ArrangementResult) -> list[QuestionResult]:
    """Give the questions of an arrangement that apply."""
    every = (answer for factor in result.factors() for answer in factor.answers)
    return [answer for answer in every if answer.standing.state is not QuestionState.OUT]


def verdict_sentence(result: ArrangementResult, scoring: Scoring | None = None) -> str:
    """Say what the verdict means; nothing where there is none.

    With `scoring`, a figure that reaches where ready starts is named together with what stands against it.
    """
    against = _against_figure(result, scoring) if scoring else ""
    if against:
        return against
    if result.verdict is not Verdict.NOT_READY:
        return _VERDICT_SENTENCES[result.verdict] if result.verdict else ""
    if any(factor.essential is EssentialState.UNMET for factor in result.factors()):
        return "Something essential is not in place as things stand."
    return result.reasons[0].text


def _against_figure(result: ArrangementResult, scoring: Scoring) -> str:
    """Say why an arrangement is not ready although its figure is high enough; else nothing."""
    point = result.readiness.point if result.readiness else None
    if scoring.ready is None or point is None or result.verdict in (Verdict.READY, None):
        return ""
    start = Root(scoring.ready.position)
    if point < start:
        return ""
    place = "above" if point > start else "at"
    return f"The figure is {place} {format_level(scoring.ready.start)}{_obstacle(result, start)}"


def _obstacle(result: ArrangementResult, start: Root) -> str:
    states = [factor.essential for factor in result.factors()]
    for state, words in ((EssentialState.UNMET, "not met"), (EssentialState.OPEN, "still open")):
        number = states.count(state)
        if number:
            which = "an essential factor is" if number == 1 else f"{number} essential factors are"
            return f", but {which} {words}."
    if result.readiness and result.readiness.lowest < start:
        return ", but the open answers could still bring it below."
    return f". {result.reasons[0].text}" if result.reasons else ", but it is not called ready."


def readiness_sentence(result: ArrangementResult, scoring: Scoring) -> str:
    """Say how ready an arrangement is, how far that is known, and where ready starts."""
    known, scale = result.readiness, format_scale(scoring)
    if known is None:
        return "There are no numbers for it."
    if known.point is None:
        extent = _between(result, scoring)
        words = f"Readiness is {extent} on a scale of {scale}; too few answers for one figure."
    else:
        point = format_readiness(known.point, scoring)
        words = f"Readiness is {point} on a scale of {scale}; {_openness(result, scoring)}."
    if scoring.ready:
        words += f" {quoted(scoring.ready.title)} starts at {format_level(scoring.ready.start)}."
    return words


def _between(result: ArrangementResult, scoring: Scoring) -> str:
    known = result.readiness
    if known is None or known.lowest == known.highest:
        return f"{format_range(known, scoring)} in any case" if known else ""
    lowest, highest = (format_readiness(end, scoring) for end in (known.lowest, known.highest))
    return f"between {lowest} and {highest}"


def _openness(result: ArrangementResult, scoring: Scoring) -> str:
    number = len(result.open_answers())
    if not number:
        return "nothing is open"
    answers = format_count(number, "open answer")
    if scoring.unanswered is Unanswered.LOWEST:
        return f"{answers} {'counts' if number == 1 else 'count'} as the lowest level"
    if result.readiness and result.readiness.lowest == result.readiness.highest:
        return f"{answers} cannot change it"
    return f"{_between(result, scoring)}, depending on {answers}"


def certainty_sentence(explanation: Explanation) -> str:
    """Say whether the first place can still change."""
    rankable = [result for result in explanation.assessment.arrangements if result.rank is not None]
    if len(leaders(explanation.assessment)) > 1:
        return "Those that are level are listed in the questionnaire's order."
    match explanation.leader_is_certain:
        case None:
            return ""
        case True if not any(result.open_answers() for result in rankable):
            return "No answer is open, so nothing can change the order."
        case True:
            return "It comes first whatever the open answers turn out to be."
        case False if any(result.rank == 1 and result.open_answers() for result in rankable):
            return "The open answers could still put another arrangement first."
        case False:
            return "Answers that are open for other arrangements could still put one of them first."


def basis_sentence(result: ArrangementResult, scoring: Scoring) -> str:
    """Say how many questions are answered, and how much of every dimension that covers."""
    covered = [
        f"{dimension.dimension.title} {format_percent(dimension.coverage, (scoring.coverage_needed,))}"
        for dimension in result.dimensions
        if dimension.coverage is not None
    ]
    words = answered_sentence(result)
    if len(answered(result)) == len(in_play(result)):
        return words
    if not covered or scoring.unanswered is Unanswered.LOWEST:
        return words
    return f"{words.removesuffix('.')} (by weight: {', '.join(covered)})."


def answered_sentence(result: ArrangementResult) -> str:
    """Say how many questions of an arrangement are answered."""
    given, asked = len(answered(result)), len(in_play(result))
    if given == asked:
        return "All its questions are answered."
    return f"{given} of its {format_count(asked, 'question')} {'is' if given == 1 else 'are'} answered."


def coverage_sentence(assessment: Assessment) -> str:
    """Say how many of the questions that bear on an applying arrangement are answered."""
    applying = [result for result in assessment.arrangements if result.applies]
    asked = {answer.question.id for result in applying for answer in in_play(result)}
    given = {answer.question.id for result in applying for answer in answered(result)}
    are = "is" if len(given) == 1 else "are"
    return f"{len(given)} of {format_count(len(asked), 'question')} {are} answered"


def next_level(gain: Gain) -> Level:
    """Give the level that is one up from an answer."""
    here = gain.answer.standing.bounds.lowest
    return next(level for level in gain.answer.question.levels if level.position > here)


def gain_sentence(gain: Gain, scoring: Scoring) -> str:
    """Say where an answer stands and what the next level looks like."""
    level = next_level(gain)
    now = f"Now {format_answer(gain.answer.answer)}. " if gain.answer.answer else ""
    described = f"{format_given(level)}: {level.description}" if level.description else format_given(level)
    step = as_sentence(f"{now}Next: {described}")
    if gain.to_top == gain.one_level:
        return step
    return f"{step} The top level would gain {format_gain(gain.of_top_level(), scoring)}."


def first_gain_sentence(gain: Gain, scoring: Scoring, *, has_point: bool = True) -> str:
    """Say which answer is worth raising first, and what that gives: to the point, or else to the lowest."""
    question = quoted(gain.answer.question.text)
    if not gain.of_one_level():
        return f"Where to start: {question} {NO_GAIN}"
    size = format_gain(gain.of_one_level(), scoring)
    if not has_point:
        return f"Most to gain: {question} One level up lifts the bottom of the range by {size[1:]}."
    return f"Most to gain: {question} One level up gives {size}."


def first_swing_sentence(swing: Swing, scoring: Scoring) -> str:
    """Say which open answer is worth finding out first, and how much depends on it."""
    size = format_gain(swing.size, scoring).removeprefix("+")
    return f"First to find out: {quoted(swing.answer.question.text)} It can move readiness by {size}."


def advice_about(given: GivenAdvice, assessment: Assessment) -> str:
    """Name the arrangements a piece of advice is about; nothing if that is all that apply."""
    applying = [result for result in assessment.arrangements if result.applies]
    if len(given.arrangements) == len(applying):
        return ""
    return format_list([result.arrangement.title for result in given.arrangements])


def grounds_sentence(because: Sequence[Ground], scoring: Scoring) -> str:
    """Say what a piece of advice rests on; nothing where its condition names nothing."""
    return as_sentence("; ".join(_ground(ground, scoring) for ground in because)) if because else ""


def _ground(ground: Ground, scoring: Scoring) -> str:
    match ground:
        case GivenAnswer(question=question, answer=answer):
            return f"{quoted(question.text)}: {format_answer(answer)}"
        case FactorResult(factor=factor, range=known):
            if known is None:
                return f"{quoted(factor.title)} does not apply"
            point = None if known.point is None else format_position(known.point, scoring)
            return f"{quoted(factor.title)} is at {point or format_range(known, scoring)}"
        case ArrangementResult(arrangement=arrangement, verdict=verdict, band=band):
            standing = [VERDICTS[verdict].lower()] if verdict else []
            standing += [f"in the band {quoted(band.title)}"] if band else []
            return f"{quoted(arrangement.title)} is {format_list(standing) or 'without a verdict'}"


def exclusion_sentence(assessment: Assessment, result: ArrangementResult) -> str:
    """Say why an arrangement does not apply."""
    condition = result.arrangement.applies_if
    if condition is None:
        return "It does not apply."
    visibility = Visibility(assessment.questionnaire, assessment.answers)
    questions = [
        assessment.questionnaire.questions[fact.question]
        for fact in grounds(condition, visibility.is_true)
        if isinstance(fact, QuestionFact)
    ]
    because = (
        f"{quoted(question.text)}: {format_answer(assessment.answers.answers.get(question.id))}"
        for question in dict.fromkeys(questions)
    )
    return as_sentence(f"It does not apply: {'; '.join(because)}")
