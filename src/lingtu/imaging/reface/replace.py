"""Replacing the face of a photo by a sitter's."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.people.canonical import Canonical
from lingtu.imaging.people.mesh import EYES, FaceMesh, expression
from lingtu.imaging.people.nets import PeopleNets
from lingtu.imaging.reface.brows import own_brows
from lingtu.imaging.reface.eyes import iris_colour, irises_of, with_own_eyes
from lingtu.imaging.reface.finish import finish
from lingtu.imaging.reface.geometry import Source, is_mouth_open, new_shape, sample, trace
from lingtu.imaging.reface.hidden_brows import without_hidden
from lingtu.imaging.reface.light import Faces, Lit, relight, shared_skin
from lingtu.imaging.reface.regions import Regions, blurred, grown, smooth_step
from lingtu.imaging.reface.sitter import Sitter, View
from lingtu.imaging.reface.visible import glasses, skin_chance, skin_share, visible

Floats = NDArray[np.float32]

#: Smaller faces are worked on enlarged, to this size in px; a view's reach beyond the face's box in its sizes.
WORK_PX, MOST_ENLARGED, REACH = 280.0, 4.0, 0.6
#: The mask's feather, and its distance from the outline, in widths of the face; its feather over the old brows.
FEATHER, INSET, BROW_FEATHER = 0.10, 0.012, 0.03
#: Eyes less open than this, in widths of the eye, are shut: they stay the photo's.
SHUT = 0.13
#: Spans of strength, expression and tone of the variations after the first. Modest ones: none may break.
LOOKS = (
    ((1.0, 1.1), (0.85, 1.0), (0.95, 1.0)),
    ((0.8, 0.9), (0.6, 0.75), (0.9, 1.0)),
    ((0.65, 0.75), (0.95, 1.0), (0.8, 0.9)),
)
#: From this share of a pixel on it counts as the new face's.
LEAST = 0.004


@dataclass(frozen=True)
class Look:
    """How a face is replaced: how far the features' shape, the photo's expression and the skin's tone are carried.

    1 of `strength` is the sitter's shape, of `expression` all of the photo's, of `tone` the sitter's tone.
    """

    strength: float = 1.0
    expression: float = 1.0
    tone: float = 1.0
    seed: int = 0

    @staticmethod
    def of_variation(index: int, seed: int) -> Look:
        """The plain one first; then nearer to the sitter, calmer, nearer to the photo, in turn, each drawn anew."""
        if index == 0:
            return Look(seed=seed)
        draw = np.random.default_rng(seed)
        strength, expression, tone = (float(draw.uniform(*span)) for span in LOOKS[(index - 1) % len(LOOKS)])
        return Look(strength, expression, tone, seed)


@dataclass(frozen=True)
class Replaced:
    """The photo with the new face, and how much each pixel is the new face's, H x W; 0 means: as in the photo."""

    rgb: Floats
    mask: Floats


def replace_face(rgb: Floats, mesh: FaceMesh, sitter: Sitter, nets: PeopleNets, look: Look) -> Replaced:
    """The photo with the sitter's face in place of the one with this mesh."""
    canonical = nets.canonical
    part, scale, corner = _part(rgb, mesh)
    near = mesh.moved(scale, *corner)
    resting = sitter.resting(nets.expression)
    weights = resting + look.expression * (expression(mesh, nets.expression) - resting)
    points = new_shape(near, sitter, weights, resting, look.strength, canonical)
    fresh, mask = _new_part(part, near, points, sitter, canonical, look)
    top, left = int(corner[1]), int(corner[0])
    height, width = round(part.shape[0] / scale), round(part.shape[1] / scale)
    if scale != 1:
        fresh, mask = (cv2.resize(each, (width, height), interpolation=cv2.INTER_AREA) for each in (fresh, mask))
    mask = np.where(mask < LEAST, np.float32(0), mask)
    result, whole = rgb.copy(), np.zeros(rgb.shape[:2], np.float32)
    place = (slice(top, top + height), slice(left, left + width))
    whole[place] = mask
    result[place] = np.where(mask[..., None] > 0, rgb[place] + (fresh - rgb[place]) * mask[..., None], rgb[place])
    return Replaced(result.clip(0, 1), whole)


