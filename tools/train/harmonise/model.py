"""The net: from a small view of composite and mask to a transform of the product's colours.

    y = x + G . phi(x) + A(p) . [x, 1]

phi holds ten quadratic features of a colour, G (3 x 10) is one map for the whole product, A(p) is an affine map that
varies smoothly over the picture, as light does. Both start at zero: an untrained net changes nothing. The errors that
it expects before and after (log mean squares) are its confidence.

It is made of matrix products alone, because they are what a CPU trains fast: a view of 48 x 48 px is cut into cells,
cells and what is counted of three regions are the tokens of a small transformer.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

VIEW, PATCH = 48, 8  # px: the view, a cell
CELLS = VIEW // PATCH  # a side
FEATURES, LOCAL = 10, 12
BINS = 10  # of a channel's histogram
TINTS = 5  # of a tint's histogram along each axis
REGIONS = 3  # product, scene, what of the scene is near the product
COUNTED = 3 + 3 + 9 + 3 + 3 * BINS + TINTS**2  # values of a region
_TINT_REACH = 0.3
_NEAR_CELLS = 12  # a side, of the grid on which nearness is told


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

    x B x 3 x H x W, regions B x R x H x W; gives B x R x COUNTED.
    """
    x, regions = x.flatten(2), regions.flatten(2)
    bright = x.mean(1, keepdim=True)
    grey = torch.exp(-((x - bright) ** 2).sum(1, keepdim=True) / 0.006)
    cues = torch.cat((bright**8, (1 - bright) ** 8, grey), 1)
    within = (regions[:, :, None] * cues[:, None]).flatten(1, 2)
    regions = regions / (regions.sum(2, keepdim=True) + 1e-3)
    values = torch.cat((x, x * x, cues, _tents(x, BINS), _tints(x)), 1)
    found = regions @ values.transpose(1, 2)
    mean = found[:, :, :3]
    deviation = ((found[:, :, 3:6] - mean**2).clamp(min=0) + 1e-5).sqrt()
    coloured = within @ x.transpose(1, 2) / (within.sum(2, keepdim=True) + 1e-3)
    return torch.cat((mean, deviation, coloured.unflatten(1, (REGIONS, 3)).flatten(2), found[:, :, 6:]), 2)


class Attention(nn.Module):
    """A transformer layer: the product's cells look at the scene's."""

    def __init__(self, channels: int, heads: int = 4) -> None:
        super().__init__()
        self.heads = heads
        self.before, self.between = nn.LayerNorm(channels), nn.LayerNorm(channels)
        self.keys, self.out = nn.Linear(channels, 3 * channels), nn.Linear(channels, channels)
        self.mix = _perceptron(channels)

    def forward(self, tokens: Tensor) -> Tensor:
        batch, count, channels = tokens.shape
        keys = self.keys(self.before(tokens)).view(batch, count, 3, self.heads, channels // self.heads)
        query, key, value = keys.permute(2, 0, 3, 1, 4).unbind(0)
        seen = functional.scaled_dot_product_attention(query, key, value)
        tokens = tokens + self.out(seen.transpose(1, 2).reshape(batch, count, channels))
        return tokens + self.mix(self.between(tokens))


class Residual(nn.Module):
    def __init__(self, channels: int) -> None:
        super().__init__()
        self.before, self.mix = nn.LayerNorm(channels), _perceptron(channels)

    def forward(self, x: Tensor) -> Tensor:
        return x + self.mix(self.before(x))


def _perceptron(channels: int) -> nn.Sequential:
    return nn.Sequential(
        nn.Linear(channels, 2 * channels), nn.GELU(approximate="tanh"), nn.Linear(2 * channels, channels)
    )


class Harmoniser(nn.Module):
    def __init__(self, channels: int = 64, layers: int = 2, wide: int = 256, dropped: float = 0.15) -> None:
        super().__init__()
        self.stem = nn.Linear(4 * PATCH**2, channels)
        self.place = nn.Parameter(torch.randn(1, CELLS**2, channels) * 0.02)
        self.told, self.region = nn.Linear(COUNTED, channels), nn.Parameter(torch.randn(1, REGIONS, channels) * 0.02)
        self.layers = nn.ModuleList(Attention(channels) for _ in range(layers))
        self.local = nn.Linear(channels, LOCAL)
        self.dropped = nn.Dropout(dropped)
        self.read = nn.Linear(REGIONS * COUNTED + 4 + (REGIONS + 2) * channels, wide)
        self.deep = nn.Sequential(Residual(wide), Residual(wide), nn.LayerNorm(wide))
        self.whole, self.errors = nn.Linear(wide, 3 * FEATURES), nn.Linear(wide, 2)
        for last in (self.whole, self.local):
            nn.init.zeros_(last.weight)
            nn.init.zeros_(last.bias)

    def forward(self, x: Tensor, mask: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """x B x 3 x VIEW x VIEW, mask B x 1 x VIEW x VIEW, both in [0, 1]: whole map, local map, expected errors."""
        # 1 px either side of the outline is hidden: where a mask is not exact, disturbed scene inside of it (or true
        # product outside) would give the answer away in training, and nothing in real use.
        grown, inner = functional.max_pool2d(mask, 3, 1, 1), 1 - functional.max_pool2d(1 - mask, 3, 1, 1)
        product, scene = inner + 0.01 * mask, (1 - grown) + 0.01 * (1 - mask)
        counted = statistics(x, torch.cat((product, scene, _near(mask) * scene), 1))
        shown = 0.5 + (x - 0.5) * (1 - (grown - inner))
        seen = functional.pixel_unshuffle(torch.cat((shown, mask), 1) * 2 - 1, PATCH)
        cells = self.stem(seen.flatten(2).transpose(1, 2)) + self.place
        tokens = torch.cat((cells, self.told(counted) + self.region), 1)
        for layer in self.layers:
            tokens = layer(tokens)
        cells, regions = tokens[:, :-REGIONS], tokens[:, -REGIONS:]
        share = functional.avg_pool2d(mask, PATCH).flatten(2).transpose(1, 2)
        known = (
            counted.flatten(1),
            (counted[:, 0, :3] - counted[:, 1, :3]).abs(),
            mask.mean((2, 3)),
            _mean(cells, share),
            _mean(cells, 1 - share),
            regions.flatten(1),
        )
        found = self.deep(self.read(self.dropped(torch.cat(known, 1))))
        local = self.local(cells).transpose(1, 2).unflatten(2, (CELLS, CELLS))
        return self.whole(found).unflatten(1, (3, FEATURES)), local, self.errors(found)


def _near(mask: Tensor) -> Tensor:
    """1 in cells of the product and beside them."""
    cells = functional.max_pool2d(functional.avg_pool2d(mask, VIEW // _NEAR_CELLS), 5, 1, 2)
    return functional.interpolate(cells, size=mask.shape[2:], mode="nearest")


def _mean(tokens: Tensor, share: Tensor) -> Tensor:
    """Of each channel, B x tokens x C weighted by B x tokens x 1: B x C."""
    return (tokens * share).sum(1) / (share.sum(1) + 1e-3)
