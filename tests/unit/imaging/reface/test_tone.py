"""A skin tone carried over."""

from __future__ import annotations

from io import BytesIO

import cv2
import numpy as np
import pytest

from lingtu.gallery.catalogue import OURS, person_files
from lingtu.imaging.people.mesh import FaceMesh
from lingtu.imaging.reface.tone import carry, differ, is_dark, is_hard_light, is_too_dark

LIGHT, YELLOW, DARK = (np.array(lab, np.float32) for lab in ([72, 14, 18], [68, 12, 20], [36, 14, 18]))


def rgb_of(lab: np.ndarray) -> np.ndarray:
    return cv2.cvtColor(lab[None, None].astype(np.float32), cv2.COLOR_Lab2RGB)[0, 0]


def test_only_clearly_different_tones_differ() -> None:
    assert differ(LIGHT, DARK)
    assert differ(DARK, YELLOW)
    assert not differ(LIGHT, YELLOW)


def face_of(side: float) -> FaceMesh:
    """A face whose points all lie in the picture's last corner."""
    return FaceMesh(np.full((478, 3), side, np.float32), 1.0)


def test_pixels_without_skin_stay_to_the_bit() -> None:
    picture = np.random.default_rng(1).random((32, 32, 3), np.float32)
    skin = np.zeros((32, 32), np.float32)
    skin[:16] = 1
    tones = np.broadcast_to(LIGHT, picture.shape)
    result = carry(picture, skin, face_of(31), tones, DARK)
    assert (result[16:] == picture[16:]).all()
    assert (result[:15] != picture[:15]).any(axis=-1).mean() > 0.9


@pytest.mark.parametrize("strand", [(0.08, 0.06, 0.05), (0.8, 0.68, 0.4)], ids=["dark", "blond"])
def test_a_strand_before_skin_keeps_its_colour_and_gets_no_halo(strand: tuple[float, float, float]) -> None:
    """What comes out is the strand over the new skin, as if both had been photographed so."""
    hair = np.zeros((48, 48), np.float32)
    hair[:, 20:23] = (0.5, 1, 0.5)
    skin = 1 - hair
    old, new = (np.broadcast_to(rgb_of(tone), (48, 48, 3)) for tone in (LIGHT, DARK))
    front = np.broadcast_to(np.array(strand, np.float32), old.shape)
    before, wanted = (front * hair[..., None] + tone * skin[..., None] for tone in (old, new))
    result = carry(before.astype(np.float32), skin, face_of(47), np.broadcast_to(LIGHT, old.shape), DARK)
    assert np.abs(result - wanted)[4:44, 4:44].max() < 0.04


def test_richly_coloured_brown_skin_is_dark_and_light_skin_in_the_shade_is_not() -> None:
    brown, shaded = (np.array(lab, np.float32) for lab in ([57, 23, 26], [54, 12, 15]))
    assert differ(brown, np.array([76, 15, 15], np.float32))
    assert not differ(shaded, np.array([76, 15, 15], np.float32))


def test_dark_skin_is_not_made_white() -> None:
    white = np.array([76, 15, 15], np.float32)
    assert is_too_dark(np.array([33, 11, 10], np.float32), white)
    assert is_too_dark(np.array([46, 25, 25], np.float32), white)
    assert not is_too_dark(np.array([65, 20, 25], np.float32), white)


@pytest.mark.parametrize(("shadow", "hard"), [(0.9, False), (0.12, True)])
def test_highlights_are_no_hard_light_and_half_a_face_in_shadow_is(shadow: float, hard: bool) -> None:
    """A dark face of which a sixth gleams, and half of it in shadow."""
    points = np.load(BytesIO(person_files(OURS.faces[0])["face.npz"]))["front"]
    mesh = FaceMesh(points, 1.0).moved(0.5, 0, 0)
    picture = np.full((512, 512, 3), rgb_of(DARK), np.float32)
    picture[:, int(mesh.flat[4, 0]) :] *= shadow
    picture[::6] = 0.8
    assert is_hard_light(picture, mesh) is hard


def test_dark_is_by_the_angle_or_for_rich_colours_by_a_larger_one() -> None:
    tones = ([33, 11, 10], [50, 24, 26], [57, 23, 26], [54, 12, 15], [72, 15, 20], [66, 20, 28])
    assert [is_dark(np.array(lab, np.float32)) for lab in tones] == [True, True, True, False, False, False]
