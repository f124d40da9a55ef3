"""Files that people give us: which may be read, what text is in them, and which characters it may hold."""

import codecs
import errno
import os
import re
import shlex
import stat
import sys
from collections.abc import Callable, Iterator
from functools import cache
from typing import NoReturn

from partnerassess.problems import Problem, ProblemsFound

# As `random` does: `hashlib` loads all of OpenSSL, a twentieth of the time that a short command takes.
if sys.version_info >= (3, 12):
    from _sha2 import sha256  # type: ignore[import-not-found, unused-ignore]
else:
    from _sha256 import sha256  # type: ignore[import-not-found, unused-ignore]

_CONTROL = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f"  # control characters; tab and newline are text
    "\u202d\u202e"  # turn the letters of other texts around
    "\u2028\u2029"  # line breaks to some programs and not to others
    "\ud800-\udfff\ufffe\uffff"  # no characters at all
)
_MARKS = (
    "\xad"  # soft hyphen
    "\u061c\u200e\u200f\u202a-\u202c\u2066-\u2069"  # direction, as programs add it around names and numbers
    "\u200b\u2060\ufeff"  # take no room
)
_IN_A_WORD = (
    "0-9A-Za-z\xc0-\u167f\u1681-\u1fff\u2070-\u2fff\u3001-\ud7ff"
    "\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff"
)
_STRAY_JOINER = f"[\u200c\u200d](?:(?<![{_IN_A_WORD}].)|(?![{_IN_A_WORD}]))"

_AROUND_A_NUMBER = "\u202d(?=[0-9+() ./-]*\u202c)"  # as Windows puts it around telephone numbers

# What is seldom there, here and in the readers, is a text: `re` compiles it where it is first looked for.
UNSAFE_CHARACTER = f"[{_CONTROL}]"
"""The characters that no text may hold: they hide, move the cursor, or are none."""

_MAY_BE_STRAY = re.compile(f"[{_MARKS}\u202d\u200c\u200d]")

ODD_SPACE = "[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]"
"""A space that looks like an ordinary one and is not, such as Word's non-breaking space."""


def tidy(text: str) -> str:
    """Take out the characters that copying from web pages and documents brings along."""
    return text if text.isascii() or not _MAY_BE_STRAY.search(text) else _stray_character().sub("", text)


def find_strays(text: str) -> Iterator[re.Match[str]]:
    """Find the characters that are taken out of every text.

    Nobody sees or types them, but copying brings them along. The joiners U+200C and U+200D are spelling in
    Persian, Urdu or Hindi, and put pictures together: between two letters or pictures they stay.
    """
    return _stray_character().finditer(text)


def clean(text: str) -> str:
    r"""Make a file name, an operating system's message or an argument safe to show on one line.

    Characters that hide or move the cursor become visible, such as `\x1b` or `\u202e`.
    """
    return text if text.isprintable() else _not_on_one_line().sub(_format_escape, text)


def quote(word: str) -> str:
    """Give a word as it is typed in a command."""
    if os.name == "nt":
        return f'"{word}"' if " " in word else word
    return shlex.quote(word)


def quote_path(path: str) -> str:
    """Give a path as it is typed in a command, where none is taken for an option."""
    return quote(f"./{path}" if path.startswith("-") else path)


# What takes a moment to make is made when it is needed: nearly no text holds any of it.
@cache
def _stray_character() -> re.Pattern[str]:
    return re.compile(f"[{_MARKS}]|{_AROUND_A_NUMBER}|{_STRAY_JOINER}", re.DOTALL)


@cache
def _not_on_one_line() -> re.Pattern[str]:
    return re.compile(f"[{_CONTROL}\t\n{_MARKS}]|{_STRAY_JOINER}", re.DOTALL)


def _format_escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


ENDINGS = (".yaml", ".yml", ".json", ".jsonl")
"""How the names of the files end that are looked for in folders, in small or capital letters."""

ANSWER_WORKBOOK = "partnerassess-workbook/1"
"""What the first cell of a workbook with answers says."""
RESULT_WORKBOOK = "partnerassess-result/1"
"""What the properties of a workbook or a document with results say."""

_WORKBOOKS = (".xlsx", ".ods", ".xls", ".docx")
_CELLS = r"(?i)xl/sharedstrings\.xml|xl/worksheets/[^/]+\.xml|content\.xml"
_PROPERTIES = r"(?i)docprops/core\.xml|meta\.xml"
_LOOKED_AT = 1024 * 1024
"""So many bytes of a part are looked at; the first cell stands at the beginning."""
_MOST_PARTS = 20

