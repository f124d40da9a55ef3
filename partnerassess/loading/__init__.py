"""Files → the model: questionnaires and answers, or everything that is wrong with them, said once."""

from partnerassess.loading.answers import (
    explain_broken,
    find_questionnaire_name,
    load_answers,
    read_answer_documents,
)
from partnerassess.loading.formats import is_questionnaire
from partnerassess.loading.questionnaire import MAX_QUESTIONNAIRE, load_questionnaire
from partnerassess.loading.shelf import (
    Questionnaires,
    choose_questionnaire,
    find_answered_questionnaire,
    find_questionnaire_file,
)
from partnerassess.loading.views import Problems, View, ViewReader

__all__ = [
    "MAX_QUESTIONNAIRE",
    "Problems",
    "Questionnaires",
    "View",
    "ViewReader",
    "choose_questionnaire",
    "explain_broken",
    "find_answered_questionnaire",
    "find_questionnaire_file",
    "find_questionnaire_name",
    "is_questionnaire",
    "load_answers",
    "load_questionnaire",
    "read_answer_documents",
]
