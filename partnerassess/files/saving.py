"""Saving to files, at once or bit by bit: whole or not at all, and never over somebody else's changes."""

import errno
import os
import re
import stat
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from itertools import chain, count
from pathlib import Path
from typing import NamedTuple

from partnerassess.files.reading import clean, find_digest, read_bytes, refuse, refuse_kind
from partnerassess.problems import Problem, ProblemsFound

MAX_COMPARED = 64 * 1024 * 1024
"""The most bytes of a file that are compared with what was saved; a larger one counts as changed."""

# What Windows says while another program, such as a virus scanner, holds a file for a moment.
_BUSY = (5, 32, 33)
_ATTEMPTS = 10
_PAUSE = 0.05
_MOST_NAMES = 1000
_BUFFER = 64 * 1024
_PATIENCE = 2.0
"""Seconds to wait for another session that is saving the same file."""
_PRIVATE, _USUAL = 0o600, 0o666
_Move = Callable[[str, str], None]
_DAY = 24 * 60 * 60
_TEMPORARY = r"\.partnerassess-(?:([0-9a-f]{8})-([0-9]+)-)?[0-9a-f]{16}\.tmp"


class Saved(NamedTuple):
    """Where a text was saved."""

    path: str
    """The file it is in now."""
    beside: bool
    """Whether that is another file than asked for, because that one had changed meanwhile."""


class SavedFile:
    """A file of answers that is saved again and again, and remembers what it held when we last saw it.

    Nobody else may read it, unless it was there already with permissions of its own.
    """

    def __init__(self, path: str | os.PathLike[str], content: bytes | None) -> None:
        """Take the name of the file and what was read from it; None if it is to be a new file."""
        self._path = os.fspath(path)
        self._digest = None if content is None else find_digest(content)

    @property
    def path(self) -> str:
        """The file that the next text is saved to, unless that one has changed by then."""
        return self._path

    def save(self, text: str) -> Saved:
        """Save a text whole or not at all; ProblemsFound if that cannot be done.

        If the file is not what it was when we last saw it, it is left alone: the text goes beside it
        under a name that is free, `NAME.2.yaml` say, and so do all later ones. A file that has gone is
        written again. Of two sessions that save the same file in the same instant, one goes beside it.
        """
        beside = not self._save_in_place(text)
        if beside:
            self._path = self._write_beside(text)
        self._digest = find_digest(_encode(text))
        return Saved(self._path, beside)

    def _save_in_place(self, text: str) -> bool:
        """Save the text where it belongs; say whether that was possible without harm to somebody else's."""
        if self._digest is None or not os.path.exists(self._path):
            return self._write_new(self._path, text)
        with _held(self._path) as is_ours:
            if not is_ours or self._is_changed():
                return False
            write_text(self._path, text, private=True)
        return True

    def _is_changed(self) -> bool:
        try:
            return find_digest(read_bytes(self._path, limit=MAX_COMPARED)) != self._digest
        except ProblemsFound:
            return os.path.exists(self._path)

    def _write_new(self, path: str | os.PathLike[str], text: str) -> bool:
        try:
            write_text(path, text, new=True, private=True)
        except FileExistsError:
            return False
        return True

    def _write_beside(self, text: str) -> str:
        path = Path(self._path)
        for number in range(2, _MOST_NAMES):
            name = path.with_name(f"{path.stem}.{number}{path.suffix}")
            if self._write_new(name, text):
                return str(name)
        message = f"it has changed meanwhile, and {_MOST_NAMES - 2} names beside it are taken"
        raise ProblemsFound([Problem(file=clean(self._path), message=message, hint="remove some of them")])


@contextmanager
def _held(path: str) -> Iterator[bool]:
    """Keep other sessions from saving a file meanwhile; say whether they let us.

    On systems and disks that have no locks nothing is kept from anybody.
    """
    handle = _lock(path) if os.name == "posix" else None
    try:
        yield handle != -1
    finally:
        if handle is not None and handle != -1:
            os.close(handle)


