"""What a report says of one partnership."""

from collections.abc import Iterator, Sequence

from partnerassess.assessment import ArrangementResult, Assessment
from partnerassess.explain import ArrangementExplanation, Explanation, GivenAdvice, explain
from partnerassess.model import (
    Aggregation,
    Audience,
    Nature,
    Questionnaire,
    Scoring,
)
from partnerassess.report.arrangement import (
    actions_part,
    dimensions_part,
    factors_part,
    find_out_part,
    missing_part,
    next_part,
    range_row,
    readiness_axis,
    standing_part,
    strengths_part,
    weak_part,
)
from partnerassess.report.numbers import format_percent, format_scale
from partnerassess.report.pooled import about, differences_fold, differences_part, open_for, views_part
from partnerassess.report.sentences import (
    CONVENTIONS,
    answered_phrase,
    bands_rows,
    brief_standing,
    exclusion_sentence,
    file_name,
    standing_sentences,
    subject_of,
)
from partnerassess.report.shapes import Block, Fold, Part, Points, Prose, Ranges, Records, Report, Role
from partnerassess.report.words import (
    AUDIENCES,
    as_sentence,
    format_answer,
    format_list,
    format_source,
)
from partnerassess.visibility import Visibility

TOO_EARLY = "Too early to say which form fits"

_GROUPS = {Nature.VOLUNTARY: "By choice", Nature.MANDATED: "Asked for from outside"}

_RULES = {
    Aggregation.ARITHMETIC: "the mean",
    Aggregation.GEOMETRIC: "the geometric mean",
    Aggregation.MINIMUM: "the lowest",
}


def report_assessment(
    assessment: Assessment,
    whole: Assessment | None = None,
    *,
    full: bool = False,
    notes: bool = False,
    commands: Sequence[tuple[str, str]] = (),
) -> Report:
    """Say everything about one partnership; without `full` only the decision.

    `whole` is what the assessment was taken from, where only one arrangement is looked at. `commands` are
    what to type next, each with what it does: only the terminal shows them.
    """
    explanation = explain(assessment, whole)
    applying = _applying(explanation)
    return Report(
        title=headline(explanation),
        about=(*about(assessment), *([answered_phrase(applying)] if applying else [])),
        parts=tuple(_parts(explanation, commands)),
        folds=tuple(_folds(explanation, notes=notes)) if full else (),
        subject=subject_of(assessment),
    )


def headline(explanation: Explanation) -> str:
    """Give the headline of a report, in plain words."""
    assessment, applying = explanation.assessment, _applying(explanation)
    if not applying:
        return "None of the forms fits what was chosen"
    if len(applying) == 1:
        return f"{applying[0].arrangement.name}: {_lowered(brief_standing(applying[0]))}"
    leader = assessment.leader
    if leader is None or leader.readiness is None or leader.readiness.point is None:
        return TOO_EARLY
    if sum(each.merit == leader.merit for each in assessment.arrangements) > 1:
        return TOO_EARLY
    lead = "Best supported" if explanation.leader_is_certain else "Furthest along so far"
    return f"{lead}: {_lowered(leader.arrangement.name)}"


def _lowered(words: str) -> str:
    """Begin with a small letter, unless the first word is a name or an abbreviation."""
    second = words[1:2]
    return words if second.isupper() or words.startswith("I ") else words[:1].lower() + words[1:]


def _applying(explanation: Explanation) -> list[ArrangementResult]:
    return [each.result for each in explanation.arrangements if each.result.applies]


def _parts(explanation: Explanation, commands: Sequence[tuple[str, str]]) -> Iterator[Part]:
    assessment, pooled = explanation.assessment, explanation.assessment.pooled
    scoring = assessment.questionnaire.scoring
    leading = explanation.leading or _first_applying(explanation)
    if pooled:
        yield views_part(pooled, scoring)
    if leading is not None:
        alone = len(_applying(explanation)) == 1
        yield standing_part(leading.result, scoring, is_headline=alone)
        yield arrangements_part(explanation, leading.result)
        every = (
            dimensions_part(leading.result, scoring),
            missing_part(leading.result),
            weak_part(leading),
            actions_part(leading, explanation.advice),
            differences_part(pooled) if pooled else None,
            find_out_part(leading, open_for(pooled)),
            strengths_part(leading),
        )
        yield from filter(None, every)
    else:
        yield Part("Where it stands", (Prose(exclusion_sentence(assessment)),), Role.STANDING)
    sure = [CONVENTIONS]
    certain = explanation.leader_is_certain
    if certain is False:
        sure.insert(0, "Another form could still come first.")
    elif certain and any(result.open_answers() for result in assessment.arrangements):
        sure.insert(0, "Whatever the missing answers are, no other form comes first.")
    yield Part("How sure", (Prose(" ".join(sure)),), Role.SURE)
    if assessment.warnings:
        yield Part("Please note", (Points(tuple(assessment.warnings)),))
    if commands:
        yield next_part(commands)


def _first_applying(explanation: Explanation) -> ArrangementExplanation | None:
    return next((each for each in explanation.arrangements if each.result.applies), None)


