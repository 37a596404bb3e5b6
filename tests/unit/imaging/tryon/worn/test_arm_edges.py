"""The outline of a bare arm beside clothes, on a drawn one that a parser has only roughly."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.worn.arm_edges import Seen, _loose_cloth, arm_edges
from lingtu.imaging.tryon.worn.layers import UNKNOWN

SIDE, WIDTH_PX = 240, 220.0
TONES = {
    Part.BACKGROUND: (0.8, 0.8, 0.8),
    Part.ARMS: (0.8, 0.6, 0.5),
    Part.TORSO: (0.1, 0.1, 0.3),
    Part.LOWER: (0.3, 0.4, 0.6),
}


def scene(gap_px: int = 0) -> np.ndarray:
    """The true parts: background, an arm, a gap of this width, and a top with trousers below it."""
    parts = np.full((SIDE, SIDE), Part.BACKGROUND, np.uint8)
    parts[20:220, 100:140] = Part.ARMS
    parts[:150, 140 + gap_px :], parts[150:, 140 + gap_px :] = Part.TORSO, Part.LOWER
    return parts


def picture(parts: np.ndarray) -> np.ndarray:
    rgb = np.zeros((SIDE, SIDE, 3), np.float32)
    for part, tone in TONES.items():
        rgb[parts == part] = tone
    noise = np.random.default_rng(0).normal(0, 0.01, rgb.shape).astype(np.float32)
    return np.asarray(cv2.GaussianBlur(rgb + noise, (0, 0), 0.7).clip(0, 1), np.float32)


def found(
    true: np.ndarray, said: np.ndarray, shown: np.ndarray | None = None, rgb: np.ndarray | None = None
) -> np.ndarray:
    """The parts of a scene that a parser `said`; where they weren't looked at, these. `shown`: with whose tones."""
    rgb, half = picture(true if shown is None else shown) if rgb is None else rgb, (SIDE // 2, SIDE // 2)
    small = np.asarray(cv2.resize(rgb, half, interpolation=cv2.INTER_AREA), np.float32)
    matte = (said != Part.BACKGROUND).astype(np.float32)[::2, ::2]
    edges = arm_edges(rgb, Seen(small, said[::2, ::2], matte), WIDTH_PX)
    return np.where(edges == UNKNOWN, said, edges)


def test_an_arm_ends_where_its_colours_do_though_the_parser_is_some_pixels_off() -> None:
    true = scene()
    said = np.where(true == Part.ARMS, Part.BACKGROUND, true).astype(np.uint8)
    said[20:220, 105:135], said[20:220, 135:140] = Part.ARMS, Part.TORSO
    wrong = found(true, said)[30:210] != true[30:210]
    assert np.count_nonzero(wrong[:, 95:145]) < 0.02 * 180 * 50
    assert np.count_nonzero(said[30:210] != true[30:210]) > 0.15 * 180 * 50


def test_the_ground_is_seen_in_a_gap_to_the_body() -> None:
    true = scene(gap_px=7)
    said = true.copy()
    said[:, 140:147] = said[:, 148:149]
    assert (found(true, said)[30:140, 142:145] == Part.BACKGROUND).mean() > 0.95


def test_the_edge_of_skin_on_cloth_that_mixes_to_the_grounds_colour_is_no_gap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(TONES, Part.LOWER, (0.8, 1.0, 1.0))
    true = scene()
    assert (found(true, true)[160:210, 134:146] != Part.BACKGROUND).all()


def test_the_shade_along_an_arm_is_no_line_of_cloth() -> None:
    true = scene(gap_px=10)
    said, shown = true.copy(), true.copy()
    said[60:120, 136:140] = shown[60:120, 137:140] = Part.LOWER
    assert (found(true, said, shown)[62:118, 130:150] != Part.LOWER).all()


def test_a_loose_patch_that_may_be_the_arm_is_no_cloth_and_a_clear_one_is() -> None:
    labels, margin = np.full((80, 80), Part.ARMS, np.uint8), np.full((80, 80), 40.0, np.float32)
    labels[:, 60:] = labels[10:20, 10:20] = labels[40:50, 10:20] = Part.TORSO
    margin[10:20, 10:20] = margin[:, 60:] = 5
    loose = _loose_cloth(labels, margin, 300.0)
    assert loose[10:20, 10:20].all()
    assert np.count_nonzero(loose) == 100


def test_a_hand_stays_a_hand() -> None:
    true = scene()
    said = true.copy()
    said[150:220, 100:140] = Part.HANDS
    result = found(true, said)
    assert (result[160:210, 105:135] == Part.HANDS).all()
    assert (result[30:140, 105:135] == Part.ARMS).all()


def test_without_arms_nothing_is_told() -> None:
    true = np.where(scene() == Part.ARMS, Part.TORSO, scene()).astype(np.uint8)
    rgb = picture(true)
    seen = Seen(rgb[::2, ::2], true[::2, ::2], np.ones((SIDE // 2, SIDE // 2), np.float32))
    assert (arm_edges(rgb, seen, WIDTH_PX) == UNKNOWN).all()


def test_shaded_skin_that_was_taken_for_cloth_is_skin() -> None:
    true = scene(gap_px=10)
    said, rgb = true.copy(), picture(true)
    said[30:210, 128:140] = Part.TORSO
    shade = np.interp(np.arange(SIDE), (120, 139), (1.0, 0.4)).astype(np.float32)
    rgb = np.where((true == Part.ARMS)[..., None], rgb * shade[None, :, None], rgb).astype(np.float32)
    result = found(true, said, rgb=rgb)
    assert (result[40:200, 126:135] == Part.ARMS).mean() > 0.97


def test_a_speck_of_the_grounds_colour_is_no_gap() -> None:
    true = scene()
    shown = true.copy()
    shown[60:66, 141:146] = Part.BACKGROUND
    assert (found(true, true, shown)[40:120, 125:146] != Part.BACKGROUND).all()


def test_white_cloth_in_the_shadow_of_an_arm_is_no_skin() -> None:
    true = scene()
    true[true == Part.LOWER] = Part.TORSO
    rgb = picture(true)
    rgb[true == Part.TORSO] = (0.95, 0.95, 0.93)
    rgb[true == Part.ARMS] = (0.55, 0.32, 0.22)
    shade = np.interp(np.arange(SIDE), (140, 160), (0.6, 1.0)).astype(np.float32)
    rgb = np.where((true == Part.TORSO)[..., None], rgb * shade[None, :, None], rgb).astype(np.float32)
    said = true.copy()
    said[30:210, 140:146] = Part.ARMS
    result = found(true, said, rgb=rgb)
    assert (result[40:200, 142:160] == Part.TORSO).mean() > 0.97


def test_cloth_is_of_the_garment_that_was_seen_beside_it() -> None:
    true = scene()
    shown = true.copy()
    shown[170:178, 141:149] = Part.TORSO  # as dark as the top is the shade on the trousers
    assert not (found(true, true, shown)[160:190] == Part.TORSO).any()


def test_trousers_in_the_cleft_between_thumb_and_finger_stay_theirs() -> None:
    true = np.full((SIDE, SIDE), Part.LOWER, np.uint8)
    true[20:180, 100:150] = Part.ARMS
    true[100:180, 123:127] = Part.LOWER
    said = true.copy()
    said[100:170, 124:128], said[100:170, 123] = Part.LOWER, Part.ARMS  # a pixel off
    now = found(true, said)
    assert (now[110:160, 124:126] == Part.LOWER).all()
    assert (now[110:160, 110:120] != Part.LOWER).all()
    said[100:180, 121:130] = Part.ARMS
    assert not (found(true, said)[110:160, 124:126] == Part.LOWER).any()
