"""Key points of drawn garments, whose corners are known."""

from __future__ import annotations

import numpy as np
import pytest

from lingtu.imaging.tryon.arrays.outline import at_shares, corners, length, outline, symmetry
from lingtu.imaging.tryon.flat.bottom import read_bottom
from lingtu.imaging.tryon.flat.cutout import complete
from lingtu.imaging.tryon.flat.garment import read_garment
from lingtu.imaging.tryon.flat.read_top import read_top
from tests.unit.imaging.tryon.drawn import TEE, TROUSERS_CROTCH, filled, shorts, tee, trousers


def apart(one: np.ndarray, other: tuple[float, float]) -> float:
    return float(np.hypot(*(one - np.array(other))))


def test_a_tee_has_its_key_points_where_they_were_drawn() -> None:
    top = read_top(tee()[1] > 0.5, is_dress=False)
    assert top.sleeved
    assert not top.stands
    for side, mirror in ((top.left, False), (top.right, True)):
        found = {
            "neck": side.neck,
            "shoulder": side.shoulder,
            "armpit": side.armpit,
            "hem": side.edge[-1],
            "outer": side.sleeve.cuff[0],
            "inner": side.sleeve.cuff[-1],
        }
        for name, place in found.items():
            x, y = TEE[name]
            assert apart(place, (600 - x if mirror else x, y)) < 22, name


def test_a_wide_short_sleeve_has_its_cuff_outside_not_at_the_shoulder() -> None:
    left = [(240, 40), (150, 70), (92, 230), (128, 262), (165, 255), (165, 520)]
    alpha = filled([*left, *((600 - x, y) for x, y in left[::-1])], (600, 600))
    for side in read_top(alpha > 0.5, is_dress=False).sides:
        outer, inner = side.sleeve.cuff[0], side.sleeve.cuff[-1]
        assert apart(outer, (92 if side.sign < 0 else 508, 230)) < 15
        assert apart(inner, (128 if side.sign < 0 else 472, 262)) < 15


def test_a_top_without_sleeves_has_armholes() -> None:
    alpha = tee()[1].copy()
    alpha[:, :170] = alpha[:, 430:] = 0
    top = read_top(alpha > 0.5, is_dress=False)
    assert not top.sleeved
    assert top.sleeve_length == 0
    assert len(top.left.armhole) > 10


def test_sleeves_that_lie_on_the_body_are_found_by_the_step_below_them() -> None:
    mask = np.zeros((600, 500), bool)
    mask[60:480, 150:350] = True
    mask[70:540, 90:150] = mask[70:540, 350:410] = True
    top = read_top(mask, is_dress=False)
    assert top.sleeved
    assert top.reach > 1
    assert abs(top.left.sleeve.cuff[:, 0].mean() - 120) < 20


def test_trousers_have_a_crotch_and_a_skirt_has_none() -> None:
    alpha = trousers()[1]
    bottom = read_bottom(alpha > 0.5)
    assert bottom.crotch is not None
    assert apart(bottom.crotch, TROUSERS_CROTCH) < 15
    assert not bottom.is_short
    skirt = read_bottom(np.pad(np.ones((300, 200), bool), 20))
    assert skirt.crotch is None
    assert abs(skirt.length - 300) < 15


def test_shorts_are_short() -> None:
    alpha = trousers()[1][:380]
    assert read_bottom(np.pad(alpha > 0.5, ((0, 10), (0, 0)))).is_short


def test_the_crotch_of_shorts_is_above_where_their_legs_touch_and_a_clip_is_no_hem() -> None:
    bottom = read_bottom(shorts()[1] > 0.5)
    assert bottom.crotch is not None
    assert bottom.is_short
    assert 230 < bottom.crotch[1] < 270
    assert abs(bottom.length - 350) < 20
    assert apart(bottom.left.outer[-1], (104, 400)) < 12
    assert apart(bottom.left.inner[-1], (190, 400)) < 12


def test_a_red_ground_in_the_shadow_beside_a_sleeve_is_no_garment() -> None:
    rgb, alpha = tee((0.8, 0.8, 0.75))
    rgb = np.where(alpha[..., None] > 0.5, rgb, np.float32((0.6, 0.05, 0.1)))
    gap = slice(250, 420), slice(150, 176)
    rgb[gap] = (0.5, 0.04, 0.09)
    alpha[gap] = 1
    found = read_garment(rgb.astype(np.float32), alpha, "upperBody").alpha
    assert found[found.shape[0] // 2, : found.shape[1] // 2].min() < 0.1
    assert (found > 0.9).sum() < (alpha > 0.9).sum() - 150 * 20


def test_nothing_is_no_garment() -> None:
    rgb = np.ones((200, 200, 3), np.float32)
    with pytest.raises(ValueError, match="no garment"):
        read_garment(rgb, np.zeros((200, 200), np.float32), "upperBody")


def test_the_neckline_is_found_where_the_inside_of_the_back_is_darker() -> None:
    rgb, alpha = tee((0.8, 0.8, 0.2))
    y, x = np.mgrid[:600, :600]
    inside = (y - 40) < 45 * (1 - ((x - 300) / 60) ** 2)
    rgb[inside & (alpha > 0.5) & (np.abs(x - 300) < 60)] = (0.35, 0.35, 0.1)
    garment = read_garment(rgb, alpha, "upperBody")
    assert not garment.neckline.is_outline
    assert abs(garment.neckline.depth - 45) < 10


def test_corners_of_a_polyline() -> None:
    line = np.concatenate(
        [np.linspace((0, 0), (100, 0), 60), np.linspace((100, 2), (100, 50), 30), np.linspace((98, 50), (0, 60), 60)]
    )
    one, two = corners(line, (1, 1, 1), 0.05)
    assert apart(line[one], (100, 0)) < 6
    assert apart(line[two], (100, 50)) < 6


def test_an_outline_goes_down_the_left_side_first_and_shares_are_of_its_length() -> None:
    mask = np.zeros((100, 100), bool)
    mask[20:80, 30:70] = True
    points = outline(mask)
    quarter = points[: len(points) // 3]
    assert quarter[:, 0].mean() < 50
    middle = at_shares(np.array([[0.0, 0], [0, 10], [30, 10]]), np.array([0.5]))
    assert middle.tolist() == [[10.0, 10.0]]
    assert length(np.array([[0.0, 0], [0, 10], [30, 10]])) == 40


def test_symmetry_is_of_the_axis() -> None:
    share, axis = symmetry(tee()[1] > 0.5)
    assert share > 0.95
    assert abs(axis - 300) < 6


def test_a_white_garment_whose_matte_kept_the_print_alone_is_completed() -> None:
    rgb, alpha = tee((0.93, 0.93, 0.93))
    rgb[250:330, 260:340] = (0.8, 0.1, 0.1)
    lost = np.zeros_like(alpha)
    lost[250:330, 260:340] = 1
    found = complete(rgb, lost)
    assert np.abs((found > 0.5).astype(float) - (alpha > 0.5)).mean() < 0.02
    whole = (complete(rgb, alpha) > 0.5) != (alpha > 0.5)
    assert whole.mean() < 0.0005, "a whole matte stays, but for pixels of its outline"
