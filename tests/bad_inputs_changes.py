"""What the run of a bad input may change: one duty of one list, and one commit, or nothing at all.

Which duty a change belongs to is read from the bytes alone, by the lines that records begin with:
nothing of dutylist takes part in judging what dutylist wrote.
"""

import posixpath
import re
import stat
from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise, zip_longest
from typing import NamedTuple

from bad_inputs_case import Case, Outcome, Repository, checks_of

LIST = "data/tasks_2022.yaml"
NUMBER = re.compile(rb"^[ {-]*no *: *[\"']?([\d.]+)", re.MULTILINE)
# The one line that may change: there are no entries yet, or all of them stand on it.
ENTRIES_LINE = re.compile(rb" *progress *: *(\[.*|null|~)? *\r?\n?")


class Written(NamedTuple):
    """A list after a run that succeeded: its bytes, its mode and the mode of its name."""

    raw: bytes
    mode: int
    name_mode: int
    check: int | None


def wrong_changes(case: Case, outcome: Outcome) -> Iterator[str]:
    """Say what the run changed and must not, and what it must change and did not."""
    asked = dict(checks_of(case))
    if "edited" in asked:
        return
    if "writes" not in asked:
        yield from changed_folder(asked, outcome)
        yield from changed_repository(outcome)
    elif outcome.exit == 0:
        path = followed(outcome.before.files, asked.get("list", LIST))
        yield from (f"{name} has changed" for name in changed_files(outcome) if name != path)
        yield from wrong_list(asked, outcome, path)
        yield from wrong_commit(outcome, path) if "commit" in asked else ()
    else:
        yield from (f"{name} has changed" for name in changed_files(outcome))
        yield from changed_repository(outcome)


def changed_folder(asked: Mapping[str, str], outcome: Outcome) -> Iterator[str]:
    """Name what has changed in the data folder; a reading run may have written beside it."""
    may_add = "mayadd" in asked and outcome.exit == 0
    for name in changed_files(outcome):
        added = name not in outcome.before.files
        if name.startswith("data/") and not (added and may_add):
            yield f"{name} has changed"


def changed_files(outcome: Outcome) -> list[str]:
    before, after = outcome.before.files, outcome.after.files
    names = sorted(before.keys() | after.keys())
    return [name for name in names if before.get(name) != after.get(name)]


def followed(files: Mapping[str, tuple[int, bytes]], path: str) -> str:
    """Return the path of the file that `path` leads to, by way of links."""
    mode, target = files[path]
    if not stat.S_ISLNK(mode):
        return path
    return followed(files, posixpath.normpath(f"{posixpath.dirname(path)}/{target.decode()}"))


def wrong_list(asked: Mapping[str, str], outcome: Outcome, path: str) -> Iterator[str]:
    """Say what is wrong with the list of a writing run that succeeded."""
    name = asked.get("list", LIST)
    if not {name, path} <= outcome.after.files.keys():
        yield f"{name} is gone"
        return
    (old_mode, old), (mode, new) = outcome.before.files[path], outcome.after.files[path]
    if mode != old_mode:
        yield f"the mode of {path} has changed"
    yield from changes_beyond(asked["duty"], old, new)
    written = Written(new, mode, outcome.after.files[name][0], outcome.check)
    for check, text in asked.items():
        if check in LIST_CHECKS and not LIST_CHECKS[check](text, written):
            yield f"{check}:{text} does not hold" if text else f"{check} does not hold"


def changes_beyond(no: str, old: bytes, new: bytes) -> Iterator[str]:
    """Say what else than the duty `no` differs between two versions of a list."""
    for before, after in zip_longest(cut_records(old), cut_records(new), fillvalue=b""):
        number = number_of(before or after)
        if number != no and before != after:
            yield f"duty {number} has changed" if number else "the head of the list has changed"
        elif number == no and (before == after or not keeps_lines(before, after)):
            yield f"duty {no} has no entry more, or has lost a line"


def cut_records(raw: bytes) -> list[bytes]:
    """Cut a list into its head and its records, each with all that follows up to the next."""
    first = re.search(rb"^duties *:.*\n(?:\s*#.*\n|\s*\n)*( *)-\s", raw, re.MULTILINE)
    assert first, "this list has no records in block style; they cannot be told apart here"
    begins = re.finditer(rb"^%b-\s" % first[1], raw[first.start(1) :], re.MULTILINE)
    places = [0, *(first.start(1) + begin.start() for begin in begins), len(raw)]
    return [raw[start:end] for start, end in pairwise(places)]


def number_of(record: bytes) -> str:
    found = NUMBER.search(record)
    return found[1].decode() if found else ""


def keeps_lines(before: bytes, after: bytes) -> bool:
    """Whether every line of a record still stands, in order, and but for its end as it was."""
    left = iter(after.splitlines(keepends=True))
    kept = [line for line in before.splitlines(keepends=True) if not ENTRIES_LINE.fullmatch(line)]
    return all(any(same_line(line, found) for found in left) for line in kept)


def same_line(old: bytes, new: bytes) -> bool:
    """Whether a line is as it was; the last one of a file may have been given an end."""
    return old == new or old == new.rstrip(b"\r\n")


def changed_repository(outcome: Outcome) -> Iterator[str]:
    if outcome.before.repository != outcome.after.repository:
        yield "the repository has changed"


def wrong_commit(outcome: Outcome, path: str) -> Iterator[str]:
    """Say what is wrong with the commit of a writing run that succeeded."""
    old, new = outcome.before.repository, outcome.after.repository
    if old is None or new is None:
        yield "there is no repository"
        return
    if new.parents != (old.head,):
        yield "there is not exactly one new commit"
    if changed_paths(old.committed, new.committed) != [path]:
        yield f"the commit does not touch {path} alone"
    if set(changed_paths(old.staged, new.staged)) != {path}:
        yield "something else that was staged has changed"
    if new.unsaved != tuple(name for name in old.unsaved if name != path):
        yield "something else is changed, or no longer changed, against the commit"
    if surroundings_of(new) != surroundings_of(old):
        yield "another reference, or what git was in the middle of, has changed"


def changed_paths(old: Mapping[str, str], new: Mapping[str, str]) -> list[str]:
    return [path for path in sorted(old.keys() | new.keys()) if old.get(path) != new.get(path)]


def surroundings_of(repository: Repository) -> tuple[dict[str, str], Mapping[str, bytes]]:
    """Return every reference but the current branch, and what is pending."""
    branch = repository.pending["HEAD"].decode().removeprefix("ref: ").rstrip("\n")
    others = {name: commit for name, commit in repository.refs.items() if name != branch}
    return others, repository.pending


def every_line_ends_in_crlf(_: str, written: Written) -> bool:
    return all(line.endswith(b"\r\n") for line in written.raw.splitlines(keepends=True))


def holds_note(text: str, written: Written) -> bool:
    return text.encode() in written.raw


def has_mode(text: str, written: Written) -> bool:
    return stat.S_IMODE(written.mode) == int(text, 8)


def is_still_a_link(_: str, written: Written) -> bool:
    return stat.S_ISLNK(written.name_mode)


def passes_check(_: str, written: Written) -> bool:
    return written.check == 0


LIST_CHECKS: Mapping[str, Callable[[str, Written], bool]] = {
    "crlf": every_line_ends_in_crlf,
    "note": holds_note,
    "mode": has_mode,
    "link": is_still_a_link,
    "valid": passes_check,
}
CHANGE_CHECKS = ("writes", "duty", "commit", "list", "edited", "mayadd", *LIST_CHECKS)
