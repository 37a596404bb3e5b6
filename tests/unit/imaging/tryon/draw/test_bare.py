"""Limbs that lose their clothes: as wide as what is seen of them, shaded as round, in front of the legs."""

from __future__ import annotations

import numpy as np
import pytest

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.arrays.masks import polygon
from lingtu.imaging.tryon.draw.bare import to_outline
from lingtu.imaging.tryon.worn.bare_limb import bare
from lingtu.imaging.tryon.worn.layers import Layers
from lingtu.imaging.tryon.worn.limb import measure_limb

SIZE = (400, 200)
JOINTS = np.array([[100.0, 40], [100, 180], [100, 340]])
USUAL = (0.12, 0.1, 0.08)
#: Shoulders' width, px.
WIDTH = 200.0


def limb(half_px: int, cuff_px: int, end: int) -> np.ndarray:
    """Labels of an arm that a sleeve covers down to a row, wider at its cuff."""
    labels = np.zeros(SIZE, np.uint8)
    labels[30:end, 100 - cuff_px : 101 + cuff_px] = Part.TORSO
    labels[end:360, 100 - half_px : 101 + half_px] = Part.ARMS
    return labels


@pytest.mark.parametrize("half", [14, 22])
def test_below_an_old_sleeve_a_limb_is_as_wide_as_beside_it(half: int) -> None:
    labels = limb(half, 34, 200)
    found = bare(measure_limb(JOINTS, 1, USUAL, labels, WIDTH), USUAL, labels, np.array([100.0, 380]), WIDTH)
    hidden = int(np.abs(found.centres[:, 1] - 190).argmin())
    shown = int(np.abs(found.centres[:, 1] - 225).argmin())
    for edge in (found.outer, found.inner):
        assert edge[hidden] == pytest.approx(edge[shown], rel=0.12)


def edges(labels: np.ndarray, row: int) -> tuple[float, float]:
    """Columns of a bare limb's left and right edge."""
    found = bare(measure_limb(JOINTS, 1, USUAL, labels, WIDTH), USUAL, labels, np.array([100.0, 380]), WIDTH)
    at = int(np.abs(found.centres[:, 1] - row).argmin())
    outer, inner = found.sides()
    return min(outer[at, 0], inner[at, 0]), max(outer[at, 0], inner[at, 0])


def test_a_limb_beside_its_guessed_middle_goes_on_below_a_sleeve_where_it_is_seen() -> None:
    labels = np.zeros(SIZE, np.uint8)
    labels[30:200, 60:150] = Part.TORSO
    labels[200:360, 94:128] = Part.ARMS
    left, right = edges(labels, 192)
    assert left == pytest.approx(94, abs=3)
    assert right == pytest.approx(128, abs=3)
    assert sum(edges(labels, 60)) / 2 < 105  # higher up it comes back to the joint


def test_a_limb_half_behind_the_torso_is_whole_where_that_is_taken_off() -> None:
    labels = np.zeros(SIZE, np.uint8)
    labels[30:360, 98:190] = Part.TORSO
    labels[200:360, 80:98] = Part.ARMS
    left, right = edges(labels, 230)
    assert left == pytest.approx(80, abs=2)
    assert right - left > 0.85 * 2 * USUAL[1] * WIDTH * 0.75  # the narrowest of arms


def test_a_hand_alone_tells_how_wide_the_wrist_is() -> None:
    labels = np.zeros(SIZE, np.uint8)
    labels[30:350, 70:131] = Part.TORSO
    labels[350:400, 78:123] = Part.HANDS
    left, right = edges(labels, 344)
    assert left == pytest.approx(78, abs=2.5)
    assert right == pytest.approx(123, abs=2.5)


def test_a_bare_limb_s_edge_has_none_of_an_old_sleeve_s_folds_and_lies_within_it() -> None:
    labels = np.zeros(SIZE, np.uint8)
    for row in range(30, 300):  # every fold stands out
        half = 20 + (3 if row % 24 < 10 else 0)
        labels[row, 100 - half : 101 + half] = Part.TORSO
    labels[300:360, 84:117] = Part.ARMS
    worn = measure_limb(JOINTS, 1, USUAL, labels, WIDTH)
    found = bare(worn, USUAL, labels, np.array([100.0, 380]), WIDTH)
    hidden = slice(4, 48)
    assert np.abs(np.diff(found.outer[hidden], n=2)).max() < 0.15
    assert (found.outer[hidden] < worn.outer[hidden]).all()


def test_the_edge_of_a_leg_is_not_that_of_a_hand_before_it() -> None:
    labels = np.zeros(SIZE, np.uint8)
    labels[30:360, 80:121] = Part.LOWER
    alone = measure_limb(JOINTS, 1, USUAL, labels, WIDTH)
    labels[150:200, 112:132] = Part.HANDS
    taken = measure_limb(JOINTS, 1, USUAL, labels, WIDTH)
    behind = measure_limb(JOINTS, 1, USUAL, labels, WIDTH, hiding=(Part.HANDS,))
    halves = [np.maximum(each.outer, each.inner).max() for each in (alone, taken, behind)]
    assert halves[1] > halves[0] + 4
    assert halves[2] == pytest.approx(halves[0], abs=0.5)


def test_made_up_skin_along_an_arm_that_is_seen_ends_where_the_arm_does() -> None:
    """And what goes on from it where a sleeve hid it stays as it is."""
    shares = np.zeros((len(Part), *SIZE), np.float32)
    shares[Part.ARMS, 150:, 80:117] = 1  # without the rim that clothes colour
    old, body, outline = (np.zeros(SIZE, np.float32) for _ in range(3))
    old[150:, 117:], old[:150] = 1, 1
    body[:, 80:123] = 1  # measured a little too wide
    outline[150:, 80:120] = 1
    layers = Layers(np.zeros((*SIZE, 3), np.float32), shares.argmax(axis=0).astype(np.uint8), shares)
    found = to_outline(body, old, layers, outline, body, 250.0)
    assert found[200:380, 115:119].min() > 0.9
    assert found[200:380, 121:].max() < 0.1
    assert (found[20:120] == body[20:120]).all()


def test_made_up_skin_beside_an_arm_that_is_seen_ends_without_a_step() -> None:
    """There a limb's measured outline, far beside the arm higher up, comes near it."""
    shares = np.zeros((len(Part), *SIZE), np.float32)
    shares[Part.ARMS, :, 80:117] = 1
    old, outline = np.zeros(SIZE, np.float32), np.zeros(SIZE, np.float32)
    old[:, 117:], outline[:, 80:120] = 1, 1
    body = polygon(np.array([[80.0, 0], [190, 0], [100, 380], [80, 380]]), SIZE)
    layers = Layers(np.zeros((*SIZE, 3), np.float32), shares.argmax(axis=0).astype(np.uint8), shares)
    ends = np.count_nonzero(to_outline(body, old, layers, outline, body, 250.0)[20:370] > 0.5, axis=1)
    assert np.abs(np.diff(ends)).max() <= 2
    assert ends[0] > 70
    rim = polygon(np.array([[80.0, 0], [123, 0], [119, 380], [80, 380]]), SIZE)  # measured a little too wide
    beside_rim = to_outline(rim, old, layers, outline, rim, 250.0)
    assert (beside_rim[20:370, 121:] < 0.1).all()
