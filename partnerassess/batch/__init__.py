"""Many inputs, scored: for each document of each file a result, or what is wrong with it.

One bad file is an outcome and not the end of a run. Read few for a few inputs; for
many: inputs, reading, results and workers.
"""

from partnerassess.batch.checks import check_inputs
from partnerassess.batch.few import find_answered_questionnaire, read_inputs
from partnerassess.batch.outcomes import Outcome, Scored, Unusable
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
    "read_inputs",
]
