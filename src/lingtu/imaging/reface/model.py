"""AI model: the main person of a photo with a sitter's face, and if need be the sitter's skin tone."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from lingtu.errors import PictureError
from lingtu.imaging.people.find import Seen, find_main_face
from lingtu.imaging.people.mesh import FaceMesh
from lingtu.imaging.people.nets import PeopleNets
from lingtu.imaging.people.person import understand
from lingtu.imaging.reface.pigment import in_light_of
from lingtu.imaging.reface.regions import Regions, blurred, grown
from lingtu.imaging.reface.replace import Look, Replaced, replace_face
from lingtu.imaging.reface.sitter import Sitter
from lingtu.imaging.reface.skin import Skin, find_skin
from lingtu.imaging.reface.strands import Strands
from lingtu.imaging.reface.tone import body_tone, carry, differ, is_dark, is_hard_light, is_too_dark, skin_tone

Floats = NDArray[np.float32]
Note = tuple[str, str]

#: A face turned farther than this can't be replaced; from a smaller turn on the far half of it is a guess.
TOO_FAR_DEG, DOUBTFUL_DEG = 48.0, 38.0
#: Size of a face in px below which there is nothing to see, and below which the result is coarse.
TOO_SMALL_PX, SMALL_PX = 20.0, 48.0
#: From this `Skin.doubt` on skin isn't told from clothes of its colour: to recolour those is worse than to keep.
DOUBT = 0.33


@dataclass(frozen=True)
class NewFace:
    """The result, how much each pixel changed (0: it is the photo's), and remarks (Chinese, English)."""

    rgb: Floats
    mask: Floats
    notes: tuple[Note, ...]


@dataclass(frozen=True)
class Photographed:
    """A photo and its main face; its bare skin is found when it is first asked for, as variations want it again."""

    rgb: Floats
    seen: Seen
    nets: PeopleNets

    @cached_property
    def skin(self) -> Skin | None:
        """The bare skin; None where the body's parts are not recognised."""
        person = understand(self.rgb, self.nets, self.seen)
        return None if person.parts is None else find_skin(self.rgb, self.seen.face, person.parts, person.coverage)


def look_at(rgb: Floats, nets: PeopleNets) -> Photographed:
    """The main person of a photo. Raises `PictureError` if there is no face."""
    seen = find_main_face(rgb, nets)
    if seen is None:
        raise PictureError("图中没有找到完整的人脸", "no whole face was found in it")
    return Photographed(rgb, seen, nets)


def new_model(photo: Photographed, sitter: Sitter, carry_skin: bool, look: Look) -> NewFace:
    """The photo with another face. Raises `PictureError` if its face can't be replaced."""
    notes = remarks(photo.seen, photo.nets)
    replaced = replace_face(photo.rgb, photo.seen.face, sitter, photo.nets, look)
    if not carry_skin:
        return NewFace(replaced.rgb, replaced.mask, notes)
    return carried(photo, replaced, sitter, look.tone, notes)


def carried(photo: Photographed, replaced: Replaced, sitter: Sitter, share: float, notes: tuple[Note, ...]) -> NewFace:
    """A replaced face, and the photo's skin in a share of the sitter's tone if the two tones differ clearly."""
    face = photo.seen.face
    tone = skin_tone(photo.rgb, face)
    if not differ(tone, sitter.skin_lab):
        return NewFace(replaced.rgb, replaced.mask, notes)
    found = _skin_to_carry(photo, tone, sitter.skin_lab)
    if not isinstance(found, Skin):
        return NewFace(replaced.rgb, replaced.mask, (*notes, found))
    # Only of light skin it is known how it looks in even light.
    wanted = sitter.skin_lab if is_dark(tone) else in_light_of(tone, sitter.skin_lab)
    wanted = (tone + share * (wanted - tone)).astype(np.float32)
    around = _around(face, photo.rgb.shape)
    skin = np.maximum(found.coverage, replaced.mask)
    body = body_tone(photo.rgb, skin, around, tone)
    tones = body + around[..., None] * (tone - body)
    made = carry(replaced.rgb, skin, face, tones, wanted, _strands(found, replaced))
    return NewFace(made, skin, notes)


def _strands(skin: Skin, replaced: Replaced) -> Strands | None:
    """Where hair and skin mix, but for the new face."""
    strands = skin.strands
    return None if strands is None else replace(strands, share=strands.share * (1 - replaced.mask))


def _skin_to_carry(photo: Photographed, tone: Floats, wanted: Floats) -> Skin | Note:
    """The photo's skin that can go from its tone to another (CIELAB), or why it keeps its own."""
    if wanted[0] > tone[0] and is_hard_light(photo.rgb, photo.seen.face):
        return "光线过硬，无法判断肤色，肤色保持原样", "the light is too hard to tell the skin's tone: it is kept"
    if is_too_dark(tone, wanted):
        return "照片中的肤色过暗，肤色保持原样", "the photo's skin is too dark to become so light: it stays"
    if photo.skin is None:
        return "未能识别身体皮肤，肤色保持原样", "the body's skin was not recognised and keeps its tone"
    if photo.skin.doubt > DOUBT:
        return "服装与肤色相近，肤色保持原样", "the clothes have the skin's colour: the skin keeps its tone"
    return photo.skin


def _around(face: FaceMesh, shape: tuple[int, ...]) -> Floats:
    """1 on the face, falling to 0 within half its width: between the tones of face and body there is no seam."""
    regions = Regions(face, (shape[0], shape[1]))
    return blurred(grown(regions.oval, 0.2 * regions.width), 0.2 * regions.width)


def remarks(seen: Seen, nets: PeopleNets) -> tuple[Note, ...]:
    """Remarks on what limits the result. Raises `PictureError` where it would be no face."""
    yaw = abs(nets.canonical.pose(seen.face.points).yaw_deg)
    if yaw > TOO_FAR_DEG:
        raise PictureError("人脸侧转过大, 无法替换", "the face is turned too far to the side to be replaced")
    if seen.face.size_px < TOO_SMALL_PX:
        raise PictureError("图中的人脸太小, 无法替换", "the face in it is too small to be replaced")
    notes: list[Note] = []
    if seen.others:
        notes.append(
            (
                f"图中有 {seen.others + 1} 张人脸, 只替换了最主要的一张",
                f"of {seen.others + 1} faces only the main one was replaced",
            )
        )
    if yaw > DOUBTFUL_DEG:
        notes.append(("人脸侧转较大, 请检查结果", "the face is turned far to the side: check the result"))
    if seen.face.size_px < SMALL_PX:
        notes.append(("人脸较小, 结果可能粗糙", "the face is small: the result may be coarse"))
    return tuple(notes)
