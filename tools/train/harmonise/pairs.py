"""Pairs made of photographs: the photograph with a look of its own is the truth, its subject is disturbed."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from looks import (
    Dice,
    chosen,
    chroma,
    film,
    gradient,
    light,
    lit,
    moments,
    moved,
    moved_together,
    tone,
    transfer,
    turned,
)
from model import VIEW as SIDE
from photos import Photos
from torch import Tensor
from torch.nn import functional

#: Share of subjects that are shown in another photograph's scene before both get one look. Their truth is less sure,
#: as the two had not quite the same light; but a subject has thousands of scenes, and cannot be known by its own.
ELSEWHERE = 0.35


@dataclass(frozen=True)
class Pairs:
    """B composites and what they should look like: B x 3 (mask: 1) x SIDE x SIDE in [0, 1]."""

    composite: Tensor
    mask: Tensor
    truth: Tensor

    @staticmethod
    def joined(parts: list[Pairs]) -> Pairs:
        return Pairs(
            torch.cat([part.composite for part in parts]),
            torch.cat([part.mask for part in parts]),
            torch.cat([part.truth for part in parts]),
        )

    def shuffled(self, share: float, draws: torch.Generator) -> Pairs:
        """This share of the pairs with their channels in another order: any colour of light is possible."""
        count = len(self.mask)
        order = torch.rand(count, 3, generator=draws).argsort(1)
        kept = torch.rand(count, 1, generator=draws) > share
        order = torch.where(kept, torch.arange(3), order)[:, :, None, None].expand_as(self.composite)
        return Pairs(self.composite.gather(1, order), self.mask, self.truth.gather(1, order))


def of_photos(photos: Photos, dice: Dice, scenes: Tensor | None = None, *, as_it_is: bool = False) -> Pairs:
    """One pair from each photograph; with scenes (B of them, bytes) some subjects are shown in these.

    `as_it_is`: with the photographs' own colours, subject and all.
    """
    masks = photos.masks.float() / 255
    closest = (1.3 * masks.mean((1, 2, 3)).sqrt()).clamp(0.5, 0.8)
    view = cropped(torch.cat((photos.pictures.float() / 255, masks), 1), dice, closest)
    photo, mask = view[:, :3], view[:, 3:]
    if as_it_is:
        return composed(photo, mask, photo)
    swapped = dice.chance(0.08) * (mask.mean((1, 2, 3), keepdim=True) > 0.35)
    mask = chosen(swapped, 1 - mask, mask)
    photo = _painted(photo, mask, photos.paintable, dice)
    if scenes is not None:
        photo, mask = _elsewhere(photo, mask, cropped(scenes.float() / 255, dice, 0.4), dice)
    truth = chosen(dice.chance(0.6), scene_look(photo, dice), photo).clamp(0, 1)
    subject = chosen(dice.chance(0.42), recoloured(truth, mask, dice), disturbed(truth, mask, dice, strength(dice)))
    subject = chosen(dice.chance(0.16), studio_look(photo, mask, dice), subject)
    return composed(chosen(1 - dice.chance(0.12), subject, truth), mask, truth)


def composed(subject: Tensor, mask: Tensor, truth: Tensor) -> Pairs:
    """The subject laid over the truth, both in 8 bits as pictures come."""
    subject, truth = ((picture.clamp(0, 1) * 255).round() / 255 for picture in (subject, truth))
    return Pairs(subject * mask + truth * (1 - mask), mask, truth)


def strength(dice: Dice) -> Tensor:
    """How wrong a subject is: most are far off, some nearly right."""
    mild = chosen(dice.chance(0.2), dice.uniform(0.05, 0.35), dice.uniform(0.4, 1.3))
    return chosen(dice.chance(0.8), dice.uniform(0.6, 1.6), mild)


def scene_look(photo: Tensor, dice: Dice) -> Tensor:
    """The whole picture in another light and another grade: dim, tinted, night, neon, hazy, faded."""
    plain = torch.ones(dice.batch, 1, 1, 1)
    x = chosen(dice.chance(0.8), light(photo, dice, plain, stops=0.4, cast=0.18), photo)
    x = chosen(dice.chance(0.35), _strong_light(x, dice), x)
    x = chosen(dice.chance(0.6), tone(x, dice, plain, spread=0.2), x)
    x = chosen(dice.chance(0.6), chroma(x, dice, plain, spread=0.28, turn=0.0), x)
    return chosen(dice.chance(0.25), film(x, dice, plain), x)


def _strong_light(x: Tensor, dice: Dice) -> Tensor:
    """Dim, and of a colour: mostly along warm and blue, sometimes any."""
    stops = dice.uniform(-2.6, 0.3)
    warm = dice.uniform(-0.7, 0.8)
    along = torch.cat((warm, 0.1 * warm, -warm), 1)
    return lit(x, 0.69 * stops + chosen(dice.chance(0.3), dice.normal(0.45, 3), along))


def recoloured(truth: Tensor, mask: Tensor, dice: Dice) -> Tensor:
    """All statistics of another subject, as the field's benchmark has them (Cong et al., iHarmony4, 2020)."""
    x = chosen(dice.chance(0.35), moved_together(truth, mask, dice), moved(truth, mask, dice))
    return chosen(dice.chance(0.25), light(x, dice, dice.uniform(0.3, 1), stops=0.4, cast=0.12), x)


