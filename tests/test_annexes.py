"""Documents in the layouts that governments print are read as a careful clerk reads them.

The cases and the rule of judgement are in `tests/annexes`; `exam.py` is the judge, which is itself
examined below.
"""

import pytest
from exam import Case, count_idle_doubts, judge, load_cases, read_case

from dutylist.annex.reading import Reading

CASES = load_cases()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_document_is_read_rightly_or_doubted(case: Case) -> None:
    reading = read_case(case)

    assert judge(case, reading) == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_every_row_of_a_document_has_a_fate_and_every_duty_a_place(case: Case) -> None:
    reading = read_case(case)

    for read in reading.lists if reading else ():
        places = {row.spot for row in reading.rows} if reading else set()
        assert len(read.spots) == len(read.duties)
        assert {spot._replace(column=0) for spot in read.spots} <= {
            spot._replace(column=0) for spot in places
        }


def test_few_fields_that_are_right_are_doubted() -> None:
    counts = [
        count_idle_doubts(case, reading)
        for case in CASES
        if case.lists and (reading := read_case(case)) and reading.lists
    ]

    right, idle = (sum(column) for column in zip(*counts, strict=True))
    assert idle / right < 0.1, f"{idle} of {right} right fields are doubted"


def find_case(name: str) -> tuple[Case, Reading]:
    """Return a case with its reading."""
    case = next(case for case in CASES if case.name == name)
    reading = read_case(case)
    assert reading is not None
    return case, reading


def test_a_wrong_name_without_a_doubt_is_complained_of() -> None:
    case, reading = find_case("html_merged_cells")
    first = reading.lists[0].duties[0]
    wrong = reading.lists[0]._replace(
        duties=(first._replace(departments=("某局",)), *reading.lists[0].duties[1:])
    )

    complaints = judge(case, reading._replace(lists=(wrong,), doubts=()))

    expected = case.lists[0]["duties"][0]["departments"]
    assert complaints == [f"1/{first.no} departments: ('某局',), not {expected}"]


def test_a_duty_that_is_missing_and_one_too_many_are_complained_of() -> None:
    case, reading = find_case("html_merged_cells")
    first, *rest = reading.lists[0].duties
    wrong = reading.lists[0]._replace(duties=(*rest, first._replace(no=99)))

    complaints = judge(case, reading._replace(lists=(wrong,), doubts=()))

    assert complaints == [f"1/{first.no} is missing", "1/99 is one too many"]


def test_a_missing_doubt_is_complained_of() -> None:
    case, reading = find_case("txt_first_named_leads")

    complaints = judge(case, reading._replace(doubts=()))

    assert [complaint.partition(" ")[2] for complaint in complaints] == [
        f"{field} is not doubted" for _, field in case.must_doubt
    ]


def test_a_refusal_of_a_list_and_a_reading_of_none_are_complained_of() -> None:
    case, reading = find_case("html_merged_cells")

    assert judge(case, None) == ["the document was refused"]
    assert judge(case._replace(lists=[]), reading) == [
        "1 lists were read out of a document that is none"
    ]
