"""Edges between a person's parts, on drawn ones that a parser has only roughly."""

from __future__ import annotations

import cv2
import numpy as np

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.draw.composite import grown
from lingtu.imaging.tryon.draw.plate import Plate
from lingtu.imaging.tryon.worn.layers import Layers, split

SIDE = 96
SKIN, CLOTH = np.array((0.8, 0.6, 0.5), np.float32), np.array((0.1, 0.1, 0.3), np.float32)


def coverage() -> np.ndarray:
    """Of a hand in front of cloth: its edge is slanted and blurred by a lens."""
    y, x = np.mgrid[:SIDE, :SIDE].astype(np.float32)
    return np.asarray(cv2.GaussianBlur((48.5 + 0.2 * (y - 48) - x + 0.5).clip(0, 1), (0, 0), 0.7), np.float32)


def hand(texture: float = 0.01) -> Layers:
    share = coverage()[..., None]
    noise = np.random.default_rng(0).normal(0, texture, (SIDE, SIDE, 3)).astype(np.float32)
    rgb = (SKIN * share + CLOTH * (1 - share) + noise).clip(0, 1)
    # the parser's edge is steep where the hand's is slanted, and up to three pixels off
    labels = np.where(np.roll(coverage(), 2, axis=1) > 0.5, Part.HANDS, Part.TORSO).astype(np.uint8)[::2, ::2]
    return split(rgb.astype(np.float32), labels, np.ones((SIDE, SIDE), np.float32))


def test_an_edge_is_where_the_colours_say_and_as_sharp() -> None:
    found = hand().share(Part.HANDS)[12:-12, 8:]
    assert np.abs(found - coverage()[12:-12, 8:]).mean() < 0.004
    assert ((found > 0.05) & (found < 0.95)).sum(axis=1).max() <= 4


def test_texture_makes_no_specks_beside_the_edge() -> None:
    found = hand(texture=0.06).share(Part.HANDS)[12:-12, 8:] > 0.5
    assert (np.abs(np.diff(found.astype(int), axis=1)).sum(axis=1) == 1).all()


def test_shares_sum_to_one_and_colours_that_are_alike_leave_them() -> None:
    rgb = np.full((SIDE, SIDE, 3), 0.5, np.float32)
    labels = np.where(coverage() > 0.5, Part.HANDS, Part.TORSO).astype(np.uint8)
    layers = split(rgb, labels, np.ones((SIDE, SIDE), np.float32))
    assert np.abs(layers.shares.sum(axis=0) - 1).max() < 1e-4
    assert (layers.labels == layers.shares.argmax(axis=0)).mean() > 0.99


def test_at_its_edge_a_layer_has_its_own_colours_and_not_those_of_what_was_taken_off() -> None:
    layers = hand()
    share = layers.share(Part.HANDS)
    own = layers.own_colours(share)
    assert np.abs(own - SKIN)[share > 0.05].max() < 0.12


def test_what_is_taken_off_reaches_into_the_background_and_not_into_hands() -> None:
    labels = np.full((SIDE, SIDE), Part.BACKGROUND, np.uint8)
    labels[:, 32:64], labels[:, 64:] = Part.TORSO, Part.HANDS
    tones = {Part.BACKGROUND: (0.9, 0.9, 0.9), Part.TORSO: (0.1, 0.1, 0.3), Part.HANDS: (0.8, 0.6, 0.5)}
    rgb = np.zeros((SIDE, SIDE, 3), np.float32)
    for part, tone in tones.items():
        rgb[labels == part] = tone
    layers = split(rgb, labels, (labels > 0).astype(np.float32))
    nothing = np.zeros((SIDE, SIDE), np.float32)
    old = grown(layers, (Part.TORSO,), Plate(rgb, nothing, nothing))
    assert old[20:-20, 30].min() > 0.7
    assert old[20:-20, 66:].max() < 0.05


def test_beyond_an_arm_the_background_stays() -> None:
    labels = np.full((SIDE, SIDE), Part.BACKGROUND, np.uint8)
    labels[:, 48:], labels[:, 45:48] = Part.TORSO, Part.ARMS
    tones = {Part.BACKGROUND: (0.9, 0.9, 0.9), Part.TORSO: (0.1, 0.1, 0.3), Part.ARMS: (0.8, 0.6, 0.5)}
    shares = np.stack([(labels == part).astype(np.float32) for part in Part])
    rgb = np.zeros((SIDE, SIDE, 3), np.float32)
    for part, tone in tones.items():
        rgb[labels == part] = tone
    nothing = np.zeros((SIDE, SIDE), np.float32)
    old = grown(Layers(rgb, labels, shares), (Part.TORSO,), Plate(rgb, nothing, nothing))
    assert old[20:-20, :43].max() == 0
    assert old[20:-20, 48:].min() == 1


def test_beside_the_torso_an_arm_stays_as_it_is() -> None:
    labels = np.full((SIDE, SIDE), Part.ARMS, np.uint8)
    labels[:, 48:] = Part.TORSO
    rgb = np.repeat(np.where((labels == Part.TORSO)[..., None], 0.2, 0.7), 3, axis=2).astype(np.float32)
    layers = split(rgb, labels, np.ones((SIDE, SIDE), np.float32))
    nothing = np.zeros((SIDE, SIDE), np.float32)
    old = grown(layers, (Part.TORSO,), Plate(layers.rgb, nothing, nothing))
    assert old[:, :45].max() < 0.05
