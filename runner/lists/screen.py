"""What an import shows of itself: how it reads the file, how far it is, what came of it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn
from rich.table import Table

from .importing import Import, State
from .reading import Source


class Watch:
    """A progress bar by bytes read, with the rows done, their rate, and the time left."""

    def __init__(self, console: Console, source: Source, before: State) -> None:
        """Start at what an earlier run has done."""
        self.source, self.before = source, before
        self.since = time.monotonic()
        self.bar = Progress(
            BarColumn(),
            TaskProgressColumn(),
            TextColumn("{task.fields[rows]:,} rows, {task.fields[rate]:,.0f}/s, left"),
            TimeRemainingColumn(),
            console=console,
            disable=not console.is_terminal,
        )
        self.task = self.bar.add_task("", total=source.survey.size, rows=before.read, rate=0.0)

    def __call__(self, state: State, position: int) -> None:
        """Show how far it is."""
        rate = (state.read - self.before.read) / max(time.monotonic() - self.since, 0.001)
        self.bar.update(self.task, completed=position, rows=state.read, rate=rate, refresh=True)

    def __enter__(self) -> Watch:
        self.bar.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.bar.stop()


@contextmanager
def bytes_bar(console: Console, source: Source) -> Iterator[Callable[[int, int], None]]:
    """Show a bar by bytes read; give what moves it to a byte, with the rows done."""
    bar = Progress(
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("{task.fields[rows]:,} rows, left"),
        TimeRemainingColumn(),
        console=console,
        disable=not console.is_terminal,
    )
    task = bar.add_task("", total=source.survey.size, rows=0)
    with bar:
        yield lambda position, rows: bar.update(task, completed=position, rows=rows, refresh=True)


def show_reading(console: Console, work: Import) -> None:
    """Say how the file is read and what its columns become."""
    source = work.source
    delimiter = {"\t": "tab", " ": "blank"}.get(source.delimiter, source.delimiter)
    lines = [f"{source.path.name}: {source.survey.encoding}, delimiter {delimiter}"]
    for column in work.columns:
        becomes = "left out" if column.field is None else column.field
        lines.append(f"  {column.heading} -> {becomes}")
    if work.state.line:
        lines.append(f"Import {work.state.id} goes on after line {work.state.line}.")
    console.print("\n".join(lines), markup=False, highlight=False, soft_wrap=True)


def show_counts(console: Console, state: State, *, happened: bool) -> None:
    """Show what became of the rows; the lower lines add up to the first."""
    would = "" if happened else "would be "
    table = Table.grid(padding=(0, 2))
    table.add_column()
    table.add_column(justify="right")
    table.add_row("read", f"{state.read:,}")
    table.add_row(f"{would}imported", f"{state.imported:,}")
    table.add_row(f"{would}updated", f"{state.updated:,}")
    table.add_row("duplicates", f"{state.duplicates:,}")
    table.add_row("rejected", f"{state.rejected:,}")
    console.print(table)
