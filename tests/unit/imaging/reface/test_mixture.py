"""What skin, hair and clothes look like."""

from __future__ import annotations

import numpy as np

from lingtu.imaging.reface.mixture import NOTHING, fit_in_any_light, fit_mixture, looks

SKIN, HAIR = np.array([70, 14, 18, 2], np.float32), np.array([62, 10, 24, 12], np.float32)


def samples(middle: np.ndarray, count: int = 900) -> np.ndarray:
    return (middle + np.random.default_rng(3).normal(0, 2, (count, 4))).astype(np.float32)


def test_a_material_is_likeliest_where_its_samples_are() -> None:
    skin, hair = fit_mixture(samples(SKIN)), fit_mixture(samples(HAIR))
    points = np.stack([SKIN, HAIR])
    odds = skin.log_density(points) - hair.log_density(points)
    assert odds[0] > 3
    assert odds[1] < -3


def test_it_is_the_density_of_a_gaussian() -> None:
    drawn = samples(SKIN, 500)
    found = fit_mixture(drawn).log_density(SKIN[None] + [[0, 0, 0, 0], [4, 0, 0, 0]])
    variance = drawn[:, 0].var() + 9
    assert abs((found[0] - found[1]) - 16 / (2 * variance)) < 0.15


def test_few_samples_tell_nothing_and_outliers_little() -> None:
    assert fit_mixture(samples(SKIN, 10)) is NOTHING
    spoilt = np.concatenate([samples(SKIN), samples(np.array([5, 0, -40, 20], np.float32), 40)])
    clean, found = (fit_mixture(each).log_density(HAIR[None])[0] for each in (samples(SKIN), spoilt))
    assert abs(found - clean) < 2


def test_a_shadow_on_skin_is_skin() -> None:
    shadow = (SKIN * [0.6, 0.9, 0.9, 1])[None].astype(np.float32)
    plain, any_light = fit_mixture(samples(SKIN)), fit_in_any_light(samples(SKIN))
    assert any_light.log_density(shadow)[0] > plain.log_density(shadow)[0] + 5


def test_hair_is_rougher_than_skin_of_its_colour() -> None:
    picture = np.full((40, 60, 3), (0.7, 0.55, 0.4), np.float32)
    picture[:, 30::3] *= 0.85
    rough = looks(picture)[..., 3]
    assert rough[10:30, 40:50].min() > rough[10:30, 5:20].max() + 3
