"""Files → the model: questionnaires and answers, or everything that is wrong with them, said once.

This package knows both file formats and their rules. It does not know YAML, nor how anything is scored.
"""

from partnerassess.loading.answers import explain_broken, find_questionnaire_name, load_answers
from partnerassess.loading.documents import MAX_DOCUMENT, find_line_fault, read_answer_documents
from partnerassess.loading.questionnaire import MAX_QUESTIONNAIRE, load_questionnaire

__all__ = [
    "MAX_DOCUMENT",
    "MAX_QUESTIONNAIRE",
    "explain_broken",
    "find_line_fault",
    "find_questionnaire_name",
    "load_answers",
    "load_questionnaire",
    "read_answer_documents",
]
