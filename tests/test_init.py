"""`init`: what it makes where there is nothing, what it adds elsewhere, and what it leaves."""

import os
import re
from pathlib import Path

import pytest
from repositories import LIST_NAME, Place, isolate, make_place, start_office
from terminal import Seen, run_in_pipe

from dutylist.setup import make_driver

ATTRIBUTES = "/*.yaml merge=dutylist\n/*.yml merge=dutylist\n/units.yaml merge=text\n"
DRIVER = make_driver(("PYTHON", "-P", "-m", "dutylist"))
SETTINGS = (
    f"set merge.dutylist.driver in this clone: {DRIVER}\n"
    "set merge.dutylist.name in this clone: duty lists, merged by duty and entry (dutylist)\n"
)
NEXT = (
    "next, commit {files}, and push\n"
    "each colleague runs “dutylist init” once in their clone: git takes no settings along\n"
)
unprivileged = pytest.mark.skipif(
    os.name == "nt" or os.geteuid() == 0, reason="rights bind neither root nor Windows"
)


def init(folder: Path, *arguments: str, **changes: str) -> Seen:
    environment = {**isolate(), **changes}
    seen = run_in_pipe("init", *arguments, environment=environment, cwd=folder)
    return seen._replace(out=hide_interpreter(seen.text).encode())


def hide_interpreter(text: str) -> str:
    """Put a word for the interpreter that the program runs in, which has many names."""
    return re.sub(r"\S+(?= -P -m dutylist)", "PYTHON", text)


def read_driver(place: Place) -> str:
    return hide_interpreter(place.git("config", "--local", "--get-all", "merge.dutylist.driver"))


def test_an_empty_place_gets_a_folder_a_list_and_a_repository(tmp_path: Path) -> None:
    seen = init(tmp_path)

    name = next((tmp_path / "data").glob("tasks_*.yaml")).name
    assert seen.code == 0
    assert seen.text == (
        "made the folder data\n"
        f"wrote a first list, {Path('data', name)}, as yet without duties\n"
        "made a git repository in data\n"
        f"added to {Path('data', '.gitattributes')}: "
        f"{ATTRIBUTES.strip().replace(chr(10), ', ')}\n" + SETTINGS
    )
    assert seen.remarks == NEXT.format(files=f"data/{name}, data/.gitattributes")
    assert (tmp_path / "data/.gitattributes").read_text(encoding="utf-8") == ATTRIBUTES


def test_the_first_list_passes_the_check_and_takes_a_duty_as_its_comment_shows(
    tmp_path: Path,
) -> None:
    init(tmp_path)
    path = next((tmp_path / "data").glob("tasks_*.yaml"))
    empty = run_in_pipe("check", environment=isolate(), cwd=tmp_path)
    lines = path.read_text(encoding="utf-8").splitlines()
    duty = "\n".join(line.removeprefix("#") for line in lines[2:8])

    text = "\n".join(lines).replace("duties: []", f"duties:\n{duty}\n")
    path.write_text(text, encoding="utf-8")
    written = run_in_pipe("check", environment=isolate(), cwd=tmp_path)

    assert (empty.code, empty.text, empty.remarks) == (0, "", "checked 1 file; nothing found\n")
    assert (written.code, written.text) == (0, "")


def test_a_second_run_changes_nothing(tmp_path: Path) -> None:
    init(tmp_path)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}

    seen = init(tmp_path)

    assert (seen.code, seen.text, seen.remarks) == (0, "data is set up; nothing was changed\n", "")
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


def test_a_folder_in_a_repository_gets_no_repository_of_its_own(tmp_path: Path) -> None:
    office = start_office(tmp_path)

    seen = init(tmp_path)

    assert seen.text == (
        f"added to {Path('data', '.gitattributes')}: "
        f"{ATTRIBUTES.strip().replace(chr(10), ', ')}\n" + SETTINGS
    )
    assert office.list_folder() == [".gitattributes", "tasks_2022.yaml"]
    assert read_driver(office) == DRIVER


def test_what_stands_in_gitattributes_stays_to_the_byte(tmp_path: Path) -> None:
    office = start_office(tmp_path)
    office.write(
        "data/.gitattributes", "# 本区\r\n*.docx binary\r\n*.yml merge=dutylist\r\nx.md text"
    )

    init(tmp_path)

    assert (tmp_path / "data/.gitattributes").read_bytes().decode() == (
        "# 本区\r\n*.docx binary\r\n*.yml merge=dutylist\r\nx.md text\n"
        "/*.yaml merge=dutylist\n/units.yaml merge=text\n"
    )


def test_attributes_given_further_up_are_enough(tmp_path: Path) -> None:
    office = start_office(tmp_path)
    office.write(
        ".gitattributes", "*.yaml merge=dutylist\n*.yml merge=dutylist\nunits.yaml merge=text\n"
    )

    seen = init(tmp_path)

    assert seen.text == SETTINGS
    assert not (tmp_path / "data/.gitattributes").exists()


def test_the_driver_of_an_older_install_is_replaced(tmp_path: Path) -> None:
    office = start_office(tmp_path)
    init(tmp_path)
    for old in ("/old/python -m dutylist merge-driver %O %A %B", "/older/python"):
        office.git("config", "--add", "merge.dutylist.driver", old)

    seen = init(tmp_path)

    assert seen.text == (
        f"set merge.dutylist.driver in this clone: {DRIVER}; it was /older/python\n"
    )
    assert read_driver(office) == DRIVER


