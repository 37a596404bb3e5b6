"""What is in front of a face."""

from __future__ import annotations

from io import BytesIO

import cv2
import numpy as np

from lingtu.gallery.catalogue import OURS, person_files
from lingtu.imaging.people.mesh import EYES, FaceMesh
from lingtu.imaging.reface.regions import Regions, grown, shrunk, smooth_step
from lingtu.imaging.reface.visible import _like_hair_above, glasses, skin_share, visible

SIDE = 512
SKIN, HAIR, WALL = (0.8, 0.62, 0.52), (0.25, 0.16, 0.12), (0.95, 0.95, 0.95)


def regions_of_a_face() -> Regions:
    points = np.load(BytesIO(person_files(OURS.faces[0])["face.npz"]))["front"]
    return Regions(FaceMesh(points, 1.0).moved(SIDE / 1024, 0, 0), (SIDE, SIDE))


def seen_in(photo: np.ndarray, regions: Regions) -> np.ndarray:
    lab = cv2.cvtColor(cv2.GaussianBlur(photo, (0, 0), 0.8), cv2.COLOR_RGB2Lab)
    return visible(photo, lab, skin_share(lab, regions), regions)


def head(regions: Regions) -> np.ndarray:
    """A face with brows before hair, beside a wall."""
    photo = np.full((SIDE, SIDE, 3), WALL, np.float32)
    photo[grown(regions.oval, 40) > 0.5] = HAIR
    photo[regions.oval > 0.5] = SKIN
    photo[regions.brows > 0.5] = HAIR
    return photo


def test_a_brow_that_runs_into_the_hair_is_seen_and_the_hair_beside_it_is_not_the_faces() -> None:
    regions = regions_of_a_face()
    photo = head(regions)
    # Hair hangs over the temple, as far as the middle of the person's left brow.
    tail = int(regions.mesh.flat[EYES[1].brow[2], 0])
    photo[:, tail:] = np.where(regions.oval[:, tail:, None] > 0.5, np.float32(HAIR), photo[:, tail:])
    seen = seen_in(photo, regions)
    brows = (regions.brows > 0.99) & (np.arange(SIDE) < tail - 12)
    assert seen[brows].min() > 0.9
    beside = (regions.oval > 0.99) & (np.arange(SIDE) > tail + 10) & (grown(regions.eyes, 30) < 0.5)
    beside &= np.arange(SIDE)[:, None] < regions.mesh.flat[EYES[1].outer, 1]
    assert beside.any()
    assert seen[beside].max() < 0.3


def test_strands_of_a_fringe_over_a_brow_stay_in_front() -> None:
    regions = regions_of_a_face()
    photo = head(regions)
    low = regions.mesh.flat[list(EYES[0].brow), 1].max() + 4
    column, row = np.arange(SIDE), np.arange(SIDE)[:, None]
    # Strands with narrow gaps through which skin is seen.
    photo[(row < low) & (column % 12 < 8) & (regions.oval > 0.5)] = HAIR
    seen = seen_in(photo, regions)
    strands = (regions.brows > 0.99) & (column % 12 > 1) & (column % 12 < 6)
    assert float(seen[strands].mean()) < 0.3


def test_a_fringe_is_told_by_the_hair_around_and_the_shaded_half_of_a_forehead_is_none() -> None:
    regions = regions_of_a_face()
    forehead = np.arange(SIDE)[:, None] < regions.mesh.flat[list(EYES[0].brow), 1].min() - 6
    forehead = forehead & (shrunk(regions.oval, 8) > 0.5)
    column = np.arange(SIDE, dtype=np.float32)

    def hair_in(photo: np.ndarray) -> float:
        return float(_like_hair_above(cv2.cvtColor(photo, cv2.COLOR_RGB2Lab), regions)[forehead].mean())

    fringe, lock, shade = head(regions), head(regions), head(regions)
    brown = 0.35 * np.float32(SKIN) + 0.65 * np.float32(HAIR)
    fringe[forehead] = brown
    lock[forehead & (column > 320)] = brown
    light = 1 - 0.45 * smooth_step((column - 200) / 130)
    shade *= np.where(regions.oval > 0.5, light, 1)[..., None].astype(np.float32)
    assert hair_in(fringe) > 0.9
    assert hair_in(lock) == 0
    assert hair_in(shade) < 0.1
    assert float(seen_in(shade, regions)[forehead].mean()) > 0.9


def test_large_dark_lenses_are_whole_and_the_brows_above_them_stay() -> None:
    regions = regions_of_a_face()
    photo = head(regions)
    # As large as an aviator's: down to the middle of the cheeks.
    lenses = np.zeros((SIDE, SIDE), np.float32)
    for eye in EYES:
        centre = regions.mesh.flat[list(eye.ring)].mean(axis=0) + np.array([0, 0.07 * regions.width])
        cv2.circle(lenses, np.rint(centre).astype(int).tolist(), round(0.17 * regions.width), 1, -1)
    photo[lenses > 0] = (0.3, 0.34, 0.3)
    worn = glasses(cv2.cvtColor(photo, cv2.COLOR_RGB2Lab), regions, 0.0)
    assert worn[(lenses > 0) & (regions.oval > 0.99)].min() > 0.9
    assert worn[regions.brows > 0.99].min() > 0.9
    assert worn[regions.lips > 0].max() < 0.1
    assert not glasses(cv2.cvtColor(head(regions), cv2.COLOR_RGB2Lab), regions, 0.0).any()
