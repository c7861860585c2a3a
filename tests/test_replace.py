"""Replacing a file: the old bytes or the new, never a part, and the file stays what it was.

Where file modes must count, a process of somebody for whom they do makes the change, and says
on standard output how it ended.
"""

import errno
import os
import shutil
import signal
import struct
import subprocess
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dutylist.errors import NotWritten, explain_os_error
from dutylist.store.replace import replace_file, sweep

ROOT = Path(__file__).parents[1]
AS_CLERK = ("bash", str(ROOT / "tests" / "bad_inputs" / "as_clerk.sh"))
AS_STRANGER = ("setpriv", "--bounding-set", "-chown,-dac_override", "--clear-groups")
SMALL_DISK = ("unshare", "--map-root-user", "--mount")
OLD, NEW = b"title: \xe6\x97\xa7\r\n", b"title: \xe6\x96\xb0\r\n"
PATIENCE = 60.0
WRITERS, TIMES, LINES = 8, 50, 3000

REPLACE = """
import sys
from dutylist.errors import NotWritten
from dutylist.store.replace import replace_file
path, old, new, times = sys.argv[1:]
try:
    replace_file(path, new.encode() * int(times), old.encode())
    print("replaced")
except NotWritten as refusal:
    print(refusal)
"""
REPLACE_WITH_LIMIT = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))"
REPLACE_FOR_EVER = """
import sys
from pathlib import Path
from dutylist.store.replace import replace_file
path, old = sys.argv[1], Path(sys.argv[1]).read_bytes()
while True:
    new = bytes([old[0] ^ 3]) * len(old)
    replace_file(path, new, old)
    old = new
    print(flush=True)
"""
COUNT = """
import sys
from pathlib import Path
from dutylist.store.lock import hold_lock
from dutylist.store.replace import replace_file
folder, times, lines = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
path = Path(folder, "count")
for _ in range(times):
    with hold_lock(folder, 60, lambda: None):
        raw = path.read_bytes()
        replace_file(str(path), b"%d\\n" % (int(raw.split()[0]) + 1) * lines, raw)
"""

