"""`lingtu webhooks`: calls of callers' callbackUrl, what became of them, and once more."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

import typer
from rich.console import Console
from rich.table import Table

from lingtu.commands.opened import with_services
from lingtu.errors import SetupError
from lingtu.jobs.webhooks import STATES, Webhook

commands = typer.Typer(help="Calls of callbackUrl: what became of them, and once more.", no_args_is_help=True)
_out = Console()

_App = Annotated[str | None, typer.Option("--app", help="Of this app alone.")]


@commands.command("list")
def list_webhooks(
    app: _App = None,
    state: Annotated[str | None, typer.Option(help=", ".join(STATES))] = None,
    limit: Annotated[int, typer.Option(min=1, max=10_000)] = 50,
) -> None:
    """Show the newest webhooks; those that ended are kept for a week."""
    wanted = next((known for known in STATES if known == state), None)
    if state is not None and wanted is None:
        raise SetupError(f"--state must be one of {', '.join(STATES)}")
    table = Table("webhook", "job", "app", "state", "attempts", "last answer", "host", "made")
    for webhook in with_services(lambda services: services.webhooks.listed(app, wanted, limit)):
        table.add_row(*_row(webhook))
    _out.print(table)


def _row(webhook: Webhook) -> tuple[str, ...]:
    made = webhook.created_at.strftime("%Y-%m-%d %H:%M:%S")
    told = (webhook.state, str(webhook.attempts), webhook.answer or "-")
    host = webhook.receiver.partition(" ")[2]  # the rest of the address may be a secret
    return str(webhook.webhook_id), str(webhook.job_id), webhook.app_id, *told, host, made


@commands.command("retry")
def retry(
    webhook: Annotated[str | None, typer.Argument(help="Its id; without it, all that were given up.")] = None,
    app: _App = None,
) -> None:
    """Call again, for up to two hours more."""
    try:
        webhook_id = UUID(webhook) if webhook else None
    except ValueError:
        raise SetupError(f"{webhook} is no webhook's id; `lingtu webhooks list` shows them") from None
    count = with_services(lambda services: services.webhooks.retry(webhook_id, app))
    if webhook_id is not None and not count:
        raise SetupError(f"there is no webhook {webhook}; `lingtu webhooks list` shows them")
    _out.print(f"{count} to be called again", highlight=False)
