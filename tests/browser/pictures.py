"""Photographs for the studio's tests and its screenshots: our own renders, put together."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

import numpy as np
from PIL import Image

ROOT = Path(__file__).parents[2]
_TRUTH = ROOT / "tests" / "quality" / "truth"
_PACKAGE = resources.files("lingtu")
_IN_SCENES = ("indoor-01-mug", "outdoor-05-bottle", "simplicity-01-bottle", "simplicity-06-mug", "outdoor-03-box")


def write_photos(folder: Path) -> dict[str, Path]:
    """Their files by name: photos of products, a cut-out, a person, a wide scene, and what can't be used."""
    made: dict[str, Path] = {}

    def keep(name: str, picture: Image.Image, kind: str = "jpg") -> None:
        made[name] = folder / f"{name}.{kind}"
        picture.save(made[name], quality=92)

    for name in _IN_SCENES:
        product = Image.open(_TRUTH / f"{name}.png").convert("RGBA")
        scene = _gallery("backgrounds", name.rsplit("-", 1)[0]).convert("RGBA").resize(product.size)
        scene.alpha_composite(product)
        keep(name, scene.convert("RGB"))
    for name, kind in (("bottle-photo", "jpg"), ("bottle", "png")):
        made[name] = folder / f"{name}.{kind}"
        made[name].write_bytes((_PACKAGE / "demo" / f"{name}.{kind}").read_bytes())
    keep("person", _gallery("faces", "face-05"))
    keep("wide-scene", _gallery("backgrounds", "outdoor-07").crop((0, 300, 1280, 1020)))
    keep("nothing", Image.fromarray(np.full((300, 400, 3), 200, np.uint8)))
    made["broken"] = folder / "broken.jpg"
    made["broken"].write_bytes(b"not a picture at all")
    return made


def _gallery(kind: str, name: str) -> Image.Image:
    with (_PACKAGE / "gallery" / kind / f"{name}.jpg").open("rb") as file:
        return Image.open(file).convert("RGB")