needs_posix = pytest.mark.skipif(os.name == "nt", reason="Windows has no such thing")
needs_modes = pytest.mark.skipif(
    os.name == "nt" or (os.getuid() == 0 and shutil.which("setpriv") is None),
    reason="file modes hold for nobody here: there is no setpriv to make root obey them",
)
needs_root = pytest.mark.skipif(
    os.name == "nt" or os.getuid() != 0 or shutil.which("setpriv") is None,
    reason="only root can give a file to a group that its next writer is not in",
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A file that holds the old bytes, alone in its folder."""
    folder = tmp_path / "data"
    folder.mkdir()
    made = folder / "任务_2022.yaml"
    made.write_bytes(OLD)
    return made


def list_names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def read_refusal(path: Path, expected: bytes = OLD) -> str:
    with pytest.raises(NotWritten) as caught:
        replace_file(str(path), NEW, expected)
    return str(caught.value)


def replace_as(
    who: Sequence[str], path: Path, *, times: int = 1, first: str = "", old: bytes = OLD
) -> str:
    """Replace the bytes in a process of its own; return what that prints."""
    program = [sys.executable, "-c", f"{first}\n{REPLACE}"]
    return subprocess.run(
        [*who, *program, path, old.decode(), NEW.decode(), str(times)],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()


def tell_failure(path: Path, number: int) -> str:
    reason = explain_os_error(OSError(number, ""))
    return f"{path} could not be written: {reason}; it is as it was"


def test_the_file_holds_the_new_bytes_and_nothing_is_left_beside_it(path: Path) -> None:
    replace_file(str(path), NEW, OLD)

    assert path.read_bytes() == NEW
    assert list_names(path.parent) == [path.name]


@given(old=st.binary(), new=st.binary())
def test_any_bytes_are_written_as_they_are(
    tmp_path_factory: pytest.TempPathFactory, old: bytes, new: bytes
) -> None:
    path = tmp_path_factory.getbasetemp() / "any.yaml"
    path.write_bytes(old)

    replace_file(str(path), new, old)

    assert path.read_bytes() == new


def test_a_name_as_long_as_names_can_be_is_no_hindrance(tmp_path: Path) -> None:
    path = tmp_path / f"{'务' * 83}.yaml"
    path.write_bytes(OLD)

    replace_file(str(path), NEW, OLD)

    assert path.read_bytes() == NEW
    assert list_names(tmp_path) == [path.name]


@pytest.mark.parametrize("found", [b"", OLD[:-1], OLD + b"#", NEW])
def test_a_file_that_holds_something_else_by_now_is_left_alone(path: Path, found: bytes) -> None:
    path.write_bytes(found)

    refusal = read_refusal(path)

    assert refusal == (
        f"{path} was changed by somebody else just now; nothing was written: run the command again"
    )
    assert path.read_bytes() == found
    assert list_names(path.parent) == [path.name]


def test_a_file_that_is_gone_by_now_is_not_made_anew(path: Path) -> None:
    path.unlink()

    refusal = read_refusal(path)

    assert refusal == f"{path} could not be written: it does not exist; it is as it was"
    assert list_names(path.parent) == []


@needs_posix
@pytest.mark.parametrize("mode", [0o664, 0o600, 0o644, 0o640, 0o666, 0o764])
def test_the_mode_stays_whatever_the_umask(path: Path, mode: int) -> None:
    path.chmod(mode)
    before = os.umask(0o077)

    try:
        replace_file(str(path), NEW, OLD)
    finally:
        os.umask(before)

    assert path.stat().st_mode & 0o7777 == mode


@needs_root
def test_the_group_and_the_owner_stay_where_one_may_give_them(path: Path) -> None:
    os.chown(path, 1234, 4321)

    replace_file(str(path), NEW, OLD)

    assert (path.stat().st_uid, path.stat().st_gid) == (1234, 4321)


@needs_root
def test_a_group_that_the_file_would_lose_stops_the_change(path: Path) -> None:
    os.chown(path, -1, 4321)
    path.chmod(0o660)

    told = replace_as(AS_STRANGER, path)

    assert told == (
        f"{path} could not be written: it belongs to a group that you are not in, and would lose "
        "it; give it a group of yours (chgrp), or ask its administrator"
    )
    assert path.read_bytes() == OLD
    assert list_names(path.parent) == [path.name]


@needs_root
def test_a_group_that_may_no_more_than_everybody_is_no_hindrance(path: Path) -> None:
    os.chown(path, -1, 4321)
    path.chmod(0o644)

    told = replace_as(AS_STRANGER, path)

    assert told == "replaced"
    assert path.stat().st_mode & 0o777 == 0o644


def make_access_list(*, colleague: int) -> bytes:
    """Return an access list that lets one more person write (in the kernel's own form)."""
    everybody = 0xFFFFFFFF
    entries = [
        (1, 6, everybody),
        (2, 6, colleague),
        (4, 4, everybody),
        (16, 6, everybody),
        (32, 4, everybody),
    ]
    return struct.pack("<I", 2) + b"".join(struct.pack("<HHI", *entry) for entry in entries)


def set_attribute(path: Path, name: str, value: bytes) -> None:
    if sys.platform != "linux":
        pytest.skip("only Linux shows attributes to Python")
    try:
        os.setxattr(path, name, value)
    except OSError as fault:
        pytest.skip(f"the file system takes no attributes: {fault.strerror}")


def read_attributes(path: Path) -> dict[str, bytes]:
    return {name: os.getxattr(path, name) for name in os.listxattr(path)}


def test_access_lists_and_attributes_stay(path: Path) -> None:
    set_attribute(path, "user.origin", "附件1".encode())
    set_attribute(path, "system.posix_acl_access", make_access_list(colleague=1234))
    before = (path.stat().st_mode, read_attributes(path))

    replace_file(str(path), NEW, OLD)

    assert (path.stat().st_mode, read_attributes(path)) == before


def test_an_access_list_of_the_folder_gives_nobody_a_right_to_an_older_file(path: Path) -> None:
    set_attribute(path.parent, "system.posix_acl_default", make_access_list(colleague=1234))
    before = path.stat().st_mode

    replace_file(str(path), NEW, OLD)

    assert (path.stat().st_mode, read_attributes(path)) == (before, {})


@needs_posix
def test_a_link_stays_and_what_it_names_is_replaced(path: Path) -> None:
    link = path.parent.parent / "link.yaml"
    link.symlink_to("further.yaml")
    (path.parent.parent / "further.yaml").symlink_to(path)

    replace_file(str(link), NEW, OLD)

    assert link.is_symlink()
    assert path.read_bytes() == NEW
    assert list_names(path.parent) == [path.name]
    assert list_names(path.parent.parent) == ["data", "further.yaml", "link.yaml"]


@needs_posix
def test_a_further_name_keeps_the_old_bytes(path: Path) -> None:
    backup = path.parent.parent / "backup.yaml"
    backup.hardlink_to(path)

    replace_file(str(path), NEW, OLD)

    assert (path.read_bytes(), backup.read_bytes()) == (NEW, OLD)


@needs_posix
def test_links_that_lead_nowhere_are_refused(path: Path) -> None:
    dangling, circle = path.parent / "dangling.yaml", path.parent / "circle.yaml"
    dangling.symlink_to("none.yaml")
    circle.symlink_to("circle.yaml")

    refusals = [read_refusal(dangling), read_refusal(circle)]

    assert refusals == [
        f"{dangling} could not be written: it does not exist; it is as it was",
        f"{circle} could not be written: its links go round in a circle; it is as it was",
    ]
    assert list_names(path.parent) == ["circle.yaml", "dangling.yaml", path.name]


@needs_posix
@pytest.mark.parametrize("make", [os.mkdir, os.mkfifo], ids=["folder", "pipe"])
def test_what_is_no_file_is_refused_at_once(path: Path, make: Callable[[Path], None]) -> None:
    path.unlink()
    make(path)

    refusal = read_refusal(path)

    assert refusal == f"{path} could not be written: it is not a regular file"
    assert list_names(path.parent) == [path.name]


@needs_modes
def test_a_read_only_file_is_refused(path: Path) -> None:
    path.chmod(0o444)

    told = replace_as(AS_CLERK, path)

    assert told == tell_failure(path, errno.EACCES)
    assert path.read_bytes() == OLD
    assert list_names(path.parent) == [path.name]


@needs_modes
def test_a_file_in_a_read_only_folder_is_refused(path: Path) -> None:
    path.parent.chmod(0o555)

    told = replace_as(AS_CLERK, path)

    path.parent.chmod(0o755)
    assert told == tell_failure(path, errno.EACCES)
    assert path.read_bytes() == OLD
    assert list_names(path.parent) == [path.name]


@needs_posix
def test_bytes_beyond_the_limit_of_a_file_s_size_leave_the_old_ones(path: Path) -> None:
    told = replace_as((), path, times=1000, first=REPLACE_WITH_LIMIT)

    assert told == tell_failure(path, errno.EFBIG)
    assert path.read_bytes() == OLD
    assert list_names(path.parent) == [path.name]


@needs_posix
def test_a_full_disk_leaves_the_old_bytes(tmp_path: Path) -> None:
    path = tmp_path / "tasks.yaml"
    mount = f"mount -t tmpfs -o size=64k none {tmp_path} || exit 77; printf old > {path}; "
    look = f"; cat {path}; ls -A {tmp_path}"
    replace = 'python="$1" program="$2"; "$python" -c "$program" ' + f"{path} old new 100000"

    seen = subprocess.run(
        [*SMALL_DISK, "sh", "-c", mount + replace + look, "sh", sys.executable, REPLACE],
        capture_output=True,
        text=True,
        check=False,
    )

    if seen.returncode == 77 or "unshare" in seen.stderr:
        pytest.skip(f"no small disk can be mounted here: {seen.stderr.strip()}")
    assert seen.stdout == f"{tell_failure(path, errno.ENOSPC)}\noldtasks.yaml\n"


def test_updates_by_many_processes_are_all_there_and_readers_see_only_whole_files(
    tmp_path: Path,
) -> None:
    path = tmp_path / "count"
    path.write_bytes(b"0\n" * LINES)
    command = [sys.executable, "-c", COUNT, str(tmp_path), str(TIMES), str(LINES)]

    def run_writer(_number: int) -> int:
        return subprocess.run(command, timeout=PATIENCE, check=False).returncode

    with ThreadPoolExecutor(WRITERS) as pool:
        writers = [pool.submit(run_writer, number) for number in range(WRITERS)]
        seen = []
        while not all(writer.done() for writer in writers):
            seen.append(path.read_bytes())

    assert [writer.result() for writer in writers] == [0] * WRITERS
    assert path.read_bytes() == b"%d\n" % (WRITERS * TIMES) * LINES
    assert [raw for raw in seen if raw != (raw.split()[0] + b"\n") * LINES] == []
    assert len(set(seen)) > 10
    assert list_names(tmp_path) == ["count"]


@needs_posix
def test_a_run_killed_at_any_moment_leaves_a_whole_file_and_what_it_left_is_swept(
    path: Path,
) -> None:
    whole = [bytes([letter]) * 100_000 for letter in b"ab"]
    path.write_bytes(whole[0])
    for _ in range(20):
        command = [sys.executable, "-c", REPLACE_FOR_EVER, str(path)]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as writer:
            assert writer.stdout is not None
            writer.stdout.readline()
            os.kill(writer.pid, signal.SIGKILL)

        assert path.read_bytes() in whole

    sweep(str(path.parent))

    assert list_names(path.parent) == [path.name]


def test_sweeping_takes_nothing_but_what_a_killed_run_left(tmp_path: Path) -> None:
    kept = [".dutylist.lock", ".dutylist.note", ".dutylist-mine.tmp", "dutylist-a-0123456789ab.tmp"]
    for name in [*kept, ".dutylist-任务-0123456789ab.tmp", ".dutylist--00112233aabb.tmp"]:
        (tmp_path / name).touch()
    (tmp_path / ".dutylist-folder-0123456789ab.tmp").mkdir()

    sweep(str(tmp_path))

    assert list_names(tmp_path) == sorted([*kept, ".dutylist-folder-0123456789ab.tmp"])


def test_sweeping_a_folder_that_is_not_there_is_no_failure(tmp_path: Path) -> None:
    sweep(str(tmp_path / "none"))

    assert list_names(tmp_path) == []
