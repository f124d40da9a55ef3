"""Makes the n-th system call of a walk's save fail, or ends the process there, for every n there is.

Run as a process of its own: `python failing.py FOLDER FAULT`. For each n a child is forked that opens a file
of answers, goes on with it and leaves; the parent looks at what is left. Prints a line of JSON for each n.
"""

import errno
import json
import os
import signal
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from io import StringIO
from pathlib import Path
from typing import Any

import walking
from partnerassess.walk.sitting import open_sitting
from walking import SHED, TODAY

FAULTS = ("ENOSPC", "EIO", "EACCES", "EINTR", "short", "kill")
CALLS = (
    "open",
    "write",
    "fsync",
    "fchmod",
    "fchown",
    "replace",
    "link",
    "unlink",
    "close",
    "stat",
    "read",
    "fstat",
)
OLD = 'questionnaire: "every-condition"\nanswers:\n  "asked-by": "societies"  # ours\n'
FIRST, AGAIN = "1\n2\nn Minuted\nq\n\n", "0\nq\n\n"


class Fault:
    """One system call that fails: the n-th of those that saving uses."""

    def __init__(self, kind: str, number: int) -> None:
        self.kind, self.number = kind, number
        self.count = 0
        self.call = ""
        """The call that has failed; empty for none."""
        for name in CALLS:
            setattr(os, name, self._wrapped(name, getattr(os, name)))

    def _wrapped(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def called(*arguments: Any, **options: Any) -> Any:
            self.count += 1
            if self.count != self.number:
                return real(*arguments, **options)
            self.call = name
            if self.kind == "kill":
                os.kill(os.getpid(), signal.SIGKILL)
            if self.kind == "short" and name == "write":
                return real(arguments[0], bytes(arguments[1])[:7])
            if self.kind == "short":
                return real(*arguments, **options)
            if name == "close":
                real(*arguments, **options)
            raise OSError(getattr(errno, self.kind), os.strerror(getattr(errno, self.kind)))

        return called


def walk(path: Path, typed: str) -> tuple[int, str]:
    """Go on with a file, line by line; give exit code and what was said."""
    target = StringIO()
    sitting = open_sitting(SHED, path, folder=path.parent, today=TODAY)
    return walking.walk(sitting, typed, target), target.getvalue()


def attempt(kind: str, number: int, act: Callable[[], tuple[int, str]], told: Path) -> dict[str, Any]:
    """Let the n-th call of what is done fail in a child, and give what became of it.

    The child leaves exit code and words in the file `told`.
    """
    child = os.fork()
    if child == 0:
        fault = Fault(kind, number)
        came: tuple[int, str]
        try:
            came = act()
        except BaseException as error:
            came = -1, repr(error)
        finally:
            fault.number = 0
        told.write_text(json.dumps([*came, fault.call]), encoding="utf-8")
        os._exit(0)
    _, ended = os.waitpid(child, 0)
    killed = os.WIFSIGNALED(ended)
    status, said, call = (None, "", "kill") if killed else json.loads(told.read_text(encoding="utf-8"))
    told.unlink(missing_ok=True)
    return {"n": number, "killed": killed, "status": status, "said": said, "call": call}


def main(root: Path, kind: str) -> None:
    """Try every n, until nothing is left to fail."""
    number = 0
    while True:
        number += 1
        with tempfile.TemporaryDirectory(dir=root) as name:
            folder = Path(name, "answers of ours")
            home = Path(name, "home")
            folder.mkdir()
            home.mkdir()
            os.environ["HOME"] = str(home)
            path = folder / "answers.yaml"
            path.write_text(OLD, encoding="utf-8")
            path.chmod(0o640)
            came = attempt(kind, number, partial(walk, path, FIRST), Path(name, "told.json"))
            came["files"] = {
                str(each.relative_to(name)): each.read_text(encoding="utf-8")
                for each in sorted(Path(name).rglob("*"))
                if each.is_file() and each.suffix != ".tmp"
            }
            came["mode"] = path.stat().st_mode & 0o777
            came["again"] = walk(path, AGAIN)[0]
            came["left"] = [each.name for each in folder.iterdir() if each.suffix == ".tmp"]
        sys.stdout.write(json.dumps(came) + "\n")
        if not came["call"]:
            return


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