def arrangements_part(explanation: Explanation, leader: ArrangementResult) -> Part:
    """Show the arrangements that apply on one axis, and name the others in one line."""
    assessment, applying = explanation.assessment, _applying(explanation)
    scoring = assessment.questionnaire.scoring
    typologies = [each.arrangement.typology for each in applying]
    groups = [_GROUPS[each.nature] if each else "" for each in typologies]
    is_grouped = all(groups) and len(set(groups)) > 1
    rows = [
        range_row(each, scoring, leads=each is leader, group=group if is_grouped else "")
        for each, group in zip(applying, groups, strict=True)
    ]
    order = list(dict.fromkeys(row.group for row in rows))
    rows.sort(key=lambda row: order.index(row.group))
    ranges = Ranges(readiness_axis(scoring), tuple(rows), exclusion_sentence(assessment))
    return Part("The forms on one scale" if len(rows) > 1 else "On the scale", (ranges,), Role.ARRANGEMENTS)


def _folds(explanation: Explanation, *, notes: bool) -> Iterator[Fold]:
    assessment = explanation.assessment
    scoring = assessment.questionnaire.scoring
    leading = explanation.leading or _first_applying(explanation)
    if leading is not None and leading.result.readiness is not None:
        heading = f"{leading.result.arrangement.name}: factor by factor"
        yield Fold("The evidence", (factors_part(leading.result, scoring, heading),))
    others = [each for each in explanation.arrangements if each.result.applies and each is not leading]
    if others:
        yield Fold("The other forms", tuple(_other_part(each, scoring) for each in others))
    differences = differences_fold(assessment.pooled) if assessment.pooled else None
    if differences:
        yield differences
    yield Fold("Every question and answer", tuple(_answer_parts(assessment, notes=notes)))
    advice = tuple(_advice_parts(explanation.advice))
    if advice:
        yield Fold("All advice", advice)
    yield Fold("How this was worked out", tuple(method_parts(assessment)))


def _other_part(explained: ArrangementExplanation, scoring: Scoring) -> Part:
    result = explained.result
    lead, words = standing_sentences(result, scoring)
    essentials = missing_part(result)
    blocks: list[Block] = [Prose(words, as_sentence(lead))]
    if essentials:
        blocks += essentials.blocks
    if result.readiness is not None:
        blocks += factors_part(result, scoring, "").blocks
    return Part(result.arrangement.name, tuple(blocks), Role.FACTORS)


def _answer_parts(assessment: Assessment, *, notes: bool) -> Iterator[Part]:
    answers = assessment.answers
    asked = {question.id for question in Visibility(assessment.questionnaire, answers).asked()}
    columns = ("Question", "Answer", *(("Note",) if notes else ()))
    for section in assessment.questionnaire.sections:
        rows = []
        for question in section.questions:
            if question.id in asked:
                answer = answers.answers.get(question.id)
                note = (answer.note or "" if answer else "",) if notes else ()
                rows.append((question.text, format_answer(answer), *note))
        if rows:
            yield Part(section.title, (Records(columns, tuple(rows)),), Role.ANSWERS)


def _advice_parts(advice: Sequence[GivenAdvice]) -> Iterator[Part]:
    for audience in Audience:
        items = []
        for each in (given.advice for given in advice if given.advice.audience is audience):
            source = f" ({format_source(each.source)})" if each.source else ""
            items.append(" ".join(filter(None, [each.do and as_sentence(each.do), each.say])) + source)
        if items:
            yield Part(AUDIENCES[audience], (Points(tuple(items)),), Role.ADVICE)


def method_parts(assessment: Assessment) -> Iterator[Part]:
    """Say how numbers come about, on which evidence, and from which files."""
    questionnaire = assessment.questionnaire
    yield Part("Method", (Prose(" ".join(_method(questionnaire))),), Role.METHOD)
    if questionnaire.scoring.bands:
        records = Records(
            ("Band", "From", "Meaning"), tuple(bands_rows(questionnaire.scoring)), "", frozenset({1})
        )
        yield Part("Bands", (records,), Role.METHOD)
    about = [f"{questionnaire.title} ({questionnaire.id} {questionnaire.version})"]
    if questionnaire.sha256:
        about.append(f"Digest of the questionnaire: {questionnaire.sha256[:16]}")
    about += [f"Answers: {file_name(file)}" for file in assessment.files]
    yield Part("Files", (Points(tuple(about)),), Role.METHOD)
    if questionnaire.description:
        yield Part("About the questionnaire", (Prose(questionnaire.description),), Role.METHOD)
    if questionnaire.sources:
        cited = (
            " ".join(filter(None, [f"{source.id}: {source.citation}", source.url]))
            for source in questionnaire.sources
        )
        yield Part("Sources", (Points(tuple(cited)),), Role.METHOD)


def _method(questionnaire: Questionnaire) -> Iterator[str]:
    scoring = questionnaire.scoring
    titles = format_list([dimension.title for dimension in questionnaire.dimensions])
    if len(questionnaire.dimensions) > 1:
        yield f"Readiness is {_RULES[scoring.dimensions]} of {titles}, shown from {format_scale(scoring)}."
    rules = _RULES[scoring.factors], _RULES[scoring.questions]
    yield f"A dimension is {rules[0]} of its factors, a factor {rules[1]} of its answers."
    yield "Its lowest and highest are with every missing answer at its lowest and at its highest level."
    needed = format_percent(scoring.coverage_needed)
    yield f"One figure is given where {needed} of each dimension's weight is answered."
    if any(factor.essential is not None for each in questionnaire.arrangements for factor in each.factors):
        yield "While an essential factor is below its minimum no form is called ready, whatever the figure."
