"""Files on disk: nothing that can be named makes us wait, crash or lose a text."""

import errno
import os
import re
import signal
import socket
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partnerassess.files.reading import (
    UNSAFE_CHARACTER,
    clean,
    decode,
    find_files,
    may_hold_answers,
    read_bytes,
)
from partnerassess.files.saving import GrowingFile, Saved, SavedFile, check_writable, write_text
from partnerassess.files.stopping import Stopped
from partnerassess.problems import Problem, ProblemsFound

LIMIT = 1024 * 1024


def refuse(act: Callable[[], object]) -> Problem:
    """The one problem that an act must raise."""
    with pytest.raises(ProblemsFound) as raised:
        act()
    (problem,) = raised.value.problems
    return problem


def refuse_reading(path: Path | str, limit: int = LIMIT) -> str:
    problem = refuse(lambda: read_bytes(path, limit=limit))
    assert problem.line is None
    return problem.message


# Reading


@pytest.mark.parametrize(
    ("name", "content", "may"),
    [
        ("a.yaml.txt", "", True),
        ("a.yaml~", "", True),
        ("a.YML (1)", "", True),
        ("a.odt", "", True),
        ("a", "partnership: x\nquestionnaire: y\n", True),
        ("a.txt", '{"answers": {}}', True),
        (".a.yaml", "answers:\n", True),
        ("a.txt", "We have answers: none\n", False),
        ("~$a.xlsx", "", False),
        ("._a.yaml", "", False),
        (".partnerassess-1.tmp", "answers:\n", False),
    ],
)
def test_answers_under_another_name_are_known(tmp_path: Path, name: str, content: str, may: bool) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    assert may_hold_answers(str(tmp_path / name)) is may


def test_a_file_is_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(b"\xef\xbb\xbfa: 1\r\n")
    assert read_bytes(path, limit=LIMIT) == b"\xef\xbb\xbfa: 1\r\n"
    assert read_bytes(str(path), limit=9) == read_bytes(path, limit=LIMIT)


def test_a_file_larger_than_the_limit_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(b"x" * 2049)
    assert refuse_reading(path, 2048) == "the file is larger than 2,048 bytes"
    assert len(read_bytes(path, limit=2049)) == 2049
    path.write_bytes(b"x" * (LIMIT + 1))
    assert refuse_reading(path) == "the file is larger than 1 MiB"


def test_a_file_whose_size_the_system_does_not_know_is_read_whole() -> None:
    assert os.stat("/proc/self/status").st_size == 0
    assert read_bytes("/proc/self/status", limit=LIMIT).count(b"\n") > 10
    assert refuse_reading("/proc/self/status", 20) == "the file is larger than 20 bytes"


def test_a_missing_file_is_a_problem_with_its_name(tmp_path: Path) -> None:
    path = tmp_path / "missing.yaml"
    problem = refuse(lambda: read_bytes(path, limit=LIMIT))
    assert problem == Problem(
        file=str(path), message="there is no such file or folder", hint="check the name"
    )


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("–full", "options begin with two plain hyphens: --full"),
        ("gone/a.yaml", "there is no folder gone"),
        *((name, "quotes or spaces") for name in ("'a.yaml'", "“a.yaml”", "a.yaml ", '"a.yaml')),
    ],
)
def test_a_missing_file_is_told_what_its_name_was_meant_to_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, hint: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.yaml").write_text("x")
    assert str(refuse(lambda: read_bytes(name, limit=LIMIT)).hint).startswith(hint)


