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
from lingtu.imaging.people.mesh import FaceMesh, expression
from lingtu.imaging.people.nets import PeopleNets
from lingtu.imaging.reface.regions import Regions
from lingtu.imaging.reface.sitter import Sitter
from lingtu.imaging.reface.tone import skin_tone
from lingtu.imaging.reface.usable import faults_of_look, faults_of_pose
from lingtu.imaging.reface.visible import skin_share, visible

Floats = NDArray[np.float32]

#: Share of the face that must be seen.
LEAST_SEEN = 0.85
#: Side of what is kept, px, and its reach around the face in sizes of it.
SIDE_PX, REACH = 1024, 0.6


def make_sitter(rgb: Floats, pattern: Sitter, nets: PeopleNets) -> dict[str, bytes]:
    """The files that `read_sitter` takes. Raises `PictureError` that says all that is wrong with the picture.

    `pattern` lends its units of expression: those of this face can't be known from one picture.
    """
    seen = find_main_face(rgb, nets)
    if seen is None:
        raise PictureError("图中没有找到完整的人脸", "no whole face was found in it")
    if seen.others:
        raise PictureError("图中有多张人脸", "there are several faces in it")
    part, mesh = _cropped(rgb, seen.face)
    regions = Regions(mesh, (part.shape[0], part.shape[1]))
    shown = _seen_share(part, regions)
    faults = faults_of_pose(seen.face, expression(seen.face, nets.expression), nets.canonical)
    faults += faults_of_look(part, mesh)
    if float(shown[regions.oval > 0.5].mean()) < LEAST_SEEN:
        faults.append(("头发或其他物体遮住了脸", "hair or something else covers the face: put it back"))
    if faults:
        raise PictureError("；".join(fault[0] for fault in faults), "; ".join(fault[1] for fault in faults))
    stored = BytesIO()
    np.savez_compressed(
        stored,
        front=mesh.points,
        canonical_units=pattern.units.astype(np.float16),
        skin_lab=skin_tone(part, mesh),
        seen=(shown * 255).astype(np.uint8),
    )
    return {"front.webp": codec.encode(part, None, "webp"), "face.npz": stored.getvalue()}


def _seen_share(part: Floats, regions: Regions) -> Floats:
    """Where the face is seen, H x W."""
    soft = cv2.cvtColor(cv2.GaussianBlur(part, (0, 0), 0.004 * regions.width), cv2.COLOR_RGB2Lab)
    return visible(part, soft, skin_share(soft, regions), regions)


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
