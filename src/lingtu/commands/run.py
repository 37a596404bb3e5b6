"""`lingtu run`: one picture, no server."""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from lingtu.errors import LingtuError, SetupError
from lingtu.fetching.header import read_header
from lingtu.gallery.catalogue import OURS, Gallery, picture_file
from lingtu.operations import OPERATIONS
from lingtu.operations.fields import SEED_LIMIT, read_params
from lingtu.operations.operation import Outcome
from lingtu.settings import Settings

commands = typer.Typer(help="One picture, no server.", no_args_is_help=True)
out = Console()
Picture = Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="A png, jpg or webp file.")]
Output = Annotated[Path, typer.Option("-o", "--output", help="File to write; several results are numbered.")]
Seed = Annotated[int | None, typer.Option(min=0, help="The same seed gives the same pixels; drawn when absent.")]


@commands.command()
def matting(
    picture: Picture,
    output: Output = Path("cut-out.png"),
    head: Annotated[bool, typer.Option("--head", help="The head with its hair instead of the subject.")] = False,
    psd: Annotated[bool, typer.Option("--psd", help="Write a layered psd as well.")] = False,
) -> None:
    """Cut the subject out of a picture."""
    body = {"image": "local", "type": int(head), "formats": ["png", "psd"] if psd else ["png"]}
    _carry_out("matting", OURS, body, {"image": picture.read_bytes()}, None, output)


@commands.command()
def remove(
    picture: Picture,
    mask: Annotated[Path, typer.Option(exists=True, help="Of the picture's proportions. White: erase; black: keep.")],
    output: Output = Path("removed.png"),
    seed: Seed = None,
) -> None:
    """Erase what a mask marks from a picture."""
    body = {"image": "local", "mask": "local"}
    _carry_out("remove", OURS, body, {"image": picture.read_bytes(), "mask": mask.read_bytes()}, seed, output)


@commands.command("change-background")
def change_background(
    product: Picture,
    background: Annotated[str, typer.Option(help="A file, or the id of a gallery background.")],
    output: Output = Path("result.png"),
    size: Annotated[str, typer.Option(help="Width and height of the result, px.")] = "1024x1024",
    box: Annotated[str | None, typer.Option(help="The product's x,y,width,height; centred when absent.")] = None,
    mask: Annotated[Path | None, typer.Option(exists=True, help="White: fill anew; black: follow.")] = None,
    num: Annotated[int, typer.Option(help="1, 2 or 4 results.")] = 1,
    smart_color: Annotated[bool, typer.Option(help="Match the product's light to the scene.")] = True,
    strong: Annotated[bool, typer.Option(help="Keep the scene; off: a new one in its style.")] = True,
    seed: Seed = None,
) -> None:
    """Put a product on a new background."""
    gallery = Gallery.open(Settings.from_env(os.environ).own_gallery)
    width, height = _numbers(size, "x", 2, "--size")
    pictures = {"goods": product.read_bytes()}
    scene: dict[str, Any] = {}
    entry = gallery.find_background(background)
    if entry is not None:
        scene["bgId"] = background
        pictures["background"] = picture_file(entry)
    else:
        scene["url"] = "local"
        pictures["background"] = _read(Path(background), gallery)
    if mask is not None:
        scene["mask"] = "local"
        pictures["mask"] = mask.read_bytes()
    x, y, box_width, box_height = _numbers(box, ",", 4, "--box") if box else _centred(pictures["goods"], width, height)
    body = {
        "width": width,
        "height": height,
        "goods": {"url": "local", "x": x, "y": y, "width": box_width, "height": box_height},
        "background": scene,
        "num": num,
        "productSmartColor": smart_color,
        "referenceStrong": strong,
    }
    _carry_out("change-background", gallery, body, pictures, seed, output)


def _carry_out(
    name: str, gallery: Gallery, body: dict[str, Any], pictures: dict[str, bytes], seed: int | None, output: Path
) -> None:
    """Run an operation in this process, and write its results, labelled as a server would."""
    from lingtu.engines.child import load_engine
    from lingtu.engines.host import threads_for
    from lingtu.engines.options import Options
    from lingtu.labels.labeller import Making
    from lingtu.operations.corner import with_corner
    from lingtu.services import open_labeller

    settings = Settings.from_env(os.environ)
    operation, labeller = OPERATIONS[name], open_labeller(settings)
    params = read_params(operation.params, {"requestId": "local", **body}, gallery)
    engine = load_engine(settings.engine, settings.weights_dir, threads_for(1), Options(settings.generative))
    chosen = secrets.randbelow(SEED_LIMIT) if seed is None else seed
    out.print(f"seed {chosen}", highlight=False)
    outcome = with_corner(operation, labeller.corner)(engine, gallery, params, pictures, chosen, lambda _: None)

    def label(data: bytes) -> bytes:
        making = Making(
            operation=name,
            source_type=operation.source_type,
            produce_id=f"local-{hashlib.sha256(data).hexdigest()[:32]}",
            source=pictures[operation.edits],
        )
        return labeller.label(data, making)

    _write(outcome, output, label)


def _write(outcome: Outcome, output: Path, label: Callable[[bytes], bytes]) -> None:
    for index, variation in enumerate(outcome.variations):
        if isinstance(variation, LingtuError):
            out.print(f"result {index + 1} failed: {variation}", highlight=False)
            continue
        for file in variation:
            stem = output.stem if len(outcome.variations) == 1 else f"{output.stem}-{index + 1}"
            target = output.with_name(f"{stem}.{file.format}")
            target.write_bytes(label(file.data))
            out.print(str(target), highlight=False)
    if outcome.note:
        out.print(outcome.note[1], highlight=False)


def _centred(product: bytes, width: int, height: int) -> tuple[int, int, int, int]:
    """The product at 60 % of the canvas, standing a little below the middle."""
    header = read_header(product)
    scale = 0.6 * min(width / header.width, height / header.height)
    box_width, box_height = max(1, round(header.width * scale)), max(1, round(header.height * scale))
    return (width - box_width) // 2, round((height - box_height) * 0.62), box_width, box_height


def _read(file: Path, gallery: Gallery) -> bytes:
    if not file.is_file():
        known = ", ".join(entry.id for entry in gallery.backgrounds)
        raise SetupError(f"--background {file}: neither a file nor one of the gallery ({known})")
    return file.read_bytes()


def _numbers(text: str, separator: str, count: int, option: str) -> tuple[int, ...]:
    parts = text.split(separator)
    if len(parts) != count or not all(part.strip().lstrip("-").isdigit() for part in parts):
        raise SetupError(f"{option} {text}: {count} whole numbers separated by '{separator}' are needed")
    return tuple(int(part) for part in parts)
