"""A stone slab on rippled sand, dunes and hills behind, low sun."""

import numpy as np
from kit.leaves import blades, tufts
from kit.materials import Surface
from kit.nature import boulder, fbm
from kit.shapes import Doubles, ground
from kit.stage import Setting, Stage
from kit.stones import rock


def build(stage: Stage) -> Setting:
    ground(dunes, x=(-7, 7), y=(-2.2, 16), steps=(760, 800), material=sand(), crowd=1.8)
    boulder((0, 0.10, -0.03), (1.35, 0.95, 0.22), rock((0.40, 0.33, 0.26)), seed=3, flat_top=0.5, smooth=1.8, rough=0.2)
    boulder((1.02, 0.95, 0.0), (0.7, 0.5, 0.5), rock((0.37, 0.30, 0.24)), seed=8)
    boulder((-1.25, 1.3, 0.0), (0.9, 0.6, 0.42), rock((0.37, 0.30, 0.24)), seed=12)
    boulder((-0.82, -0.22, -0.05), (0.17, 0.13, 0.10), rock((0.36, 0.29, 0.22)), seed=15, detail=5)
    boulder((0.84, -0.3, -0.06), (0.11, 0.09, 0.07), rock((0.36, 0.29, 0.22)), seed=19, detail=5)
    straw = Surface((0.42, 0.31, 0.14), 0.7).material
    places = [
        (-1.75, 1.2, -0.1),
        (1.75, 1.6, -0.1),
        (-0.75, 2.6, -0.05),
        (2.5, 3.0, 0),
        (-2.7, 3.2, 0),
        (0.6, 3.8, 0.05),
    ]
    blades(tufts(places, 240, 0.05, 4), straw, seed=5, height=0.62, width=0.006)
    hill = Surface((0.26, 0.19, 0.15), 0.95).material
    ground(hills, x=(-60, 60), y=(38, 70), steps=(500, 60), material=hill)
    stage.sun("key", 26, 152, 4.6, colour=(1, 0.80, 0.58), angle=0.6)
    stage.sun("alt", 26, 28, 4.6, colour=(1, 0.80, 0.58), angle=0.8, weight=0.0)
    stage.surroundings("sunrise", ahead=0.20, strength=0.9, seen=1.0, clamp=3, raise_deg=4)
    stage.look((0, -2.75, 0.66), (0, 0.6, 0.24), lens_mm=58, fstop=1.6, focus=(0, 0.0, 0.1))
    return Setting(
        camera_height="table", spot=(0, -0.02, 0.026), product_m=0.62, safe=(0.18, 0.1, 0.82, 0.8), bright=0.82
    )


def dunes(x: Doubles, y: Doubles) -> Doubles:
    warp = y + 0.30 * fbm(x, y, 0.55, 7, 3) + 0.03 * fbm(x, y, 4, 8, 2)
    ripple = np.sin(warp * 44 + 0.7 * np.sin(x * 3))
    ripple = np.where(ripple > 0, ripple, 0.6 * ripple)  # steeper to the lee
    strength = 0.006 * np.clip(0.75 + 0.9 * fbm(x, y, 0.8, 11, 3), 0.1, 1.2)
    return (
        -0.075
        + 0.10 * fbm(x, y, 0.35, 3, 3) * np.clip((y - 0.2) / 2, 0.15, 1)
        + strength * ripple
        + np.clip(y - 4, 0, 99) * 0.035 * (1 + fbm(x, y, 0.2, 9, 3))
    )


def hills(x: Doubles, y: Doubles) -> Doubles:
    return -1 + (3.4 + 2.2 * fbm(x, y, 0.05, 2, 5)) * np.clip((y - 38) / 14, 0, 1)


def sand() -> object:
    surface = Surface((0.55, 0.40, 0.26), 0.9, 0.2)
    place = surface.where()
    grain, drift = surface.noise(place, 700, 2, 0.6), surface.noise(place, 3, 5)
    colour = surface.ramp(grain, [(0.3, (0.36, 0.24, 0.145)), (0.52, (0.56, 0.40, 0.26)), (0.75, (0.78, 0.62, 0.44))])
    surface.set("Base Color", surface.mix(surface.span(drift, 0.35, 0.7, 0, 0.3), colour, (0.44, 0.30, 0.19)))
    surface.bump(grain, 0.5, 0.002)
    return surface.material
