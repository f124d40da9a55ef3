"""The full screen: first paint as a ratio to importing Textual, bytes per answer, and memory.

Run it with the project installed, on a POSIX system: `python benchmarks/walk.py`.
"""

import fcntl
import os
import pty
import select
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time
from pathlib import Path

ROUNDS = 9
ANSWERS = 20
COLUMNS, ROWS = 100, 30
IMPORT = "import textual.app"
PEAK = "import resource; print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
WALK = "import sys; from partnerassess.cli import main; sys.argv.insert(1, 'assess'); main()"


class Walk:
    """A walk in a terminal of its own."""

    def __init__(self, file: Path) -> None:
        self.began = time.perf_counter()
        self.pid, self._terminal = pty.fork()
        if self.pid == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
            os.environ |= {"TERM": "xterm-256color", "PYTHONUTF8": "1"}
            os.execv(sys.executable, [sys.executable, "-c", WALK, str(file)])  # noqa: S606 a copy of ourselves

    def read_until(self, words: str) -> bytes:
        """Read what is drawn until some words are."""
        read = b""
        while words.encode() not in read:
            read += os.read(self._terminal, 65536)
        return read

    def read_rest(self) -> bytes:
        """Read what is drawn until nothing more comes."""
        read = b""
        while select.select([self._terminal], [], [], 0.3)[0]:
            read += os.read(self._terminal, 65536)
        return read

    def press(self, keys: str) -> None:
        """Press keys."""
        os.write(self._terminal, keys.encode())

    def end(self) -> int:
        """Leave, and give the most memory it took, in KiB."""
        self.press("q")
        try:
            while os.read(self._terminal, 65536):
                pass
        except OSError:
            pass  # the terminal is closed: it has ended
        _, _, used = os.wait4(self.pid, 0)
        os.close(self._terminal)
        return used.ru_maxrss


def seconds_of_import() -> float:
    """Time a process that imports Textual and nothing else."""
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", IMPORT], check=True)
    return time.perf_counter() - began


def memory_of_import() -> int:
    """Give the most memory that such a process takes, in KiB."""
    done = subprocess.run([sys.executable, "-c", f"{IMPORT}; {PEAK}"], check=True, stdout=subprocess.PIPE)
    return int(done.stdout)


def seconds_to_first_paint(folder: Path) -> float:
    """Time a walk from its start until the start page can be read."""
    walk = Walk(folder / "paint.yaml")
    walk.read_until("Begin")
    taken = time.perf_counter() - walk.began
    walk.press("\x1b")
    walk.read_rest()
    walk.end()
    return taken


def answer_some(folder: Path) -> tuple[float, float, int]:
    """Answer questions; give the bytes drawn and those in the file per answer, and the memory in KiB."""
    file = folder / "answers.yaml"
    walk = Walk(file)
    walk.read_until("Begin")
    walk.press("\x1b")
    walk.read_rest()
    drawn = 0
    for number in range(ANSWERS):
        walk.press("12"[number % 2])
        drawn += len(walk.read_rest())
    memory = walk.end()
    return drawn / ANSWERS, file.stat().st_size / ANSWERS, memory


def main() -> None:
    """Take turns, so that a busy moment slows both, and print what was measured."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        rounds = [(seconds_of_import(), seconds_to_first_paint(folder)) for _ in range(ROUNDS)]
        base, paint = (statistics.median(times) for times in zip(*rounds, strict=True))
        drawn, written, memory = answer_some(folder)
    print(f"import textual.app     {1000 * base:7.1f} ms")
    print(f"first paint            {1000 * paint:7.1f} ms  {paint / base:5.2f} ×")
    print(f"drawn per answer       {drawn:7.0f} bytes, at {COLUMNS} by {ROWS}")
    print(f"in the file per answer {written:7.0f} bytes")
    ratio = memory / memory_of_import()
    print(f"memory                 {memory / 1024:7.1f} MiB  {ratio:5.2f} ×")


if __name__ == "__main__":
    main()
