"""The page on one assessment, from the finding to the small print.

This module knows the order of the parts. It does not know what stands in them.
"""

import re

from partnerassess.assessment import Pooled
from partnerassess.explain import Explanation
from partnerassess.render.page.arrangement import view_arrangement
from partnerassess.render.page.closing import view_advice, view_methods
from partnerassess.render.page.differences import view_differences, view_who
from partnerassess.render.page.heat import view_heat
from partnerassess.render.page.history import History
from partnerassess.render.page.opening import view_opening
from partnerassess.render.page.outlook import find_outlook_of, view_outlook
from partnerassess.render.page.overview import view_overview
from partnerassess.render.page.templating import render_template, style
from partnerassess.report.words import format_count

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_OURS = "en-GB"


def render_report(
    explanation: Explanation,
    *,
    notes: bool = False,
    history: History | None = None,
    pooled: Pooled | None = None,
    unusable: int = 0,
) -> str:
    """Render the page on one assessment; ends with a newline.

    `notes` adds the notes beside the answers, `history` how readiness changed over earlier dates, `pooled`
    who answered and where they differ, where several views were pooled; `unusable` is the number of inputs
    that were left out because they could not be used.
    """
    assessment = explanation.assessment
    left_out = (f"{format_count(unusable, 'input')} could not be used.",) if unusable else ()
    outlook = find_outlook_of(assessment, pooled)
    return render_template(
        "report.html.j2",
        style=style(),
        language=find_language(assessment.questionnaire.language),
        opening=view_opening(explanation, outlook),
        who=view_who(pooled) if pooled else None,
        differences=view_differences(pooled) if pooled else None,
        warnings=(*assessment.warnings, *left_out),
        overview=view_overview(assessment),
        outlook=view_outlook(outlook) if outlook else None,
        history=history,
        advice=view_advice(explanation),
        heat=view_heat(assessment),
        arrangements=tuple(
            view_arrangement(assessment, explained, notes=notes) for explained in explanation.arrangements
        ),
        methods=view_methods(assessment, notes=notes, pooled=pooled),
    )


def find_language(language: str | None) -> str:
    """Give the language a page declares: the questionnaire's, if it names one as browsers do."""
    return language if language and _LANGUAGE.fullmatch(language) else _OURS
