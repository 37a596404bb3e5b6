"""The command line: `lingtu COMMAND`. Commands are thin: they read options, wire, and print."""

from __future__ import annotations

import asyncio
import contextlib
import os
import secrets
import signal
import sys
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Annotated, TypeVar

import typer
from rich.console import Console
from rich.table import Table

from lingtu.apps.app import App
from lingtu.apps.store import AppStore
from lingtu.commands import batch, bench, conformance, gallery, labels, remote, run, studio, webhooks, weights
from lingtu.commands.opened import database, with_services
from lingtu.errors import LingtuError, SetupError
from lingtu.settings import PREFIX, Settings

cli = typer.Typer(
    name="lingtu",
    help="Self-hosted server of the 灵图 open API: product pictures on new backgrounds, cut-outs, and more.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
app_commands = typer.Typer(help="Callers: credentials, quota.", no_args_is_help=True)
cli.add_typer(app_commands, name="app")
cli.add_typer(weights.commands, name="weights")
cli.add_typer(gallery.commands, name="gallery")
cli.add_typer(labels.commands, name="labels")
cli.add_typer(webhooks.commands, name="webhooks")
cli.add_typer(studio.commands, name="studio")
cli.add_typer(bench.commands, name="bench")
cli.add_typer(run.commands, name="run")
cli.command()(conformance.conformance)
for _command in (*remote.COMMANDS, batch.batch):
    cli.command(rich_help_panel="Call a server")(_command)
out = Console()
T = TypeVar("T")

Host = Annotated[str, typer.Option(help="Address to listen on; 0.0.0.0 for every network.")]
Port = Annotated[int, typer.Option(min=0, max=65535, help="Port to listen on; 0 takes a free one.")]
AppId = Annotated[str, typer.Option("--app-id", help="1 to 64 characters of A-Z a-z 0-9 _ -")]
AppName = Annotated[str, typer.Argument(help="The app's id.")]


def main() -> None:
    """Entry point; what the operator can put right is printed without a traceback."""
    try:
        cli()
    except (SetupError, LingtuError) as error:
        Console(stderr=True).print(f"[bold red]lingtu:[/] {error}", highlight=False)
        sys.exit(1)


@cli.command()
def serve(
    host: Host = "127.0.0.1",
    port: Port = studio.DEFAULT_PORT,
    no_worker: Annotated[bool, typer.Option("--no-worker", help="Answer calls only; workers run elsewhere.")] = False,
) -> None:
    """Run the API, a worker and, unless LINGTU_DATABASE_URL names one, the database."""
    from lingtu import server
    from lingtu.connections import bind
    from lingtu.logs import set_up_logs
    from lingtu.tracing import set_up_traces

    settings = Settings.from_env(os.environ)
    listener = bind(host, port)
    port = listener.getsockname()[1]
    if "public_url" not in settings.model_fields_set:
        settings = settings.model_copy(update={"public_url": f"http://127.0.0.1:{port}"})
    admin = studio.bind_admin(settings, port)
    set_up_logs(settings)
    set_up_traces(settings.otlp_endpoint, "api")
    greet = studio.greeting(settings, admin)
    with _sigterm_as_exit(), database(settings) as url:
        server.run_loop(server.serve(settings, url, listener, admin, not no_worker, greet))


@contextlib.contextmanager
def _sigterm_as_exit() -> Iterator[None]:
    """Before the loop handles signals and after it has ended, a SIGTERM must still leave the database shut down."""
    before = signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


@cli.command()
def worker(
    concurrency: Annotated[int | None, typer.Option(min=1, max=64, help="Jobs at the same time.")] = None,
    operations: Annotated[str | None, typer.Option(help="Their names with commas; all of them without it.")] = None,
    with_parent: Annotated[int | None, typer.Option(hidden=True)] = None,
) -> None:
    """Run jobs. Any number of workers on any number of machines share one database."""
    from lingtu.admin import admin_port
    from lingtu.api.callbacks import callback_body
    from lingtu.connections import bind
    from lingtu.jobs.worker import work
    from lingtu.logs import set_up_logs
    from lingtu.processes import die_with_parent
    from lingtu.services import open_services
    from lingtu.tracing import set_up_traces

    if with_parent is not None:
        die_with_parent(signal.SIGTERM, with_parent)
    chosen = {"CONCURRENCY": concurrency, "OPERATIONS": operations}
    given = {f"{PREFIX}{name}": str(value) for name, value in chosen.items() if value is not None}
    settings = Settings.from_env(os.environ | given)
    set_up_logs(settings)
    set_up_traces(settings.otlp_endpoint, "worker")
    port = settings.admin_port
    if port is not None and with_parent is not None:
        port += 1  # the first one is the API's

    admin = bind(settings.admin_host, port) if port is not None else None

    async def run_worker(url: str) -> None:
        async with open_services(settings, url) as services, admin_port(services, admin):
            await work(services, settings, url, callback_body(services))

    with database(settings) as url:
        asyncio.run(run_worker(url))


@cli.command()
def demo(
    output: Annotated[Path, typer.Option("-o", "--output", help="Folder for the pictures.")] = Path("lingtu-demo"),
) -> None:
    """Start everything, put a product on new backgrounds through the signed API, and show where the pictures are."""
    from lingtu.commands.demo import run_demo

    run_demo(output, out)


# --- apps ------------------------------------------------------------------------------------------------------------


def _with_apps(task: Callable[[AppStore], Awaitable[T]]) -> T:
    return with_services(lambda services: task(services.apps))


@app_commands.command("create")
def app_create(
    app_id: AppId,
    secret: Annotated[str | None, typer.Option(help="Signs the app's calls; drawn and shown when absent.")] = None,
    quota: Annotated[int, typer.Option(min=0, help="Generations to begin with.")] = 0,
    v2_only: Annotated[bool, typer.Option("--v2-only", help="Refuse calls signed by v1.")] = False,
) -> None:
    """Make an app; works while the server runs."""
    drawn = secret or secrets.token_hex(24)
    made = _with_apps(lambda apps: apps.create(app_id, drawn, quota, v2_only=v2_only))
    out.print(f"app {made.app_id} has {made.remaining} generations", highlight=False)
    if secret is None:
        out.print(f"secret: {drawn}   (shown once)", highlight=False)


@app_commands.command("list")
def app_list() -> None:
    """Show all apps."""
    table = Table("app", "state", "sign", "remaining", "unfinished jobs", "created")
    for app in _with_apps(lambda apps: apps.all()):
        state, sign = "enabled" if app.enabled else "disabled", "v2 only" if app.v2_only else "v1, v2"
        created = app.created_at.strftime("%Y-%m-%d %H:%M")
        table.add_row(app.app_id, state, sign, str(app.remaining), str(app.unfinished), created)
    out.print(table)


@app_commands.command("quota")
def app_quota(
    app_id: AppName,
    add: Annotated[int | None, typer.Option(help="Generations to add; negative to take away.")] = None,
    to: Annotated[int | None, typer.Option("--set", min=0, help="Generations to have.")] = None,
) -> None:
    """Show or change an app's generations."""
    if add is not None and to is not None:
        raise SetupError("give --add or --set, not both")
    if add is not None:
        _show_quota(_with_apps(lambda apps: apps.grant(app_id, add)))
    elif to is not None:
        _show_quota(_with_apps(lambda apps: apps.set_remaining(app_id, to)))
    else:
        _show_quota(_with_apps(lambda apps: apps.get(app_id)))


def _show_quota(app: App) -> None:
    out.print(f"app {app.app_id} has {app.remaining} generations left", highlight=False)


@app_commands.command("reseal")
def app_reseal() -> None:
    """Seal all secrets under the first key of LINGTU_MASTER_KEY; the others may then be dropped."""
    count = _with_apps(lambda apps: apps.reseal())
    out.print(f"{count} secrets are sealed under the first master key", highlight=False)


@app_commands.command("limits")
def app_limits(
    app_id: AppName,
    calls: Annotated[int | None, typer.Option(min=1, help="Calls in a minute; any number without it.")] = None,
    jobs: Annotated[int | None, typer.Option(min=1, help="Jobs that wait or run; any number without it.")] = None,
) -> None:
    """Set how much an app may ask for; works within seconds."""
    app = _with_apps(lambda apps: apps.set_limits(app_id, calls, jobs))
    told = f"{calls or 'any number of'} calls a minute, {jobs or 'any number of'} unfinished jobs"
    out.print(f"app {app.app_id} may have {told}", highlight=False)


@app_commands.command("disable")
def app_disable(app_id: AppName) -> None:
    """Refuse an app's calls from now on."""
    _with_apps(lambda apps: apps.set_enabled(app_id, False))
    out.print(f"app {app_id} is disabled", highlight=False)


@app_commands.command("enable")
def app_enable(app_id: AppName) -> None:
    """Accept a disabled app's calls again."""
    _with_apps(lambda apps: apps.set_enabled(app_id, True))
    out.print(f"app {app_id} is enabled", highlight=False)


@app_commands.command("rotate")
def app_rotate(
    app_id: AppName, secret: Annotated[str | None, typer.Option(help="The new secret; drawn when absent.")] = None
) -> None:
    """Give an app a new secret; the old one stops working within seconds."""
    drawn = secret or secrets.token_hex(24)
    _with_apps(lambda apps: apps.set_secret(app_id, drawn))
    out.print(f"app {app_id} has a new secret", highlight=False)
    if secret is None:
        out.print(f"secret: {drawn}   (shown once)", highlight=False)
