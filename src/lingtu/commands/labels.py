"""`lingtu labels`: what a picture's metadata say of its making."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from lingtu.errors import SetupError
from lingtu.labels.credentials import read_manifest
from lingtu.labels.embed import extract_packet
from lingtu.labels.xmp import read_packet

commands = typer.Typer(help="AI-content labels in pictures.", no_args_is_help=True)
out = Console()
NO_LABEL = 1  # exit code
PSD = b"8BPS"


@commands.callback()
def _group() -> None:
    """Keeps `show` a command of its own."""


@commands.command()
def show(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="A png, jpg, webp or psd file.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print a JSON object.")] = False,
    trust: Annotated[
        Path | None, typer.Option(exists=True, help="PEM of certificate authorities to trust besides the known ones.")
    ] = None,
) -> None:
    """Show a picture's labels, by any maker; the exit code is 1 if it has none."""
    data = file.read_bytes()
    marks = read_packet(extract_packet(data))
    found = {
        "AIGC": marks.label.to_wire() if marks.label else None,
        "DigitalSourceType": marks.source_type,
        "C2PA": _credentials(data, trust.read_text(encoding="utf-8") if trust else None),
    }
    if as_json:
        typer.echo(json.dumps(found, ensure_ascii=False, indent=2))
    else:
        _print(found)
    if not any(found.values()):
        raise typer.Exit(NO_LABEL)


def _credentials(data: bytes, anchors: str | None) -> dict[str, Any] | None:
    """The signed manifest in short, or why it can't be read here."""
    if data.startswith(PSD):
        return None
    try:
        report = read_manifest(data, anchors)
    except SetupError as error:
        return {"state": str(error)} if b"c2pa" in data else None
    if report is None:
        return None
    active = report["manifests"][report["active_manifest"]]
    return {
        "state": report.get("validation_state"),
        "problems": [status["code"] for status in report.get("validation_status") or []],
        "signer": active.get("signature_info", {}).get("issuer"),
        "actions": [
            action["action"] + (f" ({action['description']})" if "description" in action else "")
            for assertion in active.get("assertions", [])
            if assertion["label"].startswith("c2pa.actions")
            for action in assertion["data"].get("actions", [])
        ],
    }


def _print(found: dict[str, Any]) -> None:
    if not any(found.values()):
        out.print("no AI-content label", highlight=False)
        return
    table = Table("what", "field", "value")
    for name, value in found.items():
        rows = value.items() if isinstance(value, dict) else [("", value or "none")]
        for field, text in rows:
            table.add_row(name, field, ", ".join(text) if isinstance(text, list) else str(text))
            name = ""
    out.print(table)
