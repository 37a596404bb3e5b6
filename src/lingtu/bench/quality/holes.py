"""Holes to fill: blobs of known size at fixed places, and masks that come with pictures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from lingtu.gallery.catalogue import OURS, picture_file
from lingtu.imaging import codec
from lingtu.imaging.colour import Floats
from lingtu.imaging.enlarge import reduce

LONGEST_PX = 1024
#: Kind of blob -> least and most share of the picture.
BLOBS = {"blob 15-25 %": (0.15, 0.25), "blob 25-35 %": (0.25, 0.35)}
OWN_BACKGROUNDS = ("indoor-02", "indoor-06", "outdoor-01", "outdoor-04", "simplicity-02", "simplicity-05")
_WAVES = 5  # of a blob's outline


@dataclass(frozen=True, kw_only=True)
class Hole:
    """A picture and what of it is to be filled: H x W, 1 = anew."""

    name: str
    kind: str
    picture: Floats
    mask: Floats
    #: Whether the picture shows what belongs there; else an object is to go, and nobody knows what is behind it.
    has_truth: bool


def own_holes() -> Iterator[Hole]:
    """Blobs of the smaller kind on scenes of the gallery."""
    for index, id in enumerate(OWN_BACKGROUNDS):
        yield _blob_hole(id, picture_file(OURS.background(id)), "blob 15-25 %", index)


def holes_of(data: Path) -> Iterator[Hole]:
    """Free-form ones, blobs on backgrounds, objects: DIR/inpainting/derived_gt, DIR/backgrounds, …/photos_masks."""
    for folder in sorted((data / "inpainting" / "derived_gt").iterdir()):
        yield _masked(folder, "free-form", has_truth=True)
    for kind in BLOBS:
        for index, file in enumerate(sorted((data / "backgrounds").iterdir())):
            yield _blob_hole(file.stem, file.read_bytes(), kind, index)
    for folder in sorted((data / "inpainting" / "photos_masks").iterdir()):
        yield _masked(folder, "object", has_truth=False)


def blob(height: int, width: int, share: float, seed: int) -> Floats:
    """A round thing with a wavy outline that covers this share of a picture; it may reach over an edge."""
    draw = np.random.default_rng(seed)
    phases, strengths = draw.uniform(0, 2 * np.pi, _WAVES), draw.normal(0, 0.35, _WAVES) / np.arange(1, _WAVES + 1)
    centre = draw.uniform(0.25, 0.75, 2) * (width, height)
    stretch = np.exp(draw.uniform(-0.3, 0.3))
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    across, down = (x - centre[0]) / stretch, (y - centre[1]) * stretch
    turn = np.arctan2(down, across)
    outline = 1 + sum(s * np.cos(k * turn + p) for k, (s, p) in enumerate(zip(strengths, phases, strict=True), 1))
    reach = np.hypot(across, down) / np.maximum(outline, 0.3)
    return np.asarray(reach <= np.quantile(reach, share), np.float32)


def _blob_hole(name: str, data: bytes, kind: str, seed: int) -> Hole:
    picture = reduce(codec.decode(data).rgb, LONGEST_PX)
    share = np.random.default_rng(seed).uniform(*BLOBS[kind])
    height, width = picture.shape[:2]
    mask = blob(height, width, float(share), seed + round(1000 * BLOBS[kind][0]))
    return Hole(name=name, kind=kind, picture=picture, mask=mask, has_truth=True)


def _masked(folder: Path, kind: str, *, has_truth: bool) -> Hole:
    picture = reduce(codec.decode((folder / "image.jpg").read_bytes()).rgb, LONGEST_PX)
    mask = codec.decode(next(folder.glob("mask.*")).read_bytes()).rgb[..., 0]
    size = picture.shape[1::-1]
    hole = np.asarray(cv2.resize(mask, size, interpolation=cv2.INTER_AREA) > 0.5, np.float32)
    return Hole(name=folder.name, kind=kind, picture=picture, mask=hole, has_truth=has_truth)
