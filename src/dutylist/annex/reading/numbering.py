"""The numbers of a list's duties: one number with two tasks, none printed, gaps, and repeats."""

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

from dutylist.annex.reading.raw import How, Query, Raw, fail, warn
from dutylist.words import say


class Numbered(NamedTuple):
    """A task with the number that it gets in the list."""

    no: int | str
    raw: Raw
    queries: tuple[Query, ...] = ()


class Numbering(NamedTuple):
    """The numbered tasks, those that cannot have their number, and doubts about the whole list."""

    tasks: tuple[Numbered, ...]
    rejected: tuple[Raw, ...]
    queries: tuple[Query, ...]


def number_tasks(raws: Sequence[Raw]) -> Numbering:
    """Give every task the number that is printed for it, and doubt what does not add up."""
    if not raws:
        return Numbering((), (), ())
    if all(raw.no is None for raw in raws):
        problem = say("no numbers are printed; the duties were counted")
        counted = tuple(Numbered(at, raw) for at, raw in enumerate(raws, start=1))
        return Numbering(counted, (), (warn("no", raws[0].spot, problem),))
    if _restarts(raws):
        problem = say("the numbers begin anew within the list; the duties were counted through")
        remedy = say("a number stands for one duty in a list; check what the office goes by")
        counted = tuple(
            Numbered(at, raw, (warn("no", raw.spot, say("printed is {no}", no=raw.no)),))
            for at, raw in enumerate(raws, start=1)
        )
        return Numbering(counted, (), (fail("no", raws[0].spot, problem, remedy),))
    return _check([task for group in _group(raws) for task in group])


def _restarts(raws: Sequence[Raw]) -> bool:
    """Tell whether numbers begin anew at 1 or so, and go up again: counted by sections."""
    firsts = [raw.no for raw in raws if isinstance(raw.no, int)]
    back = [after for before, after in pairwise(firsts) if after < before]
    return bool(back) and all(number == 1 for number in back)


def _group(raws: Sequence[Raw]) -> Iterator[list[Numbered]]:
    # A number that is printed in two rows, one below the other, is one number with two tasks, too.
    for _, same in groupby(raws, key=lambda raw: raw.group if raw.no is None else str(raw.no)):
        tasks = list(same)
        if len(tasks) > 1:
            tasks = _merge_same(tasks)
        if len(tasks) == 1 or not isinstance(tasks[0].no, int):
            yield [Numbered(raw.no or 0, raw) for raw in tasks]
            continue
        problem = say("the number {no} holds {n} tasks; they are {no}.1 and so on",
                      no=tasks[0].no, n=len(tasks))  # fmt: skip
        query = warn("no", tasks[0].spot, problem)
        yield [Numbered(f"{raw.no}.{at}", raw, (query,)) for at, raw in enumerate(tasks, start=1)]


def _merge_same(tasks: Sequence[Raw]) -> list[Raw]:
    """Put rows of one number, one content and one deadline together: only names differ."""
    first = tasks[0]
    same = all(
        raw.pieces["content"].how is How.MERGED
        and raw.pieces["content"].lines == first.pieces["content"].lines
        and raw.pieces["deadline"].lines == first.pieces["deadline"].lines
        for raw in tasks[1:]
    )
    if not same:
        return list(tasks)
    pieces = dict(first.pieces)
    for field in ("departments", "supporting", "leaders"):
        lines = dict.fromkeys(line for raw in tasks for line in raw.pieces[field].lines)
        pieces[field] = pieces[field]._replace(lines=tuple(lines))
    problem = say("{n} rows share this content; their names were put together", n=len(tasks))
    queries = (*first.queries, *(q for raw in tasks[1:] for q in raw.queries))
    return [first._replace(pieces=pieces, queries=(*queries, warn(None, first.spot, problem)))]


def _check(tasks: Sequence[Numbered]) -> Numbering:
    kept: dict[str, Numbered] = {}
    rejected: list[Raw] = []
    queries: list[Query] = []
    before = 0
    for task in tasks:
        number = int(str(task.no).partition(".")[0])
        if not number:
            problem = say("the row was left out, for it has no number that can be read")
            queries += [*task.raw.queries, fail(None, task.raw.spot, problem)]
            rejected.append(task.raw)
            continue
        if str(task.no) in kept:
            problem = say("the number {no} stands in the document twice", no=task.no)
            queries += [*task.raw.queries, fail(None, task.raw.spot, problem)]
            rejected.append(task.raw)
            continue
        doubts = _doubt_order(number, before, task.raw) if before else []
        kept[str(task.no)] = task._replace(queries=(*task.queries, *doubts))
        before = number
    return Numbering(tuple(kept.values()), tuple(rejected), tuple(queries))


def _doubt_order(number: int, before: int, raw: Raw) -> list[Query]:
    if number > before + 1:
        missing = str(before + 1) if number == before + 2 else f"{before + 1}—{number - 1}"
        return [warn("no", raw.spot, say("no duty {no} stands before this one", no=missing))]
    if number < before:
        return [warn("no", raw.spot, say("the number {no} stands after a higher one", no=number))]
    return []
