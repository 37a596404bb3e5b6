"""`lingtu batch`: hundreds of jobs from a table, or from a folder that pictures come into."""

from __future__ import annotations

import contextlib
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from lingtu.commands.remote import LOCAL, AppId, Secret, Url, calling
from lingtu.errors import SetupError

if TYPE_CHECKING:
    from rich.progress import Progress

    from lingtu.batch.journal import Entry, Journal
    from lingtu.batch.manifest import Recipe
    from lingtu.batch.row import Row
    from lingtu.batch.runner import Runner

_out = Console(stderr=True)
_STATE = ".state.jsonl"
_INTERRUPTED = 130  # exit code

Manifest = Annotated[
    Path | None,
    typer.Argument(exists=True, dir_okay=False, help="A .csv or .jsonl: a row for each job.", show_default=False),
]
Watched = Annotated[
    Path | None,
    typer.Option("--watch", exists=True, file_okay=False, help="Instead: each picture that comes into this folder."),
]
RecipeFile = Annotated[
    Path | None, typer.Option("--recipe", exists=True, dir_okay=False, help="A toml: fields that all rows have.")
]


def batch(
    manifest: Manifest = None,
    output: Annotated[Path, typer.Option("-o", "--output", help="Folder for the results.")] = Path("lingtu-batch"),
    watch: Watched = None,
    recipe: RecipeFile = None,
    operation: Annotated[str | None, typer.Option(help="Of rows that don't say.")] = None,
    concurrency: Annotated[int, typer.Option(min=1, max=64, help="Jobs at the same time.")] = 4,
    retry_failed: Annotated[bool, typer.Option("--retry-failed", help="Begin rows anew that have failed.")] = False,
    report: Annotated[
        Path | None, typer.Option(help="The report page; report.html in the output folder when absent.")
    ] = None,
    url: Url = LOCAL,
    app_id: AppId = "",
    secret: Secret = "",
) -> None:
    """Run a table of jobs. Whatever stops it, the same command goes on; nothing is run or charged twice."""
    from lingtu.batch.journal import Journal
    from lingtu.batch.manifest import read_manifest, read_recipe
    from lingtu.batch.runner import Runner

    if (manifest is None) == (watch is None):
        raise SetupError("give a manifest, or --watch FOLDER")
    if watch is not None and output.resolve() == watch.resolve():
        raise SetupError("results need another folder than the watched one: -o FOLDER")
    common = read_recipe(recipe, operation)
    rows = read_manifest(manifest, common) if manifest is not None else []
    state = manifest.with_name(manifest.name + _STATE) if manifest is not None else output / f"batch{_STATE}"
    output.mkdir(parents=True, exist_ok=True)
    with calling(url, app_id, secret) as client, Journal(state) as journal:
        runner = Runner(client, journal, output, concurrency=concurrency, retry_failed=retry_failed)
        shown = _Shown(runner, rows, report or output / "report.html")
        with _interruptible(), shown.to_its_end():
            runner.run(shown.coming(watch, common), shown.tell)
        shown.conclude(journal)


@contextlib.contextmanager
def _interruptible() -> Iterator[None]:
    """SIGTERM ends a batch as Ctrl-C does, and both do where a shell had them ignored."""
    before = {number: signal.signal(number, signal.default_int_handler) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


class _Shown:
    """The batch on the terminal, and its report."""

    def __init__(self, runner: Runner, rows: list[Row], report: Path) -> None:
        self._runner = runner
        self._rows = rows
        self._report = report
        self._counts = {"done": 0, "failed": 0}
        self._progress: Progress | None = None
        self._interrupted = False

    def coming(self, watched: Path | None, recipe: Recipe) -> Iterator[Row]:
        """The rows to run: the manifest's, or those of a folder as they come."""
        from lingtu.batch.watch import watch

        if watched is None:
            yield from self._rows
            return
        for row in watch(watched, recipe, lambda: self._runner.is_stopped):
            self._rows.append(row)
            yield row

    @contextlib.contextmanager
    def to_its_end(self) -> Iterator[None]:
        """A progress bar meanwhile; an interruption is an end like others."""
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
        from rich.progress import TimeRemainingColumn as Remaining

        columns = (
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            Remaining(),
        )
        with Progress(*columns, console=_out, transient=True) as self._progress:
            self._progress.add_task("0 done", total=len(self._rows) or None)
            try:
                yield
            except KeyboardInterrupt:
                self._interrupted = True

    def tell(self, row: Row, entry: Entry) -> None:
        """A row has ended."""
        if entry.state in self._counts:
            self._counts[entry.state] += 1
        if self._progress is not None:
            said = ", ".join(f"{count} {word}" for word, count in self._counts.items() if count)
            self._progress.update(self._progress.task_ids[0], advance=1, description=said or "0 done")
            if entry.state == "failed":
                self._progress.console.print(f"{row.name}: {entry.message}", markup=False, highlight=False)

    def conclude(self, journal: Journal) -> None:
        """Write the report and say how it ended; ends with 1 unless every row is done."""
        from lingtu.batch.report import write_report

        pairs = [(row, journal.get(row.key)) for row in self._rows]
        write_report(self._report, "lingtu batch", pairs, self._runner.output)
        done = sum(entry is not None and entry.state == "done" for _, entry in pairs)
        failed = sum(entry is not None and entry.state == "failed" for _, entry in pairs)
        unfinished = len(pairs) - done - failed
        typer.echo(f"{done} done, {failed} failed, {unfinished} unfinished; report: {self._report}")
        if self._runner.stopped_by is not None:
            raise SetupError(f"{self._runner.stopped_by}. The same command goes on from here.")
        if self._interrupted:
            raise typer.Exit(_INTERRUPTED)
        if done < len(pairs):
            raise typer.Exit(1)
