"""The photo's own eyes on the new face, in the colour of the sitter's irises.

Gaze, lids, lashes and the lights in an eye are the photo's moment; the eye's shape comes with the mesh onto which the
photo is drawn. What is left of the sitter in it is the iris' colour.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.people.mesh import EYES, FaceMesh
from lingtu.imaging.reface.regions import Regions, blurred, grown, smooth_step

Floats = NDArray[np.float32]

#: What is the eye's beyond its lids' line (lashes), and how soon it gives way to skin, in widths of the face.
LASHES, FEATHER = 0.016, 0.012
#: Share of the way to the sitter's iris, and the most that it gets darker or lighter (L*): a dark iris shows no pattern
#: that could be lit.
TINT, DARKER, LIGHTER = 0.85, -18.0, 8.0
#: Lightness (percentiles of the iris) between which it is iris, and not pupil or the light that it mirrors.
IRIS_BAND = (15, 90)
ENOUGH_PX = 6
#: A pupil reaches so far, and an iris' colour begins, in its radii.
PUPIL, COLOURED = 0.3, 0.45


def with_own_eyes(rgb: Floats, photo: Floats, irises: Floats, new: Regions, colour: Floats | None) -> Floats:
    """A new face (H x W x 3, sRGB) with the eyes of the photo drawn onto its shape.

    `irises`: coverage by the photo's irises there, H x W; `colour`: CIELAB of the sitter's, None to keep the photo's.
    """
    eyes = photo if colour is None else _tinted(photo, irises, _sides(new), colour)
    share = blurred(grown(new.eyes, LASHES * new.width), FEATHER * new.width)[..., None]
    return np.asarray(rgb + share * (eyes - rgb), np.float32)


def irises_of(regions: Regions) -> Floats:
    """Coverage by the irises that show between the lids, without pupils: in dark eyes those can't be seen. H x W."""
    found = np.zeros(regions.shape, np.float32)
    y, x = np.indices(regions.shape, np.float32)
    for eye in EYES:
        centre, *rim = regions.mesh.flat[list(eye.iris)]
        radius = float(np.mean([np.linalg.norm(each - centre) for each in rim]))
        away = np.hypot(x - centre[0], y - centre[1])
        ring = (radius + 0.5 - away).clip(0, 1) * smooth_step((away / max(radius, 1e-3) - PUPIL) / (COLOURED - PUPIL))
        found = np.maximum(found, ring * regions.outline(eye.ring))
    return found


def iris_colour(rgb: Floats, mesh: FaceMesh) -> Floats | None:
    """CIELAB of a face's irises, pupils and lights left out; None if none is seen."""
    return _colour(cv2.cvtColor(rgb, cv2.COLOR_RGB2Lab), irises_of(Regions(mesh, (rgb.shape[0], rgb.shape[1]))))


def _sides(regions: Regions) -> tuple[Floats, Floats]:
    """1 where a pixel is nearer to one eye, and to the other, H x W each."""
    y, x = np.indices(regions.shape, np.float32)
    one, other = (regions.mesh.flat[list(eye.ring)].mean(axis=0) for eye in EYES)
    nearer = np.hypot(x - one[0], y - one[1]) < np.hypot(x - other[0], y - other[1])
    return nearer.astype(np.float32), (~nearer).astype(np.float32)


def _tinted(photo: Floats, irises: Floats, sides: tuple[Floats, Floats], colour: Floats) -> Floats:
    """Both irises get one colour, whatever theirs are in the photo; they keep what light differs between them."""
    lab = cv2.cvtColor(photo, cv2.COLOR_RGB2Lab)
    both = _colour(lab, irises)
    if both is None:
        return photo
    made = lab.copy()
    for side in sides:
        found = _colour(lab, irises * side)
        own = both if found is None else np.concatenate([both[:1], found[1:]])
        change = TINT * (colour - own)
        change[0] = np.clip(change[0], DARKER, LIGHTER)
        # As much as there is colour to see: not in the lights.
        visible = np.exp(-(((lab[..., 0] - own[0]) / 28) ** 2))
        made += (irises * side * visible)[..., None] * change
    return np.asarray(cv2.cvtColor(made, cv2.COLOR_Lab2RGB), np.float32)


def _colour(lab: Floats, irises: Floats) -> Floats | None:
    pixels = lab[irises > 0.8]
    if len(pixels) < ENOUGH_PX:
        return None
    low, high = np.percentile(pixels[:, 0], IRIS_BAND)
    return np.asarray(np.median(pixels[(pixels[:, 0] >= low) & (pixels[:, 0] <= high)], axis=0), np.float32)
