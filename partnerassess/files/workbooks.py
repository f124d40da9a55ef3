"""Which workbooks in a folder are ours, told by a few of their bytes."""

import os
import re
import stat
from collections.abc import Iterator

ANSWER_WORKBOOK = "partnerassess-workbook/1"
"""What the first cell of a workbook with answers says."""
RESULT_WORKBOOK = "partnerassess-result/1"
"""What the properties of a workbook or a document with results say."""

_ENDINGS = (".xlsx", ".ods", ".xls", ".docx")
_CELLS = re.compile(r"xl/sharedstrings\.xml|xl/worksheets/[^/]+\.xml|content\.xml", re.IGNORECASE)
_PROPERTIES = re.compile(r"docprops/core\.xml|meta\.xml", re.IGNORECASE)
_LOOKED_AT = 1024 * 1024
"""So many bytes of a part are looked at; the first cell stands at the beginning."""
_MOST_PARTS = 20


def holds_our_answers(path: str) -> bool:
    """Tell whether a file is a workbook to fill in that we made, whoever saved it last."""
    return _says(path, ANSWER_WORKBOOK, _CELLS)


def holds_our_results(path: str) -> bool:
    """Tell whether a file is a workbook or a document of results that we made."""
    return _says(path, RESULT_WORKBOOK, _PROPERTIES)


def _says(path: str, mark: str, where: re.Pattern[str]) -> bool:
    if not path.lower().endswith(_ENDINGS):
        return False
    # Folders without workbooks do not wait for these.
    import zipfile
    import zlib

    try:
        return any(mark.encode() in begin for begin in _begins(path, where))
    except (OSError, ValueError, RuntimeError, EOFError, zipfile.BadZipFile, zlib.error):
        return False


def _begins(path: str, where: re.Pattern[str]) -> Iterator[bytes]:
    """Give how the parts with these names begin."""
    import zipfile

    if not stat.S_ISREG(os.stat(path).st_mode):
        return
    if path.lower().endswith(".xls"):
        # The older kind packs nothing.
        with open(path, "rb") as old:
            yield old.read(_LOOKED_AT)
        return
    with zipfile.ZipFile(path) as archive:
        parts = [each for each in archive.infolist() if where.fullmatch(each.filename)]
        for part in parts[:_MOST_PARTS]:
            with archive.open(part) as file:
                yield file.read(_LOOKED_AT)
