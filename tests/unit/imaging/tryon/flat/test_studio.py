"""Outlines on a studio's ground: pale cloth of a dark print is no shadow beside it."""

from __future__ import annotations

import numpy as np

from lingtu.imaging.tryon.flat.studio import _has_pale_print, keyed


def _seen(stripes: bool) -> tuple[np.ndarray, np.ndarray]:
    """A matte, and the picture minus its ground, Lab: dark cloth, striped or not, beside it what is little darker."""
    off = np.zeros((200, 200, 3), np.float32)
    away = np.abs(np.arange(200) - 99.5) - 60
    off[20:180, :, 0] = -8.0 * (1 - ((away - 4) / 12).clip(0, 1))
    dark = (away < 0) & ((np.arange(200) % 40 < 20) | (not stripes))
    off[20:180, dark, 0] = -85.0
    matte = np.zeros((200, 200), np.float32)
    matte[20:180, away < (4 if stripes else 0)] = 1
    return matte, off


def _pale(stripes: bool) -> bool:
    matte, off = _seen(stripes)
    inside = matte > 0.5
    return _has_pale_print(off[..., 0], np.abs(off[..., 0]), np.abs(off[..., 0]) > 1, inside, 12)


def test_a_print_on_pale_cloth_is_told_from_plain_cloth() -> None:
    assert _pale(True)
    assert not _pale(False)


def test_pale_cloth_beside_a_dark_stripe_stays_and_a_shadow_beside_dark_cloth_goes() -> None:
    matte, off = _seen(True)
    assert keyed(matte, off)[30:170, 34:168].min() > 0.5
    matte, off = _seen(False)
    assert keyed(matte, off)[30:170, :36].max() < 0.1