def test_the_users_own_settings_are_not_touched(tmp_path: Path) -> None:
    start_office(tmp_path / "office")
    settings = tmp_path / "settings"
    settings.write_text("[core]\n\tautocrlf = false\n", encoding="utf-8")

    init(tmp_path / "office", GIT_CONFIG_GLOBAL=str(settings))

    assert settings.read_text(encoding="utf-8") == "[core]\n\tautocrlf = false\n"


def test_a_linked_work_tree_shares_the_settings(tmp_path: Path) -> None:
    office = start_office(tmp_path / "office")
    office.git("worktree", "add", "--quiet", str(tmp_path / "linked"))

    seen = init(tmp_path / "linked")

    assert seen.code == 0
    assert read_driver(office) == DRIVER


def test_a_submodule_has_settings_of_its_own(tmp_path: Path) -> None:
    start_office(tmp_path / "office")
    top = make_place(tmp_path / "top")
    top.git(
        "-c",
        "protocol.file.allow=always",
        "submodule",
        "--quiet",
        "add",
        str(tmp_path / "office"),
        "office",
    )

    seen = init(tmp_path / "top/office")

    inner = Place(tmp_path / "top/office", isolate())
    assert seen.code == 0
    assert read_driver(inner) == DRIVER
    assert "dutylist" not in (tmp_path / "top/.git/config").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["督查室 2022", "a 'b' \"c\"", "100%O", "-x", "a/b"])
def test_folders_may_have_odd_names(tmp_path: Path, name: str) -> None:
    seen = init(tmp_path, "--", name)

    assert seen.code == 0
    assert seen.text.startswith(f"made the folder {name}\n")
    assert (tmp_path / name / ".git").is_dir()


@pytest.mark.skipif(os.name == "nt", reason="links take rights on Windows")
def test_a_linked_folder_is_set_up_where_it_is(tmp_path: Path) -> None:
    office = start_office(tmp_path / "office")
    (tmp_path / "here").mkdir()
    (tmp_path / "here/data").symlink_to(office.top / "data")

    seen = init(tmp_path / "here")

    assert seen.code == 0
    assert read_driver(office) == DRIVER
    assert not (tmp_path / "here/.git").exists()


def test_an_unrelated_folder_above_named_data_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "work").mkdir()

    init(tmp_path / "work")

    assert list((tmp_path / "data").iterdir()) == []
    assert (tmp_path / "work/data/.gitattributes").exists()


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("x", encoding="utf-8")

    seen = init(tmp_path)

    assert (seen.code, seen.text) == (5, "")
    assert seen.remarks == "dutylist: data is in the way: it is no folder\n"


@pytest.mark.skipif(os.name == "nt", reason="links take rights on Windows")
def test_gitattributes_that_are_a_link_are_refused(tmp_path: Path) -> None:
    office = start_office(tmp_path)
    (tmp_path / "data/.gitattributes").symlink_to(tmp_path / "elsewhere")

    seen = init(tmp_path)

    assert seen.code == 5
    assert seen.remarks == (
        "dutylist: data/.gitattributes is a link, which git does not follow; put a file in its "
        "place\n"
    )
    assert office.file.exists()


@unprivileged
def test_a_folder_that_may_not_be_written_is_refused(tmp_path: Path) -> None:
    start_office(tmp_path)
    (tmp_path / "data").chmod(0o555)

    seen = init(tmp_path)

    (tmp_path / "data").chmod(0o755)
    assert seen.code == 5
    assert seen.remarks == "dutylist: data/.gitattributes cannot be written: you have no right to\n"


def test_without_git_nothing_is_made(tmp_path: Path) -> None:
    seen = init(tmp_path, PATH=str(tmp_path))

    assert seen.code == 6
    assert list(tmp_path.iterdir()) == []


def test_an_empty_name_is_refused(tmp_path: Path) -> None:
    seen = init(tmp_path, "")

    assert (seen.code, seen.remarks) == (2, "dutylist: an empty name is no folder\n")


def test_folders_named_by_the_environment_are_set_up(tmp_path: Path) -> None:
    office = start_office(tmp_path / "office")

    seen = init(tmp_path, DUTYLIST_DATA=str(office.file.parent))

    assert seen.code == 0
    assert read_driver(office) == DRIVER
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize(
    ("program", "driver"),
    [
        (("/usr/bin/python3", "-m"), "/usr/bin/python3 -m"),
        (("/opt/a b/python",), "'/opt/a b/python'"),
        (("/opt/100%O/it's",), "'/opt/100%%O/it'\"'\"'s'"),
    ],
)
def test_the_program_is_quoted_for_git_and_its_shell(program: tuple[str, ...], driver: str) -> None:
    line = make_driver(program)

    assert line == f"{driver} merge-driver --ours=%X --theirs=%Y -- %O %A %B %L %P"


def test_a_repository_cannot_put_its_own_program_in_the_drivers_place(tmp_path: Path) -> None:
    office = start_office(tmp_path)
    init(tmp_path)
    office.write("dutylist/__main__.py", "open('ran', 'w')\n")
    office.git("checkout", "--quiet", "-b", "other")
    office.write(LIST_NAME, office.text.replace("2所", "3所"))
    office.commit()
    office.git("checkout", "--quiet", "main")
    office.write(LIST_NAME, office.text.replace("第1批", "第2批"))
    office.commit()

    office.git("merge", "--quiet", "other")

    assert "第2批" in office.text
    assert "3所" in office.text
    assert not (tmp_path / "ran").exists()
