"""Fresh snow with a clearing pressed flat, fir twigs, a low winter sun behind the trees."""

import numpy as np
from kit.materials import Surface
from kit.nature import fbm
from kit.shapes import Doubles, field, ground, mesh
from kit.stage import Setting, Stage


def build(stage: Stage) -> Setting:
    ground(snow, x=(-2.6, 2.6), y=(-0.9, 7), steps=(1000, 1000), material=_snow(), crowd=2.2)
    draw = np.random.default_rng(4)
    needles, bark = Surface((0.035, 0.085, 0.035), 0.5).material, Surface((0.10, 0.065, 0.04), 0.9).material
    for x, y, turn, long in (
        (-0.80, 0.20, 0.5, 0.52),
        (-0.86, 0.34, 0.1, 0.45),
        (0.82, 0.28, 2.7, 0.5),
        (0.80, -0.14, 2.2, 0.36),
    ):
        _fir(draw, np.array([x, y, float(snow(np.array([x]), np.array([y]))[0]) + 0.05]), turn, long, needles, bark)
    stage.sun("key", 19, 48, 5.5, colour=(1, 0.80, 0.58), angle=0.8)
    stage.sun("alt", 19, 132, 5.5, colour=(1, 0.80, 0.58), angle=0.8, weight=0.0)
    stage.surroundings("sunrise", ahead=0.50, strength=1.2, seen=0.75, clamp=3, tint=(1.12, 0.98, 0.80), raise_deg=4)
    stage.look((0, -1.35, 0.40), (0, 0.15, 0.17), lens_mm=48, fstop=2.0, focus=(0, -0.05, 0.06))
    return Setting(
        camera_height="table", spot=(0, -0.06, 0.002), product_m=0.32, safe=(0.18, 0.08, 0.82, 0.84), bright=0.87
    )


def snow(x: Doubles, y: Doubles) -> Doubles:
    """Soft drifts the wind laid, a level place before them, lumps where flakes clung together."""
    drift = 0.085 * fbm(x * 0.8, y, 0.75, 3, 2) + 0.07 * np.clip(y - 0.3, 0, 9) ** 0.8
    open_ = 1 - np.exp(-((np.hypot(x, (y - 0.02) * 1.15) / 0.52) ** 4))
    wind = fbm(x * 0.5 + 0.3 * y, y, 5.0, 6, 2) * (0.35 + 0.65 * np.clip(fbm(x, y, 1.1, 12, 2) + 0.4, 0, 1))
    lumps = np.clip(fbm(x, y, 34, 8, 4, 0.6), -0.2, 1) * 0.0020 + np.clip(fbm(x, y, 90, 9, 2) - 0.35, 0, 1) * 0.003
    return (drift + 0.03) * open_ + 0.0045 * wind + lumps * (0.55 + 0.45 * open_)


def _snow() -> object:
    """Light wanders in it, so that no grain is dark and no hollow black."""
    surface = Surface((0.88, 0.89, 0.90), 0.65, 0.25)
    place = surface.where()
    glint = surface.noise(place, 1000, 1)
    surface.set("Roughness", surface.span(glint, 0.62, 0.66, 0.75, 0.12))  # a crystal here and there
    surface.set("Subsurface Weight", 0.65)
    surface.set("Subsurface Radius", (0.016, 0.020, 0.026))
    surface.set("Subsurface Scale", 0.5)
    surface.bump(surface.noise(place, 520, 3, 0.75), 0.45, 0.0022)
    surface.bump(surface.noise(place, 150, 3, 0.65), 0.35, 0.005)
    return surface.material


def _fir(draw: np.random.Generator, base: Doubles, turn: float, length: float, needles: object, bark: object) -> None:
    """A branch lying on the snow: side shoots in a plane, needles all round."""
    ahead, side = np.array([np.cos(turn), np.sin(turn), 0.05]), np.array([-np.sin(turn), np.cos(turn), 0.0])
    shoots = [(base, ahead, length)]
    for index in range(9):
        t = 0.12 + 0.09 * index
        out = ahead * 0.75 + side * (0.8 if index % 2 else -0.8)
        shoots.append((base + ahead * length * t, out / np.linalg.norm(out), length * 0.55 * (1.05 - t)))
    points: list[Doubles] = []
    for start, way, long in shoots:
        count = int(long * 1500)
        t, angle = draw.uniform(0.03, 1, count), draw.uniform(0, 2 * np.pi, count)
        across = np.cross(way, [0, 0, 1.0])
        out = np.cos(angle)[:, None] * across + np.sin(angle)[:, None] * np.cross(across, way)
        root = start + way * long * t[:, None]
        tip = root + 0.021 * (0.75 * out + 0.75 * way) * draw.uniform(0.8, 1.1, count)[:, None]
        flat = np.cross(out, way) * 0.0011
        points.append(np.stack([root - flat, root + flat, tip + flat * 0.4, tip - flat * 0.4], axis=1).reshape(-1, 3))
        tube = across * 0.0035 * (long / length)
        ends = [start - tube, start + tube, start + way * long + tube * 0.3, start + way * long - tube * 0.3]
        mesh(ends, [[0, 1, 2, 3]], bark)
    every = np.concatenate(points)
    field(every, np.arange(len(every)).reshape(-1, 4), needles)
