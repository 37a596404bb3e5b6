from __future__ import annotations

import numpy as np
import pytest

from lingtu.imaging.studio.reference import study
from tests.unit.imaging.studio.cases import room, studio


def test_places_are_told_from_studios() -> None:
    assert study(room()).is_place
    assert not study(studio()).is_place


def test_light_comes_from_the_lighter_side() -> None:
    ramp = np.linspace(0.2, 0.8, 120, dtype=np.float32)[None, :, None]
    picture = np.broadcast_to(ramp, (90, 120, 3)).copy()
    assert study(picture).side > 0.5 > -0.5 > study(picture[:, ::-1].copy()).side


def test_colours_and_shares() -> None:
    style = study(studio())
    assert style.shares.sum() == pytest.approx(1)
    assert list(style.shares) == sorted(style.shares, reverse=True)
    assert style.colours[0] == pytest.approx(style.upper, abs=2)
    assert style.lower[2] > 10 > style.upper[2]