def _lock(path: str) -> int | None:
    """Lock a file and give its handle; -1 if somebody else keeps it locked, None where there are no locks."""
    import fcntl  # there is none on Windows

    deadline = time.monotonic() + _PATIENCE
    while True:
        try:
            handle = os.open(path, os.O_RDWR | os.O_CLOEXEC | os.O_NONBLOCK | os.O_NOCTTY)
        except OSError:
            return None
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if _is_still(path, handle):
                return handle
        except BlockingIOError:
            if time.monotonic() > deadline:
                os.close(handle)
                return -1
            time.sleep(_PAUSE / 10)
        except OSError:
            os.close(handle)
            return None
        os.close(handle)  # somebody has put another file in its place


def _is_still(path: str, handle: int) -> bool:
    """Tell whether an open file is the one that has the name now."""
    try:
        return os.path.samestat(os.stat(path), os.fstat(handle))
    except FileNotFoundError:
        return True


def write_text(path: str | os.PathLike[str], text: str, *, new: bool = False, private: bool = False) -> None:
    """Save a text as UTF-8 to a file, as `write_bytes` does."""
    write_bytes(path, _encode(text), new=new, private=private)


def write_bytes(
    path: str | os.PathLike[str], content: bytes, *, new: bool = False, private: bool = False
) -> None:
    """Save bytes to a file, whole or not at all.

    They are written to a hidden file in the same folder, which then takes the place of the old one and its
    permissions; with `private` a file that is not there yet is for its owner alone. A link stays a link: the
    file it leads to is replaced. With `new` the file must not be there yet: FileExistsError. Whatever else
    stands in the way raises ProblemsFound, and leaves the old file and nothing else.
    """
    try:
        target, status = _find_target(path)
        if new and status is not None:
            raise FileExistsError(errno.EEXIST, "the file is there already", target)
        handle, temporary = _open_temporary(target, _PRIVATE if private or status else _USUAL)
        _put_in_place(handle, temporary, content, target, status, _move_to_free_name if new else _move)
    except (OSError, ValueError) as error:
        if new and isinstance(error, FileExistsError):
            raise
        refuse(path, error)


def check_writable(path: str | os.PathLike[str]) -> None:
    """Raise ProblemsFound if a file could not be saved, judging by its permissions and its folder."""
    try:
        target, _ = _find_target(path)
        handle, temporary = _open_temporary(target, _PRIVATE)
        os.close(handle)
        os.unlink(temporary)
    except (OSError, ValueError) as error:
        refuse(path, error)


