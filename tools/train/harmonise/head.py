"""Trains the net's head by itself, minutes after the hours of the rest: it learns from features that are kept.

    python tools/train/harmonise/head.py --weights build/harmonise/checkpoint.pt --photos DATA/train \\
        --rendered build/harmonise/rendered --out build/harmonise/with_head.pt

The rest of the net is frozen. Each pair is seen once by it; its features and some of the product's pixels stay.
"""

from __future__ import annotations

import argparse
import copy
from dataclasses import dataclass
from pathlib import Path

import photos
import renders
import torch
from looks import Dice
from model import FEATURES, Harmoniser, Head, phi
from pairs import Pairs, of_photos
from renders import of_renders
from torch import Tensor
from torch.nn import functional

SEED = 5
CHUNK, PIXELS = 48, 96  # pairs that the frozen net sees at a time; pixels kept of each
RATE, WARM_UP, FALL = 1.5e-3, 30, 0.8  # learning rate; steps; share of the steps
OF_RENDERS, OF_PHOTOS = 40, 88  # pairs of a step
HARM, DROPPED = 0.25, 0.1  # weight of harm in the loss; share of features hidden from a step


@dataclass(frozen=True)
class Kept:
    """N pairs as the head needs them."""

    features: Tensor
    #: N x 3 x 10: the global map without the head's share.
    whole: Tensor
    #: N x 3 x PIXELS each: composite, truth, and what the local map adds.
    pixels: Tensor
    truth: Tensor
    local: Tensor

    def at(self, rows: Tensor) -> Kept:
        return Kept(*(getattr(self, name)[rows] for name in self.__dataclass_fields__))


def kept(net: Harmoniser, pairs: Pairs, draws: torch.Generator) -> Kept:
    seen: list[Tensor] = []
    hook = net.head.register_forward_pre_hook(lambda _, inputs: seen.append(inputs[0]))
    whole, local, _ = net(pairs.composite, pairs.mask)
    hook.remove()
    maps = functional.interpolate(local, size=pairs.mask.shape[2:], mode="bilinear", align_corners=False)
    maps = maps.unflatten(1, (3, 4))
    added = (maps[:, :, :3] * pairs.composite[:, None]).sum(2) + maps[:, :, 3]
    weight = (pairs.mask.flatten(1) > 0.9).float() + 1e-6
    chosen = torch.multinomial(weight, PIXELS, replacement=True, generator=draws)[:, None].expand(-1, 3, -1)
    composite, truth, added = (x.flatten(2).gather(2, chosen) for x in (pairs.composite, pairs.truth, added))
    return Kept(seen[0], whole, composite, truth, added)


def gathered(net: Harmoniser, source: photos.Photos | renders.Renders, count: int, seed: int) -> Kept:
    parts = []
    for first in range(0, count, CHUNK):
        draws = torch.Generator().manual_seed(seed + first)
        some = source.at(torch.randint(len(source), (CHUNK,), generator=draws))
        dice = Dice(CHUNK, draws)
        pairs = of_photos(some, dice) if isinstance(some, photos.Photos) else of_renders(some, dice)
        parts.append(kept(net, pairs, draws))
    return Kept(*(torch.cat([getattr(part, name) for part in parts]) for name in Kept.__dataclass_fields__))


def loss_of(head: Head, pairs: Kept) -> Tensor:
    """As train.py's, with more weight on harm."""
    more, errors = head(functional.dropout(pairs.features, DROPPED))
    whole = pairs.whole + more.view(-1, 3, FEATURES)
    y = pairs.pixels + torch.einsum("bck,bkn->bcn", whole, phi(pairs.pixels[..., None])[..., 0]) + pairs.local
    before, after = (((x - pairs.truth) ** 2).mean((1, 2)) for x in (pairs.pixels, y))
    harm = ((after - before).relu() / (before + 1e-3)).clamp(max=3)
    confidence = functional.smooth_l1_loss(errors, (torch.stack((before, after.detach()), 1) + 1e-4).log())
    absolute = (y - pairs.truth).abs().mean((1, 2))
    return (4 * after / (before + 3e-3).sqrt() + 2 * absolute + HARM * harm).mean() + 0.1 * confidence


def trained(sources: list[tuple[Kept, int]], steps: int) -> Head:
    """Sources with the number of pairs that a step takes of each."""
    features = torch.cat([source.features for source, _ in sources])
    mean, deviation = features.mean(0), features.std(0) + 0.02
    plain = [(Kept(**{**vars(kept), "features": (kept.features - mean) / deviation}), n) for kept, n in sources]
    head = Head(features.shape[1])
    mean_head = copy.deepcopy(head)
    optimizer = torch.optim.AdamW(head.parameters(), RATE, weight_decay=0.05)
    for step in range(steps):
        for group in optimizer.param_groups:
            group["lr"] = RATE * min(1.0, (step + 1) / WARM_UP, max(0.01, (steps - step) / (steps * FALL)))
        total = sum(n for _, n in plain)
        loss = sum(n / total * loss_of(head, kept.at(torch.randint(len(kept.whole), (n,)))) for kept, n in plain)
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(head.parameters(), 2.0)
        optimizer.step()
        with torch.no_grad():
            for one, other in zip(mean_head.parameters(), head.parameters(), strict=True):
                one.lerp_(other, 1 - min(0.995, step / (step + 20)))
    with torch.no_grad():  # the scale of the features goes into the first layer
        first = mean_head.layers[0]
        first.bias -= (first.weight * (mean / deviation)).sum(1)
        first.weight /= deviation
    return mean_head


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("weights", "photos", "rendered", "out"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--pairs", type=int, default=6000, help="of each kind")
    parser.add_argument("--steps", type=int, default=1500)
    plan = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(SEED)
    net = Harmoniser().eval()
    head = net.head.state_dict()
    net.load_state_dict(torch.load(plan.weights, weights_only=True)["mean_net"], strict=False)
    net.head.load_state_dict(head)
    with torch.no_grad():
        rendered_pairs = gathered(net, renders.load(plan.rendered)[0], plan.pairs, 1_000_000)
        photo_pairs = gathered(net, photos.load(plan.photos)[0], plan.pairs, 2_000_000)
    with torch.enable_grad():
        net.head = trained([(rendered_pairs, OF_RENDERS), (photo_pairs, OF_PHOTOS)], plan.steps)
    torch.save({"mean_net": net.state_dict()}, plan.out)


if __name__ == "__main__":
    main()
