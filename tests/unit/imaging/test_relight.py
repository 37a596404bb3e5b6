from __future__ import annotations

import numpy as np
import pytest

from lingtu.imaging.plain_scene import plain_scene
from lingtu.imaging.relight import TURNS, relit, vary
from lingtu.imaging.scene import Scene

ALPHA = np.zeros((200, 240), np.float32)
ALPHA[80:140, 100:140] = 1


def scene() -> Scene:
    """The plain scene with a picture that gets darker to the right, where the key light's share falls too."""
    ramp = np.linspace(0.8, 0.3, 240, dtype=np.float32)[None, :, None]
    found = plain_scene(np.broadcast_to(ramp, (200, 240, 3)).copy())
    assert found.geometry is not None
    shares = found.geometry.maps.shares
    side = np.linspace(220, 40, 64).astype(np.uint8)[None, :, None]
    shares["key"] = np.broadcast_to(side, (64, 64, 3)).copy()  # type: ignore[index]
    shares["alt"] = shares["key"][:, ::-1].copy()  # type: ignore[index]
    return found


def test_the_same_weights_give_the_picture_back() -> None:
    given = scene()
    assert given.geometry is not None
    assert relit(given, given.geometry.lights, 0.0).picture == pytest.approx(given.picture, abs=0.6 / 255)


def test_the_key_from_the_other_side_brightens_the_other_side() -> None:
    given = scene()
    other = vary(given, ALPHA, 0)
    assert TURNS[0][0]
    assert other.geometry is not None
    shown = other if other.geometry.camera.focal_px[0] > 0 else other.mirrored()
    before, after = given.picture.mean(axis=(0, 2)), shown.picture.mean(axis=(0, 2))
    assert (after[200:].mean() / after[:40].mean()) > 1.2 * before[200:].mean() / before[:40].mean()
    on = {light.group for light in other.geometry.lights if light.weight.max() > 0}
    assert on == {"alt", "env"}, "shadows follow"


def test_seeds_are_clearly_different_scenes() -> None:
    pictures = [vary(scene(), ALPHA, seed).picture for seed in range(40, 44)]
    for one in range(4):
        for other in range(one):
            assert np.abs(pictures[one] - pictures[other]).mean() > 0.02
    for picture in pictures:
        assert picture.min() >= 0
        assert picture.max() <= 1
        assert 0.15 < picture.mean() < 0.85


def test_same_seed_same_bits() -> None:
    assert np.array_equal(vary(scene(), ALPHA, 5).picture, vary(scene(), ALPHA, 5).picture)


def test_the_base_stays_on_its_spot() -> None:
    """Framed closer about the product: what was below its base is below it still."""
    given = scene()
    assert given.geometry is not None
    point = given.geometry.camera.position + given.geometry.camera.rays(120.0, 140.0) * 3
    closer = vary(given, ALPHA, 3)
    assert closer.geometry is not None
    assert closer.geometry.camera.project(point) == pytest.approx((120, 140), abs=1.5)
    assert abs(closer.geometry.camera.focal_px[0]) > given.geometry.camera.focal_px[0]


def test_without_a_product_it_still_varies() -> None:
    assert vary(scene(), np.zeros((200, 240), np.float32), 2).picture.shape == (200, 240, 3)
