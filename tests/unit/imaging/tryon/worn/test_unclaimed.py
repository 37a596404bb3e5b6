"""Clothes that parser and matte gave to the background."""

from __future__ import annotations

import numpy as np
import pytest

from lingtu.imaging.people.frame import Frame
from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.arrays.even_background import look_at_ground
from lingtu.imaging.tryon.worn.unclaimed import beside_neck, ground_at_hips, with_unclaimed
from tests.unit.imaging.tryon.drawn import SIZE, TONES, person


def _found(rgb: np.ndarray, labels: np.ndarray, coverage: np.ndarray) -> np.ndarray:
    return with_unclaimed(labels, coverage, look_at_ground(rgb, labels == Part.BACKGROUND, 140))


def _beyond_hand() -> tuple[np.ndarray, np.ndarray, np.ndarray, tuple[slice, slice]]:
    """Somebody and a place beside a hand, the background being even."""
    rgb, who = person()
    labels = who.parts.labels.copy()
    rgb[labels == Part.BACKGROUND] = (0.86, 0.86, 0.86)
    rows, columns = np.nonzero(labels == Part.HANDS)
    edge = int(columns[columns < 256].min())
    beyond = slice(int(rows.max()) - 34, int(rows.max()) - 4), slice(edge - 11, edge)
    assert (labels[beyond] == Part.BACKGROUND).all()
    return rgb, labels, who.coverage, beyond


def test_trousers_of_another_shade_go_on_beyond_a_hand() -> None:
    rgb, labels, coverage, beyond = _beyond_hand()
    rgb[beyond] = TONES[Part.LOWER] + np.float32(0.08)
    found = _found(rgb, labels, coverage)
    inner = slice(beyond[0].start + 3, beyond[0].stop - 3), slice(beyond[1].start + 3, beyond[1].stop - 3)
    assert (found[inner] == Part.LOWER).all()
    around = np.ones(labels.shape, bool)
    around[beyond[0].start - 3 : beyond[0].stop + 3, beyond[1].start - 3 : beyond[1].stop + 3] = False
    assert (found[around] == labels[around]).all()


def test_a_scrap_of_a_bag_with_the_trousers_colour_beside_is_theirs_and_a_bag_is_not() -> None:
    rgb, labels, coverage, beyond = _beyond_hand()
    rgb[beyond] = TONES[Part.LOWER]
    scrap = slice(beyond[0].start + 10, beyond[0].start + 24), slice(beyond[1].start, beyond[1].start + 6)
    labels[scrap] = Part.BAGS
    assert (_found(rgb, labels, coverage)[scrap] == Part.LOWER).all()
    rgb[scrap] = (0.8, 0.1, 0.1)
    assert (_found(rgb, labels, coverage)[scrap] == Part.BAGS).all()


def test_lace_that_the_matte_says_is_the_person_is_the_tops() -> None:
    rgb, who = person()
    labels, coverage = who.parts.labels.copy(), who.coverage
    rgb[labels == Part.BACKGROUND], rgb[labels == Part.TORSO] = (0.86, 0.86, 0.86), (0.95, 0.95, 0.95)
    hole = np.zeros(labels.shape, bool)
    hole[300:320, 246:266] = True
    assert (labels[hole] == Part.TORSO).all()
    labels[hole] = Part.BACKGROUND
    assert (_found(rgb, labels, coverage)[303:317, 249:263] == Part.TORSO).all()
    rgb[hole] = (0.86, 0.86, 0.86)
    assert (_found(rgb, labels, coverage)[hole] == Part.BACKGROUND).all()


@pytest.mark.parametrize("what", ["of nobody's colour", "uneven ground"])
def test_what_may_be_something_else_stays_background(what: str) -> None:
    rgb, labels, coverage, beyond = _beyond_hand()
    rgb[beyond] = (0.9, 0.9, 0.1) if what == "of nobody's colour" else TONES[Part.LOWER]
    if what == "uneven ground":
        noise = np.random.default_rng(1).normal(0, 0.12, rgb.shape).astype(np.float32)
        ground = labels == Part.BACKGROUND
        ground[beyond] = False
        rgb[ground] += noise[ground]
    assert (_found(rgb.clip(0, 1), labels, coverage) == labels).all()


def _with_strap(tone: float) -> tuple[np.ndarray, np.ndarray]:
    """What is found of a strap in this tone between neck and top before a light wall, and all else that is."""
    labels = np.zeros((240, 200), np.uint8)
    labels[110:, 50:150] = Part.TORSO
    labels[30:110, 85:115] = Part.NECK
    labels[95:110, 125:135] = Part.TORSO
    rgb = np.full((*labels.shape, 3), 0.85, np.float32)
    rgb[labels == Part.NECK], rgb[labels == Part.TORSO] = (0.8, 0.6, 0.5), (0.2, 0.3, 0.5)
    strap = slice(95, 110), slice(115, 125)
    rgb[strap] = tone
    found = beside_neck(labels, look_at_ground(rgb, labels == Part.BACKGROUND, 80))
    inside = found[strap].copy()
    found[93:112, 113:127] = False
    return inside, found


def test_a_pale_strap_beside_the_neck_is_the_tops() -> None:
    strap, elsewhere = _with_strap(0.93)
    assert strap[2:, 1:-2].mean() > 0.9  # darker towards the top, it has the wall's tone
    assert not elsewhere.any()


def test_the_wall_beside_the_neck_stays_wall() -> None:
    strap, elsewhere = _with_strap(0.85)
    assert strap.mean() < 0.35
    assert not elsewhere[:, 136:].any()


@pytest.mark.parametrize(("tone", "is_ground"), [(0.86, True), (0.92, False)])
def test_a_gap_beside_the_hips_that_was_taken_for_a_pale_top_is_the_walls(tone: float, is_ground: bool) -> None:
    rgb, who = person(sleeves=0.3)
    labels, frame = who.parts.labels.copy(), Frame(who.body, None, SIZE)
    rgb[labels == Part.BACKGROUND], rgb[labels == Part.TORSO] = 0.86, 0.95
    row = int(np.flatnonzero(labels[:, 256] == Part.LOWER)[0]) + 20
    edge = int(np.flatnonzero(labels[row] == Part.LOWER)[-1])
    gap = slice(row, row + 40), slice(edge + 2, edge + 12)
    free = labels[gap] == Part.BACKGROUND
    assert free.mean() > 0.5
    labels[gap] = np.where(free, Part.TORSO, labels[gap])
    rgb[gap][free] = tone
    ground = look_at_ground(rgb, labels == Part.BACKGROUND, frame.width)
    found = ground_at_hips(labels, ground, frame, who.parts.outfit.waist)
    assert (found[gap][free].mean() > 0.7) == is_ground
    found[gap] = False
    assert not found.any()
