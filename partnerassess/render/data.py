"""What programs get: assessments, plans, comparisons and robustness as plain data and JSON.

The keys are those of the JSON Schemas and of docs/deciding.md.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, Any

from msgspec import to_builtins

from partnerassess.assessment import Assessment, Difference, FactorResult, Pooled, Range
from partnerassess.exact import Root
from partnerassess.explain import ArrangementExplanation, Explanation, GivenAdvice
from partnerassess.files.reading import clean
from partnerassess.model import Answer, Arrangement, Band, Choice, Level, Scoring, Silence
from partnerassess.pooling.groups import organisation_name
from partnerassess.report.numbers import difference_for_json, level_for_json, number_for_json, range_for_json
from partnerassess.report.sentences import standing

if TYPE_CHECKING:
    from partnerassess.decide.comparison import Comparison, Course, RoundComparison
    from partnerassess.decide.plan import Item, Plan
    from partnerassess.decide.robustness import Simulation, Steadiness

FORMAT = "partnerassess-result/1"

Result = dict[str, object]
"""Plain data: texts, numbers, true, false, null, lists, and dictionaries with text keys."""


def render_json(explanations: Iterable[Explanation], *, notes: bool = False) -> str:
    """Render assessments as one JSON list, also when there is only one or none; ends with a newline."""
    return _written([_assessment(explanation, notes) for explanation in explanations])


def render_json_line(explanation: Explanation, *, notes: bool = False) -> str:
    """Render one assessment as one line of JSON Lines; ends with a newline."""
    result = result_of(explanation, notes=notes)
    return json.dumps(result, ensure_ascii=False, allow_nan=False, separators=(",", ":")) + "\n"


def _written(data: object) -> str:
    return json.dumps(_plain(data), ensure_ascii=False, allow_nan=False, indent=2) + "\n"


def _plain(data: object) -> Any:
    """Give words of files for enums, floats for fractions, and dates as ISO writes them."""
    return to_builtins(data, enc_hook=float)


def _id(named: Arrangement | Band | None) -> str | None:
    return named.id if named else None


def result_of(explanation: Explanation, *, notes: bool = False) -> Result:
    """Give an assessment as plain data; with `notes`, every note beside its answer and in a list.

    Readiness, dimensions, factors, gains and swings are on the questionnaire's shown scale, as floats that
    nothing has rounded further; coverage is 0-1.
    """
    result: Result = _plain(_assessment(explanation, notes))
    return result


def _assessment(explanation: Explanation, notes: bool) -> Result:
    assessment = explanation.assessment
    answers, questionnaire, pooled = assessment.answers, assessment.questionnaire, assessment.pooled
    leader, scoring = assessment.leader, questionnaire.scoring
    noted = {
        name: answer.note
        for name in questionnaire.questions
        if (answer := answers.answers.get(name)) and answer.note
    }
    beside = noted if notes else None
    views = (
        [(organisation_name(each), each.people, each.readiness) for each in pooled.organisations]
        if pooled
        else [(answers.organisation, 1, leader.readiness if leader else None)]
    )
    return {
        "format": FORMAT,
        "questionnaire": {
            "id": questionnaire.id,
            "version": questionnaire.version,
            "sha256": questionnaire.sha256 or None,
        },
        "partnership": answers.partnership,
        "programme": answers.programme,
        "round": answers.round,
        "organisations": [
            {"name": name, "people": people, "readiness": _range(readiness, scoring)}
            for name, people, readiness in views
            if name
        ],
        "respondents": pooled.people if pooled else 1,
        "date": answers.date,
        "files": list(map(clean, assessment.files)),
        "arrangements": [_arrangement(part, scoring, beside) for part in explanation.arrangements],
        "leader": {"id": leader.arrangement.id, "certain": explanation.leader_is_certain} if leader else None,
        "advice": [_advice(given) for given in explanation.advice],
        **({"differences": differences_of(pooled)} if pooled else {}),
        **({"notes": [{"question": name, "note": note} for name, note in noted.items()]} if notes else {}),
        "warnings": list(assessment.warnings),
    }


def _advice(given: GivenAdvice) -> Result:
    advice, source = given.advice, given.advice.source
    return {
        "id": advice.id,
        "arrangements": [result.arrangement.id for result in given.arrangements],
        "audience": advice.audience,
        "do": advice.do,
        "say": advice.say,
        "source": {"ref": source.ref, "where": source.where} if source else None,
    }


def _arrangement(
    explained: ArrangementExplanation, scoring: Scoring, beside: Mapping[str, str] | None
) -> Result:
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
        "band": _id(result.band),
        "verdict": result.verdict,
        "standing": standing(result),
        "reasons": [
            f"{reason.text.removesuffix('.')}: {', '.join(question.id for question in reason.questions)}"
            if reason.questions
            else reason.text
            for reason in result.reasons
        ],
        "dimensions": {
            part.dimension.id: {
                **_range(part.range, scoring),
                "coverage": part.coverage,
                "factors": [_factor(factor, scoring, beside) for factor in part.factors],
            }
            for part in result.dimensions
        },
        "strengths": [each.answer.question.id for each in explained.strengths],
        "weak_points": [each.answer.question.id for each in explained.weak_points],
        "gaps": [
            {
                "factor": gap.factor.factor.id,
                "question": gap.answer.question.id,
                "gain": difference_for_json(gap.of_one_level(), scoring),
                "gain_to_top": difference_for_json(gap.of_top_level(), scoring),
            }
            for gap in explained.gaps
        ],
        "open_questions": [
            {
                "question": swing.answer.question.id,
                "swing": difference_for_json(swing.size, scoring),
                "can_settle": swing.can_settle,
            }
            for swing in explained.find_out
        ],
    }


def _range(known: Range[Fraction] | Range[Root] | None, scoring: Scoring) -> Result:
    return dict(zip(("point", "lowest", "highest"), range_for_json(known, scoring), strict=True))


def _factor(result: FactorResult, scoring: Scoring, beside: Mapping[str, str] | None) -> Result:
    return {
        "id": result.factor.id,
        "title": result.factor.title,
        **_range(result.range, scoring),
        "state": result.state,
        "essential": result.essential,
        "answers": [
            {
                "question": each.question.id,
                "answer": _given(each.answer),
                "state": "open" if each.standing.unanswered else each.standing.state,
                **({} if beside is None else {"note": beside.get(each.question.id)}),
            }
            for each in result.answers
        ],
    }


def _given(answer: Answer | None) -> int | float | str | None:
    match answer.given if answer else None:
        case None:
            return None
        case Level() as level:
            return level_for_json(level)
        case Silence(value=word) | Choice(id=word):
            return str(word)


def differences_of(pooled: Pooled) -> list[Result]:
    """Give what is seen differently, and at the end the questions of which that may not be told.

    Means are in the values of each question's levels, distances in level steps.
    """
    return [*map(_plain, _differences(pooled))]


def _differences(pooled: Pooled) -> Iterator[Result]:
    names = [organisation_name(each) for each in pooled.organisations]
    for choice in pooled.choices:
        yield {
            "question": choice.question.id,
            "withheld": not choice.chosen,
            "flags": ["chosen_differently"],
            "organisations": [
                {"name": name, "chosen": {each.id: number for each, number in chosen}}
                for name, chosen in zip(names, choice.chosen, strict=bool(choice.chosen))
            ],
        }
    yield from (_difference(each, names) for each in pooled.differences)
    for question in pooled.withheld:
        yield {"question": question.id, "withheld": True, "flags": None, "mean": None, "organisations": None}


def _difference(difference: Difference, names: list[str]) -> Result:
    question, agreement = difference.question, difference.agreement
    lowest, highest = question.levels[0].value, question.levels[-1].value
    mean, *means = (
        None if each is None else lowest + each * (highest - lowest)
        for each in (difference.mean, *difference.means)
    )
    return {
        "question": question.id,
        "withheld": False,
        "flags": list(difference.flags),
        "essential": difference.is_essential,
        "mean": mean,
        "gap": difference.gap,
        "higher": None if difference.higher is None else names[difference.higher],
        "spread": difference.spread,
        "agreement": {"r_wg": agreement.index, "critical": agreement.critical} if agreement else None,
        "organisations": [
            {"name": name, "answered": answered, "mean": own}
            for name, answered, own in zip(names, difference.answered, means, strict=True)
        ],
    }


def render_json_plan(plan: "Plan") -> str:
    """Render a plan in the form `partnerassess-plan/1`; ends with a newline.

    Readiness is on the questionnaire's shown scale, effort in the questionnaire's own units.
    """
    shown = partial(number_for_json, scoring=plan.before.questionnaire.scoring)
    before, after = plan.result_before, plan.result_after
    return _written(
        {
            "format": "partnerassess-plan/1",
            **_subject(plan.before),
            "arrangement": plan.arrangement,
            "target": {"readiness": shown(plan.target.position), "band": _id(plan.target.band)},
            "least_view": plan.is_least_view,
            "reached": plan.reached,
            "effort": plan.effort,
            "lowest": {"before": shown(plan.lowest_before), "after": shown(plan.lowest_after)},
            "verdict": {"before": before.verdict, "after": after.verdict},
            "items": [_item(each, plan.before.questionnaire.scoring) for each in plan.items],
            "steps": [
                {
                    "question": step.item.answer.question.id,
                    "level": level_for_json(step.level),
                    "effort": step.effort,
                    "lowest": shown(step.readiness),
                }
                for step in plan.steps
            ],
            "frontier": [
                {"effort": reach.effort, "lowest": shown(reach.readiness)} for reach in plan.frontier
            ],
            "blocks": [
                {
                    "obstacle": block.obstacle,
                    "factor": block.factor.factor.id,
                    "question": block.answer.question.id if block.answer else None,
                    "essential": block.essential,
                    "would_allow": None if block.would_allow is None else shown(block.would_allow),
                }
                for block in plan.blocks
            ],
            "find_out": [answer.question.id for answer in plan.find_out],
        }
    )


def _item(item: "Item", scoring: Scoring) -> Result:
    return {
        "question": item.answer.question.id,
        "factor": item.factor.factor.id,
        "open": item.answer.standing.unanswered,
        "now": level_for_json(item.now),
        "then": level_for_json(item.then),
        "effort": item.effort,
        "elsewhere": [
            {
                "arrangement": each.result.arrangement.id,
                "change": difference_for_json(each.after.digits() - each.before.digits(), scoring),
            }
            for each in item.elsewhere
        ],
    }


def _subject(assessment: Assessment) -> Result:
    """Give what is about one partnership as such: which, and by which questionnaire."""
    questionnaire, answers = assessment.questionnaire, assessment.answers
    return {
        "questionnaire": {"id": questionnaire.id, "version": questionnaire.version},
        "partnership": answers.partnership,
        "file": clean(answers.file) if answers.file else None,
    }


def render_json_comparison(compared: "RoundComparison") -> str:
    """Render what changed in the form `partnerassess-comparison/1`; ends with a newline."""
    return _written(
        {
            "format": "partnerassess-comparison/1",
            "partnerships": [_compared(each) for each in compared.partnerships],
            "only_in": [
                [each.answers.partnership for each in assessments] for assessments in compared.only_in
            ],
            "warnings": list(compared.warnings),
        }
    )


def _compared(comparison: "Comparison") -> Result:
    last = comparison.assessments[-1]
    scoring = last.questionnaire.scoring
    return {
        "questionnaire": {"id": last.questionnaire.id, "version": last.questionnaire.version},
        "partnership": last.answers.partnership,
        "rounds": [
            {
                "round": place + 1,
                "name": each.answers.round,
                "files": list(map(clean, each.files)),
                "date": each.answers.date,
                "version": each.answers.version,
            }
            for each, place in zip(comparison.assessments, comparison.rounds, strict=True)
        ],
        "arrangements": [
            {
                "id": course.arrangement.id,
                "title": course.arrangement.title,
                "readiness": _course(course.readiness, scoring),
                "bands": [_id(result.band) for result in course.results],
                "verdicts": [result.verdict for result in course.results],
                "ranks": [result.rank for result in course.results],
                "dimensions": {dimension.id: _course(each, scoring) for dimension, each in course.dimensions},
                "factors": [
                    {
                        "id": each.factor.id,
                        "title": each.factor.title,
                        **_course(each.course, scoring),
                        "changed": [answers[-1].question.id for answers in each.changed],
                    }
                    for each in course.factors
                ],
            }
            for course in comparison.arrangements
        ],
        "organisations": [
            {"name": each.name, "readiness": _course(each.readiness, scoring)}
            for each in comparison.organisations
        ],
        "left_out": [
            {"kind": each.kind, "id": clean(each.id), "why": each.why} for each in comparison.left_out
        ],
        "warnings": list(comparison.warnings),
    }


def _course(course: "Course[Root] | Course[Fraction]", scoring: Scoring) -> Result:
    return {
        "values": [_range(known, scoring) for known in course.ranges],
        "changes": course.moves,
        "overall": course.overall,
    }


def render_json_robustness(steadiness: "Steadiness", simulation: "Simulation") -> str:
    """Render how sure an order is in the form `partnerassess-robustness/1`; ends with a newline.

    Shares and weights run from 0 to 1, a flip's weights do not.
    """
    flip = steadiness.flip
    return _written(
        {
            "format": "partnerassess-robustness/1",
            **_subject(steadiness.assessment),
            "draws": simulation.draws,
            "seed": simulation.seed,
            "arrangements": [
                {
                    "id": each.result.arrangement.id,
                    "rank": each.result.rank,
                    "ranks": each.ranks,
                    "band": _id(each.result.band),
                    "band_kept": each.band_kept,
                    "band_open": each.band_open,
                    "central_weights": {
                        weight.factor.id: {
                            "given": weight.given,
                            "even": weight.even,
                            "central": weight.central,
                        }
                        for weight in each.central
                    },
                }
                for each in simulation.arrangements
            ],
            "rules": {
                rule.value: {
                    "leader": _id(turned.leader.arrangement if turned.leader else None),
                    "bands": {each.arrangement.id: _id(each.band) for each in turned.arrangements},
                }
                for rule, turned in steadiness.by_rule.items()
            },
            "flip": {
                "factor": flip.factor.id,
                "arrangement": flip.arrangement.id,
                "weight": flip.factor.weight,
                "to": flip.weight,
                "to_exactly": str(flip.weight),
                "at_once": flip.at_once,
                "leader": _id(flip.leader),
            }
            if flip
            else None,
        }
    )
