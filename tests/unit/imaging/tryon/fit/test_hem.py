"""Hems on the drawn person: arcs around the body that wave a little."""

from __future__ import annotations

import numpy as np
import pytest

from lingtu.imaging.tryon.fit.fit_top import TopFit, fit_top
from lingtu.imaging.tryon.fit.hem import fall, held, lower, worn_hem
from lingtu.imaging.tryon.fit.look import Look
from lingtu.imaging.tryon.flat.garment import read_garment
from lingtu.imaging.tryon.worn.read import read_person
from lingtu.imaging.tryon.worn.wearer import Wearer
from tests.unit.imaging.tryon.drawn import person, tee


@pytest.fixture(scope="module")
def wearer() -> Wearer:
    return read_person(*person(), ("upperBody",))[1]


def line(wearer: Wearer, half: float = 0.45, level: float = 1.0) -> np.ndarray:
    return np.stack([wearer.at(level, across * wearer.width) for across in np.linspace(-half, half, 11)])


def test_a_hem_is_an_arc_that_turns_up_at_both_ends_and_waves() -> None:
    across = np.linspace(-1, 1, 401)
    drop = lower(across, 1.0)
    assert drop[[0, -1]] == pytest.approx([0, 0], abs=1e-6)
    assert 0.02 < drop[150:250].mean() < 0.08
    # in the last twentieth it turns up by more than in the fifth before
    assert drop[20] - drop[0] > drop[60] - drop[20]
    inner = drop[80:-80]
    crests = (inner[1:-1] > inner[:-2]) & (inner[1:-1] > inner[2:])
    assert crests.sum() >= 2
    assert np.ptp(inner) < 0.03
    assert (drop > -1e-9).all()


def test_the_lower_a_hem_the_rounder_it_is_up_to_a_limit() -> None:
    middle = [float(lower(np.array([0.03]), level)[0]) for level in (0.5, 1.0, 1.3, 3.0, 4.0)]
    assert middle[0] < middle[1] < middle[2] < middle[3]
    assert middle[3] == middle[4]


def test_cloth_falls_at_the_hem_and_stays_above_it(wearer: Wearer) -> None:
    hem = line(wearer)
    found = fall(hem, 1.0, wearer)
    worn = worn_hem(hem, 1.0, wearer)
    assert found.shape == wearer.labels.shape
    for before, after in list(zip(hem, worn, strict=True))[2:-2]:
        x, y = np.rint(after).astype(int)
        assert found[y, x] == pytest.approx(float((after - before) @ wearer.down), abs=0.6)
        assert found[y, x] > 0
        assert found[y - int(0.4 * wearer.width), x] == 0
    # nothing turns over: what is lower stays lower
    assert np.diff(found, axis=0).max() < 0.7


def test_a_hem_off_the_picture_falls_nowhere(wearer: Wearer) -> None:
    hem = line(wearer) + np.array([0.0, 5000.0])
    assert not fall(hem, 1.0, wearer).any()


def test_a_hem_keeps_its_own_shape(wearer: Wearer) -> None:
    own = np.stack([np.linspace(100, 300, 41), 400 + 20 * np.cos(np.linspace(-1.5, 1.5, 41))], axis=1)
    ends = wearer.at(1.0, -50), wearer.at(1.0, 50)
    source, target, _ = held(own, ends, 0.5, wearer)
    assert len(source) == len(target)
    depth = (target - ends[0]) @ wearer.down
    assert depth.max() == pytest.approx(0.5 * (20 - 20 * np.cos(1.5)), abs=1.0)


def test_the_hem_of_a_fit_is_lower_in_its_middle(wearer: Wearer) -> None:
    fit = fit_top(read_garment(*tee(), "upperBody"), wearer, 1.0, Look())
    assert isinstance(fit, TopFit)
    depth = (fit.hem - fit.hem[0]) @ wearer.down
    chord = depth - np.linspace(depth[0], depth[-1], len(depth))
    assert chord[3:-3].min() > 0.015 * wearer.width
    assert fit.pieces[0].fall is not None
    assert fit.pieces[0].fall.max() > 0.02 * wearer.width
