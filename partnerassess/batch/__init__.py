"""Many inputs, scored: for each document of each file a result, or what is wrong with it.

This package knows that one bad file is an outcome and not the end of a run, and how a run is spread over
processes. It does not know who asked, or how results are shown. Read few for a few inputs, each with all
its parts; for many: inputs, reading, sources, harvest, running and workers.
"""

from partnerassess.batch.checks import check_inputs
from partnerassess.batch.few import score_inputs
from partnerassess.batch.outcomes import Outcome, Scored, Unusable
from partnerassess.batch.questionnaires import find_answered_questionnaire, score_document
from partnerassess.loading import Questionnaires, choose_questionnaire, find_questionnaire_file

__all__ = [
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
