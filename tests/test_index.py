"""The index is a lens: whatever becomes of its file, the answers are those of the lists.

The lists are a copy of the committed ones. The clock is told, so a file is as old as a test needs.
"""

import os
import random
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterable, Sequence
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dutylist.duty import Deadline, DeadlineClass, Duty, Entry, Extension, Repeal, Status
from dutylist.errors import InvalidData, NotFound
from dutylist.index import Clock, Index, ask
from dutylist.index.file import STALE_DAYS
from dutylist.index.lens import DAY_NANOSECONDS, RACY_NANOSECONDS, hash_blob
from dutylist.index.rows import DamagedRow, pack_duty, unpack_duty
from dutylist.query import Answer, Question, select_all, select_due, select_overdue
from dutylist.selection import Selection
from dutylist.store.folder import Source, find_sources
from dutylist.words import Message, say

ROOT = Path(__file__).parent.parent
AS_CLERK = ROOT / "tests" / "bad_inputs" / "as_clerk.sh"
DAY = date(2022, 11, 5)
SELECTIONS = (
    Selection(),
    Selection(departments=("工信局",)),
    Selection(departments=("平西乡",)),
    Selection(leaders=("常晓红",)),
    Selection(classes=("ongoing",)),
    Selection(search=("工业",)),
)
FLIPS = 100
T = TypeVar("T")

needs_modes = pytest.mark.skipif(
    os.name == "nt" or (os.getuid() == 0 and shutil.which("setpriv") is None),
    reason="file modes hold for nobody here: there is no setpriv to make root obey them",
)


class Told(NamedTuple):
    """What is compared: an answer without the numbers that an index gives to blobs."""

    rows: tuple[object, ...]
    tally: object
    remarks: object


@pytest.fixture
def lists(tmp_path: Path) -> Path:
    """A data folder with the committed lists, in reach of no other test."""
    folder = tmp_path / "data"
    folder.mkdir()
    for path in (ROOT / "data").glob("*.yaml"):
        shutil.copyfile(path, folder / path.name)
    return folder


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


def later(folder: Path, nanoseconds: int = 60 * 10**9) -> Clock:
    """Return a clock that shows so much more than the last change in the folder."""
    newest = max(path.stat().st_ctime_ns for path in folder.iterdir())
    return Clock(newest + nanoseconds)


def put_all(cache: Path | None, folder: Path, clock: Clock | None = None) -> list[Told]:
    """Put questions that use every table of the index, and return the answers."""
    sources = find_sources(str(folder))
    return ask(cache, clock or later(folder), lambda index: put_each(index, sources))


def put_each(index: Index, sources: list[Source]) -> list[Told]:
    snapshot = index.take(sources)
    questions = [Question(index, snapshot, selection, DAY) for selection in SELECTIONS]
    return [
        tell(answer)
        for question in questions
        for answer in (
            select_all(question),
            select_due(question, date(2022, 10, 1), date(2022, 12, 31)),
            select_overdue(question),
        )
    ]


def tell(answer: Answer) -> Told:
    rows = tuple(row._replace(head=row.head._replace(blob=0)) for row in answer.rows)
    return Told(rows, answer.tally, answer.remarks)


def index_of(cache: Path) -> Path:
    (path,) = cache.glob("index-*.sqlite3")
    return path


def replace_index(cache: Path, content: bytes) -> None:
    path = index_of(cache)
    for leftover in cache.iterdir():
        leftover.unlink()
    path.write_bytes(content)


def titles(cache: Path | None, sources: list[Source], clock: Clock) -> list[str]:
    """Return the titles of the lists that the sources stand for."""
    return ask(cache, clock, lambda index: [head.title for head in index.take(sources).lists])


def write_list(path: Path, title: str = "2022年重点工作") -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(
        f"title: {title}\nyear: 2022\nduties:\n  - no: 1\n    content: 推进。\n"
        "    departments: [住建局]\n    deadline: 10月末前完成\n    leaders: [张三]\n",
        encoding="utf-8",
    )


