"""What needs no screen loads no screen: a module, in a fresh process, brings only what it may."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

import partnerassess
from partnerassess.library import case_studies

ROOT = Path(partnerassess.__file__).parent

HEAVY = ("textual", "rich", "typer", "jinja2", "numpy", "docx", "typst", "python_calamine", "xlsxwriter")

MAY: dict[str, tuple[str, ...]] = {
    "partnerassess.cli": ("typer",),
    "partnerassess.collect.template": ("docx",),
    "partnerassess.frames": ("numpy",),
    "partnerassess.pooling.many": ("numpy",),
    "partnerassess.render.export_rows": ("numpy",),
    "partnerassess.render.form": ("jinja2",),
    "partnerassess.render.html": ("jinja2",),
    "partnerassess.render.terminal": ("rich",),
    "partnerassess.render.word": ("docx",),
    "partnerassess.render.workbook": ("xlsxwriter",),
    "partnerassess.scoring.many": ("numpy",),
    "partnerassess.walk.screen": ("rich", "textual"),
}
"""What a module, or all of a package, brings along: no more, and no less than is said here."""

_IMPORT_ALL = """
import importlib, json, sys
names, heavy = json.loads(sys.argv[1]), json.loads(sys.argv[2])
for name in names:
    importlib.import_module(name)
print(json.dumps([each for each in heavy if each in sys.modules]))
"""


def group(name: str) -> str:
    fitting = [key for key in MAY if name == key or name.startswith(f"{key}.")]
    return max(fitting, key=len, default="")


def modules(wanted: str) -> list[str]:
    found = (path.relative_to(ROOT.parent).with_suffix("") for path in ROOT.rglob("*.py"))
    names = (".".join(path.parts).removesuffix(".__init__") for path in found)
    return sorted(name for name in names if not name.endswith("__main__") and group(name) == wanted)


OFTEN = ("", "partnerassess.cli", "partnerassess.render.terminal")
"""What the others stand on; who imports what by name is looked at by the layers' own check, too."""


@pytest.mark.parametrize(
    "wanted",
    [pytest.param(each, marks=() if each in OFTEN else pytest.mark.night) for each in ("", *MAY)],
)
def test_modules_bring_nothing_heavy_but_what_they_are_for(wanted: str) -> None:
    names = modules(wanted)
    assert names
    command = [sys.executable, "-c", _IMPORT_ALL, json.dumps(names), json.dumps(HEAVY)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert set(json.loads(done.stdout)) == set(MAY.get(wanted, ()))


_RUN = """
import json, sys
from partnerassess.cli import main
heavy = json.loads(sys.argv.pop(1))
try:
    main()
finally:
    print(json.dumps([each for each in heavy if each in sys.modules]), file=sys.stderr)
"""


@pytest.mark.parametrize(
    ("words", "loaded"),
    [
        (["score", "{}", "-f", "csv"], {"typer"}),
        *(
            pytest.param(words, {"typer"}, marks=pytest.mark.night)
            for words in (
                ["score", "{}", "-f", "json"],
                ["score", "{}", "-f", "markdown"],
                ["check", "{}"],
                ["plan", "{}", "-f", "json"],
                ["template"],
            )
        ),
        (["report", "{}", "-o", "page.html"], {"typer", "jinja2"}),
    ],
    ids=lambda value: " ".join(sorted(value) if isinstance(value, set) else value),
)
def test_a_command_loads_what_its_own_form_of_output_needs(
    words: list[str], loaded: set[str], tmp_path: Path
) -> None:
    case, *_ = case_studies()
    arguments = [word.format(case) for word in words]
    command = [sys.executable, "-c", _RUN, json.dumps(HEAVY), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=tmp_path)
    assert set(json.loads(done.stderr.splitlines()[-1])) == loaded
