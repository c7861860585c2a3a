"""What a question knows and what an answer says, as values."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from dutylist.buckets import Bucket, find_bucket
from dutylist.duty import Duty
from dutylist.index import Index, ListHead, Snapshot
from dutylist.selection import Selection
from dutylist.standing import Rules, Standing
from dutylist.words import Message


class Kind(StrEnum):
    """What falls due on a day: the duty itself, a stage of it, or a report."""

    DEADLINE = "deadline"
    CHECKPOINT = "checkpoint"
    REPORT = "report"


class Row(NamedTuple):
    """One duty as it stands at the end of `day`; for what falls due, also when, and what it is."""

    head: ListHead
    duty: Duty
    standing: Standing
    day: date
    on: date | None = None
    kind: Kind | None = None

    @property
    def bucket(self) -> Bucket:
        """Return where a bulletin of the day counts the duty."""
        return find_bucket(self.duty, self.standing, self.day)

    @property
    def ref(self) -> str:
        """Return the duty's ref, as tasks_2022/26."""
        return f"{self.head.list_id}/{self.duty.no}"

    @property
    def ref_in_folder(self) -> tuple[str, str]:
        """Return the folder and the ref: together they name one duty among several folders."""
        return self.head.folder, self.ref


class Tally(NamedTuple):
    """What became of the duties that were read: `read` is the sum of `shown` and all after it.

    `rows` are more than `shown` where one duty falls due several times.
    """

    lists: int
    read: int
    rows: int
    shown: int
    not_selected: int
    not_due: int = 0
    repealed: int = 0
    done: int = 0


class Answer(NamedTuple):
    """The rows of a question, in list order or by day, the tally, and remarks worth telling.

    `heads` are the lists that the filters by list, year and issuer left: rows may be of any.
    """

    rows: tuple[Row, ...]
    tally: Tally
    remarks: tuple[Message, ...] = ()
    heads: tuple[ListHead, ...] = ()


class Question(NamedTuple):
    """What every question knows: the open index, its lists, the filters, and the day.

    `rules` are the rules for lamps, by data folder; a folder without has the default ones.
    """

    lens: Index
    snapshot: Snapshot
    selection: Selection
    day: date
    rules: Mapping[str, Rules] = MappingProxyType({})
