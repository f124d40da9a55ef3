"""Saving text to files: whole or not at all, and never over somebody else's changes.

This module knows how to put text in place so that a crash, a full disk or a second program loses
nothing. It does not know what the text says.
"""

import errno
import hashlib
import os
import stat
import time
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from partnerassess.files.characters import clean
from partnerassess.files.reading import read_bytes, refuse, refuse_kind
from partnerassess.problems import Problem, ProblemsFound

MAX_COMPARED = 64 * 1024 * 1024
"""The most bytes of a file that are compared with what was saved; a larger one counts as changed."""

# What Windows says while another program, such as a virus scanner, holds a file for a moment.
_BUSY = (5, 32, 33)
_ATTEMPTS = 10
_PAUSE = 0.05
_MOST_NAMES = 1000


class Saved(NamedTuple):
    """Where a text was saved."""

    path: str
    """The file it is in now."""
    beside: bool
    """Whether that is another file than asked for, because that one had changed meanwhile."""


class SavedFile:
    """A file that is saved again and again, and remembers what it held when we last saw it."""

    def __init__(self, path: str | os.PathLike[str], content: bytes | None) -> None:
        """Take the name of the file and what was read from it; None if it is to be a new file."""
        self._path = os.fspath(path)
        self._digest = None if content is None else _digest(content)

    @property
    def path(self) -> str:
        """The file that the next text is saved to, unless that one has changed by then."""
        return self._path

    def save(self, text: str) -> Saved:
        """Save a text whole or not at all; ProblemsFound if that cannot be done.

        If the file is not what it was when we last saw it, it is left alone: the text goes beside it
        under a name that is free, `NAME.2.yaml` say, and so do all later ones. A file that has gone is
        written again.
        """
        beside = self._is_changed() or not self._write(self._path, text)
        if beside:
            self._path = self._write_beside(text)
        self._digest = _digest(_encode(text))
        return Saved(self._path, beside)

    def _is_changed(self) -> bool:
        if self._digest is None or not os.path.exists(self._path):
            return False
        try:
            return _digest(read_bytes(self._path, limit=MAX_COMPARED)) != self._digest
        except ProblemsFound:
            return os.path.exists(self._path)

    def _write(self, path: str, text: str) -> bool:
        """Write a text to its place; say whether it was free if it is to be a new file."""
        try:
            write_text(path, text, new=self._digest is None)
        except FileExistsError:
            return False
        return True

    def _write_beside(self, text: str) -> str:
        path = Path(self._path)
        for number in range(2, _MOST_NAMES):
            name = path.with_name(f"{path.stem}.{number}{path.suffix}")
            with suppress(FileExistsError):
                write_text(name, text, new=True)
                return str(name)
        message = f"it has changed meanwhile, and {_MOST_NAMES - 2} names beside it are taken"
        raise ProblemsFound([Problem(file=clean(self._path), message=message, hint="remove some of them")])


def write_text(path: str | os.PathLike[str], text: str, *, new: bool = False, private: bool = False) -> None:
    """Save a text as UTF-8 to a file, whole or not at all.

    The text is written to a hidden file in the same folder, which then takes the place of the old one and
    its permissions. A link stays a link: the file it leads to is replaced. With `new` the file must not be
    there yet: FileExistsError. With `private` a new file is for its owner only. Whatever else stands in the
    way raises ProblemsFound, and leaves the old file and nothing else.
    """
    try:
        target, status = find_target(path)
        if new and status is not None:
            raise FileExistsError(errno.EEXIST, "the file is there already", target)
        _replace(target, _encode(text), status, new, private)
    except FileExistsError:
        raise
    except (OSError, ValueError) as error:
        refuse(path, error)


def write_bytes(path: str | os.PathLike[str], content: bytes) -> None:
    """Save bytes to a file, whole or not at all, as `write_text` does; raises ProblemsFound."""
    try:
        target, status = find_target(path)
        _replace(target, content, status, False)
    except (OSError, ValueError) as error:
        refuse(path, error)


def check_writable(path: str | os.PathLike[str]) -> None:
    """Raise ProblemsFound if a file could not be saved, judging by its permissions and its folder."""
    try:
        target, _ = find_target(path)
        handle, temporary = open_temporary(target, 0o600)
        os.close(handle)
        os.unlink(temporary)
    except (OSError, ValueError) as error:
        refuse(path, error)


def find_target(path: str | os.PathLike[str]) -> tuple[str, os.stat_result | None]:
    """The file behind all links, and its status if it is there."""
    target = os.path.realpath(path)
    try:
        status = os.stat(path)
    except FileNotFoundError:
        return target, None
    refuse_kind(path, status.st_mode)
    if not os.access(path, os.W_OK):
        raise PermissionError(errno.EACCES, "the file is protected", target)
    return target, status


def _replace(
    target: str, content: bytes, status: os.stat_result | None, new: bool, private: bool = False
) -> None:
    # A new file gets the permissions that the system gives to new files.
    handle, temporary = open_temporary(target, 0o666 if status is None and not private else 0o600)
    try:
        try:
            fill(handle, content, status)
        finally:
            os.close(handle)
        if new:
            _move_to_free_name(temporary, target)
        else:
            move(temporary, target)
    except BaseException:
        with suppress(OSError):
            os.unlink(temporary)
        raise
    settle_folder(target)


def open_temporary(target: str, mode: int) -> tuple[int, str]:
    """Make a hidden file in the target's folder; give its handle and path."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
    temporary = os.path.join(os.path.dirname(target), f".partnerassess-{os.urandom(8).hex()}.tmp")
    return os.open(temporary, flags, mode), temporary


def fill(handle: int, content: bytes, status: os.stat_result | None) -> None:
    """Write all of the content to the disk, with the permissions of the file it takes the place of."""
    rest = memoryview(content)
    while rest:
        rest = rest[os.write(handle, rest) :]
    if status is not None and os.name == "posix":
        # The group first: changing it may take permissions away.
        with suppress(OSError):
            os.fchown(handle, -1, status.st_gid)
        os.fchmod(handle, stat.S_IMODE(status.st_mode))
    os.fsync(handle)


def move(temporary: str, target: str) -> None:
    """Put a temporary file in the place of its target; tried again while Windows holds the target."""
    for attempts_left in reversed(range(_ATTEMPTS)):
        try:
            os.replace(temporary, target)
            return
        except OSError as error:
            if not attempts_left or getattr(error, "winerror", None) not in _BUSY:
                raise
            time.sleep(_PAUSE)


def _move_to_free_name(temporary: str, target: str) -> None:
    if os.name == "nt":
        os.rename(temporary, target)  # refuses to replace a file there
        return
    try:
        os.link(temporary, target)
    except FileExistsError:
        raise
    except OSError:
        # Some disks have no links: take the name first, then put the text in its place.
        os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        try:
            move(temporary, target)
        except BaseException:
            os.unlink(target)
            raise
    else:
        os.unlink(temporary)


def settle_folder(target: str) -> None:
    """Make sure that the new name survives a power cut, where the system can promise that."""
    with suppress(OSError):
        handle = os.open(os.path.dirname(target), os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _encode(text: str) -> bytes:
    return text.encode("utf-8", "backslashreplace")


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