def disturbed(truth: Tensor, mask: Tensor, dice: Dice, amount: Tensor) -> Tensor:
    """A few of the ways in which a pasted subject differs from the scene."""
    x = truth
    x = chosen(dice.chance(0.4), transfer(x, mask, dice, amount), x)
    x = chosen(dice.chance(0.6), light(x, dice, amount, stops=0.55, cast=0.16), x)
    x = chosen(dice.chance(0.55), tone(x, dice, amount, spread=0.2), x)
    x = chosen(dice.chance(0.5), chroma(x, dice, amount, spread=0.3, turn=0.07), x)
    x = chosen(dice.chance(0.1), film(x, dice, amount), x)
    return chosen(dice.chance(0.12), gradient(x, dice, amount), x)


def studio_look(photo: Tensor, mask: Tensor, dice: Dice) -> Tensor:
    """The subject as a catalogue shows it: bright, of neutral light, whatever the scene is."""
    mean, deviation = moments(photo, mask)
    bright = (mean + 1.5 * deviation).mean(1, keepdim=True)
    exposure = 2.2 * (dice.uniform(0.75, 1.0) / bright.clamp(0.2, 1)).log() * dice.uniform(0.4, 1.0)
    x = lit(photo, exposure.clamp(-0.5, 1.6))
    plain = torch.ones(dice.batch, 1, 1, 1)
    return tone(light(x, dice, plain, stops=0.15, cast=0.06), dice, plain, spread=0.08)


def _elsewhere(photo: Tensor, mask: Tensor, scenes: Tensor, dice: Dice) -> tuple[Tensor, Tensor]:
    """Some subjects, smaller or not, in another scene: one of these, or another photograph of the batch."""
    use = dice.chance(ELSEWHERE)
    scenes = chosen(dice.chance(0.5), scenes, photo[dice.others()])
    placed = _smaller(torch.cat((photo, mask), 1), dice)
    mask = chosen(use, placed[:, 3:], mask)
    return chosen(use, placed[:, :3] * mask + scenes * (1 - mask), photo), mask


def _smaller(view: Tensor, dice: Dice) -> Tensor:
    """1 to 0.4 of its size, somewhere in the picture; nothing around it."""
    size = dice.uniform(0.4, 1).flatten()
    frame = torch.zeros(dice.batch, 2, 3)
    frame[:, 0, 0] = frame[:, 1, 1] = 1 / size
    frame[:, :, 2] = dice.uniform(-1, 1, 2).flatten(1) * (1 / size - 1)[:, None]
    grid = functional.affine_grid(frame, list(view.shape), align_corners=False)
    return functional.grid_sample(view, grid, align_corners=False, padding_mode="zeros")


def _painted(photo: Tensor, mask: Tensor, paintable: Tensor, dice: Dice) -> Tensor:
    """Some subjects in another colour, so that none is known by its colour."""
    use = dice.chance(0.3) * paintable.view(-1, 1, 1, 1)
    other = turned(photo, dice.uniform(0, 2 * torch.pi), dice.uniform(0.6, 1.5)).clamp(0, 1)
    return chosen(use, other * mask + photo * (1 - mask), photo)


def cropped(view: Tensor, dice: Dice, closest: Tensor | float = 0.7) -> Tensor:
    """A part of the picture, turned over or not, SIDE x SIDE; the smallest part is `closest` of it."""
    zoom = closest + (1 - closest) * dice.uniform(0, 1).flatten()
    flip = 1 - 2 * dice.chance(0.5).flatten()
    frame = torch.zeros(dice.batch, 2, 3)
    frame[:, 0, 0], frame[:, 1, 1] = zoom * flip, zoom * dice.uniform(0.85, 1).flatten()
    frame[:, :, 2] = dice.uniform(-1, 1, 2).flatten(1) * (1 - zoom)[:, None]
    grid = functional.affine_grid(frame, [dice.batch, view.shape[1], SIDE, SIDE], align_corners=False)
    return functional.grid_sample(view, grid, align_corners=False, padding_mode="reflection")
