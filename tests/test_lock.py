"""The lock: whoever dies, waits or meddles, one run at a time writes, and none waits for ever.

The holders are real processes: they say on standard output what they hold, and hold it until
their standard input ends.
"""

import errno
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from socket import gethostname
from time import localtime, strftime

import pytest

from dutylist.errors import NotWritten
from dutylist.store import lock
from dutylist.store.lock import LOCK_NAME, hold_lock

ROOT = Path(__file__).parents[1]
AS_CLERK = ROOT / "tests" / "bad_inputs" / "as_clerk.sh"
PROCESSES = 50
PATIENCE = 60.0

HOLD = """
import sys
from dutylist.store.lock import hold_lock
with hold_lock(sys.argv[1], float(sys.argv[2]), lambda: print("waiting", flush=True)):
    print("held", flush=True)
    sys.stdin.read()
"""
HOLD_WITH_CHILD = """
import subprocess, sys
from dutylist.store.lock import hold_lock
with hold_lock(sys.argv[1], 0, lambda: None) as fd:
    child = [sys.executable, "-c", "import sys; sys.stdin.read()"]
    given = (fd,) if sys.argv[2] == "given" else ()
    subprocess.Popen(child, pass_fds=given, stdout=subprocess.DEVNULL)
    print("held", flush=True)
    sys.stdin.read()
"""
COUNT = """
import sys
from pathlib import Path
from dutylist.store.lock import hold_lock
folder = sys.argv[1]
for _ in range(int(sys.argv[2])):
    with hold_lock(folder, 60, lambda: None):
        counted = Path(folder, "count")
        counted.write_text(str(int(counted.read_text()) + 1))
"""
LOCK_AGAIN_AND_AGAIN = """
import sys
from dutylist.store.lock import hold_lock
print("held", flush=True)
while True:
    with hold_lock(sys.argv[1], 0, lambda: None):
        pass
"""
TRY = """
import sys
from dutylist.errors import NotWritten
from dutylist.store.lock import hold_lock
try:
    with hold_lock(sys.argv[1], 0.2, lambda: None):
        print("held")
except NotWritten as refusal:
    print(refusal)
"""

needs_flock = pytest.mark.skipif(os.name == "nt", reason="Windows locks end with their process")
needs_modes = pytest.mark.skipif(
    os.name == "nt" or (os.getuid() == 0 and shutil.which("setpriv") is None),
    reason="file modes hold for nobody here: there is no setpriv to make root obey them",
)


def tell_nobody() -> None:
    """Wait in silence."""


