"""`lingtu gallery`: the backgrounds and faces that callers can choose, and adding your own."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from lingtu.errors import LingtuError, SetupError
from lingtu.fetching.header import read_header
from lingtu.gallery import catalogue, own, own_faces
from lingtu.gallery.background import Category
from lingtu.gallery.catalogue import OURS, Gallery
from lingtu.settings import Settings

commands = typer.Typer(help="Backgrounds and faces: list, add your own, check.", no_args_is_help=True)
out = Console()
Picture = Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="A png, jpg or webp file, 10 MB at most.")]
Maps = Annotated[
    Path | None,
    typer.Option(exists=True, file_okay=False, help="Folder of a rendered scene: scene.toml, depth.png, surface.png …"),
]


@commands.command("list")
def list_backgrounds() -> None:
    """Show every background: ours, then your own."""
    folder, gallery = _open()
    table = Table("id", "category", "light", "from")
    for entry in gallery.backgrounds:
        light = "ray-cast" if "scene.toml" in catalogue.scene_files(entry) else "estimated"
        table.add_row(entry.id, entry.category, light, "own" if entry.own else "lingtu")
    out.print(table)
    out.print(f"your own are kept in {folder}", highlight=False)


@commands.command("add")
def add(
    picture: Picture,
    id: Annotated[str, typer.Option(help="Lower-case letters, digits, hyphens; what callers send as bgId.")],
    category: Annotated[str, typer.Option(help="indoor, outdoor or simplicity.")],
    stand: Annotated[str, typer.Option(help="Where a product stands: x, y of its base, its height; shares.")] = (
        "0.5,0.8,0.5"
    ),
    maps: Maps = None,
) -> None:
    """Add a background of your own, or replace it; servers and workers on this folder know it at once."""
    folder, gallery = _open()
    known = gallery.find_background(id)
    if known is not None and known.own is None:
        raise SetupError(f"--id {id}: the gallery has a background of this id")
    files = {file.name: file.read_bytes() for file in maps.iterdir() if file.is_file()} if maps is not None else {}
    data = picture.read_bytes()
    read_header(data)
    said = _said(data, files)
    own.add(folder, id, picture, _category(category), _shares(stand), maps)
    out.print(f"{id}: {said}; added to {folder}", highlight=False)


@commands.command("check")
def check() -> None:
    """Read every background as a job would; ends with 1 if one is broken."""
    _, gallery = _open()
    broken = 0
    for entry in gallery.backgrounds:
        try:
            out.print(
                f"{entry.id}: {_said(catalogue.picture_file(entry), catalogue.scene_files(entry))}", highlight=False
            )
        except (LingtuError, SetupError) as error:
            broken += 1
            out.print(f"{entry.id}: [red]{error}[/]", highlight=False)
    if broken:
        raise typer.Exit(1)


@commands.command("faces")
def list_faces() -> None:
    """Show every face: ours, then your own."""
    folder, gallery = _open()
    table = Table("id", "gender", "skin", "age", "from")
    for entry in gallery.faces:
        table.add_row(entry.id, entry.gender, entry.skin, entry.age, "own" if entry.own else "lingtu")
    out.print(table)
    out.print(f"your own are kept in {folder / own_faces.FOLDER}", highlight=False)


@commands.command("add-face")
def add_face(
    picture: Picture,
    id: Annotated[str, typer.Option(help="Lower-case letters, digits, hyphens; what callers send as faceId.")],
    gender: Annotated[str, typer.Option(help="Male or female.")],
    skin: Annotated[str, typer.Option(help="yellow, white or black.")],
    consent: Annotated[str, typer.Option(help="Who allowed the use of this face, and how; stored with it.")],
    age: Annotated[str, typer.Option(help="adult or child.")] = "adult",
) -> None:
    """Add a face of your own from one picture: straight, neutral, evenly lit, nothing in front of it."""
    folder, gallery = _open()
    known = gallery.find_face(id)
    if known is not None and known.own is None:
        raise SetupError(f"--id {id}: the gallery has a face of this id")
    data = picture.read_bytes()
    read_header(data)
    facts = {"gender": gender, "skin": skin, "age": age, "consent": consent}
    own_faces.add(folder, id, facts, data, picture.suffix.lower(), _sitter_files(data))
    out.print(f"{id}: added to {folder}", highlight=False)


def _sitter_files(picture: bytes) -> dict[str, bytes]:
    """What replacing takes, worked out on a picture; raises what is wrong with it."""
    from lingtu.imaging import codec
    from lingtu.imaging.people.nets import open_people_nets
    from lingtu.imaging.reface.own_sitter import make_sitter
    from lingtu.imaging.reface.sitter import read_sitter

    nets = open_people_nets(Settings.from_env(os.environ).weights_dir, threads=1)
    pattern = read_sitter(catalogue.person_files(OURS.faces[0]), nets.canonical)
    return make_sitter(codec.decode(picture).rgb, pattern, nets)


def _open() -> tuple[Path, Gallery]:
    """Where an operator's own are kept, and all that callers can choose."""
    folder = Settings.from_env(os.environ).own_gallery
    return folder, Gallery.open(folder)


def _said(picture: bytes, files: Mapping[str, bytes]) -> str:
    """A word about a sound picture and its scene's files; raises what is wrong with others."""
    from lingtu.imaging import codec, scene_files

    height, width = codec.decode(picture).rgb.shape[:2]
    if not files:
        return f"{width} x {height}"
    geometry, _ = scene_files.read(files)
    if width != height:
        raise SetupError(f"a scene's picture is square, this one is {width} x {height}")
    return f"{width} x {height}, {geometry.support.stance}, {len(geometry.lights)} light groups"


def _category(value: str) -> Category:
    for known in ("indoor", "outdoor", "simplicity"):
        if value == known:
            return known
    raise SetupError(f"--category {value}: it is one of indoor, outdoor, simplicity")


def _shares(text: str) -> tuple[float, float, float]:
    try:
        x, y, height = (float(part) for part in text.split(","))
    except ValueError:
        raise SetupError(f"--stand {text}: three numbers separated by ',' are needed") from None
    return x, y, height
