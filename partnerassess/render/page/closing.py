"""The end of the page: what to do in full, and the box that says how the numbers come about.

This module knows advice, conventions and sources. It does not know the result.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import assert_never

from partnerassess import __version__
from partnerassess.assessment import Assessment, Pooled, Verdict
from partnerassess.explain import Explanation, GivenAdvice
from partnerassess.model import Aggregation, Audience, Dimension, Questionnaire, Scoring, Unanswered
from partnerassess.render.content import verdict_key
from partnerassess.render.differences import EQUAL_WEIGHT
from partnerassess.render.page.factors import SourceView, view_source
from partnerassess.render.page.shown import find_link
from partnerassess.render.sentences import advice_about, coverage_sentence, grounds_sentence
from partnerassess.report.numbers import format_level, format_percent, format_scale
from partnerassess.report.words import AUDIENCES, VERDICTS, format_date, format_list, format_origin

NOTES_INCLUDED = "The notes beside the answers are included."
"""What is said where notes are shown."""

NOTES_LEFT_OUT = "The notes beside the answers are left out."
"""What is said where they are not."""


@dataclass(frozen=True, kw_only=True, slots=True)
class AdviceView:
    """One piece of advice."""

    say: str
    why: str
    about: str
    source: SourceView | None


@dataclass(frozen=True, kw_only=True, slots=True)
class AdviceGroup:
    """All advice for one audience; what is about the leader comes first."""

    title: str
    shown: tuple[AdviceView, ...]
    folded: tuple[AdviceView, ...]
    """What is about other arrangements only, where the leader has advice of its own."""


@dataclass(frozen=True, kw_only=True, slots=True)
class BandView:
    """One band of the scale."""

    title: str
    start: str
    meaning: str


@dataclass(frozen=True, kw_only=True, slots=True)
class CitationView:
    """One document the questionnaire draws on."""

    anchor: str
    id: str
    citation: str
    url: str | None
    link: str | None
    """The address, if it is one that may be followed."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Methods:
    """How the numbers come about, and what they rest on."""

    formula: str
    rules: tuple[str, ...]
    bands: tuple[BandView, ...]
    facts: tuple[tuple[str, str], ...]
    description: str | None
    sources: tuple[CitationView, ...]


_POOLING = (
    "Answers were put together first and then scored: within an organisation, the mean of what its people "
    f"answered counts. {EQUAL_WEIGHT}",
    "An essential factor goes, question by question, by the organisation whose answers are lowest.",
)


def view_advice(explanation: Explanation) -> tuple[AdviceGroup, ...]:
    """Give the advice that holds, for each audience."""
    groups = []
    for audience in Audience:
        given = [each for each in explanation.advice if each.advice.audience is audience]
        if given:
            groups.append(_group(explanation, AUDIENCES[audience], given))
    return tuple(groups)


def _group(explanation: Explanation, title: str, given: list[GivenAdvice]) -> AdviceGroup:
    leader = explanation.assessment.leader
    first = tuple(_advice(explanation, each) for each in given if leader in each.arrangements)
    others = tuple(_advice(explanation, each) for each in given if leader not in each.arrangements)
    return AdviceGroup(title=title, shown=first or others, folded=others if first else ())


def _advice(explanation: Explanation, given: GivenAdvice) -> AdviceView:
    questionnaire = explanation.assessment.questionnaire
    return AdviceView(
        say=given.advice.say,
        why=grounds_sentence(given.because, questionnaire.scoring),
        about=advice_about(given, explanation.assessment),
        source=view_source(questionnaire, given.advice.source),
    )


def view_methods(assessment: Assessment, *, notes: bool, pooled: Pooled | None = None) -> Methods:
    """Give how the numbers come about; `notes` says whether the page shows them.

    With `pooled`, what the assessment was pooled from, also how several views became one.
    """
    questionnaire = assessment.questionnaire
    rules = (*(_POOLING if pooled else ()), *_rules(questionnaire), verdict_key(assessment))
    return Methods(
        formula=format_formula(questionnaire),
        rules=tuple(filter(None, rules)),
        bands=tuple(
            BandView(title=band.title, start=format_level(band.start), meaning=band.meaning or "")
            for band in questionnaire.scoring.bands
        ),
        facts=tuple(_facts(assessment, pooled, notes=notes)),
        description=questionnaire.description,
        sources=view_sources(questionnaire),
    )


