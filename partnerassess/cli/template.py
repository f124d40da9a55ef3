"""`template`: a blank answer file to fill in by hand."""

from partnerassess.cli.options import ChosenQuestionnaire, Output
from partnerassess.cli.streams import STANDARD_OUTPUT, deliver


def template(questionnaire: ChosenQuestionnaire = None, output: Output = STANDARD_OUTPUT) -> None:
    """Print a blank answer file with every question and level as a comment, to fill in by hand.

    \b
    Examples:
      partnerassess template > answers.yaml
      partnerassess template --questionnaire our-questionnaire.yaml --output answers.yaml
    """
    from partnerassess.batch import choose_questionnaire
    from partnerassess.library import DEFAULT
    from partnerassess.writing import format_template

    deliver(format_template(choose_questionnaire(questionnaire or DEFAULT)), output, new=True)
