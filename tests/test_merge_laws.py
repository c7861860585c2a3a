"""Laws of the merge, for random histories: nothing vanishes, nothing doubles, no side is special.

What each side did is in `histories`; here it is compared with what came out.
"""

import re
from collections import Counter
from datetime import date
from operator import attrgetter
from typing import NamedTuple

from histories import Act, acts, apply, make_page
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from dutylist.duty import Duty, Entry, Status
from dutylist.errors import InvalidData
from dutylist.merge import Merged, Names, merge_lists
from dutylist.merge.entries import unite
from dutylist.store.lists import DutyList, read_list

NAMES = Names("main", "分支", "tasks_2022")
FIELDS = ("content", "departments", "supporting", "deadline", "leaders", "given_due", "repealed")
LAW = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])


ENTRIES = st.lists(
    st.sampled_from(
        [Entry(date(2022, month, 8), Status.ACTIVE, note) for month in (4, 5) for note in "甲乙丙"]
    ),
    max_size=5,
)


class History(NamedTuple):
    """Three versions of a list: as bytes."""

    base: bytes
    ours: bytes
    theirs: bytes


def write_history(before: list[Act], ours: list[Act], theirs: list[Act]) -> History:
    base = apply(make_page(), before, "z")
    return History(base.write(), apply(base, ours, "a").write(), apply(base, theirs, "b").write())


def merge(history: History) -> Merged:
    return merge_lists(*history, NAMES)


def turn_round(history: History) -> History:
    return History(history.base, history.theirs, history.ours)


def read(raw: bytes) -> DutyList:
    duty_list = read_list("tasks_2022.yaml", raw, "tasks_2022").duty_list
    assert duty_list
    return duty_list


def by_no(raw: bytes) -> dict[str, Duty]:
    return {str(duty.no): duty for duty in read(raw).duties}


def take(raw: bytes, side: int) -> bytes:
    """Settle all conflicts as a clerk does who takes one side's text everywhere."""
    sides = re.compile(
        rb"<{7} [^\r\n]*\r?\n(.*?)={7}\r?\n(.*?)>{7} [^\r\n]*(?:\r?\n|\Z)", re.DOTALL
    )
    return sides.sub(lambda match: match[side], raw)


def settle(merged: Merged) -> list[bytes]:
    return [take(merged.raw, 1), take(merged.raw, 2)] if merged.conflicts else [merged.raw]


def count_comments(raw: bytes) -> Counter[str]:
    return Counter(re.findall(r"# (\S+[abz]\d+)", raw.decode()))


def find_contradictions(history: History) -> set[tuple[str, str]]:
    """Say by the plain rule which fields contradict each other; heads not counted."""
    base, ours, theirs = (by_no(raw) for raw in history)
    found = set()
    for no in ours.keys() & theirs.keys():
        for field in FIELDS:
            nothing = () if field == "supporting" else None
            was = getattr(base[no], field) if no in base else nothing
            if len({was, getattr(ours[no], field), getattr(theirs[no], field)}) == 3:
                found.add((no, field))
    return found


@LAW
@given(acts, acts, acts)
def test_every_duty_and_every_entry_of_either_side_is_there_once(
    before: list[Act], ours: list[Act], theirs: list[Act]
) -> None:
    history = write_history(before, ours, theirs)
    assume(history.base not in history[1:])

    merged = merge(history)

    for raw in settle(merged):
        after = by_no(raw)
        for side in history[1:]:
            for no, duty in by_no(side).items():
                assert [after[no].progress.count(entry) for entry in duty.progress] == [
                    1 for _ in duty.progress
                ]
                assert [after[no].extended.count(each) for each in duty.extended] == [
                    1 for _ in duty.extended
                ]


@LAW
@given(acts, acts, acts)
def test_nothing_is_there_that_neither_side_has(
    before: list[Act], ours: list[Act], theirs: list[Act]
) -> None:
    history = write_history(before, ours, theirs)
    sides = [by_no(side) for side in history[1:]]

    merged = merge(history)

    for raw in settle(merged):
        for no, duty in by_no(raw).items():
            had = [side[no] for side in sides if no in side]
            assert set(duty.progress) <= {entry for each in had for entry in each.progress}
            assert set(duty.extended) <= {entry for each in had for entry in each.extended}
            for field in FIELDS:
                assert getattr(duty, field) in [getattr(each, field) for each in had]


@LAW
@given(acts, acts, acts)
def test_a_field_that_one_side_changed_has_that_sides_value(
    before: list[Act], ours: list[Act], theirs: list[Act]
) -> None:
    history = write_history(before, ours, theirs)
    base, our, their = (by_no(raw) for raw in history)

    merged = merge(history)

    for raw in settle(merged):
        after = by_no(raw)
        for no in base.keys() & our.keys() & their.keys():
            for field in FIELDS:
                was, one, other = (getattr(each[no], field) for each in (base, our, their))
                if one == was:
                    assert getattr(after[no], field) == other
                elif other == was:
                    assert getattr(after[no], field) == one


