"""Hair before skin: what of it takes the skin's tone."""

import cv2
import numpy as np
import pytest

from lingtu.imaging.colour import luminance, to_linear
from lingtu.imaging.people.mesh import FaceMesh
from lingtu.imaging.reface.strands import Known, Strands, fit_strands
from lingtu.imaging.reface.tone import carry

SKIN, DARK, FAIR = (np.array(each, np.float32) for each in ((0.85, 0.68, 0.58), (0.15, 0.11, 0.09), (0.85, 0.72, 0.5)))
WIDTH = 100.0


def _scene(hair):
    """A forehead below hair, and before it a fringe: every second stripe of 4 px is hair, down to row 100."""
    rgb = np.broadcast_to(SKIN, (200, 160, 3)).copy()
    rgb[:80] = hair
    fringe = np.zeros((200, 160), np.bool_)
    fringe[80:100] = np.arange(160) % 8 < 4
    rgb[fringe] = hair
    rgb = np.asarray(rgb + np.random.default_rng(3).normal(0, 0.01, rgb.shape), np.float32).clip(0, 1)
    rows = np.arange(200)[:, None] + np.zeros((1, 160), int)
    known = Known(rows < 60, rows < 120, rows > 125, np.ones((200, 160), np.bool_))
    return rgb, known, fringe, rows


def test_a_fringe_taken_for_skin_is_hair_where_it_is_dark() -> None:
    rgb, known, fringe, rows = _scene(DARK)
    taken = np.asarray(rows > 70, np.float32)

    made = fit_strands(rgb, taken, known, WIDTH)

    assert made.coverage[fringe].mean() < 0.1
    assert made.coverage[(rows > 80) & (rows < 100) & ~fringe].mean() > 0.9
    assert made.coverage[rows < 80].mean() < 0.1


def test_skin_at_a_dark_hairline_that_was_missed_is_found() -> None:
    rgb, known, _, rows = _scene(DARK)
    missed = np.asarray(rows > 110, np.float32)

    assert fit_strands(rgb, missed, known, WIDTH).coverage[(rows > 102) & (rows < 110)].mean() > 0.9


def test_fair_hair_tells_nothing_and_its_border_is_soft() -> None:
    rgb, known, _, rows = _scene(FAIR)
    made = fit_strands(rgb, np.asarray(rows >= 90, np.float32), known, WIDTH)

    assert not made.share.any()
    assert np.abs(np.diff(made.coverage[80:100, 80])).max() < 0.25


def test_without_hair_coverage_stays() -> None:
    rgb, known, _, rows = _scene(DARK)
    nothing = Known(np.zeros_like(known.hair), known.head, known.skin, known.person)
    taken = np.asarray(rows > 70, np.float32)

    np.testing.assert_array_equal(fit_strands(rgb, taken, nothing, WIDTH).coverage, taken)


@pytest.fixture
def mesh() -> FaceMesh:
    return FaceMesh(np.full((478, 3), -50, np.float32), 1.0)


def test_hair_before_skin_stays_and_shade_beside_it_gets_darker_in_its_own_hue(mesh: FaceMesh) -> None:
    rgb = np.broadcast_to(np.array([0.5, 0.38, 0.31], np.float32), (40, 40, 3)).copy()
    rgb[:20] = DARK
    strands = Strands(
        np.repeat([[0.0], [0.8]], 20, axis=0).astype(np.float32) * np.ones((1, 40), np.float32),
        np.ones((40, 40), np.float32),
        np.broadcast_to(SKIN, (40, 40, 3)).copy(),
    )
    tone = cv2.cvtColor(SKIN[None, None], cv2.COLOR_RGB2Lab)[0, 0]
    tones = np.broadcast_to(tone, (40, 40, 3)).astype(np.float32)

    made = carry(rgb, strands.coverage, mesh, tones, np.array([38, 16, 20], np.float32), strands)

    np.testing.assert_array_equal(made[:20], rgb[:20])
    assert luminance(to_linear(made[30, 20])) < 0.5 * luminance(to_linear(rgb[30, 20]))
    assert made[30, 20, 0] > made[30, 20, 1] > made[30, 20, 2] > 0.03
