"""Ways in which light, cameras and editing change colours. Pictures are B x 3 x H x W, display values in [0, 1].

Every function takes `amount`, B x 1 x 1 x 1: 0 changes nothing, 1 is a plain case, more is more.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

_DARKEST = 1e-4
_GAMMA = 2.2
_STEADY = 0.01  # added to a covariance, so that what hardly varies is not blown up
_TO_YIQ = torch.tensor([[0.299, 0.587, 0.114], [0.596, -0.274, -0.322], [0.211, -0.523, 0.312]])
_FROM_YIQ = torch.linalg.inv(_TO_YIQ)


@dataclass(frozen=True)
class Dice:
    """Seeded draws for a batch, each B x channels x 1 x 1."""

    batch: int
    generator: torch.Generator

    def normal(self, deviation: float, channels: int = 1) -> Tensor:
        return torch.randn(self.batch, channels, 1, 1, generator=self.generator) * deviation

    def uniform(self, low: float, high: float, channels: int = 1) -> Tensor:
        return torch.rand(self.batch, channels, 1, 1, generator=self.generator) * (high - low) + low

    def chance(self, share: float) -> Tensor:
        """1 for this share of the batch, else 0."""
        return (self.uniform(0, 1) < share).float()

    def others(self) -> Tensor:
        """Another sample of the batch for each, as indices."""
        return torch.randperm(self.batch, generator=self.generator)


def light(x: Tensor, dice: Dice, amount: Tensor, *, stops: float, cast: float) -> Tensor:
    """Exposure and the colour of the light."""
    warm, green = dice.normal(cast), dice.normal(cast * 0.45)
    gain = torch.cat((warm + green, -green, -warm + green), 1) + dice.normal(stops * 0.69)
    return lit(x, amount * gain)


def lit(x: Tensor, log_gain: Tensor) -> Tensor:
    """Linear light times the exponential of a gain, as a camera would show it."""
    return (x.clamp(_DARKEST, 1) ** _GAMMA * log_gain.exp()).clamp(0, 1.6) ** (1 / _GAMMA)


def tone(x: Tensor, dice: Dice, amount: Tensor, *, spread: float) -> Tensor:
    """Gamma, contrast, brightness, and a bend of each channel."""
    x = x.clamp(_DARKEST, 1.3) ** (amount * dice.normal(spread)).exp()
    pivot = dice.uniform(0.25, 0.65)
    x = (x - pivot) * (amount * dice.normal(spread)).exp() + pivot + amount * dice.normal(spread * 0.25)
    x = x.clamp(_DARKEST, 1.3) ** (amount * dice.normal(spread * 0.35, 3)).exp()
    bend, twist = amount * dice.normal(spread * 0.15, 3), amount * dice.normal(spread * 0.1, 3)
    return x + bend * torch.sin(torch.pi * x) + twist * torch.sin(2 * torch.pi * x)


def chroma(x: Tensor, dice: Dice, amount: Tensor, *, spread: float, turn: float) -> Tensor:
    """Saturation and hue."""
    return turned(x, amount * dice.normal(turn), (amount * dice.normal(spread)).exp())


def turned(x: Tensor, angle: Tensor, saturation: Tensor | float = 1.0) -> Tensor:
    """Hues turned by an angle, radians."""
    y, i, q = _mixed(_TO_YIQ, x).split(1, 1)
    cos, sin = angle.cos() * saturation, angle.sin() * saturation
    return _mixed(_FROM_YIQ, torch.cat((y, i * cos - q * sin, i * sin + q * cos), 1))


def film(x: Tensor, dice: Dice, amount: Tensor) -> Tensor:
    """Lifted tinted blacks, dull whites, and a share of a toned monochrome."""
    lift = (amount * dice.uniform(0, 0.16)).clamp(0, 0.4)
    x = x * (1 - lift) + lift * dice.uniform(0, 0.8, 3)
    share = (amount * dice.uniform(0, 0.7) * dice.chance(0.4)).clamp(0, 0.9)
    grey = _mixed(_TO_YIQ, x)[:, :1]
    warm = dice.uniform(-0.1, 0.3)
    toned = grey * torch.cat((1 + warm, torch.ones_like(warm), 1 - warm), 1)
    return x * (1 - share) + toned * share


def transfer(x: Tensor, mask: Tensor, dice: Dice, amount: Tensor) -> Tensor:
    """The statistics of another subject of the batch, partly; limited, as a black shoe must not become a white one."""
    yiq = _mixed(_TO_YIQ, x)
    mean, deviation = moments(yiq, mask)
    other = dice.others()
    move = mean[other] - mean
    move = torch.cat((move[:, :1].clamp(-0.22, 0.22), move[:, 1:].clamp(-0.1, 0.1)), 1)
    share = amount * dice.uniform(0.2, 0.9)
    scale = 1 + ((deviation[other] / deviation).clamp(0.5, 2.0) - 1) * share
    return _mixed(_FROM_YIQ, (yiq - mean) * scale + mean + move * share)


def moved(x: Tensor, mask: Tensor, dice: Dice) -> Tensor:
    """Reinhard's transfer of another subject's statistics, drawn back where colours would move unlikely far."""
    yiq = _mixed(_TO_YIQ, x)
    mean, deviation = moments(yiq, mask)
    other = dice.others()
    share = chosen(dice.chance(0.6), torch.ones(dice.batch, 1, 1, 1), dice.uniform(0.3, 1))
    scale = 1 + ((deviation[other] / deviation).clamp(0.4, 2.5) - 1) * share
    move = (mean[other] - mean) * share
    length = (move**2).sum(1, keepdim=True).sqrt()
    move = move * (dice.uniform(0.06, 0.28) / (length + 1e-4)).clamp(max=1)
    return _mixed(_FROM_YIQ, (yiq - mean) * scale + mean + move)


def moved_together(x: Tensor, mask: Tensor, dice: Dice) -> Tensor:
    """As `moved`, with all of another subject's covariance (Xiao and Ma, 2006): what goes together changes as well."""
    mean, root, inverse = _spread(x, mask)
    other = dice.others()
    share = dice.uniform(0.3, 1)
    turn = root[other] @ inverse
    turn = torch.eye(3) + (turn - torch.eye(3)) * share[:, :, :, 0]
    move = (mean[other] - mean) * share
    move = move * (dice.uniform(0.06, 0.28) / ((move**2).mean(1, keepdim=True).sqrt() + 1e-4)).clamp(max=1)
    return (turn @ (x - mean).flatten(2)).view_as(x) + mean + move


