"""`lingtu studio`: links to sign in by, and what `lingtu serve` says about the studio when it is ready."""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Awaitable, Callable
from contextlib import suppress
from ipaddress import ip_address
from typing import Annotated

import typer
from rich.console import Console

from lingtu import __version__
from lingtu.apps.sessions import LINK_LIFE
from lingtu.commands.opened import with_services
from lingtu.errors import SetupError
from lingtu.services import Services
from lingtu.settings import Settings

commands = typer.Typer(help="The web page for designers and operators.", no_args_is_help=True)
out = Console()
DEFAULT_PORT = 8000
_MINUTES = round(LINK_LIFE.total_seconds() / 60)


@commands.command("link")
def link(
    app: Annotated[str | None, typer.Option(help="For a designer whose jobs belong to this app.")] = None,
) -> None:
    """Print a link to sign in by, once, within an hour: for an operator, or with --app for a designer."""
    settings = Settings.from_env(os.environ)
    if not settings.studio:
        raise SetupError("the studio is off: LINGTU_STUDIO=off")
    role = "designer" if app is not None else "admin"
    place = _places(settings)[role]
    made = with_services(lambda services: services.sessions.make_link("designer" if app else "admin", app))
    typer.echo(link_to(place, made.token))  # not by rich, which takes an address of IPv6 for a style


@commands.command("sign-out")
def sign_out(
    app: Annotated[str | None, typer.Option(help="Designers of this app alone.")] = None,
) -> None:
    """Sign everybody out at once, and take back links that nobody has used yet."""
    count = with_services(lambda services: services.sessions.end_all(app))
    out.print(f"{count} sessions are ended", highlight=False)


def link_to(place: str, token: str) -> str:
    """A sign-in link; the token is after the #, where it reaches no server's log."""
    return f"{place}/studio/#link={token}"


def bind_admin(settings: Settings, api_port: int) -> socket.socket | None:
    """The admin port of `lingtu serve`: the one that is set; with the studio, else 8001 beside 8000, or a free one."""
    from lingtu.connections import bind

    if settings.admin_port is not None:
        return bind(settings.admin_host, settings.admin_port)
    if not settings.studio:
        return None
    if api_port == DEFAULT_PORT:
        with suppress(SetupError):
            return bind(settings.admin_host, DEFAULT_PORT + 1)
    return bind(settings.admin_host, 0)


def greeting(settings: Settings, admin: socket.socket | None) -> Callable[[Services], Awaitable[None]]:
    """What `lingtu serve` says when it answers.

    A link for the operator is part of it if nobody is signed in, and nobody else could use one that is found in a log.
    """

    async def greet(services: Services) -> None:
        typer.echo(f"lingtu {__version__} answers at {settings.public_url}")
        if settings.studio and admin is not None:
            operator = _address(settings.admin_host, admin.getsockname()[1])
            _remember(settings, operator)
            if not _is_loopback(settings.admin_host) or await services.sessions.is_anybody_in("admin"):
                typer.echo(f"studio:        {operator}/studio/   (a new link: lingtu studio link)")
            else:
                made = await services.sessions.make_link("admin")
                typer.echo(f"studio:        {link_to(operator, made.token)}   (works once, within {_MINUTES} minutes)")
            typer.echo("for designers: lingtu studio link --app A")
        typer.echo("make an app:   lingtu app create --app-id A --secret S --quota 100")
        typer.echo(f"what to call:  {settings.public_url}/docs")

    return greet


def _is_loopback(host: str) -> bool:
    """Whether who reads a link in a log must be on this machine to use it."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _address(host: str, port: int) -> str:
    """Where a browser on this machine finds a server that listens there."""
    reached = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104
    return f"http://{reached}:{port}"


def _remember(settings: Settings, operator: str) -> None:
    """Tell `lingtu studio link`, which runs on the same machine, where this server answers."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    places = {"admin": operator, "designer": settings.public_url}
    (settings.data_dir / "studio.json").write_text(json.dumps(places), encoding="utf-8")


def _places(settings: Settings) -> dict[str, str]:
    """Where the studio is for each role."""
    file = settings.data_dir / "studio.json"
    places: dict[str, str] = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    if "public_url" in settings.model_fields_set:
        places["designer"] = settings.public_url
    if settings.admin_port is not None:
        places.setdefault("admin", _address(settings.admin_host, settings.admin_port))
    if not {"admin", "designer"} <= set(places):
        raise SetupError("start `lingtu serve` first, or set LINGTU_PUBLIC_URL and LINGTU_ADMIN_PORT")
    return places
