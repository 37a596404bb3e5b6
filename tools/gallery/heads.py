"""Draws the gallery's stand-in faces, until rendered people land.

    python tools/gallery/heads.py          # all, into src/lingtu/gallery/faces

Own work, deterministic.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

GALLERY = Path(__file__).parents[2] / "src/lingtu/gallery"


@dataclass(frozen=True)
class Head:
    """A stylised stand-in for a face that is yet to be rendered."""

    name: str
    skin: tuple[int, int, int]
    hair: tuple[int, int, int]
    long: bool
    child: bool = False


SKINS = {"yellow": (236, 203, 168), "white": (244, 217, 200), "black": (126, 84, 60)}
HEADS = (
    Head("face-01", SKINS["yellow"], (34, 30, 30), long=True),
    Head("face-02", SKINS["yellow"], (40, 34, 32), long=False),
    Head("face-03", SKINS["white"], (128, 84, 52), long=True),
    Head("face-04", SKINS["white"], (92, 66, 46), long=False),
    Head("face-05", SKINS["black"], (26, 22, 22), long=True),
    Head("face-06", SKINS["yellow"], (38, 32, 30), long=False, child=True),
)


def draw_head(head: Head) -> NDArray[np.uint8]:
    """512 x 512, flat shapes drawn at four times the size."""
    scale, picture = 4, np.full((2048, 2048, 3), (228, 226, 222), np.uint8)
    width, top, chin = (118, 140, 396) if head.child else (112, 116, 404)
    middle = (top + chin) // 2

    def ellipse(x: int, y: int, a: int, b: int, colour: tuple[int, int, int], start: int = 0, end: int = 360) -> None:
        centre, axes = (x * scale, y * scale), (a * scale, b * scale)
        cv2.ellipse(picture, centre, axes, 0, start, end, colour, -1, cv2.LINE_AA)

    shade = tuple(int(0.9 * value) for value in head.skin)
    if head.long:
        ellipse(256, middle + 20, width + 34, 205, head.hair)
    ellipse(256, 560, 190, 140, (150, 158, 170))
    cv2.rectangle(picture, (212 * scale, (chin - 40) * scale), (300 * scale, 462 * scale), shade, -1)
    ellipse(256, middle - 28, width + 12, 132, head.hair)
    ellipse(256, middle, width, (chin - top) // 2, head.skin)
    ellipse(256, top + 42, width + 4, 74, head.hair, 180, 360)
    eyes = middle + (8 if head.child else -4)
    for side in (-1, 1):
        ellipse(256 + side * 46, eyes, 17, 9, (250, 250, 250))
        ellipse(256 + side * 46, eyes, 8, 9, (52, 40, 34))
        ellipse(256 + side * 46, eyes - 24, 25, 4, head.hair)
    ellipse(256, eyes + 46, 15, 8, shade)
    ellipse(256, eyes + 86, 32, 10, (190, 104, 98))
    small = cv2.resize(picture, (512, 512), interpolation=cv2.INTER_AREA)
    return np.asarray(small, np.uint8)


def main() -> None:
    for head in HEADS:
        file = GALLERY / f"faces/{head.name}.jpg"
        cv2.imwrite(str(file), draw_head(head)[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, 88, cv2.IMWRITE_JPEG_OPTIMIZE, 1])


if __name__ == "__main__":
    main()
