"""Hems of short sleeves and their outer corners."""

from __future__ import annotations

import numpy as np

from lingtu.imaging.tryon.draw.render import Cloth
from lingtu.imaging.tryon.draw.sleeve_ends import HEM, hem_light, with_round_cuffs

WIDTH = 250.0
#: A cuff from (40, 120) to (110, 120), its sleeve above it.
CUFF = np.array([[40.0, 120], [57, 124], [75, 126], [93, 124], [110, 120], [75, 60]])


def sleeve(value: float = 0.3) -> Cloth:
    y, x = np.indices((180, 150), np.float32)
    below = 120 + 6 * (1 - ((x - 75) / 35) ** 2)
    alpha = ((x >= 40) & (x < 111) & (y >= 20) & (y <= below)).astype(np.float32)
    return Cloth(np.full((*alpha.shape, 3), value, np.float32), alpha)


def test_a_plain_sleeve_has_a_seam_above_its_end_alone() -> None:
    cloth = sleeve()
    factor = hem_light(cloth, (CUFF,), cloth.alpha, WIDTH, 0)
    column = factor[:, 75]
    assert abs(int(column.argmin()) - (126 - HEM * WIDTH)) <= 2
    assert 0.8 < column.min() < 0.95
    assert abs(column[20:90] - 1).max() < 0.01
    assert (factor[cloth.alpha == 0] == 1).all()


def test_pale_cloth_shows_less_of_it_and_none_is_sewn_over_a_seam_of_its_own() -> None:
    plain, pale = (hem_light(sleeve(grey), (CUFF,), sleeve().alpha, WIDTH, 0).min() for grey in (0.3, 0.95))
    assert plain < pale < 0.98
    sewn = sleeve()
    y, x = np.indices(sewn.alpha.shape, np.float32)
    own = np.abs(y - (112 + 6 * (1 - ((x - 75) / 35) ** 2))) < 1
    sewn.rgb[own] *= 0.8
    assert hem_light(sewn, (CUFF,), sewn.alpha, WIDTH, 0).min() > 1 - (1 - plain) / 4


def test_the_outer_corner_is_round_and_the_inner_one_stays() -> None:
    cloth = sleeve()
    cuffed = with_round_cuffs(cloth, (CUFF,), WIDTH)
    assert cuffed.alpha[118:121, 40:42].mean() < 0.5
    assert (cuffed.alpha[:, 80:] == cloth.alpha[:, 80:]).all()
    assert (cuffed.alpha <= cloth.alpha).all()
