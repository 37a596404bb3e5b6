"""Pairs made of rendered products: the lights of scene and studio are mixed anew for each, by exact superposition."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import torch
from looks import Dice, chosen, tone
from pairs import Pairs, composed, cropped, disturbed, strength
from torch import Tensor

SIDE, PLANES, SCENE = 96, 6, 3  # px; lights in all; the first of them are the scene's
HELD_OUT_EVERY = 6
_STUDIO_EXPOSURE = 0.55  # of a white product below all three lights


@dataclass(frozen=True)
class Renders:
    """N products."""

    #: N x 18 x SIDE x SIDE, half floats, linear light: three lights of the scene, three of the studio.
    lights: Tensor
    #: N x 1 x SIDE x SIDE in [0, 1].
    masks: Tensor

    def __len__(self) -> int:
        return len(self.lights)

    def at(self, rows: Tensor) -> Renders:
        return Renders(self.lights[rows], self.masks[rows])


def load(folder: Path) -> tuple[Renders, Renders]:
    """Products for training and for validation."""
    with (folder / "pairs.csv").open(encoding="utf-8") as file:
        rows = sorted(csv.reader(file))
    held_out = [row for row in rows if int(row[0]) % HELD_OUT_EVERY == 3]
    return _renders(folder, [row for row in rows if row not in held_out]), _renders(folder, held_out)


def _renders(folder: Path, rows: list[list[str]]) -> Renders:
    lights = np.zeros((len(rows), PLANES, 3, SIDE, SIDE), np.float16)
    masks = np.zeros((len(rows), 1, SIDE, SIDE), np.float32)
    for index, (name, _, *factors) in enumerate(rows):
        strip = cv2.imread(str(folder / f"{name}.webp"))[:, :, ::-1].astype(np.float32) / 255
        parts = strip.reshape(SIDE, PLANES + 1, SIDE, 3).transpose(1, 3, 0, 2)
        lights[index] = parts[:PLANES] ** 2 * np.array(factors, np.float32)[:, None, None, None]
        masks[index, 0] = parts[PLANES, 1]
    return Renders(torch.from_numpy(lights).flatten(1, 2), torch.from_numpy(masks))


def of_renders(renders: Renders, dice: Dice, *, pure: bool = False) -> Pairs:
    """One pair from each; `pure`: every subject comes from the studio, as it does in use."""
    view = cropped(torch.cat((renders.lights.float(), renders.masks), 1), dice)
    lights, mask = view[:, :-1].unflatten(1, (PLANES, 3)), view[:, -1:]
    lights = _painted(lights, mask, dice)
    truth = _developed(_scene(lights[:, :SCENE], dice))
    studio = _developed(_studio(lights[:, SCENE:], dice))
    truth = chosen(dice.chance(0.4), tone(truth, dice, dice.uniform(1, 1), spread=0.12), truth).clamp(0, 1)
    if pure:
        return composed(studio, mask, truth)
    subject = chosen(dice.chance(0.25), disturbed(truth, mask, dice, strength(dice)), studio)
    return composed(chosen(dice.chance(0.1), truth, subject), mask, truth)


def _painted(lights: Tensor, mask: Tensor, dice: Dice) -> Tensor:
    """Another paint on the product, the same under all lights; and at times all channels in another order."""
    paint = chosen(dice.chance(0.6), dice.uniform(0.25, 1.1, 3) * dice.uniform(0.5, 1.1), torch.ones(1, 3, 1, 1))
    lights = lights * (1 + mask * (paint - 1))[:, None]
    order = torch.rand(dice.batch, 3, generator=dice.generator).argsort(1)
    order = torch.where(dice.chance(0.4)[:, :, 0, 0] > 0, order, torch.arange(3))
    return lights.gather(2, order[:, None, :, None, None].expand_as(lights))


def _scene(lights: Tensor, dice: Dice) -> Tensor:
    """From dusk to noon; lamps warm, blue or of any colour, some of them off."""
    exposed = lights / (lights.mean((2, 3, 4), keepdim=True) + 1e-4)
    warm = dice.uniform(-0.6, 0.9, SCENE)
    along = torch.stack((warm, 0.15 * warm, -warm), 2)
    neon = (dice.uniform(0, 1, SCENE) < 0.15).float()[:, :, None]
    colour = torch.where(
        neon > 0, dice.normal(0.7, SCENE * 3).view(-1, SCENE, 3, 1, 1), along * dice.uniform(0, 0.7)[:, None]
    )
    on = (dice.uniform(0, 1, SCENE) < 0.75).float()
    on[:, 0] = 1
    gain = (dice.normal(0.8, SCENE)[:, :, None] + colour).exp() * on[:, :, None]
    mixed = (exposed * gain).sum(1)
    mean = mixed.mean((1, 2, 3), keepdim=True)
    return mixed / (mean + 1e-4) * dice.uniform(np.log(0.02), np.log(0.45)).exp()


def _studio(lights: Tensor, dice: Dice) -> Tensor:
    warm = dice.normal(0.04)
    cast = torch.cat((warm, torch.zeros_like(warm), -warm), 1)
    gain = (dice.normal(0.3, SCENE)).exp()[:, :, None]
    return (lights * gain).sum(1) * (cast + dice.normal(0.2)).exp() * _STUDIO_EXPOSURE


def _developed(linear: Tensor) -> Tensor:
    """Linear light as a camera shows it: a soft shoulder, then gamma."""
    linear = linear.clamp(min=0)
    return ((linear / (1 + linear**3) ** (1 / 3)).clamp(1e-5, 1)) ** (1 / 2.2)
