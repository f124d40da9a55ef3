"""JSON Schemas of questionnaires and answers, put together from what the loader declares."""

from partnerassess.loading import answers, arrangements, conditions, questionnaire, scales, scoring, sources
from partnerassess.loading.parts import VALUES, Part, Schema

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_PARTS = {
    "citation": sources.CITATION,
    "source": sources.SOURCE,
    "scale": scales.SCALE,
    "level": scales.LEVEL,
    "section": questionnaire.SECTION,
    "question": questionnaire.QUESTION,
    "dimension": arrangements.DIMENSION,
    "arrangement": arrangements.ARRANGEMENT,
    "typology": arrangements.TYPOLOGY,
    "advantage": arrangements.ADVANTAGE,
    "factor": arrangements.FACTOR,
    "scoring": scoring.SCORING,
    "band": scoring.BAND,
    "advice": questionnaire.ADVICE,
}


def questionnaire_schema() -> Schema:
    """Give the JSON Schema of questionnaires."""
    parts = {name: part.schema() for name, part in _PARTS.items()}
    return _compose(questionnaire.QUESTIONNAIRE, parts | scales.DEFINITIONS | conditions.DEFINITIONS)


def answers_schema() -> Schema:
    """Give the JSON Schema of answers."""
    return _compose(answers.ANSWERS, answers.DEFINITIONS)


def _compose(root: Part, definitions: dict[str, Schema]) -> Schema:
    used = str(root.schema()) + str(definitions)
    values = {name: value for name, value in VALUES.items() if f"#/$defs/{name}'" in used}
    return {"$schema": _DIALECT, **root.schema(), "$defs": definitions | values}
