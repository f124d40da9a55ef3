"""A trial as Markdown: changed answers, and what they would do, beside the real ones.

This module knows the order of the parts. It does not know what a change does.
"""

from collections.abc import Iterator

from partnerassess.render.markdown.shapes import bullets, escape, heading, table
from partnerassess.render.subjects import format_subject
from partnerassess.render.trials import COLUMNS, ONLY_A_TRIAL, change_sentences, trial_rows
from partnerassess.trial import Trial


def render_markdown_trial(trial: Trial) -> str:
    """Render a trial; ends with a newline."""
    return "\n\n".join(_blocks(trial)) + "\n"


def _blocks(trial: Trial) -> Iterator[str]:
    title, about = format_subject(trial.before.questionnaire, trial.before.answers)
    yield heading(1, title)
    if about:
        yield escape(about)
    yield heading(2, "What if")
    yield bullets(escape(words) for words in change_sentences(trial))
    yield table(COLUMNS, [[escape(cell) for cell in row] for row in trial_rows(trial)])
    yield ONLY_A_TRIAL
