"""How sure an order is, as Markdown.

This module knows the order of the parts. It does not know how anything is drawn.
"""

from collections.abc import Iterator

from partnerassess.render.draws import (
    Sureness,
    band_sentences,
    central_sentences,
    headline,
    method_sentences,
    rank_cells,
    rank_titles,
    rivals_sentence,
)
from partnerassess.render.markdown.shapes import bold, bullets, escape, heading, table
from partnerassess.render.subjects import format_subject
from partnerassess.render.sureness import steadiness_sentences


def render_markdown_robustness(sureness: Sureness) -> str:
    """Render how sure an order is; ends with a newline."""
    return "\n\n".join(_blocks(sureness)) + "\n"


def _blocks(sureness: Sureness) -> Iterator[str]:
    assessment = sureness.steadiness.assessment
    title, about = format_subject(assessment.questionnaire, assessment.answers)
    yield heading(1, title)
    if about:
        yield escape(about)
    yield bold(headline(sureness))
    if rivals_sentence(sureness):
        yield escape(rivals_sentence(sureness))
    if len(sureness.simulation.arrangements) > 1:
        yield heading(2, "How often each takes each place")
        rows = [
            [escape(each.result.arrangement.title), *rank_cells(each)]
            for each in sureness.simulation.arrangements
        ]
        yield table(["Arrangement", *rank_titles(sureness)], rows)
    yield from _listed("Under other conventions", list(steadiness_sentences(sureness.steadiness)))
    yield from _listed("How firm the bands are", list(band_sentences(sureness)))
    for each in sureness.simulation.arrangements:
        title = f"Weights with which {each.result.arrangement.title} comes first"
        yield from _listed(title, list(central_sentences(each)))
    yield heading(2, "How this was found")
    yield "\n\n".join(escape(words) for words in method_sentences(sureness))


def _listed(title: str, sentences: list[str]) -> Iterator[str]:
    if sentences:
        yield heading(2, title)
        yield bullets(escape(words) for words in sentences)
