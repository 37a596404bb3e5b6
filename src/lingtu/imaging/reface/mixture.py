"""What a material looks like: Gaussians over colour and texture, fitted to samples of it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np
from numba import njit
from numpy.typing import NDArray

Floats = NDArray[np.float32]

#: Unit of the texture beside CIELAB's: a doubling of it counts as much as so many units of colour.
TEXTURE = 4.0
#: Variances that a colour has at least: CIELAB's L, a, b, and the texture's. Few samples say little of their spread.
LEAST_VARIANCE = np.array([9, 3, 3, 4], np.float32)
#: Gaussians of a material, one for each third of its lightness, and pixels that one takes.
SHARES, ENOUGH_PX = 3, 30
#: Shadows: lightness and chroma beside those in the light, how common they are, and factor of their least variances.
SHADOWS, SHADOW_SHARE, SHADOW_SPREAD = ((0.75, 0.96), (0.5, 0.87)), 0.35, 2.0
#: Of these many spreads (by the median) from the middle on a sample is an outlier.
OUTLIER = 3.5


@dataclass(frozen=True)
class Mixture:
    """Gaussians over looks: their middles K x 4, the matrices K x 4 x 4 that whiten them, and logs of their scales K.

    None if there were too few samples to know any.
    """

    middles: Floats
    whitenings: Floats
    log_scales: Floats

    def log_density(self, looks: Floats) -> Floats:
        """Of looks N x 4; N values."""
        return np.asarray(_log_density(looks, self.middles, self.whitenings, self.log_scales), np.float32)

    def beside(self, other: Mixture) -> Mixture:
        return Mixture(
            np.concatenate([self.middles, other.middles]),
            np.concatenate([self.whitenings, other.whitenings]),
            np.concatenate([self.log_scales, other.log_scales]),
        )


NOTHING = Mixture(np.zeros((0, 4), np.float32), np.zeros((0, 4, 4), np.float32), np.zeros(0, np.float32))


@njit(cache=True)
def _log_density(looks, middles, whitenings, log_scales):  # type: ignore[no-untyped-def]
    result = np.empty(len(looks), np.float32)
    for index in range(len(looks)):
        total = np.float32(0)
        best = np.float32(-1e4)
        for part in range(len(middles)):
            square = np.float32(0)
            for column in range(4):
                value = np.float32(0)
                for row in range(column, 4):
                    value += (looks[index, row] - middles[part, row]) * whitenings[part, row, column]
                square += value * value
            log = log_scales[part] - np.float32(0.5) * square
            if log > best:
                total = total * np.exp(best - log) + np.float32(1)
                best = log
            else:
                total += np.exp(log - best)
        result[index] = best + np.log(max(total, np.float32(1e-30)))
    return result


def looks(rgb: Floats) -> Floats:
    """CIELAB and the log of the texture around each pixel, H x W x 4: hair is rough where skin of its colour is not."""
    smooth = cv2.cvtColor(cv2.bilateralFilter(rgb, 5, 0.06, 3), cv2.COLOR_RGB2Lab)
    light = cv2.cvtColor(rgb, cv2.COLOR_RGB2Lab)[..., 0]
    fine = light - cv2.GaussianBlur(light, (0, 0), 1.5)
    rough = np.sqrt(cv2.GaussianBlur(fine * fine, (0, 0), 2.0))
    return np.dstack([smooth, TEXTURE * np.log2(rough + 0.5)]).astype(np.float32)


def fit_mixture(samples: Floats, share: float = 1.0, spread: float = 1.0) -> Mixture:
    """Of samples N x 4. `share`: how common the material is beside others; `spread`: factor of the least variances."""
    if len(samples) < ENOUGH_PX:
        return NOTHING
    count = SHARES if len(samples) >= 20 * ENOUGH_PX else 1
    edges = np.quantile(samples[:, 0], np.linspace(0, 1, count + 1))
    groups = [samples[(samples[:, 0] >= low) & (samples[:, 0] <= high)] for low, high in pairwise(edges)]
    kept = [_without_outliers(group) for group in groups if len(group) >= ENOUGH_PX]
    total = sum(len(group) for group in kept)
    mixture = NOTHING
    for group in kept:
        mixture = mixture.beside(_fit(group, share * len(group) / total, spread))
    return mixture


def fit_in_any_light(samples: Floats) -> Mixture:
    """Of a material and of its shadows."""
    mixture = fit_mixture(samples)
    for light, chroma in SHADOWS:
        darker = samples * np.array([light, chroma, chroma, 1], np.float32)
        mixture = mixture.beside(fit_mixture(darker, SHADOW_SHARE, SHADOW_SPREAD))
    return mixture


def _without_outliers(samples: Floats) -> Floats:
    for _ in range(2):
        off = np.abs(samples - np.median(samples, axis=0))
        near = (off < OUTLIER * (1.48 * np.median(off, axis=0) + 0.5)).all(axis=1)
        if np.count_nonzero(near) < ENOUGH_PX:
            break
        samples = samples[near]
    return samples


def _fit(samples: Floats, share: float, spread: float) -> Mixture:
    covariance = np.cov(samples.T) + np.diag(spread * LEAST_VARIANCE)
    _, log_volume = np.linalg.slogdet(covariance)
    return Mixture(
        samples.mean(axis=0, keepdims=True),
        np.linalg.cholesky(np.linalg.inv(covariance)).astype(np.float32)[None],
        np.array([np.log(share) - 0.5 * log_volume], np.float32),
    )
