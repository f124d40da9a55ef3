"""The report on one assessment, from the answer people came for to the small print.

This module knows the order of the parts, which is that of the report in the terminal, and writes the first
ones. It does not know how an arrangement is told in detail.
"""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from partnerassess.assessment import ArrangementResult, Assessment, EssentialState, FactorResult, Verdict
from partnerassess.explain import ArrangementExplanation, Explanation, explain_places
from partnerassess.model import Extent, Nature, Scoring
from partnerassess.render.content import OUTLOOK, first_steps, verdict_key
from partnerassess.render.essentials import essential_step
from partnerassess.render.markdown.arrangement import render_in_full, render_in_short
from partnerassess.render.markdown.closing import render_advice, render_footer, render_notes
from partnerassess.render.markdown.shapes import bold, bullets, escape, heading, table
from partnerassess.render.sentences import (
    EARLY_HINT,
    answered,
    answered_sentence,
    certainty_sentence,
    exclusion_sentence,
    headline,
    is_too_early,
    listed_first,
    readiness_sentence,
    verdict_sentence,
)
from partnerassess.report.numbers import as_positions
from partnerassess.report.words import (
    EXTENTS,
    NATURES,
    as_sentence,
    format_date,
    format_known,
    format_place,
    format_standing,
)

if TYPE_CHECKING:
    from partnerassess.render.outlook import Outlook

_OBSTACLES = 3
"""How many essential factors the first lines name."""


def render_markdown(
    explanation: Explanation,
    *,
    notes: bool = False,
    full: bool = False,
    outlook: "Outlook | None" = None,
) -> str:
    """Render the report on one assessment; ends with a newline.

    `notes` adds the notes beside the answers, `full` every arrangement in full with all its factors,
    `outlook` how sure the order is and what comes next.
    """
    return "\n\n".join(_blocks(explanation, outlook, notes=notes, full=full)) + "\n"


def _blocks(explanation: Explanation, outlook: "Outlook | None", *, notes: bool, full: bool) -> Iterator[str]:
    assessment = explanation.assessment
    yield from _opening(explanation, outlook)
    yield from _map(assessment)
    for explained in explanation.arrangements:
        yield from _arrangement(assessment, explained, outlook, full=full)
    yield from render_advice(explanation, full=full)
    if outlook and full:
        yield heading(2, OUTLOOK)
        yield bullets(escape(sentence) for sentence in outlook.in_full)
    if assessment.warnings:
        yield heading(2, "Please note")
        yield bullets(escape(warning) for warning in assessment.warnings)
    if notes:
        yield from render_notes(assessment)
    yield from render_footer(assessment)


def _arrangement(
    assessment: Assessment, explained: ArrangementExplanation, outlook: "Outlook | None", *, full: bool
) -> Iterator[str]:
    result, scoring = explained.result, assessment.questionnaire.scoring
    if not result.applies and not full:
        yield heading(2, result.arrangement.title)
        yield escape(exclusion_sentence(assessment, result))
    elif full or result is assessment.leader:
        yield from render_in_full(explained, scoring, full=full)
    else:
        yield from render_in_short(explained, scoring, outlook)


def _opening(explanation: Explanation, outlook: "Outlook | None") -> Iterator[str]:
    assessment = explanation.assessment
    yield from _title(assessment)
    lead_in, title = headline(assessment)
    yield bold(f"{lead_in} {title}")
    leader, scoring = assessment.leader, assessment.questionnaire.scoring
    if leader is None or is_too_early(assessment):
        if leader and any(answered(result) for result in assessment.arrangements):
            yield EARLY_HINT
        return
    yield from _answer(explanation, leader)
    if outlook and outlook.drawn:
        yield escape(outlook.drawn[0])
    if explanation.leading is not None:
        steps = list(first_steps(explanation.leading, scoring, outlook))
        yield from _obstacles(explanation.leading, steps)