def _spread(x: Tensor, mask: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Mean (B x 3 x 1 x 1), symmetric root of the covariance below a mask and its inverse (B x 3 x 3)."""
    area = mask.sum((2, 3), keepdim=True) + 1e-3
    mean = (x * mask).sum((2, 3), keepdim=True) / area
    around = ((x - mean) * mask.sqrt()).flatten(2)
    values, axes = torch.linalg.eigh(around @ around.transpose(1, 2) / area[:, 0] + _STEADY * torch.eye(3))
    root = axes * values.sqrt()[:, None]
    return mean, root @ axes.transpose(1, 2), (axes / values.sqrt()[:, None]) @ axes.transpose(1, 2)


def gradient(x: Tensor, dice: Dice, amount: Tensor) -> Tensor:
    """Light that falls off across the picture."""
    height, width = x.shape[2:]
    ys, xs = torch.meshgrid(torch.linspace(-1, 1, height), torch.linspace(-1, 1, width), indexing="ij")
    angle = dice.uniform(0, 2 * torch.pi)
    return lit(x, amount * dice.normal(0.5) * (xs * angle.cos() + ys * angle.sin()))


def moments(x: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
    """Mean and deviation of each channel below a mask, B x 3 x 1 x 1."""
    area = mask.sum((2, 3), keepdim=True) + 1e-3
    mean = (x * mask).sum((2, 3), keepdim=True) / area
    return mean, (((x - mean) ** 2 * mask).sum((2, 3), keepdim=True) / area + 1e-5).sqrt()


def chosen(use: Tensor, new: Tensor, old: Tensor) -> Tensor:
    """The new picture where `use` is 1."""
    return torch.where(use > 0, new, old)


def _mixed(matrix: Tensor, x: Tensor) -> Tensor:
    batch, _, height, width = x.shape
    return (matrix @ x.reshape(batch, 3, -1)).reshape(batch, 3, height, width)