def test_a_file_inside_a_file_is_missing(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("x")
    assert refuse_reading(tmp_path / "a" / "b.yaml") == "there is no such file or folder"


def test_a_folder_is_refused(tmp_path: Path) -> None:
    assert refuse_reading(tmp_path) == "this is a folder, not a file"


def test_a_pipe_without_a_writer_is_refused_at_once(tmp_path: Path) -> None:
    path = tmp_path / "pipe.yaml"
    os.mkfifo(path)
    assert refuse_reading(path) == "this is a pipe, not a file"


def test_a_device_is_refused() -> None:
    assert refuse_reading("/dev/zero") == "this is a device, not a file"


def test_a_socket_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # names of sockets must be short
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("s.yaml")
        assert refuse_reading("s.yaml") == "this is not a file that can be read"


def test_a_link_that_leads_in_a_circle_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").symlink_to("b.yaml")
    (tmp_path / "b.yaml").symlink_to("a.yaml")
    assert refuse_reading(tmp_path / "a.yaml") == "this is a link that leads round in a circle"


def test_a_link_that_leads_nowhere_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").symlink_to("gone.yaml")
    assert refuse_reading(tmp_path / "a.yaml") == "this link leads to nothing"


def test_an_empty_name_is_refused_in_words() -> None:
    problem = refuse(lambda: read_bytes("", limit=LIMIT))
    assert str(problem) == "a file without a name (give a name, and look for empty quotes in the command)"
    assert [found.message for found in find_files("") if isinstance(found, Problem)] == [
        "a file without a name"
    ]


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"PK\x03\x04\x14\x00\x06\x00 [Content_Types].xml", "a Word or Excel file"),
        (b"PK\x03\x04 mimetypeapplication/vnd.oasis.opendocument.text", "a Word or Excel file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a Word or Excel file"),
        (b"{\\rtf1\\ansi answers: }", "a Word file"),
        (b"%PDF-1.7\n", "a PDF"),
    ],
)
def test_a_file_of_another_program_is_called_what_it_is(content: bytes, what: str) -> None:
    problem = refuse(lambda: decode(content, "answers.yaml"))
    assert str(problem) == f"answers.yaml: this looks like {what} (save it as plain text, in UTF-8)"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\x1f\x8b\x08\x00", "a packed file (unpack it first)"),
        (b"7z\xbc\xaf\x27\x1c", "a packed file (unpack it first)"),
        (b"Rar!\x1a\x07\x00", "a packed file (unpack it first)"),
        (b"\x89PNG\r\n\x1a\n", "a picture (its answers have to be typed)"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "a picture (its answers have to be typed)"),
        (b"<!DOCTYPE html>", "a web page (download the file itself, after signing in if need be)"),
    ],
)
def test_what_holds_no_text_of_its_own_is_called_what_it_is(content: bytes, said: str) -> None:
    problem = refuse(lambda: decode(content, "answers.yaml"))
    assert str(problem) == f"answers.yaml: this looks like {said}"


def test_a_zip_file_is_to_be_unpacked() -> None:
    problem = refuse(lambda: decode(b"PK\x03\x04\x14\0 a.yaml", "answers.zip"))
    assert str(problem) == "answers.zip: this looks like a zip file (unpack it first)"


def test_a_link_to_a_file_is_read(tmp_path: Path) -> None:
    (tmp_path / "real.yaml").write_text("a: 1")
    (tmp_path / "a.yaml").symlink_to("real.yaml")
    assert read_bytes(tmp_path / "a.yaml", limit=LIMIT) == b"a: 1"


@pytest.mark.parametrize("name", ["a\0b", "a\ud800b", "x" * 300])
def test_a_name_that_no_file_can_have_is_refused(tmp_path: Path, name: str) -> None:
    problem = refuse(lambda: read_bytes(f"{tmp_path}/{name}", limit=LIMIT))
    assert problem.message in {"no file can have this name", "the name is too long"}
    assert not re.search(UNSAFE_CHARACTER, problem.file)


UNPRIVILEGED = """
import os, sys
from partnerassess.files.reading import *
from partnerassess.files.saving import *
from partnerassess.problems import ProblemsFound
if os.geteuid() == 0:
    os.setgroups([]); os.setgid(65534); os.setuid(65534)
folder = sys.argv[1]
def attempt(act):
    try:
        print(act())
    except ProblemsFound as error:
        print(error.problems[0].message)
attempt(lambda: read_bytes(folder + "/secret.yaml", limit=100))
attempt(lambda: [problem.message for problem in find_files(folder + "/closed")])
attempt(lambda: write_text(folder + "/new.yaml", "x"))
attempt(lambda: check_writable(folder + "/new.yaml"))
attempt(lambda: write_text(folder + "/open/protected.yaml", "x"))
attempt(lambda: check_writable(folder + "/open/protected.yaml"))
attempt(lambda: write_text(folder + "/open/new.yaml", "x"))
"""