def _part(rgb: Floats, mesh: FaceMesh) -> tuple[Floats, float, tuple[float, float]]:
    """The face's surroundings, enlarged if the face is small; the scale; left and top."""
    low, high = mesh.flat[:468].min(axis=0), mesh.flat[:468].max(axis=0)
    reach = REACH * float((high - low).max())
    left, top = (max(0, int(each)) for each in low - reach)
    right, bottom = (int(each) for each in np.minimum(np.ceil(high + reach), (rgb.shape[1], rgb.shape[0])))
    part = rgb[top:bottom, left:right]
    wanted = float(np.clip(WORK_PX / mesh.size_px, 1, MOST_ENLARGED))
    if wanted == 1:
        return part, 1.0, (left, top)
    part = cv2.resize(part, None, fx=wanted, fy=wanted, interpolation=cv2.INTER_CUBIC)
    return np.asarray(part.clip(0, 1), np.float32), wanted, (left, top)


def _new_part(
    part: Floats, mesh: FaceMesh, points: Floats, sitter: Sitter, canonical: Canonical, look: Look
) -> tuple[Floats, Floats]:
    """The lit and finished face of a part of the photo, and its mask."""
    shape = (part.shape[0], part.shape[1])
    old = Regions(mesh, shape)
    new = Regions(FaceMesh(np.concatenate([points, mesh.points[468:]]), 1.0), shape)
    yaw = canonical.pose(mesh.points).yaw_deg
    view = _matched(sitter.view(yaw), mesh)
    source = trace(points, view.mesh, canonical, shape, old.width)
    onto = trace(points, mesh, canonical, shape, old.width)
    moved = np.where(onto.inside[..., None] > 0, sample(onto, part), part)
    soft = cv2.cvtColor(cv2.GaussianBlur(part, (0, 0), max(0.6, 0.004 * old.width)), cv2.COLOR_RGB2Lab)
    share = skin_share(soft, old)
    seen = visible(part, soft, share, old)
    drawn = sample(source, view.rgb)
    onto_seen = sample(onto, seen)
    brows = without_hidden(own_brows(moved, drawn, onto_seen, new.mesh, yaw), drawn, onto_seen, new.mesh)
    if view.seen is not None:
        seen = seen * sample(source, view.seen)
    fresh = cv2.cvtColor(drawn, cv2.COLOR_RGB2Lab)
    skin = skin_chance(soft, share, old)
    skin = np.where(onto.inside > 0, sample(onto, skin), skin)
    lab = cv2.cvtColor(moved, cv2.COLOR_RGB2Lab)
    faces = Faces(lab, fresh, new, shared_skin(new, seen, source.inside, skin), brows)
    lit: Lit = finish(relight(faces), faces, look.seed)
    mask = _mask(source, seen, old) * _kept(mesh, old) * (1 - glasses(soft, old, yaw))
    irises = sample(onto, irises_of(old)) * onto.inside
    return with_own_eyes(lit.rgb(), moved, irises, new, iris_colour(view.rgb, view.mesh)), np.asarray(mask, np.float32)


def _matched(view: View, mesh: FaceMesh) -> View:
    """The view at the photo's resolution, if that is lower: a map takes single pixels."""
    ratio = mesh.size_px / view.mesh.size_px
    if ratio > 0.8:
        return view
    small = cv2.resize(view.rgb, None, fx=ratio, fy=ratio, interpolation=cv2.INTER_AREA)
    seen = None if view.seen is None else np.asarray(cv2.resize(view.seen, small.shape[1::-1]), np.float32)
    return View(np.asarray(small, np.float32), view.mesh.moved(small.shape[1] / view.rgb.shape[1], 0, 0), seen)


def _mask(source: Source, seen: Floats, old: Regions) -> Floats:
    inside = cv2.copyMakeBorder(source.inside.astype(np.uint8), 1, 1, 1, 1, cv2.BORDER_CONSTANT)
    depth = cv2.distanceTransform(inside, cv2.DIST_L2, 5)[1:-1, 1:-1] / old.width
    # No end of an old brow stays beside the new one.
    brows = blurred(grown(old.brows, 0.025 * old.width), 0.012 * old.width)
    inner, over = smooth_step((depth - INSET) / FEATHER), brows * smooth_step(depth / BROW_FEATHER)
    return np.asarray(np.maximum(inner, over) * seen, np.float32)


def _kept(mesh: FaceMesh, old: Regions) -> Floats:
    """0 where the photo's own face stays: an open mouth's teeth, shut eyes."""
    width = old.width
    kept = np.zeros(old.shape, np.float32)
    if is_mouth_open(mesh):
        kept = np.maximum(kept, blurred(old.mouth, max(0.6, 0.006 * width)))
    for eye in EYES:
        opening = np.linalg.norm(mesh.flat[eye.upper] - mesh.flat[eye.lower])
        if opening < SHUT * np.linalg.norm(mesh.flat[eye.outer] - mesh.flat[eye.inner]):
            lids = grown(old.outline(eye.ring), 0.03 * width)
            kept = np.maximum(kept, blurred(lids, 0.015 * width))
    return 1 - kept
