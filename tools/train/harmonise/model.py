"""The net: from a small view of composite and mask to a transform of the product's colours.

    y = x + G . phi(x) + A(p) . [x, 1]

phi holds ten quadratic features of a colour, G (3 x 10) is one map for the whole product, A(p) is an affine map that
varies smoothly over the picture, as light does. Both start at zero: an untrained net changes nothing. The errors that
it expects before and after (log mean squares) are its confidence.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

VIEW, CELLS = 64, 8  # px, cells a side
FEATURES, LOCAL = 10, 12
BINS = 10  # of a channel's histogram
TINTS = 5  # of a tint's histogram along each axis
_TINT_REACH = 0.3


def phi(x: Tensor) -> Tensor:
    """B x 3 x H x W to B x 10 x H x W: r, g, b, their squares, their products, 1."""
    r, g, b = x.split(1, 1)
    return torch.cat((x, x * x, r * g, g * b, b * r, torch.ones_like(r)), 1)


def applied(x: Tensor, whole: Tensor, local: Tensor) -> Tensor:
    """The transform at any size: B x 3 x H x W, B x 3 x 10, B x 12 x CELLS x CELLS."""
    batch, _, height, width = x.shape
    change = torch.einsum("bck,bkhw->bchw", whole, phi(x))
    maps = functional.interpolate(local, size=(height, width), mode="bilinear", align_corners=False)
    maps = maps.view(batch, 3, 4, height, width)
    return x + change + (maps[:, :, :3] * x[:, None]).sum(2) + maps[:, :, 3]


class Bottleneck(nn.Module):
    """1 x 1, depthwise 3 x 3, 1 x 1."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        wide = channels * 2
        self.layers = nn.Sequential(
            nn.Conv2d(channels, wide, 1, bias=False),
            nn.BatchNorm2d(wide),
            nn.Hardswish(),
            nn.Conv2d(wide, wide, 3, 1, 1, groups=wide, bias=False),
            nn.BatchNorm2d(wide),
            nn.Hardswish(),
            nn.Conv2d(wide, channels, 1, bias=False),
            nn.BatchNorm2d(channels),
        )

    def forward(self, x: Tensor) -> Tensor:
        return x + self.layers(x)


