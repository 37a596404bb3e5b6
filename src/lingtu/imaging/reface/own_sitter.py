"""A sitter made of one picture that an operator gives: checked for its use, cropped, measured."""

from __future__ import annotations

from io import BytesIO

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.errors import PictureError
from lingtu.imaging import codec
from lingtu.imaging.people.canonical import COUNT
from lingtu.imaging.people.find import find_main_face
from lingtu.imaging.people.mesh import LEFT_EYE, RIGHT_EYE, FaceMesh
from lingtu.imaging.people.nets import PeopleNets
from lingtu.imaging.reface.geometry import is_mouth_open
from lingtu.imaging.reface.regions import Regions
from lingtu.imaging.reface.sitter import Sitter
from lingtu.imaging.reface.tone import skin_tone
from lingtu.imaging.reface.visible import glasses, skin_share, visible

Floats = NDArray[np.float32]

#: Size of the face, px; how far it may be turned; difference of L between the cheeks; share that must be seen.
LEAST_PX, MOST_TURNED_DEG, MOST_UNEVEN, LEAST_SEEN = 200.0, 12.0, 12.0, 0.85
#: Side of what is kept, px, and its reach around the face in sizes of it.
SIDE_PX, REACH = 1024, 0.6
_CHEEKS = ((50, 101, 205), (280, 330, 425))


def make_sitter(rgb: Floats, pattern: Sitter, nets: PeopleNets) -> dict[str, bytes]:
    """The files that `read_sitter` takes. Raises `PictureError` that says what is wrong with the picture.

    `pattern` lends its units of expression: those of this face can't be known from one picture.
    """
    seen = find_main_face(rgb, nets)
    if seen is None:
        raise PictureError("图中没有找到完整的人脸", "no whole face was found in it")
    if seen.others:
        raise PictureError("图中有多张人脸", "there are several faces in it")
    _check_pose(seen.face, nets)
    part, mesh = _cropped(rgb, seen.face)
    regions = Regions(mesh, (part.shape[0], part.shape[1]))
    shown = _check_look(part, regions)
    stored = BytesIO()
    np.savez_compressed(
        stored,
        front=mesh.points,
        canonical_units=pattern.units.astype(np.float16),
        skin_lab=skin_tone(part, mesh),
        seen=(shown * 255).astype(np.uint8),
    )
    return {"front.webp": codec.encode(part, None, "webp"), "face.npz": stored.getvalue()}


def _check_pose(mesh: FaceMesh, nets: PeopleNets) -> None:
    pose = nets.canonical.pose(mesh.points)
    if mesh.size_px < LEAST_PX:
        raise PictureError(
            f"人脸只有 {mesh.size_px:.0f} 像素, 至少需要 {LEAST_PX:.0f}",
            f"the face has {mesh.size_px:.0f} px, it takes {LEAST_PX:.0f} or more",
        )
    if max(abs(pose.yaw_deg), abs(pose.roll_deg)) > MOST_TURNED_DEG:
        raise PictureError("人脸须正对镜头", "the face must look straight into the camera")
    if is_mouth_open(mesh):
        raise PictureError("嘴须闭合", "the mouth must be closed")
    for eye in (RIGHT_EYE, LEFT_EYE):
        opening = np.linalg.norm(mesh.flat[eye.upper] - mesh.flat[eye.lower])
        if opening < 0.18 * np.linalg.norm(mesh.flat[eye.outer] - mesh.flat[eye.inner]):
            raise PictureError("双眼须睁开", "both eyes must be open")


def _check_look(part: Floats, regions: Regions) -> Floats:
    """Where the face is seen, H x W. Raises `PictureError` if too little of it is, or its light is uneven."""
    soft = cv2.cvtColor(cv2.GaussianBlur(part, (0, 0), 0.004 * regions.width), cv2.COLOR_RGB2Lab)
    if glasses(soft, regions, 0).any():
        raise PictureError("请摘下眼镜", "glasses hide the eyes")
    light = [float(np.median([soft[tuple(_row_column(regions, each))][0] for each in side])) for side in _CHEEKS]
    if abs(light[0] - light[1]) > MOST_UNEVEN:
        raise PictureError("光线须均匀照在脸的两侧", "the light must be even on both sides of the face")
    shown = visible(part, soft, skin_share(soft, regions), regions)
    if float(shown[regions.oval > 0.5].mean()) < LEAST_SEEN:
        raise PictureError("头发或其他物体遮住了脸", "hair or something else covers the face")
    return shown


def _row_column(regions: Regions, index: int) -> tuple[int, int]:
    column, row = np.rint(regions.mesh.flat[index]).astype(int)
    return int(row), int(column)


def _cropped(rgb: Floats, mesh: FaceMesh) -> tuple[Floats, FaceMesh]:
    low, high = mesh.flat[:COUNT].min(axis=0), mesh.flat[:COUNT].max(axis=0)
    reach = REACH * float((high - low).max())
    left, top = (max(0, int(each)) for each in low - reach)
    right, bottom = (int(each) for each in np.minimum(high + reach, (rgb.shape[1], rgb.shape[0])))
    part = rgb[top:bottom, left:right]
    scale = min(1.0, SIDE_PX / max(part.shape[:2]))
    if scale < 1:
        part = cv2.resize(part, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return np.asarray(part, np.float32), mesh.moved(scale, left, top)
