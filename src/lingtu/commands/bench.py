"""`lingtu bench`: speed and quality, each figure beside its floor in the same run."""

from __future__ import annotations

import os
from pathlib import Path
from statistics import median
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from lingtu.settings import Settings

commands = typer.Typer(help="Measure speed and quality on this machine.", no_args_is_help=True)
out = Console()


@commands.command()
def api(
    requests: Annotated[int, typer.Option(min=100, help="Requests in a round.")] = 1500,
    rounds: Annotated[int, typer.Option(min=1, help="Rounds; medians are told.")] = 3,
    connections: Annotated[int, typer.Option(min=1, help="Callers at the same time.")] = 16,
) -> None:
    """Submissions and results a second beside bare routes, idle latency, memory."""
    from lingtu.bench import api as bench

    bench.check_floor()
    with bench.bench_server(with_floor=True) as server:
        compared = bench.compare_rates(server, requests, rounds, connections)
        resident = server.resident_mb()
    table = Table("figure", "ours /s", "p50 ms", "floor /s", "p50 ms", "ratio")
    for row in compared:
        ours, floor = row.ours, row.floor
        cells = (f"{ours.per_second:.0f}", f"{ours.p50_ms:.1f}", f"{floor.per_second:.0f}", f"{floor.p50_ms:.1f}")
        table.add_row(row.name, *cells, f"{row.ratio:.2f}" + (f" ({ours.refused} refused)" if ours.refused else ""))
    out.print(table)
    if resident is not None:
        out.print(f"API process: {resident:.0f} MB resident after the load", highlight=False)
    with bench.bench_server(with_worker=True) as server:
        idle = bench.idle_start_ms(server, 15)
        rate = bench.results_per_second(server, 20)
    out.print(f"submission → executing, idle queue: p50 {median(idle):.0f} ms, max {max(idle):.0f} ms", highlight=False)
    out.print(f"change-background 1024², one worker: {rate:.2f} results/s", highlight=False)


@commands.command()
def queue(
    jobs: Annotated[int, typer.Option(min=100, help="Empty jobs in a round.")] = 10_000,
    rounds: Annotated[int, typer.Option(min=1, help="Rounds; medians are told.")] = 2,
    concurrency: Annotated[int, typer.Option(min=1, max=64, help="Of each worker process.")] = 1,
) -> None:
    """What the queue costs a job, and how two worker processes drain it against one."""
    from lingtu.bench import queue as bench

    bench.report(jobs, rounds, concurrency, out)


@commands.command()
def scale(
    rows: Annotated[int, typer.Option(min=2001, help="Jobs in the database, against 2,000.")] = 2_000_000,
    requests: Annotated[int, typer.Option(min=100, help="Calls in a round.")] = 1500,
    rounds: Annotated[int, typer.Option(min=1, help="Rounds; medians are told.")] = 3,
) -> None:
    """Two API processes against one, millions of rows against thousands, pruning, 200 slots that sleep."""
    from lingtu.bench import scale as bench

    bench.report(rows, requests, rounds, out)


@commands.command()
def edits(
    edits: Annotated[int, typer.Option(min=3, help="Edits to take the median of.")] = 15,
) -> None:
    """What an edit by a server of an image-edit model costs beside the model."""
    from lingtu.bench import edits as bench

    bench.report(edits, out)


@commands.command()
def engine(
    jobs: Annotated[int, typer.Option(min=3, help="Jobs to take the median of.")] = 15,
) -> None:
    """A change-background job from submission to success beside decode + encode, and its stages."""
    from lingtu.bench import engine as bench

    for figures in bench.measure(Settings.from_env(os.environ), jobs):
        table = Table(f"change-background 1024², warm, on {figures.background}", "p50 ms", "× decode + encode")
        for name, milliseconds in figures.rows:
            table.add_row(name, f"{milliseconds:.0f}", f"{milliseconds / figures.floor_ms:.2f}")
        out.print(table)


@commands.command()
def insertion(
    times: Annotated[int, typer.Option(min=1, help="Insertions into each scene to take the median of.")] = 5,
) -> None:
    """A product's shadow and reflection in every scene of the gallery at 1280², warm."""
    from lingtu.bench import insertion as bench

    found = dict(bench.measure(Settings.from_env(os.environ), times))
    table = Table("scene", "s")
    for name, seconds in found.items():
        table.add_row(name, f"{seconds:.2f}")
    out.print(table)
    worst = max(found, key=lambda name: found[name])
    out.print(f"median {median(found.values()):.2f} s, worst {found[worst]:.2f} s ({worst})", highlight=False)


@commands.command()
def matting(
    data: Annotated[Path, typer.Option(exists=True, file_okay=False, help="Folder with gt/ and gt_composited/.")],
) -> None:
    """Error of the cut-outs on photographs with known mattes, beside the plain net."""
    from lingtu.bench import matting as bench

    bench.report(data, Settings.from_env(os.environ), out)


@commands.command()
def limits(
    only: Annotated[str, typer.Option(help="Measure the cases with this in their name.")] = "",
) -> None:
    """Time and memory of every operation with the largest pictures that callers may send."""
    from lingtu.bench import limits as bench

    bench.report(Settings.from_env(os.environ), only, out)


@commands.command()
def quality(
    data: Annotated[
        Path | None, typer.Option(exists=True, file_okay=False, help="Folder of pictures to measure on besides.")
    ] = None,
    out_file: Annotated[Path | None, typer.Option("--out", help="Write an HTML report with its pictures.")] = None,
    only: Annotated[str, typer.Option(help="Measure the sections with this in their name.")] = "",
) -> None:
    """Quality of what the engine makes, each figure beside its bounds and what others do."""
    from lingtu.bench.quality import report as bench

    bench.report(Settings.from_env(os.environ), data, only, out_file, out)
