"""The library: what ships is found in a checkout, from a wheel, and from an editable install."""

import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

from partnerassess.library import (
    DEFAULT,
    case_studies,
    find_questionnaire,
    invented_partnership,
    questionnaires_folder,
    schema_text,
    shipped_questionnaires,
)

ROOT = Path(__file__).parent.parent


def test_the_default_questionnaire_ships() -> None:
    assert DEFAULT in shipped_questionnaires()
    assert find_questionnaire(DEFAULT) == shipped_questionnaires()[DEFAULT]


def test_a_full_and_a_quick_questionnaire_ship() -> None:
    assert list(shipped_questionnaires()) == ["nhs-partnering", "nhs-partnering-quick"]


def test_five_case_studies_and_an_invented_partnership_ship() -> None:
    assert [path.name for path in case_studies()] == [f"case-{letter}.yaml" for letter in "abcde"]
    assert [path.name for path in invented_partnership()] == ["hillside.yaml", "northbank.yaml"]


def test_a_questionnaire_can_be_named_by_its_path(tmp_path: Path) -> None:
    file = tmp_path / "ours.yaml"
    assert find_questionnaire(str(file)) is None
    file.touch()
    assert find_questionnaire(str(file)) == file


@pytest.mark.parametrize("name", ["questionnaire", "answers", "result"])
def test_every_format_has_a_schema(name: str) -> None:
    assert '"$schema"' in schema_text(name)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--quiet",
        "--no-deps",
        "--no-build-isolation",
        "--wheel-dir",
        str(folder),
        str(ROOT),
    ]
    subprocess.run(command, check=True)
    (built,) = folder.glob("*.whl")
    return built


def test_the_wheel_holds_every_questionnaire_and_every_module(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    shipped = {path.relative_to(ROOT).as_posix() for path in (ROOT / "questionnaires").rglob("*.yaml")}
    assert {f"partnerassess/{name}" for name in shipped} <= names
    kept = [
        path
        for path in (ROOT / "partnerassess").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    ]
    assert {path.relative_to(ROOT).as_posix() for path in kept} <= names


def test_a_wheel_installed_elsewhere_finds_what_ships(wheel: Path, tmp_path: Path) -> None:
    venv.create(tmp_path / "venv", with_pip=False, system_site_packages=False)
    python = tmp_path / "venv" / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    target = tmp_path / "site"
    zipfile.ZipFile(wheel).extractall(target)
    dependencies = [str(path) for path in map(Path, sys.path) if path.name == "site-packages"]
    code = (
        f"import sys; sys.path[:0] = [{str(target)!r}]; sys.path += {dependencies!r}; "
        "from partnerassess.library import questionnaires_folder; print(questionnaires_folder()); "
        "from partnerassess.cli import main; sys.argv = ['partnerassess', 'demo']; main()"
    )
    done = subprocess.run(
        [str(python), "-I", "-c", code], cwd=tmp_path, capture_output=True, encoding="utf-8"
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(str(target / "partnerassess" / "questionnaires"))
    assert "(case study E)" in done.stdout
    assert "(invented)" in done.stdout


def test_a_checkout_uses_the_questionnaires_beside_the_package() -> None:
    assert questionnaires_folder() == ROOT / "questionnaires"
