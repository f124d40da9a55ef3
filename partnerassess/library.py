"""What ships with partnerassess: questionnaires, case studies and schemas, wherever it is installed."""

import os
from pathlib import Path

from partnerassess.files.reading import refuse

_PACKAGE = Path(__file__).parent
DEFAULT = "nhs-partnering"
"""The questionnaire for a new assessment when none is named."""


def questionnaires_folder() -> Path:
    """Give the folder that holds the shipped questionnaires."""
    installed = _PACKAGE / "questionnaires"
    return installed if os.path.isdir(installed) else _PACKAGE.parent / "questionnaires"


def shipped_questionnaires() -> dict[str, Path]:
    """Give the shipped questionnaires by name, in alphabetical order."""
    return {path.stem: path for path in _files_in(questionnaires_folder())}


def find_questionnaire(name: str) -> Path | None:
    """Give the file a person means by a shipped name or a path; null where there is none."""
    shipped = shipped_questionnaires().get(name)
    if shipped:
        return shipped
    path = Path(name)
    return path if os.path.exists(path) else None


def find_whole(name: str) -> str | None:
    """Give the name of the questionnaire that a first look, by its name, is the beginning of."""
    whole = name.removesuffix("-quick")
    return whole if whole != name and whole in shipped_questionnaires() else None


def case_studies() -> tuple[Path, ...]:
    """Give the answer files of the shipped case studies, in order."""
    return _files_in(questionnaires_folder() / "case-studies")


def invented_partnership() -> tuple[Path, ...]:
    """Give the two answer files of the invented partnership, which are answered in full."""
    return _files_in(questionnaires_folder() / "invented")


def _files_in(folder: Path) -> tuple[Path, ...]:
    """Give the YAML files of a folder by name; raises ProblemsFound if they cannot be listed."""
    try:
        names = sorted(name.removesuffix(".yaml") for name in os.listdir(folder) if name.endswith(".yaml"))
    except OSError as error:
        refuse(folder, error)
    return tuple(folder / f"{name}.yaml" for name in names)


def schema_text(name: str) -> str:
    """Give the JSON Schema for a `questionnaire`, `answers` or `result`."""
    return (_PACKAGE / "schemas" / f"{name}.schema.json").read_text(encoding="utf-8")