@pytest.fixture
def reachable(tmp_path: Path) -> Path:
    """A folder that other users can reach, which those that pytest makes are not."""
    for folder in (tmp_path, *tmp_path.parents):
        if folder.stat().st_uid == os.getuid():
            folder.chmod(0o755)
        if folder.name.startswith("pytest-of-"):
            break
    return tmp_path


def test_what_people_have_no_permission_for_is_a_problem(reachable: Path) -> None:
    (reachable / "secret.yaml").write_text("x")
    (reachable / "secret.yaml").chmod(0)
    (reachable / "closed").mkdir(mode=0)
    (reachable / "open").mkdir()
    (reachable / "open" / "protected.yaml").write_text("old")
    (reachable / "open" / "protected.yaml").chmod(0o444)
    (reachable / "open").chmod(0o777)
    if os.getuid():
        reachable.chmod(0o555)
    ran = subprocess.run(
        [sys.executable, "-c", UNPRIVILEGED, str(reachable)], capture_output=True, text=True, timeout=60
    )
    reachable.chmod(0o755)
    (reachable / "closed").chmod(0o755)
    refused = "you do not have permission"
    assert ran.stdout.splitlines() == [refused, f"['{refused}']", *[refused] * 4, "None"], ran.stderr
    assert (reachable / "open" / "protected.yaml").read_text() == "old"
    assert sorted(os.listdir(reachable / "open")) == ["new.yaml", "protected.yaml"]