def view_sources(questionnaire: Questionnaire) -> tuple[CitationView, ...]:
    """Give the documents the questionnaire draws on."""
    return tuple(
        CitationView(
            anchor=f"source-{number}",
            id=source.id,
            citation=source.citation,
            url=source.url,
            link=find_link(source.url),
        )
        for number, source in enumerate(questionnaire.sources, start=1)
    )


def format_formula(questionnaire: Questionnaire) -> str:
    """Give how readiness is made of its dimensions, such as `√(Context × Enablers)`."""
    dimensions = questionnaire.dimensions
    total = sum(dimension.weight for dimension in dimensions)
    if len(dimensions) == 1:
        return f"Readiness = {dimensions[0].title}"
    match questionnaire.scoring.dimensions:
        case Aggregation.MINIMUM:
            return f"Readiness = the lowest of {format_list([each.title for each in dimensions])}"
        case Aggregation.ARITHMETIC:
            terms = " + ".join(_times(each) for each in dimensions)
            return f"Readiness = ({terms}) ÷ {total}"
        case Aggregation.GEOMETRIC:
            product = " × ".join(_power(each) for each in dimensions)
            root = {2: "√", 3: "∛", 4: "∜"}.get(total)
            return f"Readiness = {root}({product})" if root else f"Readiness = ({product})^(1/{total})"
        case _:
            assert_never(questionnaire.scoring.dimensions)


def _times(dimension: Dimension) -> str:
    return dimension.title if dimension.weight == 1 else f"{dimension.weight} × {dimension.title}"


def _power(dimension: Dimension) -> str:
    return dimension.title if dimension.weight == 1 else f"{dimension.title}^{dimension.weight}"


_HOW = {
    Aggregation.ARITHMETIC: "the weighted mean",
    Aggregation.GEOMETRIC: "the geometric mean",
    Aggregation.MINIMUM: "the lowest",
}


def _rules(questionnaire: Questionnaire) -> Iterator[str]:
    scoring = questionnaire.scoring
    scale = format_scale(scoring)
    yield f"Each answer becomes a place between its lowest and highest level, shown on a scale of {scale}."
    yield f"A factor is {_HOW[scoring.questions]} of its questions. The weights stand beside each factor."
    yield f"A dimension is {_HOW[scoring.factors]} of its factors."
    if scoring.dimensions is Aggregation.GEOMETRIC and len(questionnaire.dimensions) > 1:
        yield "Much of one dimension does not make up for little of another, because they are multiplied."
    yield from _open_rules(scoring)
    if scoring.ready:
        unsettled = VERDICTS[Verdict.UNDETERMINED].lower()
        yield (
            f"An arrangement is ready if the lowest it can be reaches {format_level(scoring.ready.start)} "
            f"and every essential factor is met. It is {unsettled} while the open answers decide."
        )


def _open_rules(scoring: Scoring) -> Iterator[str]:
    if scoring.unanswered is Unanswered.LOWEST:
        yield "An open answer counts as the lowest level."
        return
    needed = format_percent(scoring.coverage_needed)
    yield (
        "A range runs from what the number would be with every open answer at its lowest level to what "
        "it would be with every one at its highest."
    )
    yield f"There is one figure only where at least {needed} of every dimension is answered, by weight."


def _facts(assessment: Assessment, pooled: Pooled | None, *, notes: bool) -> Iterator[tuple[str, str]]:
    questionnaire, answers = assessment.questionnaire, assessment.answers
    files = pooled.files if pooled else ()
    yield "Questionnaire", f"{questionnaire.title} ({questionnaire.id}, version {questionnaire.version})"
    given = (
        ("Digest of its file (SHA-256)", questionnaire.sha256),
        ("Partnership", answers.partnership),
        ("Organisation", answers.organisation),
        ("Respondent", answers.respondent),
        ("Date", format_date(answers.date) if answers.date else None),
        ("Answers", "; ".join(files) if len(files) > 1 else format_origin(answers.file)),
    )
    yield from ((label, words) for label, words in given if words)
    yield "Coverage", f"{coverage_sentence(assessment)}."
    yield "Notes", NOTES_INCLUDED if notes else NOTES_LEFT_OUT
    yield "Made with", f"partnerassess {__version__}"
