"""Partnership readiness: how ready two organisations are to partner, in which form, and what would help.

This package knows what `from partnerassess import …` gives, which docs/library.md explains. It imports none
of it before it is asked for, so that the command line starts fast.
"""

# What is imported here takes a while in which nobody can handle Ctrl-C yet.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from partnerassess.assessment import Assessment
    from partnerassess.collect.export import read_export
    from partnerassess.frames import score_frame as score_frame  # not in __all__: it needs an extra
    from partnerassess.model import Answers, Questionnaire
    from partnerassess.notebook import (
        load_answer_sets,
        load_answers,
        load_questionnaire,
        load_usable_answer_sets,
    )
    from partnerassess.pooling import pool
    from partnerassess.problems import ProblemsFound
    from partnerassess.render.rows import rows_of
    from partnerassess.scoring import score

__version__ = "0.1.0"

__all__ = [
    "Answers",
    "Assessment",
    "ProblemsFound",
    "Questionnaire",
    "load_answer_sets",
    "load_answers",
    "load_questionnaire",
    "load_usable_answer_sets",
    "pool",
    "read_export",
    "rows_of",
    "score",
]

_WHERE = {
    "Answers": "partnerassess.model",
    "Assessment": "partnerassess.assessment",
    "ProblemsFound": "partnerassess.problems",
    "Questionnaire": "partnerassess.model",
    "load_answer_sets": "partnerassess.notebook",
    "load_answers": "partnerassess.notebook",
    "load_questionnaire": "partnerassess.notebook",
    "load_usable_answer_sets": "partnerassess.notebook",
    "pool": "partnerassess.pooling",
    "read_export": "partnerassess.collect.export",
    "rows_of": "partnerassess.render.rows",
    "score": "partnerassess.scoring",
    "score_frame": "partnerassess.frames",
}

if not TYPE_CHECKING:
    # Type checkers read the imports above; they would take this for a promise that anything is there.
    def __getattr__(name: str) -> object:
        if name not in _WHERE:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from importlib import import_module

        return getattr(import_module(_WHERE[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *_WHERE})
