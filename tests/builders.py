"""A questionnaire with everything a report can show, built in code, and answers to it."""

import datetime
from collections.abc import Mapping
from fractions import Fraction

from msgspec.structs import replace

from instruments import BANDS, Given, answers, factor, question, questionnaire
from partnerassess.conditions import AnswerBelow, Chose, FactorAtLeast, FactorBelow, Not, VerdictIs
from partnerassess.explain import Explanation, explain
from partnerassess.model import (
    Advantage,
    Advice,
    Answers,
    Arrangement,
    Audience,
    Choice,
    ChoiceQuestion,
    Citation,
    Extent,
    Factor,
    Nature,
    Questionnaire,
    Scoring,
    Section,
    Source,
    Typology,
)
from partnerassess.scoring import score

HALF = Fraction(1, 2)
STUDY = Source(ref="study-2017", where="Table 2")

STARTED_BY = ChoiceQuestion(
    id="started-by",
    text="Who asks for it?",
    choices=(
        Choice(id="us", text="The organisations themselves"),
        Choice(id="them", text="An outside body"),
    ),
)

_TRUST, _MONEY, _TALK, _TIME, _REASON, _FIGURES = (
    replace(question(name), text=text)
    for name, text in (
        ("trust", "How far do the key people trust each other?"),
        ("money", "How sound are the finances of both organisations?"),
        ("talk", "How well do the leads talk to each other?"),
        ("time", "How much time is set aside for the joint work?"),
        ("reason", "How clear is the reason for partnering?"),
        ("figures", "How good are the figures on what the partnership changes?"),
    )
)


def _arrangement(name: str, nature: Nature, extent: Extent, *factors: Factor) -> Arrangement:
    return Arrangement(
        id=name,
        title=f"{nature.value.capitalize()} – {extent.value}",
        description="Two organisations work together on something that matters to both.",
        typology=Typology(nature=nature, scale=extent),
        advantages=(Advantage(id=f"{name}-A1", text="It brings people together.", source=STUDY),),
        applies_if=Not(condition=Chose(question="started-by", choices=("them",)))
        if nature is Nature.VOLUNTARY and extent is Extent.STRUCTURAL
        else None,
        factors=factors,
    )


_ARRANGEMENTS = (
    _arrangement(
        "small",
        Nature.VOLUNTARY,
        Extent.INDIVIDUAL,
        replace(factor("S-C1", "context", {_TRUST: 1}, weight=2), title="Key people trust each other"),
        replace(factor("S-C2", "context", {_MONEY: 1}), title="The finances are sound"),
        replace(factor("S-E1", "enablers", {_TALK: 2, _TIME: 1}), title="The leads work together"),
        replace(factor("S-E2", "enablers", {_REASON: 1}, essential=HALF), title="The reason is clear"),
    ),
    _arrangement(
        "large",
        Nature.VOLUNTARY,
        Extent.STRUCTURAL,
        replace(factor("L-C1", "context", {_MONEY: 1}, essential=HALF), title="Money is there"),
        replace(factor("L-E1", "enablers", {_TIME: 1}), title="Time is there"),
        replace(factor("L-E2", "enablers", {_FIGURES: 1}), title="Figures show whether it helps"),
    ),
    _arrangement(
        "sent",
        Nature.MANDATED,
        Extent.INDIVIDUAL,
        replace(factor("M-C1", "context", {_TRUST: 1}), title="Trust is there"),
        replace(factor("M-E1", "enablers", {_FIGURES: 1}, essential=HALF), title="Figures are there"),
    ),
)

_ADVICE = (
    Advice(
        id="build-on-it",
        say="Let those who trust each other lead, and ask them what they would do next.",
        when=FactorAtLeast(factor="S-C1", position=Fraction(3, 4)),
        arrangements=("small",),
        source=STUDY,
    ),
    Advice(
        id="show-it",
        say="Agree on two figures, and look at them together every month.",
        when=AnswerBelow(question="figures", value=Fraction(3)),
        arrangements=("large", "sent"),
        source=STUDY,
    ),
    Advice(
        id="make-time",
        say="Set time aside in job plans before asking for more.",
        when=FactorBelow(factor="S-E1", position=Fraction(3, 4)),
        arrangements=("small", "large", "sent"),
        source=STUDY,
    ),
    Advice(
        id="leave-room",
        say="Ask for fewer reports while the partners build trust.",
        when=VerdictIs(arrangement="small", verdicts=("undetermined", "not_ready")),
        arrangements=("small",),
        audience=Audience.REGULATORS,
        source=STUDY,
    ),
)

GIVEN: Mapping[str, Given] = {"trust": 3, "money": 3, "talk": 3, "time": "unknown", "reason": 3, "figures": 1}
NOTES = {"trust": "They have known each other for ten years.", "time": "To be asked on Monday."}


def sampler() -> Questionnaire:
    """Make a questionnaire with a map, essential factors, advice of every kind, and sources."""
    bare = questionnaire(*(arrangement.factors for arrangement in _ARRANGEMENTS))
    meant = replace(BANDS[1], meaning="Some of what helps is there.")
    return replace(
        bare,
        id="sampler",
        title="A questionnaire with everything",
        description="It rests on one study with five case studies.",
        sections=(Section(id="start", title="Start", questions=(STARTED_BY,)), *bare.sections),
        arrangements=_ARRANGEMENTS,
        scoring=Scoring(bands=(BANDS[0], meant, *BANDS[2:]), ready=BANDS[3]),
        sources=(Citation(id="study-2017", citation="A. Author. A study.", url="https://example.org/study"),),
        advice=_ADVICE,
        sha256="0123456789abcdef" * 4,
    )


def seaside(given: Mapping[str, Given] = GIVEN, asked: Questionnaire | None = None) -> Answers:
    """Give one partnership's answers."""
    return replace(
        answers(asked or sampler(), given, NOTES),
        version="0.9",
        partnership="Seaside and Harbour",
        organisation="Seaside",
        respondent="Programme manager",
        date=datetime.date(2024, 3, 5),
        file="seaside.yaml",
    )


def explained(given: Mapping[str, Given] = GIVEN) -> Explanation:
    """Give the explanation of one partnership's assessment."""
    return explain(score(sampler(), seaside(given)))
