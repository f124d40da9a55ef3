"""Scoring one answer set: what the rules say of it, as an assessment with the parts of every number."""

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction

from msgspec.structs import replace

from partnerassess.assessment import (
    ArrangementResult,
    Assessment,
    DimensionResult,
    EssentialState,
    FactorResult,
    FactorState,
    QuestionResult,
    Range,
    Standing,
    Verdict,
)
from partnerassess.exact import Root
from partnerassess.model import Answer, Answers, Arrangement, Questionnaire
from partnerassess.names import format_some
from partnerassess.scoring.columns import columns_of, standings
from partnerassess.scoring.reasons import why
from partnerassess.scoring.rules import (
    ArrangementColumns,
    ArrangementRule,
    Columns,
    DimensionColumns,
    DimensionRule,
    FactorColumns,
    FactorRule,
    Ratio,
    rules_of,
)
from partnerassess.visibility import Visibility

NO_ANSWERS: Mapping[str, Answer] = {}
VERDICTS: tuple[Verdict | None, ...] = (*Verdict, None)
"""What the rules' numbers for verdicts stand for; the last is -1."""
_LISTED = 10
"""Of more questions than these without an answer, the others are counted."""


def score(questionnaire: Questionnaire, answers: Answers) -> Assessment:
    """Score one set of answers: every arrangement, in order of rank, with the parts of every number.

    Raises ValueError for answers to another questionnaire.
    """
    check_questionnaire(questionnaire, answers)
    standing = standings(questionnaire, answers, Visibility(questionnaire, answers))
    return score_standings(questionnaire, answers, standing, answers.answers)


def check_questionnaire(questionnaire: Questionnaire, answers: Answers) -> None:
    """Raise ValueError for answers to another questionnaire, which has other questions."""
    if answers.questionnaire != questionnaire.id:
        raise ValueError(f"these are answers to {answers.questionnaire}, not to {questionnaire.id}")


def score_standings(
    questionnaire: Questionnaire,
    answers: Answers,
    standing: Mapping[str, Standing],
    given: Mapping[str, Answer] = NO_ANSWERS,
    *,
    reconsider: Callable[[ArrangementResult], ArrangementResult] = lambda result: result,
) -> Assessment:
    """Score questions that stand where `standing` says, such as those of several pooled answer sets.

    `answers` decides which arrangements apply; `given` is shown beside the questions, where one view is
    scored; `reconsider` has the last word on every arrangement before they are ranked.
    """
    visibility = Visibility(questionnaire, answers)
    rules = rules_of(questionnaire)
    columns = columns_of(rules, standing)
    results = (
        _arrangement_result(rule, columns, standing, given, applies=visibility.applies(rule.arrangement))
        for rule in rules.arrangements
    )
    return Assessment(
        questionnaire=questionnaire,
        answers=answers,
        arrangements=rank(tuple(map(reconsider, results))),
        warnings=tuple(_warnings(questionnaire, answers, visibility)),
    )


def score_readiness(
    questionnaire: Questionnaire, arrangement: Arrangement, standing: Mapping[str, Standing]
) -> tuple[Range[Root] | None, Verdict | None]:
    """Give the readiness and the verdict of one of a questionnaire's arrangements, as if it applied.

    `standing` needs its questions only.
    """
    rules = rules_of(questionnaire)
    rule = next(each for each in rules.arrangements if each.arrangement.id == arrangement.id)
    scored = rule.score(columns_of(rules, standing))
    return _readiness(scored), VERDICTS[scored.verdict]


def rank(results: tuple[ArrangementResult, ...]) -> tuple[ArrangementResult, ...]:
    """Put arrangements in order and number those that can be compared.

    Applying ones first; then those that are ready; then those with a point, by the point; then by lowest;
    then those that cannot be assessed; then in the questionnaire's order, which `results` must have.
    """
    ordered = sorted(results, key=lambda each: each.merit, reverse=True)
    rankable = [each.arrangement.id for each in ordered if each.applies and each.readiness]
    ranks = {name: place for place, name in enumerate(rankable, start=1)}
    return tuple(replace(each, rank=ranks.get(each.arrangement.id)) for each in ordered)


def _arrangement_result(
    rule: ArrangementRule,
    columns: Columns,
    standing: Mapping[str, Standing],
    given: Mapping[str, Answer],
    *,
    applies: bool,
) -> ArrangementResult:
    scored = rule.score(columns)
    dimensions = tuple(
        _dimension_result(part_rule, part, columns, standing, given, assessable=scored.assessable)
        for part_rule, part in zip(rule.dimensions, scored.dimensions, strict=True)
    )
    verdict, readiness = VERDICTS[scored.verdict], _readiness(scored)
    band = None if scored.band < 0 else rule.scoring.bands[scored.band]
    return ArrangementResult(
        arrangement=rule.arrangement,
        applies=applies,
        rank=None,
        readiness=readiness,
        band=band,
        verdict=verdict,
        reasons=why(dimensions, readiness, verdict, band, rule.scoring),
        dimensions=dimensions,
    )