class Attention(nn.Module):
    """A transformer layer: the product's cells look at the scene's."""

    def __init__(self, channels: int, heads: int = 4) -> None:
        super().__init__()
        self.heads = heads
        self.before, self.between = nn.LayerNorm(channels), nn.LayerNorm(channels)
        self.keys, self.out = nn.Linear(channels, 3 * channels), nn.Linear(channels, channels)
        self.mix = nn.Sequential(nn.Linear(channels, 2 * channels), nn.Hardswish(), nn.Linear(2 * channels, channels))

    def forward(self, tokens: Tensor) -> Tensor:
        batch, count, channels = tokens.shape
        keys = self.keys(self.before(tokens)).view(batch, count, 3, self.heads, channels // self.heads)
        query, key, value = keys.permute(2, 0, 3, 1, 4).unbind(0)
        seen = functional.scaled_dot_product_attention(query, key, value)
        tokens = tokens + self.out(seen.transpose(1, 2).reshape(batch, count, channels))
        return tokens + self.mix(self.between(tokens))


def _share(values: Tensor, weight: Tensor) -> Tensor:
    """Mean of each channel below a weight: B x C."""
    return (values * weight).sum((2, 3)) / (weight.sum((2, 3)) + 1e-3)


def _tents(values: Tensor, count: int) -> Tensor:
    """B x C values in [0, 1] as shares of `count` bins, linear between their middles: B x (C count)."""
    middles = torch.arange(count, dtype=values.dtype).view(1, 1, count, 1)
    return functional.relu(1 - (values[:, :, None] * (count - 1) - middles).abs()).flatten(1, 2)


def _tints(x: Tensor) -> Tensor:
    """Red and blue against green, as shares of TINTS x TINTS bins."""
    r, g, b = x.split(1, 1)
    red, blue = (_tents(((c - g) / (2 * _TINT_REACH) + 0.5).clamp(0, 1), TINTS) for c in (r, b))
    return (red[:, :, None] * blue[:, None]).flatten(1, 2)


def statistics(x: Tensor, regions: Tensor) -> Tensor:
    """What is known of each region's colours: mean, deviation, those of what is bright, dark or grey, histograms.

    x B x 3 x H x W, regions B x R x H x W; gives B x (R N).
    """
    x, regions = functional.avg_pool2d(x, 2).flatten(2), functional.avg_pool2d(regions, 2).flatten(2)
    bright = x.mean(1, keepdim=True)
    grey = torch.exp(-((x - bright) ** 2).sum(1, keepdim=True) / 0.006)
    cues = torch.cat((bright**8, (1 - bright) ** 8, grey), 1)
    within = regions[:, :, None] * cues[:, None]  # B x R x 3 x pixels
    regions = regions / (regions.sum(2, keepdim=True) + 1e-3)
    values = torch.cat((x, x * x, cues, _tents(x, BINS), _tints(x)), 1)
    found = regions @ values.transpose(1, 2)  # B x R x values
    mean = found[:, :, :3]
    deviation = ((found[:, :, 3:6] - mean**2).clamp(min=0) + 1e-5).sqrt()
    coloured = within.flatten(1, 2) @ x.transpose(1, 2) / (within.flatten(1, 2).sum(2, keepdim=True) + 1e-3)
    away = (mean[:, 0] - mean[:, 1]).abs()
    return torch.cat((mean.flatten(1), deviation.flatten(1), coloured.flatten(1), found[:, :, 6:].flatten(1), away), 1)


N_STATISTICS = 3 * (3 + 3 + 9 + 3 + 3 * BINS + TINTS**2) + 3 + 1


class Head(nn.Module):
    """What a studio's light needs beside what other pictures taught, and the errors to expect.

    Trained last and by itself (head.py), on what the rest of the net, which is frozen then, finds in a picture.
    """

    def __init__(self, features: int, wide: int = 192) -> None:
        super().__init__()
        self.layers = nn.Sequential(nn.Linear(features, wide), nn.Hardswish(), nn.Linear(wide, wide), nn.Hardswish())
        self.whole, self.errors = nn.Linear(wide, 3 * FEATURES), nn.Linear(wide, 2)
        nn.init.zeros_(self.whole.weight)
        nn.init.zeros_(self.whole.bias)

    def forward(self, features: Tensor) -> tuple[Tensor, Tensor]:
        found = self.layers(features)
        return self.whole(found), self.errors(found)


class Harmoniser(nn.Module):
    def __init__(self, channels: int = 96, layers: int = 2) -> None:
        super().__init__()
        self.stem = nn.Sequential(
            nn.PixelUnshuffle(4),
            nn.Conv2d(64, channels, 1, bias=False),
            nn.BatchNorm2d(channels),
            Bottleneck(channels),
            Bottleneck(channels),
            nn.AvgPool2d(2),
        )
        self.place = nn.Parameter(torch.zeros(1, channels, CELLS, CELLS))
        self.read = nn.Sequential(nn.Linear(N_STATISTICS, 96), nn.Hardswish())
        self.told = nn.Linear(96, channels)
        self.layers = nn.ModuleList(Attention(channels) for _ in range(layers))
        self.summary = nn.Sequential(nn.Linear(channels * 3 + 96, 128), nn.Hardswish())
        self.whole = nn.Linear(128, 3 * FEATURES)
        self.head = Head(channels * 3 + 96 + N_STATISTICS)
        self.local = nn.Sequential(Bottleneck(channels), nn.Conv2d(channels, LOCAL, 1))
        for last in (self.whole, self.local[-1]):
            nn.init.zeros_(last.weight)
            nn.init.zeros_(last.bias)

    def forward(self, x: Tensor, mask: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """x B x 3 x VIEW x VIEW, mask B x 1 x VIEW x VIEW, both in [0, 1]: whole map, local map, expected errors."""
        # 2 px either side of the outline are hidden: where a mask is not exact, disturbed scene inside of it (or true
        # product outside) would give the answer away in training, and nothing in real use.
        grown, inner = functional.max_pool2d(mask, 5, 1, 2), 1 - functional.max_pool2d(1 - mask, 5, 1, 2)
        product, scene = inner + 0.01 * mask, (1 - grown) + 0.01 * (1 - mask)
        near = (
            functional.interpolate(
                functional.max_pool2d(functional.avg_pool2d(mask, 4), 5, 1, 2), scale_factor=4.0, mode="nearest"
            )
            * scene
        )
        counted = torch.cat((statistics(x, torch.cat((product, scene, near), 1)), mask.mean((2, 3))), 1)
        known = self.read(counted)
        shown = 0.5 + (x - 0.5) * (1 - (grown - inner))
        cells = self.stem(torch.cat((shown * 2 - 1, mask * 2 - 1), 1))
        batch, channels, height, width = cells.shape
        tokens = torch.cat(((cells + self.place).flatten(2).transpose(1, 2), self.told(known)[:, None]), 1)
        for layer in self.layers:
            tokens = layer(tokens)
        cells, last = tokens[:, :-1].transpose(1, 2).reshape(batch, channels, height, width), tokens[:, -1]
        share = functional.avg_pool2d(mask, VIEW // CELLS)
        features = torch.cat((_share(cells, share), _share(cells, 1 - share), last, known), 1)
        more, errors = self.head(torch.cat((features, counted), 1))
        whole = self.whole(self.summary(features)) + more
        return whole.view(batch, 3, FEATURES), self.local(cells), errors
