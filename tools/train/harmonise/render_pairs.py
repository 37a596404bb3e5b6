"""Renders products in a white studio and in a scene, from the same place: exact truth for training.

    python tools/train/harmonise/render_pairs.py --out build/harmonise/rendered --count 600

Every light is kept by itself, so that training mixes new light without a new render. One picture a pair holds, side by
side, the scene by its environment, key and lamp, the product in the studio by its surround, left and right softbox,
and the product's mask; `pairs.csv` has the factor of each. Seeded by the pair's number; what is there is not rendered
again. Needs tools/gallery/requirements.txt.
"""

from __future__ import annotations

import argparse
import colorsys
import csv
import math
import random
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2] / "gallery"))

import bpy
import numpy as np
import OpenEXR
import products
import pyoidn
from kit import materials, passes, shapes
from kit.stage import Stage
from PIL import Image

SIDE, SAMPLES = 96, 10  # px, per pixel
SCENE, STUDIO = ("env", "key", "lamp"), ("env", "left", "right")
BRIGHT = 99.7  # percentile that is stored as white
PANORAMAS = ("city", "courtyard", "forest", "interior", "night", "studio", "sunrise", "sunset")


def rendered(number: int, work: Path) -> tuple[Image.Image, list[float], str]:
    """Strip, factors, kind of product."""
    dice = random.Random(number)
    stage = Stage(SIDE, SAMPLES)
    bpy.context.scene.render.threads = 1
    kind, height = products.product(dice)
    bodies = set(bpy.data.objects)
    _camera(stage, dice, height)
    _surround(stage, dice)
    _scene_lights(stage, dice)
    scene = _rendered(stage, work, SCENE)
    _studio(stage, dice, bodies)
    studio = _rendered(stage, work, STUDIO)
    alpha = np.clip(_opacity(work / "pass.exr"), 0, 1)
    noisy = [scene[f"Combined_{name}"] for name in SCENE] + [studio[f"Combined_{name}"] for name in STUDIO]
    planes = [pyoidn.denoise(np.nan_to_num(plane, posinf=0), hdr=True, quality="fast") for plane in noisy]
    factors = [max(1e-3, float(np.percentile(plane, BRIGHT))) for plane in planes]
    encoded = [np.sqrt(np.clip(plane / factor, 0, 1)) for plane, factor in zip(planes, factors, strict=True)]
    strip = np.concatenate([*encoded, np.repeat(alpha[..., None], 3, axis=2)], axis=1)
    return Image.fromarray((strip * 255 + 0.5).astype(np.uint8)), factors, kind


def _rendered(stage: Stage, work: Path, groups: tuple[str, ...]) -> passes.Planes:
    layer = bpy.context.view_layer
    for name in groups:
        if name not in layer.lightgroups:
            layer.lightgroups.add(name=name)
    return passes._render(work / "pass.exr", SIDE, SAMPLES)


def _opacity(file: Path) -> Any:
    channels = OpenEXR.File(str(file), separate_channels=True).parts[0].channels
    return np.asarray(channels["ViewLayer.Combined.A"].pixels, np.float32)


def _camera(stage: Stage, dice: random.Random, height: float) -> None:
    raised, around = math.radians(dice.uniform(4, 55)), math.radians(dice.uniform(-35, 35))
    away = max(height, 0.15) * dice.uniform(2.2, 4.2)
    place = (
        away * math.cos(raised) * math.sin(around),
        -away * math.cos(raised) * math.cos(around),
        height / 2 + away * math.sin(raised),
    )
    target = (dice.uniform(-0.06, 0.06), 0, height * dice.uniform(0.35, 0.75))
    stage.look(place, target, lens_mm=60, fstop=16, focus=(0, 0, height / 2))


def _surround(stage: Stage, dice: random.Random) -> None:
    """Table, perhaps a wall, things behind."""
    shapes.sheet((0, 0.5, 0), (6, 6), _wall_paint(dice))
    if dice.random() < 0.65:
        shapes.sheet((0, dice.uniform(0.25, 2), 1), (6, 6), _wall_paint(dice), turn=(90, 0, dice.uniform(-15, 15)))
    for _ in range(dice.randint(0, 4)):
        x, y = dice.uniform(-0.5, 0.5), dice.uniform(0.16, 0.5)
        size = dice.uniform(0.03, 0.15)
        surface = products.finish(dice)
        if dice.random() < 0.5:
            shapes.block((x, y, size / 2), (size, size, size), surface, turn=(0, 0, dice.uniform(0, 90)))
        else:
            shapes.disc((x, y, 0), size / 2, size * dice.uniform(0.5, 2), surface)


def _wall_paint(dice: random.Random) -> Any:
    tint = products.colour(dice)
    if dice.random() < 0.6:
        tint = colorsys.hsv_to_rgb(dice.uniform(0.03, 0.14), dice.uniform(0, 0.6), dice.uniform(0.04, 0.7))
    return dice.choice([materials.plaster, materials.limewash, materials.matte])(tint)


def _scene_lights(stage: Stage, dice: random.Random) -> None:
    stage.surroundings(dice.choice(PANORAMAS), ahead=dice.random(), strength=1.0)
    side = dice.choice((-1, 1))
    place = (side * dice.uniform(0.5, 1.6), dice.uniform(-1.2, 1.0), dice.uniform(0.4, 1.6))
    size = dice.uniform(0.1, 1.2)
    stage.area("key", place, (0, 0, 0.1), size=(size, size), watts=20)
    place = (-side * dice.uniform(0.3, 1.0), dice.uniform(-0.6, 1.0), dice.uniform(0.2, 1.0))
    stage.area("lamp", place, (0, 0, 0.1), size=(0.12, 0.12), watts=8)


def _studio(stage: Stage, dice: random.Random, bodies: set[Any]) -> None:
    """The product alone, on white that the camera does not see."""
    for thing in list(bpy.data.objects):
        if thing not in bodies and thing.type != "CAMERA":
            bpy.data.objects.remove(thing)
    stage.lights[:] = stage.lights[:1]
    tree = bpy.context.scene.world.node_tree
    tree.links.clear()
    tree.links.new(tree.nodes["Background"].outputs[0], tree.nodes["World Output"].inputs[0])
    stage.ambient((1, 1, 1), 0.6)
    floor = shapes.sheet((0, 0.5, -0.0005), (4, 4), materials.matte((0.85, 0.85, 0.85)))
    floor.visible_camera = False
    for name, side in (("left", -1), ("right", 1)):
        place = (side * dice.uniform(0.5, 1.0), dice.uniform(-1.2, -0.2), dice.uniform(0.5, 1.2))
        stage.area(name, place, (0, 0, 0.1), size=(0.9, 0.9), watts=20)
    bpy.context.scene.render.film_transparent = True


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--count", type=int, default=600)
    plan = parser.parse_args()
    plan.out.mkdir(parents=True, exist_ok=True)
    with (plan.out / "pairs.csv").open("a", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        for number in range(plan.first, plan.first + plan.count):
            target = plan.out / f"{number:05d}.webp"
            if target.exists():
                continue
            strip, factors, kind = rendered(number, plan.out)
            strip.save(target, quality=92, method=6)
            table.writerow([target.stem, kind, *(f"{factor:.5g}" for factor in factors)])
            file.flush()


if __name__ == "__main__":
    main()
