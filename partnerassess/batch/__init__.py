"""Many inputs, scored: for each document of each file a result, or what is wrong with it.

This package knows that one bad file is an outcome and not the end of a run, and how a run is spread over
processes. It does not know who asked, or how results are shown. Read outcomes for a few inputs, each with all
its parts; for many: inputs, reading, harvest, running and workers.
"""

from partnerassess.batch.outcomes import (
    STANDARD_INPUT,
    Outcome,
    Questionnaires,
    Scored,
    Unusable,
    check_inputs,
    choose_questionnaire,
    find_answered_questionnaire,
    find_questionnaire_file,
    score_document,
    score_inputs,
)

__all__ = [
    "STANDARD_INPUT",
    "Outcome",
    "Questionnaires",
    "Scored",
    "Unusable",
    "check_inputs",
    "choose_questionnaire",
    "find_answered_questionnaire",
    "find_questionnaire_file",
    "score_document",
    "score_inputs",
]
