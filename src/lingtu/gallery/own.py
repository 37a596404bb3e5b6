"""An operator's own backgrounds: a folder with a folder for each, named by its id.

ID/background.toml      category, file, stand (see `Background`)
ID/picture.jpg          or .png or .webp, as `file` says
ID/scene.toml, …        for a rendered scene: its geometry, in the format of the gallery's own scenes
"""

from __future__ import annotations

import shutil
import tomllib
from pathlib import Path
from typing import Any, get_args

from lingtu.gallery.background import Background, Category
from lingtu.gallery.entry import fresh_entry, is_whole, told

FACTS = "background.toml"


def read(folder: Path) -> tuple[Background, ...]:
    """All entries by id; none where there is no folder. Raises `SetupError` that names the file at fault."""
    if not folder.is_dir():
        return ()
    return tuple(_read_one(entry) for entry in sorted(folder.iterdir()) if is_whole(entry, FACTS))


def add(
    folder: Path, id: str, picture: Path, category: Category, stand: tuple[float, float, float], maps: Path | None
) -> Background:
    """Copy a picture, and a rendered scene's files, into the folder; an entry of this id is replaced."""
    with fresh_entry(folder, id) as fresh:
        for file in sorted(maps.iterdir()) if maps is not None else []:
            if file.is_file():
                shutil.copyfile(file, fresh / file.name)
        name = f"picture{picture.suffix.lower()}"
        shutil.copyfile(picture, fresh / name)
        facts = f'category = "{category}"\nfile = "{name}"\nstand = [{", ".join(str(share) for share in stand)}]\n'
        (fresh / FACTS).write_text(facts, encoding="utf-8")
        _read_one(fresh)
    return _read_one(folder / id)


def _read_one(place: Path) -> Background:
    with told(place / FACTS):
        facts: dict[str, Any] = tomllib.loads((place / FACTS).read_text(encoding="utf-8"))
        stand = tuple(float(share) for share in facts["stand"])
        category, file = facts["category"], str(facts["file"])
        if category not in get_args(Category):
            raise ValueError(f"category is one of {', '.join(get_args(Category))}")
        if len(stand) != 3 or not all(0 < share < 1 for share in stand):
            raise ValueError("stand is x and y of the base and the product's height, shares between 0 and 1")
        if "/" in file or not (place / file).is_file():
            raise ValueError(f"there is no {file}")
    name = f"{place.name}{Path(file).suffix}"
    return Background(id=place.name, category=category, file=name, stand=stand, own=place / file)