class GrowingFile:
    """A file being written: `finish` puts it in its place, `set_aside` beside it, `discard` throws it away.

    Whatever stands in the way of writing raises ProblemsFound, and leaves the old file and nothing else.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        """Take the name of the file, and make room for it in its folder."""
        self.path = os.fspath(path)
        try:
            self._target, self._status = _find_target(path)
            # A new file gets the permissions that the system gives to new files.
            mode = _USUAL if self._status is None else _PRIVATE
            self._handle, self._temporary = _open_temporary(self._target, mode)
        except (OSError, ValueError) as error:
            refuse(self.path, error)
        self._waiting = bytearray()
        self.is_settled = False
        """Whether nothing more can be written: it is in its place, or beside it, or thrown away."""

    @property
    def takes_a_place(self) -> bool:
        """Tell whether there was a file of this name when the writing began, whose place this one takes."""
        return self._status is not None

    def write(self, text: str) -> None:
        """Add a text."""
        self._waiting += text.encode("utf-8", "backslashreplace")
        if len(self._waiting) < _BUFFER:
            return
        try:
            _write_all(self._handle, bytes(self._waiting))
        except OSError as error:
            self.discard()
            refuse(self.path, error)
        self._waiting.clear()

    def finish(self) -> None:
        """Put the file in its place, whole."""
        self._settle(_move)

    def set_aside(self) -> str:
        """Keep what is there so far in a new file beside the one that was meant, and give its name."""
        endings = chain([".part"], (f".{number}.part" for number in count(2)))
        kept = ""

        def move_beside(temporary: str, target: str) -> None:
            nonlocal kept
            for ending in endings:
                with suppress(FileExistsError):
                    _move_to_free_name(temporary, f"{target}{ending}")
                    kept = f"{self.path}{ending}"
                    return

        self._settle(move_beside)
        return kept

    def discard(self) -> None:
        """Throw away what was written, unless it has found its place."""
        if self.is_settled:
            return
        self.is_settled = True
        with suppress(OSError):
            os.close(self._handle)
        with suppress(OSError):
            os.unlink(self._temporary)

    def _settle(self, move: _Move) -> None:
        self.is_settled = True
        try:
            rest = bytes(self._waiting)
            _put_in_place(self._handle, self._temporary, rest, self._target, self._status, move)
        except OSError as error:
            refuse(self.path, error)


def _find_target(path: str | os.PathLike[str]) -> tuple[str, os.stat_result | None]:
    """The file behind all links, and its status if it is there."""
    target = os.path.realpath(path)
    try:
        status = os.stat(path)
    except FileNotFoundError:
        return target, None
    refuse_kind(path, status.st_mode)
    if not os.access(path, os.W_OK):
        is_protected = not hasattr(os, "statvfs") or not os.statvfs(path).f_flag & os.ST_RDONLY
        reason = errno.EACCES if is_protected else errno.EROFS
        raise OSError(reason, "the file is protected", target)
    return target, status


def _put_in_place(
    handle: int, temporary: str, content: bytes, target: str, status: os.stat_result | None, move: _Move
) -> None:
    """Write what is left of a content to the disk, close the file and move it; a failure leaves nothing."""
    try:
        try:
            _fill(handle, content, status)
        finally:
            os.close(handle)
        move(temporary, target)
    except BaseException:
        with suppress(OSError):
            os.unlink(temporary)
        raise
    _settle_folder(target)


def _open_temporary(target: str, mode: int) -> tuple[int, str]:
    """Make a hidden file in the target's folder; give its handle and path."""
    folder = os.path.dirname(target)
    _take_away_leftovers(folder)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
    name = f".partnerassess-{_machine()}-{os.getpid()}-{os.urandom(8).hex()}.tmp"
    temporary = os.path.join(folder, name)
    try:
        return os.open(temporary, flags, mode), temporary
    except OSError:
        raise
    except BaseException:
        # Told to stop when it was there already, and before anybody knew of it.
        with suppress(OSError):
            os.unlink(temporary)
        raise


@cache
def _take_away_leftovers(folder: str) -> None:
    """Remove, once a run, what killed runs have left half written in a folder; nothing that may be in use."""
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            named = re.fullmatch(_TEMPORARY, entry.name)
            with suppress(OSError):
                if named and _is_left_over(entry, named[1], named[2]):
                    os.unlink(entry.path)


def _is_left_over(entry: os.DirEntry[str], machine: str | None, process: str | None) -> bool:
    if machine == _machine() and process is not None and os.name == "posix":
        try:
            os.kill(int(process), 0)
        except (ProcessLookupError, OverflowError):
            return True
        except PermissionError:
            return False
        return False
    return time.time() - entry.stat(follow_symlinks=False).st_mtime > _DAY


@cache
def _machine() -> str:
    """A short name for this machine: another one may share the folder."""
    name = os.uname().nodename if os.name == "posix" else os.environ.get("COMPUTERNAME", "")
    return find_digest(name.encode("utf-8", "replace"))[:8]


def _write_all(handle: int, content: bytes) -> None:
    rest = memoryview(content)
    while rest:
        rest = rest[os.write(handle, rest) :]


def _fill(handle: int, content: bytes, status: os.stat_result | None) -> None:
    """Write all of the content to the disk, with the permissions of the file it takes the place of."""
    _write_all(handle, content)
    if status is not None and os.name == "posix":
        # The group first: changing it may take permissions away.
        with suppress(OSError):
            os.fchown(handle, -1, status.st_gid)
        os.fchmod(handle, stat.S_IMODE(status.st_mode))
    os.fsync(handle)


def _move(temporary: str, target: str) -> None:
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
    """Give a temporary file a name that nothing has yet; FileExistsError if something has."""
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
            _move(temporary, target)
        except BaseException:
            os.unlink(target)
            raise
    else:
        os.unlink(temporary)


def _settle_folder(target: str) -> None:
    """Make sure that the new name survives a power cut, where the system can promise that."""
    with suppress(OSError):
        handle = os.open(os.path.dirname(target), os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _encode(text: str) -> bytes:
    return text.encode("utf-8", "backslashreplace")