def test_a_cold_a_warm_and_no_index_give_the_same_answers(lists: Path, cache: Path) -> None:
    none = put_all(None, lists)
    cold = put_all(cache, lists)
    warm = put_all(cache, lists)

    assert [len(told.rows) for told in none[:3]] == [112, 89, 17]
    assert cold == none
    assert warm == none


def test_deleting_the_index_changes_no_answer(lists: Path, cache: Path) -> None:
    before = put_all(cache, lists)
    index_of(cache).unlink()

    after = put_all(cache, lists)

    assert after == before
    assert index_of(cache).exists()


@pytest.mark.parametrize("damage", ["empty", "short", "half", "less a page", "garbage", "text"])
def test_a_file_that_is_no_index_is_built_anew(lists: Path, cache: Path, damage: str) -> None:
    right = put_all(cache, lists)
    good = index_of(cache).read_bytes()
    bad = {
        "empty": b"",
        "short": good[:50],
        "half": good[: len(good) // 2],
        "less a page": good[:-4096],
        "garbage": random.Random(1).randbytes(len(good)),
        "text": "2022年重点工作责任清单\n".encode() * 1000,
    }
    replace_index(cache, bad[damage])

    answers = put_all(cache, lists)

    assert answers == right
    assert put_all(cache, lists) == right


@pytest.mark.parametrize("place", range(0, 100, 10))
@pytest.mark.parametrize("fill", [b"\0", b"\xff"])
def test_a_page_that_was_overwritten_changes_no_answer(
    lists: Path, cache: Path, place: int, fill: bytes
) -> None:
    right = put_all(cache, lists)
    good = index_of(cache).read_bytes()
    first = len(good) // 4096 * place // 100 * 4096
    replace_index(cache, good[:first] + fill * 4096 + good[first + 4096 :])

    answers = put_all(cache, lists)

    assert answers == right


def test_a_flipped_bit_changes_no_answer(lists: Path, cache: Path) -> None:
    right = put_all(cache, lists)
    good = index_of(cache).read_bytes()
    dice = random.Random(2022)
    wrong = []
    for _ in range(FLIPS):
        at, bit = dice.randrange(len(good)), 1 << dice.randrange(8)
        replace_index(cache, good[:at] + bytes([good[at] ^ bit]) + good[at + 1 :])

        if outcome(cache, lists) != right:
            wrong.append((at, bit))

    assert wrong == []


def outcome(cache: Path, folder: Path) -> object:
    """Return the answers, or what was raised instead of them."""
    try:
        return put_all(cache, folder)
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as fault:
        return fault


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE blob SET head = '[\"2022'",
        "UPDATE blob SET head = '[]'",
        "UPDATE blob SET head = '2022'",
        "UPDATE blob SET head = x'ff'",
        "UPDATE part SET sealed = (SELECT head FROM blob LIMIT 1)",
        "UPDATE part SET kind = CASE kind WHEN 'due' THEN 'x' ELSE kind END",
        "UPDATE part SET sealed = replace(sealed, '2022-10-31', '2025-10-31')",
        "UPDATE part SET sealed = replace(sealed, '工', '土')",
        "UPDATE part SET sealed = '' WHERE kind = 'leader'",
        "UPDATE blob SET sha = 'x' || sha",
        "UPDATE blob SET id = id + 7",
        "DELETE FROM blob WHERE id = 1",
        "UPDATE seen SET file = replace(file, '1', '2')",
        "UPDATE seen SET file = '[]'",
        "UPDATE seen SET file = x'ff'",
        "UPDATE seen SET name = 'x' || name",
        "UPDATE duty SET record = '[]'",
        "UPDATE duty SET record = x'ff'",
        "UPDATE duty SET crc = 'x'",
        "UPDATE duty SET crc = NULL",
        "UPDATE duty SET place = place + 1000",
        "DELETE FROM duty WHERE place % 10 = 0",
        "DROP TABLE blob",
        "DROP TABLE seen",
        "DROP TABLE duty",
        "PRAGMA user_version = 0",
        "PRAGMA user_version = 99",
    ],
)
def test_rows_that_are_lost_or_hold_something_else_change_no_answer(
    lists: Path, cache: Path, damage: str
) -> None:
    right = put_all(cache, lists)
    with closing(sqlite3.connect(index_of(cache))) as connection, connection:
        connection.execute(damage)

    answers = put_all(cache, lists)

    assert answers == right


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"id INTEGER PRIMARY KEY", b"ix INTEGER PRIMARY KEY"),
        (b"id INTEGER PRIMARY KEY", b"id INTEGER PRIM9RY KEY"),
        (b"id INTEGER PRIMARY KEY", b"id\xfaINTEGER PRIMARY KEY"),
        (b"crc INTEGER)", b"crc INTEGER\xe7"),
        (b"record TEXT NOT NULL", b"record TEXT NOT NU\xe7L"),
        (b"head TEXT", b"hea\x00 TEXT"),
        (b"WITHOUT ROWID", b"WITHOUT ROWIX"),
        (b"SQLite format 3", b"SQLite format 4"),
    ],
)
def test_a_table_whose_making_cannot_be_read_is_built_anew(
    lists: Path, cache: Path, old: bytes, new: bytes
) -> None:
    right = put_all(cache, lists)
    good = index_of(cache).read_bytes()
    assert old in good
    replace_index(cache, good.replace(old, new))

    answers = put_all(cache, lists)

    assert answers == right