@pytest.mark.skipif(not hasattr(os, "statvfs"), reason="no such disks here")
def test_a_file_on_a_disk_that_can_only_be_read_is_no_matter_of_permission(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a.yaml"
    file.write_text("x")
    disk = list(os.statvfs(file))
    disk[8] |= os.ST_RDONLY
    monkeypatch.setattr(os, "statvfs", lambda _: os.statvfs_result(disk))
    monkeypatch.setattr(os, "access", lambda *_: False)
    assert refuse(lambda: check_writable(file)).message == "this disk can only be read"


# Decoding


def test_utf8_is_read_with_or_without_its_mark() -> None:
    assert decode("é😀\r\n".encode(), "f") == "é😀\r\n"
    assert decode(b"\xef\xbb\xbfa", "f") == "a"
    assert decode(b"", "f") == ""


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_is_read_with_its_mark(encoding: str) -> None:
    assert decode("\ufeffa: é😀\r\n".encode(encoding), "f") == "a: é😀\r\n"


@pytest.mark.parametrize(
    ("content", "line", "column"),
    [
        ("a: é\n".encode("utf-16-le"), 1, 2),
        ("a: é\n".encode("utf-16-be"), 1, 1),
        ("a: é\n".encode("utf-32"), 1, 1),
        (b"\xff\xfea\0\n\0\0\xd8", 2, 1),
        ("é: 1\nab: ".encode() + "é\n".encode("latin-1"), 2, 5),
        ("a: 1\r\nb: “x”".encode("cp1252"), 2, 4),
        ("é: 1\n\n x".encode() + b"\0", 3, 3),
        (b"\xef\xbb\xbfab\xff", 1, 3),
        (b"a\xed\xa0\x80", 1, 2),
        (b"\x89Aa\r\n\x1a\n", 1, 1),
        (b"a: \xc3", 1, 4),
    ],
)
def test_other_encodings_are_refused_with_the_place(content: bytes, line: int, column: int) -> None:
    problem = refuse(lambda: decode(content, "f.yaml"))
    assert str(problem) == f"f.yaml:{line}:{column}: this is not text in UTF-8 (save it again as UTF-8 text)"


@given(content=st.binary(max_size=60))
def test_any_bytes_are_text_or_one_located_problem(content: bytes) -> None:
    try:
        assert decode(content, "f").encode() == content.removeprefix(b"\xef\xbb\xbf")
    except ProblemsFound as error:
        (problem,) = error.problems
        assert problem.line is not None or problem.message.startswith("this looks like")


def test_joined_pictures_are_shown_as_they_are_and_a_stray_joiner_becomes_visible() -> None:
    assert clean("👩\u200d⚕️ x") == "👩\u200d⚕️ x"
    assert clean("x\u200d y 👩\u200d") == "x\\u200d y 👩\\u200d"
    assert clean("بیمارستان\u200cها") == "بیمارستان\u200cها"


# Finding


def test_files_are_found_by_their_endings_in_the_order_of_their_names(tmp_path: Path) -> None:
    for name in ("b.yaml", "a/z.yml", "a/b/c.JSON", "a.jsonl", "c.txt", "yaml", "D.Yaml", "a/b.yaml.bak"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("")
    found = [os.path.relpath(str(path), tmp_path) for path in find_files(tmp_path)]
    assert found == ["D.Yaml", "a/b/c.JSON", "a/z.yml", "a.jsonl", "b.yaml"]


def test_paths_found_start_with_the_folder_as_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.yaml").write_text("")
    assert list(find_files("in")) == ["in/a.yaml"]
    assert list(find_files(Path("in"))) == ["in/a.yaml"]
    assert list(find_files(".")) == ["./in/a.yaml"]


def test_hidden_files_and_folders_are_skipped(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "a.yaml").write_text("")
    (tmp_path / ".hidden.yaml").write_text("")
    assert list(find_files(tmp_path)) == []


def test_links_to_folders_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.yaml").write_text("")
    (tmp_path / "in" / "loop").symlink_to(tmp_path)
    (tmp_path / "in" / "link.yaml").symlink_to("a.yaml")
    assert [os.path.basename(str(path)) for path in find_files(tmp_path)] == ["a.yaml", "link.yaml"]


def test_pipes_and_broken_links_are_found_and_refused_when_they_are_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")
    (tmp_path / "circle.yaml").symlink_to("circle.yaml")
    (tmp_path / "gone.yaml").symlink_to("nowhere")
    found = [path for path in find_files(tmp_path) if isinstance(path, str)]
    assert [refuse_reading(path) for path in found] == [
        "this is a link that leads round in a circle",
        "this link leads to nothing",
        "this is a pipe, not a file",
    ]


def test_a_folder_named_like_a_file_is_looked_through(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").mkdir()
    (tmp_path / "a.yaml" / "b.yaml").write_text("")
    assert list(find_files(tmp_path)) == [str(tmp_path / "a.yaml" / "b.yaml")]


@pytest.mark.parametrize("name", ["missing", "\0"])
def test_a_folder_that_cannot_be_opened_is_a_problem(tmp_path: Path, name: str) -> None:
    (problem,) = find_files(f"{tmp_path}/{name}")
    assert isinstance(problem, Problem)


def test_folders_deeper_than_a_path_can_say_are_a_problem(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for _ in range(30):
        os.mkdir("d" * 200)
        os.chdir("d" * 200)
    os.chdir(tmp_path)
    (tmp_path / "z.yaml").write_text("")
    too_deep, last = find_files(tmp_path)
    assert isinstance(too_deep, Problem)
    assert too_deep.message == "the name is too long"
    assert last == str(tmp_path / "z.yaml")


# Showing


def test_hostile_names_become_visible() -> None:
    assert clean("a\x1b[31m\n\tb\u202e\u200b\ud800\x9b é😀") == (
        "a\\x1b[31m\\x0a\\x09b\\u202e\\u200b\\ud800\\x9b é😀"
    )


@given(text=st.text(st.characters()))
def test_what_is_clean_holds_nothing_unsafe_and_stays_the_same(text: str) -> None:
    shown = clean(text)
    assert not re.search(UNSAFE_CHARACTER, shown)
    assert "\n" not in shown
    assert clean(shown) == shown


# Saving


def leftovers(folder: Path) -> list[str]:
    return [name for name in os.listdir(folder) if name.endswith(".tmp")]


@pytest.mark.parametrize("act", [lambda path: write_text(path, "x"), check_writable, GrowingFile])
def test_being_stopped_as_a_temporary_file_is_made_leaves_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, act: Callable[[Path], object]
) -> None:
    real = os.open

    def stopped(*arguments: Any) -> int:
        os.close(real(*arguments))
        raise Stopped(signal.SIGTERM)

    monkeypatch.setattr(os, "open", stopped)
    with pytest.raises(Stopped):
        act(tmp_path / "a.csv")
    assert os.listdir(tmp_path) == []


def test_a_text_is_saved_as_utf8_with_its_own_line_ends(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    write_text(path, "é\n\r\n")
    assert path.read_bytes() == b"\xc3\xa9\n\r\n"
    assert leftovers(tmp_path) == []


def test_a_name_in_the_current_folder_is_enough(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    check_writable("a.yaml")
    write_text("a.yaml", "x")
    assert Path("a.yaml").read_text() == "x"


def test_a_new_file_gets_the_usual_permissions(tmp_path: Path) -> None:
    (tmp_path / "usual").write_text("")
    write_text(tmp_path / "a.yaml", "x")
    write_text(tmp_path / "b.yaml", "x", new=True)
    usual = (tmp_path / "usual").stat().st_mode
    assert (tmp_path / "a.yaml").stat().st_mode == (tmp_path / "b.yaml").stat().st_mode == usual


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664, 0o777])
def test_a_saved_file_keeps_its_permissions(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("old")
    path.chmod(mode)
    write_text(path, "new")
    assert stat.S_IMODE(path.stat().st_mode) == mode


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "a.yaml").write_text("old")
    (tmp_path / "link.yaml").symlink_to("real/a.yaml")
    write_text(tmp_path / "link.yaml", "new")
    assert (tmp_path / "link.yaml").is_symlink()
    assert (tmp_path / "real" / "a.yaml").read_text() == "new"


def test_a_link_to_a_file_not_yet_there_makes_that_file(tmp_path: Path) -> None:
    (tmp_path / "link.yaml").symlink_to("new.yaml")
    write_text(tmp_path / "link.yaml", "new")
    assert (tmp_path / "link.yaml").is_symlink()
    assert (tmp_path / "new.yaml").read_text() == "new"


@pytest.mark.parametrize("act", [lambda path: write_text(path, "x"), check_writable])
def test_what_cannot_be_saved_to_is_refused(tmp_path: Path, act: Callable[[Path], None]) -> None:
    (tmp_path / "file").write_text("")
    (tmp_path / "circle").symlink_to("circle")
    os.mkfifo(tmp_path / "pipe")
    for name, message in {
        "missing/a.yaml": "there is no such file or folder",
        "file/a.yaml": "there is no such file or folder",
        "circle": "this is a link that leads round in a circle",
        "pipe": "this is a pipe, not a file",
        ".": "this is a folder, not a file",
        "\0": "no file can have this name",
    }.items():
        assert refuse(lambda name=name: act(f"{tmp_path}/{name}")).message == message  # type: ignore[misc,arg-type]
    assert refuse(lambda: act(Path("/dev/null"))).message == "this is a device, not a file"
    assert leftovers(tmp_path) == []


def test_asking_whether_a_file_can_be_saved_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / "old.yaml").write_text("old")
    check_writable(tmp_path / "old.yaml")
    check_writable(tmp_path / "new.yaml")
    assert os.listdir(tmp_path) == ["old.yaml"]
    assert (tmp_path / "old.yaml").read_text() == "old"


def test_a_new_file_never_replaces_one(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("theirs")
    with pytest.raises(FileExistsError):
        write_text(path, "ours", new=True)
    assert path.read_text() == "theirs"
    assert os.listdir(tmp_path) == ["a.yaml"]


def test_a_new_file_is_made_on_disks_without_links_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def link(source: str, target: str) -> None:
        raise PermissionError(errno.EPERM, "no links here")

    monkeypatch.setattr(os, "link", link)
    write_text(tmp_path / "a.yaml", "x", new=True)
    assert {entry.name: entry.read_text() for entry in tmp_path.iterdir()} == {"a.yaml": "x"}
    monkeypatch.setattr(os, "replace", link)
    assert (
        refuse(lambda: write_text(tmp_path / "b.yaml", "x", new=True)).message == "you do not have permission"
    )
    assert os.listdir(tmp_path) == ["a.yaml"]


class BusyError(OSError):
    """What Windows says while another program holds a file for a moment."""

    winerror = 32


@pytest.mark.parametrize(("busy", "saved"), [(3, True), (1000, False)])
def test_a_file_that_is_held_for_a_moment_is_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, busy: int, saved: bool
) -> None:
    replace, waits = os.replace, iter(range(busy))

    def replace_unless_busy(source: str, target: str) -> None:
        if next(waits, None) is not None:
            raise BusyError(errno.EACCES, "busy")
        replace(source, target)

    monkeypatch.setattr(os, "replace", replace_unless_busy)
    monkeypatch.setattr(time, "sleep", lambda seconds: None)
    path = tmp_path / "a.yaml"
    path.write_text("old")
    if saved:
        write_text(path, "new")
    else:
        assert refuse(lambda: write_text(path, "new")).message == "you do not have permission"
    assert path.read_text() == ("new" if saved else "old")
    assert os.listdir(tmp_path) == ["a.yaml"]


FULL_DISK = """
import resource, sys
from partnerassess.files.saving import write_text
from partnerassess.problems import ProblemsFound
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
try:
    write_text(sys.argv[1], "x" * 5000)
except ProblemsFound as error:
    print(error.problems[0].message)
"""


def test_a_disk_that_takes_no_more_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("old")
    ran = subprocess.run(
        [sys.executable, "-c", FULL_DISK, str(path)], capture_output=True, text=True, timeout=60, check=True
    )
    assert ran.stdout == "the file would be larger than is allowed\n"
    assert path.read_text() == "old"
    assert os.listdir(tmp_path) == ["a.yaml"]


WRITE_FOR_EVER = """
import os, signal, sys, time
from partnerassess.files.saving import SavedFile

def write_for_ever(ready):
    file = SavedFile(sys.argv[1], open(sys.argv[1], "rb").read())
    os.write(ready, b"!")
    number = 0
    while True:
        number += 1
        saved = file.save(f"{number}\\n" * 20_000)
        assert not saved.beside

for attempt in range(25):
    begun, ready = os.pipe()
    child = os.fork()
    if child == 0:
        write_for_ever(ready)
    assert os.read(begun, 1) == b"!"
    time.sleep(0.003 * attempt)
    os.kill(child, signal.SIGKILL)
    assert os.waitpid(child, 0)[1] == signal.SIGKILL
    lines = open(sys.argv[1]).read().splitlines()
    assert len(lines) == 20_000
    assert len(set(lines)) == 1
"""


def test_killing_the_program_never_leaves_half_a_file(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("0\n" * 20_000)
    ran = subprocess.run(
        [sys.executable, "-c", WRITE_FOR_EVER, path], capture_output=True, text=True, timeout=60
    )
    assert (ran.returncode, ran.stderr) == (0, "")


INTERRUPTED = """
import os, signal, sys
from partnerassess.files.saving import write_text
fsync = os.fsync
def interrupt(handle):
    signal.raise_signal(signal.SIGINT)
    fsync(handle)
os.fsync = interrupt
try:
    write_text(sys.argv[1], "new")
except KeyboardInterrupt:
    print("interrupted")
"""


def test_an_interrupted_save_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("old")
    ran = subprocess.run(
        [sys.executable, "-c", INTERRUPTED, path], capture_output=True, text=True, timeout=60, check=True
    )
    assert ran.stdout == "interrupted\n"
    assert path.read_text() == "old"
    assert os.listdir(tmp_path) == ["a.yaml"]


# Saving again and again


def test_a_file_nobody_else_changes_is_saved_in_place(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("read")
    file = SavedFile(path, b"read")
    for text in ("one", "two", "two", "three"):
        assert file.save(text) == Saved(path=str(path), beside=False)
        assert path.read_text() == text
    assert os.listdir(tmp_path) == ["a.yaml"]


def test_a_new_file_is_made_and_then_saved_in_place(tmp_path: Path) -> None:
    file = SavedFile(tmp_path / "a.yaml", None)
    assert file.save("one") == file.save("two") == Saved(path=str(tmp_path / "a.yaml"), beside=False)
    assert (tmp_path / "a.yaml").read_text() == "two"


def test_a_file_that_changed_meanwhile_is_left_alone_and_the_text_goes_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("theirs")
    (tmp_path / "a.2.yaml").write_text("also theirs")
    file = SavedFile(path, b"what we read")
    beside = str(tmp_path / "a.3.yaml")
    assert file.save("ours") == Saved(path=beside, beside=True)
    assert file.path == beside
    assert file.save("ours again") == Saved(path=beside, beside=False)
    assert {entry.name: entry.read_text() for entry in tmp_path.iterdir()} == {
        "a.yaml": "theirs",
        "a.2.yaml": "also theirs",
        "a.3.yaml": "ours again",
    }


def test_a_change_between_two_saves_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    file = SavedFile(path, None)
    file.save("one")
    path.write_text("theirs")
    assert file.save("two") == Saved(path=str(tmp_path / "a.2.yaml"), beside=True)
    assert path.read_text() == "theirs"


def test_a_new_file_whose_name_was_taken_meanwhile_goes_beside_it(tmp_path: Path) -> None:
    file = SavedFile(tmp_path / "a.yaml", None)
    (tmp_path / "a.yaml").write_text("theirs")
    assert file.save("ours") == Saved(path=str(tmp_path / "a.2.yaml"), beside=True)
    assert (tmp_path / "a.yaml").read_text() == "theirs"


def test_a_file_that_has_gone_is_written_again(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    file = SavedFile(path, None)
    file.save("one")
    path.unlink()
    assert file.save("two") == Saved(path=str(path), beside=False)
    assert path.read_text() == "two"


def test_a_file_replaced_by_something_else_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    file = SavedFile(path, None)
    file.save("one")
    path.unlink()
    path.mkdir()
    assert file.save("two") == Saved(path=str(tmp_path / "a.2.yaml"), beside=True)


def test_a_link_is_kept_when_saving_again(tmp_path: Path) -> None:
    (tmp_path / "real.yaml").write_text("read")
    (tmp_path / "link.yaml").symlink_to("real.yaml")
    assert not SavedFile(tmp_path / "link.yaml", b"read").save("new").beside
    assert (tmp_path / "link.yaml").is_symlink()
    assert (tmp_path / "real.yaml").read_text() == "new"


def test_a_folder_that_has_gone_is_a_problem(tmp_path: Path) -> None:
    file = SavedFile(tmp_path / "gone" / "a.yaml", b"read")
    assert refuse(lambda: file.save("x")).message == "there is no such file or folder"


def test_a_text_is_not_put_beside_a_file_for_ever(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("theirs")
    for number in range(2, 1000):
        (tmp_path / f"a.{number}.yaml").touch()
    file = SavedFile(tmp_path / "a.yaml", b"read")
    assert (
        refuse(lambda: file.save("x")).message
        == "it has changed meanwhile, and 998 names beside it are taken"
    )


@pytest.mark.skipif(os.name != "posix", reason="permissions are a thing of POSIX systems")
def test_answers_are_for_their_owner_alone_and_permissions_that_are_there_stay(tmp_path: Path) -> None:
    def mode(name: str) -> int:
        return stat.S_IMODE((tmp_path / name).stat().st_mode)

    new = SavedFile(tmp_path / "new.yaml", None)
    new.save("one")
    (tmp_path / "new.yaml").write_text("theirs")
    new.save("two")
    assert (mode("new.yaml"), mode("new.2.yaml")) == (0o600, 0o600)
    (tmp_path / "shared.yaml").write_text("read")
    (tmp_path / "shared.yaml").chmod(0o664)
    SavedFile(tmp_path / "shared.yaml", b"read").save("new")
    assert mode("shared.yaml") == 0o664


def test_what_a_killed_run_has_left_behind_is_taken_away_and_nothing_else(tmp_path: Path) -> None:
    started = subprocess.run([sys.executable, "-c", SAVE_AND_DIE, str(tmp_path)], check=False)
    assert started.returncode != 0
    (left,) = leftovers(tmp_path)
    others = [
        re.sub(r"-[0-9]+-", f"-{os.getpid()}-", left),  # of a process that is there
        re.sub(r"-[0-9a-f]{8}-", "-00000000-", left),  # of another machine
        ".partnerassess-somebody-elses.tmp",
    ]
    for name in others:
        (tmp_path / name).write_text("in use")
    old = tmp_path / f".partnerassess-{'0' * 16}.tmp"
    old.write_text("left by an earlier edition")
    os.utime(old, (0, 0))
    subprocess.run([sys.executable, "-c", SAVE, str(tmp_path)], check=True)
    assert sorted(leftovers(tmp_path)) == sorted(others)
    assert (tmp_path / "a.yaml").read_text() == "whole"


SAVE = """
import sys
import threading
from partnerassess.files.saving import write_text
write_text(sys.argv[1] + "/a.yaml", "whole")
"""
SAVE_AND_DIE = f"""
import os, signal
os.fsync = lambda handle: os.kill(os.getpid(), signal.SIGTERM)
{SAVE}"""


@pytest.mark.skipif(os.name != "posix", reason="there are no such locks elsewhere")
def test_sessions_that_save_one_file_in_the_same_instant_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    for first in (b"read", None):
        for _ in range(15):
            if first:
                path.write_bytes(first)
            files = [SavedFile(path, first) for _ in range(4)]
            barrier = threading.Barrier(len(files))

            def save(number: int, files: list[SavedFile] = files, barrier: Any = barrier) -> Saved:
                barrier.wait()
                return files[number].save(f"text {number}")

            with ThreadPoolExecutor(len(files)) as pool:
                places = list(pool.map(save, range(len(files))))
            assert [Path(each.path).read_text() for each in places] == [f"text {n}" for n in range(4)]
            assert sum(not each.beside for each in places) == 1
            for each in tmp_path.iterdir():
                each.unlink()


# Growing bit by bit


def test_a_growing_file_knows_whether_it_takes_the_place_of_another(tmp_path: Path) -> None:
    (tmp_path / "old.csv").write_text("old", encoding="utf-8")
    old, new = GrowingFile(tmp_path / "old.csv"), GrowingFile(tmp_path / "new.csv")
    assert (old.takes_a_place, new.takes_a_place) == (True, False)
    for file in (old, new):
        file.write("rows")
        assert Path(file.set_aside()).read_text(encoding="utf-8") == "rows"
    assert (tmp_path / "old.csv").read_text(encoding="utf-8") == "old"
    assert not (tmp_path / "new.csv").exists()


def test_rows_set_aside_leave_another_runs_rows_alone(tmp_path: Path) -> None:
    (tmp_path / "rows.csv.part").write_text("theirs", encoding="utf-8")
    file = GrowingFile(tmp_path / "rows.csv")
    file.write("ours")
    assert file.set_aside() == f"{tmp_path}/rows.csv.2.part"
    assert (tmp_path / "rows.csv.part").read_text(encoding="utf-8") == "theirs"
    assert (tmp_path / "rows.csv.2.part").read_text(encoding="utf-8") == "ours"
    assert leftovers(tmp_path) == []


def test_what_has_found_its_place_is_not_touched_any_more(tmp_path: Path) -> None:
    file = GrowingFile(tmp_path / "rows.csv")
    file.write("rows")
    before = file.is_settled
    file.finish()
    assert (before, file.is_settled) == (False, True)
    # The next file gets the number that the one just closed had.
    other = os.open(tmp_path / "other", os.O_CREAT | os.O_RDWR)
    file.discard()
    os.write(other, b"still open")
    os.close(other)
    assert (tmp_path / "rows.csv").read_text(encoding="utf-8") == "rows"
