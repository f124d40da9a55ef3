"""Being told to stop: at once, but never in the middle of what must not be left half done."""

import os
import signal
import threading
import time

import pytest

from partnerassess.cli.process import ExitStatus
from partnerassess.files.stopping import Stopped, stoppable, undisturbed

pytestmark = pytest.mark.skipif(os.name == "nt", reason="sends signals to itself")


@pytest.mark.parametrize(
    ("number", "status"),
    [
        (signal.SIGINT, ExitStatus.INTERRUPTED),
        (signal.SIGTERM, ExitStatus.TERMINATED),
        (signal.SIGHUP, ExitStatus.HUNG_UP),
    ],
)
def test_each_signal_stops_with_its_status_and_handlers_come_back(
    number: signal.Signals, status: ExitStatus
) -> None:
    before = signal.getsignal(number)
    with pytest.raises(Stopped) as stopped, stoppable():
        os.kill(os.getpid(), number)
    assert stopped.value.status == status
    assert signal.getsignal(number) == before


def test_a_signal_waits_for_the_end_of_what_must_be_whole() -> None:
    done = []

    def work() -> None:
        with undisturbed():
            with undisturbed():
                os.kill(os.getpid(), signal.SIGTERM)
                done.append("inner")
            done.append("outer")
        done.append("after")

    with pytest.raises(Stopped), stoppable():
        work()
    assert done == ["inner", "outer"]


def test_a_signal_that_another_thread_gets_waits_too() -> None:
    """Libraries start threads of their own, and the system gives a signal to any thread that takes it."""
    done = []

    def work() -> None:
        sender = threading.Thread(target=lambda: signal.raise_signal(signal.SIGTERM))
        sender.start()
        sender.join()
        time.sleep(0.01)
        done.append("whole")

    with pytest.raises(Stopped), stoppable(), undisturbed():
        work()
    assert done == ["whole"]


def test_a_library_that_makes_an_error_of_a_stop_does_not_hide_it() -> None:
    def load() -> None:
        try:
            signal.raise_signal(signal.SIGTERM)
        except BaseException as error:
            raise ImportError("it broke") from error

    with pytest.raises(Stopped) as stopped, stoppable():
        load()
    assert stopped.value.status == ExitStatus.TERMINATED


def test_nothing_is_left_of_a_stop_for_the_next_time() -> None:
    for _ in range(2):
        with pytest.raises(Stopped), stoppable(), undisturbed():
            os.kill(os.getpid(), signal.SIGTERM)
    with stoppable(), undisturbed():
        pass
