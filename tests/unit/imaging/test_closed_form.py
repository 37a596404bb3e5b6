"""The solver against PyMatting's, which was written by others from the same papers."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from pymatting import cf_laplacian, estimate_alpha_cf, estimate_foreground_ml

from lingtu.imaging import closed_form
from lingtu.imaging.closed_form import EPSILON, sharpen_alpha, solve_alpha
from lingtu.imaging.foreground import own_colours
from lingtu.imaging.laplacian import REACH_PX, apply_rows, couple_rows

Plane = NDArray[np.float32]


def _disc(size: int, radius: float, soft: float) -> Plane:
    y, x = np.mgrid[:size, :size].astype(np.float32) - size / 2
    return np.clip((radius - np.hypot(x, y)) / soft + 0.5, 0, 1).astype(np.float32)


def _picture(alpha: Plane, seed: int) -> tuple[Plane, Plane]:
    """A composite of two smooth coloured pictures, and the one in front."""
    draw = np.random.default_rng(seed)
    y, x = np.mgrid[: alpha.shape[0], : alpha.shape[1]].astype(np.float32)[..., None] / max(alpha.shape)
    front, behind = (draw.uniform(0.2, 0.8, 3) + draw.uniform(-0.2, 0.2, 3) * x * y for _ in range(2))
    mixed = alpha[..., None] * front + (1 - alpha[..., None]) * behind
    return mixed.astype(np.float32), front.astype(np.float32)


@pytest.mark.parametrize("seed", range(4))
def test_the_couplings_are_the_matting_laplacian(seed: int) -> None:
    draw = np.random.default_rng(seed)
    rgb = draw.random((13, 17, 3)).astype(np.float32)
    plane = draw.random((13, 17))
    unknown = draw.random((13, 17)) < 0.6
    wanted = (cf_laplacian(rgb.astype(np.float64), EPSILON, 1) @ plane.ravel()).reshape(plane.shape)[unknown]
    margin = (REACH_PX, REACH_PX)
    values = couple_rows(np.pad(rgb, (margin, margin, (0, 0))), np.pad(unknown, REACH_PX), EPSILON)
    y, x = np.nonzero(unknown)
    found = apply_rows(values, y + REACH_PX, x + REACH_PX, np.pad(plane, REACH_PX))
    np.testing.assert_allclose(found, wanted, rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize(("size", "soft"), [(120, 8.0), (400, 20.0)])
def test_a_soft_edge_is_solved_no_worse_than_by_pymatting(size: int, soft: float) -> None:
    truth = _disc(size, size * 0.3, soft)
    rgb, _ = _picture(truth, size)
    sure = (_disc(size, size * 0.3 - soft, 1e-3), _disc(size, size * 0.3 + soft, 1e-3))
    trimap = np.where(sure[0] == 1, 1, np.where(sure[1] == 0, 0, 0.5)).astype(np.float32)
    found = solve_alpha(rgb, trimap, np.round(truth))
    theirs = estimate_alpha_cf(rgb.astype(np.float64), trimap.astype(np.float64))
    assert np.abs(found - truth).mean() <= np.abs(theirs - truth).mean() + 1e-3
    assert np.array_equal(found[trimap != 0.5], trimap[trimap != 0.5])
    assert found.min() >= 0
    assert found.max() <= 1


def test_an_enlarged_edge_comes_back_to_the_pictures() -> None:
    truth = _disc(256, 80, 2)
    rgb, _ = _picture(truth, 3)
    blurred = _disc(256, 80, 12)
    assert np.abs(sharpen_alpha(rgb, blurred) - truth).mean() < 0.25 * np.abs(blurred - truth).mean()


def test_own_colours_are_no_worse_than_pymattings() -> None:
    alpha = _disc(200, 60, 12)
    rgb, front = _picture(alpha, 5)
    edge = (alpha > 0.1) & (alpha < 1)
    found = own_colours(rgb, alpha)
    theirs = estimate_foreground_ml(rgb.astype(np.float64), alpha.astype(np.float64))
    wanted = np.broadcast_to(front, rgb.shape)[edge]
    assert np.abs(found[edge] - wanted).mean() <= np.abs(theirs[edge] - wanted).mean() + 2e-3
    assert np.array_equal(found[alpha == 1], rgb[alpha == 1])


def test_what_lies_far_from_the_subject_is_not_told() -> None:
    alpha = _disc(200, 30, 4)
    rgb, _ = _picture(alpha, 6)
    own = own_colours(rgb, alpha)
    assert own[0, 0].max() == 0
    assert own[100, 125].min() > 0
    assert own_colours(rgb, np.zeros_like(alpha)).max() == 0


def test_what_is_mixed_nearly_everywhere_is_left_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """At 4096 x 4096 the couplings alone would be three gigabytes."""
    blurred = _disc(64, 20, 30)
    rgb, _ = _picture(_disc(64, 20, 2), 1)
    assert not np.array_equal(sharpen_alpha(rgb, blurred), blurred)
    monkeypatch.setattr(closed_form, "MOST_UNKNOWN", 100)
    assert np.array_equal(sharpen_alpha(rgb, blurred), blurred)
