"""An assessment as plain data, JSON and JSON Lines, in the form `partnerassess-result/1`."""

import json
from collections.abc import Iterable, Iterator
from fractions import Fraction

from partnerassess.assessment import (
    Agreement,
    ArrangementResult,
    Assessment,
    ChoiceDifference,
    Difference,
    DimensionResult,
    FactorResult,
    Pooled,
    QuestionResult,
    Range,
    Reason,
)
from partnerassess.exact import Root
from partnerassess.explain import ArrangementExplanation, Explanation, GivenAdvice
from partnerassess.files import clean
from partnerassess.model import Answer, Choice, Level, Questionnaire, ScoredQuestion, Scoring, Silence, Source
from partnerassess.pooling.groups import organisation_name
from partnerassess.report.numbers import difference_for_json, number_for_json
from partnerassess.report.sentences import standing
from partnerassess.scoring import Gain, Swing

FORMAT = "partnerassess-result/1"

Result = dict[str, object]
"""Plain data: texts, numbers, true, false, null, lists, and dictionaries with text keys."""


def render_json(explanations: Iterable[Explanation], *, notes: bool = False) -> str:
    """Render assessments as one JSON list, also when there is only one or none; ends with a newline."""
    results = [result_of(explanation, notes=notes) for explanation in explanations]
    return json.dumps(results, ensure_ascii=False, allow_nan=False, indent=2) + "\n"


def render_json_line(explanation: Explanation, *, notes: bool = False) -> str:
    """Render one assessment as one line of JSON Lines; ends with a newline."""
    result = result_of(explanation, notes=notes)
    return json.dumps(result, ensure_ascii=False, allow_nan=False, separators=(",", ":")) + "\n"


def result_of(explanation: Explanation, *, notes: bool = False) -> Result:
    """Give an assessment as plain data; with `notes`, every answer's note beside it.

    Readiness, dimensions, factors, gains and swings are on the questionnaire's shown scale, as floats that
    nothing has rounded further; coverage is 0-1.
    """
    assessment = explanation.assessment
    answers = assessment.answers
    scoring = assessment.questionnaire.scoring
    return {
        "format": FORMAT,
        "questionnaire": _questionnaire(assessment.questionnaire),
        "partnership": answers.partnership,
        "programme": answers.programme,
        "round": answers.round,
        "organisations": _organisations(assessment),
        "respondents": assessment.pooled.people if assessment.pooled else 1,
        "date": answers.date.isoformat() if answers.date else None,
        "files": [clean(file) for file in _files(assessment)],
        "arrangements": [_arrangement(part, scoring, notes) for part in explanation.arrangements],
        "leader": _leader(assessment.leader, explanation.leader_is_certain),
        "advice": [_advice(given) for given in explanation.advice],
        **({"differences": list(differences_of(assessment.pooled))} if assessment.pooled else {}),
        "warnings": list(assessment.warnings),
    }


def _files(assessment: Assessment) -> tuple[str, ...]:
    if assessment.pooled:
        return assessment.pooled.files
    return (assessment.answers.file,) if assessment.answers.file else ()


def _organisations(assessment: Assessment) -> list[Result]:
    """Give who answered, each with its own readiness for the leading arrangement."""
    scoring = assessment.questionnaire.scoring
    if assessment.pooled:
        return [
            {
                "name": organisation_name(each),
                "people": each.people,
                "readiness": _range(each.readiness, scoring),
            }
            for each in assessment.pooled.organisations
        ]
    name = assessment.answers.organisation
    leader = assessment.leader
    own = _range(leader.readiness if leader else None, scoring)
    return [{"name": name, "people": 1, "readiness": own}] if name else []


def _questionnaire(questionnaire: Questionnaire) -> Result:
    return {
        "id": questionnaire.id,
        "version": questionnaire.version,
        "sha256": questionnaire.sha256 or None,
    }


def _leader(leader: ArrangementResult | None, certain: bool | None) -> Result | None:
    return None if leader is None else {"id": leader.arrangement.id, "certain": certain}


def _arrangement(explained: ArrangementExplanation, scoring: Scoring, notes: bool) -> Result:
    """Give an arrangement; where it does not apply there is no number that somebody could count."""
    result = explained.result
    about: Result = {
        "id": result.arrangement.id,
        "title": result.arrangement.title,
        "in_words": result.arrangement.in_words,
        "applies": result.applies,
        "rank": result.rank,
    }
    if not result.applies:
        nothing: Result = dict.fromkeys(("readiness", "band", "verdict", "standing"))
        lists: Result = {key: [] for key in ("strengths", "weak_points", "gaps", "open_questions")}
        return {**about, **nothing, "reasons": [], "dimensions": {}, **lists}
    return {
        **about,
        "readiness": _range(result.readiness, scoring),
        "band": result.band.id if result.band else None,
        "verdict": result.verdict.value if result.verdict else None,
        "standing": standing(result),
        "reasons": [_reason(reason) for reason in result.reasons],
        "dimensions": {part.dimension.id: _dimension(part, scoring, notes) for part in result.dimensions},
        "strengths": [each.answer.question.id for each in explained.strengths],
        "weak_points": [each.answer.question.id for each in explained.weak_points],
        "gaps": [_gap(gap, scoring) for gap in explained.every_gap],
        "open_questions": [_open_question(swing, scoring) for swing in explained.find_out],
    }


