"""The photo's light on cloth, on the drawn person."""

from __future__ import annotations

import numpy as np

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.draw.folds import Folds
from lingtu.imaging.tryon.draw.render import Cloth
from lingtu.imaging.tryon.draw.shading import Drawn, shading
from lingtu.imaging.tryon.fit.look import Look
from lingtu.imaging.tryon.flat.garment import read_garment
from lingtu.imaging.tryon.worn.read import read_person
from tests.unit.imaging.tryon.drawn import person, tee


def light_on(grey: float, print_grey: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The factor for a plain tee with a small print, with a weave's noise: where it is plain, and on the print."""
    layers, wearer = read_person(*person(), ("upperBody",))
    garment = read_garment(*tee((grey, grey, grey)), "upperBody")
    alpha = (layers.labels == Part.TORSO).astype(np.float32)
    noise = np.random.default_rng(3).normal(0, 0.006, alpha.shape)
    rgb = np.repeat((grey + noise)[..., None], 3, axis=2).astype(np.float32)
    rgb[300:330, 240:272] = print_grey
    folds = Folds(np.zeros_like(alpha), np.zeros(alpha.shape, np.bool_), 0.0)
    drawn = Drawn(garment, Cloth(rgb, alpha), np.zeros_like(alpha), alpha)
    factor = shading(layers, wearer, drawn, folds, Look(), 0)
    plain = alpha > 0.9
    plain[290:340, 230:282] = False
    return factor, plain, factor[300:330, 240:272]


def test_black_cloth_shines_where_it_is_lit_and_a_print_on_it_does_not() -> None:
    black, plain, on_print = light_on(0.06, 0.7)
    grey, _, _ = light_on(0.45, 0.45)
    lit, dim = np.percentile(black[plain], (90, 5))
    assert lit / dim > 1.6 * np.divide(*np.percentile(grey[plain], (90, 5)))
    assert lit > 1.5
    assert on_print.max() < 1.2
