"""Layers of a photo: edges between what is kept and what is taken off."""

from __future__ import annotations

import numpy as np

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.worn.layers import UNKNOWN, Layers, split, within_rim, without_rim


def test_an_arm_with_its_hand_is_a_little_smaller_at_clothes_that_are_taken_off_and_nowhere_else() -> None:
    labels = np.full((40, 60), Part.BACKGROUND, np.uint8)
    labels[:, 40:] = Part.LOWER
    labels[10:20, 20:40], labels[20:30, 20:40] = Part.ARMS, Part.HANDS
    shares = np.stack([(labels == part).astype(np.float32) for part in Part])
    layers = Layers(np.zeros((40, 60, 3), np.float32), labels, shares)
    smaller = within_rim(layers, (Part.LOWER,))
    assert (smaller.share(Part.HANDS)[25, 20:38] == 1).all()  # beside the ground it is as it was
    assert (smaller.share(Part.ARMS, Part.HANDS)[12:28, 38:40] == 0).all()
    assert (smaller.share(Part.LOWER)[12:28, 38:40] == 1).all()
    assert (
        smaller.share(Part.ARMS, Part.HANDS)[12:28, 30] == 1
    ).all()  # nothing is lost where one goes over in the other
    assert np.allclose(smaller.shares.sum(axis=0), 1)
    assert (within_rim(layers, (Part.TORSO,)).shares == layers.shares).all()


def test_a_hand_is_smaller_at_the_ground_where_that_is_covered() -> None:
    labels = np.full((40, 60), Part.BACKGROUND, np.uint8)
    labels[10:30, 20:40] = Part.HANDS
    shares = np.stack([(labels == part).astype(np.float32) for part in Part])
    covered = np.zeros((40, 60), np.float32)
    covered[:, 30:] = 1
    smaller = without_rim(Layers(np.zeros((40, 60, 3), np.float32), labels, shares), (Part.BACKGROUND,), covered)
    assert (smaller.share(Part.BACKGROUND)[12:28, 38:40] == 1).all()
    assert (smaller.share(Part.HANDS)[10:30, 20:30] == 1).all()


def test_a_finger_is_not_lost() -> None:
    labels = np.full((40, 60), Part.LOWER, np.uint8)
    labels[10:20, 20:40], labels[20:30, 28:32] = Part.HANDS, Part.HANDS
    shares = np.stack([(labels == part).astype(np.float32) for part in Part])
    smaller = within_rim(Layers(np.zeros((40, 60, 3), np.float32), labels, shares), (Part.LOWER,))
    assert (smaller.share(Part.HANDS)[24:28, 29:31] > 0.7).all()
    assert (smaller.share(Part.HANDS)[14:16, 20:22] == 0).all()


def test_a_ragged_arm_beside_clothes_that_are_taken_off_has_an_even_outline() -> None:
    """Also a strip of one that is narrower than the smoothing reaches."""
    y, x = np.indices((240, 120))
    labels = np.where(x < 60 + 3 * (y // 6 % 2), Part.ARMS, Part.LOWER).astype(np.uint8)
    labels[x < 46] = Part.BACKGROUND
    shares = np.stack([(labels == part).astype(np.float32) for part in Part])
    layers = Layers(np.zeros((240, 120, 3), np.float32), labels, shares)
    ragged, even = within_rim(layers, (Part.LOWER,)), within_rim(layers, (Part.LOWER,), 300.0)
    edges = [46 + each.share(Part.ARMS)[40:200, 46:].sum(axis=1) for each in (ragged, even)]
    assert np.ptp(edges[0]) > 2 > 0.7 > np.ptp(edges[1])
    assert edges[1].min() > 55
    assert np.allclose(even.shares.sum(axis=0), 1, atol=1e-3)
    cuff = np.where(x < 63, 1.0, 0.0).astype(np.float32)  # where clothes hide the arm it goes on
    assert within_rim(layers, (Part.LOWER,), 300.0, cuff).share(Part.ARMS)[40:200].sum() > edges[1].sum() - 46 * 160


def test_parts_that_are_known_to_a_pixel_are_taken_over() -> None:
    coarse = np.full((40, 60), Part.TORSO, np.uint8)
    coarse[:, 32:] = Part.BACKGROUND
    fine = np.full((40, 60), UNKNOWN, np.uint8)
    fine[10:30, 10:20], fine[10:30, 20:32] = Part.ARMS, Part.BACKGROUND
    rgb = np.full((40, 60, 3), 0.5, np.float32)
    layers = split(rgb, coarse, (coarse > 0).astype(np.float32), fine)
    assert (layers.share(Part.ARMS)[14:26, 12:18] > 0.99).all()
    assert (layers.share(Part.BACKGROUND)[14:26, 22:30] > 0.99).all()
    assert (layers.labels[14:26, 12:18] == Part.ARMS).all()
    assert (layers.share(Part.TORSO)[:6, 2:20] > 0.99).all()
    assert np.allclose(layers.shares.sum(axis=0), 1, atol=1e-3)
