"""A painted face in a photo: the painting's face alone, laid where the photo's was."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from lingtu.imaging.colour import Floats
from lingtu.imaging.people.canonical import COUNT, Canonical
from lingtu.imaging.people.mesh import EYES, FaceMesh
from lingtu.imaging.reface.regions import Regions, grown
from lingtu.imaging.restore.blend import feather_for, join

#: Of the face's width: how far beyond both outlines the new face may reach, and the mixing's least and most.
MARGIN, FEATHER, FEATHER_MOST = 0.03, 0.04, 0.16
#: Of the face's width: a head that was painted farther away than this was moved, and the neck would not fit.
MOVED = 0.25
#: Points that move little with expression and shape: corners of the eyes, bridge and tip of the nose.
_STEADY = (*(corner for eye in EYES for corner in (eye.outer, eye.inner)), 168, 6, 4, 1)


@dataclass(frozen=True)
class Restored:
    """The photo with the painting's face, and where it is the painting's, H x W; 0: to the bit the photo's."""

    rgb: Floats
    mask: Floats


def only_face(photo: Floats, mesh: FaceMesh, painted: Floats, painted_mesh: FaceMesh) -> Restored:
    """The painting's face, moved to where the photo's is, in the photo's tone where the two meet."""
    moved, outline = _aligned(painted, painted_mesh, mesh)
    shape = (photo.shape[0], photo.shape[1])
    width = mesh.width_px
    both = np.maximum(Regions(mesh, shape).oval, Regions(outline, shape).oval)
    keep = grown(both, MARGIN * width) < 0.5
    feather = feather_for(photo, moved, keep, FEATHER * width, FEATHER_MOST * width)
    rgb = join(photo, moved, keep, max(1.0, feather), max(1.0, width))
    return Restored(rgb, (~keep).astype(np.float32))


def distance_moved(mesh: FaceMesh, painted_mesh: FaceMesh) -> float:
    """How far the painted face stands from the photo's, in widths of the face."""
    apart = mesh.flat[list(_STEADY)].mean(axis=0) - painted_mesh.flat[list(_STEADY)].mean(axis=0)
    size = abs(float(np.log(painted_mesh.width_px / mesh.width_px)))
    return float(np.linalg.norm(apart)) / mesh.width_px + size


def _aligned(painted: Floats, own: FaceMesh, wanted: FaceMesh) -> tuple[Floats, FaceMesh]:
    """The painting turned, scaled and shifted so that its face lies on the photo's, and its mesh there."""
    steady = list(_STEADY)
    place, _ = cv2.estimateAffinePartial2D(own.flat[steady], wanted.flat[steady], method=cv2.LMEDS)
    if place is None:
        return painted, own
    size = (painted.shape[1], painted.shape[0])
    moved = cv2.warpAffine(painted, place, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    flat = own.flat @ place[:, :2].T + place[:, 2]
    points = np.concatenate([flat, own.points[:, 2:]], axis=1).astype(np.float32)
    return np.clip(moved, 0, 1).astype(np.float32), FaceMesh(points, own.presence)


def shape_of(mesh: FaceMesh, canonical: Canonical) -> Floats:
    """The face's shape, 468 x 3, without its pose and size; cm of the canonical face."""
    return canonical.pose(mesh.points).undo(mesh.points[:COUNT])


def shape_distance(one: Floats, other: Floats, canonical: Canonical) -> float:
    """Root mean square distance of two shapes over the points that tell a pose, mm: expressions move those little."""
    share = canonical.weights / canonical.weights.sum()
    return 10 * float(np.sqrt((share * ((one - other) ** 2).sum(axis=1)).sum()))
