"""Long work shown while it lasts: a bar on standard error, if a person looks at that.

Whoever does the work hands its items through a `Track`. Nothing is shown of what is done at once,
and nothing is left of the bar at the end.
"""

import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from typing import TYPE_CHECKING, TypeVar

from dutylist.cli.output import Output
from dutylist.words import Message

if TYPE_CHECKING:
    from rich.progress import Progress

DELAY_SECONDS = 0.5

T = TypeVar("T")


class Working:
    """The bar of one command: `label` says what is done, `delay` after how long it is shown."""

    def __init__(self, output: Output, label: Message, delay: float = DELAY_SECONDS) -> None:
        self._output = output
        self._label = label
        self._begins = time.monotonic() + delay

    def track(self, items: Sequence[T], /) -> Iterable[T]:
        """Give the items, and show how many of them are done."""
        return self._show(items) if self._output.is_watched else items

    def _show(self, items: Sequence[T]) -> Iterator[T]:
        with ExitStack() as stack:
            bar = None
            for item in items:
                if bar:
                    bar.advance(bar.task_ids[0])
                elif time.monotonic() >= self._begins:
                    bar = stack.enter_context(self._open_bar(len(items)))
                yield item

    def _open_bar(self, total: int) -> "Progress":
        # Imported here: most work is done before a bar would show.
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn  # noqa: PLC0415

        bar = Progress(
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            MofNCompleteColumn(),
            console=self._output.open_console(),
            transient=True,
        )
        bar.add_task(self._label.text(self._output.catalogue), total=total)
        return bar