def _readiness(scored: ArrangementColumns) -> Range[Root] | None:
    if not scored.assessable:
        return None
    lowest, point, highest = scored.readiness
    return Range(point=point if scored.pointed else None, lowest=lowest, highest=highest)


def _dimension_result(
    rule: DimensionRule,
    scored: DimensionColumns,
    columns: Columns,
    standing: Mapping[str, Standing],
    given: Mapping[str, Answer],
    *,
    assessable: bool,
) -> DimensionResult:
    lowest, point, highest = map(_fraction, scored.ends)
    return DimensionResult(
        dimension=rule.dimension,
        factors=tuple(
            _known_result(factor, part, columns, standing, given)
            for factor, part in zip(rule.factors, scored.factors, strict=True)
        ),
        range=Range(point=point if scored.pointed else None, lowest=lowest, highest=highest)
        if assessable and lowest is not None and highest is not None
        else None,
        coverage=_fraction(scored.coverage),
        in_play=_fraction(scored.in_play) or Fraction(0),
    )


_known: dict[tuple[int, ...], tuple[tuple[object, ...], FactorResult]] = {}
_MOST_KNOWN = 10_000
"""So many results of factors are kept, each with all that it is made of."""


def _known_result(
    rule: FactorRule,
    scored: FactorColumns,
    columns: Columns,
    standing: Mapping[str, Standing],
    given: Mapping[str, Answer],
) -> FactorResult:
    """Give a factor's result: where its questions stand as in another answer set, the same object."""
    made_of = (rule, *map(standing.__getitem__, rule.questions), *map(given.get, rule.questions))
    # By identity, which is quicker than comparing.
    key = tuple(map(id, made_of))
    known = _known.get(key)
    if known is None:
        if len(_known) >= _MOST_KNOWN:
            _known.clear()
        known = _known[key] = made_of, _factor_result(rule, scored, columns, standing, given)
    return known[1]


def _factor_result(
    rule: FactorRule,
    scored: FactorColumns,
    columns: Columns,
    standing: Mapping[str, Standing],
    given: Mapping[str, Answer],
) -> FactorResult:
    unit, whole = rule.unit(columns.top), scored.in_play * columns.asked
    lowest, point, highest = (Fraction(end, unit) for end in scored.ends)
    return FactorResult(
        factor=rule.factor,
        state=_state(scored, whole),
        answers=tuple(
            QuestionResult(
                question=weighted.question,
                weight=weighted.weight,
                standing=standing[weighted.question.id],
                answer=given.get(weighted.question.id),
            )
            for weighted in rule.factor.questions
        ),
        range=Range(point=point if scored.pointed else None, lowest=lowest, highest=highest)
        if scored.in_play
        else None,
        in_play=Fraction(scored.in_play, rule.weight),
        coverage=Fraction(scored.given, whole) if whole else None,
        essential=_essential_state(scored),
    )


def _state(scored: FactorColumns, whole: int) -> FactorState:
    if not scored.in_play:
        return FactorState.OUT
    if not scored.given:
        return FactorState.OPEN
    return FactorState.ANSWERED if scored.given == whole else FactorState.PARTLY


def _essential_state(scored: FactorColumns) -> EssentialState | None:
    if scored.met is None:
        return None
    if scored.unmet:
        return EssentialState.UNMET
    return EssentialState.MET if scored.met else EssentialState.OPEN


def _fraction(number: Ratio) -> Fraction | None:
    return Fraction(*number) if number[1] else None


def _warnings(questionnaire: Questionnaire, answers: Answers, visibility: Visibility) -> Iterator[str]:
    yield from answers.warnings
    is_other_version = answers.version and answers.version != questionnaire.version
    if is_other_version:
        yield (
            f"Answered against version {answers.version} of {questionnaire.id}, "
            f"scored with version {questionnaire.version}."
        )
    for question_id, answer in answers.answers.items():
        question = questionnaire.questions[question_id]
        if answer.given is not None and visibility.is_shown(question) is False:
            yield f"The answer to {question_id} is not scored: an earlier answer hides the question."
    if is_other_version:
        yield from _version_warnings(questionnaire, answers, visibility)
        return
    for question_id in answers.unrecognised:
        yield f"The answer to {question_id} is left aside: the questionnaire has no such question."


def _version_warnings(
    questionnaire: Questionnaire, answers: Answers, visibility: Visibility
) -> Iterator[str]:
    """Say which answers to another version no longer have a question, and which questions have none."""
    if answers.unrecognised:
        yield f"No longer asked, and left aside: {', '.join(answers.unrecognised)}."
    applying = (each for each in questionnaire.arrangements if visibility.applies(each))
    asked = {question.id for arrangement in applying for question in arrangement.questions()}
    new = [name for name in questionnaire.questions if name in asked and name not in answers.answers]
    if new:
        yield f"Asked now, and not answered: {format_some(new, _LISTED)}."
