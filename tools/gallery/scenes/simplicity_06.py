"""Dark slate in a dark studio: wet-looking stone, a hard rim from behind, a cool pool on the wall."""

import numpy as np
from kit.materials import Surface, plaster, scaled
from kit.nature import boulder
from kit.shapes import sweep
from kit.stage import Setting, Stage


def build(stage: Stage) -> Setting:
    sweep(plaster((0.055, 0.060, 0.066), 0.65, 0.06, 0.2), back=2.0, bend=0.8)
    slate = _slate()
    boulder((0, 0.04, 0.03), (0.86, 0.62, 0.13), slate, seed=4, flat_top=0.42, smooth=2.0, rough=0.20)
    boulder((0.58, 0.55, 0.10), (0.50, 0.36, 0.42), slate, seed=23, rough=0.24)
    boulder((-0.66, 0.62, 0.05), (0.46, 0.4, 0.24), slate, seed=31, rough=0.24)
    draw = np.random.default_rng(8)
    for index in range(14):
        x, y = draw.uniform(-0.8, 0.8), draw.uniform(-0.5, 0.5)
        if np.hypot(x / 0.55, (y - 0.04) / 0.42) > 1:
            size = draw.uniform(0.02, 0.07)
            boulder((x, y, size * 0.2), (size * 1.3, size, size * 0.6), slate, seed=50 + index, detail=4)
    stage.area("key", (-1.5, 0.9, 1.5), (0, 0, 0.1), size=(0.35, 0.9), watts=70, colour=(1, 0.93, 0.84))
    stage.area("alt", (1.5, 0.9, 1.5), (0, 0, 0.1), size=(0.35, 0.9), watts=70, colour=(1, 0.93, 0.84), weight=0.0)
    stage.area("wall", (0.9, 0.7, 0.5), (-0.1, 2.0, 0.7), size=(0.3, 0.3), watts=32, colour=(0.62, 0.78, 1), spread=120)
    stage.area("fill", (1.4, -1.9, 1.4), (0, 0, 0.1), size=(1.2, 1.2), watts=20, colour=(0.85, 0.92, 1))
    stage.ambient((0.7, 0.8, 1), 0.02)
    stage.look((0, -2.0, 0.52), (0, 0.1, 0.27), lens_mm=60, fstop=3.2, focus=(0, -0.1, 0.1))
    return Setting(
        camera_height="table", spot=(0, -0.06, 0.057), product_m=0.46, safe=(0.2, 0.08, 0.8, 0.84), bright=0.62
    )


def _slate() -> object:
    """Split stone: fine layers, wet here and dry there."""
    base = (0.060, 0.064, 0.070)
    surface = Surface(base, 0.4, 0.5)
    layers, wet = surface.noise(surface.where((1.5, 1.5, 14)), 3, 5, 0.6, 0.4), surface.noise(surface.where(), 5, 4)
    surface.set("Base Color", surface.ramp(layers, [(0.3, scaled(base, 0.45)), (0.5, base), (0.75, scaled(base, 2.4))]))
    surface.set("Roughness", surface.span(wet, 0.35, 0.62, 0.22, 0.62))
    surface.bump(layers, 0.5, 0.02)
    surface.bump(surface.noise(surface.where(), 70, 5, 0.65), 0.45, 0.006)
    return surface.material
