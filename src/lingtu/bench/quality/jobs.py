"""Jobs of the quality bench: products on backgrounds, carried out in this process."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from lingtu.commands.demo import demo_box, demo_picture
from lingtu.engines.base import Engine
from lingtu.fetching.header import read_header
from lingtu.gallery.catalogue import OURS, picture_file
from lingtu.imaging import codec
from lingtu.imaging.colour import Floats
from lingtu.imaging.composite import cover_crop
from lingtu.operations import OPERATIONS
from lingtu.operations.fields import read_params
from lingtu.operations.operation import Outcome

NAME = "change-background"
CANVAS_PX = 1024
OWN_BACKGROUNDS = ("simplicity-01", "indoor-01", "outdoor-01")
#: Share of the canvas' width and height that a product on a photograph may have, and where its foot stands.
_SHARE, _FOOT = 0.5, 0.84


@dataclass(frozen=True, kw_only=True)
class Pasted:
    """A product, by its file, on a background, by its file, in a box of the canvas."""

    name: str
    goods: bytes
    background: bytes
    box: Mapping[str, int]

    @property
    def body(self) -> dict[str, Any]:
        return {
            "requestId": "bench",
            "width": CANVAS_PX,
            "height": CANVAS_PX,
            "goods": {"url": "local", **self.box},
            "background": {"url": "local"},
        }

    @property
    def pictures(self) -> dict[str, bytes]:
        return {"goods": self.goods, "background": self.background}


def run(engine: Engine, body: Mapping[str, Any], pictures: Mapping[str, bytes]) -> Outcome:
    """Carry a job out; seed 1."""
    operation = OPERATIONS[NAME]
    params = read_params(operation.params, body)
    return operation.load_recipe()(engine, OURS, params, pictures, 1, lambda _: None)


def picture_of(outcome: Outcome) -> Floats:
    """The first variation."""
    variation = outcome.variations[0]
    if isinstance(variation, Exception):
        raise variation
    return codec.decode(variation[0].data).rgb


def own_jobs() -> Iterator[Pasted]:
    """The demo's product on scenes of the gallery."""
    for id in OWN_BACKGROUNDS:
        background = picture_file(OURS.background(id))
        yield Pasted(name=f"bottle on {id}", goods=demo_picture("bottle.png"), background=background, box=demo_box(id))


def jobs_of(data: Path) -> Iterator[Pasted]:
    """Each of DIR/products/cutouts/* on the next of DIR/backgrounds/*, whose middle is cut out as a square."""
    backgrounds = sorted((data / "backgrounds").iterdir())
    for index, file in enumerate(sorted((data / "products" / "cutouts").rglob("*.png"))):
        background, goods = backgrounds[index % len(backgrounds)], file.read_bytes()
        square = codec.encode(_square(codec.decode(background.read_bytes()).rgb), None, "png")
        name = f"{file.stem} on {background.stem}"
        yield Pasted(name=name, goods=goods, background=square, box=_standing_box(goods))


def _square(picture: Floats) -> Floats:
    return np.ascontiguousarray(cover_crop(picture, CANVAS_PX, CANVAS_PX))


def _standing_box(goods: bytes) -> dict[str, int]:
    header = read_header(goods)
    scale = _SHARE * CANVAS_PX / max(header.width, header.height)
    width, height = max(1, round(header.width * scale)), max(1, round(header.height * scale))
    return {"x": (CANVAS_PX - width) // 2, "y": round(_FOOT * CANVAS_PX) - height, "width": width, "height": height}