def _gap(gap: Gain, scoring: Scoring) -> Result:
    return {
        "factor": gap.factor.factor.id,
        "question": gap.answer.question.id,
        "gain": difference_for_json(gap.of_one_level(), scoring),
        "gain_to_top": difference_for_json(gap.of_top_level(), scoring),
    }


def _open_question(swing: Swing, scoring: Scoring) -> Result:
    return {
        "question": swing.answer.question.id,
        "swing": difference_for_json(swing.size, scoring),
        "can_settle": swing.can_settle,
    }


def _range(known: Range[Fraction] | Range[Root] | None, scoring: Scoring) -> Result:
    if known is None:
        return {"point": None, "lowest": None, "highest": None}
    return {
        "point": None if known.point is None else number_for_json(known.point, scoring),
        "lowest": number_for_json(known.lowest, scoring),
        "highest": number_for_json(known.highest, scoring),
    }


def _reason(reason: Reason) -> str:
    if not reason.questions:
        return reason.text
    return f"{reason.text.removesuffix('.')}: {', '.join(question.id for question in reason.questions)}"


def _dimension(result: DimensionResult, scoring: Scoring, notes: bool) -> Result:
    return {
        **_range(result.range, scoring),
        "coverage": None if result.coverage is None else float(result.coverage),
        "factors": [_factor(factor, scoring, notes) for factor in result.factors],
    }


def _factor(result: FactorResult, scoring: Scoring, notes: bool) -> Result:
    return {
        "id": result.factor.id,
        "title": result.factor.title,
        **_range(result.range, scoring),
        "state": result.state.value,
        "essential": result.essential.value if result.essential else None,
        "answers": [_answer(answer, notes) for answer in result.answers],
    }


def _answer(result: QuestionResult, notes: bool) -> Result:
    given = result.answer
    item: Result = {
        "question": result.question.id,
        "answer": _given(given),
        "state": "open" if result.standing.unanswered else result.standing.state.value,
    }
    return {**item, "note": given.note if given else None} if notes else item


def _given(answer: Answer | None) -> int | float | str | None:
    match answer.given if answer else None:
        case None:
            return None
        case Level(value=value):
            return value.numerator if value.denominator == 1 else float(value)
        case Silence(value=word) | Choice(id=word):
            return str(word)


def _advice(given: GivenAdvice) -> Result:
    return {
        "id": given.advice.id,
        "arrangements": [result.arrangement.id for result in given.arrangements],
        "audience": given.advice.audience.value,
        "do": given.advice.do,
        "say": given.advice.say,
        "source": _source(given.advice.source),
    }


def _source(source: Source | None) -> Result | None:
    return None if source is None else {"ref": source.ref, "where": source.where}


def differences_of(pooled: Pooled) -> Iterator[Result]:
    """Give what is seen differently, and at the end the questions of which that may not be told.

    Means are in the values of each question's levels, distances in level steps.
    """
    names = [organisation_name(each) for each in pooled.organisations]
    yield from (_choice(each, names) for each in pooled.choices)
    yield from (_difference(each, names) for each in pooled.differences)
    for question in pooled.withheld:
        yield {"question": question.id, "withheld": True, "flags": None, "mean": None, "organisations": None}


def _difference(difference: Difference, names: list[str]) -> Result:
    question = difference.question
    parts = zip(names, difference.answered, difference.means, strict=True)
    higher = difference.higher
    return {
        "question": question.id,
        "withheld": False,
        "flags": [flag.value for flag in difference.flags],
        "essential": difference.is_essential,
        "mean": _value(difference.mean, question),
        "gap": float(difference.gap),
        "higher": None if higher is None else names[higher],
        "spread": float(difference.spread),
        "agreement": _agreement(difference.agreement),
        "organisations": [
            {"name": name, "answered": answered, "mean": None if mean is None else _value(mean, question)}
            for name, answered, mean in parts
        ],
    }


def _value(position: Fraction, question: ScoredQuestion) -> float:
    lowest, highest = question.levels[0].value, question.levels[-1].value
    return float(lowest + position * (highest - lowest))


def _agreement(agreement: Agreement | None) -> Result | None:
    if agreement is None:
        return None
    critical = agreement.critical
    return {"r_wg": float(agreement.index), "critical": None if critical is None else float(critical)}


def _choice(difference: ChoiceDifference, names: list[str]) -> Result:
    return {
        "question": difference.question.id,
        "withheld": not difference.chosen,
        "flags": ["chosen_differently"],
        "organisations": [
            {"name": name, "chosen": {choice.id: number for choice, number in chosen}}
            for name, chosen in zip(names, difference.chosen, strict=bool(difference.chosen))
        ],
    }