def _answer(explanation: Explanation, leader: ArrangementResult) -> Iterator[str]:
    scoring, first = explanation.assessment.questionnaire.scoring, listed_first(explanation.assessment)
    if first:
        yield escape(first)
    if format_standing(leader):
        yield _standing(leader, scoring)
    yield escape(readiness_sentence(leader, scoring))
    yield escape(f"{answered_sentence(leader)} {certainty_sentence(explanation)}")


def _title(assessment: Assessment) -> Iterator[str]:
    answers, questionnaire = assessment.answers, assessment.questionnaire
    yield heading(1, answers.partnership or questionnaire.title)
    view = ", ".join(part for part in (answers.respondent, answers.organisation) if part)
    about = [
        questionnaire.title if answers.partnership else "",
        f"as seen by {view}" if view else "",
        format_date(answers.date) if answers.date else "",
    ]
    line = " · ".join(part for part in about if part)
    if line:
        yield escape(line)


def _standing(leader: ArrangementResult, scoring: Scoring) -> str:
    meaning = leader.band.meaning if leader.band and leader.band.meaning else ""
    words = verdict_sentence(leader, scoring) or meaning
    return f"{bold(format_standing(leader))}. {escape(words)}".strip()


def _obstacles(explained: ArrangementExplanation, steps: Sequence[str]) -> Iterator[str]:
    essentials = explained.unmet + explained.unsettled
    items = [_essential(factor) for factor in essentials[:_OBSTACLES]]
    if len(essentials) > _OBSTACLES:
        items.append(f"and {len(essentials) - _OBSTACLES} more essential factors")
    items += [escape(words) for words in steps]
    if items:
        is_ready = explained.result.verdict is Verdict.READY
        yield heading(2, "What would help further" if is_ready else "What stands in the way")
        yield bullets(items)


def _essential(factor: FactorResult) -> str:
    is_open = factor.essential is EssentialState.OPEN
    words = "Essential and still open" if is_open else "Essential and not met"
    return f"{bold(words + ':')} {escape(f'{as_sentence(factor.factor.title)} {essential_step(factor)}')}"


def _map(assessment: Assessment) -> Iterator[str]:
    placed = [result for result in assessment.arrangements if result.arrangement.typology]
    others = [result for result in assessment.arrangements if not result.arrangement.typology]
    if placed:
        yield heading(2, "The partnering map")
        columns = ["", *(_place_title(EXTENTS[extent]) for extent in Extent)]
        rows = [
            [_place_title(NATURES[nature]), *(_cell(assessment, placed, nature, extent) for extent in Extent)]
            for nature in Nature
        ]
        yield table(columns, rows)
    if others:
        yield heading(2, "Other arrangements" if placed else "The arrangements")
        yield bullets(_in_short(assessment, result) for result in others)
    key = verdict_key(assessment)
    if key:
        yield key


def _place_title(names: tuple[str, str]) -> str:
    name, meaning = names
    return f"{bold(name)}: {escape(meaning)}"


def _cell(assessment: Assessment, placed: list[ArrangementResult], nature: Nature, extent: Extent) -> str:
    here = [
        _in_short(assessment, result)
        for result in placed
        if (place := result.arrangement.typology) and place.nature is nature and place.scale is extent
    ]
    return "; ".join(here) or "No arrangement of this kind is assessed."


def _in_short(assessment: Assessment, result: ArrangementResult) -> str:
    title = bold(result.arrangement.title)
    if not result.applies:
        return f"{title}. {escape(exclusion_sentence(assessment, result))}"
    known = as_positions(result.readiness) if result.readiness else None
    facts = [
        format_known(known, assessment.questionnaire.scoring) if known else "",
        format_standing(result),
        _place(assessment, result),
    ]
    return ", ".join([title, *(escape(fact) for fact in facts if fact)])


def _place(assessment: Assessment, result: ArrangementResult) -> str:
    place = format_place(explain_places(assessment).get(result.arrangement.id))
    return "" if is_too_early(assessment) else place