_MEBIBYTE = 1024 * 1024
_LINE_BREAK = re.compile(r"\r\n|\r|\n")

# Opening must neither wait for somebody at the other end of a pipe, nor take a terminal over, nor leave
# the file open in programs started meanwhile. Not every system has every flag.
_READ_FLAGS = os.O_RDONLY
for _name in ("O_NONBLOCK", "O_NOCTTY", "O_CLOEXEC", "O_BINARY"):
    _READ_FLAGS |= getattr(os, _name, 0)

_NOT_ALLOWED = ("you do not have permission", "ask for permission, or choose another place")
_REASONS: dict[int | None, tuple[str, str | None]] = {
    errno.ENOENT: ("there is no such file or folder", "check the name"),
    errno.ENOTDIR: ("there is no such file or folder", "check the name"),
    errno.EEXIST: ("this is a file, not a folder", "choose another name"),
    errno.EISDIR: ("this is a folder, not a file", None),
    errno.ELOOP: ("this is a link that leads round in a circle", None),
    errno.ENAMETOOLONG: ("the name is too long", None),
    errno.EACCES: _NOT_ALLOWED,
    errno.EPERM: _NOT_ALLOWED,
    errno.EROFS: ("this disk can only be read", "choose another place"),
    errno.ENOSPC: ("the disk is full", "make room and try again"),
    errno.EFBIG: ("the file would be larger than is allowed", "make room and try again"),
    errno.ENXIO: ("this is not a file that can be read", None),
}
_KINDS: tuple[tuple[Callable[[int], bool], str], ...] = (
    (stat.S_ISREG, ""),
    (stat.S_ISDIR, "this is a folder, not a file"),
    (stat.S_ISFIFO, "this is a pipe, not a file"),
    (stat.S_ISSOCK, "this is a socket, not a file"),
)
_LONG_DASHES = ("–", "—")
_AROUND_NAMES = " \u00a0\"'“”„‘’‚«»"
"""What word processors, and shells that take no single quotes, leave around names."""
_AS_TEXT = "save it as plain text, in UTF-8"
_TYPED = "its answers have to be typed"
_SIGN_IN = "download the file itself, after signing in if need be"
_TABLES = (".csv", ".tsv", ".xlsx", ".xls", ".ods", ".numbers", ".zip")
_ELSEWHERE = (*_TABLES, ".doc", ".docx", ".odt", ".rtf", ".pages", ".ndjson", ".jsonlines")
"""Endings of files that may hold answers and are not looked for in folders."""
_ENDING_INSIDE = r"(?i)\.(?:yaml|yml|json|jsonl)(?![a-z0-9])"
"""As in `a.yaml.txt`, `a.yaml~` or `a.yaml (1)`."""
_BEGINS_AS_ANSWERS = rb"(?m)^[ {\"']*(?:questionnaire|answers)[\"']?[ ]*:"
_HEAD = 2048
_PROGRAMS = (
    (b"PK\x03\x04", "a zip file", "unpack it first"),
    (b"\xd0\xcf\x11\xe0", "a Word or Excel file", _AS_TEXT),
    (b"{\\rtf", "a Word file", _AS_TEXT),
    (b"%PDF-", "a PDF", _AS_TEXT),
    *((start, "a packed file", "unpack it first") for start in (b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!")),
    *((start, "a picture", _TYPED) for start in (b"\x89PNG", b"\xff\xd8\xff", b"GIF8")),
    *((start, "a web page", _SIGN_IN) for start in (b"<!DOCTYPE html", b"<!doctype html", b"<html")),
)
"""What the files of usual programs start with, which people take for text, and what to do."""
_STARTS = tuple(start for start, _, _ in _PROGRAMS)
_OFFICE = (b"[Content_Types].xml", b"mimetypeapplication/vnd.oasis")
"""What archives hold that are documents."""
_OWN_TEMPORARY = ".partnerassess-"
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_UTF_32 = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)


def read_bytes(path: str | os.PathLike[str], *, limit: int) -> bytes:
    """Read a regular file of at most `limit` bytes.

    Anything else raises ProblemsFound with one problem, and at once: a missing or unreadable file, a
    folder, a pipe, a socket, a device, a link that leads nowhere or in a circle, a larger file.
    """
    try:
        handle = os.open(path, _READ_FLAGS)
        try:
            return _read_regular(path, handle, limit)
        finally:
            os.close(handle)
    except (OSError, ValueError) as error:
        refuse(path, error)


def decode(content: bytes, file: str) -> str:
    """Read bytes as UTF-8, with or without a byte order mark, or as UTF-16 with one.

    Anything else, such as Latin-1, a Word file or a picture, raises ProblemsFound with one problem, which has
    the place of the first byte that does not fit, if that says anything. `file` is the name to use in it.
    """
    for start, what, hint in _PROGRAMS if content.startswith(_STARTS) else ():
        if content.startswith(start):
            if any(sign in content for sign in _OFFICE):
                what, hint = "a Word or Excel file", _AS_TEXT
            raise ProblemsFound([Problem(file=clean(file), message=f"this looks like {what}", hint=hint)])
    encoding = "utf-16" if content.startswith(_UTF_16) and not content.startswith(_UTF_32) else "utf-8"
    content = content.removeprefix(codecs.BOM_UTF8)
    try:
        text, fits = content.decode(encoding), True
    except UnicodeDecodeError as error:
        text, fits = content[: error.start].decode(encoding, "ignore"), False
    before, nothing, _ = text.partition("\0")
    if nothing or not fits:
        raise ProblemsFound([other_encoding(file, *_find_end(before))])
    return text


def find_digest(content: bytes) -> str:
    """Give the SHA-256 of a content, in hexadecimal."""
    return str(sha256(content).hexdigest())


def find_files(folder: str | os.PathLike[str], unused: list[str] | None = None) -> Iterator[str | Problem]:
    """Look through a folder and the folders in it for files whose names end in one of ENDINGS.

    Workbooks to fill in that we made count as well.

    The paths start with `folder` as it was given and come in the order of their names. Hidden files and
    folders are skipped, and links to folders are not followed. What stands in the way of looking, such as a
    folder that cannot be opened, comes as a Problem in its place. The files found may still turn out to be
    pipes or broken links: reading them says so. What is not looked at, such as files with another ending,
    goes to `unused`.
    """
    unused = [] if unused is None else unused
    # Names, not entries, wait: a folder may hold a hundred thousand. Those of folders end in a separator.
    waiting: list[tuple[str, list[str]]] = []
    yield from _open_folder(os.fspath(folder), waiting, unused)
    while waiting:
        above, names = waiting[-1]
        if not names:
            waiting.pop()
            continue
        path = above + names.pop()
        if path.endswith(os.sep):
            yield from _open_folder(path.removesuffix(os.sep), waiting, unused)
        elif not (path.lower().endswith(ENDINGS) or holds_our_answers(path)):
            unused.append(path)
        else:
            yield path


def identify(file: str | int) -> tuple[int, int] | None:
    """Give what tells a file, or an open one by its number, from all others, whatever leads to it.

    Null where there is none.
    """
    try:
        status = os.stat(file)
    except (OSError, ValueError):
        return None
    return status.st_dev, status.st_ino


def may_hold_answers(path: str) -> bool:
    """Tell whether a file under another ending looks like answers: `a.yaml.txt`, a program's document."""
    name = os.path.basename(path).lower()
    if name.startswith(("~$", "._", _OWN_TEMPORARY)):
        # Excel and Word keep one beside a file that is open, macOS one beside a file on a foreign disk.
        return False
    if not name.startswith(".") and (re.search(_ENDING_INSIDE, name) or name.endswith(_ELSEWHERE)):
        return True
    return re.search(_BEGINS_AS_ANSWERS, read_head(path)) is not None


def read_head(path: str) -> bytes:
    """Read how a regular file begins, its first 2 KB; nothing of anything else, and without waiting."""
    try:
        handle = os.open(path, _READ_FLAGS)
        try:
            return os.read(handle, _HEAD) if stat.S_ISREG(os.fstat(handle).st_mode) else b""
        finally:
            os.close(handle)
    except (OSError, ValueError):
        return b""


def holds_our_answers(path: str) -> bool:
    """Tell whether a file is a workbook to fill in that we made, whoever saved it last."""
    return _says(path, ANSWER_WORKBOOK, _CELLS)


def holds_our_results(path: str) -> bool:
    """Tell whether a file is a workbook or a document of results that we made."""
    return _says(path, RESULT_WORKBOOK, _PROPERTIES)


def _says(path: str, mark: str, where: str) -> bool:
    if not path.lower().endswith(_WORKBOOKS):
        return False
    # Folders without workbooks do not wait for these.
    import zipfile
    import zlib

    try:
        return any(mark.encode() in begin for begin in _begins(path, where))
    except (OSError, ValueError, RuntimeError, EOFError, zipfile.BadZipFile, zlib.error):
        return False


def _begins(path: str, where: str) -> Iterator[bytes]:
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
        parts = [each for each in archive.infolist() if re.fullmatch(where, each.filename)]
        for part in parts[:_MOST_PARTS]:
            with archive.open(part) as file:
                yield file.read(_LOOKED_AT)


def refuse(path: str | os.PathLike[str], error: OSError | ValueError) -> NoReturn:
    """Raise ProblemsFound that says in plain words what an operating system's error means for a file."""
    raise ProblemsFound([_explain(path, error)]) from error


def refuse_kind(path: str | os.PathLike[str], mode: int) -> None:
    """Raise ProblemsFound unless `mode`, as in `os.stat`, is that of a regular file."""
    message = next((said for is_kind, said in _KINDS if is_kind(mode)), "this is a device, not a file")
    if message:
        raise ProblemsFound([Problem(file=clean(os.fspath(path)), message=message)])


def _read_regular(path: str | os.PathLike[str], handle: int, limit: int) -> bytes:
    status = os.fstat(handle)
    if not stat.S_ISREG(status.st_mode):
        refuse_kind(path, status.st_mode)
    # The size may be wrong: some systems say 0, and somebody may be writing. Reading decides.
    content = os.read(handle, min(status.st_size, limit) + 1)
    if 0 < len(content) == status.st_size <= limit:
        return content
    while len(content) <= limit and (more := os.read(handle, limit + 1 - len(content))):
        content += more
    if len(content) > limit:
        size = f"{limit // _MEBIBYTE} MiB" if limit >= _MEBIBYTE else f"{limit:,} bytes"
        message = f"the file is larger than {size}"
        raise ProblemsFound([Problem(file=clean(os.fspath(path)), message=message, hint="split it")])
    return content


def _explain(path: str | os.PathLike[str], error: OSError | ValueError) -> Problem:
    message, hint = _find_reason(path, error)
    return Problem(file=clean(os.fspath(path)), message=message, hint=hint)


def _find_reason(path: str | os.PathLike[str], error: OSError | ValueError) -> tuple[str, str | None]:
    if not isinstance(error, OSError):
        return "no file can have this name", "check the name"
    if not os.fspath(path):
        return "a file without a name", "give a name, and look for empty quotes in the command"
    if error.errno == errno.ENOENT and os.path.islink(path):
        return "this link leads to nothing", "put back the file it leads to, or make a new link"
    if os.name == "nt" and os.path.isdir(path):
        return _REASONS[errno.EISDIR]
    said = clean(error.strerror or "nothing about the reason")
    if error.errno == errno.ENOENT:
        return _REASONS[errno.ENOENT][0], _hint_for_missing(os.fspath(path))
    return _REASONS.get(error.errno, (f"the system says: {said}", None))


def _hint_for_missing(path: str) -> str:
    """Say what may be wrong with the name of a file that is not there."""
    if path.startswith(_LONG_DASHES):
        return f"options begin with two plain hyphens: --{path.lstrip(''.join(_LONG_DASHES))}"
    if path != (bare := path.strip(_AROUND_NAMES)) and os.path.exists(bare):
        return "quotes or spaces around the name are read as a part of it: leave them out"
    folder = os.path.dirname(path)
    return "check the name" if not folder or os.path.isdir(folder) else f"there is no folder {clean(folder)}"


def other_encoding(file: str, line: int, column: int) -> Problem:
    """Say that what stands at a place is no UTF-8."""
    message, hint = "this is not text in UTF-8", "save it again as UTF-8 text"
    return Problem(file=clean(file), line=line, column=column, message=message, hint=hint)


def _find_end(text: str) -> tuple[int, int]:
    """The line and the column of what follows a text."""
    lines = _LINE_BREAK.split(text)
    return len(lines), len(lines[-1]) + 1


def _open_folder(path: str, waiting: list[tuple[str, list[str]]], unused: list[str]) -> Iterator[Problem]:
    """Put a folder and the names in it on top of those that wait, the first name last."""
    names: list[str] = []
    try:
        with os.scandir(path) as entries:
            for entry in entries:
                if not entry.name.startswith("."):
                    names.append(entry.name + os.sep * _is_folder(entry))
                elif not entry.name.startswith(_OWN_TEMPORARY):
                    unused.append(entry.path)
    except (OSError, ValueError) as error:
        yield _explain(path, error)
    else:
        names.sort(key=lambda name: name.removesuffix(os.sep), reverse=True)
        waiting.append((os.path.join(path, ""), names))


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir(follow_symlinks=False)
    except OSError:
        # Reading it as a file says what is wrong.
        return False
