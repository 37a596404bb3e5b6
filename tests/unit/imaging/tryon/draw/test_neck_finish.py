"""A neckline that is cut from plain cloth gets a seam, and its edge a shadow on the skin alone."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from lingtu.imaging.tryon.draw.neck_finish import RIB, finish_light, with_edge_shadow
from lingtu.imaging.tryon.draw.render import Cloth
from lingtu.imaging.tryon.flat.garment import read_garment
from tests.unit.imaging.tryon.drawn import tee

WIDTH = 200.0


def test_a_rib_is_drawn_below_the_edge() -> None:
    garment = read_garment(*tee(), "upperBody")
    garment = replace(garment, rgb=np.full_like(garment.rgb, 0.6))
    x = np.linspace(100, 200, 61)
    line = np.stack([x, 100 + 40 * (1 - ((x - 150) / 50) ** 2)], axis=1)
    rows, columns = np.indices((300, 300))
    alpha = (rows > np.interp(columns, x, line[:, 1])).astype(np.float32)
    cloth = Cloth(np.full((300, 300, 3), 0.6, np.float32), alpha)
    factor = finish_light(cloth, line, garment, WIDTH)
    below = factor[140:, 150]
    assert abs(int(below[4:].argmin()) + 4 - RIB * WIDTH) < 2
    assert below[1] < 0.98
    assert (factor[:90] == 1).all()
    assert (factor[200:] == 1).all()
    rgb = np.full((300, 300, 3), 0.5, np.float32)
    shaded = with_edge_shadow(rgb, line, alpha, 1 - alpha, WIDTH)
    assert shaded[139, 150].mean() < 0.47
    assert (shaded[142:, 150] == 0.5).all()
    assert (shaded[:90] == 0.5).all()