@contextmanager
def start(program: str, *arguments: object) -> Iterator[subprocess.Popen[str]]:
    """Run a program until the test ends."""
    with subprocess.Popen(
        [sys.executable, "-c", program, *map(str, arguments)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def list_names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def read_line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline()


def end_input(process: subprocess.Popen[str]) -> None:
    assert process.stdin is not None
    process.stdin.close()


def read_refusal(folder: Path, seconds: float = 0) -> str:
    with pytest.raises(NotWritten) as caught, hold_lock(str(folder), seconds, tell_nobody):
        pass
    return str(caught.value)


def try_as_clerk(folder: Path) -> str:
    """Try the lock as somebody for whom modes count; return what that prints."""
    return subprocess.run(
        ["bash", AS_CLERK, sys.executable, "-c", TRY, folder],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()


def test_the_lock_file_is_there_while_the_lock_is_held_and_gone_afterwards(tmp_path: Path) -> None:
    with hold_lock(str(tmp_path), 0, tell_nobody):
        held = list_names(tmp_path)

    assert held == [LOCK_NAME]
    assert list_names(tmp_path) == []


def test_a_failure_under_the_lock_releases_it(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), hold_lock(str(tmp_path), 0, tell_nobody):
        _ = 1 / 0

    with hold_lock(str(tmp_path), 0, tell_nobody):
        assert list_names(tmp_path) == [LOCK_NAME]


def test_who_waits_in_vain_is_told_who_holds_the_lock_since_when_and_what_to_do(
    tmp_path: Path,
) -> None:
    path = tmp_path / LOCK_NAME
    with start(HOLD, tmp_path, 0) as holder:
        read_line(holder)
        since = strftime("%Y-%m-%d %H:%M:%S", localtime(path.stat().st_mtime))

        refusal = read_refusal(tmp_path)

        assert refusal == (
            f"another run is writing here: {path} is locked, it seems by process {holder.pid} on "
            f"{gethostname()} since {since}; wait until that has ended, or end it where it hangs, "
            "then run the command again"
        )


@pytest.mark.parametrize(
    "text", [b"", b"\x1b[31m", b"\n1 host\x1b[2J\n", b"\n1 \xff\n", b"\n" + b"1" * 1000 + b" a\n"]
)
def test_a_lock_file_with_a_text_that_is_not_ours_is_not_shown(tmp_path: Path, text: bytes) -> None:
    path = tmp_path / LOCK_NAME
    with start(HOLD, tmp_path, 0) as holder:
        read_line(holder)
        path.write_bytes(text)

        refusal = read_refusal(tmp_path)

        assert refusal == (
            f"another run is writing here: {path} is locked; wait until it has ended, then run "
            "the command again"
        )


def test_who_waits_is_told_once_and_gets_the_lock_when_it_is_released(tmp_path: Path) -> None:
    with start(HOLD, tmp_path, PATIENCE) as waiter:
        with hold_lock(str(tmp_path), PATIENCE, tell_nobody):
            told = read_line(waiter)
        then = read_line(waiter)

        assert (told, then) == ("waiting\n", "held\n")


def test_the_lock_is_waited_for_no_longer_than_asked(tmp_path: Path) -> None:
    told: list[str] = []
    with start(HOLD, tmp_path, 0) as holder:
        read_line(holder)

        with (
            pytest.raises(NotWritten),
            hold_lock(str(tmp_path), 1.3, lambda: told.append("waiting")),
        ):
            pass

        assert told == ["waiting"]


@needs_flock
def test_a_killed_holder_leaves_a_file_that_is_no_lock_and_the_next_removes_it(
    tmp_path: Path,
) -> None:
    with start(HOLD, tmp_path, 0) as holder:
        read_line(holder)
        holder.kill()
        holder.wait()
    left = list_names(tmp_path)

    with hold_lock(str(tmp_path), 0, tell_nobody):
        signed = (tmp_path / LOCK_NAME).read_text(encoding="utf-8")

    assert left == [LOCK_NAME]
    assert signed == f"\n{os.getpid()} {gethostname()}\n"
    assert list_names(tmp_path) == []


@needs_flock
def test_a_killed_holder_s_child_keeps_the_lock_that_it_was_given_until_it_ends(
    tmp_path: Path,
) -> None:
    with start(HOLD_WITH_CHILD, tmp_path, "given") as holder:
        read_line(holder)
        os.kill(holder.pid, signal.SIGKILL)
        holder.wait()

        refusal = read_refusal(tmp_path, 0.2)
        end_input(holder)
        with hold_lock(str(tmp_path), PATIENCE, tell_nobody):
            held = list_names(tmp_path)

    assert f"it seems by process {holder.pid} on" in refusal
    assert held == [LOCK_NAME]


@needs_flock
def test_a_child_that_was_not_given_the_lock_does_not_keep_it(tmp_path: Path) -> None:
    with start(HOLD_WITH_CHILD, tmp_path, "not") as holder:
        read_line(holder)
        os.kill(holder.pid, signal.SIGKILL)
        holder.wait()

        with hold_lock(str(tmp_path), 0, tell_nobody):
            held = list_names(tmp_path)

    assert held == [LOCK_NAME]


@needs_flock
def test_a_child_that_lives_on_does_not_keep_a_lock_that_was_released(tmp_path: Path) -> None:
    path, aside = tmp_path / LOCK_NAME, tmp_path / "aside"
    with hold_lock(str(tmp_path), 0, tell_nobody) as fd:
        child = subprocess.Popen(
            [sys.executable, "-c", "import sys; sys.stdin.read()"],
            stdin=subprocess.PIPE,
            pass_fds=(fd,),
        )
        path.rename(aside)  # so that the file, too, outlives the lock
    aside.rename(path)

    with child, hold_lock(str(tmp_path), 0, tell_nobody):
        alive = child.poll() is None
        child.kill()

    assert alive


@needs_flock
def test_ctrl_c_at_any_moment_leaves_nothing_that_stops_the_next_run(tmp_path: Path) -> None:
    for _ in range(20):
        with start(LOCK_AGAIN_AND_AGAIN, tmp_path) as holder:
            read_line(holder)
            holder.send_signal(signal.SIGINT)
            _, words = holder.communicate(timeout=PATIENCE)

        assert words.rstrip().endswith("KeyboardInterrupt")
        with hold_lock(str(tmp_path), 0, tell_nobody):
            pass
        assert list_names(tmp_path) == []


def test_every_one_of_many_processes_gets_the_lock_and_none_beside_another(tmp_path: Path) -> None:
    count = tmp_path / "count"
    count.write_text("0")
    command = [sys.executable, "-c", COUNT, str(tmp_path), "8"]

    processes = [subprocess.Popen(command) for _ in range(PROCESSES)]
    codes = [process.wait(PATIENCE) for process in processes]

    assert codes == [0] * PROCESSES
    assert int(count.read_text()) == PROCESSES * 8
    assert list_names(tmp_path) == ["count"]


@needs_flock
def test_a_stranger_who_removes_a_held_lock_file_lets_a_second_run_in_but_does_not_end_its_lock(
    tmp_path: Path,
) -> None:
    # Removing it is the one thing that breaks the lock; git's own lock still keeps commits apart.
    with start(HOLD, tmp_path, 0) as first:
        read_line(first)
        (tmp_path / LOCK_NAME).unlink()
        with start(HOLD, tmp_path, 0) as second:
            let_in = read_line(second)
            end_input(first)
            first.wait(PATIENCE)

            refusal = read_refusal(tmp_path)

            assert let_in == "held\n"
            assert f"it seems by process {second.pid} on" in refusal


@needs_flock
@pytest.mark.parametrize("kind", ["link", "dangling", "second name", "folder", "pipe"])
def test_a_thing_that_was_planted_as_the_lock_file_is_refused_and_not_touched(
    tmp_path: Path, kind: str
) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    (tmp_path / "other").write_text("precious", encoding="utf-8")
    path = folder / LOCK_NAME
    plant: dict[str, Callable[[], None]] = {
        "link": lambda: path.symlink_to("../other"),
        "dangling": lambda: path.symlink_to("../none"),
        "second name": lambda: path.hardlink_to(tmp_path / "other"),
        "folder": path.mkdir,
        "pipe": lambda: os.mkfifo(path),
    }
    plant[kind]()

    refusal = read_refusal(folder)

    assert refusal == f"{path} is not the lock file it should be; look what it is, and remove it"
    assert (tmp_path / "other").read_text(encoding="utf-8") == "precious"
    assert list_names(tmp_path) == ["data", "other"]
    assert os.path.lexists(path)


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "none" / LOCK_NAME

    refusal = read_refusal(tmp_path / "none")

    assert refusal == f"{path} could not be locked: it does not exist"


@needs_modes
def test_a_folder_that_may_not_be_written_is_refused(tmp_path: Path) -> None:
    tmp_path.chmod(0o555)

    told = try_as_clerk(tmp_path)

    tmp_path.chmod(0o755)
    assert told == f"{tmp_path / LOCK_NAME} could not be locked: you have no right to"


@needs_modes
def test_a_file_that_another_user_s_killed_run_left_is_taken_over(tmp_path: Path) -> None:
    (tmp_path / LOCK_NAME).touch(0o444)

    told = try_as_clerk(tmp_path)

    assert told == "held"
    assert list_names(tmp_path) == []


@needs_modes
def test_a_file_that_may_not_even_be_read_is_told_as_what_it_is(tmp_path: Path) -> None:
    path = tmp_path / LOCK_NAME
    path.touch(0o000)

    told = try_as_clerk(tmp_path)

    assert told == (
        f"{path} may not be opened by you; wait until the run of another user has ended, or "
        "remove the file where no run is under way"
    )


@needs_modes
def test_whoever_may_write_in_the_folder_may_take_its_lock_whatever_the_umask(
    tmp_path: Path,
) -> None:
    tmp_path.chmod(0o2770)
    before = os.umask(0o077)

    try:
        with hold_lock(str(tmp_path), 0, tell_nobody):
            mode = (tmp_path / LOCK_NAME).stat().st_mode & 0o777
    finally:
        os.umask(before)

    assert mode == 0o660


@pytest.mark.parametrize("number", [errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP])
def test_a_file_system_without_locks_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    # No such file system is at hand in a test: the library says what it would say there.
    def fail(_fd: int, *, blocking: bool) -> bool:  # noqa: ARG001
        raise OSError(number, "no locks")

    monkeypatch.setattr(lock, "lock_descriptor", fail)

    refusal = read_refusal(tmp_path)

    assert refusal == (
        f"{tmp_path / LOCK_NAME} could not be locked: its file system keeps no locks; have the "
        "lists in a folder on a local disk, and exchange them through git"
    )
