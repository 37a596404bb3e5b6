"""Cutting out the head of the main person: face, ears, what is on the head, and all of the hair, over the clothes too.

The person is told from the background by the net's look at the head; what of the person is no head (neck, shoulders,
hands) by the parts. Between face and neck there is no edge in colour: there the mesh's jaw cuts.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from lingtu.errors import PictureError
from lingtu.imaging.closed_form import solve_alpha
from lingtu.imaging.enlarge import reduce
from lingtu.imaging.matting import WORK_SIDE_PX, Matte, finished, refined
from lingtu.imaging.people.mesh import OUTLINE, FaceMesh
from lingtu.imaging.people.nets import PeopleNets
from lingtu.imaging.people.parsing import Part
from lingtu.imaging.people.person import Person, understand
from lingtu.imaging.person import PERSON_SIDE_PX, segment_person
from lingtu.imaging.saliency import Box, Look
from lingtu.imaging.trimap import trimap

Rgb = NDArray[np.float32]
Alpha = NDArray[np.float32]
Labels = NDArray[np.uint8]
Mask = NDArray[np.bool_]

#: Reach of the view of a head beyond the face's points, in their heights: to each side, up, down.
REACH = (0.9, 0.8, 0.45)
#: Heights of the face above the chin from which on all of a person near the face is head: the lobes of the ears; and
#: how near, in widths of the face from the middle of it.
LOBES, NEAR = 0.36, 1.35
#: Hair that hangs ends so far below the chin, in heights of the face.
LONGEST = 3.0
#: Without parts a head ends so far below the chin, and how softly, in heights of the face.
CUT, CUT_FEATHER = 0.04, 0.05
#: Softness of the jaw's line, px.
JAW_PX = 1.0


def matte_head(rgb: Rgb, nets: PeopleNets) -> Matte:
    """Separate the main person's head with its hair, H x W x 3. Raises `PictureError` if there is no face."""
    small = reduce(rgb, WORK_SIDE_PX)
    person = understand(small, nets)
    if person.seen is None:
        raise PictureError("图中没有找到人脸", "no face was found in it")
    face = person.seen.face
    alpha = refined(small, _look(small, person, face, nets))
    share = above_chin(face, alpha.shape) if person.parts is None else head_share(small, person.parts.labels, face)
    return finished(rgb, np.asarray(alpha * share, np.float32))


def _look(rgb: Rgb, person: Person, face: FaceMesh, nets: PeopleNets) -> Look:
    """The person as roughly as the nets see them: the head in a view of its own, what is farther as a whole."""
    low, high = face.flat[:468].min(axis=0), face.flat[:468].max(axis=0)
    side, up, down = (reach * float(high[1] - low[1]) for reach in REACH)
    height, width = rgb.shape[:2]
    view = Box(
        max(0, int(low[0] - side)),
        max(0, int(low[1] - up)),
        min(width, int(high[0] + side)),
        min(height, int(high[1] + down)),
    )
    part = view.of(rgb)
    alpha = person.coverage.copy()
    view.of(alpha)[:] = segment_person(part, nets.matting.person)
    return Look(alpha, max(part.shape[:2]) / PERSON_SIDE_PX, face.presence)


def above_chin(face: FaceMesh, shape: tuple[int, ...]) -> Alpha:
    """1 above the chin of a head whose parts are not known, 0 below it, H x W."""
    return np.asarray(((CUT - face.below_chin(shape)) / CUT_FEATHER).clip(0, 1), np.float32)


def head_share(rgb: Rgb, parts: Labels, face: FaceMesh) -> Alpha:
    """1 on the head and on what of the background is nearer to it than to the rest of the person, 0 there, H x W.

    `parts`: the person's, of the picture's shape at any size; `face` in px of the picture.
    """
    grain_px = rgb.shape[1] / parts.shape[1]
    labels = cv2.resize(parts, rgb.shape[1::-1], interpolation=cv2.INTER_NEAREST)
    below = face.below_chin(labels.shape)
    jaw = _oval(face, labels.shape)
    head = _head(labels, jaw > 0.5, below, face)
    share = (_away(head) < _away((labels != Part.BACKGROUND) & ~head)).astype(np.float32)
    soft = cv2.GaussianBlur(share, (0, 0), 0.5 * grain_px)
    share = solve_alpha(rgb, trimap(soft, grain_px), soft)
    skin = np.isin(labels, (Part.NECK, Part.FACE)).astype(np.float32)
    along_jaw = cv2.GaussianBlur(skin, (0, 0), 2 * JAW_PX) * ((below + LOBES) / 0.1).clip(0, 1)
    return np.asarray(share + along_jaw * (jaw - share), np.float32)


def _head(labels: Labels, face_mask: Mask, below: Alpha, face: FaceMesh) -> Mask:
    """What of the person is head: all that is near and above the ears' lobes, and below them face and hanging hair."""
    y, x = np.indices(labels.shape, np.float32)
    middle = face.flat[list(OUTLINE)].mean(axis=0)
    near = np.hypot(x - middle[0], y - middle[1]) < NEAR * face.width_px
    upper = (labels != Part.BACKGROUND) & (below < -LOBES) & near & ~np.isin(labels, (Part.HANDS, Part.ARMS, Part.BAGS))
    head = face_mask | upper | ((labels == Part.HAIR) & (below < LONGEST))
    _, areas = cv2.connectedComponents(head.astype(np.uint8))
    return np.asarray(np.isin(areas, np.unique(areas[face_mask])) & head)


def _away(mask: Mask) -> Alpha:
    return np.asarray(cv2.distanceTransform((~mask).astype(np.uint8), cv2.DIST_L2, 5), np.float32)


def _oval(face: FaceMesh, shape: tuple[int, ...]) -> Alpha:
    mask = np.zeros(shape, np.float32)
    cv2.fillPoly(mask, [np.rint(face.flat[list(OUTLINE)] * 8).astype(np.int32)], 1.0, lineType=cv2.LINE_AA, shift=3)
    return np.asarray(cv2.GaussianBlur(mask, (0, 0), JAW_PX), np.float32)
