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
from partnerassess.explain import Explanation, GivenAdvice, GivenAnswer, Ground
from partnerassess.model import Level, Scoring, Unanswered
from partnerassess.render.numbers import (
    format_gain,
    format_level,
    format_percent,
    format_position,
    format_range,
    format_readiness,
    format_scale,
)
from partnerassess.render.words import (
    VERDICTS,
    as_sentence,
    format_answer,
    format_count,
    format_given,
    format_list,
    level_needed,
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
        return "Too early to say: no question is answered yet.", ""
    level_with = leaders(assessment)
    if len(level_with) > 1:
        titles = [result.arrangement.title for result in level_with]
        return "Best supported, and level with each other:", format_list(titles)
    if len(assessment.arrangements) == 1:
        return "How ready:", leader.arrangement.title
    return "Best supported:", leader.arrangement.title


def is_too_early(assessment: Assessment) -> bool:
    """Tell whether no question of any arrangement that could come first is answered."""
    return not any(answered(result) for result in assessment.arrangements if result.rank is not None)


def leaders(assessment: Assessment) -> tuple[ArrangementResult, ...]:
    """Give the leader and every arrangement that only the questionnaire's order puts behind it."""
    leader = assessment.leader
    return tuple(
        result
        for result in assessment.arrangements
        if leader and result.rank is not None and _figures(result) == _figures(leader)
    )


def _figures(result: ArrangementResult) -> tuple[Verdict | None, Root | None, Root | None]:
    known = result.readiness
    return result.verdict, known.point if known else None, known.lowest if known else None


def answered(result: ArrangementResult) -> list[QuestionResult]:
    """Give the questions of an arrangement that somebody answered with a level."""
    return [answer for answer in in_play(result) if not answer.standing.unanswered]


def in_play(result: ArrangementResult) -> list[QuestionResult]:
    """Give the questions of an arrangement that apply."""
    every = (answer for factor in result.factors() for answer in factor.answers)
    return [answer for answer in every if answer.standing.state is not QuestionState.OUT]


def verdict_sentence(result: ArrangementResult) -> str:
    """Say what the verdict means; nothing where there is none."""
    if result.verdict is not Verdict.NOT_READY:
        return _VERDICT_SENTENCES[result.verdict] if result.verdict else ""
    if any(factor.essential is EssentialState.UNMET for factor in result.factors()):
        return "Something essential is not in place as things stand."
    return result.reasons[0].text


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
        return "They are listed in the questionnaire's order."
    match explanation.leader_is_certain:
        case None:
            return ""
        case True if not any(result.open_answers() for result in rankable):
            return "No answer is open, so nothing can change the order."
        case True:
            return "It comes first whatever the open answers turn out to be."
        case False:
            return "The open answers could still put another arrangement first."


def basis_sentence(result: ArrangementResult, scoring: Scoring) -> str:
    """Say how many questions are answered, and how much of every dimension that covers."""
    covered = [
        f"{dimension.dimension.title} {format_percent(dimension.coverage, (scoring.coverage_needed,))}"
        for dimension in result.dimensions
        if dimension.coverage is not None
    ]
    given, asked = len(answered(result)), len(in_play(result))
    if given == asked:
        return "All its questions are answered."
    words = f"{given} of its {format_count(asked, 'question')} {'is' if given == 1 else 'are'} answered"
    if not covered or scoring.unanswered is Unanswered.LOWEST:
        return f"{words}."
    return f"{words} (by weight: {', '.join(covered)})."


def coverage_sentence(assessment: Assessment) -> str:
    """Say how many of the questions that bear on an applying arrangement are answered."""
    applying = [result for result in assessment.arrangements if result.applies]
    asked = {answer.question.id for result in applying for answer in in_play(result)}
    given = {answer.question.id for result in applying for answer in answered(result)}
    are = "is" if len(given) == 1 else "are"
    return f"{len(given)} of {format_count(len(asked), 'question')} {are} answered"


def essential_sentence(factor: FactorResult) -> str:
    """Say what an essential factor that is not met, or still open, needs."""
    minimum = factor.factor.essential
    if minimum is None or factor.essential is EssentialState.MET:
        return ""
    lacking = [
        answer
        for answer in factor.answers
        if answer.standing.state is not QuestionState.OUT and answer.standing.weakest.lowest < minimum
    ]
    if not lacking:
        return "It is left out without a note that says why."
    return " ".join(
        f"{quoted(answer.question.text)}{_stands_at(answer)} "
        f"needs at least {format_given(level_needed(answer.question, minimum))}."
        for answer in lacking
    )


def _stands_at(answer: QuestionResult) -> str:
    if answer.answer is None and not answer.standing.unanswered:
        return ""
    return f" is {format_answer(answer.answer)} and"


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


def first_gain_sentence(gain: Gain, scoring: Scoring) -> str:
    """Say which answer is worth raising first, and what that gives."""
    question = quoted(gain.answer.question.text)
    if not gain.of_one_level():
        return f"Where to start: {question} {NO_GAIN}"
    return f"Most to gain: {question} One level up gives {format_gain(gain.of_one_level(), scoring)}."


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
