"""Shoulders of a garment without sleeves on the drawn person."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from lingtu.imaging.tryon.draw.on_shoulders import on_shoulders, trimmed_beside_neck
from lingtu.imaging.tryon.draw.render import Cloth
from lingtu.imaging.tryon.fit.fit_top import TopFit
from lingtu.imaging.tryon.worn.read import read_person
from tests.unit.imaging.tryon.drawn import SIZE, person


def fitted(alpha: np.ndarray, length: float) -> tuple[np.ndarray, np.ndarray]:
    """Coverage with its left shoulder on a seam of this length, shoulder widths; and the seam."""
    _, wearer = read_person(*person(sleeves=0.02), ("upperBody",))
    shares = np.linspace(0, 1, 7)[:, None]
    seam = np.array([200.0, 150.0]) + shares * np.array([-length * wearer.width, 12.0])
    pit, nothing = np.asarray(seam[-1] + (4.0, 70.0), np.float64), np.zeros((2, 2))
    fit = TopFit(
        (),
        1,
        1,
        nothing,
        nothing,
        (nothing,) * 2,
        (nothing,) * 2,
        (pit,) * 2,
        (nothing,) * 2,
        (0, 0),
        None,
        (seam,) * 2,
    )
    cloth = Cloth(np.full((*alpha.shape, 3), 0.5, np.float32), alpha)
    return on_shoulders(cloth, fit, wearer).alpha, seam


def shoulder() -> np.ndarray:
    """Cloth that stands above the seam on its outer half, and does not reach up to it on the inner one."""
    alpha = np.zeros(SIZE, np.float32)
    alpha[152:300, 160:240] = 1
    alpha[144:160, 160:180] = 1
    return alpha


def test_cloth_ends_at_the_seam() -> None:
    alpha, seam = fitted(shoulder(), 0.25)
    for x, y in seam[1:5]:
        assert alpha[round(y) - 4, round(x)] < 0.1
        assert alpha[round(y) + 3, round(x)] > 0.9


def test_a_strap_stays_as_it_is() -> None:
    own = shoulder()
    assert np.array_equal(fitted(own, 0.05)[0], own)


def test_no_thorn_sticks_out_of_an_armhole() -> None:
    own = shoulder()
    _, seam = fitted(own, 0.25)
    x, y = (round(float(each)) for each in seam[-1] + (2.0, 40.0))
    own[150:300, : x + 1] = 0
    own[150:300, x:240] = 1
    own[y : y + 2, x - 5 : x] = 1
    alpha, _ = fitted(own, 0.25)
    assert alpha[y, x - 3] == 0
    assert alpha[y + 10, x + 4] == 1


def test_beside_sleeves_nothing_stands_above_a_shoulder_near_the_neck() -> None:
    _, wearer = read_person(*person(), ("upperBody",))
    seams = tuple(
        np.array([x, 150.0]) + np.linspace(0, 1, 7)[:, None] * np.array([x - 256.0, 12.0]) for x in (215.0, 297.0)
    )
    line = np.array([seams[0][0], (256.0, 190.0), seams[1][0]])
    nothing = np.zeros((2, 2))
    fit = TopFit(
        (), 1, 1, line, nothing, (nothing,) * 2, (nothing,) * 2, (nothing,) * 2, (nothing,) * 2, (60, 60), None, seams
    )
    alpha = np.zeros(SIZE, np.float32)
    alpha[140:300, 160:350] = 1
    found = trimmed_beside_neck(Cloth(np.full((*SIZE, 3), 0.5, np.float32), alpha), fit, wearer).alpha
    for seam in seams:
        x, y = np.rint(seam[2]).astype(int)
        assert found[y - 4, x] < 0.1
        assert found[y + 4, x] > 0.9
        outer = np.rint(seam[5]).astype(int)
        assert found[outer[1] - 4, outer[0]] > 0.9
    # a collar goes up the neck
    collar = replace(fit, neckline=line - (0.0, 40.0))
    assert np.array_equal(
        trimmed_beside_neck(Cloth(np.zeros((*SIZE, 3), np.float32), alpha), collar, wearer).alpha, alpha
    )
