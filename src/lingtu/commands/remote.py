"""`lingtu submit | result | cancel | jobs | account`: the SDK on the command line."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from lingtu.client.endpoints import ENDPOINTS, endpoint_of
from lingtu.errors import SetupError

if TYPE_CHECKING:
    from lingtu.client.client import Client
    from lingtu.client.job import Job

out = Console()
_progress_out = Console(stderr=True)

Url = Annotated[
    str, typer.Option("--url", envvar="LINGTU_URL", help="Base of the server, such as https://api.example.com")
]
AppId = Annotated[str, typer.Option("--app-id", envvar="LINGTU_APP_KEY", help="The app that calls.")]
Secret = Annotated[str, typer.Option("--secret", envvar="LINGTU_APP_SECRET", help="Its secret.", show_default=False)]
AsJson = Annotated[bool, typer.Option("--json", help="Print the server's answer as JSON.")]
JobId = Annotated[str, typer.Argument(help="What submit has answered.")]
Output = Annotated[
    Path | None, typer.Option("-o", "--output", help="Wait, and write the results to this file or folder.")
]
LOCAL = "http://127.0.0.1:8000"


@contextlib.contextmanager
def calling(url: str, app_id: str, secret: str) -> Iterator[Client]:
    """A client whose troubles are told without a traceback."""
    from lingtu.client.client import Client
    from lingtu.client.job import CanceledError

    if not app_id or not secret:
        raise SetupError("say who calls: --app-id and --secret, or LINGTU_APP_KEY and LINGTU_APP_SECRET")
    try:
        with Client(url, app_id=app_id, secret=secret, language="en") as client:
            yield client
    except (OSError, ValueError, CanceledError) as error:
        raise SetupError(str(error)) from error


def submit(
    operation: Annotated[str, typer.Argument(help=", ".join(ENDPOINTS))],
    fields: Annotated[
        list[str],
        typer.Argument(
            help="FIELD=VALUE by the wire's names, with dots (goods.x=10); without '=' it is the main picture. "
            "Pictures are files or links.",
            show_default=False,
        ),
    ],
    url: Url = LOCAL,
    app_id: AppId = "",
    secret: Secret = "",
    output: Output = None,
    wait: Annotated[bool, typer.Option("--wait", help="Until the job has ended.")] = False,
    as_json: AsJson = False,
) -> None:
    """Submit a job and print its id: lingtu submit matting mug.jpg -o mug.png"""
    with calling(url, app_id, secret) as client:
        body = endpoint_of(operation).body_of(_fields_of(operation, fields))
        job = client.submit(operation, **body)
        if not as_json:
            typer.echo(job.id)
        if wait or output:
            _finish(job, output, quiet=as_json)
        if as_json:
            _print_json(job.view)


def result(
    job_id: JobId,
    url: Url = LOCAL,
    app_id: AppId = "",
    secret: Secret = "",
    output: Output = None,
    wait: Annotated[bool, typer.Option("--wait", help="Until the job has ended.")] = False,
    as_json: AsJson = False,
) -> None:
    """Show a job as it is now, or wait for it."""
    with calling(url, app_id, secret) as client:
        job = client.job(job_id)
        if wait or output:
            _finish(job, output, quiet=as_json)
        if as_json:
            _print_json(job.view)
        elif not output:
            _print_job(job)


def cancel(
    job_id: JobId,
    reason: Annotated[str | None, typer.Option(help="Is kept with the job.")] = None,
    url: Url = LOCAL,
    app_id: AppId = "",
    secret: Secret = "",
) -> None:
    """Take a waiting job back; it then costs nothing. Ends with 1 if it can't be."""
    with calling(url, app_id, secret) as client:
        job = client.job(job_id)
        if not job.cancel(reason):
            raise SetupError(f"job {job_id} can't be cancelled: it is {job.status}")
    typer.echo(f"job {job_id} is cancelled")


def jobs(
    status: Annotated[str | None, typer.Option(help="waiting, executing, succeed, failed or Canceled.")] = None,
    operation: Annotated[str | None, typer.Option(help="Of this operation alone.")] = None,
    limit: Annotated[int, typer.Option(min=1, help="How many, newest first.")] = 20,
    url: Url = LOCAL,
    app_id: AppId = "",
    secret: Secret = "",
    as_json: AsJson = False,
) -> None:
    """Show the app's jobs, newest first."""
    with calling(url, app_id, secret) as client:
        found = list(islice(client.jobs(status=status, operation=operation), limit))
    if as_json:
        _print_json([job.view for job in found])
        return
    table = Table("job", "operation", "status", "done", "created", "message")
    for job in found:
        view = job.view
        row = (job.id, view["operation"], view["status"], f"{view['progress']:.0%}", view["createdAt"][:19])
        table.add_row(*row, view["message"] or "")
    out.print(table)


def account(url: Url = LOCAL, app_id: AppId = "", secret: Secret = "", as_json: AsJson = False) -> None:
    """Show the app's remaining generations, limits and use."""
    with calling(url, app_id, secret) as client:
        view = client.account()
    if as_json:
        _print_json(view)
        return
    limits = view["limits"]
    table = Table("app", "remaining", "unfinished jobs", "calls a minute", "jobs today", "units today", show_edge=False)
    unfinished = f"{view['unfinishedJobs']} of {limits['unfinishedJobs'] or 'any number'}"
    calls = str(limits["callsPerMinute"] or "any number")
    today = view["today"]
    table.add_row(view["appId"], str(view["remaining"]), unfinished, calls, str(today["jobs"]), str(today["units"]))
    out.print(table)


COMMANDS = (submit, result, cancel, jobs, account)


def _fields_of(operation: str, arguments: list[str]) -> dict[str, Any]:
    """Fields by their dotted names, of what was written on the command line."""
    from lingtu.client.fields import read_value
    from lingtu.client.pictures import is_link

    fields: dict[str, Any] = {}
    for argument in arguments:
        name, equals, value = argument.partition("=")
        if not equals or is_link(argument):
            name, value = endpoint_of(operation).pictures[0], argument
        if name in fields:
            raise SetupError(f"{name} is given twice")
        fields[name] = read_value(value)
    return fields


def _finish(job: Job, output: Path | None, *, quiet: bool) -> None:
    """Wait with a progress bar, then write the results."""
    with watching(quiet=quiet) as watch:
        job.wait(on_progress=watch)
    if output is not None:
        for file in job.save(output):
            if not quiet:
                typer.echo(str(file))
    if job.view["message"] and not quiet:
        typer.echo(job.view["message"])


@contextlib.contextmanager
def watching(*, quiet: bool) -> Iterator[Any]:
    """What to call with a job after every look at it: a progress bar on standard error shows it."""
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.percentage:3.0f} %"))
    with Progress(*columns, TimeElapsedColumn(), console=_progress_out, transient=True, disable=quiet) as progress:
        task = progress.add_task("waiting", total=1.0)

        def watch(job: Job) -> None:
            before = job.view["queuePosition"]
            said = f"{job.status}, {before} before it" if before else job.status
            progress.update(task, completed=job.progress, description=said)

        yield watch


def _print_job(job: Job) -> None:
    view = job.view
    progress = f", {view['progress']:.0%} done" if view["status"] == "executing" else ""
    place = f", {view['queuePosition']} before it" if view["queuePosition"] else ""
    typer.echo(f"{view['status']}{progress}{place}")
    for line in (view["message"], *view["urls"]):
        if line:
            typer.echo(line)


def _print_json(value: object) -> None:
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2))