@LAW
@given(acts, acts, acts)
def test_the_sides_exchanged_merge_to_the_same(
    before: list[Act], ours: list[Act], theirs: list[Act]
) -> None:
    history = write_history(before, ours, theirs)

    merged, turned = merge(history), merge(turn_round(history))

    assert settle(merged) == settle(turned)[::-1]
    assert len(merged.conflicts) == len(turned.conflicts)
    assert len(merged.remarks) == len(turned.remarks)


@LAW
@given(acts, acts)
def test_a_side_merged_with_itself_or_with_the_base_is_that_side(
    before: list[Act], ours: list[Act]
) -> None:
    base, side, _ = write_history(before, ours, [])

    merged = [
        merge(History(*each))
        for each in ((base, side, side), (base, side, base), (base, base, side))
    ]

    assert merged == [Merged(side, (), ())] * 3


@LAW
@given(acts, acts, acts)
def test_every_comment_that_both_kept_or_one_wrote_is_there(
    before: list[Act], ours: list[Act], theirs: list[Act]
) -> None:
    history = write_history(before, ours, theirs)
    assume(history.base not in history[1:])
    base, our, their = (count_comments(raw) for raw in history)

    merged = merge(history)

    after = count_comments(merged.raw)
    expected = (our | their).keys() - base.keys() | our.keys() & their.keys()
    assert expected - after.keys() == set()


@LAW
@given(acts, acts, acts)
def test_a_conflict_is_a_contradiction_and_a_contradiction_a_conflict(
    before: list[Act], ours: list[Act], theirs: list[Act]
) -> None:
    history = write_history(before, ours, theirs)

    merged = merge(history)

    told = {
        (str(each.facts["place"]).rpartition("/")[2], str(each.facts["field"]))
        for each in merged.conflicts
        if each.facts["field"] not in ("title", "year", "annex")
    }
    assert told == {
        (no, "due" if field == "given_due" else field) for no, field in find_contradictions(history)
    }


@LAW
@given(acts, acts, acts)
def test_markers_stand_around_the_records_in_conflict_alone(
    before: list[Act], ours: list[Act], theirs: list[Act]
) -> None:
    history = write_history(before, ours, theirs)

    merged = merge(history)

    if not merged.conflicts:
        assert b"<<<<<<<" not in merged.raw
        return
    places = {str(each.facts["place"]) for each in merged.conflicts}
    one, other = (by_no(raw) for raw in settle(merged))
    differing = {f"tasks_2022/{no}" for no in one if one[no] != other[no]}
    findings = read_list("tasks_2022.yaml", merged.raw, "tasks_2022").findings
    assert [str(finding.problem) for finding in findings] == [
        "a merge left its conflict marker here"
    ] * (3 * merged.raw.count(b"<<<<<<<"))
    assert differing == places - {"tasks_2022"}
    assert merged.raw.count(b"<<<<<<<") == len(places) - ("tasks_2022" in places) + sum(
        each.facts["place"] == "tasks_2022" for each in merged.conflicts
    )


@LAW
@given(ENTRIES, ENTRIES, ENTRIES)
def test_entries_are_counted_even_where_a_list_holds_them_twice(
    base: list[Entry], ours: list[Entry], theirs: list[Entry]
) -> None:
    united = unite(base, ours, theirs)

    was, our, their, count = map(Counter, (base, ours, theirs, united))
    for entry in our | their:
        fewest, most = sorted((our[entry], their[entry]))
        assert max(fewest, 1) <= count[entry] <= most
        if our[entry] == was[entry] and their[entry]:
            assert count[entry] == their[entry]
    assert count.keys() == (our | their).keys()
    assert united == unite(base, theirs, ours)


@LAW
@given(ENTRIES, ENTRIES, ENTRIES)
def test_new_entries_stand_in_date_order_below_those_that_were_there(
    base: list[Entry], ours: list[Entry], theirs: list[Entry]
) -> None:
    by_day = attrgetter("on")
    base.sort(key=by_day)
    our, their = (
        sorted([*base, *(each for each in side if each not in base)], key=by_day)
        for side in (ours, theirs)
    )

    united = unite(base, our, their)

    assert [entry.on for entry in united] == sorted(entry.on for entry in united)
    for on in {entry.on for entry in base}:
        old = [entry for entry in base if entry.on == on]
        assert [entry for entry in united if entry.on == on][: len(old)] == old


@LAW
@given(acts, acts, st.data())
def test_any_bytes_are_merged_or_refused(
    before: list[Act], ours: list[Act], data: st.DataObject
) -> None:
    history = write_history(before, ours, [])
    at = data.draw(st.integers(0, len(history.ours)))
    scrap = data.draw(st.binary(max_size=4) | st.sampled_from([b"\r", b"\n", b"- ", b"#", b"  "]))
    until = at + data.draw(st.integers(0, 30))
    broken = history.ours[:at] + scrap + history.ours[until:]

    for versions in (history._replace(ours=broken), history._replace(base=broken)):
        try:
            merged = merge(versions)
        except InvalidData:
            continue
        assert all(read_list("", raw, "").duty_list for raw in settle(merged))
