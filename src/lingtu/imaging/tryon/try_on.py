"""Try-on: one garment, or an upper and a lower one, on the person of a photo; or a clear word on why not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np

from lingtu.errors import PictureError
from lingtu.imaging.colour import Floats
from lingtu.imaging.enlarge import reduce
from lingtu.imaging.matting import matte
from lingtu.imaging.people.nets import PeopleNets
from lingtu.imaging.people.parsing import Part
from lingtu.imaging.people.person import understand
from lingtu.imaging.tryon.around import Sitter, seen_in, view_around
from lingtu.imaging.tryon.arrays.vectors import is_any, maxima
from lingtu.imaging.tryon.check import judge
from lingtu.imaging.tryon.check.doubt import Doubt
from lingtu.imaging.tryon.check.judge_garment import of_garment
from lingtu.imaging.tryon.draw.made_ready import REPLACES
from lingtu.imaging.tryon.draw.put_on import Worn, put_on
from lingtu.imaging.tryon.fit.look import Look
from lingtu.imaging.tryon.flat.cutout import complete
from lingtu.imaging.tryon.flat.garment import Garment, Kind, read_garment
from lingtu.imaging.tryon.worn.layers import Layers, split
from lingtu.imaging.tryon.worn.read import read_person
from lingtu.imaging.tryon.worn.wearer import Wearer

Note = tuple[str, str]
Check = Callable[[list[Doubt], str], None]

#: Longest side at which people and garments are worked on, px.
WORK_SIDE_PX = 1024
#: Colours that are no farther apart are the same but for rounding: these stay to the bit.
ROUNDED = 1e-5
#: What goes on first lies below.
_ORDER: tuple[Kind, ...] = ("lowerBody", "dresses", "upperBody")


@dataclass(frozen=True)
class Item:
    """A garment, and how the caller's submission calls its picture."""

    garment: Garment
    field: str


def read_sitter(photo: Floats, nets: PeopleNets) -> Sitter:
    """Raises `PictureError` if nobody can be dressed."""
    rgb = reduce(photo, WORK_SIDE_PX)
    person = understand(rgb, nets)
    if person.body is None or person.parts is None:
        raise PictureError("model 的图片中没有找到人物", "no person was found in the picture of model")
    if person.seen is not None and person.seen.others > 0:
        raise PictureError("model 的图片中有多个人物", "there are several people in the picture of model")
    left, right = person.body.points[12, 0], person.body.points[11, 0]
    if left >= right:
        raise PictureError("model 的图片须为人物正面", "the person in the picture of model must face the camera")
    return Sitter(rgb, person)


def read_item(rgb: Floats, alpha: Floats | None, kind: Kind, field: str, nets: PeopleNets) -> Item:
    """A garment from its picture; `alpha` of a picture that is cut out already. Raises `PictureError`."""
    small = reduce(rgb, WORK_SIDE_PX)
    if alpha is None:
        coverage = complete(small, matte(small, nets.matting).alpha)
    else:
        coverage = np.asarray(cv2.resize(alpha, small.shape[1::-1], interpolation=cv2.INTER_AREA), np.float32)
    try:
        garment = read_garment(small, coverage, kind)
    except ValueError:
        raise PictureError(f"{field} 中没有找到衣服", f"no garment was found in {field}") from None
    refuse(of_garment(garment), field)
    return Item(garment, field)


def refuse(doubts: list[Doubt], field: str) -> None:
    """Raises `PictureError` of the first grave one."""
    for doubt in doubts:
        if doubt.is_grave:
            zh, en = doubt.note
            raise PictureError(f"{field}：{zh}", f"{field}: {en}")


def try_on(
    photo: Floats, sitter: Sitter, items: tuple[Item, ...], look: Look, seed: int, check: Check = refuse
) -> Floats:
    """The photo with the garments on; what they don't touch stays, to the bit.

    `check` is told what speaks against person and result, and whose picture it is; `refuse` raises `PictureError`.
    """
    kinds = tuple(item.garment.kind for item in items)
    view, small = view_around(sitter)
    near = seen_in(sitter, view, small)
    layers, wearer = read_person(near.rgb, near.person, kinds)
    check(judge.of_person(layers, wearer, kinds), "model")
    result, ordered = layers.rgb, sorted(items, key=lambda item: _ORDER.index(item.garment.kind))
    for item in ordered:
        worn = put_on(layers, wearer, item.garment, look, seed)
        check(judge.of_arms(wearer, item.garment, worn), "model")
        check(judge.of_lower(layers, wearer, item.garment, worn), "model")
        check(judge.of_result(layers, wearer, item.garment, worn), item.field)
        result = worn.rgb
        if item is not ordered[-1]:
            layers = _relayered(layers, wearer, item.garment, worn)
    changed = maxima(np.abs(result - near.rgb)) > ROUNDED
    whole = sitter.rgb.copy()
    whole[view.within][changed] = result[changed]
    return _at_full_size(photo, sitter.rgb, whole)


def _relayered(layers: Layers, wearer: Wearer, garment: Garment, worn: Worn) -> Layers:
    """The layers of the picture as it is then."""
    bare = Part.LEGS if garment.kind == "lowerBody" else Part.ARMS
    labels = worn.labels.copy()
    uncovered = is_any(layers.labels, REPLACES[garment.kind]) & (worn.cloth <= 0.5)
    for share, part in ((worn.under.skin, bare), (worn.under.cloth, Part.LOWER), (worn.under.ground, Part.BACKGROUND)):
        labels[uncovered & (share > 0.5)] = part
    return split(worn.rgb, labels, (labels != Part.BACKGROUND).astype(np.float32))


def _at_full_size(photo: Floats, small: Floats, result: Floats) -> Floats:
    """What changed on the working picture, changed on the photo."""
    if photo.shape == small.shape:
        return result
    changed = (result != small).any(axis=2).astype(np.float32)
    size = photo.shape[1::-1]
    share = cv2.resize(changed, size, interpolation=cv2.INTER_LINEAR)[..., None]
    large = cv2.resize(result, size, interpolation=cv2.INTER_CUBIC).clip(0, 1)
    return np.where(share > 0, photo * (1 - share) + large * share, photo).astype(np.float32)