@pytest.mark.parametrize("ending", ["-wal", "-shm", "-journal"])
def test_a_file_left_beside_the_index_changes_no_answer(
    lists: Path, cache: Path, ending: str
) -> None:
    right = put_all(cache, lists)
    Path(f"{index_of(cache)}{ending}").write_bytes(random.Random(2).randbytes(9000))

    answers = put_all(cache, lists)

    assert answers == right


def test_where_the_cache_cannot_be_a_folder_the_index_is_in_memory(
    lists: Path, tmp_path: Path
) -> None:
    file = tmp_path / "file"
    file.write_text("这是文件。", encoding="utf-8")

    at_a_file = put_all(file, lists)
    below_a_file = put_all(file / "cache", lists)

    assert at_a_file == below_a_file == put_all(None, lists)
    assert file.read_text(encoding="utf-8") == "这是文件。"


def test_where_the_index_is_a_folder_the_index_is_in_memory(lists: Path, cache: Path) -> None:
    put_all(cache, lists)
    path = index_of(cache)
    path.unlink()
    path.mkdir()

    answers = put_all(cache, lists)

    assert answers == put_all(None, lists)
    assert path.is_dir()


def run(program: list[str], *arguments: str, folder: Path, cache: Path) -> tuple[int, str, str]:
    """Run a program on the lists in `folder`; `cache` is where the system keeps caches."""
    done = subprocess.run(
        [*program, *arguments, "--data", str(folder)],
        env={**os.environ, "XDG_CACHE_HOME": str(cache), "LC_ALL": "C.UTF-8"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


PROGRAM = [sys.executable, "-m", "dutylist"]
OCTOBER = ("due", "--month", "10", "--as-of", "2022-10-01", "--format", "json")


@needs_modes
@pytest.mark.parametrize(
    ("folder_mode", "index_mode"),
    [(0o500, None), (0o000, None), (0o500, 0o400), (0o500, 0o000), (0o700, 0o400), (0o700, 0o000)],
)
def test_a_cache_that_may_not_be_written_or_read_changes_no_answer(
    lists: Path, cache: Path, folder_mode: int, index_mode: int | None
) -> None:
    clerk = ["bash", str(AS_CLERK), *PROGRAM]
    right = run(clerk, *OCTOBER, folder=lists, cache=cache)
    kept = cache / "dutylist"
    path = index_of(kept)
    if index_mode is None:
        path.unlink()
    else:
        path.chmod(index_mode)
        write_list(lists / "new_2022.yaml")
        right = run(clerk, *OCTOBER, folder=lists, cache=cache.with_name("other"))
    kept.chmod(folder_mode)

    answered = run(clerk, *OCTOBER, folder=lists, cache=cache)

    kept.chmod(0o700)
    assert answered == right
    assert right[0] == 0


@pytest.mark.parametrize("processes", [2, 6])
@pytest.mark.parametrize("state", ["empty", "damaged"])
def test_several_processes_at_once_give_equal_answers_and_no_error(
    lists: Path, cache: Path, processes: int, state: str
) -> None:
    right = run(PROGRAM, *OCTOBER, folder=lists, cache=cache.with_name("other"))
    if state == "damaged":
        run(PROGRAM, *OCTOBER, folder=lists, cache=cache)
        path = index_of(cache / "dutylist")
        path.write_bytes(path.read_bytes()[:5000])

    running = [
        subprocess.Popen(
            [*PROGRAM, *OCTOBER, "--data", str(lists)],
            env={**os.environ, "XDG_CACHE_HOME": str(cache), "LC_ALL": "C.UTF-8"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        for _ in range(processes)
    ]
    said = [process.communicate() for process in running]

    answers = [(process.returncode, *told) for process, told in zip(running, said, strict=True)]
    assert answers == [right] * processes
    assert right[0] == 0


def test_an_edit_of_the_same_size_and_time_is_seen(tmp_path: Path, cache: Path) -> None:
    path = tmp_path / "data" / "tasks_2022.yaml"
    write_list(path, "甲")
    status = path.stat()
    before = titles(cache, find_sources(str(path.parent)), later(path.parent))

    write_list(path, "乙")
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    after = titles(cache, find_sources(str(path.parent)), later(path.parent))

    assert path.stat().st_mtime_ns == status.st_mtime_ns
    assert path.stat().st_size == status.st_size
    assert (before, after) == (["甲"], ["乙"])


def test_a_file_put_in_another_s_place_is_seen(tmp_path: Path, cache: Path) -> None:
    path = tmp_path / "data" / "tasks_2022.yaml"
    write_list(path, "甲")
    write_list(tmp_path / "other.yaml", "乙")
    before = titles(cache, find_sources(str(path.parent)), later(path.parent))

    (tmp_path / "other.yaml").replace(path)
    after = titles(cache, find_sources(str(path.parent)), later(path.parent))

    assert (before, after) == (["甲"], ["乙"])


@pytest.mark.parametrize(
    ("age", "title"),
    [
        (-RACY_NANOSECONDS, "乙"),
        (0, "乙"),
        (RACY_NANOSECONDS - 1, "乙"),
        (RACY_NANOSECONDS, "甲"),
    ],
)
def test_the_stamp_of_a_file_that_changed_a_moment_ago_is_not_trusted(
    tmp_path: Path, cache: Path, age: int, title: str
) -> None:
    path = tmp_path / "data" / "tasks_2022.yaml"
    write_list(path, "甲")
    sources = find_sources(str(path.parent))
    titles(cache, sources, later(path.parent, age))

    # The sources still carry the old stamp, as if the clock of the file system had stood still.
    write_list(path, "乙")
    found = titles(cache, sources, later(path.parent))

    assert found == [title]


def test_the_same_bytes_as_a_list_and_as_units_are_told_apart(tmp_path: Path, cache: Path) -> None:
    write_list(tmp_path / "data" / "tasks_2022.yaml")
    units = tmp_path / "data" / "units.yaml"
    shutil.copyfile(tmp_path / "data" / "tasks_2022.yaml", units)
    sources = find_sources(str(units.parent))

    with pytest.raises(InvalidData) as refusal:
        titles(cache, sources, later(units.parent))

    assert {finding.place.path for finding in refusal.value.findings} == {str(units)}


def test_a_list_that_cannot_be_read_is_refused_every_time_until_it_is_mended(
    lists: Path, cache: Path
) -> None:
    path = lists / "tasks_2022.yaml"
    good = path.read_bytes()
    right = put_all(cache, lists)
    path.write_bytes(good.replace(b"no: 26\n", b"no: 25\n"))

    refusals = []
    for _ in range(2):
        with pytest.raises(InvalidData) as refusal:
            put_all(cache, lists)
        refusals.append([str(finding.problem) for finding in refusal.value.findings])
    path.write_bytes(good)

    assert refusals == [["the number 25 already stands on line 178"]] * 2
    assert put_all(cache, lists) == right


def test_what_was_parsed_once_is_known_in_another_folder_too(
    lists: Path, cache: Path, tmp_path: Path
) -> None:
    put_all(cache, lists)
    copy = shutil.copytree(lists, tmp_path / "copy")

    put_all(cache, copy)

    with closing(sqlite3.connect(index_of(cache))) as connection:
        (blobs,) = connection.execute("SELECT count(*) FROM blob").fetchone()
    assert blobs == len(find_sources(str(lists)))


def test_the_index_of_another_version_is_left_alone_and_not_read(lists: Path, cache: Path) -> None:
    cache.mkdir()
    other = cache / "index-0-00000000.sqlite3"
    other.write_bytes(b"another version's")

    answers = put_all(cache, lists, Clock(other.stat().st_mtime_ns))

    assert answers == put_all(None, lists)
    assert other.read_bytes() == b"another version's"
    assert len(list(cache.glob("index-*.sqlite3"))) == 2


def test_indexes_that_nobody_wrote_to_for_a_month_are_removed(lists: Path, cache: Path) -> None:
    cache.mkdir()
    now = later(lists)
    month = STALE_DAYS * DAY_NANOSECONDS
    for name, age in [
        ("index-0-00000001.sqlite3", month + 1),
        ("index-0-00000001.sqlite3-wal", month + 1),
        ("index-0-00000001.sqlite3-shm", month + 1),
        ("index-0-00000002.sqlite3", month),
        ("notes.txt", 2 * month),
    ]:
        path = cache / name
        path.write_bytes(b"old")
        os.utime(path, ns=(now.now - age, now.now - age))

    put_all(cache, lists, now)

    kept = {path.name for path in cache.iterdir()} - {index_of_now(cache).name}
    assert kept == {"index-0-00000002.sqlite3", "notes.txt"}


def index_of_now(cache: Path) -> Path:
    (path,) = (path for path in cache.glob("index-[1-9]*.sqlite3"))
    return path


@pytest.mark.skipif(os.name == "nt", reason="the system knows no modes")
def test_nobody_else_may_look_into_the_cache(lists: Path, cache: Path) -> None:
    put_all(cache, lists)

    assert cache.stat().st_mode & 0o777 == 0o700


@pytest.mark.skipif(shutil.which("git") is None, reason="there is no git here")
@pytest.mark.parametrize(
    "content",
    [b"", b"\n", b"\r\n", b"\0", "2022年重点工作\r\n".encode(), b"\xff\xfe", b"x" * 100_000],
)
def test_a_blob_has_the_id_that_git_gives_it(content: bytes) -> None:
    git = subprocess.run(
        ["git", "hash-object", "--stdin", "--no-filters"],
        input=content,
        capture_output=True,
        check=True,
    )

    assert hash_blob(content) == git.stdout.decode().strip()


WATCHED = """
import atexit, sys
names = "pydantic", "pydantic_core", "ruamel", "dateutil", "rich", "dutylist.deadline"
atexit.register(
    lambda: print(*sorted(set(names) & set(sys.modules)), sep=",", end="", file=sys.stderr)
)
sys.argv[0] = "dutylist"
from dutylist.__main__ import main
main()
"""


def test_due_on_unchanged_lists_imports_no_parser_and_no_rich(lists: Path, cache: Path) -> None:
    program = [sys.executable, "-c", WATCHED]
    read = "read 2 lists, 112 duties; shown 19; 91 not due then; 2 repealed\n"

    cold = run(program, *OCTOBER, folder=lists, cache=cache)
    warm = run(program, *OCTOBER, folder=lists, cache=cache)

    parsers = "dateutil,dutylist.deadline,pydantic,pydantic_core,ruamel"
    assert (cold[0], cold[2]) == (0, read + parsers)
    assert (warm[0], warm[2]) == (0, read)
    assert warm[1] == cold[1]


def refuse(index: Index) -> None:
    raise NotFound(say("there is no duty {ref}", ref=index))


def test_a_question_that_raises_leaves_the_index_as_it_was(lists: Path, cache: Path) -> None:
    right = put_all(cache, lists)
    before = index_of(cache).read_bytes()

    with pytest.raises(NotFound):
        ask(cache, later(lists), refuse)

    assert index_of(cache).read_bytes() == before
    assert put_all(cache, lists) == right


days = st.dates()
texts = st.text(max_size=8)
names = st.lists(texts, max_size=3).map(tuple)
maybe = st.none() | texts
duties = st.builds(
    Duty,
    no=st.integers(1, 999_999) | st.just("5.1"),
    content=texts,
    departments=names,
    supporting=names,
    leaders=names,
    deadline=texts,
    meaning=st.builds(
        Deadline,
        st.sampled_from(DeadlineClass),
        st.none() | days,
        st.lists(days, max_size=3).map(tuple),
        names,
        maybe,
        st.lists(days, max_size=3).map(tuple),
        st.booleans(),
        st.booleans(),
        st.just(Message("", {})),
    ),
    given_due=st.none() | days,
    repealed=st.none() | st.builds(Repeal, st.none() | days, maybe, maybe),
    extended=st.lists(st.builds(Extension, days, days, maybe, maybe), max_size=2).map(tuple),
    progress=st.lists(
        st.builds(Entry, days, st.sampled_from(Status), texts, maybe, maybe, maybe, maybe),
        max_size=2,
    ).map(tuple),
    continues=maybe,
)


@given(duties)
def test_a_duty_comes_out_of_its_row_as_it_went_in(duty: Duty) -> None:
    assert unpack_duty(*pack_duty(duty)) == duty


@given(duties, st.data())
def test_a_row_that_was_changed_is_never_taken_for_a_duty(duty: Duty, data: Any) -> None:
    packed, checksum = pack_duty(duty)
    at = data.draw(st.integers(0, len(packed) - 1))
    other = data.draw(st.characters(codec="utf-8").filter(lambda sign: sign != packed[at]))

    with pytest.raises(DamagedRow):
        unpack_duty(packed[:at] + other + packed[at + 1 :], checksum)


def test_an_index_that_is_too_large_sheds_the_lists_longest_out_of_use(tmp_path: Path) -> None:
    folder, cache = tmp_path / "data", tmp_path / "cache"
    folder.mkdir()
    pile = folder / "tasks_2022.yaml"
    for day in range(1, 6):
        pile.write_text(make_large_list(day), encoding="utf-8")
        read_titles(folder, cache, day=day, most_bytes=150_000)

    titles = read_titles(folder, cache, day=6, most_bytes=150_000)

    with closing(sqlite3.connect(index_of(cache))) as connection:
        kept = [day for (day,) in connection.execute("SELECT used FROM blob ORDER BY used")]
    assert titles == ["第5天的清单"]
    assert kept == [4, 6]


def make_large_list(day: int) -> str:
    """Write a list of some 60 kB as the index keeps it."""
    duty = (
        "  - no: {no}\n    content: {content}\n    departments: [财政局]\n"
        "    deadline: 年内完成\n    leaders: []\n"
    )
    duties = "".join(duty.format(no=no, content=f"第{no}项" + "工" * 400) for no in range(1, 41))
    return f"title: 第{day}天的清单\nyear: 2022\nduties:\n{duties}"


def read_titles(folder: Path, cache: Path, *, day: int, most_bytes: int) -> list[str]:
    """Ask the index for the titles on a day counted from 1970."""
    clock = Clock(day * DAY_NANOSECONDS)
    sources = find_sources(str(folder))
    return ask(
        cache,
        clock,
        lambda index: [head.title for head in index.take(sources).lists],
        most_bytes=most_bytes,
    )


def test_only_files_that_have_to_be_parsed_are_tracked(lists: Path, cache: Path) -> None:
    tracked: list[Source] = []

    def track(items: Sequence[T]) -> Iterable[T]:
        tracked.extend(item for item in items if isinstance(item, Source))
        return items

    def take() -> list[str]:
        tracked.clear()
        ask(cache, later(lists), lambda index: index.take(find_sources(str(lists))), track=track)
        return [source.list_id for source in tracked]

    first, again = take(), take()
    path = lists / "livelihood_2022.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "# 改\n", encoding="utf-8")
    after_a_change = take()

    assert first == ["livelihood_2022", "tasks_2022", "units"]
    assert again == []
    assert after_a_change == ["livelihood_2022"]
