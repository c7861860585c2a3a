"""What a duty continues: looked up where that can be done, and told wherever the duty is told."""

from pathlib import Path

from making import NEW, NEW_NAME
from repositories import LIST, start_office
from repositories import Place as Clerk

from dutylist.changes import Change, ChangeKind, compare_lists
from dutylist.duty import Origin
from dutylist.errors import Place, Severity
from dutylist.merge import Names, merge_lists
from dutylist.store.links import Linked, review_links
from dutylist.store.lists import DutyList, read_list

SOURCE = "source:\n  document: 清单.docx\n  sha256: {}\n"
LINE = "    continues: tasks_2022/{}\n"


def read(text: str) -> DutyList:
    duty_list = read_list("tasks.yaml", text.encode(), "tasks").duty_list
    assert duty_list is not None
    return duty_list


def link(list_id: str, text: str) -> Linked:
    return Linked(f"{list_id}.yaml", list_id, text.encode(), read(text))


def test_a_ref_to_a_duty_that_a_list_of_the_folder_does_not_have_is_a_warning() -> None:
    lists = [link("tasks_2022", LIST), link("tasks_2023", NEW.replace("2022/2", "2022/3"))]

    found = review_links(lists)

    assert [(each.place, str(each.problem), each.severity) for each in found] == [
        (Place("tasks_2023.yaml", 9, 16), "the list tasks_2022 has no duty 3", Severity.WARNING)
    ]


def test_a_ref_to_the_very_list_is_a_warning_and_one_to_another_folder_is_not() -> None:
    own, far = NEW.replace("2022/2", "2023/1"), NEW.replace("tasks_2022/2", "tasks_2021/5.1")

    assert [str(each.problem) for each in review_links([link("tasks_2023", own)])] == [
        "“tasks_2023/1” is of this very list"
    ]
    assert review_links([link("tasks_2022", LIST), link("tasks_2023", far)]) == []


def test_the_link_and_the_source_of_a_list_are_compared() -> None:
    old = read(NEW)
    new = read(NEW.replace(LINE.format(2), "") + LINE.format(1) + SOURCE.format("f" * 64))

    changes = compare_lists(old, new)

    origin = Origin("清单.docx", "f" * 64)
    assert changes == [
        Change(None, ChangeKind.AMENDED, "source", None, origin),
        Change(1, ChangeKind.AMENDED, "continues", "tasks_2022/2", "tasks_2022/1"),
    ]


def test_a_link_of_one_side_and_a_source_of_the_other_are_merged() -> None:
    base = NEW.replace(LINE.format(2), "")
    linked = base + LINE.format(1)
    sourced = base.replace("duties:\n", SOURCE.format("f" * 64) + "duties:\n")

    merged = merge_lists(base.encode(), linked.encode(), sourced.encode(), Names())

    assert merged.conflicts == ()
    assert merged.raw.decode() == sourced + LINE.format(1)


def test_two_links_and_two_sources_contradict_each_other() -> None:
    base = NEW.replace(LINE.format(2), "")
    one, other = (
        base.replace("duties:\n", SOURCE.format(digit * 64) + "duties:\n") + LINE.format(no)
        for no, digit in enumerate("ab", start=1)
    )

    merged = merge_lists(base.encode(), one.encode(), other.encode(), Names(list_id="tasks_2023"))

    assert [str(each) for each in merged.conflicts] == [
        f"tasks_2023, source: “清单.docx, {'a' * 64}” in ours, “清单.docx, {'b' * 64}” in theirs",
        "tasks_2023/1, continues: “tasks_2022/1” in ours, “tasks_2022/2” in theirs",
    ]


def test_show_and_log_tell_what_a_duty_continues(tmp_path: Path) -> None:
    clerk = start_office(tmp_path / "office")
    clerk.write(NEW_NAME, NEW.replace(LINE.format(2), ""))
    clerk.commit("新清单")
    clerk.write(NEW_NAME, NEW)
    clerk.commit("延续")

    shown = clerk.dutylist("show", "tasks_2023/1")
    logged = clerk.dutylist("log", "tasks_2023/1")

    assert find_line(shown.text, "continues") == "continues tasks_2022/2"
    assert find_line(logged.text, "continues") == "tasks_2023/1 continues: — → tasks_2022/2"
    assert list_keys(clerk) == []


def find_line(text: str, word: str) -> str:
    return next(" ".join(line.split()) for line in text.splitlines() if word in line)


def list_keys(clerk: Clerk) -> list[str]:
    """Return where the rows of the contract have got a key that they should not have."""
    rows = clerk.dutylist("list", "--format", "json").text
    return [line for line in rows.splitlines() if "continues" in line or "source" in line]
