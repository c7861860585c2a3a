"""Laws of the smallest edit, over lists that many hands wrote: nothing else changes, ever."""

import re
from itertools import pairwise
from random import Random

import pytest
from clerks import (
    complete,
    draw_duties,
    draw_edit,
    draw_entry,
    draw_text,
    intend,
    read_fields,
)
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pens import Pen
from ruamel.yaml import YAML

from dutylist.duty import Entry, Status
from dutylist.store import syntax
from dutylist.store.edit import (
    AddEntry,
    Block,
    RecordEdit,
    RemoveEntry,
    SetField,
    edit_list,
    find_blocks,
)
from dutylist.store.pure import PureParser
from dutylist.store.source import Text, read_text
from dutylist.store.syntax import compose

RANDOMS = st.integers(min_value=0, max_value=2**64).map(Random)
COMMENT_LINE = re.compile(r" *#[^\r\n]*(?:\r\n|\n|\r|\Z)")
PATH = "tasks.yaml"


def blocks_of(raw: bytes) -> tuple[Text, list[Block]]:
    text, _ = read_text(PATH, raw)
    root, _ = compose(text)
    assert root is not None
    return text, find_blocks(text, root)


def is_same_outside(old: bytes, new: bytes, no: int | str) -> bool:
    """Tell whether all but one record is as it was, comments right below it included."""
    text, blocks = blocks_of(old)
    block = next(block for block in blocks if block.no == no)
    edited = new.removeprefix(b"\xef\xbb\xbf").decode()
    rest = text.text[block.end :]
    while not edited.endswith(rest) and (line := COMMENT_LINE.match(rest)):
        rest = rest[line.end() :]
    kept = text.text[block.end : len(text.text) - len(rest)]
    head = text.text[: block.start]
    return edited.startswith(head) and edited.endswith(rest) and kept in edited[len(head) :]


@settings(max_examples=2000, deadline=None)
@given(RANDOMS)
def test_an_edit_changes_what_it_should_and_no_byte_outside_the_record(random: Random) -> None:
    duties = draw_duties(random)
    raw = Pen(random).write(duties)
    position = random.randrange(len(duties))
    edit = draw_edit(random, duties[position])

    edited = edit_list(PATH, raw, [edit])

    wanted = [complete(duty) for duty in duties]
    assert read_fields(raw) == wanted
    wanted[position] = complete(intend(duties[position], edit))
    assert read_fields(edited) == wanted
    assert is_same_outside(raw, edited, edit.no)


@settings(max_examples=1000, deadline=None)
@given(RANDOMS)
def test_an_entry_put_in_and_taken_out_again_leaves_no_trace(random: Random) -> None:
    duties = draw_duties(random)
    for duty in duties:
        if duty.get("progress") == ():  # written as [], which goes when it is no longer empty
            del duty["progress"]
    raw = Pen(random).write(duties)
    no, entry = random.choice(duties)["no"], draw_entry(random)

    edited = edit_list(PATH, raw, [AddEntry(no, entry)])

    assert edited != raw
    assert edit_list(PATH, edited, [RemoveEntry(no, entry)]) == raw


@settings(max_examples=300, deadline=None)
@given(RANDOMS)
def test_edits_of_two_duties_give_the_same_bytes_in_either_order(random: Random) -> None:
    duties = draw_duties(random)
    raw = Pen(random).write(duties)
    first, second = draw_edit(random, duties[0]), draw_edit(random, duties[-1])
    assume(len(duties) > 1)

    edited = edit_list(PATH, raw, [first, second])

    assert edit_list(PATH, raw, [second, first]) == edited
    assert edit_list(PATH, edit_list(PATH, raw, [second]), [first]) == edited


@settings(max_examples=300, deadline=None)
@given(RANDOMS)
def test_entries_of_different_days_give_the_same_records_in_either_order(random: Random) -> None:
    duties = draw_duties(random)
    raw = Pen(random).write(duties)
    no, entry, other = duties[0]["no"], draw_entry(random), draw_entry(random)
    assume(entry.on != other.on)

    edited = edit_list(PATH, raw, [AddEntry(no, entry), AddEntry(no, other)])

    swapped = edit_list(PATH, raw, [AddEntry(no, other), AddEntry(no, entry)])
    assert read_fields(swapped) == read_fields(edited)


@settings(max_examples=200, deadline=None)
@given(RANDOMS)
def test_many_edits_at_once_are_the_same_as_one_after_the_other(random: Random) -> None:
    duties = draw_duties(random)
    raw = Pen(random).write(duties)
    edits: list[RecordEdit] = [
        AddEntry(random.choice(duties)["no"], draw_entry(random)),
        SetField(duties[0]["no"], "content", draw_text(random)),
        AddEntry(random.choice(duties)["no"], draw_entry(random)),
        SetField(duties[-1]["no"], "due", None),
    ]

    edited = edit_list(PATH, raw, edits)

    one_by_one = raw
    for edit in edits:
        one_by_one = edit_list(PATH, one_by_one, [edit])
    assert edited == one_by_one


@settings(max_examples=300, deadline=None)
@given(
    st.text(st.sampled_from("一 '\"\\:#-?,[]{}&*!|>%@`\n\t~=<0.19eExo_+yYnN是：\u2028\ufeff😀"))
    .map(str.strip)
    .filter(bool),
    RANDOMS,
)
def test_every_loader_reads_a_written_text_as_it_was_given(text: str, random: Random) -> None:
    raw = Pen(random).write([{**draw_duties(random)[0], "extended": (), "progress": ()}])
    day = draw_entry(random).on
    entry = Entry(day, Status.ACTIVE, text, by=text)

    edited = edit_list(PATH, raw, [AddEntry(1, entry)])

    assert read_fields(edited)[0]["progress"] == (entry,)
    for version in ("1.1", "1.2"):
        loader = YAML(typ="safe", pure=True)
        loader.version = version
        loaded = loader.load(edited.decode("utf-8-sig"))["duties"][0]["progress"][0]
        assert (loaded["note"], loaded["by"]) == (text, text)
        # A bare "on" is a truth to YAML 1.1: the key is ours, so is the rule that reads it.
        assert str(loaded.get("on", loaded.get(True))) == str(day)


@settings(max_examples=100, deadline=None)
@given(RANDOMS)
def test_without_the_c_extension_an_edit_gives_the_same_bytes(random: Random) -> None:
    duties = draw_duties(random)
    raw = Pen(random).write(duties)
    edit = draw_edit(random, duties[0])
    edited = edit_list(PATH, raw, [edit])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(syntax, "_Parser", PureParser)
        slowly = edit_list(PATH, raw, [edit])

    assert slowly == edited


@settings(max_examples=200, deadline=None)
@given(RANDOMS)
def test_the_blocks_of_a_list_are_its_records_and_nothing_between_them(random: Random) -> None:
    duties = draw_duties(random)
    raw = Pen(random).write(duties)

    text, blocks = blocks_of(raw)

    assert [block.no for block in blocks] == [duty["no"] for duty in duties]
    gaps = [text.text[one.end : other.start] for one, other in pairwise(blocks)]
    assert [gap for gap in gaps if re.sub(r"#[^\r\n]*", "", gap).strip(" ,\r\n")] == []
    for block in blocks:
        own = text.text[block.start : block.end]
        assert own.lstrip(" ").startswith(("-", "{"))
        assert own.endswith(("\n", "\r", "}")) or block.end == len(text.text)
