"""`lingtu conformance`: does a server keep the wire contract?"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from urllib.parse import urlsplit

import typer
from rich.console import Console
from rich.markup import escape

if TYPE_CHECKING:
    from PIL.Image import Image

    from lingtu.conformance.picture_host import PictureHost
    from lingtu.conformance.rule import Rule
    from lingtu.conformance.session import Options

CANNOT_BEGIN = 2  # exit code
out = Console()

Url = Annotated[str, typer.Argument(help="Base of the server, such as https://api.example.com", show_default=False)]
AppId = Annotated[str, typer.Option("--app-id", help="An app that nobody else uses meanwhile.", show_default=False)]
Secret = Annotated[str, typer.Option(help="Its secret.", show_default=False)]
Only = Annotated[str | None, typer.Option(help="Rules whose name matches, such as 'signing.*' or '*.refuses-*'.")]
SecondAppId = Annotated[
    str | None, typer.Option(help="Another app, with fewer than 4 generations: for rules of two tenants and of quota.")
]
PicturesAt = Annotated[
    str | None, typer.Option(help="Where the server can fetch pictures from this machine: http://HOST:PORT")
]
PicturesPort = Annotated[int | None, typer.Option(help="Port to serve them at, if not the one of that URL.")]
Picture = Annotated[Path | None, typer.Option(exists=True, dir_okay=False, help="A photo for the rules of try-on.")]


def conformance(
    url: Url = "",
    app_id: AppId = "",
    secret: Secret = "",
    only: Only = None,
    list_rules: Annotated[bool, typer.Option("--list", help="Print the table of rules and do nothing.")] = False,
    json_file: Annotated[Path | None, typer.Option("--json", help="Write the report to this file as well.")] = None,
    second_app_id: SecondAppId = None,
    second_secret: Annotated[str | None, typer.Option(help="Its secret.")] = None,
    pictures_at: PicturesAt = None,
    pictures_port: PicturesPort = None,
    person: Picture = None,
    garment: Picture = None,
) -> None:
    """Check a server against the wire contract and tell what it breaks; exit code 1 if it breaks a rule."""
    from lingtu.conformance.report import to_markdown
    from lingtu.conformance.session import Credentials, Options
    from lingtu.conformance.table import choose

    rules = choose(only)
    if not rules:
        raise typer.BadParameter(f"no rule matches {only}; `lingtu conformance --list` shows them")
    if list_rules:
        typer.echo(to_markdown(rules), nl=False)
        return
    if not (url.startswith(("http://", "https://")) and app_id and secret):
        raise typer.BadParameter("give the server's URL, --app-id and --secret")
    second = Credentials(app_id=second_app_id, secret=second_secret or "") if second_app_id else None
    with _pictures(pictures_at, pictures_port) as host:
        options = Options(
            url=url.rstrip("/"),
            app=Credentials(app_id=app_id, secret=secret),
            second=second,
            host=host,
            person=_photo(person),
            garment=_photo(garment),
        )
        _check(options, rules, json_file)


def _photo(file: Path | None) -> Image | None:
    from PIL import Image, UnidentifiedImageError

    if file is None:
        return None
    try:
        return Image.open(file).convert("RGB")
    except (OSError, UnidentifiedImageError):
        raise typer.BadParameter(f"{file} is no picture that can be opened") from None


@contextlib.contextmanager
def _pictures(base: str | None, port: int | None) -> Iterator[PictureHost | None]:
    from lingtu.conformance.picture_host import PictureHost

    if base is None:
        yield None
        return
    parts = urlsplit(base)
    chosen = port or parts.port or {"https": 443}.get(parts.scheme, 80)
    try:
        host = PictureHost(base, chosen)
    except OSError as error:
        raise typer.BadParameter(f"pictures can't be served at port {chosen}: {error.strerror}") from None
    try:
        yield host
    finally:
        host.close()


def _check(options: Options, rules: list[Rule], json_file: Path | None) -> None:
    from lingtu.conformance.report import print_result, print_summary, to_json
    from lingtu.conformance.runner import begin, run
    from lingtu.conformance.session import Session, open_http
    from lingtu.conformance.verdict import BreachError

    with open_http(options.url) as http:
        session = Session(options, http)
        try:
            out.print(escape(begin(rules, session)), highlight=False, soft_wrap=True)
        except BreachError as broken:
            out.print(f"[bold red]cannot begin:[/] {escape(str(broken))}", highlight=False, soft_wrap=True)
            raise typer.Exit(CANNOT_BEGIN) from None
        results = run(rules, session, lambda result: print_result(result, out))
    print_summary(results, out)
    if json_file is not None:
        json_file.write_text(json.dumps(to_json(results, options.url), ensure_ascii=False, indent=1), encoding="utf-8")
    if any(result.outcome == "failed" for result in results):
        raise typer.Exit(1)
