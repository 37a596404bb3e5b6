"""Another face by an image-edit model, and everything else as it was.

The model is shown the head alone, as large as it works: of a full-length photo it would have a few pixels.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import structlog

from lingtu.engines.editing import Edit, EditUnusableError, Words
from lingtu.engines.identity import Identity
from lingtu.engines.prompts import Prompts
from lingtu.imaging.colour import Floats
from lingtu.imaging.people.find import PRESENT, find_main_face
from lingtu.imaging.people.mesh import FaceMesh, refit_mesh
from lingtu.imaging.people.nets import PeopleNets
from lingtu.imaging.reface.regions import Regions
from lingtu.imaging.restore.checks import likeness
from lingtu.imaging.restore.face import MOVED, Restored, distance_moved, only_face

#: Of the face's size: half the side of what the model is shown.
_REACH = 1.6
#: Likeness of edges from which a painted face is still the photo's own.
IGNORED = 0.93

log = structlog.get_logger(__name__)

_NO_FACE: Words = ("生成模型的结果中没有人脸", "the image-edit model's result has no face")
_MOVED: Words = ("生成模型移动了头部", "the image-edit model moved the head")
_IGNORED: Words = ("生成模型没有换脸", "the image-edit model left the face as it was")
_STRANGER: Words = ("生成模型的人脸与所选模特不符", "the image-edit model's face is not the chosen one's")


def with_face(
    photo: Floats,
    mesh: FaceMesh,
    sitter: Floats,
    seed: int,
    prompts: Prompts,
    paint: Callable[[Edit], Floats],
    nets: PeopleNets,
    identity: Identity,
) -> Restored:
    """The photo with the face of the person in the picture `sitter`.

    Raises `EditUnusableError` if the painting has no face, a moved one, the photo's own or a stranger's.
    """
    part, left, top = _head(photo, mesh)
    near = mesh.moved(1.0, left, top)
    told = prompts.of("replace_face")
    mask = (Regions(near, (part.shape[0], part.shape[1])).oval > 0).astype(np.float32)
    painted = paint(Edit(images=(part, sitter), prompt=told.prompt, negative=told.negative, mask=mask, seed=seed))
    found = _face_of(painted, near, nets)
    if (moved := distance_moved(near, found)) > MOVED:
        raise EditUnusableError(f"the head moved by {moved:.2f} of its width", _MOVED)
    restored = only_face(part, near, painted, found)
    if (same := likeness(part, mask, restored.rgb)) > IGNORED:
        raise EditUnusableError(f"likeness to the photo {same:.2f}", _IGNORED)
    close = identity.measure(restored.rgb, refit_mesh(restored.rgb, near, nets.mesh))
    log.info("generative.identity", closeness=round(close, 3), least=identity.least, to_photo=round(same, 3))
    if close < identity.least:
        raise EditUnusableError(f"identity {close:.2f} of {identity.least:.2f}", _STRANGER)
    return _whole(photo, restored, left, top)


def _head(photo: Floats, mesh: FaceMesh) -> tuple[Floats, int, int]:
    """The part around a face, and its left and top."""
    reach = _REACH * max(mesh.size_px, 16.0)
    centre = (mesh.flat.min(axis=0) + mesh.flat.max(axis=0)) / 2
    left, top = (max(0, int(each)) for each in centre - reach)
    right, bottom = (int(each) for each in np.ceil(centre + reach))
    return np.ascontiguousarray(photo[top:bottom, left:right]), left, top


def _face_of(painted: Floats, near: FaceMesh, nets: PeopleNets) -> FaceMesh:
    """Where it was, or else anywhere."""
    found = refit_mesh(painted, near, nets.mesh)
    if found.presence >= PRESENT:
        return found
    seen = find_main_face(painted, nets)
    if seen is None:
        raise EditUnusableError(words=_NO_FACE)
    return seen.face


def _whole(photo: Floats, part: Restored, left: int, top: int) -> Restored:
    height, width = part.mask.shape
    rgb, mask = photo.copy(), np.zeros(photo.shape[:2], np.float32)
    rgb[top : top + height, left : left + width] = part.rgb
    mask[top : top + height, left : left + width] = part.mask
    return Restored(rgb, mask)
