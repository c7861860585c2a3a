"""Lists made, edited and removed by writing runs, as an import does it.

As a program of its own it makes one list and edits another in the work tree it is started in, so
that tests can kill it:   python tests/making.py data
"""

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from dutylist.git.repository import Repository
from dutylist.record.drafts import Draft
from dutylist.record.undo import find_last, plan_undo
from dutylist.record.words import Imported, write_import
from dutylist.record.writing import Outcome, Surroundings, write
from dutylist.store.edit import SetHead
from dutylist.store.folder import Source, find_sources, plan_source

NEW_NAME = "data/tasks_2023.yaml"
NEW = """\
title: 二〇二三年责任清单
year: 2023
duties:
  - no: 1
    content: 建成2所幼儿园
    departments: [教育局]
    deadline: 年内完成
    leaders: [李四]
    continues: tasks_2022/2
"""
DOCUMENT = "二〇二三年清单.docx"
SHA256 = "0123456789abcdef" * 4
TITLE = "二〇二二年重点工作责任清单"


def import_lists(
    folder: str, environment: Mapping[str, str], *, edits: bool = True, commits: bool = True
) -> Outcome:
    """Make the list of 2023, and give the one of 2022 another title."""
    new = plan_source(folder, "tasks_2023")
    lists = [Imported("tasks_2023", "二〇二三年责任清单", 1)]
    if edits:
        lists.append(Imported("tasks_2022", TITLE, 2, is_new=False, changed=1))

    def decide(before: Mapping[Source, bytes]) -> Draft:
        message = write_import(lists, DOCUMENT, SHA256)
        edited = {source: [SetHead("title", TITLE)] for source in before}
        return Draft(edited, message, new={new: NEW.encode()})

    sources = find_sources(folder) if edits else []
    surroundings = Surroundings(environment, lambda _: None, lambda: None)
    return write(sources, decide, surroundings, commits=commits, new=[new])


def undo_last(folder: str, environment: Mapping[str, str]) -> Outcome:
    """Take the last commit back."""
    repository = Repository.find(folder, environment)
    assert repository is not None, "the folder lies in a repository"

    def decide(before: Mapping[Source, bytes]) -> Draft:
        commit = find_last(repository, repository.path_of(folder))
        return plan_undo(repository, commit, before).draft

    surroundings = Surroundings(environment, lambda _: None, lambda: None)
    return write(find_sources(folder), decide, surroundings)


if __name__ == "__main__":
    import_lists(str(Path(sys.argv[1]).resolve()), os.environ)
