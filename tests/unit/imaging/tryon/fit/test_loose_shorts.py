"""Loose shorts' outer edges have no dents, and go through the waist and the hem."""

from types import SimpleNamespace
from typing import Any

import numpy as np

from lingtu.imaging.tryon.fit.loose_shorts import taut

WEARER: Any = SimpleNamespace(shoulders=np.zeros(2), right_hand=np.array([1.0, 0.0]), down=np.array([0.0, 1.0]))
FLANK: Any = SimpleNamespace(sign=-1)


def test_a_step_at_the_crotch_is_gone() -> None:
    hips = np.stack([-np.linspace(60, 80, 8), np.linspace(100, 200, 8)], axis=1)
    leg = np.stack([-np.append(80, np.linspace(98, 110, 9)), np.linspace(200, 290, 10)], axis=1)
    upper, lower = taut(hips, leg, FLANK, WEARER)
    np.testing.assert_allclose(upper[0], hips[0], atol=0.5)
    np.testing.assert_allclose(lower[-1], leg[-1], atol=0.5)
    np.testing.assert_allclose(upper[-1], lower[0], atol=0.5)
    edge = np.concatenate([upper, lower[1:]])
    slopes = np.diff(-edge[:, 0]) / np.diff(edge[:, 1])
    assert (np.diff(slopes) < 0.05).all()
