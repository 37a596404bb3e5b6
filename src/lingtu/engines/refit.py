"""Other clothes by an image-edit model, and everything but the clothes as it was."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from lingtu.engines.editing import Edit, EditUnusableError, Words
from lingtu.engines.prompts import Prompts
from lingtu.errors import PictureError
from lingtu.imaging.colour import Floats
from lingtu.imaging.people.nets import PeopleNets
from lingtu.imaging.people.person import Person, understand
from lingtu.imaging.restore.align import aligned
from lingtu.imaging.restore.outfit import MOVED, Garment, Restored, distance_moved, elsewhere, only_garment

#: sRGB, mean over where the garment goes: a painting that differs by less from the photo is the photo.
IGNORED = 0.03
_VIEW = 64  # px of the longer side

_NOBODY: Words = ("生成模型的结果中没有人物", "the image-edit model's result has no person")
_MOVED: Words = ("生成模型改变了人物姿势", "the image-edit model changed the person's pose")
_IGNORED: Words = ("生成模型没有换装", "the image-edit model left the clothes as they were")


def wearer(photo: Floats, nets: PeopleNets) -> Person:
    """The main person of a photo. Raises `PictureError` if there is none whose clothes can be told."""
    person = understand(photo, nets)
    if person.body is None or person.parts is None:
        raise PictureError("图中没有找到人物", "no person was found in it")
    return person


def told_to_dress(photo: Floats, clothes: Sequence[tuple[Floats, Garment]], seed: int, prompts: Prompts) -> Edit:
    """The edit that puts these garments, pictures and kinds, on the photo's person."""
    told = prompts.of("try_on", clothes[0][1] if len(clothes) == 1 else "both")
    images = (photo, *(picture for picture, _ in clothes))
    return Edit(images=images, prompt=told.prompt, negative=told.negative, seed=seed)


def with_clothes(
    photo: Floats, person: Person, painted: Floats, kinds: tuple[Garment, ...], nets: PeopleNets
) -> Restored:
    """The photo's person in the clothes of a painting of it, which may have changed anything else.

    Raises `EditUnusableError` if the painting has no person, one in another pose, or the old clothes.
    """
    painted = aligned(painted, photo, elsewhere(photo, person, kinds))
    found = understand(painted, nets)
    if found.body is None or person.body is None:
        raise EditUnusableError(words=_NOBODY)
    if (moved := distance_moved(person.body, found.body)) > MOVED:
        raise EditUnusableError(f"a joint moved by {moved:.2f} shoulder widths", _MOVED)
    restored = only_garment(photo, person, painted, found, kinds)
    if (change := _change(restored, photo)) < IGNORED:
        raise EditUnusableError(f"the clothes differ by {change:.3f}", _IGNORED)
    return restored


def _change(restored: Restored, photo: Floats) -> float:
    """Mean difference where the painting shows; at a small size, as every model loses some detail."""
    height, width = photo.shape[:2]
    size = max(8, _VIEW * width // max(width, height)), max(8, _VIEW * height // max(width, height))
    one, other = (cv2.resize(each, size, interpolation=cv2.INTER_AREA) for each in (restored.rgb, photo))
    shown = cv2.resize(1 - restored.kept.astype(np.float32), size, interpolation=cv2.INTER_AREA) > 0.5
    return float(np.abs(one - other)[shown].mean()) if shown.any() else 0.0
