"""Whom a page is about: the partnership, whose view of it, and when.

This module knows what stands at the top of a page. It does not know what the page says.
"""

from partnerassess.model import Answers, Questionnaire
from partnerassess.report.words import format_date


def format_subject(questionnaire: Questionnaire, answers: Answers) -> tuple[str, str]:
    """Give the title and the line below it: `Riverside and Valley`, `Partnering · 12 May 2017`."""
    view = ", ".join(part for part in (answers.respondent, answers.organisation) if part)
    about = [
        questionnaire.title if answers.partnership else "",
        f"as seen by {view}" if view else "",
        format_date(answers.date) if answers.date else "",
    ]
    return answers.partnership or questionnaire.title, " · ".join(part for part in about if part)
