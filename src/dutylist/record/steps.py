"""What happens to one file in a run: made, replaced, removed; and each of them taken back."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from dutylist.errors import Refusal
from dutylist.store.replace import create_file, remove_file, replace_file


class Step(NamedTuple):
    """A file's bytes before and after; None where there is no file."""

    path: str
    before: bytes | None
    after: bytes | None

    @property
    def reverse(self) -> "Step":
        """Return the step that takes this one back."""
        return Step(self.path, self.after, self.before)

    def take(self) -> None:
        """Change the file; raises `NotWritten`, and does nothing, where it is not as before."""
        if self.before is None:
            create_file(self.path, self.after or b"")
        elif self.after is None:
            remove_file(self.path, self.before)
        else:
            replace_file(self.path, self.after, self.before)

    def has_begun(self) -> bool:
        """Tell whether the file is no longer as it was before."""
        path = Path(self.path)
        try:
            return (path.read_bytes() if path.is_file() else None) != self.before
        except OSError:
            return True  # whatever it is now, it has been readable


def take_steps(steps: Sequence[Step]) -> None:
    """Take all steps, or none; raises `NotWritten`."""
    done: list[Step] = []
    for step in steps:
        try:
            step.take()
        except Refusal:
            take_back(done)
            raise
        done.append(step)


def take_back(steps: Sequence[Step]) -> None:
    """Take back steps that were taken; raises `NotWritten`."""
    for step in steps:
        step.reverse.take()
